/* test-fisher.c: Fisher's test against enumeration, and where counts are too large to enumerate. */
#include "measure/measure-private.h"
#include "near.h"

#define MOST 60

/* Pascal's triangle: exact in double up to row 56, and to 1 part in 10^16 at 120. */
static double
choose (guint n,
        guint k)
{
  double row[2 * MOST + 1] = { 1 };

  for (guint i = 1; i <= n; i++)
    for (guint j = i; j > 0; j--)
      row[j] += row[j - 1];
  return k <= n ? row[k] : 0;
}

/* All tables with these margins, each with its probability. */
static double
by_enumeration (guint k1,
                guint n1,
                guint k2,
                guint n2)
{
  const guint k = k1 + k2;
  double lower = 0, upper = 0;

  for (guint x = 0; x <= MIN (n1, k); x++)
    {
      const double p = choose (n1, x) * choose (n2, k - x) / choose (n1 + n2, k);

      lower += x <= k1 ? p : 0;
      upper += x >= k1 ? p : 0;
    }
  return MIN (1, 2 * MIN (lower, upper));
}

static void
test_enumeration (void)
{
  for (guint repeat = 0; repeat < 3000; repeat++)
    {
      const guint n1 = g_test_rand_int_range (1, MOST), n2 = g_test_rand_int_range (1, MOST);
      const guint k1 = g_test_rand_int_range (0, n1 + 1), k2 = g_test_rand_int_range (0, n2 + 1);
      const double expected = by_enumeration (k1, n1, k2, n2);
      g_autofree char *where = g_strdup_printf ("%u/%u, %u/%u", k1, n1, k2, n2);

      near_at (where, "p", assay_fisher (k1, n1, k2, n2), expected, 1e-11 * expected);
    }
}

/* 50-digit sums of the terms, made once with mpmath's loggamma. */
static const struct
{
  guint64 k1, n1, k2, n2;
  double  p;
} large[] = {
  { 3, 40, 11, 60, 0.21279578481500243 },
  { 12, 1000, 9, 999999000, 5.5016939418630928e-67 },
  { 40, 1000, 9999, 999999000, 1.1908264178698784e-128 },
  { 0, 500000000, 19, 500000000, 3.8146966133118113e-6 },
  { 999999990, 1000000000, 999999950, 1000000000, 1.6163808190253503e-7 },
  { 15, 30, 400000000, 999999970, 0.35073818806680196 },
  { 200, 1000, 0, 1000000000, 0 }, /* 1e-1209 */
};

static void
test_large (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (large); i++)
    {
      g_autofree char *where = g_strdup_printf ("row %u", i);

      near_at (where, "p", assay_fisher (large[i].k1, large[i].n1, large[i].k2, large[i].n2), large[i].p,
               1e-11 * large[i].p);
    }
}

/* Which side is called first, and which outcome is counted, says nothing. */
static void
test_symmetric (void)
{
  for (guint repeat = 0; repeat < 500; repeat++)
    {
      const guint64 n1 = 1 + near_random_count (1000000), n2 = 1 + near_random_count (1000);
      const guint64 k1 = near_random_count (MIN (n1, 30)), k2 = near_random_count (MIN (n2, 30));
      const double p = assay_fisher (k1, n1, k2, n2);

      g_assert_true (0 <= p && p <= 1);
      near_at ("sides exchanged", "p", assay_fisher (k2, n2, k1, n1), p, 1e-11 * p);
      near_at ("outcomes exchanged", "p", assay_fisher (n1 - k1, n1, n2 - k2, n2), p, 1e-11 * p);
    }
}

/* The further from the other side, the smaller p. */
static void
test_monotone (void)
{
  for (guint64 n2 = 50; n2 <= G_GUINT64_CONSTANT (5000000000); n2 *= 10)
    for (guint64 k1 = 20; k1 < 40; k1++)
      g_assert_cmpfloat (assay_fisher (k1 + 1, 40, n2 / 2, n2), <, assay_fisher (k1, 40, n2 / 2, n2) + 1e-12);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/fisher/enumeration", test_enumeration);
  g_test_add_func ("/measure/fisher/large", test_large);
  g_test_add_func ("/measure/fisher/symmetric", test_symmetric);
  g_test_add_func ("/measure/fisher/monotone", test_monotone);
  return g_test_run ();
}
