/* command-rows.c: assay rows: the rows behind a number, read from the data again. */
#include "audit/data-state.h"
#include "cli/input.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "cli/work.h"
#include "words/number.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define MOST_ROWS 1000000000

typedef struct
{
  AssayAudit   *audit;
  char         *folder;
  const char   *slice;
  const char   *cell;
  guint64       skip, limit;
  gboolean      is_sample;   /* --errors, --candidates */
  gboolean      is_candidates;
  const char   *against;     /* (nullable) a baseline */
  const char   *baseline;    /* that has the candidates right */
  char        **empty;       /* its columns to be filled in */
  gboolean      is_disagreement, is_noise;
  const char   *out;     /* (nullable) */
  AssayRowPage *page;
} Job;

static void
job_clear (Job *job)
{
  assay_row_page_free (job->page);
  assay_audit_free (job->audit);
  g_free (job->folder);
  g_strfreev (job->empty);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

/* --- where the data is ------------------------------------------------------------------------------------------- */

static gboolean
find_folder (Job *job, const char *audit_path, const char *given, GError **error)
{
  const AssayProvenance *provenance = assay_audit_report (job->audit)->provenance;
  const char *file = provenance->n_files > 0 ? provenance->files[0].name : NULL;

  job->folder = given != NULL ? g_canonicalize_filename (given, NULL)
                               : assay_data_folder (provenance->files, provenance->n_files, audit_path, NULL);
  if (job->folder != NULL)
    return TRUE;
  g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
               "the data %s is neither here nor beside the audit; say where it is with --folder DIR", file);
  return FALSE;
}

/* --- printing ---------------------------------------------------------------------------------------------------- */

static gboolean
print_table (const Job *job, GError **error)
{
  const AssayRowPage *page = job->page;
  AssayTerminalOptions terminal = assay_terminal_options ();
  g_autoptr (AssayTable) table = assay_table_new ((const char *const *) page->columns, NULL,
                                                  g_strv_length (page->columns));
  g_autofree char *first = assay_number_rows (job->skip + 1), *last = assay_number_rows (job->skip + page->rows->len);
  g_autofree char *matching = assay_number_rows (page->n_matching), *text = NULL;
  g_autoptr (GString) all = NULL;
  guint n_hidden;

  for (guint i = 0; i < page->rows->len; i++)
    assay_table_add (table, page->rows->pdata[i]);
  text = assay_table_text (table, assay_terminal_table_width (), terminal.is_utf8, &n_hidden);
  all = g_string_new (page->rows->len > 0 ? text : "");
  if (page->rows->len > 0)
    g_string_append_printf (all, "rows %s to %s of ", first, last);
  g_string_append_printf (all, "%s that match", matching);
  if (n_hidden > 0 && page->rows->len > 0)
    g_string_append_printf (all, "; %u columns did not fit, --format csv has them", n_hidden);
  g_string_append_c (all, '\n');
  return assay_output_text (all->str, error);
}

/* RFC 4180; a missing value is empty, an empty text is quoted. */
static void
add_csv_field (GString *text, const char *value)
{
  if (value == NULL)
    return;
  if (*value != '\0' && strpbrk (value, ",\"\r\n") == NULL)
    {
      g_string_append (text, value);
      return;
    }
  g_string_append_c (text, '"');
  for (; *value != '\0'; value++)
    {
      if (*value == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *value);
    }
  g_string_append_c (text, '"');
}

static void
add_csv_line (GString *text, char **cells, guint n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      add_csv_field (text, cells[i]);
    }
  g_string_append (text, "\r\n");
}

/* (transfer full) */
static GString *
make_csv (const Job *job)
{
  GString *text = g_string_new (NULL);
  guint n_columns = g_strv_length (job->page->columns);

  add_csv_line (text, job->page->columns, n_columns);
  for (guint i = 0; i < job->page->rows->len; i++)
    add_csv_line (text, job->page->rows->pdata[i], n_columns);
  return text;
}

static gboolean
print_csv (const Job *job, GError **error)
{
  g_autoptr (GString) text = make_csv (job);

  return assay_output_data (text->str, error);
}

