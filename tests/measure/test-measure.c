/* test-measure.c: the table of measures, and estimates of every kind. */
#include "measure/measure-private.h"
#include "dense.h"
#include "near.h"

#include <string.h>

static const AssayMeasureOptions options = { .confidence = 0.95, .seed = 1, .stream = "race=Black" };

static AssayMeasure
find (const char *name)
{
  AssayMeasure measure;

  if (!assay_measure_find (name, &measure))
    g_error ("no measure %s", name);
  return measure;
}

static AssayEstimate
estimate_of (const char    *name,
             guint          n_classes,
             const guint64 *cells)
{
  const AssayMeasure measure = find (name);

  const AssayEvidence evidence = dense_evidence (n_classes, 1, cells);
  return assay_measure_estimate (&measure, &evidence, &options);
}

static void
test_find (void)
{
  static const char *const none[] = { "", "f", "F1", "f0", "f0.0", "f-1", "f1e1", "finf", "fnan", "f1.2.3", "f 2",
                                      "recal", "fpr ", "f." };
  AssayMeasure measure;
  guint n;
  const AssayMeasure *table = assay_measure_table (&n);

  for (guint i = 0; i < n; i++)
    {
      g_assert_true (assay_measure_find (table[i].name, &measure));
      g_assert_cmpint (measure.id, ==, table[i].id);
    }
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    if (assay_measure_find (none[i], &measure))
      g_error ("\"%s\" was taken for a measure", none[i]);

  measure = find ("f0.50");
  g_assert_cmpint (measure.id, ==, ASSAY_MEASURE_F_BETA);
  g_assert_cmpstr (measure.name, ==, "f0.5");
  g_assert_cmpstr (measure.label, ==, "F0.5");
  g_assert_cmpfloat (measure.beta, ==, 0.5);
  g_assert_cmpint (find ("f1.0").id, ==, ASSAY_MEASURE_F1);
  g_assert_cmpstr (find ("auc").name, ==, "roc_auc");
  g_assert_cmpstr (find ("average_precision").name, ==, "ap");
  g_assert_cmpstr (find ("sensitivity").name, ==, "recall");
}

static void
test_direction (void)
{
  g_assert_cmpint (find ("recall").direction, ==, ASSAY_DIRECTION_HIGHER);
  g_assert_cmpint (find ("mcc").direction, ==, ASSAY_DIRECTION_HIGHER);
  for (guint i = 0; i < 5; i++)
    {
      static const char *const lower[] = { "error_rate", "fpr", "fnr", "fdr", "for" };
      g_assert_cmpint (find (lower[i]).direction, ==, ASSAY_DIRECTION_LOWER);
    }
  g_assert_cmpint (find ("prevalence").direction, ==, ASSAY_DIRECTION_NONE);
  g_assert_cmpint (find ("selection_rate").direction, ==, ASSAY_DIRECTION_NONE);
}

/* tp 31, fp 7, fn 12, tn 50 of 100; with a third class predicted for 2 positive and 3 negative rows: tp 31, fp 7,
 * fn 14, tn 53, right 81 of 105. */
static const guint64 two[4] = { 50, 7, 12, 31 };
static const guint64 three[9] = { 50, 7, 3, 12, 31, 2, 0, 0, 0 };

static const struct
{
  const char *name;
  guint64     k, n;   /* of two */
  guint64     k3, n3; /* of three */
} proportions[] = {
  { "accuracy", 81, 100, 81, 105 },
  { "error_rate", 19, 100, 24, 105 },
  { "precision", 31, 38, 31, 38 },
  { "recall", 31, 43, 31, 45 },
  { "specificity", 50, 57, 53, 60 },
  { "fpr", 7, 57, 7, 60 },
  { "fnr", 12, 43, 14, 45 },
  { "fdr", 7, 38, 7, 38 },
  { "for", 12, 62, 14, 67 },
  { "jaccard", 31, 50, 31, 52 },
  { "prevalence", 43, 100, 45, 105 },
  { "selection_rate", 38, 100, 38, 105 },
};

static void
test_proportion (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (proportions); i++)
    for (guint unknown = 0; unknown < 2; unknown++)
      {
        const AssayEvidence evidence = dense_evidence (unknown ? 3 : 2, 1, unknown ? three : two);
        const AssayMeasure measure = find (proportions[i].name);
        const AssayConfusion confusion = assay_confusion (&evidence.matrix);
        const AssayEstimate estimate = assay_measure_estimate (&measure, &evidence, &options);
        const guint64 k_expected = unknown ? proportions[i].k3 : proportions[i].k;
        const guint64 n_expected = unknown ? proportions[i].n3 : proportions[i].n;
        const AssayEstimate wilson = assay_wilson (k_expected, n_expected, 0.95);
        guint64 k, n;

        g_assert_true (assay_measure_proportion (&measure, &confusion, &k, &n));
        if (k != k_expected || n != n_expected)
          g_error ("%s is %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, proportions[i].name, k, n);
        near_at (proportions[i].name, "value", estimate.value, (double) k_expected / n_expected, 1e-15);
        near_at (proportions[i].name, "lo", estimate.lo, wilson.lo, 0);
        near_at (proportions[i].name, "hi", estimate.hi, wilson.hi, 0);
        g_assert_cmpuint (estimate.n, ==, n_expected);
      }
}

