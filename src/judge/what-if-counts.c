/* what-if-counts.c: histograms of scores added up from above, and the matrix of any threshold out of them. */
#include "what-if-private.h"

#include <string.h>

/* --- one model --------------------------------------------------------------------------------------------------- */

static void
add_up (AssayCumulative      *self,
        const AssayHistogram *scores)
{
  for (guint i = self->n_bins; i-- > 0;)
    {
      self->above[i][0] = self->above[i + 1][0] + scores->bins[i].negatives;
      self->above[i][1] = self->above[i + 1][1] + scores->bins[i].positives;
      for (guint y = 0; self->weights != NULL && y < 2; y++)
        {
          self->weights[i][y] = self->weights[i + 1][y];
          self->weights[i][y].sum += scores->weighing->bins[i].w[y];
          self->weights[i][y].squares += scores->weighing->bins[i].ww[y];
        }
    }
}

void
assay_cumulative_init (AssayCumulative      *self,
                       const AssayHistogram *scores,
                       gboolean              is_weighted)
{
  guint bin = 0;

  *self = (AssayCumulative) { .n_bins = scores->n_bins };
  self->at = g_new (guint16, scores->n_edges);
  self->above = g_malloc0 ((scores->n_bins + 1) * sizeof *self->above);
  if (is_weighted)
    self->weights = g_malloc0 ((scores->n_bins + 1) * sizeof *self->weights);
  /* At the last edge nothing is positive, though the last bin holds it. */
  for (guint edge = 0; edge < scores->n_edges; edge++)
    {
      while (bin < scores->n_bins && (scores->bins[bin].bin < edge || edge + 1 == scores->n_edges))
        bin++;
      self->at[edge] = (guint16) bin;
    }
  add_up (self, scores);
}

void
assay_cumulative_clear (AssayCumulative *self)
{
  g_clear_pointer (&self->at, g_free);
  g_clear_pointer (&self->above, g_free);
  g_clear_pointer (&self->weights, g_free);
}

static AssayWeight
weight_of (const AssayCumulative *self,
           guint                  y,
           gboolean               is_positive,
           guint                  at)
{
  AssayWeight weight = self->weights[at][y];

  if (!is_positive)
    {
      weight.sum = self->weights[0][y].sum - weight.sum;
      weight.squares = self->weights[0][y].squares - weight.squares;
    }
  return weight;
}

/* Cells with rows, by label and prediction; of two classes the other one is 1 - positive. */
void
assay_cumulative_matrix (const AssayCumulative *self,
                         guint                  edge,
                         guint                  positive,
                         AssayMatrix           *matrix,
                         AssayMatrixCell       *cells,
                         AssayWeights          *weights)
{
  const guint at = self->at[edge];
  guint n = 0;

  for (guint label = 0; label < 2; label++)
    for (guint prediction = 0; prediction < 2; prediction++)
      {
        const guint y = label == positive;
        const guint64 above = self->above[at][y];
        const guint64 rows = prediction == positive ? above : self->above[0][y] - above;

        if (rows == 0)
          continue;
        if (weights != NULL)
          weights->cells[n] = weight_of (self, y, prediction == positive, at);
        cells[n++] = (AssayMatrixCell) { label, prediction, rows };
      }
  if (weights != NULL)
    weights->n_cells = n;
  *matrix = (AssayMatrix) { 2, positive, n, cells };
}

/* --- two models --------------------------------------------------------------------------------------------------- */

void
assay_cumulative_pair_init (AssayCumulativePair   *self,
                            const AssayScorePairs *pairs,
                            guint                  n_edges,
                            guint                  old_edge)
{
  self->above = g_malloc0 (n_edges * sizeof *self->above);
  for (guint i = 0; i < pairs->n_pairs; i++)
    {
      const AssayScorePair *pair = &pairs->pairs[i];
      const guint is_old = pair->old_bin >= old_edge;

      self->above[pair->new_bin][is_old] += pair->negatives;
      self->above[pair->new_bin][2 + is_old] += pair->positives;
    }
  for (guint edge = n_edges - 1; edge-- > 0;)
    for (guint i = 0; i < 4; i++)
      self->above[edge][i] += self->above[edge + 1][i];
}

guint
assay_cumulative_pair_cells (const AssayCumulativePair *self,
                             guint                      edge,
                             guint                      positive,
                             AssayPairedCell           *cells)
{
  guint n = 0;

  for (guint label = 0; label < 2; label++)
    for (guint new = 0; new < 2; new++)
      for (guint old = 0; old < 2; old++)
        {
          const guint kind = 2 * (label == positive) + (old == positive);
          const guint64 above = self->above[edge][kind];
          const guint64 rows = new == positive ? above : self->above[0][kind] - above;

          if (rows > 0)
            cells[n++] = (AssayPairedCell) { label, new, old, rows };
        }
  return n;
}

/* --- edges -------------------------------------------------------------------------------------------------------- */

guint
assay_threshold_edge (const double *edges,
                      guint         n_edges,
                      double        threshold)
{
  if (threshold <= edges[0])
    return 0;
  if (threshold > edges[n_edges - 1])
    return n_edges - 1;
  /* It may have been rounded to the type of the scores. */
  const double values[2] = { threshold, (double) (float) threshold };
  for (guint v = 0; v < 2; v++)
    for (guint i = 0; i + 1 < n_edges; i++)
      if (edges[i] == values[v])
        return i;
  return G_MAXUINT;
}
