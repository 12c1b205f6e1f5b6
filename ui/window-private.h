/* window-private.h: what the files of a window share. */
#pragma once

#include "audit-screen.h"
#include "window.h"

G_BEGIN_DECLS

struct _AssayWindow
{
  AdwApplicationWindow  parent;

  GSettings            *settings;      /* (nullable) */
  AssayOpenAudit       *audit;         /* (nullable) */
  GCancellable         *reading;       /* (nullable) of what is being read */
  AssayProgress        *progress;
  char                 *asked;         /* (nullable) path that was asked for last */
  AssayAuditReader      asked_reader;  /* NULL: it was asked for as a set-up */
  guint                 pulse;
  AssayRunner          *runner;
  char                 *before;        /* (nullable) the screen that what goes on was asked for on */
  gboolean              is_run_asked;  /* a run was asked for last, not a file */

  GtkStack             *screens;
  AdwToastOverlay      *toasts;
  GtkWidget            *start, *audit_screen;
  AdwStatusPage        *trouble_page;
  GtkWidget            *trouble_setup_button, *run_screen;
  GtkWidget            *setup_screen;  /* (nullable) */
  GtkLabel             *busy_name, *busy_rows;
  GtkProgressBar       *busy_bar;
};

void        assay_window_update_actions      (AssayWindow *self);
void        assay_window_show_screen         (AssayWindow *self, const char *name);
void        assay_window_show_audit          (AssayWindow *self, AssayOpenAudit *audit);
void        assay_window_show_trouble        (AssayWindow *self, const GError *error);
/* Whatever was read before is stopped; a bar shows how far this one is. */
void        assay_window_begin_reading       (AssayWindow *self, const char *path);
void        assay_window_stop_reading        (AssayWindow *self);
/* Where one was before what goes on was asked for. */
const char *assay_window_back_screen         (AssayWindow *self);

void        assay_window_start_setup         (AssayWindow *self, const char *path);
void        assay_window_drop_setup          (AssayWindow *self);
void        assay_window_action_setup        (GtkWidget *widget, const char *name, GVariant *parameter);
void        assay_window_action_of_setup     (GtkWidget *widget, const char *name, GVariant *parameter);
void        assay_window_action_leave_setup  (GtkWidget *widget, const char *name, GVariant *parameter);

void        assay_window_add_runner          (AssayWindow *self);
void        assay_window_action_run          (GtkWidget *widget, const char *name, GVariant *parameter);
void        assay_window_action_run_again    (GtkWidget *widget, const char *name, GVariant *parameter);

void        assay_window_choose_file         (AssayWindow *self, gboolean is_data);

G_END_DECLS
