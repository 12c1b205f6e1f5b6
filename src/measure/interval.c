/* interval.c: intervals of one proportion, of a mean of proportions and of a ratio of two. */
#include "measure-private.h"

#include <gsl/gsl_cdf.h>

double
assay_z (double confidence)
{
  g_return_val_if_fail (confidence > 0 && confidence < 1, NAN);
  /* The upper tail, so that confidences near 1 keep their digits. */
  return gsl_cdf_ugaussian_Qinv ((1 - confidence) / 2);
}

double
assay_t (double confidence,
         double degrees)
{
  g_return_val_if_fail (confidence > 0 && confidence < 1 && degrees > 0, NAN);
  return gsl_cdf_tdist_Qinv ((1 - confidence) / 2, degrees);
}

/* Wilson 1927: the p with |k/n - p| <= z √(p (1-p) / n). */
AssayEstimate
assay_wilson_z (guint64 k,
                guint64 n,
                double  z)
{
  if (n == 0)
    return estimate_undefined (0, "no rows");

  const double rows = n, p = k / rows, z2 = z * z;
  const double centre = p + z2 / (2 * rows), scale = 1 + z2 / rows;
  const double half = z * sqrt ((p * (1 - p) + z2 / (4 * rows)) / rows);
  AssayEstimate estimate = estimate_widened (p, (centre - half) / scale, (centre + half) / scale, n);

  if (k == 0)
    estimate.lo = 0;
  if (k == n)
    estimate.hi = 1;
  return estimate;
}

AssayEstimate
assay_wilson (guint64 k,
              guint64 n,
              double  confidence)
{
  g_return_val_if_fail (k <= n, estimate_undefined (n, "no rows"));
  return assay_wilson_z (k, n, assay_z (confidence));
}

AssayEstimate
assay_wilson_share (double  share,
                    guint64 n,
                    double  confidence)
{
  g_return_val_if_fail (n > 0 && share >= 0 && share <= 1, estimate_undefined (n, "no rows"));
  const double rows = n, z = assay_z (confidence), z2 = z * z;
  const double centre = share + z2 / (2 * rows), scale = 1 + z2 / rows;
  const double half = z * sqrt ((share * (1 - share) + z2 / (4 * rows)) / rows);
  AssayEstimate estimate = estimate_widened (share, (centre - half) / scale, (centre + half) / scale, n);

  if (share == 0)
    estimate.lo = 0;
  if (share == 1)
    estimate.hi = 1;
  return estimate;
}

AssayEstimate
assay_mean_of (const AssayEstimate *parts,
               guint                n_parts,
               guint64              n)
{
  double sum = 0, below = 0, above = 0;

  if (n_parts == 0)
    return estimate_undefined (n, "no rows");
  for (guint i = 0; i < n_parts; i++)
    {
      sum += parts[i].value;
      below += (parts[i].value - parts[i].lo) * (parts[i].value - parts[i].lo);
      above += (parts[i].hi - parts[i].value) * (parts[i].hi - parts[i].value);
    }
  const double mean = sum / n_parts;
  return estimate_widened (mean, mean - sqrt (below) / n_parts, mean + sqrt (above) / n_parts, n);
}

/* Katz 1978: log (p1/p2) ± z √(1/k1 - 1/n1 + 1/k2 - 1/n2). With an empty cell 1/2 is added to all four, for the
 * ends only. */
AssayEstimate
assay_katz_z (double  k1,
              double  n1,
              double  k2,
              double  n2,
              double  z,
              guint64 rows)
{
  const double point = (k1 / n1) / (k2 / n2);
  const gboolean has_empty = k1 == 0 || k1 == n1 || k2 == n2;
  const double half = has_empty ? 0.5 : 0, one = has_empty ? 1 : 0;
  const double a = k1 + half, b = k2 + half, m1 = n1 + one, m2 = n2 + one;
  const double centre = log (a / m1) - log (b / m2);
  const double width = z * sqrt (1 / a - 1 / m1 + 1 / b - 1 / m2);
  AssayEstimate estimate = estimate_widened (point, exp (centre - width), exp (centre + width), rows);

  if (k1 == 0)
    estimate.lo = 0;
  return estimate;
}

AssayEstimate
assay_katz (guint64 k1,
            guint64 n1,
            guint64 k2,
            guint64 n2,
            double  confidence)
{
  g_return_val_if_fail (k1 <= n1 && k2 <= n2, estimate_undefined (n1 + n2, "no rows"));
  if (n1 == 0 || n2 == 0)
    return estimate_undefined (n1 + n2, "no rows");
  if (k2 == 0)
    return estimate_undefined (n1 + n2, "division by a share of 0");
  return assay_katz_z (k1, n1, k2, n2, assay_z (confidence), n1 + n2);
}
