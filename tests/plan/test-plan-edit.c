/* Plans changed piece by piece: what an edit does not name keeps its bytes. */
#include "expect.h"

#define BY_HAND                                                                                                      \
  "# why we audit\n\n[data]\nfiles=a.csv\n# the truth\nlabel = y\nprediction=p\n\n[slices]\ncolumns=sex;race\n\n"    \
  "[slice old]\nwhere=age > 60\n\n# what may go wrong\n\n[risk Bias]\nwhy=x\n\n[check one]\nrisk=Bias\n# per race\n" \
  "measure=recall\nslices=race;old\nat-least=0.5\n\n# the rest\n\n[check two]\nmeasure=fpr\nat-most=0.1\n"

typedef struct
{
  const char   *before;
  AssayPlanEdit edits[3];
  guint         n_edits;
  const char   *from, *to; /* what of the text is another afterwards */
} Row;

static const Row rows[] = {
  { BY_HAND, { { ASSAY_PLAN_SET, "data", "label", "z" } }, 1, "label = y\n", "label=z\n" },
  { BY_HAND, { { ASSAY_PLAN_SET, "data", "label", "y" } }, 1, "", "" },
  { BY_HAND, { { ASSAY_PLAN_SET, "data", "score", "s" } }, 1, "prediction=p\n", "prediction=p\nscore=s\n" },
  { BY_HAND, { { ASSAY_PLAN_SET, "data", "prediction", "" } }, 1, "prediction=p\n", "" },
  { BY_HAND, { { ASSAY_PLAN_SET, "audit", "seed", "2" } }, 1, "at-most=0.1\n", "at-most=0.1\n\n[audit]\nseed=2\n" },
  { BY_HAND, { { ASSAY_PLAN_SET, "audit", "seed", "" } }, 1, "", "" },
  { BY_HAND, { { ASSAY_PLAN_ADD, "risk Cost" }, { ASSAY_PLAN_SET, "risk Cost", "why", "w" } }, 2,
    "[risk Bias]\nwhy=x\n", "[risk Bias]\nwhy=x\n\n[risk Cost]\nwhy=w\n" },
  { BY_HAND, { { ASSAY_PLAN_SET, "risk Cost", "why", "w" } }, 1, "[risk Bias]\nwhy=x\n",
    "[risk Bias]\nwhy=x\n\n[risk Cost]\nwhy=w\n" },
  { BY_HAND, { { ASSAY_PLAN_ADD, "check three", NULL, "check one" }, { ASSAY_PLAN_SET, "check three", "measure", "f1" },
               { ASSAY_PLAN_SET, "check three", "at-least", "0.4" } }, 3,
    "at-least=0.5\n", "at-least=0.5\n\n[check three]\nmeasure=f1\nat-least=0.4\n" },
  { BY_HAND, { { ASSAY_PLAN_ADD, "risk Bias" } }, 1, "", "" },
  { BY_HAND, { { ASSAY_PLAN_REMOVE, "check one" } }, 1,
    "[check one]\nrisk=Bias\n# per race\nmeasure=recall\nslices=race;old\nat-least=0.5\n\n", "" },
  { BY_HAND, { { ASSAY_PLAN_REMOVE, "check two" } }, 1, "[check two]\nmeasure=fpr\nat-most=0.1\n", "" },
  { BY_HAND, { { ASSAY_PLAN_SET, "check one", "risk", "" }, { ASSAY_PLAN_REMOVE, "risk Bias" } }, 2, NULL, NULL },
  { BY_HAND, { { ASSAY_PLAN_RENAME, "check two", NULL, "Few false alarms" } }, 1, "[check two]",
    "[check Few false alarms]" },
  { BY_HAND, { { ASSAY_PLAN_RENAME, "risk Bias", NULL, "Unfair" } }, 1, NULL, NULL },
  { BY_HAND, { { ASSAY_PLAN_RENAME, "slice old", NULL, "62 and older" } }, 1, NULL, NULL },
  { "", { { ASSAY_PLAN_SET, "data", "label", "y" } }, 1, "", "[data]\nlabel=y\n" },
  { "[data]\r\nlabel=y", { { ASSAY_PLAN_SET, "risk r", "why", "w" } }, 1, "label=y", "label=y\r\n\r\n[risk r]\r\nwhy=w\r\n" },
  { "[risk a]\nwhy=b\n# next\n[risk c]\n", { { ASSAY_PLAN_ADD, "risk b", NULL, "risk a" } }, 1, "why=b\n",
    "why=b\n\n[risk b]\n\n" },
  { "[risk a]\n[risk c]\n", { { ASSAY_PLAN_REMOVE, "risk a" } }, 1, "[risk a]\n", "" },
  { "\xEF\xBB\xBF[risk a]\n[risk c]\n", { { ASSAY_PLAN_RENAME, "risk a", NULL, "b" } }, 1, "[risk a]", "[risk b]" },
};

