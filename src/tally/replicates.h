/* replicates.h: a count table a thousand times over, the rows of each cluster weighted by Poisson(1) anew each time.
 *
 * A table has, for each cell with a row, sums over its rows of weight x value, one for each replicate: counts where
 * the value is 1. They are integers and linear in the rows, so that tables over equal axes, drawn with one seed, add
 * up, in any order, to the table of all rows; also when a cluster has rows in several of them.
 */
#pragma once

#include "tally/count-table.h"

G_BEGIN_DECLS

#define ASSAY_REPLICATES 1000 /* measures.md 3 */

typedef struct
{
  guint      n_axes;
  AssayAxis *axes[ASSAY_MAX_AXES]; /* owned references */
  guint64    n_cells;              /* product of the axes' n_codes */
  guint      n_replicates;
  guint      n_sums;               /* of a cell: one for each value */
  guint64    seed;
  guint64    n_entries;            /* cells with at least one row */
  guint64   *cells;                /* ascending */
  gint64    *sums;                 /* sums[(entry * n_sums + sum) * n_replicates + replicate] */
} AssayReplicateTable;

/* Sums all 0. Copies the cells, which ascend. Fails when memory is short. (transfer full) */
AssayReplicateTable *assay_replicate_table_new      (AssayAxis *const          *axes,
                                                     guint                      n_axes,
                                                     guint                      n_replicates,
                                                     guint                      n_sums,
                                                     guint64                    seed,
                                                     const guint64             *cells,
                                                     guint64                    n_entries,
                                                     GError                   **error);
void                 assay_replicate_table_free     (AssayReplicateTable       *self);
/* (transfer none) n_replicates sums of a cell, NULL when no row is in it. */
const gint64        *assay_replicate_table_get      (const AssayReplicateTable *self,
                                                     guint64                    cell,
                                                     guint                      sum);
/* Position of the first entry whose cell is this one or a later one; n_entries: there is none. */
guint64              assay_replicate_table_find     (const AssayReplicateTable *self,
                                                     guint64                    cell);
gboolean             assay_replicate_table_equal    (const AssayReplicateTable *a,
                                                     const AssayReplicateTable *b);
/* (transfer full) a + b. Fails, naming both, when axes, seeds or numbers differ. */
AssayReplicateTable *assay_replicate_table_merge    (const AssayReplicateTable *a,
                                                     const AssayReplicateTable *b,
                                                     GError                   **error);
/* Sums over the axes that are not in keep[] (positions of self's axes, in the order the result shall have), under the
 * axes given: code c of axis keep[i] becomes maps[i][c]; maps and its entries are (nullable): codes stay. Codes that
 * map to one value are added. (transfer full) */
AssayReplicateTable *assay_replicate_table_project  (const AssayReplicateTable *self,
                                                     const guint               *keep,
                                                     guint                      n_keep,
                                                     AssayAxis *const          *axes,
                                                     const guint *const        *maps,
                                                     GError                   **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReplicateTable, assay_replicate_table_free)

G_END_DECLS
