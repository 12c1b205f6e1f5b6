/* ranked-rows.c: rows by how far annotators disagree about them, and rows whose label they and the model contradict.
 *
 * One scan makes the dictionaries, as for a page of rows (row-page.c); then one query puts each column's
 * codes as classes, and keeps the first rows of its order: DuckDB holds no more rows than are asked for.
 *
 *   inner    every column, the row's number, the class of each annotator, label and prediction (0: missing)
 *   counted  n ratings; for each annotator how many of them say the same
 *   outer    the share of pairs that differ, and the class said most often, 0 where several are
 */
#include "source-private.h"

#include <string.h>

#define NUMBER "\"assay row\""

/* "[0, 2, 1][assay_code(3, "a")::INTEGER + 1] AS "assay c3"" */
static void
append_class (GString               *sql,
              const AssaySource     *source,
              const AssayScan       *scan,
              const AssayRowRanking *ranking,
              guint                  column)
{
  g_autofree char *code = assay_scan_code_sql (source, ranking->columns, column);
  g_autofree guint *map = ranking->map (scan, column, ranking->data);

  g_string_append (sql, ", [");
  for (guint i = 0; i < scan->n_first_codes[column]; i++)
    g_string_append_printf (sql, "%s%u", i > 0 ? ", " : "", map[i]);
  g_string_append_printf (sql, "][%s::INTEGER + 1] AS \"assay c%u\"", code, column);
}

/* Joins one text a column, its number in place of each %u; from "f(" to ")". */
static void
append_each (GString    *sql,
             guint       first,
             guint       n,
             const char *before,
             const char *between,
             const char *after)
{
  for (guint i = first; i < first + n; i++)
    g_string_append_printf (sql, "%s%s%u%s", i > first ? between : "", before, i, after);
}

/* How many say what annotator i says. */
static void
append_same (GString               *sql,
             const AssayRowRanking *ranking,
             guint                  i)
{
  g_string_append_printf (sql, ", CASE WHEN \"assay c%u\" = 0 THEN 0 ELSE ", i);
  for (guint j = ranking->first_annotator; j < ranking->first_annotator + ranking->n_annotators; j++)
    g_string_append_printf (sql, "%s(\"assay c%u\" = \"assay c%u\")::INTEGER", j > ranking->first_annotator ? " + " : "", j, i);
  g_string_append_printf (sql, " END AS \"assay s%u\"", i);
}

/* (transfer full) */
static char *
counted_sql (const AssaySource     *source,
             const AssayScan       *scan,
             const AssayRowRanking *ranking)
{
  const guint first = ranking->first_annotator, n = ranking->n_annotators;
  g_autofree char *from = assay_source_numbered_clause (source);
  GString *sql = g_string_new ("SELECT *, ");

  append_each (sql, first, n, "(\"assay c", " + ", "\" <> 0)::INTEGER");
  g_string_append (sql, " AS \"assay n\"");
  for (guint i = first; i < first + n; i++)
    append_same (sql, ranking, i);
  g_string_append (sql, " FROM (SELECT *");
  for (guint c = 0; c < ranking->n_columns; c++)
    append_class (sql, source, scan, ranking, c);
  g_string_append_printf (sql, " FROM %s)", from);
  return g_string_free (sql, FALSE);
}

/* (transfer full) With pairs, those that agree, and what is said most often. */
static char *
outer_sql (const AssayRowRanking *ranking,
           const char            *counted)
{
  const guint first = ranking->first_annotator, n = ranking->n_annotators;
  GString *sql = g_string_new ("SELECT *, (\"assay n\" * (\"assay n\" - 1)) // 2 AS \"assay pairs\", ((");

  append_each (sql, first, n, "\"assay s", " + ", "\"");
  g_string_append (sql, ") - \"assay n\") // 2 AS \"assay agree\", greatest(");
  for (guint i = first; i < first + n; i++)
    g_string_append_printf (sql, "%sCASE WHEN \"assay s%u\" = \"assay most\" THEN \"assay c%u\" ELSE 0 END", i > first ? ", " : "", i, i);
  g_string_append (sql, ") AS \"assay hi\", least(");
  for (guint i = first; i < first + n; i++)
    g_string_append_printf (sql, "%sCASE WHEN \"assay s%u\" = \"assay most\" THEN \"assay c%u\" ELSE 1000000 END",
                            i > first ? ", " : "", i, i);
  g_string_append (sql, ") AS \"assay lo\" FROM (SELECT *, greatest(");
  append_each (sql, first, n, "\"assay s", ", ", "\"");
  g_string_append_printf (sql, ") AS \"assay most\" FROM (%s))", counted);
  return g_string_free (sql, FALSE);
}

