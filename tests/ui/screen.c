/* screen.c: see screen.h. */
#include "screen.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

gboolean
screen_is_late (gpointer is_late)
{
  *(gboolean *) is_late = TRUE;
  return G_SOURCE_REMOVE;
}

AssayApplication *
screen_application (int    *argc,
                    char ***argv)
{
  g_autoptr (GError) error = NULL;

  gtk_test_init (argc, argv, NULL);
  AssayApplication *application = assay_application_new ();
  g_object_set (application, "flags", G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN, NULL);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  return application;
}

AssayWindow *
screen_window (AssayApplication *application,
               int               width,
               int               height)
{
  AssayWindow *window = assay_window_new (ADW_APPLICATION (application), assay_application_settings (application));

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  return window;
}

/* Made by the built program, as a user would. */
const char *
screen_audit_of (const char *plan)
{
  g_autofree char *name = g_path_get_basename (plan), *folder = g_build_filename (g_get_user_data_dir (), name, NULL);
  static char path[4096];
  const char *argv[] = { g_getenv ("ASSAY_PROGRAM"), "audit", plan, "--out", folder, "--quiet", NULL };
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_snprintf (path, sizeof path, "%s/audit.assay", folder);
  if (g_access (path, R_OK) == 0)
    return path;
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_access (path, R_OK), ==, 0);
  return path;
}

const char *
screen_audit (void)
{
  return screen_audit_of (g_getenv ("ASSAY_PLAN"));
}

void
screen_open (AssayWindow *window,
             const char  *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  assay_window_open (window, file);
  WAIT (g_strcmp0 (assay_window_screen (window), "busy") != 0);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
}

void
screen_close (AssayWindow *window)
{
  gpointer left = window;

  g_object_add_weak_pointer (G_OBJECT (window), &left);
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT (left == NULL || !g_main_context_pending (NULL));
  g_assert_null (left);
}

void
screen_exit (int status)
{
  fflush (NULL);
  _exit (status);
}

GtkWidget *
screen_find (gpointer    root,
             GType       type,
             const char *css_class,
             const char *text)
{
  GtkWidget *widget = root;
  const char *label = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget))
                      : GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (css_class == NULL
                                                          || gtk_widget_has_css_class (widget, css_class))
      && (text == NULL || (label != NULL && strstr (label, text) != NULL)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = screen_find (child, type, css_class, text);
      if (found != NULL)
        return found;
    }
  return NULL;
}

GdkTexture *
screen_picture (gpointer widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderer) renderer = gsk_cairo_renderer_new ();
  g_autoptr (GError) error = NULL;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  GskRenderNode *node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  g_assert_nonnull (node);
  gsk_renderer_realize (renderer, NULL, &error);
  g_assert_no_error (error);
  GdkTexture *texture = gsk_renderer_render_texture (renderer, node, &area);
  gsk_renderer_unrealize (renderer);
  gsk_render_node_unref (node);
  return texture;
}
