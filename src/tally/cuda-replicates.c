/* cuda-replicates.c: tables of replicates on a device: chunks of clusters go there, sums stay until all have been.
 *
 * All replicates are worked out together when their sums fit the device, else in blocks of a multiple of 32, each
 * from all clusters anew, halved until they fit. The weights are drawn on the device (kernels/replicates.cu). Sums
 * that many clusters have a part in are worked out by cuBLAS where there is one (cuda-products.c): they lie behind
 * the others, as doubles.
 */
#include "tally/cuda-replicates.h"

#include "tally/cuda-products.h"

#include <string.h>

#define LANE 32        /* replicates that the kernel takes together */
#define CHECK_SUMS 256 /* between two looks at the cancellable: 2 MB of 1,000 replicates */

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
  ChunkPlace                alone, together;
  const AssayProductPlan   *plan;       /* (nullable) of what cuBLAS does */
  AssayProductSplit         split;
  AssayCudaProducts         products;
} Block;

/* Where a chunk's arrays lie. */
typedef struct
{
  AssayCuAddress keys, first, at, values;
} ChunkAddresses;

static guint64
chunk_bytes (const AssayReplicateChunk *chunk)
{
  guint64 n_entries = chunk->first[chunk->n_clusters];

  return (2 * chunk->n_clusters + 1 + 2 * n_entries) * sizeof (guint64);
}

