/* scan.c: one pass over the files: builds the query of assay_code() and assay_sink(), runs it, sorts what it found.
 *
 *   SELECT bool_or(assay_sink(assay_code(0, "label"), assay_code(1, "candidate"), ...)) FROM read_parquet([...])
 *
 * Columns whose numbers are summed follow behind the codes (scan-values.c).
 */
#include "source-private.h"
#include "tags.h"
#include "value.h"

#include <string.h>

/* --- from plan to query ---------------------------------------------------------------------------------------- */

/* How a type is cast before assay_code() sees it, and what its keys mean; NULL: as it is. */
static const char *
cast_of_type (duckdb_type     type,
              gboolean        as_number,
              AssayValueKind *kind)
{
  *kind = ASSAY_VALUE_TEXT;
  switch ((int) type)
    {
    case DUCKDB_TYPE_BOOLEAN: case DUCKDB_TYPE_TINYINT: case DUCKDB_TYPE_SMALLINT: case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT: case DUCKDB_TYPE_UTINYINT: case DUCKDB_TYPE_USMALLINT: case DUCKDB_TYPE_UINTEGER:
      *kind = ASSAY_VALUE_INTEGER;
      return NULL;
    case DUCKDB_TYPE_FLOAT:
      *kind = ASSAY_VALUE_FLOAT;
      return NULL;
    case DUCKDB_TYPE_DOUBLE:
      *kind = ASSAY_VALUE_DOUBLE;
      return NULL;
    case DUCKDB_TYPE_DECIMAL:
      *kind = ASSAY_VALUE_DOUBLE;
      return "DOUBLE";
    case DUCKDB_TYPE_UBIGINT: case DUCKDB_TYPE_HUGEINT: case DUCKDB_TYPE_UHUGEINT:
      *kind = as_number ? ASSAY_VALUE_DOUBLE : ASSAY_VALUE_TEXT;
      return as_number ? "DOUBLE" : "VARCHAR";
    case DUCKDB_TYPE_DATE:
      *kind = ASSAY_VALUE_DATE;
      return NULL;
    case DUCKDB_TYPE_TIMESTAMP: case DUCKDB_TYPE_TIMESTAMP_S: case DUCKDB_TYPE_TIMESTAMP_MS: case DUCKDB_TYPE_TIMESTAMP_NS:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      *kind = ASSAY_VALUE_TIMESTAMP;
      return type == DUCKDB_TYPE_TIMESTAMP ? NULL : "TIMESTAMP";
    case DUCKDB_TYPE_VARCHAR:
      return NULL;
    default:
      return "VARCHAR";
    }
}

static AssayValueKind
kind_of_bins (AssayBinsKind kind)
{
  switch (kind)
    {
    case ASSAY_BINS_DAY: return ASSAY_VALUE_DAY;
    case ASSAY_BINS_WEEK: return ASSAY_VALUE_WEEK;
    case ASSAY_BINS_MONTH: return ASSAY_VALUE_MONTH;
    case ASSAY_BINS_WIDTH: return ASSAY_VALUE_BIN_WIDTH;
    default: return ASSAY_VALUE_BIN;
    }
}

/* The SQL of a column's value, and the meaning of its keys. (transfer full) */
static char *
column_expression (const AssaySource     *source,
                   const AssayScanColumn *column,
                   AssayValueKind        *kind)
{
  if (column->where != NULL)
    {
      *kind = ASSAY_VALUE_INTEGER;
      return g_strdup_printf ("CAST((%s\n) AS %s)", column->where, column->is_yes_no ? "TINYINT" : "BOOLEAN");
    }
  const AssaySourceColumn *found = &source->columns[assay_source_find_column (source, column->column)];
  g_autofree char *name = assay_quote_identifier (column->column);
  const char *cast = cast_of_type (found->type, column->is_score || column->bins != NULL, kind);
  if (column->bins != NULL)
    *kind = kind_of_bins (column->bins->kind);
  if (column->is_score)
    *kind = ASSAY_VALUE_SCORED;
  if (found->is_json)
    return g_strdup_printf ("json_extract_string(%s, '$')", name);
  return cast != NULL ? g_strdup_printf ("CAST(%s AS %s)", name, cast) : g_strdup (name);
}

