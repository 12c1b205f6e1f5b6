/* test-moments-simulation.c: coverage of the delta method's intervals (measures.md 3 [sim]),
 * 2,000 sets each from fixed seeds, at the sizes where moments.h says that they hold. */
#include "moments-sample.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#define N_SETS 2000
#define K 16

typedef AssayEstimate (*Draw) (gsl_rng *rng, guint n, double *truth);

static __int128
fixed (double value,
       guint  k)
{
  return (__int128) rint (CLAMP (ldexp (value, (int) k), -0x1p31, 0x1p31));
}

/* Lognormal values, e^(σ²/2) on average. */
static AssayEstimate
draw_mean (gsl_rng *rng,
           guint    n,
           double  *truth)
{
  AssayMoments m = { .k_x = K };

  for (guint i = 0; i < n; i++)
    moments_add_row (&m, fixed (gsl_ran_lognormal (rng, 0, 0.4), K), 0);
  *truth = exp (0.08);
  return assay_moments_mean (&m, 0.95);
}

/* Words right of words in all, as in sentences of 1 + Poisson (15) words with shares of their own. */
static AssayEstimate
draw_ratio (gsl_rng *rng,
            guint    n,
            double  *truth)
{
  AssayMoments m = { .k_x = 0, .k_y = 0 };

  for (guint i = 0; i < n; i++)
    {
      const guint words = 1 + gsl_ran_poisson (rng, 15);

      moments_add_row (&m, gsl_ran_binomial (rng, gsl_ran_beta (rng, 8, 2), words), words);
    }
  *truth = 0.8;
  return assay_moments_ratio (&m, 0.95);
}

/* e normal around .3: E|e| = σ√(2/π) exp (-μ²/2σ²) + μ (1 - 2Φ(-μ/σ)) */
static AssayEstimate
draw_mae (gsl_rng *rng,
          guint    n,
          double  *truth)
{
  AssayMoments m = { .k_x = K };

  for (guint i = 0; i < n; i++)
    moments_add_row (&m, fixed (fabs (0.3 + gsl_ran_gaussian (rng, 1)), K), 0);
  *truth = sqrt (2 / G_PI) * exp (-0.045) + 0.3 * erf (0.3 / G_SQRT2);
  return assay_moments_mean (&m, 0.95);
}

static AssayEstimate
draw_mean_error (gsl_rng *rng,
                 guint    n,
                 double  *truth)
{
  AssayMoments m = { .k_x = K };

  for (guint i = 0; i < n; i++)
    moments_add_row (&m, fixed (0.3 + gsl_ran_gaussian (rng, 1), K), 0);
  *truth = 0.3;
  return assay_moments_mean (&m, 0.95);
}

static AssayEstimate
draw_rmse (gsl_rng *rng,
           guint    n,
           double  *truth)
{
  AssayMoments m = { .k_x = K };

  for (guint i = 0; i < n; i++)
    {
      const double e = 0.3 + gsl_ran_gaussian (rng, 1);

      moments_add_row (&m, fixed (e * e, K), 0);
    }
  *truth = sqrt (1.09);
  return assay_moments_root_mean (&m, 0.95);
}

/* Two models whose errors share a part: e and f with correlation .8 */
static AssayEstimate
draw_paired (gsl_rng *rng,
             guint    n,
             gboolean is_root,
             double  *truth)
{
  AssayMoments m = { .k_x = K, .k_y = K };

  for (guint i = 0; i < n; i++)
    {
      const double shared = gsl_ran_gaussian (rng, sqrt (0.8));
      const double e = shared + gsl_ran_gaussian (rng, sqrt (0.2));
      const double f = 1.2 * (shared + gsl_ran_gaussian (rng, sqrt (0.2)));

      if (is_root)
        moments_add_row (&m, fixed (e * e, K), fixed (f * f, K));
      else
        moments_add_row (&m, fixed (fabs (e), K), fixed (fabs (f), K));
    }
  *truth = is_root ? -0.2 : -0.2 * sqrt (2 / G_PI);
  return is_root ? assay_moments_root_difference (&m, 0.95) : assay_moments_mean_difference (&m, 0.95);
}

