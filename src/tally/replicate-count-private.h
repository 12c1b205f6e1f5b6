/* replicate-count-private.h: what replicate-count.c and replicate-entries.c share. */
#pragma once

#include "tally/cell-hash-private.h"
#include "tally/poisson.h"
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

typedef struct
{
  const AssayClusterRows      *rows;
  const AssayReplicateRequest *request;
  const AssayPoissonKernel    *kernel;
  AssayReplicateCounted                     *counted; /* n_shapes */
  AssayProgress               *progress;
  GCancellable                *cancellable;
} AssayReplicateCount;

/* One thread's range of replicates. */
typedef struct
{
  const AssayReplicateCount *count;
  guint        first, n;
  guint8      *weights;
  gint64     **values;   /* of each shape: [entry * n_sums + sum], 0 between clusters */
  guint8     **is_met;   /* of each shape: [entry] */
  GArray     **met;      /* of each shape, of guint64: the entries of this cluster */
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
/* TRUE: the request's engine filled the tables. Without an error their sums are 0 and still to be counted. */
gboolean assay_replicate_run_engine   (const AssayReplicateCount *count,
                                       GError                   **error);

G_END_DECLS
