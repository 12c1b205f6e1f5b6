/* effective.h: a proportion of weighted or clustered rows: as if it were one of n effective rows (measures.md 3).
 *
 * Its variance v comes from the weights or from replicates; n = p (1 - p) / v is how many plain rows would know p as
 * well. At 0 and 1 there is no variance, and n is what the weights, or the clusters, are worth by themselves. Wilson
 * takes p and n as they are; n needs to be no whole number.
 */
#pragma once

#include "measure/measure.h"

G_BEGIN_DECLS

#define ASSAY_FEWEST_CLUSTERS 10
#define ASSAY_TOO_FEW_CLUSTERS "fewer than 10 clusters"

typedef struct
{
  double      p;        /* on the scale of the interval: J for f1; NaN: undefined */
  double      n;        /* effective rows */
  double      v;        /* variance of p; 0 when p is 0 or 1 */
  double      quantile; /* of the interval: z, or t's */
  guint64     rows;     /* of the denominator */
  const char *why;      /* (nullable) static: why p is undefined, or has no interval */
} AssayEffective;

/* A proportion with v (and n, where p is 0 or 1). v = 0 elsewhere: "no spread". */
AssayEffective assay_effective_new      (double p, double v, double n_at_end, double quantile, guint64 rows);
/* Of an evidence with clusters (replicates.h) or weights (weighted.h). */
AssayEffective assay_effective_of       (const AssayMeasure *measure, const AssayEvidence *evidence, double confidence);
/* Wilson on p and n, ends exactly 0 or 1 where p is. */
AssayEstimate  assay_effective_interval (const AssayEffective *self);
/* z = (p₁ - p₂) / √(v₁ + v₂), two-sided. A side at 0 or 1 takes p̄ (1 - p̄) / n, p̄ pooled by n; p = 1 when both are
 * equal there. No test where a side has no interval. */
AssayTest      assay_effective_test     (const AssayEffective *a, const AssayEffective *b);
/* p₁/p₂ with Katz's interval on p n and n of each (measures.md 3), 1/2 and 1 added where a cell is empty; undefined for
 * p₂ = 0. The quantile is the greater one of the two. */
AssayEstimate  assay_effective_ratio    (const AssayEffective *a, const AssayEffective *b);

G_END_DECLS
