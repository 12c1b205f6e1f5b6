/* test-coverage-weighted-scores.c: coverage of the intervals of weighted scores, 2,000 sets each from fixed seeds.
 *
 * A score is the logistic function of x, normal around 0 of negatives and around DELTA of positives. Rows weigh e^(TILT x)
 * times a log-normal factor of their own, so that weights and scores go together: the weighted rows are those of normal
 * distributions shifted by TILT, with the prevalence shifted, too. What is true follows from those by sums over a grid. */
#include "measure/scores.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#define N_SETS 2000
#define N_BINS 1024
#define DELTA 1.5
#define TILT 0.3
#define PREVALENCE 0.4
#define K 16

typedef enum { AUC, AP, KS, BRIER, N_MEASURES } Which;

static double
score_of (double x)
{
  return 1 / (1 + exp (-x));
}

/* Share of positives among weights. */
static double
weighted_prevalence (void)
{
  const double positives = PREVALENCE * exp (TILT * DELTA);

  return positives / (positives + 1 - PREVALENCE);
}

static void
find_truth (double *truth)
{
  const double pi = weighted_prevalence (), step = 1e-4;

  truth[AUC] = gsl_cdf_ugaussian_P (DELTA / G_SQRT2);
  truth[KS] = 2 * gsl_cdf_ugaussian_P (DELTA / 2) - 1;
  truth[AP] = truth[BRIER] = 0;
  for (double x = -9; x < 11; x += step)
    {
      const double negative = gsl_ran_ugaussian_pdf (x - TILT) * step, s = score_of (x);
      const double positive = gsl_ran_ugaussian_pdf (x - TILT - DELTA) * step;
      const double tp = pi * gsl_cdf_ugaussian_Q (x - TILT - DELTA), fp = (1 - pi) * gsl_cdf_ugaussian_Q (x - TILT);

      truth[AP] += positive * tp / (tp + fp);
      truth[BRIER] += pi * positive * (1 - s) * (1 - s) + (1 - pi) * negative * s * s;
    }
}

typedef struct
{
  double              edges[N_BINS + 1];
  AssayScoreBin       bins[N_BINS];
  AssayHistogram      histogram;
} Sample;

static void
add_row (AssayScoreWeighing *weighing,
         AssayScoreBin      *bin,
         AssayScoreWeight   *weight,
         gboolean            y,
         double              s,
         double              real)
{
  const __int128 w = (__int128) rint (ldexp (real, K)), x = (__int128) rint (ldexp (real * (s - y) * (s - y), K));

  *(y ? &bin->positives : &bin->negatives) += 1;
  weight->w[y] += w;
  weight->ww[y] += w * w;
  weight->score[y] += (__int128) rint (ldexp (real * s, K));
  weighing->brier.n++;
  weighing->brier.x += x;
  weighing->brier.xx += x * x;
  weighing->brier.xw += x * w;
  weighing->brier.w += w;
  weighing->brier.ww += w * w;
}

static void
draw (Sample  *self,
      gsl_rng *rng,
      guint    n)
{
  g_autofree AssayScoreBin *bins = g_new0 (AssayScoreBin, N_BINS);
  g_autofree AssayScoreWeight *weights = g_new0 (AssayScoreWeight, N_BINS);
  AssayScoreWeighing *weighing = assay_score_weighing_new (N_BINS);
  guint n_bins = 0;

  weighing->k_w = weighing->k_score = K;
  weighing->brier = (AssayMoments) { .is_weighted = TRUE, .k_x = K, .k_w = K };
  for (guint i = 0; i < n; i++)
    {
      const gboolean y = gsl_rng_uniform (rng) < PREVALENCE;
      const double x = (y ? DELTA : 0) + gsl_ran_gaussian (rng, 1), s = score_of (x);
      const guint bin = MIN ((guint) (s * N_BINS), N_BINS - 1);

      add_row (weighing, &bins[bin], &weights[bin], y, s, exp (TILT * x + gsl_ran_gaussian (rng, 0.6)));
    }
  for (guint i = 0; i < N_BINS; i++)
    if (bins[i].positives + bins[i].negatives > 0)
      {
        weighing->bins[n_bins] = weights[i];
        self->bins[n_bins] = bins[i];
        self->bins[n_bins++].bin = i;
      }
  self->histogram = (AssayHistogram) { .n_edges = N_BINS + 1, .edges = self->edges, .n_bins = n_bins, .bins = self->bins,
                                       .k = K, .is_probability = TRUE, .weighing = weighing };
}

static void
test_coverage (gconstpointer data)
{
  static const char *const names[N_MEASURES] = { "roc_auc", "ap", "ks", "brier" };
  /* AP's percentiles hold .92 of so few rows, worth some 200; KS is on the safe side. */
  static const double least[N_MEASURES] = { 0.93, 0.91, 0.94, 0.93 };
  const guint n = GPOINTER_TO_UINT (data);
  g_autofree Sample *sample = g_new0 (Sample, 1);
  AssayMeasure measures[N_MEASURES];
  guint n_held[N_MEASURES] = { 0 };
  double truth[N_MEASURES];
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);

  find_truth (truth);
  gsl_rng_set (rng, 20261125 + n);
  for (guint i = 0; i <= N_BINS; i++)
    sample->edges[i] = (double) i / N_BINS;
  for (guint i = 0; i < N_MEASURES; i++)
    g_assert_true (assay_measure_find (names[i], &measures[i]));
  for (guint set = 0; set < N_SETS; set++)
    {
      const AssayMeasureOptions options = { .confidence = 0.95, .seed = set, .stream = "" };
      const AssayEvidence evidence = { .scores = &sample->histogram };
      AssayEstimate estimates[N_MEASURES];

      draw (sample, rng, n);
      assay_measure_estimates (measures, N_MEASURES, &evidence, &options, estimates);
      for (guint i = 0; i < N_MEASURES; i++)
        n_held[i] += estimates[i].lo <= truth[i] && truth[i] <= estimates[i].hi;
      g_free (sample->histogram.weighing);
    }
  gsl_rng_free (rng);
  for (guint i = 0; i < N_MEASURES; i++)
    g_test_message ("weighted %s (%.4f), %u rows: coverage %.4f of %u sets", names[i], truth[i], n,
                    n_held[i] / (double) N_SETS, N_SETS);
  for (guint i = 0; i < N_MEASURES; i++)
    {
      g_assert_cmpfloat (n_held[i], >=, least[i] * N_SETS);
      g_assert_cmpfloat (n_held[i], <=, 0.985 * N_SETS);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/measure/coverage-weighted-scores/300", GUINT_TO_POINTER (300), test_coverage);
  return g_test_run ();
}
