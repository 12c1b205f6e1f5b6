/* test-cluster-table.c: sums over clusters against a loop over clusters and rows. */
#include "cluster-sample.h"
#include "sample-rows.h"
#include "tally/cluster-table.h"

#define CLASSES 3

static const AssayReplicateShape shapes[] = {
  { { 2, { 0, 1 } }, 2, 1, { ASSAY_REPLICATE_COUNT } },
  { { 3, { 2, 0, 1 } }, 2, 1, { ASSAY_REPLICATE_COUNT } },
  { { 4, { 4, 2, 0, 1 } }, 2, 1, { 0 } },
};

static gboolean
is_in (AssayPartKind kind,
       guint         class,
       guint         label,
       guint         prediction)
{
  switch (kind)
    {
    case ASSAY_PART_ALL: return TRUE;
    case ASSAY_PART_LABEL: return label == class;
    case ASSAY_PART_PREDICTION: return prediction == class;
    case ASSAY_PART_EITHER: return label == class || prediction == class;
    case ASSAY_PART_NOT_LABEL: return label != class;
    case ASSAY_PART_NOT_PREDICTION: return prediction != class;
    }
  g_assert_not_reached ();
}

/* What a cluster has in a part of a slice, or of the whole (cell < 0). */
static gint64
naive_value (const ClusterSample       *sample,
             const AssayReplicateShape *shape,
             guint64                    key,
             gint64                     cell,
             AssayPartKind              kind,
             guint                      class)
{
  gint64 sum = 0;

  for (guint row = 0; row < sample->n_rows; row++)
    {
      const guint n_keys = shape->axes.n_axes - 2;
      const guint label = sample->codes[0][row], prediction = sample->codes[1][row];
      gint64 of_row = 0;

      if (sample->keys[row] != key || label == 0 || prediction == 0
          || !is_in (kind, class, label - 1, prediction - 1))
        continue;
      for (guint a = 0; a < n_keys; a++)
        of_row = of_row * sample_n_codes[shape->axes.columns[a]] + sample->codes[shape->axes.columns[a]][row];
      if (cell < 0 || of_row == cell)
        sum += shape->values[0] == ASSAY_REPLICATE_COUNT ? 1 : sample->values[shape->values[0]][row];
    }
  return sum;
}

static void
assert_naive (const ClusterSample       *sample,
              const AssayReplicateShape *shape,
              const AssayClusterTable   *table,
              guint                      n_clusters,
              guint                      n_cells)
{
  for (guint cell = 0; cell < n_cells; cell++)
    for (AssayPartKind kind = ASSAY_PART_ALL; kind <= ASSAY_PART_NOT_PREDICTION; kind++)
      for (guint class = 0; class < CLASSES; class++)
        {
          const AssayClusterSums actual = assay_cluster_table_get (table, cell, kind, class);
          AssayClusterSums expected = { 0 };

          for (guint c = 0; c < n_clusters; c++)
            {
              const guint64 key = (c + G_GUINT64_CONSTANT (1)) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
              const gint64 value = naive_value (sample, shape, key, cell, kind, class);
              const gint64 whole = naive_value (sample, shape, key, -1, kind, class);

              expected.n += value > 0;
              expected.n_only += value > 0 && value == whole;
              expected.squares += (__int128) value * value;
              expected.cross += (__int128) value * whole;
            }
          g_assert_cmpint (actual.n, ==, expected.n);
          g_assert_cmpint (actual.n_only, ==, expected.n_only);
          g_assert_true (actual.squares == expected.squares && actual.cross == expected.cross);
        }
}

static GPtrArray *
count (const AssayClusterRows *rows)
{
  g_autoptr (GPtrArray) axes = sample_axes (sample_n_codes, SAMPLE_COLUMNS);
  const AssayReplicateRequest request = { .shapes = shapes, .n_shapes = G_N_ELEMENTS (shapes),
                                          .axes = (AssayAxis *const *) axes->pdata };
  GPtrArray *tables = assay_clusters_count (rows, &request, NULL, NULL);

  g_assert_nonnull (tables);
  return tables;
}

static void
test_naive (void)
{
  static const struct { guint n_rows, n_clusters; } cases[] = {
    { 0, 1 }, { 1, 1 }, { 40, 1 }, { 60, 9 }, { 50, 60 },
  };
  g_autoptr (GRand) random = sample_random ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (ClusterSample) sample = { 0 };
      cluster_sample_init (&sample, random, cases[i].n_rows, cases[i].n_clusters);
      g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, sample.n_rows, 64, 2);
      g_autoptr (GPtrArray) tables = count (rows);

      assert_naive (&sample, &shapes[0], tables->pdata[0], cases[i].n_clusters, 1);
      assert_naive (&sample, &shapes[1], tables->pdata[1], cases[i].n_clusters, 7);
      assert_naive (&sample, &shapes[2], tables->pdata[2], cases[i].n_clusters, 21);
    }
}

/* The order of rows, chunks and threads change nothing; another row does. */
static void
test_equal (void)
{
  g_autoptr (GRand) random = sample_random ();
  g_auto (ClusterSample) sample = { 0 };

  cluster_sample_init (&sample, random, 5000, 600);
  g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, sample.n_rows, 2048, 1);
  g_autoptr (GPtrArray) expected = count (rows);
  cluster_sample_permute (&sample, random);
  g_autoptr (AssayClusterRows) permuted = cluster_sample_rows (&sample, 0, sample.n_rows, 77, 3);
  g_autoptr (GPtrArray) actual = count (permuted);
  /* A label of its own: the row alone in its cluster and slice would else be the same again under another key. */
  sample.codes[0][7] = sample.codes[0][7] == 1 ? 2 : 1;
  sample.codes[1][7] = 1;
  sample.keys[7] = 12345;
  sample.values[0][7] = 1000;
  g_autoptr (AssayClusterRows) other = cluster_sample_rows (&sample, 0, sample.n_rows, 77, 3);
  g_autoptr (GPtrArray) different = count (other);

  for (guint i = 0; i < expected->len; i++)
    {
      g_assert_true (assay_cluster_table_equal (actual->pdata[i], expected->pdata[i]));
      g_assert_false (assay_cluster_table_equal (different->pdata[i], expected->pdata[i]));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/cluster-table/naive", test_naive);
  g_test_add_func ("/tally/cluster-table/equal", test_equal);
  return g_test_run ();
}
