/* Real windows: audits opened, refused and cancelled, actions, charts, pictures. */
#include "screen.h"

#include "chart-view.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static AssayApplication *application;

static gboolean
is_enabled (AssayWindow *window,
            const char  *action)
{
  GtkWidget *button = gtk_button_new ();
  gboolean is_sensitive;

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  GtkWidget *screen = adw_application_window_get_content (ADW_APPLICATION_WINDOW (window));
  GtkWidget *popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), button);
  gtk_widget_set_parent (popover, screen);
  is_sensitive = gtk_widget_is_sensitive (button);
  gtk_widget_unparent (popover);
  return is_sensitive;
}

/* --- opening ---------------------------------------------------------------------------------------------------- */

static void
test_start (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);

  g_assert_cmpstr (assay_window_screen (window), ==, "start");
  g_assert_nonnull (screen_find (window, ADW_TYPE_ACTION_ROW, NULL, NULL));
  g_assert_false (is_enabled (window, "win.export"));
  g_assert_true (is_enabled (window, "win.open"));
  screen_close (window);
}

static void
test_open (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);

  screen_open (window, screen_audit ());
  g_assert_cmpstr (assay_window_screen (window), ==, "audit");
  g_assert_true (g_str_has_prefix (gtk_window_get_title (GTK_WINDOW (window)), "Income model for personal loans"));
  const AssayFindings *findings = assay_open_audit_report (assay_window_audit (window))->findings;
  g_assert_cmpint (findings->verdict, ==, ASSAY_VERDICT_FAIL);
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, "page-sentence",
                                 "Not ready by its plan: 3 of 14 checks fail"));
  for (guint i = 0; i < findings->checks->len; i++)
    g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, "row-name",
                                   ((const AssayCheckFinding *) findings->checks->pdata[i])->check->name));
  g_assert_true (is_enabled (window, "win.export"));
  screen_close (window);
}

/* Each kind of bad file has its heading, stays in place, and the way on is offered. */
static void
test_trouble (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);
  g_autofree char *damaged = g_build_filename (g_get_user_data_dir (), "damaged.assay", NULL);
  g_autofree char *foreign = g_build_filename (g_get_user_data_dir (), "foreign.assay", NULL);
  g_autofree char *newer = g_build_filename (g_get_user_data_dir (), "newer.assay", NULL), *bytes = NULL;
  const char version[] = { 0, 1, 0, 0 }; /* SQLite's user_version, big-endian at 60: major * 1000 + minor */
  gsize n_bytes;

  g_assert_true (g_file_get_contents (screen_audit (), &bytes, &n_bytes, NULL));
  g_autofree char *later = g_memdup2 (bytes, n_bytes);
  memcpy (later + 60, version, sizeof version);
  g_assert_true (g_file_set_contents (newer, later, (gssize) n_bytes, NULL));
  for (gsize i = n_bytes / 2; i < n_bytes / 2 + 4096; i++)
    bytes[i] ^= 0x5a;
  g_assert_true (g_file_set_contents (damaged, bytes, (gssize) n_bytes, NULL));
  g_assert_true (g_file_set_contents (foreign, "label,prediction\n1,1\n", -1, NULL));
  const struct { const char *path, *title; } rows[] = {
    { "/nowhere/gone.assay", "The file cannot be opened" }, { foreign, "This is no audit file" },
    { damaged, "This audit file is damaged" }, { newer, "This audit was made by a newer Assay" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      screen_open (window, rows[i].path);
      g_test_message ("%s", rows[i].path);
      g_assert_cmpstr (assay_window_screen (window), ==, "trouble");
      g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, NULL, rows[i].title));
    }
  gtk_widget_activate_action (GTK_WIDGET (window), "win.cancel", NULL);
  g_assert_cmpstr (assay_window_screen (window), ==, "start");
  screen_close (window);
}

