/* replicate-count.c: every cluster's weights are drawn once and added to each cell that it has rows in.
 *
 * A first pass finds the cells that have rows, and with them the room that the tables take. Then the replicates are
 * shared out: a thread counts a range of them for all clusters and shapes, so that threads write to places of their
 * own, and nothing is counted twice or merged. For one cluster the values of a cell's rows are added up first; the
 * sum times the weights, a vector over the thread's replicates, goes to the table: 8 KB of it for 1,000 replicates,
 * which costs some .25 us.
 */
#include "tally/replicate-count-private.h"

#include <stdlib.h>
#include <string.h>

#define NO_CELL G_MAXUINT64
#define CHECK_CLUSTERS 1024 /* between two looks at the cancellable */

/* --- the cells ----------------------------------------------------------------------------------------------------
 * */

static guint
mapped (const AssayReplicateRequest *request,
        guint                        column,
        guint                        code)
{
  return request->maps != NULL && request->maps[column] != NULL ? request->maps[column][code] : code;
}

/* Codes that the rows have in a column. */
static guint
row_codes (const AssayClusterRows *rows,
           guint                   column)
{
  guint n = 1;

  for (guint64 i = 0; i < assay_cluster_rows_n_rows (rows); i++)
    n = MAX (n, assay_cluster_rows_get (rows, i).codes[column] + 1u);
  return n;
}

static gboolean
counted_init (AssayReplicateCounted     *self,
              const AssayReplicateCount *count,
              const guint *n_row_codes,
              GError     **error)
{
  const AssayTableShape *axes = &self->shape->axes;
  guint64 step = 1;

  for (guint a = axes->n_axes; a-- > 0;)
    {
      const guint column = axes->columns[a], n_codes = count->request->axes[column]->n_codes;

      self->terms[a] = g_new (guint64, n_row_codes[column]);
      for (guint code = 0; code < n_row_codes[column]; code++)
        {
          const guint to = mapped (count->request, column, code);
          g_return_val_if_fail (to < n_codes, FALSE);
          self->terms[a][code] = to == 0 && a + self->shape->n_outcomes >= axes->n_axes ? NO_CELL : step * to;
        }
      if (step > ASSAY_MAX_CELLS / n_codes)
        {
          g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
                       "a table of %u axes has more than 2^62 cells; cross fewer columns or bin them", axes->n_axes);
          return FALSE;
        }
      step *= n_codes;
    }
  self->n_cells = step;
  if (step <= ASSAY_DENSE_CELLS)
    self->entry_of = g_new0 (guint32, step);
  else
    self->hash = assay_cell_hash_new ();
  return TRUE;
}

static void
counted_clear (AssayReplicateCounted *self)
{
  for (guint a = 0; a < self->shape->axes.n_axes; a++)
    g_free (self->terms[a]);
  assay_replicate_table_free (self->table);
  g_free (self->entry_of);
  assay_cell_hash_free (self->hash);
}

static inline guint64
cell_of_row (const AssayReplicateCounted         *self,
             const AssayClusterRow *row)
{
  guint64 cell = 0;

  for (guint a = 0; a < self->shape->axes.n_axes; a++)
    {
      const guint64 term = self->terms[a][row->codes[self->shape->axes.columns[a]]];
      if (term == NO_CELL)
        return NO_CELL;
      cell += term;
    }
  return cell;
}

static inline gint64
value_of_row (const AssayReplicateShape *shape,
              const AssayClusterRow     *row,
              guint                      sum)
{
  return shape->values[sum] == ASSAY_REPLICATE_COUNT ? 1 : row->values[shape->values[sum]];
}

static int
compare_cells (const void *a,
               const void *b)
{
  const guint64 first = *(const guint64 *) a, second = *(const guint64 *) b;

  return (first > second) - (first < second);
}

/* (element-type guint64) The cells met, ascending; entry_of gets their places. */
static GArray *
met_cells (AssayReplicateCounted *self)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint64 i = 0; self->hash != NULL && i <= self->hash->mask; i++)
    if (self->hash->slots[i].cell != 0)
      g_array_append_vals (cells, &(guint64) { self->hash->slots[i].cell - 1 }, 1);
  if (self->hash != NULL)
    qsort (cells->data, cells->len, sizeof (guint64), compare_cells);
  for (guint64 cell = 0; self->hash == NULL && cell < self->n_cells; cell++)
    if (self->entry_of[cell] != 0)
      {
        g_array_append_val (cells, cell);
        self->entry_of[cell] = cells->len;
      }
  g_clear_pointer (&self->hash, assay_cell_hash_free);
  return cells;
}

