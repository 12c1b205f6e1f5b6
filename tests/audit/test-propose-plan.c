/* test-propose-plan.c: a proposed plan parses, says what was proposed, and stays a plan whatever columns are called. */
#include "audit/propose.h"

#include <string.h>

static AssayColumnProfile *
column_new (const char *name, guint64 n_distinct)
{
  AssayColumnProfile *profile = g_new0 (AssayColumnProfile, 1);

  profile->name = (char *) name;
  profile->kind = n_distinct > 10 ? ASSAY_COLUMN_NUMBER : ASSAY_COLUMN_TEXT;
  profile->n_rows = 1000;
  profile->n_distinct = n_distinct;
  profile->examples = g_new0 (char *, 3);
  profile->examples[0] = (char *) "0";
  profile->examples[1] = (char *) "1";
  profile->n_examples = 2;
  profile->least = (char *) "0";
  profile->most = (char *) "1";
  return profile;
}

static void
column_free (gpointer data)
{
  g_free (((AssayColumnProfile *) data)->examples);
  g_free (data);
}

static char *
propose (const char *const *names, const char *file, const AssayPlanSetting *settings, guint n_settings)
{
  const char *const files[] = { file, NULL };
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func (column_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = assay_plan_from_settings (settings, n_settings, &error);
  g_autoptr (AssayProposal) proposal = NULL;
  char *text;

  g_assert_no_error (error);
  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (profiles, column_new (names[i], g_str_has_suffix (names[i], "age") ? 80 : 2));
  proposal = assay_propose (profiles, plan);
  text = assay_proposal_to_plan (proposal, files, settings, n_settings, &error);
  g_assert_no_error (error);
  return text;
}

static AssayPlan *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  AssayPlan *plan = assay_plan_parse (text, strlen (text), "proposed.ini", &error);

  g_test_message ("%s", text);
  g_assert_no_error (error);
  return plan;
}

static void
test_plain (void)
{
  static const char *const names[] = { "sex", "age", "label", "prediction", "current", "race", NULL };
  g_autofree char *text = propose (names, "income 2018.csv", NULL, 0);
  g_autoptr (AssayPlan) plan = parse (text);

  g_assert_cmpstr (plan->title, ==, "income 2018.csv");
  g_assert_cmpstr (plan->files[0], ==, "income 2018.csv");
  g_assert_cmpstr (plan->label, ==, "label");
  g_assert_cmpstr (plan->prediction, ==, "prediction");
  g_assert_cmpstr (plan->baselines[0], ==, "current");
  g_assert_cmpuint (plan->columns->len, ==, 3);
  g_assert_cmpint (assay_plan_bins (plan, "age")->kind, ==, ASSAY_BINS_QUANTILES);
  g_assert_cmpuint (plan->checks->len, ==, 0);
  g_assert_nonnull (strstr (text, "\n# sex: 2 values, 0 missing\n"));
  g_assert_nonnull (strstr (text, "\n# cross=sex*race\n"));
}

/* Columns of x and nothing are no slices; that they are tags is a comment. */
static void
test_tags (void)
{
  static const char *const names[] = { "sex", "noisy", "label", "very dark", "prediction", NULL };
  const char *const files[] = { "d.csv", NULL };
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func (column_free);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (profiles, column_new (names[i], 2));
  for (guint i = 1; i < 4; i += 2)
    {
      AssayColumnProfile *profile = profiles->pdata[i];
      profile->n_distinct = profile->n_examples = 1;
      profile->n_missing = 900;
      profile->examples[0] = (char *) (i == 1 ? "x" : "Yes");
    }
  g_autoptr (AssayProposal) proposal = assay_propose (profiles, NULL);
  g_autofree char *text = assay_proposal_to_plan (proposal, files, NULL, 0, &error);
  g_assert_no_error (error);
  g_autoptr (AssayPlan) plan = parse (text);
  g_assert_null (plan->tags[0]);
  g_assert_nonnull (strstr (text, "\n# tags=noisy;very dark\n"));
}

