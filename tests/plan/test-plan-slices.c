/* Crossings, bins and a check's slices, taken apart; and each way to write them wrong. */
#include "expect.h"
#include "plan/plan-private.h"

static void
test_bins (void)
{
  static const struct
  {
    const char   *value;
    AssayBinsKind kind;
    guint         n_edges, n;
    double        width, last;
  } rows[] = {
    { "0;25", ASSAY_BINS_EDGES, 2, 0, 0, 25 },
    { "-1e3; -0.5 ;2;", ASSAY_BINS_EDGES, 3, 0, 0, 2 },
    { "quantiles 2", ASSAY_BINS_QUANTILES, 0, 2, 0, 0 },
    { "quantiles \t 1000", ASSAY_BINS_QUANTILES, 0, 1000, 0, 0 },
    { "width 0.5", ASSAY_BINS_WIDTH, 0, 0, 0.5, 0 },
    { "day", ASSAY_BINS_DAY },
    { "week", ASSAY_BINS_WEEK },
    { "month", ASSAY_BINS_MONTH },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("[slices]\nbins.a.b=%s\n", rows[i].value);
      g_autoptr (AssayPlan) plan = expect_plan (text);
      const AssayBins *bins = assay_plan_bins (plan, "a.b");
      g_assert_cmpint (bins->kind, ==, rows[i].kind);
      g_assert_cmpuint (bins->n_edges, ==, rows[i].n_edges);
      g_assert_cmpuint (bins->n, ==, rows[i].n);
      g_assert_cmpfloat (bins->width, ==, rows[i].width);
      if (bins->n_edges > 0)
        g_assert_cmpfloat (bins->edges[bins->n_edges - 1], ==, rows[i].last);
    }
}

static void
test_targets (void)
{
  static const struct
  {
    const char *slices, *dump;
  } rows[] = {
    { "", "0:all" },
    { "all", "0:all" },
    { "*", "1:*" },
    { "all;*", "0:all 1:*" },
    { "sex", "2:sex(sex,(null))" },
    { "race*sex", "2:race*sex(sex,(null))(race,(null))" },
    { "sex * race", "2:sex * race(sex,(null))(race,(null))" },
    { "a*b*c", "2:a*b*c(a,(null))(b,(null))(c,(null))" },
    { "day of birth = 2018-07", "3:day of birth = 2018-07(day of birth,2018-07)" },
    { "age=[25, 35)", "3:age=[25, 35)(age,[25, 35))" },
    { "sex=F=G", "3:sex=F=G(sex,F=G)" },
    { "race=Black*sex=(missing)", "3:race=Black*sex=(missing)(sex,(null))(race,Black)" },
    { "young women;age >= 62;x*y", "4:young women 4:age >= 62 4:x*y" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("[slices]\ncross=sex*race\n[check a]\nmeasure=recall\nat-least=0\n"
                                               "slices=%s\n[slice young women]\nwhere=1\n[slice age >= 62]\nwhere=1\n"
                                               "[slice x*y]\nwhere=1\n", rows[i].slices);
      g_autoptr (AssayPlan) plan = expect_plan (text);
      GString *dump = g_string_new (NULL);
      dump_check (dump, plan->checks->pdata[0]);
      g_autofree char *expected = g_strdup_printf (" accept=(null) class=(null) %s\n", rows[i].dump);
      if (!g_str_has_suffix (dump->str, expected))
        g_error ("%s: %s, expected %s", rows[i].slices, dump->str, expected);
      g_string_free (dump, TRUE);
    }
}

/* Three columns in every order are put into the crossing's. */
static void
test_order (void)
{
  static const char *const orders[] = { "a*b*c", "a*c*b", "b*a*c", "b*c*a", "c*a*b", "c*b*a" };
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *text = g_strdup_printf ("[slices]\ncross=b*c*a\n[check x]\nmeasure=f1\nat-most=1\nslices=%s\n",
                                               orders[i]);
      g_autoptr (AssayPlan) plan = expect_plan (text);
      const AssayTarget *target = ((AssayCheck *) plan->checks->pdata[0])->targets->pdata[0];
      g_assert_cmpstr (target->columns[0], ==, "b");
      g_assert_cmpstr (target->columns[1], ==, "c");
      g_assert_cmpstr (target->columns[2], ==, "a");
    }
}

#define CHECK "[check x]\nmeasure=f1\nat-most=1\nslices="

