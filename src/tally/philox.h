/* philox.h: Philox4x32-10 and the random stream of one text. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Word w of draw d depends on (seed, text, d, w) alone: never on a code, a thread or what was drawn before. */
typedef struct
{
  guint32 key[2];    /* the seed */
  guint32 digest[2]; /* first eight bytes of the text's SHA-256 */
} AssayStream;

void assay_philox       (const guint32 counter[4], const guint32 key[2], guint32 out[4]);
/* text (nullable): NULL is "". */
void assay_stream_init  (AssayStream *self, guint64 seed, const char *text);
void assay_stream_block (const AssayStream *self, guint32 draw, guint32 block, guint32 out[4]);
/* Up to ASSAY_STREAM_MOST blocks at once: words[w][i] is word w of block blocks[i] of draw draws[i]. */
#define ASSAY_STREAM_MOST 256
void assay_stream_blocks (const AssayStream *self, const guint32 *draws, const guint32 *blocks, guint n,
                          guint32 words[4][ASSAY_STREAM_MOST]);

G_END_DECLS
