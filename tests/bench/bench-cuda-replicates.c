/* bench-cuda-replicates.c: 1,000 Poisson replicates of clusters, by both engines on the same rows.
 *
 * Ten rows have one key and fall into slices at random, so that nearly every row is an entry of its own: (cluster,
 * slice, label, prediction). An entry is added to a thousand sums, and a multiprocessor adds 4 numbers of 64 bits a
 * clock in the device's memory (cuda-products.c): that is the limit, for the weights are drawn once a cluster and the
 * entries read once. With the entries comes what the host does for them: it makes the lists of one device in one thread,
 * which is in the time of the engine.
 */
#include "bench-cuda.h"

#include "tally/replicate-count.h"

#include <stdio.h>

#define DEVICE_A_CLOCK 4
#define CLUSTER_ROWS 10
#define CHUNK 2048

typedef struct
{
  const AssayClusterRows *rows;
  AssayAxis *const       *axes;
  AssayEngine            *engine; /* (nullable) */
  guint                   n_threads;
  GPtrArray              *tables;
} Drawing;

static gboolean
draw (gpointer data)
{
  static const AssayReplicateShape shape = { { .n_axes = 3, .columns = { 0, 1, 2 } }, 2, 1, { ASSAY_REPLICATE_COUNT } };
  Drawing *self = data;
  g_autoptr (GError) error = NULL;
  const AssayReplicateRequest request = { .shapes = &shape, .n_shapes = 1, .axes = self->axes, .seed = 1,
                                          .n_threads = self->n_threads, .engine = self->engine, .is_insistent = TRUE };

  g_clear_pointer (&self->tables, g_ptr_array_unref);
  self->tables = assay_replicates_count (self->rows, &request, NULL, NULL, &error);
  if (self->tables == NULL)
    fprintf (stderr, "bench-cuda: %s\n", error->message);
  return self->tables != NULL;
}

static AssayClusterRows *
make_rows (guint64 n_rows,
           guint   n_slices,
           guint64 seed)
{
  g_autoptr (AssayClusterRows) rows = assay_cluster_rows_new (3, 0, 0);
  AssayClusterState *state = assay_cluster_rows_start (rows);
  guint64 keys[CHUNK], random = seed;
  guint16 codes[3][CHUNK];

  for (guint64 first = 0; first < n_rows; first += CHUNK)
    {
      guint n = (guint) MIN (CHUNK, n_rows - first);
      for (guint i = 0; i < n; i++)
        {
          guint64 draw = cuda_next_random (&random);
          keys[i] = ((first + i) / CLUSTER_ROWS + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
          codes[0][i] = (guint16) (1 + (draw & 0xffffffff) % n_slices);
          codes[1][i] = (guint16) (1 + (draw >> 32 & 1));
          codes[2][i] = (guint16) (1 + (draw >> 33 & 1));
        }
      if (!assay_cluster_rows_add (state, keys, (const guint16 *[]) { codes[0], codes[1], codes[2] }, NULL, n))
        return NULL;
    }
  return assay_cluster_rows_sort (rows, NULL) ? g_steal_pointer (&rows) : NULL;
}

static GPtrArray *
make_axes (guint n_slices)
{
  GPtrArray *axes = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_axis_unref);
  const guint n_codes[] = { n_slices + 1, 3, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (n_codes); i++)
    {
      g_autofree const char **values = g_new0 (const char *, n_codes[i] + 1);
      for (guint code = 1; code < n_codes[i]; code++)
        values[code] = "";
      g_ptr_array_add (axes, assay_axis_new ("axis", ASSAY_AXIS_SLICE, n_codes[i], values));
    }
  return axes;
}

static gboolean
time_both (const CudaLimits *limits,
           Drawing          *drawing, /* by the device, by the processor */
           guint64           n_rows,
           guint             n_slices,
           guint             n_runs)
{
  AssayBenchCase cases[] = { { "cuda", draw, &drawing[0] }, { "cpu", draw, &drawing[1] } };
  const double n_added = (double) n_rows * ASSAY_REPLICATES;
  const double least = n_added / DEVICE_A_CLOCK / limits->n_multiprocessors / limits->clock;

  assay_bench_run (cases, G_N_ELEMENTS (cases), n_runs);
  if (!assay_replicate_table_equal (drawing[0].tables->pdata[0], drawing[1].tables->pdata[0]))
    {
      fprintf (stderr, "bench-cuda: the engines' replicates differ\n");
      return FALSE;
    }
  printf ("\n1,000 replicates of clusters, %u slices\n", n_slices);
  assay_bench_table (cases, G_N_ELEMENTS (cases), n_runs, n_rows);
  cuda_figure (limits, "1,000 replicates, rows x replicates", n_added / cases[0].median / 1e9, "1e9/s", NULL);
  cuda_figure (limits, "1,000 replicates, share of the derived limit", least / cases[0].median, "share", NULL);
  cuda_figure (limits, "1,000 replicates, times the cpu", cases[1].median / cases[0].median, "x", NULL);
  return TRUE;
}

gboolean
cuda_bench_replicates (const CudaLimits *limits,
                       guint             device,
                       guint             n_threads,
                       guint64           n_rows,
                       guint             n_slices,
                       guint             n_runs,
                       guint64           seed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayEngine) engine = assay_engine_open (&assay_engine_cuda, &(AssayEngineOptions) { .device = device },
                                                      &error);
  g_autoptr (AssayClusterRows) rows = make_rows (n_rows, n_slices, seed);
  g_autoptr (GPtrArray) axes = make_axes (n_slices);
  Drawing drawing[] = { { rows, (AssayAxis *const *) axes->pdata, engine, n_threads },
                        { rows, (AssayAxis *const *) axes->pdata, NULL, n_threads } };

  if (engine == NULL || rows == NULL)
    {
      fprintf (stderr, "bench-cuda: replicates: %s\n", error != NULL ? error->message : "no memory for the rows");
      return engine != NULL; /* fewer rows are another bench, not a failure */
    }
  gboolean done = time_both (limits, drawing, n_rows, n_slices, n_runs);
  for (guint i = 0; i < G_N_ELEMENTS (drawing); i++)
    g_clear_pointer (&drawing[i].tables, g_ptr_array_unref);
  return done;
}
