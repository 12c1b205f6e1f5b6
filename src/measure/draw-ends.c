/* draw-ends.c: the ends of an interval from draws of its measure. */
#include "measure-private.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_DRAWS 2000
#define MOST_UNDEFINED 0.05 /* share of the draws */
#define FEW 16              /* of a bucket: sorted by insertion */

static int
compare_doubles (const void *a,
                 const void *b)
{
  const double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

static void
sort_bucket (double *values,
             guint   n)
{
  if (n > FEW)
    {
      qsort (values, n, sizeof *values, compare_doubles);
      return;
    }
  for (guint i = 1; i < n; i++)
    {
      const double value = values[i];
      guint at = i;

      for (; at > 0 && values[at - 1] > value; at--)
        values[at] = values[at - 1];
      values[at] = value;
    }
}

/* As many buckets of one width as values, each then sorted by itself: 10 us for 2,000 draws, qsort takes 73. A value's
 * bucket rises with the value, whatever the rounding. */
static void
sort_by_buckets (double *values,
                 guint   n,
                 double  least,
                 double  scale)
{
  g_autofree guint *ends = g_new0 (guint, n + 1), *buckets = g_new (guint, n);
  g_autofree double *copy = g_memdup2 (values, sizeof *values * n);

  for (guint i = 0; i < n; i++)
    {
      buckets[i] = MIN ((guint) ((values[i] - least) * scale), n - 1);
      ends[buckets[i] + 1]++;
    }
  for (guint bucket = 0; bucket < n; bucket++)
    ends[bucket + 1] += ends[bucket];
  for (guint i = 0; i < n; i++)
    values[ends[buckets[i]]++] = copy[i];
  for (guint bucket = 0, first = 0; bucket < n; first = ends[bucket++])
    sort_bucket (values + first, ends[bucket] - first);
}

static void
sort_draws (double *draws,
            guint   n)
{
  double least = INFINITY, most = -INFINITY;

  for (guint i = 0; i < n; i++)
    {
      least = MIN (least, draws[i]);
      most = MAX (most, draws[i]);
    }
  const double scale = n / (most - least);
  if (isfinite (scale) && scale > 0)
    sort_by_buckets (draws, n, least, scale);
  else
    qsort (draws, n, sizeof *draws, compare_doubles);
}

/* Hyndman & Fan 1996, type 7 */
static double
quantile (const double *sorted,
          guint         n,
          double        p)
{
  const double at = (n - 1) * p;
  const guint below = (guint) at, above = MIN (below + 1, n - 1);

  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

double
assay_draws_quantile (double *draws,
                      guint   n,
                      double  p)
{
  sort_draws (draws, n);
  return quantile (draws, n, p);
}

guint
assay_dirichlet_n (const AssayMeasureOptions *options)
{
  return options->n_draws > 0 ? options->n_draws : DEFAULT_DRAWS;
}

void
assay_dirichlet_ends (AssayEstimate *estimate,
                      double        *draws,
                      guint          n,
                      double         confidence)
{
  guint n_defined = 0;

  estimate->lo = estimate->hi = NAN;
  for (guint i = 0; i < n; i++)
    if (!isnan (draws[i]))
      draws[n_defined++] = draws[i];
  if (n_defined == 0 || n - n_defined > MOST_UNDEFINED * n)
    {
      estimate->why = ASSAY_UNDEFINED_DRAWS;
      return;
    }
  sort_draws (draws, n_defined);
  const double lo = quantile (draws, n_defined, (1 - confidence) / 2);
  const double hi = quantile (draws, n_defined, (1 + confidence) / 2);
  if (lo == hi)
    {
      estimate->why = ASSAY_NO_SPREAD;
      return;
    }
  estimate->lo = MIN (lo, estimate->value);
  estimate->hi = MAX (hi, estimate->value);
}
