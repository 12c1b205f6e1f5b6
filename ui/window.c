/* window.c: screens (Start, reading, trouble, an audit) and the actions of a window. */
#include "window-private.h"

#include "audit-screen.h"
#include "button-name.h"
#include "closing.h"
#include "export-dialog.h"
#include "models/file-kind.h"
#include "page-setup.h"
#include "sample.h"
#include "place.h"
#include "run-screen.h"
#include "start-screen.h"
#include "trouble.h"
#include "words/number.h"
#include "words/translate.h"

#include <string.h>

#define PULSE_MS 120

G_DEFINE_FINAL_TYPE (AssayWindow, assay_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- screens ---------------------------------------------------------------------------------------------------- */

const char *
assay_window_screen (AssayWindow *self)
{
  return gtk_stack_get_visible_child_name (self->screens);
}

const char *
assay_window_page (AssayWindow *self)
{
  return self->audit_screen != NULL ? assay_audit_screen_page (self->audit_screen) : NULL;
}

AssayOpenAudit *
assay_window_audit (AssayWindow *self)
{
  return self->audit;
}

void
assay_window_say (AssayWindow *self,
                  const char  *text)
{
  AdwToast *toast = adw_toast_new ("");
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_set_title (toast, escaped);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
assay_window_update_actions (AssayWindow *self)
{
  static const char *const of_setup[] = { "win.save", "win.undo", "win.redo" };
  static const char *const needs_audit[] = { "win.export", "win.export-to", "win.page", "win.slice", "win.review" };
  const char *screen = assay_window_screen (self);
  const gboolean is_between = strcmp (screen, "busy") == 0 || strcmp (screen, "run") == 0
                              || strcmp (screen, "trouble") == 0;
  const gboolean is_open = self->audit != NULL && !is_between;

  for (guint i = 0; i < G_N_ELEMENTS (needs_audit); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), needs_audit[i], is_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.cancel",
                                 is_between || (self->runner != NULL && assay_runner_is_running (self->runner)));
  for (guint i = 0; i < G_N_ELEMENTS (of_setup); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), of_setup[i], strcmp (screen, "setup") == 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.setup", self->setup_screen != NULL || self->audit != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.run-again", is_open || strcmp (screen, "setup") == 0);
}

/* What a window list calls it. */
static void
show_title (AssayWindow *self,
            const char  *screen)
{
  g_autofree char *title = NULL;

  if (strcmp (screen, "setup") == 0)
    title = g_strdup (_("Set-up – Assay"));
  else if (self->audit != NULL)
    title = g_strdup_printf ("%s – Assay", assay_open_audit_title (self->audit));
  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : "Assay");
}

void
assay_window_show_screen (AssayWindow *self,
                          const char  *name)
{
  show_title (self, name);
  gtk_stack_set_visible_child_name (self->screens, name);
  if (strcmp (name, "start") == 0)
    assay_start_screen_refresh (self->start, self->audit != NULL ? assay_open_audit_title (self->audit) : NULL,
                                self->setup_screen != NULL);
  assay_window_update_actions (self);
}

void
assay_window_show_audit (AssayWindow    *self,
                         AssayOpenAudit *audit)
{
  g_set_object (&self->audit, audit);
  if (self->audit_screen != NULL)
    gtk_stack_remove (self->screens, self->audit_screen);
  self->audit_screen = assay_audit_screen_new (audit);
  assay_audit_screen_add_line (self->audit_screen, assay_run_line_new (self->runner));
  gtk_stack_add_named (self->screens, self->audit_screen, "audit");
  assay_window_show_screen (self, "audit");
  if (assay_open_audit_is_read_only (audit))
    assay_window_say (self, _("This file cannot be written: it opens for review, and decisions cannot be kept in "
                              "it"));
}

/* --- reading ---------------------------------------------------------------------------------------------------- */

/* Rows that are done, where they are counted; else only that something goes on. */
static gboolean
show_progress (gpointer data)
{
  AssayWindow *self = data;
  const guint64 done = atomic_load (&self->progress->n_rows_done);
  const guint64 total = atomic_load (&self->progress->n_rows_total);

  if (total > 0 && done <= total)
    {
      g_autofree char *now = assay_number_rows (done), *all = assay_number_rows (total);
      g_autofree char *text = g_strdup_printf (_("%s of %s rows"), now, all);
      gtk_progress_bar_set_fraction (self->busy_bar, (double) done / (double) total);
      gtk_label_set_text (self->busy_rows, text);
    }
  else
    gtk_progress_bar_pulse (self->busy_bar);
  return G_SOURCE_CONTINUE;
}

