/* tally-wide: counts joint keys whose cells do not fit shared memory.
 *
 * Reads    planes[plane][row], one byte a row, 16-byte aligned
 * Writes   64-bit cells in device memory, up to 2^22 of them, added to what is there
 * Launch   x: blocks that share the rows, y: groups
 * Limits   cells below 2^32
 * Checks   none: codes are below n_codes by the contract of rows.h
 *
 * Many cells seldom meet, but sorted rows do: a run of equal keys among a thread's 16 rows is added at once.
 */
#include "keys.cuh"

extern "C" __global__ void __launch_bounds__ (512)
tally_wide (const AssayKernelRows rows)
{
  const AssayKernelGroup *group = group_at (rows, blockIdx.y);
  unsigned long long *cells = at_address<unsigned long long> (group->lanes);

  const uint64_t n_vectors = rows.n_rows / ASSAY_KERNEL_VECTOR, step = (uint64_t) gridDim.x * blockDim.x;
  for (uint64_t v = (uint64_t) blockIdx.x * blockDim.x + threadIdx.x; v < n_vectors; v += step)
    {
      uint32_t keys[ASSAY_KERNEL_VECTOR], run = 1;
      keys_of_vector (rows, group, v, keys);
#pragma unroll
      for (int i = 1; i < ASSAY_KERNEL_VECTOR; i++)
        if (keys[i] == keys[i - 1])
          run++;
        else
          {
            atomicAdd (&cells[keys[i - 1]], static_cast<unsigned long long> (run));
            run = 1;
          }
      atomicAdd (&cells[keys[ASSAY_KERNEL_VECTOR - 1]], static_cast<unsigned long long> (run));
    }
  if (blockIdx.x == 0 && threadIdx.x < rows.n_rows % ASSAY_KERNEL_VECTOR)
    atomicAdd (&cells[cell_of_row (rows, group, n_vectors * ASSAY_KERNEL_VECTOR + threadIdx.x)], 1ull);
}
