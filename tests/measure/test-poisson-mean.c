/* test-poisson-mean.c: Poisson variates against exact probabilities, their moments, and themselves. */
#include "measure/measure-private.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#define N 200000

/* Seeds are fixed: a deviation is one of the code, not of the day. */
static double
next (const AssayPoissonMean *law,
      const AssayStream      *stream,
      guint32                 draw)
{
  AssayGammas numbers = assay_gammas (stream, draw);

  return assay_poisson_mean_next (law, &numbers);
}

/* χ² of 200,000 variates over the values whose expected number is 20 or more, and both tails. Both algorithms, on both sides
 * of where one gives way to the other, and where log k! is looked up and where it is Stirling's. */
static void
test_probabilities (void)
{
  static const double means[] = { 0.01, 0.7, 1, 3.5, 9.999, 10, 11.3, 14, 25, 80, 400.5, 3000 };
  AssayStream stream;

  assay_stream_init (&stream, 1, "poisson");
  for (guint i = 0; i < G_N_ELEMENTS (means); i++)
    {
      const double mean = means[i], sd = sqrt (mean);
      const guint most = (guint) (mean + 12 * sd + 12);
      g_autofree guint64 *seen = g_new0 (guint64, most + 1);
      AssayPoissonMean law;
      double chi = 0, rest = N, rest_seen = N;
      guint degrees = 0;

      assay_poisson_mean_init (&law, mean);
      for (guint draw = 0; draw < N; draw++)
        {
          const double k = next (&law, &stream, draw);
          g_assert_true (k >= 0 && k <= most && k == floor (k));
          seen[(guint) k]++;
        }
      for (guint k = 0; k <= most; k++)
        {
          const double expected = N * gsl_ran_poisson_pdf (k, mean);
          if (expected < 20)
            continue;
          chi += (seen[k] - expected) * (seen[k] - expected) / expected;
          rest -= expected;
          rest_seen -= seen[k];
          degrees++;
        }
      if (rest >= 5)
        chi += (rest_seen - rest) * (rest_seen - rest) / rest;
      else
        degrees--;
      const double p = gsl_cdf_chisq_Q (chi, degrees);
      g_test_message ("mean %g: chi-square %.1f of %u degrees, p = %.4f; to be above 1e-4", mean, chi, degrees, p);
      g_assert_cmpfloat (p, >, 1e-4);
    }
}

/* Means far beyond what can be counted: mean, variance, and quantiles against the normal distribution's. */
static void
test_large (void)
{
  static const double means[] = { 1e5, 1e7, 1e10, 1e13 };
  AssayStream stream;

  assay_stream_init (&stream, 2, "large");
  for (guint i = 0; i < G_N_ELEMENTS (means); i++)
    {
      AssayPoissonMean law;
      double sum = 0, squares = 0;
      guint beyond = 0;

      assay_poisson_mean_init (&law, means[i]);
      for (guint draw = 0; draw < N; draw++)
        {
          const double z = (next (&law, &stream, draw) - means[i]) / sqrt (means[i]);
          sum += z;
          squares += z * z;
          beyond += fabs (z) > 1.959963984540054;
        }
      g_test_message ("mean %g: mean z %.4f, mean z^2 %.4f, beyond 1.96 %.4f", means[i], sum / N, squares / N,
                      (double) beyond / N);
      g_assert_cmpfloat (fabs (sum / N), <, 4 / sqrt (N));
      g_assert_cmpfloat (fabs (squares / N - 1), <, 4 * sqrt (2.0 / N));
      g_assert_cmpfloat (fabs ((double) beyond / N - 0.05), <, 4 * sqrt (.05 * .95 / N));
    }
}

/* A draw depends on (seed, text, draw) and the laws before it alone; these bits are the same on every machine. */
static void
test_repeatable (void)
{
  static const double expected[][4] = {
    /* mean 2, 40, 1e6 of draws 0 to 3 */
    { 2, 5, 1, 3 }, { 42, 42, 47, 42 }, { 1001510, 1000162, 1000191, 999871 },
  };
  static const double means[] = { 2, 40, 1e6 };
  AssayStream stream, other;
  guint n_same = 0;

  assay_stream_init (&stream, 7, "all rows");
  assay_stream_init (&other, 7, "sex=F");
  for (guint32 draw = 0; draw < 200; draw++)
    {
      AssayGammas first = assay_gammas (&stream, draw), again = assay_gammas (&stream, draw);
      AssayGammas third = assay_gammas (&other, draw);
      for (guint i = 0; i < G_N_ELEMENTS (means); i++)
        {
          AssayPoissonMean law;
          assay_poisson_mean_init (&law, means[i]);
          const double k = assay_poisson_mean_next (&law, &first);
          g_assert_cmpfloat (k, ==, assay_poisson_mean_next (&law, &again));
          n_same += k == assay_poisson_mean_next (&law, &third);
          if (draw < 4)
            g_assert_cmpfloat (k, ==, expected[i][draw]);
        }
    }
  g_assert_cmpuint (n_same, <, 200);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/poisson-mean/probabilities", test_probabilities);
  g_test_add_func ("/measure/poisson-mean/large", test_large);
  g_test_add_func ("/measure/poisson-mean/repeatable", test_repeatable);
  return g_test_run ();
}
