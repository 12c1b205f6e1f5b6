/* totals.c: shared counts that can be laid out anew. */
#include "tally/totals-private.h"

#include <string.h>

#define FIRST_ROOM 4096 /* entries of a sparse total with sums */

AssayTotals *
assay_totals_new (const AssayTableShape *shapes,
                  guint                  n_shapes)
{
  AssayTotals *self = g_new0 (AssayTotals, 1);

  g_mutex_init (&self->lock);
  self->n_shapes = self->failed_shape = n_shapes;
  self->shapes = g_memdup2 (shapes, n_shapes * sizeof *shapes);
  self->totals = g_new0 (AssayTotal, n_shapes);
  for (guint i = 0; i < n_shapes; i++)
    {
      self->totals[i].n_axes = shapes[i].n_axes;
      self->totals[i].n_sums = shapes[i].n_sums;
    }
  return self;
}

static void
total_clear (AssayTotal *self)
{
  g_clear_pointer (&self->counts, g_free);
  g_clear_pointer (&self->sums, g_free);
  g_clear_pointer (&self->hash, assay_cell_hash_free);
  assay_cell_run_clear (&self->run);
}

void
assay_totals_free (AssayTotals *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_shapes; i++)
    total_clear (&self->totals[i]);
  g_free (self->totals);
  g_free (self->shapes);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
is_laid_out (const AssayTotal *self)
{
  return self->counts != NULL || self->hash != NULL;
}

static gboolean
total_reserve_dense (AssayTotal *self)
{
  self->counts = g_try_new0 (guint64, self->n_cells);
  self->sums = self->n_sums > 0 ? g_try_new0 (AssaySum, self->n_cells * self->n_sums) : NULL;
  return self->counts != NULL && (self->n_sums == 0 || self->sums != NULL);
}

/* An empty total of these codes. FALSE: too many cells or no memory. */
static gboolean
total_init (AssayTotal  *self,
            guint        n_axes,
            guint        n_sums,
            const guint *n_codes)
{
  *self = (AssayTotal) { .n_axes = n_axes, .n_sums = n_sums, .n_cells = 1 };
  for (guint i = n_axes; i-- > 0;)
    {
      self->n_codes[i] = n_codes[i];
      self->steps[i] = self->n_cells;
      if (self->n_cells > ASSAY_MAX_CELLS / n_codes[i])
        return FALSE;
      self->n_cells *= n_codes[i];
    }
  if (assay_count_table_fits_dense (self->n_cells, n_sums))
    return total_reserve_dense (self);
  self->hash = assay_cell_hash_new ();
  return self->hash != NULL;
}

/* Room for one more entry of a sparse total with sums. */
static gboolean
make_room (AssayTotal *self,
           guint64     n)
{
  if (n <= self->n_room)
    return TRUE;
  guint64 n_room = MAX (FIRST_ROOM, 2 * self->n_room);
  guint64 *counts = g_try_renew (guint64, self->counts, n_room);
  if (counts != NULL)
    self->counts = counts;
  AssaySum *sums = counts != NULL ? g_try_renew (AssaySum, self->sums, n_room * self->n_sums) : NULL;
  if (sums == NULL)
    return FALSE;
  self->sums = sums;
  memset (counts + self->n_room, 0, (n_room - self->n_room) * sizeof *counts);
  memset (sums + self->n_room * self->n_sums, 0, (n_room - self->n_room) * self->n_sums * sizeof *sums);
  self->n_room = n_room;
  return TRUE;
}

AssaySum *
assay_total_add_sums (AssayTotal *self,
                      guint64     cell,
                      guint64     count)
{
  guint64 entry = cell;

  if (self->hash != NULL)
    {
      if (!make_room (self, self->hash->n + 1))
        return NULL;
      guint64 *at = assay_cell_hash_at (self->hash, cell);
      if (at == NULL)
        return NULL;
      if (*at == 0)
        *at = self->hash->n; /* it is the newest: its entry + 1 */
      entry = *at - 1;
    }
  self->counts[entry] += count;
  return self->sums + entry * self->n_sums;
}

gboolean
assay_total_add_run (AssayTotal   *self,
                     AssayCellRun *run)
{
  g_assert (self->n_sums == 0);

  if (self->hash != NULL)
    return assay_cell_run_merge (&self->run, run);
  for (guint64 i = 0; i < run->n; i++)
    self->counts[run->cells[i]] += run->counts[i];
  assay_cell_run_clear (run);
  return TRUE;
}

