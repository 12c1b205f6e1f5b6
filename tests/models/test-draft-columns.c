/* test-draft-columns.c: what columns are, asked and changed one by one. */
#include "models/draft-columns.h"

#include <string.h>

#define PLAN "[data]\nfiles=a.csv\nlabel=y\nprediction=p\n# both\nbaseline=old;current\nannotators=y;b\n\n"                   \
             "[slices]\ncolumns=sex;age\ncross=sex*race\nbins.age=0;50;100\nbins.race=1;2\n\n[model old]\nscore=s\n"

static AssayPlanDraft *
draft_new (void)
{
  g_autoptr (GError) error = NULL;
  AssayPlanDraft *draft = assay_plan_draft_new (PLAN, NULL, ".", &error);

  g_assert_no_error (error);
  return draft;
}

static const char *
value (AssayPlanDraft *draft,
       const char     *section,
       const char     *key)
{
  return assay_plan_value (assay_plan_draft_plan (draft), section, key);
}

static void
test_uses (void)
{
  g_autoptr (AssayPlanDraft) draft = draft_new ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (assay_draft_use (draft, "y"), ==, ASSAY_USE_LABEL);
  g_autofree char *others = assay_draft_other_uses (draft, "y");
  g_assert_cmpstr (others, ==, "also Annotator");
  g_assert_null (assay_draft_other_uses (draft, "p"));
  g_assert_null (assay_draft_other_uses (draft, "sex"));
  g_assert_cmpint (assay_draft_use (draft, "current"), ==, ASSAY_USE_BASELINE);
  g_assert_cmpint (assay_draft_use (draft, "sex"), ==, ASSAY_USE_NONE);
  g_assert_true (assay_draft_set_use (draft, "q", ASSAY_USE_PREDICTION, NULL)); /* takes p's place */
  g_assert_cmpstr (value (draft, "data", "prediction"), ==, "q");
  g_assert_cmpstr (assay_plan_draft_undo_name (draft), ==, "prediction is q");
  g_assert_true (assay_draft_set_use (draft, "current", ASSAY_USE_NONE, NULL));
  g_assert_cmpstr (value (draft, "data", "baseline"), ==, "old");
  g_assert_true (assay_draft_set_use (draft, "current", ASSAY_USE_SCORE, NULL));
  g_assert_true (assay_draft_set_use (draft, "current", ASSAY_USE_BASELINE, NULL)); /* from one key to another */
  g_assert_cmpstr (value (draft, "data", "baseline"), ==, "old;current");
  g_assert_null (value (draft, "data", "score"));
  g_assert_false (assay_draft_set_use (draft, "a;b", ASSAY_USE_BASELINE, &error));
  g_assert_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_VALUE);
  while (assay_plan_draft_undo_name (draft) != NULL)
    assay_plan_draft_undo (draft);
  g_assert_cmpstr (assay_plan_draft_plan (draft)->text, ==, PLAN);
}

static void
test_slices (void)
{
  g_autoptr (AssayPlanDraft) draft = draft_new ();

  g_assert_true (assay_draft_is_sliced (draft, "sex"));
  g_assert_false (assay_draft_is_sliced (draft, "race")); /* crossed only */
  g_assert_cmpstr (assay_draft_bins (draft, "age"), ==, "0;50;100");
  g_assert_true (assay_draft_set_sliced (draft, "age", FALSE, NULL));
  g_assert_null (assay_draft_bins (draft, "age"));
  g_assert_true (assay_draft_set_sliced (draft, "race", TRUE, NULL));
  g_assert_cmpstr (value (draft, "slices", "columns"), ==, "sex;race");
  g_assert_true (assay_draft_set_sliced (draft, "race", FALSE, NULL));
  g_assert_cmpstr (assay_draft_bins (draft, "race"), ==, "1;2"); /* the crossing's */
  g_assert_true (assay_draft_set_bins (draft, "age", "quantiles 5", NULL));
  g_assert_false (assay_draft_set_bins (draft, "age", "quantiles", NULL));
  g_assert_cmpstr (assay_draft_bins (draft, "age"), ==, "quantiles 5");
  g_assert_true (assay_draft_set_crossed (draft, "sex*age", TRUE, NULL));
  g_assert_cmpstr (value (draft, "slices", "cross"), ==, "sex*race;sex*age");
  g_assert_false (assay_draft_set_crossed (draft, "age*sex", TRUE, NULL)); /* the same once more */
  g_assert_true (assay_draft_set_crossed (draft, "sex*race", FALSE, NULL));
  g_assert_cmpstr (value (draft, "slices", "cross"), ==, "sex*age");
}

/* Letters are one change, also through what is no value on the way. */
static void
test_key (void)
{
  g_autoptr (AssayPlanDraft) draft = draft_new ();

  g_assert_true (assay_draft_set_key (draft, "data", "threshold", "0", NULL));
  g_assert_true (assay_draft_set_key (draft, "data", "threshold", "0.", NULL));
  g_assert_false (assay_draft_set_key (draft, "data", "threshold", "0.x", NULL));
  g_assert_true (assay_draft_set_key (draft, "data", "threshold", " 0.4 ", NULL));
  g_assert_cmpstr (assay_plan_draft_undo_name (draft), ==, "threshold is 0.4");
  assay_plan_draft_undo (draft);
  g_assert_cmpstr (assay_plan_draft_plan (draft)->text, ==, PLAN);
}

/* --- what stands in the way ------------------------------------------------------------------------------------- */

static void
test_check (void)
{
  static const struct { const char *text, *message; } rows[] = {
    { "[data]\nlabel=y\nprediction=p\n[slices]\ncolumns=sex\n", NULL },
    { "[data]\nprediction=p\n", "no label" },
    { "[data]\nlabel=z\nprediction=p\n", "the data has no column 'z'" },
    { "[data]\nlabel=y\nprediction=p\n[check a]\nmeasure=recal\nat-least=0.5\n", "recal" },
    { "[data]\nlabel=real\nprediction=p\n[check a]\nmeasure=mae\nat-most=5\n", NULL }, /* fractions: a regression */
    { "[data]\nlabel=y\nprediction=p\n[check a]\nmeasure=mae\nat-most=5\n", "mae is of a regression" },
  };
  AssayColumnProfile columns[] = {
    { .name = (char *) "y", .kind = ASSAY_COLUMN_NUMBER }, { .name = (char *) "p", .kind = ASSAY_COLUMN_NUMBER },
    { .name = (char *) "sex", .kind = ASSAY_COLUMN_TEXT },
    { .name = (char *) "real", .kind = ASSAY_COLUMN_NUMBER, .is_fractional = TRUE },
  };
  g_autoptr (GPtrArray) profiles = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_ptr_array_add (profiles, &columns[i]);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayPlanDraft) draft = assay_plan_draft_new (rows[i].text, NULL, ".", NULL);
      const gboolean can_run = assay_draft_check (draft, profiles, &error);
      g_test_message ("%s: %s", rows[i].text, error != NULL ? error->message : "");
      g_assert_true (can_run == (rows[i].message == NULL));
      if (!can_run)
        g_assert_nonnull (strstr (error->message, rows[i].message));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/draft-columns/uses", test_uses);
  g_test_add_func ("/models/draft-columns/slices", test_slices);
  g_test_add_func ("/models/draft-columns/key", test_key);
  g_test_add_func ("/models/draft-columns/check", test_check);
  return g_test_run ();
}
