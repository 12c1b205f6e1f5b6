/* sums.c: shared counts that can be laid out anew. */
#include "tally/sums-private.h"

#include <string.h>

AssaySums *
assay_sums_new (const AssayTableShape *shapes,
                guint                  n_shapes)
{
  AssaySums *self = g_new0 (AssaySums, 1);

  g_mutex_init (&self->lock);
  self->n_shapes = self->failed_shape = n_shapes;
  self->shapes = g_memdup2 (shapes, n_shapes * sizeof *shapes);
  self->sums = g_new0 (AssaySum, n_shapes);
  for (guint i = 0; i < n_shapes; i++)
    self->sums[i].n_axes = shapes[i].n_axes;
  return self;
}

static void
sum_clear (AssaySum *self)
{
  g_clear_pointer (&self->counts, g_free);
  g_clear_pointer (&self->hash, assay_cell_hash_free);
}

void
assay_sums_free (AssaySums *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_shapes; i++)
    sum_clear (&self->sums[i]);
  g_free (self->sums);
  g_free (self->shapes);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* An empty sum of these codes. FALSE: too many cells or no memory. */
static gboolean
sum_init (AssaySum    *self,
          guint        n_axes,
          const guint *n_codes)
{
  *self = (AssaySum) { .n_axes = n_axes, .n_cells = 1 };
  for (guint i = n_axes; i-- > 0;)
    {
      self->n_codes[i] = n_codes[i];
      self->steps[i] = self->n_cells;
      if (self->n_cells > ASSAY_MAX_CELLS / n_codes[i])
        return FALSE;
      self->n_cells *= n_codes[i];
    }
  if (self->n_cells <= ASSAY_DENSE_CELLS)
    self->counts = g_try_new0 (guint64, self->n_cells);
  else
    self->hash = assay_cell_hash_new ();
  return self->counts != NULL || self->hash != NULL;
}

typedef gboolean (*SumVisitor) (guint64 cell, guint64 count, gpointer data);

static gboolean
sum_foreach (const AssaySum *self,
             SumVisitor      visit,
             gpointer        data)
{
  if (self->counts != NULL)
    for (guint64 cell = 0; cell < self->n_cells; cell++)
      if (self->counts[cell] != 0 && !visit (cell, self->counts[cell], data))
        return FALSE;
  if (self->hash != NULL)
    for (guint64 i = 0; i <= self->hash->mask; i++)
      if (self->hash->slots[i].cell != 0
          && !visit (self->hash->slots[i].cell - 1, self->hash->slots[i].count, data))
        return FALSE;
  return TRUE;
}

typedef struct
{
  const AssaySum *source;
  AssaySum       *target;
} Move;

static gboolean
move_cell (guint64  cell,
           guint64  count,
           gpointer data)
{
  const Move *move = data;
  guint64 moved = 0;

  for (guint i = move->source->n_axes; i-- > 0; cell /= move->source->n_codes[i])
    moved += cell % move->source->n_codes[i] * move->target->steps[i];
  return assay_sum_add (move->target, moved, count);
}

/* Lays the sum out for these codes, each at least as many as before. */
static gboolean
sum_move (AssaySum    *self,
          const guint *n_codes)
{
  AssaySum larger;

  if (!sum_init (&larger, self->n_axes, n_codes)
      || !sum_foreach (self, move_cell, &(Move) { self, &larger }))
    {
      sum_clear (&larger);
      return FALSE;
    }
  sum_clear (self);
  *self = larger;
  return TRUE;
}

gboolean
assay_sums_reserve (AssaySums   *self,
                    guint        shape,
                    const guint *n_codes)
{
  AssaySum *sum = &self->sums[shape];
  guint wanted[ASSAY_MAX_AXES];
  gboolean fits = sum->counts != NULL || sum->hash != NULL;

  for (guint i = 0; i < sum->n_axes; i++)
    {
      wanted[i] = MAX (sum->n_codes[i], n_codes[self->shapes[shape].columns[i]]);
      fits = fits && wanted[i] == sum->n_codes[i];
    }
  if (fits)
    return TRUE;
  if (sum_move (sum, wanted))
    return TRUE;
  self->failed = TRUE;
  self->failed_shape = shape;
  return FALSE;
}

typedef struct
{
  guint64 *cells, *counts;
  guint64  n;
} PairList;

static gboolean
list_cell (guint64  cell,
           guint64  count,
           gpointer data)
{
  PairList *list = data;

  list->cells[list->n] = cell;
  list->counts[list->n++] = count;
  return TRUE;
}

/* A sparse sum's table; the sum has the table's layout. */
static AssayCountTable *
sum_to_sparse (const AssaySum    *self,
               AssayAxis *const  *axes,
               GError           **error)
{
  g_autofree guint64 *cells = g_try_new (guint64, self->hash->n);
  g_autofree guint64 *counts = g_try_new (guint64, self->hash->n);
  PairList list = { cells, counts, 0 };

  if (self->hash->n > 0 && (cells == NULL || counts == NULL))
    {
      g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
                   "no memory for a table of %" G_GUINT64_FORMAT " entries; ask for fewer or coarser slices",
                   self->hash->n);
      return NULL;
    }
  sum_foreach (self, list_cell, &list);
  return assay_count_table_from_pairs (axes, self->n_axes, cells, counts, list.n, error);
}

static AssayCountTable *
sum_to_table (AssaySum              *self,
              const AssayTableShape *shape,
              AssayAxis *const      *axes,
              GError               **error)
{
  AssayAxis *of_table[ASSAY_MAX_AXES];
  guint n_codes[ASSAY_MAX_AXES];
  gboolean has_layout = self->counts != NULL || self->hash != NULL;

  for (guint i = 0; i < shape->n_axes; i++)
    {
      of_table[i] = axes[shape->columns[i]];
      n_codes[i] = of_table[i]->n_codes;
      g_return_val_if_fail (self->n_codes[i] <= n_codes[i], NULL);
      has_layout = has_layout && self->n_codes[i] == n_codes[i];
    }
  if (has_layout && self->hash != NULL)
    return sum_to_sparse (self, of_table, error);

  g_autoptr (AssayCountTable) table = assay_count_table_new (of_table, shape->n_axes, error);
  if (table == NULL)
    return NULL;
  if (!has_layout && !sum_move (self, n_codes))
    {
      g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
                   "no memory for a table of %" G_GUINT64_FORMAT " cells; ask for fewer or coarser slices",
                   table->n_cells);
      return NULL;
    }
  if (self->hash != NULL)
    return sum_to_sparse (self, of_table, error);
  g_free (table->counts);
  table->counts = g_steal_pointer (&self->counts);
  return g_steal_pointer (&table);
}

static void
set_failure (const AssaySums   *self,
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
assay_sums_to_tables (AssaySums         *self,
                      AssayAxis *const  *axes,
                      GError           **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_count_table_free);

  if (self->failed)
    {
      set_failure (self, axes, error);
      return NULL;
    }
  for (guint i = 0; i < self->n_shapes; i++)
    {
      AssayCountTable *table = sum_to_table (&self->sums[i], &self->shapes[i], axes, error);
      if (table == NULL)
        return NULL;
      g_ptr_array_add (tables, table);
      sum_clear (&self->sums[i]);
    }
  return g_steal_pointer (&tables);
}
