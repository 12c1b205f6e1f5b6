/* test-philox.c: known answers, and what keys a stream. */
#include "tally/philox.h"

#include <string.h>

/* Known answers of Salmon et al. 2011 for philox4x32 with 10 rounds. */
static const struct
{
  guint32 counter[4], key[2], expected[4];
} rows[] = {
  { { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
  { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
    { 0xffffffff, 0xffffffff },
    { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
  { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
    { 0xa4093822, 0x299f31d0 },
    { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
};

static void
test_known (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint32 out[4];

      assay_philox (rows[i].counter, rows[i].key, out);
      g_assert_cmpmem (out, sizeof out, rows[i].expected, sizeof out);
    }
}

/* SHA-256 ("") begins e3b0c442 98fc1c14 byte for byte, SHA-256 ("abc") ba7816bf 8f01cfea (FIPS 180-2). */
static void
test_keys (void)
{
  AssayStream empty, abc, none;

  assay_stream_init (&empty, G_GUINT64_CONSTANT (0x0123456789abcdef), "");
  g_assert_cmphex (empty.key[0], ==, 0x89abcdef);
  g_assert_cmphex (empty.key[1], ==, 0x01234567);
  g_assert_cmphex (empty.digest[0], ==, 0x42c4b0e3);
  g_assert_cmphex (empty.digest[1], ==, 0x141cfc98);
  assay_stream_init (&abc, 1, "abc");
  g_assert_cmphex (abc.digest[0], ==, 0xbf1678ba);
  g_assert_cmphex (abc.digest[1], ==, 0xeacf018f);
  assay_stream_init (&none, 1, NULL);
  g_assert_cmpmem (none.digest, sizeof none.digest, empty.digest, sizeof empty.digest);
}

/* Seed, text, draw and block each change the words. */
static void
test_differ (void)
{
  AssayStream a, b, c;
  guint32 out[5][4];

  assay_stream_init (&a, 1, "race=Black");
  assay_stream_init (&b, 2, "race=Black");
  assay_stream_init (&c, 1, "race=White");
  assay_stream_block (&a, 0, 0, out[0]);
  assay_stream_block (&b, 0, 0, out[1]);
  assay_stream_block (&c, 0, 0, out[2]);
  assay_stream_block (&a, 1, 0, out[3]);
  assay_stream_block (&a, 0, 1, out[4]);
  for (guint i = 0; i < 5; i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpint (memcmp (out[i], out[j], sizeof out[i]), !=, 0);
}

/* Many at once are those made one by one, whatever their number. */
static void
test_blocks (void)
{
  AssayStream stream;
  guint32 draws[ASSAY_STREAM_MOST], blocks[ASSAY_STREAM_MOST], words[4][ASSAY_STREAM_MOST];

  assay_stream_init (&stream, G_GUINT64_CONSTANT (0xfedcba9876543210), "many");
  for (guint n = 0; n <= ASSAY_STREAM_MOST; n = n * 2 + 1)
    {
      for (guint i = 0; i < n; i++)
        {
          draws[i] = g_test_rand_int ();
          blocks[i] = g_test_rand_int ();
        }
      assay_stream_blocks (&stream, draws, blocks, n, words);
      for (guint i = 0; i < n; i++)
        {
          guint32 one[4];

          assay_stream_block (&stream, draws[i], blocks[i], one);
          for (guint word = 0; word < 4; word++)
            g_assert_cmphex (words[word][i], ==, one[word]);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/philox/known", test_known);
  g_test_add_func ("/tally/philox/keys", test_keys);
  g_test_add_func ("/tally/philox/differ", test_differ);
  g_test_add_func ("/tally/philox/blocks", test_blocks);
  return g_test_run ();
}
