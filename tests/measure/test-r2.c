/* test-r2.c: R² and its interval against numpy and scipy, loops over rows, and its laws. */
#include "moments-sample.h"
#include "near.h"

#define N 12
#define K 20

static const double label[N] = { 3, -0.5, 2, 7, 4.25, 1.5, 0, 9.75, -2, 6.5, 5.125, 8 };
static const double new_prediction[N] = { 2.5, 0, 2, 8, 4.75, 0.5, 0.25, 8.5, -1.5, 7.5, 5.5, 7.125 };
static const double old_prediction[N] = { 3.5, -1, 2.75, 6, 4.5, 1.75, 1, 9.25, -2.25, 4.5, 5, 8.5 };

static AssayMoments
sample_of (const double *prediction,
           guint         n)
{
  double squares[N];

  for (guint i = 0; i < n; i++)
    squares[i] = (prediction[i] - label[i]) * (prediction[i] - label[i]);
  return moments_of (squares, K, label, K, n);
}

/* Σe²f² */
static __int128
sample_product (void)
{
  __int128 sum = 0;

  for (guint i = 0; i < N; i++)
    {
      const double e = new_prediction[i] - label[i], f = old_prediction[i] - label[i];
      sum += moments_fixed (e * e, K) * moments_fixed (f * f, K);
    }
  return sum;
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

/* Values: scikit-learn's r2_score (.9486 is on its pages). Ends: numpy's sums and scipy's t over the rows' influences. */
static void
test_sample (void)
{
  const AssayMoments new = sample_of (new_prediction, N), old = sample_of (old_prediction, N);
  const AssayMoments four = sample_of (new_prediction, 4);
  const __int128 product = sample_product ();

  check ("new", assay_moments_r2 (&new, 0.95), 0.955926931491684, 0.896237259201792, 0.98128003026138);
  check ("new at 99 %", assay_moments_r2 (&new, 0.99), 0.955926931491684, 0.810557498441964, 0.989746570322058);
  check ("old", assay_moments_r2 (&old, 0.95), 0.947597332419538, 0.705315438505202, 0.990681427097439);
  check ("four rows", assay_moments_r2 (&four, 0.95), 0.948608137044968, -2.73004345572375, 0.999291932222951);
  check ("new - old", assay_moments_r2_difference (&new, &old, product, 0.95), 0.00832959907214593,
         -0.0673045503592537, 0.0839637485035455);
  check ("new - old at 90 %", assay_moments_r2_difference (&new, &old, product, 0.9), 0.00832959907214593,
         -0.0491739255435725, 0.0658331236878644);
  g_assert_cmpuint (assay_moments_r2 (&new, 0.95).n, ==, N);
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
  const double zero[5] = { 0 }, flat[5] = { 4, 4, 4, 4, 4 }, mixed[5] = { 1, 2, -3, 7, 0 }, same[3] = { 2, 2, 2 };
  double squares[5];
  const AssayMoments none = { .n = 0 }, one = moments_of (flat, 4, mixed, 4, 1), few = moments_of (same, 4, mixed, 4, 3);
  const AssayMoments equal = moments_of (mixed, 4, flat, 4, 5), right = moments_of (zero, 4, mixed, 4, 5);

  for (guint i = 0; i < 5; i++) /* the mean, 1.4, is predicted for every row */
    squares[i] = rint (0x1p20 * (mixed[i] - 1.4) * (mixed[i] - 1.4)) / 0x1p20;
  const AssayMoments mean = moments_of (squares, K, mixed, K, 5);

  check_why ("none", assay_moments_r2 (&none, 0.95), NAN, "no rows");
  check_why ("one", assay_moments_r2 (&one, 0.95), NAN, "one row only");
  check_why ("flat", assay_moments_r2 (&equal, 0.95), NAN, "all labels are equal");
  check_why ("three", assay_moments_r2 (&few, 0.95), 1 - 6.0 / 14, "fewer than 4 rows");
  check_why ("all right", assay_moments_r2 (&right, 0.95), 1, "no spread");
  near_at ("mean", "value", assay_moments_r2 (&mean, 0.95).value, 0, 1e-6);
  g_assert_false (assay_moments_r2 (&mean, 0.95).hi > 1e-5);
  check_why ("none twice", assay_moments_r2_difference (&none, &none, 0, 0.95), NAN, "no rows");
  check_why ("equal labels", assay_moments_r2_difference (&equal, &equal, equal.xx, 0.95), NAN, "all labels are equal");
  check_why ("the same model", assay_moments_r2_difference (&mean, &mean, mean.xx, 0.95), 0, "no spread");
  check_why ("three rows", assay_moments_r2_difference (&few, &few, few.xx, 0.95), 0, "fewer than 4 rows");
}

/* --- brute force -------------------------------------------------------------------------------------------------- */

#define MOST 60

typedef struct
{
  guint       n;
  long double y[MOST], e2[MOST], f2[MOST];
} Rows;

static long double
reach_of (const Rows        *rows,
          const long double *influence)
{
  long double squares = 0;

  for (guint i = 0; i < rows->n; i++)
    squares += influence[i] * influence[i];
  return assay_t (0.95, (rows->n - 1) / 3.0) * sqrtl (squares * rows->n / (rows->n - 1));
}

/* Two passes over the rows in long double. */
static void
check_by_rows (const Rows         *rows,
               const AssayMoments *new,
               const AssayMoments *old,
               __int128            product,
               double              tolerance)
{
  long double mean = 0, s = 0, s_old = 0, t = 0, d[MOST], u[MOST];

  for (guint i = 0; i < rows->n; i++)
    mean += rows->y[i] / rows->n;
  for (guint i = 0; i < rows->n; i++)
    {
      d[i] = (rows->y[i] - mean) * (rows->y[i] - mean);
      t += d[i];
      s += rows->e2[i];
      s_old += rows->f2[i];
    }
  for (guint i = 0; i < rows->n; i++)
    u[i] = rows->e2[i] / s - d[i] / t;
  const long double ratio = s / t, reach = reach_of (rows, u), gain = (s_old - s) / t;
  const AssayEstimate r2 = assay_moments_r2 (new, 0.95), difference = assay_moments_r2_difference (new, old, product, 0.95);

  near_at ("R2", "value", r2.value, 1 - ratio, tolerance * ratio);
  near_at ("R2", "lo", r2.lo, 1 - ratio * expl (reach), 1e-15 + tolerance * ratio * expl (reach));
  near_at ("R2", "hi", r2.hi, 1 - ratio * expl (-reach), 1e-15 + tolerance * ratio * expl (-reach));
  for (guint i = 0; i < rows->n; i++)
    u[i] = (rows->f2[i] - rows->e2[i] - gain * d[i]) / t;
  const long double half = reach_of (rows, u);
  near_at ("difference", "value", difference.value, gain, tolerance * (fabsl (gain) + ratio));
  near_at ("difference", "reach", (difference.hi - difference.lo) / 2, half, tolerance * (half + ratio));
}

/* Labels of any width anywhere within 31 bits, in one case of three as far from 0 as they can be; errors on scales of
 * their own. */
static void
test_brute_force (void)
{
  for (guint repeat = 0; repeat < 3000; repeat++)
    {
      const guint k = (guint) g_test_rand_int_range (0, 20), k_e = (guint) g_test_rand_int_range (0, 12);
      const guint k_f = (guint) g_test_rand_int_range (0, 12);
      const gint32 width = 1 << g_test_rand_int_range (8, 30);
      const gint64 offset = repeat % 3 == 0 ? ((gint64) 1 << 31) - width : repeat % 3 == 1 ? -((gint64) 1 << 31) : -width / 2;
      AssayMoments new = { .k_x = (int) k_e, .k_y = (int) k }, old = { .k_x = (int) k_f, .k_y = (int) k };
      __int128 product = 0;
      Rows rows = { .n = (guint) g_test_rand_int_range (6, MOST) };

      for (guint i = 0; i < rows.n; i++)
        {
          const gint64 y = offset + g_test_rand_int_range (0, width), e2 = g_test_rand_int_range (0, 1 << 30);
          const gint64 f2 = g_test_rand_int_range (0, 1 << 30);

          moments_add_row (&new, e2, y);
          moments_add_row (&old, f2, y);
          product += (__int128) e2 * f2;
          rows.y[i] = ldexpl (y, -(int) k);
          rows.e2[i] = ldexpl (e2, -(int) k_e);
          rows.f2[i] = ldexpl (f2, -(int) k_f);
        }
      check_by_rows (&rows, &new, &old, product, 1e-9);
    }
}

/* --- laws --------------------------------------------------------------------------------------------------------- */

static AssayMoments
random_moments (guint   n,
                gint64  offset,
                guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  AssayMoments m = { .k_x = 8, .k_y = 4 };

  for (guint i = 0; i < n; i++)
    {
      const gint32 e2 = g_rand_int_range (rand, 0, 100000);
      moments_add_row (&m, e2, offset + g_rand_int_range (rand, 0, 1000));
    }
  return m;
}

/* Wherever the labels lie, and however the rows are put together, the same; wider at a higher confidence. */
static void
test_laws (void)
{
  for (guint32 seed = 0; seed < 500; seed++)
    {
      const guint n = 5 + seed % 90;
      const AssayMoments near = random_moments (n, 0, seed), far = random_moments (n, ((gint64) 1 << 31) - 2000, seed);
      const AssayMoments other = random_moments (7, 500, seed + 1);
      const AssayEstimate a = assay_moments_r2 (&near, 0.95), b = assay_moments_r2 (&far, 0.95);
      const AssayEstimate wide = assay_moments_r2 (&near, 0.99);
      AssayMoments both = near;

      near_at ("far", "value", b.value, a.value, 1e-13 * (1 + fabs (a.value)));
      near_at ("far", "lo", b.lo, a.lo, 1e-11 * (1 + fabs (a.lo)));
      near_at ("far", "hi", b.hi, a.hi, 1e-11 * (1 + fabs (a.hi)));
      g_assert_true (wide.lo < a.lo && a.lo < a.value && a.value < a.hi && a.hi < wide.hi && wide.hi < 1);
      assay_moments_add (&both, &other);
      assay_moments_subtract (&both, &other);
      g_assert_cmpmem (&both, sizeof both, &near, sizeof near);
    }
}

/* As many rows as there may be, with labels at both ends of 31 bits: no integer overflows. Half the rows have y = -2^31
 * and e² = 0, half 2^31 and e² = 2^31: (y - ȳ)² = 2^62 for all, u = ±1/n, Σu² = 1/n. In units of e² of 2^31, R² = 1/2. */
static void
test_largest (void)
{
  const __int128 n = (__int128) 1 << 40, half = n / 2;
  const AssayMoments m = { .n = (guint64) n, .k_x = -31, .k_y = 0, .x = half << 31, .xx = half << 62, .y = 0, .xy = half << 62,
                           .yy = n << 62, .xh = half << 62, .hh = n << 62 };
  const AssayEstimate r2 = assay_moments_r2 (&m, 0.95);

  near_at ("largest", "value", r2.value, 0.5, 1e-15);
  near_at ("largest", "reach", log ((1 - r2.lo) / (1 - r2.hi)) / 2, assay_t (0.95, 1e11) / 0x1p20, 1e-6);
}

/* Models exchanged, the interval turns round. */
static void
test_turned (void)
{
  for (guint32 seed = 0; seed < 500; seed++)
    {
      AssayMoments new = { .k_x = 8, .k_y = 4 }, old = { .k_x = 5, .k_y = 4 };
      __int128 product = 0;

      for (guint i = 0; i < 5 + seed % 50; i++)
        {
          const gint32 y = g_test_rand_int_range (-500, 500), e2 = g_test_rand_int_range (0, 9999);
          const gint32 f2 = g_test_rand_int_range (0, 1999);
          moments_add_row (&new, e2, y);
          moments_add_row (&old, f2, y);
          product += (__int128) e2 * f2;
        }
      const AssayEstimate a = assay_moments_r2_difference (&new, &old, product, 0.95);
      const AssayEstimate b = assay_moments_r2_difference (&old, &new, product, 0.95);
      near_at ("turned", "value", a.value, -b.value, 1e-12 * (a.hi - a.lo));
      near_at ("turned", "lo", a.lo, -b.hi, 1e-9 * (a.hi - a.lo));
      near_at ("turned", "hi", a.hi, -b.lo, 1e-9 * (a.hi - a.lo));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/r2/sample", test_sample);
  g_test_add_func ("/measure/r2/undefined", test_undefined);
  g_test_add_func ("/measure/r2/brute-force", test_brute_force);
  g_test_add_func ("/measure/r2/laws", test_laws);
  g_test_add_func ("/measure/r2/largest", test_largest);
  g_test_add_func ("/measure/r2/turned", test_turned);
  return g_test_run ();
}
