/* cpu.c: the engine that runs everywhere: threads that take chunks of rows and count them block by block.
 *
 * Chunks are taken from one atomic counter, so that a thread that is held up costs no more than a chunk. Every thread
 * has its own counter (counter.c); what they have counted meets in the totals at the end. The code path is chosen when
 * the engine is opened, and can be forced by AssayEngineOptions.variant:
 *
 *     planes           bit planes for columns of few codes, joint keys for the others; needs VPOPCNTDQ
 *     joint            joint keys by the best kernel
 *     joint-avx512, joint-avx2, joint-portable
 */
#include "tally/counter-private.h"
#include "tally/planes-private.h"

#include <string.h>

#define CHUNK_ROWS ((guint64) 64 * ASSAY_BLOCK_ROWS) /* about 0.3 ms of ten columns: cancelling is prompt */

typedef struct
{
  guint               n_threads;
  gboolean            has_planes;
  AssayCounterOptions counter;
} CpuEngine;

static gboolean
choose_kernel (CpuEngine   *self,
               const char  *name,
               GError     **error)
{
  guint n_kernels;
  const AssayKernel *kernels = assay_kernels (&n_kernels);

  for (guint i = 0; i < n_kernels; i++)
    if (strcmp (kernels[i].name, name) == 0)
      {
        if (kernels[i].is_supported ())
          {
            self->counter.kernel = &kernels[i];
            return TRUE;
          }
        g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED, "this processor has no %s", name);
        return FALSE;
      }
  g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED,
               "engine cpu has no kernel %s here; kernels are avx512, avx2 and portable", name);
  return FALSE;
}

static gboolean
choose_variant (CpuEngine   *self,
                const char  *variant,
                GError     **error)
{
  self->counter.kernel = assay_kernel_best ();
  self->has_planes = assay_planes_is_supported () && (variant == NULL || strcmp (variant, "planes") == 0);
  if (variant == NULL || strcmp (variant, "joint") == 0 || self->has_planes)
    return TRUE;
  if (strcmp (variant, "planes") == 0)
    {
      g_set_error_literal (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED,
                           "this processor has no AVX-512 VPOPCNTDQ for bit planes");
      return FALSE;
    }
  if (g_str_has_prefix (variant, "joint-"))
    return choose_kernel (self, variant + strlen ("joint-"), error);
  g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED,
               "engine cpu has no variant %s; variants are planes, joint, joint-avx512, joint-avx2 and "
               "joint-portable", variant);
  return FALSE;
}

static gpointer
cpu_open (const AssayEngineOptions  *options,
          AssayEngineLimits         *limits,
          GError                   **error)
{
  g_autofree CpuEngine *self = g_new0 (CpuEngine, 1);

  if (!choose_variant (self, options->variant, error))
    return NULL;
  self->n_threads = options->n_threads > 0 ? options->n_threads : g_get_num_processors ();
  *limits = (AssayEngineLimits) {
    .max_cells = ASSAY_MAX_CELLS,
    .max_axes = ASSAY_MAX_AXES,
    .max_codes = ASSAY_MAX_VALUES + 1,
    .can_stream = TRUE,
  };
  return g_steal_pointer (&self);
}

static void
cpu_close (gpointer handle)
{
  g_free (handle);
}

/* What the threads of one count share. */
typedef struct
{
  const AssayRows           *rows;
  const AssayCover          *cover;
  const guint               *n_codes;
  const AssayCounterOptions *options;
  AssayTotals                 *totals;
  AssayProgress             *progress;
  GCancellable              *cancellable;
  atomic_uint_fast64_t       next_row;
  atomic_bool                has_failed;
} CpuCount;

static void
codes_at (const AssayRows *rows,
          guint64          row,
          AssayCodes      *codes)
{
  for (guint i = 0; i < rows->n_columns; i++)
    {
      const AssayCodedColumn *column = &rows->columns[i];
      codes[i].low = column->low + row;
      codes[i].high = column->high != NULL ? column->high + row : NULL;
    }
}

