/* replicates.h: the Poisson replicates of one slice, and what its measures are by them (measures.md 3).
 *
 * Replicates hold, for every cell of a matrix, its rows (or their weights) as each of 1,000 resamplings has them.
 * With clusters the variance of a proportion is that over its replicates; a bootstrapped measure takes their
 * percentiles. Replicates in which a measure is undefined are left out, and above 5 % of them there is no interval.
 * Of rows that have weights as well, all of it is sums of weights: replicates, clusters, and the evidence's own.
 */
#pragma once

#include "measure/effective.h"
#include "tally/cluster-table.h"

G_BEGIN_DECLS

/* Clusters in one denominator. */
typedef struct
{
  guint            part;  /* assay_cluster_part() */
  AssayClusterSums sums;
} AssayReplicatesPart;

struct _AssayReplicates
{
  guint                n_replicates;
  guint                n_cells;    /* of the matrix, or the pairs, that they are of, in that order */
  gint64              *sums;       /* sums[cell * n_replicates + replicate] */
  guint                n_classes;  /* that parts are numbered by */
  guint                n_parts;
  AssayReplicatesPart *parts;      /* ascending by part */
};

/* Sums 0, parts empty; both to be filled in. */
AssayReplicates  *assay_replicates_new      (guint n_replicates, guint n_cells, guint n_parts);
/* (transfer full) Of the matrix of one slice: cell key of the first axes of tables over (key..., label, prediction),
 * whose code c + 1 is class c. sum: which of the table's. */
AssayReplicates  *assay_replicates_of       (const AssayMatrix         *matrix,
                                             const AssayReplicateTable *table,
                                             guint                      sum,
                                             const AssayClusterTable   *clusters,
                                             guint64                    key);
void              assay_replicates_free     (AssayReplicates *self);
/* (transfer full) The same of a pair of models, from a table over (key..., label, new, old); clusters are those of own. */
AssayReplicates  *assay_replicates_of_pairs (const AssayPairedMatrix   *pairs,
                                             const AssayReplicateTable *table,
                                             guint                      sum,
                                             const AssayReplicates     *own,
                                             guint64                    key);
/* (transfer full) Of the rest, whose matrix is given: of the whole less those of the slice. */
AssayReplicates  *assay_replicates_less     (const AssayEvidence *whole,
                                             const AssayEvidence *part,
                                             const AssayMatrix   *rest);
AssayClusterSums  assay_replicates_clusters (const AssayReplicates *self, AssayPartKind kind, guint class);

/* Whether there are fewer than 10 clusters: nothing is drawn then. NULL: rows that are not clustered. */
gboolean          assay_replicates_are_few  (const AssayReplicates *self);

/* A share p of rows whose clusters are these, of n rows (or their weight) in all; v its variance over replicates, NaN where
 * too many are undefined. */
AssayEffective    assay_replicates_share    (const AssayClusterSums *clusters,
                                             double                  p,
                                             double                  v,
                                             double                  n,
                                             guint64                 n_rows,
                                             double                  confidence);
/* A measure that is a share of rows (or J, for f1) of an evidence that has replicates: v over the
 * replicates, (Σ W_g)² / Σ W_g² at 0 and 1, t with one degree less than there are clusters in the denominator; fewer
 * than 10 of them are no interval. */
AssayEffective    assay_replicates_effective (const AssayMeasure  *measure,
                                              const AssayEvidence *evidence,
                                              double               confidence);

G_END_DECLS
