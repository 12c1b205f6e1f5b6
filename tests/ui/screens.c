/* screens.c: a PNG of every page into the folder that is named: tests/ui/screens does it for each style and size. */
#include "slices-list.h"
#include "threshold-bar.h"
#include "turn-page.h"

#include <stdlib.h>

static const char *folder, *style;
static int width, height;

static void
keep (AssayWindow *window,
      const char  *name)
{
  g_autofree char *file = g_strdup_printf ("%s-%s-%dx%d.png", name, style, width, height);
  g_autofree char *path = g_build_filename (folder, file, NULL);

  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  g_autoptr (GdkTexture) picture = screen_picture (window);
  g_assert_true (gdk_texture_save_to_png (picture, path));
}

/* screens FOLDER STYLE WIDTH HEIGHT; the style itself is set by ADW_DEBUG_COLOR_SCHEME and ADW_DEBUG_HIGH_CONTRAST */
int
main (int    argc,
      char **argv)
{
  g_autoptr (AssayApplication) application = screen_application (&argc, &argv);

  if (argc != 5)
    return EXIT_FAILURE;
  folder = argv[1];
  style = argv[2];
  width = atoi (argv[3]);
  height = atoi (argv[4]);
  AssayWindow *window = screen_window (application, width, height);
  keep (window, "start");
  screen_open (window, "/nowhere/gone.assay");
  keep (window, "trouble");
  screen_open (window, screen_audit ());
  keep (window, "overview");
  turn_page (window, "slices");
  keep (window, "slices");
  assay_slices_list_select (ASSAY_SLICES_LIST (screen_find (window, ASSAY_TYPE_SLICES_LIST, NULL, NULL)), 0);
  assay_threshold_bar_move (ASSAY_THRESHOLD_BAR (screen_find (window, ASSAY_TYPE_THRESHOLD_BAR, NULL, NULL)), 256);
  keep (window, "slices-threshold");
  GtkWidget *switcher = screen_find (window, GTK_TYPE_STACK_SWITCHER, NULL, NULL);
  gtk_stack_set_visible_child_name (gtk_stack_switcher_get_stack (GTK_STACK_SWITCHER (switcher)), "map");
  keep (window, "slices-map");
  screen_close (window);
  return EXIT_SUCCESS;
}
