/* test-score-curve.c: AP, KS and AUC of weights against their definitions on rows. */
#include "near.h"
#include "score-sample.h"

typedef struct
{
  double            negatives[SCORE_MOST_BINS], positives[SCORE_MOST_BINS];
  AssayScoreWeights weights;
} Weights;

static void
weights_init (Weights           *self,
              const ScoreSample *sample)
{
  for (guint i = 0; i < sample->n_bins; i++)
    {
      self->negatives[i] = sample->all[i].negatives;
      self->positives[i] = sample->all[i].positives;
    }
  self->weights = (AssayScoreWeights) { sample->n_bins, self->negatives, self->positives };
}

/* scikit-learn's documented example: precisions 1 and 2/3 at recalls 1/2 and 1. */
static void
test_published (void)
{
  static ScoreSample sample;
  static Weights w;

  score_sample_read (&sample, "0 .1;0 .4;1 .35;1 .8", 1024);
  weights_init (&w, &sample);
  near_at ("scikit-learn", "AUC", assay_curve_auc (&w.weights), 0.75, 0);
  near_at ("scikit-learn", "AP", assay_curve_ap (&w.weights), 5.0 / 6, 1e-15);
  near_at ("by hand", "KS", assay_curve_ks (&w.weights), 0.5, 1e-15);
}

/* Share of the rows of a label with score >= threshold. */
static double
share_above (const ScoreSample *sample,
             gboolean           label,
             double             threshold)
{
  guint n = 0, above = 0;

  for (guint i = 0; i < sample->n_rows; i++)
    if (sample->labels[i] == label)
      {
        n++;
        above += sample->scores[i] >= threshold;
      }
  return (double) above / n;
}

static double
brute_ks (const ScoreSample *sample)
{
  double furthest = 0;

  for (guint i = 0; i < sample->n_rows; i++)
    furthest = MAX (furthest, fabs (share_above (sample, TRUE, sample->scores[i])
                                    - share_above (sample, FALSE, sample->scores[i])));
  return furthest;
}

/* Mean over the positives of the precision at their own score. */
static double
brute_ap (const ScoreSample *sample)
{
  double sum = 0;
  guint positives = 0;

  for (guint i = 0; i < sample->n_rows; i++)
    {
      guint tp = 0, fp = 0;

      for (guint j = 0; j < sample->n_rows; j++)
        if (sample->scores[j] >= sample->scores[i])
          *(sample->labels[j] ? &tp : &fp) += 1;
      positives += sample->labels[i];
      sum += sample->labels[i] ? (double) tp / (tp + fp) : 0;
    }
  return sum / positives;
}

static void
test_brute_force (void)
{
  static ScoreSample sample;
  static Weights w;

  for (guint round = 0; round < 100; round++)
    {
      score_sample_draw (&sample, g_test_rand_int_range (10, 150), g_test_rand_int_range (2, 60), 0.4);
      if (assay_histogram_positives (&sample.histogram) % sample.n_rows == 0)
        continue;
      weights_init (&w, &sample);
      near_at ("brute", "AP", assay_curve_ap (&w.weights), brute_ap (&sample), 1e-12);
      near_at ("brute", "KS", assay_curve_ks (&w.weights), brute_ks (&sample), 1e-12);
      near_at ("brute", "AUC", assay_curve_auc (&w.weights), assay_score_auc (&sample.histogram, 0.95).value, 1e-12);
    }
}

/* Only the ratios of weights count, and empty bins count for nothing. */
static void
test_scaled (void)
{
  static ScoreSample sample;
  static Weights w, scaled;
  guint n = 0;

  score_sample_draw (&sample, 120, 40, 0.4);
  weights_init (&w, &sample);
  for (guint i = 0; i < 40; i++)
    if (w.negatives[i] + w.positives[i] > 0)
      {
        scaled.negatives[n] = w.negatives[i] * 0.37;
        scaled.positives[n++] = w.positives[i] * 0.37;
      }
  scaled.weights = (AssayScoreWeights) { n, scaled.negatives, scaled.positives };
  near_at ("scaled", "AP", assay_curve_ap (&scaled.weights), assay_curve_ap (&w.weights), 1e-12);
  near_at ("scaled", "KS", assay_curve_ks (&scaled.weights), assay_curve_ks (&w.weights), 1e-12);
  near_at ("scaled", "AUC", assay_curve_auc (&scaled.weights), assay_curve_auc (&w.weights), 1e-12);
}

static void
test_undefined (void)
{
  const double none[2] = { 0, 0 }, some[2] = { 3, 1 };
  const AssayScoreWeights tables[] = { { 2, none, some }, { 2, some, none }, { 2, none, none } };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_assert_true (isnan (assay_curve_auc (&tables[i])));
      g_assert_true (isnan (assay_curve_ap (&tables[i])));
      g_assert_true (isnan (assay_curve_ks (&tables[i])));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/score-curve/published", test_published);
  g_test_add_func ("/measure/score-curve/brute-force", test_brute_force);
  g_test_add_func ("/measure/score-curve/scaled", test_scaled);
  g_test_add_func ("/measure/score-curve/undefined", test_undefined);
  return g_test_run ();
}
