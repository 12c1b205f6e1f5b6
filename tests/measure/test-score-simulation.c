/* test-score-simulation.c: how often the intervals of scores hold the true value: 2,000 seeded samples a row.
 *
 * Scores are those of a binormal model, 1 / (1 + exp (-(d x - d²/2 + prior logit))) with x normal, mean d for
 * positives: perfectly calibrated; "off" turns them by a power. AUC = Φ (d/√2) and KS = 2 Φ (d/2) - 1 are known, AP
 * and the calibration error come from the distribution's own histogram by numerical integration over the bins. */
#include "near.h"
#include "score-sample.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#define N_SETS 2000
#define N_DRAWS 400 /* of each set: the ends of 1,000 differ by less than the noise of 2,000 sets */
#define N_BINS 1024

typedef struct
{
  double d;         /* distance of the labels' means */
  double share;     /* of positives */
  double turn;      /* scores are raised to this power: 1 is calibrated */
  guint  n;
} Model;

static double
score_of (const Model *model,
          double       x)
{
  const double d = model->d, logit = d * x - d * d / 2 + log (model->share / (1 - model->share));

  return pow (1 / (1 + exp (-logit)), model->turn);
}

static void
sample_draw (ScoreSample *sample,
             const Model *model,
             gsl_rng     *rng)
{
  sample->n_rows = model->n;
  for (guint i = 0; i < model->n; i++)
    {
      sample->labels[i] = gsl_rng_uniform (rng) < model->share;
      sample->scores[i] = score_of (model, gsl_ran_gaussian (rng, 1) + (sample->labels[i] ? model->d : 0));
    }
  score_sample_bin (sample, N_BINS);
}

/* --- true values, on the bins ----------------------------------------------------------------------------------- */

typedef struct
{
  double            negatives[N_BINS], positives[N_BINS], scores[N_BINS];
  AssayScoreWeights weights;
} Truth;

#define N_STEPS 400000

/* Shares and mean scores of the bins: a fine grid over x. */
static void
truth_init (Truth       *self,
            const Model *model)
{
  static double sums[N_BINS];

  for (guint bin = 0; bin < N_BINS; bin++)
    self->negatives[bin] = self->positives[bin] = sums[bin] = 0;
  for (guint step = 0; step < N_STEPS; step++)
    {
      const double x = -8 + (16 + model->d) * (step + 0.5) / N_STEPS, score = score_of (model, x);
      const double negative = (1 - model->share) * gsl_ran_ugaussian_pdf (x);
      const double positive = model->share * gsl_ran_ugaussian_pdf (x - model->d);
      const guint bin = score_bin (score, N_BINS);

      self->negatives[bin] += negative;
      self->positives[bin] += positive;
      sums[bin] += (negative + positive) * score;
    }
  for (guint bin = 0; bin < N_BINS; bin++)
    self->scores[bin] = sums[bin] / MAX (self->negatives[bin] + self->positives[bin], DBL_MIN);
  self->weights = (AssayScoreWeights) { N_BINS, self->negatives, self->positives };
}

/* The squared error of the calibration bins that this sample has: what its estimate is about. */
static double
true_calibration (const Truth       *truth,
                  const ScoreSample *sample)
{
  guint64 counts[N_BINS];
  guint groups[N_BINS];

  for (guint bin = 0; bin < N_BINS; bin++)
    counts[bin] = sample->all[bin].negatives + sample->all[bin].positives;
  const guint n_groups = assay_calibration_groups (counts, N_BINS, groups);
  for (guint bin = 0; bin < N_BINS; bin++)
    groups[bin] = MIN (groups[bin], n_groups - 1);
  AssayCalibrationShape shape = { n_groups, groups, truth->scores, truth->scores, { 0 } };

  for (guint i = 0; i < ASSAY_CALIBRATION_BINS; i++)
    shape.rows[i] = 1e30;
  return assay_calibration_squared (&shape, &truth->weights);
}

/* --- coverage ----------------------------------------------------------------------------------------------------
 * */

