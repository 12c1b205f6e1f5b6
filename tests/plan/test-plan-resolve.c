/* The plan against the data's columns: what fits, and each thing that does not. */
#include "expect.h"

static const AssayColumn columns[] = {
  { "label", ASSAY_COLUMN_NUMBER },   { "candidate", ASSAY_COLUMN_NUMBER }, { "current", ASSAY_COLUMN_BOOLEAN },
  { "p_new", ASSAY_COLUMN_NUMBER },   { "p_old", ASSAY_COLUMN_NUMBER },     { "sex", ASSAY_COLUMN_TEXT },
  { "race", ASSAY_COLUMN_TEXT },      { "age", ASSAY_COLUMN_NUMBER },       { "birthday", ASSAY_COLUMN_TIME },
  { "tags", ASSAY_COLUMN_OTHER },     { "is_new", ASSAY_COLUMN_BOOLEAN },
};

#define DATA "[data]\nlabel=label\nprediction=candidate\n"
#define SLICES DATA "[slices]\ncolumns=sex;age;race\ncross=sex*race\n"
#define CHECK SLICES "[slice young women]\nwhere=1\n[check x]\nmeasure=f1\nat-most=1\nslices="

static const char *const good[] = {
  DATA,
  "[data]\nlabel=sex\nscore=p_new\n",
  "[data]\nlabel=label\nprediction=candidate\nscore=p_new\nbaseline=current;old\n[model old]\nscore=p_old\n",
  "[data]\nlabel=label\nprediction=candidate\nbaseline=old\n[model old]\nprediction=current\n",
  SLICES "bins.age=quantiles 5\n",
  DATA "[slices]\ncolumns=label;candidate;p_new;is_new;birthday\nbins.birthday=week\nbins.p_new=width 0.1\n",
  DATA "[slices]\ncolumns=sex\ncross=age*birthday\nbins.age=0;25\nbins.birthday=month\n",
  DATA "[slices]\nbins.age=0;25\nbins.birthday=month\n",
  CHECK "all;*\n", CHECK "sex;race*sex;sex=anything*race=B;age=[1, 2);young women\n",
  DATA "[check x]\nmeasure=f1\nat-most=1\nslices=race;age=5\n",
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayPlan) plan = expect_plan (good[i]);
      if (!assay_plan_resolve (plan, columns, G_N_ELEMENTS (columns), &error))
        g_error ("%s\nfailed: %s", good[i], error->message);
      g_assert_no_error (error);
      g_assert_true (assay_plan_resolve_draft (plan, columns, G_N_ELEMENTS (columns), NULL));
    }
}

#define COLUMNS "columns are: label, candidate, current, p_new, p_old, sex, race, age, birthday, tags, is_new"

