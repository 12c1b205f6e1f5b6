/* test-fairness-groups.c: groups judged: which they are, the reference, the four-fifths rule, a control column, what
 * has no classes. */
#include "judge/judge-private.h"
#include "sample.h"
#include "../measure/near.h"

/* Selection rates .5, .45 and .2 of 200 rows each; 10 rows of d. */
static void
sample_groups (Sample *sample)
{
  sample_init (sample, "race: a;b;c;d | label: 0;1 | prediction: 0;1");
  sample_add_matrix (sample, "a", 80, 20, 20, 80);
  sample_add_matrix (sample, "b", 70, 20, 30, 80);
  sample_add_matrix (sample, "c", 30, 10, 70, 90);
  sample_add_matrix (sample, "d", 4, 1, 1, 4);
}

static const AssayFairness *
fairness_at (const Judged *judged,
             guint         i)
{
  g_assert_nonnull (judged->findings->fairness);
  g_assert_cmpuint (i, <, judged->findings->fairness->keys->len);
  return judged->findings->fairness->keys->pdata[i];
}

static void
test_groups (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_groups (&sample);
  judged_init (&judged, &sample, "", "columns=", "[fairness]\ngroups=race");
  const AssayFairness *race = fairness_at (&judged, 0);
  const AssayParityGap *gap = &race->gaps[ASSAY_PARITY_DEMOGRAPHIC];

  g_assert_cmpuint (judged.findings->fairness->keys->len, ==, 1);
  g_assert_cmpuint (judged.findings->fairness->n_parities, ==, ASSAY_N_PARITIES);
  g_assert_cmpuint (judged.findings->slices->len, ==, 4);
  g_assert_cmpstr (race->key, ==, "race");
  g_assert_cmpuint (race->n_groups, ==, 4);
  g_assert_cmpuint (race->reference, ==, ASSAY_PARITY_NO_GROUP);
  g_assert_cmpstr (race->groups[gap->lowest].name, ==, "c");
  g_assert_cmpstr (race->groups[gap->highest].name, ==, "a");
  near_at (G_STRLOC, "difference", gap->difference.value, 0.3, 1e-12);
  near_at (G_STRLOC, "ratio", gap->ratio.value, 0.4, 1e-12);
  g_assert_cmpuint (gap->n_pairs, ==, 3);
  near_at (G_STRLOC, "confidence", gap->confidence, 1 - 0.05 / 3, 1e-12);
  g_assert_cmpuint (race->n_left_out[ASSAY_PARITY_DEMOGRAPHIC], ==, 1);
  g_assert_cmpstr (race->groups[3].rates[ASSAY_PARITY_DEMOGRAPHIC].why_out, ==, "fewer than min-rows rows");
  g_assert_cmpint (race->rules[ASSAY_PARITY_DEMOGRAPHIC], ==, ASSAY_VERDICT_FAIL);
  g_assert_null (race->control);
}

static void
test_none (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_groups (&sample);
  judged_init (&judged, &sample, "", "columns=race", "");
  g_assert_null (judged.findings->fairness);
}

/* With a reference only pairs with it count: b against c is none, and g - 1 pairs are less wide. */
static void
test_reference (void)
{
  static const struct { const char *reference, *name; guint n_pairs; double ratio; } rows[] = {
    { "b", "b", 2, 0.2 / 0.45 }, { "best", NULL, 3, 0.4 }, { "race=c", "c", 2, 0.4 }, { "largest", "a", 2, 0.4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *sections = g_strdup_printf ("[fairness]\ngroups=race\nmeasures=demographic_parity\n"
                                                   "reference=%s", rows[i].reference);
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };
      sample_groups (&sample);
      judged_init (&judged, &sample, "", "columns=", sections);
      const AssayFairness *race = fairness_at (&judged, 0);

      g_assert_cmpuint (judged.findings->fairness->n_parities, ==, 1);
      g_assert_cmpstr (race->reference != ASSAY_PARITY_NO_GROUP ? race->groups[race->reference].name : NULL, ==,
                       rows[i].name);
      g_assert_cmpuint (race->gaps[ASSAY_PARITY_DEMOGRAPHIC].n_pairs, ==, rows[i].n_pairs);
      near_at (rows[i].reference, "ratio", race->gaps[ASSAY_PARITY_DEMOGRAPHIC].ratio.value, rows[i].ratio, 1e-12);
    }
}

