/* philox.c: Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011), a random number for every counter.
 *
 * measures.md 3: a stream is keyed by (seed, SHA-256 of the slice's text, draw), never by a code, so that a new value
 * in a column moves no other slice's interval. The words:
 *
 *   key      seed, low and high half
 *   counter  block within the draw, draw, the first two 32-bit words of the digest (little-endian)
 */
#include "tally/philox.h"

/* Unrolled, so that a loop over counters becomes one over the processor's vectors. */
static inline void
ten_rounds (guint32  c0,
            guint32  c1,
            guint32  c2,
            guint32  c3,
            guint32  k0,
            guint32  k1,
            guint32 *out0,
            guint32 *out1,
            guint32 *out2,
            guint32 *out3)
{
#pragma GCC unroll 10
  for (int round = 0; round < 10; round++)
    {
      const guint64 a = (guint64) 0xD2511F53u * c0, b = (guint64) 0xCD9E8D57u * c2;

      c0 = (guint32) (b >> 32) ^ c1 ^ k0;
      c1 = (guint32) b;
      c2 = (guint32) (a >> 32) ^ c3 ^ k1;
      c3 = (guint32) a;
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
  *out0 = c0;
  *out1 = c1;
  *out2 = c2;
  *out3 = c3;
}

void
assay_philox (const guint32 counter[4],
              const guint32 key[2],
              guint32       out[4])
{
  ten_rounds (counter[0], counter[1], counter[2], counter[3], key[0], key[1], &out[0], &out[1], &out[2], &out[3]);
}

static guint32
word_at (const guint8 *bytes)
{
  return bytes[0] | (guint32) bytes[1] << 8 | (guint32) bytes[2] << 16 | (guint32) bytes[3] << 24;
}

void
assay_stream_init (AssayStream *self,
                   guint64      seed,
                   const char  *text)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize n_bytes = sizeof digest;

  if (text != NULL)
    g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, digest, &n_bytes);
  self->key[0] = (guint32) seed;
  self->key[1] = (guint32) (seed >> 32);
  self->digest[0] = word_at (digest);
  self->digest[1] = word_at (digest + 4);
}

void
assay_stream_block (const AssayStream *self,
                    guint32            draw,
                    guint32            block,
                    guint32            out[4])
{
  assay_philox ((const guint32[4]) { block, draw, self->digest[0], self->digest[1] }, self->key, out);
}

/* 6 ns a block by SSE2's vectors of two, 12 ns one by one; AVX2's vectors of four gain nothing. */
void
assay_stream_blocks (const AssayStream *self,
                     const guint32     *draws,
                     const guint32     *blocks,
                     guint              n,
                     guint32            words[4][ASSAY_STREAM_MOST])
{
  const guint32 d0 = self->digest[0], d1 = self->digest[1], k0 = self->key[0], k1 = self->key[1];
  guint32 *restrict out0 = words[0], *restrict out1 = words[1], *restrict out2 = words[2], *restrict out3 = words[3];

  g_return_if_fail (n <= ASSAY_STREAM_MOST);
  for (guint i = 0; i < n; i++)
    ten_rounds (blocks[i], draws[i], d0, d1, k0, k1, &out0[i], &out1[i], &out2[i], &out3[i]);
}
