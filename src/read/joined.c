/* joined.c: the columns of a second file (tags-file=) beside the data's, by a column that names the rows (id=).
 *
 * The file is opened as data is, by a source of its own: its text is checked, its dialect found, its digest made. Then its
 * rows become a table of the data's database, and the data is read through a LEFT JOIN with it: the data's rows stay as
 * they are and pass by once, only the small file is held. Only what the plan names is taken from it, so that it may hold
 * the data's own columns too, as a sample of errors that was filled in does.
 *
 * id=row_number joins by the number of the row in all files together, from 1, where the data has no such column.
 */
#include "source-private.h"

#include <string.h>

#define TABLE "assay_joined"
#define MOST_TOLD 5 /* ids */

struct _AssayJoin
{
  AssaySource    *file;       /* until it is loaded, for its columns */
  AssayInputFile  input;
  char           *id;
  gboolean        by_number;  /* the data's id is the row's number */
  GPtrArray      *columns;    /* of char*: what is taken of the file */
  AssaySourceColumn file_id;  /* name NULL: not loaded yet */
  const char     *cast;       /* (nullable) of both ids before they are compared */
};

void
assay_join_free (AssayJoin *self)
{
  if (self == NULL)
    return;
  assay_source_free (self->file);
  g_free (self->input.name);
  g_free (self->input.path);
  g_free (self->input.sha256);
  g_free (self->id);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_free (self->file_id.name);
  g_free (self->file_id.sql_type);
  g_free (self);
}

const AssayInputFile *
assay_join_input (const AssayJoin *self)
{
  return &self->input;
}

gboolean
assay_join_has (const AssayJoin *self,
                const char      *column)
{
  return self != NULL && self->columns != NULL
         && g_ptr_array_find_with_equal_func (self->columns, column, g_str_equal, NULL);
}

/* --- opening the file ------------------------------------------------------------------------------------------------- */

static gboolean
take_input (AssayJoin   *self,
            AssaySource *data,
            const char  *name,
            GError     **error)
{
  guint n_files;
  const AssayInputFile *files = assay_source_files (self->file, &n_files);

  for (guint f = 0; f < data->n_files; f++)
    if (strcmp (data->files[f].path, files[0].path) == 0)
      {
        g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_OPEN,
                     "tags-file=%s is one of files= too; name the tags of the data by tags= alone, or another file", name);
        return FALSE;
      }
  if (n_files > 1)
    {
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_OPEN, "tags-file=%s names %u files; expected one", name, n_files);
      return FALSE;
    }
  self->input = (AssayInputFile) { g_strdup (files[0].name), g_strdup (files[0].path), files[0].n_bytes,
                                   g_strdup (files[0].sha256) };
  if (self->input.sha256 == NULL)
    self->input.sha256 = assay_file_sha256 (self->input.path, data->options.cancellable, error);
  return self->input.sha256 != NULL;
}

AssayJoin *
assay_join_open (AssaySource              *data,
                 const char               *folder,
                 const AssaySourceOptions *options,
                 GError                  **error)
{
  const char *const names[] = { options->tags_file, NULL };
  AssaySourceOptions how = *options;
  g_autoptr (AssayJoin) self = g_new0 (AssayJoin, 1);

  how.tags_file = NULL;
  self->id = g_strdup (options->id);
  self->file = assay_source_open (names, folder, &how, error);
  if (self->file == NULL)
    {
      g_prefix_error (error, "tags-file=: ");
      return NULL;
    }
  return take_input (self, data, options->tags_file, error) ? g_steal_pointer (&self) : NULL;
}

/* --- its rows --------------------------------------------------------------------------------------------------------- */

static gboolean
statement (AssaySource   *source,
           AssaySource   *explains, /* whose files a failure is about */
           const char    *sql,
           GCancellable  *cancellable,
           duckdb_result *result,   /* (nullable) */
           GError       **error)
{
  g_autofree char *message = NULL;
  GError *local = NULL;

  if (assay_source_query (source, sql, FALSE, cancellable, result, &message, &local))
    return TRUE;
  assay_source_fail (explains, message, local, error);
  return FALSE;
}

/* SQL's names ignore case. */
static int
find_ignoring_case (const AssaySource *source,
                    const char        *name)
{
  for (guint c = 0; c < source->n_columns; c++)
    {
      g_autofree char *a = g_utf8_casefold (source->columns[c].name, -1), *b = g_utf8_casefold (name, -1);
      if (strcmp (a, b) == 0)
        return (int) c;
    }
  return -1;
}

