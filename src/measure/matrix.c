/* matrix.c: measures of a confusion matrix, with their intervals.
 *
 * Proportions and their kin are closed forms on the counts of one class against the rest and need no memory: an
 * audit works them all out for each of its slices. Others are drawn: of plain rows as matrix-draws.c has it, of clustered
 * or weighted ones as resampling.c has it. Shares of clustered rows have their intervals from replicates as well
 * (replicates.c); weighted rows count by their weights (weighted.c).
 */
#include "measure-private.h"
#include "replicates.h"
#include "weighted.h"

#include <string.h>

const char *
assay_matrix_why (const AssayMeasure   *measure,
                  const AssayMatrix    *matrix,
                  const AssayConfusion *confusion)
{
  if (confusion->n == 0)
    return "no rows";
  if (matrix->positive == matrix->n_classes && assay_measure_is_of_class (measure))
    return "no positive class";
  return assay_measure_why (measure);
}

/* F1 = 2J/(1+J) rises with J, so the ends go the same way. */
static double
f1_of_jaccard (double jaccard)
{
  return 2 * jaccard / (1 + jaccard);
}

static AssayEstimate
estimate_proportion (const AssayMeasure   *measure,
                     const AssayConfusion *confusion,
                     double                z)
{
  guint64 k, n;

  g_assert (assay_measure_proportion (measure, confusion, &k, &n));
  if (n == 0)
    return estimate_undefined (0, confusion->n == 0 ? "no rows" : assay_measure_why (measure));

  AssayEstimate estimate = assay_wilson_z (k, n, z);
  if (measure->id == ASSAY_MEASURE_F1)
    estimate = estimate_widened (f1_of_jaccard (estimate.value), f1_of_jaccard (estimate.lo),
                                 f1_of_jaccard (estimate.hi), n);
  return estimate;
}

/* The same of clustered or weighted rows. */
static AssayEstimate
estimate_effective (const AssayMeasure  *measure,
                    const AssayEvidence *evidence,
                    double               confidence)
{
  const AssayEffective effective = assay_effective_of (measure, evidence, confidence);
  AssayEstimate estimate = assay_effective_interval (&effective);

  if (measure->id == ASSAY_MEASURE_F1 && !isnan (estimate.value))
    {
      estimate.value = f1_of_jaccard (estimate.value);
      estimate.lo = f1_of_jaccard (estimate.lo); /* NaN stays NaN */
      estimate.hi = f1_of_jaccard (estimate.hi);
    }
  return estimate;
}

AssayEstimate
assay_confusion_estimate (const AssayMeasure   *measure,
                          const AssayConfusion *confusion,
                          double                confidence)
{
  g_return_val_if_fail (measure != NULL && confusion != NULL, estimate_undefined (0, "no rows"));
  return estimate_proportion (measure, confusion, assay_z (confidence));
}

/* The cells of one label stand together. Returns the position after them. */
static guint
label_rows (const AssayMatrix *matrix,
            guint              first,
            guint64           *n_label,
            guint64           *n_right)
{
  const guint label = matrix->cells[first].label;
  guint i = first;

  *n_label = *n_right = 0;
  for (; i < matrix->n_cells && matrix->cells[i].label == label; i++)
    {
      *n_label += matrix->cells[i].n;
      if (matrix->cells[i].prediction == label)
        *n_right = matrix->cells[i].n;
    }
  return i;
}

/* Mean recall over the classes present among the labels. */
static AssayEstimate
estimate_balanced_accuracy (const AssayMatrix *matrix,
                            guint64            n,
                            double             z)
{
  g_autofree AssayEstimate *recalls = g_new (AssayEstimate, MIN (matrix->n_cells, matrix->n_classes));
  guint n_recalls = 0;

  for (guint i = 0; i < matrix->n_cells;)
    {
      guint64 n_label, n_right;

      i = label_rows (matrix, i, &n_label, &n_right);
      recalls[n_recalls++] = assay_wilson_z (n_right, n_label, z);
    }
  return assay_mean_of (recalls, n_recalls, n);
}

/* Of weighted rows: a class whose rows weigh nothing leaves it undefined. */
static AssayEstimate
estimate_weighted_accuracy (const AssayEvidence *evidence,
                            guint64              n,
                            double               z)
{
  const AssayMatrix *matrix = &evidence->matrix;
  g_autofree AssayEstimate *recalls = g_new (AssayEstimate, MIN (matrix->n_cells, matrix->n_classes));
  g_autofree guint8 *places = g_new0 (guint8, 2 * (gsize) matrix->n_cells);
  guint8 *is_right = places, *is_label = places + matrix->n_cells;
  guint n_recalls = 0;

  for (guint i = 0; i < matrix->n_cells; i++)
    is_right[i] = matrix->cells[i].label == matrix->cells[i].prediction;
  for (guint first = 0, i; first < matrix->n_cells; first = i)
    {
      guint64 n_label, n_right;

      i = label_rows (matrix, first, &n_label, &n_right);
      memset (is_label, 0, matrix->n_cells);
      memset (is_label + first, TRUE, i - first);
      const AssayEffective recall = assay_weights_share (evidence->weights, is_right, is_label, n_label, z);
      recalls[n_recalls] = assay_effective_interval (&recall);
      if (isnan (recalls[n_recalls++].lo))
        return (AssayEstimate) { NAN, NAN, NAN, n, recall.why };
    }
  return assay_mean_of (recalls, n_recalls, n);
}

