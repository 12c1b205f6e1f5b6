/* slice-detail.c: a slice in full, drawn by the report's own charts.
 *
 * A chart takes longer than a frame: they are made one after the other while nothing else is to be done, so that a
 * list can be walked by its arrow keys.
 */
#include "slice-detail.h"

#include "chart-view.h"
#include "overview-cards.h"
#include "report/phrases.h"
#include "rows-window.h"
#include "words/number.h"
#include "words/translate.h"

#include <math.h>

#define GREYED 0.45

static const char *const charts[] = { "confusion", "roc", "calibration", "threshold" };

struct _AssaySliceDetail
{
  GtkWidget         parent;
  AssayOpenAudit   *audit;
  AssaySlicesModel *model;
  AssayReport       report;   /* the audit's, with the findings that are shown */
  GtkWidget        *box;
  guint             slice;
  guint             next;     /* of charts */
  guint             idle;     /* source */
};

G_DEFINE_FINAL_TYPE (AssaySliceDetail, assay_slice_detail, GTK_TYPE_WIDGET)

static void
add_label (AssaySliceDetail *self,
           const char       *text,
           const char       *class)
{
  g_autofree char *safe = assay_phrase_safe (text);

  gtk_box_append (GTK_BOX (self->box), assay_label (safe, class));
}

static const AssayFinding *
finding_of (AssaySliceDetail *self)
{
  return self->slice == G_MAXUINT ? self->report.findings->whole
                                  : assay_slices_model_finding (self->model, self->slice);
}

/* One chart of the slice; nothing where the audit has none of that kind. */
static void
add_chart (AssaySliceDetail *self,
           const char       *kind)
{
  const AssayFinding *finding = finding_of (self);
  const AssayChartRequest request = { .kind = kind, .slice = self->slice == G_MAXUINT ? NULL : finding->text };
  g_autoptr (GError) error = NULL;
  AssayExhibit *exhibit = assay_exhibit_new (&self->report, &request, &error);

  if (exhibit == NULL)
    return;
  GtkWidget *view = assay_chart_view_new (), *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->box), assay_heading (assay_exhibit_title (exhibit)));
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "paper");
  gtk_box_append (GTK_BOX (card), view);
  if (assay_exhibit_note (exhibit) != NULL)
    gtk_box_append (GTK_BOX (card), assay_label (assay_exhibit_note (exhibit), "note"));
  assay_chart_view_show (ASSAY_CHART_VIEW (view), self->audit, exhibit, 0);
  gtk_box_append (GTK_BOX (self->box), card);
}

static gboolean
add_next_chart (gpointer data)
{
  AssaySliceDetail *self = data;

  /* Hidden, it is made anew when it is shown: what it was begun with may be another threshold's by now. */
  if (self->next >= G_N_ELEMENTS (charts) || self->report.findings != assay_open_audit_findings (self->audit))
    {
      self->idle = 0;
      return G_SOURCE_REMOVE;
    }
  add_chart (self, charts[self->next++]);
  return G_SOURCE_CONTINUE;
}

/* (transfer full) "of 837 rows; to the rest -13 points (-16 to -10)" */
static char *
more_text (const AssayMeasure     *measure,
           const AssayEstimate    *estimate,
           const AssayAgainstRest *rest) /* (nullable) */
{
  g_autofree char *rows = assay_number_rows (estimate->n);

  if (estimate->why != NULL)
    return g_strdup (estimate->why);
  if (rest == NULL || isnan (rest->difference.value))
    return g_strdup_printf (_("of %s rows"), rows);
  g_autofree char *difference = assay_number_estimate (&rest->difference, assay_number_unit (measure, TRUE), TRUE);
  return g_strdup_printf (_("of %s rows; to the rest %s"), rows, difference);
}

