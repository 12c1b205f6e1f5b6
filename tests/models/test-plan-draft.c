/* test-plan-draft.c: every change is undone, byte for byte; what is saved is what a person reads. */
#include "models/plan-draft.h"

#include <glib/gstdio.h>
#include <string.h>

#define BY_HAND                                                                                                      \
  "# why we audit\r\n\n[data]\nfiles=a.csv\n# the truth\nlabel = y\nprediction=p\n\n[slices]\ncolumns=sex;race\n\n"  \
  "# what may go wrong\n\n[risk Bias]\nwhy=x\n\n[check one]\nrisk=Bias\n# per race\nmeasure=recall\n"                \
  "slices=race\nat-least=0.5\n\n# the rest\n\n[check two]\nmeasure=fpr\nat-most=0.1"

static char *folder;

static AssayPlanDraft *
draft_of (const char *text,
          const char *path)
{
  g_autoptr (GError) error = NULL;
  AssayPlanDraft *draft = assay_plan_draft_new (text, path, folder, &error);

  g_assert_no_error (error);
  return draft;
}

static const char *
text_of (AssayPlanDraft *draft)
{
  return assay_plan_draft_plan (draft)->text;
}

static gboolean
set (AssayPlanDraft *draft,
     const char     *group,
     const char     *section,
     const char     *key,
     const char     *value)
{
  const AssayPlanEdit edit = { ASSAY_PLAN_SET, section, key, value };
  g_autofree char *name = g_strdup_printf ("%s is %s", key, value);

  return assay_plan_draft_edit (draft, name, group, &edit, 1, NULL);
}

static void
count (AssayPlanDraft *draft,
       guint          *n)
{
  ++*n;
}

static void
test_edit (void)
{
  g_autoptr (AssayPlanDraft) draft = draft_of (BY_HAND, NULL);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_signal_connect (draft, "changed", G_CALLBACK (count), &n);
  g_assert_false (assay_plan_draft_is_modified (draft));
  g_assert_null (assay_plan_draft_undo_name (draft));
  g_assert_true (set (draft, NULL, "data", "label", "z"));
  g_assert_true (set (draft, NULL, "data", "label", "z")); /* nothing new */
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (assay_plan_draft_is_modified (draft));
  g_assert_cmpstr (assay_plan_draft_undo_name (draft), ==, "label is z");
  const AssayPlanEdit wrong = { ASSAY_PLAN_SET, "check one", "risk", "Bia" };
  g_assert_false (assay_plan_draft_edit (draft, "risk", NULL, &wrong, 1, &error));
  g_autofree char *message = assay_plan_draft_message (draft, error);
  g_assert_cmpstr (message, ==, "there is no [risk Bia]; did you mean 'Bias'?");
  g_assert_cmpuint (n, ==, 1);
  assay_plan_draft_undo (draft);
  g_assert_cmpstr (text_of (draft), ==, BY_HAND);
  g_assert_cmpstr (assay_plan_draft_redo_name (draft), ==, "label is z");
  g_assert_false (assay_plan_draft_is_modified (draft));
  assay_plan_draft_redo (draft);
  g_assert_cmpstr (assay_plan_draft_plan (draft)->label, ==, "z");
  assay_plan_draft_undo (draft);
  g_assert_true (set (draft, NULL, "data", "label", "w")); /* what was undone is gone */
  g_assert_null (assay_plan_draft_redo_name (draft));
}

