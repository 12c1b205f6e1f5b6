/* fisher.c: tails of the hypergeometric distribution, for Fisher's exact test.
 *
 * Of a 2x2 table with fixed margins one cell says all. The cell with the least expected count is taken, so that its
 * tails are short where the test is used (measures.md 4: an expected count below 20), however many rows there are.
 * One probability is worked out in Loader's form, which keeps 13 digits where differences of log-gamma keep 6 at
 * 10^9 rows; its neighbours follow by the ratio of successive terms.
 */
#include "measure-private.h"

/* log n! minus Stirling's formula. Abramowitz & Stegun 6.1.41; below 16 the series is too short, and the difference
 * itself loses nothing. */
static double
stirling_error (double n)
{
  static const double log_root_2pi = 0.918938533204672741780329736406;
  const double n2 = n * n;
  int sign;

  if (n == 0)
    return 0;
  if (n < 16)
    return lgamma_r (n + 1, &sign) - (n + 0.5) * log (n) + n - log_root_2pi;
  return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / n2) / n2) / n2) / n2) / n;
}

/* x log (x/mean) + mean - x, without cancellation where x is near the mean: with v = (x - mean)/(x + mean),
 * log (x/mean) = 2 atanh v. */
static double
deviance (double x,
          double mean)
{
  const double difference = x - mean, v = difference / (x + mean);

  if (x == 0)
    return mean;
  if (fabs (v) >= 0.1)
    return x * log (x / mean) - difference;

  double sum = difference * v, power = 2 * x * v;
  for (int j = 3;; j += 2)
    {
      power *= v * v;
      const double next = sum + power / j;
      if (next == sum)
        return sum;
      sum = next;
    }
}

/* Log probability of x successes in n, each p; q = 1 - p. Loader 2000. */
static double
log_binomial (double x,
              double n,
              double p,
              double q)
{
  static const double log_2pi = 1.83787706640934548356065947281;

  if (x == 0)
    return n == 0 ? 0 : (p < 0.1 ? n * log1p (-p) : n * log (q));
  if (x == n)
    return q < 0.1 ? n * log1p (-q) : n * log (p);
  return stirling_error (n) - stirling_error (x) - stirling_error (n - x)
         - deviance (x, n * p) - deviance (n - x, n * q)
         - 0.5 * (log_2pi + log (x) + log1p (-x / n));
}

/* x of `drawn` rows are among the `marked` of all rows. */
typedef struct
{
  double drawn, marked, rows;
} Hypergeometric;

static double
probability (const Hypergeometric *h,
             double                x)
{
  const double p = h->drawn / h->rows, q = (h->rows - h->drawn) / h->rows;

  return exp (log_binomial (x, h->marked, p, q) + log_binomial (h->drawn - x, h->rows - h->marked, p, q)
              - log_binomial (h->drawn, h->rows, p, q));
}

/* P (X = x + 1) / P (X = x) */
static double
ratio_up (const Hypergeometric *h,
          double                x)
{
  return (h->marked - x) * (h->drawn - x) / ((x + 1) * (h->rows - h->marked - h->drawn + x + 1));
}

/* Sum of the terms after x, in units of the term at x; they fall, because x is on that side of the mode. */
static double
terms_above (const Hypergeometric *h,
             double                x)
{
  double term = 1, sum = 0;

  for (double i = x; term > sum * 1e-17; i++)
    {
      term *= ratio_up (h, i);
      sum += term;
    }
  return sum;
}

static double
terms_below (const Hypergeometric *h,
             double                x)
{
  const double least = MAX (0, h->drawn + h->marked - h->rows);
  double term = 1, sum = 0;

  for (double i = x; i > least && term > sum * 1e-17; i--)
    {
      term /= ratio_up (h, i - 1);
      sum += term;
    }
  return sum;
}

/* The smaller tail at x, x included. On the far side of the mode the tail is summed, the other one is what is left:
 * both are near a half where the subtraction matters. */
static double
smaller_tail (const Hypergeometric *h,
              double                x)
{
  const double mode = floor ((h->drawn + 1) * (h->marked + 1) / (h->rows + 2));
  const double at = probability (h, x);
  const double beyond = at * (x >= mode ? terms_above (h, x) : terms_below (h, x));

  return MIN (at + beyond, 1 - beyond);
}

double
assay_fisher (guint64 k1,
              guint64 n1,
              guint64 k2,
              guint64 n2)
{
  const guint64 marked = k1 + k2, rows = n1 + n2;
  const gboolean first = n1 <= n2, marked_less = marked <= rows - marked;
  const Hypergeometric h = { .drawn = first ? n1 : n2, .marked = marked_less ? marked : rows - marked, .rows = rows };
  const guint64 k = first ? k1 : k2, n = first ? n1 : n2;

  return MIN (1, 2 * smaller_tail (&h, marked_less ? k : n - k));
}
