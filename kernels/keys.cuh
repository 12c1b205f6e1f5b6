/* keys.cuh: what the tally kernels share: rows to cell numbers, values to lanes. */
#pragma once

#include "layout.h"

/* Dynamic shared memory goes by one name in all kernels. */
extern __shared__ __align__ (16) unsigned char shared_bytes[];

template <class T>
static __device__ __forceinline__ T *
at_address (uint64_t address)
{
  return reinterpret_cast<T *> (static_cast<uintptr_t> (address));
}

/* The bytes or values at a position of the list. */
template <class T>
static __device__ __forceinline__ const T *
column_at (const AssayKernelRows &rows, uint32_t position)
{
  return at_address<const T> (at_address<const uint64_t> (rows.addresses)[position]);
}

static __device__ __forceinline__ const AssayKernelGroup *
group_at (const AssayKernelRows &rows, unsigned number)
{
  return at_address<const AssayKernelGroup> (rows.groups) + number;
}

/* Four rows' bytes of one plane. */
static __device__ __forceinline__ void
add_word (uint32_t *keys, uint32_t word, uint32_t step)
{
#pragma unroll
  for (int i = 0; i < 4; i++)
    keys[i] += (word >> (8 * i) & 255u) * step;
}

/* The cells of 16 rows that follow each other, vector by vector; cells below 2^32. */
static __device__ __forceinline__ void
keys_of_vector (const AssayKernelRows &rows, const AssayKernelGroup *group, uint64_t vector,
                uint32_t (&keys)[ASSAY_KERNEL_VECTOR])
{
#pragma unroll
  for (int i = 0; i < ASSAY_KERNEL_VECTOR; i++)
    keys[i] = 0;
  for (uint32_t t = 0; t < group->n_terms; t++)
    {
      const uint4 bytes = column_at<uint4> (rows, group->terms[t].plane)[vector];
      const uint32_t step = static_cast<uint32_t> (group->terms[t].step);
      add_word (keys, bytes.x, step);
      add_word (keys + 4, bytes.y, step);
      add_word (keys + 8, bytes.z, step);
      add_word (keys + 12, bytes.w, step);
    }
}

static __device__ __forceinline__ uint64_t
cell_of_row (const AssayKernelRows &rows, const AssayKernelGroup *group, uint64_t row)
{
  uint64_t cell = 0;

  for (uint32_t t = 0; t < group->n_terms; t++)
    cell += column_at<uint8_t> (rows, group->terms[t].plane)[row] * group->terms[t].step;
  return cell;
}

/* Calls add (lane, what) for every lane of a row that is not 0 but for lane 0, the row itself. */
template <class Add>
static __device__ __forceinline__ void
lanes_of_row (const AssayKernelRows &rows, const AssayKernelGroup *group, uint64_t row, Add add)
{
  const AssayKernelSum *sums = at_address<const AssayKernelSum> (rows.sums) + group->first_sum;

  for (uint32_t i = 0; i < group->n_sums; i++)
    {
      const int64_t a = column_at<int64_t> (rows, sums[i].a)[row];
      if (a == ASSAY_KERNEL_NO_VALUE)
        continue;
      if (sums[i].kind == ASSAY_KERNEL_SUM_ROWS)
        add (sums[i].lane, 1ull);
      else if (sums[i].kind == ASSAY_KERNEL_SUM_VALUES)
        add (sums[i].lane, static_cast<unsigned long long> (a));
      else
        {
          const int64_t b = column_at<int64_t> (rows, sums[i].b)[row];
          if (b == ASSAY_KERNEL_NO_VALUE)
            continue;
          const int64_t product = a * b;
          add (sums[i].lane, static_cast<unsigned long long> (product & 0xffffffff));
          add (sums[i].lane + 1, static_cast<unsigned long long> (product >> 32));
        }
    }
}
