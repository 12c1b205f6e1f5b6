/* test-resampling.c: replicates drawn of weights' sums, against rows resampled one by one. */
#include "weighted-rows.h"

#define BRUTE 20000 /* resamplings of the rows: the sd is then known to half a percent */

static const AssayCost costs[] = { { 0, 1, 1 }, { 1, 0, 5 }, { 2, 0, 2 } };
static const AssayMeasureOptions options = { .confidence = 0.95, .seed = 3, .stream = "all rows", .costs = costs,
                                             .n_costs = G_N_ELEMENTS (costs) };
static const char *const names[] = { "mcc", "kappa", "f2", "cost", "macro_f1", "macro_precision", "weighted_f1" };
static const char *const pair_names[] = { "accuracy", "recall", "f1", "mcc", "cost", "fpr", "precision", "balanced_accuracy" };

static AssayMeasure
find (const char *name)
{
  AssayMeasure measure;

  g_assert_true (assay_measure_find (name, &measure));
  return measure;
}

static void
fill (gsl_rng      *rng,
      WeightedRows *rows,
      guint         n,
      guint         n_classes,
      double        spread)
{
  rows->n = n;
  rows->n_classes = n_classes;
  for (guint i = 0; i < n; i++)
    {
      rows->label[i] = gsl_rng_uniform_int (rng, n_classes);
      rows->new[i] = gsl_rng_uniform (rng) < .75 ? rows->label[i] : gsl_rng_uniform_int (rng, n_classes);
      rows->old[i] = gsl_rng_uniform (rng) < .8 ? rows->new[i] : gsl_rng_uniform_int (rng, n_classes);
      rows->weight[i] = (guint64) (ROWS_UNIT * gsl_ran_lognormal (rng, 0, spread)) + 1;
    }
}

/* --- against rows ----------------------------------------------------------------------------------------------- */

static double
sd_of (const double *draws,
       guint         n)
{
  return sqrt (assay_draws_variance (draws, n));
}

/* Ends as 20,000 bootstraps of the rows have them; those of 1,000 replicates differ by the noise of a 2.5 % quantile,
 * .085 sd, four of which are allowed, beside a twentieth of an sd for a skewness that is not the rows' own. */
static void
compare_ends (const char          *name,
              const AssayEstimate *actual,
              double              *brute,
              double               value)
{
  const double sd = sd_of (brute, BRUTE);
  AssayEstimate expected = { value, NAN, NAN, 0, NULL };

  assay_dirichlet_ends (&expected, brute, BRUTE, 0.95);
  g_test_message ("%s: %.4f [%.4f, %.4f], rows one by one %.4f [%.4f, %.4f], sd %.4f", name, actual->value, actual->lo,
                  actual->hi, value, expected.lo, expected.hi, sd);
  g_assert_cmpfloat (fabs (actual->value - value), <, 1e-9);
  g_assert_cmpfloat (fabs (actual->lo - expected.lo), <, 0.39 * sd);
  g_assert_cmpfloat (fabs (actual->hi - expected.hi), <, 0.39 * sd);
  g_assert_cmpfloat (fabs ((actual->hi - actual->lo) / (expected.hi - expected.lo) - 1), <, 0.12);
}

/* Poisson(1) of each row, with the test's own random numbers. */
static void
resample (gsl_rng            *rng,
          const WeightedRows *rows,
          double             *weight)
{
  for (guint i = 0; i < rows->n; i++)
    weight[i] = (double) gsl_ran_poisson (rng, 1) * (double) rows->weight[i];
}

