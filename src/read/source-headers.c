/* source-headers.c: the names of the columns, as the files themselves spell them.
 *
 * DuckDB's sniffer skips lines, changes the delimiter or renames repeated columns to make sense of a file. An audit
 * must not: the delimiter is the one that the header line holds most often, every other part of the dialect is
 * given, and the names that DuckDB arrives at must be the header's.
 */
#include "source-files.h"
#include "input-check.h"

#include <string.h>

#define SNIFFED_LINES 25000 /* more than the 20,480 rows that DuckDB finds types from */

/* Runs a small query; its failure is explained by the file's content where that tells more. */
static gboolean
query_file (AssaySource   *self,
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
csv_first_line (AssaySource *self,
                guint        file,
                char       **line,
                GError     **error)
{
  const char *first = self->first_lines[file]->str;

  *line = g_strchomp (g_strdup (g_str_has_prefix (first, "\357\273\277") ? first + 3 : first)); /* a byte order mark */
  if (**line != '\0')
    return TRUE;
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA,
               "%s, line 1: an empty line; expected a header with the columns' names", self->files[file].name);
  return FALSE;
}

static char
find_delimiter (const char *line)
{
  static const char candidates[] = ",\t;|";
  guint counts[4] = { 0 }, best = 0;
  gboolean is_quoted = FALSE;

  for (; *line != '\0'; line++)
    if (*line == '"')
      is_quoted = !is_quoted;
    else if (!is_quoted)
      {
        const char *at = strchr (candidates, *line);
        if (at != NULL)
          counts[at - candidates]++;
      }
  for (guint i = 1; i < 4; i++)
    if (counts[i] > counts[best])
      best = i;
  return candidates[best];
}

/* (transfer full) (array zero-terminated) The fields of one CSV line. */
static char **
split_line (const char *line,
            char        delimiter)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_autoptr (GString) field = g_string_new (NULL);
  gboolean is_quoted = FALSE;

  for (; *line != '\0'; line++)
    if (*line == '"' && is_quoted && line[1] == '"')
      g_string_append_c (field, *line++);
    else if (*line == '"')
      is_quoted = !is_quoted;
    else if (*line == delimiter && !is_quoted)
      {
        g_ptr_array_add (fields, g_strdup (field->str));
        g_string_truncate (field, 0);
      }
    else
      g_string_append_c (field, *line);
  g_ptr_array_add (fields, g_strdup (field->str));
  g_ptr_array_add (fields, NULL);
  return (char **) g_ptr_array_steal (fields, NULL);
}

/* SQL's names ignore case, so 'Age' beside 'age' is a duplicate too. */
static gboolean
check_names (char       **names,
             const char  *file,
             GError     **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      char *folded = g_utf8_strdown (names[i], -1);
      if (*names[i] != '\0' && g_hash_table_add (seen, folded))
        continue;
      if (*names[i] != '\0')
        g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN,
                     "%s: column %u is another '%s'; every column needs a name of its own (case does not tell names "
                     "apart): rename it", file, i + 1, names[i]);
      else
        {
          g_free (folded);
          g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN,
                       "%s: column %u has no name; give every column a name in the first line (an index written by pandas? "
                       "to_csv(index=False))", file, i + 1);
        }
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_csv_header (AssaySource *self,
                  guint        file,
                  GError     **error)
{
  g_autofree char *line = NULL;

  if (!csv_first_line (self, file, &line, error))
    return FALSE;
  char delimiter = find_delimiter (line);
  g_auto (GStrv) names = split_line (line, delimiter);
  if (file == 0)
    self->delimiter = delimiter;
  else if (delimiter != self->delimiter && names[1] != NULL)
    {
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA,
                   "%s, line 1: fields are parted by '%c', those of %s by '%c'; write all files with one delimiter",
                   self->files[file].name, delimiter, self->files[0].name, self->delimiter);
      return FALSE;
    }
  if (!check_names (names, self->files[file].name, error))
    return FALSE;
  /* The sniffer's time grows with the square of a ragged line among the rows that it looks at. */
  AssayTextRules rules = { .is_text = TRUE, .delimiter = delimiter, .most_lines = SNIFFED_LINES };
  return assay_input_check_file (&self->files[file], &rules, self->options.cancellable, NULL, error);
}

