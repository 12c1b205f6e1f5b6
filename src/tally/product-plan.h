/* product-plan.h: which sums of replicates are worked out as a product of matrices (inside this room).
 *
 * Sums are linear in what clusters have: sums[replicate][number] is the sum over clusters of
 * weight[replicate][cluster] times value[cluster][number]. Entry by entry, only values that are not 0 cost something;
 * as a product of two dense matrices of doubles every value does, though some times less. So sums that many clusters
 * have a part in go to the product, the others are added entry by entry. Doubles are exact here: every value, product
 * and partial sum, in whatever order, is an integer of at most 2^53, and the plan takes no sum that could pass it.
 */
#pragma once

#include "tally/engine.h"

G_BEGIN_DECLS

/* What one replicate of one cluster costs, in any one unit. */
typedef struct
{
  guint64 entry;          /* an entry that is added by itself */
  guint64 product;        /* a value of the matrix, 0 or not */
  guint64 weight;         /* a weight as a double, of which a product reads one for all sums */
} AssayProductCosts;

typedef struct
{
  guint64  n_alone;       /* sums that are added entry by entry: places 0 .. n_alone - 1 */
  guint64  n_together;    /* sums of the product: the places behind them */
  guint64 *places;        /* of each sum, by its number */
} AssayProductPlan;

/* (transfer full) (nullable) NULL: a product gains nothing. Looks at the first chunk of clusters, which is a sample
 * of all: they come in the order of their digests. Rewinds the work. */
AssayProductPlan *assay_product_plan_new  (const AssayReplicateWork *work,
                                           const AssayProductCosts  *costs);
void              assay_product_plan_free (AssayProductPlan         *self);

/* A chunk's entries in two lists. */
typedef struct
{
  GArray *first, *at, *values;
} AssayProductList;

typedef struct
{
  AssayProductList alone, together;
} AssayProductSplit;

void              assay_product_split_init  (AssayProductSplit         *self);
void              assay_product_split_clear (AssayProductSplit         *self);
/* alone, together: the chunk's clusters with the entries of each kind; at[] has the sum's place among those of its
 * kind. Valid until the next one. */
void              assay_product_split_chunk (AssayProductSplit         *self,
                                             const AssayProductPlan    *plan,
                                             const AssayReplicateChunk *chunk,
                                             AssayReplicateChunk       *alone,
                                             AssayReplicateChunk       *together);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayProductPlan, assay_product_plan_free)

G_END_DECLS
