/* moments.c: the delta method on exact sums.
 *
 * With Q = n Σx² - (Σx)², an exact integer, the standard error of a mean is √(Q / (n - 1)) / n. A ratio r = Σx/Σy is
 * the mean of residuals x - r y, whose squares times (Σy)² are an integer too; a root's error is the mean's over
 * twice the root. Integers are brought to the scale of the values at the very end, by powers of two.
 */
#include "measure/moments.h"
#include "measure-private.h"
#include "wide.h"

#define ONE_ROW "one row only"
#define NO_REPLICATES "no replicates of the rows were counted"

void
assay_moments_add (AssayMoments       *self,
                   const AssayMoments *other)
{
  g_return_if_fail (self->k_x == other->k_x && self->k_y == other->k_y);
  self->n += other->n;
  self->x += other->x;
  self->xx += other->xx;
  self->y += other->y;
  self->xy += other->xy;
  self->yy += other->yy;
}

void
assay_moments_subtract (AssayMoments       *self,
                        const AssayMoments *part)
{
  g_return_if_fail (self->k_x == part->k_x && self->k_y == part->k_y && part->n <= self->n);
  self->n -= part->n;
  self->x -= part->x;
  self->xx -= part->xx;
  self->y -= part->y;
  self->xy -= part->xy;
  self->yy -= part->yy;
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
        guint  k)
{
  return ldexp (value, -(int) k);
}

static double
mean_of (__int128 sum,
         guint64  n,
         guint    k)
{
  return scaled ((double) sum / (double) n, k);
}

/* Of a mean, from n² times the variance. */
static double
standard_error (double  spread,
                guint64 n,
                guint   k)
{
  return scaled (sqrt (spread / ((double) n - 1)) / (double) n, k);
}

/* Value and ends from a standard error, 0 of which is no spread. Ends are rounded away from the value: one without
 * any reach would say that there is none. */
static AssayEstimate
estimate_t (double  value,
            double  error,
            guint64 n,
            double  confidence)
{
  if (n < 2)
    return (AssayEstimate) { value, NAN, NAN, n, ONE_ROW };
  if (!(error > 0))
    return (AssayEstimate) { value, NAN, NAN, n, ASSAY_NO_SPREAD };

  const double reach = assay_t (confidence, (double) n - 1) * error;
  return (AssayEstimate) { value, MIN (value - reach, nextafter (value, -INFINITY)),
                           MAX (value + reach, nextafter (value, INFINITY)), n, NULL };
}

/* --- measures ----------------------------------------------------------------------------------------------- */

AssayEstimate
assay_moments_mean (const AssayMoments *m,
                    double              confidence)
{
  if (m->n == 0)
    return estimate_undefined (0, "no rows");

  const double spread = assay_wide_to_double (spread_of (m->n, m->x, m->x, m->xx));
  return estimate_t (mean_of (m->x, m->n, m->k_x), standard_error (spread, m->n, m->k_x), m->n, confidence);
}

AssayEstimate
assay_moments_ratio (const AssayMoments *m,
                     double              confidence)
{
  if (m->n == 0)
    return estimate_undefined (0, "no rows");
  if (m->y == 0)
    return estimate_undefined (m->n, "the denominator's sum is 0");

  const double y = (double) m->y, rows = (double) m->n;
  const double squares = assay_wide_to_double (residuals_of (m));
  const double ratio = ldexp ((double) m->x / y, (int) m->k_y - (int) m->k_x);
  const double error = ldexp (sqrt (squares * rows / (rows - 1)) / (y * y), (int) m->k_y - (int) m->k_x);

  return estimate_t (ratio, error, m->n, confidence);
}

AssayEstimate
assay_moments_root_mean (const AssayMoments *m,
                         double              confidence)
{
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

/* NaN where all labels are equal. */
static double
r2_of (const AssayMoments *m)
{
  const AssayWide spread = spread_of (m->n, m->y, m->y, m->yy);

  if (assay_wide_is_zero (spread))
    return NAN;
  const double errors = mean_of (m->x, m->n, m->k_x);
  const double labels = scaled (assay_wide_to_double (spread) / (double) m->n / (double) m->n, 2 * m->k_y);
  return 1 - errors / labels;
}

AssayEstimate
assay_moments_r2 (const AssayMoments *m,
                  const AssayMoments *replicates,
                  guint               n_replicates,
                  double              confidence)
{
  if (m->n == 0)
    return estimate_undefined (0, "no rows");

  const double value = r2_of (m);
  if (isnan (value))
    return estimate_undefined (m->n, m->n == 1 ? ONE_ROW : "all labels are equal");
  AssayEstimate estimate = { value, NAN, NAN, m->n, NO_REPLICATES };
  if (replicates == NULL || n_replicates == 0)
    return estimate;

  g_autofree double *draws = g_new (double, n_replicates);
  for (guint i = 0; i < n_replicates; i++)
    draws[i] = replicates[i].n > 0 ? r2_of (&replicates[i]) : NAN;
  estimate.why = NULL;
  assay_dirichlet_ends (&estimate, draws, n_replicates, confidence);
  return estimate;
}

/* --- two models on the same rows ---------------------------------------------------------------------------- */

AssayEstimate
assay_moments_mean_difference (const AssayMoments *m,
                               double              confidence)
{
  g_return_val_if_fail (m->k_x == m->k_y, estimate_undefined (m->n, "different scales"));

  const AssayMoments differences = { .n = m->n, .k_x = m->k_x, .x = m->x - m->y, .xx = m->xx - 2 * m->xy + m->yy };
  return assay_moments_mean (&differences, confidence);
}

/* √X - √Y changes by a x - b y, a = 1/(2√X), b = 1/(2√Y), which is a d + (a - b) y with d = x - y: for models that
 * are nearly the same both terms are small, and nothing large cancels. */
AssayEstimate
assay_moments_root_difference (const AssayMoments *m,
                               double              confidence)
{
  g_return_val_if_fail (m->k_x == m->k_y, estimate_undefined (m->n, "different scales"));
  if (m->n == 0)
    return estimate_undefined (0, "no rows");

  const double root_x = sqrt ((double) m->x / (double) m->n), root_y = sqrt ((double) m->y / (double) m->n);
  const double a = m->x > 0 ? 1 / (2 * root_x) : 0, b = m->y > 0 ? 1 / (2 * root_y) : 0;
  const __int128 d = m->x - m->y;
  const double dd = assay_wide_to_double (spread_of (m->n, d, d, m->xx - 2 * m->xy + m->yy));
  const double dy = assay_wide_to_double (spread_of (m->n, d, m->y, m->xy - m->yy));
  const double yy = assay_wide_to_double (spread_of (m->n, m->y, m->y, m->yy));
  const double spread = a * a * dd + 2 * a * (a - b) * dy + (a - b) * (a - b) * yy;
  /* Roots halve the scale, which need not be even. */
  const double unit = sqrt (scaled (1, m->k_x));
  /* (x - y) / (√x + √y): the difference of nearly equal roots keeps its digits. */
  const double difference = d != 0 ? (double) d / (double) m->n / (root_x + root_y) : 0;

  return estimate_t (difference * unit, standard_error (MAX (spread, 0), m->n, 0) * unit, m->n, confidence);
}