static char *
expected (const Row *row)
{
  const char *at = row->from[0] == '\0' && row->to[0] == '\0' ? row->before : strstr (row->before, row->from);

  g_assert_nonnull (at);
  return g_strdup_printf ("%.*s%s%s", (int) (at - row->before), row->before, row->to, at + strlen (row->from));
}

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayPlan) before = expect_plan (rows[i].before);
      g_autoptr (AssayPlan) after = assay_plan_edit (before, rows[i].edits, rows[i].n_edits, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (before->text, ==, rows[i].before);
      if (rows[i].from == NULL)
        continue;
      g_autofree char *text = expected (&rows[i]);
      g_assert_cmpstr (after->text, ==, text);
      g_assert_cmpstr (after->file, ==, "t.ini");
    }
}

/* A new name is used where the old one was. */
static void
test_rename (void)
{
  g_autoptr (AssayPlan) plan = expect_plan (BY_HAND);
  const AssayPlanEdit edits[] = { { ASSAY_PLAN_RENAME, "risk Bias", NULL, "Unfair" },
                                  { ASSAY_PLAN_RENAME, "slice old", NULL, "62 and older" } };
  g_autoptr (AssayPlan) after = assay_plan_edit (plan, edits, 2, NULL);

  g_assert_nonnull (after);
  const AssayCheck *check = after->checks->pdata[0];
  g_assert_cmpstr (check->risk, ==, "Unfair");
  g_assert_cmpstr (check->slices[1], ==, "62 and older");
  const AssayTarget *target = check->targets->pdata[1];
  g_assert_cmpint (target->kind, ==, ASSAY_TARGET_NAMED);
  g_assert_nonnull (strstr (after->text, "# what may go wrong"));
  g_assert_nonnull (strstr (after->text, "# per race"));
}

static const struct
{
  AssayPlanEdit edit;
  AssayPlanError code;
  const char   *message;
} failures[] = {
  { { ASSAY_PLAN_SET, "data", "threshold", "half" }, ASSAY_PLAN_ERROR_VALUE,
    "t.ini: 'threshold' is 'half'; expected a number, such as 0.95" },
  { { ASSAY_PLAN_SET, "data", "labels", "x" }, ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini: unknown key 'labels' in [data]; did you mean 'label'?" },
  { { ASSAY_PLAN_SET, "data", "label", "a\nb=c" }, ASSAY_PLAN_ERROR_VALUE,
    "t.ini: a line break cannot be written in a plan" },
  { { ASSAY_PLAN_SET, "check one", "risk", "Bia" }, ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:21: there is no [risk Bia]; did you mean 'Bias'?" },
  { { ASSAY_PLAN_REMOVE, "risk Bias" }, ASSAY_PLAN_ERROR_UNKNOWN,
    "t.ini:18: there is no [risk Bias]; there are no risks" },
  { { ASSAY_PLAN_REMOVE, "risk Other" }, ASSAY_PLAN_ERROR_UNKNOWN, "t.ini: there is no section 'risk Other'" },
  { { ASSAY_PLAN_ADD, "check new" }, ASSAY_PLAN_ERROR_VALUE,
    "t.ini:33: [check new] has no measure; add such as measure=recall" },
  { { ASSAY_PLAN_ADD, "risk a]\n[slices" }, ASSAY_PLAN_ERROR_VALUE,
    "t.ini: a name has no line break and no ]" },
  { { ASSAY_PLAN_RENAME, "risk Bias", NULL, "a]" }, ASSAY_PLAN_ERROR_VALUE,
    "t.ini: a name has no line break and no ]" },
  { { ASSAY_PLAN_RENAME, "check one", NULL, "two" }, ASSAY_PLAN_ERROR_SYNTAX,
    "t.ini:29: section 'check two' is there twice, first on line 20; give it another name" },
};

static void
test_failures (void)
{
  g_autoptr (AssayPlan) plan = expect_plan (BY_HAND);

  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (assay_plan_edit (plan, &failures[i].edit, 1, &error));
      expect_failure (failures[i].edit.section, error, failures[i].code, failures[i].message);
      g_assert_cmpstr (plan->text, ==, BY_HAND);
    }
}

static void
test_value (void)
{
  g_autoptr (AssayPlan) plan = expect_plan (BY_HAND "class=\n");

  g_assert_cmpstr (assay_plan_value (plan, "data", "label"), ==, "y");
  g_assert_cmpstr (assay_plan_value (plan, "check one", "slices"), ==, "race;old");
  g_assert_null (assay_plan_value (plan, "check two", "class"));
  g_assert_null (assay_plan_value (plan, "check none", "class"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/edit/rows", test_rows);
  g_test_add_func ("/plan/edit/rename", test_rename);
  g_test_add_func ("/plan/edit/failures", test_failures);
  g_test_add_func ("/plan/edit/value", test_value);
  return g_test_run ();
}
