/* test-draw-ends.c: quantiles of draws, however they are spread, and when there is no interval. */
#include "measure/measure-private.h"
#include "near.h"

#include <stdlib.h>
#include <string.h>

/* Type 7 of 0, 1 .. 100 at .025 and .975: 2.5 and 97.5. */
static void
test_ends (void)
{
  double draws[101];
  AssayEstimate estimate = { .value = 50 };

  for (guint i = 0; i <= 100; i++)
    draws[i] = (i * 37) % 101;
  assay_dirichlet_ends (&estimate, draws, 101, 0.95);
  near_at ("type 7", "lo", estimate.lo, 2.5, 1e-9);
  near_at ("type 7", "hi", estimate.hi, 97.5, 1e-9);
  estimate = (AssayEstimate) { .value = 1 };
  assay_dirichlet_ends (&estimate, draws, 101, 0.95);
  near_at ("widened", "lo", estimate.lo, 1, 0);
}

static void
test_no_ends (void)
{
  double draws[100];
  AssayEstimate estimate = { .value = 1 };

  for (guint i = 0; i < 100; i++)
    draws[i] = 1;
  assay_dirichlet_ends (&estimate, draws, 100, 0.95);
  g_assert_true (isnan (estimate.lo) && isnan (estimate.hi));
  g_assert_cmpstr (estimate.why, ==, "no spread");

  /* 5 undefined of 100 are left out; 6 are too many. */
  for (guint n_undefined = 5; n_undefined <= 6; n_undefined++)
    {
      estimate = (AssayEstimate) { .value = 0.5 };
      for (guint i = 0; i < 100; i++)
        draws[i] = i < n_undefined ? NAN : i / 100.0;
      assay_dirichlet_ends (&estimate, draws, 100, 0.95);
      g_assert_cmpint (isnan (estimate.lo), ==, n_undefined == 6);
      g_assert_cmpint (estimate.why != NULL, ==, n_undefined == 6);
    }
}

static int
compare (const void *a,
         const void *b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

/* Draws of every kind: even, with a long tail, on few values, all but one the same, of tiny spread on a large value,
 * infinite ones among them. */
static double
draw_of (guint kind,
         guint i)
{
  const double u = g_test_rand_double ();

  switch (kind)
    {
    case 0: return u;
    case 1: return pow (u, -3);
    case 2: return floor (u * 5) - 2;
    case 3: return i == 7 ? 1e300 : 0.25;
    case 4: return 1e9 + u * 1e-6;
    case 5: return u < 0.1 ? -INFINITY : u > 0.9 ? INFINITY : u;
    default: return exp (50 * u - 100);
    }
}

/* Sorted as qsort does it: each quantile is the same to the bit. */
static void
test_sorted (void)
{
  for (guint kind = 0; kind < 7; kind++)
    for (guint n = 1; n < 3000; n = n * 2 + 1)
      {
        g_autofree double *draws = g_new (double, n), *sorted = g_new (double, n);

        for (guint i = 0; i < n; i++)
          sorted[i] = draws[i] = draw_of (kind, i);
        qsort (sorted, n, sizeof *sorted, compare);
        assay_draws_quantile (draws, n, 0.5);
        g_assert_cmpmem (draws, sizeof *draws * n, sorted, sizeof *sorted * n);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/draw-ends/ends", test_ends);
  g_test_add_func ("/measure/draw-ends/no-ends", test_no_ends);
  g_test_add_func ("/measure/draw-ends/sorted", test_sorted);
  return g_test_run ();
}
