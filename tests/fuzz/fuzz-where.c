/* fuzz-where.c: any text as a where=: refused in one line, or an expression that has no statement in it and can be run.
 *
 * DuckDB is not instrumented; what is looked for is an expression that gets past the list of what is allowed, stops the
 * program, or leaves the source unusable.
 */
#include "driver.h"

#include "../read/test-data.h"

#include <stdlib.h>
#include <string.h>

static const char *const pieces[] = {
  "(", ")", "'", "\"", ";", ",", "?", "$1", "*", "::", "[", "]", "{", "}", "->", ":=", " AND ", " OR ", "NOT ", " IN (", " IS NULL",
  " BETWEEN ", "CASE WHEN ", " THEN ", " ELSE ", " END", "CAST(", " AS INTEGER)", "TRY_CAST(", "SELECT 1", "(SELECT true)",
  " UNION SELECT 1 ", " FROM data", "read_csv('x')", "count(*)", "sum(age)", " OVER ()", "random()", "COLUMNS(*)", "age", "sex",
  "score", "flag", "day", "\"odd name\"", "data.age", "length(", "repeat(", "lower(", "--", "/*", "*/", " QUALIFY true",
  " GROUP BY age", " LIMIT 1", " COLLATE NOCASE", "INTERVAL 1 DAY", "1e400", "'\\'", "E'\\n'", "$$a$$", "U&'\\0041'", "x'00'",
  "getenv('HOME')", "current_user", "DATE '2020-01-01'", " = ", " < ", " || ", "\303\274", " IS DISTINCT FROM ", " SIMILAR TO ",
  NULL
};

const FuzzTarget fuzz_target = { .n_rounds = 60, .pieces = pieces };

/* --- what no expression has ---------------------------------------------------------------------------------- */

/* (transfer full) Without 'texts' and "names", so that words in them do not count. */
static char *
without_quoted (const char *where)
{
  GString *rest = g_string_new (NULL);
  char quote = '\0';

  for (const char *at = where; *at != '\0'; at++)
    if (quote != '\0')
      quote = *at == quote ? '\0' : quote;
    else if (*at == '\'' || *at == '"')
      {
        quote = *at;
        g_string_append_c (rest, ' ');
      }
    else
      g_string_append_c (rest, *at);
  return g_string_free (rest, FALSE);
}

static void
expect_no_statement (const char *where)
{
  static const char statement[] =
    "\\b(select|from\\s+\\w+\\s+where|union|insert|update|delete|create|attach|copy|pragma|set|install|load|export|over|qualify|"
    "exists|returning|read_\\w+|getenv|random|uuid|now|nextval|repeat|range|unnest|list_\\w+|query|duckdb_\\w+)\\s*\\(|"
    "\\b(select|union|over)\\b|;|\\?";
  g_autofree char *rest = without_quoted (where);

  if (g_regex_match_simple (statement, rest, G_REGEX_CASELESS, 0))
    g_error ("allowed: %s", where);
}

/* --- running it ---------------------------------------------------------------------------------------------- */

/* One for all inputs: an expression must leave it as it was. */
static AssaySource *source;
static char *folder;

static void
close_source (void)
{
  assay_source_free (source);
  assay_test_folder_free (folder);
}

static gpointer
start (gpointer data)
{
  return data;
}

static gboolean
add (gpointer              state,
     const guint16 *const *codes,
     const gint64 *const  *values,
     guint                 n_rows,
     gint64                first_row)
{
  for (guint row = 0; row < n_rows; row++)
    g_assert_cmpuint (codes[0][row], <=, 2);
  *(guint64 *) state += n_rows;
  return TRUE;
}

static void
run (const char *where)
{
  guint64 n_rows = 0;
  AssayScanSink sink = { &n_rows, start, add };
  AssayScanColumn column = { .name = "slice", .kind = ASSAY_AXIS_WHERE, .where = where };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayScan) scan = assay_scan_run (source, &column, 1, &sink, FALSE, NULL, NULL, &error);

  if (scan == NULL)
    {
      g_assert_true (error->domain == ASSAY_READ_ERROR);
      g_assert_cmpint (error->code, !=, ASSAY_READ_ERROR_INTERNAL);
      return;
    }
  g_assert_cmpuint (scan->n_rows, ==, n_rows);
  g_assert_cmpuint (n_rows, ==, 3);
}

static void
open_source (void)
{
  g_autoptr (GError) error = NULL;

  folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT * FROM (VALUES (30, 'Female', 0.5::DOUBLE, true, DATE '2020-02-03', '7'),"
                          " (NULL, NULL, NULL, NULL, NULL, NULL), (-1, 'x''y', -1e300, false, DATE '1900-01-01', ''))"
                          " AS t(age, sex, score, flag, day, \"odd name\")) TO '@/a.parquet'");
  source = assay_test_open (folder, "a.parquet", 1, &error);
  g_assert_no_error (error);
  atexit (close_source);
}

static void
check (const char *where)
{
  g_autoptr (GError) error = NULL;

  if (assay_expression_check (source, where, &error))
    {
      g_assert_no_error (error);
      expect_no_statement (where);
      run (where);
      return;
    }
  g_assert_true (error->domain == ASSAY_READ_ERROR);
  g_assert_cmpint (error->code, ==, ASSAY_READ_ERROR_EXPRESSION);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         length)
{
  g_autofree char *where = g_strndup (length > 0 ? (const char *) data : "", length);

  /* What src/plan hands over is one line of UTF-8. */
  if (!g_utf8_validate (where, -1, NULL) || strpbrk (where, "\n\r") != NULL)
    return 0;
  if (source == NULL)
    open_source ();
  check (where);
  run ("age > 1");
  return 0;
}