static gboolean
make_place (Block                      *self,
            ChunkPlace                 *place,
            const AssayReplicateChunk  *chunk,
            GError                    **error)
{
  guint64 n_bytes = chunk_bytes (chunk);

  if (n_bytes <= place->n_bytes)
    return TRUE;
  assay_cuda_device_free (self->device, &place->bytes);
  place->n_bytes = n_bytes;
  return assay_cuda_device_alloc (self->device, n_bytes, &place->bytes, error);
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

static gboolean
put_chunk (Block                      *self,
           ChunkPlace                 *place,
           const AssayReplicateChunk  *chunk,
           ChunkAddresses             *to,
           GError                    **error)
{
  const guint64 n_entries = chunk->first[chunk->n_clusters];

  if (!make_place (self, place, chunk, error))
    return FALSE;
  /* The last one is what tells where clusters end: a kernel that goes on behind them leaves the memory. */
  AssayCuAddress at = to->keys = place->bytes;
  if (!put (self, &at, chunk->keys, chunk->n_clusters, error))
    return FALSE;
  to->at = at;
  if (!put (self, &at, chunk->at, n_entries, error))
    return FALSE;
  to->values = at;
  if (!put (self, &at, chunk->values, n_entries, error))
    return FALSE;
  to->first = at;
  return put (self, &at, chunk->first, chunk->n_clusters + 1, error);
}

/* Entry by entry. */
static gboolean
add_alone (Block                      *self,
           const AssayReplicateChunk  *chunk,
           GError                    **error)
{
  const AssayCudaLaunch launch = { ASSAY_KERNEL_replicate_sums, chunk->n_clusters * 1024, (self->n / 4 + 511) / 512 };
  ChunkAddresses lies;

  if (chunk->first[chunk->n_clusters] == 0)
    return TRUE;
  if (!put_chunk (self, &self->alone, chunk, &lies, error))
    return FALSE;
  AssayKernelReplicates kernel = { .keys = lies.keys, .first = lies.first, .at = lies.at, .values = lies.values,
                                   .sums = self->sums, .seed = self->work->seed, .n_clusters = chunk->n_clusters,
                                   .n_replicates = self->n, .first_replicate = self->first };
  return assay_cuda_device_launch (self->device, &launch, (void *[]) { &kernel }, error);
}

static gboolean
add_together (Block                      *self,
              const AssayReplicateChunk  *chunk,
              GError                    **error)
{
  ChunkAddresses lies;

  if (!put_chunk (self, &self->together, chunk, &lies, error))
    return FALSE;
  const AssayKernelProduct kernel = { .keys = lies.keys, .first = lies.first, .at = lies.at, .values = lies.values,
                                      .seed = self->work->seed, .n_clusters = chunk->n_clusters,
                                      .n_sums = self->plan->n_together, .n_replicates = self->n,
                                      .first_replicate = self->first };
  const AssayCuAddress sums = self->sums + self->plan->n_alone * self->n * sizeof (gint64);
  return assay_cuda_products_add (&self->products, &kernel, sums, error);
}

/* The chunk is the source's until the next one is asked for, so this waits for the device. */
static gboolean
add_chunk (Block                      *self,
           const AssayReplicateChunk  *chunk,
           GError                    **error)
{
  AssayReplicateChunk alone = *chunk, together;
  gboolean done;

  if (self->plan != NULL)
    assay_product_split_chunk (&self->split, self->plan, chunk, &alone, &together);
  done = add_alone (self, &alone, error) && (self->plan == NULL || add_together (self, &together, error))
         && assay_cuda_device_wait (self->device, error);
  if (!done)
    self->device->driver->cuStreamSynchronize (self->device->computing); /* nothing reads the chunk any more */
  return done;
}

/* Doubles in the place of integers become those; all are whole numbers. */
static void
make_integers (gint64 *sums,
               guint   n)
{
  for (guint i = 0; i < n; i++)
    {
      double sum;
      memcpy (&sum, &sums[i], sizeof sum);
      sums[i] = (gint64) sum;
    }
}

static gboolean
take_sums (Block   *self,
           GError **error)
{
  const AssayReplicateWork *work = self->work;
  const AssayProductPlan *plan = self->plan;
  const AssayCudaDriver *driver = self->device->driver;
  guint n = MIN (self->n, work->n_replicates - self->first);
  gboolean done = TRUE;

  for (guint64 number = 0; done && number < work->n_sums; number++)
    done = (number % CHECK_SUMS > 0 || !g_cancellable_set_error_if_cancelled (self->cancellable, error))
           && ASSAY_CUDA_CALL (driver, error, cuMemcpyDtoHAsync_v2, work->sums_of (work->source, number) + self->first,
                               self->sums + (plan != NULL ? plan->places[number] : number) * self->n * sizeof (gint64),
                               n * sizeof (gint64), self->device->computing);
  if (!done || !assay_cuda_device_wait (self->device, error))
    {
      driver->cuStreamSynchronize (self->device->computing);
      return FALSE;
    }
  for (guint64 number = 0; plan != NULL && number < work->n_sums; number++)
    if (plan->places[number] >= plan->n_alone)
      make_integers (work->sums_of (work->source, number) + self->first, n);
  return TRUE;
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

static gboolean
run_blocks (AssayCudaDevice           *device,
            const AssayReplicateWork  *work,
            const AssayProductPlan    *plan,
            GCancellable              *cancellable,
            GError                   **error)
{
  Block block = { .device = device, .work = work, .cancellable = cancellable, .plan = plan,
                  .n = (work->n_replicates + LANE - 1) / LANE * LANE, .products = { device } };

  assay_product_split_init (&block.split);
  gboolean done = alloc_halving (&block, error);
  for (; done && block.first < work->n_replicates; block.first += block.n)
    done = add_clusters (&block, error);
  device->driver->cuStreamSynchronize (device->computing);
  assay_cuda_products_clear (&block.products);
  assay_cuda_device_free (device, &block.together.bytes);
  assay_cuda_device_free (device, &block.alone.bytes);
  assay_cuda_device_free (device, &block.sums);
  assay_product_split_clear (&block.split);
  return done;
}

/* What fails with cuBLAS is tried without. */
gboolean
assay_cuda_replicate (AssayCudaDevice           *device,
                      const AssayReplicateWork  *work,
                      GCancellable              *cancellable,
                      GError                   **error)
{
  g_autoptr (AssayProductPlan) plan = NULL;
  g_autoptr (GError) local = NULL;

  if (work->n_sums == 0)
    return TRUE;
  plan = assay_cuda_product_plan (device, work);
  if (plan != NULL && run_blocks (device, work, plan, cancellable, &local))
    return TRUE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (plan != NULL)
    assay_cuda_device_drop_blas (device, !g_error_matches (local, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE));
  return run_blocks (device, work, NULL, cancellable, error);
}
