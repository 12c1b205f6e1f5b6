/* command-merge.c: assay merge: audits of shards or days become the audit of all their rows; the data is not read. */
#include "cli/input.h"
#include "cli/result.h"
#include "cli/work.h"

#include <glib/gstdio.h>

typedef struct
{
  char      **paths;     /* (array zero-terminated) the audits */
  AssayResult result;
} Job;

static void
job_clear (Job *job)
{
  g_strfreev (job->paths);
  assay_result_clear (&job->result);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

static char **
find_audits (const AssayOptions *options)
{
  GPtrArray *paths = g_ptr_array_new ();

  for (guint i = 0; i < options->arguments->len; i++)
    g_ptr_array_add (paths, assay_input_audit (options->arguments->pdata[i]));
  g_ptr_array_add (paths, NULL);
  return (char **) g_ptr_array_free (paths, FALSE);
}

/* The parts stay what they are: they can be merged with the next day's. */
static gboolean
check_out (const Job *job, GError **error)
{
  g_autofree char *target = g_build_filename (job->result.out, "audit.assay", NULL);
  GStatBuf written, audit;

  if (g_stat (target, &written) != 0)
    return TRUE;
  for (guint i = 0; job->paths[i] != NULL; i++)
    if (g_stat (job->paths[i], &audit) == 0 && audit.st_dev == written.st_dev && audit.st_ino == written.st_ino)
      {
        g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                     "--out %s would overwrite %s, which is to be merged; choose another folder",
                     job->result.out, job->paths[i]);
        return FALSE;
      }
  return TRUE;
}

static gboolean
read_options (Job *job, const AssayOptions *options, GError **error)
{
  const char *out = assay_options_value (options, "out");

  if (out == NULL)
    {
      g_set_error_literal (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                           "where does the merged audit go? Give --out DIR");
      return FALSE;
    }
  job->result.out = g_strdup (out);
  job->paths = find_audits (options);
  return assay_result_read_options (&job->result, options, error) && check_out (job, error);
}

static gboolean
run_merge (gpointer data, AssayProgress *progress, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  job->result.audit = assay_audit_merge ((const char *const *) job->paths, g_strv_length (job->paths), cancellable,
                                         error);
  if (job->result.audit == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return assay_result_write (&job->result, error);
}

AssayExit
assay_command_merge (const AssayOptions *options, GError **error)
{
  g_auto (Job) job = { 0 };

  if (!read_options (&job, options, error)
      || !assay_work_run (run_merge, &job, TRUE, "interrupted; nothing was written", error))
    return ASSAY_EXIT_ERROR;
  return assay_result_show (&job.result, options, error);
}
