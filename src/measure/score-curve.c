/* score-curve.c: AUC, AP and KS of real weights on bins, straight from their definitions (measures.md 2). */
#include "score-private.h"

static double
sum_of (const double *weights,
        guint         n)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += weights[i];
  return sum;
}

/* The share of pairs of a positive and a negative with the positive's bin above; of the same bin half. */
double
assay_curve_auc (const AssayScoreWeights *w)
{
  const double positives = sum_of (w->positives, w->n), negatives = sum_of (w->negatives, w->n);
  double below = 0, pairs = 0;

  for (guint i = 0; i < w->n; i++)
    {
      pairs += w->positives[i] * (below + w->negatives[i] / 2);
      below += w->negatives[i];
    }
  return positives > 0 && negatives > 0 ? pairs / (positives * negatives) : NAN;
}

/* Each positive counts the precision at the threshold that just lets its bin in. */
double
assay_curve_ap (const AssayScoreWeights *w)
{
  const double positives = sum_of (w->positives, w->n), negatives = sum_of (w->negatives, w->n);
  double tp = 0, fp = 0, sum = 0;

  for (guint i = w->n; i-- > 0;)
    {
      tp += w->positives[i];
      fp += w->negatives[i];
      if (w->positives[i] > 0)
        sum += w->positives[i] * (tp / (tp + fp));
    }
  return positives > 0 && negatives > 0 ? sum / positives : NAN;
}

/* Distance of the labels' distribution functions above each bin, negatives' less positives'. */
void
assay_curve_gaps (const AssayScoreWeights *w,
                  double                  *gaps)
{
  double positives = 0, negatives = 0, p = 0, n = 0;

  for (guint i = 0; i < w->n; i++)
    {
      positives += w->positives[i];
      negatives += w->negatives[i];
    }
  for (guint i = 0; i < w->n; i++)
    {
      p += w->positives[i];
      n += w->negatives[i];
      gaps[i] = n / negatives - p / positives;
    }
}

/* Greatest distance of the labels' distribution functions, at bin edges. */
double
assay_curve_ks (const AssayScoreWeights *w)
{
  g_autofree double *gaps = g_new (double, w->n);
  double furthest = 0;

  assay_curve_gaps (w, gaps);
  for (guint i = 0; i < w->n; i++)
    {
      if (isnan (gaps[i]))
        return NAN;
      furthest = MAX (furthest, fabs (gaps[i]));
    }
  return w->n > 0 ? MIN (furthest, 1) : NAN;
}
