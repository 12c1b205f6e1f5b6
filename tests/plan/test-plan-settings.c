/* Options as a plan, and over one: where they go, what they drop, how they are named in messages. */
#include "expect.h"

typedef struct
{
  const char      *before;
  AssayPlanSetting settings[4];
  guint            n_settings;
  const char      *after;
} Row;

static const Row rows[] = {
  { "", { { "data", "label", "y" } }, 1, "[data]\nlabel=y\n" },
  { "", { { "data", "label", "y" }, { "slices", "columns", "a;b" }, { "data", "score", "p" } }, 3,
    "[data]\nlabel=y\nscore=p\n\n[slices]\ncolumns=a;b\n" },
  { "[data]\n# the truth\nlabel = x\n# the model\nprediction=p\n", { { "data", "label", "y" } }, 1,
    "[data]\n# the truth\nlabel=y\n# the model\nprediction=p\n" },
  { "[data]\nlabel=x\n\n# slices\n[slices]\nmin-rows=5\n", { { "data", "score", "p" } }, 1,
    "[data]\nlabel=x\nscore=p\n\n# slices\n[slices]\nmin-rows=5\n" },
  { "[data]\n\n# slices\n[slices]\nmin-rows=5\n", { { "data", "score", "p" } }, 1,
    "[data]\nscore=p\n\n# slices\n[slices]\nmin-rows=5\n" },
  { "[data]\nlabel=x", { { "data", "score", "p" } }, 1, "[data]\nlabel=x\nscore=p\n" },
  { "[data]", { { "data", "score", "p" } }, 1, "[data]\nscore=p\n" },
  { "[data]\nlabel=x", { { "audit", "seed", "3" } }, 1, "[data]\nlabel=x\n\n[audit]\nseed=3\n" },
  { "# mine", { { "audit", "seed", "3" } }, 1, "# mine\n\n[audit]\nseed=3\n" },
  { "[data]\r\nlabel=x\r\n", { { "data", "score", "p" }, { "audit", "seed", "3" } }, 2,
    "[data]\r\nlabel=x\r\nscore=p\r\n\r\n[audit]\r\nseed=3\r\n" },
  { "\xEF\xBB\xBF[data]\nlabel=x\n", { { "data", "label", "y" } }, 1, "\xEF\xBB\xBF[data]\nlabel=y\n" },
  /* of two the last counts; an empty one takes the key out */
  { "[data]\nlabel=x\n", { { "data", "label", "y" }, { "data", "label", "z" } }, 2, "[data]\nlabel=z\n" },
  { "[data]\nlabel=x\npositive=1\n", { { "data", "positive", "" } }, 1, "[data]\nlabel=x\n" },
  { "[data]\nlabel=x\n", { { "audit", "seed", "" }, { "data", "score", "" } }, 2, "[data]\nlabel=x\n" },
  /* sections with names */
  { "[check a]\nmeasure=f1\nat-least=0.5\n", { { "check a", "at-least", "0.6" }, { "risk b", "why", "c" } }, 2,
    "[check a]\nmeasure=f1\nat-least=0.6\n\n[risk b]\nwhy=c\n" },
  /* bins of columns that are no longer sliced go; those of the options stay */
  { "[slices]\ncolumns=a;b\ncross=c*d\nbins.a=0;1\n# of b\nbins.b=0;1\nbins.c=0;1\n", { { "slices", "columns", "b" } }, 1,
    "[slices]\ncolumns=b\ncross=c*d\n# of b\nbins.b=0;1\nbins.c=0;1\n" },
  { "[slices]\ncolumns=a\ncross=c*d\nbins.a=0;1\nbins.c=0;1\n", { { "slices", "cross", "" } }, 1,
    "[slices]\ncolumns=a\nbins.a=0;1\n" },
  { "[slices]\ncolumns=a\nbins.a=0;1\n", { { "slices", "bins.b", "0;2" }, { "slices", "columns", "c" } }, 2,
    "[slices]\ncolumns=c\nbins.b=0;2\n" },
  { "[slices]\ncolumns=a\nbins.a=0;1\n", { { "slices", "columns", "" } }, 1, "[slices]\nbins.a=0;1\n" },
  { "[slices]\ncolumns=a\nbins.a=0;1\n", { { "slices", "min-rows", "9" } }, 1,
    "[slices]\ncolumns=a\nbins.a=0;1\nmin-rows=9\n" },
  /* models that are no longer compared go */
  { "[data]\nbaseline=old;quick\n[model old]\n# why\nscore=s\n[model quick]\nscore=q\n[risk r]\nwhy=x\n",
    { { "data", "baseline", "quick;current" } }, 1,
    "[data]\nbaseline=quick;current\n# why\n[model quick]\nscore=q\n[risk r]\nwhy=x\n" },
  { "[data]\nbaseline=old\n[model old]\nscore=s\n", { { "data", "baseline", "" } }, 1, "[data]\n" },
  { "[data]\nbaseline=old\n[model old]\nscore=s\n", { { "model old", "threshold", "0.3" } }, 1,
    "[data]\nbaseline=old\n[model old]\nscore=s\nthreshold=0.3\n" },
};

