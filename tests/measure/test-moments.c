/* test-moments.c: means, ratios and errors against scikit-learn and statsmodels, brute force, and their laws. */
#include "moments-sample.h"
#include "near.h"

#define N 12
#define K 20

/* Labels, two models, and the numerators and denominators of a ratio: all whole at 2^-3. */
static const double label[N] = { 3, -0.5, 2, 7, 4.25, 1.5, 0, 9.75, -2, 6.5, 5.125, 8 };
static const double new_prediction[N] = { 2.5, 0, 2, 8, 4.75, 0.5, 0.25, 8.5, -1.5, 7.5, 5.5, 7.125 };
static const double old_prediction[N] = { 3.5, -1, 2.75, 6, 4.5, 1.75, 1, 9.25, -2.25, 4.5, 5, 8.5 };
static const double numerator[N] = { 12, 7, 0, 31, 5, 18, 9, 4, 22, 11, 3, 6.5 };
static const double denominator[N] = { 40, 22, 3, 90, 14, 60, 31, 17, 75, 28, 16, 20.25 };

typedef enum { ERROR, ABSOLUTE, SQUARE } Kind;

static double
error_of (const double *prediction,
          guint         row,
          Kind          kind)
{
  const double e = prediction[row] - label[row];

  return kind == ERROR ? e : kind == ABSOLUTE ? fabs (e) : e * e;
}

static AssayMoments
sample_errors (const double *x_prediction,
               const double *y_prediction, /* NULL: y is the label */
               Kind          kind,
               guint         n)
{
  double x[N], y[N];

  for (guint i = 0; i < n; i++)
    {
      x[i] = error_of (x_prediction, i, kind);
      y[i] = y_prediction != NULL ? error_of (y_prediction, i, kind) : label[i];
    }
  return moments_of (x, K, y, K, n);
}

static void
check (const char   *what,
       AssayEstimate estimate,
       double        value,
       double        lo,
       double        hi)
{
  near_at (what, "value", estimate.value, value, 1e-13);
  near_at (what, "lo", estimate.lo, lo, 1e-11);
  near_at (what, "hi", estimate.hi, hi, 1e-11);
}

/* scikit-learn 1.x metrics, statsmodels DescrStatsW.tconfint_mean; roots: scipy's sem of e² over twice the root */
static void
test_errors (void)
{
  const AssayMoments absolute = sample_errors (new_prediction, NULL, ABSOLUTE, N);
  const AssayMoments error = sample_errors (new_prediction, NULL, ERROR, N);
  const AssayMoments square = sample_errors (new_prediction, NULL, SQUARE, N);
  const AssayMoments four = sample_errors (new_prediction, NULL, SQUARE, 4);
  const AssayMoments four_absolute = sample_errors (new_prediction, NULL, ABSOLUTE, 4);

  check ("MAE", assay_moments_mean (&absolute, 0.95), 0.645833333333333, 0.409179608431896, 0.882487058234771);
  check ("mean error", assay_moments_mean (&error, 0.95), 0.0416666666666667, -0.447137096687089, 0.530470430020422);
  check ("RMSE", assay_moments_root_mean (&square, 0.95), 0.737747133734407, 0.52257675940911, 0.952917508059704);
  /* The example of scikit-learn's pages: mean_absolute_error .5, mean_squared_error .375 */
  check ("MAE of four", assay_moments_mean (&four_absolute, 0.95), 0.5, -0.149614131812555, 1.14961413181256);
  check ("RMSE of four", assay_moments_root_mean (&four, 0.95), 0.612372435695794, 0.0497900948887486,
         1.17495477650284);
}

static void
test_ratio (void)
{
  const AssayMoments m = moments_of (numerator, 3, denominator, 7, N);

  check ("ratio", assay_moments_ratio (&m, 0.95), 0.308708708708709, 0.281268840918832, 0.336148576498585);
  check ("ratio at 99 %", assay_moments_ratio (&m, 0.99), 0.308708708708709, 0.2699883566988, 0.347429060718618);
  g_assert_cmpuint (assay_moments_ratio (&m, 0.95).n, ==, N);
}

