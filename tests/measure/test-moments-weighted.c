/* test-moments-weighted.c: means, ratios and errors of weighted rows by loops over the rows, and their laws. */
#include "moments-sample.h"
#include "near.h"

#define MOST 60
#define K 12

typedef struct
{
  guint       n;
  gint64      w[MOST], v[MOST], u[MOST]; /* weights; two values, of two models or of a ratio */
  long double x[MOST], y[MOST];          /* w v and w u */
} Rows;

/* The products stand for themselves: k of w v is that of w and of v together. */
static AssayMoments
moments_of_rows (Rows *rows)
{
  AssayMoments m = { .k_x = 2 * K, .k_y = 2 * K, .k_w = K, .is_weighted = TRUE, .n = rows->n };

  for (guint i = 0; i < rows->n; i++)
    {
      const __int128 w = rows->w[i], x = w * rows->v[i], y = w * rows->u[i];

      m.w += w;
      m.ww += w * w;
      m.x += x;
      m.xx += x * x;
      m.y += y;
      m.yy += y * y;
      m.xy += x * y;
      m.xw += x * w;
      m.yw += y * w;
      rows->x[i] = ldexpl (x, -2 * K);
      rows->y[i] = ldexpl (y, -2 * K);
    }
  return m;
}

static void
draw_rows (Rows    *rows,
           gboolean has_zeros)
{
  rows->n = (guint) g_test_rand_int_range (15, MOST);
  for (guint i = 0; i < rows->n; i++)
    {
      rows->w[i] = has_zeros && g_test_rand_int_range (0, 5) == 0 ? 0 : g_test_rand_int_range (1, 1 << 15);
      rows->v[i] = g_test_rand_int_range (1, 1 << 16);
      rows->u[i] = g_test_rand_int_range (1, 1 << 16);
    }
}

static long double
sum_of (const long double *values,
        guint              n)
{
  long double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += values[i];
  return sum;
}

/* value ± t √(n/(n-1) Σr²) over the denominator. */
static void
check (const char        *what,
       const AssayEstimate estimate,
       const Rows        *rows,
       long double        value,
       const long double *residuals,
       long double        denominator)
{
  long double squares = 0, w = 0, ww = 0;
  const guint n = rows->n;

  for (guint i = 0; i < n; i++)
    {
      squares += residuals[i] * residuals[i];
      w += rows->w[i];
      ww += (long double) rows->w[i] * rows->w[i];
    }
  const double reach = assay_t (0.95, (double) (w * w / ww) - 1) * sqrtl (squares * n / (n - 1)) / fabsl (denominator);
  near_at (what, "value", estimate.value, value, 1e-12 * fabsl (value) + 1e-14);
  near_at (what, "lo", estimate.lo, value - reach, 1e-9 * reach + 1e-13 * fabsl (value));
  near_at (what, "hi", estimate.hi, value + reach, 1e-9 * reach + 1e-13 * fabsl (value));
  near_at (what, "worth", estimate.n_eff, w * w / ww, 1e-9 * n);
  g_assert_cmpuint (estimate.n, ==, n);
}

static void
test_brute_force (void)
{
  for (guint repeat = 0; repeat < 3000; repeat++)
    {
      Rows rows;
      long double w[MOST], r[MOST];

      draw_rows (&rows, repeat % 2 == 1);
      const AssayMoments m = moments_of_rows (&rows);
      for (guint i = 0; i < rows.n; i++)
        w[i] = ldexpl (rows.w[i], -K);
      const long double all = sum_of (w, rows.n), x = sum_of (rows.x, rows.n) / all, y = sum_of (rows.y, rows.n) / all;
      for (guint i = 0; i < rows.n; i++)
        r[i] = rows.x[i] - x * w[i];
      check ("mean", assay_moments_mean (&m, 0.95), &rows, x, r, all);
      for (guint i = 0; i < rows.n; i++)
        r[i] = (rows.x[i] - x * w[i]) / (2 * sqrtl (x));
      AssayEstimate root = assay_moments_root_mean (&m, 0.95);
      root.lo = root.lo == 0 ? 2 * root.value - root.hi : root.lo; /* it stops there */
      check ("root", root, &rows, sqrtl (x), r, all);
      for (guint i = 0; i < rows.n; i++)
        r[i] = rows.x[i] - x / y * rows.y[i];
      check ("ratio", assay_moments_ratio (&m, 0.95), &rows, x / y, r, all * y);
      for (guint i = 0; i < rows.n; i++)
        r[i] = rows.x[i] - rows.y[i] - (x - y) * w[i];
      check ("difference", assay_moments_mean_difference (&m, 0.95), &rows, x - y, r, all);
      for (guint i = 0; i < rows.n; i++)
        r[i] = (rows.x[i] - x * w[i]) / (2 * sqrtl (x)) - (rows.y[i] - y * w[i]) / (2 * sqrtl (y));
      check ("root difference", assay_moments_root_difference (&m, 0.95), &rows, sqrtl (x) - sqrtl (y), r, all);
    }
}

/* Labels far from 0; e² in v. */
static void
test_r2 (void)
{
  for (guint repeat = 0; repeat < 500; repeat++)
    {
      Rows rows;
      long double w = 0, mean = 0, s = 0, t = 0;

      draw_rows (&rows, TRUE);
      AssayMoments m = moments_of_rows (&rows);
      m.y = m.yy = m.xy = m.yw = 0;
      m.k_y = 0;
      for (guint i = 0; i < rows.n; i++)
        {
          const __int128 label = ((__int128) 1 << 30) + rows.u[i];

          m.y += rows.w[i] * label;
          m.yh += rows.w[i] * (label * label >> 31);
          m.yl += rows.w[i] * (label * label & 0x7fffffff);
          w += rows.w[i];
          mean += (long double) rows.w[i] * rows.u[i];
          s += (long double) rows.w[i] * rows.v[i];
        }
      for (guint i = 0; i < rows.n; i++)
        t += rows.w[i] * (rows.u[i] - mean / w) * (rows.u[i] - mean / w);
      const AssayEstimate r2 = assay_moments_r2 (&m, 0.95);
      near_at ("R2", "value", r2.value, 1 - ldexpl (s, -K) / t, 1e-12 * (1 + ldexpl (s, -K) / t));
      g_assert_true (isnan (r2.lo) && isnan (r2.hi));
      g_assert_nonnull (r2.why);
    }
}

