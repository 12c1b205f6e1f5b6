/* test-plan-literature.c: [baseline NAME], a published number. */
#include "expect.h"

#define LITERATURE "[baseline paper]\nvalue=0.91\nsource=Smith 2024, table 2\n"

static void
test_read (void)
{
  g_autoptr (AssayPlan) plan = expect_plan ("[baseline old paper]\nvalue=.8\nmeasure=recall\nsource=Lee 2020\nn=400\n"
                                            LITERATURE "[check c]\nmeasure=accuracy\nno-worse-than=paper by 0.01\n");
  const AssayLiterature *paper = assay_plan_literature (plan, "paper"), *old = plan->literature->pdata[0];

  g_assert_cmpuint (plan->literature->len, ==, 2);
  g_assert_true (paper == plan->literature->pdata[1]);
  g_assert_cmpstr (paper->measure, ==, "accuracy");
  g_assert_cmpfloat (paper->value, ==, 0.91);
  g_assert_cmpstr (paper->source, ==, "Smith 2024, table 2");
  g_assert_cmpuint (paper->n, ==, 0);
  g_assert_cmpstr (old->name, ==, "old paper");
  g_assert_cmpstr (old->measure, ==, "recall");
  g_assert_cmpuint (old->n, ==, 400);
  g_assert_null (assay_plan_literature (plan, "other"));
  g_assert_cmpstr (((AssayCheck *) plan->checks->pdata[0])->than, ==, "paper");
}

static const struct { const char *text; AssayPlanError code; const char *message; } bad[] = {
  { "[baseline paper]\nsource=x\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:1: [baseline paper] has no value; add such as value=0.91" },
  { "[baseline paper]\nvalue=1\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:1: [baseline paper] has no source; add such as source=Smith 2024, table 2" },
  { LITERATURE "n=0\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:4: 'n' is '0'; expected a whole number from 1 to 4294967295" },
  { LITERATURE "measure=Recall\n", ASSAY_PLAN_ERROR_UNKNOWN, "t.ini:4: 'Recall' is no measure; did you mean 'recall'?" },
  { "[data]\nbaseline=paper\n" LITERATURE, ASSAY_PLAN_ERROR_VALUE, "t.ini:3: 'paper' is a model of baseline= in [data]; give [baseline], a number from the literature, another name" },
  { LITERATURE "[check c]\nmeasure=accuracy\nno-worse-than=papr by 0.1\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:6: 'papr' is no baseline: baseline= in [data] does not name it; "
    "did you mean 'paper'?" },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (assay_plan_parse (bad[i].text, strlen (bad[i].text), "t.ini", &error));
      expect_failure (bad[i].text, error, bad[i].code, bad[i].message);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/literature/read", test_read);
  g_test_add_func ("/plan/literature/bad", test_bad);
  return g_test_run ();
}
