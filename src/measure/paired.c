/* paired.c: two models on the same rows, from the table (label, new, old).
 *
 * Where the labels alone say which rows a measure is about, only the rows on which the models disagree count:
 * McNemar's test and Bonett & Price's interval. Other measures are bootstrapped on the cells, so that what the two
 * models share is drawn once for both (paired-draws.c).
 */
#include "measure-private.h"
#include "weighted.h"

#include <string.h>

#define FOLDED "needs the predictions of both models, which are not kept for more than 10 classes"

static AssayEstimate
weighted_share (const AssayPairedMatrix *matrix,
                const guint8            *is_success,
                guint64                  rows,
                double                   z)
{
  g_autofree guint8 *all = g_new (guint8, matrix->n_cells + 1);

  memset (all, TRUE, matrix->n_cells + 1);
  const AssayEffective share = assay_weights_share (matrix->weights, is_success, all, rows, z);
  return assay_effective_interval (&share);
}

/* Shares of weight; how far two of the same rows are apart by chance only replicates tell. */
static void
weigh_pairs (const AssayPairedMatrix *matrix,
             double                   z,
             AssayPaired             *out)
{
  const guint n = matrix->n_cells;
  g_autofree guint8 *is = g_new0 (guint8, 3 * (gsize) n + 1);
  AssaySum ahead = 0, all = 0; /* of rows that only the new model has right, less those of the old one */

  for (guint i = 0; i < n; i++)
    {
      const AssayPairedCell *cell = &matrix->cells[i];
      const AssaySum sum = matrix->weights->cells[i].sum;

      is[i] = cell->new == cell->label;
      is[n + i] = cell->old == cell->label;
      is[2 * n + i] = cell->new != cell->old;
      ahead += ((int) is[i] - (int) is[n + i]) * sum;
      all += sum;
    }
  out->new_accuracy = weighted_share (matrix, is, out->rows, z);
  out->old_accuracy = weighted_share (matrix, is + n, out->rows, z);
  out->flip_rate = weighted_share (matrix, is + 2 * n, out->rows, z);
  out->difference = all > 0 ? (AssayEstimate) { (double) ahead / (double) all, NAN, NAN, out->rows, NULL }
                            : estimate_undefined (out->rows, out->new_accuracy.why);
  out->test = (AssayTest) { NAN, ASSAY_TEST_NONE };
}

AssayPaired
assay_paired (const AssayPairedMatrix   *matrix,
              const AssayMeasureOptions *options)
{
  AssayPaired paired = { 0 };

  for (guint i = 0; i < matrix->n_cells; i++)
    {
      const AssayPairedCell *cell = &matrix->cells[i];

      paired.rows += cell->n;
      paired.flips += cell->new != cell->old ? cell->n : 0;
      if (cell->new == cell->label)
        *(cell->old == cell->label ? &paired.both_right : &paired.only_new_right) += cell->n;
      else
        *(cell->old == cell->label ? &paired.only_old_right : &paired.both_wrong) += cell->n;
    }

  const double z = assay_z (options->confidence);
  if (matrix->weights != NULL)
    {
      weigh_pairs (matrix, z, &paired);
      assay_paired_resample (&paired, matrix, options);
      return paired;
    }
  paired.new_accuracy = assay_wilson_z (paired.both_right + paired.only_new_right, paired.rows, z);
  paired.old_accuracy = assay_wilson_z (paired.both_right + paired.only_old_right, paired.rows, z);
  paired.flip_rate = assay_wilson_z (paired.flips, paired.rows, z);
  paired.difference = assay_bonett_price (paired.only_new_right, paired.only_old_right, paired.rows, options->confidence);
  paired.test = paired.rows == 0 ? (AssayTest) { NAN, ASSAY_TEST_NONE }
                                 : assay_test_mcnemar (paired.only_new_right, paired.only_old_right);
  if (matrix->replicates != NULL)
    assay_paired_resample (&paired, matrix, options);
  return paired;
}

/* Whether the labels alone fix the measure's denominator, the rows of `label` are in it, and a prediction puts one
 * of them in the numerator. */
static gboolean
is_fixed (const AssayMeasure *measure)
{
  switch (measure->id)
    {
    case ASSAY_MEASURE_ACCURACY:
    case ASSAY_MEASURE_ERROR_RATE:
    case ASSAY_MEASURE_WEIGHTED_RECALL:
    case ASSAY_MEASURE_RECALL:
    case ASSAY_MEASURE_FNR:
    case ASSAY_MEASURE_SPECIFICITY:
    case ASSAY_MEASURE_FPR:
    case ASSAY_MEASURE_SELECTION_RATE: return TRUE;
    default: return FALSE;
    }
}

static gboolean
in_denominator (const AssayMeasure *measure,
                gboolean            is_positive)
{
  switch (measure->id)
    {
    case ASSAY_MEASURE_RECALL:
    case ASSAY_MEASURE_FNR: return is_positive;
    case ASSAY_MEASURE_SPECIFICITY:
    case ASSAY_MEASURE_FPR: return !is_positive;
    default: return TRUE;
    }
}

