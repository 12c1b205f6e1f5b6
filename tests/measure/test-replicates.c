/* test-replicates.c: measures of clustered rows against loops over clusters and replicates. */
#include "clusters.h"
#include "near.h"

#define CONFIDENCE 0.95

static const AssayMeasureOptions options = { .confidence = CONFIDENCE, .seed = 5, .stream = "" };

/* Random rows in n_clusters clusters over two slices; a cluster's rows tend to be right or wrong together. */
static void
fill (ClusterRows *rows,
      GRand       *random,
      guint        n_rows,
      guint        n_clusters,
      guint        n_classes)
{
  for (guint row = 0; row < n_rows; row++)
    {
      const guint cluster = n_clusters == 0 ? row : (guint) g_rand_int_range (random, 0, (gint32) n_clusters);
      const guint label = (guint) g_rand_int_range (random, 0, (gint32) n_classes);
      const gboolean is_right = g_rand_double (random) < (cluster % 3 == 0 ? 0.5 : 0.9);

      cluster_rows_add (rows, cluster, (guint) g_rand_int_range (random, 0, 2), label,
                        is_right ? label : (guint) g_rand_int_range (random, 0, (gint32) n_classes));
    }
}

typedef gboolean (*RowTest) (guint label, guint prediction, guint positive);

static gboolean is_any (guint l, guint p, guint c) { return TRUE; }
static gboolean is_right (guint l, guint p, guint c) { return l == p; }
static gboolean is_label (guint l, guint p, guint c) { return l == c; }
static gboolean is_not_label (guint l, guint p, guint c) { return l != c; }
static gboolean is_predicted (guint l, guint p, guint c) { return p == c; }
static gboolean is_not_predicted (guint l, guint p, guint c) { return p != c; }
static gboolean is_either (guint l, guint p, guint c) { return l == c || p == c; }
static gboolean is_tp (guint l, guint p, guint c) { return l == c && p == c; }
static gboolean is_fp (guint l, guint p, guint c) { return l != c && p == c; }
static gboolean is_fn (guint l, guint p, guint c) { return l == c && p != c; }

static const struct
{
  const char *name;
  RowTest     success, denominator;
} proportions[] = {
  { "accuracy", is_right, is_any },     { "precision", is_tp, is_predicted }, { "recall", is_tp, is_label },
  { "fpr", is_fp, is_not_label },       { "fnr", is_fn, is_label },           { "fdr", is_fp, is_predicted },
  { "for", is_fn, is_not_predicted },   { "f1", is_tp, is_either },           { "jaccard", is_tp, is_either },
  { "prevalence", is_label, is_any },   { "selection_rate", is_predicted, is_any },
};

/* The measure's variance and clusters from the rows of a slice (-1: all), or of all other rows. */
static void
naive (const ClusterRows *rows,
       guint              which,
       int                slice,
       gboolean           is_rest,
       guint              positive,
       double            *v,
       guint             *n_clusters)
{
  g_autoptr (GHashTable) of_cluster = g_hash_table_new (g_int64_hash, g_int64_equal);
  double k[1000] = { 0 }, n[1000] = { 0 }, mean = 0;

  for (guint row = 0; row < rows->keys->len; row++)
    {
      const guint label = g_array_index (rows->codes[1], guint16, row) - 1u;
      const guint prediction = g_array_index (rows->codes[2], guint16, row) - 1u;
      const gboolean in_slice = g_array_index (rows->codes[0], guint16, row) == slice + 1;
      guint64 *key = &g_array_index (rows->keys, guint64, row);
      const double weight = rows->weights->len > 0 ? g_array_index (rows->weights, gint64, row) : 1;
      guint8 weights[1024];

      if ((slice >= 0 && in_slice == is_rest) || !proportions[which].denominator (label, prediction, positive))
        continue;
      assay_poisson_best ()->draw (options.seed, *key, 0, 1000, weights);
      for (guint r = 0; r < 1000; r++)
        {
          n[r] += weight * weights[r];
          k[r] += proportions[which].success (label, prediction, positive) ? weight * weights[r] : 0;
        }
      if (weight > 0)
        g_hash_table_add (of_cluster, key);
    }
  for (guint r = 0; r < 1000; r++)
    mean += k[r] / n[r] / 1000;
  *v = 0;
  for (guint r = 0; r < 1000; r++)
    *v += (k[r] / n[r] - mean) * (k[r] / n[r] - mean) / 999;
  *n_clusters = g_hash_table_size (of_cluster);
}

