/* test-sql-rows.c: what is written is read; what is not as it should be is said once. */
#include "audit/sql-rows.h"

#include <math.h>
#include <string.h>

static sqlite3 *
open_memory (const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  return db;
}

static void
test_there_and_back (void)
{
  sqlite3 *db = open_memory ("CREATE TABLE t (i INTEGER, r REAL, s TEXT, b BLOB, n TEXT)");
  g_auto (AssaySqlWriter) writer;
  assay_sql_writer_init (&writer, db);
  assay_sql_put (&writer, "t", assay_sql_integer (G_MAXINT64), assay_sql_real (0.1), assay_sql_text ("\303\274"),
                 assay_sql_blob ("a\0b", 3), assay_sql_text (NULL));
  assay_sql_put (&writer, "t", assay_sql_integer (0), assay_sql_real (NAN), assay_sql_text (""),
                 assay_sql_blob ("", 0), assay_sql_text ("x"));
  g_assert_null (writer.problem);

  char *problem = NULL;
  g_auto (AssaySqlCursor) row;
  gsize n_bytes;
  assay_sql_cursor_init (&row, db, "t", "SELECT i, s, b, n, r FROM t WHERE i >= ? ORDER BY i DESC", 0, &problem);
  g_assert_true (assay_sql_cursor_next (&row));
  g_assert_cmpuint (assay_sql_cursor_integer (&row, 0, 1, G_MAXINT64), ==, G_MAXINT64);
  g_autofree char *umlaut = assay_sql_cursor_text (&row, 1);
  g_assert_cmpstr (umlaut, ==, "\303\274");
  g_assert_cmpint (memcmp (assay_sql_cursor_blob (&row, 2, &n_bytes), "a\0b", 3), ==, 0);
  g_assert_cmpuint (n_bytes, ==, 3);
  g_assert_null (assay_sql_cursor_nullable (&row, 3));
  g_assert_true (sqlite3_column_double (row.row, 4) == 0.1);

  g_assert_true (assay_sql_cursor_next (&row));
  assay_sql_cursor_place (&row, 0, 0, 1);
  g_autofree char *empty = assay_sql_cursor_text (&row, 1), *x = assay_sql_cursor_nullable (&row, 3);
  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpstr (x, ==, "x");
  assay_sql_cursor_blob (&row, 2, &n_bytes);
  g_assert_cmpuint (n_bytes, ==, 0);
  g_assert_cmpint (sqlite3_column_type (row.row, 4), ==, SQLITE_NULL);
  g_assert_false (assay_sql_cursor_next (&row));
  g_assert_false (assay_sql_cursor_next (&row));
  g_assert_null (problem);
  assay_sql_cursor_clear (&row);
  assay_sql_writer_clear (&writer);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

/* The first problem is kept; what comes after it is not even tried. */
static void
test_writer_stops (void)
{
  sqlite3 *db = open_memory ("CREATE TABLE t (i INTEGER PRIMARY KEY, s TEXT NOT NULL)");
  g_auto (AssaySqlWriter) writer;
  assay_sql_writer_init (&writer, db);

  assay_sql_put (&writer, "t", assay_sql_integer (1), assay_sql_text ("a"));
  assay_sql_put (&writer, "t", assay_sql_integer (1), assay_sql_text ("b"));
  g_assert_cmpstr (writer.problem, ==, "UNIQUE constraint failed: t.i");
  assay_sql_put (&writer, "t", assay_sql_integer (2), assay_sql_text ("c"));
  assay_sql_writer_run (&writer, "nonsense");
  assay_sql_writer_fail (&writer, "another");
  g_assert_cmpstr (writer.problem, ==, "UNIQUE constraint failed: t.i");
  assay_sql_writer_clear (&writer);

  assay_sql_writer_init (&writer, db);
  assay_sql_put (&writer, "t", assay_sql_integer (3));
  g_assert_cmpstr (writer.problem, ==, "table t has 2 columns but 1 values were supplied");
  assay_sql_writer_clear (&writer);

  g_auto (AssaySqlCursor) row;
  char *problem = NULL;
  assay_sql_cursor_init (&row, db, "t", "SELECT count(*) FROM t", 0, &problem);
  g_assert_true (assay_sql_cursor_next (&row));
  g_assert_cmpuint (assay_sql_cursor_integer (&row, 0, 0, 9), ==, 1);
  assay_sql_cursor_clear (&row);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
read_place (AssaySqlCursor *row)
{
  assay_sql_cursor_place (row, 0, 1, 1);
}

static void
read_integer (AssaySqlCursor *row)
{
  assay_sql_cursor_integer (row, 0, 2, 5);
}

static void
read_text (AssaySqlCursor *row)
{
  g_free (assay_sql_cursor_text (row, 0));
}

static void
read_nullable (AssaySqlCursor *row)
{
  g_free (assay_sql_cursor_nullable (row, 0));
}

static void
read_blob (AssaySqlCursor *row)
{
  gsize n_bytes;

  assay_sql_cursor_blob (row, 0, &n_bytes);
  g_assert_cmpuint (n_bytes, ==, 0);
}

static const struct
{
  const char *sql;
  void      (*read) (AssaySqlCursor *row);
  const char *problem;
} refusals[] = {
  { "SELECT 1 AS c", read_integer, "row 1 of t: c is not a whole number from 2 to 5" },
  { "SELECT 6 AS c", read_integer, "row 1 of t: c is not a whole number from 2 to 5" },
  { "SELECT -3 AS c", read_integer, "row 1 of t: c is not a whole number from 2 to 5" },
  { "SELECT 3.0 AS c", read_integer, "row 1 of t: c is not a whole number from 2 to 5" },
  { "SELECT '3' AS c", read_integer, "row 1 of t: c is not a whole number from 2 to 5" },
  { "SELECT NULL AS c", read_integer, "row 1 of t: c is not a whole number from 2 to 5" },
  { "SELECT 1 AS c", read_place, "row 1 of t: there are too many" },
  { "SELECT 3 AS c", read_text, "row 1 of t: c is not text" },
  { "SELECT NULL AS c", read_text, "row 1 of t: c is not text" },
  { "SELECT x'61' AS c", read_text, "row 1 of t: c is not text" },
  { "SELECT CAST(x'ff' AS TEXT) AS c", read_text, "row 1 of t: c is not text" },
  { "SELECT CAST(x'6100' AS TEXT) AS c", read_text, "row 1 of t: c is not text" },
  { "SELECT 1.5 AS c", read_nullable, "row 1 of t: c is not text" },
  { "SELECT 'a' AS c", read_blob, "row 1 of t: c is not bytes" },
  { "SELECT c", NULL, "t: no such column: c" },
  { "SELECT abs(-9223372036854775807 - 1)", NULL, "t: integer overflow" },
};

static void
test_refusals (void)
{
  sqlite3 *db = open_memory ("");

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *problem = NULL;
      g_auto (AssaySqlCursor) row, next;
      g_test_message ("%s", refusals[i].sql);
      assay_sql_cursor_init (&row, db, "t", refusals[i].sql, 0, &problem);
      g_assert_cmpint (assay_sql_cursor_next (&row), ==, refusals[i].read != NULL);
      if (refusals[i].read != NULL)
        refusals[i].read (&row);
      g_assert_cmpstr (problem, ==, refusals[i].problem);

      /* Nothing is read any more, here or by another cursor of the same reading. */
      assay_sql_cursor_init (&next, db, "u", "SELECT 1", 0, &problem);
      g_assert_false (assay_sql_cursor_next (&next));
      g_assert_cmpuint (assay_sql_cursor_integer (&next, 0, 7, 9), ==, 7);
      g_autofree char *text = assay_sql_cursor_text (&next, 0);
      g_assert_cmpstr (text, ==, "");
      g_assert_cmpstr (problem, ==, refusals[i].problem);
    }
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sql-rows/there-and-back", test_there_and_back);
  g_test_add_func ("/sql-rows/writer-stops", test_writer_stops);
  g_test_add_func ("/sql-rows/refusals", test_refusals);
  return g_test_run ();
}
