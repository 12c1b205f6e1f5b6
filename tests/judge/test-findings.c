/* test-findings.c: which measures are worked out, what is counted beside them, what cannot be. */
#include "sample.h"
#include "../measure/near.h"

static void
sample_two (Sample *sample)
{
  sample_init (sample, "race: A;B | label: 0;1 | prediction: 0;1");
  sample_add_matrix (sample, "A", 30, 20, 30, 120);
  sample_add_matrix (sample, "B", 80, 10, 20, 190);
}

/* Closed forms always, in the table's order; MCC and F-beta because they are asked for. */
static void
test_measures (void)
{
  static const char *const expected[] = { "accuracy", "error_rate", "precision", "recall", "specificity", "fpr", "fnr",
                                          "fdr", "for", "f1", "jaccard", "balanced_accuracy", "mcc", "prevalence",
                                          "selection_rate", "f0.5" };
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_two (&sample);
  judged_init (&judged, &sample, "", "columns=race\nmeasures=f0.5;recall;mcc", "");
  const AssayFindings *findings = judged.findings;
  g_assert_cmpuint (findings->n_measures, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpstr (findings->measures[i].name, ==, expected[i]);
      g_assert_cmpint (assay_findings_measure (findings, expected[i]), ==, i);
    }
  g_assert_cmpint (assay_findings_measure (findings, "kappa"), ==, -1);
  g_assert_cmpuint (findings->n_tested, ==, 3);
  g_assert_cmpstr (findings->measures[findings->tested[0]].name, ==, "f0.5");
  g_assert_cmpstr (findings->measures[findings->tested[2]].name, ==, "mcc");
}

/* Every estimate is that of the slice's own matrix, drawn under its own text. */
static void
test_estimates (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_two (&sample);
  judged_init (&judged, &sample, "", "columns=race\nmeasures=mcc;f2", "");
  for (guint i = 0; i < judged.findings->n_measures; i++)
    for (guint slice = 0; slice <= judged.findings->slices->len; slice++)
      {
        const AssayFinding *finding =
          slice == 0 ? judged.findings->whole : judged.findings->slices->pdata[slice - 1];
        const AssayMeasureOptions options = { .confidence = 0.95, .seed = 1, .stream = finding->text };
        const AssayEstimate expected = assay_measure_estimate (&judged.findings->measures[i],
                                                               &finding->evidence, &options);

        near_at (finding->text, judged.findings->measures[i].name, finding->measures[i].value, expected.value, 0);
        near_at (finding->text, judged.findings->measures[i].name, finding->measures[i].lo, expected.lo, 0);
        near_at (finding->text, judged.findings->measures[i].name, finding->measures[i].hi, expected.hi, 0);
      }
}

static void
test_unknown_measure (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (GError) error = NULL;

  sample_two (&sample);
  g_autoptr (AssayPlan) plan = sample_plan ("", "columns=race\nmeasures=recall;precison", "");
  g_autoptr (AssayCounts) counts = sample_counts (&sample, plan);
  g_assert_null (assay_findings_new (plan, counts, &error));
  g_assert_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN);
  g_assert_cmpstr (error->message, ==, "plan.ini:9: measures= of [slices]: there is no measure 'precison'; did you mean "
                                       "'precision'?");
}

/* Prediction 1 with a score below the threshold, prediction 0 with one at or above it: 3 + 4 rows. */
static void
test_disagree (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (GError) error = NULL;

  sample_init (&sample, "label: 0;1 | prediction: 0;1 | score=scored: 0;1");
  sample_add (&sample, "1 1 1", 50);
  sample_add (&sample, "1 1 0", 3);
  sample_add (&sample, "0 0 1", 4);
  sample_add (&sample, "0 0 0", 60);
  sample_add (&sample, "0 - 1", 7);
  sample_add (&sample, "0 1 -", 8);
  g_autoptr (AssayPlan) plan = sample_plan ("score=score", "", "");
  g_autoptr (AssayCounts) counts = sample_counts (&sample, plan);
  g_ptr_array_add (counts->tables, sample_table (&sample, (const guint[2]) { 1, 2 }, 2));
  g_autoptr (AssayFindings) findings = assay_findings_new (plan, counts, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (findings->n_disagree, ==, 7);
  g_assert_cmpuint (findings->n_left_out, ==, 7);
}

/* An unknown class in the prediction is wrong, and not positive. */
static void
test_unknown_class (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "label: 0;1;maybe | prediction: 0;1;maybe");
  sample_add (&sample, "1 1", 40);
  sample_add (&sample, "1 maybe", 10);
  sample_add (&sample, "0 0", 40);
  sample_add (&sample, "0 maybe", 10);
  judged_init (&judged, &sample, "", "", "");
  const AssayFinding *whole = judged.findings->whole;

  near_at ("unknown class", "accuracy", whole->measures[assay_findings_measure (judged.findings, "accuracy")].value, 0.8,
           1e-15);
  near_at ("unknown class", "recall", whole->measures[assay_findings_measure (judged.findings, "recall")].value, 0.8,
           1e-15);
  near_at ("unknown class", "fpr", whole->measures[assay_findings_measure (judged.findings, "fpr")].value, 0, 0);
  /* Recalls of the two classes that labels have: .8 and .8. */
  near_at ("unknown class", "balanced",
           whole->measures[assay_findings_measure (judged.findings, "balanced_accuracy")].value, 0.8, 1e-15);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/findings/measures", test_measures);
  g_test_add_func ("/judge/findings/estimates", test_estimates);
  g_test_add_func ("/judge/findings/unknown-measure", test_unknown_measure);
  g_test_add_func ("/judge/findings/disagree", test_disagree);
  g_test_add_func ("/judge/findings/unknown-class", test_unknown_class);
  return g_test_run ();
}
