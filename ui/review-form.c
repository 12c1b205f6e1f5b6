/* review-form.c: kinds as toggles, a text, a name, a button. */
#include "review-form.h"

#include "button-name.h"
#include "closing.h"
#include "open-audit-review.h"
#include "overview-cards.h"
#include "report/phrases-review.h"
#include "reviewer.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <string.h>

#define MOST_KINDS 4

typedef struct
{
  GtkWidget             *form;     /* that owns this */
  AssayOpenAudit        *audit;
  const AssayReviewPage *page;
  gboolean               is_sign_off;
  GtkToggleButton       *kinds[MOST_KINDS];
  guint                  n_kinds;
  GtkWidget             *bar, *hint;
  GtkTextView           *text;
  GtkWidget             *name, *save;
  GtkLabel              *message;
  gboolean               is_saving;
  GtkWindow             *window;   /* (nullable) weak: that asks about what is unsaved here */
  char                  *key;      /* under which it does */
  AssayKept              kept;     /* (nullable) who waits for it to be written */
  gpointer               token;
} Form;

static Form *
form_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "assay-form");
}

static void
forget_window (Form *self)
{
  if (self->window == NULL)
    return;
  assay_closing_remove (self->window, self->key);
  g_clear_weak_pointer (&self->window);
}

static void
form_free (gpointer data)
{
  Form *self = data;

  forget_window (self);
  g_object_unref (self->audit);
  g_free (self->key);
  g_free (self);
}

/* --- what is in it ---------------------------------------------------------------------------------------------- */

/* (transfer full) Without spaces about it. */
static char *
text_of (const Form *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

/* The toggle that is down; -1: none. */
static int
kind_of (const Form *self)
{
  for (guint i = 0; i < self->n_kinds; i++)
    if (gtk_toggle_button_get_active (self->kinds[i]))
      return (int) i;
  return -1;
}

static gboolean
may_write (const Form *self)
{
  return !assay_open_audit_is_read_only (self->audit) && !assay_open_audit_is_replaced (self->audit);
}

/* A decision has a reason; a sign-off speaks for itself. */
static gboolean
can_save (const Form *self)
{
  g_autofree char *text = text_of (self);
  g_autofree char *problem = assay_review_name_problem (gtk_editable_get_text (GTK_EDITABLE (self->name)));

  return may_write (self) && !self->is_saving && problem == NULL && kind_of (self) >= 0
         && (self->is_sign_off || *text != '\0');
}

static gboolean
is_unsaved (const Form *self)
{
  g_autofree char *text = text_of (self);

  return *text != '\0' && may_write (self);
}

static void keep (gpointer data, AssayKept kept, gpointer token);
static void drop (gpointer data);

static void
tell_window (Form *self)
{
  GtkRoot *root = gtk_widget_get_root (self->form);

  if (!is_unsaved (self) || !GTK_IS_WINDOW (root))
    {
      forget_window (self);
      return;
    }
  g_autofree char *text = self->is_sign_off ? g_strdup (_("The note of the sign-off"))
                                            : g_strdup_printf (_("The note on \xe2\x80\x9c%s\xe2\x80\x9d"),
                                                               self->page->of != NULL
                                                                   && self->page->kind != ASSAY_REVIEW_CHECK
                                                                 ? self->page->of : self->page->name);
  g_set_weak_pointer (&self->window, GTK_WINDOW (root));
  assay_closing_add (self->window, self->key, &(AssayUnsaved) { text, keep, drop, self });
}

static void
update (Form *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);

  gtk_widget_set_visible (self->hint, gtk_text_buffer_get_char_count (buffer) == 0);
  gtk_widget_set_sensitive (self->save, can_save (self));
  tell_window (self);
}

/* --- saving ----------------------------------------------------------------------------------------------------- */

static void
say (Form       *self,
     const char *text) /* (nullable) */
{
  gtk_label_set_text (self->message, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
}

static void
answer (Form     *self,
        gboolean  is_kept)
{
  const AssayKept kept = self->kept;

  self->kept = NULL;
  if (kept != NULL)
    kept (self->token, is_kept);
}

static void
clear (Form *self)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), "", -1);
  if (self->is_sign_off)
    gtk_toggle_button_set_active (self->kinds[MAX (kind_of (self), 0)], FALSE);
  else
    gtk_toggle_button_set_active (self->kinds[self->n_kinds - 1], TRUE);
}