/* scipy ttest_rel for the mean; for the roots the mean of e²/(2 RMSE) - f²/(2 RMSE') */
static void
test_differences (void)
{
  const AssayMoments absolute = sample_errors (new_prediction, old_prediction, ABSOLUTE, N);
  const AssayMoments square = sample_errors (new_prediction, old_prediction, SQUARE, N);

  check ("MAE difference", assay_moments_mean_difference (&absolute, 0.95), 0.0104166666666667, -0.351892121546365,
         0.372725454879699);
  check ("RMSE difference", assay_moments_root_difference (&square, 0.95), -0.0667001402784186, -0.500030756535003,
         0.366630475978166);
}

/* One model's errors are 10^7 times the other's: the difference is as sure as the large ones are, in either order. The
 * ends by hand, from the mean of e²/(2 RMSE) - f²/(2 RMSE'). */
static void
test_far_apart (void)
{
  const double small[5] = { 2500 * 0x1p-31, 3600 * 0x1p-31, 1600 * 0x1p-31, 2025 * 0x1p-31, 3136 * 0x1p-31 };
  const double large[5] = { 4e8, 9e8, 1e8, 5e8, 2e8 };
  const AssayMoments m = moments_of (small, 47, large, 0, 5), turned = moments_of (large, 0, small, 47, 5);
  double sum_x = 0, sum_y = 0, spread = 0;

  for (guint i = 0; i < 5; i++)
    {
      sum_x += small[i];
      sum_y += large[i];
    }
  const double root_x = sqrt (sum_x / 5), root_y = sqrt (sum_y / 5);
  for (guint i = 0; i < 5; i++)
    {
      const double off = (small[i] - sum_x / 5) / (2 * root_x) - (large[i] - sum_y / 5) / (2 * root_y);
      spread += off * off;
    }
  const double reach = 2.7764451051977987 * sqrt (spread / 4 / 5); /* t with 4 degrees */
  const AssayEstimate up = assay_moments_root_difference (&m, 0.95);
  const AssayEstimate down = assay_moments_root_difference (&turned, 0.95);

  near_at ("far apart", "value", up.value / (root_x - root_y), 1, 1e-9);
  near_at ("far apart", "lo", (up.value - up.lo) / reach, 1, 1e-9);
  near_at ("far apart", "hi", (up.hi - up.value) / reach, 1, 1e-9);
  near_at ("turned", "lo", (down.value - down.lo) / reach, 1, 1e-9);
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
  const double same[3] = { 2, 2, 2 }, zero[3] = { 0 }, double_of[3] = { 4, 4, 4 }, mixed[3] = { 1, 2, -3 };
  const AssayMoments none = { .n = 0 };
  const AssayMoments one = moments_of (same, 4, double_of, 4, 1), flat = moments_of (same, 4, double_of, 4, 3);
  const AssayMoments zeros = moments_of (zero, 4, zero, 4, 3), balanced = moments_of (same, 4, mixed, 4, 3);

  check_why ("mean of none", assay_moments_mean (&none, 0.95), NAN, "no rows");
  check_why ("ratio of none", assay_moments_ratio (&none, 0.95), NAN, "no rows");
  check_why ("root of none", assay_moments_root_mean (&none, 0.95), NAN, "no rows");
  check_why ("difference of none", assay_moments_root_difference (&none, 0.95), NAN, "no rows");
  check_why ("mean of one", assay_moments_mean (&one, 0.95), 2, "one row only");
  check_why ("ratio of one", assay_moments_ratio (&one, 0.95), 0.5, "one row only");
  check_why ("root of one", assay_moments_root_mean (&one, 0.95), sqrt (2), "one row only");
  check_why ("flat mean", assay_moments_mean (&flat, 0.95), 2, "no spread");
  check_why ("flat ratio", assay_moments_ratio (&flat, 0.95), 0.5, "no spread");
  check_why ("flat root", assay_moments_root_mean (&flat, 0.95), sqrt (2), "no spread");
  check_why ("no error", assay_moments_root_mean (&zeros, 0.95), 0, "no spread");
  check_why ("no errors", assay_moments_root_difference (&zeros, 0.95), 0, "no spread");
  check_why ("flat difference", assay_moments_mean_difference (&flat, 0.95), -2, "no spread");
  check_why ("x over 0", assay_moments_ratio (&balanced, 0.95), NAN, "the denominator's sum is 0");
}

