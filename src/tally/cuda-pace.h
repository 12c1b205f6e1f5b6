/* cuda-pace.h: how much work goes to a device at once (inside this room).
 *
 * Nothing stops a kernel that was launched, so cancelling waits for what is under way: two chunks of rows
 * (cuda-feed.c), or one piece of clusters (cuda-shares.c). Each is to take a 32nd of a second at most, so that with
 * the copying of 64 MiB a cancelled count ends within 100 ms:
 *
 *     2 / 32 s = 63 ms of kernels, and 64 MiB at 2 GB/s = 34 ms
 *
 * How long kernels take is not known before; these are rates below which no device that can be used is thought to
 * fall. None of them was measured. A multiprocessor adds a lane of shared memory to one address each clock, however
 * equal the rows are, and has a clock of 1 GHz or more: 2^30 updates a second. The memory that all of them share adds
 * one number of 64 bits to one address each clock: 2^30 a second of the whole device when all rows are in one cell; to
 * thousands of addresses, as replicates do, at least 2^32.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_CUDA_PIECES 32 /* of a second */

/* What a row costs: updates of a multiprocessor, in 512ths, and of the memory that all share. */
typedef struct
{
  guint64 n_own, n_shared;
} AssayCudaCost;

#define ASSAY_CUDA_OWN 512 /* AssayCudaCost.n_own of one update */

/* Rows that take a piece of a second, at least 1. */
guint64 assay_cuda_pace_rows    (const AssayCudaCost *cost,
                                 guint                n_multiprocessors);
/* Entries of clusters, each added to so many replicates, that take a piece of a second, at least 1. */
guint64 assay_cuda_pace_entries (guint                n_replicates);

G_END_DECLS