/* What the run holds is not visited. sums: NULL without. */
typedef gboolean (*TotalVisitor) (guint64 cell, guint64 count, const AssaySum *sums, gpointer data);

static gboolean
foreach_sparse (const AssayTotal *self,
                TotalVisitor      visit,
                gpointer          data)
{
  for (guint64 i = 0; i <= self->hash->mask; i++)
    {
      const AssayHashSlot *slot = &self->hash->slots[i];
      if (slot->cell == 0)
        continue;
      guint64 entry = self->n_sums > 0 ? slot->count - 1 : 0;
      gboolean goes_on = self->n_sums > 0
                           ? visit (slot->cell - 1, self->counts[entry], self->sums + entry * self->n_sums, data)
                           : visit (slot->cell - 1, slot->count, NULL, data);
      if (!goes_on)
        return FALSE;
    }
  return TRUE;
}

static gboolean
total_foreach (const AssayTotal *self,
               TotalVisitor      visit,
               gpointer          data)
{
  if (!is_laid_out (self))
    return TRUE;
  if (self->hash != NULL)
    return foreach_sparse (self, visit, data);
  for (guint64 cell = 0; cell < self->n_cells; cell++)
    if (self->counts[cell] != 0
        && !visit (cell, self->counts[cell], self->n_sums > 0 ? self->sums + cell * self->n_sums : NULL, data))
      return FALSE;
  return TRUE;
}

typedef struct
{
  const AssayTotal *source;
  AssayTotal       *target;
} Move;

static gboolean
move_cell (guint64         cell,
           guint64         count,
           const AssaySum *sums,
           gpointer        data)
{
  const Move *move = data;
  guint64 moved = 0;

  for (guint i = move->source->n_axes; i-- > 0; cell /= move->source->n_codes[i])
    moved += cell % move->source->n_codes[i] * move->target->steps[i];
  if (sums == NULL)
    return assay_total_add (move->target, moved, count);
  AssaySum *to = assay_total_add_sums (move->target, moved, count);
  for (guint i = 0; to != NULL && i < move->source->n_sums; i++)
    to[i] += sums[i];
  return to != NULL;
}

/* Lays the total out for these codes, each at least as many as before. */
static gboolean
total_move (AssayTotal  *self,
            const guint *n_codes)
{
  AssayTotal larger;

  if (!total_init (&larger, self->n_axes, self->n_sums, n_codes)
      || !total_foreach (self, move_cell, &(Move) { self, &larger }))
    {
      total_clear (&larger);
      return FALSE;
    }
  larger.run = self->run;
  self->run = (AssayCellRun) { 0 };
  if (larger.run.n > 0)
    assay_cell_run_move (&larger.run, self->n_codes, larger.steps, self->n_axes);
  total_clear (self);
  *self = larger;
  return TRUE;
}

gboolean
assay_totals_reserve (AssayTotals *self,
                      guint        shape,
                      const guint *n_codes)
{
  AssayTotal *total = &self->totals[shape];
  guint wanted[ASSAY_MAX_AXES];
  gboolean fits = is_laid_out (total);

  for (guint i = 0; i < total->n_axes; i++)
    {
      wanted[i] = MAX (total->n_codes[i], n_codes[self->shapes[shape].columns[i]]);
      fits = fits && wanted[i] == total->n_codes[i];
    }
  if (fits)
    return TRUE;
  if (total_move (total, wanted))
    return TRUE;
  self->failed = TRUE;
  self->failed_shape = shape;
  return FALSE;
}

typedef struct
{
  guint64  *cells, *counts;
  AssaySum *sums;
  guint     n_sums;
  guint64   n;
} EntryList;

static gboolean
list_cell (guint64         cell,
           guint64         count,
           const AssaySum *sums,
           gpointer        data)
{
  EntryList *list = data;

  list->cells[list->n] = cell;
  if (sums != NULL)
    memcpy (list->sums + list->n * list->n_sums, sums, list->n_sums * sizeof *sums);
  list->counts[list->n++] = count;
  return TRUE;
}

static gboolean
set_short (guint64      n,
           const char  *of_what,
           GError     **error)
{
  g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
               "no memory for a table of %" G_GUINT64_FORMAT " %s; ask for fewer or coarser slices", n, of_what);
  return FALSE;
}

/* The run beside a sparse table's entries among them. */
static gboolean
merge_run (AssayCountTable  *table,
           AssayCellRun     *run,
           GError          **error)
{
  AssayCellRun entries = { table->n_entries, table->cells, table->counts };
  guint64 n = entries.n + run->n;
  gboolean done = assay_cell_run_merge (&entries, run);

  table->n_entries = entries.n;
  table->cells = entries.cells;
  table->counts = entries.counts;
  return done || set_short (n, "entries", error);
}

