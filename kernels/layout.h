/* layout.h: what the host hands to the kernels, the same bytes for both: fixed widths, addresses as 64-bit numbers.
 *
 * A cell's number is the sum, over its group's terms, of step x byte: a column of one byte is one term, one of two
 * bytes is two, the second with 256 times the step. Planes of bytes and values are named by their position in a list
 * of addresses that goes with each chunk of rows, so that one description of the groups serves all chunks.
 */
#pragma once

#include <stdint.h>

#define ASSAY_KERNEL_TERMS 32    /* of one group: 16 columns of two bytes */
#define ASSAY_KERNEL_VECTOR 16   /* rows that a thread reads at once */
#define ASSAY_KERNEL_NO_VALUE INT64_MIN

typedef struct
{
  uint64_t step;
  uint32_t plane;                /* position in the list of addresses */
  uint32_t unused;
} AssayKernelTerm;

typedef enum
{
  ASSAY_KERNEL_SUM_VALUES,       /* a */
  ASSAY_KERNEL_SUM_ROWS,         /* 1 where there is an a */
  ASSAY_KERNEL_SUM_PRODUCTS,     /* a x b, in two lanes: low 32 bits, signed rest */
} AssayKernelSumKind;

typedef struct
{
  uint32_t kind;                 /* AssayKernelSumKind */
  uint32_t a, b;                 /* positions in the list of addresses */
  uint32_t lane;                 /* its first lane */
} AssayKernelSum;

/* The cells of a dense group are lanes[cell * n_lanes + lane]; lane 0 counts rows. Those of a sparse group are a hash
 * table: keys[slot] is cell + 1, 0 where the slot is free, and lanes[slot * n_lanes + lane] goes with it. */
typedef struct
{
  uint64_t        n_cells;
  uint64_t        lanes;         /* address of 64-bit lanes */
  uint64_t        keys;          /* sparse: address of 64-bit keys */
  uint64_t        n_entries;     /* sparse: address of the number of keys, 64 bits */
  uint64_t        mask;          /* sparse: slots - 1, a power of two less one */
  uint32_t        n_lanes;
  uint32_t        n_terms;
  uint32_t        first_sum;     /* in the list of sums */
  uint32_t        n_sums;
  uint32_t        copies_log2;   /* joint: copies of each cell in shared memory */
  uint32_t        unused;
  AssayKernelTerm terms[ASSAY_KERNEL_TERMS];
} AssayKernelGroup;

#define ASSAY_KERNEL_TAG_TERMS 4 /* a key and an outcome of two bytes */

/* One table of tags. Each tag is a column of one bit a row, 64 rows a word, whose positions in the list of addresses
 * follow each other. The cell of tag t is base + (t + 1) * tag_step, of tags t and u base + (t + 1) * pair_step + (u
 * + 1) * tag_step, with base the sum of step x byte over the terms. */
typedef struct
{
  uint64_t        cells;         /* address of 64-bit cells */
  uint64_t        tag_step, pair_step;
  uint32_t        first_tag;     /* position in the list of addresses */
  uint32_t        n_tags;
  uint32_t        n_terms;
  uint32_t        unused;
  AssayKernelTerm terms[ASSAY_KERNEL_TAG_TERMS];
} AssayKernelTags;

/* What every tally kernel is given: addresses of the lists above, and its rows. */
typedef struct
{
  uint64_t groups;               /* of AssayKernelGroup; of one AssayKernelTags */
  uint64_t sums;                 /* of AssayKernelSum */
  uint64_t addresses;            /* of 64-bit addresses: of bytes or of int64_t, n_rows of each, 16-byte aligned */
  uint64_t n_rows;               /* at most 2^30: 32-bit cells and lanes of one launch cannot overflow */
} AssayKernelRows;

/* Clusters of rows whose weights are drawn, see replicates.cu. All addresses are of 64-bit numbers. */
typedef struct
{
  uint64_t keys, first, at, values, sums;
  uint64_t seed;
  uint64_t n_clusters;
  uint32_t n_replicates;         /* of this block: a multiple of 32 */
  uint32_t first_replicate;      /* its first one's number, a multiple of 32 */
} AssayKernelReplicates;

/* Clusters as factors of a product, see replicate-products.cu: addresses of 64-bit numbers, weights and parts of
 * doubles. */
typedef struct
{
  uint64_t keys, first, at, values, weights, parts;
  uint64_t seed;
  uint64_t n_clusters, n_sums;
  uint32_t n_replicates, first_replicate; /* as above */
} AssayKernelProduct;
