/* cluster-table.h: how many clusters a slice has in a measure's denominator, and how unequal they are.
 *
 * For a proportion of 0 or 1 a bootstrap has no variance; what its rows are worth then follows from the clusters
 * alone (measures.md 3): (Σ W_g)² / Σ W_g², W_g the rows, or their weights, of cluster g in the denominator D. And t
 * has one degree less than there are clusters in D. Denominators are unions of cells by label and prediction, of six
 * kinds.
 *
 * The clusters of all other rows, the rest, follow as well: those of the whole less those that lie in the slice
 * alone, and Σ (W_g - w_g)² = Σ W_g² - 2 Σ W_g w_g + Σ w_g². All numbers are integers and linear in the clusters, but
 * not in the rows: tables of two sets of rows add up only when no cluster is in both.
 */
#pragma once

#include "tally/replicate-count.h"

G_BEGIN_DECLS

/* Rows of a denominator: all of them, or those whose label or prediction is, or is not, a class. */
typedef enum
{
  ASSAY_PART_ALL,
  ASSAY_PART_LABEL,
  ASSAY_PART_PREDICTION,
  ASSAY_PART_EITHER,         /* the label or the prediction */
  ASSAY_PART_NOT_LABEL,
  ASSAY_PART_NOT_PREDICTION,
} AssayPartKind;

#define ASSAY_PART_KINDS 5   /* but for ALL */

typedef struct
{
  gint64   n;        /* clusters with W_g > 0 */
  gint64   n_only;   /* of these with all of the whole's W_g in the slice */
  __int128 squares;  /* Σ w_g² */
  __int128 cross;    /* Σ W_g w_g, W_g of the whole */
} AssayClusterSums;

typedef struct
{
  guint64          cell;  /* of the key's axes */
  guint            part;  /* assay_cluster_part() */
  AssayClusterSums sums;  /* of the NOT kinds: less those of ALL */
} AssayClusterEntry;

typedef struct
{
  guint              n_axes;  /* of the key, then label and prediction */
  AssayAxis         *axes[ASSAY_MAX_AXES]; /* owned references */
  guint              n_classes;            /* codes of label and prediction but for the missing one */
  guint              value;                /* of the rows that was summed; ASSAY_REPLICATE_COUNT: rows */
  guint64            n_entries;
  AssayClusterEntry *entries; /* ascending by (cell, part), none of them all 0 */
} AssayClusterTable;

guint              assay_cluster_part         (AssayPartKind kind, guint class, guint n_classes);
void               assay_cluster_table_free   (AssayClusterTable *self);
/* Of a slice (cell of the key's axes) in a denominator; 0 where there is none. */
AssayClusterSums   assay_cluster_table_get    (const AssayClusterTable *self,
                                               guint64                  cell,
                                               AssayPartKind            kind,
                                               guint                    class);
gboolean           assay_cluster_table_equal  (const AssayClusterTable *a,
                                               const AssayClusterTable *b);
/* (transfer full) (element-type AssayClusterTable) One for each shape of the request, whose last two axes are label
 * and prediction with equal codes, and whose first value is what is summed: it is never negative. The rows have been
 * sorted. */
GPtrArray         *assay_clusters_count       (const AssayClusterRows      *rows,
                                               const AssayReplicateRequest *request,
                                               GCancellable                *cancellable, /* (nullable) */
                                               GError                     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayClusterTable, assay_cluster_table_free)

G_END_DECLS
