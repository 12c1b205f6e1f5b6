/* page-tags.c: the tags by priority, which of them come together, and the list of what to work on next.
 *
 * The tags follow the threshold; which rows two tags share was counted at the plan's, and says so.
 */
#include "page-tags.h"

#include "button-name.h"
#include "chart-view.h"
#include "columns.h"
#include "follow.h"
#include "overview-cards.h"
#include "report/phrases.h"
#include "tags-grid.h"
#include "tags-keep.h"
#include "threshold-strip.h"
#include "words/translate.h"

#include <adwaita.h>
#include <string.h>

#define MOST_PAIRS 8
#define WIDE 860

typedef struct
{
  AssayOpenAudit       *audit;
  AssayTagsModel       *model;
  AssayTagsGrid        *grid;
  GtkLabel             *says, *written, *stays;
  GtkWidget            *references;  /* (nullable) */
  GSimpleActionGroup   *actions;
  GtkFileChooserNative *chooser;     /* (nullable) */
} Page;

static void
page_free (gpointer data)
{
  Page *self = data;

  g_clear_object (&self->chooser);
  g_object_unref (self->actions);
  g_object_unref (self->model);
  g_object_unref (self->audit);
  g_free (self);
}

/* --- values ----------------------------------------------------------------------------------------------------- */

static void
enable (Page       *self,
        const char *action,
        gboolean    is_enabled)
{
  GAction *found = g_action_map_lookup_action (G_ACTION_MAP (self->actions), action);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (found), is_enabled);
}

static void
values_changed (Page *self)
{
  g_autofree char *first = assay_tags_model_sentence (self->model, assay_tags_model_ranked (self->model, 1));
  g_autofree char *safe = assay_phrase_safe (first);

  gtk_label_set_text (self->says, safe);
  enable (self, "undo", assay_tags_model_can_undo (self->model));
}

/* Gains against a reference whose predictions are not known beside every score stay where they are. */
static void
tell_gain (Page *self)
{
  const AssayTagFindings *findings = assay_tags_model_findings (self->model);
  const AssayWhatIf *what_if = assay_open_audit_moved (self->audit);
  const int reference = assay_tags_model_reference (self->model);
  g_autofree char *at = assay_phrase_at (assay_open_audit_report (self->audit)->plan->threshold);
  g_autofree char *gain = reference < 0 ? g_strdup (_("Gain"))
                                        : g_strdup_printf (_("Gain, to %s"), findings->references[reference].name);
  const gboolean stays = what_if != NULL && reference >= 0
                         && assay_what_if_reference (what_if, (guint) reference) == ASSAY_STAYS;
  g_autofree char *both = stays ? g_strdup_printf ("%s, %s", gain, at) : g_strdup (gain);

  assay_tags_grid_head (self->grid, both);
}

static void
follow (gpointer data)
{
  Page *self = data;
  const AssayWhatIf *what_if = assay_open_audit_moved (self->audit);

  assay_tags_model_set_what_if (self->model, what_if);
  tell_gain (self);
  if (self->stays != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->stays), what_if != NULL);
}

/* --- actions ---------------------------------------------------------------------------------------------------- */

static void
revert (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  assay_tags_model_revert (((Page *) data)->model);
}

static void
undo (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       data)
{
  assay_tags_model_undo (((Page *) data)->model);
}

static void
sort (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       data)
{
  Page *self = data;

  assay_tags_model_sort (self->model, ASSAY_TAGS_BY_RANK, FALSE);
  assay_tags_grid_place (self->grid);
}

static void
write_list (Page  *self,
            GFile *file)
{
  g_autofree char *csv = assay_tags_model_worklist (self->model);
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents (file, csv, strlen (csv), NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, &error))
    {
      g_autofree char *why = g_strdup_printf (_("The list was not written: %s"), error->message);
      gtk_label_set_text (self->written, why);
      return;
    }
  g_autofree char *name = g_file_get_basename (file), *done = g_strdup_printf (_("Written: %s"), name);
  gtk_label_set_text (self->written, done);
}

static void
export_to (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));

  write_list (data, file);
}

static void
chosen (GtkNativeDialog *dialog,
        int              response,
        Page            *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      write_list (self, file);
    }
  g_clear_object (&self->chooser);
}

