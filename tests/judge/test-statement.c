/* test-statement.c: bounds, directions, and what an interval says about them. */
#include "sample.h"
#include "../measure/near.h"

static AssayStatement
statement_of (const Judged *judged,
              guint         check)
{
  AssayStatement statement;
  g_autoptr (GError) error = NULL;

  g_assert_true (assay_statement_init (&statement, judged->findings, judged->plan->checks->pdata[check], &error));
  g_assert_no_error (error);
  return statement;
}

static void
sample_small (Sample *sample)
{
  sample_init (sample, "label: 0;1 | prediction: 0;1 | old=baseline: 0;1");
  sample_add (sample, "1 1 0", 26);
  sample_add (sample, "1 0 1", 4);
  sample_add (sample, "1 1 1", 12);
  sample_add (sample, "1 0 0", 6);
  sample_add (sample, "0 0 0", 2);
}

/* measures.md 8, first paragraph. */
static const struct
{
  const char  *bound;
  double       lo, hi;
  AssayVerdict expected;
} bounds[] = {
  { "measure=recall\nat-least=0.5", 0.5, 0.7, ASSAY_VERDICT_PASS },
  { "measure=recall\nat-least=0.5", 0.49, 0.7, ASSAY_VERDICT_UNDECIDED },
  { "measure=recall\nat-least=0.5", 0.3, 0.5, ASSAY_VERDICT_UNDECIDED },
  { "measure=recall\nat-least=0.5", 0.3, 0.49, ASSAY_VERDICT_FAIL },
  { "measure=fpr\nat-most=0.5", 0.3, 0.5, ASSAY_VERDICT_PASS },
  { "measure=fpr\nat-most=0.5", 0.3, 0.51, ASSAY_VERDICT_UNDECIDED },
  { "measure=fpr\nat-most=0.5", 0.5, 0.7, ASSAY_VERDICT_UNDECIDED },
  { "measure=fpr\nat-most=0.5", 0.51, 0.7, ASSAY_VERDICT_FAIL },
  /* Higher is better: at least -d. */
  { "measure=accuracy\nno-worse-than=old by 0.1", -0.1, 0.2, ASSAY_VERDICT_PASS },
  { "measure=accuracy\nno-worse-than=old by 0.1", -0.11, 0.2, ASSAY_VERDICT_UNDECIDED },
  { "measure=accuracy\nno-worse-than=old by 0.1", -0.3, -0.1, ASSAY_VERDICT_UNDECIDED },
  { "measure=accuracy\nno-worse-than=old by 0.1", -0.3, -0.11, ASSAY_VERDICT_FAIL },
  /* Lower is better: at most d. */
  { "measure=fpr\nno-worse-than=old by 0.1", -0.2, 0.1, ASSAY_VERDICT_PASS },
  { "measure=fpr\nno-worse-than=old by 0.1", -0.2, 0.11, ASSAY_VERDICT_UNDECIDED },
  { "measure=fpr\nno-worse-than=old by 0.1", 0.1, 0.3, ASSAY_VERDICT_UNDECIDED },
  { "measure=fpr\nno-worse-than=old by 0.1", 0.11, 0.3, ASSAY_VERDICT_FAIL },
  /* better= turns the direction round, or gives one. */
  { "measure=fpr\nno-worse-than=old by 0.1\nbetter=higher", -0.1, 0.3, ASSAY_VERDICT_PASS },
  { "measure=selection_rate\nno-worse-than=old by 0.1\nbetter=higher", -0.3, -0.2, ASSAY_VERDICT_FAIL },
  { "measure=selection_rate\nno-worse-than=old by 0.1\nbetter=lower", -0.3, -0.2, ASSAY_VERDICT_PASS },
  { "measure=accuracy\nno-worse-than=old by 0", 0, 0.2, ASSAY_VERDICT_PASS },
};

static void
test_bounds (void)
{
  g_auto (Sample) sample = { 0 };

  sample_small (&sample);
  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      g_auto (Judged) judged = { 0 };
      g_autofree char *check = g_strconcat ("[check A]\n", bounds[i].bound, NULL);

      judged_init (&judged, &sample, "baseline=old", "", check);
      const AssayStatement statement = statement_of (&judged, 0);
      const AssayVerdict verdict = assay_statement_verdict (&statement, bounds[i].lo, bounds[i].hi);
      if (verdict != bounds[i].expected)
        g_error ("row %u is %s", i, assay_verdict_name (verdict));
    }
}

/* Of the whole set: 38 of 50 right... recall 38/48; new - old over the 48 positives 22/48. */
static void
test_estimate (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_small (&sample);
  judged_init (&judged, &sample, "baseline=old", "",
               "[check A]\nmeasure=recall\nat-least=0.5\n[check B]\nmeasure=recall\nno-worse-than=old by 0.1\n"
               "[check C]\nmeasure=f2\nat-least=0.5\n[check D]\nmeasure=precision\nno-worse-than=old by 0");
  const AssayStatement recall = statement_of (&judged, 0), pair = statement_of (&judged, 1), f2 = statement_of (&judged, 2);
  const AssayStatement precision = statement_of (&judged, 3);
  const AssayEstimate wilson = assay_wilson (38, 48, 0.95), wider = assay_wilson (38, 48, 0.99);
  const AssayFinding *whole = judged.findings->whole;

  near_at ("recall", "lo", assay_statement_estimate (&recall, whole, 0.95).lo, wilson.lo, 1e-15);
  near_at ("recall", "lo at 99 %", assay_statement_estimate (&recall, whole, 0.99).lo, wider.lo, 1e-15);
  near_at ("pair", "lo", assay_statement_estimate (&pair, whole, 0.95).lo, 0.25481, 5e-6);
  near_at ("pair", "hi", assay_statement_estimate (&pair, whole, 0.95).hi, 0.62519, 5e-6);
  /* tp 38, fp 0, fn 10: 5 * 38/(5 * 38 + 4 * 10) */
  near_at ("f2", "value", assay_statement_estimate (&f2, whole, 0.95).value, 190.0 / 230, 1e-12);
  g_assert_cmpfloat (assay_statement_estimate (&f2, whole, 0.999).lo, <, assay_statement_estimate (&f2, whole, 0.95).lo);
  g_assert_true (assay_statement_is_cheap (&recall) && assay_statement_is_cheap (&pair));
  g_assert_false (assay_statement_is_cheap (&f2) || assay_statement_is_cheap (&precision));
}

