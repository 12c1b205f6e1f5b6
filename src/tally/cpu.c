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
#include "tally/cblas.h"
#include "tally/counter-private.h"
#include "tally/planes-private.h"
#include "tally/tag-counter-private.h"

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
    .max_tags = ASSAY_MAX_TAGS,
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
  const AssayArrangedShapes *shapes;
  const AssayTagContext     *tags;
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

/* What one thread counts with. */
typedef struct
{
  AssayCounter *counter;   /* (nullable) when there are shapes of sets alone */
  GPtrArray    *sets;      /* of AssayTagCounter: one for each of the rows' sets that a shape has, else NULL */
  AssayCodes   *codes;     /* of each column, at the block */
  const gint64 **values;
} CpuThread;

static void
thread_clear (CpuThread *self)
{
  assay_counter_free (self->counter);
  g_ptr_array_unref (self->sets);
  g_free (self->codes);
  g_free (self->values);
}

static gboolean
has_set (const AssayArrangedShapes *shapes,
         guint                      set)
{
  for (guint i = shapes->n_plain; i < shapes->n_shapes; i++)
    if (shapes->shapes[i].columns[1] == shapes->n_columns + set)
      return TRUE;
  return FALSE;
}

/* FALSE: memory is short. */
static gboolean
thread_init (CpuThread      *self,
             const CpuCount *count)
{
  const AssayRows *rows = count->rows;
  gboolean done = TRUE;

  self->codes = g_new0 (AssayCodes, rows->n_columns);
  self->values = g_new0 (const gint64 *, rows->n_values + 1);
  self->sets = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_tag_counter_free);
  self->counter = NULL;
  if (count->shapes->n_plain > 0)
    {
      self->counter = assay_counter_new (count->cover, count->n_codes, count->n_codes, count->totals, count->options);
      done = self->counter != NULL;
    }
  g_ptr_array_set_size (self->sets, (gint) rows->n_sets);
  for (guint i = 0; i < rows->n_sets && done; i++)
    if (has_set (count->shapes, i))
      {
        self->sets->pdata[i] = assay_tag_counter_new (count->tags, i, rows->sets[i].n_tags, count->n_codes);
        done = self->sets->pdata[i] != NULL;
      }
  return done;
}

static gboolean
thread_flush (CpuThread *self)
{
  gboolean done = self->counter == NULL || assay_counter_flush (self->counter);

  for (guint i = 0; i < self->sets->len; i++)
    done = done && (self->sets->pdata[i] == NULL || assay_tag_counter_flush (self->sets->pdata[i]));
  return done;
}

static gboolean
count_block (const CpuCount *self,
             CpuThread      *thread,
             guint64         row,
             guint           n_rows,
             gboolean        has_next)
{
  codes_at (self->rows, row, thread->codes);
  for (guint i = 0; i < self->rows->n_values; i++)
    thread->values[i] = self->rows->values[i] + row;
  if (thread->counter != NULL && !assay_counter_add (thread->counter, thread->codes, thread->values, n_rows, has_next))
    return FALSE;
  for (guint i = 0; i < thread->sets->len; i++)
    if (thread->sets->pdata[i] != NULL
        && !assay_tag_counter_add_planes (thread->sets->pdata[i], &self->rows->sets[i], row, thread->codes, n_rows, has_next))
      return FALSE;
  return TRUE;
}

static gboolean
count_chunk (const CpuCount *self,
             CpuThread      *thread,
             guint64         begin,
             guint64         end)
{
  for (guint64 row = begin; row < end; row += ASSAY_BLOCK_ROWS)
    {
      guint n_rows = (guint) MIN (end - row, ASSAY_BLOCK_ROWS);
      if (!count_block (self, thread, row, n_rows, row + n_rows < end))
        return FALSE;
    }
  return TRUE;
}

