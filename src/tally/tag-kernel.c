/* tag-kernel.c: bits of tags made from codes, tiles of 8 x 8 pairs of tags counted, and tags counted row by row.
 *
 * The naive loop that means the same as count_tile():
 *
 *     for (i, j) in 8 x 8: for (w < n_lines): counts[8 * i + j] += popcount (a[w][i] & b[w][j]);
 *
 * Where vectors have a population count, 8 sums stay in registers, each of one i and all 8 j: a line of b against one
 * word of a at a time. Elsewhere the ANDs of 8 lines pass a tree of carry-save adders (Harley and Seal; Warren,
 * Hacker's Delight, 2nd ed., 5-1), so that one population count of bytes is made for 8 lines; the compiler's vectors
 * make SSE2, NEON or AVX2 of the same text.
 */
#include "tally/tag-kernel-private.h"

#include <string.h>

#define LINE_ROWS 64

/* --- everywhere ---------------------------------------------------------------------------------------------------- */

/* Eight bytes of 0 or 1 to eight bits: the product has byte i's bit at place 56 + i. */
static inline guint64
pack_bytes (const guint8 *bytes)
{
  guint64 x;

  memcpy (&x, bytes, sizeof x);
  return GUINT64_FROM_LE (x) * G_GUINT64_CONSTANT (0x0102040810204080) >> 56;
}

static void
make_words_portable (const guint16 *codes,
                     guint          n_rows,
                     guint16        yes,
                     AssayTagLine  *lines,
                     guint          tag)
{
  for (guint begin = 0; begin < n_rows; begin += LINE_ROWS)
    {
      guint8 has[LINE_ROWS] = { 0 };
      guint n = MIN (n_rows - begin, LINE_ROWS);
      guint64 word = 0;
      for (guint row = 0; row < n; row++)
        has[row] = codes[begin + row] == yes;
      for (guint byte = 0; byte < LINE_ROWS / 8; byte++)
        word |= pack_bytes (has + 8 * byte) << 8 * byte;
      lines[begin / LINE_ROWS][tag] = word;
    }
}

G_ALWAYS_INLINE static inline guint
count_word (const AssayTagLine *lines,
            guint               n_lines,
            guint               tag)
{
  guint n = 0;

  for (guint line = 0; line < n_lines; line++)
    n += (guint) __builtin_popcountll (lines[line][tag]);
  return n;
}

/* The attribute lets the processor's own instruction count. */
#define COUNT_WORD(suffix, attribute)                                                                         \
  attribute static guint count_word_##suffix (const AssayTagLine *lines, guint n_lines, guint tag)            \
  { return count_word (lines, n_lines, tag); }

#define ADD_BITS(carry, sum, a, b, c)        \
  do                                         \
    {                                        \
      Vector half = (a) ^ (b), both = (a) & (b), third = (c); \
      carry = both | (half & third);         \
      sum = half ^ third;                    \
    }                                        \
  while (0)
#define ALL(byte) (G_GUINT64_CONSTANT (0x0101010101010101) * (byte))
/* x: the bits of each byte, counted in it. */
#define COUNT_BYTES(x)                       \
  do                                         \
    {                                        \
      x -= x >> 1 & ALL (0x55);              \
      x = (x & ALL (0x33)) + (x >> 2 & ALL (0x33)); \
      x = (x + (x >> 4)) & ALL (0x0f);       \
    }                                        \
  while (0)
#define SHORTS G_GUINT64_CONSTANT (0x00ff00ff00ff00ff)

/* count_tile() of vectors of `bytes` bytes. No byte of `eights` is above 8 * 4 (lines of a block / 8), none of the rest
 * above 8 * 7; shorts stay below 2^16. */