/* Draws: 2,000; at more than the plan's confidence so many that 25 lie beyond each end, 50,000 at most. */
static void
test_draws (void)
{
  static const struct { double confidence; guint n_draws; } cases[] = {
    { 0.9, 2000 },    { 0.95, 2000 },    { 0.96, 2000 },   { 0.974, 2000 },
    { 0.9943, 8772 }, { 0.9988, 41667 }, { 0.9999, 50000 },
  };
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_small (&sample);
  judged_init (&judged, &sample, "baseline=old", "", "[check A]\nmeasure=mcc\nat-least=0.5");
  const AssayStatement mcc = statement_of (&judged, 0);
  const AssayFinding *whole = judged.findings->whole;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AssayMeasureOptions options = { .confidence = cases[i].confidence, .seed = judged.plan->seed, .stream = "",
                                            .n_draws = cases[i].n_draws };
      const AssayEstimate expected = assay_measure_estimate (&mcc.measure, &whole->evidence, &options);
      const AssayEstimate actual = assay_statement_estimate (&mcc, whole, cases[i].confidence);

      g_assert_cmpfloat (actual.lo, ==, expected.lo);
      g_assert_cmpfloat (actual.hi, ==, expected.hi);
    }
}

static const struct
{
  const char *check, *message;
} errors[] = {
  { "measure=recal\nat-least=0.5", "plan.ini:9: check 'A': there is no measure 'recal'; did you mean 'recall'?" },
  { "measure=zzzzzzzzz\nat-least=0.5", "there is no measure 'zzzzzzzzz'; there are accuracy, error_rate, " },
  { "measure=prevalence\nno-worse-than=old by 0.1", "prevalence has no better side of its own; add better=higher" },
  { "measure=accuracy\nat-least=70", "check 'A': the bound is 70, and accuracy lies between 0 and 1; did you mean 0.7?" },
  { "measure=accuracy\nno-worse-than=old by 2", "the margin is 2, and accuracy lies between 0 and 1; did you mean 0.02?" },
  { "measure=mcc\nat-least=-1.01", "the bound is -1.01, and mcc lies between -1 and 1; expected a number in that range" },
  { "measure=roc_auc\nat-least=0.7", "check 'A': roc_auc is of scores; add score=COLUMN to [data]" },
};

static void
test_errors (void)
{
  g_auto (Sample) sample = { 0 };

  sample_small (&sample);
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autofree char *check = g_strconcat ("[check A]\n", errors[i].check, NULL);
      g_autoptr (AssayPlan) plan = sample_plan ("baseline=old", "", check);
      g_autoptr (AssayCounts) counts = sample_counts (&sample, plan);
      g_autoptr (GError) error = NULL;

      g_assert_null (assay_findings_new (plan, counts, &error));
      g_assert_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN);
      if (strstr (error->message, errors[i].message) == NULL)
        g_error ("row %u: %s", i, error->message);
    }
}

/* A margin of MCC, which lies between -1 and 1, may be up to 2; log loss has no most. */
static void
test_bounds_that_are (void)
{
  static const char *const checks[] = { "measure=mcc\nno-worse-than=old by 2", "measure=mcc\nat-least=-1",
                                        "measure=accuracy\nat-least=1", "measure=log_loss\nat-most=70" };
  g_auto (Sample) sample = { 0 };

  sample_small (&sample);
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_autofree char *check = g_strconcat ("[check A]\n", checks[i], NULL);
      g_autoptr (AssayPlan) plan = sample_plan ("score=s\nbaseline=old", "", check);
      g_autoptr (AssayCounts) counts = sample_counts (&sample, plan);
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayFindings) findings = assay_findings_new (plan, counts, &error);

      g_assert_no_error (error);
      g_assert_nonnull (findings);
    }
}

/* One in a hundred is the most that a person can have meant by percent. */
static void
test_auc_bound (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (GError) error = NULL;

  sample_small (&sample);
  g_autoptr (AssayPlan) plan = sample_plan ("score=s\nbaseline=old", "", "[check A]\nmeasure=roc_auc\nat-least=101");
  g_autoptr (AssayCounts) counts = sample_counts (&sample, plan);
  g_assert_null (assay_findings_new (plan, counts, &error));
  g_assert_nonnull (strstr (error->message, "the bound is 101, and roc_auc lies between 0 and 1; expected a number in that "
                                            "range"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/statement/bounds", test_bounds);
  g_test_add_func ("/judge/statement/estimate", test_estimate);
  g_test_add_func ("/judge/statement/draws", test_draws);
  g_test_add_func ("/judge/statement/errors", test_errors);
  g_test_add_func ("/judge/statement/bounds-that-are", test_bounds_that_are);
  g_test_add_func ("/judge/statement/auc-bound", test_auc_bound);
  return g_test_run ();
}
