/* replicate-blocks.h: integers of a table of replicates, or of clusters, as one compressed blob. Inside src/audit.
 *
 * A blob is zlib (RFC 1950) of n numbers of up to 128 bits: a number i is 2i when it is not negative, else -2i - 1, as an
 * unsigned LEB128 number in its shortest form.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable) NULL: memory is short. */
guint8     *assay_numbers_pack   (const __int128 *numbers,
                                  gsize           n,
                                  gsize          *n_bytes);
/* (nullable) What is wrong with the blob, static; NULL: numbers has its n. */
const char *assay_numbers_unpack (const guint8   *bytes,
                                  gsize           n_bytes,
                                  __int128       *numbers,
                                  gsize           n);

G_END_DECLS
