/* window-run.c: a window while a plan is run, and after. */
#include "window-private.h"

#include "run-screen.h"
#include "start-screen.h"
#include "words/translate.h"

#include <string.h>

void
assay_window_action_run (GtkWidget  *widget,
                         const char *name,
                         GVariant   *parameter)
{
  const char *plan, *audit;

  g_variant_get (parameter, "(&s&s)", &plan, &audit);
  assay_runner_run (ASSAY_WINDOW (widget)->runner, plan, audit);
}

/* The plan that is looked at: Set-up's, or the open audit's. */
void
assay_window_action_run_again (GtkWidget  *widget,
                               const char *name,
                               GVariant   *parameter)
{
  AssayWindow *self = ASSAY_WINDOW (widget);
  g_autofree char *folder = NULL;

  if (gtk_widget_activate_action (gtk_stack_get_visible_child (self->screens), "setup.run", NULL)
      || self->audit == NULL || assay_runner_is_running (self->runner))
    return;
  folder = assay_open_audit_data_folder (self->audit);
  if (folder != NULL)
    assay_runner_run_anew (self->runner, self->audit, folder);
  else
    assay_window_say (self, _("The data is not beside the audit file, so that it cannot be counted anew"));
}

/* Numbers that are there stay: only what is no audit makes place for the progress. */
static void
run_began (AssayWindow *self)
{
  const char *screen = assay_window_screen (self);

  assay_window_stop_reading (self);
  self->is_run_asked = TRUE;
  if (strcmp (screen, "audit") == 0 || strcmp (screen, "start") == 0 || strcmp (screen, "setup") == 0)
    {
      g_free (self->before);
      self->before = g_strdup (screen);
    }
  if (strcmp (screen, "audit") == 0)
    {
      assay_window_update_actions (self);
      return;
    }
  if (self->run_screen != NULL)
    gtk_stack_remove (self->screens, self->run_screen);
  self->run_screen = assay_run_screen_new (self->runner);
  gtk_stack_add_named (self->screens, self->run_screen, "run");
  assay_window_show_screen (self, "run");
}

static void
run_done (AssayWindow    *self,
          AssayOpenAudit *audit)
{
  g_autofree char *page = g_strdup (assay_window_page (self));

  assay_start_screen_remember (assay_open_audit_path (audit), assay_open_audit_title (audit));
  assay_window_show_audit (self, audit);
  if (page != NULL && g_strcmp0 (self->before, "audit") == 0)
    assay_audit_screen_show (self->audit_screen, page);
}

static void
run_failed (AssayWindow  *self,
            const GError *error)
{
  self->is_run_asked = TRUE;
  assay_window_show_trouble (self, error);
}

static void
run_stopped (AssayWindow *self)
{
  if (strcmp (assay_window_screen (self), "run") == 0)
    assay_window_show_screen (self, assay_window_back_screen (self));
  assay_window_update_actions (self);
  assay_window_say (self, _("Stopped: nothing was written"));
}

void
assay_window_add_runner (AssayWindow *self)
{
  self->runner = assay_runner_new (GTK_WINDOW (self), self->settings);
  g_signal_connect_object (self->runner, "began", G_CALLBACK (run_began), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "done", G_CALLBACK (run_done), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "failed", G_CALLBACK (run_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "stopped", G_CALLBACK (run_stopped), self, G_CONNECT_SWAPPED);
}

AssayRunner *
assay_window_runner (AssayWindow *self)
{
  return self->runner;
}
