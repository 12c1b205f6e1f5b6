/* From a data file to a saved plan and a finished audit, in a window: the plan is the one that `assay plan` writes. */
#include "screen.h"

#include "choice-field.h"
#include "page-setup.h"

#include <glib/gstdio.h>
#include <string.h>

static AssayApplication *application;
static char *folder, *data;

/* --- places ----------------------------------------------------------------------------------------------------- */

/* People with a label, two models and what may be sliced by. */
static void
write_data (const char *path)
{
  g_autoptr (GString) text = g_string_new ("id,label,prediction,current,age,sex,race,note;more\n");

  for (guint i = 0; i < 600; i++)
    g_string_append_printf (text, "%u,%u,%u,%u,%u,%s,%s,%c\n", 100000 + i * 7, (i * 7 / 3) % 2, (i * 7 / 3 + (i % 5 == 0)) % 2,
                            (i * 7 / 3 + (i % 4 == 0)) % 2, 18 + (i * 31) % 70, i % 3 == 0 ? "Female" : "Male",
                            i % 7 == 0 ? "Black" : i % 11 == 0 ? "Other" : "White", "xyz"[i % 3]);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

static char *
contents (const char *path)
{
  char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* (transfer full) What the command line writes. */
static char *
proposed (void)
{
  g_autofree char *out = g_build_filename (folder, "proposed.ini", NULL);
  const char *argv[] = { g_getenv ("ASSAY_PROGRAM"), "plan", data, "--out", out, "--force", "--quiet", NULL };
  int status = -1;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status,
                               NULL));
  g_assert_cmpint (status, ==, 0);
  return contents (out);
}

/* --- widgets ---------------------------------------------------------------------------------------------------- */

static AssayWindow *
open_window (const char *path)
{
  AssayWindow *window = screen_window (application, 1280, 720);

  screen_open (window, path);
  g_assert_cmpstr (assay_window_screen (window), ==, "setup");
  return window;
}

static GtkWidget *
page_in (AssayWindow *window)
{
  GtkWidget *stack = screen_find (window, GTK_TYPE_STACK, NULL, NULL);

  return gtk_stack_get_child_by_name (GTK_STACK (stack), "setup");
}

static AssayPlanDraft *
draft_in (AssayWindow *window)
{
  return assay_page_setup_draft (page_in (window));
}

static const char *
text_in (AssayWindow *window)
{
  return assay_plan_draft_plan (draft_in (window))->text;
}

/* (nullable) The row of a column. */
static GtkWidget *
row_of (AssayWindow *window,
        const char  *column)
{
  GtkWidget *list = screen_find (page_in (window), GTK_TYPE_BOX, "setup-columns", NULL);
  GtkWidget *name = screen_find (list, GTK_TYPE_LABEL, "row-name", column);

  return name != NULL ? gtk_widget_get_ancestor (name, GTK_TYPE_LIST_BOX_ROW) : NULL;
}

static gboolean
activate (AssayWindow *window,
          const char  *action)
{
  return gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
}

/* The n-th widget of a type below root, in the order of the tree. */
static GtkWidget *
nth_below (GtkWidget *root,
           GType      type,
           guint     *n)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (g_type_is_a (G_OBJECT_TYPE (child), type) && (*n)-- == 0)
        return child;
      GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (child), type) ? NULL : nth_below (child, type, n);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* A field of the check or risk that is being changed. */
static GtkWidget *
field (AssayWindow *window,
       GType        type,
       guint        n)
{
  GtkWidget *editor = screen_find (page_in (window), GTK_TYPE_WIDGET, "sentence-editor", NULL);

  g_assert_nonnull (editor);
  return nth_below (editor, type, &n);
}

static void
type_into (AssayWindow *window,
           guint        n,
           const char  *text)
{
  gtk_editable_set_text (GTK_EDITABLE (field (window, GTK_TYPE_ENTRY, n)), text);
}

static void
settle (AssayWindow *window)
{
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
}

static GtkWindow *
question (void)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (all, i);
      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (window))
        return GTK_WINDOW (window);
    }
  return NULL;
}