/* A file that may not be written opens for review, and the window says what that means. */
static void
test_read_only (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "read-only.assay", NULL), *bytes = NULL;
  gsize n_bytes;

  g_assert_true (g_file_get_contents (screen_audit (), &bytes, &n_bytes, NULL));
  g_assert_true (g_file_set_contents (path, bytes, (gssize) n_bytes, NULL));
  g_assert_cmpint (g_chmod (path, 0444), ==, 0);
  screen_open (window, path);
  g_assert_cmpstr (assay_window_screen (window), ==, "audit");
  const gboolean is_read_only = g_access (path, W_OK) != 0; /* root may write everything */
  g_assert_true (assay_open_audit_is_read_only (assay_window_audit (window)) == is_read_only);
  g_assert_true ((screen_find (window, GTK_TYPE_LABEL, NULL, "decisions cannot be kept") != NULL) == is_read_only);
  screen_close (window);
}

/* --- a reader that stalls --------------------------------------------------------------------------------------- */

static GMutex mutex;
static GCond cond;
static gboolean is_let_go, is_done;

static AssayAudit *
read_stalled (const char     *path,
              char          **audit_path,
              AssayProgress  *progress,
              GCancellable   *cancellable,
              GError        **error)
{
  atomic_store (&progress->n_rows_total, 1000);
  atomic_store (&progress->n_rows_done, 250);
  g_mutex_lock (&mutex);
  while (!is_let_go)
    g_cond_wait (&cond, &mutex);
  is_done = TRUE;
  g_mutex_unlock (&mutex);
  return assay_audit_open (path, error);
}

static gboolean
is_reader_done (void)
{
  g_mutex_lock (&mutex);
  const gboolean done = is_done;
  g_mutex_unlock (&mutex);
  return done;
}

static void
let_go (void)
{
  g_mutex_lock (&mutex);
  is_let_go = TRUE;
  g_cond_broadcast (&cond);
  g_mutex_unlock (&mutex);
}

/* The window answers while the reader stands still, shows the rows, and Cancel goes back at once; what the reader
 * brings in the end is dropped. */
static void
test_stalled (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);

  is_let_go = is_done = FALSE;
  assay_window_open_with (window, screen_audit (), read_stalled);
  g_assert_cmpstr (assay_window_screen (window), ==, "busy");
  WAIT (screen_find (window, GTK_TYPE_LABEL, NULL, "250 of 1,000 rows") != NULL);
  g_assert_true (is_enabled (window, "win.cancel"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.cancel", NULL);
  g_assert_cmpstr (assay_window_screen (window), ==, "start");
  let_go ();
  WAIT (is_reader_done ());
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (assay_window_screen (window), ==, "start");
  g_assert_null (assay_window_audit (window));
  screen_close (window);
}

/* Closed while it reads: the window goes, and so does what was read. */
static void
test_closed (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);

  is_let_go = is_done = FALSE;
  assay_window_open_with (window, screen_audit (), read_stalled);
  gtk_window_close (GTK_WINDOW (window));
  let_go ();
  WAIT (is_reader_done ());
  WAIT (gtk_application_get_windows (GTK_APPLICATION (application)) == NULL);
}

static void
test_sample (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);

  g_settings_set_string (assay_application_settings (application), "engine", "cpu");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-sample", NULL);
  WAIT (strcmp (assay_window_screen (window), "audit") == 0);
  g_assert_cmpstr (assay_open_audit_report (assay_window_audit (window))->provenance->engine, ==, "cpu");
  g_settings_reset (assay_application_settings (application), "engine");
  g_assert_true (g_str_has_prefix (assay_open_audit_path (assay_window_audit (window)), g_get_user_data_dir ()));
  g_assert_cmpint (g_access (assay_open_audit_path (assay_window_audit (window)), R_OK), ==, 0);
  screen_close (window);
}

static void
test_drop (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window));
  GFile *file = g_file_new_for_path (screen_audit ());
  GValue value = G_VALUE_INIT;
  gboolean is_taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (&file, 1));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 1.0, 1.0, &is_taken);
    }
  g_assert_true (is_taken);
  WAIT (strcmp (assay_window_screen (window), "audit") == 0);
  g_value_unset (&value);
  g_object_unref (file);
  screen_close (window);
}

/* --- charts ----------------------------------------------------------------------------------------------------- */

