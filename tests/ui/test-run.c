/* Runs of a plan in a window: asked for, followed, stopped, closed; what they leave on the disk. */
#include "screen.h"

#include "run-ask.h"

#include <glib/gstdio.h>
#include <string.h>

static AssayApplication *application;

/* --- a counter that stalls -------------------------------------------------------------------------------------- */

static GMutex mutex;
static GCond cond;
static guint n_inside;       /* threads that count now */
static gboolean is_let_go;
static gboolean hears;       /* that it was stopped, before it is let go */

static AssayAudit *
count_stalled (const AssayRunRequest  *request,
               AssayProgress          *progress,
               GCancellable           *cancellable,
               GError                **error)
{
  gboolean goes_on = TRUE;

  atomic_store (&progress->n_rows_total, 1000);
  atomic_store (&progress->n_rows_done, 450);
  g_mutex_lock (&mutex);
  n_inside++;
  while (!is_let_go && goes_on)
    {
      g_cond_wait_until (&cond, &mutex, g_get_monotonic_time () + 10 * G_TIME_SPAN_MILLISECOND);
      goes_on = !hears || !g_cancellable_is_cancelled (cancellable);
    }
  g_mutex_unlock (&mutex);
  AssayAudit *audit = assay_run_count (request, progress, cancellable, error);
  g_mutex_lock (&mutex);
  n_inside--;
  g_mutex_unlock (&mutex);
  return audit;
}

static guint
n_counting (void)
{
  g_mutex_lock (&mutex);
  const guint n = n_inside;
  g_mutex_unlock (&mutex);
  return n;
}

static void
stall (gboolean hears_it)
{
  g_mutex_lock (&mutex);
  is_let_go = FALSE;
  hears = hears_it;
  g_mutex_unlock (&mutex);
}

static void
let_go (void)
{
  g_mutex_lock (&mutex);
  is_let_go = TRUE;
  g_cond_broadcast (&cond);
  g_mutex_unlock (&mutex);
}

/* --- places ----------------------------------------------------------------------------------------------------- */

/* (transfer full) A folder with a plan and its data: the sample's. */
static char *
plan_folder (const char *name)
{
  g_autofree char *data = g_path_get_dirname (g_getenv ("ASSAY_PLAN"));
  char *folder = g_build_filename (g_get_user_data_dir (), name, NULL);
  static const char *const files[] = { "adult-income.ini", "adult-income.parquet" };

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *from = g_build_filename (data, files[i], NULL), *to = g_build_filename (folder, files[i], NULL);
      g_autoptr (GFile) source = g_file_new_for_path (from), target = g_file_new_for_path (to);
      g_autoptr (GError) error = NULL;
      g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  return folder;
}

static guint
n_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
run (AssayWindow *window,
     const char  *plan,
     const char  *audit)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.run", "(ss)", plan, audit);
}

/* (nullable) The question that is asked. */
static AdwMessageDialog *
find_question (void)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (all, i);
      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

static gboolean
is_on (AssayWindow *window,
       const char  *screen)
{
  return strcmp (assay_window_screen (window), screen) == 0;
}

static char *
contents (const char *path)
{
  char *bytes;
  gsize n_bytes;

  g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
  char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, n_bytes);
  g_free (bytes);
  return sum;
}

/* --- tests ------------------------------------------------------------------------------------------------------ */

/* From a plan to its audit file: the same numbers as the command line's. */
static void
test_run (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);
  g_autofree char *folder = plan_folder ("run"), *plan = g_build_filename (folder, "adult-income.ini", NULL);
  g_autofree char *audit = assay_run_default_audit (plan);

  run (window, plan, audit);
  WAIT (is_on (window, "run"));
  WAIT (!is_on (window, "run"));
  g_assert_true (is_on (window, "audit"));
  g_assert_cmpstr (assay_open_audit_path (assay_window_audit (window)), ==, audit);
  g_autoptr (AssayAudit) one = assay_audit_open (audit, NULL), other = assay_audit_open (screen_audit (), NULL);
  g_assert_nonnull (one);
  const AssayFindings *mine = assay_audit_report (one)->findings, *theirs = assay_audit_report (other)->findings;
  g_assert_cmpuint (mine->slices->len, ==, theirs->slices->len);
  g_assert_cmpuint (mine->whole->n_rows, ==, theirs->whole->n_rows);
  g_assert_cmpint (mine->verdict, ==, theirs->verdict);
  g_assert_cmpuint (n_files (folder), ==, 3); /* plan, data and the folder of the audit */
  run (window, plan, audit);                  /* its own place: no question */
  WAIT (assay_runner_is_running (assay_window_runner (window)));
  WAIT (!assay_runner_is_running (assay_window_runner (window)));
  g_assert_true (is_on (window, "audit"));
  screen_close (window);
}