static void
test_rule (void)
{
  static const struct { double value, lo, hi; guint n_left_out; AssayVerdict verdict; } rows[] = {
    { 0.9, 0.8, 1, 0, ASSAY_VERDICT_PASS },      { 0.9, 0.81, 0.95, 1, ASSAY_VERDICT_UNDECIDED },
    { 0.9, 0.79, 1, 0, ASSAY_VERDICT_UNDECIDED }, { 0.7, 0.6, 0.8, 0, ASSAY_VERDICT_UNDECIDED },
    { 0.7, 0.6, 0.79, 3, ASSAY_VERDICT_FAIL },   { NAN, NAN, NAN, 0, ASSAY_VERDICT_UNDECIDED },
    { 0.9, NAN, NAN, 0, ASSAY_VERDICT_UNDECIDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const AssayEstimate ratio = { rows[i].value, rows[i].lo, rows[i].hi, 10, NULL };
      g_assert_cmpint (assay_fairness_rule (&ratio, 0.8, rows[i].n_left_out), ==, rows[i].verdict);
    }
}

/* Within each value of the control column groups may be equal though they are not over all rows; its crossing is
 * counted and is no slice of the findings. */
static void
test_control (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "job: x;y | race: a;b | label: 0;1 | prediction: 0;1");
  sample_add_matrix (&sample, "x a", 90, 30, 10, 70);
  sample_add_matrix (&sample, "x b", 45, 15, 5, 35);
  sample_add_matrix (&sample, "y a", 10, 10, 40, 40);
  sample_add_matrix (&sample, "y b", 30, 30, 120, 120);
  sample_add_matrix (&sample, "- b", 30, 30, 20, 20);
  judged_init (&judged, &sample, "", "columns=race", "[fairness]\ngroups=race\ncontrol=job");
  const AssayFairness *race = fairness_at (&judged, 0), *x = fairness_at (&judged, 1), *y = fairness_at (&judged, 2);
  const AssayFairness *missing = fairness_at (&judged, 3);

  g_assert_cmpuint (judged.findings->slices->len, ==, 2);
  g_assert_cmpuint (judged.findings->controlled->len, ==, 5);
  g_assert_cmpfloat (race->gaps[ASSAY_PARITY_DEMOGRAPHIC].ratio.hi, <, 1);
  g_assert_cmpstr (x->control, ==, "job");
  g_assert_cmpstr (x->control_value, ==, "x");
  g_assert_cmpstr (y->control_value, ==, "y");
  g_assert_cmpuint (x->n_groups, ==, 2);
  g_assert_cmpstr (x->groups[1].name, ==, "b");
  near_at (G_STRLOC, "x", x->gaps[ASSAY_PARITY_DEMOGRAPHIC].ratio.value, 1, 1e-12);
  near_at (G_STRLOC, "y", y->gaps[ASSAY_PARITY_DEMOGRAPHIC].ratio.value, 1, 1e-12);
  g_assert_null (missing->control_value);
  g_assert_cmpstr (missing->gaps[ASSAY_PARITY_DEMOGRAPHIC].ratio.why, ==, "fewer than two groups");
}

/* The reference has no row with one of the values: not there, and not another group. */
static void
test_reference_within (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "job: x;y | race: a;b;c | label: 0;1 | prediction: 0;1");
  for (guint i = 0; i < 5; i++)
    sample_add_matrix (&sample, ((const char *[]) { "x a", "x b", "x c", "y b", "y c" })[i], 30, 10, 10, 30);
  judged_init (&judged, &sample, "", "columns=race", "[fairness]\ngroups=race\ncontrol=job\nreference=a");
  const AssayParityGap *x = &fairness_at (&judged, 1)->gaps[ASSAY_PARITY_FPR];
  const AssayParityGap *y = &fairness_at (&judged, 2)->gaps[ASSAY_PARITY_FPR];

  near_at (G_STRLOC, "x", x->difference.value, 0, 1e-12);
  g_assert_true (isnan (y->difference.value));
  g_assert_cmpstr (y->difference.why, ==, "no row is in the reference group");
}