/* As a click on its button does. */
static void
answer (const char *response)
{
  GtkWindow *dialog = question ();

  g_assert_nonnull (dialog);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (dialog);
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

/* --- tests ------------------------------------------------------------------------------------------------------ */

static void
test_proposed (void)
{
  AssayWindow *window = open_window (data);
  g_autofree char *plan = proposed ();

  g_assert_cmpstr (text_in (window), ==, plan);
  g_assert_false (assay_plan_draft_is_modified (draft_in (window)));
  g_assert_nonnull (row_of (window, "race"));
  screen_close (window);
}

/* What is done by widgets is what a person would have written; all of it is undone. */
static void
test_columns (void)
{
  AssayWindow *window = open_window (data);
  GtkWidget *race = row_of (window, "race"), *age = row_of (window, "age"), *hostile = row_of (window, "note;more");
  g_autofree char *before = g_strdup (text_in (window));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (screen_find (race, GTK_TYPE_CHECK_BUTTON, NULL, NULL)), FALSE);
  g_assert_null (strstr (assay_plan_value (assay_plan_draft_plan (draft_in (window)), "slices", "columns"), "race"));
  gtk_editable_set_text (GTK_EDITABLE (screen_find (age, GTK_TYPE_ENTRY, NULL, NULL)), "18;25;45;90");
  g_assert_cmpuint (((AssayBins *) assay_plan_draft_plan (draft_in (window))->bins->pdata[0])->n_edges, ==, 4);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (screen_find (row_of (window, "sex"), GTK_TYPE_DROP_DOWN, NULL, NULL)), 8);
  g_assert_cmpstr (assay_plan_draft_plan (draft_in (window))->cluster, ==, "sex");
  /* a name that no plan can hold: said where it was asked for, and nothing has changed */
  GtkWidget *use = screen_find (hostile, GTK_TYPE_DROP_DOWN, NULL, NULL);
  g_autofree char *now = g_strdup (text_in (window));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (use), 3);
  g_assert_cmpstr (text_in (window), ==, now);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (use)), ==, 0);
  g_assert_nonnull (screen_find (page_in (window), GTK_TYPE_LABEL, "error", "cannot be written in a plan"));
  while (assay_plan_draft_undo_name (draft_in (window)) != NULL)
    g_assert_true (activate (window, "win.undo"));
  g_assert_cmpstr (text_in (window), ==, before);
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (screen_find (race, GTK_TYPE_CHECK_BUTTON, NULL, NULL))));
  activate (window, "win.redo");
  g_assert_cmpstr (text_in (window), !=, before);
  gtk_window_destroy (GTK_WINDOW (window));
}

enum { MEASURE, TARGET, RELATION, THAN, RISK };
enum { BOUND, NAME, SLICES, CLASS };

