/* replicate-count-private.h: what the files of replicate-count.h share. */
#pragma once

#include "tally/cblas.h"
#include "tally/cell-hash-private.h"
#include "tally/poisson.h"
#include "tally/product-plan.h"
#include "tally/replicate-count.h"

G_BEGIN_DECLS

/* A shape's way from the codes of a row to an entry of its table. */
typedef struct
{
  const AssayReplicateShape *shape;
  AssayReplicateTable       *table;
  guint64                   *terms[ASSAY_MAX_AXES]; /* of each axis: what a code of the rows adds to the cell; NO_CELL
                                                     * for a missing outcome */
  guint64                    n_cells;
  guint32                   *entry_of;              /* up to ASSAY_DENSE_CELLS cells: entry + 1, 0: no row */
  AssayCellHash             *hash;                  /* else, until the table is there: its cells */
  guint64                    most[ASSAY_REPLICATE_MOST_SUMS]; /* no replicate of a cell's sum is larger, nor -it */
} AssayReplicateCounted;

/* What BLAS does of the work, for all threads. */
typedef struct
{
  AssayProductPlan *plan;    /* (nullable) NULL: nothing */
  AssayCblas       *blas;
  gint64          **to;      /* of each sum of the product: its replicates */
} AssayReplicateProduct;

typedef struct
{
  const AssayClusterRows      *rows;
  const AssayReplicateRequest *request;
  const AssayPoissonKernel    *kernel;
  AssayReplicateCounted                     *counted; /* n_shapes */
  AssayProgress               *progress;
  GCancellable                *cancellable;
  guint64                     *offsets; /* of each shape: the number of its first sum over all; one more behind */
  AssayReplicateProduct        product;
} AssayReplicateCount;

/* The factors of one thread's products. */
typedef struct
{
  const AssayReplicateProduct *product;
  guint   first, n;                     /* replicates */
  guint   n_clusters, most_clusters;
  double *weights, *parts, *tile;
} AssayReplicateFactors;

/* One thread's range of replicates. */
typedef struct
{
  const AssayReplicateCount *count;
  guint        first, n;
  guint8      *weights;
  gint64     **values;   /* of each shape: [entry * n_sums + sum], 0 between clusters */
  guint8     **is_met;   /* of each shape: [entry] */
  GArray     **met;      /* of each shape, of guint64: the entries of this cluster */
  AssayReplicateFactors factors;        /* where there is a product */
} AssayReplicateWorker;

void     assay_replicate_worker_init  (AssayReplicateWorker      *self,
                                       const AssayReplicateCount *count,
                                       guint                      first,
                                       guint                      n);
void     assay_replicate_worker_clear (AssayReplicateWorker      *self);
/* Adds a row to what its cluster has in a shape. */
void     assay_replicate_worker_meet  (AssayReplicateWorker      *self,
                                       guint                      shape,
                                       const AssayClusterRow     *row);
/* Without a plan where BLAS gains nothing or is not there. */
void     assay_replicate_product_init  (AssayReplicateProduct       *self,
                                        const AssayReplicateCount   *count,
                                        const AssayReplicateWork    *work);
void     assay_replicate_product_clear (AssayReplicateProduct       *self);
void     assay_replicate_factors_init  (AssayReplicateFactors       *self,
                                        const AssayReplicateProduct *product,
                                        guint                        first,
                                        guint                        n);
void     assay_replicate_factors_clear (AssayReplicateFactors       *self);
/* A cluster, its values, and its end. put: FALSE for sums that are not of the product. */
void     assay_replicate_factors_begin (AssayReplicateFactors       *self,
                                        const guint8                *weights);
gboolean assay_replicate_factors_put   (AssayReplicateFactors       *self,
                                        guint64                      number,
                                        gint64                       value);
void     assay_replicate_factors_end   (AssayReplicateFactors       *self);
/* Adds what is left. */
void     assay_replicate_factors_flush (AssayReplicateFactors       *self);
/* Decides, for the processor, what its BLAS does. */
void     assay_replicate_plan_product  (AssayReplicateCount         *count);
/* TRUE: the request's engine filled the tables. Without an error their sums are 0 and still to be counted. */
gboolean assay_replicate_run_engine   (const AssayReplicateCount *count,
                                       GError                   **error);

G_END_DECLS