static AssayEstimate
draw_mae_difference (gsl_rng *rng,
                     guint    n,
                     double  *truth)
{
  return draw_paired (rng, n, FALSE, truth);
}

static AssayEstimate
draw_rmse_difference (gsl_rng *rng,
                      guint    n,
                      double  *truth)
{
  return draw_paired (rng, n, TRUE, truth);
}

/* Slice less rest by MOVER on the two RMSE, .25 times as many rows in the slice. */
static AssayEstimate
draw_mover (gsl_rng *rng,
            guint    n,
            double  *truth)
{
  double slice_truth, rest_truth;
  const AssayEstimate slice = draw_rmse (rng, n / 4, &slice_truth), rest = draw_rmse (rng, n, &rest_truth);

  *truth = 0;
  return assay_mover (&slice, &rest);
}

/* Errors of variance 1: normal, or double exponential. */
static double
draw_error (gsl_rng *rng,
            gboolean is_heavy)
{
  return is_heavy ? gsl_ran_laplace (rng, M_SQRT1_2) : gsl_ran_gaussian (rng, 1);
}

/* y = signal + noise, the signal predicted: R² = 1 / (1 + σ²). */
static AssayEstimate
draw_r2_of (gsl_rng *rng,
            guint    n,
            double   r2,
            gboolean is_heavy,
            double  *truth)
{
  const double sigma = sqrt (1 / r2 - 1);
  AssayMoments m = { .k_x = K, .k_y = K };

  for (guint i = 0; i < n; i++)
    {
      const double signal = gsl_ran_gaussian (rng, 1), e = sigma * draw_error (rng, is_heavy);

      moments_add_row (&m, fixed (e * e, K), fixed (signal - e + 1000, K)); /* far from 0 */
    }
  *truth = r2;
  return assay_moments_r2 (&m, 0.95);
}

static AssayEstimate
draw_r2 (gsl_rng *rng,
         guint    n,
         double  *truth)
{
  return draw_r2_of (rng, n, 0.5, FALSE, truth);
}

static AssayEstimate
draw_high_r2 (gsl_rng *rng,
              guint    n,
              double  *truth)
{
  return draw_r2_of (rng, n, 0.9, FALSE, truth);
}

static AssayEstimate
draw_low_r2 (gsl_rng *rng,
             guint    n,
             double  *truth)
{
  return draw_r2_of (rng, n, 0.2, TRUE, truth);
}

static AssayEstimate
draw_heavy_r2 (gsl_rng *rng,
               guint    n,
               double  *truth)
{
  return draw_r2_of (rng, n, 0.5, TRUE, truth);
}

/* y = signal + noise of variance 1 + 1; one model knows the signal, the other misses it by .5 more. */
static AssayEstimate
draw_r2_difference_of (gsl_rng *rng,
                       guint    n,
                       gboolean is_heavy,
                       double  *truth)
{
  AssayMoments new = { .k_x = K, .k_y = K }, old = new;
  __int128 product = 0;

  for (guint i = 0; i < n; i++)
    {
      const double signal = gsl_ran_gaussian (rng, 1), e = draw_error (rng, is_heavy);
      const double f = e + 0.5 * draw_error (rng, is_heavy);
      const __int128 y = fixed (signal - e + 1000, K), e2 = fixed (e * e, K), f2 = fixed (f * f, K);

      moments_add_row (&new, e2, y);
      moments_add_row (&old, f2, y);
      product += e2 * f2;
    }
  *truth = 0.125;
  return assay_moments_r2_difference (&new, &old, product, 0.95);
}

static AssayEstimate
draw_r2_difference (gsl_rng *rng,
                    guint    n,
                    double  *truth)
{
  return draw_r2_difference_of (rng, n, FALSE, truth);
}

static AssayEstimate
draw_heavy_r2_difference (gsl_rng *rng,
                          guint    n,
                          double  *truth)
{
  return draw_r2_difference_of (rng, n, TRUE, truth);
}

/* Weights log-normal with deviation 1 of their logarithm, worth n/e rows, and greater where errors are: v is normal, and
 * shifted by ρ = .3 under e^z, so that Σwv/Σw is .3 (of squares 1 + .09). */
