/* sql-rows.c: binding and reading of typed columns. */
#include "audit/sql-rows.h"

#include <math.h>
#include <string.h>

AssaySqlValue
assay_sql_integer (guint64 number)
{
  return (AssaySqlValue) { .type = SQLITE_INTEGER, .integer = (gint64) number };
}

AssaySqlValue
assay_sql_signed (gint64 number)
{
  return (AssaySqlValue) { .type = SQLITE_INTEGER, .integer = number };
}

AssaySqlValue
assay_sql_real (double number)
{
  if (isnan (number))
    return (AssaySqlValue) { .type = SQLITE_NULL };
  return (AssaySqlValue) { .type = SQLITE_FLOAT, .real = number };
}

AssaySqlValue
assay_sql_text (const char *text)
{
  if (text == NULL)
    return (AssaySqlValue) { .type = SQLITE_NULL };
  return (AssaySqlValue) { .type = SQLITE_TEXT, .bytes = text, .n_bytes = strlen (text) };
}

AssaySqlValue
assay_sql_blob (const void *bytes,
                gsize       n_bytes)
{
  return (AssaySqlValue) { .type = SQLITE_BLOB, .bytes = bytes, .n_bytes = n_bytes };
}

/* --- writing ------------------------------------------------------------------------------------------------- */

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

void
assay_sql_writer_init (AssaySqlWriter *self,
                       sqlite3        *db)
{
  *self = (AssaySqlWriter) { .db = db };
  self->inserts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, finalize_statement);
}

void
assay_sql_writer_fail (AssaySqlWriter *self,
                       const char     *problem)
{
  if (self->problem == NULL)
    self->problem = g_strdup (problem);
}

static gboolean
writer_check (AssaySqlWriter *self,
              int             status)
{
  if (status == SQLITE_OK || status == SQLITE_DONE)
    return TRUE;
  assay_sql_writer_fail (self, sqlite3_errmsg (self->db));
  return FALSE;
}

void
assay_sql_writer_run (AssaySqlWriter *self,
                      const char     *sql)
{
  if (self->problem == NULL)
    writer_check (self, sqlite3_exec (self->db, sql, NULL, NULL, NULL));
}

static sqlite3_stmt *
writer_insert_into (AssaySqlWriter *self,
                    const char     *table,
                    guint           n_values)
{
  sqlite3_stmt *insert = g_hash_table_lookup (self->inserts, table);
  if (insert != NULL)
    return insert;

  g_autoptr (GString) sql = g_string_new (NULL);
  g_string_printf (sql, "INSERT INTO %s VALUES (?", table);
  for (guint i = 1; i < n_values; i++)
    g_string_append (sql, ",?");
  g_string_append_c (sql, ')');
  if (writer_check (self, sqlite3_prepare_v2 (self->db, sql->str, -1, &insert, NULL)))
    g_hash_table_insert (self->inserts, (char *) table, insert);
  return insert;
}

static int
bind_value (sqlite3_stmt        *statement,
            int                  position,
            const AssaySqlValue *value)
{
  switch (value->type)
    {
    case SQLITE_INTEGER:
      return sqlite3_bind_int64 (statement, position, value->integer);
    case SQLITE_FLOAT:
      return sqlite3_bind_double (statement, position, value->real);
    case SQLITE_TEXT:
      return sqlite3_bind_text64 (statement, position, value->bytes, value->n_bytes, SQLITE_STATIC, SQLITE_UTF8);
    case SQLITE_BLOB:
      return sqlite3_bind_blob64 (statement, position, value->bytes, value->n_bytes, SQLITE_STATIC);
    default:
      return sqlite3_bind_null (statement, position);
    }
}

void
assay_sql_writer_row (AssaySqlWriter      *self,
                      const char          *table,
                      const AssaySqlValue *values,
                      guint                n_values)
{
  if (self->problem != NULL)
    return;
  sqlite3_stmt *insert = writer_insert_into (self, table, n_values);
  if (insert == NULL)
    return;

  gboolean is_bound = TRUE;
  for (guint i = 0; is_bound && i < n_values; i++)
    is_bound = writer_check (self, bind_value (insert, (int) i + 1, &values[i]));
  if (is_bound)
    writer_check (self, sqlite3_step (insert));
  sqlite3_reset (insert);
  sqlite3_clear_bindings (insert);
}

void
assay_sql_writer_clear (AssaySqlWriter *self)
{
  g_clear_pointer (&self->inserts, g_hash_table_unref);
  g_clear_pointer (&self->problem, g_free);
}

/* --- reading ------------------------------------------------------------------------------------------------- */

char *
assay_sql_problem (int         status,
                   const char *otherwise)
{
  int code = status & 0xff; /* without what extended codes add */

  if (code == SQLITE_IOERR || code == SQLITE_NOMEM || code == SQLITE_CANTOPEN)
    return g_strconcat (ASSAY_SQL_UNREADABLE, sqlite3_errstr (code), NULL);
  return g_strdup (otherwise);
}

static void
cursor_check (AssaySqlCursor *self,
              int             status)
{
  self->status = status;
  if (status == SQLITE_OK || status == SQLITE_ROW || status == SQLITE_DONE || *self->problem != NULL)
    return;
  g_autofree char *otherwise = g_strdup_printf ("%s: %s", self->table, sqlite3_errmsg (self->db));
  *self->problem = assay_sql_problem (status, otherwise);
}

