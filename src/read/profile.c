/* profile.c: what each column holds: one scan that counts every column's values by code.
 *
 * Columns of more than ASSAY_MAX_VALUES values are asked about once more, in SQL, for what the dictionary cannot tell.
 */
#include "source-private.h"
#include "value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_EXAMPLES 8

/* One thread's rows by column and code. */
typedef struct
{
  guint     n_columns;
  guint64 **counts;    /* n_columns, grown as codes come */
  guint    *n_counts;
} Counter;

typedef struct
{
  guint      n_columns;
  GMutex     mutex;    /* guards counters */
  GPtrArray *counters;
} Counters;

static void
counter_free (gpointer data)
{
  Counter *counter = data;

  for (guint c = 0; c < counter->n_columns; c++)
    g_free (counter->counts[c]);
  g_free (counter->counts);
  g_free (counter->n_counts);
  g_free (counter);
}

static gpointer
counters_start (gpointer data)
{
  Counters *counters = data;
  Counter  *counter = g_new0 (Counter, 1);

  counter->n_columns = counters->n_columns;
  counter->counts = g_new0 (guint64 *, counters->n_columns);
  counter->n_counts = g_new0 (guint, counters->n_columns);
  g_mutex_lock (&counters->mutex);
  g_ptr_array_add (counters->counters, counter);
  g_mutex_unlock (&counters->mutex);
  return counter;
}

static void
counter_grow (Counter *counter,
              guint    column,
              guint    code)
{
  guint n = MAX (16, counter->n_counts[column]);

  while (n <= code)
    n *= 2;
  counter->counts[column] = g_renew (guint64, counter->counts[column], n);
  memset (counter->counts[column] + counter->n_counts[column], 0, sizeof (guint64) * (n - counter->n_counts[column]));
  counter->n_counts[column] = n;
}

static gboolean
counter_add (gpointer             state,
             const guint16 *const *codes,
             const gint64 *const  *values,
             guint                 n_rows,
             gint64                first_row)
{
  Counter *counter = state;

  for (guint c = 0; c < counter->n_columns; c++)
    for (guint i = 0; i < n_rows; i++)
      {
        if (codes[c][i] >= counter->n_counts[c])
          counter_grow (counter, c, codes[c][i]);
        counter->counts[c][codes[c][i]]++;
      }
  return TRUE;
}

/* Rows by code of first sight, all threads together. (transfer full) */
static guint64 *
sum_column (const Counters *counters,
            guint           column,
            guint           n_codes)
{
  guint64 *sum = g_new0 (guint64, n_codes + 1);

  for (guint i = 0; i < counters->counters->len; i++)
    {
      const Counter *counter = counters->counters->pdata[i];
      for (guint code = 0; code < MIN (n_codes, counter->n_counts[column]); code++)
        sum[code] += counter->counts[column][code];
    }
  return sum;
}

typedef struct
{
  guint   code;
  guint64 n_rows;
} CodeRows;

static int
compare_rows (const void *a,
              const void *b)
{
  const CodeRows *left = a, *right = b;

  if (left->n_rows != right->n_rows)
    return left->n_rows > right->n_rows ? -1 : 1;
  return left->code < right->code ? -1 : 1;
}

static void
profile_examples (AssayColumnProfile *self,
                  const AssayAxis    *axis,
                  const guint64      *rows) /* by the axis' codes */
{
  guint n = axis->n_codes - 1;
  g_autofree CodeRows *order = g_new (CodeRows, n + 1);

  for (guint i = 0; i < n; i++)
    order[i] = (CodeRows) { i + 1, rows[i + 1] };
  qsort (order, n, sizeof *order, compare_rows);
  self->n_examples = MIN (n, MAX_EXAMPLES);
  self->examples = g_new0 (char *, self->n_examples + 1);
  self->example_rows = g_new0 (guint64, self->n_examples + 1);
  for (guint i = 0; i < self->n_examples; i++)
    {
      self->examples[i] = g_strdup (axis->values[order[i].code]);
      self->example_rows[i] = order[i].n_rows;
    }
}

static void
profile_from_axis (AssayColumnProfile *self,
                   const AssayAxis    *axis,
                   const guint        *map,
                   guint               n_first_codes,
                   const guint64      *first_rows)
{
  g_autofree guint64 *rows = g_new0 (guint64, axis->n_codes);

  for (guint code = 0; code < n_first_codes; code++)
    rows[map[code]] += first_rows[code];
  self->n_missing = rows[0];
  self->n_distinct = axis->n_codes - 1;
  profile_examples (self, axis, rows);
  if (axis->n_codes > 1)
    {
      self->least = g_strdup (axis->values[1]);
      self->most = g_strdup (axis->values[axis->n_codes - 1]);
    }
  for (guint code = 1; code < axis->n_codes && self->kind == ASSAY_COLUMN_NUMBER && !self->is_fractional; code++)
    {
      double value = 0;
      self->is_fractional = assay_text_is_number (axis->values[code], &value) && isfinite (value) && value != floor (value);
    }
}

