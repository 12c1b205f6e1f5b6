/* command-chart.c: assay chart: one chart of an audit as a picture, from the audit file alone. */
#include "audit/audit.h"
#include "cli/input.h"
#include "cli/terminal.h"
#include "cli/work.h"

#include <string.h>

#define LEAST_WIDTH 160
#define MOST_WIDTH 2000
#define WIDTH 543 /* of a chart as wide as a page's text, and its margins */

typedef struct
{
  char              *path; /* the audit file */
  const char        *out;
  AssayChartRequest  request;
} Job;

static void
job_clear (Job *job)
{
  g_free (job->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

/* An option that has to be there. */
static const char *
need (const AssayOptions *options, const char *name, const char *what, GError **error)
{
  const char *value = assay_options_value (options, name);

  if (value == NULL)
    g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE, "assay chart needs --%s, %s", name, what);
  return value;
}

static gboolean
read_out (Job *job, const AssayOptions *options, GError **error)
{
  static const char *const endings[] = { ".svg", ".png", ".pdf" };
  static const AssayPicture pictures[] = { ASSAY_PICTURE_SVG, ASSAY_PICTURE_PNG, ASSAY_PICTURE_PDF };

  job->out = need (options, "out", "the picture's file: its name ends in .svg, .png or .pdf", error);
  if (job->out == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      const gsize n = strlen (job->out), n_ending = strlen (endings[i]);
      if (n > n_ending && g_ascii_strcasecmp (job->out + n - n_ending, endings[i]) == 0)
        {
          job->request.picture = pictures[i];
          return TRUE;
        }
    }
  g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
               "--out %s: the name's ending says what is written: .svg, .png or .pdf", job->out);
  return FALSE;
}

static gboolean
read_options (Job *job, const AssayOptions *options, GError **error)
{
  static const char *const names[] = { "light", "dark", "contrast", NULL };
  static const AssayColors colors[] = { ASSAY_COLORS_LIGHT, ASSAY_COLORS_DARK, ASSAY_COLORS_CONTRAST };
  const int palette = assay_options_choice (options, "palette", names, error);
  guint64 width = WIDTH;

  if (palette < 0 || !assay_options_number (options, "width", LEAST_WIDTH, MOST_WIDTH, &width, error)
      || !read_out (job, options, error))
    return FALSE;
  job->request.kind = need (options, "kind", "what to draw, such as dots, heat or roc", error);
  job->request.slice = assay_options_value (options, "slice");
  job->request.column = assay_options_value (options, "column");
  job->request.cross = assay_options_value (options, "cross");
  job->request.check = assay_options_value (options, "check");
  job->request.measure = assay_options_value (options, "measure");
  job->request.pair = assay_options_value (options, "pair");
  job->request.baseline = assay_options_value (options, "baseline");
  job->request.width = (double) width;
  job->request.colors = assay_options_has (options, "palette") ? colors[palette] : ASSAY_COLORS_AUTO;
  job->path = assay_input_audit (assay_options_argument (options, 0));
  return job->request.kind != NULL;
}

static gboolean
draw_chart (gpointer data, AssayProgress *progress, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  g_autoptr (AssayAudit) audit = assay_audit_open (job->path, error);

  if (audit == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  g_autoptr (GBytes) bytes = assay_report_chart (assay_audit_report (audit), &job->request, error);
  return bytes != NULL && !g_cancellable_set_error_if_cancelled (cancellable, error)
         && assay_audit_write_picture (audit, job->path, job->out, bytes, error);
}

AssayExit
assay_command_chart (const AssayOptions *options, GError **error)
{
  g_auto (Job) job = { 0 };

  if (!read_options (&job, options, error)
      || !assay_work_run (draw_chart, &job, TRUE, "interrupted; nothing was written", error))
    return ASSAY_EXIT_ERROR;
  return ASSAY_EXIT_PASS;
}