static void
assert_effective (const ClusterRows   *rows,
                  const AssayEvidence *evidence,
                  int                  slice,
                  gboolean             is_rest)
{
  for (guint i = 0; i < G_N_ELEMENTS (proportions); i++)
    {
      AssayMeasure measure;
      double v;
      guint n_clusters;

      g_assert_true (assay_measure_find (proportions[i].name, &measure));
      const AssayEffective effective = assay_replicates_effective (&measure, evidence, CONFIDENCE);
      const AssayEstimate estimate = assay_measure_estimate (&measure, evidence, &options);
      naive (rows, i, slice, is_rest, evidence->matrix.positive, &v, &n_clusters);
      g_assert_cmpfloat_with_epsilon (effective.v, v, 1e-12);
      g_assert_cmpfloat_with_epsilon (effective.quantile, assay_t (CONFIDENCE, n_clusters - 1), 1e-12);
      g_assert_cmpfloat_with_epsilon (effective.n, effective.p * (1 - effective.p) / v, 1e-6);
      g_assert_cmpuint (estimate.n, ==, effective.rows);
      g_assert_cmpfloat (estimate.lo, <, estimate.value);
      g_assert_cmpfloat (estimate.value, <, estimate.hi);
    }
}

static void
test_naive (void)
{
  const guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint n_classes = 2; n_classes <= 4; n_classes += 2)
    {
      g_auto (ClusterRows) rows = { 0 };
      AssayEvidence evidence[3];

      cluster_rows_init (&rows);
      fill (&rows, random, 600, 60, n_classes);
      cluster_rows_evidence (&rows, 2, n_classes, 1, options.seed, evidence);
      assert_effective (&rows, &evidence[0], -1, FALSE);
      for (int slice = 0; slice < 2; slice++)
        {
          g_auto (AssayEvidence) rest = assay_evidence_less (&evidence[0], &evidence[1 + slice]);
          assert_effective (&rows, &evidence[1 + slice], slice, FALSE);
          assert_effective (&rows, &rest, slice, TRUE);
        }
      for (guint i = 0; i < 3; i++)
        assay_evidence_clear (&evidence[i]);
    }
}

/* Rows of other weights, some of 0: p, v, clusters and the ends are those of sums of weights, n counts rows. */
static void
test_weights (void)
{
  const guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_auto (ClusterRows) rows = { 0 };
  AssayEvidence evidence[3];

  g_test_message ("seed %u", seed);
  cluster_rows_init (&rows);
  fill (&rows, random, 700, 70, 3);
  for (guint row = 0; row < 700; row++)
    {
      const gint64 drawn = g_rand_int_range (random, -200, 1000), weight = MAX (drawn, 0);
      g_array_append_val (rows.weights, weight);
    }
  cluster_rows_evidence (&rows, 2, 3, 1, options.seed, evidence);
  assert_effective (&rows, &evidence[0], -1, FALSE);
  for (int slice = 0; slice < 2; slice++)
    {
      g_auto (AssayEvidence) rest = assay_evidence_less (&evidence[0], &evidence[1 + slice]);
      assert_effective (&rows, &evidence[1 + slice], slice, FALSE);
      assert_effective (&rows, &rest, slice, TRUE);
    }
  for (guint i = 0; i < 3; i++)
    assay_evidence_clear (&evidence[i]);
}

/* Every row weighs 3: as if none did, to the last bit of values that are ratios of small whole numbers. */
static void
test_equal_weights (void)
{
  static const char *const names[] = { "accuracy", "recall", "f1", "mcc", "kappa", "f2", "macro_f1", "balanced_accuracy" };
  g_autoptr (GRand) random = g_rand_new_with_seed (83);
  g_auto (ClusterRows) rows = { 0 };
  AssayEvidence plain[2], weighted[2];

  cluster_rows_init (&rows);
  fill (&rows, random, 400, 40, 3);
  cluster_rows_evidence (&rows, 1, 3, 1, options.seed, plain);
  for (guint row = 0; row < 400; row++)
    g_array_append_vals (rows.weights, &(gint64) { 3 }, 1);
  cluster_rows_evidence (&rows, 1, 3, 1, options.seed, weighted);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      AssayMeasure measure;

      g_assert_true (assay_measure_find (names[i], &measure));
      const AssayEstimate a = assay_measure_estimate (&measure, &plain[0], &options);
      const AssayEstimate b = assay_measure_estimate (&measure, &weighted[0], &options);
      g_assert_cmpuint (a.n, ==, b.n);
      g_assert_cmpfloat_with_epsilon (a.value, b.value, 1e-14);
      g_assert_cmpfloat_with_epsilon (a.lo, b.lo, 1e-12);
      g_assert_cmpfloat_with_epsilon (a.hi, b.hi, 1e-12);
      g_assert_cmpfloat_with_epsilon (a.n_eff, b.n_eff, 1e-6);
    }
  for (guint i = 0; i < 2; i++)
    {
      assay_evidence_clear (&plain[i]);
      assay_evidence_clear (&weighted[i]);
    }
}