/* A risk and a check, word by word, are the lines that somebody would write. */
static void
test_sentences (void)
{
  AssayWindow *window = open_window (data);
  g_autofree char *before = g_strdup (text_in (window));
  g_autofree char *expected = g_strconcat (before, "\n[risk One group is served worse]\nwhy=They would not get the loan\n\n"
    "[check Accuracy of every race is at least 0.6]\nmeasure=accuracy\nslices=race\nat-least=0.6\n"
    "risk=One group is served worse\n", NULL);

  gtk_widget_activate_action (page_in (window), "setup.add-risk", NULL);
  settle (window);
  type_into (window, 0, "One group is served worse");
  type_into (window, 1, "They would not get the loan");
  gtk_widget_activate_action (page_in (window), "setup.add-check", NULL);
  settle (window);
  g_assert_true (assay_choice_field_choose (field (window, GTK_TYPE_DROP_DOWN, MEASURE), "accuracy"));
  g_assert_true (assay_choice_field_choose (field (window, GTK_TYPE_DROP_DOWN, TARGET), "race"));
  type_into (window, BOUND, "0.x");
  g_assert_nonnull (screen_find (page_in (window), GTK_TYPE_LABEL, "error", "expected a number"));
  type_into (window, BOUND, "0.6");
  g_assert_nonnull (screen_find (page_in (window), GTK_TYPE_LABEL, "check-sentence",
                                 "Accuracy of every race is at least 0.6"));
  g_assert_true (assay_choice_field_choose (field (window, GTK_TYPE_DROP_DOWN, RISK), "One group is served worse"));
  settle (window);
  g_assert_cmpstr (text_in (window), ==, expected);
  while (assay_plan_draft_undo_name (draft_in (window)) != NULL)
    {
      activate (window, "win.undo");
      settle (window);
    }
  g_assert_cmpstr (text_in (window), ==, before);
  while (assay_plan_draft_redo_name (draft_in (window)) != NULL)
    activate (window, "win.redo");
  settle (window);
  g_assert_cmpstr (text_in (window), ==, expected);
  g_assert_nonnull (screen_find (page_in (window), GTK_TYPE_LABEL, "check-sentence",
                                 "Accuracy of every race is at least 0.6"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What a person writes by hand opens with its comments, and keeps them. */
static void
test_by_hand (void)
{
  g_autofree char *path = g_build_filename (folder, "by-hand.ini", NULL);
  const char *text = "# why we do this\n\n[data]\nfiles = people.csv\n# the truth\nlabel = label\nprediction=prediction\n\n"
                     "[slices]\ncolumns=race ; sex\n\n; what may go wrong\n[risk Bias]\n\n[check Ours]\nrisk=Bias\n"
                     "measure=recall\nslices=race\nat-least=0.5\n# the end";

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  AssayWindow *window = open_window (path);
  g_assert_cmpstr (text_in (window), ==, text);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (screen_find (row_of (window, "sex"), GTK_TYPE_CHECK_BUTTON, NULL, NULL)),
                               FALSE);
  activate (window, "win.save");
  g_autofree char *saved = contents (path);
  g_auto (GStrv) parts = g_strsplit (text, "columns=race ; sex", 2);
  g_autofree char *expected = g_strconcat (parts[0], "columns=race", parts[1], NULL);
  g_assert_cmpstr (saved, ==, expected);
  screen_close (window);
}

/* Closing asks: Cancel stays, Save writes, Discard does not. */
static void
test_closing (void)
{
  g_autofree char *path = g_build_filename (folder, "closing.ini", NULL);
  g_autofree char *first = g_strdup ("[data]\nfiles=people.csv\nlabel=label\nprediction=prediction\n");

  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (g_file_set_contents (path, first, -1, NULL));
      AssayWindow *window = open_window (path);
      gpointer left = window;
      g_object_add_weak_pointer (G_OBJECT (window), &left);
      gtk_drop_down_set_selected (GTK_DROP_DOWN (screen_find (row_of (window, "current"), GTK_TYPE_DROP_DOWN, NULL, NULL)), 4);
      g_autofree char *now = g_strdup (text_in (window));
      g_assert_cmpstr (now, !=, first);
      gtk_window_close (GTK_WINDOW (window));
      answer ("cancel");
      g_assert_nonnull (left);
      gtk_window_close (GTK_WINDOW (window));
      answer (i == 0 ? "save" : "discard");
      WAIT (left == NULL);
      g_autofree char *kept = contents (path);
      g_assert_cmpstr (kept, ==, i == 0 ? now : first);
    }
}

/* Saved, run and read; the files are those of the command line. */
static void
test_run (void)
{
  AssayWindow *window = open_window (data);
  g_autofree char *path = g_build_filename (folder, "people.ini", NULL);
  g_autofree char *audit = g_build_filename (folder, "people-audit", "audit.assay", NULL);

  gtk_widget_activate_action (page_in (window), "setup.save-to", "s", path);
  g_autofree char *saved = contents (path);
  g_assert_cmpstr (saved, ==, text_in (window));
  activate (window, "win.run-again");
  WAIT (g_strcmp0 (assay_window_screen (window), "audit") == 0);
  g_assert_cmpstr (assay_open_audit_path (assay_window_audit (window)), ==, audit);
  activate (window, "win.setup");
  g_assert_cmpstr (assay_window_screen (window), ==, "setup");
  activate (window, "win.leave-setup");
  g_assert_cmpstr (assay_window_screen (window), ==, "audit");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Of an audit alone: its own plan; its data lies where it was audited. */
static void
test_audit (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);

  screen_open (window, screen_audit ());
  g_assert_cmpstr (assay_window_screen (window), ==, "audit");
  activate (window, "win.setup");
  WAIT (g_strcmp0 (assay_window_screen (window), "setup") == 0);
  g_assert_nonnull (strstr (text_in (window), "# the law on equal credit protects applicants from 62 on"));
  g_assert_cmpuint (assay_plan_draft_plan (draft_in (window))->checks->len, ==, 15);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_trouble (void)
{
  static const struct { const char *name, *text, *title, *what; } rows[] = {
    { "broken.ini", "[data]\nlabels=y\n", "This plan cannot be opened", "2: unknown key" },
    { "broken.parquet", "PAR1 and nothing else", "The data cannot be read", "broken.parquet" },
    { "empty.csv", "\n", "The data cannot be read", "empty.csv" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_build_filename (folder, rows[i].name, NULL);
      AssayWindow *window = screen_window (application, 1280, 720);
      g_assert_true (g_file_set_contents (path, rows[i].text, -1, NULL));
      screen_open (window, path);
      g_assert_cmpstr (assay_window_screen (window), ==, "trouble");
      AdwStatusPage *status = NULL;
      for (GtkWidget *label = screen_find (window, GTK_TYPE_LABEL, NULL, rows[i].title); label != NULL && status == NULL;)
        status = ADW_STATUS_PAGE (gtk_widget_get_ancestor (label, ADW_TYPE_STATUS_PAGE));
      g_assert_nonnull (status);
      g_test_message ("%s", adw_status_page_get_description (status));
      g_assert_nonnull (strstr (adw_status_page_get_description (status), rows[i].what));
      screen_close (window);
    }
}

int
main (int    argc,
      char **argv)
{
  application = screen_application (&argc, &argv);
  folder = g_build_filename (g_get_user_data_dir (), "set-up", NULL);
  data = g_build_filename (folder, "people.csv", NULL);
  g_mkdir_with_parents (folder, 0700);
  write_data (data);
  g_test_add_func ("/workbench/setup/proposed", test_proposed);
  g_test_add_func ("/workbench/setup/columns", test_columns);
  g_test_add_func ("/workbench/setup/sentences", test_sentences);
  g_test_add_func ("/workbench/setup/by-hand", test_by_hand);
  g_test_add_func ("/workbench/setup/closing", test_closing);
  g_test_add_func ("/workbench/setup/run", test_run);
  g_test_add_func ("/workbench/setup/audit", test_audit);
  g_test_add_func ("/workbench/setup/trouble", test_trouble);
  const int status = g_test_run ();
  g_object_unref (application);
  screen_exit (status);
}
