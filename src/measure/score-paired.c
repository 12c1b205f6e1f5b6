/* score-paired.c: AP, KS and calibration error of two models on the same rows (measures.md 3).
 *
 * Shares of (new bin, old bin, label) are drawn over the pairs of bins with rows, so that what the two models share
 * is drawn once for both. Calibration bins, and the edge at which each model's KS is found, are kept over the draws.
 * */
#include "score-private.h"

/* One model: which of its bins each pair is in, and a draw's weights of its bins. */
typedef struct
{
  guint                 n;
  guint                *bin_of;  /* each pair's */
  double               *weights; /* n negatives, n positives */
  guint                *groups;  /* each pair's calibration bin */
  double               *scores;  /* each pair's mean score, twice: of either label */
  AssayCalibrationShape shape;
  guint                 edge;
  double                sign;
} Model;

static void
model_clear (Model *self)
{
  g_free (self->bin_of);
  g_free (self->weights);
  g_free (self->groups);
  g_free (self->scores);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Model, model_clear)

static AssayScoreWeights
model_weights (const Model *self)
{
  return (AssayScoreWeights) { self->n, self->weights, self->weights + self->n };
}

/* shares: of n_pairs negatives, then of as many positives */
static void
model_add_up (Model        *self,
              guint         n_pairs,
              const double *shares)
{
  for (gsize i = 0; i < 2 * (gsize) self->n; i++)
    self->weights[i] = 0;
  for (guint i = 0; i < n_pairs; i++)
    {
      self->weights[self->bin_of[i]] += shares[i];
      self->weights[self->n + self->bin_of[i]] += shares[n_pairs + i];
    }
}

/* Negatives' distribution function less the positives', above a bin. */
static double
gap_at (const Model *self,
        guint        edge)
{
  double positives = 0, negatives = 0, p = 0, n = 0;

  for (guint i = 0; i < self->n; i++)
    {
      negatives += self->weights[i];
      positives += self->weights[self->n + i];
      if (i == edge)
        {
          n = negatives;
          p = positives;
        }
    }
  return n / negatives - p / positives;
}

static void
model_find_edge (Model *self)
{
  g_autofree double *gaps = g_new (double, self->n);
  const AssayScoreWeights weights = model_weights (self);

  assay_curve_gaps (&weights, gaps);
  self->edge = 0;
  for (guint i = 1; i < self->n; i++)
    if (fabs (gaps[i]) > fabs (gaps[self->edge]))
      self->edge = i;
  self->sign = copysign (1, gaps[self->edge]);
}

static void
model_find_groups (Model                 *self,
                   const AssayScorePairs *pairs,
                   gboolean               is_new)
{
  const guint n = pairs->n_pairs;
  g_autofree guint64 *rows = g_new0 (guint64, self->n);
  g_autofree guint *groups = g_new (guint, self->n);
  guint64 total = 0;

  for (guint i = 0; i < n; i++)
    {
      const AssayScorePair *pair = &pairs->pairs[i];
      const guint64 of_pair = pair->negatives + pair->positives;

      rows[self->bin_of[i]] += of_pair;
      total += of_pair;
      self->scores[i] = assay_mean_score (is_new ? pair->new_sum : pair->old_sum, of_pair, 0, 1,
                                          is_new ? pairs->k_new : pairs->k_old);
    }
  const guint n_groups = assay_calibration_groups (rows, self->n, groups);
  for (guint i = 0; i < n; i++)
    self->groups[i] = MIN (groups[self->bin_of[i]], n_groups - 1);
  self->shape = (AssayCalibrationShape) { n_groups, self->groups, self->scores, self->scores, { 0 } };
  for (guint i = 0; i < ASSAY_CALIBRATION_BINS; i++)
    self->shape.rows[i] = total;
}

static void
model_init (Model                 *self,
            const AssayScorePairs *pairs,
            gboolean               is_new,
            const double          *shares)
{
  const guint n = pairs->n_pairs;

  self->n = is_new ? pairs->n_new_bins : pairs->n_old_bins;
  self->bin_of = g_new (guint, n);
  self->weights = g_new (double, 2 * (gsize) self->n);
  self->groups = g_new (guint, n);
  self->scores = g_new (double, n);
  for (guint i = 0; i < n; i++)
    self->bin_of[i] = is_new ? pairs->pairs[i].new_bin : pairs->pairs[i].old_bin;
  model_add_up (self, n, shares);
  model_find_groups (self, pairs, is_new);
  model_find_edge (self);
}

