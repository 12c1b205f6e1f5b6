/* page-tags.c: a grid of tags by rank. Stars move the ranks at once; rows move when they are sorted, not under the hand. */
#include "page-tags.h"

#include "models/tags-model.h"
#include "overview-cards.h"
#include "report/phrases.h"
#include "share-bar.h"
#include "stars.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

enum { RANK, NAME, SHARE, RATE, DATA, GAIN, EASE, IMPORTANCE, PRIORITY, N_COLUMNS };
#define MOST_PAIRS 8

/* What changes in a tag's row. */
typedef struct
{
  GtkWidget *name, *rank, *priority, *bars[4], *ease, *importance;
} Row;

typedef struct
{
  AssayOpenAudit *audit;
  AssayTagsModel *model;
  GtkGrid        *grid;
  GtkLabel       *says, *changed;
  Row            *rows;      /* by tag */
  GSimpleActionGroup *actions;
  GtkFileChooserNative *chooser; /* (nullable) */
} Page;

static void
page_free (gpointer data)
{
  Page *self = data;

  g_clear_object (&self->chooser);
  g_object_unref (self->actions);
  g_object_unref (self->model);
  g_object_unref (self->audit);
  g_free (self->rows);
  g_free (self);
}

/* --- values ------------------------------------------------------------------------------------------------------- */

/* What a whole bar stands for in a column, so that its bars can be compared. */
static double
most_of (Page *self,
         guint column)
{
  double most = 0;

  for (guint i = 0; i < assay_tags_model_n (self->model); i++)
    {
      const AssayTagValues *values = assay_tags_model_values (self->model, i);
      const AssayTagShares *shares = &values->tag->shares;
      const AssayEstimate *estimates[] = { &shares->share_of_errors, &shares->error_rate, &shares->share_of_data, &values->gain };
      const AssayEstimate *estimate = estimates[column];
      const double end = isnan (estimate->hi) ? estimate->value : estimate->hi;
      most = isnan (end) ? most : MAX (most, end);
    }
  return most;
}

static void
show_bars (Page                 *self,
           guint                 tag,
           const AssayTagValues *values)
{
  const AssayTagShares *shares = &values->tag->shares;
  const struct { const AssayEstimate *estimate; AssayUnit unit; gboolean is_worse; const char *what; } bars[] = {
    { &shares->share_of_errors, ASSAY_UNIT_PERCENT, FALSE, "share of all errors" },
    { &shares->error_rate, ASSAY_UNIT_PERCENT, values->tag->is_worse, "error rate within the tag" },
    { &shares->share_of_data, ASSAY_UNIT_PERCENT, FALSE, "share of the data" },
    { &values->gain, ASSAY_UNIT_POINTS, FALSE, "gain in accuracy" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bars); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s, %s", values->tag->name, bars[i].what), *safe = assay_phrase_safe (name);
      assay_share_bar_set (ASSAY_SHARE_BAR (self->rows[tag].bars[i]), bars[i].estimate, bars[i].unit, most_of (self, i),
                           bars[i].is_worse, safe);
    }
}

static void
show_row (Page  *self,
          guint  tag)
{
  const AssayTagValues *values = assay_tags_model_values (self->model, tag);
  Row *row = &self->rows[tag];
  g_autofree char *rank = g_strdup_printf ("%u", values->rank);
  g_autofree char *priority = isnan (values->priority) ? g_strdup ("\xe2\x80\x93") : g_strdup_printf ("%.1f", values->priority);
  g_autofree char *sentence = assay_tags_model_sentence (self->model, tag), *safe = assay_phrase_safe (sentence);

  gtk_label_set_text (GTK_LABEL (row->rank), rank);
  gtk_label_set_text (GTK_LABEL (row->priority), priority);
  gtk_widget_set_tooltip_text (row->name, safe);
  assay_stars_set (ASSAY_STARS (row->ease), values->ease);
  assay_stars_set (ASSAY_STARS (row->importance), values->importance);
  show_bars (self, tag, values);
}

static void
values_changed (Page *self)
{
  g_autoptr (GArray) changes = assay_tags_model_changes (self->model);
  g_autofree char *first = assay_tags_model_sentence (self->model, assay_tags_model_ranked (self->model, 1));
  g_autofree char *safe = assay_phrase_safe (first);
  g_autofree char *changed = changes->len == 0 ? g_strdup ("")
                                               : g_strdup_printf (changes->len == 1 ? "%u tag has other stars than the plan"
                                                                                    : "%u tags have other stars than the plan",
                                                                  changes->len);

  for (guint i = 0; i < assay_tags_model_n (self->model); i++)
    show_row (self, i);
  gtk_label_set_text (self->says, safe);
  gtk_label_set_text (self->changed, changed);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "revert")), changes->len > 0);
}

