/* test-replicate-blocks.c: numbers come back as they went; a damaged blob is told. */
#include "audit/replicate-blocks.h"

#include <string.h>
#include <zlib.h>

static const __int128 numbers[] = {
  0, 1, -1, 63, 64, -64, -65, 127, 128, G_MAXINT64, G_MININT64, (__int128) G_MAXINT64 + 1,
  (__int128) 1 << 126, -((__int128) 1 << 126), ~((__int128) 1 << 127), (__int128) 1 << 127,
};

static void
test_round_trip (void)
{
  for (gsize n = 0; n <= G_N_ELEMENTS (numbers); n++)
    {
      __int128 back[G_N_ELEMENTS (numbers) + 1] = { 0 };
      gsize n_bytes = 0;
      g_autofree guint8 *bytes = assay_numbers_pack (numbers, n, &n_bytes);

      g_assert_nonnull (bytes);
      g_assert_cmpstr (assay_numbers_unpack (bytes, n_bytes, back, n), ==, NULL);
      g_assert_cmpmem (back, n * sizeof *back, numbers, n * sizeof *numbers);
      if (n > 0)
        g_assert_nonnull (assay_numbers_unpack (bytes, n_bytes, back, n - 1));
      if (n < G_N_ELEMENTS (numbers))
        g_assert_nonnull (assay_numbers_unpack (bytes, n_bytes, back, n + 1));
    }
}

/* Every bit changed, every end cut off: an error, or the same numbers where zlib does not mind, never others. */
static void
test_damage (void)
{
  gsize n_bytes = 0, n_told = 0;
  g_autofree guint8 *bytes = assay_numbers_pack (numbers, G_N_ELEMENTS (numbers), &n_bytes);

  for (gsize at = 0; at < n_bytes; at++)
    for (guint bit = 0; bit < 8; bit++)
      {
        __int128 back[G_N_ELEMENTS (numbers)] = { 0 };
        const guint8 kept = bytes[at];

        bytes[at] ^= (guint8) (1 << bit);
        if (assay_numbers_unpack (bytes, n_bytes, back, G_N_ELEMENTS (numbers)) == NULL)
          g_assert_cmpmem (back, sizeof back, numbers, sizeof numbers);
        else
          n_told++;
        bytes[at] = kept;
      }
  g_assert_cmpuint (n_told, >, 8 * n_bytes * 9 / 10);
  for (gsize n = 0; n < n_bytes; n++)
    {
      __int128 back[G_N_ELEMENTS (numbers)];
      g_assert_nonnull (assay_numbers_unpack (bytes, n, back, G_N_ELEMENTS (numbers)));
    }
}

/* 19 bytes have room for 133 bits; the last may hold no more than the two that are left of 128. */
static void
test_too_wide (void)
{
  static const struct { guint8 last; gboolean fits; } rows[] = { { 1, TRUE }, { 3, TRUE }, { 4, FALSE }, { 7, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint8 plain[19], packed[64];
      uLongf n_bytes = sizeof packed;
      __int128 number = 0;

      memset (plain, 0xff, sizeof plain);
      plain[18] = rows[i].last;
      g_assert_cmpint (compress (packed, &n_bytes, plain, sizeof plain), ==, Z_OK);
      g_assert_cmpint (assay_numbers_unpack (packed, n_bytes, &number, 1) == NULL, ==, rows[i].fits);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit/replicate-blocks/round-trip", test_round_trip);
  g_test_add_func ("/audit/replicate-blocks/damage", test_damage);
  g_test_add_func ("/audit/replicate-blocks/too-wide", test_too_wide);
  return g_test_run ();
}
