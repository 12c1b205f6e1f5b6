/* screens-compare.c: pictures of the pages that hold a model against others, and people against each other. */
#include "compare-list.h"
#include "turn-page.h"

#include <stdlib.h>

static const char *folder, *prefix, *style;
static int width, height;

static void
keep (AssayWindow *window,
      const char  *name)
{
  g_autofree char *file = g_strdup_printf ("%s%s-%s-%dx%d.png", prefix, name, style, width, height);
  g_autofree char *path = g_build_filename (folder, file, NULL);

  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  g_autoptr (GdkTexture) picture = screen_picture (window);
  g_assert_true (gdk_texture_save_to_png (picture, path));
}

static void
keep_compare (AssayWindow *window)
{
  turn_page (window, "compare");
  AssayCompareList *list = (AssayCompareList *) screen_find (window, ASSAY_TYPE_COMPARE_LIST, NULL, NULL);

  keep (window, "compare");
  if (list == NULL)
    return;
  GtkSelectionModel *shown = gtk_column_view_get_model (assay_compare_list_columns (list));
  g_autoptr (AssayRow) first = g_list_model_get_item (G_LIST_MODEL (shown), 0);
  assay_compare_list_select (list, assay_row_index (first));
  keep (window, "compare-slice");
  GtkStack *stack = GTK_STACK (gtk_widget_get_ancestor (GTK_WIDGET (list), GTK_TYPE_STACK));
  gtk_stack_set_visible_child_name (stack, "charts");
  keep (window, "compare-charts");
}

/* screens-compare FOLDER STYLE WIDTH HEIGHT PREFIX */
int
main (int    argc,
      char **argv)
{
  g_autoptr (AssayApplication) application = screen_application (&argc, &argv);

  if (argc != 6)
    return EXIT_FAILURE;
  folder = argv[1];
  style = argv[2];
  width = atoi (argv[3]);
  height = atoi (argv[4]);
  prefix = argv[5];
  AssayWindow *window = screen_window (application, width, height);
  screen_open (window, screen_audit ());
  keep_compare (window);
  turn_page (window, "labels");
  keep (window, "labels");
  screen_close (window);
  return EXIT_SUCCESS;
}
