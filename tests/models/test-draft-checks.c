/* test-draft-checks.c: checks are changed word by word; a name that is the sentence follows it. */
#include "models/draft-checks.h"
#include "models/draft-choices.h"
#include "models/draft-slices.h"

#include <string.h>

#define PLAN "[data]\nlabel=y\nprediction=p\nbaseline=current\n\n[slices]\ncolumns=sex;race\ncross=sex*race\n\n"        \
             "[slice old]\nwhere=age > 60\n\n[risk Bias]\nwhy=x\n\n# first\n[check By hand]\nrisk=Bias\nmeasure=recall\n" \
             "slices=race\nat-least=0.5\n"

static AssayPlanDraft *
draft_new (void)
{
  g_autoptr (GError) error = NULL;
  AssayPlanDraft *draft = assay_plan_draft_new (PLAN, NULL, ".", &error);

  g_assert_no_error (error);
  return draft;
}

static void
expect (char       **name,
        char        *after, /* taken */
        const char  *expected)
{
  g_assert_nonnull (after);
  g_free (*name);
  *name = after;
  g_assert_cmpstr (*name, ==, expected);
}

static void
undo_all (AssayPlanDraft *draft)
{
  while (assay_plan_draft_undo_name (draft) != NULL)
    assay_plan_draft_undo (draft);
  g_assert_cmpstr (assay_plan_draft_plan (draft)->text, ==, PLAN);
}

static void
test_sentence (void)
{
  g_autoptr (AssayPlanDraft) draft = draft_new ();
  g_autofree char *name = NULL;

  expect (&name, assay_draft_add_check (draft, "Bias", NULL), "Recall of every sex is at least 0.70");
  g_assert_cmpstr (assay_draft_check_of (draft, name)->risk, ==, "Bias");
  expect (&name, assay_draft_set_check (draft, name, "measure", "fpr", NULL),
          "False positive rate of every sex is at least 0.70");
  expect (&name, assay_draft_set_relation (draft, name, ASSAY_BOUND_AT_MOST, NULL),
          "False positive rate of every sex is at most 0.70");
  expect (&name, assay_draft_set_bound (draft, name, "0.1", NULL), "False positive rate of every sex is at most 0.1");
  expect (&name, assay_draft_set_check (draft, name, "slices", "sex*race;old", NULL),
          "False positive rate of every sex and race and old is at most 0.1");
  expect (&name, assay_draft_set_relation (draft, name, ASSAY_BOUND_NO_WORSE_THAN, NULL),
          "False positive rate of every sex and race and old is no worse than current by more than 0.01");
  expect (&name, assay_draft_set_bound (draft, name, "0", NULL),
          "False positive rate of every sex and race and old is no worse than current");
  expect (&name, assay_draft_rename_check (draft, name, "Mine", NULL), "Mine");
  expect (&name, assay_draft_set_check (draft, name, "measure", "f1", NULL), "Mine"); /* a name of its own stays */
  undo_all (draft);
}

static void
test_twice (void)
{
  g_autoptr (AssayPlanDraft) draft = draft_new ();
  g_autofree char *one = assay_draft_add_check (draft, NULL, NULL), *other = assay_draft_add_check (draft, NULL, NULL);

  g_assert_cmpstr (one, ==, "Recall of every sex is at least 0.70");
  g_assert_cmpstr (other, ==, "Recall of every sex is at least 0.70 (2)");
  expect (&other, assay_draft_set_check (draft, other, "slices", "race", NULL), "Recall of every race is at least 0.70");
  g_assert_true (assay_draft_remove_check (draft, one, NULL));
  g_assert_null (assay_draft_check_of (draft, one));
  undo_all (draft);
}

/* Refused: nothing has changed, and the message is the plan's. */
static void
test_refused (void)
{
  g_autoptr (AssayPlanDraft) draft = draft_new ();
  g_autoptr (GError) bound = NULL, empty = NULL, taken = NULL;

  g_assert_null (assay_draft_set_bound (draft, "By hand", "0.x", &bound));
  g_autofree char *message = assay_plan_draft_message (draft, bound);
  g_assert_cmpstr (message, ==, "'at-least' is '0.x'; expected a number, such as 0.95");
  g_assert_null (assay_draft_set_bound (draft, "By hand", " ", &empty));
  g_assert_nonnull (empty);
  g_autofree char *name = assay_draft_add_check (draft, NULL, NULL);
  g_assert_null (assay_draft_rename_check (draft, name, "By hand", &taken));
  g_assert_error (taken, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_SYNTAX);
  undo_all (draft);
}

