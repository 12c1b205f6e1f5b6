#include "cli/profile.h"

#include "cli/input.h"
#include "cli/work.h"

typedef struct
{
  const AssayOptions *options;
  const char *const  *files;
  const AssayPlan    *plan;
  GPtrArray          *profiles;
} Job;

/* A source belongs to the thread that opened it. */
static gboolean
profile (gpointer data, AssayProgress *progress, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  g_autoptr (AssaySource) source = assay_input_open (job->options, job->files, error);
  const AssayColumn *columns;
  guint n_columns;

  if (source == NULL)
    return FALSE;
  columns = assay_source_columns (source, &n_columns);
  if (job->plan != NULL && !assay_plan_resolve (job->plan, columns, n_columns, error))
    return FALSE;
  job->profiles = assay_source_profile (source, progress, cancellable, error);
  return job->profiles != NULL;
}

GPtrArray *
assay_profile_files (const AssayOptions *options, const char *const *files, const AssayPlan *plan, GError **error)
{
  Job job = { .options = options, .files = files, .plan = plan };

  if (!assay_work_run (profile, &job, assay_options_has (options, "quiet"), "interrupted", error))
    return NULL;
  return job.profiles;
}
