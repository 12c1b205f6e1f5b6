/* window.h: one window, one audit; Start while there is none. */
#pragma once

#include "runner.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_WINDOW (assay_window_get_type ())
G_DECLARE_FINAL_TYPE (AssayWindow, assay_window, ASSAY, WINDOW, AdwApplicationWindow)

/* settings (nullable): without them nothing is kept. */
AssayWindow    *assay_window_new       (AdwApplication *application, GSettings *settings);
/* Reads an audit file, data or a plan, by what is in it, in a thread and shows it, or why it cannot be shown. */
void            assay_window_open      (AssayWindow *self, GFile *file);
/* The same with another reader; NULL: data or a plan, into Set-up. */
void            assay_window_open_with (AssayWindow *self, const char *path, AssayAuditReader reader);
AssayOpenAudit *assay_window_audit     (AssayWindow *self); /* (nullable) */
/* "start", "busy", "run", "trouble", "setup", "audit" */
const char     *assay_window_screen    (AssayWindow *self);
/* (nullable) The page of the audit that is looked at: "overview", as pages.c names them. */
const char     *assay_window_page      (AssayWindow *self);
/* (transfer none) Of win.run, whose parameters are the paths of a plan and of the audit file to be written. */
AssayRunner    *assay_window_runner    (AssayWindow *self);
/* A line at the window's foot, for some seconds. */
void            assay_window_say       (AssayWindow *self, const char *text);

G_END_DECLS