static void
test_risks (void)
{
  g_autoptr (AssayPlanDraft) draft = draft_new ();
  g_autofree char *risk = assay_draft_add_risk (draft, NULL), *again = assay_draft_add_risk (draft, NULL);

  g_assert_cmpstr (risk, ==, "New risk");
  g_assert_cmpstr (again, ==, "New risk 2");
  g_autofree char *named = assay_draft_rename_risk (draft, "Bias", "Unfair", NULL);
  g_assert_cmpstr (named, ==, "Unfair");
  g_assert_cmpstr (assay_draft_check_of (draft, "By hand")->risk, ==, "Unfair");
  g_assert_true (assay_draft_remove_risk (draft, "Unfair", NULL));
  g_assert_null (assay_draft_check_of (draft, "By hand")->risk);
  g_assert_cmpstr (assay_plan_draft_undo_name (draft), ==, "remove “Unfair”");
  undo_all (draft);
}

static gboolean
offers (GPtrArray  *choices, /* taken */
        const char *value)
{
  g_autoptr (GPtrArray) owned = choices;

  for (guint i = 0; i < owned->len; i++)
    if (strcmp (((const AssayChoice *) owned->pdata[i])->value, value) == 0)
      return TRUE;
  return FALSE;
}

static void
test_choices (void)
{
  const char *examples[] = { "Black", "a;b", NULL };
  AssayColumnProfile race = { .name = (char *) "race", .examples = (char **) examples, .n_examples = 2 };
  g_autoptr (AssayPlanDraft) draft = draft_new ();
  g_autoptr (GPtrArray) profiles = g_ptr_array_new ();

  g_ptr_array_add (profiles, &race);
  g_assert_true (offers (assay_draft_measures (draft, NULL), "recall"));
  g_assert_false (offers (assay_draft_measures (draft, NULL), "roc_auc")); /* no score */
  g_assert_true (offers (assay_draft_measures (draft, "roc_auc"), "roc_auc"));
  g_assert_true (offers (assay_draft_targets (draft, profiles, NULL), "race=Black"));
  g_assert_false (offers (assay_draft_targets (draft, profiles, NULL), "race=a;b")); /* no plan can say so */
  g_assert_true (offers (assay_draft_targets (draft, NULL, NULL), "sex*race"));
  g_assert_true (offers (assay_draft_targets (draft, NULL, NULL), "old"));
  g_assert_true (offers (assay_draft_targets (draft, NULL, "race;old"), "race;old"));
  g_assert_true (offers (assay_draft_risks (draft), "Bias"));
  g_assert_true (offers (assay_draft_comparables (draft), "current"));
}

static void
test_slices (void)
{
  const char *examples[] = { "White", "Black", NULL };
  guint64 rows[] = { 18234, 2010 };
  AssayColumnProfile race = { .name = (char *) "race", .n_rows = 22611, .n_distinct = 3, .examples = (char **) examples,
                              .example_rows = rows, .n_examples = 2 };
  g_autoptr (AssayPlanDraft) draft = draft_new ();
  g_autofree char *sizes = assay_draft_sizes (draft, &race), *name = assay_draft_add_slice (draft, NULL);

  g_assert_cmpstr (sizes, ==, "3 slices: White (18,234), Black (2,010), …");
  g_assert_cmpstr (name, ==, "new slice");
  g_autofree char *named = assay_draft_rename_slice (draft, "old", "62 and older", NULL);
  g_assert_cmpstr (named, ==, "62 and older");
  g_assert_true (assay_draft_remove_slice (draft, name, NULL));
  undo_all (draft);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/draft-checks/sentence", test_sentence);
  g_test_add_func ("/models/draft-checks/twice", test_twice);
  g_test_add_func ("/models/draft-checks/refused", test_refused);
  g_test_add_func ("/models/draft-checks/risks", test_risks);
  g_test_add_func ("/models/draft-checks/choices", test_choices);
  g_test_add_func ("/models/draft-checks/slices", test_slices);
  return g_test_run ();
}