/* What the plan names and the file has; what both have cannot be told apart. */
static gboolean
choose_columns (AssayJoin         *self,
                const AssaySource *data,
                const char *const *wanted,
                GError           **error)
{
  self->columns = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; wanted != NULL && wanted[i] != NULL; i++)
    {
      if (assay_source_find_column (self->file, wanted[i]) < 0 || strcmp (wanted[i], self->id) == 0)
        continue;
      if (find_ignoring_case (data, wanted[i]) >= 0)
        {
          g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN,
                       "column '%s' is in the data and in %s; give it another name in one of them", wanted[i], self->input.name);
          return FALSE;
        }
      g_ptr_array_add (self->columns, g_strdup (wanted[i]));
    }
  if (self->columns->len > 0)
    return TRUE;
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN,
               "nothing is taken from %s: tags=, reviewed= and annotators= name none of its columns; name some, or remove "
               "tags-file=", self->input.name);
  return FALSE;
}

static gboolean
check_id (AssayJoin         *self,
          const AssaySource *data,
          GError           **error)
{
  int in_data = assay_source_find_column (data, self->id), in_file = assay_source_find_column (self->file, self->id);

  self->by_number = in_data < 0 && strcmp (self->id, ASSAY_ROW_NUMBER) == 0;
  if (in_file >= 0 && (in_data >= 0 || self->by_number) && self->file->columns[in_file].kind != ASSAY_COLUMN_OTHER)
    return TRUE;
  if (in_file >= 0 && (in_data >= 0 || self->by_number))
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN, "%s: column '%s' holds lists, structures or bytes, which "
                 "cannot name a row (id=); expected text or numbers", self->input.name, self->id);
  else
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN,
                 "id=%s: %s has no such column; the rows of tags-file= are found by a column of one name in both%s", self->id,
                 in_file < 0 ? self->input.name : "the data",
                 in_file < 0 ? "" : ", or by id=" ASSAY_ROW_NUMBER ", the row's number in the data");
  return FALSE;
}

/* (transfer full) The file's id: without the apostrophe by which a text that a spreadsheet would take for a formula was made
 * harmless in a sample of errors. */
static char *
id_sql (const AssayJoin *self)
{
  g_autofree char *id = assay_quote_identifier (self->id);
  const AssaySourceColumn *column = &self->file->columns[assay_source_find_column (self->file, self->id)];

  return column->type != DUCKDB_TYPE_VARCHAR
           ? g_strdup (id)
           : g_strdup_printf ("CASE WHEN regexp_matches(%s, '^''[=+@\\-\\t\\r]') THEN substr(%s, 2) ELSE %s END AS %s", id, id, id, id);
}

