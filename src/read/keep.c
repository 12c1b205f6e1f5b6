/* keep.c: a scan whose codes stay in memory, by row number where the files can tell, else in the order of arrival. */
#include "source-private.h"

#include <string.h>

#define BLOCK_ROWS 2048 /* the most rows of one call of the sink */

/* Codes of one thread whose rows have no numbers. */
typedef struct
{
  GArray **codes;  /* n_columns, of guint16 */
} Heap;

typedef struct
{
  guint      n_columns;
  AssayRows *rows;       /* when the number of rows is known before */
  GMutex     mutex;      /* guards heaps and the marking of high planes */
  GPtrArray *heaps;      /* of Heap */
} Keep;

typedef struct
{
  Keep *keep;
  Heap *heap;            /* NULL when rows are numbered */
} KeepState;

static gpointer
keep_start (gpointer data)
{
  Keep *keep = data;
  KeepState *state = g_new0 (KeepState, 1);

  state->keep = keep;
  if (keep->rows == NULL)
    {
      state->heap = g_new0 (Heap, 1);
      state->heap->codes = g_new0 (GArray *, keep->n_columns);
      for (guint c = 0; c < keep->n_columns; c++)
        state->heap->codes[c] = g_array_new (FALSE, FALSE, sizeof (guint16));
    }
  g_mutex_lock (&keep->mutex);
  g_ptr_array_add (keep->heaps, state);
  g_mutex_unlock (&keep->mutex);
  return state;
}

static void
keep_state_free (gpointer data)
{
  KeepState *state = data;

  for (guint c = 0; state->heap != NULL && c < state->keep->n_columns; c++)
    g_array_unref (state->heap->codes[c]);
  if (state->heap != NULL)
    g_free (state->heap->codes);
  g_free (state->heap);
  g_free (state);
}

static guint16
write_low (guint8        *low,
           const guint16 *codes,
           guint          n_rows)
{
  guint16 all = 0;

  for (guint i = 0; i < n_rows; i++)
    {
      low[i] = (guint8) codes[i];
      all |= codes[i];
    }
  return all;
}

static void
write_column (Keep          *keep,
              guint          column,
              guint64        first,
              const guint16 *codes,
              guint          n_rows)
{
  if (write_low (assay_rows_low (keep->rows, column) + first, codes, n_rows) < 256)
    return;
  g_mutex_lock (&keep->mutex);
  guint8 *high = assay_rows_high (keep->rows, column) + first;
  g_mutex_unlock (&keep->mutex);
  for (guint i = 0; i < n_rows; i++)
    high[i] = (guint8) (codes[i] >> 8);
}

static gboolean
keep_add (gpointer             data,
          const guint16 *const *codes,
          const gint64 *const  *values,
          guint                 n_rows,
          gint64                first_row)
{
  KeepState *state = data;
  Keep *keep = state->keep;

  if (state->heap != NULL)
    {
      for (guint c = 0; c < keep->n_columns; c++)
        g_array_append_vals (state->heap->codes[c], codes[c], n_rows);
      return TRUE;
    }
  if (first_row < 0 || (guint64) first_row + n_rows > keep->rows->n_rows)
    return FALSE;
  for (guint c = 0; c < keep->n_columns; c++)
    write_column (keep, c, (guint64) first_row, codes[c], n_rows);
  return TRUE;
}

/* Rows without numbers, thread after thread. */
static gboolean
gather_heaps (Keep    *keep,
              guint64  n_rows,
              GError **error)
{
  keep->rows = assay_rows_new (keep->n_columns, n_rows, error);
  if (keep->rows == NULL)
    return FALSE;
  guint64 first = 0;
  for (guint h = 0; h < keep->heaps->len; h++)
    {
      Heap *heap = ((KeepState *) keep->heaps->pdata[h])->heap;
      guint n = heap->codes[0]->len;
      for (guint c = 0; c < keep->n_columns; c++)
        for (guint at = 0; at < n; at += BLOCK_ROWS)
          write_column (keep, c, first + at, (guint16 *) (void *) heap->codes[c]->data + at, MIN (BLOCK_ROWS, n - at));
      first += n;
    }
  return TRUE;
}

static AssayScan *
keep_scan (Keep                  *keep,
           AssaySource           *source,
           const AssayScanColumn *columns,
           AssayProgress         *progress,
           GCancellable          *cancellable,
           GError               **error)
{
  AssayScanSink sink = { keep, keep_start, keep_add };
  gboolean is_numbered = source->kind == ASSAY_FILES_PARQUET && source->n_rows_hint > 0;

  if (is_numbered && (keep->rows = assay_rows_new (keep->n_columns, source->n_rows_hint, error)) == NULL)
    return NULL;
  g_autoptr (AssayScan) scan = assay_scan_run (source, columns, keep->n_columns, &sink, is_numbered, progress, cancellable,
                                               error);
  if (scan == NULL || (keep->rows == NULL && !gather_heaps (keep, scan->n_rows, error)))
    return NULL;
  for (guint c = 0; c < keep->n_columns; c++)
    assay_rows_set_codes (keep->rows, c, scan->n_first_codes[c]);
  return g_steal_pointer (&scan);
}

AssayRows *
assay_scan_keep (AssaySource           *source,
                 const AssayScanColumn *columns,
                 guint                  n_columns,
                 AssayScan            **scan,
                 AssayProgress         *progress,
                 GCancellable          *cancellable,
                 GError               **error)
{
  Keep keep = { .n_columns = n_columns, .heaps = g_ptr_array_new_with_free_func (keep_state_free) };
  AssayScan *found;

  g_mutex_init (&keep.mutex);
  found = keep_scan (&keep, source, columns, progress, cancellable, error);
  g_ptr_array_unref (keep.heaps);
  g_mutex_clear (&keep.mutex);
  if (found == NULL)
    {
      assay_rows_free (keep.rows);
      return NULL;
    }
  *scan = found;
  return keep.rows;
}
