/* cell-runs-private.h: counts by cell number as ascending lists, for tables with far more cells than rows.
 *
 * A hash table of millions of cells misses the caches at every row. Here a thread keeps the rows' cell numbers as they
 * come and from time to time sorts them, which reads memory in its order, and merges them into its run.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64  n;
  guint64 *cells;  /* ascending, none twice; of g_free(), as are the counts */
  guint64 *counts; /* > 0 */
} AssayCellRun;

void     assay_cell_run_clear (AssayCellRun       *self);
/* Adds other, which is empty then. FALSE when memory is short: self is as it was. */
gboolean assay_cell_run_merge (AssayCellRun       *self,
                               AssayCellRun       *other);
/* Cells of a layout of n_axes axes of n_codes go to one with these steps, which must keep their order. */
void     assay_cell_run_move  (AssayCellRun       *self,
                               const guint        *n_codes,
                               const guint64      *steps,
                               guint               n_axes);

/* Cells below 2^32 are kept in 4 bytes, others in 8. */
typedef struct
{
  gboolean     is_wide;  /* 8 bytes */
  guint        n_passes; /* of sorting */
  guint64      most_keys; /* pending before they are sorted, at least */
  guint64      n_room;
  guint64      n_keys;   /* pending */
  gpointer     keys;     /* n_room of guint32 or guint64 */
  AssayCellRun run;      /* all that was sorted */
} AssayCellSorter;

/* most_keys 0: as many as are best. */
void     assay_cell_sorter_init   (AssayCellSorter *self,
                                   guint64          n_cells,
                                   guint64          most_keys);
void     assay_cell_sorter_clear  (AssayCellSorter *self);
/* (nullable) Room for the next n cells, guint32 or guint64, which the caller fills: 1 is added for each. NULL: no
 * memory. */
gpointer assay_cell_sorter_add    (AssayCellSorter *self,
                                   guint            n);
/* Everything is in the run then. FALSE: no memory. */
gboolean assay_cell_sorter_settle (AssayCellSorter *self);

G_END_DECLS