static void
near_estimates (const char   *what,
                AssayEstimate a,
                AssayEstimate b)
{
  near_at (what, "value", a.value, b.value, 1e-12 * (fabs (b.value) + b.hi - b.lo));
  near_at (what, "lo", a.lo, b.lo, 1e-9 * (b.hi - b.lo));
  near_at (what, "hi", a.hi, b.hi, 1e-9 * (b.hi - b.lo));
}

/* Weights that are all equal say nothing; twice all weights neither. */
static void
test_equal (void)
{
  for (guint repeat = 0; repeat < 500; repeat++)
    {
      AssayMoments plain = { .k_x = K, .k_y = K };
      Rows rows;

      draw_rows (&rows, FALSE);
      for (guint i = 0; i < rows.n; i++)
        {
          rows.w[i] = 3 * (1 + repeat);
          moments_add_row (&plain, rows.v[i], rows.u[i]);
        }
      const AssayMoments m = moments_of_rows (&rows);
      near_estimates ("mean", assay_moments_mean (&m, 0.95), assay_moments_mean (&plain, 0.95));
      near_estimates ("ratio", assay_moments_ratio (&m, 0.95), assay_moments_ratio (&plain, 0.95));
      near_estimates ("root", assay_moments_root_mean (&m, 0.95), assay_moments_root_mean (&plain, 0.95));
      near_estimates ("difference", assay_moments_mean_difference (&m, 0.95), assay_moments_mean_difference (&plain, 0.95));
      near_estimates ("root difference", assay_moments_root_difference (&m, 0.95),
                      assay_moments_root_difference (&plain, 0.95));
      draw_rows (&rows, TRUE);
      const AssayMoments once = moments_of_rows (&rows);
      for (guint i = 0; i < rows.n; i++)
        rows.w[i] *= 2;
      const AssayMoments twice = moments_of_rows (&rows);
      near_estimates ("twice", assay_moments_mean (&twice, 0.95), assay_moments_mean (&once, 0.95));
      near_estimates ("twice, root difference", assay_moments_root_difference (&twice, 0.95),
                      assay_moments_root_difference (&once, 0.95));
    }
}

static void
check_why (const char   *what,
           AssayEstimate estimate,
           double        value,
           const char   *why)
{
  near_at (what, "value", estimate.value, value, 0);
  g_assert_true (isnan (estimate.lo) && isnan (estimate.hi));
  g_assert_cmpstr (estimate.why, ==, why);
}

static void
test_undefined (void)
{
  Rows nothing = { .n = 3, .v = { 1, 2, 3 }, .u = { 1, 2, 4 } }, one = { .n = 3, .w = { 0, 5, 0 }, .v = { 9, 4096, 7 } };
  Rows flat = { .n = 3, .w = { 1, 2, 5 }, .v = { 8192, 8192, 8192 }, .u = { 4096, 4096, 4096 } };
  Rows few = { .n = 3, .w = { 1000, 1, 0 }, .v = { 4096, 8192, 7 } }, balanced = { .n = 2, .w = { 1, 2 }, .u = { 2, -1 } };
  const AssayMoments none = { .is_weighted = TRUE }, no_weight = moments_of_rows (&nothing), alone = moments_of_rows (&one);
  const AssayMoments same = moments_of_rows (&flat), little = moments_of_rows (&few), zero = moments_of_rows (&balanced);

  check_why ("none", assay_moments_mean (&none, 0.95), NAN, "no rows");
  check_why ("none", assay_moments_r2 (&none, 0.95), NAN, "no rows");
  check_why ("no weight", assay_moments_mean (&no_weight, 0.95), NAN, "no weight");
  check_why ("no weight", assay_moments_ratio (&no_weight, 0.95), NAN, "no weight");
  check_why ("no weight", assay_moments_root_mean (&no_weight, 0.95), NAN, "no weight");
  check_why ("no weight", assay_moments_mean_difference (&no_weight, 0.95), NAN, "no weight");
  check_why ("no weight", assay_moments_root_difference (&no_weight, 0.95), NAN, "no weight");
  check_why ("one", assay_moments_mean (&alone, 0.95), 1, "no spread");
  check_why ("flat", assay_moments_mean (&same, 0.95), 2, "no spread");
  check_why ("flat difference", assay_moments_mean_difference (&same, 0.95), 1, "no spread");
  check_why ("flat root difference", assay_moments_root_difference (&same, 0.95), 1 / (sqrt (2) + 1), "no spread");
  check_why ("x over 0", assay_moments_ratio (&zero, 0.95), NAN, "the denominator's sum is 0");
  near_at ("little", "value", assay_moments_mean (&little, 0.95).value, 1002 / 1001.0, 1e-15);
  g_assert_cmpstr (assay_moments_mean (&little, 0.95).why, ==, "worth fewer than 2 rows");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/moments-weighted/brute-force", test_brute_force);
  g_test_add_func ("/measure/moments-weighted/r2", test_r2);
  g_test_add_func ("/measure/moments-weighted/equal", test_equal);
  g_test_add_func ("/measure/moments-weighted/undefined", test_undefined);
  return g_test_run ();
}
