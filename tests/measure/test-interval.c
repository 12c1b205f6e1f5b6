/* test-interval.c: published intervals of a proportion and of a ratio; what every interval keeps. */
#include "measure/measure-private.h"
#include "near.h"

typedef struct
{
  guint64     k1, n1, k2, n2;
  double      value, lo, hi, tolerance;
  const char *source;
} Row;

static const Row wilson_rows[] = {
  { 81, 263, 0, 0, 81.0 / 263, 0.2553, 0.3662, 5e-5, "Newcombe 1998" },
  { 15, 148, 0, 0, 15.0 / 148, 0.0624, 0.1605, 5e-5, "Newcombe 1998" },
  { 0, 20, 0, 0, 0, 0, 0.1611, 5e-5, "Newcombe 1998" },
  { 1, 29, 0, 0, 1.0 / 29, 0.0061, 0.1718, 5e-5, "Newcombe 1998" },
  /* k = n mirrors k = 0: lo = n/(n + z²) = 20/23.8415 = .83887 */
  { 20, 20, 0, 0, 1, 0.83887, 1, 5e-6, "by hand" },
  { 0, 0, 0, 0, NAN, NAN, NAN, 0, "no rows" },
};

static void
check (const char          *method,
       const Row           *row,
       const AssayEstimate *estimate)
{
  g_autofree char *where = g_strdup_printf ("%s %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT " (%s)", method, row->k1,
                                            row->n1, row->source);

  near_at (where, "value", estimate->value, row->value, 1e-12);
  near_at (where, "lo", estimate->lo, row->lo, row->tolerance);
  near_at (where, "hi", estimate->hi, row->hi, row->tolerance);
  g_assert_true (isnan (estimate->value) == (estimate->why != NULL));
}

static void
test_wilson (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wilson_rows); i++)
    {
      const Row *row = &wilson_rows[i];
      const AssayEstimate estimate = assay_wilson (row->k1, row->n1, 0.95);

      check ("Wilson", row, &estimate);
      g_assert_cmpuint (estimate.n, ==, row->n1);
      if (row->n1 > 0)
        {
          const AssayEstimate share = assay_wilson_share ((double) row->k1 / row->n1, row->n1, 0.95);
          check ("Wilson of a share", row, &share);
        }
      if (row->k1 == 0 && row->n1 > 0)
        g_assert_cmpfloat (estimate.lo, ==, 0);
      if (row->k1 == row->n1 && row->n1 > 0)
        g_assert_cmpfloat (estimate.hi, ==, 1);
    }
}

static const Row katz_rows[] = {
  { 189, 11034, 104, 11037, 189.0 / 11034 / (104.0 / 11037), 1.433, 2.306, 5e-4, "aspirin, measures.md" },
  /* k1 = 0: (.5/11)/(5.5/11) = .090909, s² = 2 - 1/11 + 1/5.5 - 1/11 = 2, hi = .090909 e^(1.959964 * 1.414214)
   * = .090909 * 15.9873 = 1.45339 */
  { 0, 10, 5, 10, 0, 0, 1.45339, 5e-5, "by hand" },
  /* All right on both sides: (10.5/11)/(20.5/21) = .977827; s² = 1/10.5 - 1/11 + 1/20.5 - 1/21 = .0054906,
   * s = .0740975; ends .977827 e^(-+.145228) */
  { 10, 10, 20, 20, 1, 0.845649, 1.130665, 5e-6, "by hand" },
  { 3, 10, 0, 10, NAN, NAN, NAN, 0, "k2 = 0 is undefined" },
  { 3, 10, 0, 0, NAN, NAN, NAN, 0, "no rows" },
  { 0, 0, 3, 10, NAN, NAN, NAN, 0, "no rows" },
  /* All right on one side: (10.5/11)/(5.5/21), s² = 1/10.5 - 1/11 + 1/5.5 - 1/21 = .138528 */
  { 10, 10, 5, 20, 4, 1.757282, 7.559012, 5e-6, "by hand" },
  { 5, 20, 10, 10, 0.25, 0.132292, 0.569061, 5e-6, "by hand" },
  /* s² = 1/3 - 1/10 + 1/4 - 1/8 = .358333; 1 - 1/10 + 1/5 - 1/10 = 1 */
  { 3, 10, 4, 8, 0.6, 0.185615, 1.939495, 5e-6, "by hand" },
  { 1, 10, 5, 10, 0.2, 0.028173, 1.419814, 5e-6, "by hand" },
};

static void
test_katz (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (katz_rows); i++)
    {
      const Row *row = &katz_rows[i];
      const AssayEstimate estimate = assay_katz (row->k1, row->n1, row->k2, row->n2, 0.95);

      check ("Katz", row, &estimate);
      g_assert_cmpuint (estimate.n, ==, row->n1 + row->n2);
    }
}