void
assay_sql_cursor_init (AssaySqlCursor  *self,
                       sqlite3         *db,
                       const char      *table,
                       const char      *sql,
                       guint64          parameter,
                       char           **problem)
{
  *self = (AssaySqlCursor) { .db = db, .table = table, .problem = problem };
  if (*problem != NULL)
    return;
  cursor_check (self, sqlite3_prepare_v2 (db, sql, -1, &self->row, NULL));
  if (self->row != NULL && sqlite3_bind_parameter_count (self->row) > 0)
    cursor_check (self, sqlite3_bind_int64 (self->row, 1, (gint64) parameter));
}

gboolean
assay_sql_cursor_next (AssaySqlCursor *self)
{
  if (*self->problem != NULL || self->row == NULL || self->status == SQLITE_DONE)
    return FALSE;
  cursor_check (self, sqlite3_step (self->row));
  if (self->status != SQLITE_ROW)
    return FALSE;
  self->n_rows++;
  return TRUE;
}

void
assay_sql_cursor_reject (AssaySqlCursor *self,
                         const char     *text)
{
  if (*self->problem == NULL)
    *self->problem = g_strdup_printf ("row %" G_GUINT64_FORMAT " of %s: %s", self->n_rows, self->table, text);
}

void
assay_sql_cursor_no_memory (AssaySqlCursor *self)
{
  if (*self->problem == NULL)
    *self->problem = assay_sql_problem (SQLITE_NOMEM, NULL);
}

static void
reject_column (AssaySqlCursor *self,
               guint           column,
               const char     *expected)
{
  if (sqlite3_errcode (self->db) == SQLITE_NOMEM) /* a text that could not be handed over reads as NULL */
    assay_sql_cursor_no_memory (self);
  g_autofree char *text = g_strdup_printf ("%s is not %s", sqlite3_column_name (self->row, (int) column), expected);

  assay_sql_cursor_reject (self, text);
}

guint64
assay_sql_cursor_integer (AssaySqlCursor *self,
                          guint           column,
                          guint64         least,
                          guint64         most)
{
  if (*self->problem != NULL)
    return least;
  gint64 number = sqlite3_column_int64 (self->row, (int) column);
  if (sqlite3_column_type (self->row, (int) column) == SQLITE_INTEGER && number >= 0 && (guint64) number >= least
      && (guint64) number <= most)
    return (guint64) number;

  g_autofree char *expected = least == most
    ? g_strdup_printf ("%" G_GUINT64_FORMAT, least)
    : g_strdup_printf ("a whole number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, least, most);
  reject_column (self, column, expected);
  return least;
}

gint64
assay_sql_cursor_signed (AssaySqlCursor *self,
                         guint           column,
                         gint64          least,
                         gint64          most)
{
  if (*self->problem != NULL)
    return least;
  gint64 number = sqlite3_column_int64 (self->row, (int) column);
  if (sqlite3_column_type (self->row, (int) column) == SQLITE_INTEGER && number >= least && number <= most)
    return number;

  g_autofree char *expected = g_strdup_printf ("a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, least, most);
  reject_column (self, column, expected);
  return least;
}

void
assay_sql_cursor_place (AssaySqlCursor *self,
                        guint           column,
                        guint64         n,
                        guint64         n_most)
{
  if (n >= n_most)
    assay_sql_cursor_reject (self, "there are too many");
  assay_sql_cursor_integer (self, column, n, n);
}

char *
assay_sql_cursor_text (AssaySqlCursor *self,
                       guint           column)
{
  if (*self->problem != NULL)
    return g_strdup ("");
  if (sqlite3_column_type (self->row, (int) column) == SQLITE_TEXT)
    {
      const char *text = (const char *) sqlite3_column_text (self->row, (int) column);
      gsize n_bytes = (gsize) sqlite3_column_bytes (self->row, (int) column);
      /* g_utf8_validate with a length refuses a NUL too. */
      if (text != NULL && g_utf8_validate (text, (gssize) n_bytes, NULL))
        return g_strndup (text, n_bytes);
    }
  reject_column (self, column, "text");
  return g_strdup ("");
}

char *
assay_sql_cursor_nullable (AssaySqlCursor *self,
                           guint           column)
{
  if (*self->problem == NULL && sqlite3_column_type (self->row, (int) column) == SQLITE_NULL)
    return NULL;
  return assay_sql_cursor_text (self, column);
}

const guint8 *
assay_sql_cursor_blob (AssaySqlCursor *self,
                       guint           column,
                       gsize          *n_bytes)
{
  *n_bytes = 0;
  if (*self->problem != NULL)
    return NULL;
  if (sqlite3_column_type (self->row, (int) column) != SQLITE_BLOB)
    {
      reject_column (self, column, "bytes");
      return NULL;
    }
  const guint8 *bytes = sqlite3_column_blob (self->row, (int) column);
  *n_bytes = (gsize) sqlite3_column_bytes (self->row, (int) column);
  return bytes;
}

void
assay_sql_cursor_clear (AssaySqlCursor *self)
{
  g_clear_pointer (&self->row, sqlite3_finalize);
}
