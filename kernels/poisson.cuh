/* poisson.cuh: Poisson(1) weights of clusters, the same integers as poisson.c gives.
 *
 * A Philox block of a cluster's key has the weights of four replicates that lie eight apart.
 */
#pragma once

#include <stdint.h>

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

/* The first of the four replicates of a block: blocks 8 .. 15 belong to replicates 32 .. 63. */
static __device__ __forceinline__ uint32_t
replicate_of_block (uint32_t block)
{
  return block / 8 * 32 + block % 8;
}

static __device__ __forceinline__ uint4
weights_of_block (uint64_t seed, uint64_t key, uint32_t block)
{
  const uint4 counter = make_uint4 (block, POISSON_DRAW, (uint32_t) key, (uint32_t) (key >> 32));
  const uint4 words = philox (counter, (uint32_t) seed, (uint32_t) (seed >> 32));

  return make_uint4 (weight_of (words.x), weight_of (words.y), weight_of (words.z), weight_of (words.w));
}