static gboolean
count_chunk (const CpuCount *self,
             AssayCounter   *counter,
             AssayCodes     *codes,
             const gint64  **values,
             guint64         begin,
             guint64         end)
{
  for (guint64 row = begin; row < end; row += ASSAY_BLOCK_ROWS)
    {
      codes_at (self->rows, row, codes);
      for (guint i = 0; i < self->rows->n_values; i++)
        values[i] = self->rows->values[i] + row;
      guint n_rows = (guint) MIN (end - row, ASSAY_BLOCK_ROWS);
      if (!assay_counter_add (counter, codes, values, n_rows, row + n_rows < end))
        return FALSE;
    }
  return TRUE;
}

static gpointer
count_thread (gpointer data)
{
  CpuCount *self = data;
  g_autofree AssayCodes *codes = g_new0 (AssayCodes, self->rows->n_columns);
  g_autofree const gint64 **values = g_new0 (const gint64 *, self->rows->n_values + 1);
  g_autoptr (AssayCounter) counter
    = assay_counter_new (self->cover, self->n_codes, self->n_codes, self->totals, self->options);
  gboolean done = counter != NULL;

  while (done && !atomic_load (&self->has_failed) && !g_cancellable_is_cancelled (self->cancellable))
    {
      guint64 begin = atomic_fetch_add (&self->next_row, CHUNK_ROWS);
      if (begin >= self->rows->n_rows)
        break;
      guint64 end = MIN (begin + CHUNK_ROWS, self->rows->n_rows);
      done = count_chunk (self, counter, codes, values, begin, end);
      atomic_fetch_add (&self->progress->n_rows_done, end - begin);
    }
  if (!done || !assay_counter_flush (counter))
    atomic_store (&self->has_failed, TRUE);
  return NULL;
}

static void
run_threads (CpuCount *self,
             guint     n_threads)
{
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();

  for (guint i = 1; i < n_threads; i++)
    {
      /* Without another thread the work takes longer, nothing else. */
      GThread *thread = g_thread_try_new ("assay-tally", count_thread, self, NULL);
      if (thread == NULL)
        break;
      g_ptr_array_add (threads, thread);
    }
  count_thread (self);
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (g_ptr_array_index (threads, i));
}

static GPtrArray *
cpu_count (gpointer                  handle,
           const AssayRows          *rows,
           const AssayCountRequest  *request,
           AssayProgress            *progress,
           GCancellable             *cancellable,
           GError                  **error)
{
  const CpuEngine *self = handle;
  guint64 n_chunks = (rows->n_rows + CHUNK_ROWS - 1) / CHUNK_ROWS;
  guint n_threads = (guint) CLAMP (n_chunks, 1, self->n_threads);
  g_autofree guint *n_codes = g_new (guint, rows->n_columns + 1);

  for (guint i = 0; i < rows->n_columns; i++)
    n_codes[i] = rows->columns[i].n_codes;
  g_autoptr (AssayTotals) totals = assay_totals_new (request->shapes, request->n_shapes);
  g_autoptr (AssayCover) cover = assay_cover_new (&(AssayCoverRequest) {
    .shapes = request->shapes,
    .n_shapes = request->n_shapes,
    .n_codes = n_codes,
    .n_rows = MAX (rows->n_rows / n_threads, 1),
    .has_planes = self->has_planes,
  });
  CpuCount count = { rows, cover, n_codes, &self->counter, totals, progress, cancellable, 0, FALSE };
  run_threads (&count, n_threads);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  totals->failed = totals->failed || atomic_load (&count.has_failed);
  return assay_totals_to_tables (totals, request->axes, request->scales, error);
}

char *
assay_engine_cpu_describe (void)
{
  const char *kernel = assay_kernel_best ()->name;

  if (assay_planes_is_supported ())
    return g_strdup ("joint keys and bit planes (AVX-512 VPOPCNTDQ)");
  if (strcmp (kernel, "avx512") == 0)
    return g_strdup ("joint keys (AVX-512)");
  return g_strdup_printf ("joint keys (%s)", strcmp (kernel, "avx2") == 0 ? "AVX2" : "portable");
}

const AssayEngineType assay_engine_cpu = { "cpu", cpu_open, NULL, cpu_count, cpu_close };
