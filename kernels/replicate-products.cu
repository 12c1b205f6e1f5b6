/* replicate-products: two matrices of doubles, weights and what clusters have, whose product is sums of replicates.
 *
 * Reads    keys[cluster]; first[cluster], where its entries begin, one more behind the last; of each entry at[],
 *          which of the product's sums it goes to, and values[]
 * Writes   weights[cluster * n_replicates + replicate]; parts[cluster * n_sums + at], which are 0 before
 * Launch   replicate_weights x: blocks that share the clusters, y: blocks of replicates, four a thread
 *          replicate_parts x: blocks whose warps share the clusters
 * Limits   n_replicates a multiple of 32; |value| at most 2^53, so that its double is the same number
 * Checks   none: a cluster has at most one entry of a sum
 *
 * cuBLAS multiplies them (cuda-products.c).
 *
 * The same as:  weights[cluster][replicate] = its weight; parts[cluster][at[entry]] = values[entry] for its entries
 */
#include "keys.cuh"
#include "poisson.cuh"

extern "C" __global__ void __launch_bounds__ (512)
replicate_weights (const AssayKernelProduct work)
{
  const uint32_t quarter = blockIdx.y * blockDim.x + threadIdx.x, replicate = replicate_of_block (quarter);

  if (replicate >= work.n_replicates)
    return;
  for (uint64_t cluster = blockIdx.x; cluster < work.n_clusters; cluster += gridDim.x)
    {
      const uint64_t key = at_address<const uint64_t> (work.keys)[cluster];
      const uint4 drawn = weights_of_block (work.seed, key, work.first_replicate / 4 + quarter);
      double *weights = at_address<double> (work.weights) + cluster * work.n_replicates + replicate;
      weights[0] = drawn.x;
      weights[8] = drawn.y;
      weights[16] = drawn.z;
      weights[24] = drawn.w;
    }
}

extern "C" __global__ void __launch_bounds__ (512)
replicate_parts (const AssayKernelProduct work)
{
  const uint64_t warp = ((uint64_t) blockIdx.x * blockDim.x + threadIdx.x) / 32;

  for (uint64_t cluster = warp; cluster < work.n_clusters; cluster += (uint64_t) gridDim.x * blockDim.x / 32)
    {
      const uint64_t *first = at_address<const uint64_t> (work.first) + cluster;
      double *parts = at_address<double> (work.parts) + cluster * work.n_sums;
      for (uint64_t entry = first[0] + threadIdx.x % 32; entry < first[1]; entry += 32)
        parts[at_address<const uint64_t> (work.at)[entry]]
          = static_cast<double> (at_address<const int64_t> (work.values)[entry]);
    }
}
