/* replicate-count.h: kept rows in, tables of replicates out. */
#pragma once

#include "tally/cluster-rows.h"
#include "tally/engine.h"
#include "tally/replicates.h"

G_BEGIN_DECLS

#define ASSAY_REPLICATE_MOST_SUMS 6
#define ASSAY_REPLICATE_COUNT G_MAXUINT16 /* in the place of a value: 1 for every row */

typedef struct
{
  AssayTableShape axes;
  guint           n_outcomes;  /* the last axes, such as label and prediction: rows that lack one are left out */
  guint           n_sums;      /* at least 1 */
  guint16         values[ASSAY_REPLICATE_MOST_SUMS]; /* values of the rows, or ASSAY_REPLICATE_COUNT */
} AssayReplicateShape;

typedef struct
{
  const AssayReplicateShape *shapes;
  guint                      n_shapes;
  AssayAxis *const          *axes;         /* one for each column of the rows */
  const guint *const        *maps;         /* (nullable) maps[column][code of the rows] = code of the axis; entries
                                            * (nullable): codes stay */
  guint64                    seed;
  guint                      n_replicates; /* 0: ASSAY_REPLICATES */
  guint                      n_threads;    /* 0: as many as there are processors */
  guint64                    most_bytes;   /* of all tables; 0: no bound */
  const char                *variant;      /* (nullable) forces one kernel of poisson.h, for tests */
  const char                *blas;         /* (nullable) "": none; else a library that has CBLAS, which then does all
                                            * that it can, for tests; NULL: the system's, where that gains */
  AssayEngine               *engine;       /* (nullable) draws and adds; when it cannot, threads of the processor do */
  gboolean                   is_insistent; /* no: they do not, and its error is the caller's */
  char                     **why;          /* (nullable) (inout) set to why the engine did not, where it is NULL */
} AssayReplicateRequest;

/* (transfer full) (element-type AssayReplicateTable), one a shape. The rows have been sorted. Fails when the tables
 * take more than most_bytes, or a sum could pass 2^63. */
GPtrArray *assay_replicates_count (const AssayClusterRows      *rows,
                                   const AssayReplicateRequest *request,
                                   AssayProgress               *progress,    /* (nullable) counts the rows done */
                                   GCancellable                *cancellable, /* (nullable) */
                                   GError                     **error);

G_END_DECLS
