/* test-plan-costs.c: [costs] as written. */
#include "expect.h"

static void
test_costs (void)
{
  g_autoptr (AssayPlan) plan = expect_plan ("[costs]\nunit=EUR\nfn=5\nfp = -0.5\ncat as dog=2\n"
                                            "a as b as c=1\ndog as cat=\n");
  static const struct { const char *pair; double cost; guint line; } expected[] = {
    { "fn", 5, 3 }, { "fp", -0.5, 4 }, { "cat as dog", 2, 5 }, { "a as b as c", 1, 6 },
  };

  g_assert_cmpstr (plan->cost_unit, ==, "EUR");
  g_assert_cmpuint (plan->costs->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < plan->costs->len; i++)
    {
      const AssayPlanCost *cost = plan->costs->pdata[i];

      g_assert_cmpstr (cost->pair, ==, expected[i].pair);
      g_assert_cmpfloat (cost->cost, ==, expected[i].cost);
      g_assert_cmpuint (cost->line, ==, expected[i].line);
    }
}

static void
test_none (void)
{
  g_autoptr (AssayPlan) plan = expect_plan ("[data]\nfiles=a\n");

  g_assert_null (plan->cost_unit);
  g_assert_cmpuint (plan->costs->len, ==, 0);
}

static const struct { const char *text; AssayPlanError code; const char *message; } bad[] = {
  { "[costs]\nfn=dear\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:2: 'fn' is 'dear'; expected a number, such as 0.95" },
  { "[costs]\nfx=1\n", ASSAY_PLAN_ERROR_UNKNOWN, "t.ini:2: unknown key 'fx' in [costs]; did you mean 'fn'?" },
  { "[costs]\ncat as dog=1\ncat as dog=2\n", ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:3: key 'cat as dog' is there twice, first on line 2; remove one" },
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
  g_test_add_func ("/plan/costs/costs", test_costs);
  g_test_add_func ("/plan/costs/none", test_none);
  g_test_add_func ("/plan/costs/bad", test_bad);
  return g_test_run ();
}
