/* threshold.c: one what-if in front, one that a thread settles behind it. */
#include "threshold.h"

#define REST_MS 150

struct _AssayThreshold
{
  const AssayFindings *findings;
  GObject             *owner;
  AssayWhatIf         *front;       /* (nullable) of the main thread */
  AssayWhatIf         *back;        /* (nullable) of the thread while is_busy; until it is first needed NULL */
  GMutex               making;      /* held while a what-if is made of the findings */
  guint                rest;        /* source of the timeout */
  gboolean             is_asked;    /* whether front was asked for */
  gboolean             is_busy;
  gboolean             is_settled;
};

/* What the thread is told. */
typedef struct
{
  AssayThreshold *threshold;
  guint           edge;
} Job;

AssayThreshold *
assay_threshold_new (const AssayFindings *findings,
                     GObject             *owner)
{
  AssayThreshold *self = g_new0 (AssayThreshold, 1);

  self->findings = findings;
  self->owner = owner;
  self->is_settled = TRUE;
  g_mutex_init (&self->making);
  return self;
}

void
assay_threshold_free (AssayThreshold *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->rest, g_source_remove);
  assay_what_if_free (self->front);
  assay_what_if_free (self->back);
  g_mutex_clear (&self->making);
  g_free (self);
}

AssayWhatIf *
assay_threshold_what_if (AssayThreshold *self)
{
  if (!self->is_asked)
    self->front = assay_what_if_new (self->findings, NULL);
  self->is_asked = TRUE;
  return self->front;
}

AssayWhatIf *
assay_threshold_moved (AssayThreshold *self)
{
  if (self->front == NULL || assay_what_if_edge (self->front) == assay_what_if_own_edge (self->front))
    return NULL;
  return self->front;
}

gboolean
assay_threshold_is_settled (AssayThreshold *self)
{
  return self->is_settled;
}

void
assay_threshold_hold (AssayThreshold *self)
{
  g_mutex_lock (&self->making);
}

void
assay_threshold_release (AssayThreshold *self)
{
  g_mutex_unlock (&self->making);
}

/* --- settling --------------------------------------------------------------------------------------------------- */

static void start (AssayThreshold *self);

static void
settle_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  const Job *job = data;
  AssayThreshold *self = job->threshold;

  g_mutex_lock (&self->making);
  if (self->back == NULL)
    self->back = assay_what_if_new (self->findings, NULL);
  g_mutex_unlock (&self->making);
  assay_what_if_settle_at (self->back, job->edge);
  g_task_return_boolean (task, TRUE);
}

static void
tell_settled (AssayThreshold *self)
{
  self->is_settled = TRUE;
  g_signal_emit_by_name (self->owner, "threshold-settled");
}

/* It may have been moved meanwhile: then it is settled anew, when it rests. */
static void
settled (GObject      *owner,
         GAsyncResult *result,
         gpointer      data)
{
  AssayThreshold *self = data;

  self->is_busy = FALSE;
  if (assay_what_if_edge (self->back) == assay_what_if_edge (self->front) && !self->is_settled)
    {
      AssayWhatIf *back = self->back;

      self->back = self->front;
      self->front = back;
      g_clear_handle_id (&self->rest, g_source_remove);
      tell_settled (self);
    }
  else if (self->rest == 0 && !self->is_settled)
    start (self);
}

static void
start (AssayThreshold *self)
{
  g_autoptr (GTask) task = g_task_new (self->owner, NULL, settled, self);
  Job *job = g_new (Job, 1);

  *job = (Job) { self, assay_what_if_edge (self->front) };
  self->is_busy = TRUE;
  g_task_set_source_tag (task, assay_threshold_move);
  g_task_set_task_data (task, job, g_free);
  g_task_run_in_thread (task, settle_in_thread);
}

static gboolean
come_to_rest (gpointer data)
{
  AssayThreshold *self = data;

  self->rest = 0;
  if (!self->is_busy && !self->is_settled)
    start (self);
  return G_SOURCE_REMOVE;
}

void
assay_threshold_let_go (AssayThreshold *self)
{
  if (self->rest == 0)
    return;
  g_clear_handle_id (&self->rest, g_source_remove);
  come_to_rest (self);
}

/* --- moving ----------------------------------------------------------------------------------------------------- */

void
assay_threshold_move (AssayThreshold *self,
                      guint           edge)
{
  AssayWhatIf *what_if = assay_threshold_what_if (self);

  g_return_if_fail (what_if != NULL);
  g_clear_handle_id (&self->rest, g_source_remove);
  if (edge != assay_what_if_edge (what_if))
    {
      self->is_settled = FALSE;
      assay_what_if_move (what_if, edge);
      g_signal_emit_by_name (self->owner, "threshold-moved");
    }
  if (self->is_settled)
    return;
  if (assay_threshold_moved (self) == NULL) /* the audit's own numbers are there already */
    tell_settled (self);
  else
    self->rest = g_timeout_add (REST_MS, come_to_rest, self);
}