static gboolean
check_column (const AssaySource     *source,
              const AssayScanColumn *column,
              GError               **error)
{
  if (column->where != NULL || assay_derived_is (column))
    return TRUE;
  int at = assay_source_find_column (source, column->column);
  const char *problem = NULL;
  if (at < 0)
    problem = "is not in the data; check its spelling";
  else if (source->columns[at].kind == ASSAY_COLUMN_OTHER)
    problem = "holds lists, structures or bytes; name a column of text, numbers, truth values or times";
  else if (column->is_score && source->columns[at].kind != ASSAY_COLUMN_NUMBER)
    problem = "is not numeric, so it cannot be a score; name a numeric column, or use it as prediction=";
  else if (column->bins != NULL && column->bins->kind >= ASSAY_BINS_DAY && source->columns[at].kind != ASSAY_COLUMN_TIME)
    problem = "holds no dates or times, so it cannot be binned by day, week or month";
  else if (column->bins != NULL && column->bins->kind < ASSAY_BINS_DAY && source->columns[at].kind != ASSAY_COLUMN_NUMBER)
    problem = "is not numeric, so it cannot be binned by numbers";
  if (problem == NULL)
    return TRUE;
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN, "column '%s' %s", column->column, problem);
  return FALSE;
}

/* The threshold is rounded to the score's type: 0.1 as a FLOAT is not 0.1 as a DOUBLE (measures.md 1). */
static double
threshold_of (const AssaySource     *source,
              const AssayScanColumn *column)
{
  int at = column->column != NULL ? assay_source_find_column (source, column->column) : -1;

  return at >= 0 && source->columns[at].type == DUCKDB_TYPE_FLOAT ? (double) (float) column->threshold : column->threshold;
}

static void
coder_init (AssayCoder            *coder,
            const AssaySource     *source,
            const AssayScanColumn *column)
{
  AssayValueKind kind;

  coder->dictionary = assay_dictionary_new (column->max_values);
  coder->column = column;
  if (assay_derived_is (column))
    return; /* text, the dictionary's first kind */
  g_autofree char *expression = column_expression (source, column, &kind);
  coder->threshold = threshold_of (source, column);
  assay_dictionary_set_kind (coder->dictionary, kind);
  if (column->is_score || column->where != NULL)
    {
      AssayCodeCache *cache = assay_code_cache_new (coder->dictionary); /* codes 1 and 2 exist before any row */
      assay_code_cache_number (cache, 0);
      assay_code_cache_number (cache, 1);
      assay_code_cache_free (cache);
    }
}

gboolean
assay_scan_run_init (AssayScanRun          *run,
                     AssaySource           *source,
                     const AssayScanColumn *columns,
                     guint                  n_columns,
                     GError               **error)
{
  *run = (AssayScanRun) { .n_columns = n_columns };
  for (guint c = 0; c < n_columns; c++)
    if (!check_column (source, &columns[c], error))
      return FALSE;
  run->coders = g_new0 (AssayCoder, n_columns);
  for (guint c = 0; c < n_columns; c++)
    {
      coder_init (&run->coders[c], source, &columns[c]);
      run->n_derived += assay_derived_is (&columns[c]);
    }
  return TRUE;
}

void
assay_scan_run_clear (AssayScanRun *run)
{
  for (guint c = 0; run->coders != NULL && c < run->n_columns; c++)
    assay_dictionary_free (run->coders[c].dictionary);
  g_clear_pointer (&run->coders, g_free);
  assay_scan_values_clear (run);
}

char *
assay_scan_code_sql (const AssaySource     *source,
                     const AssayScanColumn *columns,
                     guint                  column)
{
  AssayValueKind kind;
  g_autofree char *expression = column_expression (source, &columns[column], &kind);

  return g_strdup_printf ("assay_code(%u::UINTEGER, %s)", column, expression);
}

