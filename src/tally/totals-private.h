/* totals-private.h: the 64-bit counts of every shape, shared by the threads that count.
 *
 * Threads count into tables of their own with 32-bit cells and add them here when those are full or at the end; only
 * then do they take the lock. How many codes a column has may still grow: the totals then move to larger tables.
 */
#pragma once

#include "tally/cell-hash-private.h"
#include "tally/cell-runs-private.h"
#include "tally/engine.h"

G_BEGIN_DECLS

/* One shape's counts and sums, laid out as an AssayCountTable of these n_codes. A dense one has counts (and sums) for
 * every cell. A sparse one has a hash: with sums of entries + 1, the places in counts and sums; else of counts, and a run
 * of more counts beside it. Nothing is set while nothing was added. */
typedef struct
{
  guint          n_axes;
  guint          n_sums;
  guint          n_codes[ASSAY_MAX_AXES];
  guint64        steps[ASSAY_MAX_AXES];
  guint64        n_cells;
  guint64       *counts;
  AssaySum      *sums;    /* n_sums for each count */
  AssayCellHash *hash;
  AssayCellRun   run;
  guint64        n_room;  /* sparse with sums: entries that counts and sums have room for */
} AssayTotal;

typedef struct
{
  GMutex           lock;     /* guards all that follows */
  AssayTableShape *shapes;
  guint            n_shapes;
  AssayTotal      *totals;   /* n_shapes */
  gboolean         failed;   /* memory ran out, or a table has too many cells: the counts are incomplete */
  guint            failed_shape; /* the shape that did not fit; n_shapes: it was not one shape's fault */
} AssayTotals;

/* Copies the shapes. */
AssayTotals *assay_totals_new       (const AssayTableShape *shapes,
                                     guint                  n_shapes);
void         assay_totals_free      (AssayTotals           *self);
/* With the lock held: makes room for these codes (n_codes[column]) in a shape; FALSE, and failed is set, when it
 * does not fit. */
gboolean     assay_totals_reserve   (AssayTotals           *self,
                                     guint                  shape,
                                     const guint           *n_codes);
/* (transfer full) One table a shape over the axes of its columns, which must have room for every code; scales
 * (nullable): of the values. Empties the totals. No thread may add any more. */
GPtrArray   *assay_totals_to_tables (AssayTotals           *self,
                                     AssayAxis *const      *axes,
                                     const AssayValueScale *scales,
                                     GError               **error);
/* With the lock held, after reserve: (nullable) the cell's n_sums sums, to be added to, after count was added to its
 * count. NULL: no memory. */
AssaySum    *assay_total_add_sums   (AssayTotal            *self,
                                     guint64                cell,
                                     guint64                count);

/* With the lock held, after reserve: adds a run of the total's cells, which is empty then. FALSE: no memory. */
gboolean     assay_total_add_run    (AssayTotal            *self,
                                     AssayCellRun          *run);

/* With the lock held, after reserve, of a total without sums. */
static inline gboolean
assay_total_add (AssayTotal *self,
                 guint64     cell,
                 guint64     count)
{
  if (self->hash == NULL)
    {
      self->counts[cell] += count;
      return TRUE;
    }
  return assay_cell_hash_add (self->hash, cell, count);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayTotals, assay_totals_free)

G_END_DECLS
