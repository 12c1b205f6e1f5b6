/* test-moment-measures.c: measures of moments by name, of an evidence, of its rest and of two models. */
#include "measure/measure-private.h"
#include "moments-sample.h"
#include "near.h"

#define K 10

/* Three moments of a regression and a ratio of the plan's own behind them. */
static void
fill (AssayMoments *moments,
      guint         from,
      guint         to)
{
  static const double error[] = { 1, -2, 0.5, 3, -1.5, 0.25 }, label[] = { 4, 1, 0, 7, 3, 2 }, part[] = { 1, 0, 2, 1, 3, 0 };
  double absolute[6], square[6];

  for (guint i = 0; i < 6; i++)
    {
      absolute[i] = fabs (error[i]);
      square[i] = error[i] * error[i];
    }
  moments[ASSAY_MOMENTS_ABSOLUTE] = moments_of (absolute + from, K, NULL, 0, to - from);
  moments[ASSAY_MOMENTS_ERROR] = moments_of (error + from, K, NULL, 0, to - from);
  moments[ASSAY_MOMENTS_SQUARE] = moments_of (square + from, K, label + from, K, to - from);
  moments[ASSAY_MOMENTS_REGRESSION] = moments_of (part + from, K, label + from, K, to - from);
}

static void
test_by_name (void)
{
  static const struct { const char *name; double value; AssayDirection direction; } rows[] = {
    { "mae", 8.25 / 6, ASSAY_DIRECTION_LOWER },
    { "rmse", 1.6614502, ASSAY_DIRECTION_LOWER }, /* √(16.5625/6) */
    { "mean_error", 1.25 / 6, ASSAY_DIRECTION_NONE },
    { "r2", 1 - 16.5625 / (79 - 17 * 17 / 6.0), ASSAY_DIRECTION_HIGHER },
  };
  AssayMoments moments[4] = { 0 };
  const AssayEvidence evidence = { .moments = moments, .n_moments = 4 };
  const AssayMeasureOptions options = { .confidence = 0.95, .stream = "" };

  fill (moments, 0, 6);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AssayMeasure measure;

      g_assert_true (assay_measure_find (rows[i].name, &measure));
      g_assert_cmpint (measure.family, ==, ASSAY_FAMILY_MOMENT);
      g_assert_cmpint (measure.direction, ==, rows[i].direction);
      const AssayEstimate estimate = assay_measure_estimate (&measure, &evidence, &options);
      near_at (rows[i].name, "value", estimate.value, rows[i].value, 1e-7);
      g_assert_cmpuint (estimate.n, ==, 6);
      g_assert_true (estimate.lo < estimate.value && estimate.value < estimate.hi);
    }
  const AssayMeasure own = { .id = ASSAY_MEASURE_RATIO, .family = ASSAY_FAMILY_MOMENT, .moments = 3 };
  near_at ("own", "value", assay_measure_estimate (&own, &evidence, &options).value, 7.0 / 17, 1e-12);
}

/* The rest is what was counted of the other rows. */
static void
test_rest (void)
{
  AssayMoments whole[4], part[4], rest[4];
  const AssayEvidence all = { .moments = whole, .n_moments = 4 }, slice = { .moments = part, .n_moments = 4 };

  fill (whole, 0, 6);
  fill (part, 0, 2);
  fill (rest, 2, 6);
  g_auto (AssayEvidence) less = assay_evidence_less (&all, &slice);
  g_assert_cmpuint (less.n_moments, ==, 4);
  g_assert_cmpmem (less.moments, sizeof rest, rest, sizeof rest);
}

static void
test_pairs (void)
{
  const double new_error[4] = { 1, 2, 0, 1 }, old_error[4] = { 2, 2, 1, 4 }, square_new[4] = { 1, 4, 0, 1 },
               square_old[4] = { 4, 4, 1, 16 };
  const double label[4] = { 3, 9, 4, 0 };
  const AssayMoments moments[ASSAY_MOMENTS_PAIR] = {
    [ASSAY_MOMENTS_ABSOLUTE] = moments_of (new_error, K, old_error, K, 4),
    [ASSAY_MOMENTS_ERROR] = moments_of (new_error, K, old_error, K, 4),
    [ASSAY_MOMENTS_SQUARE] = moments_of (square_new, K, square_old, K, 4),
    [ASSAY_MOMENTS_NEW] = moments_of (square_new, K, label, K, 4),
    [ASSAY_MOMENTS_OLD] = moments_of (square_old, K, label, K, 4),
  };
  AssayMeasure measure;

  g_assert_true (assay_measure_find ("mae", &measure));
  near_at ("mae", "difference", assay_moments_difference (&measure, moments, 0.95).value, -1.25, 1e-12);
  g_assert_true (assay_measure_find ("rmse", &measure));
  near_at ("rmse", "difference", assay_moments_difference (&measure, moments, 0.95).value, sqrt (1.5) - 2.5, 1e-12);
  g_assert_true (assay_measure_find ("r2", &measure));
  near_at ("r2", "difference", assay_moments_difference (&measure, moments, 0.95).value, 19.0 / 42, 1e-12);

  AssayMoments own[ASSAY_MOMENTS_REGRESSION];
  const AssayEvidence evidence = { .moments = own, .n_moments = ASSAY_MOMENTS_REGRESSION };
  const AssayMeasureOptions options = { .confidence = 0.95, .stream = "" };
  assay_moments_of_new (moments, own);
  near_at ("r2", "new", assay_measure_estimate (&measure, &evidence, &options).value, 1 - 6.0 / 42, 1e-12);
  assay_moments_of_old (moments, own);
  near_at ("r2", "old", assay_measure_estimate (&measure, &evidence, &options).value, 1 - 25.0 / 42, 1e-12);
  g_assert_true (assay_measure_find ("mae", &measure));
  near_at ("mae", "old", assay_measure_estimate (&measure, &evidence, &options).value, 2.25, 1e-12);

  const AssayMeasure mean = { .id = ASSAY_MEASURE_MEAN, .family = ASSAY_FAMILY_MOMENT };
  g_assert_cmpstr (assay_moments_difference (&mean, moments, 0.95).why, ==, assay_moments_why_unpaired (&mean, FALSE));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/moment-measures/by-name", test_by_name);
  g_test_add_func ("/measure/moment-measures/rest", test_rest);
  g_test_add_func ("/measure/moment-measures/pairs", test_pairs);
  return g_test_run ();
}