static char *
scan_sql (const AssaySource     *source,
          const AssayScanRun    *run,
          const AssayScanColumn *columns,
          int                    file,
          gboolean               want_row_numbers)
{
  g_autofree char *from = assay_source_from_clause (source, file, want_row_numbers);
  GString *sql = g_string_new (want_row_numbers ? "SELECT bool_or(assay_sink_at(file_row_number" : "SELECT bool_or(assay_sink(");

  for (guint c = 0, n = want_row_numbers; c < run->n_columns; c++)
    {
      if (assay_derived_is (&columns[c]))
        continue;
      g_autofree char *code = assay_scan_code_sql (source, columns, c);
      g_string_append_printf (sql, "%s%s", n++ > 0 ? ", " : "", code);
    }
  assay_scan_values_sql (run, sql);
  if (run->sink->cluster != NULL)
    {
      g_autofree char *cluster = assay_cluster_sql (source, run->sink->cluster);
      g_string_append_printf (sql, ", %s", cluster);
    }
  g_string_append_printf (sql, ")) FROM %s", from);
  return g_string_free (sql, FALSE);
}

/* --- what stopped a scan --------------------------------------------------------------------------------------- */

/* What to do about a slice column of too many values. (transfer full) */
static char *
full_advice (const AssayCoder *coder)
{
  const char *column = coder->column->column;

  switch (assay_dictionary_kind (coder->dictionary))
    {
    case ASSAY_VALUE_INTEGER: case ASSAY_VALUE_DOUBLE: case ASSAY_VALUE_FLOAT:
      return g_strdup_printf ("bin it, for example bins.%s=quantiles 5, or leave it out of columns= and cross=", column);
    case ASSAY_VALUE_DATE: case ASSAY_VALUE_TIMESTAMP: case ASSAY_VALUE_DAY:
      return g_strdup_printf ("bin it, for example bins.%s=month, or leave it out of columns= and cross=", column);
    case ASSAY_VALUE_BIN_WIDTH:
      return g_strdup ("make the bins wider");
    default:
      return g_strdup ("leave it out of columns= and cross=");
    }
}

static void
set_full_error (const AssayCoder *coder,
                GError          **error)
{
  const AssayScanColumn *column = coder->column;
  guint most = column->max_values == 0 ? ASSAY_MAX_VALUES : column->max_values;
  gboolean is_slice = column->kind == ASSAY_AXIS_SLICE || column->kind == ASSAY_AXIS_BINS;
  g_autofree char *advice = is_slice ? full_advice (coder)
                            : column->kind == ASSAY_AXIS_ANNOTATOR
                              ? g_strdup ("round ratings on a fine scale, or cut them into steps, in a column of their own")
                              : g_strdup ("is it a score (score= with threshold=), a number or an id?");

  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_TOO_MANY, "column '%s' has more than %u values, too many %s; %s",
               column->column != NULL ? column->column : column->name, most, is_slice ? "to be sliced one by one" : "for classes", advice);
}

/* Where the first bad score is; rows are counted over all files. */
static void
set_score_error (AssaySource           *source,
                 const AssayScanColumn *column,
                 GError               **error)
{
  g_autofree char *from = assay_source_numbered_clause (source);
  g_autofree char *name = assay_quote_identifier (column->column);
  g_autofree char *sql = g_strdup_printf ("SELECT row::VARCHAR, value::VARCHAR FROM (SELECT \"assay row\" AS row, "
                                          "CAST(%s AS DOUBLE) AS value FROM %s) WHERE NOT isfinite(value) ORDER BY row LIMIT 1",
                                          name, from);
  g_autofree char *row = NULL, *value = NULL, *file = assay_source_rows_name (source);
  duckdb_result result;

  if (assay_source_query (source, sql, FALSE, NULL, &result, NULL, NULL))
    {
      if (duckdb_row_count (&result) > 0)
        {
          row = assay_result_text (&result, 0, 0);
          value = assay_result_text (&result, 1, 0);
        }
      duckdb_destroy_result (&result);
    }
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA,
               "%s, column '%s': the score in row %s is %s; a score must be a finite number: mend it, or leave it empty "
               "(the row is then left out and counted as such)",
               file, column->column, row != NULL ? row : "(unknown)", value != NULL ? value : "not finite");
}

