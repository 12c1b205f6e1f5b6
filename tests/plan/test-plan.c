/* The plan of design.md 4, field by field, and reading it from a file. */
#include "expect.h"

#include <glib/gstdio.h>
#include <unistd.h>

static const char full[] =
  "[audit]\ntitle=Income model 2.1, before deployment\nseed=18446744073709551615\nconfidence=0.9\ncode-version=2.1\n"
  "\n"
  "[data]\n# one or more files\nfiles=income-2018.parquet; more/*.csv.gz ;\nlabel=label\nprediction=candidate\n"
  "score=p\nthreshold=.25\npositive=1\ntask=classification\nbaseline=current;previous\nweight=\n"
  "\n"
  "[model previous]\nscore=old_score\nthreshold=0.4\n"
  "\n"
  "[slices]\ncolumns=sex;race;age;day of birth\ncross=sex*race;sex*age*race\n"
  "bins.age=0;25;35.5;50;65\nbins.day of birth=month\nmin-rows=50\nmin-effect=0\nmeasures=recall;f0.5\n"
  "\n"
  "[slice young women]\nwhere=age < 25 AND sex = 'Female' # \"; 1\n"
  "\n"
  "[risk Bias]\nwhy=Credit is decided on this\n[risk Drift]\n"
  "\n"
  "[check No race far behind]\nrisk=Bias\nmeasure=recall\nslices=race;race*sex;race=Black*sex=(missing);young women\n"
  "at-least=0.70\n"
  "\n"
  "[check No slice worse than today]\nmeasure=accuracy\nslices=*\nno-worse-than=current by 0.01\n"
  "undecided=accept  too few rows\nbetter=higher\n"
  "\n"
  "[check low]\nmeasure=fpr\nat-most=1e-1\n";

static const char full_dump[] =
  "title=Income model 2.1, before deployment seed=18446744073709551615 confidence=0.90000000000000002 code=2.1\n"
  "files=income-2018.parquet|more/*.csv.gz\n"
  "label=label prediction=candidate score=p threshold=0.25 1 positive=1\n"
  "baselines=current|previous\n"
  "given=1 min-rows=50 min-effect=0 rare=0.01 per-class=0 measures=1\n"
  "measures=recall|f0.5\n"
  "column=sex\ncolumn=race\ncolumn=age\ncolumn=day of birth\n"
  "cross=sex|race\ncross=sex|age|race\n"
  "bins age 1 n=0 width=0 0 25 35.5 50 65\n"
  "bins day of birth 6 n=0 width=0\n"
  "slice young women where=age < 25 AND sex = 'Female' # \"; 1\n"
  "risk Bias why=Credit is decided on this\nrisk Drift why=(null)\n"
  "model previous prediction=(null) score=old_score threshold=0.40000000000000002\n"
  "unit=(null)\n"
  "check No race far behind risk=Bias measure=recall bound=0 value=0.69999999999999996 than=(null) better=0 "
  "accept=(null) class=(null) 2:race(race,(null)) 2:race*sex(sex,(null))(race,(null)) "
  "3:race=Black*sex=(missing)(sex,(null))(race,Black) 4:young women\n"
  "check No slice worse than today risk=(null) measure=accuracy bound=2 value=0.01 than=current better=1 "
  "accept=too few rows class=(null) 1:*\n"
  "check low risk=(null) measure=fpr bound=1 value=0.10000000000000001 than=(null) better=0 accept=(null) class=(null) "
  "0:all\n";

static void
test_full (void)
{
  g_autoptr (AssayPlan) plan = expect_plan (full);
  g_autofree char *dump = dump_plan (plan);
  g_assert_cmpstr (dump, ==, full_dump);
  g_assert_cmpstr (plan->text, ==, full);
  g_autofree char *text = assay_plan_to_text (plan);
  g_assert_cmpstr (text, ==, full);
  g_assert_cmpuint (((AssayModel *) plan->models->pdata[0])->line, ==, 19);
  g_assert_cmpuint (((AssayBins *) plan->bins->pdata[1])->line, ==, 27);
  g_assert_cmpuint (((AssayCheck *) plan->checks->pdata[0])->line, ==, 39);
}

