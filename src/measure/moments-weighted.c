/* moments-weighted.c: means, ratios and errors of weighted rows (measures.md 3).
 *
 * A row's number is w v, rounded once where the row is read, and its weight w: a weighted mean is Σwv/Σw, a ratio of sums
 * like any other, with the delta method's error on the same five sums. A root's error is that over twice the root, and
 * the difference of two models is the ratio (Σwe - Σwf)/Σw. t has Kish's (Σw)²/Σw² - 1 degrees, which is n - 1 where all
 * rows weigh the same: rows that weigh nothing are no rows [sim].
 */
#include "moments-private.h"
#include "measure-private.h"
#include "weighted.h"

#define ROUNDING 1e-14 /* what is less than this beside its terms is their rounding */
#define LEAST_WORTH (2 - 1e-9)
#define TOO_LITTLE "worth fewer than 2 rows"
#define NO_INTERVAL "R² of weighted rows has no interval"

/* (nullable) */
static const char *
why_undefined (const AssayMoments *m)
{
  return m->n == 0 ? "no rows" : m->w == 0 ? ASSAY_NO_WEIGHT : NULL;
}

static AssayEstimate
estimate (const AssayMoments *m,
          double              value,
          double              error,
          double              confidence)
{
  const double worth = (double) m->w * (double) m->w / (double) m->ww;
  AssayEstimate of = assay_moments_estimate (value, error, m->n, MAX (worth - 1, 1), confidence);

  if (worth < LEAST_WORTH && of.why == NULL)
    of = (AssayEstimate) { value, NAN, NAN, m->n, TOO_LITTLE };
  of.n_eff = m->is_even ? 0 : worth;
  return of;
}

/* Weights in the place of y. */
static AssayMoments
over_weights (const AssayMoments *m)
{
  return (AssayMoments) { .n = m->n, .k_x = m->k_x, .k_y = m->k_w, .x = m->x, .xx = m->xx, .y = m->w, .xy = m->xw,
                          .yy = m->ww };
}

AssayEstimate
assay_weighted_mean (const AssayMoments *m,
                     double              confidence)
{
  const char *why = why_undefined (m);
  const AssayMoments of_weights = over_weights (m);
  double value, error;

  if (why != NULL)
    return estimate_undefined (m->n, why);
  assay_moments_ratio_parts (&of_weights, &value, &error);
  return estimate (m, value, error, confidence);
}

AssayEstimate
assay_weighted_ratio (const AssayMoments *m,
                      double              confidence)
{
  const char *why = why_undefined (m);
  double value, error;

  if (why != NULL || m->y == 0)
    return estimate_undefined (m->n, why != NULL ? why : ASSAY_NO_DENOMINATOR);
  assay_moments_ratio_parts (m, &value, &error);
  return estimate (m, value, error, confidence);
}

AssayEstimate
assay_weighted_root_mean (const AssayMoments *m,
                          double              confidence)
{
  const char *why = why_undefined (m);
  const AssayMoments of_weights = over_weights (m);
  double value, error;

  if (why != NULL)
    return estimate_undefined (m->n, why);
  assay_moments_ratio_parts (&of_weights, &value, &error);
  const double root = sqrt (value);
  AssayEstimate of = estimate (m, root, m->x > 0 ? error / (2 * root) : 0, confidence);
  of.lo = of.lo < 0 ? 0 : of.lo;
  return of;
}

/* 1 - Σwe²/Σw(y - ȳ)², of which Σw Σw(y - ȳ)² = Σw Σwy² - (Σwy)² is exact; its influences would take the products of two
 * weights with fourth powers of labels, which are not summed. */
AssayEstimate
assay_weighted_r2 (const AssayMoments *m)
{
  const char *why = why_undefined (m);
  const AssayWide high = assay_wide_multiply (assay_wide (m->yh), assay_wide ((__int128) 1 << 31));
  const AssayWide squares = assay_wide_multiply (assay_wide (m->w), assay_wide_add (high, assay_wide (m->yl)));
  const AssayWide of_mean = assay_wide_multiply (assay_wide (m->y), assay_wide (m->y));
  const AssayWide spread = assay_wide_subtract (squares, of_mean);

  if (why != NULL || assay_wide_is_zero (spread))
    return estimate_undefined (m->n, why != NULL ? why : m->n == 1 ? ASSAY_ONE_ROW : "all labels are equal");
  const double ratio = (double) m->x / (assay_wide_to_double (spread) / (double) m->w);
  return (AssayEstimate) { 1 - ldexp (ratio, m->k_w + 2 * m->k_y - m->k_x), NAN, NAN, m->n, NO_INTERVAL,
                           m->is_even ? 0 : (double) m->w * (double) m->w / (double) m->ww };
}