static void
ease_given (AssayStars *stars,
            guint       value,
            Page       *self)
{
  assay_tags_model_set_ease (self->model, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (stars), "assay-tag")), value);
}

static void
importance_given (AssayStars *stars,
                  guint       value,
                  Page       *self)
{
  assay_tags_model_set_importance (self->model, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (stars), "assay-tag")), value);
}

/* --- actions ------------------------------------------------------------------------------------------------------ */

static void
revert (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  assay_tags_model_revert (((Page *) data)->model);
}

/* Rows into the order of the ranks. */
static void
place_rows (Page *self)
{
  for (guint at = 0; at < assay_tags_model_n (self->model); at++)
    {
      const Row *row = &self->rows[assay_tags_model_at (self->model, at)];
      GtkWidget *cells[N_COLUMNS] = { row->rank, row->name, row->bars[0], row->bars[1], row->bars[2], row->bars[3], row->ease,
                                      row->importance, row->priority };
      for (int c = 0; c < N_COLUMNS; c++)
        {
          g_object_ref (cells[c]);
          if (gtk_widget_get_parent (cells[c]) != NULL)
            gtk_grid_remove (self->grid, cells[c]);
          gtk_grid_attach (self->grid, cells[c], c, (int) at + 1, 1, 1);
          g_object_unref (cells[c]);
        }
    }
}

static void
sort (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       data)
{
  Page *self = data;

  assay_tags_model_sort (self->model, ASSAY_TAGS_BY_RANK, FALSE);
  place_rows (self);
}

static void
write_list (Page  *self,
            GFile *file)
{
  g_autofree char *csv = assay_tags_model_worklist (self->model);
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents (file, csv, strlen (csv), NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, &error))
    {
      g_autofree char *why = g_strdup_printf ("The list was not written: %s", error->message);
      gtk_label_set_text (self->changed, why);
      return;
    }
  g_autofree char *name = g_file_get_basename (file), *done = g_strdup_printf ("Written: %s", name);
  gtk_label_set_text (self->changed, done);
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
  self->chooser = gtk_file_chooser_native_new ("Export the Work List", GTK_WINDOW (root), GTK_FILE_CHOOSER_ACTION_SAVE, "_Export",
                                               "_Cancel");
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), "work-on-these-next.csv");
  g_signal_connect (self->chooser, "response", G_CALLBACK (chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
add_actions (Page      *self,
             GtkWidget *page)
{
  static const GActionEntry entries[] = {
    { "revert", revert }, { "sort", sort }, { "export", export }, { "export-to", export_to, "s" },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (page, "tags", G_ACTION_GROUP (self->actions));
}

/* --- building ----------------------------------------------------------------------------------------------------- */

static GtkWidget *
text_cell (const char *text,
           float       align,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), align);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
stars_cell (const char *what,
            const char *name,
            guint       tag)
{
  g_autofree char *label = g_strdup_printf ("%s of %s", what, name), *safe = assay_phrase_safe (label);
  GtkWidget *stars = assay_stars_new (safe);

  g_object_set_data (G_OBJECT (stars), "assay-tag", GUINT_TO_POINTER (tag));
  return stars;
}

static void
add_row (Page  *self,
         guint  tag)
{
  const char *name = assay_tags_model_values (self->model, tag)->tag->name;
  g_autofree char *safe = assay_phrase_safe (name);
  Row *row = &self->rows[tag];

  row->rank = text_cell (NULL, 1, "row-end");
  row->name = text_cell (safe, 0, "row-name");
  gtk_widget_set_hexpand (row->name, TRUE);
  gtk_label_set_width_chars (GTK_LABEL (row->name), 10);
  for (guint i = 0; i < G_N_ELEMENTS (row->bars); i++)
    row->bars[i] = assay_share_bar_new ();
  row->ease = stars_cell ("Ease", name, tag);
  row->importance = stars_cell ("Importance", name, tag);
  row->priority = text_cell (NULL, 1, "row-end");
  g_signal_connect (row->ease, "changed", G_CALLBACK (ease_given), self);
  g_signal_connect (row->importance, "changed", G_CALLBACK (importance_given), self);
}

static void
add_heads (Page *self)
{
  const AssayTagFindings *findings = assay_tags_model_findings (self->model);
  const int reference = assay_tags_model_reference (self->model);
  g_autofree char *gain = reference >= 0 ? g_strdup_printf ("Gain, to %s", findings->references[reference].name) : g_strdup ("Gain");
  const char *heads[N_COLUMNS] = { "", "Tag", "Of all errors", "Error rate", "Of the data", gain, "Ease", "Importance", "Priority" };

  for (int c = 0; c < N_COLUMNS; c++)
    {
      g_autofree char *safe = assay_phrase_safe (heads[c]);
      gtk_grid_attach (self->grid, text_cell (safe, c == PRIORITY ? 1 : 0, "row-more"), c, 0, 1, 1);
    }
}

/* --- together ----------------------------------------------------------------------------------------------------- */

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const AssayTagPair *x = *(const AssayTagPair *const *) a, *y = *(const AssayTagPair *const *) b;

  return (x->n_errors < y->n_errors) - (x->n_errors > y->n_errors);
}

static void
add_pairs (Page      *self,
           GtkWidget *page)
{
  const AssayTagFindings *findings = assay_tags_model_findings (self->model);
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();

  for (guint i = 0; i < findings->pairs->len; i++)
    g_ptr_array_add (pairs, &g_array_index (findings->pairs, AssayTagPair, i));
  if (pairs->len == 0)
    return;
  g_ptr_array_sort (pairs, compare_pairs);
  gtk_box_append (GTK_BOX (page), assay_heading ("Tags that come together, by their errors"));
  GtkWidget *list = assay_card_new (page, NULL, NULL);
  for (guint i = 0; i < MIN (pairs->len, MOST_PAIRS); i++)
    {
      const AssayTagPair *pair = pairs->pdata[i];
      g_autofree char *both = g_strdup_printf ("%s and %s", findings->tags[pair->a].name, findings->tags[pair->b].name);
      g_autofree char *safe = assay_phrase_safe (both), *rows = assay_number_rows (pair->n_rows);
      g_autofree char *errors = assay_number_rows (pair->n_errors);
      g_autofree char *rate = assay_number_estimate (&pair->error_rate, ASSAY_UNIT_PERCENT, TRUE);
      g_autofree char *lift = assay_number_estimate (&pair->lift, ASSAY_UNIT_PLAIN, TRUE);
      g_autofree char *more = g_strdup_printf ("%s rows, %s errors; together %s times as often as by chance", rows, errors, lift);
      GtkWidget *row = assay_card_row (NULL, safe, more);

      assay_card_row_end (row, rate, "row-value");
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
}

/* --- the page ----------------------------------------------------------------------------------------------------- */

static GtkWidget *
button (const char *label,
        const char *action)
{
  GtkWidget *made = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (made), action);
  return made;
}

static GtkWidget *
tools_new (Page *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->says = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->says, 0);
  gtk_label_set_wrap (self->says, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->says), "heading");
  gtk_widget_set_hexpand (GTK_WIDGET (self->says), TRUE);
  self->changed = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->changed), "row-more");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->says));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->changed));
  gtk_box_append (GTK_BOX (box), button ("_Sort by Priority", "tags.sort"));
  gtk_box_append (GTK_BOX (box), button ("_Revert", "tags.revert"));
  gtk_box_append (GTK_BOX (box), button ("_Work List", "tags.export"));
  return box;
}