static void
test_rows (void)
{
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
  g_autofree WeightedRows *rows = g_new0 (WeightedRows, 1);
  g_autofree double *weight = g_new (double, ROWS_MOST);
  g_autofree double *own = g_new (double, G_N_ELEMENTS (names) * BRUTE);
  g_autofree double *pairs = g_new (double, G_N_ELEMENTS (pair_names) * BRUTE);
  g_auto (WeightedTables) tables = { 0 };

  gsl_rng_set (rng, 17);
  fill (rng, rows, 500, 3, 0.8);
  weighted_tables_init (&tables, rows);
  for (guint b = 0; b < BRUTE; b++)
    {
      resample (rng, rows, weight);
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          const AssayMeasure measure = find (names[i]);
          own[i * BRUTE + b] = weighted_value (rows, rows->new, weight, &measure, &options);
        }
      for (guint i = 0; i < G_N_ELEMENTS (pair_names); i++)
        {
          const AssayMeasure measure = find (pair_names[i]);
          pairs[i * BRUTE + b] = weighted_value (rows, rows->new, weight, &measure, &options)
                                 - weighted_value (rows, rows->old, weight, &measure, &options);
        }
    }
  for (guint i = 0; i < rows->n; i++)
    weight[i] = (double) rows->weight[i];
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const AssayMeasure measure = find (names[i]);
      const AssayEstimate estimate = assay_measure_estimate (&measure, &tables.evidence, &options);
      compare_ends (names[i], &estimate, own + (gsize) i * BRUTE,
                    weighted_value (rows, rows->new, weight, &measure, &options));
    }
  for (guint i = 0; i < G_N_ELEMENTS (pair_names); i++)
    {
      const AssayMeasure measure = find (pair_names[i]);
      const AssayEstimate estimate = assay_paired_difference (&measure, &tables.pair, &options, NULL);
      g_autofree char *name = g_strconcat ("difference of ", pair_names[i], NULL);
      compare_ends (name, &estimate, pairs + (gsize) i * BRUTE,
                    weighted_value (rows, rows->new, weight, &measure, &options)
                    - weighted_value (rows, rows->old, weight, &measure, &options));
    }
  gsl_rng_free (rng);
}

/* --- properties ------------------------------------------------------------------------------------------------- */

/* Mean and variance of a cell's sum are Σw and Σw²; cells are independent. */
static void
test_moments (void)
{
  static const AssayWeight cells[] = { { 10, 10 }, { 1000, 5000 }, { 7, 49 }, { 0, 0 }, { 3000000, 9000000 } };
  const guint n = 50000;
  const AssayMeasureOptions many = { .confidence = 0.95, .seed = 1, .stream = "moments", .n_draws = n };
  g_autofree AssayWeights *weights = assay_weights_new (G_N_ELEMENTS (cells));
  g_auto (AssayResampling) resampling = { 0 };
  double sums[G_N_ELEMENTS (cells)] = { 0 }, squares[G_N_ELEMENTS (cells)] = { 0 }, cross = 0;

  memcpy (weights->cells, cells, sizeof cells);
  assay_resampling_init (&resampling, NULL, weights, &many);
  g_assert_cmpuint (resampling.n, ==, n);
  for (guint r = 0; r < n; r++)
    {
      const double *taken = assay_resampling_take (&resampling, r);
      for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
        {
          const double off = taken[i] - (double) cells[i].sum;
          sums[i] += off;
          squares[i] += off * off;
        }
      cross += (taken[0] - 10) * (taken[1] - 1000);
    }
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      const double v = (double) cells[i].squares, m = v > 0 ? (double) cells[i].sum * (double) cells[i].sum / v : 0;
      g_assert_cmpfloat (fabs (sums[i] / n), <=, 4 * sqrt (v / n));
      /* The fourth moment of a Poisson is 3m² + m. */
      g_assert_cmpfloat (fabs (squares[i] / n - v), <=, v > 0 ? 4 * v * sqrt ((2 + 1 / m) / n) : 0);
    }
  g_assert_cmpfloat (fabs (cross / n), <, 4 * sqrt (10.0 * 5000 / n));
}

