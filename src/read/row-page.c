/* row-page.c: the rows behind a number, a page at a time.
 *
 * The conditions speak of the axis' values, so they are put as codes: one scan makes the dictionaries, then the same
 * dictionaries, through the same assay_code(), select the rows. What a bin or a missing value means is thereby the
 * same as when it was counted.
 */
#include "source-private.h"

#include <string.h>

static gpointer
ignore_start (gpointer data)
{
  return data;
}

static gboolean
ignore_add (gpointer              state,
            const guint16 *const *codes,
            const gint64 *const  *values,
            guint                 n_rows,
            gint64                first_row)
{
  return TRUE;
}

AssayScanSink
assay_scan_sink_ignore (void)
{
  return (AssayScanSink) { NULL, ignore_start, ignore_add };
}

static void
append_codes (GString         *list,
              const AssayScan *scan,
              guint            column,
              const char      *value)
{
  guint wanted = assay_axis_find (scan->axes[column], value);

  if (wanted == 0 && value != NULL)
    return;
  for (guint code = wanted != 0; code < (wanted != 0 ? scan->n_first_codes[column] : 1); code++)
    if (scan->maps[column][code] == wanted)
      g_string_append_printf (list, "%s%u", list->len > 0 ? ", " : "", code);
}

/* "assay_code(2, "race") IN (3, 7)": every code of first sight that became one of the values. (transfer full) */
static char *
condition_sql (const AssaySource       *source,
               const AssayScan         *scan,
               const AssayScanColumn   *columns,
               const AssayRowCondition *condition,
               guint                    column)
{
  g_autofree char *code_sql = assay_scan_code_sql (source, columns, column);
  g_autoptr (GString) codes = g_string_new (NULL);

  for (guint v = 0; v < condition->n_values; v++)
    append_codes (codes, scan, column, condition->values[v]);
  return codes->len == 0 ? g_strdup ("false") : g_strdup_printf ("%s IN (%s)", code_sql, codes->str);
}

/* "(a AND b) OR (c AND d)"; at[i] is the scan's column of condition i. (transfer full) */
static char *
conditions_sql (const AssaySource       *source,
                const AssayScan         *scan,
                const AssayScanColumn   *columns,
                const AssayRowCondition *conditions,
                guint                    n_conditions,
                const guint             *at)
{
  GString *sql = g_string_new ("(");

  for (guint i = 0; i < n_conditions; i++)
    {
      g_autofree char *one = condition_sql (source, scan, columns, &conditions[i], at[i]);
      if (i > 0)
        g_string_append (sql, conditions[i].alternative == conditions[i - 1].alternative ? " AND " : ") OR (");
      g_string_append (sql, one);
    }
  g_string_append (sql, n_conditions == 0 ? "true)" : ")");
  return g_string_free (sql, FALSE);
}

/* Each column once; at[i] gets where condition i's stands. */
static guint
unique_columns (const AssayRowCondition *conditions,
                guint                    n_conditions,
                AssayScanColumn         *columns,
                guint                   *at)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint n = 0;

  for (guint i = 0; i < n_conditions; i++)
    {
      gpointer found = g_hash_table_lookup (seen, conditions[i].column);
      at[i] = found != NULL ? GPOINTER_TO_UINT (found) - 1 : n;
      if (found != NULL)
        continue;
      columns[n++] = *conditions[i].column;
      g_hash_table_insert (seen, (gpointer) conditions[i].column, GUINT_TO_POINTER (n));
    }
  return n;
}

void
assay_row_page_free (AssayRowPage *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->columns);
  if (self->rows != NULL)
    g_ptr_array_unref (self->rows);
  g_free (self);
}

static gboolean
query (AssaySource   *source,
       const char    *sql,
       GCancellable  *cancellable,
       duckdb_result *result,
       GError       **error)
{
  g_autofree char *message = NULL;
  GError *local = NULL;

  if (assay_source_query (source, sql, FALSE, cancellable, result, &message, &local))
    return TRUE;
  assay_source_fail (source, message, local, error);
  return FALSE;
}

/* A row's cells may be NULL in between, so its length stands before it. */
static void
row_free (gpointer data)
{
  char **row = data;

  for (gsize c = 0; c < GPOINTER_TO_SIZE (row[-1]); c++)
    g_free (row[c]);
  g_free (row - 1);
}

static void
take_rows (AssayRowPage  *page,
           duckdb_result *result)
{
  idx_t n_columns = duckdb_column_count (result);

  page->columns = g_new0 (char *, n_columns + 1);
  for (idx_t c = 0; c < n_columns; c++)
    page->columns[c] = g_strdup (duckdb_column_name (result, c));
  for (idx_t r = 0; r < duckdb_row_count (result); r++)
    {
      char **row = g_new0 (char *, n_columns + 1) + 1;
      row[-1] = GSIZE_TO_POINTER (n_columns);
      for (idx_t c = 0; c < n_columns; c++)
        row[c] = assay_result_text (result, c, r);
      g_ptr_array_add (page->rows, row);
    }
}

AssayRowPage *
assay_row_page_new (void)
{
  AssayRowPage *self = g_new0 (AssayRowPage, 1);

  self->rows = g_ptr_array_new_with_free_func (row_free);
  return self;
}

/* Every column as text, so that the page needs no types. */
char *
assay_row_page_list (const AssaySource *source)
{
  GString *list = g_string_new (NULL);

  for (guint c = 0; c < source->n_columns; c++)
    {
      g_autofree char *name = assay_quote_identifier (source->columns[c].name);
      g_string_append_printf (list, "%sCAST(%s AS VARCHAR) AS %s", c > 0 ? ", " : "", name, name);
    }
  return g_string_free (list, FALSE);
}