/* --- brute force -------------------------------------------------------------------------------------------- */

static long double
mean_by_hand (const long double *values,
              guint              n,
              long double       *error)
{
  long double sum = 0, squares = 0;

  for (guint i = 0; i < n; i++)
    sum += values[i];
  for (guint i = 0; i < n; i++)
    squares += (values[i] - sum / n) * (values[i] - sum / n);
  *error = sqrtl (squares / (n - 1) / n);
  return sum / n;
}

/* parts: the error of what was subtracted, which may be far greater than that of the difference; a double rounds it. */
static void
check_difference (const char   *what,
                  AssayEstimate estimate,
                  long double   value,
                  long double   error,
                  long double   parts,
                  guint         n)
{
  const double t = assay_t (0.95, n - 1.0), scale = fmax (fabs ((double) value), (double) error);
  const double tolerance = 1e-10 * t * (double) error + 4e-16 * scale + 1e-15 * t * (double) parts;

  near_at (what, "value", estimate.value, (double) value, 1e-12 * scale);
  if (isnan (estimate.hi))
    {
      g_assert_cmpstr (estimate.why, ==, "no spread");
      g_assert_cmpfloat ((double) error, <=, 1e-17 * scale);
      return;
    }
  near_at (what, "hi", estimate.hi - estimate.value, t * (double) error, tolerance);
  if (!(estimate.lo == 0)) /* a root's lower end stops there */
    near_at (what, "lo", estimate.value - estimate.lo, t * (double) error, tolerance);
}

static void
check_by_hand (const char   *what,
               AssayEstimate estimate,
               long double   value,
               long double   error,
               guint         n)
{
  check_difference (what, estimate, value, error, 0, n);
}

/* Two passes in long double over small sets, among them values near 2^31 that differ in their last bits. */
static void
test_brute_force (void)
{
  for (guint repeat = 0; repeat < 3000; repeat++)
    {
      const guint n = (guint) g_test_rand_int_range (2, 40), k = (guint) g_test_rand_int_range (0, 20);
      const gint32 width = 1 << g_test_rand_int_range (2, 30);
      const gint64 offset = repeat % 3 == 0 ? ((gint64) 1 << 31) - width : 1;
      const long double unit = ldexpl (1, -(int) k);
      long double x[40], y[40], d[40], error, error_x, error_y, sum_x = 0, sum_y = 0;
      AssayMoments m = { .k_x = k, .k_y = k };

      for (guint i = 0; i < n; i++)
        {
          const gint64 a = offset + g_test_rand_int_range (0, width), b = offset + g_test_rand_int_range (0, width);

          moments_add_row (&m, a, b);
          sum_x += x[i] = a * unit;
          sum_y += y[i] = b * unit;
        }
      const long double mean = mean_by_hand (x, n, &error);
      check_by_hand ("mean", assay_moments_mean (&m, 0.95), mean, error, n);
      check_by_hand ("root", assay_moments_root_mean (&m, 0.95), sqrtl (mean), error / (2 * sqrtl (mean)), n);
      for (guint i = 0; i < n; i++)
        d[i] = (x[i] - sum_x / sum_y * y[i]) / (sum_y / n);
      mean_by_hand (d, n, &error);
      check_by_hand ("ratio", assay_moments_ratio (&m, 0.95), sum_x / sum_y, error, n);
      for (guint i = 0; i < n; i++)
        d[i] = x[i] - y[i];
      const long double difference = mean_by_hand (d, n, &error);
      check_by_hand ("difference", assay_moments_mean_difference (&m, 0.95), difference, error, n);
      const long double root_x = sqrtl (sum_x / n), root_y = sqrtl (sum_y / n);
      for (guint i = 0; i < n; i++)
        d[i] = (x[i] - sum_x / n) / (2 * root_x) - (y[i] - sum_y / n) / (2 * root_y);
      mean_by_hand (d, n, &error);
      mean_by_hand (x, n, &error_x);
      mean_by_hand (y, n, &error_y);
      check_difference ("root difference", assay_moments_root_difference (&m, 0.95),
                        (sum_x - sum_y) / n / (root_x + root_y), error,
                        error_x / (2 * root_x) + error_y / (2 * root_y), n);
    }
}

