/* test-cluster-rows.c: every row comes back once, with its cluster's others, whatever the chunks and threads. */
#include "cluster-sample.h"
#include "sample-rows.h"

/* A number that tells rows apart. */
static guint64
fingerprint (guint64        key,
             const guint16 *codes,
             const gint64  *values)
{
  guint64 hash = key;

  for (guint c = 0; c < SAMPLE_COLUMNS; c++)
    hash = (hash ^ codes[c]) * G_GUINT64_CONSTANT (0x100000001b3);
  for (guint v = 0; v < SAMPLE_VALUES; v++)
    hash = (hash ^ (guint64) values[v]) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

static void
assert_all_there (const ClusterSample    *sample,
                  const AssayClusterRows *rows)
{
  guint64 expected = 0, actual = 0, n_clusters = 0, last = 0;

  g_assert_cmpuint (assay_cluster_rows_n_rows (rows), ==, sample->n_rows);
  g_assert_cmpuint (assay_cluster_rows_n_columns (rows), ==, SAMPLE_COLUMNS);
  for (guint row = 0; row < sample->n_rows; row++)
    {
      guint16 codes[SAMPLE_COLUMNS];
      for (guint c = 0; c < SAMPLE_COLUMNS; c++)
        codes[c] = sample->codes[c][row];
      const gint64 values[] = { sample->values[0][row], sample->values[1][row] };
      expected += fingerprint (sample->keys[row], codes, values);
    }
  for (guint64 first = 0, end; first < sample->n_rows; first = end)
    {
      end = assay_cluster_rows_end (rows, first);
      const guint64 key = assay_cluster_rows_get (rows, first).key;
      g_assert_true (n_clusters == 0 || key > last);
      last = key;
      n_clusters++;
      for (guint64 i = first; i < end; i++)
        {
          const AssayClusterRow row = assay_cluster_rows_get (rows, i);
          g_assert_cmphex (row.key, ==, key);
          actual += fingerprint (row.key, row.codes, row.values);
        }
    }
  g_assert_cmphex (actual, ==, expected);
  g_assert_cmpuint (assay_cluster_rows_n_clusters (rows), ==, n_clusters);
}

static void
test_order (void)
{
  static const struct { guint n_rows, n_clusters, chunk, n_states; } cases[] = {
    { 0, 1, 1, 1 }, { 1, 1, 1, 1 }, { 2, 1, 1, 2 }, { 1000, 7, 33, 3 }, { 5000, 0, 2048, 2 }, { 5000, 5000, 1, 5 },
    { 3000, 1, 100, 1 }, { 4096, 300, 2048, 1 }, { 4097, 300, 2048, 1 }, { 65537, 300, 2048, 1 }, { 200000, 60000, 2047, 2 },
  };
  g_autoptr (GRand) random = sample_random ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (ClusterSample) sample = { 0 };
      cluster_sample_init (&sample, random, cases[i].n_rows, cases[i].n_clusters);
      g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, sample.n_rows, cases[i].chunk,
                                                               cases[i].n_states);
      assert_all_there (&sample, rows);
    }
}

/* A block of 4,096 rows of 8 + 2 x 8 + 5 x 2 bytes, rounded up, and 20 for the order: 60 bytes a row. */
static void
test_bound (void)
{
  const guint64 block = 4096 * (40 + 20);
  g_autoptr (GRand) random = sample_random ();
  g_auto (ClusterSample) sample = { 0 };

  cluster_sample_init (&sample, random, 4097, 100);
  for (guint spare = 0; spare < 2; spare++)
    {
      const guint64 most_bytes = 2 * block - 1 + spare;
      g_autoptr (AssayClusterRows) rows = assay_cluster_rows_new (SAMPLE_COLUMNS, SAMPLE_VALUES, most_bytes);
      g_autoptr (GError) error = NULL;
      AssayClusterState *state = assay_cluster_rows_start (rows);
      const guint16 *codes[SAMPLE_COLUMNS];

      for (guint c = 0; c < SAMPLE_COLUMNS; c++)
        codes[c] = sample.codes[c];
      g_assert_cmpint (assay_cluster_rows_add (state, sample.keys, codes, (const gint64 *const *) sample.values,
                                               sample.n_rows), ==, spare == 1);
      g_assert_cmpint (assay_cluster_rows_sort (rows, &error), ==, spare == 1);
      if (spare == 1)
        continue;
      g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE);
      g_assert_nonnull (strstr (error->message, "the first 4096 rows take 491 kB"));
      g_assert_nonnull (strstr (error->message, "--memory"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/cluster-rows/order", test_order);
  g_test_add_func ("/tally/cluster-rows/bound", test_bound);
  return g_test_run ();
}
