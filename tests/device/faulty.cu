/* faulty.cu: kernels with one fault each, and sound ones beside them, for the test of the software device. All of
 * them read in[] and write out[], 256 words each, by one block of 256 threads, unless it is said. */
#include <stdint.h>

extern __shared__ __align__ (16) unsigned char shared_bytes[];

#define KERNEL_OF_WORDS(name) extern "C" __global__ void name (const uint32_t *in, uint32_t *out)

KERNEL_OF_WORDS (sound)
{
  __shared__ uint32_t turned[256];

  turned[threadIdx.x] = in[threadIdx.x];
  __syncthreads ();
  out[threadIdx.x] = turned[255 - threadIdx.x];
}

KERNEL_OF_WORDS (sound_warp)
{
  __shared__ uint32_t turned[256];

  turned[threadIdx.x] = in[threadIdx.x];
  __syncwarp ();
  out[threadIdx.x] = turned[threadIdx.x ^ 1] + __shfl_xor_sync (0xffffffffu, in[threadIdx.x], 1);
}

KERNEL_OF_WORDS (no_barrier)
{
  __shared__ uint32_t turned[256];

  turned[threadIdx.x] = in[threadIdx.x];
  out[threadIdx.x] = turned[255 - threadIdx.x];
}

KERNEL_OF_WORDS (no_warp_barrier)
{
  __shared__ uint32_t turned[256];

  turned[threadIdx.x] = in[threadIdx.x];
  out[threadIdx.x] = turned[threadIdx.x ^ 1];
}

KERNEL_OF_WORDS (no_atomic)
{
  __shared__ uint32_t n;

  if (threadIdx.x == 0)
    n = 0;
  __syncthreads ();
  n += in[threadIdx.x];
  __syncthreads ();
  out[threadIdx.x] = n;
}

/* By two blocks. */
KERNEL_OF_WORDS (two_blocks_write)
{
  out[threadIdx.x] = in[threadIdx.x] + blockIdx.x;
}

KERNEL_OF_WORDS (early_return)
{
  if (threadIdx.x >= 200)
    return;
  __syncthreads ();
  out[threadIdx.x] = in[threadIdx.x];
}

KERNEL_OF_WORDS (two_barriers)
{
  if (threadIdx.x & 1)
    __syncthreads ();
  else
    __syncthreads ();
  out[threadIdx.x] = in[threadIdx.x];
}

KERNEL_OF_WORDS (wrong_mask)
{
  if (threadIdx.x < 20)
    out[threadIdx.x] = __shfl_sync (0xffffffffu, in[threadIdx.x], 0);
  __syncthreads ();
}

KERNEL_OF_WORDS (behind_the_end)
{
  out[threadIdx.x] = in[threadIdx.x + 512 * (threadIdx.x == 255)];
}

KERNEL_OF_WORDS (into_the_next)
{
  out[threadIdx.x + (threadIdx.x == 255)] = in[threadIdx.x];
}

KERNEL_OF_WORDS (behind_shared)
{
  reinterpret_cast<uint32_t *> (shared_bytes)[threadIdx.x] = in[threadIdx.x];
  out[threadIdx.x] = 0;
}

KERNEL_OF_WORDS (misaligned)
{
  out[threadIdx.x] = reinterpret_cast<const uint4 *> (reinterpret_cast<const unsigned char *> (in) + 4)[threadIdx.x / 8].x;
}

KERNEL_OF_WORDS (never_written)
{
  out[threadIdx.x] += in[threadIdx.x];
}

KERNEL_OF_WORDS (shared_never_written)
{
  __shared__ uint32_t n[256];

  atomicAdd (&n[in[threadIdx.x] & 255], 1u);
  __syncthreads ();
  out[threadIdx.x] = n[threadIdx.x];
}

/* in is the host's memory. */
KERNEL_OF_WORDS (reads_host)
{
  out[threadIdx.x] = in[threadIdx.x];
}

KERNEL_OF_WORDS (trapped)
{
  if (in[threadIdx.x] == 77)
    __trap ();
  out[threadIdx.x] = in[threadIdx.x];
}