/* Names of the top level; parquet_schema() lists nested ones too, depth first, with their numbers of children. */
static char **
parquet_names (duckdb_result *schema)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  idx_t n = duckdb_row_count (schema), skip = 0;

  for (idx_t row = 1; row < n; row++)
    {
      idx_t n_children = duckdb_value_is_null (schema, 1, row) ? 0 : (idx_t) duckdb_value_int64 (schema, 1, row);
      if (skip == 0)
        g_ptr_array_add (names, assay_result_text (schema, 0, row));
      else
        skip--;
      skip += n_children;
    }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_steal (names, NULL);
}

static gboolean
check_parquet_header (AssaySource *self,
                      guint        file,
                      GError     **error)
{
  g_autofree char *path = assay_quote_text (self->files[file].path);
  g_autofree char *sql = g_strdup_printf ("SELECT name, num_children::BIGINT FROM parquet_schema(%s)", path);
  duckdb_result result;

  if (!query_file (self, sql, &result, error))
    return FALSE;
  g_auto (GStrv) names = parquet_names (&result);
  duckdb_destroy_result (&result);
  return check_names (names, self->files[file].name, error);
}

gboolean
assay_files_check_headers (AssaySource *self,
                           GError     **error)
{
  for (guint f = 0; f < self->n_files; f++)
    if ((self->kind == ASSAY_FILES_CSV && !check_csv_header (self, f, error))
        || (self->kind == ASSAY_FILES_PARQUET && !check_parquet_header (self, f, error)))
      return FALSE;
  return TRUE;
}

/* The columns of one file by DuckDB's word. */
static GHashTable *
columns_of_file (AssaySource *self,
                 guint        file,
                 GError     **error)
{
  g_autofree char *from = assay_source_from_clause (self, (int) file, FALSE);
  g_autofree char *sql = g_strdup_printf ("SELECT column_name FROM (DESCRIBE SELECT * FROM %s)", from);
  duckdb_result result;

  if (!query_file (self, sql, &result, error))
    return NULL;
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (idx_t row = 0; row < duckdb_row_count (&result); row++)
    g_hash_table_add (names, assay_result_text (&result, 0, row));
  duckdb_destroy_result (&result);
  return names;
}

static gboolean
check_same_columns (AssaySource *self,
                    guint        file,
                    GError     **error)
{
  g_autoptr (GHashTable) names = columns_of_file (self, file, error);

  if (names == NULL)
    return FALSE;
  for (guint c = 0; c < self->n_columns; c++)
    if (!g_hash_table_contains (names, self->columns[c].name))
      {
        g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN,
                     "%s has no column '%s', which another file of the audit has; give all files the same columns",
                     self->files[file].name, self->columns[c].name);
        return FALSE;
      }
  return TRUE;
}

/* One header against what DuckDB reads under it. */
static gboolean
check_csv_columns (AssaySource *self,
                   GError     **error)
{
  g_autofree char *line = NULL;

  if (!csv_first_line (self, 0, &line, error))
    return FALSE;
  g_auto (GStrv) names = split_line (line, self->delimiter);
  for (guint c = 0; c < self->n_columns || names[MIN (c, g_strv_length (names))] != NULL; c++)
    if (c >= self->n_columns || names[c] == NULL || strcmp (names[c], self->columns[c].name) != 0)
      {
        g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA,
                     "%s, line 1: the header cannot be read: its column %u is '%s', the rows' is '%s'; write plain CSV "
                     "with one header line, quotes \" and one delimiter",
                     self->files[0].name, c + 1, names[c] != NULL ? names[c] : "(none)",
                     c < self->n_columns ? self->columns[c].name : "(none)");
        return FALSE;
      }
  return TRUE;
}

gboolean
assay_files_check_columns (AssaySource *self,
                           GError     **error)
{
  if (self->kind == ASSAY_FILES_CSV && self->n_files == 1 && !check_csv_columns (self, error))
    return FALSE;
  for (guint f = 0; f < self->n_files && self->n_files > 1; f++)
    if (!check_same_columns (self, f, error))
      return FALSE;
  return TRUE;
}
