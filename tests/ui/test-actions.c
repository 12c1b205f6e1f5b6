/* Every action of the shortcuts window has a key, and does what it says. */
#include "screen.h"

#include "pages.h"

#include <string.h>
#include <unistd.h>

static AssayApplication *application;

/* --- what each does ---------------------------------------------------------------------------------------------- */

static guint
n_windows (void)
{
  return g_list_length (gtk_application_get_windows (GTK_APPLICATION (application)));
}

static gboolean
has_chooser (void)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (all, i);
      if (GTK_IS_FILE_CHOOSER (window) && gtk_widget_get_visible (window))
        return TRUE;
    }
  return FALSE;
}

static GtkWindow *
find_toplevel (GType type)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (all, i);
      if (g_type_is_a (G_OBJECT_TYPE (window), type) && gtk_widget_get_visible (window))
        return GTK_WINDOW (window);
    }
  return NULL;
}

static void
do_open (AssayWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open", NULL);
  WAIT (has_chooser ());
}

static void
do_export (AssayWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.export", NULL);
  WAIT (find_toplevel (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (find_toplevel (ADW_TYPE_MESSAGE_DIALOG));
  GtkWidget *first = screen_find (dialog, GTK_TYPE_SWITCH, NULL, NULL);
  g_assert_true (adw_message_dialog_get_response_enabled (dialog, "export"));
  gtk_switch_set_active (GTK_SWITCH (first), FALSE);
  g_assert_false (adw_message_dialog_get_response_enabled (dialog, "export")); /* nothing is chosen */
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
do_new_window (AssayWindow *window)
{
  const guint before = n_windows ();

  g_action_group_activate_action (G_ACTION_GROUP (application), "new-window", NULL);
  g_assert_cmpuint (n_windows (), ==, before + 1);
  gtk_window_close (gtk_application_get_active_window (GTK_APPLICATION (application)));
  WAIT (n_windows () == before);
}

static void
do_cancel (AssayWindow *window)
{
  screen_open (window, "/nowhere/gone.assay");
  g_assert_cmpstr (assay_window_screen (window), ==, "trouble");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.cancel", NULL);
  g_assert_cmpstr (assay_window_screen (window), ==, "audit"); /* what was there before */
}

static void
do_start (AssayWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.start", NULL);
  g_assert_cmpstr (assay_window_screen (window), ==, "start");
}

/* Every page, from Start. */
static void
do_pages (AssayWindow *window)
{
  for (const AssayPage *page = assay_pages; page->name != NULL; page++)
    {
      do_start (window);
      gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", page->name);
      g_assert_cmpstr (assay_window_screen (window), ==, "audit");
      g_assert_cmpstr (assay_window_page (window), ==, page->name);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
    }
}

/* Full screen itself takes a window manager: test-review. */
static void
do_review (AssayWindow *window)
{
  g_assert_cmpstr (assay_window_page (window), ==, "overview");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.review", NULL);
  g_assert_cmpstr (assay_window_page (window), ==, "review");
}

static void
do_shortcuts (AssayWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-help-overlay", NULL);
  WAIT (find_toplevel (GTK_TYPE_SHORTCUTS_WINDOW) != NULL);
  gtk_window_close (find_toplevel (GTK_TYPE_SHORTCUTS_WINDOW));
}

static void
do_close (AssayWindow *window)
{
  AssayWindow *other = screen_window (application, 800, 600);
  const guint before = n_windows ();

  gtk_widget_activate_action (GTK_WIDGET (other), "window.close", NULL);
  WAIT (n_windows () == before - 1);
}

/* The audit's own plan once more: it has started, and Cancel stops it. */
static void
do_run_again (AssayWindow *window)
{
  g_autofree char *plan = g_path_get_dirname (g_getenv ("ASSAY_PLAN"));
  g_autofree char *folder = g_get_current_dir ();

  g_assert_cmpint (chdir (plan), ==, 0); /* where its data is */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.run-again", NULL);
  WAIT (assay_runner_is_running (assay_window_runner (window)));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.cancel", NULL);
  g_assert_false (assay_runner_is_running (assay_window_runner (window)));
  g_assert_cmpint (chdir (folder), ==, 0);
}

/* Preferences: a click on a row is the setting, and a setting is the row's. */
static void
do_preferences (AssayWindow *window)
{
  GSettings *settings = assay_application_settings (application);

  gtk_window_present (GTK_WINDOW (window));
  WAIT (gtk_application_get_active_window (GTK_APPLICATION (application)) == GTK_WINDOW (window));
  g_action_group_activate_action (G_ACTION_GROUP (application), "preferences", NULL);
  WAIT (find_toplevel (ADW_TYPE_PREFERENCES_WINDOW) != NULL);
  GtkWindow *dialog = find_toplevel (ADW_TYPE_PREFERENCES_WINDOW);
  WAIT (screen_find (dialog, GTK_TYPE_LABEL, NULL, "Processor") != NULL);
  GtkWidget *row = gtk_widget_get_ancestor (screen_find (dialog, GTK_TYPE_LABEL, NULL, "Processor"), ADW_TYPE_ACTION_ROW);
  GtkWidget *check = screen_find (row, GTK_TYPE_CHECK_BUTTON, NULL, NULL);
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
  adw_action_row_activate (ADW_ACTION_ROW (row));
  g_autofree char *engine = g_settings_get_string (settings, "engine");
  g_assert_cmpstr (engine, ==, "cpu");
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
  g_settings_reset (settings, "engine");
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
  g_assert_nonnull (screen_find (dialog, GTK_TYPE_LABEL, NULL, "NVIDIA")); /* a device, or why there is none */
  gtk_window_destroy (dialog);
}

/* --- all of them ------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *action;
  void      (*run) (AssayWindow *window); /* NULL: of another test */
} actions[] = {
  { "win.open", do_open },           { "win.export", do_export },     { "app.new-window", do_new_window },
  { "win.cancel", do_cancel },       { "win.start", do_start },       { "win.page", do_pages },
  { "win.run-again", do_run_again }, { "app.preferences", do_preferences },
  { "win.show-help-overlay", do_shortcuts }, { "window.close", do_close },
  { "win.save", NULL }, { "win.undo", NULL }, { "win.redo", NULL }, /* test-setup */
  { "win.review", do_review },
  { "app.quit", NULL }, /* test-program */
};

static void
test_actions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_test_message ("%s", actions[i].action);
      AssayWindow *window = screen_window (application, 1280, 720);
      screen_open (window, screen_audit ());
      if (actions[i].run != NULL)
        actions[i].run (window);
      GtkWindow *chooser = find_toplevel (GTK_TYPE_DIALOG);
      if (chooser != NULL)
        gtk_window_close (chooser);
      gtk_window_destroy (GTK_WINDOW (window));
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

/* Every action that the shortcuts window names is above, and has a key. */
static void
test_shortcuts (void)
{
  g_autoptr (GBytes) file = g_resources_lookup_data ("/org/assay/Workbench/gtk/help-overlay.ui", 0, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  g_auto (GStrv) parts = g_strsplit (text, "\"action-name\">", -1);

  g_assert_cmpuint (g_strv_length (parts), >, 5);
  for (guint i = 1; parts[i] != NULL; i++)
    {
      gboolean is_known = FALSE;
      *strchr (parts[i], '<') = '\0';
      g_test_message ("%s", parts[i]);
      for (guint a = 0; a < G_N_ELEMENTS (actions); a++)
        is_known = is_known || g_str_has_prefix (parts[i], actions[a].action);
      g_assert_true (is_known);
      g_auto (GStrv) keys = gtk_application_get_accels_for_action (GTK_APPLICATION (application), parts[i]);
      g_assert_cmpuint (g_strv_length (keys), >, 0);
    }
}

/* Settings come back in the next window. */
static void
test_settings (void)
{
  GSettings *settings = assay_application_settings (application);
  AssayWindow *window = screen_window (application, 900, 610);
  int width, height;

  g_assert_nonnull (settings);
  gtk_window_close (GTK_WINDOW (window));
  WAIT (n_windows () == 0);
  AssayWindow *next = assay_window_new (ADW_APPLICATION (application), settings);
  gtk_window_get_default_size (GTK_WINDOW (next), &width, &height);
  g_assert_cmpint (width, ==, 900);
  g_assert_cmpint (height, ==, 610);
  gtk_window_destroy (GTK_WINDOW (next));
  g_action_group_activate_action (G_ACTION_GROUP (application), "palette", g_variant_new_string ("dark"));
  g_assert_true (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  g_action_group_activate_action (G_ACTION_GROUP (application), "engine", g_variant_new_string ("cpu"));
  g_autofree char *engine = g_settings_get_string (settings, "engine");
  g_assert_cmpstr (engine, ==, "cpu");
  g_settings_reset (settings, "engine");
  g_settings_reset (settings, "palette");
  g_assert_false (adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

int
main (int    argc,
      char **argv)
{
  application = screen_application (&argc, &argv);
  g_test_add_func ("/workbench/actions/all", test_actions);
  g_test_add_func ("/workbench/actions/shortcuts", test_shortcuts);
  g_test_add_func ("/workbench/actions/settings", test_settings);
  const int status = g_test_run ();
  g_object_unref (application);
  screen_exit (status);
}
