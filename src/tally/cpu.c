/* cpu.c: the engine that every machine has.
 *
 * Threads take chunks of rows in turn from one atomic counter, so that a thread that is held up costs at most one
 * chunk. Each has a joint counter of its own; the tables are the sums.
 */
#include "tally/engine.h"
#include "tally/joint.h"

#include <string.h>

#define CHUNK_ROWS (128 * ASSAY_BLOCK_ROWS) /* between two looks at the cancellable: about a millisecond */

typedef struct
{
  guint n_threads;
} Cpu;

static gpointer
cpu_open (const AssayEngineOptions *options,
          AssayEngineLimits        *limits,
          GError                  **error)
{
  if (options->variant != NULL && strcmp (options->variant, "joint") != 0)
    {
      g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED,
                   "engine cpu has no variant '%s' here; use joint", options->variant);
      return NULL;
    }
  Cpu *self = g_new0 (Cpu, 1);

  self->n_threads = options->n_threads;
  *limits = (AssayEngineLimits) { .max_cells = ASSAY_MAX_CELLS, .max_axes = ASSAY_MAX_AXES,
                                  .max_codes = ASSAY_MAX_VALUES + 1, .can_stream = TRUE };
  return self;
}

static void
cpu_close (gpointer self)
{
  g_free (self);
}

/* --- the threads ------------------------------------------------------------------------------------------------- */

/* One count: what all threads share. */
typedef struct
{
  const AssayRows         *rows;
  const AssayCountRequest *request;
  AssayProgress           *progress;
  GCancellable            *cancellable;
  atomic_uint_fast64_t     next_row;
  atomic_bool              is_short; /* of memory */
} Job;

typedef struct
{
  Job        *job;
  AssayJoint *joint;
  AssayCodes *columns;
  guint16   (*words)[ASSAY_BLOCK_ROWS]; /* of each column: codes of two planes, put together */
  GThread    *thread;
} Worker;

static void
join_planes (guint16      *words,
             const guint8 *low,
             const guint8 *high,
             guint         n_rows)
{
  for (guint row = 0; row < n_rows; row++)
    words[row] = low[row] | high[row] << 8;
}

static gboolean
count_block (Worker  *self,
             guint64  first,
             guint    n_rows)
{
  const AssayRows *rows = self->job->rows;

  for (guint c = 0; c < rows->n_columns; c++)
    {
      const AssayCodedColumn *column = &rows->columns[c];
      if (column->high == NULL)
        self->columns[c] = (AssayCodes) { .bytes = column->low + first };
      else
        {
          join_planes (self->words[c], column->low + first, column->high + first, n_rows);
          self->columns[c] = (AssayCodes) { .words = self->words[c] };
        }
    }
  return assay_joint_add (self->joint, self->columns, n_rows);
}

static gpointer
work (gpointer data)
{
  Worker *self = data;
  Job *job = self->job;
  guint64 first;

  while ((first = atomic_fetch_add (&job->next_row, CHUNK_ROWS)) < job->rows->n_rows)
    {
      guint64 end = MIN (first + CHUNK_ROWS, job->rows->n_rows);
      for (guint64 row = first; row < end; row += ASSAY_BLOCK_ROWS)
        if (!count_block (self, row, MIN (ASSAY_BLOCK_ROWS, end - row)))
          atomic_store (&job->is_short, TRUE);
      atomic_fetch_add (&job->progress->n_rows_done, end - first);
      if (atomic_load (&job->is_short) || g_cancellable_is_cancelled (job->cancellable))
        break;
    }
  if (!atomic_load (&job->is_short) && !assay_joint_flush (self->joint))
    atomic_store (&job->is_short, TRUE);
  return NULL;
}

static Worker *
start_workers (Job  *job,
               guint n)
{
  Worker *workers = g_new0 (Worker, n);

  for (guint i = 0; i < n; i++)
    {
      workers[i].job = job;
      workers[i].joint = assay_joint_new (job->rows->n_columns, job->request->shapes, job->request->n_shapes, NULL);
      workers[i].columns = g_new0 (AssayCodes, job->rows->n_columns);
      workers[i].words = g_malloc_n (job->rows->n_columns, sizeof *workers[i].words);
    }
  for (guint i = 1; i < n; i++)
    workers[i].thread = g_thread_new ("assay-count", work, &workers[i]);
  work (&workers[0]);
  for (guint i = 1; i < n; i++)
    g_thread_join (workers[i].thread);
  return workers;
}

static void
free_workers (Worker *workers,
              guint   n)
{
  for (guint i = 0; i < n; i++)
    {
      assay_joint_free (workers[i].joint);
      g_free (workers[i].columns);
      g_free (workers[i].words);
    }
  g_free (workers);
}

/* --- the tables -------------------------------------------------------------------------------------------------- */

static GPtrArray *
sum_tables (const Worker            *workers,
            guint                    n,
            const AssayCountRequest *request,
            GError                 **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_count_table_free);
  g_autofree const AssayAccumulator **parts = g_new (const AssayAccumulator *, n);

  for (guint s = 0; s < request->n_shapes; s++)
    {
      const AssayTableShape *shape = &request->shapes[s];
      AssayAxis *axes[ASSAY_MAX_AXES];

      for (guint axis = 0; axis < shape->n_axes; axis++)
        axes[axis] = request->axes[shape->columns[axis]];
      for (guint i = 0; i < n; i++)
        parts[i] = assay_joint_accumulator (workers[i].joint, s);
      AssayCountTable *table = assay_accumulators_to_table (parts, n, axes, shape->n_axes, error);
      if (table == NULL)
        return NULL;
      g_ptr_array_add (tables, table);
    }
  return g_steal_pointer (&tables);
}

static GPtrArray *
cpu_count (gpointer                 data,
           const AssayRows         *rows,
           const AssayCountRequest *request,
           AssayProgress           *progress,
           GCancellable            *cancellable,
           GError                 **error)
{
  Cpu *self = data;
  Job job = { rows, request, progress, cancellable };
  guint n = CLAMP ((rows->n_rows + CHUNK_ROWS - 1) / CHUNK_ROWS, 1, self->n_threads);
  Worker *workers = start_workers (&job, n);
  GPtrArray *tables = NULL;

  if (atomic_load (&job.is_short))
    g_set_error_literal (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
                         "no memory for the count tables; ask for fewer or coarser slices");
  else if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    tables = sum_tables (workers, n, request, error);
  free_workers (workers, n);
  return tables;
}

char *
assay_engine_cpu_describe (void)
{
  return g_strdup_printf ("joint keys, %u threads", g_get_num_processors ());
}

const AssayEngineType assay_engine_cpu = {
  .name = "cpu",
  .open = cpu_open,
  .count = cpu_count,
  .close = cpu_close,
};
