/* paired-replicates.c: two models on the same clustered or weighted rows, by replicates (measures.md 3). */
#include "replicates.h"

#include "measure-private.h"
#include "weighted.h"

#include <stdlib.h>

static int
compare_pairs (const void *a,
               const void *b)
{
  const AssayPairedCell *first = a, *second = b;

  if (first->label != second->label)
    return first->label < second->label ? -1 : 1;
  if (first->new != second->new)
    return first->new < second->new ? -1 : 1;
  return (first->old > second->old) - (first->old < second->old);
}

/* What a folded matrix keeps of a row. */
static AssayPairedCell
folded (AssayPairedCell cell)
{
  const gboolean is_same = cell.new == cell.old, new_right = cell.new == cell.label;

  if (cell.old != cell.label)
    cell.old = new_right || is_same ? ASSAY_PAIRED_WRONG : ASSAY_PAIRED_OTHER;
  if (!new_right)
    cell.new = ASSAY_PAIRED_WRONG;
  return cell;
}

AssayReplicates *
assay_replicates_of_pairs (const AssayPairedMatrix   *pairs,
                           const AssayReplicateTable *table,
                           guint                      sum,
                           const AssayReplicates     *own,
                           guint64                    key)
{
  const guint n = table->n_axes, n_old = table->axes[n - 1]->n_codes, n_new = table->axes[n - 2]->n_codes;
  const guint64 n_cells = (guint64) table->axes[n - 3]->n_codes * n_new * n_old;
  const AssayClusterSums all = assay_replicates_clusters (own, ASSAY_PART_ALL, 0);
  AssayReplicates *self = assay_replicates_new (table->n_replicates, pairs->n_cells, 1);

  self->n_classes = own->n_classes;
  self->parts[0] = (AssayReplicatesPart) { 0, all };
  for (guint64 i = assay_replicate_table_find (table, key * n_cells);
       i < table->n_entries && table->cells[i] < (key + 1) * n_cells; i++)
    {
      const guint64 cell = table->cells[i] % n_cells;
      const guint label = (guint) (cell / n_old / n_new), new = (guint) (cell / n_old % n_new);
      AssayPairedCell pair = { label - 1, new - 1, (guint) (cell % n_old) - 1, 0 };

      if (label == 0 || new == 0 || cell % n_old == 0) /* one of the three is missing */
        continue;
      if (pairs->is_folded)
        pair = folded (pair);
      const AssayPairedCell *found = pairs->n_cells == 0 ? NULL : bsearch (&pair, pairs->cells, pairs->n_cells,
                                                                           sizeof pair, compare_pairs);
      if (found == NULL)
        continue;
      const gint64 *from = table->sums + (i * table->n_sums + sum) * table->n_replicates;
      gint64 *to = self->sums + (gsize) (found - pairs->cells) * table->n_replicates;
      for (guint r = 0; r < table->n_replicates; r++)
        to[r] += from[r];
    }
  return self;
}

/* Shares of one replicate. */
typedef struct
{
  double new_accuracy, old_accuracy, flip_rate;
} Shares;

static Shares
replicate_shares (const AssayPairedMatrix *matrix,
                  const double            *sums)
{
  double n = 0, new_right = 0, old_right = 0, flips = 0;

  for (guint i = 0; i < matrix->n_cells; i++)
    {
      const AssayPairedCell *cell = &matrix->cells[i];

      n += sums[i];
      new_right += cell->new == cell->label ? sums[i] : 0;
      old_right += cell->old == cell->label ? sums[i] : 0;
      flips += cell->new != cell->old ? sums[i] : 0;
    }
  if (n == 0)
    return (Shares) { NAN, NAN, NAN };
  return (Shares) { new_right / n, old_right / n, flips / n };
}

static double
weight_of (const AssayPairedMatrix *matrix)
{
  AssaySum sum = 0;

  for (guint i = 0; i < matrix->n_cells; i++)
    sum += matrix->weights->cells[i].sum;
  return (double) sum;
}

static AssayEstimate
share_estimate (const AssayPairedMatrix *matrix,
                double                   value,
                double                   v,
                guint64                  rows,
                double                   confidence)
{
  const AssayClusterSums clusters = assay_replicates_clusters (matrix->replicates, ASSAY_PART_ALL, 0);
  const double all = matrix->weights != NULL ? weight_of (matrix) : (double) rows;
  const AssayEffective effective = assay_replicates_share (&clusters, value, v, all, rows, confidence);

  return assay_effective_interval (&effective);
}

AssayTest
assay_paired_z (const AssayEstimate *difference,
                double               v)
{
  if (isnan (difference->value) || isnan (v) || (v == 0 && difference->value != 0))
    return (AssayTest) { NAN, ASSAY_TEST_NONE };
  if (difference->value == 0)
    return (AssayTest) { 1, ASSAY_TEST_Z };
  return (AssayTest) { erfc (fabs (difference->value) / sqrt (2 * v)), ASSAY_TEST_Z };
}

/* Both models' accuracies and the flip rate of clustered rows; of weighted ones they have a closed form. */
static void
resample_shares (AssayPaired             *paired,
                 const AssayPairedMatrix *matrix,
                 const double            *new_draws,
                 const double            *old_draws,
                 const double            *flip_draws,
                 double                   confidence)
{
  const guint n = matrix->replicates->n_replicates;

  paired->new_accuracy = share_estimate (matrix, paired->new_accuracy.value, assay_draws_variance (new_draws, n),
                                         paired->rows, confidence);
  paired->old_accuracy = share_estimate (matrix, paired->old_accuracy.value, assay_draws_variance (old_draws, n),
                                         paired->rows, confidence);
  paired->flip_rate = share_estimate (matrix, paired->flip_rate.value, assay_draws_variance (flip_draws, n),
                                      paired->rows, confidence);
}

void
assay_paired_resample (AssayPaired               *paired,
                       const AssayPairedMatrix   *matrix,
                       const AssayMeasureOptions *options)
{
  static const AssayMeasure accuracy = { .id = ASSAY_MEASURE_ACCURACY };
  AssayEstimate *difference = &paired->difference;
  g_auto (AssayResampling) resampling = { 0 };

  if (isnan (difference->value))
    return;
  assay_resampling_init (&resampling, matrix->replicates, matrix->weights, options);
  const guint n = resampling.n;
  g_autofree double *new_draws = g_new (double, n), *old_draws = g_new (double, n);
  g_autofree double *flip_draws = g_new (double, n), *differences = g_new (double, n);
  for (guint r = 0; r < n; r++)
    {
      const Shares shares = replicate_shares (matrix, assay_resampling_take (&resampling, r));
      new_draws[r] = shares.new_accuracy;
      old_draws[r] = shares.old_accuracy;
      flip_draws[r] = shares.flip_rate;
      differences[r] = shares.new_accuracy - shares.old_accuracy;
    }
  if (matrix->replicates != NULL)
    resample_shares (paired, matrix, new_draws, old_draws, flip_draws, options->confidence);
  *difference = (AssayEstimate) { difference->value, NAN, NAN, paired->rows, ASSAY_TOO_FEW_CLUSTERS };
  paired->test = (AssayTest) { NAN, ASSAY_TEST_NONE };
  if (assay_replicates_are_few (matrix->replicates))
    return;
  difference->why = NULL;
  paired->test = assay_paired_z (difference, assay_draws_variance (differences, n));
  assay_resampled_end (&accuracy, options, differences, n, difference);
}
