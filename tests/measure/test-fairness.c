/* test-fairness.c: gaps of groups (measures.md 7): two groups are Newcombe's and Katz's, more are their pairs by
 * brute force; groups that do not count, rates of 0, properties of any groups. */
#include "measure/fairness.h"
#include "measure/measure-private.h"
#include "measure/weighted.h"
#include "near.h"

#define assert_near(actual, expected, tolerance) near_at (G_STRLOC, #actual, (actual), (expected), (tolerance))
#define MOST 8

/* Groups of the counts tp, fn, fp, tn; class 1 is the positive one. */
typedef struct
{
  AssayMatrixCell      cells[MOST][4];
  AssayEvidence        evidence[MOST];
  const AssayEvidence *list[MOST];
  guint                n;
} Groups;

static void
groups_add (Groups  *self,
            guint64  tp,
            guint64  fn,
            guint64  fp,
            guint64  tn)
{
  const AssayMatrixCell all[] = { { 0, 0, tn }, { 0, 1, fp }, { 1, 0, fn }, { 1, 1, tp } };
  AssayMatrix *matrix = &self->evidence[self->n].matrix;

  *matrix = (AssayMatrix) { .n_classes = 2, .positive = 1, .cells = self->cells[self->n] };
  for (guint i = 0; i < 4; i++)
    if (all[i].n > 0)
      self->cells[self->n][matrix->n_cells++] = all[i];
  self->list[self->n] = &self->evidence[self->n];
  self->n++;
}

static AssayParityGap
gap_at (const Groups *self,
        AssayParity   parity,
        guint         reference,
        double        confidence)
{
  AssayGroupRates rates[MOST];

  return assay_parity_gap (parity, self->list, self->n, 1, reference, confidence, rates);
}

static AssayParityGap
gap_of (const Groups *self,
        AssayParity   parity,
        guint         reference)
{
  return gap_at (self, parity, reference, 0.95);
}

static void
random_groups (Groups *self,
               guint   n,
               guint64 most)
{
  *self = (Groups) { .n = 0 };
  for (guint i = 0; i < n; i++)
    groups_add (self, 1 + near_random_count (most), near_random_count (most), near_random_count (most),
                1 + near_random_count (most));
}

/* --- two groups ------------------------------------------------------------------------------------------------ */

static void
test_two_groups (void)
{
  Groups groups = { .n = 0 };

  groups_add (&groups, 56, 14, 0, 0);
  groups_add (&groups, 48, 32, 0, 0);
  const AssayParityGap gap = gap_of (&groups, ASSAY_PARITY_EQUAL_OPPORTUNITY, ASSAY_PARITY_NO_GROUP);
  const AssayEstimate katz = assay_katz (48, 80, 56, 70, 0.95);

  assert_near (gap.difference.value, 0.2, 1e-12);
  assert_near (gap.difference.lo, .0524, 5e-5); /* Newcombe 1998 */
  assert_near (gap.difference.hi, .3339, 5e-5);
  assert_near (gap.ratio.value, katz.value, 1e-12);
  assert_near (gap.ratio.lo, katz.lo, 1e-12);
  assert_near (gap.ratio.hi, katz.hi, 1e-12);
  g_assert_cmpuint (gap.highest, ==, 0);
  g_assert_cmpuint (gap.lowest, ==, 1);
  g_assert_cmpuint (gap.n_pairs, ==, 1);
  g_assert_cmpuint (gap.difference.n, ==, 150);
  assert_near (gap.confidence, 0.95, 1e-12);
}

