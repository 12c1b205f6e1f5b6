/* source.c: files named by a plan become one table of a DuckDB that can reach nothing else.
 *
 * Globs are expanded here, the files' absolute names become allowed_paths, then external access is switched off and
 * the configuration locked: no other file, ATTACH, INSTALL, COPY or SET works afterwards. Nothing is left to
 * guessing that would change rows in silence: the CSV dialect is found from the header and given, never sniffed.
 */
#include "source-private.h"
#include "source-files.h"

#include <string.h>
#include <unistd.h>

G_DEFINE_QUARK (assay-read-error-quark, assay_read_error)

char *
assay_quote_identifier (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  return g_strdup_printf ("\"%s\"", doubled);
}

char *
assay_quote_text (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "'", -1);
  g_autofree char *doubled = g_strjoinv ("''", parts);

  return g_strdup_printf ("'%s'", doubled);
}

static char *
sql_file_list (const AssaySource *self,
               int                file)
{
  GString *list = g_string_new ("[");

  for (guint f = file < 0 ? 0 : (guint) file; f < (file < 0 ? self->n_files : (guint) file + 1); f++)
    {
      g_autofree char *text = assay_quote_text (self->files[f].path);
      g_string_append_printf (list, "%s%s", list->len > 1 ? ", " : "", text);
    }
  g_string_append_c (list, ']');
  return g_string_free (list, FALSE);
}

static char *
plain_clause (const AssaySource *self,
              int                file,
              gboolean           want_row_numbers)
{
  g_autofree char *files = sql_file_list (self, file);
  const char *by_name = file < 0 && self->n_files > 1 ? ", union_by_name=true" : "";
  const char *sample = self->sample_all ? ", sample_size=-1" : "";
  char delimiter[8];

  switch (self->kind)
    {
    case ASSAY_FILES_PARQUET:
      return g_strdup_printf ("read_parquet(%s, hive_partitioning=false%s%s)", files, by_name,
                              want_row_numbers ? ", file_row_number=true" : "");
    case ASSAY_FILES_JSON:
      return g_strdup_printf ("read_json(%s, format='newline_delimited', hive_partitioning=false%s%s)", files, by_name,
                              sample);
    case ASSAY_FILES_CSV:
      g_snprintf (delimiter, sizeof delimiter, self->delimiter == '\t' ? "\\t" : "%c", self->delimiter);
      /* yes/no and true/false stay words: a label is what the file says */
      return g_strdup_printf ("read_csv(%s, auto_detect=true, header=true, delim='%s', quote='\"', escape='\"', "
                              "skip=0, comment='', strict_mode=%s, null_padding=false, ignore_errors=false, "
                              "hive_partitioning=false, auto_type_candidates=['BIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP', "
                              "'VARCHAR']%s%s)", files, delimiter, self->is_lenient ? "false" : "true", by_name, sample);
    }
  g_assert_not_reached ();
}

char *
assay_source_plain_clause (const AssaySource *self)
{
  return plain_clause (self, -1, FALSE);
}

char *
assay_source_from_clause (const AssaySource *self,
                          int                file,
                          gboolean           want_row_numbers)
{
  g_autofree char *plain = plain_clause (self, file, want_row_numbers);

  return self->join != NULL ? assay_join_from_clause (self->join, plain) : g_steal_pointer (&plain);
}

int
assay_source_find_column (const AssaySource *self,
                          const char        *name)
{
  for (guint c = 0; c < self->n_columns; c++)
    if (strcmp (self->columns[c].name, name) == 0)
      return (int) c;
  return -1;
}