/* The commented example is a plan too, once its # are gone. */
static void
test_example (void)
{
  static const char *const names[] = { "sex", "label", "prediction", "current", "race", NULL };
  g_autofree char *text = propose (names, "a.csv", NULL, 0);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *joined = NULL;
  g_autoptr (AssayPlan) plan = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "# [") || (g_str_has_prefix (lines[i], "# ") && strchr (lines[i], '=') != NULL))
      memmove (lines[i], lines[i] + 2, strlen (lines[i]) - 1);
  joined = g_strjoinv ("\n", lines);
  plan = parse (joined);
  g_assert_cmpuint (plan->crosses->len, ==, 1);
  g_assert_cmpuint (plan->risks->len, ==, 1);
  g_assert_cmpuint (plan->checks->len, ==, 2);
  g_assert_cmpstr (((AssayCheck *) plan->checks->pdata[0])->slices[0], ==, "sex");
  g_assert_cmpstr (((AssayCheck *) plan->checks->pdata[1])->than, ==, "current");
}

static void
test_settings (void)
{
  static const char *const names[] = { "sex", "age", "label", "prediction", "approved", NULL };
  static const AssayPlanSetting settings[] = {
    { "data", "label", "approved" }, { "slices", "min-rows", "50" }, { "audit", "title", "Loans" },
    { "data", "positive", "1" }, { "slices", "columns", "age" }, { "slices", "bins.age", "width 10" },
  };
  g_autofree char *text = propose (names, "a.csv", settings, G_N_ELEMENTS (settings));
  g_autoptr (AssayPlan) plan = parse (text);

  g_assert_cmpstr (plan->label, ==, "approved");
  g_assert_cmpstr (plan->positive, ==, "1");
  g_assert_cmpstr (plan->title, ==, "Loans");
  g_assert_cmpuint (plan->min_rows, ==, 50);
  g_assert_cmpuint (plan->columns->len, ==, 1);
  g_assert_cmpint (assay_plan_bins (plan, "age")->kind, ==, ASSAY_BINS_WIDTH);
}

/* Columns that the user names are all of them; bins are proposed all the same. */
static void
test_named_columns (void)
{
  static const char *const names[] = { "sex", "age", "label", "prediction", "race", NULL };
  static const AssayPlanSetting settings[] = { { "slices", "columns", "age;sex" } };
  g_autofree char *text = propose (names, "a.csv", settings, G_N_ELEMENTS (settings));
  g_autoptr (AssayPlan) plan = parse (text);

  g_assert_cmpuint (plan->columns->len, ==, 2);
  g_assert_cmpint (assay_plan_bins (plan, "age")->kind, ==, ASSAY_BINS_QUANTILES);
  g_assert_nonnull (strstr (text, "# race: 2 values, 0 missing: columns= does not name it\n"));
}

/* No line of the text can be made by a column's or a file's name. */
static void
test_hostile (void)
{
  static const char *const names[] = { "a\n[check x]\nmeasure=recall", "#b", "[risk z]", "c;d", "=", "*", "\xff\xfe",
    "\x1b[31mred", "label\nlabel=sex", "age\r\nbins.x=1", " age", "bins.age", "", "title=x age", NULL };
  g_autofree char *text = propose (names, "a;b\n[check y].csv", NULL, 0);
  g_autoptr (AssayPlan) plan = parse (text);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (strchr (text, '\x1b'));
  g_assert_cmpuint (plan->checks->len, ==, 0);
  g_assert_cmpuint (plan->risks->len, ==, 0);
  g_assert_null (plan->label);
  g_assert_null (plan->files[0]);
}

static void
test_nothing (void)
{
  static const char *const names[] = { NULL };
  g_autofree char *text = propose (names, "empty.csv", NULL, 0);
  g_autoptr (AssayPlan) plan = parse (text);

  g_assert_null (plan->label);
  g_assert_false (plan->slices_given);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/propose-plan/plain", test_plain);
  g_test_add_func ("/propose-plan/tags", test_tags);
  g_test_add_func ("/propose-plan/example", test_example);
  g_test_add_func ("/propose-plan/settings", test_settings);
  g_test_add_func ("/propose-plan/named-columns", test_named_columns);
  g_test_add_func ("/propose-plan/hostile", test_hostile);
  g_test_add_func ("/propose-plan/nothing", test_nothing);
  return g_test_run ();
}