/* F1 = 62/81. J = 31/50 by Wilson: (.62 + .0384146 -+ 1.959964 √((.2356 + .0192073)/50))/1.0768292
 * = (.6584146 -+ .1399165)/1.0768292 = [.481505, .741372]; 2J/(1+J): [.650021, .851480] */
static void
test_f1 (void)
{
  const AssayEstimate f1 = estimate_of ("f1", 2, two), jaccard = estimate_of ("jaccard", 2, two);

  near_at ("F1", "value", f1.value, 62.0 / 81, 1e-15);
  near_at ("F1", "lo", f1.lo, 2 * jaccard.lo / (1 + jaccard.lo), 1e-15);
  near_at ("F1 by hand", "lo", f1.lo, 0.650021, 2e-6);
  near_at ("F1 by hand", "hi", f1.hi, 0.851480, 2e-6);
  g_assert_cmpuint (f1.n, ==, 50);
}

/* Recalls 50/57 and 31/43; MOVER on their Wilson ends, a half of each distance. */
static void
test_balanced_accuracy (void)
{
  const AssayEstimate estimate = estimate_of ("balanced_accuracy", 2, two);
  const AssayEstimate a = assay_wilson (50, 57, 0.95), b = assay_wilson (31, 43, 0.95);

  near_at ("balanced", "value", estimate.value, 0.79906160750714, 1e-14);
  near_at ("balanced", "lo", estimate.lo,
           estimate.value - hypot (a.value - a.lo, b.value - b.lo) / 2, 1e-14);
  near_at ("balanced", "hi", estimate.hi,
           estimate.value + hypot (a.hi - a.value, b.hi - b.value) / 2, 1e-14);
  g_assert_cmpuint (estimate.n, ==, 100);
}

static const struct
{
  guint64     cells[4];
  const char *name, *why;
  guint64     n;
} undefined[] = {
  { { 9, 0, 0, 0 }, "recall", "no positive labels", 0 },
  { { 9, 0, 0, 0 }, "fnr", "no positive labels", 0 },
  { { 9, 0, 0, 0 }, "precision", "no positive predictions", 0 },
  { { 9, 0, 0, 0 }, "fdr", "no positive predictions", 0 },
  { { 9, 0, 0, 0 }, "f1", "no positive labels or predictions", 0 },
  { { 9, 0, 0, 0 }, "f0.5", "no positive labels or predictions", 0 },
  { { 9, 0, 0, 0 }, "mcc", "one class only", 9 },
  { { 9, 0, 0, 0 }, "kappa", "one class only", 9 },
  { { 9, 4, 0, 0 }, "mcc", "one class only", 13 },
  { { 0, 0, 0, 9 }, "specificity", "no negative labels", 0 },
  { { 0, 0, 0, 9 }, "fpr", "no negative labels", 0 },
  { { 0, 0, 0, 9 }, "for", "no negative predictions", 0 },
  { { 0, 0, 0, 0 }, "recall", "no rows", 0 },
  { { 0, 0, 0, 0 }, "accuracy", "no rows", 0 },
  { { 0, 0, 0, 0 }, "balanced_accuracy", "no rows", 0 },
  { { 0, 0, 0, 0 }, "mcc", "no rows", 0 },
  { { 0, 0, 0, 0 }, "f2", "no rows", 0 },
};

static void
test_undefined (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (undefined); i++)
    {
      const AssayEstimate estimate = estimate_of (undefined[i].name, 2, undefined[i].cells);

      g_assert_true (isnan (estimate.value) && isnan (estimate.lo) && isnan (estimate.hi));
      g_assert_cmpstr (estimate.why, ==, undefined[i].why);
      g_assert_cmpuint (estimate.n, ==, undefined[i].n);
    }
}

/* On many rows the bootstrap comes near to the delta method. F-beta at beta = 2: variance by the derivatives of
 * 5 tp/(5 tp + 4 fn + fp) in the shares of the cells, Σ share d² - (Σ share d)², over n. */
static void
test_f_beta_ends (void)
{
  const guint64 cells[4] = { 5000, 700, 1200, 3100 };
  const AssayEstimate estimate = estimate_of ("f2", 2, cells);
  const double n = 10000, tp = .31, fp = .07, fn = .12, below = 5 * tp + 4 * fn + fp;
  const double by_tp = 5 * (4 * fn + fp) / below / below, by_fn = -20 * tp / below / below;
  const double by_fp = -5 * tp / below / below;
  const double mean = tp * by_tp + fn * by_fn + fp * by_fp;
  const double sd = sqrt ((tp * by_tp * by_tp + fn * by_fn * by_fn + fp * by_fp * by_fp - mean * mean) / n);

  near_at ("f2", "value", estimate.value, 5 * tp / below, 1e-12);
  near_at ("f2", "lo", estimate.lo, estimate.value - 1.959964 * sd, 0.15 * sd);
  near_at ("f2", "hi", estimate.hi, estimate.value + 1.959964 * sd, 0.15 * sd);
  g_assert_cmpuint (estimate.n, ==, 5000);
}