static gboolean
write_csv (const Job *job, const char *audit_path, GError **error)
{
  g_autoptr (GBytes) bytes = g_string_free_to_bytes (make_csv (job));
  g_autofree char *line = g_strdup_printf ("%u of %" G_GUINT64_FORMAT " rows written to %s\n", job->page->rows->len,
                                           job->page->n_matching, job->out);

  return assay_audit_write_picture (job->audit, audit_path, job->out, bytes, error) && assay_output_text (line, error);
}

static void
add_text (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  if (value != NULL)
    json_builder_add_string_value (json, value);
  else
    json_builder_add_null_value (json);
}

static gboolean
print_json (const Job *job, GError **error)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  json_builder_begin_object (json);
  add_text (json, "slice", job->slice);
  add_text (json, "cell", job->cell);
  json_builder_set_member_name (json, "matching");
  json_builder_add_int_value (json, (gint64) job->page->n_matching);
  json_builder_set_member_name (json, "rows");
  json_builder_begin_array (json);
  for (guint i = 0; i < job->page->rows->len; i++)
    {
      char **cells = job->page->rows->pdata[i];

      json_builder_begin_object (json);
      for (guint j = 0; job->page->columns[j] != NULL; j++)
        add_text (json, job->page->columns[j], cells[j]);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  text = json_to_string (root, TRUE);
  line = g_strconcat (text, "\n", NULL);
  return assay_output_data (line, error);
}

/* --- the command ------------------------------------------------------------------------------------------------- */

static gboolean
read_rows (gpointer data, AssayProgress *progress, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  if (job->is_candidates)
    job->page = assay_audit_candidates (job->audit, job->folder, job->slice, job->against, job->limit, &job->baseline, cancellable,
                                        error);
  else if (job->is_sample)
    job->page = assay_audit_sample (job->audit, job->folder, job->slice, job->limit, &job->empty, cancellable, error);
  else if (job->is_disagreement || job->is_noise)
    job->page = assay_audit_disagreement (job->audit, job->folder, job->is_noise, job->skip, job->limit, cancellable, error);
  else
    job->page = assay_audit_rows (job->audit, job->folder, job->slice, job->cell, job->skip, job->limit,
                                  cancellable, error);
  return job->page != NULL;
}

/* Ranked rows are of the whole set. */
static gboolean
read_ranking (Job *job, const AssayOptions *options, GError **error)
{
  static const char *const others[] = { "slice", "cell" };

  job->is_disagreement = assay_options_has (options, "disagreement");
  job->is_noise = assay_options_has (options, "noise");
  job->out = assay_options_value (options, "out");
  if (job->is_disagreement && job->is_noise)
    {
      g_set_error_literal (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                           "--disagreement and --noise are different rows; give one of them");
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (others) && (job->is_disagreement || job->is_noise); i++)
    if (assay_options_has (options, others[i]))
      {
        g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE, "--%s is of all rows; leave out --%s",
                     job->is_noise ? "noise" : "disagreement", others[i]);
        return FALSE;
      }
  if (job->out == NULL || !assay_options_has (options, "format") || strcmp (assay_options_value (options, "format"), "csv") == 0)
    return TRUE;
  g_set_error_literal (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE, "--out writes csv; leave out --format");
  return FALSE;
}

/* A sample of errors goes into a file. */
static gboolean
read_sample (Job *job, const AssayOptions *options, GError **error)
{
  static const char *const others[] = { "cell", "limit", "skip", "format", "disagreement", "noise" };

  job->is_candidates = assay_options_has (options, "candidates");
  job->is_sample = job->is_candidates || assay_options_has (options, "errors");
  job->against = assay_options_value (options, "against");
  if (job->is_candidates ? assay_options_has (options, "errors") : job->against != NULL)
    {
      g_set_error_literal (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                           job->is_candidates ? "candidates are some of the errors; give --candidates or --errors"
                                              : "--against is the baseline of --candidates; give that too");
      return FALSE;
    }
  if (!job->is_sample && assay_options_has (options, "sample"))
    {
      g_set_error_literal (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                           "--sample is of errors or candidates; give --errors or --candidates too, or --limit for the first rows");
      return FALSE;
    }
  if (!job->is_sample)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (assay_options_has (options, others[i]))
      {
        g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE, "--%s is a sample of all errors; leave out --%s",
                     job->is_candidates ? "candidates" : "errors", others[i]);
        return FALSE;
      }
  job->limit = 200;
  job->slice = assay_options_has (options, "slice") ? assay_options_value (options, "slice") : "";
  job->out = assay_options_value (options, "out");
  if (job->out != NULL)
    return assay_options_number (options, "sample", 1, MOST_ROWS, &job->limit, error);
  g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE, "--%s goes into a file; give --out FILE",
               job->is_candidates ? "candidates" : "errors");
  return FALSE;
}