/* Of 12 clusters one right row each, weighing 1 .. 12: 78² / 650 at p = 1, as for clusters of so many rows. Twelve of the
 * rows weigh nothing: nothing of them is seen, though their number is. */
static void
test_weights_all_right (void)
{
  g_auto (ClusterRows) rows = { 0 };
  AssayEvidence evidence[2];
  AssayMeasure accuracy, recall;

  cluster_rows_init (&rows);
  for (guint cluster = 0; cluster < 24; cluster++)
    {
      cluster_rows_add (&rows, cluster, 0, cluster < 12, 1);
      g_array_append_vals (rows.weights, &(gint64) { cluster < 12 ? cluster + 1 : 0 }, 1);
    }
  cluster_rows_evidence (&rows, 1, 2, 1, options.seed, evidence);
  g_assert_true (assay_measure_find ("accuracy", &accuracy) && assay_measure_find ("specificity", &recall));
  const AssayEffective whole = assay_replicates_effective (&accuracy, &evidence[0], CONFIDENCE);
  g_assert_cmpfloat (whole.p, ==, 1);
  g_assert_cmpuint (whole.rows, ==, 24);
  g_assert_cmpfloat_with_epsilon (whole.n, 78.0 * 78 / 650, 1e-12);
  g_assert_cmpfloat_with_epsilon (whole.quantile, 2.2009851600916384, 1e-9);
  const AssayEstimate none = assay_measure_estimate (&recall, &evidence[0], &options);
  g_assert_true (isnan (none.value));
  g_assert_cmpstr (none.why, ==, ASSAY_NO_WEIGHT);
  g_assert_cmpuint (none.n, ==, 12);
  assay_evidence_clear (&evidence[0]);
  assay_evidence_clear (&evidence[1]);
}

/* All right: no variance, and the rows are worth what their clusters are: 12 clusters of 1 .. 12 rows, 78² / 650. In
 * the rest of slice 1, which has the last four of them, the first eight: 36² / 204. */
static void
test_all_right (void)
{
  g_auto (ClusterRows) rows = { 0 };
  AssayEvidence evidence[3];
  AssayMeasure accuracy, fnr;

  cluster_rows_init (&rows);
  for (guint cluster = 0; cluster < 12; cluster++)
    for (guint i = 0; i <= cluster; i++)
      cluster_rows_add (&rows, cluster, cluster >= 8, 1, 1);
  cluster_rows_evidence (&rows, 2, 2, 1, options.seed, evidence);
  g_assert_true (assay_measure_find ("accuracy", &accuracy) && assay_measure_find ("fnr", &fnr));

  const AssayEffective whole = assay_replicates_effective (&accuracy, &evidence[0], CONFIDENCE);
  g_assert_cmpfloat_with_epsilon (whole.n, 78.0 * 78 / 650, 1e-12);
  g_assert_cmpfloat_with_epsilon (whole.quantile, 2.2009851600916384, 1e-9); /* t, 11 degrees */
  const double z2 = whole.quantile * whole.quantile;
  const AssayEstimate estimate = assay_measure_estimate (&accuracy, &evidence[0], &options);
  g_assert_cmpfloat_with_epsilon (estimate.lo, whole.n / (whole.n + z2), 1e-12); /* Wilson at p = 1 */
  g_assert_cmpfloat (estimate.hi, ==, 1);
  g_assert_cmpfloat (assay_measure_estimate (&fnr, &evidence[0], &options).lo, ==, 0);

  g_auto (AssayEvidence) rest = assay_evidence_less (&evidence[0], &evidence[2]);
  g_assert_cmpint (assay_replicates_clusters (rest.replicates, ASSAY_PART_ALL, 0).n, ==, 8);
  g_assert_cmpint (assay_replicates_clusters (rest.replicates, ASSAY_PART_NOT_LABEL, 1).n, ==, 0);
  g_assert_true (assay_replicates_clusters (rest.replicates, ASSAY_PART_LABEL, 1).squares == 204);
  const AssayEstimate few = assay_measure_estimate (&accuracy, &evidence[2], &options);
  g_assert_cmpfloat (few.value, ==, 1);
  g_assert_true (isnan (few.lo) && isnan (few.hi));
  g_assert_cmpstr (few.why, ==, "fewer than 10 clusters");
  for (guint i = 0; i < 3; i++)
    assay_evidence_clear (&evidence[i]);
}

