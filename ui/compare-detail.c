/* compare-detail.c: the sentence first, for it is read aloud; then the flips, the measures, the checks. */
#include "compare-detail.h"

#include "chart-card.h"
#include "overview-cards.h"
#include "report/phrases.h"
#include "short-name.h"
#include "words/translate.h"

#include <math.h>

#define GREYED 0.45
#define MOST_HEAD 12 /* characters of a name over a column */

struct _AssayCompareDetail
{
  GtkWidget          parent;
  AssayOpenAudit    *audit;
  AssayCompareModel *model;
  AssayReport        report;   /* the audit's, with the findings that are shown */
  GtkWidget         *box;
  guint              row;
};

G_DEFINE_FINAL_TYPE (AssayCompareDetail, assay_compare_detail, GTK_TYPE_WIDGET)

static void
add_label (AssayCompareDetail *self,
           const char         *text,
           const char         *css_class)
{
  g_autofree char *safe = assay_phrase_safe (text);

  gtk_box_append (GTK_BOX (self->box), assay_label (safe, css_class));
}

/* --- flips ------------------------------------------------------------------------------------------------------ */

static void
add_flips (AssayCompareDetail *self)
{
  const AssayFinding *finding = assay_compare_model_finding (self->model, self->row);
  const int baseline = assay_compare_model_baseline (self->model);
  const AssayChartRequest request = { .kind = "flips", .slice = self->row == 0 ? NULL : finding->text,
                                      .baseline = self->report.findings->baselines[baseline] };
  GtkWidget *card = assay_chart_card_ask (self->audit, &self->report, &request, FALSE, NULL);

  if (card != NULL)
    gtk_box_append (GTK_BOX (self->box), card);
}

static GtkWidget *
grid_label (const char *text,
            const char *css_class,
            float       align)
{
  GtkWidget *label = assay_label (text, css_class);

  gtk_label_set_wrap (GTK_LABEL (label), align < 0.5f); /* names may, numbers stay in one piece */
  gtk_label_set_xalign (GTK_LABEL (label), align);
  gtk_label_set_justify (GTK_LABEL (label), align > 0.5f ? GTK_JUSTIFY_RIGHT : GTK_JUSTIFY_LEFT);
  return label;
}

static GtkWidget *
grid_new (AssayCompareDetail *self,
          const char         *name)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_widget_add_css_class (grid, "card");
  gtk_widget_add_css_class (grid, "table-card");
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (self->box), grid);
  return grid;
}

static void
add_cell (AssayCompareDetail *self,
          GtkWidget          *grid,
          gboolean            is_new_right,
          gboolean            is_old_right)
{
  g_autofree char *text = assay_compare_model_cell (self->model, self->row, is_new_right, is_old_right);
  const char *what = is_new_right == is_old_right ? NULL : is_new_right ? _("fixed") : _("broken");
  g_autofree char *all = what != NULL ? g_strdup_printf ("%s\n%s", text, what) : g_strdup (text);

  gtk_grid_attach (GTK_GRID (grid), grid_label (all, what == NULL || is_new_right ? "row-value" : "worse", 1),
                   is_old_right ? 1 : 2, is_new_right ? 1 : 2, 1, 1);
}

/* Right and wrong of both. */
static void
add_two_by_two (AssayCompareDetail *self)
{
  guint n;
  const AssayReference *reference = &assay_compare_model_references (self->model, &n)
                                      [assay_compare_model_reference (self->model)];
  g_autofree char *name = assay_short_name (reference->name, MOST_HEAD);
  g_autofree char *right = g_strdup_printf (_("%s right"), name), *wrong = g_strdup_printf (_("%s wrong"), name);
  GtkWidget *grid = grid_new (self, _("Rows that both, one or none of the models has right"));

  gtk_grid_attach (GTK_GRID (grid), grid_label (right, "row-more", 1), 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), grid_label (wrong, "row-more", 1), 2, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), grid_label (_("new right"), "row-more", 0), 0, 1, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), grid_label (_("new wrong"), "row-more", 0), 0, 2, 1, 1);
  gtk_widget_set_hexpand (gtk_grid_get_child_at (GTK_GRID (grid), 0, 1), TRUE);
  for (guint i = 0; i < 4; i++)
    add_cell (self, grid, i < 2, i % 2 == 0);
}

/* --- both side by side ------------------------------------------------------------------------------------------ */

static void
add_number (GtkWidget           *grid,
            const AssayEstimate *estimate,
            AssayUnit            unit,
            int                  column,
            int                  row)
{
  g_autofree char *text = assay_number_estimate (estimate, unit, TRUE);
  GtkWidget *label = grid_label (text, "row-value", 1);

  if (isnan (estimate->value) && estimate->why != NULL)
    gtk_widget_set_tooltip_text (label, _(estimate->why));
  gtk_grid_attach (GTK_GRID (grid), label, column, row, 1, 1);
}