/* What is said of the file, and the lines that give it back to the plan. */
static gboolean
write_sample (const Job *job, const char *audit_path, GError **error)
{
  const AssayPlan *plan = assay_audit_report (job->audit)->plan;
  g_autofree char *csv = assay_report_rows_csv ((const char *const *) job->page->columns, job->page->rows,
                                                (const char *const *) job->empty);
  g_autoptr (GBytes) bytes = g_bytes_new (csv, strlen (csv));
  g_autofree char *name = g_path_get_basename (job->out);
  g_autoptr (GString) text = g_string_new (NULL);

  if (job->is_candidates)
    g_string_append_printf (text, "%u of %" G_GUINT64_FORMAT " rows that the model has wrong and %s right written to %s\n",
                            job->page->rows->len, job->page->n_matching, job->baseline, job->out);
  else
    g_string_append_printf (text, "%u of %" G_GUINT64_FORMAT " errors written to %s\n", job->page->rows->len,
                            job->page->n_matching, job->out);
  if (job->empty != NULL && job->empty[0] != NULL && g_str_has_prefix (job->empty[0], "tag_"))
    g_string_append_printf (text, "mark what is wrong with each by x in tag_1, tag_2, ... (call them what they mean), and by x in "
                            "reviewed that it was looked at;\nthen the plan takes it back: tags-file=%s, id=%s, tags=tag_1;tag_2, "
                            "reviewed=reviewed\n", name, plan->id != NULL ? plan->id : ASSAY_ROW_NUMBER);
  return assay_audit_write_picture (job->audit, audit_path, job->out, bytes, error) && assay_output_text (text->str, error);
}

static gboolean
read_options (Job *job, const AssayOptions *options, GError **error)
{
  static const char *const cells[] = { "tp", "fp", "fn", "tn", "right", "wrong", NULL };
  int cell = assay_options_choice (options, "cell", cells, error);

  if (cell < 0 || !read_sample (job, options, error) || (!job->is_sample && !read_ranking (job, options, error)))
    return FALSE;
  if (job->is_sample)
    return TRUE;
  job->cell = assay_options_has (options, "cell") ? cells[cell] : NULL;
  job->slice = assay_options_has (options, "slice") ? assay_options_value (options, "slice") : "";
  job->limit = job->out != NULL ? 1000 : 20;
  return assay_options_number (options, "limit", 1, MOST_ROWS, &job->limit, error)
         && assay_options_number (options, "skip", 0, G_MAXUINT64, &job->skip, error);
}

AssayExit
assay_command_rows (const AssayOptions *options, GError **error)
{
  static const char *const formats[] = { "table", "csv", "json", NULL };
  static gboolean (*const print[]) (const Job *, GError **) = { print_table, print_csv, print_json };
  g_autofree char *path = assay_input_audit (assay_options_argument (options, 0));
  int format = assay_options_choice (options, "format", formats, error);
  g_auto (Job) job = { 0 };

  if (format < 0 || !read_options (&job, options, error))
    return ASSAY_EXIT_ERROR;
  job.audit = assay_audit_open (path, error);
  if (job.audit == NULL || !find_folder (&job, path, assay_options_value (options, "folder"), error)
      || !assay_work_run (read_rows, &job, FALSE, "interrupted", error))
    return ASSAY_EXIT_ERROR;
  if (job.is_sample)
    return write_sample (&job, path, error) ? ASSAY_EXIT_PASS : ASSAY_EXIT_ERROR;
  if (job.out != NULL)
    return write_csv (&job, path, error) ? ASSAY_EXIT_PASS : ASSAY_EXIT_ERROR;
  return print[format] (&job, error) ? ASSAY_EXIT_PASS : ASSAY_EXIT_ERROR;
}