gboolean
assay_row_page_query (AssayRowPage *page,
                      AssaySource  *source,
                      const char   *count,
                      const char   *rows,
                      GCancellable *cancellable,
                      GError      **error)
{
  duckdb_result result;

  if (!query (source, count, cancellable, &result, error))
    return FALSE;
  page->n_matching = (guint64) duckdb_value_int64 (&result, 0, 0);
  duckdb_destroy_result (&result);
  if (!query (source, rows, cancellable, &result, error))
    return FALSE;
  take_rows (page, &result);
  duckdb_destroy_result (&result);
  return TRUE;
}

/* What is wanted of the rows that match: the first ones, or a sample. */
typedef struct
{
  guint64               skip, most;
  const AssayRowSample *sample;  /* (nullable) */
} Wanted;

/* (transfer full) */
static char *
rows_sql (const AssaySource     *source,
          const AssayScanColumn *columns,
          const Wanted          *wanted,
          const char            *where)
{
  g_autofree char *list = assay_row_page_list (source);
  g_autofree char *from = source->join != NULL ? assay_source_numbered_clause (source) : assay_source_plain_clause (source);

  if (wanted->sample != NULL)
    return assay_row_sample_sql (source, columns, wanted->sample, list, where);
  return g_strdup_printf ("SELECT %s FROM %s WHERE %s%s LIMIT %" G_GUINT64_FORMAT " OFFSET %" G_GUINT64_FORMAT, list, from, where,
                          source->join != NULL ? " ORDER BY \"assay row\"" : "", wanted->most, wanted->skip);
}

static gboolean
page_fill (AssayRowPage          *page,
           AssaySource           *source,
           const AssayScanColumn *columns,
           const Wanted          *wanted,
           const char            *where,
           GCancellable          *cancellable,
           GError               **error)
{
  g_autofree char *from = assay_source_from_clause (source, -1, FALSE);
  g_autofree char *count = g_strdup_printf ("SELECT count(*) FROM %s WHERE %s", from, where);
  g_autofree char *rows = rows_sql (source, columns, wanted, where);

  return assay_row_page_query (page, source, count, rows, cancellable, error);
}

static AssayRowPage *
find_rows (AssaySource             *source,
           const AssayRowCondition *conditions,
           guint                    n_conditions,
           const AssayScanColumn   *columns,
           const guint             *at,
           guint                    n_columns,
           const Wanted            *wanted,
           GCancellable            *cancellable,
           GError                 **error)
{
  AssayScanSink sink = assay_scan_sink_ignore ();
  g_autoptr (AssayRowPage) page = assay_row_page_new ();
  g_autoptr (AssayScan) scan = NULL;
  AssayScanRun run;
  gboolean is_ok = FALSE;

  if (!assay_scan_run_init (&run, source, columns, n_columns, error))
    return NULL;
  run.sink = &sink;
  run.takes_full = TRUE;
  if (n_conditions > 0)
    scan = assay_scan_run_all (&run, source, columns, FALSE, cancellable, error);
  if (scan != NULL || n_conditions == 0)
    {
      g_autofree char *where = conditions_sql (source, scan, columns, conditions, n_conditions, at);
      source->run = &run;
      is_ok = page_fill (page, source, columns, wanted, where, cancellable, error);
      source->run = NULL;
    }
  assay_scan_run_clear (&run);
  return is_ok ? g_steal_pointer (&page) : NULL;
}

AssayRowPage *
assay_source_rows (AssaySource             *source,
                   const AssayRowCondition *conditions,
                   guint                    n_conditions,
                   guint64                  skip,
                   guint64                  most,
                   GCancellable            *cancellable,
                   GError                 **error)
{
  g_autofree AssayScanColumn *columns = g_new0 (AssayScanColumn, n_conditions + 1);
  g_autofree guint *at = g_new0 (guint, n_conditions + 1);
  guint n_columns = unique_columns (conditions, n_conditions, columns, at);
  const Wanted wanted = { skip, most, NULL };

  return find_rows (source, conditions, n_conditions, columns, at, n_columns, &wanted, cancellable, error);
}

AssayRowPage *
assay_source_sample (AssaySource             *source,
                     const AssayRowCondition *conditions,
                     guint                    n_conditions,
                     const AssayRowSample    *sample,
                     GCancellable            *cancellable,
                     GError                 **error)
{
  const guint n_more = sample->n_together + sample->n_alone;
  g_autofree AssayScanColumn *columns = g_new0 (AssayScanColumn, n_conditions + n_more + 1);
  g_autofree guint *at = g_new0 (guint, n_conditions + 1);
  guint n_columns = unique_columns (conditions, n_conditions, columns, at);
  AssayRowSample used = *sample;
  const Wanted wanted = { .sample = &used };

  used.first = n_columns;
  for (guint i = 0; i < n_more; i++)
    columns[n_columns++] = i < sample->n_together ? *sample->together[i] : *sample->alone[i - sample->n_together];
  if (sample->id != NULL || assay_source_find_column (source, ASSAY_ROW_NUMBER) < 0)
    return find_rows (source, conditions, n_conditions, columns, at, n_columns, &wanted, cancellable, error);
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN, "the data has a column '" ASSAY_ROW_NUMBER "', so that the rows' numbers "
               "cannot be called so; name a column that tells the rows apart by id= in the plan");
  return NULL;
}