/* --- two models on the same rows ------------------------------------------------------------------------------- */

/* Σ of a value, its products with the other, and with the weights. */
typedef struct
{
  double sum, weights;
} Part;

/* Σ(u - U/W w)(v - V/W w), 0 where the terms leave nothing but their rounding. */
static double
residual (double              uv,
          const Part         *u,
          const Part         *v,
          const AssayMoments *m)
{
  const double w = (double) m->w, a = u->sum / w, b = v->sum / w, ww = a * b * (double) m->ww;
  const double sum = uv - a * v->weights - b * u->weights + ww;

  return fabs (sum) > ROUNDING * (fabs (uv) + fabs (ww)) ? sum : 0;
}

/* On one scale k, d = x - y. */
typedef struct
{
  int    k;
  Part   x, y, d;
  double dd, dy, yy;
} Pair;

static Part
part_of (AssayWide sum,
         AssayWide weights)
{
  return (Part) { assay_wide_to_double (sum), assay_wide_to_double (weights) };
}

static Pair
pair_of (const AssayMoments *m)
{
  const int k = assay_wide_scale (m->k_x, m->k_y), up_x = k - m->k_x, up_y = k - m->k_y;
  const AssayWide x = assay_wide_shift (m->x, up_x), y = assay_wide_shift (m->y, up_y);
  const AssayWide xw = assay_wide_shift (m->xw, up_x), yw = assay_wide_shift (m->yw, up_y);
  const AssayWide xx = assay_wide_shift (m->xx, 2 * up_x), yy = assay_wide_shift (m->yy, 2 * up_y);
  const AssayWide dy = assay_wide_subtract (assay_wide_shift (m->xy, up_x + up_y), yy);
  const AssayWide dx = assay_wide_subtract (xx, assay_wide_shift (m->xy, up_x + up_y));
  Pair pair = { .k = k, .x = part_of (x, xw), .y = part_of (y, yw),
                .d = part_of (assay_wide_subtract (x, y), assay_wide_subtract (xw, yw)) };

  pair.dd = residual (assay_wide_to_double (assay_wide_subtract (dx, dy)), &pair.d, &pair.d, m);
  pair.dy = residual (assay_wide_to_double (dy), &pair.d, &pair.y, m);
  pair.yy = residual (assay_wide_to_double (yy), &pair.y, &pair.y, m);
  return pair;
}

/* Of a mean over weights, from Σ of squared residuals, in units of x over those of w. */
static double
standard_error (double              squares,
                const AssayMoments *m)
{
  const double rows = (double) m->n;

  return m->n > 1 ? sqrt (MAX (squares, 0) * rows / (rows - 1)) / (double) m->w : 0;
}

AssayEstimate
assay_weighted_mean_difference (const AssayMoments *m,
                                double              confidence)
{
  const char *why = why_undefined (m);

  if (why != NULL)
    return estimate_undefined (m->n, why);
  const Pair pair = pair_of (m);
  return estimate (m, ldexp (pair.d.sum / (double) m->w, m->k_w - pair.k),
                   ldexp (standard_error (pair.dd, m), m->k_w - pair.k), confidence);
}

/* As assay_moments_root_difference(), with residuals from weighted means. */
AssayEstimate
assay_weighted_root_difference (const AssayMoments *m,
                                double              confidence)
{
  const char *why = why_undefined (m);

  if (why != NULL)
    return estimate_undefined (m->n, why);
  const Pair pair = pair_of (m);
  const double w = (double) m->w, root_x = sqrt (pair.x.sum / w), root_y = sqrt (pair.y.sum / w);
  const double a = root_x > 0 ? 1 / (2 * root_x) : 0, b = root_y > 0 ? 1 / (2 * root_y) : 0;
  const double squares = a * a * pair.dd + 2 * a * (a - b) * pair.dy + (a - b) * (a - b) * pair.yy;
  const double unit = sqrt (ldexp (1, m->k_w - pair.k));
  const double difference = pair.d.sum != 0 ? pair.d.sum / w / (root_x + root_y) : 0;

  return estimate (m, difference * unit, standard_error (squares, m) * unit, confidence);
}