/* Where one was before what goes on was asked for. */
const char *
assay_window_back_screen (AssayWindow *self)
{
  if (self->before != NULL)
    return self->before;
  return self->audit != NULL ? "audit" : "start";
}

void
assay_window_stop_reading (AssayWindow *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_handle_id (&self->pulse, g_source_remove);
}

void
assay_window_show_trouble (AssayWindow  *self,
                           const GError *error)
{
  AssayTrouble trouble;

  if (self->is_run_asked)
    assay_trouble_of (error, &trouble);
  else
    assay_trouble_of_opening (error, &trouble);
  adw_status_page_set_title (self->trouble_page, trouble.title);
  g_autofree char *escaped = g_markup_printf_escaped ("%s\n\n%s", trouble.what, trouble.advice);
  adw_status_page_set_description (self->trouble_page, escaped);
  assay_trouble_clear (&trouble);
  gtk_widget_set_visible (self->trouble_setup_button, self->is_run_asked);
  assay_window_show_screen (self, "trouble");
}

/* What was asked for may have been cancelled, or something else asked for since. */
static void
was_read (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (AssayWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOpenAudit) audit = assay_open_audit_load_finish (result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->reading)
    return;
  assay_window_stop_reading (self);
  if (audit == NULL)
    {
      assay_window_show_trouble (self, error);
      return;
    }
  assay_start_screen_remember (assay_open_audit_path (audit), assay_open_audit_title (audit));
  assay_window_drop_setup (self);
  assay_window_show_audit (self, audit);
}

/* Holds the progress for as long as a thread may write it. */
static void
progress_unref (gpointer data,
                GObject *cancellable)
{
  g_free (data);
}

/* Whatever was read before is stopped; a bar shows how far this one is. */
void
assay_window_begin_reading (AssayWindow *self,
                            const char  *path)
{
  g_autofree char *name = g_path_get_basename (path), *shown = g_filename_display_name (name);

  assay_window_stop_reading (self);
  assay_runner_stop (self->runner);
  g_free (self->before);
  self->before = strcmp (assay_window_screen (self), "setup") == 0 ? g_strdup ("setup") : NULL;
  self->is_run_asked = FALSE;
  self->reading = g_cancellable_new ();
  self->progress = g_new0 (AssayProgress, 1);
  g_object_weak_ref (G_OBJECT (self->reading), progress_unref, self->progress);
  gtk_label_set_text (self->busy_name, shown);
  gtk_label_set_text (self->busy_rows, "");
  gtk_progress_bar_set_fraction (self->busy_bar, 0);
  self->pulse = g_timeout_add (PULSE_MS, show_progress, self);
  assay_window_show_screen (self, "busy");
}

/* --- opening ---------------------------------------------------------------------------------------------------- */

static void
start_reading (AssayWindow      *self,
               const char       *path,
               AssayAuditReader  reader)
{
  char *asked = g_strdup (path);

  g_free (self->asked);
  self->asked = asked;
  self->asked_reader = reader;
  if (reader == NULL)
    {
      assay_window_start_setup (self, asked);
      return;
    }
  assay_window_begin_reading (self, asked);
  assay_open_audit_load_async (asked, reader, self->progress, self->reading, was_read, g_object_ref (self));
}

typedef struct
{
  char             *path;
  AssayAuditReader  reader;
} Wanted;

static void
wanted_free (gpointer data)
{
  g_free (((Wanted *) data)->path);
  g_free (data);
}

static void
read_wanted (GtkWindow *window,
             gpointer   data)
{
  start_reading (ASSAY_WINDOW (window), ((const Wanted *) data)->path, ((const Wanted *) data)->reader);
}

/* Another audit takes the place of this one's pages, with what stands in their fields. */
void
assay_window_open_with (AssayWindow      *self,
                        const char       *path,
                        AssayAuditReader  reader)
{
  Wanted *wanted = g_new (Wanted, 1);

  *wanted = (Wanted) { g_strdup (path), reader };
  assay_closing_ask (GTK_WINDOW (self), read_wanted, wanted, wanted_free);
}