/* Letters of one field are one change, until something else comes between. */
static void
test_groups (void)
{
  static const char *const typed[] = { "0.6", "0.61", "0.613" };
  g_autoptr (AssayPlanDraft) draft = draft_of (BY_HAND, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    g_assert_true (set (draft, "bound", "check one", "at-least", typed[i]));
  assay_plan_draft_undo (draft);
  g_assert_cmpstr (text_of (draft), ==, BY_HAND);
  assay_plan_draft_redo (draft);
  g_assert_cmpfloat (((AssayCheck *) assay_plan_draft_plan (draft)->checks->pdata[0])->value, ==, 0.613);
  g_assert_true (set (draft, "bound", "check one", "at-least", "0.7"));
  assay_plan_draft_pause (draft);
  g_assert_true (set (draft, "bound", "check one", "at-least", "0.8"));
  assay_plan_draft_undo (draft);
  g_assert_cmpfloat (((AssayCheck *) assay_plan_draft_plan (draft)->checks->pdata[0])->value, ==, 0.7);
  g_assert_true (set (draft, "other", "check one", "at-least", "0.9"));
  g_assert_true (set (draft, "other", "check one", "at-least", "0.7")); /* typed and taken away again: no change at all */
  g_assert_cmpstr (assay_plan_draft_undo_name (draft), ==, "at-least is 0.7");
}

/* --- property --------------------------------------------------------------------------------------------------- */

/* Some of these are refused; then nothing has changed. */
static void
random_edit (AssayPlanDraft *draft)
{
  static const char *const sections[] = { "audit", "data", "slices", "check one", "check two", "check 3", "risk Bias",
                                          "risk \xc3\x9cnfair", "costs" };
  static const char *const keys[][3] = { { "title", "seed", "confidence" }, { "label", "score", "threshold" },
    { "columns", "cross", "bins.sex" }, { "measure", "at-least", "slices" }, { "risk", "at-most", "slices" },
    { "measure", "at-least", "risk" }, { "why", "why", "why" }, { "why", "why", "why" }, { "fn", "fp", "unit" } };
  static const char *const values[] = { "", "0.25", "sex;race", "sex*race", "recall", "Bias", "\xc3\xa9\xe2\x82\xac", "all",
                                        "a\nb=c", " x", "2" };
  const gint s = g_test_rand_int_range (0, G_N_ELEMENTS (sections));
  const char *value = values[g_test_rand_int_range (0, G_N_ELEMENTS (values))];
  const char *key = keys[s][g_test_rand_int_range (0, 3)];
  const gint drawn = g_test_rand_int_range (-6, 4);
  const AssayPlanEditKind kind = (AssayPlanEditKind) MAX (drawn, 0);
  const AssayPlanEdit edits[] = { { kind, sections[s], key, kind == ASSAY_PLAN_RENAME ? "new name" : value },
    { ASSAY_PLAN_SET, sections[s], key, value } };
  g_autofree char *before = g_strdup (text_of (draft)), *group = g_strdup_printf ("%d", g_test_rand_int_range (0, 4));
  const gboolean renames = kind == ASSAY_PLAN_RENAME && s != 3 && s != 4 && s != 5 && s != 6 && s != 7;

  if (!renames && !assay_plan_draft_edit (draft, "change", group, edits, kind == ASSAY_PLAN_SET ? 2 : 1, NULL))
    g_assert_cmpstr (text_of (draft), ==, before);
}

static void
test_property (void)
{
  /* "# the truth" stands in [data], and goes with it */
  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (AssayPlanDraft) draft = draft_of (BY_HAND, NULL);
      for (guint i = 0; i < 40; i++)
        {
          random_edit (draft);
          if (g_test_rand_int_range (0, 8) == 0)
            assay_plan_draft_undo (draft);
        }
      g_autofree char *last = g_strdup (text_of (draft));
      guint n = 0;
      while (assay_plan_draft_undo_name (draft) != NULL)
        {
          assay_plan_draft_undo (draft);
          n++;
        }
      g_assert_cmpstr (text_of (draft), ==, BY_HAND);
      while (n-- > 0)
        assay_plan_draft_redo (draft);
      g_assert_cmpstr (text_of (draft), ==, last);
      static const char *const comments[] = { "# why we audit\r\n", "# what may go wrong\n", "# the rest\n" };
      for (guint i = 0; i < G_N_ELEMENTS (comments); i++)
        g_assert_nonnull (strstr (last, comments[i]));
    }
}

/* --- files ------------------------------------------------------------------------------------------------------ */