static gboolean
is_held (const AssayEstimate *estimate,
         double               value)
{
  return estimate->lo <= value && value <= estimate->hi;
}

static void
say (const char  *what,
     const Model *model,
     guint        n_held,
     guint        n,
     double       least,
     double       most)
{
  const double share = (double) n_held / n, noise = 3 * sqrt (share * (1 - share) / n);

  g_test_message ("%s, %u rows, %.0f %% positive, d %.2f, turn %.1f: %.4f", what, model->n, 100 * model->share,
                  model->d, model->turn, share);
  g_assert_cmpfloat (share + noise, >=, least);
  g_assert_cmpfloat (share - noise, <=, most);
}

static void
test_auc (void)
{
  static ScoreSample sample;
  static const Model models[] = { { 1, 0.5, 1, 60 },     { 1, 0.3, 1, 200 },   { 2, 0.2, 1, 200 },
                                  { 2.5, 0.05, 1, 400 }, { 0.3, 0.5, 1, 400 }, { 1.2, 0.1, 1, 2000 },
                                  { 3, 0.5, 1, 60 },     { 3.5, 0.5, 1, 40 } };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
      const double area = gsl_cdf_ugaussian_P (models[i].d / G_SQRT2);
      const double wrong = models[i].n * MIN (models[i].share, 1 - models[i].share) * (1 - area);
      guint n_held = 0;

      for (guint set = 0; set < N_SETS; set++)
        {
          do
            sample_draw (&sample, &models[i], rng);
          while (MIN (assay_histogram_positives (&sample.histogram),
                      sample.n_rows - assay_histogram_positives (&sample.histogram)) < 2);
          const AssayEstimate estimate = assay_score_auc (&sample.histogram, 0.95);
          n_held += is_held (&estimate, area);
        }
      gsl_rng_free (rng);
      /* DeLong's range; where the roots of the score interval have a part in it up to .985 (measures.md 3) */
      say ("AUC", &models[i], n_held, N_SETS, 0.935, wrong < 10 ? 0.985 : 0.965);
    }
}

static void
test_curves (void)
{
  static ScoreSample sample;
  static Truth truth;
  static const Model models[] = { { 1, 0.5, 1, 200 }, { 1.2, 0.3, 1, 200 }, { 1.2, 0.3, 1.5, 1000 },
                                  { 2, 0.1, 1, 1000 }, { 1.2, 0.5, 2, 400 } };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
      guint n_held[ASSAY_N_CURVES] = { 0 };
      const gboolean all[ASSAY_N_CURVES] = { TRUE, TRUE, TRUE };

      truth_init (&truth, &models[i]);
      const double ap = assay_curve_ap (&truth.weights), ks = 2 * gsl_cdf_ugaussian_P (models[i].d / 2) - 1;
      for (guint set = 0; set < N_SETS; set++)
        {
          const AssayMeasureOptions options = { .confidence = 0.95, .seed = set, .stream = "", .n_draws = N_DRAWS };
          AssayEstimate estimates[ASSAY_N_CURVES];

          sample_draw (&sample, &models[i], rng);
          assay_score_curves (&sample.histogram, all, &options, estimates);
          n_held[ASSAY_CURVE_AP] += is_held (&estimates[ASSAY_CURVE_AP], ap);
          n_held[ASSAY_CURVE_KS] += is_held (&estimates[ASSAY_CURVE_KS], ks);
          n_held[ASSAY_CURVE_CALIBRATION] += is_held (&estimates[ASSAY_CURVE_CALIBRATION],
                                                      true_calibration (&truth, &sample));
        }
      gsl_rng_free (rng);
      say ("AP", &models[i], n_held[ASSAY_CURVE_AP], N_SETS, 0.92, 0.97);
      say ("KS", &models[i], n_held[ASSAY_CURVE_KS], N_SETS, 0.935, 0.99);
      say ("squared calibration error", &models[i], n_held[ASSAY_CURVE_CALIBRATION], N_SETS, 0.935, 1);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/score-simulation/auc", test_auc);
  g_test_add_func ("/measure/score-simulation/curves", test_curves);
  return g_test_run ();
}
