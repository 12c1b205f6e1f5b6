/* replicates.c: variances over replicates, and the clusters behind them. */
#include "replicates.h"

#include "measure-private.h"
#include "weighted.h"

#include <stdlib.h>
#include <string.h>

#define MOST_UNDEFINED 0.05 /* share of the replicates */

AssayReplicates *
assay_replicates_new (guint n_replicates,
                      guint n_cells,
                      guint n_parts)
{
  AssayReplicates *self = g_new0 (AssayReplicates, 1);

  self->n_replicates = n_replicates;
  self->n_cells = n_cells;
  self->sums = g_new0 (gint64, (gsize) n_cells * n_replicates + 1);
  self->n_parts = n_parts;
  self->parts = g_new0 (AssayReplicatesPart, n_parts + 1);
  return self;
}

void
assay_replicates_free (AssayReplicates *self)
{
  if (self == NULL)
    return;
  g_free (self->sums);
  g_free (self->parts);
  g_free (self);
}

/* Entries of one slice: first .. the return value - 1. */
static guint64
slice_entries (const AssayClusterTable *table,
               guint64                  key,
               guint64                 *first)
{
  guint64 lo = 0, hi = table->n_entries, end;

  while (lo < hi)
    {
      const guint64 middle = (lo + hi) / 2;
      if (table->entries[middle].cell < key)
        lo = middle + 1;
      else
        hi = middle;
    }
  *first = lo;
  for (end = lo; end < table->n_entries && table->entries[end].cell == key; end++)
    ;
  return end;
}

AssayReplicates *
assay_replicates_of (const AssayMatrix         *matrix,
                     const AssayReplicateTable *table,
                     guint                      sum,
                     const AssayClusterTable   *clusters,
                     guint64                    key)
{
  const guint n_labels = table->axes[table->n_axes - 2]->n_codes;
  const guint n_predictions = table->axes[table->n_axes - 1]->n_codes;
  guint64 first = 0;
  const guint64 end = slice_entries (clusters, key, &first);
  AssayReplicates *self = assay_replicates_new (table->n_replicates, matrix->n_cells, (guint) (end - first));

  self->n_classes = clusters->n_classes;
  for (guint i = 0; i < matrix->n_cells; i++)
    {
      const guint64 cell = (key * n_labels + matrix->cells[i].label + 1) * n_predictions
                           + matrix->cells[i].prediction + 1;
      const gint64 *sums = assay_replicate_table_get (table, cell, sum);

      if (sums != NULL)
        memcpy (self->sums + (gsize) i * table->n_replicates, sums, table->n_replicates * sizeof *sums);
    }
  for (guint64 i = first; i < end; i++)
    self->parts[i - first] = (AssayReplicatesPart) { clusters->entries[i].part, clusters->entries[i].sums };
  return self;
}

/* --- the rest -------------------------------------------------------------------------------------------------- */

static gboolean
same_cell (const AssayMatrixCell *a,
           const AssayMatrixCell *b)
{
  return a->label == b->label && a->prediction == b->prediction;
}

/* The cells of rest and part are some of the whole's, all in one order. */
static void
sums_less (AssayReplicates     *self,
           const AssayEvidence *whole,
           const AssayEvidence *part,
           const AssayMatrix   *rest)
{
  const guint n = self->n_replicates;
  guint in_part = 0, in_rest = 0;

  for (guint i = 0; i < whole->matrix.n_cells; i++)
    {
      const AssayMatrixCell *cell = &whole->matrix.cells[i];
      const gboolean has_part = in_part < part->matrix.n_cells && same_cell (&part->matrix.cells[in_part], cell);

      if (in_rest < rest->n_cells && same_cell (&rest->cells[in_rest], cell))
        {
          const gint64 *from = whole->replicates->sums + (gsize) i * n;
          const gint64 *less = has_part ? part->replicates->sums + (gsize) in_part * n : NULL;

          for (guint r = 0; r < n; r++)
            self->sums[(gsize) in_rest * n + r] = from[r] - (less != NULL ? less[r] : 0);
          in_rest++;
        }
      in_part += has_part;
    }
}

