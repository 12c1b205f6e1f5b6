/* clusters.h: rows in clusters, made into the evidence of a slice, of the whole and of the rest. */
#pragma once

#include "measure/measure-private.h"
#include "measure/replicates.h"
#include "measure/weighted.h"
#include "tally/poisson.h"

typedef struct
{
  GArray *keys;     /* of guint64 */
  GArray *codes[3]; /* of guint16: slice, label, prediction; 0 is missing */
  GArray *weights;  /* of gint64: one for each row, or none at all: rows count as rows */
} ClusterRows;

static inline void
cluster_rows_init (ClusterRows *self)
{
  self->keys = g_array_new (FALSE, FALSE, sizeof (guint64));
  for (guint i = 0; i < 3; i++)
    self->codes[i] = g_array_new (FALSE, FALSE, sizeof (guint16));
  self->weights = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static inline void
cluster_rows_clear (ClusterRows *self)
{
  g_array_unref (self->keys);
  for (guint i = 0; i < 3; i++)
    g_array_unref (self->codes[i]);
  g_array_unref (self->weights);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClusterRows, cluster_rows_clear)

/* Slices and classes from 0. */
static inline void
cluster_rows_add (ClusterRows *self,
                  guint        cluster,
                  guint        slice,
                  guint        label,
                  guint        prediction)
{
  char text[16];
  const guint16 codes[] = { (guint16) (slice + 1), (guint16) (label + 1), (guint16) (prediction + 1) };
  const int n = g_snprintf (text, sizeof text, "%u", cluster);
  const guint64 key = assay_poisson_key (text, n);

  g_array_append_val (self->keys, key);
  for (guint i = 0; i < 3; i++)
    g_array_append_val (self->codes[i], codes[i]);
}

static inline gint
compare_matrix_cells (gconstpointer a,
                      gconstpointer b)
{
  const AssayMatrixCell *first = a, *second = b;

  return first->label != second->label ? (gint) first->label - (gint) second->label
                                       : (gint) first->prediction - (gint) second->prediction;
}

/* Rows of a slice (-1: all) by label and prediction. */
static inline AssayMatrix
cluster_rows_matrix (const ClusterRows *self,
                     int                slice,
                     guint              n_classes,
                     guint              positive)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (AssayMatrixCell));

  for (guint row = 0; row < self->keys->len; row++)
    {
      const guint label = g_array_index (self->codes[1], guint16, row) - 1u;
      const guint prediction = g_array_index (self->codes[2], guint16, row) - 1u;
      guint i = 0;

      if (slice >= 0 && g_array_index (self->codes[0], guint16, row) != slice + 1)
        continue;
      while (i < cells->len && (g_array_index (cells, AssayMatrixCell, i).label != label
                                || g_array_index (cells, AssayMatrixCell, i).prediction != prediction))
        i++;
      if (i == cells->len)
        g_array_append_vals (cells, &(AssayMatrixCell) { label, prediction, 0 }, 1);
      g_array_index (cells, AssayMatrixCell, i).n++;
    }
  g_array_sort (cells, compare_matrix_cells);
  const guint n_cells = cells->len;
  return (AssayMatrix) { n_classes, positive, n_cells, (AssayMatrixCell *) (void *) g_array_free (cells, FALSE) };
}

/* (nullable) (transfer full) The weights of a matrix' cells. */
static inline AssayWeights *
cluster_rows_weights (const ClusterRows *self,
                      int                slice,
                      const AssayMatrix *matrix)
{
  AssayWeights *weights = self->weights->len > 0 ? assay_weights_new (matrix->n_cells) : NULL;

  for (guint row = 0; row < self->weights->len; row++)
    {
      const gint64 weight = g_array_index (self->weights, gint64, row);
      if (slice >= 0 && g_array_index (self->codes[0], guint16, row) != slice + 1)
        continue;
      AssayWeight *cell = &weights->cells[assay_matrix_find (matrix, g_array_index (self->codes[1], guint16, row) - 1u,
                                                             g_array_index (self->codes[2], guint16, row) - 1u)];
      cell->sum += weight;
      cell->squares += (AssaySum) weight * weight;
    }
  return weights;
}

/* Evidence with replicates: [0] of all rows, [1 + s] of slice s < n_slices; each to be cleared. */
static inline void
cluster_rows_evidence (const ClusterRows *self,
                       guint              n_slices,
                       guint              n_classes,
                       guint              positive,
                       guint64            seed,
                       AssayEvidence     *evidence)
{
  const guint n_values = self->weights->len > 0;
  const guint16 value = n_values > 0 ? 0 : ASSAY_REPLICATE_COUNT;
  const AssayReplicateShape shapes[] = { { { 2, { 1, 2 } }, 2, 1, { value } },
                                         { { 3, { 0, 1, 2 } }, 2, 1, { value } } };
  const guint n_codes[] = { n_slices + 2, n_classes + 1, n_classes + 1 };
  g_autoptr (AssayClusterRows) rows = assay_cluster_rows_new (3, n_values, 0);
  const gint64 *weights = (const gint64 *) (const void *) self->weights->data;
  const guint16 *codes[3];
  AssayAxis *axes[3];

  for (guint i = 0; i < 3; i++)
    {
      g_autofree const char **values = g_new0 (const char *, n_codes[i]);
      for (guint code = 1; code < n_codes[i]; code++)
        values[code] = "";
      axes[i] = assay_axis_new ("", ASSAY_AXIS_SLICE, n_codes[i], values);
      codes[i] = (const guint16 *) (const void *) self->codes[i]->data;
    }
  g_assert_true (assay_cluster_rows_add (assay_cluster_rows_start (rows),
                                         (const guint64 *) (const void *) self->keys->data, codes, &weights,
                                         self->keys->len));
  g_assert_true (assay_cluster_rows_sort (rows, NULL));
  const AssayReplicateRequest request = { .shapes = shapes, .n_shapes = n_slices > 0 ? 2 : 1, .axes = axes,
                                          .seed = seed, .n_threads = 1 };
  g_autoptr (GPtrArray) tables = assay_replicates_count (rows, &request, NULL, NULL, NULL);
  g_autoptr (GPtrArray) clusters = assay_clusters_count (rows, &request, NULL, NULL);
  for (guint s = 0; s <= n_slices; s++) /* the whole has cell 0 of a table without keys */
    {
      const guint shape = s > 0;
      evidence[s] = (AssayEvidence) { .matrix = cluster_rows_matrix (self, (int) s - 1, n_classes, positive) };
      evidence[s].replicates = assay_replicates_of (&evidence[s].matrix, tables->pdata[shape], 0,
                                                    clusters->pdata[shape], s);
      evidence[s].weights = cluster_rows_weights (self, (int) s - 1, &evidence[s].matrix);
    }
  for (guint i = 0; i < 3; i++)
    assay_axis_unref (axes[i]);
}
