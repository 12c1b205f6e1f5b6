/* weighted.h: rows that stand for more or fewer than themselves: sampling weights (measures.md 3, "weighted rows").
 *
 * A slice's matrix then has the sums Σw and Σw² beside the rows of each cell. A share of rows becomes a share of weight,
 * p = Σ w of successes / Σ w of the denominator D, with
 *
 *     v = [(1 - p)² S₁ + p² S₀] / (Σ_D w)²      S₁, S₀: Σw² of the successes and of the failures in D
 *
 * and is worth n_eff = p (1 - p) / v rows (Kish's (Σ_D w)² / Σ_D w² when p is 0 or 1). With equal weights that is the
 * rows of D. Multiplying all weights by a number changes nothing. Measures that are drawn, and differences of two models
 * on the same rows, are resampled from the same sums (resampling.c).
 */
#pragma once

#include "measure/effective.h"
#include "tally/count-table.h"

G_BEGIN_DECLS

#define ASSAY_NO_WEIGHT "no weight"

typedef struct
{
  AssaySum sum;      /* Σw, in units of 2^-k */
  AssaySum squares;  /* Σw², in units of 2^-2k */
} AssayWeight;

struct _AssayWeights
{
  guint       n_cells; /* of the matrix or the pairs that they are of, in that order */
  AssayWeight cells[];
};

/* Sums 0, to be filled in; freed with g_free(). */
AssayWeights  *assay_weights_new        (guint n_cells);
/* (transfer full) Of the rest, whose matrix is given: of the whole less those of the slice. */
AssayWeights  *assay_weights_less       (const AssayEvidence *whole,
                                         const AssayEvidence *part,
                                         const AssayMatrix   *rest);
/* Whether all rows weigh the same, by Cauchy and Schwarz: n Σw² = (Σw)². Then weights say nothing. */
gboolean       assay_weights_are_equal  (guint64 n_rows, AssayWeight all);
/* A measure that is a share of rows (or J, for f1) of weighted rows. p NaN: not measured, why says the reason. */
AssayEffective assay_weights_effective  (const AssayMeasure  *measure,
                                         const AssayEvidence *evidence,
                                         double               quantile);
/* The same of some cells of any matrix: successes (nullable: none) and denominator are booleans for each cell. */
AssayEffective assay_weights_share      (const AssayWeights  *weights,
                                         const guint8        *is_success,
                                         const guint8        *is_in,
                                         guint64              rows,
                                         double               quantile);

G_END_DECLS
