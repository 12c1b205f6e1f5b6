/* moment-sets.h: what has to be summed for the measures that are functions of moments (src/measure/moments.h).
 *
 * One list for two rooms: src/audit lets the scan make these values and the tables sum them, src/judge reads the sums
 * by the values' names. The sums stand in the tables over (K..., label, prediction), or, where baselines are compared,
 * in that with the first baseline; those of a pair of models in the table with their baseline.
 */
#pragma once

#include "plan/plan.h"
#include "read/read.h"

G_BEGIN_DECLS

/* One AssayMoments of an evidence: one, two or four values of each row, and which sums of them are needed. */
typedef struct
{
  AssayScanValue x, y;     /* y.name NULL: x alone; the values are there for the same rows */
  AssayScanValue high, low; /* high.name NULL: not needed; the halves of y², whose products with all are (R²) */
  AssayScanValue w;        /* w.name NULL: rows are not weighted; else x and y (but a label) are times the weight */
  gboolean       has_xy;   /* Σxy too */
  gboolean       is_least_0; /* x cannot be negative */
} AssayMomentSet;

typedef struct
{
  GArray       *sets;      /* of AssayMomentSet */
  GStringChunk *names;
} AssayMomentSets;

/* What a regression's axes of labels and predictions have in place of classes: a row has the number or lacks it. */
#define ASSAY_REGRESSION_CLASS "number"

/* baseline -1: of the audited model, in the order of ASSAY_MOMENTS_ABSOLUTE ... of a regression, then the plan's own
 * measures in the plan's order. Else of the pair with that baseline, ASSAY_MOMENTS_PAIR of them; empty unless the task is
 * regression. Borrows the plan's columns. */
AssayMomentSets *assay_moment_sets_new  (const AssayPlan *plan, int baseline);
void             assay_moment_sets_free (AssayMomentSets *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayMomentSets, assay_moment_sets_free)

G_END_DECLS
