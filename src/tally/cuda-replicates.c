/* cuda-replicates.c: tables of replicates on a device: chunks of clusters go there, sums stay until all have been.
 *
 * All replicates are worked out together when their sums fit the device, else in blocks of a multiple of 32, each
 * from all clusters anew, halved until they fit. The weights are drawn on the device (kernels/replicates.cu).
 */
#include "tally/cuda-replicates.h"

#include "../kernels/layout.h"

#define LANE 32 /* replicates that the kernel takes together */

/* A chunk's arrays side by side on the device. */
typedef struct
{
  AssayCuAddress bytes;
  guint64        n_bytes; /* that there is room for */
} ChunkPlace;

typedef struct
{
  AssayCudaDevice          *device;
  const AssayReplicateWork *work;
  GCancellable             *cancellable;
  guint                     first, n;   /* replicates of this block; n a multiple of LANE */
  AssayCuAddress            sums;
  ChunkPlace                place;
} Block;

static guint64
chunk_bytes (const AssayReplicateChunk *chunk)
{
  guint64 n_entries = chunk->first[chunk->n_clusters];

  return (2 * chunk->n_clusters + 1 + 2 * n_entries) * sizeof (guint64);
}

static gboolean
make_place (Block                      *self,
            const AssayReplicateChunk  *chunk,
            GError                    **error)
{
  guint64 n_bytes = chunk_bytes (chunk);

  if (n_bytes <= self->place.n_bytes)
    return TRUE;
  assay_cuda_device_free (self->device, &self->place.bytes);
  self->place.n_bytes = n_bytes;
  return assay_cuda_device_alloc (self->device, n_bytes, &self->place.bytes, error);
}

static gboolean
put (Block           *self,
     AssayCuAddress  *at,
     gconstpointer    from,
     guint64          n,
     GError         **error)
{
  AssayCuAddress to = *at;

  *at += n * sizeof (guint64);
  return n == 0
         || ASSAY_CUDA_CALL (self->device->driver, error, cuMemcpyHtoDAsync_v2, to, from, n * sizeof (guint64),
                             self->device->computing);
}

/* The chunk is the source's until the next one is asked for, so this waits for the device. */
static gboolean
add_chunk (Block                      *self,
           const AssayReplicateChunk  *chunk,
           GError                    **error)
{
  guint64 n_entries = chunk->first[chunk->n_clusters];
  AssayKernelReplicates kernel = { .sums = self->sums, .seed = self->work->seed, .n_clusters = chunk->n_clusters,
                                   .n_replicates = self->n, .first_replicate = self->first };
  AssayCudaLaunch launch = { ASSAY_KERNEL_replicate_sums, chunk->n_clusters * 1024, (self->n / 4 + 511) / 512 };

  if (!make_place (self, chunk, error))
    return FALSE;
  AssayCuAddress at = kernel.keys = self->place.bytes;
  gboolean done = put (self, &at, chunk->keys, chunk->n_clusters, error);
  kernel.first = at;
  done = done && put (self, &at, chunk->first, chunk->n_clusters + 1, error);
  kernel.at = at;
  done = done && put (self, &at, chunk->at, n_entries, error);
  kernel.values = at;
  done = done && put (self, &at, chunk->values, n_entries, error)
         && assay_cuda_device_launch (self->device, &launch, (void *[]) { &kernel }, error)
         && assay_cuda_device_wait (self->device, error);
  if (!done)
    self->device->driver->cuStreamSynchronize (self->device->computing); /* nothing reads the chunk any more */
  return done;
}

static gboolean
take_sums (Block   *self,
           GError **error)
{
  const AssayReplicateWork *work = self->work;
  const AssayCudaDriver *driver = self->device->driver;
  guint n = MIN (self->n, work->n_replicates - self->first);

  for (guint64 number = 0; number < work->n_sums; number++)
    if (!ASSAY_CUDA_CALL (driver, error, cuMemcpyDtoHAsync_v2, work->sums_of (work->source, number) + self->first,
                          self->sums + number * self->n * sizeof (gint64), n * sizeof (gint64),
                            self->device->computing))
      {
        driver->cuStreamSynchronize (self->device->computing);
        return FALSE;
      }
  if (assay_cuda_device_wait (self->device, error))
    return TRUE;
  driver->cuStreamSynchronize (self->device->computing);
  return FALSE;
}

static gboolean
add_clusters (Block   *self,
              GError **error)
{
  const AssayReplicateWork *work = self->work;
  AssayReplicateChunk chunk;

  if (!ASSAY_CUDA_CALL (self->device->driver, error, cuMemsetD8Async, self->sums, 0,
                        work->n_sums * self->n * sizeof (gint64),
                        self->device->computing))
    return FALSE;
  work->rewind (work->source);
  while (work->next (work->source, &chunk))
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error) || !add_chunk (self, &chunk, error))
      return FALSE;
  return take_sums (self, error);
}

/* Sums of as many replicates as fit. */
static gboolean
alloc_halving (Block   *self,
               GError **error)
{
  for (;;)
    {
      g_autoptr (GError) local = NULL;
      if (assay_cuda_device_alloc (self->device, self->work->n_sums * self->n * sizeof (gint64), &self->sums, &local))
        return TRUE;
      if (self->n == LANE || !g_error_matches (local, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      self->n = MAX (self->n / 2 / LANE, 1) * LANE;
    }
}

gboolean
assay_cuda_replicate (AssayCudaDevice           *device,
                      const AssayReplicateWork  *work,
                      GCancellable              *cancellable,
                      GError                   **error)
{
  Block block = { .device = device, .work = work, .cancellable = cancellable,
                  .n = (work->n_replicates + LANE - 1) / LANE * LANE };
  gboolean done = work->n_sums == 0 || alloc_halving (&block, error);

  for (; done && work->n_sums > 0 && block.first < work->n_replicates; block.first += block.n)
    done = add_clusters (&block, error);
  device->driver->cuStreamSynchronize (device->computing);
  assay_cuda_device_free (device, &block.place.bytes);
  assay_cuda_device_free (device, &block.sums);
  return done;
}