static void
test_z (void)
{
  near_at ("normal quantile", "z(.95)", assay_z (0.95), 1.959963984540054, 1e-14);
  near_at ("normal quantile", "z(.99)", assay_z (0.99), 2.575829303548901, 1e-14);
  /* 1 - .05/10000: scipy.stats.norm.isf (2.5e-6); 1 - c has 11 digits left. */
  near_at ("normal quantile", "z(1 - 5e-6)", assay_z (1 - 5e-6), 4.564787730280885, 1e-8);
}

static void
test_mean (void)
{
  /* .8 [.7, .86] and .6 [.5, .68]: mean .7, half of √(.1² + .1²) = .0707107 below, of √(.06² + .08²) = .05 above */
  const AssayEstimate parts[] = { { 0.8, 0.7, 0.86, 50, NULL }, { 0.6, 0.5, 0.68, 70, NULL } };
  const AssayEstimate mean = assay_mean_of (parts, 2, 120);

  near_at ("mean", "value", mean.value, 0.7, 1e-15);
  near_at ("mean", "lo", mean.lo, 0.7 - 0.0707106781, 1e-9);
  near_at ("mean", "hi", mean.hi, 0.75, 1e-12);
  g_assert_cmpuint (mean.n, ==, 120);
  g_assert_true (isnan (assay_mean_of (parts, 0, 0).value));
  g_assert_cmpfloat (assay_mean_of (parts, 1, 50).value, ==, 0.8);
}

/* Of a share that is no whole number of rows: Wilson's ends are those p with (share - p)² = z² p (1 - p)/n. */
static void
test_share (void)
{
  for (guint repeat = 0; repeat < 500; repeat++)
    {
      const guint64 n = 1 + near_random_count (g_test_rand_bit () ? 20 : 5000);
      const double share = g_test_rand_double (), z = 1.959963984540054;
      const AssayEstimate a = assay_wilson_share (share, n, 0.95);
      const double ends[] = { a.lo, a.hi };

      g_assert_true (0 <= a.lo && a.lo < share && share < a.hi && a.hi <= 1);
      for (guint i = 0; i < 2; i++)
        near_at ("share", "root", (share - ends[i]) * (share - ends[i]), z * z * ends[i] * (1 - ends[i]) / n, 1e-12);
      g_assert_cmpfloat (a.value, ==, share);
      g_assert_cmpuint (a.n, ==, n);
    }
}

/* Exactly 0 and 1, whatever the rounding. */
static void
test_exact_ends (void)
{
  for (guint64 n = 1; n <= 3000; n++)
    {
      g_assert_cmpfloat (assay_wilson (0, n, 0.95).lo, ==, 0);
      g_assert_cmpfloat (assay_wilson (n, n, 0.95).hi, ==, 1);
      g_assert_cmpfloat (assay_wilson_share (0, n, 0.95).lo, ==, 0);
      g_assert_cmpfloat (assay_wilson_share (1, n, 0.95).hi, ==, 1);
    }
}

/* It holds its value, lies in [0, 1], has width, mirrors k and n - k, and widens with the confidence. */
static void
test_properties (void)
{
  for (guint repeat = 0; repeat < 2000; repeat++)
    {
      const guint64 n = 1 + near_random_count (g_test_rand_bit () ? 20 : 100000), k = near_random_count (n);
      const AssayEstimate a = assay_wilson (k, n, 0.95), b = assay_wilson (n - k, n, 0.95);
      const AssayEstimate wide = assay_wilson (k, n, 0.999);

      g_assert_true (0 <= a.lo && a.lo <= a.value && a.value <= a.hi && a.hi <= 1 && a.lo < a.hi);
      g_assert_true (wide.lo <= a.lo && a.hi <= wide.hi);
      near_at ("mirror", "lo", a.lo, 1 - b.hi, 1e-12);
      near_at ("mirror", "hi", a.hi, 1 - b.lo, 1e-12);
      if (k > 0)
        {
          const AssayEstimate ratio = assay_katz (k, n, k, n, 0.95);
          g_assert_true (ratio.lo < 1 && 1 < ratio.hi);
        }
    }
}

/* scipy.stats.t.isf ((1 - c) / 2, degrees); tan (π c/2) for one degree */
static void
test_t (void)
{
  static const struct { double confidence, degrees, expected; } rows[] = {
    { 0.95, 1, 12.7062047361747 }, { 0.95, 2, 4.30265272974946 }, { 0.95, 11, 2.20098516009164 },
    { 0.99, 30, 2.74999565356723 }, { 0.9, 1e6, 1.64485515072204 }, { 0.95, 4e9, 1.95996398513312 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    near_at ("t", "quantile", assay_t (rows[i].confidence, rows[i].degrees), rows[i].expected,
             1e-11 * rows[i].expected);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/interval/z", test_z);
  g_test_add_func ("/measure/interval/wilson", test_wilson);
  g_test_add_func ("/measure/interval/share", test_share);
  g_test_add_func ("/measure/interval/katz", test_katz);
  g_test_add_func ("/measure/interval/mean", test_mean);
  g_test_add_func ("/measure/interval/exact-ends", test_exact_ends);
  g_test_add_func ("/measure/interval/properties", test_properties);
  g_test_add_func ("/measure/interval/t", test_t);
  return g_test_run ();
}
