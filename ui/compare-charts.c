/* compare-charts.c: the difference over the parts of a column, which add up to it, and slice by slice. */
#include "compare-charts.h"

#include "chart-card.h"
#include "overview-cards.h"
#include "report/phrases.h"
#include "short-name.h"
#include "words/translate.h"

#define MOST_CHARS 34 /* of a choice */

struct _AssayCompareCharts
{
  GtkWidget          parent;
  AssayOpenAudit    *audit;
  AssayCompareModel *model;
  AssayReport        report;    /* with the findings that are shown */
  GtkWidget         *box, *head, *parts, *charts;
  GPtrArray         *columns;   /* of text, as in parts; NULL are the tags */
  int                baseline;  /* that parts are of */
  gboolean           is_stale, is_filling;
};

G_DEFINE_FINAL_TYPE (AssayCompareCharts, assay_compare_charts, GTK_TYPE_WIDGET)

/* --- charts ----------------------------------------------------------------------------------------------------- */

/* What is not of the moved threshold says of which it is. */
static void
add_card (AssayCompareCharts      *self,
          const AssayChartRequest *request,
          gboolean                 follows)
{
  g_autofree char *why = NULL;

  self->report = *assay_open_audit_report (self->audit);
  if (follows)
    self->report.findings = assay_compare_model_findings (self->model);
  GtkWidget *card = assay_chart_card_ask (self->audit, &self->report, request, TRUE, &why);
  gtk_box_append (GTK_BOX (self->charts), card != NULL ? card : assay_label (why, "dim-label"));
  if (card == NULL || follows || assay_open_audit_moved (self->audit) == NULL)
    return;
  g_autofree char *at = assay_phrase_at (self->report.plan->threshold);
  g_autofree char *stays = g_strdup_printf (_("This chart does not follow the threshold: it is %s."), at);
  gtk_box_append (GTK_BOX (self->charts), assay_label (stays, "dim-label"));
}

static void
draw (AssayCompareCharts *self)
{
  const guint part = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->parts));

  for (GtkWidget *child; (child = gtk_widget_get_first_child (self->charts)) != NULL;)
    gtk_box_remove (GTK_BOX (self->charts), child);
  gtk_widget_set_visible (self->head, self->columns->len > 0);
  if (self->baseline < 0)
    {
      gtk_box_append (GTK_BOX (self->charts),
                      assay_label (_("Charts are of two models on the same rows; the list has all that is known of "
                                     "this comparison."), "dim-label"));
      return;
    }
  const char *name = assay_open_audit_report (self->audit)->findings->baselines[self->baseline];
  if (part < self->columns->len)
    {
      const AssayChartRequest gap = { .kind = "gap", .baseline = name, .column = self->columns->pdata[part] };
      add_card (self, &gap, FALSE);
    }
  const AssayChartRequest pairs = { .kind = "paired", .baseline = name };
  add_card (self, &pairs, assay_compare_model_values (self->model, 0)->follow != ASSAY_STAYS);
}

/* --- parts ------------------------------------------------------------------------------------------------------ */

static gboolean
is_of (const AssayGap *gap,
       int             baseline)
{
  return gap->reference.kind == ASSAY_REFERENCE_BASELINE && (int) gap->reference.index == baseline
         && gap->parts->len > 1;
}

/* Tags are the last: a chart without a column is of them. */
static void
fill_parts (AssayCompareCharts *self)
{
  const GArray *gaps = assay_open_audit_report (self->audit)->findings->gaps;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const AssayGap *tags = NULL;

  g_ptr_array_set_size (self->columns, 0);
  for (guint i = 0; gaps != NULL && i < gaps->len; i++)
    {
      const AssayGap *gap = &g_array_index (gaps, AssayGap, i);
      if (is_of (gap, self->baseline) && gap->column == NULL)
        tags = gap;
      if (!is_of (gap, self->baseline) || gap->column == NULL)
        continue;
      g_autofree char *label = g_strdup_printf (_("By %s"), gap->column);
      g_autofree char *choice = assay_short_name (label, MOST_CHARS);
      gtk_string_list_append (names, choice);
      g_ptr_array_add (self->columns, (gpointer) gap->column);
    }
  if (tags != NULL)
    {
      gtk_string_list_append (names, _("By tags"));
      g_ptr_array_add (self->columns, NULL);
    }
  self->is_filling = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->parts), G_LIST_MODEL (names));
  self->is_filling = FALSE;
}

static void
part_chosen (AssayCompareCharts *self)
{
  if (!self->is_filling)
    draw (self);
}

void
assay_compare_charts_refresh (AssayCompareCharts *self)
{
  g_return_if_fail (ASSAY_IS_COMPARE_CHARTS (self));
  self->is_stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->is_stale)
    return;
  if (self->baseline != assay_compare_model_baseline (self->model))
    {
      self->baseline = assay_compare_model_baseline (self->model);
      fill_parts (self);
    }
  draw (self);
}

GtkWidget *
assay_compare_charts_parts (AssayCompareCharts *self)
{
  return self->parts;
}

/* --- the widget ------------------------------------------------------------------------------------------------- */

static void
assay_compare_charts_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (assay_compare_charts_parent_class)->map (widget);
  if (ASSAY_COMPARE_CHARTS (widget)->is_stale)
    assay_compare_charts_refresh (ASSAY_COMPARE_CHARTS (widget));
}

static void
assay_compare_charts_dispose (GObject *object)
{
  AssayCompareCharts *self = ASSAY_COMPARE_CHARTS (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_object (&self->model);
  g_clear_object (&self->audit);
  G_OBJECT_CLASS (assay_compare_charts_parent_class)->dispose (object);
}

static void
assay_compare_charts_class_init (AssayCompareChartsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = assay_compare_charts_dispose;
  GTK_WIDGET_CLASS (class)->map = assay_compare_charts_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
assay_compare_charts_init (AssayCompareCharts *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *heading = assay_heading (_("Where the points lie"));

  self->is_stale = TRUE;
  self->baseline = -1;
  self->columns = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  self->charts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  self->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  self->parts = gtk_drop_down_new (NULL, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->parts), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("What the difference is divided by"), -1);
  gtk_widget_set_tooltip_text (self->parts, _("What the difference is divided by"));
  g_signal_connect_swapped (self->parts, "notify::selected", G_CALLBACK (part_chosen), self);
  gtk_box_append (GTK_BOX (self->head), heading);
  gtk_box_append (GTK_BOX (self->head), self->parts);
  gtk_box_append (GTK_BOX (self->box), self->head);
  gtk_box_append (GTK_BOX (self->box), self->charts);
  gtk_widget_set_margin_end (self->box, 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->box);
  gtk_widget_set_parent (scroller, GTK_WIDGET (self));
}

GtkWidget *
assay_compare_charts_new (AssayOpenAudit    *audit,
                          AssayCompareModel *model)
{
  AssayCompareCharts *self = g_object_new (ASSAY_TYPE_COMPARE_CHARTS, NULL);

  self->audit = g_object_ref (audit);
  self->model = g_object_ref (model);
  return GTK_WIDGET (self);
}
