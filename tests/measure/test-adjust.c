/* test-adjust.c: Benjamini-Hochberg. */
#include "measure/measure.h"
#include "near.h"

static void
test_1995 (void)
{
  static const double p[] = { .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344,
                              .0459, .3240, .4262, .5719, .6528, .7590, 1 };
  double q[G_N_ELEMENTS (p)];
  guint n_rejected = 0;

  assay_adjust_bh (p, q, G_N_ELEMENTS (p));
  for (guint i = 0; i < G_N_ELEMENTS (p); i++)
    n_rejected += q[i] <= 0.05;
  g_assert_cmpuint (n_rejected, ==, 4);
  near_at ("Benjamini & Hochberg 1995", "q4", q[3], 0.035625, 1e-12);
  near_at ("Benjamini & Hochberg 1995", "q5", q[4], 0.0603, 1e-12);
}

static void
test_no_tests (void)
{
  /* The NaN is no test: two are left, q = .02 * 2/1 and .5. */
  const double p[] = { .5, NAN, .02 };
  double q[3];

  assay_adjust_bh (p, q, 3);
  near_at ("by hand", "q1", q[0], 0.5, 1e-15);
  g_assert_true (isnan (q[1]));
  near_at ("by hand", "q3", q[2], 0.04, 1e-15);
  assay_adjust_bh (p, q, 0);
}

/* The definition: q is the least level at which the step-up procedure rejects. Order of the tests says nothing. */
static double
by_definition (const double *p,
               guint         n,
               guint         at)
{
  double least = 1;

  for (guint i = 0; i < n; i++)
    if (p[i] >= p[at])
      {
        guint rank = 0;
        for (guint j = 0; j < n; j++)
          rank += p[j] <= p[i];
        least = MIN (least, p[i] * n / rank);
      }
  return least;
}

static void
test_definition (void)
{
  for (guint repeat = 0; repeat < 200; repeat++)
    {
      const guint n = g_test_rand_int_range (1, 40);
      double p[40], q[40];

      for (guint i = 0; i < n; i++)
        p[i] = g_test_rand_bit () ? g_test_rand_int_range (0, 11) / 100.0 : g_test_rand_double ();
      assay_adjust_bh (p, q, n);
      for (guint i = 0; i < n; i++)
        {
          near_at ("definition", "q", q[i], by_definition (p, n, i), 1e-12);
          g_assert_true (p[i] <= q[i] + 1e-15 && q[i] <= 1);
          for (guint j = 0; j < n; j++)
            g_assert_true (p[i] > p[j] || q[i] <= q[j]);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/adjust/1995", test_1995);
  g_test_add_func ("/measure/adjust/no-tests", test_no_tests);
  g_test_add_func ("/measure/adjust/definition", test_definition);
  return g_test_run ();
}
