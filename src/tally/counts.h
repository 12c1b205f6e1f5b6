/* counts.h: everything an audit counted, and nothing else: what the audit file keeps and all numbers come from. */
#pragma once

#include "tally/cluster-table.h"

G_BEGIN_DECLS

/* Names of the sums that tables of weighted rows have. */
#define ASSAY_WEIGHT "weight"
#define ASSAY_WEIGHT_SQUARES "weight * weight"

typedef struct
{
  guint64    n_rows;     /* rows read, those left out included */
  GPtrArray *axes;       /* of AssayAxis: every axis that a table uses, each once */
  GPtrArray *tables;     /* of AssayCountTable. For every slice key K (no axis at all: the whole set; one column;
                          * a crossing; a where) one table of axes (K..., label, prediction), or, where baselines are
                          * compared, one of (K..., label, prediction, baseline) for each baseline. With annotators= also
                          * (K, ratings[, label][, prediction]) and (K, annotator, annotator) for each pair, where K is
                          * nothing, a column, a where or a tag, and (ratings, annotator) for each; none over ratings
                          * where they make more values than an axis has. A plan of annotators may lack label,
                          * prediction or both: (K..., first annotator) then stands for (K..., label, prediction) */
  GPtrArray *replicates; /* of AssayReplicateTable: with cluster=, for every key one of (K..., label, prediction), and
                          * one of (K..., label, baseline) and one of (K..., label, prediction, baseline) for each
                          * baseline; else empty. Sums are of rows, or with weight= of their weights */
  GPtrArray *clusters;   /* of AssayClusterTable: with cluster=, one of (K..., label, prediction) for every key, and one of
                          * (K..., label, baseline) for each baseline */
  char     **classes;    /* (array zero-terminated) label and prediction axes share it: code i + 1 is classes[i] */
  guint      n_classes;
  guint      positive;   /* index into classes; n_classes: none of more than two, each is against the rest */
  char      *positive_why; /* (nullable) how the positive class was found when the plan does not name it */
} AssayCounts;

AssayCounts           *assay_counts_new   (void);
void                   assay_counts_free  (AssayCounts *self);
/* (transfer none) (nullable) The axis of a kind and name; name NULL takes the first of the kind. */
AssayAxis             *assay_counts_axis  (const AssayCounts *self,
                                           AssayAxisKind      kind,
                                           const char        *name);
/* (transfer none) (nullable) The table with exactly these axes in this order. */
const AssayCountTable *assay_counts_table (const AssayCounts  *self,
                                           AssayAxis *const   *axes,
                                           guint               n_axes);

/* (transfer none) (nullable) The same among the replicates and the clusters. */
const AssayReplicateTable *assay_counts_replicates (const AssayCounts *self, AssayAxis *const *axes, guint n_axes);
const AssayClusterTable   *assay_counts_clusters   (const AssayCounts *self, AssayAxis *const *axes, guint n_axes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCounts, assay_counts_free)

G_END_DECLS