/* Every part of a slice is one of the whole's. */
static void
parts_less (AssayReplicates       *self,
            const AssayReplicates *whole,
            const AssayReplicates *part)
{
  guint in_part = 0;

  for (guint i = 0; i < whole->n_parts; i++)
    {
      AssayClusterSums sums = whole->parts[i].sums;

      if (in_part < part->n_parts && part->parts[in_part].part == whole->parts[i].part)
        {
          const AssayClusterSums *slice = &part->parts[in_part++].sums;

          sums.n -= slice->n_only;
          sums.squares += slice->squares - 2 * slice->cross;
        }
      sums.n_only = sums.n;        /* nothing is taken from a rest */
      sums.cross = sums.squares;
      self->parts[i] = (AssayReplicatesPart) { whole->parts[i].part, sums };
    }
}

AssayReplicates *
assay_replicates_less (const AssayEvidence *whole,
                       const AssayEvidence *part,
                       const AssayMatrix   *rest)
{
  AssayReplicates *self = assay_replicates_new (whole->replicates->n_replicates, rest->n_cells,
                                                whole->replicates->n_parts);

  self->n_classes = whole->replicates->n_classes;
  sums_less (self, whole, part, rest);
  parts_less (self, whole->replicates, part->replicates);
  return self;
}

/* --- clusters -------------------------------------------------------------------------------------------------- */

static const AssayClusterSums *
find_part (const AssayReplicates *self,
           guint                  part)
{
  guint lo = 0, hi = self->n_parts;

  while (lo < hi)
    {
      const guint middle = (lo + hi) / 2;
      if (self->parts[middle].part < part)
        lo = middle + 1;
      else
        hi = middle;
    }
  return lo < self->n_parts && self->parts[lo].part == part ? &self->parts[lo].sums : NULL;
}

AssayClusterSums
assay_replicates_clusters (const AssayReplicates *self,
                           AssayPartKind          kind,
                           guint                  class)
{
  const AssayClusterSums *all = find_part (self, 0);
  const AssayClusterSums *own = find_part (self, assay_cluster_part (kind, class, self->n_classes));
  AssayClusterSums sums = { 0 };

  if (own != NULL)
    sums = *own;
  if (kind >= ASSAY_PART_NOT_LABEL && all != NULL)
    {
      sums.n += all->n;
      sums.n_only += all->n_only;
      sums.squares += all->squares;
      sums.cross += all->cross;
    }
  return sums;
}

gboolean
assay_replicates_are_few (const AssayReplicates *self)
{
  return self != NULL && assay_replicates_clusters (self, ASSAY_PART_ALL, 0).n < ASSAY_FEWEST_CLUSTERS;
}

/* The rows of a measure's denominator, as a part. */
static AssayPartKind
part_of (const AssayMeasure *measure)
{
  switch (measure->id)
    {
    case ASSAY_MEASURE_PRECISION:
    case ASSAY_MEASURE_FDR: return ASSAY_PART_PREDICTION;
    case ASSAY_MEASURE_RECALL:
    case ASSAY_MEASURE_FNR: return ASSAY_PART_LABEL;
    case ASSAY_MEASURE_SPECIFICITY:
    case ASSAY_MEASURE_FPR: return ASSAY_PART_NOT_LABEL;
    case ASSAY_MEASURE_FOR: return ASSAY_PART_NOT_PREDICTION;
    case ASSAY_MEASURE_F1:
    case ASSAY_MEASURE_JACCARD: return ASSAY_PART_EITHER;
    default: return ASSAY_PART_ALL;
    }
}

/* --- variance -------------------------------------------------------------------------------------------------- */

static void
add_cell (AssayConfusion        *to,
          const AssayMatrix     *matrix,
          const AssayMatrixCell *cell,
          guint64                sum)
{
  to->n += sum;
  if (cell->label == cell->prediction)
    to->right += sum;
  if (cell->label == matrix->positive)
    *(cell->prediction == matrix->positive ? &to->tp : &to->fn) += sum;
  else
    *(cell->prediction == matrix->positive ? &to->fp : &to->tn) += sum;
}

/* One class against the rest, in one replicate. */
static AssayConfusion
replicate_confusion (const AssayMatrix     *matrix,
                     const AssayReplicates *replicates,
                     guint                  replicate)
{
  AssayConfusion confusion = { 0 };

  for (guint i = 0; i < matrix->n_cells; i++)
    add_cell (&confusion, matrix, &matrix->cells[i],
              (guint64) replicates->sums[(gsize) i * replicates->n_replicates + replicate]);
  return confusion;
}

