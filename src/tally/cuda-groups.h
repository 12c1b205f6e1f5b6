/* cuda-groups.h: a cover's groups on a device: their descriptions, their cells, and the way back (inside this
 * room). */
#pragma once

#include "tally/cover-private.h"
#include "tally/cuda-feed.h"
#include "tally/set-shapes-private.h"
#include "tally/totals-private.h"

G_BEGIN_DECLS

/* Of a block: the 48 KiB that every device gives without being asked for more, less the 1 KiB that the compiler's
 * code says it keeps from capability 9.0 on. */
#define ASSAY_CUDA_SHARED_BYTES (47 * 1024)

typedef struct
{
  const AssayRows   *rows;
  const AssayArrangedShapes *shapes;
  const AssayCover  *cover;       /* of the shapes of rows */
  const guint       *n_codes;     /* for each column, and each set behind them */
  AssayTotals       *totals;      /* of the shapes */
  guint              first, n;    /* groups of the cover that are counted */
  gboolean           has_sets;    /* and the shapes of sets */
  guint64            sparse_rows; /* rows of a chunk at most, for groups that need a hash table; 0: the default */
  guint64            flush_rows;  /* rows after which cells are added to the totals, at most; 0: before lanes overflow */
  GCancellable      *cancellable; /* (nullable) */
} AssayCudaRequest;

typedef struct _AssayCudaGroups AssayCudaGroups;

/* The request's parts must outlive it. Fails with ASSAY_TALLY_ERROR_TOO_LARGE when the cells do not fit the
 * device. */
AssayCudaGroups *assay_cuda_groups_new    (AssayCudaDevice         *device,
                                           const AssayCudaRequest  *request,
                                           GError                 **error);
void             assay_cuda_groups_free   (AssayCudaGroups         *self);
/* (transfer none) (element-type AssayCudaItem) the columns that a chunk must have, in this order. */
const GArray    *assay_cuda_groups_items  (const AssayCudaGroups   *self);
guint64          assay_cuda_groups_rows   (const AssayCudaGroups   *self); /* of a chunk, at most */
/* Puts the chunk's kernels on the computing stream, after emptying the cells that might not take them. */
gboolean         assay_cuda_groups_count  (AssayCudaGroups         *self,
                                           const AssayCudaChunk    *chunk,
                                           GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds all cells to the totals and clears them. Waits for the kernels. */
gboolean         assay_cuda_groups_flush  (AssayCudaGroups         *self,
                                           GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCudaGroups, assay_cuda_groups_free)

G_END_DECLS
