/* run-task.c: see run-task.h. */
#include "run-task.h"

#include "models/engine-choice.h"

#define MOST_WAIT_SECONDS 10 /* for a thread that does not see that it was stopped: a disk that is gone */

/* --- what is asked for ------------------------------------------------------------------------------------------ */

AssayRunRequest *
assay_run_request_new (const char *plan_path,
                       const char *audit_path,
                       const char *engine)
{
  AssayRunRequest *self = g_atomic_rc_box_new0 (AssayRunRequest);

  self->plan_path = g_strdup (plan_path);
  self->folder = g_path_get_dirname (plan_path);
  self->audit_path = g_canonicalize_filename (audit_path, NULL);
  self->engine = g_strdup (engine);
  return self;
}

AssayRunRequest *
assay_run_request_new_anew (AssayOpenAudit  *audit,
                            const char      *folder,
                            const char      *engine,
                            GError         **error)
{
  AssayPlan *plan = assay_plan_override (assay_open_audit_report (audit)->plan, NULL, 0, error);

  if (plan == NULL)
    return NULL;
  AssayRunRequest *self = g_atomic_rc_box_new0 (AssayRunRequest);
  self->plan = plan;
  self->folder = g_strdup (folder);
  self->audit_path = g_strdup (assay_open_audit_path (audit));
  self->engine = g_strdup (engine);
  return self;
}

AssayRunRequest *
assay_run_request_again (const AssayRunRequest *self,
                         const char            *engine)
{
  AssayRunRequest *again = g_atomic_rc_box_new0 (AssayRunRequest);

  again->plan_path = g_strdup (self->plan_path);
  again->plan = self->plan != NULL ? assay_plan_override (self->plan, NULL, 0, NULL) : NULL; /* nothing to fail at */
  again->folder = g_strdup (self->folder);
  again->audit_path = g_strdup (self->audit_path);
  again->engine = g_strdup (engine);
  return again;
}

static void
request_clear (gpointer data)
{
  AssayRunRequest *self = data;

  g_free (self->plan_path);
  assay_plan_free (self->plan);
  g_free (self->folder);
  g_free (self->audit_path);
  g_free (self->engine);
}

AssayRunRequest *
assay_run_request_ref (AssayRunRequest *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
assay_run_request_unref (AssayRunRequest *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, request_clear);
}

AssayAudit *
assay_run_count (const AssayRunRequest *request,
                 AssayProgress         *progress,
                 GCancellable          *cancellable,
                 GError               **error)
{
  AssayAuditOptions options = { .folder = request->folder };
  g_autoptr (AssayPlan) loaded = request->plan == NULL ? assay_plan_load (request->plan_path, error) : NULL;
  const AssayPlan *plan = request->plan != NULL ? request->plan : loaded;

  if (plan == NULL)
    return NULL;
  assay_engine_choice_read (request->engine, &options.engine, &options.device);
  return assay_audit_run (plan, &options, progress, cancellable, error);
}

/* --- the thread ------------------------------------------------------------------------------------------------- */

enum { GOES_ON, IS_STOPPED, IS_WRITING }; /* whichever comes first: to be stopped or to write */

/* Shared by the thread and who started it. */
typedef struct
{
  AssayRunRequest *request;
  AssayRunCounter  counter;
  AssayProgress    progress;
  int              step;      /* atomic */
  GApplication    *held;      /* (nullable) until the thread has ended */
  guint            give_up;
  AssayRunTask    *task;      /* (nullable) main thread only; NULL once nobody waits */
} Job;

struct _AssayRunTask
{
  Job          *job;
  GCancellable *cancellable;
  AssayRunDone  done;
  gpointer      data;
};

static void
job_let_go (Job *job)
{
  g_clear_handle_id (&job->give_up, g_source_remove);
  if (job->held != NULL)
    g_application_release (job->held);
  g_clear_object (&job->held);
}

static void
job_clear (gpointer data)
{
  assay_run_request_unref (((Job *) data)->request);
}

static void
job_unref (gpointer job)
{
  g_atomic_rc_box_release_full (job, job_clear);
}

static void
run_in_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  AssayAudit *audit = job->counter (job->request, &job->progress, cancellable, &error);
  AssayOpenAudit *open = NULL;

  if (audit != NULL && !g_atomic_int_compare_and_exchange (&job->step, GOES_ON, IS_WRITING))
    {
      g_clear_pointer (&audit, assay_audit_free);
      g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
    }
  if (audit != NULL && !assay_audit_write_file (audit, job->request->audit_path, &error))
    g_clear_pointer (&audit, assay_audit_free);
  if (audit != NULL)
    open = assay_open_audit_new (audit, job->request->audit_path, job->request->folder, &error);
  if (open != NULL)
    g_task_return_pointer (task, open, g_object_unref);
  else
    g_task_return_error (task, error);
}

/* The thread has ended. */
static void
has_ended (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayOpenAudit) audit = g_task_propagate_pointer (G_TASK (result), &error);
  Job *job = g_task_get_task_data (G_TASK (result));
  AssayRunTask *task = job->task;

  job_let_go (job);
  if (task != NULL)
    task->done (audit, error, task->data);
}

/* --- whoever waits ---------------------------------------------------------------------------------------------- */

AssayRunTask *
assay_run_task_start (AssayRunRequest *request,
                      AssayRunCounter  counter,
                      AssayRunDone     done,
                      gpointer         data)
{
  AssayRunTask *self = g_new0 (AssayRunTask, 1);
  Job *job = g_atomic_rc_box_new0 (Job);

  *self = (AssayRunTask) { job, g_cancellable_new (), done, data };
  job->request = request;
  job->counter = counter;
  job->task = self;
  if (g_application_get_default () != NULL)
    {
      job->held = g_object_ref (g_application_get_default ());
      g_application_hold (job->held);
    }
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, has_ended, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_atomic_rc_box_acquire (job), job_unref);
  g_task_run_in_thread (task, run_in_thread);
  return self;
}

static gboolean
waited_enough (gpointer data)
{
  Job *job = data;

  job->give_up = 0;
  job_let_go (job);
  return G_SOURCE_REMOVE;
}

gboolean
assay_run_task_stop (AssayRunTask *self)
{
  Job *job = self->job;

  if (!g_atomic_int_compare_and_exchange (&job->step, GOES_ON, IS_STOPPED)
      && g_atomic_int_get (&job->step) == IS_WRITING)
    return FALSE;
  job->task = NULL;
  g_cancellable_cancel (self->cancellable);
  if (job->held != NULL && job->give_up == 0)
    job->give_up = g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, MOST_WAIT_SECONDS, waited_enough,
                                               g_atomic_rc_box_acquire (job), job_unref);
  return TRUE;
}

void
assay_run_task_free (AssayRunTask *self)
{
  if (self == NULL)
    return;
  assay_run_task_stop (self);
  self->job->task = NULL;
  job_unref (self->job);
  g_object_unref (self->cancellable);
  g_free (self);
}

const AssayProgress *
assay_run_task_progress (const AssayRunTask *self)
{
  return &self->job->progress;
}

AssayRunPhase
assay_run_task_phase (const AssayRunTask *self)
{
  return assay_run_phase (&self->job->progress, g_atomic_int_get (&self->job->step) == IS_WRITING);
}

const AssayRunRequest *
assay_run_task_request (const AssayRunTask *self)
{
  return self->job->request;
}
