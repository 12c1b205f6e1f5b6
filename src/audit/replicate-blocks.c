/* replicate-blocks.c: signed numbers as short ones, compressed. The layout is in replicate-blocks.h. */
#include "replicate-blocks.h"

#include <zlib.h>

#define NUMBER_BYTES 19 /* 128 bits, 7 a byte */

typedef unsigned __int128 Wide;

static guint8 *
put_number (guint8   *at,
            __int128  value)
{
  Wide number = value < 0 ? 2 * (Wide) -(value + 1) + 1 : 2 * (Wide) value;

  for (; number >= 0x80; number >>= 7)
    *at++ = (guint8) (number | 0x80);
  *at++ = (guint8) number;
  return at;
}

guint8 *
assay_numbers_pack (const __int128 *numbers,
                    gsize           n,
                    gsize          *n_bytes)
{
  g_autofree guint8 *plain = g_try_malloc_n (n + 1, NUMBER_BYTES);
  guint8 *end = plain;

  if (plain == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    end = put_number (end, numbers[i]);

  uLongf room = compressBound ((uLong) (end - plain));
  g_autofree guint8 *packed = g_try_malloc (room);
  if (packed == NULL || compress2 (packed, &room, plain, (uLong) (end - plain), Z_DEFAULT_COMPRESSION) != Z_OK)
    return NULL;
  *n_bytes = room;
  return g_steal_pointer (&packed);
}

/* (nullable) The byte behind the number; NULL: it ends too late, is no shortest form, or has more than 128 bits. */
static const guint8 *
get_number (const guint8 *at,
            const guint8 *end,
            __int128     *value)
{
  Wide number = 0;

  for (guint shift = 0; at < end && shift < 7 * NUMBER_BYTES; shift += 7)
    {
      const guint8 byte = *at++;

      number |= (Wide) (byte & 0x7f) << shift;
      if (byte >= 0x80)
        continue;
      if ((byte == 0 && shift > 0) || (shift == 126 && byte > 3))
        return NULL;
      *value = number & 1 ? -(__int128) (number >> 1) - 1 : (__int128) (number >> 1);
      return at;
    }
  return NULL;
}

const char *
assay_numbers_unpack (const guint8 *bytes,
                      gsize         n_bytes,
                      __int128     *numbers,
                      gsize         n)
{
  uLongf n_plain = n * NUMBER_BYTES + 1;
  g_autofree guint8 *plain = g_try_malloc (n_plain);

  if (plain == NULL)
    return "memory is short";
  if (uncompress (plain, &n_plain, bytes, n_bytes) != Z_OK)
    return "its content cannot be decompressed";
  const guint8 *at = plain;
  for (gsize i = 0; i < n && at != NULL; i++)
    at = get_number (at, plain + n_plain, &numbers[i]);
  return at == plain + n_plain ? NULL : "its content is not that many numbers";
}
