/* command-report.c: assay report: an audit as files to hand over, from the audit file alone. */
#include "cli/input.h"
#include "cli/result.h"
#include "cli/terminal.h"
#include "cli/work.h"

typedef struct
{
  char        *path;      /* the audit file */
  gboolean     is_letter;
  AssayResult  result;
} Job;

static void
job_clear (Job *job)
{
  g_free (job->path);
  assay_result_clear (&job->result);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

static gboolean
read_options (Job *job, const AssayOptions *options, GError **error)
{
  static const char *const papers[] = { "a4", "letter", NULL };
  const char *out = assay_options_value (options, "out");
  const int paper = assay_options_choice (options, "paper", papers, error);

  if (paper < 0)
    return FALSE;
  job->is_letter = paper == 1;
  job->path = assay_input_audit (assay_options_argument (options, 0));
  job->result.out = out != NULL ? g_strdup (out) : g_path_get_dirname (job->path);
  if (!assay_result_read_formats (options, ASSAY_FORMAT_PDF | ASSAY_FORMAT_HTML, &job->result.formats, error))
    return FALSE;
  if (job->result.formats != 0)
    return TRUE;
  g_set_error_literal (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                       "--format is empty: expected pdf, html, json, csv, junit, joined by commas");
  return FALSE;
}

static gboolean
run_report (gpointer data, AssayProgress *progress, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  job->result.audit = assay_audit_open (job->path, error);
  if (job->result.audit == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return assay_audit_write_reports (job->result.audit, job->path, job->result.out, job->result.formats, job->is_letter,
                                    &job->result.paths, error);
}

AssayExit
assay_command_report (const AssayOptions *options, GError **error)
{
  g_auto (Job) job = { 0 };

  if (!read_options (&job, options, error)
      || !assay_work_run (run_report, &job, TRUE, "interrupted; nothing was written", error))
    return ASSAY_EXIT_ERROR;
  g_autofree char *files = assay_result_files (&job.result);
  return assay_options_has (options, "quiet") || assay_output_text (files, error) ? ASSAY_EXIT_PASS : ASSAY_EXIT_ERROR;
}