/* A stalled counter: the window answers, says how far it is, and Cancel goes back at once; nothing is written. */
static void
test_stalled (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);
  g_autofree char *folder = plan_folder ("stalled"), *plan = g_build_filename (folder, "adult-income.ini", NULL);
  g_autofree char *audit = assay_run_default_audit (plan);

  assay_runner_set_counter (assay_window_runner (window), count_stalled);
  stall (FALSE);
  run (window, plan, audit);
  WAIT (is_on (window, "run"));
  WAIT (screen_find (window, GTK_TYPE_LABEL, NULL, "450 of 1,000 rows") != NULL);
  WAIT (screen_find (window, GTK_TYPE_LABEL, NULL, "s left") != NULL);
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, NULL, "Counting rows"));
  g_assert_cmpfloat (assay_runner_fraction (assay_window_runner (window)), ==, 0.45);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.cancel", NULL);
  g_assert_true (is_on (window, "start"));
  g_assert_cmpuint (n_counting (), ==, 1); /* it still stands, and nobody waits for it */
  let_go ();
  WAIT (n_counting () == 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (is_on (window, "start"));
  g_assert_null (assay_window_audit (window));
  g_assert_cmpuint (n_files (folder), ==, 2);
  screen_close (window);
}

/* Closed while it counts: the window is gone at once, its thread ends, and there is no new file. */
static void
test_closed (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);
  g_autofree char *folder = plan_folder ("closed"), *plan = g_build_filename (folder, "adult-income.ini", NULL);
  g_autofree char *audit = assay_run_default_audit (plan);

  assay_runner_set_counter (assay_window_runner (window), count_stalled);
  stall (TRUE);
  run (window, plan, audit);
  WAIT (is_on (window, "run"));
  WAIT (n_counting () == 1);
  gtk_window_close (GTK_WINDOW (window));
  WAIT (gtk_application_get_windows (GTK_APPLICATION (application)) == NULL);
  WAIT (n_counting () == 0);
  g_assert_cmpuint (n_files (folder), ==, 2);
}

/* Counted anew: the numbers stay on the screen with a line above them, and so does the page. */
static void
test_anew (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);
  g_autofree char *folder = plan_folder ("anew"), *plan = g_build_filename (folder, "adult-income.ini", NULL);
  g_autofree char *audit = assay_run_default_audit (plan);

  run (window, plan, audit);
  WAIT (is_on (window, "audit"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", "slices");
  AssayOpenAudit *before = assay_window_audit (window);
  g_autofree char *was = contents (audit);
  assay_runner_set_counter (assay_window_runner (window), count_stalled);
  stall (FALSE);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.run-again", NULL);
  WAIT (n_counting () == 1);
  WAIT (screen_find (window, GTK_TYPE_LABEL, NULL, "Counting anew… 45 %") != NULL);
  g_assert_true (is_on (window, "audit"));
  g_assert_cmpstr (assay_window_page (window), ==, "slices");
  g_assert_true (assay_window_audit (window) == before);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.cancel", NULL);
  g_assert_true (is_on (window, "audit"));
  g_assert_false (assay_runner_is_running (assay_window_runner (window)));
  let_go ();
  WAIT (n_counting () == 0);
  g_autofree char *now = contents (audit);
  g_assert_cmpstr (was, ==, now);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.run-again", NULL);
  WAIT (assay_window_audit (window) != before);
  g_assert_cmpstr (assay_window_page (window), ==, "slices");
  screen_close (window);
}

static const char *
state_says (AssayWindow *window)
{
  GtkWidget *box = screen_find (window, GTK_TYPE_BOX, "sidebar-data", NULL);

  return gtk_label_get_text (GTK_LABEL (gtk_widget_get_last_child (box)));
}

static void
put_data (const char *path,
          const char *more)
{
  g_autofree char *bytes = NULL;
  gsize n_bytes;
  FILE *file;

  g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
  file = g_fopen (path, "wb");
  g_assert_cmpuint (fwrite (bytes, 1, n_bytes, file), ==, n_bytes);
  g_assert_cmpint (fputs (more, file), >=, 0);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* Data that changes, and goes, while its audit is open; and a new run that puts it right. */
static void
test_data (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);
  g_autofree char *folder = plan_folder ("data"), *plan = g_build_filename (folder, "adult-income.ini", NULL);
  g_autofree char *audit = assay_run_default_audit (plan), *data = g_build_filename (folder, "adult-income.parquet", NULL);
  g_autofree char *again = NULL;

  run (window, plan, audit);
  WAIT (is_on (window, "audit"));
  WAIT (strcmp (state_says (window), "Data at hand, unchanged") == 0);
  g_assert_cmpint (assay_open_audit_data_state (assay_window_audit (window), NULL), ==, ASSAY_DATA_SAME);
  put_data (data, "x");
  assay_open_audit_look_at_data (assay_window_audit (window));
  WAIT (strcmp (state_says (window), "Data changed since the audit") == 0);
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, NULL, "adult-income.parquet has changed since the audit"));
  GtkWidget *button = screen_find (window, GTK_TYPE_BUTTON, NULL, "Run Again");
  g_assert_true (gtk_widget_get_visible (button));
  again = plan_folder ("data"); /* as it was, only newer */
  assay_open_audit_look_at_data (assay_window_audit (window));
  WAIT (strcmp (state_says (window), "Data at hand, unchanged") == 0);
  g_assert_cmpint (g_unlink (data), ==, 0);
  assay_open_audit_look_at_data (assay_window_audit (window));
  WAIT (strcmp (state_says (window), "Data not at hand") == 0);
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, NULL, "rows cannot be shown"));
  g_assert_cmpint (g_mkdir (data, 0700), ==, 0); /* nothing that can be read */
  assay_open_audit_look_at_data (assay_window_audit (window));
  WAIT (strcmp (state_says (window), "Data cannot be read") == 0);
  g_assert_cmpint (g_rmdir (data), ==, 0);
  screen_close (window);
}