static char *
contents (const char *path)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
test_save (void)
{
  g_autofree char *path = g_build_filename (folder, "plan.ini", NULL), *data = g_build_filename (folder, "a.csv", NULL);
  g_autoptr (AssayPlanDraft) draft = draft_of (BY_HAND, NULL);
  g_autoptr (GError) error = NULL, taken = NULL;

  g_assert_true (g_file_set_contents (data, "x,y\n1,2\n", -1, NULL));
  g_assert_false (assay_plan_draft_save (draft, data, &error));
  g_assert_cmpstr (error->message, ==, "a.csv is there and is no plan; choose another name");
  g_assert_true (set (draft, NULL, "data", "label", "z"));
  g_assert_true (assay_plan_draft_save (draft, path, NULL));
  g_assert_false (assay_plan_draft_is_modified (draft));
  g_assert_cmpstr (assay_plan_draft_path (draft), ==, path);
  g_assert_cmpstr (assay_plan_draft_plan (draft)->file, ==, "plan.ini");
  g_autofree char *saved = contents (path);
  g_assert_cmpstr (saved, ==, text_of (draft));
  assay_plan_draft_undo (draft);
  g_assert_true (assay_plan_draft_is_modified (draft)); /* another one than in the file */
  g_assert_true (g_file_set_contents (path, "[data]\n", -1, NULL));
  g_assert_false (assay_plan_draft_save (draft, path, &taken));
  g_assert_true (g_str_has_prefix (taken->message, "plan.ini was changed by another program"));
  g_assert_true (assay_plan_draft_is_modified (draft));
  g_autofree char *still = contents (path);
  g_assert_cmpstr (still, ==, "[data]\n");
  g_remove (path);
  g_remove (data);
}

/* Into another folder: the files are still the same ones, also after undo. */
static void
test_save_elsewhere (void)
{
  g_autofree char *below = g_build_filename (folder, "plans", NULL), *path = g_build_filename (below, "p.ini", NULL);
  g_autofree char *above = g_build_filename (folder, "q.ini", NULL), *full = g_build_filename (folder, "a.csv", NULL);
  g_autoptr (AssayPlanDraft) draft = draft_of (BY_HAND, NULL);

  g_mkdir (below, 0700);
  g_assert_true (assay_plan_draft_save (draft, path, NULL));
  g_assert_cmpstr (assay_plan_draft_plan (draft)->files[0], ==, full);
  assay_plan_draft_undo (draft);
  g_assert_cmpstr (assay_plan_draft_plan (draft)->files[0], ==, "a.csv");
  g_assert_cmpstr (assay_plan_draft_folder (draft), ==, folder);
  g_assert_true (assay_plan_draft_save (draft, path, NULL)); /* there it is named in full again */
  g_autofree char *saved = contents (path);
  g_assert_nonnull (strstr (saved, full));
  g_assert_true (assay_plan_draft_save (draft, above, NULL));
  g_assert_cmpstr (assay_plan_draft_plan (draft)->files[0], ==, full); /* full names stay */
  g_autofree char *text = contents (above);
  g_assert_true (g_str_has_prefix (text, "# why we audit\r\n"));
  g_remove (path);
  g_remove (above);
  g_rmdir (below);
}

/* A disk that cannot be written: an error, and the draft as it was. */
static void
test_save_fails (void)
{
  g_autofree char *path = g_build_filename (folder, "none", "p.ini", NULL);
  g_autoptr (AssayPlanDraft) draft = draft_of (BY_HAND, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (set (draft, NULL, "data", "label", "z"));
  g_assert_false (assay_plan_draft_save (draft, path, &error));
  g_assert_nonnull (error);
  g_assert_null (assay_plan_draft_path (draft));
  g_assert_true (assay_plan_draft_is_modified (draft));
}

static void
test_new (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (assay_plan_draft_new ("[data]\nlabels=y\n", NULL, folder, &error));
  g_assert_cmpstr (error->message, ==, "new plan:2: unknown key 'labels' in [data]; did you mean 'label'?");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("assay-draft-XXXXXX", NULL);
  g_test_add_func ("/models/plan-draft/edit", test_edit);
  g_test_add_func ("/models/plan-draft/groups", test_groups);
  g_test_add_func ("/models/plan-draft/property", test_property);
  g_test_add_func ("/models/plan-draft/save", test_save);
  g_test_add_func ("/models/plan-draft/save-elsewhere", test_save_elsewhere);
  g_test_add_func ("/models/plan-draft/save-fails", test_save_fails);
  g_test_add_func ("/models/plan-draft/new", test_new);
  const int status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
