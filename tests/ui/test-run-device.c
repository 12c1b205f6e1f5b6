/* A device is chosen by its name, counts the next run, and the audit says so. On the software device. */
#include "screen.h"

#include "run-ask.h"
#include "tally/cuda.h"

#include <glib/gstdio.h>
#include <string.h>

static AssayApplication *application;

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

/* Its row is the one with its name. */
static void
choose_device (void)
{
  g_action_group_activate_action (G_ACTION_GROUP (application), "preferences", NULL);
  GtkWidget *dialog = find_preferences (), *name;
  g_assert_nonnull (dialog);
  WAIT ((name = screen_find (dialog, GTK_TYPE_LABEL, NULL, g_getenv ("ASSAY_DEVICE_NAME"))) != NULL);
  adw_action_row_activate (ADW_ACTION_ROW (gtk_widget_get_ancestor (name, ADW_TYPE_ACTION_ROW)));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
run_and_wait (AssayWindow *window,
              const char  *plan,
              const char  *audit)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.run", "(ss)", plan, audit);
  WAIT (assay_runner_is_running (assay_window_runner (window)));
  WAIT (!assay_runner_is_running (assay_window_runner (window)));
}

static void
test_device (void)
{
  AssayWindow *window = screen_window (application, 1280, 720);
  GSettings *settings = assay_application_settings (application);
  g_autofree char *audit = g_build_filename (g_get_user_data_dir (), "device", "audit.assay", NULL);

  WAIT (gtk_application_get_active_window (GTK_APPLICATION (application)) == GTK_WINDOW (window));
  choose_device ();
  g_autofree char *chosen = g_settings_get_string (settings, "engine");
  /* Its row cannot be chosen in a program without kernels. */
  g_assert_cmpstr (chosen, ==, assay_engine_cuda_is_built () ? "cuda:0" : "auto");
  g_settings_set_string (settings, "engine", "cuda:0");
  run_and_wait (window, g_getenv ("ASSAY_PLAN"), audit);
  g_assert_cmpstr (assay_window_screen (window), ==, "audit");
  g_assert_cmpstr (assay_open_audit_report (assay_window_audit (window))->provenance->engine, ==, "cuda");
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, NULL, "Counted by an NVIDIA device"));
  g_settings_set_string (settings, "engine", "cuda:7"); /* there is none of that number */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.run-again", NULL);
  WAIT (strcmp (assay_window_screen (window), "trouble") == 0);
  g_assert_nonnull (screen_find (window, GTK_TYPE_LABEL, NULL, "That engine cannot be used here"));
  g_settings_set_string (settings, "engine", "cpu");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.again", NULL);
  WAIT (strcmp (assay_window_screen (window), "audit") == 0);
  WAIT (!assay_runner_is_running (assay_window_runner (window)));
  g_assert_cmpstr (assay_open_audit_report (assay_window_audit (window))->provenance->engine, ==, "cpu");
  g_settings_reset (settings, "engine");
  screen_close (window);
}

int
main (int    argc,
      char **argv)
{
  application = screen_application (&argc, &argv);
  g_test_add_func ("/workbench/run/device", test_device);
  const int status = g_test_run ();
  g_object_unref (application);
  screen_exit (status);
}