static void
export (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  Page *self = data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->grid));

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_("Export the Work List"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_SAVE,
                                               _("_Export"), _("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), "work-on-these-next.csv");
  g_signal_connect (self->chooser, "response", G_CALLBACK (chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
add_actions (Page      *self,
             GtkWidget *page)
{
  static const GActionEntry entries[] = {
    { "revert", revert }, { "undo", undo }, { "sort", sort }, { "export", export }, { "export-to", export_to, "s" },
  };
  GtkEventController *keys = gtk_shortcut_controller_new ();

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (page, "tags", G_ACTION_GROUP (self->actions));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_z, GDK_CONTROL_MASK),
                                                          gtk_named_action_new ("tags.undo")));
  gtk_widget_add_controller (page, keys);
}

/* --- together --------------------------------------------------------------------------------------------------- */

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const AssayTagPair *x = *(const AssayTagPair *const *) a, *y = *(const AssayTagPair *const *) b;

  return (x->n_errors < y->n_errors) - (x->n_errors > y->n_errors);
}

static GtkWidget *
pair_row (const AssayTagFindings *findings,
          const AssayTagPair     *pair)
{
  g_autofree char *both = g_strdup_printf (_("%s and %s"), findings->tags[pair->a].name,
                                           findings->tags[pair->b].name);
  g_autofree char *safe = assay_phrase_safe (both), *rows = assay_number_rows (pair->n_rows);
  g_autofree char *errors = assay_number_rows (pair->n_errors);
  g_autofree char *rate = assay_number_estimate (&pair->error_rate, ASSAY_UNIT_PERCENT, TRUE);
  g_autofree char *lift = assay_number_estimate (&pair->lift, ASSAY_UNIT_PLAIN, TRUE);
  g_autofree char *more = g_strdup_printf (_("%s rows, %s errors; together %s times as often as by chance"), rows,
                                           errors, lift);
  GtkWidget *row = assay_card_row (NULL, safe, more);

  assay_card_row_end (row, rate, "row-value");
  return row;
}

static void
add_list (GtkWidget              *column,
          const AssayTagFindings *findings)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();

  for (guint i = 0; i < findings->pairs->len; i++)
    g_ptr_array_add (pairs, &g_array_index (findings->pairs, AssayTagPair, i));
  g_ptr_array_sort (pairs, compare_pairs);
  gtk_box_append (GTK_BOX (column), assay_heading (_("Tags that come together, by their errors")));
  GtkWidget *list = assay_card_new (column, NULL, NULL);
  for (guint i = 0; i < MIN (pairs->len, MOST_PAIRS); i++)
    gtk_list_box_append (GTK_LIST_BOX (list), pair_row (findings, pairs->pdata[i]));
}

/* The audit's own: pairs do not follow the threshold. */
static void
add_map (Page      *self,
         GtkWidget *column)
{
  const AssayChartRequest request = { .kind = "tags" };
  AssayExhibit *exhibit = assay_exhibit_new (assay_open_audit_report (self->audit), &request, NULL);

  if (exhibit == NULL)
    return;
  GtkWidget *view = assay_chart_view_new (), *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (column), assay_heading (assay_exhibit_title (exhibit)));
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "paper");
  gtk_box_append (GTK_BOX (card), view);
  if (assay_exhibit_note (exhibit) != NULL)
    gtk_box_append (GTK_BOX (card), assay_label (assay_exhibit_note (exhibit), "note"));
  assay_chart_view_show (ASSAY_CHART_VIEW (view), self->audit, exhibit, 0);
  gtk_box_append (GTK_BOX (column), card);
}

static void
add_together (Page      *self,
              GtkWidget *page)
{
  const AssayTagFindings *findings = assay_open_audit_report (self->audit)->findings->tag_findings;
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *right = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  if (findings->pairs->len == 0)
    {
      g_object_unref (g_object_ref_sink (left));
      g_object_unref (g_object_ref_sink (right));
      return;
    }
  g_autofree char *at = assay_phrase_at (assay_open_audit_report (self->audit)->plan->threshold);
  g_autofree char *stays = g_strdup_printf (_("Which errors tags share was counted at the plan's threshold: "
                                              "what follows is %s."), at);
  self->stays = GTK_LABEL (assay_label (stays, "dim-label"));
  gtk_widget_set_visible (GTK_WIDGET (self->stays), FALSE);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->stays));
  gtk_widget_set_valign (left, GTK_ALIGN_START);
  gtk_widget_set_valign (right, GTK_ALIGN_START);
  add_map (self, left);
  add_list (right, findings);
  gtk_box_append (GTK_BOX (page), assay_columns_new (left, right, WIDE));
}