/* The labels of a regression say only whether a row has a number: rates of them would be rates of nothing. */
static void
test_regression (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_groups (&sample);
  judged_init (&judged, &sample, "", "columns=", "[fairness]\ngroups=race");
  const AssayFairness *race = fairness_at (&judged, 0);
  g_autofree AssayGroupRates *rates = g_new0 (AssayGroupRates, race->n_groups);
  judged.plan->task = ASSAY_TASK_REGRESSION;
  const AssayParityGap gap = assay_fairness_gap (judged.findings, race, ASSAY_PARITY_DEMOGRAPHIC, 1, rates);
  g_assert_true (isnan (gap.difference.value) && isnan (gap.ratio.value));
  for (guint i = 0; i < race->n_groups; i++)
    {
      g_assert_true (isnan (rates[i].rates[0].value) && isnan (rates[i].rates[1].value));
      g_assert_cmpstr (rates[i].rates[0].why, ==, "the labels are numbers, not classes");
    }
}

static void
test_multiclass (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "race: a;b | label: cat;dog;owl | prediction: cat;dog;owl");
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < 9; j++)
      {
        static const char *const names[] = { "cat", "dog", "owl" };
        g_autofree char *row = g_strdup_printf ("%s %s %s", i == 0 ? "a" : "b", names[j / 3], names[j % 3]);
        sample_add (&sample, row, 20 + 5 * i * (j % 3));
      }
  judged_init (&judged, &sample, "", "columns=", "[fairness]\ngroups=race");
  const AssayFairness *race = fairness_at (&judged, 0);
  for (guint p = 0; p < ASSAY_N_PARITIES; p++)
    {
      g_assert_true (isnan (race->gaps[p].ratio.value));
      g_assert_cmpstr (race->gaps[p].ratio.why, ==, "no class is the positive one");
      g_assert_cmpint (race->rules[p], ==, ASSAY_VERDICT_UNDECIDED);
    }
}

/* --- what cannot be -------------------------------------------------------------------------------------------- */

static const struct { const char *sections, *message; } bad[] = {
  { "[fairness]\ngroups=race\nreference=e",
    "reference=: no row of race is 'e'; name a group that the data has, or best" },
  { "[fairness]\ngroups=race\nmeasures=equal_opportunities",
    "measures= of [fairness]: 'equal_opportunities' is no parity; did you mean 'equal_opportunity'?" },
  { "[fairness]\ngroups=race\nmeasures=recall",
    "measures= of [fairness]: 'recall' is no parity; there are demographic_parity, equal_opportunity, "
    "equalized_odds, predictive_parity and fpr_parity" },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto (Sample) sample = { 0 };
      sample_groups (&sample);
      g_autofree char *message = judged_failure (&sample, "", "columns=", bad[i].sections);
      if (strstr (message, bad[i].message) == NULL)
        g_error ("%s\nfound:    %s\nexpected: %s", bad[i].sections, message, bad[i].message);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/fairness-groups/groups", test_groups);
  g_test_add_func ("/judge/fairness-groups/regression", test_regression);
  g_test_add_func ("/judge/fairness-groups/none", test_none);
  g_test_add_func ("/judge/fairness-groups/reference", test_reference);
  g_test_add_func ("/judge/fairness-groups/rule", test_rule);
  g_test_add_func ("/judge/fairness-groups/control", test_control);
  g_test_add_func ("/judge/fairness-groups/reference-within", test_reference_within);
  g_test_add_func ("/judge/fairness-groups/multi-class", test_multiclass);
  g_test_add_func ("/judge/fairness-groups/bad", test_bad);
  return g_test_run ();
}
