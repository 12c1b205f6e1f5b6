/* test-plan-measures.c: [measure NAME], range.COL and task=regression, by themselves and against columns. */
#include "expect.h"

#include <glib.h>

static void
test_fields (void)
{
  g_autoptr (AssayPlan) plan = expect_plan ("[data]\nrange.price= -2.5 ; 1e3\n[measure wer]\nnumerator=wrong\n"
                                            "denominator=words\nbetter=lower\n[measure latency]\nmean=ms\nunit=ms\n");
  const AssayOwnMeasure *wer = assay_plan_own_measure (plan, "wer");
  const AssayOwnMeasure *latency = assay_plan_own_measure (plan, "latency");
  const AssayRange *range = assay_plan_range (plan, "price");

  g_assert_cmpint (plan->task, ==, ASSAY_TASK_AUTO);
  g_assert_cmpstr (wer->numerator, ==, "wrong");
  g_assert_cmpstr (wer->denominator, ==, "words");
  g_assert_null (wer->mean);
  g_assert_null (wer->unit);
  g_assert_cmpint (wer->better, ==, ASSAY_BETTER_LOWER);
  g_assert_cmpuint (wer->line, ==, 3);
  g_assert_cmpstr (latency->mean, ==, "ms");
  g_assert_cmpstr (latency->unit, ==, "ms");
  g_assert_cmpint (latency->better, ==, ASSAY_BETTER_DEFAULT);
  g_assert_null (assay_plan_own_measure (plan, "other"));
  g_assert_cmpfloat (range->least, ==, -2.5);
  g_assert_cmpfloat (range->most, ==, 1000);
  g_assert_null (assay_plan_range (plan, "pric"));
}

/* Measures that are meant when the plan names none follow the task. */
static void
test_task (void)
{
  static const struct { const char *text; AssayTask task; const char *measures; } rows[] = {
    { "", ASSAY_TASK_AUTO, "accuracy;recall;precision;fpr;fnr;f1" },
    { "[data]\ntask=\n", ASSAY_TASK_AUTO, "accuracy;recall;precision;fpr;fnr;f1" },
    { "[data]\ntask=classification\n", ASSAY_TASK_CLASSIFICATION, "accuracy;recall;precision;fpr;fnr;f1" },
    { "[data]\ntask=regression\n", ASSAY_TASK_REGRESSION, "mae;rmse;mean_error;r2" },
    { "[data]\ntask=regression\n[slices]\nmeasures=rmse\n", ASSAY_TASK_REGRESSION, "rmse" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AssayPlan) plan = expect_plan (rows[i].text);
      g_autofree char *measures = g_strjoinv (";", plan->measures);

      g_assert_cmpint (plan->task, ==, rows[i].task);
      g_assert_cmpstr (measures, ==, rows[i].measures);
    }
}

static const struct
{
  const char    *text;
  AssayPlanError code;
  const char    *message;
} failures[] = {
  { "[measure a]\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:1: [measure a] has no column; expected mean=COLUMN, or numerator=COLUMN and denominator=COLUMN" },
  { "[measure a]\nnumerator=x\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: [measure a] has numerator= but no denominator=; a ratio of sums takes both" },
  { "[measure a]\nunit=s\ndenominator=x\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:3: [measure a] has denominator= but no numerator=; a ratio of sums takes both" },
  { "[measure a]\nmean=x\ndenominator=y\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:3: [measure a] has mean= and denominator=; a measure is a mean, or a ratio of sums; remove one" },
  { "[measure a b]\nmean=x\n", ASSAY_PLAN_ERROR_UNKNOWN, "t.ini:1: 'a b' is no measure; did you mean 'a_b'?" },
  { "[measure a]\nmean=x\nbetter=up\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:3: 'better' is 'up'; choices are: higher, lower" },
  { "[data]\nrange.x=1\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'range.x' is '1'; expected the least and the greatest value, such as 0;1000" },
  { "[data]\nrange.x=2;1\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'range.x' is '2;1'; expected the least and the greatest value, such as 0;1000" },
  { "[data]\nrange.x=0;inf\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'range.x' is '0;inf'; expected the least and the greatest value, such as 0;1000" },
  { "[data]\nrange.x=0;1;2\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'range.x' is '0;1;2'; expected the least and the greatest value, such as 0;1000" },
  { "[data]\ntask=regression\npositive=1\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:3: positive= is for classes, and task=regression has none; remove it, or set task=classification" },
  { "[data]\nscore=s\ntask=regression\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: score= is for classes, and task=regression has none; remove it, or set task=classification" },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (assay_plan_parse (failures[i].text, strlen (failures[i].text), "t.ini", &error));
      expect_failure (failures[i].text, error, failures[i].code, failures[i].message);
    }
}

static const AssayColumn columns[] = {
  { "price", ASSAY_COLUMN_NUMBER }, { "guess", ASSAY_COLUMN_NUMBER }, { "old", ASSAY_COLUMN_NUMBER },
  { "area", ASSAY_COLUMN_TEXT },    { "sold", ASSAY_COLUMN_BOOLEAN }, { "ms", ASSAY_COLUMN_NUMBER },
};

#define REGRESSION "[data]\ntask=regression\nlabel=price\nprediction=guess\n"

static const struct
{
  const char *text;
  const char *message; /* NULL: it fits */
} resolutions[] = {
  { REGRESSION "baseline=old;before\nrange.price=0;9\n[model before]\nprediction=ms\n[measure lag]\nmean=ms\n", NULL },
  { "[data]\ntask=regression\nlabel=area\nprediction=guess\n",
    "t.ini:3: column 'area' holds text; a regression has numbers; for classes set task=classification" },
  { "[data]\ntask=regression\nlabel=price\nprediction=sold\n",
    "t.ini:4: column 'sold' holds booleans; a regression has numbers; for classes set task=classification" },
  { REGRESSION "baseline=area\n",
    "t.ini:5: column 'area' holds text; a regression has numbers; for classes set task=classification" },
  { REGRESSION "baseline=m\n[model m]\nscore=old\n",
    "t.ini:7: a score is for classes, and task=regression has none; expected prediction= in [model m]" },
  { REGRESSION "[measure lag]\nmean=mss\n", "t.ini:6: the data has no column 'mss' (mean); did you mean 'ms'?" },
  { REGRESSION "[measure lag]\nnumerator=ms\ndenominator=area\n",
    "t.ini:7: column 'area' holds text; means and ratios are of numbers" },
  { REGRESSION "range.area=0;1\n", "t.ini:5: column 'area' holds text; a range is of numbers" },
  { REGRESSION "range.prize=0;1\n",
    "t.ini:5: the data has no column 'prize' (range.prize); did you mean 'price'?" },
};

static void
test_resolve (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++)
    {
      g_autoptr (AssayPlan) plan = expect_plan (resolutions[i].text);
      g_autoptr (GError) error = NULL;
      const gboolean fits = assay_plan_resolve (plan, columns, G_N_ELEMENTS (columns), &error);

      g_assert_cmpstr (error != NULL ? error->message : NULL, ==, resolutions[i].message);
      g_assert_true (fits == (resolutions[i].message == NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/measures/fields", test_fields);
  g_test_add_func ("/plan/measures/task", test_task);
  g_test_add_func ("/plan/measures/failures", test_failures);
  g_test_add_func ("/plan/measures/resolve", test_resolve);
  return g_test_run ();
}
