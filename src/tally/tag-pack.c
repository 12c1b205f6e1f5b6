/* tag-pack.c: rows of one kind put side by side, and bits turned from tags to rows.
 *
 * Packing one line is a compression of 64 bits by a mask that all tags share: where the bits go is worked out once, in
 * six moves by 1, 2, 4, ... places (Warren, Hacker's Delight, 2nd ed., 7-4), and eight tags are moved in one vector.
 */
#include "tally/tag-kernel-private.h"

#include <string.h>

#define N_MOVES 6 /* log2 of 64 */

/* moves[k]: the bits that go 2^k places down. */
static void
find_moves (guint64  mask,
            guint64 *moves)
{
  guint64 holes = ~mask << 1; /* of each bit: whether there is a 0 in mask just below, then: an odd number of 2^k holes */

  for (guint k = 0; k < N_MOVES; k++)
    {
      guint64 odd = holes ^ holes << 1;
      odd ^= odd << 2;
      odd ^= odd << 4;
      odd ^= odd << 8;
      odd ^= odd << 16;
      odd ^= odd << 32;
      moves[k] = odd & mask;
      mask = (mask ^ moves[k]) | moves[k] >> (1u << k);
      holes &= ~odd;
    }
}

typedef guint64 Words __attribute__ ((vector_size (sizeof (AssayTagLine))));

G_ALWAYS_INLINE static inline void
pack_line (const AssayTagLine *line,
           guint               n_groups,
           guint64             mask,
           AssayTagLine       *packed,
           guint               n_packed)
{
  guint64 moves[N_MOVES];
  guint at = n_packed / 64, shift = n_packed % 64;
  gboolean spills = shift + (guint) __builtin_popcountll (mask) > 64;

  find_moves (mask, moves);
  for (guint group = 0; group < n_groups; group++)
    {
      Words words = *(const Words *) line[group * ASSAY_TAG_LINES] & mask;
      Words *to = (Words *) packed[group * ASSAY_PACK_LINES + at];
      for (guint k = 0; k < N_MOVES; k++)
        {
          Words moved = words & moves[k];
          words = (words ^ moved) | moved >> (1u << k);
        }
      to[0] |= words << shift;
      if (spills)
        to[1] = words >> (64 - shift);
    }
}

#define KERNEL(suffix, attribute)                                                                             \
  attribute void assay_pack_line_##suffix (const AssayTagLine *line, guint n_groups, guint64 mask,            \
                                           AssayTagLine *packed, guint n_packed)                              \
  { pack_line (line, n_groups, mask, packed, n_packed); }

KERNEL (portable, )

#if defined (__x86_64__)
KERNEL (avx2, __attribute__ ((target ("avx2"))))
KERNEL (avx512, __attribute__ ((target ("avx512f,avx512bw,avx512vl,avx512dq,prefer-vector-width=512"))))
#endif

/* A square of 64 x 64 bits is turned by swapping its quarters, theirs, and so on (Warren, 7-3). */
void
assay_tag_rows (const AssayTagLine *line,
                guint               n_groups,
                guint               step,
                guint64            *words)
{
  guint64 square[64], low = G_MAXUINT32;

  memset (square, 0, sizeof square);
  for (guint group = 0; group < n_groups; group++)
    memcpy (square + group * ASSAY_TAG_GROUP, line[group * ASSAY_TAG_LINES], sizeof *line);
  for (guint half = 32; half > 0; half /= 2, low ^= low << half)
    for (guint begin = 0; begin < 64; begin += 2 * half)
      for (guint i = begin; i < begin + half; i++)
        {
          guint64 swapped = (square[i] >> half ^ square[i + half]) & low;
          square[i] ^= swapped << half;
          square[i + half] ^= swapped;
        }
  for (guint row = 0; row < 64; row++)
    words[row * step] = square[row];
}
