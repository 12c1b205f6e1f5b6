/* screens-setup.c: pictures of Set-up: setup-screens FOLDER STYLE WIDTH HEIGHT [FILE NAME]... of other files. */
#include "page-setup.h"
#include "screen.h"
#include "setup-sentences.h"

#include <stdlib.h>
#include <string.h>

static const char *folder, *style;
static int width, height;

/* Until what was asked for has been laid out and gone to. */
static void
settle (void)
{
  gboolean is_over = FALSE;

  g_timeout_add (400, screen_is_late, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
keep (AssayWindow *window,
      const char  *name)
{
  g_autofree char *file = g_strdup_printf ("%s-%s-%dx%d.png", name, style, width, height);
  g_autofree char *path = g_build_filename (folder, file, NULL);

  settle ();
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  g_autoptr (GdkTexture) picture = screen_picture (window);
  g_assert_true (gdk_texture_save_to_png (picture, path));
}

static GtkWidget *
page_in (AssayWindow *window)
{
  return gtk_stack_get_child_by_name (GTK_STACK (screen_find (window, GTK_TYPE_STACK, NULL, NULL)), "setup");
}

/* The second pane, where only one has room. */
static void
keep_other_pane (AssayWindow *window,
                 const char  *name)
{
  GtkWidget *box = screen_find (page_in (window), GTK_TYPE_BOX, "linked", NULL);

  if (box == NULL || !gtk_widget_get_mapped (box))
    return;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_last_child (box)), TRUE);
  keep (window, name);
}

static void
keep_file (AssayApplication *application,
           const char       *path,
           const char       *name)
{
  AssayWindow *window = screen_window (application, width, height);
  g_autofree char *other = g_strconcat (name, "-plan", NULL);

  screen_open (window, path);
  keep (window, name);
  keep_other_pane (window, other);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The sample's plan with one of its checks being changed. */
static void
keep_check (AssayApplication *application)
{
  AssayWindow *window = screen_window (application, width, height);

  screen_open (window, g_getenv ("ASSAY_PLAN"));
  gtk_widget_activate_action (page_in (window), "setup.add-check", NULL);
  keep (window, "setup-check");
  keep_other_pane (window, "setup-check-plan");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AssayApplication) application = screen_application (&argc, &argv);

  if (argc < 5)
    return EXIT_FAILURE;
  folder = argv[1];
  style = argv[2];
  width = atoi (argv[3]);
  height = atoi (argv[4]);
  g_autofree char *here = g_path_get_dirname (g_getenv ("ASSAY_PLAN"));
  g_autofree char *data = g_build_filename (here, "adult-income.parquet", NULL);
  keep_file (application, data, "setup-data");
  keep_file (application, g_getenv ("ASSAY_PLAN"), "setup-plan");
  keep_check (application);
  for (int i = 5; i + 1 < argc; i += 2)
    keep_file (application, argv[i], argv[i + 1]);
  return EXIT_SUCCESS;
}
