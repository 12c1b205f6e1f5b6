/* overview-cards.c: lists of the Overview. */
#include "overview-cards.h"

#include "button-name.h"
#include "models/engine-choice.h"

#include "report/phrases.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>

#define MOST_UNDECIDED 5
#define LEAST_END 14
#define MOST_END 30 /* characters at a row's end that are not wrapped */

GtkWidget *
assay_label (const char *text,
             const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

GtkWidget *
assay_heading (const char *text)
{
  return assay_label (text, "heading");
}

GtkWidget *
assay_page_link (const char *label,
                 const char *action)
{
  GtkWidget *button = assay_button_named_once (gtk_button_new_with_label (label));

  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "page-link");
  return button;
}

GtkWidget *
assay_card_new (GtkWidget  *column,
                const char *title,
                const char *more)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_add_css_class (list, "card-list");
  if (title != NULL)
    {
      GtkWidget *head = assay_card_row (NULL, title, more);
      gtk_widget_add_css_class (head, "card-head");
      gtk_list_box_append (GTK_LIST_BOX (list), head);
      gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
    }
  gtk_box_append (GTK_BOX (column), list);
  return list;
}

GtkWidget *
assay_card_row (GtkWidget  *mark,
                const char *name,
                const char *more)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  if (mark != NULL)
    gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (words), assay_label (name, "row-name"));
  if (more != NULL)
    gtk_box_append (GTK_BOX (words), assay_label (more, "row-more"));
  gtk_box_append (GTK_BOX (box), words);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  return row;
}

GtkWidget *
assay_card_row_end (GtkWidget  *row,
                    const char *text,
                    const char *css_class)
{
  GtkWidget *label = assay_label (text, "row-end");
  const glong n = g_utf8_strlen (text, -1);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
  gtk_label_set_width_chars (GTK_LABEL (label), (int) CLAMP (n * 7 / 8, MIN (n, LEAST_END), MOST_END));
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row))), label);
  return label;
}

void
assay_card_row_leads (GtkWidget          *row,
                      const AssayFinding *finding,
                      const char         *measure)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "leads");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "(ss)", finding->text, measure);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.slice");
  gtk_box_append (GTK_BOX (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row))),
                  gtk_image_new_from_icon_name ("go-next-symbolic"));
}

/* --- undecided -------------------------------------------------------------------------------------------------- */

/* (transfer full) */
static char *
slice_name (const AssayCheckResult *result)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autofree char *name = NULL;

  for (guint i = 0; result->finding != NULL && i < result->finding->n_parts; i++)
    g_ptr_array_add (values, (gpointer) result->finding->parts[i].value);
  if (values->len > 0)
    name = assay_sentence_slice ((const char *const *) values->pdata, values->len);
  else
    name = g_strdup (assay_phrase_slice (result->finding != NULL ? result->finding->text : result->slice));
  g_autofree char *safe = assay_phrase_safe (name);
  return assay_sentence_capital (safe);
}

static GtkWidget *
undecided_row (const AssayOverviewUndecided *undecided)
{
  const AssayCheckResult *result = undecided->result;
  const guint64 n_rows = result->finding != NULL ? result->finding->n_rows : 0;
  g_autofree char *name = slice_name (result), *subject = assay_phrase_subject (undecided->check);
  g_autofree char *words = assay_number_estimate (&result->estimate, assay_check_unit (undecided->check), TRUE);
  g_autofree char *bound = assay_phrase_bound (undecided->check, TRUE), *rows = assay_number_rows (n_rows);
  g_autofree char *titled = g_strdup_printf (_("%s, %s rows"), name, rows);
  g_autofree char *raw = g_strdup_printf (_("%s %s; needed: %s"), subject, words, bound);
  g_autofree char *more = assay_phrase_safe (raw), *need = assay_phrase_to_decide (result->rows_to_decide, n_rows);
  GtkWidget *row = assay_card_row (assay_verdict_mark_new (ASSAY_VERDICT_UNDECIDED, 16), titled, more);
  g_autofree char *why = assay_phrase_safe (result->estimate.why != NULL ? result->estimate.why : "");

  assay_card_row_end (row, need != NULL ? need : why, NULL);
  if (result->finding != NULL)
    assay_card_row_leads (row, result->finding, undecided->check->measure.name);
  return row;
}

void
assay_overview_undecided (GtkWidget           *column,
                          const AssayOverview *overview)
{
  const GArray *found = overview->undecided;

  if (found->len == 0)
    return;
  const guint n_shown = MIN (found->len, MOST_UNDECIDED);
  g_autofree char *title = found->len > n_shown
                             ? g_strdup_printf (_("%u judgements are undecided; the %u nearest to a decision, and "
                                                  "the rows it takes"), found->len, n_shown)
                             : g_strdup_printf (P_("%u judgement is undecided", "%u judgements are undecided",
                                                   found->len), found->len);
  gtk_box_append (GTK_BOX (column), assay_heading (title));
  GtkWidget *list = assay_card_new (column, NULL, NULL);
  for (guint i = 0; i < n_shown; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), undecided_row (&g_array_index (found, AssayOverviewUndecided, i)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/* --- what data it was ------------------------------------------------------------------------------------------- */

static void
add_fact (GtkWidget  *list,
          const char *name,
          const char *value)
{
  g_autofree char *safe = assay_phrase_safe (value);
  GtkWidget *row = assay_card_row (NULL, name, NULL), *label = assay_label (safe, "row-value");

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
  gtk_box_append (GTK_BOX (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row))), label);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

static void
add_file (GtkWidget            *list,
          const AssayInputFile *file)
{
  g_autofree char *base = g_path_get_basename (file->name), *size = assay_number_bytes (file->n_bytes);
  g_autofree char *text = g_strdup_printf ("%s, %s", base, size);

  add_fact (list, _("Data"), text);
  if (file->sha256 != NULL)
    add_fact (list, "SHA-256", file->sha256);
}

void
assay_overview_identity (GtkWidget         *column,
                         const AssayReport *report)
{
  const AssayProvenance *provenance = report->provenance;
  g_autofree char *rows = assay_number_rows (report->findings->whole->n_rows);
  g_autofree char *left_out = assay_number_rows (report->findings->n_left_out);
  g_autofree char *all = report->findings->n_left_out > 0
                           ? g_strdup_printf (_("%s, of which %s lack a label or prediction"), rows, left_out)
                           : g_strdup (rows);
  g_autofree char *when = assay_phrase_time (provenance->started_us);
  g_autofree char *engine = assay_engine_says (provenance->engine);
  g_autofree char *by = g_strdup_printf (_("Assay %s, counted by %s"), provenance->assay_version, engine);

  gtk_box_append (GTK_BOX (column), assay_heading (_("What was audited")));
  GtkWidget *list = assay_card_new (column, NULL, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What was audited"), -1);
  for (guint i = 0; i < provenance->n_files; i++)
    add_file (list, &provenance->files[i]);
  add_fact (list, _("Rows"), all);
  add_fact (list, _("Audited"), when);
  add_fact (list, _("By"), by);
  if (provenance->code_version != NULL)
    add_fact (list, _("Code"), provenance->code_version);
  for (guint i = 0; provenance->notes != NULL && provenance->notes[i] != NULL; i++)
    add_fact (list, _("Note"), provenance->notes[i]);
}
