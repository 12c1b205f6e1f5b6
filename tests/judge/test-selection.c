/* test-selection.c: which slices a check is about. */
#include "sample.h"

static void
sample_hand (Sample *sample)
{
  sample_init (sample, "race: A;B | sex: F;M | old people=where: 0;1 | nobody=where: 0;1 | label: 0;1 | prediction: 0;1");
  sample_add (sample, "A F 1 0 1 1", 40);
  sample_add (sample, "A M 0 0 1 1", 40);
  sample_add (sample, "B M 0 0 1 1", 40);
  sample_add (sample, "- M 1 0 1 1", 40);
}

/* Texts of the results in their order; absent ones in brackets. */
static const struct
{
  const char *slices, *expected;
} rows[] = {
  { "all", "" },
  { "race", "race=A|race=B|race=(missing)" },
  { "race*sex", "race=A*sex=F|race=A*sex=M|race=B*sex=M|race=(missing)*sex=M" },
  { "sex*race", "race=A*sex=F|race=A*sex=M|race=B*sex=M|race=(missing)*sex=M" },
  { "*", "race=A|race=B|race=(missing)|sex=F|sex=M|race=A*sex=F|race=A*sex=M|race=B*sex=M|race=(missing)*sex=M|old people" },
  { "race=B", "race=B" },
  { "race=(missing)", "race=(missing)" },
  { "sex=M*race=A", "race=A*sex=M" },
  { "old people", "old people" },
  { "race=C", "[race=C]" },
  { "sex=F*race=B", "[sex=F*race=B]" },
  { "nobody", "[nobody]" },
  { "sex=M;all;race;race=A", "|race=A|race=B|race=(missing)|sex=M" },
};

static void
test_rows (void)
{
  g_auto (Sample) sample = { 0 };

  sample_hand (&sample);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Judged) judged = { 0 };
      g_autofree char *sections =
        g_strdup_printf ("[slice old people]\nwhere=age > 62\n[slice nobody]\nwhere=age > 200\n[check X]\n"
                         "measure=accuracy\nat-least=0.5\nslices=%s", rows[i].slices);
      g_autoptr (GString) got = g_string_new (NULL);

      judged_init (&judged, &sample, "", "columns=race;sex\ncross=race*sex\nmin-rows=1", sections);
      const AssayCheckFinding *check = judged_check (&judged, 0);
      for (guint j = 0; j < check->results->len; j++)
        {
          const AssayCheckResult *result = judged_result (check, j);
          if (result->verdict == ASSAY_VERDICT_NONE) /* nobody, in "*" */
            continue;
          g_string_append_printf (got, result->finding != NULL ? "%s%s" : "%s[%s]", j > 0 ? "|" : "", result->slice);
        }
      g_assert_cmpstr (got->str, ==, rows[i].expected);
    }
}

static void
test_not_counted (void)
{
  g_auto (Sample) sample = { 0 };
  g_autoptr (GError) error = NULL;

  sample_hand (&sample);
  g_autoptr (AssayPlan) plan = sample_plan ("", "columns=sex", "[check X]\nmeasure=accuracy\nat-least=0.5\nslices=race");
  g_autoptr (AssayCounts) counts = sample_counts (&sample, plan);
  g_assert_null (assay_findings_new (plan, counts, &error));
  g_assert_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN);
  g_assert_cmpstr (error->message, ==, "plan.ini:9: check 'X': slices 'race' were not counted; add them to columns= or "
                                       "cross= of [slices]");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/selection/rows", test_rows);
  g_test_add_func ("/judge/selection/not-counted", test_not_counted);
  return g_test_run ();
}
