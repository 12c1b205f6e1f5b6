#include "cli/profile.h"

#include "cli/input.h"
#include "cli/work.h"

typedef struct
{
  const AssayOptions *options;
  const char *const  *files;
  GPtrArray          *profiles;
} Job;

/* A source belongs to the thread that opened it. */
static gboolean
profile (gpointer data, AssayProgress *progress, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  g_autoptr (AssaySource) source = assay_input_open (job->options, job->files, error);

  if (source == NULL)
    return FALSE;
  job->profiles = assay_source_profile (source, progress, cancellable, error);
  return job->profiles != NULL;
}

GPtrArray *
assay_profile_files (const AssayOptions *options, const char *const *files, GError **error)
{
  Job job = { .options = options, .files = files };

  for (guint i = 0; files[i] != NULL; i++)
    if (!assay_input_check_data (files[i], error))
      return NULL;
  if (!assay_work_run (profile, &job, assay_options_has (options, "quiet"), "interrupted", error))
    return NULL;
  return job.profiles;
}