/* Ten clusters of an interval, nine none: also for a bootstrapped measure. */
static void
test_few (void)
{
  static const char *const names[] = { "accuracy", "mcc", "balanced_accuracy" };

  for (guint n_clusters = 9; n_clusters <= 10; n_clusters++)
    {
      g_auto (ClusterRows) rows = { 0 };
      AssayEvidence evidence[2];

      cluster_rows_init (&rows);
      for (guint row = 0; row < 200; row++)
        cluster_rows_add (&rows, row % n_clusters, 0, row / 3 % 2, row % 7 == 0);
      cluster_rows_evidence (&rows, 1, 2, 1, options.seed, evidence);
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          AssayMeasure measure;
          g_assert_true (assay_measure_find (names[i], &measure));
          const AssayEstimate estimate = assay_measure_estimate (&measure, &evidence[0], &options);
          g_assert_false (isnan (estimate.value));
          g_assert_cmpint (isnan (estimate.lo), ==, n_clusters < 10);
          g_assert_cmpstr (estimate.why, ==, n_clusters < 10 ? "fewer than 10 clusters" : NULL);
        }
      assay_evidence_clear (&evidence[0]);
      assay_evidence_clear (&evidence[1]);
    }
}

/* Clusters of one row equal no clusters: v is within 5 standard errors of p (1 - p) / n, the ends close to Wilson's.
 * */
static void
test_single_rows (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (77);
  g_auto (ClusterRows) rows = { 0 };
  AssayEvidence evidence[2];

  cluster_rows_init (&rows);
  for (guint row = 0; row < 2000; row++)
    {
      const guint label = (guint) g_rand_int_range (random, 0, 2);
      cluster_rows_add (&rows, row, 0, label, g_rand_double (random) < 0.8 ? label : 1 - label);
    }
  cluster_rows_evidence (&rows, 1, 2, 1, options.seed, evidence);
  for (guint i = 0; i < G_N_ELEMENTS (proportions); i++)
    {
      AssayMeasure measure;
      const AssayEvidence plain = { .matrix = evidence[0].matrix };

      g_assert_true (assay_measure_find (proportions[i].name, &measure));
      const AssayEffective effective = assay_replicates_effective (&measure, &evidence[0], CONFIDENCE);
      const AssayEstimate clustered = assay_measure_estimate (&measure, &evidence[0], &options);
      const AssayEstimate wilson = assay_measure_estimate (&measure, &plain, &options);
      /* The variance of a variance over 1,000 draws is 2/999 of its square. */
      g_assert_cmpfloat_with_epsilon (effective.n / effective.rows, 1, 5 * sqrt (2.0 / 999));
      g_assert_cmpfloat (clustered.value, ==, wilson.value);
      g_assert_cmpfloat_with_epsilon ((clustered.hi - clustered.lo) / (wilson.hi - wilson.lo), 1, 0.12);
    }
  assay_evidence_clear (&evidence[0]);
  assay_evidence_clear (&evidence[1]);
}

/* Every row ten times, in one cluster: the same p and, but for chance, the same interval as of one row each. */
static void
test_copies (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (78);
  g_auto (ClusterRows) once = { 0 }, often = { 0 };
  AssayEvidence one[2], ten[2];
  AssayMeasure accuracy;

  cluster_rows_init (&once);
  cluster_rows_init (&often);
  for (guint row = 0; row < 500; row++)
    {
      const guint label = (guint) g_rand_int_range (random, 0, 2);
      const guint prediction = g_rand_double (random) < 0.8 ? label : 1 - label;

      cluster_rows_add (&once, row, 0, label, prediction);
      for (guint i = 0; i < 10; i++)
        cluster_rows_add (&often, row, 0, label, prediction);
    }
  cluster_rows_evidence (&once, 1, 2, 1, options.seed, one);
  cluster_rows_evidence (&often, 1, 2, 1, options.seed, ten);
  g_assert_true (assay_measure_find ("accuracy", &accuracy));
  const AssayEstimate a = assay_measure_estimate (&accuracy, &one[0], &options);
  const AssayEstimate b = assay_measure_estimate (&accuracy, &ten[0], &options);
  g_assert_cmpfloat_with_epsilon (a.lo, b.lo, 1e-12);
  g_assert_cmpfloat_with_epsilon (a.hi, b.hi, 1e-12);
  g_assert_cmpuint (b.n, ==, 10 * a.n);
  for (guint i = 0; i < 2; i++)
    {
      assay_evidence_clear (&one[i]);
      assay_evidence_clear (&ten[i]);
    }
}

