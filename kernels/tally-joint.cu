/* tally-joint: counts joint keys of several columns in shared memory.
 *
 * Reads    planes[plane][row], one byte a row, 16-byte aligned; each plane of the group once
 * Writes   64-bit cells, added to what is there
 * Launch   x: blocks that share the rows, y: groups; n_cells << copies_log2 words of shared memory
 * Limits   those words fit 47 KiB; rows.n_rows <= 2^30, so that no 32-bit cell overflows
 * Checks   none: codes are below n_codes by the contract of rows.h
 *
 * Rows of one code, alone or in long runs, would make a warp add to one word 32 times over. Two things against it:
 * each cell has up to 32 copies, a lane its own, and a thread adds a run of equal keys among its 16 rows at once.
 *
 * The same as:  for each row: cells[sum of step x byte]++
 */
#include "keys.cuh"

extern "C" __global__ void __launch_bounds__ (512)
tally_joint (const AssayKernelRows rows)
{
  uint32_t *cells = reinterpret_cast<uint32_t *> (shared_bytes);
  const AssayKernelGroup *group = group_at (rows, blockIdx.y);
  const uint32_t n_cells = static_cast<uint32_t> (group->n_cells), log2 = group->copies_log2;
  const uint32_t copy = threadIdx.x & ((1u << log2) - 1);

  for (uint32_t i = threadIdx.x; i < n_cells << log2; i += blockDim.x)
    cells[i] = 0;
  __syncthreads ();

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
            atomicAdd (&cells[keys[i - 1] << log2 | copy], run);
            run = 1;
          }
      atomicAdd (&cells[keys[ASSAY_KERNEL_VECTOR - 1] << log2 | copy], run);
    }
  if (blockIdx.x == 0 && threadIdx.x < rows.n_rows % ASSAY_KERNEL_VECTOR)
    {
      const uint64_t row = n_vectors * ASSAY_KERNEL_VECTOR + threadIdx.x;
      atomicAdd (&cells[static_cast<uint32_t> (cell_of_row (rows, group, row)) << log2 | copy], 1u);
    }
  __syncthreads ();

  unsigned long long *out = at_address<unsigned long long> (group->lanes);
  for (uint32_t cell = threadIdx.x; cell < n_cells; cell += blockDim.x)
    {
      uint32_t sum = 0;
      for (uint32_t i = 0; i < 1u << log2; i++)
        sum += cells[cell << log2 | i];
      if (sum != 0)
        atomicAdd (&out[cell], static_cast<unsigned long long> (sum));
    }
}
