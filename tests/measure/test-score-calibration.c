/* test-score-calibration.c: calibration bins by their rule, errors by hand, expected ones by enumeration. */
#include "near.h"
#include "score-sample.h"

static const AssayMeasureOptions options = { .confidence = 0.95, .seed = 1, .stream = "", .n_draws = 20000 };

/* The rule once more, row by row: the group of the row that brings the cumulative count to c is the number of
 * closings before it, where c closes a group if c is the end of a bin and some j n / 15 lies in (end before, c]. */
static void
test_groups (void)
{
  for (guint round = 0; round < 200; round++)
    {
      const guint n = g_test_rand_int_range (1, 60);
      guint64 counts[60], total = 0, end = 0;
      guint groups[60], group = 0;

      for (guint i = 0; i < n; i++)
        total += counts[i] = g_test_rand_int_range (1, g_test_rand_bit () ? 4 : 200);
      const guint n_groups = assay_calibration_groups (counts, n, groups);
      for (guint i = 0; i < n; i++)
        {
          const guint64 passed_before = 15 * end / total, passed = 15 * (end + counts[i]) / total;

          g_assert_cmpuint (groups[i], ==, group);
          group += passed > passed_before;
          end += counts[i];
        }
      g_assert_cmpuint (n_groups, ==, group);
      g_assert_cmpuint (n_groups, <=, 15);
      g_assert_cmpuint (groups[n - 1], ==, n_groups - 1);
    }
}

/* 15 bins of two rows each: one of each label at a score of 0.5, but for the last two bins. */
static void
test_by_hand (void)
{
  static ScoreSample sample;

  sample.n_rows = 30;
  for (guint i = 0; i < 30; i++)
    {
      sample.labels[i] = i % 2;
      sample.scores[i] = 0.3 + (i / 2) * 0.02;
    }
  sample.labels[28] = TRUE; /* both rows of the highest bin */
  score_sample_bin (&sample, 1000);
  const AssayCalibration c = assay_score_calibration (&sample.histogram, &options);
  double ece = 0;

  g_assert_cmpuint (c.n_bins, ==, 15);
  for (guint i = 0; i < 15; i++)
    {
      const double score = 0.3 + i * 0.02, observed = i == 14 ? 1 : 0.5;

      g_assert_cmpuint (c.bins[i].n, ==, 2);
      near_at ("by hand", "score", c.bins[i].score, score, 1e-8);
      near_at ("by hand", "observed", c.bins[i].observed.value, observed, 0);
      g_assert_true (c.bins[i].lo <= score + 1e-9 && score <= c.bins[i].hi + 1e-9);
      ece += fabs (observed - score) / 15;
    }
  near_at ("by hand", "ECE", c.ece, ece, 1e-8);
  near_at ("by hand", "greatest", c.max_error, 0.42, 1e-8);
  g_assert_null (c.why);
}

/* A group of two histogram bins of one or two rows runs from the lower edge of the first to the upper one of the last. */
static void
test_edges (void)
{
  static ScoreSample sample;

  for (guint n_rows = 30; n_rows <= 60; n_rows += 30)
    {
      sample.n_rows = n_rows;
      for (guint i = 0; i < n_rows; i++)
        {
          sample.labels[i] = i % 2;
          sample.scores[i] = (20 * (i % 30) + 10.5) / 1000;
        }
      score_sample_bin (&sample, 1000);
      const AssayCalibration c = assay_score_calibration (&sample.histogram, &options);

      g_assert_cmpuint (c.n_bins, ==, 15);
      for (guint i = 0; i < 15; i++)
        {
          g_assert_cmpuint (c.bins[i].n, ==, n_rows / 15);
          near_at ("edges", "lo", c.bins[i].lo, (40 * i + 10) / 1000.0, 1e-12);
          near_at ("edges", "hi", c.bins[i].hi, (40 * i + 31) / 1000.0, 1e-12);
        }
    }
}

/* P (Y = k) of a binomial, by multiplying. */
static double
binomial_p (guint  n,
            guint  k,
            double p)
{
  double product = 1;

  for (guint i = 1; i <= k; i++)
    product *= (double) (n - k + i) / i * p;
  return product * pow (1 - p, n - k);
}

