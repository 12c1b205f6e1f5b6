/* score-points.c: every threshold's confusion, and how far binning may have moved a curve.
 *
 * Within a bin the order of the scores is not known. The AUC takes half of the pairs of a bin as ordered right, so
 * it is off by half of them at most. KS is looked for at edges only; within a bin either distribution function rises
 * by no more than the bin's share. For the AP the worst order puts a bin's negatives above its positives, which
 * follow one by one; the best puts all positives above, at one score. */
#include "score-private.h"

#include <gsl/gsl_sf_psi.h>

void
assay_score_points (const AssayHistogram *self,
                    AssayScorePoint      *points)
{
  const guint64 positives = assay_histogram_positives (self);
  AssayScorePoint point = { .threshold = INFINITY, .fn = positives, .tn = assay_histogram_rows (self) - positives };

  points[0] = point;
  for (guint i = 0; i < self->n_bins; i++)
    {
      const AssayScoreBin *bin = &self->bins[self->n_bins - 1 - i];

      point.threshold = self->edges[bin->bin];
      point.tp += bin->positives;
      point.fn -= bin->positives;
      point.fp += bin->negatives;
      point.tn -= bin->negatives;
      points[i + 1] = point;
    }
}

AssayScorePoint
assay_score_at (const AssayHistogram *self,
                double                threshold)
{
  AssayScorePoint point = { .threshold = threshold };

  for (guint i = 0; i < self->n_bins; i++)
    {
      const AssayScoreBin *bin = &self->bins[i];
      const gboolean is_above = self->edges[bin->bin] >= threshold;

      *(is_above ? &point.tp : &point.fn) += bin->positives;
      *(is_above ? &point.fp : &point.tn) += bin->negatives;
    }
  return point;
}

#define FEW_ROWS 64

/* Σ (t + j)/(t + j + f), j = 1 .. n: the precisions at n positives one by one below t positives and f negatives. */
static double
precisions_one_by_one (double  t,
                       double  f,
                       guint64 n)
{
  double sum = 0;

  if (n > FEW_ROWS) /* n - f Σ 1/(t + j + f) */
    return n - f * (gsl_sf_psi (t + f + n + 1) - gsl_sf_psi (t + f + 1));
  for (guint64 j = 1; j <= n; j++)
    sum += (t + j) / (t + j + f);
  return sum;
}

AssayBinningError
assay_score_binning_error (const AssayHistogram *self)
{
  const double positives = assay_histogram_positives (self), negatives = assay_histogram_rows (self) - positives;
  AssayBinningError error = { 0, 0, 0, 0 };
  double t = 0, f = 0;

  if (positives == 0 || negatives == 0 || self->weighing != NULL) /* it would be of rows */
    return (AssayBinningError) { NAN, NAN, NAN, NAN };
  for (guint i = self->n_bins; i-- > 0;)
    {
      const double p = self->bins[i].positives, n = self->bins[i].negatives;

      error.auc += p * n / (2 * positives * negatives);
      error.ks = MAX (error.ks, MAX (p / positives, n / negatives));
      if (p > 0)
        {
          error.ap_least += precisions_one_by_one (t, f + n, self->bins[i].positives) / positives;
          error.ap_most += p / positives * (t + p) / (t + p + f);
        }
      t += p;
      f += n;
    }
  return error;
}
