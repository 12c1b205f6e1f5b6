/* moments.c: the delta method on exact sums.
 *
 * With Q = n Σx² - (Σx)², an exact integer, the standard error of a mean is √(Q / (n - 1)) / n. A ratio r = Σx/Σy is
 * the mean of residuals x - r y, whose squares times (Σy)² are an integer too; a root's error is the mean's over
 * twice the root. Integers are brought to the scale of the values at the very end, by powers of two.
 */
#include "moments-private.h"
#include "measure-private.h"


void
assay_moments_add (AssayMoments       *self,
                   const AssayMoments *other)
{
  g_return_if_fail (self->k_x == other->k_x && self->k_y == other->k_y && self->k_w == other->k_w);
  self->n += other->n;
  self->x += other->x;
  self->xx += other->xx;
  self->y += other->y;
  self->xy += other->xy;
  self->yy += other->yy;
  self->xh += other->xh;
  self->xl += other->xl;
  self->yh += other->yh;
  self->yl += other->yl;
  self->hh += other->hh;
  self->hl += other->hl;
  self->ll += other->ll;
  self->w += other->w;
  self->ww += other->ww;
  self->xw += other->xw;
  self->yw += other->yw;
}

void
assay_moments_subtract (AssayMoments       *self,
                        const AssayMoments *part)
{
  g_return_if_fail (self->k_x == part->k_x && self->k_y == part->k_y && self->k_w == part->k_w && part->n <= self->n);
  self->n -= part->n;
  self->x -= part->x;
  self->xx -= part->xx;
  self->y -= part->y;
  self->xy -= part->xy;
  self->yy -= part->yy;
  self->xh -= part->xh;
  self->xl -= part->xl;
  self->yh -= part->yh;
  self->yl -= part->yl;
  self->hh -= part->hh;
  self->hl -= part->hl;
  self->ll -= part->ll;
  self->w -= part->w;
  self->ww -= part->ww;
  self->xw -= part->xw;
  self->yw -= part->yw;
}

/* --- exact pieces ------------------------------------------------------------------------------------------- */

/* a b - c d */
static AssayWide
product_less (AssayWide a,
              AssayWide b,
              AssayWide c,
              AssayWide d)
{
  return assay_wide_subtract (assay_wide_multiply (a, b), assay_wide_multiply (c, d));
}

/* n Σab - Σa Σb: n² times the covariance. */
static AssayWide
spread_of (guint64  n,
           __int128 a,
           __int128 b,
           __int128 ab)
{
  return product_less (assay_wide (n), assay_wide (ab), assay_wide (a), assay_wide (b));
}

/* (Σy)² Σ(x - r y)² for r = Σx/Σy, as Σy (Σy Σx² - Σx Σxy) - Σx (Σy Σxy - Σx Σy²). */
static AssayWide
residuals_of (const AssayMoments *m)
{
  const AssayWide x = assay_wide (m->x), y = assay_wide (m->y), xy = assay_wide (m->xy);

  return product_less (y, product_less (y, assay_wide (m->xx), x, xy),
                       x, product_less (y, xy, x, assay_wide (m->yy)));
}

static double
scaled (double value,
        int    k)
{
  return ldexp (value, -k);
}

static double
mean_of (__int128 sum,
         guint64  n,
         int      k)
{
  return scaled ((double) sum / (double) n, k);
}

/* Of a mean, from n² times the variance. */
static double
standard_error (double  spread,
                guint64 n,
                int     k)
{
  return scaled (sqrt (spread / ((double) n - 1)) / (double) n, k);
}

/* Ends are rounded away from the value: one without any reach would say that there is none. */
AssayEstimate
assay_moments_estimate (double  value,
                        double  error,
                        guint64 n,
                        double  degrees,
                        double  confidence)
{
  if (n < 2)
    return (AssayEstimate) { value, NAN, NAN, n, ASSAY_ONE_ROW };
  if (!(error > 0))
    return (AssayEstimate) { value, NAN, NAN, n, ASSAY_NO_SPREAD };

  const double reach = assay_t (confidence, degrees) * error;
  return (AssayEstimate) { value, MIN (value - reach, nextafter (value, -INFINITY)),
                           MAX (value + reach, nextafter (value, INFINITY)), n, NULL };
}

static AssayEstimate
estimate_t (double  value,
            double  error,
            guint64 n,
            double  confidence)
{
  return assay_moments_estimate (value, error, n, (double) n - 1, confidence);
}

/* --- measures ----------------------------------------------------------------------------------------------- */

AssayEstimate
assay_moments_mean (const AssayMoments *m,
                    double              confidence)
{
  if (m->is_weighted)
    return assay_weighted_mean (m, confidence);
  if (m->n == 0)
    return estimate_undefined (0, "no rows");

  const double spread = assay_wide_to_double (spread_of (m->n, m->x, m->x, m->xx));
  return estimate_t (mean_of (m->x, m->n, m->k_x), standard_error (spread, m->n, m->k_x), m->n, confidence);
}

void
assay_moments_ratio_parts (const AssayMoments *m,
                           double             *ratio,
                           double             *error)
{
  const double y = (double) m->y, rows = (double) m->n, squares = assay_wide_to_double (residuals_of (m));

  *ratio = ldexp ((double) m->x / y, m->k_y - m->k_x);
  *error = m->n > 1 ? ldexp (sqrt (squares * rows / (rows - 1)) / (y * y), m->k_y - m->k_x) : 0;
}

