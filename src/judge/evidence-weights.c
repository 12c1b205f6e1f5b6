/* evidence-weights.c: the sums of weights in the tables (K..., label, prediction[, baseline]), laid beside the
 * matrices.
 *
 * The matrices are there already, and with them the order of the cells: each cell of a table finds its place in the
 * matrix and in the pair of its slice. When all rows of the set weigh the same, weights say nothing and are left
 * alone: everything is as if there were none. Not so with clusters, whose replicates are sums of weights then.
 */
#include "judge-private.h"

#include "measure/weighted.h"

#include <string.h>

typedef struct
{
  int      sum, squares;  /* positions among the table's sums */
  int      baseline;      /* -1: none */
  gboolean is_first;      /* of the key's tables: gives the matrix' weights */
} Weighing;

static void
add (AssayWeight    *to,
     const AssaySum *sums,
     const Weighing *self)
{
  to->sum += sums[self->sum];
  to->squares += sums[self->squares];
}

static void
add_to_matrix (AssayEvidence  *evidence,
               guint           label,
               guint           prediction,
               const AssaySum *sums,
               const Weighing *self)
{
  const AssayMatrix *matrix = &evidence->matrix;
  const int at = assay_matrix_find (matrix, label, prediction);

  if (evidence->weights == NULL)
    evidence->weights = assay_weights_new (matrix->n_cells);
  g_return_if_fail (at >= 0);
  add (&((AssayWeights *) evidence->weights)->cells[at], sums, self);
}

/* Where a row is among the cells of a pair; of a folded one by what is right. */
static AssayPairedCell
pair_cell (const AssayPairedMatrix *pair,
           guint                    label,
           guint                    new,
           guint                    old)
{
  if (!pair->is_folded)
    return (AssayPairedCell) { label, new, old, 0 };
  if (new == label)
    return (AssayPairedCell) { label, label, old == label ? label : ASSAY_PAIRED_WRONG, 0 };
  if (old == label)
    return (AssayPairedCell) { label, ASSAY_PAIRED_WRONG, label, 0 };
  return (AssayPairedCell) { label, ASSAY_PAIRED_WRONG, old == new ? ASSAY_PAIRED_WRONG : ASSAY_PAIRED_OTHER, 0 };
}

static int
compare_pairs (const AssayPairedCell *a,
               const AssayPairedCell *b)
{
  if (a->label != b->label)
    return a->label < b->label ? -1 : 1;
  if (a->new != b->new)
    return a->new < b->new ? -1 : 1;
  return a->old == b->old ? 0 : a->old < b->old ? -1 : 1;
}

static void
add_to_pair (AssayPairedMatrix *pair,
             AssayPairedCell    cell,
             const AssaySum    *sums,
             const Weighing    *self)
{
  guint lo = 0, hi = pair->n_cells;

  if (pair->weights == NULL)
    pair->weights = assay_weights_new (pair->n_cells);
  while (lo < hi)
    {
      const guint middle = lo + (hi - lo) / 2;
      if (compare_pairs (&pair->cells[middle], &cell) < 0)
        lo = middle + 1;
      else
        hi = middle;
    }
  g_return_if_fail (lo < pair->n_cells && compare_pairs (&pair->cells[lo], &cell) == 0);
  add (&((AssayWeights *) pair->weights)->cells[lo], sums, self);
}

static void
visit_cell (AssayFinding   *finding,
            const guint    *codes,
            guint64         count,
            const AssaySum *sums,
            gpointer        data)
{
  const Weighing *self = data;
  const guint label = codes[0], prediction = codes[1];

  if (self->baseline >= 0 && label != 0 && codes[2] != 0)
    add_to_matrix (&finding->models[self->baseline], label - 1, codes[2] - 1, sums, self);
  if (label == 0 || prediction == 0)
    return;
  if (self->is_first)
    add_to_matrix (&finding->evidence, label - 1, prediction - 1, sums, self);
  if (self->baseline >= 0 && codes[2] != 0)
    {
      AssayPairedMatrix *pair = &finding->pairs[self->baseline];
      add_to_pair (pair, pair_cell (pair, label - 1, prediction - 1, codes[2] - 1), sums, self);
    }
}

/* (nullable) The table of a key with weights; baseline -1: without one. */
static const AssayCountTable *
find_table (const AssayJudging  *self,
            const AssaySliceKey *key,
            int                  baseline,
            Weighing            *weighing)
{
  const AssayCounts *counts = self->findings->counts;
  AssayAxis *axes[ASSAY_PLAN_MAX_CROSS + 3];
  guint n = key->n_axes;

  memcpy (axes, key->axes, n * sizeof *axes);
  axes[n++] = assay_counts_axis (counts, ASSAY_AXIS_LABEL, NULL);
  axes[n++] = assay_counts_axis (counts, ASSAY_AXIS_PREDICTION, NULL);
  if (baseline >= 0)
    axes[n++] = assay_counts_axis (counts, ASSAY_AXIS_BASELINE, self->findings->baselines[baseline]);
  const AssayCountTable *table = assay_counts_table (counts, axes, n);
  if (table == NULL)
    return NULL;
  weighing->sum = assay_count_table_find_sum (table, ASSAY_WEIGHT);
  weighing->squares = assay_count_table_find_sum (table, ASSAY_WEIGHT_SQUARES);
  return weighing->sum >= 0 && weighing->squares >= 0 ? table : NULL;
}

typedef struct
{
  const Weighing *weighing;
  guint64         n_rows;
  AssayWeight     all;
} Total;

static void
total_cell (const guint    *codes,
            guint64         count,
            const AssaySum *sums,
            gpointer        data)
{
  Total *self = data;

  self->n_rows += count;
  add (&self->all, sums, self->weighing);
}

/* Of the whole set's rows, those left out too: whether they weigh differently. */
static gboolean
is_uneven (const AssayCountTable *table,
           const Weighing        *weighing)
{
  Total total = { .weighing = weighing };

  assay_count_table_foreach_sums (table, total_cell, &total);
  return !assay_weights_are_equal (total.n_rows, total.all);
}

gboolean
assay_judging_weights (AssayJudging        *self,
                       const AssaySliceKey *key,
                       GError             **error)
{
  const int n_baselines = self->findings->n_baselines;

  if (self->findings->plan->weight == NULL)
    return TRUE;
  for (int i = n_baselines > 0 ? 0 : -1; i < n_baselines; i++)
    {
      Weighing weighing = { .baseline = i, .is_first = i <= 0 };
      const AssayCountTable *table = find_table (self, key, i, &weighing);
      if (table == NULL)
        return assay_judging_fail (self, key, "their weights were not summed; audit the data again with this plan",
                                   error);
      if (key->n_axes == 0 && i <= 0)
        self->is_weighted = self->findings->plan->cluster != NULL || is_uneven (table, &weighing);
      if (self->is_weighted && !assay_judging_walk (self, key, table, visit_cell, &weighing, error))
        return FALSE;
    }
  return TRUE;
}
