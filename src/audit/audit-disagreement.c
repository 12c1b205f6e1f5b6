/* audit-disagreement.c: rows for people to look at again: those that annotators disagree about, and those whose label the
 * annotators and the model contradict together. */
#include "audit.h"
#include "audit-classes.h"
#include "audit-private.h"

/* The classes as the audit found them. */
typedef struct
{
  const AssayLayout *layout;
  AssayClasses       classes; /* borrowed from the counts */
} Known;

static guint *
map_classes (const AssayScan *scan,
             guint            column,
             gpointer         data)
{
  const Known *known = data;
  guint *map = NULL;

  assay_axis_unref (assay_classes_axis (&known->classes, known->layout, scan, column, &map));
  return map;
}

static gboolean
check_plan (const AssayPlan  *plan,
            gboolean          is_noise,
            GError          **error)
{
  const char *lacking = plan->annotators[0] == NULL                       ? "annotators="
                        : is_noise && plan->label == NULL                ? "label="
                        : is_noise && !assay_plan_has_model (plan)       ? "prediction= or score="
                                                                         : NULL;

  if (lacking == NULL)
    return TRUE;
  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_SLICE, "%s of the audit's plan is needed to tell which rows %s; audit with it",
               lacking, is_noise ? "have a label that annotators and model contradict" : "annotators disagree about");
  return FALSE;
}

AssayRowPage *
assay_audit_disagreement (const AssayAudit *self,
                          const char       *folder,
                          gboolean          is_noise,
                          guint64           skip,
                          guint64           most,
                          GCancellable     *cancellable,
                          GError          **error)
{
  const AssayReport *report = assay_audit_report (self);
  const AssayCounts *counts = report->counts;

  if (!check_plan (report->plan, is_noise, error))
    return NULL;
  g_autoptr (AssaySource) source = assay_audit_open_data (report, folder, cancellable, error);
  g_autoptr (AssayLayout) layout = source != NULL ? assay_layout_new (report->plan, source, counts, cancellable, error) : NULL;
  if (layout == NULL)
    return NULL;
  Known known = { layout, { .n = counts->n_classes, .names = counts->classes, .positive = counts->positive,
                            .negative = counts->positive == 0 ? 1 : 0 } };
  const AssayRowRanking ranking = {
    .columns = assay_layout_column (layout, 0), .n_columns = layout->first_slice, .first_annotator = layout->first_annotator,
    .n_annotators = layout->n_annotators, .label = layout->label, .prediction = layout->prediction, .map = map_classes,
    .data = &known, .classes = (const char *const *) counts->classes, .is_noise = is_noise, .skip = skip, .most = most,
  };
  return assay_source_ranked_rows (source, &ranking, cancellable, error);
}