void
assay_window_open (AssayWindow *self,
                   GFile       *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;

  if (path != NULL)
    {
      assay_window_open_with (self, path, assay_file_kind (path) == ASSAY_FILE_AUDIT ? assay_open_audit_read_file : NULL);
      return;
    }
  g_autofree char *uri = g_file_get_uri (file);
  error = g_error_new (ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OPEN, "'%s' is on another machine; copy it here first",
                       uri);
  assay_window_show_trouble (self, error);
}

/* --- actions ---------------------------------------------------------------------------------------------------- */

static void
action_open (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  assay_window_choose_file (ASSAY_WINDOW (widget), strcmp (name, "win.open-data") == 0);
}

static void
action_open_path (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  assay_window_open (ASSAY_WINDOW (widget), file);
}

static void
action_open_sample (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  g_autofree char *plan = assay_place_sample ();

  if (plan != NULL)
    assay_window_open_with (ASSAY_WINDOW (widget), plan, assay_sample_read);
  else
    assay_window_say (ASSAY_WINDOW (widget), _("The sample is not installed"));
}

static void
action_again (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  AssayWindow *self = ASSAY_WINDOW (widget);

  if (self->is_run_asked)
    assay_runner_again (self->runner);
  else if (self->asked != NULL)
    {
      g_autofree char *path = g_strdup (self->asked);
      assay_window_open_with (self, path, self->asked_reader);
    }
}

/* Back to what was there before. */
static void
action_cancel (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AssayWindow *self = ASSAY_WINDOW (widget);

  if (assay_runner_is_running (self->runner))
    {
      assay_runner_stop (self->runner);
      return;
    }
  assay_window_stop_reading (self);
  assay_window_show_screen (self, assay_window_back_screen (self));
}

static void
action_start (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  assay_window_stop_reading (ASSAY_WINDOW (widget));
  assay_window_show_screen (ASSAY_WINDOW (widget), "start");
}

/* Review fills the screen; every other page keeps its head and the list. */
static void
update_bare (AssayWindow *self)
{
  if (self->audit_screen != NULL)
    assay_audit_screen_set_bare (self->audit_screen, gtk_window_is_fullscreen (GTK_WINDOW (self))
                                                       && g_strcmp0 (assay_window_page (self), "review") == 0);
}

static void
action_review (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AssayWindow *self = ASSAY_WINDOW (widget);

  if (gtk_window_is_fullscreen (GTK_WINDOW (self)) && g_strcmp0 (assay_window_page (self), "review") == 0)
    {
      gtk_window_unfullscreen (GTK_WINDOW (self));
      return;
    }
  assay_window_show_screen (self, "audit");
  assay_audit_screen_show (self->audit_screen, "review");
  gtk_window_fullscreen (GTK_WINDOW (self));
  update_bare (self);
}

static void
action_page (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  assay_window_show_screen (ASSAY_WINDOW (widget), "audit");
  assay_audit_screen_show (ASSAY_WINDOW (widget)->audit_screen, g_variant_get_string (parameter, NULL));
  update_bare (ASSAY_WINDOW (widget));
}

static void
action_slice (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  assay_window_show_screen (ASSAY_WINDOW (widget), "audit");
  assay_audit_screen_slice (ASSAY_WINDOW (widget)->audit_screen, parameter);
}

static void
action_export (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  assay_export_dialog_show (GTK_WINDOW (widget), ASSAY_WINDOW (widget)->audit);
}

static void
action_export_to (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  const char *folder;
  guint formats;

  g_variant_get (parameter, "(&su)", &folder, &formats);
  assay_export_run (GTK_WINDOW (widget), ASSAY_WINDOW (widget)->audit, folder, (AssayFormats) formats);
}

