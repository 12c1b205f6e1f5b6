/* run-ask.h: before a run would replace a file: looks at it in a thread, and asks where something would be lost. */
#pragma once

#include "run-task.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer full) Where `assay audit PLAN` writes: a folder beside the plan, named after it. */
char *assay_run_default_audit (const char *plan_path);

/* request: (nullable) (transfer full); NULL: the person said no. */
typedef void (*AssayRunAnswer) (AssayRunRequest *request, gpointer data);
/* request: taken. Nothing is asked when there is no file, or when it is an audit of the plan's own place that nobody
 * has said anything of. */
void  assay_run_ask           (GtkWindow *window, AssayRunRequest *request, AssayRunAnswer answer, gpointer data);

G_END_DECLS
