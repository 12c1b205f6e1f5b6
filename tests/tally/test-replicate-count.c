/* test-replicate-count.c: tables of replicates against a loop over rows and replicates, number by number. */
#include "cluster-sample.h"
#include "sample-rows.h"
#include "tally/poisson.h"
#include "tally/replicate-count.h"

#include <dlfcn.h>

static const AssayReplicateShape shapes[] = {
  { { 2, { 0, 1 } }, 2, 1, { ASSAY_REPLICATE_COUNT } },
  { { 3, { 2, 0, 1 } }, 2, 1, { ASSAY_REPLICATE_COUNT } },
  { { 4, { 3, 2, 0, 1 } }, 2, 2, { 0, ASSAY_REPLICATE_COUNT } },
  { { 3, { 4, 0, 1 } }, 1, 3, { 1, ASSAY_REPLICATE_COUNT, 0 } },
  { { 5, { 3, 0, 1, 2, 4 } }, 3, 1, { 1 } },
  { { 1, { 3 } }, 0, 1, { ASSAY_REPLICATE_COUNT } },
};

#define SEED G_GUINT64_CONSTANT (0x1234567890abcdef)
#define REPLICATES 77

/* The sums of one cell of a shape, row by row; FALSE when no row is in it. */
static gboolean
naive_sums (const ClusterSample       *sample,
            const AssayReplicateShape *shape,
            const guint               *codes,
            guint                      sum,
            gint64                    *sums)
{
  guint n_rows = 0;

  memset (sums, 0, REPLICATES * sizeof *sums);
  for (guint row = 0; row < sample->n_rows; row++)
    {
      guint8 weights[REPLICATES + ASSAY_POISSON_LANE];
      gboolean is_in = TRUE;

      for (guint a = 0; a < shape->axes.n_axes; a++)
        is_in = is_in && sample->codes[shape->axes.columns[a]][row] == codes[a]
                && (codes[a] != 0 || a + shape->n_outcomes < shape->axes.n_axes);
      if (!is_in)
        continue;
      n_rows++;
      assay_poisson_best ()->draw (SEED, sample->keys[row], 0, REPLICATES, weights);
      const guint16 value = shape->values[sum];
      for (guint r = 0; r < REPLICATES; r++)
        sums[r] += weights[r] * (value == ASSAY_REPLICATE_COUNT ? 1 : sample->values[value][row]);
    }
  return n_rows > 0;
}

static void
assert_naive (const ClusterSample       *sample,
              const AssayReplicateShape *shape,
              const AssayReplicateTable *table)
{
  guint64 n_entries = 0;

  for (guint64 cell = 0; cell < table->n_cells; cell++)
    {
      guint codes[ASSAY_MAX_AXES];
      guint64 left = cell;
      gboolean has_rows = FALSE;

      for (guint a = table->n_axes; a-- > 0; left /= table->axes[a]->n_codes)
        codes[a] = (guint) (left % table->axes[a]->n_codes);
      for (guint sum = 0; sum < shape->n_sums; sum++)
        {
          gint64 expected[REPLICATES];
          const gint64 *actual = assay_replicate_table_get (table, cell, sum);

          has_rows = naive_sums (sample, shape, codes, sum, expected);
          g_assert_cmpint (actual != NULL, ==, has_rows);
          if (has_rows)
            g_assert_cmpmem (actual, sizeof expected, expected, sizeof expected);
        }
      n_entries += has_rows;
    }
  g_assert_cmpuint (table->n_entries, ==, n_entries);
}

static GPtrArray *
count_with (const AssayClusterRows *rows,
            guint                   n_shapes,
            guint                   n_threads,
            const char             *variant,
            const char             *blas)
{
  g_autoptr (GPtrArray) axes = sample_axes (sample_n_codes, SAMPLE_COLUMNS);
  g_autoptr (GError) error = NULL;
  const AssayReplicateRequest request = {
    .shapes = shapes, .n_shapes = n_shapes, .axes = (AssayAxis *const *) axes->pdata, .seed = SEED,
    .n_replicates = REPLICATES, .n_threads = n_threads, .variant = variant, .blas = blas,
  };
  GPtrArray *tables = assay_replicates_count (rows, &request, NULL, NULL, &error);

  g_assert_no_error (error);
  return tables;
}

/* By the loop. */
static GPtrArray *
count (const AssayClusterRows *rows,
       guint                   n_shapes,
       guint                   n_threads,
       const char             *variant)
{
  return count_with (rows, n_shapes, n_threads, variant, "");
}

static void
assert_equal (GPtrArray *actual,
              GPtrArray *expected)
{
  g_assert_cmpuint (actual->len, ==, expected->len);
  for (guint i = 0; i < actual->len; i++)
    g_assert_true (assay_replicate_table_equal (g_ptr_array_index (actual, i), g_ptr_array_index (expected, i)));
}