/* The order of rows and other names of the classes change nothing but the classes' names. */
static void
test_permuted (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (79);
  g_auto (ClusterRows) rows = { 0 }, other = { 0 };
  AssayEvidence a[3], b[3];

  cluster_rows_init (&rows);
  cluster_rows_init (&other);
  fill (&rows, random, 400, 40, 3);
  for (guint row = 400; row-- > 0;)
    {
      const guint16 slice = g_array_index (rows.codes[0], guint16, row);
      const guint16 label = 4 - g_array_index (rows.codes[1], guint16, row);
      const guint16 prediction = 4 - g_array_index (rows.codes[2], guint16, row);

      g_array_append_val (other.keys, g_array_index (rows.keys, guint64, row));
      g_array_append_val (other.codes[0], slice);
      g_array_append_val (other.codes[1], label);
      g_array_append_val (other.codes[2], prediction);
    }
  cluster_rows_evidence (&rows, 2, 3, 0, options.seed, a);
  cluster_rows_evidence (&other, 2, 3, 2, options.seed, b);
  for (guint s = 0; s < 3; s++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (proportions); i++)
        {
          AssayMeasure measure;
          g_assert_true (assay_measure_find (proportions[i].name, &measure));
          const AssayEstimate first = assay_measure_estimate (&measure, &a[s], &options);
          const AssayEstimate second = assay_measure_estimate (&measure, &b[s], &options);
          g_assert_cmpfloat (first.value, ==, second.value);
          g_assert_cmpfloat (first.lo, ==, second.lo);
          g_assert_cmpfloat (first.hi, ==, second.hi);
        }
      assay_evidence_clear (&a[s]);
      assay_evidence_clear (&b[s]);
    }
}

/* Percentiles of replicates, type 7: of balanced accuracy, worked out here. */
static void
test_percentiles (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (80);
  g_auto (ClusterRows) rows = { 0 };
  AssayEvidence evidence[3];
  AssayMeasure measure;
  double draws[1000];

  cluster_rows_init (&rows);
  fill (&rows, random, 500, 50, 2);
  cluster_rows_evidence (&rows, 2, 2, 1, options.seed, evidence);
  g_assert_true (assay_measure_find ("balanced_accuracy", &measure));
  const AssayEstimate estimate = assay_measure_estimate (&measure, &evidence[0], &options);
  g_assert_cmpuint (evidence[0].matrix.n_cells, ==, 4);
  for (guint r = 0; r < 1000; r++)
    {
      const gint64 *sums = evidence[0].replicates->sums + r;
      const double tn = sums[0], fp = sums[1000], fn = sums[2000], tp = sums[3000];
      draws[r] = (tn / (tn + fp) + tp / (tp + fn)) / 2;
    }
  g_assert_cmpfloat_with_epsilon (estimate.lo, assay_draws_quantile (draws, 1000, 0.025), 1e-12);
  g_assert_cmpfloat_with_epsilon (estimate.hi, assay_draws_quantile (draws, 1000, 0.975), 1e-12);
  for (guint i = 0; i < 3; i++)
    assay_evidence_clear (&evidence[i]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/replicates/naive", test_naive);
  g_test_add_func ("/measure/replicates/weights", test_weights);
  g_test_add_func ("/measure/replicates/equal-weights", test_equal_weights);
  g_test_add_func ("/measure/replicates/weights-all-right", test_weights_all_right);
  g_test_add_func ("/measure/replicates/all-right", test_all_right);
  g_test_add_func ("/measure/replicates/few", test_few);
  g_test_add_func ("/measure/replicates/single-rows", test_single_rows);
  g_test_add_func ("/measure/replicates/copies", test_copies);
  g_test_add_func ("/measure/replicates/permuted", test_permuted);
  g_test_add_func ("/measure/replicates/percentiles", test_percentiles);
  return g_test_run ();
}