static double
model_value (Model        *self,
             AssayCurve    curve,
             guint         n_pairs,
             const double *shares)
{
  const AssayScoreWeights of_pairs = { n_pairs, shares, shares + n_pairs };

  if (curve == ASSAY_CURVE_CALIBRATION)
    return assay_calibration_squared (&self->shape, &of_pairs);
  model_add_up (self, n_pairs, shares);
  const AssayScoreWeights weights = model_weights (self);
  return curve == ASSAY_CURVE_AP ? assay_curve_ap (&weights) : self->sign * gap_at (self, self->edge);
}

static void
draw_difference (Model                     *new,
                 Model                     *old,
                 AssayCurve                 curve,
                 const guint64             *counts,
                 guint                      n,
                 const AssayMeasureOptions *options,
                 AssayEstimate             *estimate)
{
  const guint n_draws = score_draws (options);
  g_autofree double *draws = g_new (double, n_draws), *shares = g_new (double, 2 * (gsize) n);
  g_auto (AssayDirichlet) dirichlet = { 0 };
  AssayStream stream;

  assay_stream_init (&stream, options->seed, options->stream);
  assay_dirichlet_init (&dirichlet, &stream, counts, 2 * (gsize) n, 1.0 / n);
  for (guint draw = 0; draw < n_draws; draw++)
    {
      assay_dirichlet_draws (&dirichlet, draw, 1, shares);
      draws[draw] = model_value (new, curve, n, shares) - model_value (old, curve, n, shares);
    }
  if (curve == ASSAY_CURVE_CALIBRATION)
    assay_spread_ends (estimate, draws, n_draws, options->confidence);
  else
    assay_dirichlet_ends (estimate, draws, n_draws, options->confidence);
}

AssayEstimate
assay_score_curve_difference (AssayCurve                 curve,
                              const AssayScorePairs     *pairs,
                              const AssayMeasureOptions *options)
{
  const guint n = pairs->n_pairs;
  g_autofree guint64 *counts = g_new (guint64, 2 * (gsize) n);
  g_autofree double *shares = g_new (double, 2 * (gsize) n);
  g_auto (Model) new = { 0 }, old = { 0 };

  if (n == 0)
    return estimate_undefined (0, "no rows");
  for (guint i = 0; i < n; i++)
    {
      shares[i] = counts[i] = pairs->pairs[i].negatives;
      shares[n + i] = counts[n + i] = pairs->pairs[i].positives;
    }
  model_init (&new, pairs, TRUE, shares);
  model_init (&old, pairs, FALSE, shares);
  const guint64 rows = new.shape.rows[0];
  const double value = model_value (&new, curve, n, shares) - model_value (&old, curve, n, shares);
  if (isnan (value))
    return estimate_undefined (rows, ASSAY_NEEDS_BOTH);

  AssayEstimate estimate = { value, NAN, NAN, rows, NULL };
  draw_difference (&new, &old, curve, counts, n, options, &estimate);
  return estimate;
}

static AssayEstimate
loss_difference (const AssayMoments *moments,
                 double              confidence)
{
  if (moments->n == 0)
    return estimate_undefined (0, "no rows with a probability from both models");
  return assay_moments_mean_difference (moments, confidence);
}

AssayEstimate
assay_score_difference (const AssayMeasure        *measure,
                        const AssayScorePairs     *pairs,
                        const AssayMeasureOptions *options)
{
  const AssayCurve curve = assay_score_curve_of (measure);

  if (measure->id == ASSAY_MEASURE_BRIER)
    return loss_difference (&pairs->brier, options->confidence);
  if (measure->id == ASSAY_MEASURE_LOG_LOSS)
    return loss_difference (&pairs->log_loss, options->confidence);
  if (curve == ASSAY_N_CURVES)
    return assay_score_auc_difference (pairs, options->confidence);
  if (curve == ASSAY_CURVE_CALIBRATION && pairs->n_pairs > 0 && !pairs->are_probabilities)
    return estimate_undefined (0, ASSAY_OUTSIDE_UNIT);
  return assay_score_curve_difference (curve, pairs, options);
}