/* Where all rows weigh the same the bootstrap of Poisson replicates is about as wide as Dirichlet's. */
static void
test_equal (void)
{
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
  g_autofree WeightedRows *rows = g_new0 (WeightedRows, 1);
  g_auto (WeightedTables) tables = { 0 };

  gsl_rng_set (rng, 5);
  fill (rng, rows, 3000, 3, 0);
  weighted_tables_init (&tables, rows);
  const AssayEvidence plain = { .matrix = tables.evidence.matrix };
  AssayPairedMatrix pair = tables.pair;
  pair.weights = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const AssayMeasure measure = find (names[i]);
      const AssayEstimate a = assay_measure_estimate (&measure, &tables.evidence, &options);
      const AssayEstimate b = assay_measure_estimate (&measure, &plain, &options);
      g_assert_cmpfloat_with_epsilon (a.value, b.value, 1e-12);
      g_assert_cmpfloat (fabs ((a.hi - a.lo) / (b.hi - b.lo) - 1), <, 0.1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (pair_names); i++)
    {
      const AssayMeasure measure = find (pair_names[i]);
      AssayTest z, mcnemar;
      const AssayEstimate a = assay_paired_difference (&measure, &tables.pair, &options, &z);
      const AssayEstimate b = assay_paired_difference (&measure, &pair, &options, &mcnemar);
      g_assert_cmpfloat_with_epsilon (a.value, b.value, 1e-12);
      g_assert_cmpuint (a.n, ==, b.n);
      g_assert_cmpfloat (fabs ((a.hi - a.lo) / (b.hi - b.lo) - 1), <, 0.1);
      g_assert_cmpint (z.kind == ASSAY_TEST_NONE, ==, mcnemar.kind == ASSAY_TEST_NONE);
      if (z.kind != ASSAY_TEST_NONE)
        g_assert_cmpfloat (fabs (z.p - mcnemar.p), <, 0.05);
    }
  gsl_rng_free (rng);
}

/* Never wrong, always wrong, always one class: whatever the weights, no replicate differs; nor does a model from itself. */
static void
test_no_spread (void)
{
  static const struct { const char *what; const char *measure; } same[] = {
    { "right", "mcc" }, { "right", "kappa" }, { "right", "f2" }, { "right", "cost" }, { "right", "macro_f1" },
    { "right", "weighted_f1" }, { "right", "weighted_precision" }, { "wrong", "mcc" }, { "wrong", "cost" }, { "one", "kappa" },
  };
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
  g_autofree WeightedRows *rows = g_new0 (WeightedRows, 1);
  static const AssayCost one_price[] = { { 0, 1, 0.1 }, { 1, 0, 0.1 } };
  const AssayMeasureOptions priced = { .confidence = 0.95, .seed = 3, .stream = "", .costs = one_price, .n_costs = 2 };

  gsl_rng_set (rng, 9);
  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      const AssayMeasure measure = find (same[i].measure);
      g_auto (WeightedTables) tables = { 0 };

      fill (rng, rows, 90, 2, 1);
      for (guint row = 0; row < rows->n; row++)
        {
          rows->new[row] = same[i].what[0] == 'o' ? 0 : (same[i].what[0] == 'w') != rows->label[row];
          rows->old[row] = rows->new[row];
        }
      weighted_tables_init (&tables, rows);
      const AssayEstimate estimate = assay_measure_estimate (&measure, &tables.evidence, &priced);
      const AssayEstimate difference = assay_paired_difference (&measure, &tables.pair, &priced, NULL);
      if (!isfinite (estimate.value) || !isnan (estimate.lo) || g_strcmp0 (estimate.why, "no spread") != 0)
        g_error ("%s of a model that is %s: %.17g [%.17g, %.17g], %s", same[i].measure, same[i].what, estimate.value,
                 estimate.lo, estimate.hi, estimate.why);
      g_assert_true (difference.value == 0 && isnan (difference.lo) && g_strcmp0 (difference.why, "no spread") == 0);

      const AssayPaired paired = assay_paired (&tables.pair, &priced);
      g_assert_true (paired.difference.value == 0 && isnan (paired.difference.lo));
      g_assert_cmpstr (paired.difference.why, ==, "no spread");
      g_assert_cmpfloat (paired.test.p, ==, 1);
    }
  gsl_rng_free (rng);
}

