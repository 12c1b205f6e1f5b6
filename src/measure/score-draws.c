/* score-draws.c: AP, KS and the squared calibration error with intervals by draws (measures.md 3).
 *
 * Shares of (bin, label) are drawn from Dirichlet (count + prior) over both labels of the bins with rows, a prior
 * mass of 2 in all, as those of a confusion matrix are; one set of draws serves all that is wanted.
 *
 * KS is the greatest of many differences, and so are its draws: their quantiles would lie too high (a coverage of .81
 * at 200 rows, simulated). The bound of a maximum is found as Chernozhukov, Lee & Rosen 2013 do: the lower end is
 * the value plus a low quantile of the least (draw - value) over the edges that could be where the maximum is, those
 * within 2 standard errors of it; the upper end comes from the edge of the value alone. */
#include "score-private.h"

#include <string.h>

#define CONTACT 2 /* standard errors */
#define NOISE 1e-12

/* Bins with rows and room for a draw. shares: n negatives, then n positives. */
typedef struct
{
  guint                 n;
  guint64               n_rows;
  guint64              *counts;
  AssayWeights         *cells;   /* (nullable) of weighted rows, n negatives, n positives */
  double               *shares;
  double               *scores;  /* mean score: n of negatives, n of positives */
  guint                *groups;
  AssayScoreWeights     weights;
  AssayCalibrationShape shape;
} Bins;

static void
bins_clear (Bins *self)
{
  g_free (self->counts);
  g_free (self->shares);
  g_free (self->scores);
  g_free (self->groups);
  g_free (self->cells);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bins, bins_clear)

/* Weights in place of rows. */
static void
bins_weigh (Bins                 *self,
            const AssayHistogram *from,
            guint64              *masses)
{
  self->cells = assay_score_weighing_cells (from);
  for (guint i = 0; i < 2 * self->n; i++)
    {
      self->shares[i] = (double) self->cells->cells[i].sum;
      self->scores[i] = assay_score_weighing_mean (from, i % self->n, i / self->n);
    }
  assay_score_weighing_masses (from, masses);
}

static void
bins_init (Bins                 *self,
           const AssayHistogram *from)
{
  const guint n = from->n_bins;
  g_autofree guint64 *rows = g_new (guint64, n);

  *self = (Bins) { .n = n, .n_rows = assay_histogram_rows (from), .counts = g_new (guint64, 2 * (gsize) n),
                   .shares = g_new (double, 2 * (gsize) n), .scores = g_new (double, 2 * (gsize) n),
                   .groups = g_new (guint, n) };
  for (guint i = 0; i < n; i++)
    {
      const AssayScoreBin *bin = &from->bins[i];

      self->counts[i] = bin->negatives;
      self->counts[n + i] = bin->positives;
      self->scores[i] = assay_mean_score (bin->negative_sum, bin->negatives, bin->positive_sum, bin->positives,
                                          from->k);
      self->scores[n + i] = assay_mean_score (bin->positive_sum, bin->positives, bin->negative_sum, bin->negatives,
                                              from->k);
      rows[i] = bin->negatives + bin->positives;
    }
  for (gsize i = 0; i < 2 * (gsize) n; i++)
    self->shares[i] = self->counts[i];
  if (from->weighing != NULL)
    bins_weigh (self, from, rows);
  self->weights = (AssayScoreWeights) { n, self->shares, self->shares + n };
  const guint n_groups = assay_calibration_groups (rows, n, self->groups);
  self->shape = (AssayCalibrationShape) { n_groups, self->groups, self->scores, self->scores + n, { 0 } };
  for (guint i = 0; i < ASSAY_CALIBRATION_BINS; i++)
    self->shape.rows[i] = self->n_rows;
  if (from->weighing != NULL)
    assay_score_weighing_rows (from, self->groups, self->shape.rows);
}

/* --- KS --------------------------------------------------------------------------------------------------------- */

/* Of the draws' distances from the value at one edge. */
static double
edge_error (const double *draws,
            guint         n_draws,
            guint         n,
            guint         edge,
            double        gap)
{
  double sum = 0;

  for (guint draw = 0; draw < n_draws; draw++)
    {
      const double off = draws[(gsize) draw * n + edge] - gap;
      sum += off * off;
    }
  return sqrt (sum / n_draws);
}

