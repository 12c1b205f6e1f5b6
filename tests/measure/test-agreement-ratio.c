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

/* By hand: Σx = 6, Σy = 12, r = 1/2; x - r y = 1/2, -1/2, 1, -1, squares 2.5; v = 4/3 * 2.5/144; t(3) = 3.182446. */
static void
test_by_hand (void)
{
  static const double rows[][2] = { { 2, 3 }, { 1, 3 }, { 3, 4 }, { 0, 2 } };
  const AssayRatio ratio = ratio_of (rows, 4);
  const double reach = 3.1824463052842624 * sqrt (4.0 / 3 * 2.5 / 144);
  const AssayEstimate e = assay_ratio_estimate (&ratio, 0.95, -1, 1, "why");
  const AssayEstimate cut = assay_ratio_estimate (&ratio, 0.95, 0.25, 0.75, "why");

  near_at ("by hand", "value", e.value, 0.5, 0);
  near_at ("by hand", "lo", e.lo, 0.5 - reach, 1e-12);
  near_at ("by hand", "hi", e.hi, 0.5 + reach, 1e-12);
  g_assert_cmpuint (e.n, ==, 4);
  g_assert_null (e.why);
  near_at ("cut", "lo", cut.lo, 0.25, 0);
  near_at ("cut", "hi", cut.hi, 0.75, 0);
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
  const AssayEstimate a = assay_ratio_estimate (&one_by_one, 0.9, 0, 1, "why");
  const AssayEstimate b = assay_ratio_estimate (&at_once, 0.9, 0, 1, "why");
  near_at ("counts", "value", b.value, a.value, 1e-15);
  near_at ("counts", "lo", b.lo, a.lo, 1e-14);
  g_assert_cmpuint (b.n, ==, 6);
}

static void
test_undefined (void)
{
  static const double thirds[][2] = { { 1, 3 }, { 2, 6 }, { 1, 3 } };
  const AssayRatio none = { 0 }, one = ratio_of (thirds, 1), two = ratio_of (thirds, 2), three = ratio_of (thirds, 3);
  const AssayEstimate of_none = assay_ratio_estimate (&none, 0.95, 0, 1, "why");
  const AssayEstimate of_one = assay_ratio_estimate (&one, 0.95, 0, 1, "why");

  g_assert_true (isnan (of_none.value) && isnan (of_none.lo) && of_none.n == 0);
  g_assert_cmpstr (of_none.why, ==, "why");
  near_at ("one row", "value", of_one.value, 1.0 / 3, 0);
  g_assert_true (isnan (of_one.lo) && isnan (of_one.hi));
  g_assert_cmpstr (of_one.why, ==, "one row only");
  g_assert_cmpstr (assay_ratio_estimate (&three, 0.95, 0, 1, "why").why, ==, "no spread");
  g_assert_cmpstr (assay_ratio_estimate (&two, 0.95, 0, 1, "why").why, ==, "no spread");
}

/* A small spread among many rows is one. */
static void
test_small (void)
{
  AssayRatio ratio = { 0 };

  assay_ratio_add (&ratio, 10000000, 1, 1);
  assay_ratio_add (&ratio, 1, 0, 1);
  const AssayEstimate e = assay_ratio_estimate (&ratio, 0.95, 0, 1, "why");
  g_assert_null (e.why);
  near_at ("small", "lo", 1e7 * (e.value - e.lo), 1.96, 0.001);
  near_at ("small", "hi", e.hi, 1, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agreement-ratio/by-hand", test_by_hand);
  g_test_add_func ("/agreement-ratio/counts", test_counts);
  g_test_add_func ("/agreement-ratio/undefined", test_undefined);
  g_test_add_func ("/agreement-ratio/small", test_small);
  return g_test_run ();
}
