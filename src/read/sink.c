/* sink.c: assay_sink (codes..., numbers..., [cluster]) -> BOOLEAN, the second function of a scan: it hands the codes of
 * up to 2048 rows, those of columns made of them (derived.c), the values made of their numbers and the keys of their
 * clusters to the sink of the thread that read them. assay_sink_at (row, ...) also says which rows of the file they are.
 *
 * Volatile, so that DuckDB calls it for every row; its arguments arrive flat. The states belong to the sink and
 * outlive the query.
 */
#include "source-private.h"

#include <string.h>

#define MOST_ROWS 2048 /* of one call: DuckDB's vector size */

typedef struct
{
  AssayScanRun   *run;
  gpointer        state;
  const guint16 **codes; /* n_columns */
  const double  **numbers;      /* of each input of the values */
  const uint64_t **validities;
  gint64        **values;       /* n_makers x MOST_ROWS */
  const gint64  **at;           /* the same, from the row that is added */
  AssayDerived   *derived;      /* (nullable) */
} SinkState;

static void
sink_state_free (void *data)
{
  SinkState *state = data;

  g_free (state->codes);
  g_free (state->numbers);
  g_free (state->validities);
  for (guint i = 0; state->values[i] != NULL; i++)
    g_free (state->values[i]);
  g_free (state->values);
  g_free (state->at);
  assay_derived_free (state->derived);
  g_free (state);
}

static void
sink_init (duckdb_init_info info)
{
  AssaySource *source = duckdb_scalar_function_init_get_extra_info (info);
  SinkState   *state = g_new0 (SinkState, 1);

  state->run = source->run;
  state->state = state->run->sink->start (state->run->sink->data);
  state->codes = g_new0 (const guint16 *, state->run->n_columns + 1);
  guint n_inputs = state->run->inputs != NULL ? state->run->inputs->len : 0;
  state->numbers = g_new0 (const double *, n_inputs + 1);
  state->validities = g_new0 (const uint64_t *, n_inputs + 1);
  state->values = g_new0 (gint64 *, state->run->n_makers + 1);
  state->at = g_new0 (const gint64 *, state->run->n_makers + 2);
  for (guint i = 0; i < state->run->n_makers; i++)
    state->values[i] = g_new (gint64, MOST_ROWS);
  state->derived = assay_derived_new (state->run);
  duckdb_scalar_function_init_set_state (info, state, sink_state_free);
}

static gboolean
rows_are_in_sequence (const gint64 *rows,
                      idx_t         n)
{
  gint64 wrong = 0;

  for (idx_t i = 1; i < n; i++)
    wrong |= rows[i] - rows[0] - (gint64) i;
  return wrong == 0;
}

static gboolean
sink_add (SinkState    *state,
          const gint64 *rows, /* (nullable) */
          idx_t         n)
{
  AssayScanRun *run = state->run;
  const AssayScanSink *sink = run->sink;

  if (rows == NULL || rows_are_in_sequence (rows, n))
    return sink->add (state->state, state->codes, state->at, (guint) n, rows != NULL ? run->n_rows_before + rows[0] : -1);
  for (idx_t i = 0; i < n; i++)
    {
      if (!sink->add (state->state, state->codes, state->at, 1, run->n_rows_before + rows[i]))
        return FALSE;
      for (guint c = 0; c < run->n_columns; c++)
        state->codes[c]++;
      for (guint v = 0; v < run->n_makers + (sink->cluster != NULL); v++)
        state->at[v]++;
    }
  return TRUE;
}

/* The values of a chunk's rows from its last columns. */
static void
make_values (SinkState         *state,
             duckdb_data_chunk  input,
             guint              first,
             idx_t              n)
{
  const AssayScanRun *run = state->run;

  for (guint i = 0; i < run->inputs->len; i++)
    {
      duckdb_vector vector = duckdb_data_chunk_get_vector (input, first + i);
      state->numbers[i] = duckdb_vector_get_data (vector);
      state->validities[i] = duckdb_vector_get_validity (vector);
    }
  assay_scan_values_make (run, state->numbers, state->validities, (guint) n, state->values);
  for (guint i = 0; i < run->n_makers; i++)
    state->at[i] = state->values[i];
}

