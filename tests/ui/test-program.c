/* The built program, and the installed one, started as a person would: a window with the audit's name, keys. */
#include "application.h"
#include "x-window.h"

#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>

#define PATIENCE_US (60 * G_USEC_PER_SEC)

static Display *display;

/* --- the program ------------------------------------------------------------------------------------------------ */

static GPid
start (const char *program,
       const char *argument)
{
  const char *argv[] = { program, argument, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid = 0;

  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  return pid;
}

/* --- its window ------------------------------------------------------------------------------------------------- */

static Window
wait_for_window (const char *title)
{
  const gint64 until = g_get_monotonic_time () + PATIENCE_US;
  Window found;

  while ((found = x_window_find (display, DefaultRootWindow (display), title)) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_usleep (20000);
    }
  return found;
}

static void
press (Window window,
       KeySym key,
       KeySym with)
{
  const KeyCode code = XKeysymToKeycode (display, key), modifier = XKeysymToKeycode (display, with);

  XSetInputFocus (display, window, RevertToParent, CurrentTime);
  XSync (display, False);
  XTestFakeKeyEvent (display, modifier, True, CurrentTime);
  XTestFakeKeyEvent (display, code, True, CurrentTime);
  XTestFakeKeyEvent (display, code, False, CurrentTime);
  XTestFakeKeyEvent (display, modifier, False, CurrentTime);
  XSync (display, False);
}

/* Ctrl and a key until the program has ended: a window that is just being mapped hears nothing yet. Its status. */
static int
end_with (GPid   pid,
          Window window,
          KeySym key)
{
  const gint64 until = g_get_monotonic_time () + PATIENCE_US;
  int status = 0;

  for (guint i = 0; waitpid (pid, &status, WNOHANG) == 0; i++)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      if (i % 25 == 0)
        press (window, key, XK_Control_L);
      g_usleep (20000);
    }
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

/* --- the tests -------------------------------------------------------------------------------------------------- */

static const char *
program (void)
{
  return g_getenv ("ASSAY_WORKBENCH");
}

static char *
make_audit (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "audit", NULL);
  const char *argv[] = { g_getenv ("ASSAY_PROGRAM"), "audit", g_getenv ("ASSAY_PLAN"), "--out", folder,
                         "--quiet", NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  return g_build_filename (folder, "audit.assay", NULL);
}

/* Opened by its name on the command line; Ctrl+Q ends it. */
static void
test_audit (void)
{
  g_autofree char *audit = make_audit ();
  const GPid pid = start (program (), audit);
  const Window window = wait_for_window ("Income model for personal loans");

  g_assert_cmpint (end_with (pid, window, XK_q), ==, 0);
}

/* Ctrl+W closes the only window, and with it the program. */
static void
test_sample (void)
{
  const GPid pid = start (program (), "--sample");
  const Window window = wait_for_window ("Income model for personal loans");
  g_autofree char *kept = g_build_filename (g_get_user_data_dir (), "assay", "sample", "audit.assay", NULL);

  g_assert_cmpint (g_access (kept, R_OK), ==, 0);
  g_assert_cmpint (end_with (pid, window, XK_w), ==, 0);
}

/* What cannot be opened is no reason to end. */
static void
test_missing (void)
{
  const GPid pid = start (program (), "/nowhere/gone.assay");
  const Window window = wait_for_window ("Assay");

  g_assert_cmpint (end_with (pid, window, XK_q), ==, 0);
}

/* All in place under another root, and it starts from there with its own schema and sample. */
static void
test_installed (void)
{
  static const char *const files[] = {
    "bin/assay-workbench", "share/applications/org.assay.Workbench.desktop",
    "share/metainfo/org.assay.Workbench.metainfo.xml",
    "share/mime/packages/org.assay.Workbench.xml", "share/icons/hicolor/scalable/apps/org.assay.Workbench.svg",
    "share/glib-2.0/schemas/org.assay.Workbench.gschema.xml", "share/assay/sample/adult-income.parquet",
  };
  const char *prefix = g_getenv ("ASSAY_PREFIX");
  g_autofree char *root = g_build_filename (g_get_user_data_dir (), "root", NULL);
  g_autofree char *schemas = g_build_filename (root, prefix, "share", "glib-2.0", "schemas", NULL);
  g_autofree char *destination = g_strconcat ("DESTDIR=", root, NULL);
  const char *install[] = { "env", destination, "meson", "install", "--quiet", "--no-rebuild", "-C",
                            g_getenv ("ASSAY_BUILD"), NULL };
  const char *compile[] = { "glib-compile-schemas", schemas, NULL };
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_spawn_sync (NULL, (char **) install, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL,
                NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_spawn_sync (NULL, (char **) compile, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_cmpint (status, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (root, prefix, files[i], NULL);
      g_test_message ("%s", path);
      g_assert_cmpint (g_access (path, R_OK), ==, 0);
    }
  g_autofree char *installed = g_build_filename (root, prefix, "bin", "assay-workbench", NULL);
  const GPid pid = start (installed, "--sample");
  const Window window = wait_for_window ("Income model for personal loans");
  g_assert_cmpint (end_with (pid, window, XK_q), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  display = XOpenDisplay (NULL);
  g_assert_nonnull (display);
  x_window_quiet ();
  g_test_add_func ("/workbench/program/audit", test_audit);
  g_test_add_func ("/workbench/program/sample", test_sample);
  g_test_add_func ("/workbench/program/missing", test_missing);
  g_test_add_func ("/workbench/program/installed", test_installed);
  return g_test_run ();
}
