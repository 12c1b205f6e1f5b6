/* lane-table.c: dense tables of lanes, and sparse ones: a hash table of places in an array that grows. */
#include "tally/lane-table-private.h"

#include <stdlib.h>
#include <string.h>

#define TABLE_ALIGNMENT 64
#define FIRST_ROOM 4096 /* entries of a sparse table */

static gsize
dense_bytes (const AssayLaneTable *self)
{
  gsize n_bytes = (gsize) self->n_cells * self->lanes->n_lanes * sizeof (guint64);

  return (n_bytes + TABLE_ALIGNMENT - 1) / TABLE_ALIGNMENT * TABLE_ALIGNMENT;
}

gboolean
assay_lane_table_init (AssayLaneTable   *self,
                       const AssayGroup *group)
{
  *self = (AssayLaneTable) { .lanes = group->lanes, .is_sparse = group->kind == ASSAY_GROUP_SPARSE_SUMS,
                             .n_cells = group->n_cells };
  if (self->is_sparse)
    {
      self->hash = assay_cell_hash_new ();
      return self->hash != NULL;
    }
  self->cells = aligned_alloc (TABLE_ALIGNMENT, dense_bytes (self));
  if (self->cells != NULL)
    memset (self->cells, 0, dense_bytes (self));
  return self->cells != NULL;
}

void
assay_lane_table_clear (AssayLaneTable *self)
{
  free (self->cells);
  self->cells = NULL;
  g_clear_pointer (&self->hash, assay_cell_hash_free);
}

static gboolean
make_room (AssayLaneTable *self)
{
  guint64 n = self->hash->n + 1;
  if (n <= self->n_room)
    return TRUE;

  guint64 n_room = MAX (FIRST_ROOM, 2 * self->n_room);
  gsize entry_bytes = self->lanes->n_lanes * sizeof (guint64);
  guint64 *cells = realloc (self->cells, n_room * entry_bytes);
  if (cells == NULL)
    return FALSE;
  memset (cells + self->n_room * self->lanes->n_lanes, 0, (n_room - self->n_room) * entry_bytes);
  self->cells = cells;
  self->n_room = n_room;
  return TRUE;
}

gboolean
assay_lane_table_add_sparse (AssayLaneTable *self,
                             const guint64  *cells,
                             const guint64  *lanes,
                             guint           n_rows)
{
  guint n = self->lanes->n_lanes;

  for (guint row = 0; row < n_rows; row++)
    {
      if (!make_room (self))
        return FALSE;
      guint64 *place = assay_cell_hash_at (self->hash, cells[row]);
      if (place == NULL)
        return FALSE;
      if (*place == 0)
        *place = self->hash->n; /* the newest entry + 1 */
      guint64 *cell = self->cells + (*place - 1) * n;
      for (guint lane = 0; lane < n; lane++)
        cell[lane] += lanes[row * n + lane];
    }
  return TRUE;
}

gboolean
assay_lane_table_flush (AssayLaneTable *self,
                        AssayMarginals *marginals)
{
  if (!self->is_sparse)
    {
      if (!assay_marginals_add_dense (marginals, &(AssayDenseCells) { .lanes = self->cells }, self->n_cells))
        return FALSE;
      memset (self->cells, 0, dense_bytes (self));
      return TRUE;
    }
  if (!assay_marginals_add_sparse (marginals, self->hash, self->cells))
    return FALSE;
  assay_lane_table_clear (self);
  self->n_room = 0;
  self->hash = assay_cell_hash_new ();
  return self->hash != NULL;
}