static void
said (GObject      *source,
      GAsyncResult *result,
      gpointer      data)
{
  g_autoptr (GtkWidget) form = data;
  Form *self = form_of (form);
  g_autoptr (GError) error = NULL;
  const gboolean is_said = assay_open_audit_say_finish (ASSAY_OPEN_AUDIT (source), result, &error);

  self->is_saving = FALSE;
  gtk_text_view_set_editable (self->text, TRUE);
  if (is_said)
    {
      assay_reviewer_keep ();
      clear (self);
      say (self, NULL);
    }
  else
    {
      g_autofree char *sentence = assay_sentence_capital (error->message), *safe = assay_phrase_safe (sentence);
      g_autofree char *all = g_strdup_printf (_("Not saved: %s. The text is still here."), safe);
      say (self, all);
      gtk_widget_activate_action (form, "win.say", "s", all);
    }
  update (self);
  answer (self, is_said);
}

static void
start_saving (Form *self)
{
  g_autofree char *text = text_of (self);
  char *who = (char *) gtk_editable_get_text (GTK_EDITABLE (self->name));

  self->is_saving = TRUE;
  gtk_text_view_set_editable (self->text, FALSE); /* what is written is what is cleared */
  update (self);
  if (self->is_sign_off)
    assay_open_audit_sign_async (self->audit, &(AssaySignOff) { .is_approval = kind_of (self) == 0, .who = who,
                                                                .note = *text != '\0' ? text : NULL },
                                 said, g_object_ref (self->form));
  else
    {
      const AssayDecisionKind kinds[] = { ASSAY_DECISION_FIX, ASSAY_DECISION_ACCEPT, ASSAY_DECISION_REJECT,
                                          ASSAY_DECISION_NOTE };
      const AssayDecisionKind kind = self->n_kinds == 1 ? ASSAY_DECISION_NOTE : kinds[kind_of (self)];
      assay_open_audit_decide_async (self->audit, &(AssayDecision) { kind, self->page->about, who, text, 0 }, said,
                                     g_object_ref (self->form));
    }
}

gboolean
assay_review_form_save (GtkWidget *form)
{
  Form *self = form_of (form);

  if (!can_save (self))
    return FALSE;
  start_saving (self);
  return TRUE;
}

static void
save_clicked (Form *self)
{
  assay_review_form_save (self->form);
}

/* Of the window's question. */
static void
keep (gpointer  data,
      AssayKept kept,
      gpointer  token)
{
  Form *self = data;

  self->kept = kept;
  self->token = token;
  if (self->is_saving || assay_review_form_save (self->form))
    return;
  say (self, self->is_sign_off ? _("Choose whether you approve or reject, and give your name.")
                               : _("Give your name, so that others know who says it."));
  answer (self, FALSE);
}

static void
drop (gpointer data)
{
  Form *self = data;

  g_clear_weak_pointer (&self->window);
  clear (self);
  update (self);
}

/* --- making it -------------------------------------------------------------------------------------------------- */

static void
add_kind (Form       *self,
          GtkWidget  *box,
          const char *word)
{
  g_autofree char *label = assay_sentence_capital (word);
  GtkWidget *toggle = assay_button_named_once (gtk_toggle_button_new_with_label (label));

  if (self->n_kinds > 0)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (toggle), self->kinds[0]);
  g_signal_connect_swapped (toggle, "toggled", G_CALLBACK (update), self);
  gtk_box_append (GTK_BOX (box), toggle);
  self->kinds[self->n_kinds++] = GTK_TOGGLE_BUTTON (toggle);
}

static GtkWidget *
kinds_new (Form *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  if (self->is_sign_off)
    {
      add_kind (self, box, _("approve"));
      add_kind (self, box, _("reject"));
      return box;
    }
  if (self->page->wants_decision)
    {
      add_kind (self, box, assay_phrase_decision_kind (ASSAY_DECISION_FIX));
      add_kind (self, box, assay_phrase_decision_kind (ASSAY_DECISION_ACCEPT));
      add_kind (self, box, assay_phrase_decision_kind (ASSAY_DECISION_REJECT));
    }
  add_kind (self, box, assay_phrase_decision_kind (ASSAY_DECISION_NOTE));
  gtk_widget_set_visible (box, self->n_kinds > 1);
  return box;
}

