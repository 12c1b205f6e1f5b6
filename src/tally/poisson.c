/* poisson.c: Philox words of a cluster, and Poisson(1) by a table, for three instruction sets.
 *
 * The words are those of philox.c in the order of vectors: replicate r is word r / 8 % 4 of block r / 32 * 8 + r % 8,
 * so that a word of eight blocks, which are worked out side by side, fills eight neighbouring replicates. The
 * counter's draw is one that no slice's stream reaches.
 *
 * A word is uniform on 0 .. 2^32 - 1. With F(k) = Σ (j = 0 .. k) e⁻¹/j! and T(k) = 2^32 F(k), rounded to the nearest
 * integer, the weight is the number of k with word >= T(k): P(weight <= k) = T(k)/2^32, which is F(k) to within
 * 2^-33. T(12) rounds to 2^32, hence weights end at 12; mean and variance are 1 to within 1e-8.
 */
#include "tally/poisson.h"

#include "tally/philox.h"

#include <string.h>

#define POISSON_DRAW G_MAXUINT32 /* slices have draws 0 .. 1999 */
#define WIDE 8                   /* blocks whose words are neighbours */
#define MOST_BLOCKS 256          /* worked out together: 4 KiB of words */

static const guint32 at_least[ASSAY_POISSON_MOST] = {
  1580030169, /* 2^32 * .36787944, no weight */
  3160060337, 3950075422, 4213413783, 4279248374, 4292415292, 4294609778, 4294923276, 4294962463, 4294966817,
  4294967253, 4294967292,
};

guint64
assay_poisson_key (const char *text,
                   gsize       n_bytes)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize n = sizeof digest;
  guint64 key = 0;

  g_checksum_update (checksum, (const guchar *) text, (gssize) n_bytes);
  g_checksum_get_digest (checksum, digest, &n);
  for (guint i = 0; i < 8; i++)
    key |= (guint64) digest[i] << 8 * i;
  return key;
}

guint
assay_poisson_weight (guint32 word)
{
  guint weight = 0;

  for (guint k = 0; k < ASSAY_POISSON_MOST; k++)
    weight += word >= at_least[k];
  return weight;
}

/* A round on many blocks, in place; c0 .. c3 are their words. How many there are is left to run time, or the compiler
 * would unroll what it should vectorise. */
G_ALWAYS_INLINE static inline void
philox_round (guint32 *restrict c0,
              guint32 *restrict c1,
              guint32 *restrict c2,
              guint32 *restrict c3,
              guint32           k0,
              guint32           k1,
              guint             n_blocks)
{
  for (guint i = 0; i < n_blocks; i++)
    {
      const guint64 a = (guint64) 0xD2511F53u * c0[i], b = (guint64) 0xCD9E8D57u * c2[i];

      c0[i] = (guint32) (b >> 32) ^ c1[i] ^ k0;
      c1[i] = (guint32) b;
      c2[i] = (guint32) (a >> 32) ^ c3[i] ^ k1;
      c3[i] = (guint32) a;
    }
}

G_ALWAYS_INLINE static inline void
weigh (const guint32 *restrict words,
       guint8        *restrict weights,
       guint                   n_words)
{
  for (guint i = 0; i < n_words; i++)
    {
      guint32 weight = 0;

      for (guint k = 0; k < ASSAY_POISSON_MOST; k++)
        weight += words[i] >= at_least[k];
      weights[i] = (guint8) weight;
    }
}

/* n_blocks: a multiple of WIDE. */
G_ALWAYS_INLINE static inline void
draw_blocks (guint64 seed,
             guint64 key,
             guint   first_block,
             guint   n_blocks,
             guint8 *weights)
{
  guint32 words[4][MOST_BLOCKS], k0 = (guint32) seed, k1 = (guint32) (seed >> 32);
  guint8 weighed[4][MOST_BLOCKS];

  for (guint i = 0; i < n_blocks; i++)
    {
      words[0][i] = first_block + i;
      words[1][i] = POISSON_DRAW;
      words[2][i] = (guint32) key;
      words[3][i] = (guint32) (key >> 32);
    }
  for (guint round = 0; round < 10; round++, k0 += 0x9E3779B9u, k1 += 0xBB67AE85u)
    philox_round (words[0], words[1], words[2], words[3], k0, k1, n_blocks);
  for (guint word = 0; word < 4; word++)
    weigh (words[word], weighed[word], n_blocks);
  for (guint block = 0; block < n_blocks; block += WIDE)
    for (guint word = 0; word < 4; word++)
      memcpy (weights + 4 * block + WIDE * word, &weighed[word][block], WIDE);
}

G_ALWAYS_INLINE static inline void
draw (guint64 seed,
      guint64 key,
      guint   first,
      guint   n,
      guint8 *weights)
{
  const guint n_blocks = (n + ASSAY_POISSON_LANE - 1) / ASSAY_POISSON_LANE * WIDE;

  for (guint done = 0; done < n_blocks; done += MOST_BLOCKS)
    draw_blocks (seed, key, first / 4 + done, MIN (n_blocks - done, MOST_BLOCKS), weights + 4 * done);
}

/* Values that fit in 32 bits, nearly all, take one multiplication of 32 by 32 bits. */
G_ALWAYS_INLINE static inline void
add (gint64       *restrict sums,
     const guint8 *restrict weights,
     gint64                 value,
     guint                  n)
{
  const gint32 small = (gint32) value;

  if (small == value)
    for (guint i = 0; i < n; i++)
      sums[i] += (gint64) small * (gint32) weights[i];
  else
    for (guint i = 0; i < n; i++)
      sums[i] += value * weights[i];
}

/* One set of functions; the attribute is empty for the portable one. */
#define KERNEL(suffix, attribute)                                                                                    \
  attribute static void draw_##suffix (guint64 seed, guint64 key, guint first, guint n, guint8 *weights)         \
  { draw (seed, key, first, n, weights); }                                                                       \
  attribute static void add_##suffix (gint64 *sums, const guint8 *weights, gint64 value, guint n)                    \
  { add (sums, weights, value, n); }

static gboolean
always_supported (void)
{
  return TRUE;
}

KERNEL (portable, )

#if defined (__x86_64__)
KERNEL (avx2, __attribute__ ((target ("avx2"))))
KERNEL (avx512, __attribute__ ((target ("avx512f,avx512bw,avx512vl,avx512dq,prefer-vector-width=512"))))

static gboolean
has_avx2 (void)
{
  return __builtin_cpu_supports ("avx2");
}

static gboolean
has_avx512 (void)
{
  return __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512vl")
         && __builtin_cpu_supports ("avx512dq");
}
#endif

static const AssayPoissonKernel kernels[] = {
#if defined (__x86_64__)
  { "avx512", has_avx512, draw_avx512, add_avx512 },
  { "avx2", has_avx2, draw_avx2, add_avx2 },
#endif
  { "portable", always_supported, draw_portable, add_portable },
};

const AssayPoissonKernel *
assay_poisson_kernels (guint *n_kernels)
{
  *n_kernels = G_N_ELEMENTS (kernels);
  return kernels;
}

const AssayPoissonKernel *
assay_poisson_best (void)
{
  const AssayPoissonKernel *kernel = kernels;

  while (!kernel->is_supported ())
    kernel++;
  return kernel;
}