static GtkWidget *
empty_new (void)
{
  GtkWidget *status = adw_status_page_new ();

  adw_status_page_set_title (ADW_STATUS_PAGE (status), "The audit has no error tags");
  adw_status_page_set_description (ADW_STATUS_PAGE (status), "With tags= in [data], or a section [tag NAME] with where=, an audit says what "
                                                             "its errors have in common and which to work on first.");
  return status;
}

GtkWidget *
assay_page_tags_new (AssayOpenAudit *audit)
{
  AssayTagsModel *model = assay_tags_model_new (assay_open_audit_report (audit)->findings);
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *scroller, *card;

  if (model == NULL)
    {
      g_object_unref (g_object_ref_sink (page));
      return empty_new ();
    }
  Page *self = g_new0 (Page, 1);
  self->audit = g_object_ref (audit);
  self->model = model;
  self->rows = g_new0 (Row, assay_tags_model_n (model));
  gtk_widget_add_css_class (page, "audit-page");
  add_actions (self, page);
  gtk_box_append (GTK_BOX (page), tools_new (self));
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, 14);
  gtk_grid_set_row_spacing (self->grid, 6);
  card = GTK_WIDGET (self->grid);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "paper");
  add_heads (self);
  for (guint i = 0; i < assay_tags_model_n (model); i++)
    add_row (self, i);
  place_rows (self);
  gtk_box_append (GTK_BOX (page), card);
  add_pairs (self, page);
  values_changed (self);
  g_signal_connect_swapped (model, "values-changed", G_CALLBACK (values_changed), self);
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), page);
  g_object_set_data_full (G_OBJECT (scroller), "assay-tags", self, page_free);
  return scroller;
}
