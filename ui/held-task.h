/* held-task.h: work in a thread that the program outlives: what writes files. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* g_task_run_in_thread(); until the task has completed the application that runs does not end, its windows gone or not. */
void assay_held_task_run (GTask *task, GTaskThreadFunc work);

G_END_DECLS
