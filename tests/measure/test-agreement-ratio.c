/* test-agreement-ratio.c: a ratio of sums over rows by the delta method. */
#include "measure/agreement-private.h"
#include "near.h"

static AssayRatio
ratio_of (const double (*rows)[2],
          guint                n)
{
  AssayRatio ratio = { 0 };

  for (guint i = 0; i < n; i++)
    assay_ratio_add (&ratio, 1, rows[i][0], rows[i][1]);
  return ratio;
}

/* Σx = 6, Σy = 12, r = 1/2; x - r y = 1/2, -1/2, 1, -1, squares 2.5; v = 4/3 * 2.5/144 = .0231481, 10.8 effective
 * rows; t(3) = 3.182446. As a difference: two rows 3, 3 and -3, 3; Σy = 18, r = 1/3; 1, 0, 5/3, -2/3, 2, -4. */
static void
test_by_hand (void)
{
  static const double rows[][2] = { { 2, 3 }, { 1, 3 }, { 3, 4 }, { 0, 2 } };
  const AssayRatio ratio = ratio_of (rows, 4);
  const double t = 3.1824463052842624, m = 10.8, scale = 1 + t * t / m;
  const double half = t * sqrt ((0.25 + t * t / (4 * m)) / m) / scale;
  const double reach = t * sqrt (6.0 / 5 * (1 + 25.0 / 9 + 4.0 / 9 + 4 + 16) / (18 * 18));
  const AssayEstimate share = assay_ratio_share (&ratio, 0.95, "why");
  const AssayEstimate difference = assay_ratio_difference (&ratio, 0.95, "why");

  near_at ("share", "value", share.value, 0.5, 0);
  near_at ("share", "lo", share.lo, 0.5 - half, 1e-12);
  near_at ("share", "hi", share.hi, 0.5 + half, 1e-12);
  g_assert_cmpuint (share.n, ==, 4);
  g_assert_cmpfloat (share.n_eff, ==, 0);
  g_assert_null (share.why);
  near_at ("difference", "value", difference.value, 0.5, 0);
  near_at ("difference", "lo", difference.lo, 1.0 / 3 - reach, 1e-12);
  near_at ("difference", "hi", difference.hi, MIN (1.0 / 3 + reach, 1), 1e-12);
  g_assert_cmpuint (difference.n, ==, 4);
}

/* Rows of y = 1 and x = 1, 0 or -1 have the centre and nearly the error of Bonett & Price: t in the place of z, and n
 * + 1 in that of n + 2. */
static void
test_bonett_price (void)
{
  AssayRatio ratio = { 0 };

  assay_ratio_add (&ratio, 2600, 1, 1);
  assay_ratio_add (&ratio, 400, -1, 1);
  assay_ratio_add (&ratio, 1800, 0, 1);
  const AssayEstimate expected = assay_bonett_price (2600, 400, 4800, 0.95);
  const AssayEstimate e = assay_ratio_difference (&ratio, 0.95, "why");
  near_at ("Bonett & Price", "value", e.value, expected.value, 1e-15);
  near_at ("Bonett & Price", "lo", e.lo, expected.lo, 2e-5);
  near_at ("Bonett & Price", "hi", e.hi, expected.hi, 2e-5);
}

/* n rows at once are n times one. */
static void
test_counts (void)
{
  static const double rows[][2] = { { 1, 3 }, { 1, 3 }, { 1, 3 }, { 0, 2 }, { 2, 2 }, { 2, 2 } };
  const AssayRatio one_by_one = ratio_of (rows, 6);
  AssayRatio at_once = { 0 };

  assay_ratio_add (&at_once, 3, 1, 3);
  assay_ratio_add (&at_once, 1, 0, 2);
  assay_ratio_add (&at_once, 2, 2, 2);
  const AssayEstimate a = assay_ratio_share (&one_by_one, 0.9, "why");
  const AssayEstimate b = assay_ratio_share (&at_once, 0.9, "why");
  near_at ("counts", "value", b.value, a.value, 1e-15);
  near_at ("counts", "lo", b.lo, a.lo, 1e-14);
  g_assert_cmpuint (b.n, ==, 6);
}

static void
test_undefined (void)
{
  static const double thirds[][2] = { { 1, 3 }, { 2, 6 }, { 1, 3 } };
  const AssayRatio none = { 0 }, one = ratio_of (thirds, 1), two = ratio_of (thirds, 2), three = ratio_of (thirds, 3);
  AssayRatio single = { 0 };
  const AssayEstimate of_none = assay_ratio_share (&none, 0.95, "why");
  const AssayEstimate of_one = assay_ratio_share (&one, 0.95, "why");

  g_assert_true (isnan (of_none.value) && isnan (of_none.lo) && of_none.n == 0);
  g_assert_cmpstr (of_none.why, ==, "why");
  near_at ("one row", "value", of_one.value, 1.0 / 3, 0);
  assay_ratio_add (&single, 1, 1, 1);
  near_at ("one rating", "value", assay_ratio_share (&single, 0.95, "why").value, 1, 0);
  g_assert_true (isnan (of_one.lo) && isnan (of_one.hi));
  g_assert_cmpstr (of_one.why, ==, "one row only");
  g_assert_cmpstr (assay_ratio_difference (&one, 0.95, "why").why, ==, "one row only");
  g_assert_cmpstr (assay_ratio_difference (&none, 0.95, "why").why, ==, "why");
  g_assert_cmpstr (assay_ratio_difference (&three, 0.95, "why").why, ==, "no spread");
  g_assert_cmpstr (assay_ratio_share (&three, 0.95, "why").why, ==, "no spread");
  g_assert_cmpstr (assay_ratio_share (&two, 0.95, "why").why, ==, "no spread");
}

/* A small spread among many rows is one: Wilson's of 10,000,000 of 10,000,001. */
static void
test_small (void)
{
  AssayRatio ratio = { 0 };

  assay_ratio_add (&ratio, 10000000, 1, 1);
  assay_ratio_add (&ratio, 1, 0, 1);
  const AssayEstimate e = assay_ratio_share (&ratio, 0.95, "why"), expected = assay_wilson (10000000, 10000001, 0.95);
  g_assert_null (e.why);
  near_at ("small", "lo", 1e7 * (1 - e.lo), 1e7 * (1 - expected.lo), 1e-4);
  near_at ("small", "hi", 1e7 * (1 - e.hi), 1e7 * (1 - expected.hi), 1e-4);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agreement-ratio/by-hand", test_by_hand);
  g_test_add_func ("/agreement-ratio/bonett-price", test_bonett_price);
  g_test_add_func ("/agreement-ratio/counts", test_counts);
  g_test_add_func ("/agreement-ratio/undefined", test_undefined);
  g_test_add_func ("/agreement-ratio/small", test_small);
  return g_test_run ();
}