static const struct
{
  const char    *text;
  AssayPlanError code;
  const char    *message;
} failures[] = {
  /* [data] */
  { "", ASSAY_PLAN_ERROR_VALUE,
    "t.ini: no label; add label=COLUMN to [data], or give --label COLUMN; " COLUMNS },
  { "[data]\nlabel=label\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini: no prediction and no score; add prediction=COLUMN or score=COLUMN to [data], or give --prediction COLUMN or "
    "--score COLUMN; " COLUMNS },
  { "[data]\nlabel=lable\nprediction=candidate\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: the data has no column 'lable' (label); did you mean 'label'?" },
  { "[data]\nlabel=Label\nprediction=candidate\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:2: the data has no column 'Label' (label); did you mean 'label'?" },
  { "[data]\nlabel=label\nprediction=outcome\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:3: the data has no column 'outcome' (prediction); " COLUMNS },
  { "[data]\nlabel=label\nscore=p_ne\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:3: the data has no column 'p_ne' (score); did you mean 'p_new'?" },
  { "[data]\nlabel=tags\nprediction=candidate\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: column 'tags' holds lists, structures or bytes; a label is numbers, text or booleans" },
  { "[data]\nlabel=birthday\nprediction=candidate\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:2: column 'birthday' holds times; a label is numbers, text or booleans" },
  { "[data]\nlabel=label\nprediction=birthday\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:3: column 'birthday' holds times; a prediction is numbers, text or booleans" },
  { "[data]\nlabel=label\nscore=sex\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:3: column 'sex' holds text; a score is numbers; for classes use prediction=" },
  { "[data]\nlabel=label\nscore=current\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:3: column 'current' holds booleans; a score is numbers; for classes use prediction=" },
  { "[data]\nlabel=label\nscore=birthday\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:3: column 'birthday' holds times; a score is numbers" },
  { "[data]\nlabel=label\nprediction=label\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:3: prediction is the label's column 'label'; a model cannot be audited so" },
  { "[data]\nlabel=label\nprediction=candidate\nscore=label\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:4: score is the label's column 'label'; a model cannot be audited so" },
  { DATA "baseline=current;curent\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:4: the data has no column 'curent' (baseline); did you mean 'current'?" },
  { DATA "baseline=candidate\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:4: baseline 'candidate' is the column of the prediction itself; remove it" },
  { DATA "baseline=label\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:4: baseline 'label' is the column of the label itself; remove it" },
  { DATA "baseline=tags\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:4: column 'tags' holds lists, structures or bytes; a baseline is numbers, text or booleans" },
  { DATA "baseline=current\n[model current]\nscore=p_old\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:4: baseline 'current' is both a column and a [model]; give the [model] another name" },
  { DATA "baseline=old\n[model old]\nscore=p_odl\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:6: the data has no column 'p_odl' (score); did you mean 'p_old'?" },
  { DATA "baseline=old\n[model old]\nscore=sex\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:6: column 'sex' holds text; a score is numbers; for classes use prediction=" },
  { DATA "baseline=old\n[model old]\nprediction=tags\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:6: column 'tags' holds lists, structures or bytes; a prediction is numbers, text or booleans" },

  /* [slices] */
  { DATA "[slices]\ncolumns=sex;rase\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:5: the data has no column 'rase' (columns); did you mean 'race'?" },
  { DATA "[slices]\ncolumns=sex;country of birth\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:5: the data has no column 'country of birth' (columns); " COLUMNS },
  { DATA "[slices]\ncolumns=tags\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:5: column 'tags' holds lists, structures or bytes, which cannot be sliced; remove it, or use a [slice NAME] "
    "with where=" },
  { DATA "[slices]\ncolumns=sex\ncross=sex*aeg\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:6: the data has no column 'aeg' (cross); did you mean 'age'?" },
  { DATA "[slices]\ncross=sex*tags\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:5: column 'tags' holds lists, structures or bytes, which cannot be sliced; remove it, or use a [slice NAME] "
    "with where=" },
  { DATA "[slices]\ncolumns=sex\nbins.age=0;25\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:6: column 'age' is binned but not sliced; add it to columns= or cross=, or remove this line" },
  { DATA "[slices]\nbins.gae=0;25\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:5: the data has no column 'gae' (bins.gae); did you mean 'age'?" },
  { SLICES "bins.sex=quantiles 5\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:7: 'quantiles 5' is for a column of numbers, but 'sex' holds text" },
  { SLICES "bins.age=month\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:7: 'month' is for a column of times, but 'age' holds numbers" },
  { DATA "[slices]\ncolumns=birthday\nbins.birthday=0;5\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:6: '0;5' is for a column of numbers, but 'birthday' holds times; expected day, week or month" },
  { DATA "[slices]\ncolumns=is_new\nbins.is_new=width 1\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:6: 'width 1' is for a column of numbers, but 'is_new' holds booleans" },
  { DATA "[slice age]\nwhere=age < 25\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:5: [slice age] begins like column 'age'; give it another name, so that checks can tell them apart" },
  { DATA "[slice sex * young]\nwhere=age < 25\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:5: [slice sex * young] begins like column 'sex'; give it another name, so that checks can tell them apart" },
  { DATA "[slice race=B]\nwhere=1\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:5: [slice race=B] begins like column 'race'; give it another name, so that checks can tell them apart" },

  /* [check] */
  { CHECK "rcae\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:12: the data has no column 'rcae' (slices); did you mean 'race'?" },
  { CHECK "young woman\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:12: there is no column and no [slice] 'young woman'; did you mean 'young women'?" },
  { CHECK "birthday\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:12: the plan does not slice by 'birthday'; add it to columns= in [slices]" },
  { CHECK "sex*age\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:12: the plan does not slice by 'sex*age'; add it to cross= in [slices]" },
  { CHECK "sex=F*age=5\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:12: the plan does not slice by 'sex*age'; add it to cross= in [slices]" },
  { CHECK "birthday=2018\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:12: the plan does not slice by 'birthday'; add it to columns= in [slices]" },
  { CHECK "tags\n", ASSAY_PLAN_ERROR_VALUE,
    "t.ini:12: column 'tags' holds lists, structures or bytes, which cannot be sliced; remove it, or use a [slice NAME] "
    "with where=" },
  { DATA "[check x]\nmeasure=f1\nat-most=1\nslices=sex*age\n", ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:7: the plan does not slice by 'sex*age'; add it to cross= in [slices]" },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayPlan) plan = expect_plan (failures[i].text);
      g_assert_false (assay_plan_resolve (plan, columns, G_N_ELEMENTS (columns), &error));
      expect_failure (failures[i].text, error, failures[i].code, failures[i].message);
    }
}