/* Every planned measure of the slice: name, value with its interval, how far from the rest. */
static void
add_measures (AssaySliceDetail *self)
{
  const AssayFindings *findings = self->report.findings;
  const AssayFinding *finding = finding_of (self);
  GtkWidget *list = assay_card_new (self->box, NULL, NULL);

  for (guint i = 0; i < findings->n_tested; i++)
    {
      const AssayMeasure *measure = &findings->measures[findings->tested[i]];
      const AssayEstimate *estimate = &finding->measures[findings->tested[i]];
      g_autofree char *value = assay_number_estimate (estimate, assay_number_unit (measure, FALSE), TRUE);
      g_autofree char *more = more_text (measure, estimate, finding->rest != NULL ? &finding->rest[i] : NULL);
      GtkWidget *row = assay_card_row (NULL, measure->label, more);

      assay_card_row_end (row, value, finding->rest != NULL && finding->rest[i].is_worse ? "worse" : "row-value");
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
}

static void
clear (AssaySliceDetail *self)
{
  for (GtkWidget *child; (child = gtk_widget_get_first_child (self->box)) != NULL;)
    gtk_box_remove (GTK_BOX (self->box), child);
}

void
assay_slice_detail_refresh (AssaySliceDetail *self)
{
  g_return_if_fail (ASSAY_IS_SLICE_DETAIL (self));
  g_autofree char *sentence = self->slice == G_MAXUINT ? g_strdup (_("The whole set; select a slice to see it here"))
                                                       : assay_slices_model_sentence (self->model, self->slice);
  g_autofree char *stays = self->slice == G_MAXUINT ? NULL : assay_slices_model_stays (self->model, self->slice);

  self->report = assay_open_audit_shown (self->audit);
  if (stays != NULL)
    self->report.at = NULL;
  clear (self);
  gtk_widget_set_opacity (self->box, 1);
  add_label (self, sentence, "heading");
  gtk_box_append (GTK_BOX (self->box),
                  assay_rows_button_new (self->audit, self->slice == G_MAXUINT ? "" : finding_of (self)->text));
  if (stays != NULL)
    {
      g_autofree char *why = g_strdup_printf (_("Its scores were not counted, so it does not follow the threshold: "
                                                 "it is %s."), stays);
      add_label (self, why, "dim-label");
    }
  add_measures (self);
  self->next = 0;
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_LOW, add_next_chart, self, NULL);
}

void
assay_slice_detail_show (AssaySliceDetail *self,
                         guint             slice)
{
  g_return_if_fail (ASSAY_IS_SLICE_DETAIL (self));
  self->slice = slice;
  assay_slice_detail_refresh (self);
}

void
assay_slice_detail_moved (AssaySliceDetail *self)
{
  g_return_if_fail (ASSAY_IS_SLICE_DETAIL (self));
  gtk_widget_set_opacity (self->box, GREYED);
}

/* --- the widget ------------------------------------------------------------------------------------------------- */

static void
assay_slice_detail_dispose (GObject *object)
{
  AssaySliceDetail *self = ASSAY_SLICE_DETAIL (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->model);
  g_clear_object (&self->audit);
  G_OBJECT_CLASS (assay_slice_detail_parent_class)->dispose (object);
}

static void
assay_slice_detail_class_init (AssaySliceDetailClass *class)
{
  G_OBJECT_CLASS (class)->dispose = assay_slice_detail_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
assay_slice_detail_init (AssaySliceDetail *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->slice = G_MAXUINT;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_widget_set_valign (self->box, GTK_ALIGN_START);
  gtk_widget_set_margin_end (self->box, 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->box);
  gtk_widget_set_parent (scroller, GTK_WIDGET (self));
}

GtkWidget *
assay_slice_detail_new (AssayOpenAudit   *audit,
                        AssaySlicesModel *model)
{
  AssaySliceDetail *self = g_object_new (ASSAY_TYPE_SLICE_DETAIL, NULL);

  self->audit = g_object_ref (audit);
  self->model = g_object_ref (model);
  assay_slice_detail_refresh (self);
  return GTK_WIDGET (self);
}