static void
test_defaults (void)
{
  g_autoptr (AssayPlan) plan = expect_plan ("");
  g_autofree char *dump = dump_plan (plan);
  g_assert_cmpstr (dump, ==,
                   "title=t.ini seed=1 confidence=0.94999999999999996 code=(null)\nfiles=\n"
                   "label=(null) prediction=(null) score=(null) threshold=0.5 0 positive=(null)\nbaselines=\n"
                   "given=0 min-rows=30 min-effect=0.01 rare=0.01 per-class=0 measures=0\n"
                   "measures=accuracy|recall|precision|fpr|fnr|f1\nunit=(null)\n");
}

/* Every key may be there without a value, and is then as if it were not. */
static void
test_empty_values (void)
{
  guint n_keys;
  const AssayPlanKey *keys = assay_plan_keys (&n_keys);
  GString *text = g_string_new (NULL);
  const char *section = "";
  for (guint i = 0; i < n_keys; i++)
    {
      if (strstr (keys[i].section, " NAME") != NULL)
        continue;
      if (strcmp (keys[i].section, section) != 0)
        g_string_append_printf (text, "[%s]\n", keys[i].section);
      section = keys[i].section;
      g_string_append_printf (text, "%s = \t\n", keys[i].name);
    }
  g_autoptr (AssayPlan) plan = expect_plan (text->str);
  g_autoptr (AssayPlan) empty = expect_plan ("");
  g_autofree char *dump = dump_plan (plan);
  g_autofree char *expected = dump_plan (empty);
  g_assert_cmpstr (dump, ==, expected);
  g_string_free (text, TRUE);
}

static void
test_fallback (void)
{
  g_autoptr (AssayPlan) none = expect_plan ("[audit]\nfallback=none\n"), cpu = expect_plan ("[audit]\nfallback=cpu\n");
  g_autoptr (AssayPlan) default_plan = expect_plan ("");
  g_autoptr (GError) error = NULL;

  g_assert_true (none->no_fallback);
  g_assert_false (cpu->no_fallback);
  g_assert_false (default_plan->no_fallback);
  g_assert_null (assay_plan_parse ("[audit]\nfallback=gpu\n", 21, "t.ini", &error));
  g_assert_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_UNKNOWN);
  g_assert_nonnull (strstr (error->message, "t.ini:2"));
}

static void
test_look_up (void)
{
  g_autoptr (AssayPlan) plan = expect_plan (full);
  g_assert_cmpint (assay_plan_bins (plan, "age")->kind, ==, ASSAY_BINS_EDGES);
  g_assert_null (assay_plan_bins (plan, "sex"));
  g_assert_cmpstr (assay_plan_model (plan, "previous")->score, ==, "old_score");
  g_assert_null (assay_plan_model (plan, "current"));
  g_autofree const char **columns = assay_plan_slice_columns (plan);
  g_autofree char *joined = g_strjoinv ("|", (char **) columns);
  g_assert_cmpstr (joined, ==, "sex|race|age|day of birth");

  g_autoptr (AssayPlan) chosen = expect_plan ("[slices]\nbins.age=width 10\ncross=sex*race\n"
                                              "[check a]\nmeasure=recall\nslices=job;sex=F;all\nat-least=0\n");
  g_autofree const char **wanted = assay_plan_slice_columns (chosen);
  g_autofree char *wanted_joined = g_strjoinv ("|", (char **) wanted);
  g_assert_cmpstr (wanted_joined, ==, "sex|race|age|job");
}

