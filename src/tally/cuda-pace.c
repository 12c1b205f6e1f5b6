/* cuda-pace.c: work at a rate that is assumed. */
#include "tally/cuda-pace.h"

#define OWN_LOG2 30     /* updates a second of a multiprocessor */
#define SHARED_LOG2 30  /* updates a second of the device's memory, all of one address */
#define SPREAD_LOG2 32  /* of thousands of addresses */

/* A row takes own / (512 x multiprocessors x 2^30) + shared / 2^30 seconds. */
guint64
assay_cuda_pace_rows (const AssayCudaCost *cost,
                      guint                n_multiprocessors)
{
  G_STATIC_ASSERT (OWN_LOG2 == SHARED_LOG2);
  guint64 n_units = (guint64) ASSAY_CUDA_OWN * n_multiprocessors;
  guint64 n_a_piece = n_units * ((G_GUINT64_CONSTANT (1) << OWN_LOG2) / ASSAY_CUDA_PIECES);

  return MAX (n_a_piece / MAX (cost->n_own + n_units * cost->n_shared, 1), 1);
}

guint64
assay_cuda_pace_entries (guint n_replicates)
{
  return MAX ((G_GUINT64_CONSTANT (1) << SPREAD_LOG2) / ASSAY_CUDA_PIECES / MAX (n_replicates, 1), 1);
}
