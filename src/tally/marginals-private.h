/* marginals-private.h: a group's cells on their way into the totals of its shapes. */
#pragma once

#include "tally/cover-private.h"
#include "tally/totals-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint             n_columns;
  guint             n_codes[ASSAY_GROUP_COLUMNS];
  guint             n_shapes;
  const AssayLanes *lanes;                 /* (nullable) of groups with sums */
  AssayTotal      **totals;                /* of each shape */
  guint64         (*steps)[ASSAY_GROUP_COLUMNS]; /* of each shape: what a code of a column adds to its cell */
  guint64          *cells;                 /* of each shape: scratch */
} AssayMarginals;

/* Where a dense group's cells are: counts in 32-bit copies side by side, or in 64 bits, or lanes. */
typedef struct
{
  const guint32 *small;
  guint          n_copies;
  const guint64 *large;
  const guint64 *lanes;
} AssayDenseCells;

/* With the totals' lock held. Makes room for n_met[column] codes in the group's shapes. FALSE: memory; clear it all
 * the same. */
gboolean assay_marginals_init       (AssayMarginals        *self,
                                     const AssayGroup      *group,
                                     const guint           *n_codes,
                                     const guint           *n_met,
                                     AssayTotals           *totals);
void     assay_marginals_clear      (AssayMarginals        *self);
gboolean assay_marginals_add_dense  (AssayMarginals        *self,
                                     const AssayDenseCells *cells,
                                     guint64                n_cells);
/* A run of a group of one shape, whose columns it has in the shape's order; it is empty then. */
gboolean assay_marginals_add_run    (AssayMarginals        *self,
                                     AssayCellRun          *run);
/* Cells of a hash table whose counts are entries + 1 of lanes[]. */
gboolean assay_marginals_add_sparse (AssayMarginals        *self,
                                     const AssayCellHash   *hash,
                                     const guint64         *lanes);
/* Cells in any order, none of them twice, of any group: lanes has n_lanes numbers for each, or one, its count, when the
 * group has no sums. */
gboolean assay_marginals_add_entries (AssayMarginals       *self,
                                     const guint64         *cells,
                                     const guint64         *lanes,
                                     guint64                n_entries);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssayMarginals, assay_marginals_clear)

G_END_DECLS
