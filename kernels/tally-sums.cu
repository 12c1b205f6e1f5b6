/* tally-sums: counts rows and adds their values, fixed-point numbers, cell by cell.
 *
 * Reads    planes[plane][row], one byte a row; values[value][row], 64 bits
 * Writes   64-bit lanes (layout.h), added to what is there
 * Launch   x: blocks that share the rows, y: groups; joint: (n_cells * 2 * n_lanes) << copies_log2 words of shared
 * memory Limits   joint: those words fit 47 KiB; a lane holds the sum of 2^32 rows (lanes-private.h)
 * Checks   none: codes are below n_codes, values are at most 2^31 on both sides of 0
 *
 * Lanes are in two's complement, and what is added wraps around, so the order of the rows does not matter. Shared
 * memory adds 32 bits at a time: the half that overflows carries one into the other, whoever brought it there.
 */
#include "keys.cuh"

static __device__ __forceinline__ void
add_to_halves (uint32_t *halves, unsigned long long what)
{
  const uint32_t low = static_cast<uint32_t> (what);
  uint32_t high = static_cast<uint32_t> (what >> 32);

  if (low != 0)
    {
      const uint32_t before = atomicAdd (&halves[0], low);
      high += before + low < before;
    }
  if (high != 0)
    atomicAdd (&halves[1], high);
}

extern "C" __global__ void __launch_bounds__ (512)
tally_joint_sums (const AssayKernelRows rows)
{
  uint32_t *cells = reinterpret_cast<uint32_t *> (shared_bytes);
  const AssayKernelGroup *group = group_at (rows, blockIdx.y);
  const uint32_t n_lanes = group->n_lanes, log2 = group->copies_log2;
  const uint32_t n_all = static_cast<uint32_t> (group->n_cells) * n_lanes;
  const uint32_t copy = threadIdx.x & ((1u << log2) - 1);

  for (uint32_t i = threadIdx.x; i < 2 * n_all << log2; i += blockDim.x)
    cells[i] = 0;
  __syncthreads ();

  const uint64_t step = (uint64_t) gridDim.x * blockDim.x;
  for (uint64_t row = (uint64_t) blockIdx.x * blockDim.x + threadIdx.x; row < rows.n_rows; row += step)
    {
      const uint32_t first = static_cast<uint32_t> (cell_of_row (rows, group, row)) * n_lanes;
      atomicAdd (&cells[2 * (first << log2 | copy)], 1u);
      lanes_of_row (rows, group, row, [=] (uint32_t lane, unsigned long long what) {
        add_to_halves (&cells[2 * ((first + lane) << log2 | copy)], what);
      });
    }
  __syncthreads ();

  unsigned long long *out = at_address<unsigned long long> (group->lanes);
  for (uint32_t i = threadIdx.x; i < n_all; i += blockDim.x)
    {
      unsigned long long sum = 0;
      for (uint32_t c = 0; c < 1u << log2; c++)
        sum += cells[2 * (i << log2 | c)] + ((unsigned long long) cells[2 * (i << log2 | c) + 1] << 32);
      if (sum != 0)
        atomicAdd (&out[i], sum);
    }
}

extern "C" __global__ void __launch_bounds__ (512)
tally_wide_sums (const AssayKernelRows rows)
{
  const AssayKernelGroup *group = group_at (rows, blockIdx.y);
  unsigned long long *lanes = at_address<unsigned long long> (group->lanes);

  const uint64_t step = (uint64_t) gridDim.x * blockDim.x;
  for (uint64_t row = (uint64_t) blockIdx.x * blockDim.x + threadIdx.x; row < rows.n_rows; row += step)
    {
      unsigned long long *cell = lanes + cell_of_row (rows, group, row) * group->n_lanes;
      atomicAdd (&cell[0], 1ull);
      lanes_of_row (rows, group, row, [=] (uint32_t lane, unsigned long long what) { atomicAdd (&cell[lane],
                                                                                                what); });
    }
}
