/* test-plan-compare.c: which plans ask the same. */
#include "plan/plan.h"

#include <string.h>

#define BASE "[data]\nfiles=a.csv\nlabel=y\nprediction=p\n[slices]\ncolumns=sex;race\n"

static const struct
{
  const char *left, *right;
  const char *expected;     /* (nullable) NULL: no difference */
} cases[] = {
  { BASE, BASE },
  { BASE, "# a day later\n[slices]\ncolumns = sex ; race\n\n[data]\nprediction=p\nlabel=y\nfiles=b.csv;c.csv\n" },
  { BASE "min-rows=30\n", BASE },                    /* a default written out */
  { BASE "edges-from=one\n", BASE "edges-from=two\n" },
  { "[audit]\ntitle=one\ncode-version=1\n" BASE, "[audit]\ntitle=two\n" BASE },
  { "[audit]\nfallback=none\n" BASE, BASE },
  { BASE "min-rows=50\n", BASE, "min-rows= of [slices] is '50' in A and is '30' in B" },
  { BASE, BASE "bins.sex=0;1\n", "bins.sex= of [slices] is '0;1' in B and is not there in A" },
  { BASE, "[audit]\nseed=2\n" BASE, "seed= of [audit] is '2' in B and is '1' in A" },
  { BASE, "[data]\nfiles=a.csv\nlabel=y\nprediction=p\n[slices]\ncolumns=race;sex\n",
    "columns= of [slices] is 'sex;race' in A and is 'race;sex' in B" },
  { BASE "[slice old]\nwhere=age > 60\n", BASE, "[slice old] is in A and not in B" },
  { BASE, BASE "[slice old]\nwhere=age > 60\n", "[slice old] is in B and not in A" },
  { BASE "[slice old]\nwhere=age > 60\n", BASE "[slice old]\nwhere=age > 65\n",
    "where= of [slice old] is 'age > 60' in A and is 'age > 65' in B" },
  { BASE "[risk x]\n[risk y]\n[slice s]\nwhere=a=1\n", BASE "[slice s]\nwhere=a=1\n[risk x]\n[risk y]\n" },
  { BASE "[risk x]\n[risk y]\n", BASE "[risk y]\n[risk x]\n", "the order of sections: where A has [risk x], B has [risk y]" },
  { BASE "[check c]\nmeasure=recall\nat-least=0.5\n", BASE "[check c]\nmeasure=recall\nat-least=0.6\n",
    "at-least= of [check c] is '0.5' in A and is '0.6' in B" },
};

static AssayPlan *
plan_of (const char *text)
{
  g_autoptr (GError) error = NULL;
  AssayPlan *plan = assay_plan_parse (text, strlen (text), "plan.ini", &error);

  g_assert_no_error (error);
  return plan;
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AssayPlan) left = plan_of (cases[i].left), right = plan_of (cases[i].right);
      g_autofree char *difference = assay_plan_difference (left, "A", right, "B");
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (difference, ==, cases[i].expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan-compare/cases", test_cases);
  return g_test_run ();
}
