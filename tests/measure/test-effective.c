/* test-effective.c: effective rows against the formulas for plain ones, and what has no variance. */
#include "near.h"

#include "measure/effective.h"

#define Z 1.959963984540054

/* With v = p (1 - p) / n an interval is Wilson's (oracles of Newcombe 1998, measures.md). */
static void
test_wilson (void)
{
  static const struct { guint64 k, n; } rows[] = {
    { 81, 263 }, { 15, 148 }, { 0, 20 }, { 1, 29 }, { 29, 29 }, { 1, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const double p = (double) rows[i].k / rows[i].n;
      const AssayEffective effective = assay_effective_new (p, p * (1 - p) / rows[i].n, rows[i].n, Z, rows[i].n);
      const AssayEstimate actual = assay_effective_interval (&effective);
      const AssayEstimate expected = assay_wilson (rows[i].k, rows[i].n, 0.95);

      g_assert_cmpfloat_with_epsilon (effective.n, rows[i].n, 1e-9);
      g_assert_cmpfloat (actual.value, ==, expected.value);
      g_assert_cmpfloat_with_epsilon (actual.lo, expected.lo, 1e-12);
      g_assert_cmpfloat_with_epsilon (actual.hi, expected.hi, 1e-12);
      g_assert_cmpuint (actual.n, ==, rows[i].n);
      g_assert_null (actual.why);
      g_assert_true (rows[i].k != 0 || actual.lo == 0);
      g_assert_true (rows[i].k != rows[i].n || actual.hi == 1);
    }
}

/* Half the effective rows: 40.5 of 131.5, by hand from Wilson's formula. */
static void
test_halved (void)
{
  const double p = 81.0 / 263, v = 2 * p * (1 - p) / 263;
  const AssayEffective effective = assay_effective_new (p, v, 1, Z, 263);
  const AssayEstimate estimate = assay_effective_interval (&effective);

  g_assert_cmpfloat_with_epsilon (effective.n, 131.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (estimate.lo, 0.2354664, 1e-7);
  g_assert_cmpfloat_with_epsilon (estimate.hi, 0.3914033, 1e-7);
}

static void
test_no_interval (void)
{
  const AssayEffective constant = assay_effective_new (0.5, 0, 7, Z, 10);
  const AssayEffective undefined = { .p = NAN, .rows = 3, .why = "no rows" };
  const AssayEffective some = assay_effective_new (0.5, 0.01, 7, Z, 10);
  const AssayEstimate estimate = assay_effective_interval (&constant), none = assay_effective_interval (&undefined);

  g_assert_cmpfloat (estimate.value, ==, 0.5);
  g_assert_true (isnan (estimate.lo) && isnan (estimate.hi));
  g_assert_cmpstr (estimate.why, ==, "no spread");
  g_assert_true (isnan (none.value) && isnan (none.lo));
  g_assert_cmpstr (none.why, ==, "no rows");
  g_assert_cmpint (assay_effective_test (&constant, &some).kind, ==, ASSAY_TEST_NONE);
  g_assert_cmpint (assay_effective_test (&some, &undefined).kind, ==, ASSAY_TEST_NONE);
  g_assert_true (isnan (assay_effective_test (&some, &undefined).p));
}

static void
test_test (void)
{
  const AssayEffective a = assay_effective_new (0.5, 0.0009, 0, Z, 10), b = assay_effective_new (0.4, 0.0016, 0, Z, 10);
  const AssayEffective zero = assay_effective_new (0, 0, 50, Z, 10), other = assay_effective_new (0, 0, 9, Z, 10);
  const AssayEffective one = assay_effective_new (1, 0, 30, Z, 10), tenth = assay_effective_new (0.1, 0.0009, 0, Z, 10);

  /* z = .1 / √.0025 = 2 */
  g_assert_cmpint (assay_effective_test (&a, &b).kind, ==, ASSAY_TEST_Z);
  g_assert_cmpfloat_with_epsilon (assay_effective_test (&a, &b).p, 0.04550026, 1e-8);
  g_assert_cmpfloat (assay_effective_test (&a, &b).p, ==, assay_effective_test (&b, &a).p);
  g_assert_cmpfloat (assay_effective_test (&zero, &other).p, ==, 1);
  /* p̄ = 30/80 = .375: variances .234375/50 and .234375/30, z = 1/√.0125 = 8.944 */
  g_assert_cmpfloat_with_epsilon (assay_effective_test (&zero, &one).p, 3.7440974e-19, 1e-24);
  /* n of the tenth is 100: p̄ = 10/150, variance .0622222/50 + .0009 = .0021444, z = .1/.0463081 = 2.159 */
  g_assert_cmpfloat_with_epsilon (assay_effective_test (&zero, &tenth).p, 0.0308155, 1e-7);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/effective/wilson", test_wilson);
  g_test_add_func ("/measure/effective/halved", test_halved);
  g_test_add_func ("/measure/effective/no-interval", test_no_interval);
  g_test_add_func ("/measure/effective/test", test_test);
  return g_test_run ();
}
