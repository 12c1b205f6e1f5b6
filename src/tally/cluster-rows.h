/* cluster-rows.h: rows kept with the key of their cluster, in order of the keys.
 *
 *   rows  = assay_cluster_rows_new (n_columns, n_values, most_bytes);
 *   state = assay_cluster_rows_start (rows);                 one for each thread, any thread
 *   assay_cluster_rows_add (state, keys, codes, values, n);  as often as there are chunks
 *   assay_cluster_rows_sort (rows, ...);                     once, after every thread has stopped
 *   replicate-count.h, cluster-parts.h                       count them
 *
 * What a cluster adds to a table is known only when all of its rows are together, hence they are kept: 8 bytes for
 * the key, 8 for each value, 2 for each column, and 4 for the order.
 */
#pragma once

#include "tally/count-table.h"

G_BEGIN_DECLS

typedef struct _AssayClusterRows  AssayClusterRows;
typedef struct _AssayClusterState AssayClusterState;

/* most_bytes 0: no bound. */
AssayClusterRows  *assay_cluster_rows_new        (guint                 n_columns,
                                                  guint                 n_values,
                                                  guint64               most_bytes);
AssayClusterState *assay_cluster_rows_start      (AssayClusterRows     *self);
/* keys[row], codes[column][row], values[value][row] (nullable without values). FALSE: memory is short or the bound
 * was met; sort then says so. One thread at a time for each state. */
gboolean           assay_cluster_rows_add        (AssayClusterState    *state,
                                                  const guint64        *keys,
                                                  const guint16 *const *codes,
                                                  const gint64 *const  *values,
                                                  guint                 n_rows);
/* Fails with ASSAY_TALLY_ERROR_TOO_LARGE, naming how much memory the rows met so far take. */
gboolean           assay_cluster_rows_sort       (AssayClusterRows     *self,
                                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void               assay_cluster_rows_free       (AssayClusterRows     *self);

/* After sort: clusters follow each other in ascending order of their keys. */
guint              assay_cluster_rows_n_columns  (const AssayClusterRows *self);
guint64            assay_cluster_rows_n_rows     (const AssayClusterRows *self);
guint64            assay_cluster_rows_n_clusters (const AssayClusterRows *self);

/* One row. */
typedef struct
{
  guint64        key;
  const gint64  *values;
  const guint16 *codes;
} AssayClusterRow;

AssayClusterRow    assay_cluster_rows_get        (const AssayClusterRows *self,
                                                  guint64                 position);
/* Where the cluster that begins at a position ends: the first row of the next one. */
guint64            assay_cluster_rows_end        (const AssayClusterRows *self,
                                                  guint64                 first);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayClusterRows, assay_cluster_rows_free)

G_END_DECLS
