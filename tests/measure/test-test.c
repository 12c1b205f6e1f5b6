/* test-test.c: which test is taken, and published p values. */
#include "measure/measure-private.h"
#include "near.h"

typedef struct
{
  guint64       a, b, c, d;
  AssayTestKind kind;
  double        p, tolerance;
  const char   *source;
} Row;

static const Row proportion_rows[] = {
  /* Least expected count 40 * 40/80 = 20: the score test. p = .5, d = .25, v = .25 * (2/40) = .0125, z = 2.236068. */
  { 25, 40, 15, 40, ASSAY_TEST_SCORE, 0.0253473, 5e-8, "by hand: erfc (z/√2)" },
  /* Expected 39 * 39/78 = 19.5: Fisher. scipy.stats.hypergeom.sf (24, 78, 39, 39) * 2. */
  { 25, 39, 14, 39, ASSAY_TEST_FISHER, 0.022932175543398974, 1e-12, "scipy" },
  /* The least of four expected counts is that of the smaller side and the rarer outcome: 30 * 200/1030 = 5.8, and
   * 100 * 12/200 = 6 of successes and of failures. Twice the smaller tail of scipy.stats.hypergeom. */
  { 9, 30, 191, 1000, ASSAY_TEST_FISHER, 0.2167778324466251, 1e-12, "scipy" },
  { 191, 1000, 9, 30, ASSAY_TEST_FISHER, 0.2167778324466251, 1e-12, "scipy" },
  { 2, 100, 10, 100, ASSAY_TEST_FISHER, 0.03304010932418497, 1e-12, "scipy" },
  { 98, 100, 90, 100, ASSAY_TEST_FISHER, 0.03304010932418497, 1e-12, "scipy" },
  { 0, 10, 0, 10, ASSAY_TEST_FISHER, 1, 0, "nothing to tell apart" },
  { 10, 10, 100, 100, ASSAY_TEST_FISHER, 1, 0, "nothing to tell apart" },
  { 0, 0, 3, 10, ASSAY_TEST_NONE, NAN, 0, "no rows" },
  { 189, 11034, 104, 11037, ASSAY_TEST_SCORE, 5.691897e-7, 1e-12, "aspirin: z = 5.00" },
};

static void
test_proportions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (proportion_rows); i++)
    {
      const Row *row = &proportion_rows[i];
      const AssayTest test = assay_test_proportions (row->a, row->b, row->c, row->d);
      g_autofree char *where = g_strdup_printf ("row %u (%s)", i, row->source);

      g_assert_cmpint (test.kind, ==, row->kind);
      near_at (where, "p", test.p, row->p, row->tolerance);
    }
}

static const Row mcnemar_rows[] = {
  { 1, 7, 0, 0, ASSAY_TEST_MCNEMAR_MID_P, 0.0390625, 1e-15, "Fagerland 2013, airways" },
  { 86, 150, 0, 0, ASSAY_TEST_MCNEMAR, 3.1e-5, 5e-7, "approval: z² = 17.36" },
  { 0, 0, 0, 0, ASSAY_TEST_MCNEMAR_MID_P, 1, 0, "no disagreement" },
  /* b = c = 2: 1 - C(4,2)/16/2 = 1 - .1875 */
  { 2, 2, 0, 0, ASSAY_TEST_MCNEMAR_MID_P, 0.8125, 1e-15, "by hand" },
  /* 0 of 1: 2 * 1/2 - 1/2 */
  { 0, 1, 0, 0, ASSAY_TEST_MCNEMAR_MID_P, 0.5, 1e-15, "by hand" },
  /* 24 pairs are still exact, 25 are not. 25: (15 - 10)²/25 = 1, p = .3173105. */
  { 12, 12, 0, 0, ASSAY_TEST_MCNEMAR_MID_P, 1 - 2704156.0 / 16777216 / 2, 1e-12, "by hand: C(24,12)/2^24" },
  { 15, 10, 0, 0, ASSAY_TEST_MCNEMAR, 0.31731050786291415, 1e-14, "by hand" },
};

static void
test_mcnemar (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (mcnemar_rows); i++)
    {
      const Row *row = &mcnemar_rows[i];
      const AssayTest test = assay_test_mcnemar (row->a, row->b), turned = assay_test_mcnemar (row->b, row->a);
      g_autofree char *where = g_strdup_printf ("row %u (%s)", i, row->source);

      g_assert_cmpint (test.kind, ==, row->kind);
      near_at (where, "p", test.p, row->p, row->tolerance);
      g_assert_cmpfloat (test.p, ==, turned.p);
    }
}

/* p falls as the models differ more, on either side of the change of test. */
static void
test_mcnemar_monotone (void)
{
  for (guint n = 1; n < 60; n++)
    for (guint b = (n + 1) / 2; b < n; b++)
      g_assert_cmpfloat (assay_test_mcnemar (b + 1, n - b - 1).p, <, assay_test_mcnemar (b, n - b).p);
}

static void
test_names (void)
{
  g_assert_cmpstr (assay_test_name (ASSAY_TEST_NONE), ==, "none");
  g_assert_cmpstr (assay_test_name (ASSAY_TEST_FISHER), ==, "fisher");
  g_assert_cmpstr (assay_test_name (ASSAY_TEST_MCNEMAR), ==, "mcnemar");
}

/* Both tests agree about the direction of the evidence and give a probability. */
static void
test_range (void)
{
  for (guint repeat = 0; repeat < 1000; repeat++)
    {
      const guint64 n1 = 1 + near_random_count (500), n2 = 1 + near_random_count (500);
      const guint64 k1 = near_random_count (n1), k2 = near_random_count (n2);
      const AssayTest test = assay_test_proportions (k1, n1, k2, n2);

      g_assert_true (0 <= test.p && test.p <= 1);
      near_at ("sides exchanged", "p", assay_test_proportions (k2, n2, k1, n1).p, test.p, 1e-11);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/test/proportions", test_proportions);
  g_test_add_func ("/measure/test/range", test_range);
  g_test_add_func ("/measure/test/mcnemar", test_mcnemar);
  g_test_add_func ("/measure/test/mcnemar-monotone", test_mcnemar_monotone);
  g_test_add_func ("/measure/test/names", test_names);
  return g_test_run ();
}