/* draws[draw * n + edge] */
static void
ks_ends (AssayEstimate *estimate,
         const double  *gaps,
         const double  *draws,
         guint          n_draws,
         guint          n,
         double         confidence)
{
  g_autofree double *lows = g_new0 (double, n_draws), *highs = g_new (double, n_draws);
  guint top = 0;

  for (guint i = 1; i < n; i++)
    if (fabs (gaps[i]) > fabs (gaps[top]))
      top = i;
  const double slack = CONTACT * edge_error (draws, n_draws, n, top, gaps[top]);
  for (guint draw = 0; draw < n_draws; draw++)
    {
      const double *at = draws + (gsize) draw * n;

      lows[draw] = INFINITY;
      for (guint i = 0; i < n; i++)
        if (fabs (gaps[i]) + slack >= estimate->value)
          lows[draw] = MIN (lows[draw], estimate->value + copysign (1, gaps[i]) * at[i] - fabs (gaps[i]));
      highs[draw] = copysign (1, gaps[top]) * at[top];
    }
  const double lo = assay_draws_quantile (lows, n_draws, (1 - confidence) / 2);
  const double hi = assay_draws_quantile (highs, n_draws, (1 + confidence) / 2);
  *estimate = estimate_widened (estimate->value, CLAMP (lo, 0, 1), CLAMP (hi, 0, 1), estimate->n);
  if (estimate->lo == estimate->hi)
    *estimate = (AssayEstimate) { estimate->value, NAN, NAN, estimate->n, ASSAY_NO_SPREAD };
}

/* --- calibration ------------------------------------------------------------------------------------------------ */

void
assay_spread_ends (AssayEstimate *estimate,
                   const double  *draws,
                   guint          n_draws,
                   double         confidence)
{
  double mean = 0, squares = 0;

  for (guint draw = 0; draw < n_draws; draw++)
    mean += draws[draw] / n_draws;
  for (guint draw = 0; draw < n_draws; draw++)
    squares += (draws[draw] - mean) * (draws[draw] - mean);

  const double reach = assay_z (confidence) * sqrt (squares / (n_draws - 1.0));
  if (reach > 0)
    *estimate = estimate_widened (estimate->value, estimate->value - reach, estimate->value + reach, estimate->n);
  else
    estimate->why = ASSAY_NO_SPREAD;
}

static gboolean
has_pair (const Bins *self)
{
  guint64 rows[ASSAY_CALIBRATION_BINS] = { 0 };

  for (guint i = 0; i < self->n; i++)
    if ((rows[self->groups[i]] += self->counts[i] + self->counts[self->n + i]) >= 2)
      return TRUE;
  return FALSE;
}

AssayEstimate
assay_score_root (const AssayEstimate *squared)
{
  AssayEstimate root = *squared;

  root.value = isnan (root.value) ? NAN : sqrt (MAX (root.value, 0));
  root.lo = isnan (root.lo) ? NAN : sqrt (MAX (root.lo, 0));
  root.hi = isnan (root.hi) ? NAN : sqrt (MAX (root.hi, 0));
  return root;
}

/* --- all three -------------------------------------------------------------------------------------------------- */

static double
curve_value (AssayCurve  curve,
             const Bins *bins)
{
  switch (curve)
    {
    case ASSAY_CURVE_AP: return assay_curve_ap (&bins->weights);
    case ASSAY_CURVE_KS: return assay_curve_ks (&bins->weights);
    case ASSAY_CURVE_AUC: return assay_curve_auc (&bins->weights);
    default: return assay_calibration_squared (&bins->shape, &bins->weights);
    }
}

static AssayEstimate
curve_point (AssayCurve            curve,
             const AssayHistogram *self,
             const Bins           *bins)
{
  const guint64 n = bins->n_rows;
  const gboolean is_calibration = curve == ASSAY_CURVE_CALIBRATION;

  if (n == 0)
    return estimate_undefined (0, "no rows");
  if (is_calibration && !self->is_probability)
    return estimate_undefined (n, ASSAY_OUTSIDE_UNIT);
  if (is_calibration && !has_pair (bins))
    return estimate_undefined (n, "no calibration bin with two rows");
  if (!is_calibration && self->is_top_label)
    return estimate_undefined (n, ASSAY_TOP_LABEL);

  const double value = curve_value (curve, bins);
  if (isnan (value))
    return estimate_undefined (n, ASSAY_NEEDS_BOTH);
  return (AssayEstimate) { value, NAN, NAN, n, NULL };
}

/* Shares of one draw after another: from Dirichlet, or replicates of weights. */
typedef struct
{
  AssayDirichlet  dirichlet;
  AssayResampling resampling;
  AssayStream     stream;
} Draws;

static void
draws_init (Draws                     *self,
            const Bins                *bins,
            const AssayMeasureOptions *options)
{
  if (bins->cells != NULL)
    assay_resampling_init (&self->resampling, NULL, bins->cells, options);
  assay_stream_init (&self->stream, options->seed, options->stream);
  if (bins->cells == NULL)
    assay_dirichlet_init (&self->dirichlet, &self->stream, bins->counts, 2 * (gsize) bins->n, 1.0 / bins->n);
}