/* One score: one bin, E |Y/n - p|. Two scores with n rows each: two bins, and the mean of the greater error. */
static void
test_expected (void)
{
  static ScoreSample sample;
  double one = 0, greater = 0;

  sample.n_rows = 40;
  for (guint i = 0; i < 40; i++)
    {
      sample.labels[i] = i % 5 == 0;
      sample.scores[i] = i < 20 ? 0.25 : 0.625;
    }
  score_sample_bin (&sample, 1024);
  for (guint a = 0; a <= 20; a++)
    for (guint b = 0; b <= 20; b++)
      {
        const double p = binomial_p (20, a, 0.25) * binomial_p (20, b, 0.625);

        one += p * (fabs (a / 20.0 - 0.25) + fabs (b / 20.0 - 0.625)) / 2;
        greater += p * MAX (fabs (a / 20.0 - 0.25), fabs (b / 20.0 - 0.625));
      }
  const AssayCalibration c = assay_score_calibration (&sample.histogram, &options);

  g_assert_cmpuint (c.n_bins, ==, 2);
  /* standard deviations of about .05 over √20000 draws, four of them */
  near_at ("enumerated", "expected ECE", c.expected_ece, one, 0.0015);
  near_at ("enumerated", "expected greatest", c.expected_max_error, greater, 0.002);
}

/* Of one group with y of n positive and mean score s: (y/n - s)² - y/n (1 - y/n)/(n - 1). */
static void
test_squared (void)
{
  static ScoreSample sample;

  score_sample_read (&sample, "1 .25;0 .25;0 .25;1 .25;1 .25", 4);
  const gboolean wanted[ASSAY_N_CURVES] = { FALSE, FALSE, TRUE };
  AssayEstimate estimates[ASSAY_N_CURVES];

  assay_score_curves (&sample.histogram, wanted, &options, estimates);
  near_at ("by hand", "squared", estimates[ASSAY_CURVE_CALIBRATION].value, 0.35 * 0.35 - 0.24 / 4, 1e-8);
}

/* Labels drawn from the scores: the debiased error is 0 on average, the plain one is not. */
static void
test_unbiased (void)
{
  static ScoreSample sample;
  const gboolean wanted[ASSAY_N_CURVES] = { FALSE, FALSE, TRUE };
  const AssayMeasureOptions few = { .confidence = 0.95, .seed = 1, .stream = "", .n_draws = 10 };
  double sum = 0, squares = 0;
  const guint n = 2000;

  for (guint round = 0; round < n; round++)
    {
      AssayEstimate estimates[ASSAY_N_CURVES];

      sample.n_rows = 90;
      for (guint i = 0; i < sample.n_rows; i++)
        {
          sample.scores[i] = g_test_rand_double ();
          sample.labels[i] = g_test_rand_double () < sample.scores[i];
        }
      score_sample_bin (&sample, 1024);
      assay_score_curves (&sample.histogram, wanted, &few, estimates);
      sum += estimates[ASSAY_CURVE_CALIBRATION].value;
      squares += estimates[ASSAY_CURVE_CALIBRATION].value * estimates[ASSAY_CURVE_CALIBRATION].value;
    }
  near_at ("unbiased", "mean", sum / n, 0, 4 * sqrt (squares / n / n));
}

static void
test_undefined (void)
{
  static ScoreSample sample;
  const gboolean wanted[ASSAY_N_CURVES] = { FALSE, FALSE, TRUE };
  AssayEstimate estimates[ASSAY_N_CURVES];

  score_sample_read (&sample, "1 .25;0 .75", 4);
  sample.histogram.is_probability = FALSE;
  const AssayCalibration c = assay_score_calibration (&sample.histogram, &options);
  assay_score_curves (&sample.histogram, wanted, &options, estimates);
  g_assert_true (isnan (c.ece) && isnan (c.max_error) && isnan (c.expected_ece) && isnan (c.expected_max_error));
  g_assert_cmpstr (c.why, ==, "scores outside [0, 1]");
  g_assert_cmpstr (estimates[ASSAY_CURVE_CALIBRATION].why, ==, c.why);
  score_sample_bin (&sample, 4);
  assay_score_curves (&sample.histogram, wanted, &options, estimates);
  g_assert_true (isnan (estimates[ASSAY_CURVE_CALIBRATION].value));
  g_assert_cmpstr (estimates[ASSAY_CURVE_CALIBRATION].why, ==, "no calibration bin with two rows");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/score-calibration/groups", test_groups);
  g_test_add_func ("/measure/score-calibration/by-hand", test_by_hand);
  g_test_add_func ("/measure/score-calibration/edges", test_edges);
  g_test_add_func ("/measure/score-calibration/expected", test_expected);
  g_test_add_func ("/measure/score-calibration/squared", test_squared);
  g_test_add_func ("/measure/score-calibration/unbiased", test_unbiased);
  g_test_add_func ("/measure/score-calibration/undefined", test_undefined);
  return g_test_run ();
}