/* Where Newcombe's interval crosses 0, max - min begins at 0 and min/max ends at 1. */
static void
test_ends_of_range (void)
{
  Groups groups = { .n = 0 };

  groups_add (&groups, 5, 51, 0, 0);
  groups_add (&groups, 0, 29, 0, 0);
  const AssayParityGap gap = gap_of (&groups, ASSAY_PARITY_EQUAL_OPPORTUNITY, ASSAY_PARITY_NO_GROUP);

  assert_near (gap.difference.lo, 0, 0);
  assert_near (gap.difference.hi, .1926, 5e-5); /* Newcombe 1998: 5/56 - 0/29 */
  assert_near (gap.ratio.value, 0, 0);
  assert_near (gap.ratio.lo, 0, 0);
  g_assert_cmpfloat (gap.ratio.hi, <=, 1);
}

/* --- by brute force -------------------------------------------------------------------------------------------- */

typedef struct
{
  double lo, hi, ratio_lo, ratio_hi;
} Ends;

static void
proportion (AssayParity          parity,
            guint                rate,
            const AssayEvidence *group,
            guint64             *k,
            guint64             *n)
{
  const AssayConfusion c = assay_confusion (&group->matrix);

  switch (parity)
    {
    case ASSAY_PARITY_DEMOGRAPHIC: *k = c.tp + c.fp, *n = c.n; return;
    case ASSAY_PARITY_PREDICTIVE: *k = c.tp, *n = c.tp + c.fp; return;
    case ASSAY_PARITY_EQUAL_OPPORTUNITY: *k = c.tp, *n = c.tp + c.fn; return;
    case ASSAY_PARITY_FPR: *k = c.fp, *n = c.fp + c.tn; return;
    case ASSAY_PARITY_EQUALIZED_ODDS:
      *k = rate == 0 ? c.tp : c.fp, *n = rate == 0 ? c.tp + c.fn : c.fp + c.tn;
      return;
    default: g_assert_not_reached ();
    }
}

static Ends
brute_force (const Groups *self,
             AssayParity   parity,
             guint         reference)
{
  const guint n_rates = parity == ASSAY_PARITY_EQUALIZED_ODDS ? 2 : 1;
  const guint n_pairs = reference == ASSAY_PARITY_NO_GROUP ? self->n * (self->n - 1) / 2 : self->n - 1;
  const double each = 1 - 0.05 / (n_pairs * n_rates);
  Ends ends = { 0, -1, INFINITY, INFINITY };

  for (guint rate = 0; rate < n_rates; rate++)
    for (guint a = 0; a < self->n; a++)
      for (guint b = 0; b < self->n; b++)
        {
          guint64 k1, n1, k2, n2;
          if (a == b || (reference != ASSAY_PARITY_NO_GROUP && a != reference && b != reference))
            continue;
          proportion (parity, rate, self->list[a], &k1, &n1);
          proportion (parity, rate, self->list[b], &k2, &n2);
          const AssayEstimate difference = assay_newcombe (k1, n1, k2, n2, each);
          const AssayEstimate ratio = assay_katz (k1, n1, k2, n2, each);
          ends.lo = MAX (ends.lo, difference.lo);
          ends.hi = MAX (ends.hi, difference.hi);
          ends.ratio_lo = k2 == 0 ? ends.ratio_lo : MIN (ends.ratio_lo, ratio.lo);
          ends.ratio_hi = k2 == 0 ? ends.ratio_hi : MIN (ends.ratio_hi, ratio.hi);
        }
  ends.ratio_hi = MIN (ends.ratio_hi, 1);
  return ends;
}

static void
test_brute_force (void)
{
  for (guint round = 0; round < 200; round++)
    {
      Groups groups;
      random_groups (&groups, 2 + (guint) near_random_count (MOST - 2), round % 2 == 0 ? 8 : 400);
      const guint reference = round % 3 == 0 ? (guint) near_random_count (groups.n - 1) : ASSAY_PARITY_NO_GROUP;
      for (guint p = 0; p < ASSAY_N_PARITIES; p++)
        {
          const AssayParityGap gap = gap_of (&groups, p, reference);
          const Ends ends = brute_force (&groups, p, reference);

          if (gap.n_used < groups.n) /* a denominator of 0: another family of pairs */
            continue;
          assert_near (gap.difference.lo, ends.lo, 1e-12);
          assert_near (gap.difference.hi, ends.hi, 1e-12);
          if (isnan (gap.ratio.value))
            continue;
          assert_near (gap.ratio.lo, ends.ratio_lo, 1e-12);
          assert_near (gap.ratio.hi, ends.ratio_hi, 1e-12);
        }
    }
}