static void
draws_take (Draws *self,
            Bins  *bins,
            guint  draw)
{
  if (bins->cells == NULL)
    assay_dirichlet_draws (&self->dirichlet, draw, 1, bins->shares);
  else
    memcpy (bins->shares, assay_resampling_take (&self->resampling, draw), 2 * bins->n * sizeof *bins->shares);
}

static void
draws_clear (Draws *self)
{
  assay_dirichlet_clear (&self->dirichlet);
  assay_resampling_clear (&self->resampling);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draws, draws_clear)

/* Type 7 of the draws; those that differ by rounding alone are no spread. */
static void
percentile_ends (AssayEstimate *estimate,
                 double        *draws,
                 guint          n_draws,
                 double         confidence)
{
  assay_dirichlet_ends (estimate, draws, n_draws, confidence);
  if (estimate->hi - estimate->lo < NOISE)
    *estimate = (AssayEstimate) { estimate->value, NAN, NAN, estimate->n, ASSAY_NO_SPREAD };
}

/* Drawn gaps without those draws in which a label has no weight; how many are left. */
static guint
keep_gaps (double *drawn,
           guint   n_draws,
           guint   n)
{
  guint n_kept = 0;

  for (guint draw = 0; draw < n_draws; draw++)
    if (!isnan (drawn[(gsize) draw * n + n - 1]))
      memmove (drawn + (gsize) n_kept++ * n, drawn + (gsize) draw * n, n * sizeof *drawn);
  return n_kept;
}

static void
ks_ends_of (AssayEstimate *estimate,
            const double  *gaps,
            double        *drawn,
            guint          n_draws,
            guint          n,
            double         confidence)
{
  const guint n_kept = keep_gaps (drawn, n_draws, n);

  if (n_kept < 0.95 * n_draws)
    estimate->why = ASSAY_UNDEFINED_DRAWS;
  else
    ks_ends (estimate, gaps, drawn, n_kept, n, confidence);
}

static void
draw_ends (Bins                      *bins,
           const gboolean            *is_drawn,
           const AssayMeasureOptions *options,
           AssayEstimate             *estimates)
{
  const guint n_draws = score_draws (options), n = bins->n;
  g_autofree double *draws = g_new (double, (gsize) ASSAY_N_CURVES * n_draws);
  g_autofree double *gaps = g_new (double, n);
  g_autofree double *drawn_gaps = is_drawn[ASSAY_CURVE_KS] ? g_new (double, (gsize) n_draws * n) : NULL;
  g_auto (Draws) from = { 0 };

  assay_curve_gaps (&bins->weights, gaps);
  draws_init (&from, bins, options);
  for (guint draw = 0; draw < n_draws; draw++)
    {
      draws_take (&from, bins, draw);
      if (drawn_gaps != NULL)
        assay_curve_gaps (&bins->weights, drawn_gaps + (gsize) draw * n);
      for (guint curve = 0; curve < ASSAY_N_CURVES; curve++)
        if (is_drawn[curve] && curve != ASSAY_CURVE_KS)
          draws[(gsize) curve * n_draws + draw] = curve_value (curve, bins);
    }
  if (is_drawn[ASSAY_CURVE_AP])
    percentile_ends (&estimates[ASSAY_CURVE_AP], draws, n_draws, options->confidence);
  if (is_drawn[ASSAY_CURVE_AUC])
    percentile_ends (&estimates[ASSAY_CURVE_AUC], draws + (gsize) ASSAY_CURVE_AUC * n_draws, n_draws,
                     options->confidence);
  if (is_drawn[ASSAY_CURVE_KS])
    ks_ends_of (&estimates[ASSAY_CURVE_KS], gaps, drawn_gaps, n_draws, n, options->confidence);
  if (is_drawn[ASSAY_CURVE_CALIBRATION])
    assay_spread_ends (&estimates[ASSAY_CURVE_CALIBRATION], draws + (gsize) ASSAY_CURVE_CALIBRATION * n_draws,
                       n_draws, options->confidence);
}

void
assay_score_curves (const AssayHistogram      *self,
                    const gboolean             is_wanted[ASSAY_N_CURVES],
                    const AssayMeasureOptions *options,
                    AssayEstimate             *estimates)
{
  g_auto (Bins) bins = { 0 };
  gboolean is_drawn[ASSAY_N_CURVES] = { FALSE }, has_drawn = FALSE;

  bins_init (&bins, self);
  for (guint curve = 0; curve < ASSAY_N_CURVES; curve++)
    if (is_wanted[curve])
      {
        estimates[curve] = curve_point (curve, self, &bins);
        is_drawn[curve] = !isnan (estimates[curve].value);
        has_drawn |= is_drawn[curve];
      }
  if (has_drawn)
    draw_ends (&bins, is_drawn, options, estimates);
  for (guint curve = 0; curve < ASSAY_N_CURVES && self->weighing != NULL; curve++)
    if (is_wanted[curve])
      estimates[curve].n_eff = assay_score_worth (self);
}