#define COUNT_TILE(suffix, attribute, bytes)                                                                  \
  attribute static void count_tile_##suffix (const AssayTagLine *a, const AssayTagLine *b, guint n_lines,     \
                                             guint64 *counts)                                                 \
  {                                                                                                           \
    typedef guint64 Vector __attribute__ ((vector_size (bytes)));                                             \
    const guint n_parts = sizeof (AssayTagLine) / bytes;                                                      \
    Vector spread[ASSAY_TAG_LINES];                                                                           \
                                                                                                              \
    for (guint i = 0; i < ASSAY_TAG_GROUP; i++)                                                               \
      {                                                                                                       \
        for (guint w = 0; w < (n_lines + 7) / 8 * 8; w++)                                                     \
          spread[w] = (Vector) { 0 } + a[w][i];                                                               \
        for (guint part = 0; part < n_parts; part++)                                                          \
          {                                                                                                   \
            Vector ones = { 0 }, twos = { 0 }, fours = { 0 }, sum = { 0 };                                    \
            for (guint w = 0; w < n_lines; w += 8)                                                            \
              {                                                                                               \
                Vector with[8], two[2], four[2], eights;                                                      \
                for (guint k = 0; k < 8; k++)                                                                 \
                  with[k] = spread[w + k] & ((const Vector *) b[w + k])[part];                                \
                for (guint k = 0; k < 2; k++)                                                                 \
                  {                                                                                           \
                    ADD_BITS (two[0], ones, ones, with[4 * k], with[4 * k + 1]);                              \
                    ADD_BITS (two[1], ones, ones, with[4 * k + 2], with[4 * k + 3]);                          \
                    ADD_BITS (four[k], twos, twos, two[0], two[1]);                                           \
                  }                                                                                           \
                ADD_BITS (eights, fours, fours, four[0], four[1]);                                            \
                COUNT_BYTES (eights);                                                                         \
                sum += eights;                                                                                \
              }                                                                                               \
            COUNT_BYTES (ones);                                                                               \
            COUNT_BYTES (twos);                                                                               \
            COUNT_BYTES (fours);                                                                              \
            ones += (twos << 1) + (fours << 2);                                                               \
            sum = (((sum & SHORTS) + (sum >> 8 & SHORTS)) << 3) + (ones & SHORTS) + (ones >> 8 & SHORTS);     \
            sum += sum >> 32;                                                                                 \
            sum = (sum + (sum >> 16)) & 0xffff;                                                               \
            Vector *cells = (Vector *) (counts + i * ASSAY_TAG_GROUP) + part;                                 \
            *cells += sum;                                                                                    \
          }                                                                                                   \
      }                                                                                                       \
  }

/* add_rows() of vectors of `bytes` bytes: a lane is -1 where the row has its tag. */
#define ADD_ROWS(suffix, attribute, bytes)                                                                    \
  attribute static void add_rows_##suffix (guint32 *cells, guint step, const guint32 *keys,                   \
                                           const guint64 *words, guint n_words, guint n_rows)                 \
  {                                                                                                           \
    typedef guint32 Lanes __attribute__ ((vector_size (bytes)));                                              \
    const guint n_lanes = sizeof (Lanes) / sizeof (guint32);                                                  \
    Lanes tags;                                                                                               \
                                                                                                              \
    for (guint lane = 0; lane < n_lanes; lane++)                                                              \
      tags[lane] = 1u << lane;                                                                                \
    for (guint row = 0; row < n_rows; row++)                                                                  \
      {                                                                                                       \
        Lanes *to = (Lanes *) (cells + (gsize) keys[row] * step);                                             \
        const guint64 *has = words + (gsize) row * n_words;                                                   \
        for (guint tag = 0; tag < step; tag += n_lanes)                                                       \
          {                                                                                                   \
            Lanes bits = (Lanes) { 0 } + (guint32) (has[tag / 64] >> tag % 64);                               \
            *to++ -= (Lanes) ((bits & tags) == tags);                                                         \
          }                                                                                                   \
      }                                                                                                       \
  }

static gboolean
always_supported (void)
{
  return TRUE;
}

COUNT_TILE (portable, , 16)
ADD_ROWS (portable, , 16)
COUNT_WORD (portable, )

#if defined (__x86_64__)

#include <immintrin.h>

#define AVX2 __attribute__ ((target ("avx2,popcnt")))
#define AVX512 __attribute__ ((target ("avx512f,avx512bw,avx512vl,avx512dq,avx512vpopcntdq")))

static gboolean
has_avx2 (void)
{
  return __builtin_cpu_supports ("avx2");
}

static gboolean
has_vpopcntdq (void)
{
  return __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512vl")
         && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512vpopcntdq");
}

COUNT_TILE (avx2, AVX2, 32)
ADD_ROWS (avx2, AVX2, 32)
COUNT_WORD (avx2, AVX2)

/* Lines that are not whole are left to the portable loop. */
AVX2 static void
make_words_avx2 (const guint16 *codes,
                 guint          n_rows,
                 guint16        yes,
                 AssayTagLine  *lines,
                 guint          tag)
{
  const __m256i wanted = _mm256_set1_epi16 ((short) yes);
  guint n_whole = n_rows / LINE_ROWS;

  for (guint line = 0; line < n_whole; line++)
    {
      guint64 word = 0;
      for (guint half = 0; half < 2; half++)
        {
          const __m256i *from = (const __m256i *) (codes + line * LINE_ROWS + half * 32);
          __m256i low = _mm256_cmpeq_epi16 (_mm256_loadu_si256 (from), wanted);
          __m256i high = _mm256_cmpeq_epi16 (_mm256_loadu_si256 (from + 1), wanted);
          /* packs works within 128 bits: the quarters come as 0 2 1 3 */
          __m256i bytes = _mm256_permute4x64_epi64 (_mm256_packs_epi16 (low, high), 0xd8);
          word |= (guint64) (guint32) _mm256_movemask_epi8 (bytes) << 32 * half;
        }
      lines[line][tag] = word;
    }
  make_words_portable (codes + n_whole * LINE_ROWS, n_rows - n_whole * LINE_ROWS, yes, lines + n_whole, tag);
}

