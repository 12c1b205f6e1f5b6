/* test-score-points.c: every threshold against rows, binning errors against finer bins. */
#include "near.h"
#include "score-sample.h"

static void
assert_point (const ScoreSample     *sample,
              const AssayScorePoint *point)
{
  guint64 tp = 0, fp = 0, fn = 0, tn = 0;

  for (guint i = 0; i < sample->n_rows; i++)
    if (sample->scores[i] >= point->threshold)
      *(sample->labels[i] ? &tp : &fp) += 1;
    else
      *(sample->labels[i] ? &fn : &tn) += 1;
  g_assert_cmpuint (point->tp, ==, tp);
  g_assert_cmpuint (point->fp, ==, fp);
  g_assert_cmpuint (point->fn, ==, fn);
  g_assert_cmpuint (point->tn, ==, tn);
}

static void
test_points (void)
{
  static ScoreSample sample;
  static AssayScorePoint points[SCORE_MOST_BINS + 1];

  for (guint round = 0; round < 20; round++)
    {
      score_sample_draw (&sample, g_test_rand_int_range (1, 200), 64, 0.4);
      assay_score_points (&sample.histogram, points);
      g_assert_cmpfloat (points[0].threshold, ==, INFINITY);
      for (guint i = 0; i <= sample.histogram.n_bins; i++)
        assert_point (&sample, &points[i]);
      g_assert_cmpuint (points[sample.histogram.n_bins].fn + points[sample.histogram.n_bins].tn, ==, 0);
      for (guint i = 0; i <= 64; i++)
        {
          const AssayScorePoint point = assay_score_at (&sample.histogram, sample.edges[i]);
          assert_point (&sample, &point);
        }
    }
}

/* AUC, KS and AP on fine bins lie within what the coarse ones say; scores within a bin lie anywhere. */
static void
test_binning_error (void)
{
  static ScoreSample sample;
  const AssayMeasureOptions options = { .confidence = 0.95, .seed = 1, .stream = "", .n_draws = 20 };
  const gboolean wanted[ASSAY_N_CURVES] = { TRUE, TRUE, FALSE };

  for (guint round = 0; round < 200; round++)
    {
      AssayEstimate fine[ASSAY_N_CURVES], coarse[ASSAY_N_CURVES];

      score_sample_draw (&sample, g_test_rand_int_range (10, 200), 1024, 0.3);
      if (assay_histogram_positives (&sample.histogram) % sample.n_rows == 0)
        continue;
      assay_score_curves (&sample.histogram, wanted, &options, fine);
      const double auc = assay_score_auc (&sample.histogram, 0.95).value;
      score_sample_bin (&sample, g_test_rand_int_range (1, 20));
      assay_score_curves (&sample.histogram, wanted, &options, coarse);
      const AssayBinningError error = assay_score_binning_error (&sample.histogram);

      near_at ("coarse", "AUC", assay_score_auc (&sample.histogram, 0.95).value, auc, error.auc + 1e-12);
      near_at ("coarse", "KS", coarse[ASSAY_CURVE_KS].value, fine[ASSAY_CURVE_KS].value, error.ks + 1e-12);
      g_assert_cmpfloat (fine[ASSAY_CURVE_AP].value, >=, error.ap_least - 1e-12);
      g_assert_cmpfloat (fine[ASSAY_CURVE_AP].value, <=, error.ap_most + 1e-12);
      g_assert_cmpfloat (coarse[ASSAY_CURVE_AP].value, >=, error.ap_least - 1e-12);
      g_assert_cmpfloat (coarse[ASSAY_CURVE_AP].value, <=, error.ap_most + 1e-12);
    }
}

/* One bin of 2 positives and 3 negatives: anything goes. AP least (1/4 + 2/5)/2, most 1. */
static void
test_one_bin (void)
{
  static ScoreSample sample;

  score_sample_read (&sample, "1 .1;1 .2;0 .1;0 .2;0 .3", 1);
  const AssayBinningError error = assay_score_binning_error (&sample.histogram);

  near_at ("one bin", "AUC", error.auc, 0.5, 1e-15);
  near_at ("one bin", "KS", error.ks, 1, 1e-15);
  near_at ("one bin", "AP least", error.ap_least, 0.325, 1e-15);
  near_at ("one bin", "AP most", error.ap_most, 1, 1e-15);
  score_sample_read (&sample, "1 .1;1 .2", 1);
  g_assert_true (isnan (assay_score_binning_error (&sample.histogram).auc));
}

/* The sum over many positives of a bin agrees with its terms. */
static void
test_many_positives (void)
{
  const double edges[3] = { 0, 0.5, 1 };
  const AssayScoreBin bins[2] = { { 0, 70000, 100000, 0, 0 }, { 1, 30, 50, 0, 0 } };
  const AssayHistogram histogram = { .n_edges = 3, .edges = edges, .n_bins = 2, .bins = bins };
  double sum = 0;

  for (guint j = 1; j <= 50; j++)
    sum += j / (j + 30.0);
  for (guint j = 1; j <= 100000; j++)
    sum += (50.0 + j) / (50.0 + j + 70030);
  near_at ("many", "AP least", assay_score_binning_error (&histogram).ap_least, sum / 100050, 1e-10);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/score-points/points", test_points);
  g_test_add_func ("/measure/score-points/binning-error", test_binning_error);
  g_test_add_func ("/measure/score-points/one-bin", test_one_bin);
  g_test_add_func ("/measure/score-points/many-positives", test_many_positives);
  return g_test_run ();
}
