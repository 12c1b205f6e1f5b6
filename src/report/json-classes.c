/* json-classes.c: rows by label and prediction, and every class against the rest, in report.json. */
#include "json-private.h"

#define MOST_MATRIX 30 /* classes of a matrix; beyond, its cells with rows are listed */

static void
write_matrix (AssayJson          *json,
              const AssayFinding *finding,
              guint               n_classes)
{
  assay_json_open_line (json, "matrix", '[');
  for (guint label = 0; label < n_classes; label++)
    {
      assay_json_open_line (json, NULL, '[');
      for (guint prediction = 0; prediction < n_classes; prediction++)
        assay_json_count (json, NULL, assay_matrix_rows (&finding->evidence.matrix, label, prediction));
      assay_json_close (json);
    }
  assay_json_close (json);
}

static void
write_cells (AssayJson          *json,
             const AssayFinding *finding)
{
  const AssayMatrix *matrix = &finding->evidence.matrix;

  assay_json_open (json, "cells", '[');
  for (guint i = 0; i < matrix->n_cells; i++)
    {
      assay_json_open_line (json, NULL, '[');
      assay_json_count (json, NULL, matrix->cells[i].label);
      assay_json_count (json, NULL, matrix->cells[i].prediction);
      assay_json_count (json, NULL, matrix->cells[i].n);
      assay_json_close (json);
    }
  assay_json_close (json);
}

void
assay_json_counts (AssayJson          *json,
                   const AssayReport  *report,
                   const AssayFinding *finding)
{
  const guint n_classes = report->counts->n_classes;

  if (!assay_plan_has_model (report->plan))
    assay_json_count (json, "not_judged", finding->n_rows);
  else if (report->plan->task == ASSAY_TASK_REGRESSION) /* has no classes to count by */
    assay_json_count (json, "compared", finding->n_rows - finding->n_left_out);
  else if (n_classes > MOST_MATRIX)
    write_cells (json, finding);
  else if (n_classes != 2)
    write_matrix (json, finding, n_classes);
  else
    {
      assay_json_open_line (json, "counts", '{');
      assay_json_count (json, "tp", finding->confusion.tp);
      assay_json_count (json, "fp", finding->confusion.fp);
      assay_json_count (json, "fn", finding->confusion.fn);
      assay_json_count (json, "tn", finding->confusion.tn);
      assay_json_close (json);
    }
}

void
assay_json_classes (AssayJson         *json,
                    const AssayReport *report)
{
  const AssayCounts *counts = report->counts;

  if (counts->n_classes <= 2 || !assay_plan_has_model (report->plan))
    return;
  assay_json_open_line (json, "rare_classes", '[');
  for (guint i = 0; i < counts->n_classes; i++)
    if (report->findings->is_rare[i])
      assay_json_text (json, NULL, counts->classes[i]);
  assay_json_close (json);
}

static void
write_class (AssayJson            *json,
             const AssayReport    *report,
             const AssayFinding   *finding,
             const AssayConfusion *confusion,
             guint                 class)
{
  guint n_measures;
  const AssayMeasure *measures = assay_findings_class_measures (&n_measures);

  assay_json_open (json, NULL, '{');
  assay_json_text (json, "class", report->counts->classes[class]);
  assay_json_count (json, "labels", confusion->tp + confusion->fn);
  assay_json_count (json, "predictions", confusion->tp + confusion->fp);
  assay_json_boolean (json, "rare", report->findings->is_rare[class]);
  assay_json_open (json, "measures", '{');
  for (guint i = 0; i < n_measures; i++)
    {
      const AssayEstimate estimate = assay_findings_class_estimate (report->findings, finding, class, &measures[i],
                                                                    confusion);
      assay_json_estimate (json, measures[i].name, &estimate);
    }
  assay_json_close (json);
  assay_json_close (json);
}

void
assay_json_per_class (AssayJson          *json,
                      const AssayReport  *report,
                      const AssayFinding *finding)
{
  const guint n = report->counts->n_classes;

  if (n <= 2 || !assay_plan_has_model (report->plan))
    return;
  g_autofree AssayConfusion *classes = g_new (AssayConfusion, n);
  assay_confusion_classes (&finding->evidence.matrix, classes);
  assay_json_open (json, "per_class", '[');
  for (guint i = 0; i < n; i++)
    if (finding == report->findings->whole || classes[i].tp + classes[i].fp + classes[i].fn > 0)
      write_class (json, report, finding, &classes[i], i);
  assay_json_close (json);
}