static void
test_options (void)
{
  static const AssayPlanSetting wrong[] = { { "data", "label", "lable", "--label" }, { "data", "score", "p_new" } };
  static const AssayPlanSetting none[] = { { "data", "score", "p_new", "--score" } };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = assay_plan_from_settings (wrong, G_N_ELEMENTS (wrong), &error);
  g_assert_no_error (error);
  g_assert_false (assay_plan_resolve (plan, columns, G_N_ELEMENTS (columns), &error));
  expect_failure ("--label lable", error, ASSAY_PLAN_ERROR_UNKNOWN,
                  "option --label: the data has no column 'lable' (label); did you mean 'label'?");
  g_clear_error (&error);
  g_autoptr (AssayPlan) lacking = assay_plan_from_settings (none, G_N_ELEMENTS (none), &error);
  g_assert_no_error (error);
  g_assert_false (assay_plan_resolve (lacking, columns, G_N_ELEMENTS (columns), &error));
  expect_failure ("--score p_new", error, ASSAY_PLAN_ERROR_VALUE, "no label; give --label COLUMN; " COLUMNS);
}

/* A draft may lack label and prediction; what it names must be there all the same. */
static void
test_draft (void)
{
  static const char *const drafts[] = { "", "[data]\nlabel=label\n", "[data]\nprediction=candidate\nbaseline=current\n",
                                        "[slices]\ncolumns=sex\n" };
  for (guint i = 0; i < G_N_ELEMENTS (drafts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayPlan) plan = expect_plan (drafts[i]);
      g_assert_true (assay_plan_resolve_draft (plan, columns, G_N_ELEMENTS (columns), &error));
      g_assert_no_error (error);
      g_assert_false (assay_plan_resolve (plan, columns, G_N_ELEMENTS (columns), NULL));
    }
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = expect_plan ("[slices]\ncolumns=sxe\n");
  g_assert_false (assay_plan_resolve_draft (plan, columns, G_N_ELEMENTS (columns), &error));
  expect_failure ("columns=sxe", error, ASSAY_PLAN_ERROR_UNKNOWN,
                  "t.ini:2: the data has no column 'sxe' (columns); did you mean 'sex'?");
}

static void
test_no_columns (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = expect_plan (DATA);
  g_assert_false (assay_plan_resolve (plan, NULL, 0, &error));
  expect_failure (DATA, error, ASSAY_PLAN_ERROR_UNKNOWN,
                  "t.ini:2: the data has no column 'label' (label); there are no columns");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/resolve/good", test_good);
  g_test_add_func ("/plan/resolve/failures", test_failures);
  g_test_add_func ("/plan/resolve/options", test_options);
  g_test_add_func ("/plan/resolve/draft", test_draft);
  g_test_add_func ("/plan/resolve/no-columns", test_no_columns);
  return g_test_run ();
}
