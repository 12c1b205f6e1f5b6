/* test-plan-fairness.c: [fairness]: groups, the reference, a control column, and what cannot be. */
#include "expect.h"

static const AssayColumn columns[] = {
  { "label", ASSAY_COLUMN_TEXT }, { "p", ASSAY_COLUMN_TEXT },   { "race", ASSAY_COLUMN_TEXT },
    { "sex", ASSAY_COLUMN_TEXT },
  { "age", ASSAY_COLUMN_NUMBER }, { "list", ASSAY_COLUMN_OTHER },
};

#define DATA "[data]\nlabel=label\nprediction=p\n"

/* Crossings as "a*b;c". (transfer full) */
static char *
names_of (const GPtrArray *crosses)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < crosses->len; i++)
    {
      const AssayCross *cross = crosses->pdata[i];
      g_autofree char *name = g_strjoinv ("*", cross->columns);
      g_assert_cmpuint (cross->n_columns, ==, g_strv_length (cross->columns));
      g_string_append_printf (names, "%s%s", i > 0 ? ";" : "", name);
    }
  return g_string_free (names, FALSE);
}

static void
expect_resolved (const AssayPlan *plan)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (assay_plan_resolve (plan, columns, G_N_ELEMENTS (columns), &error));
  g_assert_no_error (error);
}

static void
test_none (void)
{
  g_autoptr (AssayPlan) plan = expect_plan (DATA);

  g_assert_cmpuint (plan->fairness.groups->len, ==, 0);
  g_assert_cmpuint (plan->columns->len, ==, 0);
  g_assert_cmpfloat (plan->fairness.threshold, ==, 0.8);
  g_assert_null (plan->fairness.measures[0]);
}

/* Groups are sliced by, once, whatever the order of a crossing's columns. */
static void
test_groups (void)
{
  g_autoptr (AssayPlan) plan = expect_plan (DATA "[slices]\ncolumns=age;race\ncross=race*sex\n"
                                            "[fairness]\ngroups=race; sex*race "
                                            ";sex\nthreshold=0.9\nmeasures=fpr_parity\n");
  g_autofree char *single = names_of (plan->columns), *crossed = names_of (plan->crosses);
  g_autofree char *groups = names_of (plan->fairness.groups);

  g_assert_cmpstr (single, ==, "age;race;sex");
  g_assert_cmpstr (crossed, ==, "race*sex");
  g_assert_cmpstr (groups, ==, "race;sex*race;sex");
  g_assert_false (plan->fairness.is_largest);
  g_assert_cmpfloat (plan->fairness.threshold, ==, 0.9);
  g_assert_cmpstr (plan->fairness.measures[0], ==, "fpr_parity");
  expect_resolved (plan);
}