static AssayColumnKind
kind_of_type (duckdb_type type)
{
  switch ((int) type)
    {
    case DUCKDB_TYPE_BOOLEAN:
      return ASSAY_COLUMN_BOOLEAN;
    case DUCKDB_TYPE_TINYINT: case DUCKDB_TYPE_SMALLINT: case DUCKDB_TYPE_INTEGER: case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT: case DUCKDB_TYPE_USMALLINT: case DUCKDB_TYPE_UINTEGER: case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT: case DUCKDB_TYPE_UHUGEINT: case DUCKDB_TYPE_FLOAT: case DUCKDB_TYPE_DOUBLE:
    case DUCKDB_TYPE_DECIMAL:
      return ASSAY_COLUMN_NUMBER;
    case DUCKDB_TYPE_VARCHAR: case DUCKDB_TYPE_ENUM: case DUCKDB_TYPE_UUID: case DUCKDB_TYPE_TIME:
    case DUCKDB_TYPE_TIME_TZ: case DUCKDB_TYPE_INTERVAL:
      return ASSAY_COLUMN_TEXT;
    case DUCKDB_TYPE_DATE: case DUCKDB_TYPE_TIMESTAMP: case DUCKDB_TYPE_TIMESTAMP_S: case DUCKDB_TYPE_TIMESTAMP_MS:
    case DUCKDB_TYPE_TIMESTAMP_NS: case DUCKDB_TYPE_TIMESTAMP_TZ:
      return ASSAY_COLUMN_TIME;
    default:
      return ASSAY_COLUMN_OTHER;
    }
}

static void
columns_clear (AssaySource *self)
{
  for (guint c = 0; c < self->n_columns; c++)
    {
      g_free (self->columns[c].name);
      g_free (self->columns[c].sql_type);
    }
  g_clear_pointer (&self->columns, g_free);
  g_clear_pointer (&self->plan_columns, g_free);
  self->n_columns = 0;
}

static void
columns_take (AssaySource   *self,
              duckdb_result *described,
              duckdb_result *empty)
{
  columns_clear (self);
  self->n_columns = (guint) duckdb_row_count (described);
  self->columns = g_new0 (AssaySourceColumn, self->n_columns);
  self->plan_columns = g_new0 (AssayColumn, self->n_columns);
  for (guint c = 0; c < self->n_columns; c++)
    {
      AssaySourceColumn *column = &self->columns[c];
      column->name = assay_result_text (described, 0, c);
      column->sql_type = assay_result_text (described, 1, c);
      column->type = duckdb_column_type (empty, c);
      column->is_json = g_strcmp0 (column->sql_type, "JSON") == 0;
      column->kind = kind_of_type (column->type);
      self->plan_columns[c] = (AssayColumn) { column->name, column->kind };
    }
}

/* A failed statement over the files, in Assay's words. */
static gboolean
source_statement (AssaySource   *self,
                  const char    *sql,
                  duckdb_result *result,
                  GError       **error)
{
  g_autofree char *message = NULL;

  if (assay_source_query (self, sql, FALSE, NULL, result, &message, NULL))
    return TRUE;
  assay_source_explain (self, message, error);
  return FALSE;
}

static gboolean
source_describe (AssaySource *self,
                 GError     **error)
{
  g_autofree char *from = assay_source_from_clause (self, -1, FALSE);
  g_autofree char *describe = g_strdup_printf ("DESCRIBE SELECT * FROM %s", from);
  g_autofree char *none = g_strdup_printf ("SELECT * FROM %s LIMIT 0", from);
  duckdb_result described, empty;
  g_autoptr (GError) local = NULL;
  if (!source_statement (self, describe, &described, &local))
    {
      if (!assay_source_be_lenient (self))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      return source_describe (self, error);
    }
  if (!source_statement (self, none, &empty, error))
    {
      duckdb_destroy_result (&described);
      return FALSE;
    }
  columns_take (self, &described, &empty);
  duckdb_destroy_result (&described);
  duckdb_destroy_result (&empty);
  return TRUE;
}

gboolean
assay_source_sample_all (AssaySource *self,
                         GError     **error)
{
  self->sample_all = TRUE;
  if (!source_describe (self, error))
    return FALSE;
  if (self->join != NULL)
    assay_join_describe (self->join, self);
  return TRUE;
}