/* Marks the cell of every row. sizes[sum] gets the sum of the values' sizes: times the greatest weight it bounds
 * every number of the table. */
static gboolean
meet_rows (AssayReplicateCounted     *self,
           const AssayReplicateCount *count,
           GError     **error)
{
  const guint n_sums = self->shape->n_sums;
  unsigned __int128 sizes[ASSAY_REPLICATE_MOST_SUMS] = { 0 };

  for (guint64 i = 0; i < assay_cluster_rows_n_rows (count->rows); i++)
    {
      const AssayClusterRow row = assay_cluster_rows_get (count->rows, i);
      const guint64 cell = cell_of_row (self, &row);

      if (cell == NO_CELL)
        continue;
      for (guint sum = 0; sum < n_sums; sum++)
        {
          const gint64 value = value_of_row (self->shape, &row, sum);
          sizes[sum] += value < 0 ? -(guint64) value : (guint64) value;
        }
      if (self->entry_of != NULL)
        self->entry_of[cell] = 1;
      else if (self->hash == NULL || !assay_cell_hash_add (self->hash, cell, 1))
        {
          g_set_error_literal (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
                               "the memory for resampling ran out; slice by fewer columns");
          return FALSE;
        }
    }
  for (guint sum = 0; sum < n_sums; sum++)
    {
      if (sizes[sum] > G_MAXINT64 / ASSAY_POISSON_MOST)
        {
          g_set_error_literal (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
                               "a resampled sum could pass 2^63: too many rows of too large values; audit fewer rows");
          return FALSE;
        }
      self->most[sum] = (guint64) sizes[sum] * ASSAY_POISSON_MOST;
    }
  return TRUE;
}

/* Tables of all shapes with room for their cells. */
static gboolean
make_tables (const AssayReplicateCount *count,
             GError     **error)
{
  const AssayReplicateRequest *request = count->request;
  const guint n_columns = assay_cluster_rows_n_columns (count->rows);
  g_autofree guint *n_row_codes = g_new (guint, n_columns + 1);
  guint64 n_bytes = 0;

  for (guint column = 0; column < n_columns; column++)
    n_row_codes[column] = row_codes (count->rows, column);
  for (guint i = 0; i < request->n_shapes; i++)
    {
      AssayReplicateCounted *counted = &count->counted[i];
      AssayAxis *axes[ASSAY_MAX_AXES];

      if (!counted_init (counted, count, n_row_codes, error) || !meet_rows (counted, count, error))
        return FALSE;
      g_autoptr (GArray) cells = met_cells (counted);
      n_bytes += (guint64) cells->len * counted->shape->n_sums * request->n_replicates * sizeof (gint64);
      if (request->most_bytes > 0 && n_bytes > request->most_bytes)
        {
          g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
                       "the tables of %u replicates take more than %" G_GUINT64_FORMAT " MB: %u cells in table %u "
                       "alone; slice by fewer columns, or allow more with --memory", request->n_replicates,
                       request->most_bytes >> 20, cells->len, i + 1);
          return FALSE;
        }
      for (guint a = 0; a < counted->shape->axes.n_axes; a++)
        axes[a] = request->axes[counted->shape->axes.columns[a]];
      counted->table = assay_replicate_table_new (axes, counted->shape->axes.n_axes, request->n_replicates,
                                                  counted->shape->n_sums, request->seed,
                                                  (const guint64 *) (void *) cells->data, cells->len, error);
      if (counted->table == NULL)
        return FALSE;
    }
  return TRUE;
}

/* --- counting
 * ------------------------------------------------------------------------------------------------------- */

static guint64
entry_of_cell (const AssayReplicateCounted *self,
               guint64        cell)
{
  guint64 lo = 0, hi = self->table->n_entries;

  if (self->entry_of != NULL)
    return self->entry_of[cell] - 1;
  while (lo < hi)
    {
      const guint64 middle = (lo + hi) / 2;
      if (self->table->cells[middle] < cell)
        lo = middle + 1;
      else
        hi = middle;
    }
  return lo;
}