/* n rows of 2^31 - 1, in one of which x is greater by 1: n Σx² - (Σx)² is n - 1, of numbers with 82 or 128 bits. */
static AssayMoments
hardly_spread (guint64 n)
{
  const __int128 v = ((__int128) 1 << 31) - 1, rows = n;

  return (AssayMoments) { .n = n, .k_x = 10, .k_y = 10, .x = rows * v + 1, .xx = rows * v * v + 2 * v + 1,
                          .y = rows * v, .xy = rows * v * v + v, .yy = rows * v * v };
}

static void
test_hardly_any_spread (void)
{
  const AssayMoments few = hardly_spread (1024), many = hardly_spread ((guint64) 1 << 32);
  const double one = ldexp (1 / (double) many.n, -10);
  AssayMoments flat = { .n = many.n, .k_x = 10, .x = many.y, .xx = many.yy };
  AssayEstimate estimate = assay_moments_mean (&few, 0.95);

  near_at ("few", "reach", (estimate.hi - estimate.lo) / 2, assay_t (0.95, 1023) / 1024 / 1024, 1e-9);
  /* The reach is below a double's last place: the ends stand apart all the same. */
  estimate = assay_moments_mean (&many, 0.95);
  g_assert_true (estimate.lo < estimate.value && estimate.value < estimate.hi);
  check_why ("flat", assay_moments_mean (&flat, 0.95), ldexp ((double) flat.x / (double) flat.n, -10), "no spread");
  estimate = assay_moments_mean_difference (&many, 0.95);
  near_at ("difference", "value", estimate.value / one, 1, 1e-12);
  near_at ("difference", "reach", (estimate.hi - estimate.value) / assay_t (0.95, 4294967295.0) / one, 1, 1e-9);
}

/* Scales as far apart as numbers may be: the finer model's errors are nothing, whichever it is. */
static void
test_far_scales (void)
{
  for (int apart = 0; apart <= 120; apart += 8)
    {
      const double big[4] = { 5, 7, 7, 9 };
      AssayMoments m = { .k_x = apart, .k_y = 0 };

      for (guint i = 0; i < 4; i++)
        moments_add_row (&m, ((__int128) 1 << 31) - i % 2, (__int128) (big[i] * 0x1p27));
      const AssayMoments other = moments_turned (&m), alone = { .n = 4, .x = m.y, .xx = m.yy };
      const AssayEstimate d = assay_moments_mean_difference (&other, 0.95), e = assay_moments_mean (&alone, 0.95);
      const double small = ldexp (0x1p31 - 0.5, -apart);

      near_at ("far", "value", d.value, e.value - small, 1e-6);
      near_at ("far", "reach", d.hi - d.value, e.hi - e.value, ldexp (4, -apart) + 1e-6);
      near_at ("far", "turned", assay_moments_mean_difference (&m, 0.95).lo, -d.hi, 1e-6);
    }
}

/* --- laws --------------------------------------------------------------------------------------------------- */

static AssayMoments
random_moments (guint n,
                guint k_x,
                guint k_y)
{
  AssayMoments m = { .k_x = k_x, .k_y = k_y };

  for (guint i = 0; i < n; i++)
    moments_add_row (&m, g_test_rand_int_range (0, 100000), g_test_rand_int_range (1, 100000));
  return m;
}

static void
assert_same (AssayEstimate a,
             AssayEstimate b,
             double        factor)
{
  near_at ("same", "value", a.value * factor, b.value, 1e-12 * fabs (b.value));
  near_at ("same", "lo", a.lo * factor, b.lo, 1e-9 * fabs (b.hi));
  near_at ("same", "hi", a.hi * factor, b.hi, 1e-9 * fabs (b.hi));
}

