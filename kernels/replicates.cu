/* replicates.cu: adds what each cluster has in each cell, times its Poisson(1) weight, to a thousand tables at once.
 *
 * Reads    keys[cluster]; first[cluster], where its entries begin, one more behind the last; of each entry at[], the
 *          number of the sum that it goes to, and values[]
 * Writes   sums[number * n_replicates + replicate], 64 bits, added to what is there
 * Launch   x: blocks that share the clusters, y: blocks of replicates, four a thread
 * Limits   n_replicates a multiple of 32: the host rounds up; |value| x 12 x entries below 2^63 (replicate-count.c)
 * Checks   none
 *
 * A thread draws one Philox block for each cluster, whose four words are the weights of four replicates that lie
 * eight apart: the same words for the same replicates as poisson.c has. Neighbouring threads add to neighbouring
 * sums.
 *
 * The same as:  for each cluster, replicate and entry: sums[at[entry]][replicate] += values[entry] x weight
 */
#include "keys.cuh"
#include "poisson.cuh"

extern "C" __global__ void __launch_bounds__ (512)
replicate_sums (const AssayKernelReplicates work)
{
  const uint32_t quarter = blockIdx.y * blockDim.x + threadIdx.x; /* of a lane of 32: replicates i, i + 8, i + 16, i + 24 */
  const uint32_t replicate = replicate_of_block (quarter);
  unsigned long long *sums = at_address<unsigned long long> (work.sums);

  if (replicate >= work.n_replicates)
    return;
  for (uint64_t cluster = blockIdx.x; cluster < work.n_clusters; cluster += gridDim.x)
    {
      const uint64_t key = at_address<const uint64_t> (work.keys)[cluster];
      const uint64_t *first = at_address<const uint64_t> (work.first) + cluster;
      const uint4 drawn = weights_of_block (work.seed, key, work.first_replicate / 4 + quarter);
      const uint32_t weights[4] = { drawn.x, drawn.y, drawn.z, drawn.w };
      for (uint64_t entry = first[0]; entry < first[1]; entry++)
        {
          const unsigned long long value = at_address<const unsigned long long> (work.values)[entry];
          unsigned long long *to = sums + at_address<const uint64_t> (work.at)[entry] * work.n_replicates + replicate;
#pragma unroll
          for (int i = 0; i < 4; i++)
            if (weights[i] != 0)
              atomicAdd (&to[8 * i], value * weights[i]);
        }
    }
}