static void
test_control (void)
{
  g_autoptr (AssayPlan) plan = expect_plan (DATA "[slices]\ncolumns=sex\nbins.age=0;30;90\n"
                                            "[fairness]\ngroups=race;sex*race\ncontrol=age\n");
  g_autofree char *single = names_of (plan->columns), *crossed = names_of (plan->crosses);

  g_assert_cmpstr (single, ==, "sex;race");
  g_autofree char *controlled = names_of (plan->fairness.controlled);
  g_assert_cmpstr (crossed, ==, "sex*race");
  g_assert_cmpstr (controlled, ==, "age*race;age*sex*race");
  g_assert_cmpstr (plan->fairness.control, ==, "age");
  expect_resolved (plan);

  /* Chosen columns put over the plan leave the bins of the control column. */
  const AssayPlanSetting setting = { "slices", "columns", "sex", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) over = assay_plan_override (plan, &setting, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (over->bins->len, ==, 1);
  g_assert_cmpuint (over->fairness.controlled->len, ==, 2);
}

static void
test_reference (void)
{
  static const struct { const char *groups, *reference; gboolean is_largest; const char *column, *value; } rows[] = {
    { "race", "best", FALSE, NULL, NULL },
    { "race", "largest", TRUE, NULL, NULL },
    { "race", "White", FALSE, "race", "White" },
    { "race;sex", "sex=Male", FALSE, "sex", "Male" },
    { "race;sex", "sex=(missing);largest", TRUE, "sex", NULL },
    { "sex*race", "race=White*sex=Male", FALSE, "sex", "Male" }, /* in the order of the crossing */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf (DATA "[fairness]\ngroups=%s\nreference=%s\n", rows[i].groups,
                                               rows[i].reference);
      g_autoptr (AssayPlan) plan = expect_plan (text);
      const AssayPlanFairness *fairness = &plan->fairness;

      g_assert_true (fairness->is_largest == rows[i].is_largest);
      g_assert_cmpuint (fairness->references->len, ==, rows[i].column != NULL);
      if (rows[i].column == NULL)
        continue;
      const AssayTarget *target = fairness->references->pdata[0];
      g_assert_cmpstr (target->columns[0], ==, rows[i].column);
      g_assert_cmpstr (target->values[0], ==, rows[i].value);
      expect_resolved (plan);
    }
}

static const struct { const char *text; AssayPlanError code; const char *message; } unread[] = {
  { DATA "[fairness]\ncontrol=age\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:5: control= is about groups, and [fairness] has none; add such as groups=sex, or remove it" },
  { DATA "[fairness]\ngroups=race;sex*race\ncontrol=sex\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:6: control column 'sex' is in groups= too, as 'sex*race'; within one of its values there is nothing to "
    "compare; remove one" },
  { DATA "[fairness]\ngroups=a*b*c*d*e*f\ncontrol=sex\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:6: 'a*b*c*d*e*f' with control column 'sex' is a crossing of more than 6 columns" },
  { DATA "[fairness]\ngroups=race*sex;sex*race\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:5: 'sex*race' crosses the columns of another item; remove one" },
  { DATA "[fairness]\ngroups=race*\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:5: 'race*' lacks a column beside *; expected such as sex*race" },
  { DATA "[fairness]\ngroups=race;sex\nreference=White\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:6: reference 'White' does not say of which column; expected best, largest, or such as race=White" },
  { DATA "[fairness]\ngroups=race;sex\nreference=age=30\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:6: reference 'age=30' is of 'age', which groups= does not name" },
  { DATA "[fairness]\ngroups=race\nmeasures=Equal opportunity\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:6: 'Equal opportunity' is no measure; did you mean 'equal_opportunity'?" },
};

static void
test_unread (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (unread); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayPlan) plan = assay_plan_parse (unread[i].text, strlen (unread[i].text), "t.ini", &error);
      g_assert_null (plan);
      expect_failure (unread[i].text, error, unread[i].code, unread[i].message);
    }
}

static const struct { const char *text, *message; AssayPlanError code; } unresolved[] = {
  { DATA "[fairness]\ngroups=rase\n", "t.ini:5: the data has no column 'rase' (groups); did you mean 'race'?",
    ASSAY_PLAN_ERROR_UNKNOWN },
  { DATA "[fairness]\ngroups=race\ncontrol=ages\n", "t.ini:6: the data has no column 'ages' (control); did you mean "
                                                    "'age'?",
    ASSAY_PLAN_ERROR_UNKNOWN },
};

static void
test_unresolved (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (unresolved); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayPlan) plan = expect_plan (unresolved[i].text);
      g_assert_false (assay_plan_resolve (plan, columns, G_N_ELEMENTS (columns), &error));
      expect_failure (unresolved[i].text, error, unresolved[i].code, unresolved[i].message);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/fairness/none", test_none);
  g_test_add_func ("/plan/fairness/groups", test_groups);
  g_test_add_func ("/plan/fairness/control", test_control);
  g_test_add_func ("/plan/fairness/reference", test_reference);
  g_test_add_func ("/plan/fairness/unread", test_unread);
  g_test_add_func ("/plan/fairness/unresolved", test_unresolved);
  return g_test_run ();
}