/* The pair as a whole and its measures come from one set of replicates. */
static void
test_one_set (void)
{
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
  g_autofree WeightedRows *rows = g_new0 (WeightedRows, 1);
  const AssayMeasure accuracy = find ("accuracy"), prevalence = find ("prevalence");
  AssayMeasureOptions other = options;
  g_auto (WeightedTables) tables = { 0 };
  AssayTest test;

  gsl_rng_set (rng, 21);
  fill (rng, rows, 400, 2, 0.7);
  weighted_tables_init (&tables, rows);
  const AssayPaired paired = assay_paired (&tables.pair, &options);
  const AssayEstimate difference = assay_paired_difference (&accuracy, &tables.pair, &options, &test);
  g_assert_cmpfloat_with_epsilon (paired.difference.value, difference.value, 1e-12);
  g_assert_cmpfloat_with_epsilon (paired.difference.lo, difference.lo, 1e-12);
  g_assert_cmpfloat_with_epsilon (paired.difference.hi, difference.hi, 1e-12);
  g_assert_cmpfloat_with_epsilon (paired.test.p, test.p, 1e-9);
  g_assert_cmpint (test.kind, ==, ASSAY_TEST_Z);

  /* Both are asked about the same labels. */
  const AssayEstimate labels = assay_paired_difference (&prevalence, &tables.pair, &options, NULL);
  g_assert_true (labels.value == 0 && isnan (labels.lo) && g_strcmp0 (labels.why, "no spread") == 0);

  /* Another slice, another stream; the same one again, the same bits. */
  other.stream = "sex=F";
  const AssayEstimate elsewhere = assay_paired_difference (&accuracy, &tables.pair, &other, NULL);
  const AssayEstimate again = assay_paired_difference (&accuracy, &tables.pair, &options, NULL);
  g_assert_cmpfloat (elsewhere.lo, !=, difference.lo);
  g_assert_cmpfloat (again.lo, ==, difference.lo);
  gsl_rng_free (rng);
}

/* All measures at once or one by one: the same bits. */
static void
test_together (void)
{
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
  g_autofree WeightedRows *rows = g_new0 (WeightedRows, 1);
  g_auto (WeightedTables) tables = { 0 };
  AssayMeasure measures[G_N_ELEMENTS (names)];
  AssayEstimate together[G_N_ELEMENTS (names)];

  gsl_rng_set (rng, 29);
  fill (rng, rows, 300, 3, 0.7);
  weighted_tables_init (&tables, rows);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    measures[i] = find (names[i]);
  assay_measure_estimates (measures, G_N_ELEMENTS (names), &tables.evidence, &options, together);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const AssayEstimate alone = assay_measure_estimate (&measures[i], &tables.evidence, &options);
      g_assert_cmpfloat (together[i].value, ==, alone.value);
      g_assert_cmpfloat (together[i].lo, ==, alone.lo);
      g_assert_cmpfloat (together[i].hi, ==, alone.hi);
    }
  gsl_rng_free (rng);
}

