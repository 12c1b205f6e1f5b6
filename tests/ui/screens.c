/* screens.c: a PNG of every page into the folder that is named: tests/ui/screens does it for each style and size. */
#include "screens-run.h"
#include "slices-list.h"
#include "stars.h"
#include "turn-page.h"

#include <stdlib.h>

static const char *folder, *style;
static int width, height;

static void
keep (gpointer    window,
      const char *name)
{
  g_autofree char *file = g_strdup_printf ("%s-%s-%dx%d.png", name, style, width, height);
  g_autofree char *path = g_build_filename (folder, file, NULL);

  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  g_autoptr (GdkTexture) picture = screen_picture (window);
  g_assert_true (gdk_texture_save_to_png (picture, path));
}

static void
keep_dialog (AssayWindow *window,
             const char  *action,
             GType        type,
             const char  *name)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWidget) dialog = g_list_model_get_item (all, i);
      if (!g_type_is_a (G_OBJECT_TYPE (dialog), type))
        continue;
      keep (dialog, name);
      gtk_window_close (GTK_WINDOW (dialog));
    }
}

/* Long enough for a picture of it. */
static AssayAudit *
read_slowly (const char     *path,
             char          **audit_path,
             AssayProgress  *progress,
             GCancellable   *cancellable,
             GError        **error)
{
  atomic_store (&progress->n_rows_total, 22611);
  atomic_store (&progress->n_rows_done, 15000);
  g_usleep (G_USEC_PER_SEC);
  return assay_audit_open (path, error);
}

static void
move_threshold (AssayWindow *window,
                guint        edge)
{
  AssayOpenAudit *audit = assay_window_audit (window);

  assay_open_audit_what_if (audit, NULL);
  assay_open_audit_move_threshold (audit, edge);
  assay_open_audit_let_go (audit);
  WAIT (assay_open_audit_is_settled (audit));
}

static void
keep_overview_moved (AssayWindow *window)
{
  move_threshold (window, 256);
  keep (window, "overview-threshold");
  assay_open_audit_threshold_back (assay_window_audit (window));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (screen_find (window, GTK_TYPE_TOGGLE_BUTTON, NULL, "Threshold")),
                                FALSE);
}

/* Of an audit with error tags. */
static void
keep_tags (AssayWindow *window)
{
  const char *plan = g_getenv ("ASSAY_TAGS_PLAN");

  if (plan == NULL)
    return;
  screen_open (window, screen_audit_of (plan));
  turn_page (window, "tags");
  keep (window, "tags");
  assay_stars_give (ASSAY_STARS (screen_find (window, ASSAY_TYPE_STARS, NULL, NULL)), 5);
  keep (window, "tags-stars");
  gtk_widget_activate_action (screen_find (window, ASSAY_TYPE_STARS, NULL, NULL), "tags.revert", NULL);
  move_threshold (window, 256);
  keep (window, "tags-threshold");
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
  assay_window_open_with (window, screen_audit (), read_slowly);
  WAIT (screen_find (window, GTK_TYPE_LABEL, NULL, "15,000 of 22,611 rows") != NULL);
  keep (window, "busy");
  WAIT (g_strcmp0 (assay_window_screen (window), "audit") == 0);
  keep (window, "overview");
  keep_dialog (window, "win.export", ADW_TYPE_MESSAGE_DIALOG, "export");
  keep_dialog (window, "win.show-help-overlay", GTK_TYPE_SHORTCUTS_WINDOW, "shortcuts");
  keep_overview_moved (window);
  turn_page (window, "slices");
  keep (window, "slices");
  assay_slices_list_select (ASSAY_SLICES_LIST (screen_find (window, ASSAY_TYPE_SLICES_LIST, NULL, NULL)), 0);
  move_threshold (window, 256);
  keep (window, "slices-threshold");
  GtkWidget *switcher = screen_find (window, GTK_TYPE_STACK_SWITCHER, NULL, NULL);
  gtk_stack_set_visible_child_name (gtk_stack_switcher_get_stack (GTK_STACK_SWITCHER (switcher)), "map");
  keep (window, "slices-map");
  keep_tags (window);
  screen_close (window);
  screens_run (application, width, height, keep);
  return EXIT_SUCCESS;
}
