/* difference.c: intervals of a difference, of disjoint rows and of the same rows. */
#include "measure-private.h"

/* Zou & Donner 2008: the distance of a difference's end is the root of the squared distances to the two ends that
 * push it that way. Newcombe 1998, method 10, is this on Wilson ends. */
AssayEstimate
assay_mover (const AssayEstimate *a,
             const AssayEstimate *b)
{
  const guint64 n = a->n + b->n;

  if (isnan (a->value) || isnan (b->value))
    return estimate_undefined (n, isnan (a->value) ? a->why : b->why);

  const double difference = a->value - b->value;
  if (isnan (a->lo) || isnan (b->lo))
    return (AssayEstimate) { difference, NAN, NAN, n, isnan (a->lo) ? a->why : b->why };

  const double below = hypot (a->value - a->lo, b->hi - b->value);
  const double above = hypot (a->hi - a->value, b->value - b->lo);
  return estimate_widened (difference, difference - below, difference + above, n);
}

AssayEstimate
assay_newcombe (guint64 k1,
                guint64 n1,
                guint64 k2,
                guint64 n2,
                double  confidence)
{
  g_return_val_if_fail (k1 <= n1 && k2 <= n2, estimate_undefined (n1 + n2, "no rows"));

  const double z = assay_z (confidence);
  const AssayEstimate a = assay_wilson_z (k1, n1, z), b = assay_wilson_z (k2, n2, z);
  AssayEstimate estimate = assay_mover (&a, &b);

  estimate.lo = CLAMP (estimate.lo, -1, 1);
  estimate.hi = CLAMP (estimate.hi, -1, 1);
  return estimate;
}

/* Bonett & Price 2012, eq. 5: Wald after adding one row to either discordant cell; the point stays (b - c)/n. */
AssayEstimate
assay_bonett_price (guint64 b,
                    guint64 c,
                    guint64 n,
                    double  confidence)
{
  g_return_val_if_fail (b <= n && c <= n - b, estimate_undefined (n, "no rows"));
  if (n == 0)
    return estimate_undefined (0, "no rows");

  const double rows = n + 2.0, p1 = (b + 1.0) / rows, p2 = (c + 1.0) / rows;
  const double centre = p1 - p2;
  const double half = assay_z (confidence) * sqrt ((p1 + p2 - centre * centre) / rows);
  const double point = ((double) b - (double) c) / n;

  return estimate_widened (point, MAX (centre - half, -1), MIN (centre + half, 1), n);
}
