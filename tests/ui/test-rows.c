/* The rows behind a number, in a window of their own. */
#include "turn-page.h"

#include "rows-window.h"
#include "slices-list.h"

#include <glib/gstdio.h>
#include <unistd.h>

static AssayApplication *application;

static AssayRowsWindow *
find_rows (void)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (all, i);
      if (ASSAY_IS_ROWS_WINDOW (window) && gtk_widget_get_visible (window))
        return ASSAY_ROWS_WINDOW (window);
    }
  return NULL;
}

static gboolean
is_on (AssayRowsWindow *rows,
       const char      *screen)
{
  return strcmp (assay_rows_window_screen (rows), screen) == 0;
}

static void
text_read (GObject      *clipboard,
           GAsyncResult *result,
           gpointer      text)
{
  *(char **) text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

/* From a slice by its button: a page, the next one, errors alone, the copy. */
static void
test_rows (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);
  g_autofree char *data = g_path_get_dirname (g_getenv ("ASSAY_PLAN"));
  char *text = NULL;

  g_assert_cmpint (chdir (data), ==, 0); /* where the data is */
  screen_open (window, screen_audit ());
  turn_page (window, "slices");
  GtkWidget *button = screen_find (window, GTK_TYPE_BUTTON, NULL, "Rows…");
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  AssayRowsWindow *rows = find_rows ();
  g_assert_nonnull (rows);
  g_assert_true (is_on (rows, "busy"));
  WAIT (is_on (rows, "rows"));
  g_assert_nonnull (screen_find (rows, GTK_TYPE_LABEL, NULL, "Rows 1 to 100 of 22,611"));
  gtk_widget_activate_action (GTK_WIDGET (rows), "rows.next", NULL);
  g_assert_true (is_on (rows, "rows")); /* the page stays until the next is there */
  WAIT (screen_find (rows, GTK_TYPE_LABEL, NULL, "Rows 101 to 200 of 22,611") != NULL);
  gtk_widget_activate_action (GTK_WIDGET (rows), "rows.previous", NULL);
  WAIT (screen_find (rows, GTK_TYPE_LABEL, NULL, "Rows 1 to 100 of 22,611") != NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (screen_find (rows, GTK_TYPE_DROP_DOWN, NULL, NULL)), 1);
  WAIT (screen_find (rows, GTK_TYPE_LABEL, NULL, "Rows 1 to 100 of 3,") != NULL);
  gtk_widget_activate_action (GTK_WIDGET (rows), "rows.copy", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (rows)), NULL, text_read, &text);
  WAIT (text != NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 102); /* head, rows, the end of the last */
  g_free (text);
  gtk_window_close (GTK_WINDOW (rows));
  WAIT (find_rows () == NULL);
  screen_close (window);
}

/* A plain sentence where the data is not there; closing while it is read leaves nothing. */
static void
test_gone (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "alone", "audit.assay", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GFile) source = g_file_new_for_path (screen_audit ()), target = g_file_new_for_path (path);

  g_assert_cmpint (chdir ("/"), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL));
  screen_open (window, path);
  AssayRowsWindow *rows = assay_rows_window_show (GTK_WINDOW (window), assay_window_audit (window), "sex=Female", "wrong");
  WAIT (is_on (rows, "trouble"));
  g_assert_nonnull (screen_find (rows, GTK_TYPE_LABEL, NULL, "The rows cannot be shown"));
  g_assert_nonnull (screen_find (rows, GTK_TYPE_LABEL, NULL, "Every number of the audit stands without them"));
  GtkWidget *again = screen_find (rows, GTK_TYPE_BUTTON, NULL, "Run Again");
  g_assert_false (gtk_widget_get_visible (again)); /* there is nothing to run on */
  gtk_window_close (GTK_WINDOW (rows));
  WAIT (find_rows () == NULL);
  rows = assay_rows_window_show (GTK_WINDOW (window), assay_window_audit (window), "", NULL);
  gpointer left = rows;
  g_object_add_weak_pointer (G_OBJECT (rows), &left);
  gtk_window_close (GTK_WINDOW (rows));
  WAIT (left == NULL);
  screen_close (window);
}

int
main (int    argc,
      char **argv)
{
  application = screen_application (&argc, &argv);
  g_test_add_func ("/workbench/rows/rows", test_rows);
  g_test_add_func ("/workbench/rows/gone", test_gone);
  const int status = g_test_run ();
  g_object_unref (application);
  screen_exit (status);
}