void
assay_replicate_worker_init (AssayReplicateWorker      *self,
                             const AssayReplicateCount *count,
                             guint        first,
                             guint        n)
{
  const guint n_shapes = count->request->n_shapes;

  *self = (AssayReplicateWorker) { .count = count, .first = first, .n = n };
  self->weights = g_malloc (n + ASSAY_POISSON_LANE);
  if (count->product.plan != NULL)
    assay_replicate_factors_init (&self->factors, &count->product, first, n);
  self->values = g_new (gint64 *, n_shapes);
  self->is_met = g_new (guint8 *, n_shapes);
  self->met = g_new (GArray *, n_shapes);
  for (guint i = 0; i < n_shapes; i++)
    {
      const AssayReplicateTable *table = count->counted[i].table;
      self->values[i] = g_new0 (gint64, table->n_entries * table->n_sums + 1);
      self->is_met[i] = g_new0 (guint8, table->n_entries + 1);
      self->met[i] = g_array_new (FALSE, FALSE, sizeof (guint64));
    }
}

void
assay_replicate_worker_clear (AssayReplicateWorker *self)
{
  for (guint i = 0; i < self->count->request->n_shapes; i++)
    {
      g_free (self->values[i]);
      g_free (self->is_met[i]);
      g_array_unref (self->met[i]);
    }
  g_free (self->values);
  g_free (self->is_met);
  g_free (self->met);
  g_free (self->weights);
  assay_replicate_factors_clear (&self->factors);
}

/* Adds a row to what its cluster has in a shape. */
void
assay_replicate_worker_meet (AssayReplicateWorker                *self,
                             guint                  shape,
                             const AssayClusterRow *row)
{
  const AssayReplicateCounted *counted = &self->count->counted[shape];
  const guint64 cell = cell_of_row (counted, row);

  if (cell == NO_CELL)
    return;
  const guint64 entry = entry_of_cell (counted, cell);
  if (!self->is_met[shape][entry])
    g_array_append_val (self->met[shape], entry);
  self->is_met[shape][entry] = 1;
  for (guint sum = 0; sum < counted->shape->n_sums; sum++)
    self->values[shape][entry * counted->shape->n_sums + sum] += value_of_row (counted->shape, row, sum);
}

static void
add_value (AssayReplicateWorker *self,
           guint                 shape,
           guint64               at,
           gint64                value)
{
  const AssayReplicateCount *count = self->count;
  const AssayReplicateTable *table = count->counted[shape].table;

  if (value != 0
      && (count->product.plan == NULL
          || !assay_replicate_factors_put (&self->factors, count->offsets[shape] + at, value)))
    count->kernel->add (table->sums + at * table->n_replicates + self->first, self->weights, value, self->n);
}

/* Adds what the cluster has, times its weights, and forgets it. */
static void
add_met (AssayReplicateWorker *self,
         guint   shape)
{
  const AssayReplicateTable *table = self->count->counted[shape].table;

  for (guint i = 0; i < self->met[shape]->len; i++)
    {
      const guint64 entry = g_array_index (self->met[shape], guint64, i);

      self->is_met[shape][entry] = 0;
      for (guint64 at = entry * table->n_sums; at < (entry + 1) * table->n_sums; at++)
        {
          add_value (self, shape, at, self->values[shape][at]);
          self->values[shape][at] = 0;
        }
    }
  g_array_set_size (self->met[shape], 0);
}

static void
count_cluster (AssayReplicateWorker *self,
               guint64 first,
               guint64 end)
{
  const AssayReplicateCount *count = self->count;
  const guint n_shapes = count->request->n_shapes;

  for (guint64 position = first; position < end; position++)
    {
      const AssayClusterRow row = assay_cluster_rows_get (count->rows, position);

      if (position == first)
        count->kernel->draw (count->request->seed, row.key, self->first, self->n, self->weights);
      for (guint i = 0; i < n_shapes; i++)
        assay_replicate_worker_meet (self, i, &row);
    }
  if (count->product.plan != NULL)
    assay_replicate_factors_begin (&self->factors, self->weights);
  for (guint i = 0; i < n_shapes; i++)
    add_met (self, i);
  if (count->product.plan != NULL)
    assay_replicate_factors_end (&self->factors);
}

static gpointer
worker_run (gpointer data)
{
  AssayReplicateWorker *self = data;
  const AssayReplicateCount *count = self->count;
  const guint64 n_rows = assay_cluster_rows_n_rows (count->rows);
  guint64 n_clusters = 0;

  for (guint64 first = 0, end; first < n_rows; first = end)
    {
      if (n_clusters++ % CHECK_CLUSTERS == 0 && g_cancellable_is_cancelled (count->cancellable))
        break;
      end = assay_cluster_rows_end (count->rows, first);
      count_cluster (self, first, end);
      if (self->first == 0 && count->progress != NULL)
        atomic_store_explicit (&count->progress->n_rows_done, end, memory_order_relaxed);
    }
  if (count->product.plan != NULL)
    assay_replicate_factors_flush (&self->factors);
  return NULL;
}