static void
test_naive (void)
{
  static const struct { guint n_rows, n_clusters; } cases[] = {
    { 0, 1 }, { 1, 1 }, { 60, 5 }, { 90, 0 }, { 150, 1 },
  };
  g_autoptr (GRand) random = sample_random ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (ClusterSample) sample = { 0 };
      cluster_sample_init (&sample, random, cases[i].n_rows, cases[i].n_clusters);
      g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, sample.n_rows, 64, 2);
      g_autoptr (GPtrArray) tables = count (rows, 4, 2, NULL);

      for (guint s = 0; s < tables->len; s++)
        assert_naive (&sample, &shapes[s], g_ptr_array_index (tables, s));
    }
}

/* Threads, kernels, chunks and the order of rows change nothing; parts add up, clusters in both of them too. */
static void
test_invariant (void)
{
  g_autoptr (GRand) random = sample_random ();
  g_auto (ClusterSample) sample = { 0 };
  guint n_kernels;
  const AssayPoissonKernel *kernels = assay_poisson_kernels (&n_kernels);

  cluster_sample_init (&sample, random, 4000, 700);
  g_autoptr (AssayClusterRows) whole = cluster_sample_rows (&sample, 0, sample.n_rows, 2048, 1);
  g_autoptr (GPtrArray) expected = count (whole, G_N_ELEMENTS (shapes), 1, "portable");
  for (guint threads = 1; threads < 6; threads++)
    {
      g_autoptr (GPtrArray) tables = count (whole, G_N_ELEMENTS (shapes), threads, NULL);
      assert_equal (tables, expected);
    }
  for (guint i = 0; i < n_kernels; i++)
    if (kernels[i].is_supported ())
      {
        g_autoptr (GPtrArray) tables = count (whole, G_N_ELEMENTS (shapes), 2, kernels[i].name);
        assert_equal (tables, expected);
      }

  const guint middle = 1234;
  g_autoptr (AssayClusterRows) first = cluster_sample_rows (&sample, 0, middle, 100, 3);
  g_autoptr (AssayClusterRows) second = cluster_sample_rows (&sample, middle, sample.n_rows, 7, 2);
  g_autoptr (GPtrArray) a = count (first, G_N_ELEMENTS (shapes), 2, NULL);
  g_autoptr (GPtrArray) b = count (second, G_N_ELEMENTS (shapes), 3, NULL);
  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      g_autoptr (AssayReplicateTable) sum = assay_replicate_table_merge (a->pdata[s], b->pdata[s], NULL);
      g_autoptr (AssayReplicateTable) other = assay_replicate_table_merge (b->pdata[s], a->pdata[s], NULL);
      g_assert_true (assay_replicate_table_equal (sum, expected->pdata[s]));
      g_assert_true (assay_replicate_table_equal (other, expected->pdata[s]));
      g_assert_false (assay_replicate_table_equal (a->pdata[s], expected->pdata[s]));
    }

  cluster_sample_permute (&sample, random);
  g_autoptr (AssayClusterRows) permuted = cluster_sample_rows (&sample, 0, sample.n_rows, 333, 4);
  g_autoptr (GPtrArray) tables = count (permuted, G_N_ELEMENTS (shapes), 2, NULL);
  assert_equal (tables, expected);
}

/* The loop, a BLAS that counts its calls, GSL's and the system's: the same tables. */
static void
test_blas (void)
{
  const char *const names[] = { g_getenv ("ASSAY_TEST_CBLAS"), "libgslcblas.so.0", "libopenblas.so.0", NULL };
  static const guint clusters[] = { 1, 20, 700, 0 };
  g_autoptr (GRand) random = sample_random ();
  gpointer library = dlopen (names[0], RTLD_NOW | RTLD_LOCAL);

  g_assert_nonnull (library);
  unsigned (*n_calls) (void) = (unsigned (*) (void)) dlsym (library, "loop_cblas_calls");
  for (guint c = 0; c < G_N_ELEMENTS (clusters); c++)
    {
      g_auto (ClusterSample) sample = { 0 };
      cluster_sample_init (&sample, random, 2000, clusters[c]);
      sample.values[1][7] = G_GINT64_CONSTANT (1) << 52; /* its sums cannot be doubles, others can */
      g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, sample.n_rows, 64, 2);
      g_autoptr (GPtrArray) expected = count (rows, G_N_ELEMENTS (shapes), 1, NULL);
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          const guint before = n_calls ();
          g_autoptr (GPtrArray) tables = count_with (rows, G_N_ELEMENTS (shapes), 1 + i % 2, NULL, names[i]);
          assert_equal (tables, expected);
          g_assert_true ((n_calls () > before + 1) == (i == 0)); /* one when it is opened */
        }
    }
  dlclose (library);
}