static AssayChartView *
open_chart (AssayWindow **window)
{
  *window = screen_window (application, 1280, 720);
  screen_open (*window, screen_audit ());
  GtkWidget *view = screen_find (*window, ASSAY_TYPE_CHART_VIEW, NULL, NULL);
  g_assert_nonnull (view);
  return ASSAY_CHART_VIEW (view);
}

/* A list with an item a mark, each with its sentence; one Tab stop, arrows inside. */
static void
test_chart_keys (void)
{
  AssayWindow *window;
  AssayChartView *view = open_chart (&window);

  g_assert_cmpuint (assay_chart_view_n_marks (view), ==, 6);
  gtk_test_accessible_assert_role (view, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       assay_exhibit_title (assay_chart_view_exhibit (view)));
  for (guint i = 0; i < 6; i++)
    {
      AssayChartMark *mark = assay_chart_view_mark (view, i);
      gtk_test_accessible_assert_role (mark, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
      gtk_test_accessible_assert_property (mark, GTK_ACCESSIBLE_PROPERTY_LABEL, assay_chart_mark_says (mark));
      g_assert_nonnull (strstr (assay_chart_mark_says (mark), "points"));
      g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (mark)), ==, assay_chart_mark_says (mark));
      g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (mark)), >=, 24);
    }
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (view), GTK_DIR_TAB_FORWARD));
  for (guint i = 0; i < 6; i++)
    {
      g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == GTK_WIDGET (assay_chart_view_mark (view, i)));
      g_assert_true (gtk_widget_child_focus (GTK_WIDGET (view), GTK_DIR_DOWN) == (i < 5));
    }
  g_assert_false (gtk_widget_child_focus (GTK_WIDGET (view), GTK_DIR_TAB_FORWARD));
  screen_close (window);
}

static void
count_activated (AssayChartView *view,
                 AssayChartMark *mark,
                 guint          *n)
{
  (*n)++;
}

/* Enter or a click: one mark at a time is the selected one. Space shows what it says. */
static void
test_chart_select (void)
{
  AssayWindow *window;
  AssayChartView *view = open_chart (&window);
  guint n = 0;

  g_signal_connect (view, "mark-activated", G_CALLBACK (count_activated), &n);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *mark = GTK_WIDGET (assay_chart_view_mark (view, i));
      g_assert_true (gtk_widget_activate (mark));
      g_assert_cmpint (assay_chart_view_selected (view), ==, (int) i);
      g_assert_true ((gtk_widget_get_state_flags (mark) & GTK_STATE_FLAG_SELECTED) != 0);
      g_assert_cmpuint (n, ==, i + 1);
    }
  GtkWidget *first = GTK_WIDGET (assay_chart_view_mark (view, 0));
  g_assert_cmpint (gtk_widget_get_state_flags (first) & GTK_STATE_FLAG_SELECTED, ==, 0);
  g_signal_emit_by_name (first, "explain");
  GtkWidget *says = screen_find (view, GTK_TYPE_LABEL, NULL, assay_chart_mark_says (assay_chart_view_mark (view, 0)));
  g_assert_nonnull (says);
  g_assert_true (gtk_widget_get_mapped (says));
  assay_chart_view_select (view, -1);
  g_assert_cmpint (assay_chart_view_selected (view), ==, -1);
  screen_close (window);
}

static void
text_read (GObject      *clipboard,
           GAsyncResult *result,
           gpointer      text)
{
  *(char **) text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static void
test_chart_copy (void)
{
  static const struct { const char *action, *mime, *begins; } rows[] = {
    { "chart.copy-csv", "text/csv", "name,of,rows,value,lo,hi" },
    { "chart.copy-svg", "image/svg+xml", "<" },
    { "chart.copy", "image/png", "name,of,rows" },
    { "chart.copy", "image/svg+xml", "name,of,rows" },
  };
  AssayWindow *window;
  AssayChartView *view = open_chart (&window);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (view));

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char *text = NULL;
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (view), rows[i].action, NULL));
      g_assert_true (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard), rows[i].mime));
      gdk_clipboard_read_text_async (clipboard, NULL, text_read, &text);
      WAIT (text != NULL);
      g_assert_true (g_str_has_prefix (text, rows[i].begins));
      g_free (text);
    }
  screen_close (window);
}