/* A slice and its rest add to the whole; a finer scale says the same; a factor of 16 in the values stretches all. */
static void
test_laws (void)
{
  for (guint repeat = 0; repeat < 1000; repeat++)
    {
      const AssayMoments slice = random_moments (2 + repeat % 50, 7, 7), rest = random_moments (30, 7, 7);
      AssayMoments whole = slice, back, fine = slice, large = slice;

      assay_moments_add (&whole, &rest);
      back = whole;
      assay_moments_subtract (&back, &slice);
      g_assert_cmpmem (&back, sizeof back, &rest, sizeof rest);

      fine.k_x = fine.k_y = 10;
      fine.x *= 8, fine.y *= 8, fine.xx *= 64, fine.xy *= 64, fine.yy *= 64;
      assert_same (assay_moments_ratio (&slice, 0.95), assay_moments_ratio (&fine, 0.95), 1);
      assert_same (assay_moments_root_difference (&slice, 0.95), assay_moments_root_difference (&fine, 0.95), 1);

      fine.k_y = 7;
      fine.y /= 8, fine.xy /= 8, fine.yy /= 64; /* the one scale or the other: the same difference */
      assert_same (assay_moments_mean_difference (&slice, 0.95), assay_moments_mean_difference (&fine, 0.95), 1);
      assert_same (assay_moments_root_difference (&slice, 0.95), assay_moments_root_difference (&fine, 0.95), 1);

      large.x *= 16, large.xx *= 256, large.xy *= 16;
      assert_same (assay_moments_mean (&slice, 0.95), assay_moments_mean (&large, 0.95), 16);
      assert_same (assay_moments_root_mean (&slice, 0.95), assay_moments_root_mean (&large, 0.95), 4);
      assert_same (assay_moments_ratio (&slice, 0.95), assay_moments_ratio (&large, 0.95), 16);
    }
}

/* Models exchanged, the interval turns round; wider at a higher confidence; it holds its value. */
static void
test_turned (void)
{
  for (guint repeat = 0; repeat < 1000; repeat++)
    {
      const AssayMoments m = random_moments (3 + repeat % 50, 7, 7);
      const AssayMoments turned = moments_turned (&m);
      const AssayEstimate pairs[][2] = {
        { assay_moments_mean_difference (&m, 0.95), assay_moments_mean_difference (&turned, 0.95) },
        { assay_moments_root_difference (&m, 0.95), assay_moments_root_difference (&turned, 0.95) },
      };

      for (guint i = 0; i < 2; i++)
        {
          const AssayEstimate a = pairs[i][0], b = pairs[i][1];

          g_assert_true (a.lo < a.value && a.value < a.hi);
          near_at ("turned", "value", a.value, -b.value, 1e-12 * a.hi - 1e-12 * a.lo);
          near_at ("turned", "lo", a.lo, -b.hi, 1e-9 * (a.hi - a.lo));
          near_at ("turned", "hi", a.hi, -b.lo, 1e-9 * (a.hi - a.lo));
        }
      const AssayEstimate wide = assay_moments_ratio (&m, 0.99), narrow = assay_moments_ratio (&m, 0.9);
      g_assert_true (wide.lo < narrow.lo && narrow.lo < narrow.value && narrow.hi < wide.hi);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/moments/errors", test_errors);
  g_test_add_func ("/measure/moments/ratio", test_ratio);
  g_test_add_func ("/measure/moments/differences", test_differences);
  g_test_add_func ("/measure/moments/far-apart", test_far_apart);
  g_test_add_func ("/measure/moments/undefined", test_undefined);
  g_test_add_func ("/measure/moments/brute-force", test_brute_force);
  g_test_add_func ("/measure/moments/hardly-any-spread", test_hardly_any_spread);
  g_test_add_func ("/measure/moments/far-scales", test_far_scales);
  g_test_add_func ("/measure/moments/laws", test_laws);
  g_test_add_func ("/measure/moments/turned", test_turned);
  return g_test_run ();
}
