/* command-audit.c: assay audit: settings from plan and options, the run on its thread, then the summary. */
#include "audit/audit.h"
#include "cli/input.h"
#include "cli/result.h"
#include "cli/work.h"

#include <string.h>

typedef struct
{
  AssayPlan        *plan;
  char             *plan_path;   /* (nullable) */
  GPtrArray        *files;       /* of char*: data that the command line names */
  AssayAuditOptions options;
  char             *folder;      /* (nullable) of the plan's files */
  AssayResult       result;      /* what comes of it */
} Job;

static void
job_clear (Job *job)
{
  assay_result_clear (&job->result);
  assay_plan_free (job->plan);
  g_clear_pointer (&job->files, g_ptr_array_unref);
  g_free (job->plan_path);
  g_free (job->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

/* --- plan and data ----------------------------------------------------------------------------------------------- */

static gboolean
sort_arguments (Job *job, const AssayOptions *options, GError **error)
{
  g_auto (GStrv) words = assay_input_files (options);

  job->files = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean is_plan = i < options->arguments->len && assay_input_is_plan (words[i]);

      if (is_plan && job->plan_path != NULL)
        {
          g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                       "%s and %s are both plans; audit one at a time", job->plan_path, words[i]);
          return FALSE;
        }
      if (is_plan)
        job->plan_path = g_strdup (words[i]);
      else if (assay_input_check_data (words[i], error))
        g_ptr_array_add (job->files, g_strdup (words[i]));
      else
        return FALSE;
    }
  return TRUE;
}

/* The options as settings, the named data as files= in place of the plan's. The texts stay the options'. */
static GArray *
make_settings (const AssayOptions *options, const char *files)
{
  GArray *settings = g_array_new (FALSE, FALSE, sizeof (AssayPlanSetting));
  AssayPlanSetting data = { "data", "files", files, "--data" };

  g_array_append_vals (settings, options->settings->data, options->settings->len);
  if (*files != '\0')
    g_array_append_val (settings, data);
  return settings;
}

static char *
join_files (const GPtrArray *files, GError **error)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < files->len; i++)
    {
      const char *file = files->pdata[i];

      if (strchr (file, ';') != NULL)
        {
          g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                       "%s: a file name with ; cannot be written in a plan; rename or link it", file);
          g_string_free (joined, TRUE);
          return NULL;
        }
      g_string_append_printf (joined, "%s%s", i > 0 ? ";" : "", file);
    }
  return g_string_free (joined, FALSE);
}

static gboolean
check_has_model (const Job *job, GError **error)
{
  const char *file = job->files->len > 0 ? job->files->pdata[0] : "DATA";
  gboolean has_model = job->plan->prediction != NULL || job->plan->score != NULL;

  if (job->plan_path != NULL || (job->plan->label != NULL && has_model) || job->plan->annotators[0] != NULL)
    return TRUE;
  g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
               "data alone does not say what to judge: give --label COLUMN and --prediction COLUMN or --score COLUMN, "
               "or --annotators A;B of people's labels, or write a plan first: assay plan %s --out plan.ini", file);
  return FALSE;
}

/* --edges-from is found where the user is, the plan's edges-from= beside the plan. */
static void
find_edges_from (Job *job, const AssayOptions *options)
{
  for (guint i = 0; i < options->settings->len; i++)
    {
      const AssayPlanSetting *setting = &g_array_index (options->settings, AssayPlanSetting, i);

      if (strcmp (setting->key, "edges-from") == 0 && *setting->value != '\0')
        job->options.edges_from = setting->value;
    }
}