static void
add_beside (AssayCompareDetail *self)
{
  guint n_references;
  const AssayReference *reference = &assay_compare_model_references (self->model, &n_references)
                                      [assay_compare_model_reference (self->model)];
  g_autofree char *name = assay_short_name (reference->name, MOST_HEAD);
  const guint n = assay_compare_model_n_beside (self->model);

  if (n == 0)
    return;
  gtk_box_append (GTK_BOX (self->box), assay_heading (_("Measures of both")));
  GtkWidget *grid = grid_new (self, _("Measures of both"));
  gtk_grid_attach (GTK_GRID (grid), grid_label (_("new"), "row-more", 1), 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), grid_label (name, "row-more", 1), 2, 0, 1, 1);
  for (guint i = 0; i < n; i++)
    {
      const AssayCompareBeside beside = assay_compare_model_beside (self->model, self->row, i);
      const AssayUnit unit = assay_number_unit (beside.measure, FALSE);
      g_autofree char *label = assay_phrase_safe (beside.label != NULL ? beside.label : _(beside.measure->label));
      GtkWidget *first = grid_label (label, "row-name", 0);

      gtk_widget_set_hexpand (first, TRUE);
      gtk_grid_attach (GTK_GRID (grid), first, 0, (int) i + 1, 1, 1);
      add_number (grid, &beside.new_value, unit, 1, (int) i + 1);
      add_number (grid, &beside.old_value, unit, 2, (int) i + 1);
    }
  if (assay_compare_model_values (self->model, self->row)->has_flips)
    add_label (self, _("Each model on the rows that it has judged itself."), "row-more");
}

/* --- checks ----------------------------------------------------------------------------------------------------- */

/* (nullable) */
static const AssayCheckResult *
result_of (const AssayCheckFinding *check,
           const AssayFinding      *finding)
{
  for (guint i = 0; i < check->results->len; i++)
    {
      const AssayCheckResult *result = check->results->pdata[i];
      if (result->finding == finding)
        return result;
    }
  return NULL;
}

static void
add_checks (AssayCompareDetail *self)
{
  const AssayFinding *finding = assay_compare_model_finding (self->model, self->row);
  g_autoptr (GPtrArray) checks = assay_compare_model_checks (self->model);
  GtkWidget *list = NULL;

  for (guint i = 0; i < checks->len; i++)
    {
      const AssayCheckFinding *check = checks->pdata[i];
      const AssayCheckResult *result = result_of (check, finding);
      if (result == NULL)
        continue;
      if (list == NULL)
        {
          gtk_box_append (GTK_BOX (self->box), assay_heading (_("Checks about it")));
          list = assay_card_new (self->box, NULL, NULL);
        }
      g_autofree char *name = assay_phrase_safe (check->check->name);
      g_autofree char *statement = assay_phrase_statement (check, TRUE);
      g_autofree char *safe = assay_phrase_safe (result->reason != NULL ? result->reason : statement);
      GtkWidget *row = assay_card_row (assay_verdict_mark_new (result->verdict, 16), name, safe);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
}

/* --- all of it -------------------------------------------------------------------------------------------------- */

void
assay_compare_detail_refresh (AssayCompareDetail *self)
{
  g_return_if_fail (ASSAY_IS_COMPARE_DETAIL (self));
  g_autofree char *sentence = assay_compare_model_sentence (self->model, self->row);
  g_autofree char *stays = assay_compare_model_stays (self->model, self->row);

  self->report = *assay_open_audit_report (self->audit);
  self->report.findings = assay_compare_model_findings (self->model);
  for (GtkWidget *child; (child = gtk_widget_get_first_child (self->box)) != NULL;)
    gtk_box_remove (GTK_BOX (self->box), child);
  gtk_widget_set_opacity (self->box, 1);
  add_label (self, sentence, "heading");
  if (stays != NULL)
    {
      g_autofree char *why = g_strdup_printf (_("It does not follow the threshold: it is %s."), stays);
      add_label (self, why, "dim-label");
    }
  if (assay_compare_model_values (self->model, self->row)->has_flips)
    {
      add_flips (self);
      add_two_by_two (self);
    }
  add_beside (self);
  add_checks (self);
}

void
assay_compare_detail_show (AssayCompareDetail *self,
                           guint               row)
{
  g_return_if_fail (ASSAY_IS_COMPARE_DETAIL (self));
  self->row = row;
  assay_compare_detail_refresh (self);
}

void
assay_compare_detail_moved (AssayCompareDetail *self)
{
  g_return_if_fail (ASSAY_IS_COMPARE_DETAIL (self));
  gtk_widget_set_opacity (self->box, GREYED);
}

/* --- the widget ------------------------------------------------------------------------------------------------- */

static void
assay_compare_detail_dispose (GObject *object)
{
  AssayCompareDetail *self = ASSAY_COMPARE_DETAIL (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->model);
  g_clear_object (&self->audit);
  G_OBJECT_CLASS (assay_compare_detail_parent_class)->dispose (object);
}

static void
assay_compare_detail_class_init (AssayCompareDetailClass *class)
{
  G_OBJECT_CLASS (class)->dispose = assay_compare_detail_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
assay_compare_detail_init (AssayCompareDetail *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_widget_set_valign (self->box, GTK_ALIGN_START);
  gtk_widget_set_margin_end (self->box, 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->box);
  gtk_widget_set_parent (scroller, GTK_WIDGET (self));
}

GtkWidget *
assay_compare_detail_new (AssayOpenAudit    *audit,
                          AssayCompareModel *model)
{
  AssayCompareDetail *self = g_object_new (ASSAY_TYPE_COMPARE_DETAIL, NULL);

  self->audit = g_object_ref (audit);
  self->model = g_object_ref (model);
  assay_compare_detail_refresh (self);
  return GTK_WIDGET (self);
}