static void
check_row (const Row       *row,
           const AssayPlan *plan)
{
  g_assert_cmpstr (plan->text, ==, row->after);
  g_autofree char *text = assay_plan_to_text (plan);
  g_assert_cmpstr (text, ==, row->after);
  g_autoptr (AssayPlan) again = assay_plan_parse (text, strlen (text), plan->file, NULL);
  g_assert_nonnull (again);
  g_autofree char *dump = dump_plan (plan), *dump_again = dump_plan (again);
  g_assert_cmpstr (dump, ==, dump_again);
}

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_test_message ("%s", rows[i].before);
      g_autoptr (AssayPlan) base = expect_plan (rows[i].before);
      g_autofree char *dump = dump_plan (base);
      g_autoptr (AssayPlan) plan = assay_plan_override (base, rows[i].settings, rows[i].n_settings, &error);
      g_assert_no_error (error);
      check_row (&rows[i], plan);
      g_assert_cmpstr (plan->file, ==, "t.ini");
      /* The plan that it was made from is as it was. */
      g_autofree char *dump_after = dump_plan (base);
      g_assert_cmpstr (dump, ==, dump_after);
      g_assert_cmpstr (base->text, ==, rows[i].before);
    }
}

/* With no file, the same as over an empty one, but for the title. */
static void
test_no_file (void)
{
  static const AssayPlanSetting settings[] = { { "data", "files", "in/income.csv;b.csv", "DATA" },
                                               { "data", "label", "y", "--label" },
                                               { "slices", "bins.age", "quantiles 5", "--bins" } };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = assay_plan_from_settings (settings, G_N_ELEMENTS (settings), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (plan->file, ==, "(no plan)");
  g_assert_cmpstr (plan->title, ==, "income.csv");
  g_assert_cmpstr (plan->text, ==, "[data]\nfiles=in/income.csv;b.csv\nlabel=y\n\n[slices]\nbins.age=quantiles 5\n");
  g_assert_false (plan->slices_given);

  /* The slices that were chosen are put over it. */
  static const AssayPlanSetting chosen[] = { { "slices", "columns", "age;sex", "columns chosen from the data" } };
  g_autoptr (AssayPlan) with = assay_plan_override (plan, chosen, 1, &error);
  g_assert_no_error (error);
  g_assert_true (with->slices_given);
  g_assert_cmpuint (with->columns->len, ==, 2);
  g_assert_cmpint (assay_plan_bins (with, "age")->n, ==, 5);

  g_autoptr (AssayPlan) none = assay_plan_from_settings (NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (none->text, ==, "");
  g_assert_cmpstr (none->title, ==, "(no plan)");
}

static const struct
{
  AssayPlanSetting setting;
  AssayPlanError   code;
  const char      *message;
} failures[] = {
  { { "data", "lable", "y", "--lable" }, ASSAY_PLAN_ERROR_UNKNOWN,
    "option --lable: unknown key 'lable' in [data]; did you mean 'label'?" },
  { { "dta", "label", "y", "--label" }, ASSAY_PLAN_ERROR_UNKNOWN,
    "option --label: unknown section 'dta'; did you mean [data]?" },
  { { "audit", "confidence", "95", "--confidence" }, ASSAY_PLAN_ERROR_VALUE,
    "option --confidence: 'confidence' is '95'; expected a number above 0.5 and below 1" },
  { { "audit", "seed", "x" }, ASSAY_PLAN_ERROR_VALUE,
    "option --seed: 'seed' is 'x'; expected a whole number from 0 to 18446744073709551615" },
  { { "data", "time", "w", "--time" }, ASSAY_PLAN_ERROR_LATER,
    "option --time: key 'time' is not acted on by this version of Assay; remove it, or leave its value empty" },
  { { "data", "label", "y\n[audit]\nseed=3", "--label" }, ASSAY_PLAN_ERROR_VALUE,
    "option --label: a line break cannot be written in a plan" },
  { { "data", "label", "y\r", "--label" }, ASSAY_PLAN_ERROR_VALUE,
    "option --label: a line break cannot be written in a plan" },
  { { "risk a]\n[data", "label", "y", "--label" }, ASSAY_PLAN_ERROR_VALUE,
    "option --label: a line break cannot be written in a plan" },
  { { "slices", "bins.a\n[b]", "day", "--bins" }, ASSAY_PLAN_ERROR_VALUE,
    "option --bins: a line break cannot be written in a plan" },
  { { "data", "label", " y", "--label" }, ASSAY_PLAN_ERROR_VALUE,
    "option --label: label=' y' cannot be written in a plan, which has no blanks around values and no = in keys" },
  { { "slices", "bins.a=b", "day", "--bins" }, ASSAY_PLAN_ERROR_VALUE,
    "option --bins: bins.a=b='day' cannot be written in a plan, which has no blanks around values and no = in keys" },
  { { "data", "label", "y\x01", "--label" }, ASSAY_PLAN_ERROR_SYNTAX,
    "option --label: byte 0x01 at character 8; a plan is plain text" },
  { { "data", "label", "gr\xf6\xdf", "--label" }, ASSAY_PLAN_ERROR_SYNTAX,
    "option --label: byte 0xf6 at character 9 is not UTF-8; save the plan as UTF-8 text" },
  { { "slices", "columns", "a;a", "--columns" }, ASSAY_PLAN_ERROR_VALUE,
    "option --columns: 'columns' names 'a' twice; remove one" },
  { { "slices", "cross", "a", "--cross" }, ASSAY_PLAN_ERROR_VALUE,
    "option --cross: 'a' is one column; cross= takes two or more, such as sex*race; move it to columns=" },
  { { "check x", "measure", "f1", "--check" }, ASSAY_PLAN_ERROR_VALUE,
    "option --check: [check x] has no bound; expected one of at-least, at-most, no-worse-than" },
  { { "#", "label", "y", "--label" }, ASSAY_PLAN_ERROR_UNKNOWN,
    "option --label: unknown section '#'; sections are: audit, data, model NAME, baseline NAME, slices, slice NAME, "
    "measure NAME, risk NAME, check NAME, fairness, costs, tag NAME" },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (assay_plan_from_settings (&failures[i].setting, 1, &error));
      expect_failure (failures[i].setting.value, error, failures[i].code, failures[i].message);
      g_clear_error (&error);
      g_autoptr (AssayPlan) base = expect_plan ("# a\n[data]\nlabel=b\n");
      g_assert_null (assay_plan_override (base, &failures[i].setting, 1, &error));
      expect_failure (failures[i].setting.value, error, failures[i].code, failures[i].message);
    }
}

/* A line of the file keeps its number in messages, whatever was put before it. */
static void
test_numbers_stay (void)
{
  static const AssayPlanSetting settings[] = { { "data", "score", "p", "--score" } };
  static const AssayColumn columns[] = { { "y", ASSAY_COLUMN_NUMBER }, { "p", ASSAY_COLUMN_NUMBER } };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) base = expect_plan ("[data]\nlabel=y\n[slices]\ncolumns=sex\n");
  g_autoptr (AssayPlan) plan = assay_plan_override (base, settings, 1, &error);
  g_assert_no_error (error);
  g_assert_false (assay_plan_resolve (plan, columns, 2, &error));
  expect_failure ("sex", error, ASSAY_PLAN_ERROR_UNKNOWN,
                  "t.ini:4: the data has no column 'sex' (columns); columns are: y, p");
}

