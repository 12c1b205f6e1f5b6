/* audit-layout.h: what a plan needs read and counted: columns of codes, and tables over them. Inside src/audit. */
#pragma once

#include "read/read.h"
#include "tally/tally.h"

G_BEGIN_DECLS

typedef struct
{
  GArray    *columns;      /* of AssayScanColumn: label, prediction, [scored,] baselines, slice columns, wheres */
  GArray    *shapes;       /* of AssayTableShape */
  GPtrArray *owned_bins;   /* of AssayBins: quantile edges that were found */
  guint      label, prediction;
  guint      scored;       /* position of score >= threshold beside a prediction column; 0: none */
  guint      first_baseline, n_baselines;
  guint      first_slice, n_slices;
  guint      first_named, n_named;
} AssayLayout;

/* The plan is resolved against the source's columns. Quantile edges are looked for here, or taken from an audit's
 * counts. The layout borrows from the plan. */
AssayLayout *assay_layout_new    (const AssayPlan   *plan,
                                  AssaySource       *source,
                                  const AssayCounts *edges,       /* (nullable) */
                                  GCancellable      *cancellable,
                                  GError           **error);
void         assay_layout_free   (AssayLayout     *self);
const AssayScanColumn *assay_layout_column (const AssayLayout *self, guint position);
/* Position of the column that makes slices of a name; 0 when there is none (0 is the label). */
guint        assay_layout_find_slice (const AssayLayout *self, const char *column);
guint        assay_layout_find_named (const AssayLayout *self, const char *name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayLayout, assay_layout_free)

G_END_DECLS