static void
action_say (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  assay_window_say (ASSAY_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* Data may change while another window is looked at. */
static void
was_activated (AssayWindow *self)
{
  if (self->audit != NULL && gtk_window_is_active (GTK_WINDOW (self)))
    assay_open_audit_look_at_data (self->audit);
}

/* --- drop ------------------------------------------------------------------------------------------------------- */

static gboolean
dropped (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         AssayWindow   *self)
{
  GSList *files = gdk_file_list_get_files (g_value_get_boxed (value));

  if (files == NULL)
    return FALSE;
  assay_window_open (self, files->data);
  g_slist_free (files);
  return TRUE;
}

/* --- the window ------------------------------------------------------------------------------------------------- */

static void
close_then (GtkWindow *window,
            gpointer   data)
{
  gtk_window_close (window);
}

static gboolean
assay_window_close_request (GtkWindow *window)
{
  AssayWindow *self = ASSAY_WINDOW (window);
  int width, height;

  if (assay_closing_asks (window))
    {
      assay_closing_ask (window, close_then, NULL, NULL);
      return TRUE;
    }
  assay_window_stop_reading (self);
  assay_runner_stop (self->runner);
  if (self->settings != NULL)
    {
      gtk_window_get_default_size (window, &width, &height);
      g_settings_set (self->settings, "window-size", "(ii)", width, height);
      g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
    }
  return GTK_WINDOW_CLASS (assay_window_parent_class)->close_request (window);
}

static void
assay_window_dispose (GObject *object)
{
  AssayWindow *self = ASSAY_WINDOW (object);

  assay_window_stop_reading (self);
  if (self->runner != NULL)
    g_object_run_dispose (G_OBJECT (self->runner));
  g_clear_object (&self->runner);
  g_clear_pointer (&self->before, g_free);
  g_clear_object (&self->audit);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->asked, g_free);
  G_OBJECT_CLASS (assay_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.open", NULL, action_open);
  gtk_widget_class_install_action (class, "win.open-data", NULL, action_open);
  gtk_widget_class_install_action (class, "win.open-path", "s", action_open_path);
  gtk_widget_class_install_action (class, "win.open-sample", NULL, action_open_sample);
  gtk_widget_class_install_action (class, "win.setup", NULL, assay_window_action_setup);
  gtk_widget_class_install_action (class, "win.save", NULL, assay_window_action_of_setup);
  gtk_widget_class_install_action (class, "win.undo", NULL, assay_window_action_of_setup);
  gtk_widget_class_install_action (class, "win.redo", NULL, assay_window_action_of_setup);
  gtk_widget_class_install_action (class, "win.leave-setup", NULL, assay_window_action_leave_setup);
  gtk_widget_class_install_action (class, "win.again", NULL, action_again);
  gtk_widget_class_install_action (class, "win.cancel", NULL, action_cancel);
  gtk_widget_class_install_action (class, "win.start", NULL, action_start);
  gtk_widget_class_install_action (class, "win.page", "s", action_page);
  gtk_widget_class_install_action (class, "win.slice", "(ss)", action_slice);
  gtk_widget_class_install_action (class, "win.review", NULL, action_review);
  gtk_widget_class_install_action (class, "win.export", NULL, action_export);
  gtk_widget_class_install_action (class, "win.export-to", "(su)", action_export_to);
  gtk_widget_class_install_action (class, "win.run", "(ss)", assay_window_action_run);
  gtk_widget_class_install_action (class, "win.run-again", NULL, assay_window_action_run_again);
  gtk_widget_class_install_action (class, "win.say", "s", action_say);
}

static void
assay_window_class_init (AssayWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = assay_window_dispose;
  GTK_WINDOW_CLASS (class)->close_request = assay_window_close_request;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/assay/Workbench/window.ui");
  gtk_widget_class_bind_template_child (widget_class, AssayWindow, screens);
  gtk_widget_class_bind_template_child (widget_class, AssayWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, AssayWindow, trouble_page);
  gtk_widget_class_bind_template_child (widget_class, AssayWindow, trouble_setup_button);
  gtk_widget_class_bind_template_child (widget_class, AssayWindow, busy_name);
  gtk_widget_class_bind_template_child (widget_class, AssayWindow, busy_rows);
  gtk_widget_class_bind_template_child (widget_class, AssayWindow, busy_bar);
  install_actions (widget_class);
}

static void
assay_window_init (AssayWindow *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  assay_buttons_named_once (GTK_WIDGET (self));
  self->start = assay_start_screen_new ();
  gtk_stack_add_named (self->screens, self->start, "start");
  g_signal_connect (drop, "drop", G_CALLBACK (dropped), self);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (update_bare), NULL);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  assay_window_show_screen (self, "start");
}

AssayWindow *
assay_window_new (AdwApplication *application,
                  GSettings      *settings)
{
  AssayWindow *self = g_object_new (ASSAY_TYPE_WINDOW, "application", application, NULL);
  int width, height;

  g_set_object (&self->settings, settings);
  assay_window_add_runner (self);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (was_activated), NULL);
  if (settings != NULL)
    {
      g_settings_get (settings, "window-size", "(ii)", &width, &height);
      gtk_window_set_default_size (GTK_WINDOW (self), width, height);
      if (g_settings_get_boolean (settings, "window-maximized"))
        gtk_window_maximize (GTK_WINDOW (self));
    }
  return self;
}
