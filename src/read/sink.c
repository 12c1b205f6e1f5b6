/* sink.c: assay_sink (codes...) -> BOOLEAN, the second function of a scan: it hands the codes of up to 2048 rows to
 * the sink of the thread that read them. assay_sink_at (row, codes...) also says which rows of the file they are.
 *
 * Volatile, so that DuckDB calls it for every row; its arguments arrive flat. The states belong to the sink and
 * outlive the query.
 */
#include "source-private.h"

#include <string.h>

typedef struct
{
  AssayScanRun   *run;
  gpointer        state;
  const guint16 **codes; /* n_columns */
} SinkState;

static void
sink_state_free (void *data)
{
  SinkState *state = data;

  g_free (state->codes);
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
    return sink->add (state->state, state->codes, (guint) n, rows != NULL ? run->n_rows_before + rows[0] : -1);
  for (idx_t i = 0; i < n; i++)
    {
      if (!sink->add (state->state, state->codes, 1, run->n_rows_before + rows[i]))
        return FALSE;
      for (guint c = 0; c < run->n_columns; c++)
        state->codes[c]++;
    }
  return TRUE;
}

static void
sink_function (duckdb_function_info info,
               duckdb_data_chunk    input,
               duckdb_vector        output)
{
  SinkState *state = duckdb_scalar_function_get_state (info);
  AssayScanRun *run = state->run;
  idx_t n = duckdb_data_chunk_get_size (input);
  guint n_before = (guint) duckdb_data_chunk_get_column_count (input) - run->n_columns;
  const gint64 *rows = n_before > 0 ? duckdb_vector_get_data (duckdb_data_chunk_get_vector (input, 0)) : NULL;

  memset (duckdb_vector_get_data (output), 0, n);
  for (guint c = 0; c < run->n_columns; c++)
    state->codes[c] = duckdb_vector_get_data (duckdb_data_chunk_get_vector (input, n_before + c));
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
  duckdb_logical_type code = duckdb_create_logical_type (DUCKDB_TYPE_USMALLINT);
  duckdb_logical_type nothing = duckdb_create_logical_type (DUCKDB_TYPE_BOOLEAN);

  duckdb_scalar_function_set_name (function, has_rows ? "assay_sink_at" : "assay_sink");
  if (has_rows)
    duckdb_scalar_function_add_parameter (function, row);
  duckdb_scalar_function_set_varargs (function, code);
  duckdb_scalar_function_set_return_type (function, nothing);
  duckdb_scalar_function_set_volatile (function);
  duckdb_scalar_function_set_special_handling (function);
  duckdb_scalar_function_set_extra_info (function, self, NULL);
  duckdb_scalar_function_set_init (function, sink_init);
  duckdb_scalar_function_set_function (function, sink_function);
  gboolean is_registered = duckdb_register_scalar_function (self->connection, function) == DuckDBSuccess;
  duckdb_destroy_scalar_function (&function);
  duckdb_destroy_logical_type (&row);
  duckdb_destroy_logical_type (&code);
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
