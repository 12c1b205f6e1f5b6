/* runner.h: the one run of a window: asked for, followed, stopped.
 *
 * Signals: "began"; "moved", ten times a second while it goes on; "done" (AssayOpenAudit); "failed" (GError);
 * "stopped". One of the last three ends a run.
 */
#pragma once

#include "run-task.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_RUNNER (assay_runner_get_type ())
G_DECLARE_FINAL_TYPE (AssayRunner, assay_runner, ASSAY, RUNNER, GObject)

/* window: whose questions are asked, borrowed: it owns the runner. settings: (nullable) with the engine. */
AssayRunner *assay_runner_new        (GtkWindow *window, GSettings *settings);
/* Counts in another way: for tests. */
void         assay_runner_set_counter (AssayRunner *self, AssayRunCounter counter);
/* A run that goes on is stopped first. Asks before a file is replaced that something would be lost with. */
void         assay_runner_run        (AssayRunner *self, const char *plan_path, const char *audit_path);
/* The plan of an audit once more, into its own file. folder: of its data. */
void         assay_runner_run_anew   (AssayRunner *self, AssayOpenAudit *audit, const char *folder);
/* What was asked for last. */
void         assay_runner_again      (AssayRunner *self);
void         assay_runner_stop       (AssayRunner *self);
gboolean     assay_runner_is_running (AssayRunner *self);

/* While it is running. */
double       assay_runner_fraction   (AssayRunner *self); /* 0..1; -1: not known */
const char  *assay_runner_phase      (AssayRunner *self); /* "Counting rows" */
const char  *assay_runner_rows       (AssayRunner *self); /* "15,000 of 22,611 rows, 4 s left"; "" */
/* (nullable) What was asked for last, whether it runs or not. */
const AssayRunRequest *assay_runner_request (AssayRunner *self);

G_END_DECLS
