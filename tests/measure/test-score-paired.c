/* test-score-paired.c: two models on the same rows, by draws over pairs of bins. */
#include "near.h"
#include "score-sample.h"

#define N_BINS 16

static const AssayMeasureOptions options = { .confidence = 0.95, .seed = 3, .stream = "" };
static const gboolean all[ASSAY_N_CURVES] = { TRUE, TRUE, TRUE };

static guint
fill_pairs (const ScoreSample *new,
            const ScoreSample *old,
            AssayScorePair    *pairs)
{
  guint n = 0;

  for (guint a = 0; a < N_BINS; a++)
    for (guint b = 0; b < N_BINS; b++)
      {
        AssayScorePair cell = { .new_bin = a, .old_bin = b };

        for (guint i = 0; i < new->n_rows; i++)
          if (score_bin (new->scores[i], N_BINS) == a && score_bin (old->scores[i], N_BINS) == b)
            {
              *(new->labels[i] ? &cell.positives : &cell.negatives) += 1;
              cell.new_sum += score_fixed (new->scores[i]);
              cell.old_sum += score_fixed (old->scores[i]);
            }
        if (cell.positives + cell.negatives > 0)
          pairs[n++] = cell;
      }
  return n;
}

static void
draw_two (ScoreSample *new,
          ScoreSample *old)
{
  score_sample_draw (new, g_test_rand_int_range (80, 300), N_BINS, 0.5);
  *old = *new;
  for (guint i = 0; i < old->n_rows; i++)
    if (g_test_rand_double () < 0.4)
      old->scores[i] = (g_test_rand_int_range (0, N_BINS) + 0.5) / N_BINS;
  score_sample_bin (old, N_BINS);
}

/* The difference is that of the two models' own values, and turns its sign with their order. */
static void
test_values (void)
{
  static ScoreSample new, old;
  AssayScorePair cells[N_BINS * N_BINS], turned[N_BINS * N_BINS];

  for (guint round = 0; round < 10; round++)
    {
      AssayEstimate of_new[ASSAY_N_CURVES], of_old[ASSAY_N_CURVES];

      draw_two (&new, &old);
      old.histogram.bins = old.filled;
      const AssayScorePairs pairs = { N_BINS, N_BINS, fill_pairs (&new, &old, cells), cells, SCORE_K, SCORE_K };
      const AssayScorePairs back = { N_BINS, N_BINS, fill_pairs (&old, &new, turned), turned, SCORE_K, SCORE_K };
      assay_score_curves (&new.histogram, all, &options, of_new);
      assay_score_curves (&old.histogram, all, &options, of_old);
      for (guint curve = 0; curve < ASSAY_CURVE_AUC; curve++)
        {
          const AssayEstimate there = assay_score_curve_difference (curve, &pairs, &options);
          const AssayEstimate again = assay_score_curve_difference (curve, &back, &options);

          near_at ("paired", "value", there.value, of_new[curve].value - of_old[curve].value, 1e-9);
          near_at ("turned", "value", again.value, -there.value, 1e-12);
          near_at ("turned", "width", again.hi - again.lo, there.hi - there.lo, 0.25 * (there.hi - there.lo));
          g_assert_cmpfloat (there.lo, <=, there.value);
          g_assert_cmpfloat (there.hi, >=, there.value);
          /* what is shared is drawn once: narrower than two separate intervals would make it */
          g_assert_cmpfloat (there.hi - there.lo, <,
                             1.1 * hypot (of_new[curve].hi - of_new[curve].lo, of_old[curve].hi - of_old[curve].lo));
        }
    }
}

static void
test_same_model (void)
{
  static ScoreSample sample;
  AssayScorePair cells[N_BINS * N_BINS];

  score_sample_draw (&sample, 100, N_BINS, 0.5);
  const AssayScorePairs pairs = { N_BINS, N_BINS, fill_pairs (&sample, &sample, cells), cells, SCORE_K, SCORE_K };
  for (guint curve = 0; curve < ASSAY_CURVE_AUC; curve++)
    {
      const AssayEstimate estimate = assay_score_curve_difference (curve, &pairs, &options);

      g_assert_cmpfloat (estimate.value, ==, 0);
      g_assert_true (isnan (estimate.lo) && isnan (estimate.hi));
      g_assert_cmpstr (estimate.why, ==, "no spread");
    }
}

static void
test_undefined (void)
{
  const AssayScorePair cell = { 0, 1, 0, 4, 0, 0 };
  const AssayScorePairs none = { 2, 2, 0, &cell, 0, 0 }, positives = { 2, 2, 1, &cell, 0, 0 };

  g_assert_cmpstr (assay_score_curve_difference (ASSAY_CURVE_AP, &none, &options).why, ==, "no rows");
  g_assert_cmpstr (assay_score_curve_difference (ASSAY_CURVE_AP, &positives, &options).why, ==,
                   "needs positives and negatives");
  g_assert_true (isnan (assay_score_curve_difference (ASSAY_CURVE_KS, &positives, &options).value));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/score-paired/values", test_values);
  g_test_add_func ("/measure/score-paired/same-model", test_same_model);
  g_test_add_func ("/measure/score-paired/undefined", test_undefined);
  return g_test_run ();
}