/* Ranges of replicates are whole lanes of the kernel. */
static void
run_workers (const AssayReplicateCount *count)
{
  const guint n_replicates = count->request->n_replicates;
  const guint n_lanes = (n_replicates + ASSAY_POISSON_LANE - 1) / ASSAY_POISSON_LANE;
  const guint asked = count->request->n_threads > 0 ? count->request->n_threads : g_get_num_processors ();
  const guint n_threads = MIN (asked, n_lanes);
  g_autofree AssayReplicateWorker *workers = g_new (AssayReplicateWorker, n_threads);
  g_autofree GThread **threads = g_new0 (GThread *, n_threads);

  for (guint i = 0; i < n_threads; i++)
    {
      const guint first = n_lanes * i / n_threads * ASSAY_POISSON_LANE;
      const guint end = MIN (n_lanes * (i + 1) / n_threads * ASSAY_POISSON_LANE, n_replicates);

      assay_replicate_worker_init (&workers[i], count, first, end - first);
      if (i > 0)
        threads[i] = g_thread_new ("assay-replicates", worker_run, &workers[i]);
    }
  worker_run (&workers[0]);
  for (guint i = 0; i < n_threads; i++)
    {
      if (i > 0)
        g_thread_join (threads[i]);
      assay_replicate_worker_clear (&workers[i]);
    }
}

static gboolean
choose_kernel (AssayReplicateCount   *self,
               GError **error)
{
  const char *variant = self->request->variant;
  guint n_kernels;
  const AssayPoissonKernel *kernels = assay_poisson_kernels (&n_kernels);

  self->kernel = assay_poisson_best ();
  for (guint i = 0; variant != NULL && i < n_kernels; i++)
    if (strcmp (kernels[i].name, variant) == 0 && kernels[i].is_supported ())
      {
        self->kernel = &kernels[i];
        return TRUE;
      }
  if (variant != NULL)
    g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED, "this processor has no %s", variant);
  return variant == NULL;
}

static void
number_sums (AssayReplicateCount *count)
{
  const guint n_shapes = count->request->n_shapes;

  count->offsets = g_new0 (guint64, n_shapes + 1);
  for (guint i = 0; i < n_shapes; i++)
    count->offsets[i + 1] = count->offsets[i] + count->counted[i].table->n_entries * count->counted[i].table->n_sums;
}

static gboolean
fill_tables (AssayReplicateCount *count,
             GError             **error)
{
  GError *local = NULL;

  number_sums (count);
  if (!assay_replicate_run_engine (count, &local) && local == NULL)
    {
      assay_replicate_plan_product (count);
      run_workers (count);
      assay_replicate_product_clear (&count->product);
    }
  g_free (count->offsets);
  if (local == NULL)
    return !g_cancellable_set_error_if_cancelled (count->cancellable, error);
  g_propagate_error (error, local);
  return FALSE;
}

GPtrArray *
assay_replicates_count (const AssayClusterRows      *rows,
                        const AssayReplicateRequest *request,
                        AssayProgress               *progress,
                        GCancellable                *cancellable,
                        GError                     **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_replicate_table_free);
  AssayReplicateRequest filled = *request;
  g_autofree AssayReplicateCounted *counted = g_new0 (AssayReplicateCounted, request->n_shapes + 1);
  AssayReplicateCount count = { .rows = rows, .request = &filled, .counted = counted, .progress = progress,
                                .cancellable = cancellable };

  if (filled.n_replicates == 0)
    filled.n_replicates = ASSAY_REPLICATES;
  for (guint i = 0; i < request->n_shapes; i++)
    counted[i].shape = &request->shapes[i];
  gboolean is_ok = choose_kernel (&count, error) && make_tables (&count, error) && fill_tables (&count, error);
  for (guint i = 0; i < request->n_shapes; i++)
    {
      if (is_ok)
        g_ptr_array_add (tables, g_steal_pointer (&counted[i].table));
      counted_clear (&counted[i]);
    }
  return is_ok ? g_steal_pointer (&tables) : NULL;
}