/* Another file in its place is asked for; No leaves it as it is, Yes replaces it. */
static void
test_replace (void)
{
  static const char *const answers[] = { "cancel", "replace" };
  AssayWindow *window = screen_window (application, 1280, 720);
  g_autofree char *folder = plan_folder ("replace"), *plan = g_build_filename (folder, "adult-income.ini", NULL);
  g_autofree char *other = g_build_filename (folder, "other.assay", NULL);

  g_assert_true (g_file_set_contents (other, "nothing", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      run (window, plan, other);
      WAIT (find_question () != NULL);
      g_assert_true (is_on (window, "start"));
      AdwMessageDialog *question = find_question ();
      adw_message_dialog_response (question, answers[i]);
      gtk_window_destroy (GTK_WINDOW (question)); /* as a click on its button does */
      WAIT (find_question () == NULL);
      WAIT (is_on (window, i == 0 ? "start" : "audit"));
    }
  g_autoptr (AssayAudit) audit = assay_audit_open (other, NULL);
  g_assert_nonnull (audit);
  screen_close (window);
}

/* What cannot be run says what and what to do, and goes back to where one was. */
static void
test_trouble (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);
  g_autofree char *folder = plan_folder ("trouble"), *plan = g_build_filename (folder, "adult-income.ini", NULL);
  g_autofree char *audit = assay_run_default_audit (plan), *data = g_build_filename (folder, "adult-income.parquet", NULL);

  g_assert_cmpint (g_unlink (data), ==, 0);
  run (window, plan, audit);
  WAIT (is_on (window, "trouble"));
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, NULL, "The data cannot be read"));
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, NULL, "adult-income.parquet"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.cancel", NULL);
  g_assert_true (is_on (window, "start"));
  g_assert_true (g_file_set_contents (plan, "[data]\nfiles=x.csv\nlable=y\n", -1, NULL));
  run (window, plan, audit);
  WAIT (is_on (window, "trouble"));
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, NULL, "This plan cannot be run"));
  g_assert_cmpuint (n_files (folder), ==, 1);
  screen_close (window);
}

/* --- the application's end -------------------------------------------------------------------------------------- */

static char *exit_plan, *exit_audit;

static gboolean
close_when_it_counts (gpointer window)
{
  if (n_counting () == 0)
    return G_SOURCE_CONTINUE;
  gtk_window_close (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

static gboolean
hear (gpointer nothing)
{
  g_assert_null (gtk_application_get_windows (GTK_APPLICATION (application)));
  g_assert_cmpuint (n_counting (), ==, 1); /* the window went before its thread */
  let_go ();
  return G_SOURCE_REMOVE;
}

static gboolean
start_run (gpointer nothing)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  assay_runner_set_counter (assay_window_runner (ASSAY_WINDOW (window)), count_stalled);
  run (ASSAY_WINDOW (window), exit_plan, exit_audit);
  g_timeout_add (5, close_when_it_counts, window);
  g_timeout_add (400, hear, NULL);
  return G_SOURCE_REMOVE;
}

/* The last window is closed while it counts: the application ends, after its thread and without a file. */
static void
test_exits (void)
{
  g_autofree char *folder = plan_folder ("exits");

  exit_plan = g_build_filename (folder, "adult-income.ini", NULL);
  exit_audit = assay_run_default_audit (exit_plan);
  stall (FALSE);
  g_timeout_add (50, start_run, NULL);
  g_assert_cmpint (g_application_run (G_APPLICATION (application), 0, NULL), ==, 0);
  g_assert_cmpuint (n_counting (), ==, 0);
  g_assert_cmpuint (n_files (folder), ==, 2);
  g_free (exit_plan);
  g_free (exit_audit);
}

int
main (int    argc,
      char **argv)
{
  application = screen_application (&argc, &argv);
  g_test_add_func ("/workbench/run/run", test_run);
  g_test_add_func ("/workbench/run/stalled", test_stalled);
  g_test_add_func ("/workbench/run/closed", test_closed);
  g_test_add_func ("/workbench/run/anew", test_anew);
  g_test_add_func ("/workbench/run/data", test_data);
  g_test_add_func ("/workbench/run/replace", test_replace);
  g_test_add_func ("/workbench/run/trouble", test_trouble);
  g_test_add_func ("/workbench/run/exits", test_exits); /* the last one */
  const int status = g_test_run ();
  g_object_unref (application);
  screen_exit (status);
}