static gboolean
load_plan (Job *job, const AssayOptions *options, GError **error)
{
  g_autofree char *files = NULL;
  g_autoptr (GArray) settings = NULL;
  g_autoptr (AssayPlan) base = NULL;

  if (!sort_arguments (job, options, error) || (files = join_files (job->files, error)) == NULL)
    return FALSE;
  find_edges_from (job, options);
  settings = make_settings (options, files);
  if (job->plan_path == NULL)
    job->plan = assay_plan_from_settings ((AssayPlanSetting *) settings->data, settings->len, error);
  else if ((base = assay_plan_load (job->plan_path, error)) != NULL && settings->len > 0)
    job->plan = assay_plan_override (base, (AssayPlanSetting *) settings->data, settings->len, error);
  else
    job->plan = g_steal_pointer (&base);
  if (job->plan == NULL)
    return FALSE;
  /* A plan's files lie beside it, those of the command line where the user is. */
  if (job->plan_path != NULL && job->files->len == 0)
    job->folder = g_path_get_dirname (job->plan_path);
  return check_has_model (job, error);
}

/* --- options ----------------------------------------------------------------------------------------------------- */

static gboolean
read_engine (Job *job, const AssayOptions *options, GError **error)
{
  const char *engine = assay_options_value (options, "engine");

  job->options.engine = engine;
  job->options.says_engine = g_strcmp0 (engine, "auto") == 0;
  if (engine == NULL || strcmp (engine, "auto") == 0 || strcmp (engine, "cpu") == 0 || strcmp (engine, "cuda") == 0)
    return TRUE;
  if (strcmp (engine, "sql") == 0)
    g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                 "--engine %s is not built yet; use auto, cpu or cuda", engine);
  else
    g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                 "--engine %s: there is no such engine; use auto, cpu or cuda", engine);
  return FALSE;
}

static gboolean
read_device (Job *job, const AssayOptions *options, GError **error)
{
  guint64 device = 0;

  if (!assay_options_has (options, "device"))
    return TRUE;
  if (g_strcmp0 (job->options.engine, "cuda") != 0)
    {
      g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE, "--device goes with --engine cuda");
      return FALSE;
    }
  if (g_strcmp0 (assay_options_value (options, "device"), "all") == 0)
    device = ASSAY_DEVICE_ALL;
  else if (!assay_options_number (options, "device", 0, 1023, &device, error))
    return FALSE;
  job->options.device = (guint) device;
  return TRUE;
}

static gboolean
read_options (Job *job, const AssayOptions *options, GError **error)
{
  guint64 n_threads = 0;

  if (!assay_result_read_options (&job->result, options, error) || !read_engine (job, options, error)
      || !read_device (job, options, error)
      || !assay_options_number (options, "threads", 1, 1024, &n_threads, error)
      || !assay_options_size (options, "memory", &job->options.n_bytes, error))
    return FALSE;
  job->options.n_threads = (guint) n_threads;
  return TRUE;
}

static void
choose_out (Job *job, const AssayOptions *options)
{
  const char *out = assay_options_value (options, "out");
  g_autofree char *stem = assay_input_stem (job->plan_path != NULL ? job->plan_path : job->files->pdata[0]);

  job->result.out = out != NULL ? g_strdup (out) : g_strconcat (stem, "-audit", NULL);
}

/* --- the work ---------------------------------------------------------------------------------------------------- */

static gboolean
run_audit (gpointer data, AssayProgress *progress, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  job->result.audit = assay_audit_run (job->plan, &job->options, progress, cancellable, error);
  if (job->result.audit == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return assay_result_write (&job->result, error);
}

AssayExit
assay_command_audit (const AssayOptions *options, GError **error)
{
  g_auto (Job) job = { 0 };
  gboolean is_quiet = assay_options_has (options, "quiet");

  if (!read_options (&job, options, error) || !load_plan (&job, options, error))
    return ASSAY_EXIT_ERROR;
  choose_out (&job, options);
  job.options.folder = job.folder;
  if (!assay_work_run (run_audit, &job, is_quiet, "interrupted; nothing was written", error))
    return ASSAY_EXIT_ERROR;
  return assay_result_show (&job.result, options, error);
}