AssayEstimate
assay_moments_ratio (const AssayMoments *m,
                     double              confidence)
{
  double ratio, error;

  if (m->is_weighted)
    return assay_weighted_ratio (m, confidence);
  if (m->n == 0)
    return estimate_undefined (0, "no rows");
  if (m->y == 0)
    return estimate_undefined (m->n, ASSAY_NO_DENOMINATOR);
  assay_moments_ratio_parts (m, &ratio, &error);
  return estimate_t (ratio, error, m->n, confidence);
}

AssayEstimate
assay_moments_root_mean (const AssayMoments *m,
                         double              confidence)
{
  if (m->is_weighted)
    return assay_weighted_root_mean (m, confidence);
  if (m->n == 0)
    return estimate_undefined (0, "no rows");

  const double root = sqrt (mean_of (m->x, m->n, m->k_x));
  const double spread = assay_wide_to_double (spread_of (m->n, m->x, m->x, m->xx));
  /* All values 0: no spread either way. */
  const double error = m->x > 0 ? standard_error (spread, m->n, m->k_x) / (2 * root) : 0;
  AssayEstimate estimate = estimate_t (root, error, m->n, confidence);

  if (estimate.lo < 0)
    estimate.lo = 0;
  return estimate;
}

/* --- two models on the same rows ---------------------------------------------------------------------------- */

/* What differences of two models are made of, on one scale: n times the means, n² times the (co)variances. */
typedef struct
{
  int    k;
  double x, y, d;       /* d = x - y */
  double dd, dy, yy;
  double xx, xy;
} Pair;

static double
wide_spread (guint64   n,
             AssayWide a,
             AssayWide b,
             AssayWide ab)
{
  return assay_wide_to_double (product_less (assay_wide (n), ab, a, b));
}

/* Each model's errors have a scale of their own. */
static Pair
pair_of (const AssayMoments *m)
{
  const int k = assay_wide_scale (m->k_x, m->k_y), up_x = k - m->k_x, up_y = k - m->k_y;
  const AssayWide x = assay_wide_shift (m->x, up_x), y = assay_wide_shift (m->y, up_y);
  const AssayWide xx = assay_wide_shift (m->xx, 2 * up_x), yy = assay_wide_shift (m->yy, 2 * up_y);
  const AssayWide xy = assay_wide_shift (m->xy, up_x + up_y);
  const AssayWide d = assay_wide_subtract (x, y), dy = assay_wide_subtract (xy, yy);
  const AssayWide dd = assay_wide_subtract (assay_wide_subtract (xx, xy), dy);

  return (Pair) { k, assay_wide_to_double (x), assay_wide_to_double (y), assay_wide_to_double (d),
                  wide_spread (m->n, d, d, dd), wide_spread (m->n, d, y, dy), wide_spread (m->n, y, y, yy),
                  wide_spread (m->n, x, x, xx), wide_spread (m->n, x, y, xy) };
}

AssayEstimate
assay_moments_mean_difference (const AssayMoments *m,
                               double              confidence)
{
  if (m->is_weighted)
    return assay_weighted_mean_difference (m, confidence);
  if (m->n == 0)
    return estimate_undefined (0, "no rows");

  const Pair pair = pair_of (m);
  return estimate_t (scaled (pair.d / (double) m->n, pair.k), standard_error (pair.dd, m->n, pair.k), m->n, confidence);
}

/* √X - √Y changes by a x - b y, a = 1/(2√X), b = 1/(2√Y), which is a d + (a - b) y with d = x - y: for models that
 * are nearly the same both terms are small, and nothing large cancels. Where one model's errors are far smaller than the
 * other's it is the first form in which nothing does. */
static double
root_spread (const Pair *pair,
             double      a,
             double      b)
{
  const gboolean is_near = a <= 2 * b && b <= 2 * a;
  const double spread = is_near ? a * a * pair->dd + 2 * a * (a - b) * pair->dy + (a - b) * (a - b) * pair->yy
                                : a * a * pair->xx - 2 * a * b * pair->xy + b * b * pair->yy;

  return MAX (spread, 0);
}

AssayEstimate
assay_moments_root_difference (const AssayMoments *m,
                               double              confidence)
{
  if (m->is_weighted)
    return assay_weighted_root_difference (m, confidence);
  if (m->n == 0)
    return estimate_undefined (0, "no rows");

  const Pair pair = pair_of (m);
  const double rows = (double) m->n, root_x = sqrt (pair.x / rows), root_y = sqrt (pair.y / rows);
  const double a = pair.x > 0 ? 1 / (2 * root_x) : 0, b = pair.y > 0 ? 1 / (2 * root_y) : 0;
  /* Roots halve the scale, which need not be even. */
  const double unit = sqrt (scaled (1, pair.k));
  /* (x - y) / (√x + √y): the difference of nearly equal roots keeps its digits. */
  const double difference = pair.d != 0 ? pair.d / rows / (root_x + root_y) : 0;

  return estimate_t (difference * unit, standard_error (root_spread (&pair, a, b), m->n, 0) * unit, m->n, confidence);
}