/* A sparse total's table; the total has the table's layout. */
static AssayCountTable *
total_to_sparse (AssayTotal           *self,
                 AssayAxis *const     *axes,
                 const AssaySumScale  *scales,
                 GError              **error)
{
  guint64 n = self->hash->n;
  g_autofree guint64 *cells = g_try_new (guint64, n);
  g_autofree guint64 *counts = g_try_new (guint64, n);
  g_autofree AssaySum *sums = g_try_new (AssaySum, n * self->n_sums);
  EntryList list = { cells, counts, sums, self->n_sums, 0 };

  if (n > 0 && (cells == NULL || counts == NULL || (self->n_sums > 0 && sums == NULL)) && !set_short (n, "entries", error))
    return NULL;
  total_foreach (self, list_cell, &list);
  g_autoptr (AssayCountTable) table
    = assay_count_table_from_sums (axes, self->n_axes, scales, self->n_sums, cells, counts, sums, list.n, error);
  return table != NULL && merge_run (table, &self->run, error) ? g_steal_pointer (&table) : NULL;
}

/* A dense total's table takes over its arrays. */
static AssayCountTable *
total_to_dense (AssayTotal           *self,
                AssayAxis *const     *axes,
                const AssaySumScale  *scales,
                GError              **error)
{
  g_autoptr (AssayCountTable) table = assay_count_table_new_sums (axes, self->n_axes, scales, self->n_sums, error);
  if (table == NULL)
    return NULL;
  g_free (table->counts);
  g_free (table->sums);
  table->counts = g_steal_pointer (&self->counts);
  table->sums = g_steal_pointer (&self->sums);
  return g_steal_pointer (&table);
}

static AssayCountTable *
total_to_table (AssayTotal             *self,
                const AssayTableShape  *shape,
                AssayAxis *const       *axes,
                const AssaySumScale    *scales,
                GError                **error)
{
  AssayAxis *of_table[ASSAY_MAX_AXES];
  guint n_codes[ASSAY_MAX_AXES];
  gboolean has_layout = is_laid_out (self);

  for (guint i = 0; i < shape->n_axes; i++)
    {
      of_table[i] = axes[shape->columns[i]];
      n_codes[i] = of_table[i]->n_codes;
      g_return_val_if_fail (self->n_codes[i] <= n_codes[i], NULL);
      has_layout = has_layout && self->n_codes[i] == n_codes[i];
    }
  if (!has_layout)
    {
      /* Says what does not fit, if it is the number of cells. */
      g_autoptr (AssayCountTable) empty = assay_count_table_new_sums (of_table, shape->n_axes, scales, shape->n_sums, error);
      if (empty == NULL)
        return NULL;
      if (!total_move (self, n_codes) && !set_short (empty->n_cells, "cells", error))
        return NULL;
    }
  return self->hash != NULL ? total_to_sparse (self, of_table, scales, error) : total_to_dense (self, of_table, scales, error);
}

static void
set_failure (const AssayTotals   *self,
             AssayAxis *const  *axes,
             GError           **error)
{
  if (self->failed_shape == self->n_shapes)
    {
      g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
                   "no memory for %u count tables; ask for fewer, coarser or less crossed slices", self->n_shapes);
      return;
    }

  const AssayTableShape *shape = &self->shapes[self->failed_shape];
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < shape->n_axes; i++)
    g_string_append_printf (names, "%s%s (%u)", i > 0 ? " x " : "", axes[shape->columns[i]]->name,
                            axes[shape->columns[i]]->n_codes);
  g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
               "the table %s does not fit into memory; cross fewer columns or bin them", names->str);
}

GPtrArray *
assay_totals_to_tables (AssayTotals           *self,
                        AssayAxis *const      *axes,
                        const AssayValueScale *scales,
                        GError               **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_count_table_free);

  if (self->failed)
    {
      set_failure (self, axes, error);
      return NULL;
    }
  for (guint i = 0; i < self->n_shapes; i++)
    {
      const AssayTableShape *shape = &self->shapes[i];
      AssaySumScale *of_table = assay_shape_scales (shape, scales);
      AssayCountTable *table = total_to_table (&self->totals[i], shape, axes, of_table, error);
      assay_sum_scales_free (of_table, shape->n_sums);
      if (table == NULL)
        return NULL;
      g_ptr_array_add (tables, table);
      total_clear (&self->totals[i]);
    }
  return g_steal_pointer (&tables);
}
