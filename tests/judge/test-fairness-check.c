/* test-fairness-check.c: checks of a parity: one statement, judged on the interval; a group left out; what cannot
 * be. */
#include "sample.h"
#include "../measure/near.h"

static void
sample_groups (Sample  *sample,
               gboolean has_small)
{
  sample_init (sample, "race: a;b;c;d | sex: f;m | label: 0;1 | prediction: 0;1");
  sample_add_matrix (sample, "a f", 800, 200, 200, 800);
  sample_add_matrix (sample, "b f", 780, 205, 220, 795);
  sample_add_matrix (sample, "c m", 300, 100, 700, 900);
  if (has_small)
    sample_add_matrix (sample, "d m", 4, 1, 1, 4);
}

static const struct
{
  const char  *check;
  gboolean     has_small;
  AssayVerdict verdict;
  const char  *measure, *reason;
} rows[] = {
  { "measure=demographic_parity\nslices=race\nat-least=0.8", FALSE, ASSAY_VERDICT_FAIL, "demographic_parity_ratio",
    "demographic parity ratio of race is 0.35 to 0.45, widest between c and a; at least 0.8 is needed" },
  { "measure=demographic_parity\nslices=race\nat-most=0.1", FALSE, ASSAY_VERDICT_FAIL,
    "demographic_parity_difference",
    "demographic parity difference of race is 0.27 to 0.33, widest between c and a; at most 0.1 is allowed" },
  { "measure=demographic_parity_ratio\nslices=race\nat-least=0.3", FALSE, ASSAY_VERDICT_PASS,
    "demographic_parity_ratio",
    NULL },
  { "measure=demographic_parity_ratio\nslices=race\nat-least=0.3", TRUE, ASSAY_VERDICT_UNDECIDED,
    "demographic_parity_ratio",
    "demographic parity ratio of race is 0.35 to 0.45, widest between c and a; at least 0.3 is needed; 1 group is "
    "left out: d (fewer than min-rows rows)" },
  { "measure=demographic_parity_ratio\nslices=race\nat-least=0.8", TRUE, ASSAY_VERDICT_FAIL,
    "demographic_parity_ratio",
    NULL },
  { "measure=predictive_parity_difference\nslices=race\nat-most=0.07", FALSE, ASSAY_VERDICT_UNDECIDED,
    "predictive_parity_difference", NULL },
  { "measure=equalized_odds_difference\nslices=race\nat-most=0.6", FALSE, ASSAY_VERDICT_PASS,
    "equalized_odds_difference",
    NULL },
  { "measure=equal_opportunity\nslices=sex\nat-least=0.8", FALSE, ASSAY_VERDICT_FAIL, "equal_opportunity_ratio",
    NULL },
  { "measure=fpr_parity\nclass=0\nslices=race\nat-least=0.8", FALSE, ASSAY_VERDICT_FAIL, "fpr_parity_ratio", NULL },
};

static void
test_verdicts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *sections = g_strdup_printf ("[check A]\n%s", rows[i].check);
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };
      sample_groups (&sample, rows[i].has_small);
      judged_init (&judged, &sample, "", "columns=race;sex", sections);
      const AssayCheckFinding *check = judged.findings->checks->pdata[0];
      const AssayCheckResult *result = check->results->pdata[0];

      if (check->verdict != rows[i].verdict || (rows[i].reason != NULL && strcmp (check->reason,
                                                                                  rows[i].reason) != 0))
        g_error ("%s: %d %s\nexpected: %d %s", rows[i].check, check->verdict, check->reason, rows[i].verdict,
                 rows[i].reason);
      g_assert_cmpstr (check->measure.name, ==, rows[i].measure);
      g_assert_cmpuint (check->m, ==, 1);
      g_assert_cmpuint (check->results->len, ==, 1);
      g_assert_null (result->finding);
      g_assert_cmpfloat (check->confidence_m, ==, 0.95);
      g_assert_nonnull (judged.findings->fairness); /* groups of a check are told of, too */
      g_assert_cmpint (judged.findings->verdict, ==, rows[i].verdict);
    }
}

/* class=0 of two classes: the false positive rate of 0 is 1 - recall of 1. */
static void
test_class (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_groups (&sample, FALSE);
  judged_init (&judged, &sample, "", "columns=race",
               "[check A]\nmeasure=fpr_parity_difference\nclass=0\nslices=race\nat-most=0.1\n"
               "[check B]\nmeasure=equal_opportunity_difference\nslices=race\nat-most=0.1");
  const AssayCheckFinding *zero = judged.findings->checks->pdata[0], *one = judged.findings->checks->pdata[1];
  const AssayEstimate *a = &((const AssayCheckResult *) zero->results->pdata[0])->estimate;
  const AssayEstimate *b = &((const AssayCheckResult *) one->results->pdata[0])->estimate;

  near_at (G_STRLOC, "difference", a->value, b->value, 1e-12);
  near_at (G_STRLOC, "lo", a->lo, b->lo, 1e-12);
  near_at (G_STRLOC, "hi", a->hi, b->hi, 1e-12);
}

static void
test_accepted (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_groups (&sample, TRUE);
  judged_init (&judged, &sample, "", "columns=race",
               "[check A]\nmeasure=demographic_parity\nslices=race\nat-least=0.3\nundecided=accept few of d");
  const AssayCheckFinding *check = judged.findings->checks->pdata[0];

  g_assert_true (check->is_accepted);
  g_assert_true (g_str_has_suffix (check->reason, "; the plan accepts that: few of d"));
}

static const struct { const char *check, *message; } bad[] = {
  { "measure=demographic_parity\nat-least=0.8",
    "check 'A': demographic_parity is between the groups of one column or crossing; expected such as slices=race or "
    "slices=sex*race" },
  { "measure=demographic_parity\nslices=race;sex\nat-least=0.8", "is between the groups of one column or crossing" },
  { "measure=demographic_parity\nslices=race=a\nat-least=0.8", "is between the groups of one column or crossing" },
  { "measure=demographic_parity_ratio\nslices=race\nat-most=0.8",
    "check 'A': a ratio of groups is to be near 1; expected at-least=, or measure=demographic_parity_difference" },
  { "measure=fpr_parity_difference\nslices=race\nat-least=0.1",
    "check 'A': a difference of groups is to be small; expected at-most=, or measure=fpr_parity_ratio" },
  { "measure=equalized_odds\nslices=race\nat-least=80", "check 'A': the bound is 80, and a ratio of rates lies "
                                                        "between 0 and 1" },
  { "measure=equalized_odds\nslices=race\nat-least=0.8\nbetter=lower",
    "check 'A': equalized_odds knows its better side; remove better=" },
  { "measure=equalized_odds\nclass=2\nslices=race\nat-least=0.8", "check 'A': " },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *sections = g_strdup_printf ("[check A]\n%s", bad[i].check);
      g_auto (Sample) sample = { 0 };
      sample_groups (&sample, FALSE);
      g_autofree char *message = judged_failure (&sample, "", "columns=race;sex", sections);
      if (strstr (message, bad[i].message) == NULL)
        g_error ("%s\nfound:    %s\nexpected: %s", bad[i].check, message, bad[i].message);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/fairness-check/verdicts", test_verdicts);
  g_test_add_func ("/judge/fairness-check/class", test_class);
  g_test_add_func ("/judge/fairness-check/accepted", test_accepted);
  g_test_add_func ("/judge/fairness-check/bad", test_bad);
  return g_test_run ();
}