static gboolean
source_hint (AssaySource *self,
             GError     **error)
{
  if (self->kind != ASSAY_FILES_PARQUET)
    return TRUE;
  g_autofree char *files = sql_file_list (self, -1);
  g_autofree char *sql = g_strdup_printf ("SELECT sum(num_rows)::BIGINT FROM parquet_file_metadata(%s)", files);
  duckdb_result result;
  if (!source_statement (self, sql, &result, error))
    return FALSE;
  self->n_rows_hint = (guint64) MAX (0, duckdb_value_int64 (&result, 0, 0));
  duckdb_destroy_result (&result);
  return TRUE;
}

static gboolean
source_open_database (AssaySource *self,
                      GError     **error)
{
  duckdb_config config;
  char *message = NULL;
  g_autofree char *threads = g_strdup_printf ("%u", self->options.n_threads);
  g_autofree char *memory = g_strdup_printf ("%" G_GUINT64_FORMAT "B", self->options.n_bytes);

  duckdb_create_config (&config);
  duckdb_set_config (config, "threads", threads);
  if (self->options.n_bytes > 0)
    duckdb_set_config (config, "memory_limit", memory);
  gboolean is_open = duckdb_open_ext (NULL, &self->database, config, &message) == DuckDBSuccess
                     && duckdb_connect (self->database, &self->connection) == DuckDBSuccess;
  duckdb_destroy_config (&config);
  if (!is_open)
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_INTERNAL, "DuckDB does not start: %s",
                 message != NULL ? message : "no reason given");
  duckdb_free (message);
  return is_open;
}

static gboolean
source_lock (AssaySource *self,
             GError     **error)
{
  g_autofree char *files = sql_file_list (self, -1);
  g_autofree char *tags = self->join != NULL ? assay_quote_text (assay_join_input (self->join)->path) : NULL;
  /* The rows of the data pass by the tags file's, in their order, never the other way round. */
  g_autofree char *sql = g_strdup_printf ("SET allowed_paths=%.*s%s%s];%s"
                                          "SET TimeZone='UTC';"
                                          "SET temp_directory='';"
                                          "SET autoinstall_known_extensions=false;"
                                          "SET autoload_known_extensions=false;"
                                          "SET enable_external_access=false;"
                                          "SET lock_configuration=true", (int) strlen (files) - 1, files,
                                          tags != NULL ? ", " : "", tags != NULL ? tags : "",
                                          tags != NULL ? "SET disabled_optimizers='join_order,build_side_probe_side';" : "");

  return assay_source_query (self, sql, FALSE, NULL, NULL, NULL, error);
}

static void
source_stat (AssaySource *self)
{
  self->status = g_new0 (struct stat, self->n_files);
  for (guint f = 0; f < self->n_files; f++)
    if (stat (self->files[f].path, &self->status[f]) != 0)
      self->status[f].st_size = -1;
}

/* The tags file's columns come beside the data's, and the file behind theirs. */
static gboolean
source_join (AssaySource *self,
             GError     **error)
{
  const AssayInputFile *input = assay_join_input (self->join);

  if (!assay_join_load (self->join, self, self->options.tags_columns, error) || !source_describe (self, error))
    return FALSE;
  self->files = g_renew (AssayInputFile, self->files, self->n_files + 1);
  self->files[self->n_files] = (AssayInputFile) { g_strdup (input->name), g_strdup (input->path), input->n_bytes,
                                                  g_strdup (input->sha256) };
  self->options.tags_columns = NULL; /* the caller's */
  self->has_tags_file = TRUE;
  return TRUE;
}

