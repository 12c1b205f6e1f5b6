/* command-audit.c: assay audit: settings from plan and options, the run on its thread, then the summary. */
#include "audit/audit.h"
#include "cli/input.h"
#include "cli/terminal.h"
#include "cli/work.h"

#include <string.h>

typedef struct
{
  AssayPlan        *plan;
  char             *plan_path;   /* (nullable) */
  GPtrArray        *files;       /* of char*: data that the command line names */
  AssayAuditOptions options;
  char             *folder;      /* (nullable) of the plan's files */
  char             *out;
  AssayFormats      formats;
  AssayAudit       *audit;       /* what comes of it */
  char            **paths;
} Job;

static void
job_clear (Job *job)
{
  assay_audit_free (job->audit);
  assay_plan_free (job->plan);
  g_clear_pointer (&job->files, g_ptr_array_unref);
  g_strfreev (job->paths);
  g_free (job->plan_path);
  g_free (job->folder);
  g_free (job->out);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

static gboolean
set_usage_error (GError **error, const char *message)
{
  g_set_error_literal (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE, message);
  return FALSE;
}

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

  if (job->plan_path != NULL || (job->plan->label != NULL && has_model))
    return TRUE;
  g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
               "data alone does not say what to judge: give --label COLUMN and --prediction COLUMN or --score COLUMN, "
               "or write a plan first: assay plan %s --out plan.ini", file);
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
read_formats (Job *job, const AssayOptions *options, GError **error)
{
  static const struct { const char *name; AssayFormats format; } formats[] = {
    { "json", ASSAY_FORMAT_JSON }, { "csv", ASSAY_FORMAT_CSV }, { "junit", ASSAY_FORMAT_JUNIT },
    { "pdf", 0 }, { "html", 0 },
  };
  const char *text = assay_options_value (options, "format");
  g_auto (GStrv) names = g_strsplit (text != NULL ? text : "", ",", -1);

  job->formats = text == NULL ? ASSAY_FORMAT_ALL : 0;
  for (guint i = 0; names[i] != NULL; i++)
    {
      guint j = 0;

      while (j < G_N_ELEMENTS (formats) && strcmp (formats[j].name, names[i]) != 0)
        j++;
      if (j < G_N_ELEMENTS (formats) && formats[j].format != 0)
        job->formats |= formats[j].format;
      else
        {
          g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                       j < G_N_ELEMENTS (formats) ? "--format %s is not built yet; there are json, csv, junit"
                                                  : "--format %s: expected json, csv, junit, joined by commas",
                       names[i]);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_engine (Job *job, const AssayOptions *options, GError **error)
{
  const char *engine = assay_options_value (options, "engine");

  job->options.engine = engine;
  if (engine == NULL || strcmp (engine, "auto") == 0 || strcmp (engine, "cpu") == 0)
    return TRUE;
  if (strcmp (engine, "cuda") == 0 || strcmp (engine, "sql") == 0)
    g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                 "--engine %s is not built yet; use auto or cpu", engine);
  else
    g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                 "--engine %s: there is no such engine; use auto or cpu", engine);
  return FALSE;
}

static gboolean
read_options (Job *job, const AssayOptions *options, GError **error)
{
  guint64 n_threads = 0;

  if (assay_options_has (options, "quiet") && assay_options_has (options, "json"))
    return set_usage_error (error, "--quiet and --json: give one of them");
  if (!read_formats (job, options, error) || !read_engine (job, options, error)
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

  job->out = out != NULL ? g_strdup (out) : g_strconcat (stem, "-audit", NULL);
}

/* --- the work ---------------------------------------------------------------------------------------------------- */

static gboolean
run_audit (gpointer data, AssayProgress *progress, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  job->audit = assay_audit_run (job->plan, &job->options, progress, cancellable, error);
  if (job->audit == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return assay_audit_write (job->audit, job->out, job->formats, &job->paths, error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* "Written to income-audit/: audit.assay, checks.csv, report.json" (transfer full) */
static char *
describe_files (const Job *job)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *out = assay_output_harmless (job->out, FALSE);
  g_autofree char *joined = NULL;

  for (guint i = 0; job->paths[i] != NULL; i++)
    g_ptr_array_add (names, g_path_get_basename (job->paths[i]));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv (", ", (char **) names->pdata);
  return g_strdup_printf ("Written to %s%s: %s\n", out, g_str_has_suffix (out, "/") ? "" : "/", joined);
}

static gboolean
print_summary (const Job *job, GError **error)
{
  AssayTerminalOptions terminal = assay_terminal_options ();
  g_autofree char *summary = assay_report_summary (assay_audit_report (job->audit), &terminal);
  g_autofree char *files = describe_files (job);
  g_autofree char *text = g_strconcat (summary, "\n", files, NULL);

  return assay_output_text (text, error);
}

static gboolean
print_json (const Job *job, GError **error)
{
  g_autofree char *json = assay_report_json (assay_audit_report (job->audit));

  return assay_output_data (json, error);
}

static AssayExit
verdict_status (const Job *job)
{
  switch (assay_audit_report (job->audit)->findings->verdict)
    {
    case ASSAY_VERDICT_FAIL:
      return ASSAY_EXIT_FAIL;
    case ASSAY_VERDICT_UNDECIDED:
      return ASSAY_EXIT_UNDECIDED;
    default:
      return ASSAY_EXIT_PASS;
    }
}

AssayExit
assay_command_audit (const AssayOptions *options, GError **error)
{
  g_auto (Job) job = { 0 };
  gboolean is_quiet = assay_options_has (options, "quiet");
  gboolean is_shown;

  if (!read_options (&job, options, error) || !load_plan (&job, options, error))
    return ASSAY_EXIT_ERROR;
  choose_out (&job, options);
  job.options.folder = job.folder;
  if (!assay_work_run (run_audit, &job, is_quiet, "interrupted; nothing was written", error))
    return ASSAY_EXIT_ERROR;
  if (is_quiet)
    return verdict_status (&job);
  is_shown = assay_options_has (options, "json") ? print_json (&job, error) : print_summary (&job, error);
  return is_shown ? verdict_status (&job) : ASSAY_EXIT_ERROR;
}