/* The point lies in its interval, both are in range, more confidence is wider, order and a twin group change no
 * point. */
static void
test_properties (void)
{
  for (guint round = 0; round < 200; round++)
    {
      Groups groups, turned = { .n = 0 };
      random_groups (&groups, 2 + (guint) near_random_count (MOST - 2), 200);
      for (guint i = groups.n; i > 0; i--)
        turned.list[turned.n++] = groups.list[i - 1];
      for (guint p = 0; p < ASSAY_N_PARITIES; p++)
        {
          const AssayParityGap gap = gap_of (&groups, p, ASSAY_PARITY_NO_GROUP);
          const AssayParityGap wider = gap_at (&groups, p, ASSAY_PARITY_NO_GROUP, 0.99);
          const AssayParityGap same = gap_of (&turned, p, ASSAY_PARITY_NO_GROUP);

          if (isnan (gap.difference.value) || isnan (gap.ratio.value))
            continue;
          g_assert_true (0 <= gap.difference.lo && gap.difference.lo <= gap.difference.value
                         && gap.difference.value <= gap.difference.hi && gap.difference.hi <= 1);
          g_assert_true (0 <= gap.ratio.lo && gap.ratio.lo <= gap.ratio.value && gap.ratio.value <= gap.ratio.hi
                         && gap.ratio.hi <= 1);
          g_assert_true (wider.difference.lo <= gap.difference.lo && wider.difference.hi >= gap.difference.hi);
          g_assert_true (wider.ratio.lo <= gap.ratio.lo && wider.ratio.hi >= gap.ratio.hi);
          assert_near (same.difference.value, gap.difference.value, 1e-15);
          assert_near (same.difference.hi, gap.difference.hi, 1e-15);
          assert_near (same.ratio.lo, gap.ratio.lo, 1e-15);
        }
    }
}

static void
test_equal_groups (void)
{
  Groups groups = { .n = 0 };

  for (guint i = 0; i < 5; i++)
    groups_add (&groups, 30, 10, 5, 55);
  for (guint p = 0; p < ASSAY_N_PARITIES; p++)
    {
      const AssayParityGap gap = gap_of (&groups, p, ASSAY_PARITY_NO_GROUP);
      assert_near (gap.difference.value, 0, 0);
      assert_near (gap.difference.lo, 0, 0);
      g_assert_cmpfloat (gap.difference.hi, >, 0);
      assert_near (gap.ratio.value, 1, 0);
      assert_near (gap.ratio.hi, 1, 0);
      g_assert_cmpfloat (gap.ratio.lo, <, 1);
    }
}

/* --- groups that do not count ---------------------------------------------------------------------------------- */

