/* lane-table-private.h: a thread's own table of a group with sums: lanes for every cell. */
#pragma once

#include "tally/marginals-private.h"

G_BEGIN_DECLS

typedef struct
{
  const AssayLanes *lanes;
  gboolean          is_sparse;
  guint64           n_cells;
  guint64          *cells;   /* n_lanes for each cell; sparse: for each entry */
  AssayCellHash    *hash;    /* sparse: a cell's entry + 1 */
  guint64           n_room;  /* sparse: entries that cells has room for */
} AssayLaneTable;

/* FALSE: memory; clear it all the same. */
gboolean assay_lane_table_init       (AssayLaneTable   *self,
                                      const AssayGroup *group);
void     assay_lane_table_clear      (AssayLaneTable   *self);
gboolean assay_lane_table_add_sparse (AssayLaneTable   *self,
                                      const guint64    *cells,
                                      const guint64    *lanes,
                                      guint             n_rows);
/* Adds everything to the totals, and is empty then. */
gboolean assay_lane_table_flush      (AssayLaneTable   *self,
                                      AssayMarginals   *marginals);

G_END_DECLS
