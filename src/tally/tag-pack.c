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

/* Bit 8 * i + j becomes bit 8 * j + i (Warren, 7-3). */
static inline guint64
transpose (guint64 x)
{
  guint64 t = (x ^ x >> 7) & G_GUINT64_CONSTANT (0x00aa00aa00aa00aa);

  x ^= t ^ t << 7;
  t = (x ^ x >> 14) & G_GUINT64_CONSTANT (0x0000cccc0000cccc);
  x ^= t ^ t << 14;
  t = (x ^ x >> 28) & G_GUINT64_CONSTANT (0x00000000f0f0f0f0);
  return x ^ t ^ t << 28;
}

void
assay_tag_rows (const AssayTagLine *group,
                guint               n_lines,
                guint8             *bytes)
{
  for (guint line = 0; line < n_lines; line++)
    for (guint part = 0; part < 8; part++)
      {
        guint64 square = 0;
        for (guint tag = 0; tag < ASSAY_TAG_GROUP; tag++)
          square |= (group[line][tag] >> 8 * part & 0xff) << 8 * tag;
        square = GUINT64_TO_LE (transpose (square));
        memcpy (bytes + line * 64 + part * 8, &square, sizeof square);
      }
}