AssaySource *
assay_source_open (const char *const        *files,
                   const char               *folder,
                   const AssaySourceOptions *options,
                   GError                  **error)
{
  g_return_val_if_fail (files != NULL, NULL);
  g_autoptr (AssaySource) self = g_new0 (AssaySource, 1);

  if (options != NULL)
    self->options = *options;
  if (self->options.n_threads == 0)
    self->options.n_threads = g_get_num_processors ();
  if (self->options.deadline_s == 0)
    self->options.deadline_s = 60;
  if (!assay_files_find (files, folder, &self->files, &self->n_files, &self->kind, error))
    return NULL;
  source_stat (self);
  if ((self->kind != ASSAY_FILES_PARQUET && !assay_input_check_text (self, error))
      || (self->options.tags_file != NULL && (self->join = assay_join_open (self, folder, &self->options, error)) == NULL)
      || !source_open_database (self, error) || !source_lock (self, error) || !assay_codes_register (self, error)
      || !assay_cluster_register (self, error) || !assay_sink_register (self, error) || !assay_rank_register (self, error)
      || !assay_files_check_headers (self, error) || !source_describe (self, error)
      || !assay_files_check_columns (self, error) || !source_hint (self, error)
      || (self->join != NULL && !source_join (self, error)))
    return NULL;
  return g_steal_pointer (&self);
}

static void
add_names (GPtrArray   *names,
           char *const *more)
{
  for (guint i = 0; more != NULL && more[i] != NULL; i++)
    g_ptr_array_add (names, more[i]);
}

AssaySource *
assay_source_open_plan (const AssayPlan          *plan,
                        const char *const        *files,
                        const char               *folder,
                        const AssaySourceOptions *options,
                        GError                  **error)
{
  AssaySourceOptions how = options != NULL ? *options : (AssaySourceOptions) { 0 };
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  add_names (names, plan->tags);
  add_names (names, plan->annotators);
  add_names (names, (char *[]) { plan->reviewed, NULL });
  g_ptr_array_add (names, NULL);
  how.tags_file = plan->tags_file;
  how.id = plan->id;
  how.tags_columns = (const char *const *) names->pdata;
  return assay_source_open (files != NULL ? files : (const char *const *) plan->files, folder, &how, error);
}

gboolean
assay_source_is_joined (const AssaySource *self,
                        const char        *column)
{
  return assay_join_has (self->join, column);
}

void
assay_source_free (AssaySource *self)
{
  if (self == NULL)
    return;
  for (guint f = 0; self->first_lines != NULL && f < self->n_files; f++)
    g_string_free (self->first_lines[f], TRUE);
  g_free (self->first_lines);
  if (self->connection != NULL)
    duckdb_disconnect (&self->connection);
  if (self->database != NULL)
    duckdb_close (&self->database);
  columns_clear (self);
  assay_join_free (self->join);
  for (guint f = 0; f < self->n_files + self->has_tags_file; f++)
    {
      g_free (self->files[f].name);
      g_free (self->files[f].path);
      g_free (self->files[f].sha256);
    }
  g_free (self->files);
  g_free (self->status);
  g_clear_pointer (&self->function_types, g_ptr_array_unref);
  g_free (self);
}

const AssayColumn *
assay_source_columns (const AssaySource *self,
                      guint             *n_columns)
{
  *n_columns = self->n_columns;
  return self->plan_columns;
}

const char *
assay_source_column_type (const AssaySource *self,
                          guint              column)
{
  return self->columns[column].sql_type;
}

gboolean
assay_source_has_values (AssaySource *self,
                         const char  *column)
{
  g_autofree char *from = assay_source_from_clause (self, -1, FALSE), *name = assay_quote_identifier (column);
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM %s WHERE CAST(%s AS VARCHAR) <> '' LIMIT 1", from, name);
  duckdb_result result;

  if (!assay_source_query (self, sql, FALSE, NULL, &result, NULL, NULL))
    return TRUE;
  gboolean has_values = duckdb_row_count (&result) > 0;
  duckdb_destroy_result (&result);
  return has_values;
}

const AssayInputFile *
assay_source_files (const AssaySource *self,
                    guint             *n_files)
{
  *n_files = self->n_files + self->has_tags_file;
  return self->files;
}

guint64
assay_source_n_rows_hint (const AssaySource *self)
{
  return self->n_rows_hint;
}
