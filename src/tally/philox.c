/* philox.c: Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011), a random number for every counter.
 *
 * measures.md 3: a stream is keyed by (seed, SHA-256 of the slice's text, draw), never by a code, so that a new value
 * in a column moves no other slice's interval. The words:
 *
 *   key      seed, low and high half
 *   counter  block within the draw, draw, the first two 32-bit words of the digest (little-endian)
 */
#include "tally/philox.h"

void
assay_philox (const guint32 counter[4],
              const guint32 key[2],
              guint32       out[4])
{
  guint32 c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  guint32 k0 = key[0], k1 = key[1];

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
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
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