/* Of many classes pairs are folded to what is right: the same values, the same replicates but for their order. */
static void
test_folded (void)
{
  static const char *const of_right[] = { "accuracy", "recall", "macro_recall", "balanced_accuracy" };
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
  g_autofree WeightedRows *rows = g_new0 (WeightedRows, 1);
  g_auto (WeightedTables) tables = { 0 };
  g_autofree AssayWeights *weights = assay_weights_new (ROWS_CLASSES * 5);
  AssayPairedCell cells[ROWS_CLASSES * 5] = { 0 };

  gsl_rng_set (rng, 23);
  fill (rng, rows, 4000, 3, 0.7);
  weighted_tables_init (&tables, rows);
  for (guint i = 0; i < tables.pair.n_cells; i++)
    {
      const AssayPairedCell *cell = &tables.paired[i];
      const gboolean new_right = cell->new == cell->label, old_right = cell->old == cell->label;
      const guint kind = new_right ? !old_right : old_right ? 2 : cell->new == cell->old ? 3 : 4, at = cell->label * 5 + kind;
      const guint old = old_right ? cell->label : kind == 4 ? ASSAY_PAIRED_OTHER : ASSAY_PAIRED_WRONG;

      cells[at] = (AssayPairedCell) { cell->label, new_right ? cell->label : ASSAY_PAIRED_WRONG, old, cells[at].n + cell->n };
      weights->cells[at].sum += tables.pair_weights->cells[i].sum;
      weights->cells[at].squares += tables.pair_weights->cells[i].squares;
    }
  const AssayPairedMatrix folded = { .n_classes = 3, .positive = 1, .n_cells = ROWS_CLASSES * 5, .cells = cells,
                                     .is_folded = TRUE, .weights = weights };
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    g_assert_cmpuint (cells[i].n, >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (of_right); i++)
    {
      const AssayMeasure measure = find (of_right[i]);
      const AssayEstimate a = assay_paired_difference (&measure, &tables.pair, &options, NULL);
      const AssayEstimate b = assay_paired_difference (&measure, &folded, &options, NULL);
      g_assert_cmpfloat_with_epsilon (a.value, b.value, 1e-12);
      g_assert_cmpuint (a.n, ==, b.n);
      g_assert_cmpfloat (fabs ((a.hi - a.lo) / (b.hi - b.lo) - 1), <, 0.12);
    }
  const AssayPaired a = assay_paired (&tables.pair, &options), b = assay_paired (&folded, &options);
  g_assert_cmpfloat_with_epsilon (a.flip_rate.value, b.flip_rate.value, 1e-12);
  g_assert_cmpfloat_with_epsilon (a.difference.value, b.difference.value, 1e-12);
  gsl_rng_free (rng);
}

/* Rows that weigh nothing: undefined, and why. */
static void
test_no_weight (void)
{
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
  g_autofree WeightedRows *rows = g_new0 (WeightedRows, 1);
  const AssayMeasure recall = find ("recall"), mcc = find ("mcc"), specificity = find ("specificity");
  g_auto (WeightedTables) positive = { 0 }, none = { 0 };

  gsl_rng_set (rng, 22);
  fill (rng, rows, 80, 2, 0.7);
  for (guint i = 0; i < rows->n; i++)
    rows->weight[i] *= rows->label[i] == 0;
  weighted_tables_init (&positive, rows);
  const AssayEstimate undefined = assay_paired_difference (&recall, &positive.pair, &options, NULL);
  g_assert_true (isnan (undefined.value) && undefined.n > 0);
  g_assert_cmpstr (undefined.why, ==, ASSAY_NO_WEIGHT);
  g_assert_true (isfinite (assay_paired_difference (&specificity, &positive.pair, &options, NULL).lo));

  memset (rows->weight, 0, sizeof rows->weight);
  weighted_tables_init (&none, rows);
  g_assert_true (isnan (assay_paired (&none.pair, &options).difference.value));
  g_assert_true (isnan (assay_paired (&none.pair, &options).difference.lo));
  g_assert_true (isnan (assay_measure_estimate (&mcc, &none.evidence, &options).value));
  g_assert_cmpstr (assay_paired_difference (&mcc, &none.pair, &options, NULL).why, ==, ASSAY_NO_WEIGHT);
  gsl_rng_free (rng);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/resampling/rows", test_rows);
  g_test_add_func ("/measure/resampling/moments", test_moments);
  g_test_add_func ("/measure/resampling/equal", test_equal);
  g_test_add_func ("/measure/resampling/no-spread", test_no_spread);
  g_test_add_func ("/measure/resampling/one-set", test_one_set);
  g_test_add_func ("/measure/resampling/together", test_together);
  g_test_add_func ("/measure/resampling/folded", test_folded);
  g_test_add_func ("/measure/resampling/no-weight", test_no_weight);
  return g_test_run ();
}