/* Recalls of one cluster go together, so that MOVER's distances do not add up: with clusters a mean of recalls is
 * resampled as well. */
gboolean
assay_matrix_is_drawn_of (const AssayMeasure  *measure,
                          const AssayEvidence *evidence)
{
  return assay_matrix_is_drawn (measure)
         || (measure->family == ASSAY_FAMILY_MATRIX && measure->interval == ASSAY_INTERVAL_MOVER
             && evidence->replicates != NULL);
}

/* n of a drawn measure: the rows that any of its terms counts. */
static guint64
drawn_rows (const AssayMeasure   *measure,
            const AssayConfusion *confusion)
{
  return measure->id == ASSAY_MEASURE_F_BETA ? confusion->tp + confusion->fp + confusion->fn : confusion->n;
}

/* The sums of a matrix's own rows, or of their weights; in_labels (n_classes) is filled in and borrowed. */
static void
shares_of_matrix (AssayShares               *shares,
                  const AssayEvidence       *evidence,
                  const AssayMeasureOptions *options,
                  guint8                    *in_labels)
{
  const AssayMatrix *matrix = &evidence->matrix;

  assay_shares_init (shares, matrix->n_classes, matrix->positive, in_labels);
  shares->has_costs = options->n_costs > 0;
  for (guint i = 0; i < matrix->n_cells; i++)
    {
      const AssayMatrixCell *cell = &matrix->cells[i];
      const double n = evidence->weights != NULL ? (double) evidence->weights->cells[i].sum : (double) cell->n;

      in_labels[cell->label] = TRUE;
      assay_shares_add (shares, cell->label, cell->prediction, n);
      shares->cost += n * assay_cost_of (options->costs, options->n_costs, cell->label, cell->prediction);
    }
}

/* Values, without ends yet. TRUE when there is one. */
static gboolean
estimate_points (const AssayMeasure        *measures,
                 guint                      n_measures,
                 const AssayEvidence       *evidence,
                 const AssayConfusion      *confusion,
                 const AssayMeasureOptions *options,
                 AssayEstimate             *estimates)
{
  const AssayMatrix *matrix = &evidence->matrix;
  g_autofree guint8 *in_labels = g_new0 (guint8, MAX (matrix->n_classes, 1));
  g_auto (AssayShares) shares = { 0 };
  gboolean has_value = FALSE;

  shares_of_matrix (&shares, evidence, options, in_labels);
  for (guint i = 0; i < n_measures; i++)
    if (assay_matrix_is_drawn_of (&measures[i], evidence))
      {
        const guint64 n = drawn_rows (&measures[i], confusion);
        const double value = assay_shares_value (&shares, &measures[i]);

        estimates[i] = (AssayEstimate) { value, NAN, NAN, n, NULL };
        if (isnan (value))
          estimates[i].why = assay_matrix_why (&measures[i], matrix, confusion);
        has_value |= !isnan (value);
      }
  return has_value;
}

static void
leave_undrawn (const AssayMeasure  *measures,
               guint                n_measures,
               const AssayEvidence *evidence,
               AssayEstimate       *estimates)
{
  for (guint i = 0; i < n_measures; i++)
    if (assay_matrix_is_drawn_of (&measures[i], evidence) && !isnan (estimates[i].value))
      estimates[i].why = ASSAY_NOT_DRAWN;
}

void
assay_matrix_estimates (const AssayMeasure        *measures,
                        guint                      n_measures,
                        const AssayEvidence       *evidence,
                        const AssayMeasureOptions *options,
                        AssayEstimate             *estimates)
{
  const AssayMatrix *matrix = &evidence->matrix;
  const AssayConfusion confusion = assay_confusion (matrix);
  const double z = assay_z (options->confidence);
  gboolean is_drawn = FALSE;

  g_return_if_fail (matrix->positive <= matrix->n_classes);
  for (guint i = 0; i < n_measures; i++)
    if (measures[i].family != ASSAY_FAMILY_MATRIX)
      continue;
    else if (assay_matrix_is_drawn_of (&measures[i], evidence))
      is_drawn = TRUE;
    else if (measures[i].interval == ASSAY_INTERVAL_MOVER)
      estimates[i] = evidence->weights != NULL ? estimate_weighted_accuracy (evidence, confusion.n, z)
                                               : estimate_balanced_accuracy (matrix, confusion.n, z);
    else if (matrix->positive == matrix->n_classes && assay_measure_is_of_class (&measures[i]))
      estimates[i] = estimate_undefined (confusion.n, assay_matrix_why (&measures[i], matrix, &confusion));
    else if (assay_evidence_is_effective (evidence))
      estimates[i] = estimate_effective (&measures[i], evidence, options->confidence);
    else
      estimates[i] = estimate_proportion (&measures[i], &confusion, z);
  if (!is_drawn || !estimate_points (measures, n_measures, evidence, &confusion, options, estimates))
    return;
  if (options->is_quick)
    leave_undrawn (measures, n_measures, evidence, estimates);
  else if (evidence->replicates != NULL || evidence->weights != NULL)
    assay_resampled_ends (measures, n_measures, evidence, options, estimates);
  else
    assay_matrix_draw_ends (measures, n_measures, matrix, options, estimates);
}
