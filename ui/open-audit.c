/* open-audit.c: an audit read in a thread, handed over to the main one. */
#include "open-audit-review.h"

#include "data-watch.h"
#include "report/phrases.h"
#include "threshold.h"

#include <glib/gstdio.h>
#include <unistd.h>

struct _AssayOpenAudit
{
  GObject     parent;

  char       *path, *title;
  char       *folder;      /* (nullable) where its data was when it was run */
  AssayAudit *audit;
  AssayFonts *fonts;
  gboolean    is_read_only;
  AssayThreshold *threshold;
  AssayDataWatch *data;
};

G_DEFINE_FINAL_TYPE (AssayOpenAudit, assay_open_audit, G_TYPE_OBJECT)

static void
assay_open_audit_finalize (GObject *object)
{
  AssayOpenAudit *self = ASSAY_OPEN_AUDIT (object);

  g_free (self->path);
  g_free (self->title);
  assay_threshold_free (self->threshold);
  assay_data_watch_free (self->data);
  g_free (self->folder);
  assay_audit_free (self->audit);
  assay_fonts_free (self->fonts);
  G_OBJECT_CLASS (assay_open_audit_parent_class)->finalize (object);
}

static void
assay_open_audit_class_init (AssayOpenAuditClass *class)
{
  G_OBJECT_CLASS (class)->finalize = assay_open_audit_finalize;
  g_signal_new ("data-state-changed", ASSAY_TYPE_OPEN_AUDIT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("threshold-moved", ASSAY_TYPE_OPEN_AUDIT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("review-changed", ASSAY_TYPE_OPEN_AUDIT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("threshold-settled", ASSAY_TYPE_OPEN_AUDIT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
assay_open_audit_init (AssayOpenAudit *self)
{
}

/* --- reading ---------------------------------------------------------------------------------------------------- */

/* All that the thread needs; freed by whichever side is done last. */
typedef struct
{
  char             *path;
  AssayAuditReader  reader;
  AssayProgress    *progress;
} Job;

static void
job_free (Job *job)
{
  g_free (job->path);
  g_free (job);
}

AssayAudit *
assay_open_audit_read_file (const char     *path,
                            char          **audit_path,
                            AssayProgress  *progress,
                            GCancellable   *cancellable,
                            GError        **error)
{
  return assay_audit_open (path, error);
}

AssayOpenAudit *
assay_open_audit_new (AssayAudit  *audit,
                      const char  *path,
                      const char  *folder,
                      GError     **error)
{
  AssayFonts *fonts = assay_fonts_new (error);

  if (fonts == NULL)
    {
      assay_audit_free (audit);
      return NULL;
    }
  AssayOpenAudit *self = g_object_new (ASSAY_TYPE_OPEN_AUDIT, NULL);
  self->audit = audit;
  self->fonts = fonts;
  self->path = g_canonicalize_filename (path, NULL);
  self->folder = g_strdup (folder);
  self->data = assay_data_watch_new (G_OBJECT (self), assay_audit_report (audit), self->path, folder);
  self->title = assay_phrase_safe (assay_audit_report (audit)->plan->title);
  self->is_read_only = g_access (path, W_OK) != 0;
  self->threshold = assay_threshold_new (assay_audit_report (audit)->findings, G_OBJECT (self));
  return self;
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  const Job *job = data;
  g_autofree char *audit_path = NULL;
  GError *error = NULL;
  AssayAudit *audit = job->reader (job->path, &audit_path, job->progress, cancellable, &error);
  AssayOpenAudit *self = audit == NULL ? NULL
                         : assay_open_audit_new (audit, audit_path != NULL ? audit_path : job->path, NULL, &error);

  if (self != NULL)
    g_task_return_pointer (task, self, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
assay_open_audit_load_async (const char          *path,
                             AssayAuditReader     reader,
                             AssayProgress       *progress,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Job *job = g_new (Job, 1);

  *job = (Job) { g_strdup (path), reader, progress };
  g_task_set_source_tag (task, assay_open_audit_load_async);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, read_in_thread);
}

AssayOpenAudit *
assay_open_audit_load_finish (GAsyncResult  *result,
                              GError       **error)
{
  AssayOpenAudit *self = g_task_propagate_pointer (G_TASK (result), error);

  if (self != NULL)
    assay_open_audit_watch (self);
  return self;
}

gboolean
assay_open_audit_take_review (AssayOpenAudit *self,
                              AssayAudit     *other)
{
  assay_threshold_hold (self->threshold);
  const gboolean is_same = assay_audit_swap_review (self->audit, other);
  assay_threshold_release (self->threshold);
  if (!is_same)
    return FALSE;
  g_signal_emit_by_name (self, "review-changed");
  return TRUE;
}

/* --- what it is ------------------------------------------------------------------------------------------------- */

const char *
assay_open_audit_path (AssayOpenAudit *self)
{
  return self->path;
}

char *
assay_open_audit_data_folder (AssayOpenAudit *self)
{
  const AssayProvenance *provenance = assay_open_audit_report (self)->provenance;

  return assay_data_folder (provenance->files, provenance->n_files, self->path, self->folder);
}

AssayRowsModel *
assay_open_audit_rows (AssayOpenAudit *self,
                       const char     *slice)
{
  return assay_rows_model_new (assay_open_audit_report (self), self->path, self->folder, slice);
}

AssayDataState
assay_open_audit_data_state (AssayOpenAudit  *self,
                             const char     **says)
{
  return assay_data_watch_state (self->data, says);
}

void
assay_open_audit_look_at_data (AssayOpenAudit *self)
{
  assay_data_watch_look (self->data);
}

const char *
assay_open_audit_title (AssayOpenAudit *self)
{
  return self->title;
}

const AssayAudit *
assay_open_audit_audit (AssayOpenAudit *self)
{
  return self->audit;
}

const AssayReport *
assay_open_audit_report (AssayOpenAudit *self)
{
  return assay_audit_report (self->audit);
}

AssayFonts *
assay_open_audit_fonts (AssayOpenAudit *self)
{
  return self->fonts;
}

gboolean
assay_open_audit_is_read_only (AssayOpenAudit *self)
{
  return self->is_read_only;
}

/* --- the threshold ------------------------------------------------------------------------------------------------ */

AssayWhatIf *
assay_open_audit_what_if (AssayOpenAudit  *self,
                          char           **why)
{
  AssayWhatIf *what_if = assay_threshold_what_if (self->threshold);

  if (why != NULL)
    *why = what_if != NULL ? NULL : assay_what_if_why_not (assay_open_audit_report (self)->findings);
  return what_if;
}

AssayWhatIf *
assay_open_audit_moved (AssayOpenAudit *self)
{
  return assay_threshold_moved (self->threshold);
}

void
assay_open_audit_move_threshold (AssayOpenAudit *self,
                                 guint           edge)
{
  assay_threshold_move (self->threshold, edge);
}

void
assay_open_audit_let_go (AssayOpenAudit *self)
{
  assay_threshold_let_go (self->threshold);
}

void
assay_open_audit_threshold_back (AssayOpenAudit *self)
{
  if (assay_open_audit_moved (self) != NULL)
    assay_threshold_move (self->threshold, assay_what_if_own_edge (assay_threshold_what_if (self->threshold)));
}

gboolean
assay_open_audit_is_settled (AssayOpenAudit *self)
{
  return assay_threshold_is_settled (self->threshold);
}

const AssayFindings *
assay_open_audit_findings (AssayOpenAudit *self)
{
  const AssayWhatIf *what_if = assay_open_audit_moved (self);

  return what_if != NULL ? assay_what_if_findings (what_if) : assay_open_audit_report (self)->findings;
}

/* There are no more texts than edges. */
AssayReport
assay_open_audit_shown (AssayOpenAudit *self)
{
  AssayReport report = *assay_open_audit_report (self);
  const AssayWhatIf *what_if = assay_open_audit_moved (self);

  if (what_if == NULL)
    return report;
  g_autofree char *at = assay_phrase_moved_at (what_if);
  report.findings = assay_what_if_findings (what_if);
  report.at = g_intern_string (at);
  return report;
}
