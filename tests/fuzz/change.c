/* change.c: one change of an input. */
#include "driver.h"

#include <string.h>

static void
put_piece (GRand      *random,
           GByteArray *bytes,
           guint       at)
{
  guint n_pieces = g_strv_length ((char **) fuzz_target.pieces);
  const char *piece = fuzz_target.pieces[g_rand_int_range (random, 0, (gint32) n_pieces)];
  gsize length = strlen (piece), n_behind = bytes->len - at;

  if (g_rand_boolean (random))
    {
      memcpy (bytes->data + at, piece, MIN (n_behind, length));
      return;
    }
  g_byte_array_set_size (bytes, bytes->len + (guint) length);
  memmove (bytes->data + at + length, bytes->data + at, n_behind);
  memcpy (bytes->data + at, piece, length);
}

static void
change_bytes (GRand      *random,
              GByteArray *bytes,
              guint       at)
{
  guint most = (guint) g_rand_int_range (random, 1, 64), n = MIN (bytes->len - at, most);

  switch (g_rand_int_range (random, 0, 5))
    {
    case 0:
      bytes->data[at] ^= (guint8) (1 << g_rand_int_range (random, 0, 8));
      break;
    case 1:
      bytes->data[at] = (guint8) g_rand_int (random);
      break;
    case 2:
      memset (bytes->data + at, g_rand_boolean (random) ? 0xff : 0, n);
      break;
    case 3:
      memmove (bytes->data + at, bytes->data + g_rand_int_range (random, 0, (gint32) (bytes->len - n + 1)), n);
      break;
    default:
      g_byte_array_remove_range (bytes, at, n);
    }
}

void
fuzz_change (GRand      *random,
             GByteArray *bytes)
{
  gboolean has_pieces = fuzz_target.pieces != NULL, is_own = fuzz_target.change != NULL && g_rand_boolean (random);

  if (is_own)
    fuzz_target.change (random, bytes);
  else if (bytes->len == 0)
    g_byte_array_append (bytes, (const guint8 *) (has_pieces ? fuzz_target.pieces[0] : "\n"), 1);
  else if (has_pieces && g_rand_boolean (random))
    put_piece (random, bytes, (guint) g_rand_int_range (random, 0, (gint32) bytes->len));
  else
    change_bytes (random, bytes, (guint) g_rand_int_range (random, 0, (gint32) bytes->len));
}
