/* test-costs.c: [costs] with the classes of the data. */
#include "sample.h"
#include "../measure/near.h"

static void
sample_two (Sample *sample)
{
  sample_init (sample, "s: A;B | label: 0;1 | prediction: 0;1");
  sample_add_matrix (sample, "A", 30, 20, 30, 120);
  sample_add_matrix (sample, "B", 80, 10, 20, 190);
}

/* fn 50 rows at 5, fp 30 at 1, tp 110 at -0.1: (250 + 30 - 11)/500. */
static void
test_outcomes (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_two (&sample);
  judged_init (&judged, &sample, "", "columns=s",
               "[costs]\nunit=EUR\nfn=5\nfp=1\ntp=-0.1\n[check c]\nmeasure=cost\nat-most=0.53\n");
  const int at = assay_findings_measure (judged.findings, "cost");
  g_assert_cmpint (at, >=, 0);
  const AssayEstimate *cost = &judged.findings->whole->measures[at];
  const AssayCheckResult *result = judged_result (judged_check (&judged, 0), 0);

  near_at ("cost", "value", cost->value, 269.0 / 500, 1e-15);
  g_assert_true (cost->lo < cost->value && cost->value < cost->hi);
  g_assert_cmpint (result->verdict, ==, ASSAY_VERDICT_UNDECIDED);
  g_assert_nonnull (strstr (result->reason, " EUR, 500 rows; at most 0.53 EUR is allowed"));
  /* n ((v - lo)/(v - b))² rows of 500, here far more than there are */
  near_at ("cost", "rows", result->rows_to_decide,
           ceil (500 * pow ((cost->value - cost->lo) / (cost->value - 0.53), 2) - 1e-9), 0);
}

static void
test_pairs (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };

  sample_init (&sample, "label: a;a as b;b | prediction: a;a as b;b");
  sample_add (&sample, "a b", 10);
  sample_add (&sample, "b a", 20);
  sample_add (&sample, "a a", 70);
  judged_init (&judged, &sample, "", "measures=cost", "[costs]\nb as a=3\na as b=4\na as a as b=7\n");
  g_assert_cmpuint (judged.findings->n_costs, ==, 3);
  const AssayCost expected[] = { { 0, 1, 7 }, { 0, 2, 4 }, { 2, 0, 3 } };
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (judged.findings->costs[i].label, ==, expected[i].label);
      g_assert_cmpuint (judged.findings->costs[i].prediction, ==, expected[i].prediction);
      g_assert_cmpfloat (judged.findings->costs[i].cost, ==, expected[i].cost);
    }
  near_at ("pairs", "cost", judged.findings->whole->measures[assay_findings_measure (judged.findings, "cost")].value, 1,
           1e-15);
}

static const struct { const char *axes, *costs, *message; } bad[] = {
  { "label: 0;1 | prediction: 0;1", "1 as 2=1\n", "plan.ini:10: [costs] 1 as 2: there is no class '2'; the classes are '0', '1'" },
  { "label: 0;1 | prediction: 0;1", "fn=1\n1 as 0=2\n", "two keys give rows of '1' predicted '0' a cost" },
  { "label: a;b;c | prediction: a;b;c", "fn=1\n", "no class is the positive one; name the classes" },
};

/* A regression has no classes that a cost could name. */
static void
test_regression (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (GError) error = NULL;

  sample_init (&sample, "label: number | prediction: number");
  const char *text = "[data]\nfiles=a.csv\nlabel=label\nprediction=prediction\ntask=regression\n[costs]\nfn=1\n";
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "plan.ini", &error);
  g_assert_no_error (error);
  g_autoptr (AssayCounts) counts = sample_counts (&sample, plan);
  g_assert_null (assay_findings_new (plan, counts, &error));
  g_assert_nonnull (strstr (error->message, "[costs] fn: costs are of classes, and task is regression; remove [costs]"));
}

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto (Sample) sample = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *sections = g_strconcat ("[costs]\n", bad[i].costs, NULL);

      sample_init (&sample, bad[i].axes);
      g_autoptr (AssayPlan) plan = sample_plan ("", "measures=accuracy", sections);
      g_autoptr (AssayCounts) counts = sample_counts (&sample, plan);
      g_assert_null (assay_findings_new (plan, counts, &error));
      if (strstr (error->message, bad[i].message) == NULL)
        g_error ("\"%s\" does not say \"%s\"", error->message, bad[i].message);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/costs/outcomes", test_outcomes);
  g_test_add_func ("/judge/costs/pairs", test_pairs);
  g_test_add_func ("/judge/costs/regression", test_regression);
  g_test_add_func ("/judge/costs/bad", test_bad);
  return g_test_run ();
}
