/* cuda-products.c: some thousand clusters at a time become two matrices of doubles, whose product goes to the sums.
 *
 * When does a product gain? Adding an entry to a replicate is one 64-bit atomic in the second-level cache, of which
 * a multiprocessor gets about 4 a clock: a sector of 32 bytes, four sums, a clock and slice, and about as many slices
 * as multiprocessors. A product multiplies every value, 0 or not, at the rate of double precision: 64 a clock and
 * multiprocessor with the tensor cores of 8.0, 128 with those of 9.0, 64 of 10.0, and 2 on every other (CUDA C++
 * Programming Guide, throughput of arithmetic instructions; data sheets of A100, H100, B200). A weight is written and
 * read once, 16 bytes of about 10 a clock. So a sum goes to the product when more than 1 in 25 (9.0) or 2 in 25 (8.0,
 * 10.0) of all clusters have a part in it, and there must be some seven such sums; on the others, never. Derived, not
 * measured.
 */
#include "tally/cuda-products.h"

#include "tally/product-check.h"

#define MOST_CLUSTERS 2048   /* multiplied together: 16 MiB of weights for 1,000 replicates, of the size of a cache */
#define LEAST_CLUSTERS 32

/* Hundredths of a clock of one multiprocessor. */
#define ENTRY_COST 25
#define WEIGHT_COST 160

static guint64
product_cost (guint capability)
{
  switch (capability)
    {
    case 90:
      return 100 / 128 + 1;
    case 80:
    case 100:
      return 100 / 64 + 1;
    default:
      return 100 / 2;
    }
}

/* FALSE says nothing of cuBLAS but that it could not be looked at. */
static gboolean
run_check (AssayCudaDevice    *device,
           AssayCuAddress      at,
           AssayProductCheck  *check,
           GError            **error)
{
  const AssayCublasProduct product = {
    .m = ASSAY_CHECK_REPLICATES,
    .n = ASSAY_CHECK_SUMS,
    .k = ASSAY_CHECK_CLUSTERS,
    .left = at + G_STRUCT_OFFSET (AssayProductCheck, weights),
    .right = at + G_STRUCT_OFFSET (AssayProductCheck, parts),
    .sums = at + G_STRUCT_OFFSET (AssayProductCheck, product),
  };
  const AssayCudaDriver *driver = device->driver;
  const gsize n_factors = G_STRUCT_OFFSET (AssayProductCheck, product), n_product = sizeof check->product;

  return ASSAY_CUDA_CALL (driver, error, cuMemcpyHtoDAsync_v2, at, check, n_factors, device->computing)
         && ASSAY_CUDA_CALL (driver, error, cuMemsetD8Async, product.sums, 0, n_product, device->computing)
         && assay_cublas_multiply (device->blas, &product, error)
         && ASSAY_CUDA_CALL (driver, error, cuMemcpyDtoHAsync_v2, check->product, product.sums, n_product,
                             device->computing)
         && ASSAY_CUDA_CALL (driver, error, cuStreamSynchronize, device->computing);
}

/* Whether cuBLAS is there and multiplies whole numbers exactly, which is looked at once. */
static gboolean
has_exact_blas (AssayCudaDevice *device)
{
  g_autofree AssayProductCheck *check = NULL;
  AssayCuAddress at = 0;

  if (device->blas != NULL)
    return TRUE;
  if (assay_cuda_device_blas (device) == NULL)
    return FALSE;
  check = assay_product_check_new ();
  gboolean done = assay_cuda_device_alloc (device, sizeof *check, &at, NULL) && run_check (device, at, check, NULL);
  device->driver->cuStreamSynchronize (device->computing); /* nothing reads or writes the check any more */
  assay_cuda_device_free (device, &at);
  if (!done || !assay_product_check_is_right (check))
    assay_cuda_device_drop_blas (device, done);
  return device->blas != NULL;
}

AssayProductPlan *
assay_cuda_product_plan (AssayCudaDevice          *device,
                         const AssayReplicateWork *work)
{
  const AssayProductCosts costs = { ENTRY_COST, product_cost (device->capability), WEIGHT_COST };
  g_autoptr (AssayProductPlan) plan = costs.product < costs.entry ? assay_product_plan_new (work, &costs) : NULL;

  if (plan == NULL || plan->n_together > G_MAXINT || !has_exact_blas (device))
    return NULL;
  return g_steal_pointer (&plan);
}

static guint64
cluster_bytes (const AssayKernelProduct *clusters)
{
  return (clusters->n_replicates + clusters->n_sums) * sizeof (double);
}

/* For as many clusters as fit. */
static gboolean
make_room (AssayCudaProducts         *self,
           const AssayKernelProduct  *clusters,
           GError                   **error)
{
  guint64 n = MIN (clusters->n_clusters, MOST_CLUSTERS);

  if (self->n_clusters >= n)
    return TRUE;
  assay_cuda_products_clear (self);
  for (;; n /= 2)
    {
      g_autoptr (GError) local = NULL;
      if (assay_cuda_device_alloc (self->device, n * cluster_bytes (clusters), &self->bytes, &local))
        {
          self->n_clusters = n;
          return TRUE;
        }
      if (n <= LEAST_CLUSTERS || !g_error_matches (local, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
}

static gboolean
add_some (AssayCudaProducts         *self,
          const AssayKernelProduct  *clusters,
          AssayCuAddress             sums,
          GError                   **error)
{
  AssayKernelProduct kernel = *clusters;
  const AssayCudaLaunch weights = { ASSAY_KERNEL_replicate_weights, kernel.n_clusters * 1024,
                                    (kernel.n_replicates / 4 + 511) / 512 };
  const AssayCudaLaunch parts = { ASSAY_KERNEL_replicate_parts, kernel.n_clusters * 32, 1 };

  kernel.weights = self->bytes;
  kernel.parts = kernel.weights + kernel.n_clusters * kernel.n_replicates * sizeof (double);
  const AssayCublasProduct product = { kernel.n_replicates, (guint) kernel.n_sums, (guint) kernel.n_clusters,
                                       kernel.weights, kernel.parts, sums };
  return assay_cuda_device_launch (self->device, &weights, (void *[]) { &kernel }, error)
         && ASSAY_CUDA_CALL (self->device->driver, error, cuMemsetD8Async, kernel.parts, 0,
                             kernel.n_clusters * kernel.n_sums * sizeof (double), self->device->computing)
         && assay_cuda_device_launch (self->device, &parts, (void *[]) { &kernel }, error)
         && assay_cublas_multiply (self->device->blas, &product, error);
}

gboolean
assay_cuda_products_add (AssayCudaProducts         *self,
                         const AssayKernelProduct  *clusters,
                         AssayCuAddress             sums,
                         GError                   **error)
{
  AssayKernelProduct some = *clusters;

  if (!make_room (self, clusters, error))
    return FALSE;
  for (guint64 first = 0; first < clusters->n_clusters; first += some.n_clusters)
    {
      some.n_clusters = MIN (clusters->n_clusters - first, self->n_clusters);
      some.keys = clusters->keys + first * sizeof (guint64);
      some.first = clusters->first + first * sizeof (guint64);
      if (!add_some (self, &some, sums, error))
        return FALSE;
    }
  return TRUE;
}

void
assay_cuda_products_clear (AssayCudaProducts *self)
{
  assay_cuda_device_free (self->device, &self->bytes);
  self->n_clusters = 0;
}