static gpointer
count_thread (gpointer data)
{
  CpuCount *self = data;
  CpuThread thread;
  gboolean done = thread_init (&thread, self);

  while (done && !atomic_load (&self->has_failed) && !g_cancellable_is_cancelled (self->cancellable))
    {
      guint64 begin = atomic_fetch_add (&self->next_row, CHUNK_ROWS);
      if (begin >= self->rows->n_rows)
        break;
      guint64 end = MIN (begin + CHUNK_ROWS, self->rows->n_rows);
      done = count_chunk (self, &thread, begin, end);
      atomic_fetch_add (&self->progress->n_rows_done, end - begin);
    }
  if (!done || !thread_flush (&thread))
    atomic_store (&self->has_failed, TRUE);
  thread_clear (&thread);
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

/* (transfer full) Codes of each column, and of each set behind them. */
static guint *
list_codes (const AssayRows *rows)
{
  guint *n_codes = g_new (guint, rows->n_columns + rows->n_sets + 1);

  for (guint i = 0; i < rows->n_columns; i++)
    n_codes[i] = rows->columns[i].n_codes;
  for (guint i = 0; i < rows->n_sets; i++)
    n_codes[rows->n_columns + i] = rows->sets[i].n_tags + 1;
  return n_codes;
}

/* (transfer full) The request's axes as the arranged shapes number them: borrowed. */
static AssayAxis **
list_axes (const AssayRows         *rows,
           const AssayCountRequest *request)
{
  AssayAxis **axes = g_new0 (AssayAxis *, rows->n_columns + rows->n_sets + 1);

  for (guint i = 0; i < rows->n_columns; i++)
    axes[i] = request->axes[i];
  for (guint i = 0; i < rows->n_sets; i++)
    axes[rows->n_columns + i] = request->set_axes[i];
  return axes;
}

static GPtrArray *
count_shapes (const CpuEngine           *self,
              const AssayRows           *rows,
              const AssayArrangedShapes *shapes,
              AssayAxis *const          *axes,
              const AssayCountRequest   *request,
              AssayProgress             *progress,
              GCancellable              *cancellable,
              GError                   **error)
{
  guint64 n_chunks = (rows->n_rows + CHUNK_ROWS - 1) / CHUNK_ROWS;
  guint n_threads = (guint) CLAMP (n_chunks, 1, self->n_threads);
  g_autofree guint *n_codes = list_codes (rows);
  g_autoptr (AssayTotals) totals = assay_totals_new (shapes->shapes, shapes->n_shapes);
  g_autoptr (AssayCover) cover = assay_cover_new (&(AssayCoverRequest) {
    .shapes = shapes->shapes,
    .n_shapes = shapes->n_plain,
    .n_codes = n_codes,
    .n_rows = MAX (rows->n_rows / n_threads, 1),
    .has_planes = self->has_planes,
  });
  const AssayTagContext tags = { shapes, totals, &self->counter };
  CpuCount count = { rows, cover, n_codes, &self->counter, shapes, &tags, totals, progress, cancellable, 0, FALSE };
  run_threads (&count, n_threads);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  totals->failed = totals->failed || atomic_load (&count.has_failed);
  return assay_totals_to_tables (totals, axes, request->scales, error);
}

static GPtrArray *
cpu_count (gpointer                  handle,
           const AssayRows          *rows,
           const AssayCountRequest  *request,
           AssayProgress            *progress,
           GCancellable             *cancellable,
           GError                  **error)
{
  g_autofree AssayAxis **axes = list_axes (rows, request);
  g_auto (AssayArrangedShapes) shapes;

  assay_arranged_shapes_init (&shapes, rows->n_columns, request->shapes, request->n_shapes);
  GPtrArray *tables = count_shapes (handle, rows, &shapes, axes, request, progress, cancellable, error);
  return tables != NULL ? assay_arranged_shapes_order (&shapes, tables) : NULL;
}

char *
assay_engine_cpu_describe (void)
{
  const char *kernel = assay_kernel_best ()->name;
  g_autofree char *blas = assay_cblas_describe ();

  if (assay_planes_is_supported ())
    return g_strdup_printf ("joint keys and bit planes (AVX-512 VPOPCNTDQ); %s", blas);
  if (strcmp (kernel, "avx512") == 0)
    return g_strdup_printf ("joint keys (AVX-512); %s", blas);
  return g_strdup_printf ("joint keys (%s); %s", strcmp (kernel, "avx2") == 0 ? "AVX2" : "portable", blas);
}

const AssayEngineType assay_engine_cpu = { "cpu", cpu_open, NULL, cpu_count, cpu_close };