/* Flags that the functions raised; they outrank the error that the interrupted query gave. */
static gboolean
check_run (AssaySource  *source,
           AssayScanRun *run,
           GError      **error)
{
  for (guint c = 0; c < run->n_columns; c++)
    {
      const AssayScanColumn *column = run->coders[c].column;
      if (!run->takes_full && !column->may_overflow && assay_dictionary_is_full (run->coders[c].dictionary))
        {
          set_full_error (&run->coders[c], error);
          return FALSE;
        }
      if (column->is_yes_no && assay_dictionary_n_codes (run->coders[c].dictionary) > 3)
        {
          source->run = NULL;
          assay_tags_set_error (source, column->column, error);
          return FALSE;
        }
      if (atomic_load (&run->coders[c].has_bad_score))
        {
          source->run = NULL;
          set_score_error (source, column, error);
          return FALSE;
        }
    }
  if (!assay_scan_values_check (run, source, error))
    return FALSE;
  if (atomic_load (&run->lacks_cluster))
    {
      source->run = NULL;
      assay_cluster_set_error (source, run->sink->cluster, error);
      return FALSE;
    }
  if (!atomic_load (&run->sink_failed))
    return TRUE;
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_MEMORY,
               "the memory for the tables ran out; slice fewer columns, or cross fewer of them");
  return FALSE;
}

/* Whether one of n wheres fails when it is worked out for every row. */
static gboolean
wheres_fail (AssaySource                  *source,
             const AssayScanColumn *const *columns,
             guint                         n,
             GCancellable                 *cancellable)
{
  g_autofree char *from = assay_source_from_clause (source, -1, FALSE);
  g_autoptr (GString) sql = g_string_new ("SELECT ");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (sql, "%sbool_or(CAST((%s\n) AS BOOLEAN))", i > 0 ? ", " : "", columns[i]->where);
  g_string_append_printf (sql, " FROM %s", from);
  return !assay_source_query (source, sql->str, FALSE, cancellable, NULL, NULL, NULL);
}

/* The first of n wheres that fails, by halves: DuckDB does not say. */
static const AssayScanColumn *
find_failing (AssaySource                  *source,
              const AssayScanColumn *const *columns,
              guint                         n,
              GCancellable                 *cancellable)
{
  while (n > 1)
    {
      guint half = n / 2;
      gboolean in_first = wheres_fail (source, columns, half, cancellable);
      columns += in_first ? 0 : half;
      n = in_first ? half : n - half;
    }
  return *columns;
}

/* A where that fails on some row (a cast of a text that is no number) is the plan's fault, not the file's. */
static gboolean
where_failed (AssaySource           *source,
              const AssayScanColumn *columns,
              guint                  n_columns,
              const char            *message,
              GCancellable          *cancellable,
              GError               **error)
{
  g_autofree const AssayScanColumn **wheres = g_new (const AssayScanColumn *, n_columns);
  guint n = 0;

  if (message == NULL || strstr (message, "CSV") != NULL || strstr (message, "JSON") != NULL
      || (strstr (message, "Conversion Error") == NULL && strstr (message, "Out of Range Error") == NULL))
    return FALSE;
  for (guint c = 0; c < n_columns; c++)
    if (columns[c].where != NULL && !columns[c].is_yes_no)
      wheres[n++] = &columns[c];
  if (n == 0)
    return FALSE;
  const AssayScanColumn *bad = find_failing (source, wheres, n, cancellable);
  g_autofree char *first = g_strndup (message, strcspn (message, "\n"));
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_EXPRESSION,
               "the where= of [%s %s] fails on some row: %s; guard it with CASE, or use TRY_CAST, which gives no value "
               "instead of an error", bad->kind == ASSAY_AXIS_TAG ? "tag" : "slice", bad->name, first);
  return TRUE;
}

/* --- running --------------------------------------------------------------------------------------------------- */

/* All files in one query, or, with row numbers, one query a file. */
static gboolean
run_queries (AssaySource           *source,
             AssayScanRun          *run,
             const AssayScanColumn *columns,
             gboolean               want_row_numbers,
             GCancellable          *cancellable,
             char                 **message,
             GError               **error)
{
  gboolean is_numbered = want_row_numbers && source->kind == ASSAY_FILES_PARQUET;

  for (guint f = 0; f < (is_numbered ? source->n_files : 1); f++)
    {
      g_autofree char *sql = scan_sql (source, run, columns, is_numbered ? (int) f : -1, is_numbered);
      if (!assay_source_query (source, sql, TRUE, cancellable, NULL, message, error))
        return FALSE;
      run->n_rows_before = (gint64) atomic_load (&run->n_rows);
    }
  return TRUE;
}

