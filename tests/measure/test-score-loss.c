/* test-score-loss.c: Brier score and log loss, by hand and by rows. */
#include "near.h"
#include "score-sample.h"

#include <gsl/gsl_cdf.h>

static void
test_by_rows (void)
{
  static ScoreSample sample;

  for (guint round = 0; round < 30; round++)
    {
      double mean[2] = { 0, 0 }, squares[2] = { 0, 0 };

      score_sample_draw (&sample, g_test_rand_int_range (3, 300), 1000, 0.4);
      const guint n = sample.n_rows;
      const double t = gsl_cdf_tdist_Qinv (0.025, n - 1);
      for (guint pass = 0; pass < 2; pass++)
        for (guint i = 0; i < n; i++)
          {
            const double hit = sample.labels[i] ? sample.scores[i] : 1 - sample.scores[i];
            const double loss[2] = { (1 - hit) * (1 - hit), -log (hit) };

            for (guint which = 0; which < 2; which++)
              if (pass == 0)
                mean[which] += loss[which] / n;
              else
                squares[which] += (loss[which] - mean[which]) * (loss[which] - mean[which]);
          }
      const AssayEstimate estimates[2] = { assay_score_brier (&sample.histogram, 0.95),
                                           assay_score_log_loss (&sample.histogram, 0.95) };
      for (guint which = 0; which < 2; which++)
        {
          const double reach = t * sqrt (squares[which] / (n - 1) / n);

          near_at ("rows", "value", estimates[which].value, mean[which], 1e-7);
          near_at ("rows", "lo", estimates[which].lo, MAX (mean[which] - reach, 0), 1e-6);
          near_at ("rows", "hi", estimates[which].hi, mean[which] + reach, 1e-6);
        }
    }
}

/* scikit-learn's documented examples: brier_score_loss (0, 1, 1, 0; .1, .9, .8, .3) = 0.0375, log_loss of (1, 0, 0,
 * 1; .9, .1, .2, .65) = 0.21616. */
static void
test_published (void)
{
  static ScoreSample sample;

  score_sample_read (&sample, "0 .1;1 .9;1 .8;0 .3", 1024);
  near_at ("scikit-learn", "Brier", assay_score_brier (&sample.histogram, 0.95).value, 0.0375, 1e-8);
  score_sample_read (&sample, "1 .9;0 .1;0 .2;1 .65", 1024);
  near_at ("scikit-learn", "log loss", assay_score_log_loss (&sample.histogram, 0.95).value, 0.21616, 5e-6);
}

static void
test_undefined (void)
{
  static ScoreSample sample;

  score_sample_read (&sample, "0 .1;1 .9", 1024);
  sample.histogram.is_probability = FALSE;
  g_assert_cmpstr (assay_score_brier (&sample.histogram, 0.95).why, ==, "scores outside [0, 1]");
  g_assert_true (isnan (assay_score_log_loss (&sample.histogram, 0.95).value));
  sample.histogram.is_probability = TRUE;
  sample.histogram.is_top_label = TRUE;
  g_assert_true (isnan (assay_score_brier (&sample.histogram, 0.95).value));
  score_sample_read (&sample, "1 .75;1 .75", 1024);
  const AssayEstimate equal = assay_score_brier (&sample.histogram, 0.95);
  near_at ("equal", "value", equal.value, 0.0625, 1e-9);
  g_assert_cmpstr (equal.why, ==, "no spread");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/score-loss/by-rows", test_by_rows);
  g_test_add_func ("/measure/score-loss/published", test_published);
  g_test_add_func ("/measure/score-loss/undefined", test_undefined);
  return g_test_run ();
}
