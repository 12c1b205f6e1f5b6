/* closing.c: a list of what is unsaved, kept with the window; keeping goes through it from the first to the last. */
#include "closing.h"

#include "words/translate.h"

#include <adwaita.h>

typedef struct
{
  char         *name, *text;
  AssayUnsaved  unsaved;
} Entry;

typedef struct
{
  GtkWindow        *window;   /* that owns this */
  GPtrArray        *entries;  /* of Entry, in the order they came */
  GtkWindow        *question; /* (nullable) while it asks */
  char             *keeping;  /* (nullable) name of what is being kept */
  AssayClosingThen  then;
  gpointer          data;
  GDestroyNotify    destroy;
} Closing;

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_free (self->name);
  g_free (self->text);
  g_free (self);
}

static void
forget_then (Closing *self)
{
  if (self->destroy != NULL)
    self->destroy (self->data);
  self->then = NULL;
  self->data = NULL;
  self->destroy = NULL;
}

static void
closing_free (gpointer data)
{
  Closing *self = data;

  forget_then (self);
  g_ptr_array_unref (self->entries);
  g_free (self->keeping);
  g_free (self);
}

static Closing *
closing_of (GtkWindow *window)
{
  Closing *self = g_object_get_data (G_OBJECT (window), "assay-closing");

  if (self != NULL)
    return self;
  self = g_new0 (Closing, 1);
  self->window = window;
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  g_object_set_data_full (G_OBJECT (window), "assay-closing", self, closing_free);
  return self;
}

/* --- what is unsaved -------------------------------------------------------------------------------------------- */

void
assay_closing_remove (GtkWindow  *window,
                      const char *name)
{
  Closing *self = closing_of (window);

  for (guint i = 0; i < self->entries->len; i++)
    if (g_str_equal (((const Entry *) self->entries->pdata[i])->name, name))
      {
        g_ptr_array_remove_index (self->entries, i);
        return;
      }
}

void
assay_closing_add (GtkWindow          *window,
                   const char         *name,
                   const AssayUnsaved *unsaved)
{
  Entry *entry = g_new (Entry, 1);

  *entry = (Entry) { g_strdup (name), g_strdup (unsaved->text), *unsaved };
  entry->unsaved.text = entry->text;
  assay_closing_remove (window, name);
  g_ptr_array_add (closing_of (window)->entries, entry);
}

gboolean
assay_closing_asks (GtkWindow *window)
{
  return closing_of (window)->entries->len > 0;
}

/* --- keeping and discarding ------------------------------------------------------------------------------------- */

/* What was asked for may close the window. */
static void
go_on (Closing *self)
{
  g_autoptr (GtkWindow) window = g_object_ref (self->window);
  const AssayClosingThen then = self->then;
  gpointer data = self->data;
  GDestroyNotify destroy = self->destroy;

  self->then = NULL;
  self->data = NULL;
  self->destroy = NULL;
  if (then != NULL)
    then (window, data);
  if (destroy != NULL)
    destroy (data);
}

static void keep_first (Closing *self);

/* token: the window, held. */
static void
kept (gpointer token,
      gboolean is_kept)
{
  g_autoptr (GtkWindow) window = token;
  Closing *self = closing_of (window);

  g_autofree char *name = g_steal_pointer (&self->keeping);

  if (name == NULL)
    return;
  if (is_kept)
    {
      assay_closing_remove (window, name);
      keep_first (self);
    }
  else
    forget_then (self);
}

static void
keep_first (Closing *self)
{
  if (self->entries->len == 0)
    {
      go_on (self);
      return;
    }
  const Entry *entry = self->entries->pdata[0];
  self->keeping = g_strdup (entry->name);
  entry->unsaved.keep (entry->unsaved.data, kept, g_object_ref (self->window));
}

static void
discard (Closing *self)
{
  g_autoptr (GPtrArray) entries = g_steal_pointer (&self->entries);

  self->entries = g_ptr_array_new_with_free_func (entry_free);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = entries->pdata[i];
      if (entry->unsaved.drop != NULL)
        entry->unsaved.drop (entry->unsaved.data);
    }
  go_on (self);
}

/* --- the question ----------------------------------------------------------------------------------------------- */

typedef struct
{
  GtkWindow *window;   /* held */
  gboolean   is_save;
} Answer;

static gboolean
act (gpointer data)
{
  Answer *answer = data;
  Closing *self = closing_of (answer->window);

  if (answer->is_save)
    keep_first (self);
  else
    discard (self);
  g_object_unref (answer->window);
  g_free (answer);
  return G_SOURCE_REMOVE;
}

/* The dialog goes first: it points to its parent, which may go now. */
static void
answered (AdwMessageDialog *dialog,
          const char       *response,
          gpointer          data)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (dialog));
  Closing *self = closing_of (window);

  self->question = NULL;
  if (g_str_equal (response, "cancel"))
    {
      forget_then (self);
      return;
    }
  Answer *answer = g_new (Answer, 1);
  *answer = (Answer) { g_object_ref (window), g_str_equal (response, "save") };
  g_idle_add (act, answer);
}

/* (transfer full) What would be lost, a line each. */
static char *
lines_of (const Closing *self)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < self->entries->len; i++)
    g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", ((const Entry *) self->entries->pdata[i])->text);
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static void
ask (Closing *self)
{
  g_autofree char *lines = lines_of (self);
  GtkWidget *dialog = adw_message_dialog_new (self->window, _("Save what is not saved yet?"), lines);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_responses (message, "cancel", _("_Cancel"), "discard", _("_Discard"), "save", _("_Save"),
                                    NULL);
  adw_message_dialog_set_response_appearance (message, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (message, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "save");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (answered), NULL);
  self->question = GTK_WINDOW (dialog);
  gtk_window_present (self->question);
}

void
assay_closing_ask (GtkWindow        *window,
                   AssayClosingThen  then,
                   gpointer          data,
                   GDestroyNotify    destroy)
{
  Closing *self = closing_of (window);

  if (self->question != NULL || self->keeping != NULL)
    {
      if (self->question != NULL)
        gtk_window_present (self->question);
      if (destroy != NULL)
        destroy (data);
      return;
    }
  self->then = then;
  self->data = data;
  self->destroy = destroy;
  if (self->entries->len == 0)
    go_on (self);
  else
    ask (self);
}