/* Text files whose later rows do not fit the types that the first ones suggest are loaded once more. */
static gboolean
load (AssayJoin    *self,
      AssaySource  *data,
      GCancellable *cancellable,
      GError      **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  GError *local = NULL;

  for (guint i = 0; i < self->columns->len; i++)
    {
      g_autofree char *name = assay_quote_identifier (self->columns->pdata[i]);
      g_string_append_printf (list, ", %s", name);
    }
  for (guint more = 0; more < 3; more++)
    {
      g_autofree char *from = assay_source_from_clause (self->file, -1, FALSE), *id = id_sql (self);
      g_autofree char *sql = g_strdup_printf ("CREATE OR REPLACE TEMP TABLE " TABLE " AS SELECT %s%s FROM %s", id, list->str, from);
      g_clear_error (&local);
      if (statement (data, self->file, sql, cancellable, NULL, &local)
          || !g_error_matches (local, ASSAY_READ_ERROR, ASSAY_READ_ERROR_AGAIN))
        break;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
check_repeats (AssayJoin    *self,
               AssaySource  *data,
               GCancellable *cancellable,
               GError      **error)
{
  g_autofree char *id = assay_quote_identifier (self->id);
  g_autofree char *sql = g_strdup_printf ("SELECT CAST(any_value(%s) AS VARCHAR), count(*) FROM " TABLE " WHERE %s IS NOT NULL "
                                          "GROUP BY %s HAVING count(*) > 1 ORDER BY min(rowid) LIMIT 1", id, id, id);
  duckdb_result result;

  if (!statement (data, self->file, sql, cancellable, &result, error))
    return FALSE;
  gboolean is_unique = duckdb_row_count (&result) == 0;
  if (!is_unique)
    {
      g_autofree char *text = assay_result_text (&result, 0, 0);
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA,
                   "%s: '%s' is the %s of %" G_GINT64_FORMAT " rows; each row of tags-file= has to have an id of its own",
                   self->input.name, text, self->id, duckdb_value_int64 (&result, 1, 0));
    }
  duckdb_destroy_result (&result);
  return is_unique;
}

static gboolean
is_integer (duckdb_type type)
{
  return type == DUCKDB_TYPE_TINYINT || type == DUCKDB_TYPE_SMALLINT || type == DUCKDB_TYPE_INTEGER || type == DUCKDB_TYPE_BIGINT
         || type == DUCKDB_TYPE_UTINYINT || type == DUCKDB_TYPE_USMALLINT || type == DUCKDB_TYPE_UINTEGER;
}

/* The ids' types may differ: 7 is 7 as any number, and as text. */
static const char *
common_type (const AssaySourceColumn *a,
             const AssaySourceColumn *b)
{
  if (is_integer (a->type) && is_integer (b->type))
    return "BIGINT";
  if (a->kind == ASSAY_COLUMN_NUMBER && b->kind == ASSAY_COLUMN_NUMBER)
    return a->type == b->type ? NULL : "DOUBLE";
  return a->type == b->type ? NULL : "VARCHAR";
}

void
assay_join_describe (AssayJoin         *self,
                     const AssaySource *data)
{
  static const AssaySourceColumn number = { .type = DUCKDB_TYPE_BIGINT, .kind = ASSAY_COLUMN_NUMBER };
  int at = self->by_number ? -1 : assay_source_find_column (data, self->id);

  self->cast = common_type (at < 0 ? &number : &data->columns[at], &self->file_id);
}

gboolean
assay_join_load (AssayJoin         *self,
                 AssaySource       *data,
                 const char *const *wanted,
                 GError           **error)
{
  GCancellable *cancellable = data->options.cancellable;

  if (!check_id (self, data, error) || !choose_columns (self, data, wanted, error) || !load (self, data, cancellable, error)
      || !check_repeats (self, data, cancellable, error))
    return FALSE;
  self->file_id = self->file->columns[assay_source_find_column (self->file, self->id)];
  self->file_id.name = g_strdup (self->file_id.name);
  self->file_id.sql_type = NULL;
  g_clear_pointer (&self->file, assay_source_free);
  assay_join_describe (self, data);
  return TRUE;
}

/* --- reading through it ----------------------------------------------------------------------------------------------- */

static char *
key_sql (const AssayJoin *self,
         const char      *table)
{
  g_autofree char *id = assay_quote_identifier (self->id);

  return self->cast != NULL ? g_strdup_printf ("CAST(%s.%s AS %s)", table, id, self->cast)
                            : g_strdup_printf ("%s.%s", table, id);
}

/* (transfer full) The data's own rows, with their number where that is their id. */
static char *
data_sql (const AssayJoin *self,
          const char      *from)
{
  return self->by_number ? g_strdup_printf ("(SELECT *, row_number() OVER () AS " ASSAY_ROW_NUMBER " FROM %s)", from)
                         : g_strdup (from);
}

/* A join hands on the rows that it found a partner for before the others: rows are numbered before it. (transfer full) */
char *
assay_source_numbered_clause (const AssaySource *self)
{
  g_autofree char *plain = assay_source_plain_clause (self);
  g_autofree char *numbered = g_strdup_printf ("(SELECT *, row_number() OVER () AS \"assay row\" FROM %s)", plain);

  return self->join != NULL ? assay_join_from_clause (self->join, numbered) : g_steal_pointer (&numbered);
}

char *
assay_join_from_clause (const AssayJoin *self,
                        const char      *from)
{
  if (self->file_id.name == NULL)
    return g_strdup (from);
  g_autofree char *data = data_sql (self, from), *id = assay_quote_identifier (self->id);
  g_autofree char *left = key_sql (self, "assay_data"), *right = key_sql (self, TABLE);
  return g_strdup_printf ("(SELECT assay_data.*, " TABLE ".* EXCLUDE (%s) FROM %s AS assay_data LEFT JOIN " TABLE " ON %s = %s)",
                          id, data, left, right);
}

char *
assay_source_rows_name (const AssaySource *self)
{
  return self->n_files == 1 ? g_strdup (self->files[0].name)
                            : g_strdup_printf ("the %u files from %s on", self->n_files, self->files[0].name);
}

/* (transfer full) Where a column is read from, with "assay row", and the file that a message about it names. */
char *
assay_source_home (const AssaySource *self,
                   const char        *column,
                   char             **file)
{
  gboolean is_joined = assay_join_has (self->join, column);

  *file = is_joined ? g_strdup (self->join->input.name) : assay_source_rows_name (self);
  return is_joined ? g_strdup ("(SELECT *, rowid + 1 AS \"assay row\" FROM " TABLE ")") : assay_source_numbered_clause (self);
}

/* --- ids of both ------------------------------------------------------------------------------------------------------ */

/* How often the data has each row of the file: bounded by the file, whatever the data's size. */
static gboolean
count_met (AssaySource  *source,
           GCancellable *cancellable,
           GError      **error)
{
  const AssayJoin *join = source->join;
  g_autofree char *plain = assay_source_plain_clause (source), *data = data_sql (join, plain);
  g_autofree char *left = key_sql (join, "assay_data"), *right = key_sql (join, TABLE);
  g_autofree char *sql = g_strdup_printf ("CREATE OR REPLACE TEMP TABLE assay_met AS SELECT " TABLE ".rowid AS place, count(*) AS n "
                                          "FROM %s AS assay_data JOIN " TABLE " ON %s = %s GROUP BY 1", data, left, right);

  return statement (source, source, sql, cancellable, NULL, error);
}

/* (transfer full) The first ids among the rows of the file that fulfil a condition, quoted. */
static char *
first_ids (AssaySource *source,
           const char  *condition,
           guint        most,
           guint64     *n,
           gint64      *n_first)
{
  const AssayJoin *join = source->join;
  g_autofree char *id = assay_quote_identifier (join->id);
  g_autofree char *sql = g_strdup_printf ("SELECT CAST(%s AS VARCHAR), coalesce(n, 0), count(*) OVER () FROM " TABLE
                                          " LEFT JOIN assay_met ON " TABLE ".rowid = place WHERE %s IS NOT NULL AND %s "
                                          "ORDER BY " TABLE ".rowid LIMIT %u", id, id, condition, most);
  g_autoptr (GString) text = g_string_new (NULL);
  duckdb_result result;

  *n = 0;
  if (!assay_source_query (source, sql, FALSE, NULL, &result, NULL, NULL))
    return NULL;
  for (idx_t i = 0; i < duckdb_row_count (&result); i++)
    {
      g_autofree char *value = assay_result_text (&result, 0, i);
      g_string_append_printf (text, "%s'%s'", i > 0 ? ", " : "", value);
      *n = (guint64) duckdb_value_int64 (&result, 2, i);
      *n_first = i == 0 ? duckdb_value_int64 (&result, 1, i) : *n_first;
    }
  duckdb_destroy_result (&result);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static guint64
count_nameless (AssaySource *source)
{
  g_autofree char *id = assay_quote_identifier (source->join->id);
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM " TABLE " WHERE %s IS NULL", id);
  duckdb_result result;

  if (!assay_source_query (source, sql, FALSE, NULL, &result, NULL, NULL))
    return 0;
  const guint64 n = (guint64) duckdb_value_int64 (&result, 0, 0);
  duckdb_destroy_result (&result);
  return n;
}

/* (transfer full) (nullable) Which rows of the file are nobody's. unmet: the first ids. */
static char *
left_out_note (AssaySource *source,
               guint64      n_unmet,
               guint64      n_met,
               const char  *unmet)
{
  const AssayJoin *join = source->join;
  const guint64 n_nameless = count_nameless (source);
  g_autoptr (GString) text = g_string_new (NULL);

  if (n_unmet > 0)
    g_string_append_printf (text, "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " rows of %s are not in the data by their %s and are "
                            "left out, the first: %s", n_unmet, n_unmet + n_met, join->input.name, join->id, unmet);
  if (n_nameless > 0)
    g_string_append_printf (text, n_nameless == 1 ? "%s%" G_GUINT64_FORMAT " row of %s has no %s and is left out"
                                                  : "%s%" G_GUINT64_FORMAT " rows of %s have no %s and are left out",
                            n_unmet > 0 ? "; " : "", n_nameless, join->input.name, join->id);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

gboolean
assay_source_check_ids (AssaySource   *source,
                        char         **note,
                        GCancellable  *cancellable,
                        GError       **error)
{
  const AssayJoin *join = source->join;
  guint64 n_repeated, n_unmet, n_met;
  gint64 n_first = 0;

  *note = NULL;
  if (join == NULL)
    return TRUE;
  if (!count_met (source, cancellable, error))
    return FALSE;
  g_autofree char *repeated = first_ids (source, "n > 1", 1, &n_repeated, &n_first);
  if (n_repeated > 0)
    {
      g_autofree char *file = assay_source_rows_name (source);
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA,
                   "%s: %s is the %s of %" G_GINT64_FORMAT " rows of the data, and %s has a row for it; expected a column that has "
                   "another value in each row", file, repeated, join->id, n_first, join->input.name);
      return FALSE;
    }
  g_autofree char *met = first_ids (source, "n = 1", 1, &n_met, &n_first);
  g_autofree char *unmet = first_ids (source, "n IS NULL", MOST_TOLD, &n_unmet, &n_first);
  if (n_met == 0)
    {
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA,
                   "no row of %s is found in the data by its %s%s%s; is it the file of this data, and the column the same in both?",
                   join->input.name, join->id, n_unmet > 0 ? ", such as " : "", n_unmet > 0 ? unmet : "");
      return FALSE;
    }
  *note = left_out_note (source, n_unmet, n_met, unmet);
  return TRUE;
}