/* What is too long to be read back is not made. */
static void
test_limit (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *comment = g_strnfill (ASSAY_PLAN_MAX_BYTES - 10, '#');
  g_autofree char *text = g_strconcat (comment, "\n[data]\n", NULL);
  g_autoptr (AssayPlan) base = expect_plan (text);
  AssayPlanSetting settings[] = { { "data", "label", "a", "--label" } };
  g_assert_null (assay_plan_override (base, settings, 1, &error));
  expect_failure ("a long plan", error, ASSAY_PLAN_ERROR_VALUE,
                  "t.ini: with the options put over it more than 1048576 bytes");
}

/* Putting settings over a plan in one go or one after the other is the same. */
static void
test_one_by_one (void)
{
  static const char *const keys[] = { "label", "prediction", "score", "positive", "threshold", "files", "task" };
  static const char *const values[] = { "0.5", "1", "", "0.25" };
  guint seed = g_test_rand_int ();
  g_test_message ("seed %u", seed);
  GRand *random = g_rand_new_with_seed (seed);
  for (guint round = 0; round < 200; round++)
    {
      AssayPlanSetting settings[6];
      for (guint i = 0; i < 6; i++)
        settings[i] = (AssayPlanSetting) { "data", keys[g_rand_int_range (random, 0, 6)],
                                           values[g_rand_int_range (random, 0, 4)], NULL };
      g_autoptr (AssayPlan) plan = expect_plan ("[data]\nlabel=a\n# b\nscore=s\n\n[slices]\n");
      g_autoptr (AssayPlan) at_once = assay_plan_override (plan, settings, 6, NULL);
      for (guint i = 0; i < 6; i++)
        {
          AssayPlan *next = assay_plan_override (plan, &settings[i], 1, NULL);
          assay_plan_free (plan);
          plan = next;
        }
      g_assert_cmpstr (plan->text, ==, at_once->text);
    }
  g_rand_free (random);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/settings/rows", test_rows);
  g_test_add_func ("/plan/settings/no-file", test_no_file);
  g_test_add_func ("/plan/settings/failures", test_failures);
  g_test_add_func ("/plan/settings/numbers-stay", test_numbers_stay);
  g_test_add_func ("/plan/settings/limit", test_limit);
  g_test_add_func ("/plan/settings/one-by-one", test_one_by_one);
  return g_test_run ();
}
