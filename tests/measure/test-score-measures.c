/* test-score-measures.c: measures of scores by name, from the evidence of a slice. */
#include "near.h"
#include "score-sample.h"

static const AssayMeasureOptions options = { .confidence = 0.9, .seed = 3, .stream = "a" };

/* Each name gives what its own function does, alone or among others and measures of matrices. */
static void
test_names (void)
{
  static ScoreSample sample;
  static const char *const names[] = { "roc_auc", "recall", "ap", "ks", "brier", "log_loss", "calibration_error" };
  static const gboolean all[ASSAY_N_CURVES] = { TRUE, TRUE, TRUE };
  const AssayMatrixCell cells[] = { { 1, 0, 1 }, { 1, 1, 3 } };
  AssayMeasure measures[G_N_ELEMENTS (names)];
  AssayEstimate curves[ASSAY_N_CURVES], together[G_N_ELEMENTS (names)];

  score_sample_draw (&sample, 200, 64, 0.4);
  const AssayEvidence evidence = { .matrix = { 2, 1, 2, cells }, .scores = &sample.histogram };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (assay_measure_find (names[i], &measures[i]));
  assay_measure_estimates (measures, G_N_ELEMENTS (names), &evidence, &options, together);
  assay_score_curves (&sample.histogram, all, &options, curves);
  const AssayEstimate expected[] = {
    assay_score_auc (&sample.histogram, 0.9),
    assay_wilson (3, 4, 0.9),
    curves[ASSAY_CURVE_AP],
    curves[ASSAY_CURVE_KS],
    assay_score_brier (&sample.histogram, 0.9),
    assay_score_log_loss (&sample.histogram, 0.9),
    curves[ASSAY_CURVE_CALIBRATION],
  };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const AssayEstimate alone = assay_measure_estimate (&measures[i], &evidence, &options);

      near_at (names[i], "value", together[i].value, expected[i].value, 0);
      near_at (names[i], "lo", together[i].lo, expected[i].lo, 0);
      near_at (names[i], "alone", alone.hi, expected[i].hi, 0);
    }
}

static void
test_table (void)
{
  guint n;
  const AssayMeasure *table = assay_score_measures (&n);

  g_assert_cmpuint (n, ==, 6);
  for (guint i = 0; i < n; i++)
    {
      AssayMeasure found;
      const AssayEvidence none = { .matrix = { 2, 1, 0, NULL } };
      const AssayEstimate estimate = assay_measure_estimate (&table[i], &none, &options);

      g_assert_true (assay_measure_find (table[i].name, &found));
      g_assert_cmpint (found.id, ==, table[i].id);
      g_assert_cmpint (found.family, ==, ASSAY_FAMILY_SCORE);
      g_assert_true (isnan (estimate.value) && isnan (estimate.lo));
      g_assert_cmpstr (estimate.why, ==, "the model has no score");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/score-measures/names", test_names);
  g_test_add_func ("/measure/score-measures/table", test_table);
  return g_test_run ();
}
