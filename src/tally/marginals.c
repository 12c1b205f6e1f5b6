/* marginals.c: every cell of a group is a cell of each of its shapes. */
#include "tally/marginals-private.h"

gboolean
assay_marginals_init (AssayMarginals   *self,
                      const AssayGroup *group,
                      const guint      *n_codes,
                      const guint      *n_met,
                      AssayTotals      *totals)
{
  *self = (AssayMarginals) { .n_columns = group->n_columns, .n_shapes = group->shapes->len, .lanes = group->lanes };
  for (guint i = 0; i < group->n_columns; i++)
    self->n_codes[i] = n_codes[group->columns[i]];
  self->totals = g_new (AssayTotal *, self->n_shapes);
  self->steps = g_malloc0_n (self->n_shapes, sizeof *self->steps);
  self->cells = g_new (guint64, self->n_shapes);
  for (guint i = 0; i < self->n_shapes; i++)
    {
      guint shape = g_array_index (group->shapes, guint, i);
      const AssayTableShape *columns = &totals->shapes[shape];
      if (!assay_totals_reserve (totals, shape, n_met))
        return FALSE;
      self->totals[i] = &totals->totals[shape];
      for (guint axis = 0; axis < columns->n_axes; axis++)
        for (guint j = 0; j < group->n_columns; j++)
          if (group->columns[j] == columns->columns[axis])
            self->steps[i][j] += self->totals[i]->steps[axis];
    }
  return TRUE;
}

void
assay_marginals_clear (AssayMarginals *self)
{
  g_clear_pointer (&self->totals, g_free);
  g_clear_pointer (&self->steps, g_free);
  g_clear_pointer (&self->cells, g_free);
}

/* The shapes' cells of these codes of the first n columns and code 0 of the others. */
static void
locate (AssayMarginals *self,
        const guint    *codes,
        guint           n)
{
  for (guint i = 0; i < self->n_shapes; i++)
    {
      self->cells[i] = 0;
      for (guint j = 0; j < n; j++)
        self->cells[i] += self->steps[i][j] * codes[j];
    }
}

static gboolean
add_count (AssayMarginals *self,
           guint           last_code,
           guint64         count)
{
  guint last = self->n_columns - 1;

  for (guint i = 0; i < self->n_shapes; i++)
    if (!assay_total_add (self->totals[i], self->cells[i] + self->steps[i][last] * last_code, count))
      return FALSE;
  return TRUE;
}

static gboolean
add_lanes (AssayMarginals *self,
           guint           last_code,
           const guint64  *cell)
{
  guint last = self->n_columns - 1;

  for (guint i = 0; i < self->n_shapes; i++)
    {
      guint64 to = self->cells[i] + self->steps[i][last] * last_code;
      AssaySum *sums = assay_total_add_sums (self->totals[i], to, cell[0]);
      if (sums == NULL)
        return FALSE;
      assay_lanes_add_to (self->lanes, cell, sums);
    }
  return TRUE;
}

static inline guint64
count_at (const AssayMarginals  *self,
          const AssayDenseCells *cells,
          guint64                cell)
{
  if (cells->lanes != NULL)
    return cells->lanes[cell * self->lanes->n_lanes];
  if (cells->large != NULL)
    return cells->large[cell];
  guint64 sum = 0;
  for (guint copy = 0; copy < cells->n_copies; copy++)
    sum += cells->small[cell * cells->n_copies + copy];
  return sum;
}

gboolean
assay_marginals_add_dense (AssayMarginals        *self,
                           const AssayDenseCells *cells,
                           guint64                n_cells)
{
  guint codes[ASSAY_GROUP_COLUMNS] = { 0 };
  guint n_outer = self->n_columns - 1;
  guint n_last = self->n_codes[n_outer];

  for (guint64 cell = 0; cell < n_cells; cell += n_last)
    {
      gboolean is_located = FALSE;
      for (guint code = 0; code < n_last; code++)
        {
          guint64 count = count_at (self, cells, cell + code);
          if (count == 0)
            continue;
          if (!is_located)
            locate (self, codes, n_outer);
          is_located = TRUE;
          if (!(cells->lanes != NULL ? add_lanes (self, code, cells->lanes + (cell + code) * self->lanes->n_lanes)
                                     : add_count (self, code, count)))
            return FALSE;
        }
      for (guint i = n_outer; i-- > 0;)
        {
          if (++codes[i] < self->n_codes[i])
            break;
          codes[i] = 0;
        }
    }
  return TRUE;
}

gboolean
assay_marginals_add_run (AssayMarginals *self,
                         AssayCellRun   *run)
{
  g_assert (self->n_shapes == 1);

  guint64 step = 1;
  gboolean has_moved = FALSE;
  for (guint j = self->n_columns; j-- > 0; step *= self->n_codes[j])
    has_moved = has_moved || self->steps[0][j] != step;
  if (has_moved)
    assay_cell_run_move (run, self->n_codes, self->steps[0], self->n_columns);
  return assay_total_add_run (self->totals[0], run);
}

/* One cell by its number; lanes: its count alone when the group has no sums. */
static gboolean
add_entry (AssayMarginals *self,
           guint64         cell,
           const guint64  *lanes)
{
  guint codes[ASSAY_GROUP_COLUMNS];
  guint last = self->n_columns - 1;

  for (guint j = self->n_columns; j-- > 0; cell /= self->n_codes[j])
    codes[j] = (guint) (cell % self->n_codes[j]);
  locate (self, codes, last);
  return self->lanes != NULL ? add_lanes (self, codes[last], lanes) : add_count (self, codes[last], lanes[0]);
}

gboolean
assay_marginals_add_sparse (AssayMarginals      *self,
                            const AssayCellHash *hash,
                            const guint64       *lanes)
{
  for (guint64 i = 0; i <= hash->mask; i++)
    {
      const AssayHashSlot *slot = &hash->slots[i];
      if (slot->cell != 0 && !add_entry (self, slot->cell - 1, lanes + (slot->count - 1) * self->lanes->n_lanes))
        return FALSE;
    }
  return TRUE;
}

gboolean
assay_marginals_add_entries (AssayMarginals *self,
                             const guint64  *cells,
                             const guint64  *lanes,
                             guint64         n_entries)
{
  guint n_lanes = self->lanes != NULL ? self->lanes->n_lanes : 1;

  for (guint64 i = 0; i < n_entries; i++)
    if (!add_entry (self, cells[i], lanes + i * n_lanes))
      return FALSE;
  return TRUE;
}