/* A column with more values than a dictionary holds. */
static gboolean
profile_from_sql (AssayColumnProfile *self,
                  AssaySource        *source,
                  GCancellable       *cancellable,
                  GError            **error)
{
  g_autofree char *from = assay_source_from_clause (source, -1, FALSE);
  g_autofree char *name = assay_quote_identifier (self->name);
  const char *is_number = self->kind == ASSAY_COLUMN_NUMBER ? "bool_or(isfinite(v::DOUBLE) AND v::DOUBLE <> floor(v::DOUBLE))"
                                                            : "false";
  const char *missing = self->kind == ASSAY_COLUMN_TEXT ? "count(*) FILTER (v IS NULL OR v = '')"
                        : self->kind == ASSAY_COLUMN_NUMBER ? "count(*) FILTER (v IS NULL OR isnan(v::DOUBLE))"
                                                            : "count(*) FILTER (v IS NULL)";
  g_autofree char *sql = g_strdup_printf ("SELECT approx_count_distinct(v)::BIGINT, (%s)::BIGINT, min(v)::VARCHAR, "
                                          "max(v)::VARCHAR, (%s)::BIGINT FROM (SELECT %s AS v FROM %s)",
                                          missing, is_number, name, from);
  g_autofree char *message = NULL;
  GError *local = NULL;
  duckdb_result result;

  if (!assay_source_query (source, sql, FALSE, cancellable, &result, &message, &local))
    {
      assay_source_fail (source, message, local, error);
      return FALSE;
    }
  self->n_missing = (guint64) duckdb_value_int64 (&result, 1, 0);
  self->n_distinct = CLAMP ((guint64) duckdb_value_int64 (&result, 0, 0), ASSAY_MAX_VALUES + 1,
                            self->n_rows - MIN (self->n_missing, self->n_rows)); /* an estimate may overshoot */
  g_free (self->least);
  g_free (self->most);
  self->least = assay_result_text (&result, 2, 0);
  self->most = assay_result_text (&result, 3, 0);
  self->is_fractional = duckdb_value_int64 (&result, 4, 0) != 0;
  duckdb_destroy_result (&result);
  return TRUE;
}

static void
profile_free (gpointer data)
{
  AssayColumnProfile *self = data;

  g_free (self->name);
  g_free (self->type);
  g_free (self->least);
  g_free (self->most);
  g_strfreev (self->examples);
  g_free (self->example_rows);
  g_free (self);
}

/* The columns that can be scanned at all. */
static AssayScanColumn *
scan_columns (const AssaySource *source,
              guint             *n)
{
  AssayScanColumn *columns = g_new0 (AssayScanColumn, source->n_columns + 1);

  *n = 0;
  for (guint c = 0; c < source->n_columns; c++)
    if (source->columns[c].kind != ASSAY_COLUMN_OTHER)
      columns[(*n)++] = (AssayScanColumn) { .name = source->columns[c].name, .kind = ASSAY_AXIS_SLICE,
                                            .column = source->columns[c].name };
  return columns;
}

static GPtrArray *
profiles_from_scan (AssaySource     *source,
                    const AssayScan *scan,
                    const Counters  *counters,
                    GCancellable    *cancellable,
                    GError         **error)
{
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func (profile_free);

  for (guint c = 0, at = 0; c < source->n_columns; c++)
    {
      AssayColumnProfile *profile = g_new0 (AssayColumnProfile, 1);
      g_ptr_array_add (profiles, profile);
      profile->name = g_strdup (source->columns[c].name);
      profile->type = g_strdup (source->columns[c].sql_type);
      profile->kind = source->columns[c].kind;
      profile->n_rows = scan->n_rows;
      if (profile->kind == ASSAY_COLUMN_OTHER)
        continue;
      g_autofree guint64 *rows = sum_column (counters, at, scan->n_first_codes[at]);
      profile_from_axis (profile, scan->axes[at], scan->maps[at], scan->n_first_codes[at], rows);
      if (scan->n_first_codes[at] > ASSAY_MAX_VALUES && !profile_from_sql (profile, source, cancellable, error))
        return NULL;
      at++;
    }
  return g_steal_pointer (&profiles);
}

static GPtrArray *
profile_once (AssaySource   *source,
              AssayProgress *progress,
              GCancellable  *cancellable,
              GError       **error)
{
  guint n;
  g_autofree AssayScanColumn *columns = scan_columns (source, &n);
  Counters counters = { .n_columns = n };
  AssayScanSink sink = { &counters, counters_start, counter_add };
  AssayScanRun run;
  GPtrArray *profiles = NULL;

  if (n == 0)
    {
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN, "%s has no column of text, numbers, truth values or times",
                   source->files[0].name);
      return NULL;
    }
  if (!assay_scan_run_init (&run, source, columns, n, error))
    return NULL;
  counters.counters = g_ptr_array_new_with_free_func (counter_free);
  g_mutex_init (&counters.mutex);
  run.sink = &sink;
  run.progress = progress;
  run.takes_full = TRUE;
  g_autoptr (AssayScan) scan = assay_scan_run_all (&run, source, columns, FALSE, cancellable, error);
  if (scan != NULL)
    profiles = profiles_from_scan (source, scan, &counters, cancellable, error);
  assay_scan_run_clear (&run);
  g_ptr_array_unref (counters.counters);
  g_mutex_clear (&counters.mutex);
  return profiles;
}

GPtrArray *
assay_source_profile (AssaySource   *source,
                      AssayProgress *progress,
                      GCancellable  *cancellable,
                      GError       **error)
{
  GError *local = NULL;
  GPtrArray *profiles = profile_once (source, progress, cancellable, &local);

  if (g_error_matches (local, ASSAY_READ_ERROR, ASSAY_READ_ERROR_AGAIN))
    {
      g_clear_error (&local);
      profiles = profile_once (source, progress, cancellable, &local);
    }
  if (local != NULL)
    g_propagate_error (error, local);
  return profiles;
}
