/* sums-private.h: the 64-bit counts of every shape, shared by the threads that count.
 *
 * Threads count into tables of their own with 32-bit cells and add them here when those are full or at the end; only
 * then do they take the lock. How many codes a column has may still grow: the sums then move to larger tables.
 */
#pragma once

#include "tally/cell-hash-private.h"
#include "tally/engine.h"

G_BEGIN_DECLS

/* One shape's counts, laid out as an AssayCountTable of these n_codes. Either counts or hash is set, both are NULL
 * while nothing was added. */
typedef struct
{
  guint          n_axes;
  guint          n_codes[ASSAY_MAX_AXES];
  guint64        steps[ASSAY_MAX_AXES];
  guint64        n_cells;
  guint64       *counts;
  AssayCellHash *hash;
} AssaySum;

typedef struct
{
  GMutex           lock;     /* guards all that follows */
  AssayTableShape *shapes;
  guint            n_shapes;
  AssaySum        *sums;     /* n_shapes */
  gboolean         failed;   /* memory ran out, or a table has too many cells: the counts are incomplete */
  guint            failed_shape; /* the shape that did not fit; n_shapes: it was not one shape's fault */
} AssaySums;

/* Copies the shapes. */
AssaySums *assay_sums_new       (const AssayTableShape *shapes,
                                 guint                  n_shapes);
void       assay_sums_free      (AssaySums             *self);
/* With the lock held: makes room for these codes (n_codes[column]) in a shape; FALSE, and failed is set, when it
 * does not fit. */
gboolean   assay_sums_reserve   (AssaySums             *self,
                                 guint                  shape,
                                 const guint           *n_codes);
/* (transfer full) One table a shape over the axes of its columns, which must have room for every code. Empties the
 * sums. No thread may add any more. */
GPtrArray *assay_sums_to_tables (AssaySums             *self,
                                 AssayAxis *const      *axes,
                                 GError               **error);

/* With the lock held, after reserve. */
static inline gboolean
assay_sum_add (AssaySum *self,
               guint64   cell,
               guint64   count)
{
  if (self->counts != NULL)
    {
      self->counts[cell] += count;
      return TRUE;
    }
  return assay_cell_hash_add (self->hash, cell, count);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssaySums, assay_sums_free)

G_END_DECLS