static const struct
{
  const char    *text;
  AssayPlanError code;
  const char    *message;
} failures[] = {
  { "[slices]\ncolumns=sex;sex\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:2: 'columns' names 'sex' twice; remove one" },
  { "[slices]\ncolumns=sex*race\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'sex*race' is a crossing; columns= takes single columns; move it to cross=" },
  { "[slices]\ncross=sex\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'sex' is one column; cross= takes two or more, such as sex*race; move it to columns=" },
  { "[slices]\ncross=sex*\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'sex*' lacks a column beside *; expected such as sex*race" },
  { "[slices]\ncross=sex**age\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'sex**age' lacks a column beside *; expected such as sex*race" },
  { "[slices]\ncolumns=*\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: '*' lacks a column beside *; expected such as sex*race" },
  { "[slices]\ncross=sex*age*sex\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:2: 'sex*age*sex' names column 'sex' twice" },
  { "[slices]\ncross=a*b*c*d*e*f*g\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'a*b*c*d*e*f*g' crosses 7 columns; at most 6 can be crossed" },
  { "[slices]\ncross=sex*race;sex*race\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'cross' names 'sex*race' twice; remove one" },
  { "[slices]\ncross=sex*race;age*sex;race * sex\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'race * sex' crosses the columns of another item; remove one" },

  { "[slices]\nbins.age=25\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'bins.age' has 1 edge; expected 2 to 1000, such as 0;25;50" },
  { "[slices]\nbins.age=;\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'bins.age' has 0 edges; expected 2 to 1000, such as 0;25;50" },
  { "[slices]\nbins.age=0;25;25.0\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'bins.age': edge '25.0' is there twice; remove one" },
  { "[slices]\nbins.age=0;50;25\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'bins.age': edge '25' comes after 50; edges must ascend" },
  { "[slices]\nbins.age=0,25,50\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'bins.age' has 1 edge; expected 2 to 1000, such as 0;25;50" },
  { "[slices]\nbins.age=0;x\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'bins.age': edge 'x' is no number; expected such as 0;25;50" },
  { "[slices]\nbins.age=0;1e999\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'bins.age': edge '1e999' is no number; expected such as 0;25;50" },
  { "[slices]\nbins.age=quantiles\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'bins.age': the number of quantiles is ''; expected a whole number from 2 to 1000" },
  { "[slices]\nbins.age=quantiles 1\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'bins.age': the number of quantiles is '1'; expected a whole number from 2 to 1000" },
  { "[slices]\nbins.age=quantiles 1001\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'bins.age': the number of quantiles is '1001'; expected a whole number from 2 to 1000" },
  { "[slices]\nbins.age=quantiles 2.5\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'bins.age': the number of quantiles is '2.5'; expected a whole number from 2 to 1000" },
  { "[slices]\nbins.age=width 0\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'bins.age': the width is '0'; expected a number above 0" },
  { "[slices]\nbins.age=width -5\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: 'bins.age': the width is '-5'; expected a number above 0" },
  { "[slices]\nbins.age=quantile 5\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: 'bins.age' is 'quantile 5'; did you mean 'quantiles'?" },
  { "[slices]\nbins.age=equal 5\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: 'bins.age' is 'equal 5'; ways beside edges such as 0;25;50 are: quantiles, width, day, week, month" },
  { "[slices]\nbins.age=week 2\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:2: 'bins.age' is 'week 2'; week takes nothing more" },

  { CHECK ";\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:4: ';' names no slice; expected such as all, * or a column" },
  { CHECK "sex;sex\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:4: 'slices' names 'sex' twice; remove one" },
  { CHECK "sex*\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:4: 'sex*' lacks a column beside *; expected such as sex*race" },
  { CHECK "sex=\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:4: 'sex=': expected COLUMN=VALUE, or COLUMN=(missing) for rows without one" },
  { CHECK "=F\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:4: '=F': expected COLUMN=VALUE, or COLUMN=(missing) for rows without one" },
  { CHECK "sex=F*race\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:4: 'sex=F*race' gives a value to some columns; expected all, such as sex=Female*race=Black, or none" },
  { CHECK "sex=F*sex=M\n", ASSAY_PLAN_ERROR_VALUE, "t.ini:4: 'sex=F*sex=M' names column 'sex' twice" },
  { CHECK "a*b*c*d*e*f*g\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:4: 'a*b*c*d*e*f*g' crosses 7 columns; at most 6 can be crossed" },
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

static void
test_edge_limit (void)
{
  GString *text = g_string_new ("[slices]\nbins.a=");
  for (guint i = 0; i < ASSAY_PLAN_MAX_BINS; i++)
    g_string_append_printf (text, "%u;", i);
  g_autoptr (AssayPlan) plan = expect_plan (text->str);
  g_assert_cmpuint (assay_plan_bins (plan, "a")->n_edges, ==, ASSAY_PLAN_MAX_BINS);
  g_string_append_printf (text, "%u", ASSAY_PLAN_MAX_BINS);
  g_autoptr (GError) error = NULL;
  g_assert_null (assay_plan_parse (text->str, text->len, "t.ini", &error));
  expect_failure ("1001 edges", error, ASSAY_PLAN_ERROR_VALUE,
                  "t.ini:2: 'bins.a' has 1001 edges; expected 2 to 1000, such as 0;25;50");
  g_string_free (text, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/slices/bins", test_bins);
  g_test_add_func ("/plan/slices/targets", test_targets);
  g_test_add_func ("/plan/slices/order", test_order);
  g_test_add_func ("/plan/slices/failures", test_failures);
  g_test_add_func ("/plan/slices/edge-limit", test_edge_limit);
  return g_test_run ();
}