/* (transfer full) */
static char *
where_sql (const AssayRowRanking *ranking)
{
  if (!ranking->is_noise)
    return g_strdup ("\"assay n\" >= 2 AND \"assay agree\" < \"assay pairs\"");
  return g_strdup_printf ("\"assay n\" >= 2 AND \"assay agree\" = \"assay pairs\" AND \"assay c%u\" = \"assay hi\" "
                          "AND \"assay c%u\" <> 0 AND \"assay c%u\" <> \"assay hi\"",
                          ranking->prediction, ranking->label, ranking->label);
}

/* A class's number becomes its name; 0 is none. */
static void
name_classes (AssayRowPage          *page,
              const AssayRowRanking *ranking)
{
  const guint at = g_strv_length (page->columns) - 1;

  for (guint r = 0; r < page->rows->len; r++)
    {
      char **row = page->rows->pdata[r];
      const guint class = row[at] != NULL ? (guint) g_ascii_strtoull (row[at], NULL, 10) : 0;
      g_free (row[at]);
      row[at] = class > 0 ? g_strdup (ranking->classes[class - 1]) : NULL;
    }
}

static gboolean
fill (AssayRowPage          *page,
      AssaySource           *source,
      const AssayScan       *scan,
      const AssayRowRanking *ranking,
      GCancellable          *cancellable,
      GError               **error)
{
  g_autofree char *counted = counted_sql (source, scan, ranking), *outer = outer_sql (ranking, counted);
  g_autofree char *where = where_sql (ranking), *list = assay_row_page_list (source);
  g_autofree char *count = g_strdup_printf ("SELECT count(*) FROM (%s) WHERE %s", outer, where);
  g_autofree char *rows
    = g_strdup_printf ("SELECT %s, CAST(" NUMBER " AS VARCHAR) AS row_number, CAST(1 - \"assay agree\" / \"assay pairs\" AS VARCHAR) "
                       "AS disagreement, CAST(CASE WHEN \"assay lo\" = \"assay hi\" THEN \"assay hi\" ELSE 0 END AS VARCHAR) "
                       "AS majority FROM (%s) WHERE %s ORDER BY 1 - \"assay agree\" / \"assay pairs\" DESC, " NUMBER
                       " LIMIT %" G_GUINT64_FORMAT " OFFSET %" G_GUINT64_FORMAT, list, outer, where, ranking->most, ranking->skip);

  return assay_row_page_query (page, source, count, rows, cancellable, error);
}

AssayRowPage *
assay_source_ranked_rows (AssaySource           *source,
                          const AssayRowRanking *ranking,
                          GCancellable          *cancellable,
                          GError               **error)
{
  AssayScanSink sink = assay_scan_sink_ignore ();
  g_autoptr (AssayRowPage) page = assay_row_page_new ();
  g_autoptr (AssayScan) scan = NULL;
  AssayScanRun run;
  gboolean is_ok = FALSE;

  if (!assay_scan_run_init (&run, source, ranking->columns, ranking->n_columns, error))
    return NULL;
  run.sink = &sink;
  run.takes_full = TRUE;
  scan = assay_scan_run_all (&run, source, ranking->columns, FALSE, cancellable, error);
  if (scan != NULL)
    {
      source->run = &run;
      is_ok = fill (page, source, scan, ranking, cancellable, error);
      source->run = NULL;
    }
  assay_scan_run_clear (&run);
  if (!is_ok)
    return NULL;
  name_classes (page, ranking);
  return g_steal_pointer (&page);
}
