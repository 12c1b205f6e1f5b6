/* tag-kernel-private.h: the loops over bits of tags, once for each instruction set.
 *
 * A block of up to 2048 rows is kept in groups of 8 tags: a group is 32 lines of 8 words, line w has the bits of rows
 * 64 w .. 64 w + 63, word t those of tag t. Lines are 64-byte aligned; behind the last row all bits are 0, to the end
 * of the group. Masks of rows, such as those of each outcome, are groups of 8 in the same form.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_TAG_GROUP 8
#define ASSAY_TAG_LINES 32 /* of a block: ASSAY_BLOCK_ROWS / 64 */
#define ASSAY_PACK_LINES (ASSAY_TAG_LINES + 1) /* of packed rows: one more, for rows that do not fit */

typedef guint64 AssayTagLine[ASSAY_TAG_GROUP] __attribute__ ((aligned (64)));

typedef struct
{
  const char *name;
  gboolean  (*is_supported) (void);
  /* Word `tag` of each of the n_lines lines: the rows whose code is `yes`; n_rows is not more than the lines hold. */
  void      (*make_words) (const guint16 *codes, guint n_rows, guint16 yes, AssayTagLine *lines, guint tag);
  /* The rows in word `tag` of the first n_lines lines. */
  guint     (*count_word) (const AssayTagLine *lines, guint n_lines, guint tag);
  /* counts[8 * i + j] += rows that both word i of a and word j of b have, in the first n_lines lines. */
  void      (*count_tile) (const AssayTagLine *a, const AssayTagLine *b, guint n_lines, guint64 *counts);
  /* Appends the rows of mask in a line of a block's n_groups groups to packed rows, of which there are n_packed <=
   * ASSAY_BLOCK_ROWS: groups of ASSAY_PACK_LINES lines, all bits behind n_packed 0. */
  void      (*pack_line)  (const AssayTagLine *line, guint n_groups, guint64 mask, AssayTagLine *packed, guint n_packed);
  /* For each row, adds 1 to cells[key * step + tag] of every tag that it has: bit tag % 64 of its word tag / 64, of which
   * a row has n_words. step: the tags, up to a multiple of ASSAY_TAG_STEP; cells are 64-byte aligned. */
  void      (*add_rows)   (guint32 *cells, guint step, const guint32 *keys, const guint64 *words, guint n_words,
                           guint n_rows);
  guint       set_tiles;  /* of so many tiles of pairs and more, counting by sets of tags is sooner (tag-sets.c) */
  guint       few_codes;  /* up to so many masks are made sooner by comparing every code than row by row */
} AssayTagKernel;

#define ASSAY_TAG_STEP 16

/* Best first; the last one runs everywhere. */
const AssayTagKernel *assay_tag_kernels     (guint *n_kernels);
/* The best that the processor has of those that go with a kernel of that name (kernel-private.h). */
const AssayTagKernel *assay_tag_kernel_find (const char *name);

/* words[row * step] = the tags that each of 64 rows has: bit 8 g + t is word t of group g of the line. Up to 8 groups. */
void assay_tag_rows (const AssayTagLine *line, guint n_groups, guint step, guint64 *words);

/* In tag-pack.c: the kernels' own. */
#define ASSAY_PACK_KERNEL(suffix)                                                                             \
  void assay_pack_line_##suffix (const AssayTagLine *line, guint n_groups, guint64 mask, AssayTagLine *packed, \
                                 guint n_packed);
ASSAY_PACK_KERNEL (portable)
ASSAY_PACK_KERNEL (avx2)
ASSAY_PACK_KERNEL (avx512)

G_END_DECLS