/* The same of all rows, in what the replicates are sums of: weights, where there are any. Counting has made sure that a
 * replicate of them fits 63 bits. */
static AssayConfusion
summed_confusion (const AssayEvidence *evidence)
{
  AssayConfusion confusion = { 0 };

  for (guint i = 0; i < evidence->matrix.n_cells; i++)
    add_cell (&confusion, &evidence->matrix, &evidence->matrix.cells[i],
              evidence->weights != NULL ? (guint64) evidence->weights->cells[i].sum : evidence->matrix.cells[i].n);
  return confusion;
}

double
assay_draws_variance (const double *draws,
                      guint         n)
{
  double sum = 0, squares = 0, least = INFINITY, most = -INFINITY;
  guint n_defined = 0;

  for (guint i = 0; i < n; i++)
    if (!isnan (draws[i]))
      {
        sum += draws[i];
        least = MIN (least, draws[i]);
        most = MAX (most, draws[i]);
        n_defined++;
      }
  if (n_defined < 2 || n - n_defined > MOST_UNDEFINED * n)
    return NAN;
  if (most - least <= ASSAY_NOISE * MAX (fabs (least), fabs (most)))
    return 0;
  const double mean = sum / n_defined;
  for (guint i = 0; i < n; i++)
    if (!isnan (draws[i]))
      squares += (draws[i] - mean) * (draws[i] - mean);
  return squares / (n_defined - 1);
}

/* Of the measure's share over the replicates; NaN when it is undefined in too many of them. */
static double
variance (const AssayMeasure    *measure,
          const AssayMatrix     *matrix,
          const AssayReplicates *replicates)
{
  g_autofree double *shares = g_new (double, replicates->n_replicates);

  for (guint r = 0; r < replicates->n_replicates; r++)
    {
      const AssayConfusion confusion = replicate_confusion (matrix, replicates, r);
      guint64 k = 0, n = 0;

      assay_measure_proportion (measure, &confusion, &k, &n);
      shares[r] = n > 0 ? (double) k / n : NAN;
    }
  return assay_draws_variance (shares, replicates->n_replicates);
}

AssayEffective
assay_replicates_share (const AssayClusterSums *clusters,
                        double                  p,
                        double                  v,
                        double                  n,
                        guint64                 n_rows,
                        double                  confidence)
{
  const double quantile = clusters->n > 1 ? assay_t (confidence, clusters->n - 1) : NAN;
  AssayEffective self = assay_effective_new (p, v, n * n / (double) clusters->squares, quantile, n_rows);

  if (clusters->n < ASSAY_FEWEST_CLUSTERS)
    self.why = ASSAY_TOO_FEW_CLUSTERS;
  else if (isnan (v))
    self.why = ASSAY_UNDEFINED_DRAWS;
  return self;
}

AssayEffective
assay_replicates_effective (const AssayMeasure  *measure,
                            const AssayEvidence *evidence,
                            double               confidence)
{
  const AssayReplicates *replicates = evidence->replicates;
  const AssayConfusion rows = assay_confusion (&evidence->matrix), all = summed_confusion (evidence);
  guint64 k = 0, n = 0, n_rows = 0;

  g_assert (assay_measure_proportion (measure, &rows, &k, &n_rows));
  if (n_rows == 0 || (evidence->matrix.positive == evidence->matrix.n_classes && assay_measure_is_of_class (measure)))
    return (AssayEffective) { .p = NAN, .rows = n_rows, .why = assay_matrix_why (measure, &evidence->matrix, &rows) };
  assay_measure_proportion (measure, &all, &k, &n);
  if (n == 0)
    return (AssayEffective) { .p = NAN, .rows = n_rows, .why = ASSAY_NO_WEIGHT };

  const double p = (double) k / n, v = k == 0 || k == n ? 0 : variance (measure, &evidence->matrix, replicates);
  const AssayClusterSums clusters = assay_replicates_clusters (replicates, part_of (measure),
                                                               evidence->matrix.positive);
  return assay_replicates_share (&clusters, p, v, n, n_rows, confidence);
}