static AssayEstimate
draw_weighted_of (gsl_rng *rng,
                  guint    n,
                  gboolean is_root,
                  double  *truth)
{
  AssayMoments m = { .k_x = K, .k_w = K, .is_weighted = TRUE, .n = n };

  for (guint i = 0; i < n; i++)
    {
      const double z = gsl_ran_gaussian (rng, 1), v = 0.3 * z + sqrt (1 - 0.09) * gsl_ran_gaussian (rng, 1);
      const __int128 w = fixed (exp (z), K), x = fixed (exp (z) * (is_root ? v * v : v), K);

      m.x += x;
      m.xx += x * x;
      m.xw += x * w;
      m.w += w;
      m.ww += w * w;
    }
  *truth = is_root ? sqrt (1.09) : 0.3;
  return is_root ? assay_moments_root_mean (&m, 0.95) : assay_moments_mean (&m, 0.95);
}

static AssayEstimate
draw_weighted_mean (gsl_rng *rng,
                    guint    n,
                    double  *truth)
{
  return draw_weighted_of (rng, n, FALSE, truth);
}

static AssayEstimate
draw_weighted_root (gsl_rng *rng,
                    guint    n,
                    double  *truth)
{
  return draw_weighted_of (rng, n, TRUE, truth);
}

static const struct
{
  const char *name;
  Draw        draw;
  guint       n;
} cases[] = {
  { "mean of lognormal values", draw_mean, 100 },
  { "mean of lognormal values", draw_mean, 1000 },
  { "ratio of sums", draw_ratio, 50 },
  { "ratio of sums", draw_ratio, 500 },
  { "MAE", draw_mae, 30 },
  { "MAE", draw_mae, 500 },
  { "mean error", draw_mean_error, 2 },
  { "mean error", draw_mean_error, 30 },
  { "RMSE", draw_rmse, 200 },
  { "RMSE", draw_rmse, 1000 },
  { "RMSE, slice - rest", draw_mover, 800 },
  { "MAE, new - old", draw_mae_difference, 100 },
  { "RMSE, new - old", draw_rmse_difference, 200 },
  { "R2 .5", draw_r2, 50 },
  { "R2 .5", draw_r2, 200 },
  { "R2 .9", draw_high_r2, 50 },
  { "R2 .9", draw_high_r2, 1000 },
  { "R2 .2, heavy tails", draw_low_r2, 100 },
  { "R2 .2, heavy tails", draw_low_r2, 1000 },
  { "R2 .5, heavy tails", draw_heavy_r2, 200 },
  { "R2 .5, heavy tails", draw_heavy_r2, 1000 },
  { "weighted mean", draw_weighted_mean, 500 },
  { "weighted mean", draw_weighted_mean, 4000 },
  { "weighted RMSE", draw_weighted_root, 4000 },
  { "R2, new - old", draw_r2_difference, 50 },
  { "R2, new - old", draw_r2_difference, 200 },
  { "R2, new - old, heavy tails", draw_heavy_r2_difference, 200 },
  { "R2, new - old, heavy tails", draw_heavy_r2_difference, 1000 },
};

static void
test_coverage (gconstpointer data)
{
  const guint at = GPOINTER_TO_UINT (data);
  gsl_rng *rng = gsl_rng_alloc (gsl_rng_mt19937);
  guint n_held = 0;

  gsl_rng_set (rng, 20261125 + at);
  for (guint set = 0; set < N_SETS; set++)
    {
      double truth;
      const AssayEstimate estimate = cases[at].draw (rng, cases[at].n, &truth);

      g_assert_true (estimate.lo <= estimate.value && estimate.value <= estimate.hi);
      n_held += estimate.lo <= truth && truth <= estimate.hi;
    }
  gsl_rng_free (rng);
  g_test_message ("%s, %u rows: coverage %.4f of %u sets", cases[at].name, cases[at].n, n_held / (double) N_SETS,
                  N_SETS);
  g_assert_cmpfloat (n_held, >=, 0.935 * N_SETS);
  g_assert_cmpfloat (n_held, <=, 0.965 * N_SETS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/measure/moments-simulation/%s, %u rows", cases[i].name, cases[i].n);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_coverage);
    }
  return g_test_run ();
}
