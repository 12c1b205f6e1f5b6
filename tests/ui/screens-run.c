/* screens-run.c: see screens-run.h. */
#include "screens-run.h"

#include "rows-window.h"

#include <glib/gstdio.h>
#include <string.h>

static int is_let_go; /* atomic */

/* Nearly half way, until it is let go. */
static AssayAudit *
count_slowly (const AssayRunRequest  *request,
              AssayProgress          *progress,
              GCancellable           *cancellable,
              GError                **error)
{
  atomic_store (&progress->n_rows_total, 22611);
  atomic_store (&progress->n_rows_done, 10175);
  while (!g_atomic_int_get (&is_let_go))
    g_usleep (10000);
  return assay_run_count (request, progress, cancellable, error);
}

/* (transfer full) The sample's plan and data in a folder of their own. */
static char *
make_plan (void)
{
  static const char *const files[] = { "adult-income.ini", "adult-income.parquet" };
  g_autofree char *data = g_path_get_dirname (g_getenv ("ASSAY_PLAN"));
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "screens", NULL);

  g_mkdir_with_parents (folder, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *from = g_build_filename (data, files[i], NULL), *to = g_build_filename (folder, files[i], NULL);
      g_autoptr (GFile) source = g_file_new_for_path (from), target = g_file_new_for_path (to);
      g_assert_true (g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL));
    }
  return g_build_filename (folder, files[0], NULL);
}

static GtkWidget *
find_preferences (void)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (all, i);
      if (ADW_IS_PREFERENCES_WINDOW (window))
        return window;
    }
  return NULL;
}

static void
keep_preferences (AssayApplication *application,
                  void            (*keep) (gpointer window, const char *name))
{
  g_action_group_activate_action (G_ACTION_GROUP (application), "preferences", NULL);
  GtkWidget *dialog = find_preferences ();
  WAIT (screen_find (dialog, GTK_TYPE_LABEL, NULL, "Processor") != NULL);
  gtk_test_widget_wait_for_draw (dialog);
  WAIT (gtk_widget_get_width (dialog) > 0);
  keep (dialog, "preferences");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
keep_rows (AssayWindow *window,
           void       (*keep) (gpointer window, const char *name))
{
  AssayRowsWindow *rows = assay_rows_window_show (GTK_WINDOW (window), assay_window_audit (window), "sex=Female", "wrong");

  WAIT (strcmp (assay_rows_window_screen (rows), "rows") == 0);
  keep (rows, "rows");
  gtk_window_destroy (GTK_WINDOW (rows));
}

static void
keep_changed (AssayWindow *window,
              const char  *plan,
              void       (*keep) (gpointer window, const char *name))
{
  g_autofree char *folder = g_path_get_dirname (plan), *data = g_build_filename (folder, "adult-income.parquet", NULL);

  g_assert_true (g_file_set_contents (data, "other", -1, NULL));
  assay_open_audit_look_at_data (assay_window_audit (window));
  WAIT (screen_find (window, GTK_TYPE_LABEL, NULL, "has changed since the audit") != NULL);
  keep (window, "data-changed");
}

void
screens_run (AssayApplication *application,
             int               width,
             int               height,
             void            (*keep) (gpointer window, const char *name))
{
  AssayWindow *window = screen_window (application, width, height);
  g_autofree char *plan = make_plan (), *folder = g_path_get_dirname (plan);
  g_autofree char *audit = g_build_filename (folder, "adult-income-audit", "audit.assay", NULL);

  assay_runner_set_counter (assay_window_runner (window), count_slowly);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.run", "(ss)", plan, audit);
  WAIT (screen_find (window, GTK_TYPE_LABEL, NULL, " s left") != NULL);
  keep (window, "run");
  g_atomic_int_set (&is_let_go, TRUE);
  WAIT (strcmp (assay_window_screen (window), "audit") == 0);
  g_atomic_int_set (&is_let_go, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.run-again", NULL);
  WAIT (screen_find (window, GTK_TYPE_LABEL, NULL, " s left") != NULL);
  keep (window, "run-anew");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.cancel", NULL);
  g_atomic_int_set (&is_let_go, TRUE);
  keep_preferences (application, keep);
  keep_rows (window, keep);
  keep_changed (window, plan, keep);
  AssayRowsWindow *rows = assay_rows_window_show (GTK_WINDOW (window), assay_window_audit (window), "sex=Female", NULL);
  WAIT (strcmp (assay_rows_window_screen (rows), "trouble") == 0);
  keep (rows, "rows-changed");
  gtk_window_destroy (GTK_WINDOW (rows));
  screen_close (window);
}
