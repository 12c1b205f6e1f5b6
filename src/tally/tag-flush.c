/* tag-flush.c: from tiles, rows and runs of cells to the totals.
 */
#include "tally/tag-table-private.h"

#include <string.h>

/* Adds tiles of pairs under an outcome to a total; those of each slot of `less` (nullable) are taken off. */
static gboolean
flush_tiles (const AssayTagCounter *self,
             AssayTotal            *total,
             const guint64         *pairs,
             const AssayTagTable        *less,
             guint                  outcome)
{
  for (guint i = 0; i < self->n_tags; i++)
    for (guint j = i; j < self->n_tags; j++)
      {
        gsize at = assay_tag_tile_at (self, i / ASSAY_TAG_GROUP, j / ASSAY_TAG_GROUP) + i % ASSAY_TAG_GROUP * ASSAY_TAG_GROUP
                   + j % ASSAY_TAG_GROUP;
        guint64 n = pairs[at];
        for (guint slot = 0; less != NULL && slot < less->n_slots; slot++)
          if (less->packed[slot].pairs != NULL)
            n -= less->packed[slot].pairs[at];
        guint64 cell = (i + 1) * total->steps[0] + (j + 1) * total->steps[1];
        if (total->n_axes == 3)
          cell += outcome * total->steps[2];
        if (n > 0 && !assay_total_add (total, cell, n))
          return FALSE;
      }
  return TRUE;
}

static gboolean
flush_pairs (const AssayTagCounter *self,
             AssayTagTable              *table,
             AssayTotal            *total)
{
  if (table->outcome < 0)
    return flush_tiles (self, total, self->pairs, NULL, 0);
  for (guint slot = 0; slot < table->n_slots; slot++)
    while (table->packed[slot].n_rows > 0)
      assay_packed_rows_count (self, &table->packed[slot]);
  if (table->usual >= 0 && !flush_tiles (self, total, self->pairs, table, table->codes[table->usual]))
    return FALSE;
  for (guint slot = 0; slot < table->n_slots; slot++)
    if (table->packed[slot].pairs != NULL)
      {
        if (!flush_tiles (self, total, table->packed[slot].pairs, NULL, table->codes[slot]))
          return FALSE;
        memset (table->packed[slot].pairs, 0, (gsize) self->n_tiles * ASSAY_TAG_TILE * sizeof (guint64));
      }
  return TRUE;
}

static guint64
member_cell (const AssayTagTable   *table,
             const AssayTotal *total,
             guint64           code,
             guint             tag)
{
  guint64 cell = code / table->n_outcomes * total->steps[0] + (tag + 1) * total->steps[1];

  return total->n_axes == 3 ? cell + code % table->n_outcomes * total->steps[2] : cell;
}

static gboolean
flush_members (const AssayTagCounter *self,
               AssayTagTable              *table,
               AssayTotal            *total)
{
  for (guint slot = 0; slot < table->n_slots; slot++)
    for (guint tag = 0; tag < self->n_tags; tag++)
      {
        guint64 *n = table->members + (slot / ASSAY_TAG_GROUP * self->n_groups + tag / ASSAY_TAG_GROUP) * ASSAY_TAG_TILE
                     + slot % ASSAY_TAG_GROUP * ASSAY_TAG_GROUP + tag % ASSAY_TAG_GROUP;
        if (*n > 0 && !assay_total_add (total, member_cell (table, total, table->codes[slot], tag), *n))
          return FALSE;
        *n = 0;
      }
  return TRUE;
}

static gboolean
flush_rows (const AssayTagCounter *self,
            AssayTagTable              *table,
            AssayTotal            *total)
{
  guint64 n_codes = (guint64) table->n_keys * table->n_outcomes;

  for (guint64 code = 0; code < n_codes; code++)
    for (guint tag = 0; tag < self->n_tags; tag++)
      {
        guint32 n = table->cells[code * self->row_step + tag];
        if (n > 0 && !assay_total_add (total, member_cell (table, total, code, tag), n))
          return FALSE;
      }
  memset (table->cells, 0, n_codes * self->row_step * sizeof (guint32));
  return TRUE;
}

static gboolean
flush_cells (AssayTagTable   *table,
             AssayTotal *total)
{
  AssayCellRun *run = &table->sorter.run;

  for (guint64 i = 0; i < run->n; i++)
    {
      guint64 code = run->cells[i] >> 16;
      guint first = run->cells[i] >> 8 & 0xff, second = run->cells[i] & 0xff;
      guint64 cell = table->kind == ASSAY_SHAPE_MEMBERS
                       ? member_cell (table, total, code, first)
                       : (first + 1) * total->steps[0] + (second + 1) * total->steps[1] + code * total->steps[2];
      if (!assay_total_add (total, cell, run->counts[i]))
        return FALSE;
    }
  assay_cell_run_clear (run);
  return TRUE;
}

gboolean
assay_tag_table_flush (const AssayTagCounter *self,
                       AssayTagTable         *table)
{
  AssayTotals *totals = self->context->totals;
  AssayTotal *total = &totals->totals[table->shape];

  if (!assay_totals_reserve (totals, table->shape, self->n_met))
    return FALSE;
  if (table->way == ASSAY_TAGS_BY_CELLS)
    return flush_cells (table, total);
  if (table->way == ASSAY_TAGS_BY_ROWS)
    return flush_rows (self, table, total);
  return table->kind == ASSAY_SHAPE_PAIRS ? flush_pairs (self, table, total) : flush_members (self, table, total);
}