/* Codes of first sight become the axes': counting with maps equals counting mapped rows. */
static void
test_maps (void)
{
  static const guint map_0[] = { 0, 3, 1, 2 }, map_2[] = { 0, 6, 5, 4, 3, 2, 1 };
  const guint *const maps[SAMPLE_COLUMNS] = { map_0, NULL, map_2, NULL, NULL };
  g_autoptr (GRand) random = sample_random ();
  g_autoptr (GPtrArray) axes = sample_axes (sample_n_codes, SAMPLE_COLUMNS);
  g_auto (ClusterSample) sample = { 0 };
  AssayReplicateRequest request = { .shapes = shapes, .n_shapes = G_N_ELEMENTS (shapes), .seed = SEED,
                                    .axes = (AssayAxis *const *) axes->pdata, .n_replicates = REPLICATES,
                                    .maps = maps };

  cluster_sample_init (&sample, random, 500, 50);
  g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, sample.n_rows, 64, 2);
  g_autoptr (GPtrArray) actual = assay_replicates_count (rows, &request, NULL, NULL, NULL);
  for (guint row = 0; row < sample.n_rows; row++)
    {
      sample.codes[0][row] = (guint16) map_0[sample.codes[0][row]];
      sample.codes[2][row] = (guint16) map_2[sample.codes[2][row]];
    }
  g_autoptr (AssayClusterRows) mapped = cluster_sample_rows (&sample, 0, sample.n_rows, 64, 2);
  g_autoptr (GPtrArray) expected = count (mapped, G_N_ELEMENTS (shapes), 1, NULL);
  assert_equal (actual, expected);
}

/* Axes so wide that the cells have no table of their own: the same sums under other cell numbers. */
static void
test_sparse (void)
{
  static const guint wide[SAMPLE_COLUMNS] = { 4, 4, 1000, 300, 3 };
  static const guint keep[] = { 0, 1, 2, 3, 4 };
  g_autoptr (GRand) random = sample_random ();
  g_autoptr (GPtrArray) axes = sample_axes (wide, SAMPLE_COLUMNS);
  g_auto (ClusterSample) sample = { 0 };
  const AssayReplicateRequest request = { .shapes = &shapes[4], .n_shapes = 1, .seed = SEED,
                                          .n_replicates = REPLICATES, .axes = (AssayAxis *const *) axes->pdata };

  cluster_sample_init (&sample, random, 2000, 300);
  g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, sample.n_rows, 64, 2);
  g_autoptr (GPtrArray) sparse = assay_replicates_count (rows, &request, NULL, NULL, NULL);
  g_autoptr (GPtrArray) dense = count (rows, 5, 1, NULL);
  const AssayReplicateTable *actual = sparse->pdata[0];
  g_autoptr (AssayReplicateTable) expected = assay_replicate_table_project (dense->pdata[4], keep, 5, actual->axes,
                                                                            NULL, NULL);
  g_assert_cmpuint (actual->n_cells, >, ASSAY_DENSE_CELLS);
  g_assert_true (assay_replicate_table_equal (actual, expected));
}

static void
test_bounds (void)
{
  g_autoptr (GRand) random = sample_random ();
  g_autoptr (GPtrArray) axes = sample_axes (sample_n_codes, SAMPLE_COLUMNS);
  g_autoptr (GError) error = NULL;
  g_auto (ClusterSample) sample = { 0 };
  AssayReplicateRequest request = { .shapes = shapes, .n_shapes = 1, .seed = SEED, .n_replicates = REPLICATES,
                                    .axes = (AssayAxis *const *) axes->pdata, .most_bytes = 9 * REPLICATES * 8 };

  cluster_sample_init (&sample, random, 1000, 50); /* all 3 x 3 cells of the outcomes are there */
  g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, sample.n_rows, 64, 2);
  g_autoptr (GPtrArray) tables = assay_replicates_count (rows, &request, NULL, NULL, &error);
  g_assert_no_error (error);
  request.most_bytes--;
  g_assert_null (assay_replicates_count (rows, &request, NULL, NULL, &error));
  g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE);
  g_clear_error (&error);

  sample.values[1][0] = G_MAXINT64 / 4;
  g_autoptr (AssayClusterRows) large = cluster_sample_rows (&sample, 0, sample.n_rows, 64, 2);
  request = (AssayReplicateRequest) { .shapes = &shapes[3], .n_shapes = 1, .seed = SEED,
                                      .axes = (AssayAxis *const *) axes->pdata };
  sample.codes[4][0] = sample.codes[0][0] = sample.codes[1][0] = 1;
  g_autoptr (AssayClusterRows) larger = cluster_sample_rows (&sample, 0, sample.n_rows, 64, 2);
  g_assert_null (assay_replicates_count (larger, &request, NULL, NULL, &error));
  g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE);
  g_clear_error (&error);

  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  request.shapes = shapes;
  g_assert_null (assay_replicates_count (rows, &request, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/replicate-count/naive", test_naive);
  g_test_add_func ("/tally/replicate-count/blas", test_blas);
  g_test_add_func ("/tally/replicate-count/invariant", test_invariant);
  g_test_add_func ("/tally/replicate-count/maps", test_maps);
  g_test_add_func ("/tally/replicate-count/sparse", test_sparse);
  g_test_add_func ("/tally/replicate-count/bounds", test_bounds);
  return g_test_run ();
}
