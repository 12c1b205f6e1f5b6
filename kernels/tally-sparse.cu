/* tally-sparse: tables with far more cells than rows, as a hash table of the cells that occur.
 *
 * Reads    planes[plane][row], one byte a row; values[value][row], 64 bits
 * Writes   keys, lanes and the number of keys of one group (layout.h); sparse_take: the entries side by side
 * Launch   tally_sparse x: blocks that share the rows, y: groups; sparse_take x: blocks that share the slots
 * Limits   at least half of the slots stay free: the host gives no more rows than that
 * Checks   none
 *
 * A key is set once and never again, so whoever finds it free or its own may add to its lanes. In which slot a cell
 * lands, and in which order entries are taken, depends on who came first; the host adds them to sorted tables.
 */
#include "keys.cuh"

/* The finalizer of SplitMix64 (Steele, Lea & Flood 2014): neighbouring cells go to far slots. */
static __device__ __forceinline__ uint64_t
mix (uint64_t cell)
{
  cell = (cell ^ cell >> 30) * 0xbf58476d1ce4e5b9ull;
  cell = (cell ^ cell >> 27) * 0x94d049bb133111ebull;
  return cell ^ cell >> 31;
}

static __device__ __forceinline__ uint64_t
slot_of_cell (const AssayKernelGroup *group, uint64_t cell)
{
  unsigned long long *keys = at_address<unsigned long long> (group->keys);

  for (uint64_t slot = mix (cell) & group->mask;; slot = (slot + 1) & group->mask)
    {
      const unsigned long long found = atomicCAS (&keys[slot], 0ull, (unsigned long long) cell + 1);
      if (found == 0)
        atomicAdd (at_address<unsigned long long> (group->n_entries), 1ull);
      if (found == 0 || found == cell + 1)
        return slot;
    }
}

extern "C" __global__ void __launch_bounds__ (512)
tally_sparse (const AssayKernelRows rows)
{
  const AssayKernelGroup *group = group_at (rows, blockIdx.y);
  unsigned long long *lanes = at_address<unsigned long long> (group->lanes);

  const uint64_t step = (uint64_t) gridDim.x * blockDim.x;
  for (uint64_t row = (uint64_t) blockIdx.x * blockDim.x + threadIdx.x; row < rows.n_rows; row += step)
    {
      unsigned long long *entry = lanes + slot_of_cell (group, cell_of_row (rows, group, row)) * group->n_lanes;
      atomicAdd (&entry[0], 1ull);
      lanes_of_row (rows, group, row, [=] (uint32_t lane, unsigned long long what) { atomicAdd (&entry[lane],
                                                                                                what); });
    }
}

/* Takes the entries of one group out of its slots, at most `room`; n_taken counts them, and is 0 before. */
extern "C" __global__ void __launch_bounds__ (512)
sparse_take (const AssayKernelGroup *group, uint64_t *cells, uint64_t *lanes, unsigned long long *n_taken,
             uint64_t room)
{
  const uint64_t *keys = at_address<const uint64_t> (group->keys), *from = at_address<const uint64_t> (group->lanes);
  const uint32_t n_lanes = group->n_lanes;

  const uint64_t step = (uint64_t) gridDim.x * blockDim.x;
  for (uint64_t slot = (uint64_t) blockIdx.x * blockDim.x + threadIdx.x; slot <= group->mask; slot += step)
    {
      if (keys[slot] == 0)
        continue;
      const uint64_t to = atomicAdd (n_taken, 1ull);
      if (to >= room)
        continue;
      cells[to] = keys[slot] - 1;
      for (uint32_t lane = 0; lane < n_lanes; lane++)
        lanes[to * n_lanes + lane] = from[slot * n_lanes + lane];
    }
}