/* --- building --------------------------------------------------------------------------------------------------- */

static void
choose_reference (Page *self)
{
  assay_tags_model_set_reference (self->model, (int) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->references)));
  tell_gain (self);
}

/* (nullable) Against whom gains are reckoned, where there is more than one. */
static GtkWidget *
references_new (Page *self)
{
  const AssayTagFindings *findings = assay_tags_model_findings (self->model);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (findings->n_references < 2)
    return NULL;
  for (guint i = 0; i < findings->n_references; i++)
    {
      g_autofree char *name = g_strdup_printf (_("Gain to %s"), findings->references[i].name);
      g_ptr_array_add (names, assay_phrase_safe (name));
    }
  g_ptr_array_add (names, NULL);
  self->references = gtk_drop_down_new_from_strings ((const char *const *) names->pdata);
  gtk_widget_set_valign (self->references, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->references, _("Against whom gains are reckoned"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->references), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Against whom gains are reckoned"), -1);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->references),
                              (guint) MAX (assay_tags_model_reference (self->model), 0));
  g_signal_connect_swapped (self->references, "notify::selected", G_CALLBACK (choose_reference), self);
  return self->references;
}

static GtkWidget *
button (const char *label,
        const char *action)
{
  GtkWidget *made = assay_button_named_once (gtk_button_new_with_mnemonic (label));

  gtk_widget_set_valign (made, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (made), action);
  return made;
}

static void
append (GtkWidget *box,
        GtkWidget *child) /* (nullable) */
{
  if (child != NULL)
    gtk_box_append (GTK_BOX (box), child);
}

/* threshold (nullable): the button that shows it. */
static GtkWidget *
tools_new (Page      *self,
           GtkWidget *threshold)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->says = GTK_LABEL (assay_label (NULL, "heading"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->says), TRUE);
  self->written = GTK_LABEL (assay_label (NULL, "row-more"));
  append (box, GTK_WIDGET (self->says));
  append (box, GTK_WIDGET (self->written));
  append (box, references_new (self));
  append (box, threshold);
  append (box, button (_("_Sort by Priority"), "tags.sort"));
  append (box, button (_("_Work List"), "tags.export"));
  return box;
}

static GtkWidget *
empty_new (void)
{
  GtkWidget *status = adw_status_page_new ();

  adw_status_page_set_title (ADW_STATUS_PAGE (status), _("The audit has no error tags"));
  adw_status_page_set_description (ADW_STATUS_PAGE (status),
                                   _("With tags= in [data], or a section [tag NAME] with where=, an audit "
                                                               "says what its errors have in common and which to work on first."));
  return status;
}

static GtkWidget *
scrolled (GtkWidget *page)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), page);
  return scroller;
}

GtkWidget *
assay_page_tags_new (AssayOpenAudit *audit)
{
  AssayTagsModel *model = assay_tags_model_new (assay_open_audit_report (audit)->findings);
  GtkWidget *page, *scroller, *threshold, *bar = NULL;

  if (model == NULL)
    return empty_new ();
  Page *self = g_new0 (Page, 1);
  self->audit = g_object_ref (audit);
  self->model = model;
  page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_add_css_class (page, "audit-page");
  add_actions (self, page);
  threshold = assay_threshold_button_new (audit, TRUE, &bar);
  gtk_box_append (GTK_BOX (page), tools_new (self, threshold));
  append (page, assay_tags_keep_new (audit, model));
  append (page, bar);
  self->grid = ASSAY_TAGS_GRID (assay_tags_grid_new (model, audit));
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (self->grid));
  add_together (self, page);
  follow (self);
  values_changed (self);
  g_signal_connect_swapped (model, "values-changed", G_CALLBACK (values_changed), self);
  scroller = scrolled (page);
  g_object_set_data_full (G_OBJECT (scroller), "assay-tags", self, page_free);
  assay_follow_threshold (scroller, audit, follow, follow, self);
  return scroller;
}
