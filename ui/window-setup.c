/* window-setup.c: the screen where a plan is worked on, and how a window comes to it. */
#include "window-private.h"

#include "page-setup.h"

#include <string.h>

void
assay_window_drop_setup (AssayWindow *self)
{
  if (self->setup_screen == NULL)
    return;
  assay_page_setup_forget (self->setup_screen);
  gtk_stack_remove (self->screens, self->setup_screen);
  self->setup_screen = NULL;
}

static void
setup_was_read (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (AssayWindow) self = data;
  g_autoptr (GError) error = NULL;
  AssaySetupSource *source = assay_setup_source_load_finish (result, &error);
  const gboolean is_wanted = g_task_get_cancellable (G_TASK (result)) == self->reading;

  if (!is_wanted)
    {
      assay_setup_source_free (source);
      return;
    }
  assay_window_stop_reading (self);
  GtkWidget *screen = source != NULL ? assay_page_setup_new (source, &error) : NULL;
  if (screen == NULL)
    {
      assay_window_show_trouble (self, error);
      return;
    }
  assay_window_drop_setup (self);
  self->setup_screen = screen;
  gtk_stack_add_named (self->screens, screen, "setup");
  assay_window_show_screen (self, "setup");
}

void
assay_window_start_setup (AssayWindow *self,
                          const char  *path)
{
  assay_window_begin_reading (self, path);
  assay_setup_source_load_async (path, NULL, NULL, self->progress, self->reading, setup_was_read, g_object_ref (self));
}

/* The plan that the open audit is of. */
static void
start_setup_of_audit (AssayWindow *self)
{
  const char *path = assay_open_audit_path (self->audit);
  g_autofree char *text = assay_plan_to_text (assay_open_audit_report (self->audit)->plan);
  g_autofree char *folder = assay_open_audit_data_folder (self->audit);

  assay_window_begin_reading (self, path);
  assay_setup_source_load_async (path, text, folder, self->progress, self->reading, setup_was_read, g_object_ref (self));
}

void
assay_window_action_setup (GtkWidget  *widget,
                           const char *name,
                           GVariant   *parameter)
{
  AssayWindow *self = ASSAY_WINDOW (widget);

  assay_window_stop_reading (self);
  if (self->setup_screen != NULL)
    assay_window_show_screen (self, "setup");
  else if (self->audit != NULL)
    start_setup_of_audit (self);
}

/* win.save, win.undo, win.redo: the set-up's own. */
void
assay_window_action_of_setup (GtkWidget  *widget,
                              const char *name,
                              GVariant   *parameter)
{
  g_autofree char *action = g_strconcat ("setup.", name + strlen ("win."), NULL);

  if (strcmp (assay_window_screen (ASSAY_WINDOW (widget)), "setup") == 0)
    gtk_widget_activate_action (ASSAY_WINDOW (widget)->setup_screen, action, NULL);
}

void
assay_window_action_leave_setup (GtkWidget  *widget,
                                 const char *name,
                                 GVariant   *parameter)
{
  assay_window_show_screen (ASSAY_WINDOW (widget), ASSAY_WINDOW (widget)->audit != NULL ? "audit" : "start");
}
