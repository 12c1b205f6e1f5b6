/* test-score-draws.c: AP, KS and calibration error with their ends. */
#include "near.h"
#include "score-sample.h"

static const AssayMeasureOptions options = { .confidence = 0.95, .seed = 3, .stream = "sex=F" };
static const gboolean all[ASSAY_N_CURVES] = { TRUE, TRUE, TRUE };

/* Asked for together or one by one: the same bits. */
static void
test_one_set_of_draws (void)
{
  static ScoreSample sample;
  AssayEstimate together[ASSAY_N_CURVES], alone[ASSAY_N_CURVES];

  score_sample_draw (&sample, 300, 64, 0.4);
  assay_score_curves (&sample.histogram, all, &options, together);
  for (guint curve = 0; curve < ASSAY_CURVE_AUC; curve++)
    {
      gboolean wanted[ASSAY_N_CURVES] = { FALSE };

      wanted[curve] = TRUE;
      assay_score_curves (&sample.histogram, wanted, &options, alone);
      g_assert_cmpfloat (alone[curve].value, ==, together[curve].value);
      g_assert_cmpfloat (alone[curve].lo, ==, together[curve].lo);
      g_assert_cmpfloat (alone[curve].hi, ==, together[curve].hi);
      g_assert_cmpfloat (together[curve].lo, <, together[curve].value);
      g_assert_cmpfloat (together[curve].value, <, together[curve].hi);
    }
}

/* Another seed, or another slice, moves the ends and not the values. Ends of 1,000 draws are uncertain by 2 % of the width;
 * a quarter of it is nine times the deviation of a difference of two. */
static void
test_keyed (void)
{
  static ScoreSample sample;
  AssayEstimate one[ASSAY_N_CURVES], other[ASSAY_N_CURVES];
  const AssayMeasureOptions others[] = {
    { .confidence = 0.95, .seed = 4, .stream = "sex=F" },
    { .confidence = 0.95, .seed = 3, .stream = "sex=M" },
  };

  score_sample_draw (&sample, 300, 64, 0.4);
  assay_score_curves (&sample.histogram, all, &options, one);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      assay_score_curves (&sample.histogram, all, &others[i], other);
      for (guint curve = 0; curve < ASSAY_CURVE_AUC; curve++)
        {
          g_assert_cmpfloat (one[curve].value, ==, other[curve].value);
          g_assert_cmpfloat (one[curve].lo, !=, other[curve].lo);
          near_at ("keyed", "lo", other[curve].lo, one[curve].lo, (one[curve].hi - one[curve].lo) / 4);
        }
    }
}

/* All positives above all negatives: AP and KS are 1 and their intervals reach below it, the further the fewer rows.
 * */
static void
test_separated (void)
{
  static ScoreSample sample;
  double lo[2][ASSAY_N_CURVES];

  for (guint many = 0; many < 2; many++)
    {
      AssayEstimate estimates[ASSAY_N_CURVES];

      sample.n_rows = many ? 400 : 40;
      for (guint i = 0; i < sample.n_rows; i++)
        {
          sample.labels[i] = i % 2;
          sample.scores[i] = (i % 2) * 0.5 + 0.5 * i / sample.n_rows;
        }
      score_sample_bin (&sample, 1024);
      assay_score_curves (&sample.histogram, all, &options, estimates);
      for (guint curve = 0; curve < ASSAY_CURVE_CALIBRATION; curve++)
        {
          g_assert_cmpfloat (estimates[curve].value, ==, 1);
          g_assert_cmpfloat (estimates[curve].hi, ==, 1);
          g_assert_cmpfloat (estimates[curve].lo, <, 1);
          lo[many][curve] = estimates[curve].lo;
        }
    }
  g_assert_cmpfloat (lo[0][ASSAY_CURVE_AP], <, lo[1][ASSAY_CURVE_AP]);
  g_assert_cmpfloat (lo[0][ASSAY_CURVE_KS], <, lo[1][ASSAY_CURVE_KS]);
}

/* With one bin both functions rise at once: KS 0 in every draw. */
static void
test_undefined (void)
{
  static ScoreSample sample;
  AssayEstimate estimates[ASSAY_N_CURVES];

  score_sample_read (&sample, "1 .25;0 .25;1 .25", 4);
  assay_score_curves (&sample.histogram, all, &options, estimates);
  g_assert_cmpfloat (estimates[ASSAY_CURVE_KS].value, ==, 0);
  g_assert_cmpstr (estimates[ASSAY_CURVE_KS].why, ==, "no spread");
  g_assert_true (isnan (estimates[ASSAY_CURVE_KS].lo));
  score_sample_read (&sample, "1 .25;1 .75;1 .75", 4);
  assay_score_curves (&sample.histogram, all, &options, estimates);
  for (guint curve = 0; curve < ASSAY_CURVE_CALIBRATION; curve++)
    {
      g_assert_true (isnan (estimates[curve].value));
      g_assert_cmpstr (estimates[curve].why, ==, "needs positives and negatives");
    }
  sample.n_rows = 0;
  score_sample_bin (&sample, 4);
  assay_score_curves (&sample.histogram, all, &options, estimates);
  for (guint curve = 0; curve < ASSAY_CURVE_AUC; curve++)
    g_assert_cmpstr (estimates[curve].why, ==, "no rows");
}

/* Scores of the predicted class among several: their rows are right or wrong, not positive or negative, so that only
 * calibration means anything. */
static void
test_top_label (void)
{
  static ScoreSample sample;
  AssayEstimate plain[ASSAY_N_CURVES], estimates[ASSAY_N_CURVES];

  score_sample_draw (&sample, 300, 64, 0.4);
  assay_score_curves (&sample.histogram, all, &options, plain);
  sample.histogram.is_top_label = TRUE;
  assay_score_curves (&sample.histogram, all, &options, estimates);
  for (guint curve = 0; curve < ASSAY_CURVE_AUC; curve++)
    if (curve == ASSAY_CURVE_CALIBRATION)
      g_assert_cmpfloat (estimates[curve].value, ==, plain[curve].value);
    else
      {
        g_assert_true (isnan (estimates[curve].value) && isnan (estimates[curve].lo));
        g_assert_cmpstr (estimates[curve].why, ==, ASSAY_TOP_LABEL);
        g_assert_cmpuint (estimates[curve].n, ==, 300);
      }
}

static void
test_root (void)
{
  const AssayEstimate squared = { 0.04, -0.01, 0.09, 10, NULL };
  const AssayEstimate root = assay_score_root (&squared);

  near_at ("root", "value", root.value, 0.2, 1e-15);
  near_at ("root", "lo", root.lo, 0, 0);
  near_at ("root", "hi", root.hi, 0.3, 1e-15);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/score-draws/one-set", test_one_set_of_draws);
  g_test_add_func ("/measure/score-draws/keyed", test_keyed);
  g_test_add_func ("/measure/score-draws/separated", test_separated);
  g_test_add_func ("/measure/score-draws/undefined", test_undefined);
  g_test_add_func ("/measure/score-draws/top-label", test_top_label);
  g_test_add_func ("/measure/score-draws/root", test_root);
  return g_test_run ();
}
