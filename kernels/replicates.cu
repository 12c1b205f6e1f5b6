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

#define POISSON_DRAW 0xffffffffu
#define POISSON_MOST 12

/* Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011). */
static __device__ __forceinline__ uint4
philox (uint4 counter, uint32_t k0, uint32_t k1)
{
#pragma unroll
  for (int round = 0; round < 10; round++)
    {
      const uint32_t a_high = __umulhi (0xD2511F53u, counter.x), a_low = 0xD2511F53u * counter.x;
      const uint32_t b_high = __umulhi (0xCD9E8D57u, counter.z), b_low = 0xCD9E8D57u * counter.z;
      counter = make_uint4 (b_high ^ counter.y ^ k0, b_low, a_high ^ counter.w ^ k1, a_low);
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
  return counter;
}

/* A word as a weight: the thresholds of poisson.c. */
static __device__ __forceinline__ uint32_t
weight_of (uint32_t word)
{
  return (word >= 1580030169u) + (word >= 3160060337u) + (word >= 3950075422u) + (word >= 4213413783u)
         + (word >= 4279248374u) + (word >= 4292415292u) + (word >= 4294609778u) + (word >= 4294923276u)
         + (word >= 4294962463u) + (word >= 4294966817u) + (word >= 4294967253u) + (word >= 4294967292u);
}

extern "C" __global__ void __launch_bounds__ (512)
replicate_sums (const AssayKernelReplicates work)
{
  const uint32_t quarter = blockIdx.y * blockDim.x + threadIdx.x; /* of a lane of 32: replicates i, i + 8, i + 16, i + 24 */
  const uint32_t replicate = quarter / 8 * 32 + quarter % 8;
  unsigned long long *sums = at_address<unsigned long long> (work.sums);

  if (replicate >= work.n_replicates)
    return;
  for (uint64_t cluster = blockIdx.x; cluster < work.n_clusters; cluster += gridDim.x)
    {
      const uint64_t key = at_address<const uint64_t> (work.keys)[cluster];
      const uint64_t *first = at_address<const uint64_t> (work.first) + cluster;
      const uint4 words = philox (make_uint4 (work.first_replicate / 4 + quarter, POISSON_DRAW, (uint32_t) key,
                                              (uint32_t) (key >> 32)),
                                  (uint32_t) work.seed, (uint32_t) (work.seed >> 32));
      const uint32_t weights[4] = { weight_of (words.x), weight_of (words.y), weight_of (words.z),
                                    weight_of (words.w) };
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
