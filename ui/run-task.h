/* run-task.h: a plan that is run in a thread; its audit file is written when everything is known, or not at all.
 *
 * A task that is stopped goes on until its thread has seen that: nothing is written by then, and the application is
 * held until it has ended, so that no thread outlives its window unseen.
 */
#pragma once

#include "models/run-progress.h"
#include "open-audit.h"

G_BEGIN_DECLS

/* Does not change once it is made. */
typedef struct
{
  char *plan_path;      /* (nullable) of a plan file */
  AssayPlan *plan;      /* (nullable) in its place: an audit's own */
  char *folder;         /* where the plan's files are */
  char *audit_path;     /* to be written */
  char *engine;         /* (nullable) as engine-choice.h has it */
} AssayRunRequest;

AssayRunRequest *assay_run_request_new      (const char *plan_path, const char *audit_path, const char *engine);
/* An audit's own plan, over its own file. folder: of its data. */
AssayRunRequest *assay_run_request_new_anew (AssayOpenAudit *audit, const char *folder, const char *engine,
                                             GError **error);
/* The same once more, counted by another engine. */
AssayRunRequest *assay_run_request_again    (const AssayRunRequest *self, const char *engine);
AssayRunRequest *assay_run_request_ref      (AssayRunRequest *self);
void             assay_run_request_unref    (AssayRunRequest *self); /* (nullable) */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRunRequest, assay_run_request_unref)

/* (transfer full) Runs in a thread. What counts: assay_run_count(), or a test's. */
typedef AssayAudit *(*AssayRunCounter) (const AssayRunRequest *request, AssayProgress *progress,
                                        GCancellable *cancellable, GError **error);
AssayAudit      *assay_run_count            (const AssayRunRequest *request, AssayProgress *progress,
                                             GCancellable *cancellable, GError **error);

typedef struct _AssayRunTask AssayRunTask;

/* Called in the main thread once the thread has ended, but not for a task that was stopped. audit: (nullable)
 * (transfer none), else there is an error. */
typedef void (*AssayRunDone) (AssayOpenAudit *audit, const GError *error, gpointer data);

/* request: taken. */
AssayRunTask    *assay_run_task_start       (AssayRunRequest *request, AssayRunCounter counter,
                                             AssayRunDone done, gpointer data);
/* FALSE: too late, the audit file is being written and done will be called. */
gboolean         assay_run_task_stop        (AssayRunTask *self);
void             assay_run_task_free        (AssayRunTask *self); /* stopped first */
const AssayProgress *assay_run_task_progress (const AssayRunTask *self);
AssayRunPhase    assay_run_task_phase       (const AssayRunTask *self);
const AssayRunRequest *assay_run_task_request (const AssayRunTask *self);

G_END_DECLS