static void
test_left_out (void)
{
  Groups groups = { .n = 0 }, counted = { .n = 0 };
  AssayGroupRates rates[MOST];

  groups_add (&groups, 60, 20, 5, 95);
  groups_add (&groups, 0, 0, 3, 40); /* no row is positive: no recall */
  groups_add (&groups, 30, 30, 9, 90);
  groups_add (&groups, 0, 0, 0, 0);
  groups_add (&counted, 60, 20, 5, 95);
  groups_add (&counted, 30, 30, 9, 90);
  const AssayParityGap gap = assay_parity_gap (ASSAY_PARITY_EQUAL_OPPORTUNITY, groups.list, groups.n, 30,
                                               ASSAY_PARITY_NO_GROUP, 0.95, rates);
  const AssayParityGap expected = gap_of (&counted, ASSAY_PARITY_EQUAL_OPPORTUNITY, ASSAY_PARITY_NO_GROUP);

  g_assert_cmpuint (gap.n_used, ==, 2);
  g_assert_null (rates[0].why_out);
  g_assert_cmpstr (rates[1].why_out, ==, "fewer than min-rows rows");
  g_assert_cmpstr (rates[3].why_out, ==, "fewer than min-rows rows");
  g_assert_true (isnan (rates[3].rates[0].value));
  g_assert_cmpuint (gap.highest, ==, 0);
  g_assert_cmpuint (gap.lowest, ==, 2);
  assert_near (gap.difference.hi, expected.difference.hi, 0);
  assert_near (gap.ratio.lo, expected.ratio.lo, 0);

  const AssayParityGap out = assay_parity_gap (ASSAY_PARITY_EQUAL_OPPORTUNITY, groups.list, groups.n, 30, 1, 0.95,
                                               rates);
  g_assert_true (isnan (out.difference.value));
  g_assert_cmpstr (out.difference.why, ==, "the reference group is left out");
}

static void
test_undefined (void)
{
  Groups groups = { .n = 0 };
  AssayGroupRates rates[MOST];

  groups_add (&groups, 30, 10, 0, 50);
  AssayParityGap gap = gap_of (&groups, ASSAY_PARITY_DEMOGRAPHIC, ASSAY_PARITY_NO_GROUP);
  g_assert_cmpstr (gap.difference.why, ==, "fewer than two groups");
  g_assert_true (isnan (gap.difference.value) && isnan (gap.ratio.value) && isnan (gap.ratio.lo));

  groups_add (&groups, 20, 20, 0, 60); /* nobody is falsely positive: equal, and no ratio */
  gap = gap_of (&groups, ASSAY_PARITY_FPR, ASSAY_PARITY_NO_GROUP);
  assert_near (gap.difference.value, 0, 0);
  g_assert_cmpfloat (gap.difference.hi, >, 0);
  g_assert_true (isnan (gap.ratio.value) && isnan (gap.ratio.hi));
  g_assert_cmpstr (gap.ratio.why, ==, "division by a share of 0");
  gap = gap_of (&groups, ASSAY_PARITY_EQUALIZED_ODDS, ASSAY_PARITY_NO_GROUP);
  assert_near (gap.difference.value, 0.25, 1e-12);
  g_assert_true (isnan (gap.ratio.value));

  groups.evidence[0].matrix.positive = groups.evidence[1].matrix.positive = 2;
  gap = assay_parity_gap (ASSAY_PARITY_DEMOGRAPHIC, groups.list, 2, 1, ASSAY_PARITY_NO_GROUP, 0.95, rates);
  g_assert_cmpstr (gap.ratio.why, ==, "no class is the positive one");
  g_assert_true (isnan (rates[1].rates[0].value));
}

static void
test_no_groups (void)
{
  const AssayParityGap gap = assay_parity_gap (ASSAY_PARITY_FPR, NULL, 0, 30, ASSAY_PARITY_NO_GROUP, 0.95, NULL);

  g_assert_cmpstr (gap.ratio.why, ==, "fewer than two groups");
}

/* --- weighted rows --------------------------------------------------------------------------------------------- */