static void
test_can_name (void)
{
  static const char *const good[] = { "sex", "day of birth", "größe", "a.b", "#", "[x]", "a,b", "a\tb", "a%b" };
  static const char *const bad[] = { "", " a", "a ", "a;b", "a*b", "a=b", "a\nb", "\xff", "a\x7f", "a\rb", "\ta" };
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (assay_plan_can_name (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (assay_plan_can_name (bad[i]));
}

/* What can be named comes back from every place that names it. */
static void
test_can_name_is_true (void)
{
  static const char *const names[] = { "sex", "day of birth", "größe", "a.b", "#", "[x]", "a,b", "a\tb", "all" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = g_strdup_printf ("[data]\nlabel=%s\nbaseline=%s\n[slices]\ncolumns=%s\ncross=y*%s\n"
                                               "bins.%s=1;2\n", names[i], names[i], names[i], names[i], names[i]);
      g_autoptr (AssayPlan) plan = expect_plan (text);
      g_assert_cmpstr (plan->label, ==, names[i]);
      g_assert_cmpstr (plan->baselines[0], ==, names[i]);
      g_assert_cmpstr (((AssayCross *) plan->columns->pdata[0])->columns[0], ==, names[i]);
      g_assert_cmpstr (((AssayCross *) plan->crosses->pdata[0])->columns[1], ==, names[i]);
      g_assert_nonnull (assay_plan_bins (plan, names[i]));
    }
}

static void
test_load (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("assay-plan-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "income.ini", NULL);
  g_assert_true (g_file_set_contents (path, full, -1, NULL));
  g_autoptr (AssayPlan) plan = assay_plan_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (plan->text, ==, full);
  g_assert_cmpstr (plan->file, ==, path);
  g_assert_true (g_file_set_contents (path, "[data]\n", -1, NULL));
  g_autoptr (AssayPlan) untitled = assay_plan_load (path, &error);
  g_assert_cmpstr (untitled->title, ==, "income.ini");
  g_unlink (path);

  g_autofree char *missing = g_strdup_printf ("%s: the plan cannot be read: %s", path, g_strerror (ENOENT));
  g_assert_null (assay_plan_load (path, &error));
  expect_failure (path, error, ASSAY_PLAN_ERROR_READ, missing);
  g_clear_error (&error);
  g_autofree char *is_folder = g_strdup_printf ("%s: the plan cannot be read: %s", folder, g_strerror (EISDIR));
  g_assert_null (assay_plan_load (folder, &error));
  expect_failure (folder, error, ASSAY_PLAN_ERROR_READ, is_folder);
  g_rmdir (folder);
}

static void
test_load_limit (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("assay-plan-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "long.ini", NULL);
  g_autofree char *text = g_strnfill (ASSAY_PLAN_MAX_BYTES + 5, '\n');
  g_assert_true (g_file_set_contents (path, text, ASSAY_PLAN_MAX_BYTES, NULL));
  g_autoptr (AssayPlan) plan = assay_plan_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->lines->len, ==, 1);
  for (guint more = 1; more <= 5; more += 4)
    {
      g_assert_true (g_file_set_contents (path, text, ASSAY_PLAN_MAX_BYTES + more, NULL));
      g_assert_null (assay_plan_load (path, &error));
      g_assert_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_SYNTAX);
      g_assert_true (g_str_has_suffix (error->message, ":1: more than 1048576 bytes; that is no plan"));
      g_clear_error (&error);
    }
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/full", test_full);
  g_test_add_func ("/plan/defaults", test_defaults);
  g_test_add_func ("/plan/empty-values", test_empty_values);
  g_test_add_func ("/plan/fallback", test_fallback);
  g_test_add_func ("/plan/look-up", test_look_up);
  g_test_add_func ("/plan/can-name", test_can_name);
  g_test_add_func ("/plan/can-name-is-true", test_can_name_is_true);
  g_test_add_func ("/plan/load", test_load);
  g_test_add_func ("/plan/load-limit", test_load_limit);
  return g_test_run ();
}
