/* tally-tags: tables of tags: a row is in the cells of all its tags, or of all pairs of them.
 *
 * Reads    one bit a row of each tag, in 32-bit words; planes[plane][row] of the columns beside the tags
 * Writes   64-bit cells in device memory, added to what is there
 * Launch   tag_pairs x: blocks that share the rows, y: pairs, one a thread, z: codes of the outcome; shared memory:
 *          TAG_STRIDE words a tag and TAG_WORDS more. tag_members x: blocks that share the words
 * Limits   256 tags; a block of tag_pairs has 512 threads, the rows of a tile
 * Checks   none: bits behind the last row are 0 by the contract of rows.h
 *
 * Pairs are the bits of two tags ANDed and counted, 32 rows at once. A tile of all tags' words is read once for all
 * the pairs of a block; its rows of the outcome come from a vote. Members are added once for all rows of a warp that
 * have the same key.
 *
 * The same as:  for each row, each of its tags a, and b >= a: cells[(a + 1) * pair_step + (b + 1) * tag_step +
 * outcome]++
 */
#include "keys.cuh"

#define TAG_WORDS 16   /* of a tile: 512 rows */
#define TAG_STRIDE 17  /* odd, so that neighbouring tags' words lie in different banks */

static __device__ __forceinline__ uint64_t
cell_beside_tags (const AssayKernelRows &rows, const AssayKernelTags *tags, uint64_t row)
{
  uint64_t cell = 0;

  for (uint32_t t = 0; t < tags->n_terms; t++)
    cell += column_at<uint8_t> (rows, tags->terms[t].plane)[row] * tags->terms[t].step;
  return cell;
}

/* Pairs are numbered (0, 0), (0, 1), (1, 1), (0, 2) ... : a <= b, number b * (b + 1) / 2 + a. */
static __device__ __forceinline__ void
tags_of_pair (uint32_t pair, uint32_t *a, uint32_t *b)
{
  *b = 0;
  while ((*b + 1) * (*b + 2) / 2 <= pair)
    ++*b;
  *a = pair - *b * (*b + 1) / 2;
}

extern "C" __global__ void __launch_bounds__ (512)
tag_pairs (const AssayKernelRows rows)
{
  const AssayKernelTags *tags = at_address<const AssayKernelTags> (rows.groups);
  uint32_t *words = reinterpret_cast<uint32_t *> (shared_bytes), *masks = words + tags->n_tags * TAG_STRIDE;
  const uint32_t pair = blockIdx.y * blockDim.x + threadIdx.x, outcome = blockIdx.z;
  const bool has_pair = pair < tags->n_tags * (tags->n_tags + 1) / 2;
  unsigned long long n = 0;
  uint32_t a = 0, b = 0;

  if (has_pair)
    tags_of_pair (pair, &a, &b);
  for (uint64_t first = (uint64_t) blockIdx.x * 32 * TAG_WORDS; first < rows.n_rows; first += (uint64_t) gridDim.x * 32 * TAG_WORDS)
    {
      __syncthreads ();
      for (uint32_t i = threadIdx.x; i < tags->n_tags * TAG_WORDS; i += blockDim.x)
        {
          const uint32_t tag = i / TAG_WORDS, word = i % TAG_WORDS;
          words[tag * TAG_STRIDE + word]
            = first + word * 32 < rows.n_rows ? column_at<uint32_t> (rows, tags->first_tag + tag)[first / 32 + word]
              : 0;
        }
      const uint64_t row = first + threadIdx.x;
      const uint32_t mask = __ballot_sync (0xffffffffu, row < rows.n_rows && cell_beside_tags (rows, tags,
                                                                                               row) == outcome);
      if (threadIdx.x % 32 == 0)
        masks[threadIdx.x / 32] = mask;
      __syncthreads ();
      for (uint32_t word = 0; has_pair && word < TAG_WORDS; word++)
        n += __popc (words[a * TAG_STRIDE + word] & words[b * TAG_STRIDE + word] & masks[word]);
    }
  if (has_pair && n > 0)
    atomicAdd (at_address<unsigned long long> (tags->cells) + (a + 1) * tags->pair_step + (b + 1) * tags->tag_step + outcome, n);
}

extern "C" __global__ void __launch_bounds__ (512)
tag_members (const AssayKernelRows rows)
{
  const AssayKernelTags *tags = at_address<const AssayKernelTags> (rows.groups);
  unsigned long long *cells = at_address<unsigned long long> (tags->cells);
  const uint32_t lane = threadIdx.x % 32;

  const uint64_t n_words = (rows.n_rows + 31) / 32, step = (uint64_t) gridDim.x * (blockDim.x / 32);
  for (uint64_t word = (uint64_t) blockIdx.x * (blockDim.x / 32) + threadIdx.x / 32; word < n_words; word += step)
    {
      const uint64_t row = word * 32 + lane;
      const bool is_row = row < rows.n_rows;
      const unsigned long long cell = is_row ? cell_beside_tags (rows, tags, row) : ~0ull;
      const uint32_t alike = __match_any_sync (0xffffffffu, cell);
      if (!is_row || lane != (uint32_t) __ffs ((int) alike) - 1)
        continue;
      for (uint32_t tag = 0; tag < tags->n_tags; tag++)
        {
          const uint32_t n = __popc (column_at<uint32_t> (rows, tags->first_tag + tag)[word] & alike);
          if (n > 0)
            atomicAdd (&cells[cell + (tag + 1) * tags->tag_step], (unsigned long long) n);
        }
    }
}
