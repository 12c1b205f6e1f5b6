/* setup-source.c: a plan for data is proposed as `assay plan` does it. */
#include "setup-source.h"

#include "audit/propose.h"
#include "models/file-kind.h"
#include "models/plan-draft.h"

#include <string.h>

void
assay_setup_source_free (AssaySetupSource *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->path);
  g_free (self->folder);
  g_free (self->suggested);
  g_clear_pointer (&self->profiles, g_ptr_array_unref);
  g_clear_error (&self->why);
  g_free (self);
}

/* --- data ------------------------------------------------------------------------------------------------------- */

/* "income.csv.gz" is "income" */
static char *
stem_of (const char *path)
{
  static const char *const endings[] = { ".gz", ".zst", ".csv", ".tsv", ".parquet", ".pq", ".json", ".jsonl", ".ndjson" };
  char *stem = g_path_get_basename (path);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      const gsize length = strlen (stem), n = strlen (endings[i]);
      if (length > n && g_ascii_strcasecmp (stem + length - n, endings[i]) == 0)
        stem[length - n] = '\0';
    }
  return stem;
}

static AssaySetupSource *
read_data (const char     *path,
           AssayProgress  *progress,
           GCancellable   *cancellable,
           GError        **error)
{
  const AssaySourceOptions options = { .cancellable = cancellable };
  g_autoptr (AssaySetupSource) self = g_new0 (AssaySetupSource, 1);
  g_autofree char *name = g_path_get_basename (path), *stem = stem_of (path), *plan = g_strconcat (stem, ".ini", NULL);
  const char *const files[] = { name, NULL };

  self->folder = g_path_get_dirname (path);
  self->suggested = g_build_filename (self->folder, plan, NULL);
  g_autoptr (AssaySource) source = assay_source_open (files, self->folder, &options, error);
  if (source == NULL)
    return NULL;
  self->profiles = assay_source_profile (source, progress, cancellable, error);
  if (self->profiles == NULL)
    return NULL;
  g_autoptr (AssayProposal) proposal = assay_propose (self->profiles, NULL);
  self->text = assay_proposal_to_plan (proposal, files, NULL, 0, error);
  return self->text != NULL ? g_steal_pointer (&self) : NULL;
}

/* --- plans ------------------------------------------------------------------------------------------------------ */

/* The columns of a plan's data, where it is there; else why not. */
static gboolean
look_at_data (AssaySetupSource  *self,
              const AssayPlan   *plan,
              AssayProgress     *progress,
              GCancellable      *cancellable,
              GError           **error)
{
  const AssaySourceOptions options = { .cancellable = cancellable };
  g_autoptr (AssaySource) source = NULL;

  if (plan->files == NULL || plan->files[0] == NULL)
    return TRUE;
  source = assay_source_open_plan (plan, NULL, self->folder, &options, &self->why);
  if (source != NULL)
    self->profiles = assay_source_profile (source, progress, cancellable, &self->why);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static AssaySetupSource *
read_plan (const char     *path,
           AssayProgress  *progress,
           GCancellable   *cancellable,
           GError        **error)
{
  g_autoptr (AssaySetupSource) self = g_new0 (AssaySetupSource, 1);
  g_autoptr (AssayPlan) plan = assay_plan_load (path, error);

  if (plan == NULL)
    return NULL;
  self->text = assay_plan_to_text (plan);
  self->path = g_strdup (path);
  self->suggested = g_strdup (path);
  self->folder = g_path_get_dirname (path);
  return look_at_data (self, plan, progress, cancellable, error) ? g_steal_pointer (&self) : NULL;
}

AssaySetupSource *
assay_setup_source_read (const char     *path,
                         AssayProgress  *progress,
                         GCancellable   *cancellable,
                         GError        **error)
{
  if (assay_file_kind (path) == ASSAY_FILE_PLAN)
    return read_plan (path, progress, cancellable, error);
  return read_data (path, progress, cancellable, error);
}

AssaySetupSource *
assay_setup_source_read_audit (const char     *text,
                               const char     *audit_path,
                               const char     *folder,
                               AssayProgress  *progress,
                               GCancellable   *cancellable,
                               GError        **error)
{
  g_autoptr (AssaySetupSource) self = g_new0 (AssaySetupSource, 1);
  g_autofree char *name = g_path_get_basename (audit_path);
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), name, error);

  if (plan == NULL)
    return NULL;
  self->text = g_strdup (text);
  self->folder = folder != NULL ? g_strdup (folder) : g_path_get_dirname (audit_path);
  self->suggested = g_build_filename (self->folder, "plan.ini", NULL);
  return look_at_data (self, plan, progress, cancellable, error) ? g_steal_pointer (&self) : NULL;
}

/* --- in a thread ------------------------------------------------------------------------------------------------ */

typedef struct
{
  char          *path, *text, *folder; /* text: (nullable) of an audit at path */
  AssayProgress *progress;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  g_free (job->text);
  g_free (job->folder);
  g_free (job);
}

static void
source_free (gpointer data)
{
  assay_setup_source_free (data);
}

static void
load (GTask        *task,
      gpointer      object,
      gpointer      data,
      GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  AssaySetupSource *source = job->text != NULL
                               ? assay_setup_source_read_audit (job->text, job->path, job->folder, job->progress,
                                                                cancellable, &error)
                               : assay_setup_source_read (job->path, job->progress, cancellable, &error);

  if (source != NULL)
    g_task_return_pointer (task, source, source_free);
  else
    g_task_return_error (task, error);
}

void
assay_setup_source_load_async (const char          *path,
                               const char          *text,
                               const char          *folder,
                               AssayProgress       *progress,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Job *job = g_new0 (Job, 1);

  job->path = g_strdup (path);
  job->text = g_strdup (text);
  job->folder = g_strdup (folder);
  job->progress = progress;
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, load);
}

AssaySetupSource *
assay_setup_source_load_finish (GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
