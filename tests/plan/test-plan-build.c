/* What makes the sections a plan: the order of sections is free, names must be of use. */
#include "expect.h"

static const struct
{
  const char    *text;
  AssayPlanError code;
  const char    *message;
} failures[] = {
  { "[slice young]\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:1: [slice young] has no where; add an expression such as where=age < 25" },
  { "[slice all]\nwhere=1\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:1: a slice cannot be called 'all': a check's slices= would read it as something else" },
  { "[slice *]\nwhere=1\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:1: a slice cannot be called '*': a check's slices= would read it as something else" },
  { "[slice a;b]\nwhere=1\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:1: a slice cannot be called 'a;b': a check's slices= would read it as something else" },

  { "[data]\nbaseline=old\n[model old]\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:3: [model old] has no column; expected prediction= or score=" },
  { "[data]\nbaseline=old\n[model old]\nscore=s\nprediction=p\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:4: [model old] has both prediction= and score=; remove one" },
  { "[data]\nbaseline=old\n[model old]\nprediction=p\nthreshold=0.3\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:5: [model old] has a threshold but no score; remove it" },
  { "[data]\nbaseline=current;older\n[model human]\nscore=s\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:3: [model human] is not in baseline= of [data]; add it there (baselines are: current, older)" },
  { "[data]\nbaseline=previos\n[model previous]\nscore=s\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:3: [model previous] is not in baseline= of [data]; add it there (did you mean 'previos'?)" },
  { "[model old]\nscore=s\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:1: [model old] is not in baseline= of [data]; add it there (there are no baselines)" },
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

/* Sections in the opposite order make the same plan. */
static void
test_order_is_free (void)
{
  static const char *const sections[] = {
    "[audit]\nseed=9\n", "[data]\nlabel=y\nbaseline=old\n", "[model old]\nscore=s\n", "[slices]\ncolumns=a;b\ncross=a*b\n",
    "[slice young]\nwhere=1\n", "[risk Bias]\n",
    "[check x]\nmeasure=f1\nno-worse-than=old\nrisk=Bias\nslices=b*a;young\n",
  };
  GString *forwards = g_string_new (NULL), *backwards = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      g_string_append (forwards, sections[i]);
      g_string_prepend (backwards, sections[i]);
    }
  g_autoptr (AssayPlan) a = expect_plan (forwards->str);
  g_autoptr (AssayPlan) b = expect_plan (backwards->str);
  g_autofree char *dump_a = dump_plan (a), *dump_b = dump_plan (b);
  g_assert_cmpstr (dump_a, ==, dump_b);
  g_string_free (forwards, TRUE);
  g_string_free (backwards, TRUE);
}

static void
test_slices_given (void)
{
  static const struct { const char *text; gboolean is_given; } rows[] = {
    { "", FALSE }, { "[slices]\n", FALSE }, { "[slices]\ncolumns=\n", FALSE }, { "[slices]\ncross=a*b\n", FALSE },
    { "[slices]\ncolumns=a\n", TRUE }, { "[slices]\ncolumns=;\n", TRUE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AssayPlan) plan = expect_plan (rows[i].text);
      g_assert_true (plan->slices_given == rows[i].is_given);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/build/failures", test_failures);
  g_test_add_func ("/plan/build/order-is-free", test_order_is_free);
  g_test_add_func ("/plan/build/slices-given", test_slices_given);
  return g_test_run ();
}