/* Rows that all weigh 3 are worth what they are, but for Wilson's ends by effective rows at a rate of 0 or 1. */
static void
test_weighted (void)
{
  Groups groups = { .n = 0 }, plain = { .n = 0 };

  for (guint i = 0; i < 4; i++)
    {
      groups_add (&groups, 20 + 7 * i, 25, 6 + i, 60);
      groups_add (&plain, 20 + 7 * i, 25, 6 + i, 60);
      AssayWeights *weights = assay_weights_new (4);
      for (guint cell = 0; cell < 4; cell++)
        weights->cells[cell] = (AssayWeight) { 3 * (AssaySum) groups.cells[i][cell].n,
                                               9 * (AssaySum) groups.cells[i][cell].n };
      groups.evidence[i].weights = weights;
    }
  for (guint p = 0; p < ASSAY_N_PARITIES; p++)
    {
      const AssayParityGap gap = gap_of (&groups, p, ASSAY_PARITY_NO_GROUP);
      const AssayParityGap expected = gap_of (&plain, p, ASSAY_PARITY_NO_GROUP);
      assert_near (gap.difference.lo, expected.difference.lo, 1e-9);
      assert_near (gap.difference.hi, expected.difference.hi, 1e-9);
      assert_near (gap.ratio.lo, expected.ratio.lo, 1e-9);
      assert_near (gap.ratio.hi, expected.ratio.hi, 1e-9);
      assert_near (gap.difference.n_eff, (double) gap.difference.n, 1e-6);
    }
  for (guint i = 0; i < 4; i++)
    g_free ((gpointer) groups.evidence[i].weights);
}

/* Held against a group the greatest difference and the least ratio may be of others: .9 is .4 above .5, .2 is .4 of
 * it. */
static void
test_ratio_of_others (void)
{
  Groups groups = { .n = 0 };

  groups_add (&groups, 50, 50, 0, 0);
  groups_add (&groups, 90, 10, 0, 0);
  groups_add (&groups, 20, 80, 0, 0);
  const AssayParityGap gap = gap_of (&groups, ASSAY_PARITY_EQUAL_OPPORTUNITY, 0);

  assert_near (gap.difference.value, 0.4, 1e-12);
  assert_near (gap.ratio.value, 0.4, 1e-12);
  g_assert_cmpuint (gap.highest, ==, 1);
  g_assert_cmpuint (gap.lowest, ==, 0);
  g_assert_cmpuint (gap.ratio_highest, ==, 0);
  g_assert_cmpuint (gap.ratio_lowest, ==, 2);
  g_assert_cmpuint (gap.n_pairs, ==, 2);
}

/* --- names ----------------------------------------------------------------------------------------------------- */

static void
test_names (void)
{
  AssayParity parity;
  AssayParityForm form;

  for (guint p = 0; p < ASSAY_N_PARITIES; p++)
    for (guint f = 0; f <= ASSAY_PARITY_DIFFERENCE; f++)
      {
        const char *name = f == ASSAY_PARITY_EITHER ? assay_parity_name (p) : assay_parity_measure (p, f).name;
        g_assert_true (assay_parity_find (name, &parity, &form));
        g_assert_cmpuint (parity, ==, p);
        g_assert_cmpuint (form, ==, f);
      }
  g_assert_false (assay_parity_find ("parity", &parity, &form));
  g_assert_false (assay_parity_find ("demographic_parity_ratios", &parity, &form));
  g_assert_cmpuint (assay_parity_measure (ASSAY_PARITY_FPR, ASSAY_PARITY_RATIO).direction, ==,
                    ASSAY_DIRECTION_HIGHER);
  g_assert_cmpuint (assay_parity_measure (ASSAY_PARITY_FPR, ASSAY_PARITY_DIFFERENCE).direction, ==,
                    ASSAY_DIRECTION_LOWER);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/fairness/two-groups", test_two_groups);
  g_test_add_func ("/measure/fairness/ends-of-range", test_ends_of_range);
  g_test_add_func ("/measure/fairness/brute-force", test_brute_force);
  g_test_add_func ("/measure/fairness/properties", test_properties);
  g_test_add_func ("/measure/fairness/equal-groups", test_equal_groups);
  g_test_add_func ("/measure/fairness/left-out", test_left_out);
  g_test_add_func ("/measure/fairness/undefined", test_undefined);
  g_test_add_func ("/measure/fairness/no-groups", test_no_groups);
  g_test_add_func ("/measure/fairness/weighted", test_weighted);
  g_test_add_func ("/measure/fairness/ratio-of-others", test_ratio_of_others);
  g_test_add_func ("/measure/fairness/names", test_names);
  return g_test_run ();
}