static void
test_chart_export (void)
{
  static const struct { const char *name, *begins; } rows[] = {
    { "chart.svg", "<" }, { "chart.png", "\x89PNG" }, { "chart.pdf", "%PDF" }, { "chart.csv", "name," },
  };
  AssayWindow *window;
  AssayChartView *view = open_chart (&window);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_build_filename (g_get_user_data_dir (), rows[i].name, NULL), *bytes = NULL;
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (view), "chart.export-to", "s", path));
      g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
      g_assert_true (g_str_has_prefix (bytes, rows[i].begins));
    }
  g_autoptr (GFile) none = g_file_new_for_path ("/nowhere/chart.xyz");
  g_autoptr (GError) error = NULL;
  g_assert_false (assay_chart_view_export (view, none, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  screen_close (window);
}

/* --- export and pictures ---------------------------------------------------------------------------------------- */

static void
test_export (void)
{
  static const char *const names[] = { "report.pdf", "report.html", "report.json", "slices.csv", "checks.csv" };
  AssayWindow *window = screen_window (application, 1280, 720);
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "exported", NULL);

  screen_open (window, screen_audit ());
  gtk_widget_activate_action (GTK_WIDGET (window), "win.export-to", "(su)", folder,
                              ASSAY_FORMAT_PDF | ASSAY_FORMAT_HTML | ASSAY_FORMAT_JSON | ASSAY_FORMAT_CSV);
  WAIT (screen_find (window, GTK_TYPE_LABEL, NULL, "files into exported") != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_assert_cmpint (g_access (path, R_OK), ==, 0);
    }
  gtk_widget_activate_action (GTK_WIDGET (window), "win.export-to", "(su)", "/proc/nowhere", ASSAY_FORMAT_JSON);
  WAIT (screen_find (window, GTK_TYPE_LABEL, NULL, "Not exported") != NULL);
  screen_close (window);
}

/* Twice the same picture; dark is another one. */
static void
test_picture (void)
{
  AssayWindow *window;
  AssayChartView *view = open_chart (&window);
  g_autoptr (GdkTexture) one = screen_picture (view), again = screen_picture (view);
  const gsize size = (gsize) gdk_texture_get_width (one) * (gsize) gdk_texture_get_height (one) * 4;
  g_autofree guchar *first = g_malloc (size), *second = g_malloc (size);

  gdk_texture_download (one, first, (gsize) gdk_texture_get_width (one) * 4);
  gdk_texture_download (again, second, (gsize) gdk_texture_get_width (one) * 4);
  g_assert_cmpmem (first, size, second, size);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  g_autoptr (GdkTexture) dark = screen_picture (view);
  gdk_texture_download (dark, second, (gsize) gdk_texture_get_width (one) * 4);
  g_assert_true (memcmp (first, second, size) != 0);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  screen_close (window);
}

int
main (int    argc,
      char **argv)
{
  application = screen_application (&argc, &argv);
  g_test_add_func ("/workbench/start", test_start);
  g_test_add_func ("/workbench/open", test_open);
  g_test_add_func ("/workbench/trouble", test_trouble);
  g_test_add_func ("/workbench/read-only", test_read_only);
  g_test_add_func ("/workbench/stalled", test_stalled);
  g_test_add_func ("/workbench/closed", test_closed);
  g_test_add_func ("/workbench/sample", test_sample);
  g_test_add_func ("/workbench/drop", test_drop);
  g_test_add_func ("/workbench/chart/keys", test_chart_keys);
  g_test_add_func ("/workbench/chart/select", test_chart_select);
  g_test_add_func ("/workbench/chart/copy", test_chart_copy);
  g_test_add_func ("/workbench/chart/export", test_chart_export);
  g_test_add_func ("/workbench/export", test_export);
  g_test_add_func ("/workbench/picture", test_picture);
  const int status = g_test_run ();
  g_object_unref (application);
  screen_exit (status);
}
