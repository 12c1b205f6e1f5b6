/* From a data file to a saved plan and a finished audit, in a window: the plan is the one that `assay plan` writes. */
#include "screen.h"

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
  g_test_add_func ("/workbench/setup/run", test_run);
  g_test_add_func ("/workbench/setup/audit", test_audit);
  g_test_add_func ("/workbench/setup/trouble", test_trouble);
  const int status = g_test_run ();
  g_object_unref (application);
  return status;
}
