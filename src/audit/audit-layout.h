/* audit-layout.h: what a plan needs read and counted: columns of codes, and tables over them. Inside src/audit. */
#pragma once

#include "read/read.h"
#include "tally/tally.h"

G_BEGIN_DECLS

typedef struct
{
  GArray    *columns;      /* of AssayScanColumn: label, prediction, [scored,] baselines, slice columns, wheres */
  GArray    *shapes;       /* of AssayTableShape */
  GArray    *values;       /* of AssayScanValue: numbers of the rows that shapes sum */
  GStringChunk *names;     /* of the values */
  GPtrArray *owned_bins;   /* of AssayBins: quantile edges that were found */
  guint      label, prediction;
  guint      scored;       /* position of score >= threshold beside a prediction column; 0: none */
  guint      first_baseline, n_baselines;
  guint      first_slice, n_slices;
  guint      first_named, n_named;
  gboolean   has_too_many;  /* sums of a table */
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
/* Adds a value to be made of every row, its name copied, its columns borrowed; returns its position. A value of the same
 * name is not added twice. Its k is found when the layout is complete. */
guint        assay_layout_add_value  (AssayLayout *self, AssayScanValue value);
/* Position of a value by name; -1: there is none. */
int          assay_layout_find_value (const AssayLayout *self, const char *name);
/* Lets a shape sum value a, a x b, or the rows that have a (b: AssayShapeSum), unless it does already. */
void         assay_layout_add_sum    (AssayLayout *self, guint shape, guint a, guint b);
/* audit-moments.c: what means, ratios and errors need. */
void         assay_layout_add_moments (AssayLayout *self, const AssayPlan *plan);
/* (transfer full) with g_free(): the values' names, borrowed, and scales. */
AssayValueScale *assay_layout_scales (const AssayLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayLayout, assay_layout_free)

G_END_DECLS