AVX512 static void
make_words_vpopcntdq (const guint16 *codes,
                      guint          n_rows,
                      guint16        yes,
                      AssayTagLine  *lines,
                      guint          tag)
{
  const __m512i wanted = _mm512_set1_epi16 ((short) yes);
  guint n_whole = n_rows / LINE_ROWS;

  for (guint line = 0; line < n_whole; line++)
    {
      const guint16 *from = codes + line * LINE_ROWS;
      __mmask32 low = _mm512_cmpeq_epi16_mask (_mm512_loadu_si512 (from), wanted);
      __mmask32 high = _mm512_cmpeq_epi16_mask (_mm512_loadu_si512 (from + 32), wanted);
      /* Not low | high << 32: GCC 12 stores 32 bits of a mask and loads 64 of them where it runs out of registers. */
      lines[line][tag] = _cvtmask64_u64 (_mm512_kunpackd (high, low));
    }
  make_words_portable (codes + n_whole * LINE_ROWS, n_rows - n_whole * LINE_ROWS, yes, lines + n_whole, tag);
}

AVX512 static void
count_tile_vpopcntdq (const AssayTagLine *a,
                      const AssayTagLine *b,
                      guint               n_lines,
                      guint64            *counts)
{
  __m512i sums[ASSAY_TAG_GROUP];

#pragma GCC unroll 8
  for (guint i = 0; i < ASSAY_TAG_GROUP; i++)
    sums[i] = _mm512_loadu_si512 (counts + i * ASSAY_TAG_GROUP);
  for (guint w = 0; w < n_lines; w++)
    {
      __m512i line = _mm512_load_si512 (b[w]);
#pragma GCC unroll 8
      for (guint i = 0; i < ASSAY_TAG_GROUP; i++)
        {
          __m512i both = _mm512_and_si512 (line, _mm512_set1_epi64 ((long long) a[w][i]));
          sums[i] = _mm512_add_epi64 (sums[i], _mm512_popcnt_epi64 (both));
        }
    }
#pragma GCC unroll 8
  for (guint i = 0; i < ASSAY_TAG_GROUP; i++)
    _mm512_storeu_si512 (counts + i * ASSAY_TAG_GROUP, sums[i]);
}

AVX512 static void
add_rows_vpopcntdq (guint32       *cells,
                    guint          step,
                    const guint32 *keys,
                    const guint64 *words,
                    guint          n_words,
                    guint          n_rows)
{
  const __m512i one = _mm512_set1_epi32 (1);

  for (guint row = 0; row < n_rows; row++)
    {
      guint32 *to = cells + (gsize) keys[row] * step;
      const guint64 *has = words + (gsize) row * n_words;
      for (guint tag = 0; tag < step; tag += ASSAY_TAG_STEP)
        {
          __m512i count = _mm512_load_si512 (to + tag);
          __mmask16 bits = (__mmask16) (has[tag / 64] >> tag % 64);
          _mm512_store_si512 (to + tag, _mm512_mask_add_epi32 (count, bits, count, one));
        }
    }
}

#endif

static const AssayTagKernel kernels[] = {
#if defined (__x86_64__)
  { "avx512", has_vpopcntdq, make_words_vpopcntdq, count_word_avx2, count_tile_vpopcntdq, assay_pack_line_avx512,
    add_rows_vpopcntdq, 200, 64 },
  { "avx2", has_avx2, make_words_avx2, count_word_avx2, count_tile_avx2, assay_pack_line_avx2, add_rows_avx2,
    21, 24 },
#endif
  { "portable", always_supported, make_words_portable, count_word_portable, count_tile_portable, assay_pack_line_portable,
    add_rows_portable, 10, 4 },
};

const AssayTagKernel *
assay_tag_kernels (guint *n_kernels)
{
  *n_kernels = G_N_ELEMENTS (kernels);
  return kernels;
}

const AssayTagKernel *
assay_tag_kernel_find (const char *name)
{
  const AssayTagKernel *kernel = kernels, *last = kernels + G_N_ELEMENTS (kernels) - 1;

  while (kernel < last && strcmp (kernel->name, name) != 0)
    kernel++;
  while (!kernel->is_supported ())
    kernel++;
  return kernel;
}
