/* adjust.c: many tests at once. Benjamini & Hochberg 1995, step-up, as adjusted p. */
#include "measure.h"

#include <stdlib.h>

typedef struct
{
  double p;
  gsize  at;
} Ranked;

static int
compare_ranked (const void *a,
                const void *b)
{
  const Ranked *first = a, *second = b;

  return (first->p > second->p) - (first->p < second->p);
}

/* q of rank i of m is the least p m / rank over this and later ranks: monotone, and at most 1. */
void
assay_adjust_bh (const double *p,
                 double       *q,
                 gsize         n)
{
  g_autofree Ranked *ranked = g_new (Ranked, MAX (n, 1));
  gsize m = 0;

  for (gsize i = 0; i < n; i++)
    if (isnan (p[i]))
      q[i] = NAN;
    else
      ranked[m++] = (Ranked) { p[i], i };
  qsort (ranked, m, sizeof *ranked, compare_ranked);

  double least = 1;
  for (gsize rank = m; rank > 0; rank--)
    {
      least = MIN (least, ranked[rank - 1].p * m / rank);
      q[ranked[rank - 1].at] = least;
    }
}
