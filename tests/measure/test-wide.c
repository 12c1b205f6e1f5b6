/* test-wide.c: integers of 256 bits against those of 128, and identities beyond them. */
#include "measure/wide.h"

static __int128
random_int128 (guint bits)
{
  unsigned __int128 value = 0;

  for (guint i = 0; i < 4; i++)
    value = value << 32 | (guint32) g_test_rand_int ();
  value >>= 128 - bits;
  return g_test_rand_bit () ? (__int128) value : -(__int128) value;
}

static void
assert_equal (AssayWide a,
              AssayWide b)
{
  for (guint i = 0; i < 4; i++)
    g_assert_cmphex (a.limbs[i], ==, b.limbs[i]);
}

/* Whatever fits in 128 bits. */
static void
test_small (void)
{
  for (guint repeat = 0; repeat < 20000; repeat++)
    {
      const __int128 a = random_int128 (1 + repeat % 63), b = random_int128 (1 + repeat / 63 % 63);

      assert_equal (assay_wide_add (assay_wide (a), assay_wide (b)), assay_wide (a + b));
      assert_equal (assay_wide_subtract (assay_wide (a), assay_wide (b)), assay_wide (a - b));
      assert_equal (assay_wide_multiply (assay_wide (a), assay_wide (b)), assay_wide (a * b));
      g_assert_true (assay_wide_is_zero (assay_wide (a)) == (a == 0));
    }
}

/* (a + b)(a - b) = a² - b² and (ab)c = a(bc), with up to 250 bits and either sign. */
static void
test_large (void)
{
  for (guint repeat = 0; repeat < 20000; repeat++)
    {
      const AssayWide a = assay_wide (random_int128 (124)), b = assay_wide (random_int128 (124));
      const AssayWide c = assay_wide (random_int128 (80)), d = assay_wide (random_int128 (80));
      const AssayWide e = assay_wide (random_int128 (90));

      assert_equal (assay_wide_multiply (assay_wide_add (a, b), assay_wide_subtract (a, b)),
                    assay_wide_subtract (assay_wide_multiply (a, a), assay_wide_multiply (b, b)));
      assert_equal (assay_wide_multiply (assay_wide_multiply (c, d), e),
                    assay_wide_multiply (c, assay_wide_multiply (d, e)));
    }
}

static void
test_to_double (void)
{
  const AssayWide big = assay_wide ((__int128) 1 << 100);

  g_assert_cmpfloat (assay_wide_to_double (assay_wide (0)), ==, 0);
  g_assert_cmpfloat (assay_wide_to_double (assay_wide (-7)), ==, -7);
  g_assert_cmpfloat (assay_wide_to_double (assay_wide ((__int128) 1 << 126)), ==, 0x1p126);
  g_assert_cmpfloat (assay_wide_to_double (assay_wide_multiply (big, big)), ==, 0x1p200);
  g_assert_cmpfloat (assay_wide_to_double (assay_wide_negate (assay_wide_multiply (big, big))), ==, -0x1p200);
  g_assert_false (assay_wide_is_zero (assay_wide_multiply (big, big)));
  for (guint repeat = 0; repeat < 20000; repeat++)
    {
      const __int128 a = random_int128 (1 + repeat % 120);
      const double expected = (double) a, actual = assay_wide_to_double (assay_wide (a));

      g_assert_cmpfloat (fabs (actual - expected), <=, 0x1p-52 * fabs (expected));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/wide/small", test_small);
  g_test_add_func ("/measure/wide/large", test_large);
  g_test_add_func ("/measure/wide/to-double", test_to_double);
  return g_test_run ();
}
