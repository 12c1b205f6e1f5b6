/* A check's measure, risk, bound and acceptance, and each way to write them wrong. */
#include "expect.h"

static const struct
{
  const char    *lines;
  AssayBoundKind bound;
  double         value;
  const char    *than, *accept;
} rows[] = {
  { "at-least=0.7", ASSAY_BOUND_AT_LEAST, 0.7 },
  { "at-most=-1e-3", ASSAY_BOUND_AT_MOST, -0.001 },
  { "no-worse-than=current by 0.01", ASSAY_BOUND_NO_WORSE_THAN, 0.01, "current" },
  { "no-worse-than=current  by  0", ASSAY_BOUND_NO_WORSE_THAN, 0, "current" },
  { "no-worse-than=current", ASSAY_BOUND_NO_WORSE_THAN, 0, "current" },
  { "no-worse-than=made by hand", ASSAY_BOUND_NO_WORSE_THAN, 0, "made by hand" },
  { "no-worse-than=made by hand by 0.5", ASSAY_BOUND_NO_WORSE_THAN, 0.5, "made by hand" },
  { "at-least=0\nat-most=\nno-worse-than=\nrisk=\nslices=\nundecided=", ASSAY_BOUND_AT_LEAST, 0 },
  { "at-least=0\nundecided=accept so few # rows", ASSAY_BOUND_AT_LEAST, 0, NULL, "so few # rows" },
  { "at-least=0\nundecided=accept\t x", ASSAY_BOUND_AT_LEAST, 0, NULL, "x" },
};

static void
test_bounds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("[data]\nbaseline=current;made by hand\n[check x]\nmeasure=recall\n%s\n",
                                               rows[i].lines);
      g_autoptr (AssayPlan) plan = expect_plan (text);
      const AssayCheck *check = plan->checks->pdata[0];
      g_test_message ("%s", rows[i].lines);
      g_assert_cmpstr (check->name, ==, "x");
      g_assert_cmpstr (check->measure, ==, "recall");
      g_assert_cmpint (check->bound, ==, rows[i].bound);
      g_assert_cmpfloat (check->value, ==, rows[i].value);
      g_assert_cmpstr (check->than, ==, rows[i].than);
      g_assert_cmpstr (check->accept, ==, rows[i].accept);
      g_assert_null (check->risk);
    }
}

static void
test_better (void)
{
  g_autoptr (AssayPlan) plan = expect_plan ("[check a]\nmeasure=f1\nat-least=0\n[check b]\nmeasure=f1\nat-least=0\n"
                                            "better=higher\n[check c]\nmeasure=f1\nat-least=0\nbetter=lower\n");
  g_assert_cmpint (((AssayCheck *) plan->checks->pdata[0])->better, ==, ASSAY_BETTER_DEFAULT);
  g_assert_cmpint (((AssayCheck *) plan->checks->pdata[1])->better, ==, ASSAY_BETTER_HIGHER);
  g_assert_cmpint (((AssayCheck *) plan->checks->pdata[2])->better, ==, ASSAY_BETTER_LOWER);
}

#define X "[data]\nbaseline=current;older\n[check x]\n"

static const struct
{
  const char    *text;
  AssayPlanError code;
  const char    *message;
} failures[] = {
  { "[check x]\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:1: [check x] has no measure; add such as measure=recall" },
  { "[check x]\nmeasure=\nat-least=1\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:1: [check x] has no measure; add such as measure=recall" },
  { "[check x]\nmeasure=Recall\nat-least=1\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: 'Recall' is no measure; did you mean 'recall'?" },
  { "[check x]\nmeasure=error-rate\nat-least=1\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: 'error-rate' is no measure; did you mean 'error_rate'?" },
  { "[check x]\nmeasure=Balanced accuracy\nat-least=1\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: 'Balanced accuracy' is no measure; did you mean 'balanced_accuracy'?" },
  { "[check x]\nmeasure=tp/(tp+fn)\nat-least=1\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: 'tp/(tp+fn)' is no measure; expected a name such as recall" },
  { "[slices]\nmeasures=recall;FPR\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: 'FPR' is no measure; did you mean 'fpr'?" },
  { "[check x]\nmeasure=recall\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:1: [check x] has no bound; expected one of at-least, at-most, no-worse-than" },
  { "[check x]\nmeasure=recall\nat-least=0.5\nat-most=0.7\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:4: [check x] has a second bound, at-most beside at-least; remove one, or make another check of it" },
  { "[check x]\nmeasure=recall\nat-least=70%\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:3: 'at-least' is '70%'; expected a number, such as 0.95" },
  { "[check x]\nmeasure=recall\nat-most=nan\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:3: 'at-most' is 'nan'; expected a number, such as 0.95" },

  { "[risk Bias]\n[risk Age]\n[check x]\nmeasure=recall\nat-least=0\nrisk=bias\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:6: there is no [risk bias]; did you mean 'Bias'?" },
  { "[risk Bias]\n[risk Age]\n[check x]\nmeasure=recall\nat-least=0\nrisk=fairness\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:6: there is no [risk fairness]; risks are: Age, Bias" },
  { "[check x]\nmeasure=recall\nat-least=0\nrisk=Bias\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:4: there is no [risk Bias]; there are no risks" },

  { X "measure=recall\nno-worse-than=curent by 0.01\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:5: 'curent' is no baseline: baseline= in [data] does not name it; did you mean 'current'?" },
  { X "measure=recall\nno-worse-than=human\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:5: 'human' is no baseline: baseline= in [data] does not name it; baselines are: current, older" },
  { "[check x]\nmeasure=recall\nno-worse-than=current\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:3: 'current' is no baseline: baseline= in [data] does not name it; there are no baselines" },
  { X "measure=recall\nno-worse-than=current by -0.01\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:5: the margin of no-worse-than is '-0.01'; expected a number from 0 up, such as 0.01" },
  { X "measure=recall\nno-worse-than=current by 1%\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:5: the margin of no-worse-than is '1%'; expected a number from 0 up, such as 0.01" },
  { X "measure=recall\nno-worse-than=current by 1e999\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:5: the margin of no-worse-than is '1e999'; expected a number from 0 up, such as 0.01" },

  { "[check x]\nmeasure=recall\nat-least=0\nundecided=accept\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:4: undecided is 'accept'; expected accept and the reason" },
  { "[check x]\nmeasure=recall\nat-least=0\nundecided=ignore it\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:4: undecided is 'ignore it'; expected accept and the reason" },
  { "[check x]\nmeasure=recall\nat-least=0\nundecided=accepted by law\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:4: undecided is 'accepted by law'; expected accept and the reason" },
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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/checks/bounds", test_bounds);
  g_test_add_func ("/plan/checks/better", test_better);
  g_test_add_func ("/plan/checks/failures", test_failures);
  return g_test_run ();
}
