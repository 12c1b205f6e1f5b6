/* cluster-sample.h: random rows in clusters, for the tests of what is counted cluster by cluster. */
#pragma once

#include "tally/cluster-rows.h"

#include <string.h>

#define SAMPLE_COLUMNS 5
#define SAMPLE_VALUES 2

static const guint sample_n_codes[SAMPLE_COLUMNS] = { 4, 4, 7, 300, 3 };

typedef struct
{
  guint    n_rows;
  guint64 *keys;
  guint16 *codes[SAMPLE_COLUMNS];
  gint64  *values[SAMPLE_VALUES];
} ClusterSample;

static inline void
cluster_sample_clear (ClusterSample *self)
{
  g_free (self->keys);
  for (guint c = 0; c < SAMPLE_COLUMNS; c++)
    g_free (self->codes[c]);
  for (guint v = 0; v < SAMPLE_VALUES; v++)
    g_free (self->values[v]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClusterSample, cluster_sample_clear)

/* n_clusters 0: every row its own. Codes are below sample_n_codes, 0 among them; value 0 is not negative. */
static inline void
cluster_sample_init (ClusterSample *self,
                     GRand         *random,
                     guint          n_rows,
                     guint          n_clusters)
{
  self->n_rows = n_rows;
  self->keys = g_new (guint64, n_rows + 1);
  for (guint c = 0; c < SAMPLE_COLUMNS; c++)
    self->codes[c] = g_new (guint16, n_rows + 1);
  for (guint v = 0; v < SAMPLE_VALUES; v++)
    self->values[v] = g_new (gint64, n_rows + 1);
  for (guint row = 0; row < n_rows; row++)
    {
      const guint64 cluster = n_clusters == 0 ? row : (guint64) g_rand_int_range (random, 0, (gint32) n_clusters);

      self->keys[row] = (cluster + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      for (guint c = 0; c < SAMPLE_COLUMNS; c++)
        self->codes[c][row] = (guint16) g_rand_int_range (random, 0, (gint32) sample_n_codes[c]);
      self->values[0][row] = g_rand_int_range (random, 0, 2) == 0 ? 0 : g_rand_int_range (random, 0, G_MAXINT32);
      self->values[1][row] = (gint64) g_rand_int_range (random, G_MININT32, G_MAXINT32) * 3;
    }
}

/* (transfer full) Rows first .. end - 1 of the sample, given in chunks to several states, and sorted. */
static inline AssayClusterRows *
cluster_sample_rows (const ClusterSample *self,
                     guint                first,
                     guint                end,
                     guint                chunk,
                     guint                n_states)
{
  AssayClusterRows *rows = assay_cluster_rows_new (SAMPLE_COLUMNS, SAMPLE_VALUES, 0);
  g_autofree AssayClusterState **states = g_new (AssayClusterState *, n_states);

  for (guint i = 0; i < n_states; i++)
    states[i] = assay_cluster_rows_start (rows);
  for (guint row = first, i = 0; row < end; row += chunk, i++)
    {
      const guint16 *codes[SAMPLE_COLUMNS];
      const gint64 *values[SAMPLE_VALUES];

      for (guint c = 0; c < SAMPLE_COLUMNS; c++)
        codes[c] = self->codes[c] + row;
      for (guint v = 0; v < SAMPLE_VALUES; v++)
        values[v] = self->values[v] + row;
      g_assert_true (assay_cluster_rows_add (states[i % n_states], self->keys + row, codes, values,
                                             MIN (chunk, end - row)));
    }
  g_assert_true (assay_cluster_rows_sort (rows, NULL));
  return rows;
}

/* The same rows in another order. */
static inline void
cluster_sample_permute (ClusterSample *self,
                        GRand         *random)
{
  for (guint i = self->n_rows; i > 1; i--)
    {
      const guint a = i - 1, b = (guint) g_rand_int_range (random, 0, (gint32) i);
#define SWAP(array) do { typeof ((array)[0]) kept = (array)[a]; \
                         (array)[a] = (array)[b]; (array)[b] = kept; } while (0)
      SWAP (self->keys);
      for (guint c = 0; c < SAMPLE_COLUMNS; c++)
        SWAP (self->codes[c]);
      for (guint v = 0; v < SAMPLE_VALUES; v++)
        SWAP (self->values[v]);
#undef SWAP
    }
}