/* The keys of the rows' clusters: the chunk's last column. FALSE when a row has none. */
static gboolean
take_clusters (SinkState         *state,
               duckdb_data_chunk  input,
               idx_t              n)
{
  duckdb_vector vector = duckdb_data_chunk_get_vector (input, duckdb_data_chunk_get_column_count (input) - 1);
  uint64_t *validity = duckdb_vector_get_validity (vector);

  state->at[state->run->n_makers] = duckdb_vector_get_data (vector);
  for (idx_t i = 0; validity != NULL && i < n; i++)
    if (!duckdb_validity_row_is_valid (validity, i))
      return FALSE;
  return TRUE;
}

/* The codes of a chunk's rows, from its column `first` on, and those that are made of them. */
static void
take_codes (SinkState         *state,
            duckdb_data_chunk  input,
            guint              first,
            idx_t              n)
{
  const AssayScanRun *run = state->run;

  for (guint c = 0; c < run->n_columns; c++)
    if (!assay_derived_is (run->coders[c].column))
      state->codes[c] = duckdb_vector_get_data (duckdb_data_chunk_get_vector (input, first++));
  if (state->derived != NULL)
    assay_derived_make (state->derived, state->codes, (guint) n);
}

static void
sink_function (duckdb_function_info info,
               duckdb_data_chunk    input,
               duckdb_vector        output)
{
  SinkState *state = duckdb_scalar_function_get_state (info);
  AssayScanRun *run = state->run;
  idx_t n = duckdb_data_chunk_get_size (input);
  guint n_inputs = run->inputs != NULL ? run->inputs->len : 0, n_after = run->sink->cluster != NULL;
  guint n_read = run->n_columns - run->n_derived;
  guint n_before = (guint) duckdb_data_chunk_get_column_count (input) - n_read - n_inputs - n_after;
  const gint64 *rows = n_before > 0 ? duckdb_vector_get_data (duckdb_data_chunk_get_vector (input, 0)) : NULL;

  memset (duckdb_vector_get_data (output), 0, n);
  take_codes (state, input, n_before, n);
  if (run->n_makers > 0)
    make_values (state, input, n_before + n_read, n);
  if (n_after > 0 && !take_clusters (state, input, n))
    {
      atomic_store (&run->lacks_cluster, TRUE);
      duckdb_scalar_function_set_error (info, "no cluster");
      return;
    }
  if (!sink_add (state, rows, n))
    {
      atomic_store (&run->sink_failed, TRUE);
      duckdb_scalar_function_set_error (info, "out of memory");
      return;
    }
  atomic_fetch_add_explicit (&run->n_rows, n, memory_order_relaxed);
  if (run->progress != NULL)
    atomic_fetch_add_explicit (&run->progress->n_rows_done, n, memory_order_relaxed);
}

static gboolean
sink_register (AssaySource *self,
               gboolean     has_rows)
{
  duckdb_scalar_function function = duckdb_create_scalar_function ();
  duckdb_logical_type row = duckdb_create_logical_type (DUCKDB_TYPE_BIGINT);
  duckdb_logical_type any = duckdb_create_logical_type (DUCKDB_TYPE_ANY); /* codes are USMALLINT, numbers DOUBLE */
  duckdb_logical_type nothing = duckdb_create_logical_type (DUCKDB_TYPE_BOOLEAN);

  duckdb_scalar_function_set_name (function, has_rows ? "assay_sink_at" : "assay_sink");
  if (has_rows)
    duckdb_scalar_function_add_parameter (function, row);
  duckdb_scalar_function_set_varargs (function, any);
  duckdb_scalar_function_set_return_type (function, nothing);
  duckdb_scalar_function_set_volatile (function);
  duckdb_scalar_function_set_special_handling (function);
  duckdb_scalar_function_set_extra_info (function, self, NULL);
  duckdb_scalar_function_set_init (function, sink_init);
  duckdb_scalar_function_set_function (function, sink_function);
  gboolean is_registered = duckdb_register_scalar_function (self->connection, function) == DuckDBSuccess;
  duckdb_destroy_scalar_function (&function);
  duckdb_destroy_logical_type (&row);
  duckdb_destroy_logical_type (&any);
  duckdb_destroy_logical_type (&nothing);
  return is_registered;
}

gboolean
assay_sink_register (AssaySource *self,
                     GError     **error)
{
  if (sink_register (self, FALSE) && sink_register (self, TRUE))
    return TRUE;
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_INTERNAL, "DuckDB did not take the function assay_sink()");
  return FALSE;
}
