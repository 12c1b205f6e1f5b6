/* tags-keep.c: each tag with other stars becomes a rating of its own, one written after the other. */
#include "tags-keep.h"

#include "button-name.h"
#include "closing.h"
#include "open-audit-review.h"
#include "overview-cards.h"
#include "report/phrases.h"
#include "reviewer.h"
#include "words/sentence.h"
#include "words/translate.h"

#define UNSAVED "tags"

typedef struct
{
  GtkWidget      *line;    /* that owns this */
  AssayOpenAudit *audit;
  AssayTagsModel *model;
  GtkLabel       *says;
  GtkWidget      *name, *keep;
  GtkWindow      *window;  /* (nullable) weak: the one that asks */
  AssayKept       kept;    /* (nullable) who waits */
  gpointer        token;
  gboolean        is_busy;
} Keep;

static void
forget_window (Keep *self)
{
  if (self->window == NULL)
    return;
  assay_closing_remove (self->window, UNSAVED);
  g_clear_weak_pointer (&self->window);
}

static void
keep_free (gpointer data)
{
  Keep *self = data;

  forget_window (self);
  g_object_unref (self->model);
  g_object_unref (self->audit);
  g_free (self);
}

static void
answer (Keep     *self,
        gboolean  is_kept)
{
  const AssayKept kept = self->kept;

  self->kept = NULL;
  if (kept != NULL)
    kept (self->token, is_kept);
}

/* --- writing ---------------------------------------------------------------------------------------------------- */

static void write_next (Keep *self);

static void
say_not_kept (Keep         *self,
              const GError *error)
{
  g_autofree char *sentence = assay_sentence_capital (error->message), *safe = assay_phrase_safe (sentence);
  g_autofree char *text = g_strdup_printf (_("Not kept: %s"), safe);

  gtk_label_set_text (self->says, text);
  answer (self, FALSE);
}

/* The line may have gone meanwhile; its data lives as long as it, and it is held. */
static void
was_said (GObject      *audit,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GtkWidget) line = data;
  Keep *self = g_object_get_data (G_OBJECT (line), "assay-keep");
  g_autoptr (GError) error = NULL;

  self->is_busy = FALSE;
  gtk_widget_set_sensitive (self->keep, TRUE);
  if (!assay_open_audit_say_finish (ASSAY_OPEN_AUDIT (audit), result, &error))
    say_not_kept (self, error);
  else
    write_next (self);
}

static void
write_next (Keep *self)
{
  g_autoptr (GArray) changes = assay_tags_model_changes (self->model);

  if (changes->len == 0)
    {
      assay_reviewer_keep ();
      answer (self, TRUE);
      return;
    }
  const AssayTagChange *change = &g_array_index (changes, AssayTagChange, 0);
  g_autofree char *about = g_strconcat ("tag ", change->name, NULL);
  g_autofree char *text = assay_rating_text (change->ease, change->importance);
  const AssayDecision rating = { ASSAY_DECISION_RATE, about,
                                 (char *) gtk_editable_get_text (GTK_EDITABLE (self->name)), text, 0 };

  self->is_busy = TRUE;
  gtk_widget_set_sensitive (self->keep, FALSE);
  assay_open_audit_decide_async (self->audit, &rating, was_said, g_object_ref (self->line));
}

static void
keep_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  Keep *self = data;

  if (!self->is_busy)
    write_next (self);
}

/* --- the window asks -------------------------------------------------------------------------------------------- */

static void
keep_for_window (gpointer  data,
                 AssayKept kept,
                 gpointer  token)
{
  Keep *self = data;

  self->kept = kept;
  self->token = token;
  if (!self->is_busy)
    write_next (self);
}

static void
drop (gpointer data)
{
  assay_tags_model_revert (((Keep *) data)->model);
}

static void
tell_window (Keep  *self,
             guint  n_changes)
{
  GtkRoot *root = gtk_widget_get_root (self->line);

  if (n_changes == 0 || root == NULL)
    {
      forget_window (self);
      return;
    }
  g_autofree char *text = g_strdup_printf (P_("The stars of %u tag", "The stars of %u tags", n_changes), n_changes);
  g_set_weak_pointer (&self->window, GTK_WINDOW (root));
  assay_closing_add (self->window, UNSAVED, &(AssayUnsaved) { text, keep_for_window, drop, self });
}

static void
values_changed (Keep *self)
{
  g_autoptr (GArray) changes = assay_tags_model_changes (self->model);
  g_autofree char *text = g_strdup_printf (P_("%u tag has other stars than the audit",
                                              "%u tags have other stars than the audit", changes->len), changes->len);

  gtk_label_set_text (self->says, text);
  gtk_widget_set_visible (self->line, changes->len > 0);
  tell_window (self, changes->len);
}

static Keep *
keep_of (GtkWidget *line)
{
  return g_object_get_data (G_OBJECT (line), "assay-keep");
}

static void
line_values_changed (GtkWidget *line)
{
  values_changed (keep_of (line));
}

/* Ratings in the file are others now: those that were just kept, or somebody else's. */
static void
line_review_changed (GtkWidget *line)
{
  assay_tags_model_take (keep_of (line)->model);
}

/* --- the line --------------------------------------------------------------------------------------------------- */

static void
add_end (Keep *self)
{
  GtkWidget *revert = assay_button_named_once (gtk_button_new_with_mnemonic (_("_Revert")));
  const gboolean is_read_only = assay_open_audit_is_read_only (self->audit);

  self->name = gtk_entry_new_with_buffer (assay_reviewer_buffer ());
  gtk_editable_set_width_chars (GTK_EDITABLE (self->name), 13);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->name), _("Your name"));
  gtk_widget_set_tooltip_text (self->name, _("Who gives these stars"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->name), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Your name"), -1);
  self->keep = assay_button_named_once (gtk_button_new_with_mnemonic (_("_Keep")));
  gtk_widget_add_css_class (self->keep, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->keep), "stars.keep");
  gtk_widget_set_tooltip_text (self->keep, is_read_only ? _("The audit's file cannot be written")
                                                        : _("Into the audit's file: reports have these priorities"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (revert), "tags.revert");
  gtk_box_append (GTK_BOX (self->line), revert);
  gtk_box_append (GTK_BOX (self->line), self->name);
  gtk_box_append (GTK_BOX (self->line), self->keep);
}

GtkWidget *
assay_tags_keep_new (AssayOpenAudit *audit,
                     AssayTagsModel *model)
{
  static const GActionEntry entries[] = { { "keep", keep_action } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  Keep *self = g_new0 (Keep, 1);

  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->audit = g_object_ref (audit);
  self->model = g_object_ref (model);
  g_object_set_data_full (G_OBJECT (self->line), "assay-keep", self, keep_free);
  self->says = GTK_LABEL (assay_label (NULL, "stars-say"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->says), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->says), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->line), GTK_WIDGET (self->says));
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (self->line, "stars", G_ACTION_GROUP (actions));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (actions), "keep")),
                               !assay_open_audit_is_read_only (audit));
  add_end (self);
  values_changed (self);
  g_signal_connect_object (model, "values-changed", G_CALLBACK (line_values_changed), self->line, G_CONNECT_SWAPPED);
  g_signal_connect_object (audit, "review-changed", G_CALLBACK (line_review_changed), self->line, G_CONNECT_SWAPPED);
  return self->line;
}