static AssayScan *
scan_from_run (const AssayScanRun *run)
{
  AssayScan *self = g_new0 (AssayScan, 1);

  self->n_rows = atomic_load (&run->n_rows);
  self->n_columns = run->n_columns;
  self->axes = g_new0 (AssayAxis *, run->n_columns + 1);
  self->maps = g_new0 (guint *, run->n_columns + 1);
  self->n_first_codes = g_new0 (guint, run->n_columns + 1);
  self->n_outside = g_new0 (guint64, run->n_columns + 1);
  self->n_calls = g_new0 (guint64, run->n_columns + 1);
  self->has_overflow = g_new0 (gboolean, run->n_columns + 1);
  for (guint c = 0; c < run->n_columns; c++)
    {
      const AssayCoder *coder = &run->coders[c];
      self->axes[c] = assay_axis_from_dictionary (coder->column->name, coder->column->kind, coder->dictionary,
                                                  coder->column->bins, &self->maps[c]);
      self->n_first_codes[c] = assay_dictionary_n_codes (coder->dictionary);
      self->n_outside[c] = atomic_load (&coder->n_outside);
      self->n_calls[c] = atomic_load (&coder->n_calls);
      self->has_overflow[c] = coder->column->may_overflow && assay_dictionary_is_full (coder->dictionary);
    }
  return self;
}

void
assay_scan_free (AssayScan *self)
{
  if (self == NULL)
    return;
  for (guint c = 0; c < self->n_columns; c++)
    {
      assay_axis_unref (self->axes[c]);
      g_free (self->maps[c]);
    }
  g_free (self->axes);
  g_free (self->maps);
  g_free (self->n_first_codes);
  g_free (self->n_outside);
  g_free (self->n_calls);
  g_free (self->has_overflow);
  g_free (self);
}

static gboolean
scan_all (AssaySource           *source,
          AssayScanRun          *run,
          const AssayScanColumn *columns,
          gboolean               want_row_numbers,
          GCancellable          *cancellable,
          GError               **error)
{
  g_autofree char *message = NULL;
  GError *local = NULL;

  source->run = run;
  gboolean is_ok = run_queries (source, run, columns, want_row_numbers, cancellable, &message, &local);
  source->run = NULL;
  if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !check_run (source, run, error))
    g_clear_error (&local);
  else if (where_failed (source, columns, run->n_columns, message, cancellable, error))
    g_clear_error (&local);
  else if (!is_ok)
    assay_source_fail (source, message, local, error);
  else if (atomic_load (&run->n_rows) == 0)
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA, "%s has columns but no rows; nothing can be audited",
                 source->files[0].name);
  else if (source->n_rows_hint != 0 && atomic_load (&run->n_rows) != source->n_rows_hint)
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA,
                 "%s: the Parquet file is damaged: its footer promises %" G_GUINT64_FORMAT " rows, %" G_GUINT64_FORMAT
                 " can be read; write or copy it again", source->files[0].name, source->n_rows_hint,
                 (guint64) atomic_load (&run->n_rows));
  else
    return TRUE;
  return FALSE;
}

AssayScan *
assay_scan_run_all (AssayScanRun          *run,
                    AssaySource           *source,
                    const AssayScanColumn *columns,
                    gboolean               want_row_numbers,
                    GCancellable          *cancellable,
                    GError               **error)
{
  if (run->progress != NULL)
    {
      atomic_store (&run->progress->n_rows_done, 0);
      atomic_store (&run->progress->n_rows_total, source->n_rows_hint);
    }
  return scan_all (source, run, columns, want_row_numbers, cancellable, error) ? scan_from_run (run) : NULL;
}

AssayScan *
assay_scan_run (AssaySource           *source,
                const AssayScanColumn *columns,
                guint                  n_columns,
                const AssayScanSink   *sink,
                gboolean               want_row_numbers,
                AssayProgress         *progress,
                GCancellable          *cancellable,
                GError               **error)
{
  g_return_val_if_fail (n_columns > 0, NULL);
  AssayScanRun run;
  AssayScan   *scan = NULL;

  if (!assay_scan_run_init (&run, source, columns, n_columns, error))
    return NULL;
  run.sink = sink;
  run.progress = progress;
  if (assay_scan_values_init (&run, source, sink, error)
      && (sink->cluster == NULL || assay_cluster_check_column (source, sink->cluster, error)))
    scan = assay_scan_run_all (&run, source, columns, want_row_numbers, cancellable, error);
  assay_scan_run_clear (&run);
  return scan;
}