static gboolean
in_numerator (const AssayMeasure *measure,
              guint               positive,
              guint               label,
              guint               prediction)
{
  switch (measure->id)
    {
    case ASSAY_MEASURE_ACCURACY:
    case ASSAY_MEASURE_WEIGHTED_RECALL: return prediction == label;
    case ASSAY_MEASURE_ERROR_RATE: return prediction != label;
    case ASSAY_MEASURE_FNR:
    case ASSAY_MEASURE_SPECIFICITY: return prediction != positive;
    default: return prediction == positive;
    }
}

/* b rows that only the new model puts in the numerator, c only the old, of n in the denominator. */
static void
count_discordant (const AssayMeasure      *measure,
                  const AssayPairedMatrix *matrix,
                  guint64                 *b,
                  guint64                 *c,
                  guint64                 *n)
{
  const guint positive = matrix->positive;

  *b = *c = *n = 0;
  for (guint i = 0; i < matrix->n_cells; i++)
    {
      const AssayPairedCell *cell = &matrix->cells[i];
      const gboolean by_new = in_numerator (measure, positive, cell->label, cell->new);
      const gboolean by_old = in_numerator (measure, positive, cell->label, cell->old);

      if (!in_denominator (measure, cell->label == positive))
        continue;
      *n += cell->n;
      *b += by_new && !by_old ? cell->n : 0;
      *c += by_old && !by_new ? cell->n : 0;
    }
}

/* Whether a measure of both models follows from labels and from what is right. */
static gboolean
is_of_right (const AssayMeasure *measure)
{
  switch (measure->id)
    {
    case ASSAY_MEASURE_ACCURACY:
    case ASSAY_MEASURE_ERROR_RATE:
    case ASSAY_MEASURE_RECALL:
    case ASSAY_MEASURE_FNR:
    case ASSAY_MEASURE_PREVALENCE:
    case ASSAY_MEASURE_BALANCED_ACCURACY:
    case ASSAY_MEASURE_MACRO_RECALL:
    case ASSAY_MEASURE_WEIGHTED_RECALL: return TRUE;
    default: return FALSE;
    }
}

static guint64
rows_of (const AssayPairedMatrix *matrix)
{
  guint64 n = 0;

  for (guint i = 0; i < matrix->n_cells; i++)
    n += matrix->cells[i].n;
  return n;
}

/* Every measure by its replicates. Both models are asked about the same labels: their prevalence differs by exactly 0. */
static AssayEstimate
resampled_difference (const AssayMeasure        *measure,
                      const AssayPairedMatrix   *matrix,
                      const AssayMeasureOptions *options,
                      AssayTest                 *test)
{
  double v;
  const AssayEstimate estimate = assay_paired_draw (measure, matrix, options, &v);

  if (measure->id == ASSAY_MEASURE_PREVALENCE && !isnan (estimate.value))
    return (AssayEstimate) { 0, NAN, NAN, estimate.n, ASSAY_NO_SPREAD };
  if (test != NULL)
    *test = is_fixed (measure) ? assay_paired_z (&estimate, v) : (AssayTest) { NAN, ASSAY_TEST_NONE };
  return estimate;
}

AssayEstimate
assay_paired_difference (const AssayMeasure        *measure,
                         const AssayPairedMatrix   *matrix,
                         const AssayMeasureOptions *options,
                         AssayTest                 *test)
{
  guint64 b, c, n;

  g_return_val_if_fail (matrix != NULL && options != NULL, estimate_undefined (0, "no rows"));
  if (test != NULL)
    *test = (AssayTest) { NAN, ASSAY_TEST_NONE };
  if (matrix->is_folded && !is_of_right (measure))
    return estimate_undefined (rows_of (matrix), FOLDED);
  if (matrix->weights != NULL || matrix->replicates != NULL)
    return resampled_difference (measure, matrix, options, test);
  count_discordant (measure, matrix, &b, &c, &n);
  if (test != NULL && is_fixed (measure) && n > 0)
    *test = assay_test_mcnemar (b, c);

  /* Both models are asked about the same labels: a difference of exactly 0, in every draw. */
  if (measure->id == ASSAY_MEASURE_PREVALENCE && n > 0)
    return (AssayEstimate) { 0, NAN, NAN, n, ASSAY_NO_SPREAD };
  if (!assay_paired_has_formula (measure))
    return assay_paired_draw (measure, matrix, options, NULL);

  AssayEstimate estimate = assay_bonett_price (b, c, n, options->confidence);
  if (n == 0 && rows_of (matrix) > 0)
    estimate.why = assay_measure_why (measure);
  return estimate;
}

/* measures.md 3 names these; the selection rate is not among them, though its denominator is fixed too. */
gboolean
assay_paired_has_formula (const AssayMeasure *measure)
{
  return is_fixed (measure) && measure->id != ASSAY_MEASURE_SELECTION_RATE;
}