/* Tab goes on; a tabulator is not for notes. */
static GtkWidget *
text_new (Form *self)
{
  GtkWidget *text = gtk_text_view_new (), *scroller = gtk_scrolled_window_new (), *overlay = gtk_overlay_new ();

  self->text = GTK_TEXT_VIEW (text);
  gtk_text_view_set_wrap_mode (self->text, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (self->text, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Note"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _("Ctrl+Enter saves it"), -1);
  g_signal_connect_swapped (gtk_text_view_get_buffer (self->text), "changed", G_CALLBACK (update), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), text);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  self->hint = assay_label (self->is_sign_off ? _("A note, if you wish (N)")
                            : self->page->wants_decision ? _("Why? (N)") : _("A note for the file (N)"), "hint");
  gtk_widget_set_can_target (self->hint, FALSE);
  gtk_widget_set_valign (self->hint, GTK_ALIGN_START);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), scroller);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->hint);
  gtk_widget_set_hexpand (overlay, TRUE);
  gtk_widget_add_css_class (overlay, "note-field");
  return overlay;
}

static GtkWidget *
row_new (Form *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->name = gtk_entry_new_with_buffer (assay_reviewer_buffer ());
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->name), _("Your name"));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->name), 13);
  gtk_widget_set_valign (self->name, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->name, _("Who says it"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->name), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Your name"), -1);
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (update), self);
  self->save = assay_button_named_once (gtk_button_new_with_mnemonic (self->is_sign_off ? _("_Sign") : _("_Save")));
  gtk_widget_add_css_class (self->save, "suggested-action");
  gtk_widget_set_valign (self->save, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->save, _("Ctrl+Enter"));
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (save_clicked), self);
  gtk_box_append (GTK_BOX (row), text_new (self));
  gtk_box_append (GTK_BOX (row), self->name);
  gtk_box_append (GTK_BOX (row), self->save);
  gtk_widget_set_hexpand (row, TRUE);
  return row;
}

GtkWidget *
assay_review_form_new (AssayOpenAudit        *audit,
                       const AssayReviewPage *page)
{
  static guint n_forms;
  Form *self = g_new0 (Form, 1);

  self->form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->audit = g_object_ref (audit);
  self->page = page;
  self->is_sign_off = page->kind == ASSAY_REVIEW_SIGN_OFF;
  self->key = g_strdup_printf ("review-%u", n_forms++);
  self->bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *kinds = kinds_new (self), *row = row_new (self);
  gtk_box_append (GTK_BOX (self->bar), kinds);
  gtk_box_append (GTK_BOX (self->bar), row);
  self->message = GTK_LABEL (assay_label ("", "form-message"));
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
  gtk_box_append (GTK_BOX (self->form), self->bar);
  gtk_box_append (GTK_BOX (self->form), GTK_WIDGET (self->message));
  gtk_widget_add_css_class (self->form, "review-form");
  g_object_set_data_full (G_OBJECT (self->form), "assay-form", self, form_free);
  if (!self->is_sign_off)
    gtk_toggle_button_set_active (self->kinds[self->n_kinds - 1], TRUE);
  assay_review_form_update (self->form);
  return self->form;
}

void
assay_review_form_focus (GtkWidget *form)
{
  gtk_widget_grab_focus (GTK_WIDGET (form_of (form)->text));
}

void
assay_review_form_fold (GtkWidget *form,
                        gboolean   is_folded)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (form_of (form)->bar),
                                  is_folded ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

void
assay_review_form_update (GtkWidget *form)
{
  Form *self = form_of (form);

  gtk_widget_set_sensitive (self->bar, may_write (self));
  if (assay_open_audit_is_read_only (self->audit))
    say (self, _("This file cannot be written, so that notes, decisions and sign-offs cannot be kept in it. Copy it to where "
                 "you may write, and open the copy."));
  else if (assay_open_audit_is_replaced (self->audit))
    say (self, _("The file is no longer there, or holds another audit by now: nothing that is said here can be kept in it. "
                 "Open it again."));
  update (self);
}