/* tp 30 and no error: what the prior of 1/2 a cell says. 5 g/(5 g + 4 h + i), g from gamma (30.5), h and i from
 * gamma (.5), 4,000,000 draws by numpy.random.default_rng (1): .93143 and .99967. */
static void
test_prior (void)
{
  const AssayEvidence evidence = dense_evidence (2, 1, (const guint64[]) { 20, 0, 0, 30 });
  const AssayMeasure f2 = find ("f2");
  AssayMeasureOptions many = options;

  many.n_draws = 50000;
  const AssayEstimate estimate = assay_measure_estimate (&f2, &evidence, &many);
  near_at ("prior", "lo", estimate.lo, 0.93143, 0.0025);
  g_assert_cmpfloat (estimate.hi, ==, 1); /* widened to the value */
}

/* No error was seen: the value is 1, and the interval still has width. */
static void
test_no_error (void)
{
  const AssayEstimate mcc = estimate_of ("mcc", 2, (const guint64[]) { 30, 0, 0, 20 });

  near_at ("no error", "value", mcc.value, 1, 1e-15);
  g_assert_cmpfloat (mcc.hi, ==, 1);
  g_assert_true (0.75 < mcc.lo && mcc.lo < 0.97);
}

static gboolean
same (const AssayEstimate *a,
      const AssayEstimate *b)
{
  return memcmp (&a->value, &b->value, sizeof a->value) == 0 && memcmp (&a->lo, &b->lo, sizeof a->lo) == 0
         && memcmp (&a->hi, &b->hi, sizeof a->hi) == 0 && a->n == b->n;
}

/* One set of draws serves all measures of a slice: together or one by one, the same bits. Another text or seed, other
 * draws; a class that is never named changes nothing. */
static void
test_draws (void)
{
  const AssayMeasure measures[] = { find ("mcc"), find ("recall"), find ("kappa"), find ("f2"), find ("f1") };
  const guint64 with_absent[9] = { 50, 7, 0, 12, 31, 0, 0, 0, 0 };
  const AssayEvidence evidence = dense_evidence (2, 1, two), wide = dense_evidence (3, 1, with_absent);
  AssayMeasureOptions other = options;
  AssayEstimate together[5];

  assay_measure_estimates (measures, 5, &evidence, &options, together);
  for (guint i = 0; i < 5; i++)
    {
      const AssayEstimate alone = assay_measure_estimate (&measures[i], &evidence, &options);
      const AssayEstimate absent = assay_measure_estimate (&measures[i], &wide, &options);

      g_assert_true (same (&alone, &together[i]));
      g_assert_true (same (&absent, &together[i]));
    }
  other.stream = "race=White";
  g_assert_cmpfloat (assay_measure_estimate (&measures[0], &evidence, &other).lo, !=, together[0].lo);
  other = options;
  other.seed = 2;
  g_assert_cmpfloat (assay_measure_estimate (&measures[0], &evidence, &other).lo, !=, together[0].lo);
}

/* measures.md 0.4 over every measure of random matrices: a value has an interval that holds it and has width, or says
 * why not; what is undefined says why. */
static void
test_properties (void)
{
  guint n_measures;
  const AssayMeasure *table = assay_measure_table (&n_measures);
  AssayMeasureOptions few = options;

  few.n_draws = 200;
  for (guint repeat = 0; repeat < 300; repeat++)
    {
      const guint n_classes = g_test_rand_int_range (1, 4);
      guint64 cells[9];

      for (guint cell = 0; cell < 9; cell++)
        cells[cell] = g_test_rand_bit () ? 0 : near_random_count (g_test_rand_bit () ? 3 : 1000);
      const AssayEvidence evidence = dense_evidence (n_classes, g_test_rand_int_range (0, n_classes), cells);
      for (guint i = 0; i < n_measures; i++)
        {
          const AssayEstimate e = assay_measure_estimate (&table[i], &evidence, &few);

          if (isnan (e.value) || isnan (e.lo))
            g_assert_true (e.why != NULL && isnan (e.lo) && isnan (e.hi));
          else if (!(e.why == NULL && e.lo <= e.value && e.value <= e.hi && e.lo < e.hi))
            g_error ("%s: %g in [%g, %g]", table[i].name, e.value, e.lo, e.hi);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/measure/find", test_find);
  g_test_add_func ("/measure/measure/direction", test_direction);
  g_test_add_func ("/measure/measure/proportion", test_proportion);
  g_test_add_func ("/measure/measure/f1", test_f1);
  g_test_add_func ("/measure/measure/balanced-accuracy", test_balanced_accuracy);
  g_test_add_func ("/measure/measure/undefined", test_undefined);
  g_test_add_func ("/measure/measure/f-beta-ends", test_f_beta_ends);
  g_test_add_func ("/measure/measure/prior", test_prior);
  g_test_add_func ("/measure/measure/no-error", test_no_error);
  g_test_add_func ("/measure/measure/draws", test_draws);
  g_test_add_func ("/measure/measure/properties", test_properties);
  return g_test_run ();
}
