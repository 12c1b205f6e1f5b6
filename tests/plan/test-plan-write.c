/* A new plan from entries, read back; and what cannot be written. */
#include "expect.h"

static const AssayPlanEntry entries[] = {
  { .comment = "Made from income.csv\n\n3 columns" },
  { "audit", "title", "Income; 2018 # x", "what it is called" },
  { "data", "files", "income.csv" },
  { "data", "label", "label", "two values: 0 (81 %), 1 (19 %)\nand none missing" },
  { "data", "weight", NULL, "none found" },
  { "slices", .comment = "columns with 2 to 20 values" },
  { "slices", "columns", "sex;age" },
  { "slices", "bins.age", "quantiles 5", "47 values\x01\x7f\xff\t" },
  { "risk Größe", NULL, NULL, NULL },
  { "slice young women", "where", "age < 25 AND sex = 'F'" },
};

static const char expected[] =
  "# Made from income.csv\n#\n# 3 columns\n"
  "\n[audit]\n# what it is called\ntitle=Income; 2018 # x\n"
  "\n[data]\nfiles=income.csv\n# two values: 0 (81 %), 1 (19 %)\n# and none missing\nlabel=label\n# none found\nweight=\n"
  "\n[slices]\n# columns with 2 to 20 values\ncolumns=sex;age\n# 47 values  \xEF\xBF\xBD \nbins.age=quantiles 5\n"
  "\n[risk Größe]\n"
  "\n[slice young women]\nwhere=age < 25 AND sex = 'F'\n";

static void
test_text (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = assay_plan_write (entries, G_N_ELEMENTS (entries), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
  g_autoptr (AssayPlan) plan = expect_plan (text);
  g_assert_cmpstr (plan->title, ==, "Income; 2018 # x");
  g_assert_cmpstr (((AssayRisk *) plan->risks->pdata[0])->name, ==, "Größe");
  g_autofree char *empty = assay_plan_write (NULL, 0, &error);
  g_assert_cmpstr (empty, ==, "");
}

static const struct
{
  AssayPlanEntry entries[3];
  guint          n_entries;
  AssayPlanError code;
  const char    *message;
} failures[] = {
  { { { "data", "lable", "y" } }, 1, ASSAY_PLAN_ERROR_UNKNOWN,
    "new plan:2: unknown key 'lable' in [data]; did you mean 'label'?" },
  { { { "data", "label", "y" }, { "audit", "seed", "1" }, { "data", "score", "p" } }, 3, ASSAY_PLAN_ERROR_SYNTAX,
    "new plan:7: section 'data' is there twice, first on line 1; put its keys together" },
  { { { "data", "label", " y" } }, 1, ASSAY_PLAN_ERROR_VALUE,
    "label=' y' cannot be written in a plan, which has no blanks around values and no = in keys" },
  { { { "data", "#label", "y" } }, 1, ASSAY_PLAN_ERROR_VALUE,
    "#label='y' cannot be written in a plan, which has no blanks around values and no = in keys" },
  { { { "audit", "seed", "1" }, { "data", "label", "y\nscore=p" } }, 2, ASSAY_PLAN_ERROR_VALUE,
    "entry 2: a line break cannot be written in a plan" },
  { { { "data]\nscore=p\n[audit", "seed", "1" } }, 1, ASSAY_PLAN_ERROR_VALUE,
    "entry 1: a line break cannot be written in a plan" },
  { { { "slices", "bins.a\nb", "day" } }, 1, ASSAY_PLAN_ERROR_VALUE,
    "entry 1: a line break cannot be written in a plan" },
  { { { "slices", "bins.a=b", "day" } }, 1, ASSAY_PLAN_ERROR_UNKNOWN,
    "new plan:2: 'bins.a' is 'b=day'; did you mean 'day'?" },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (assay_plan_write (failures[i].entries, failures[i].n_entries, &error));
      expect_failure (failures[i].entries[0].key, error, failures[i].code, failures[i].message);
    }
}

/* Whatever comments say, keys and values come back. */
static void
test_random (void)
{
  static const char *const keys[][2] = { { "audit", "title" }, { "audit", "code-version" }, { "data", "label" },
                                         { "data", "prediction" }, { "data", "positive" }, { "slice a b", "where" },
                                         { "risk x", "why" } };
  static const char alphabet[] = "ab =;#*[]\t'\"\\%\n\x01\xc3\xbc\xff";
  guint seed = g_test_rand_int ();
  g_test_message ("seed %u", seed);
  GRand *random = g_rand_new_with_seed (seed);
  for (guint round = 0; round < 300; round++)
    {
      AssayPlanEntry made[G_N_ELEMENTS (keys)];
      char values[G_N_ELEMENTS (keys)][8], comments[G_N_ELEMENTS (keys)][24];
      for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
        {
          guint n = g_rand_int_range (random, 0, 23);
          for (guint j = 0; j < n; j++)
            comments[i][j] = alphabet[g_rand_int_range (random, 0, sizeof alphabet - 1)];
          comments[i][n] = '\0';
          g_snprintf (values[i], sizeof values[i], "v%c%d", "=;#*[]"[g_rand_int_range (random, 0, 6)],
                      g_rand_int_range (random, 0, 9));
          made[i] = (AssayPlanEntry) { keys[i][0], keys[i][1], values[i], comments[i] };
        }
      g_autoptr (GError) error = NULL;
      g_autofree char *text = assay_plan_write (made, G_N_ELEMENTS (made), &error);
      g_assert_no_error (error);
      g_autoptr (AssayPlan) plan = expect_plan (text);
      g_assert_cmpstr (plan->title, ==, values[0]);
      g_assert_cmpstr (plan->code_version, ==, values[1]);
      g_assert_cmpstr (plan->label, ==, values[2]);
      g_assert_cmpstr (plan->prediction, ==, values[3]);
      g_assert_cmpstr (plan->positive, ==, values[4]);
      g_assert_cmpstr (((AssayNamedSlice *) plan->named->pdata[0])->where, ==, values[5]);
      g_assert_cmpstr (((AssayRisk *) plan->risks->pdata[0])->why, ==, values[6]);
    }
  g_rand_free (random);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/write/text", test_text);
  g_test_add_func ("/plan/write/failures", test_failures);
  g_test_add_func ("/plan/write/random", test_random);
  return g_test_run ();
}
