/* test-tag-pack.c: rows of a mask packed side by side, and bits of tags turned into bytes of rows. */
#include "sample-rows.h"
#include "tally/tag-kernel-private.h"

#include <string.h>

#define N_GROUPS 3

static guint64
draw (GRand *random)
{
  return (guint64) g_rand_int (random) << 32 | g_rand_int (random);
}

static guint64
draw_mask (GRand *random)
{
  switch (g_rand_int_range (random, 0, 6))
    {
    case 0:
      return G_MAXUINT64;
    case 1:
      return G_GUINT64_CONSTANT (1) << g_rand_int_range (random, 0, 64);
    case 2:
      return draw (random) & draw (random) & draw (random);
    case 3:
      return draw (random) | draw (random) | draw (random);
    case 4:
      return G_MAXUINT64 >> g_rand_int_range (random, 0, 64);
    default:
      return draw (random);
    }
}

/* Line after line until no more rows fit; each row is compared with a list of rows. */
static void
test_pack (gconstpointer data)
{
  const AssayTagKernel *kernel = data;
  g_autoptr (GRand) random = sample_random ();

  for (guint round = 0; round < 50; round++)
    {
      AssayTagLine packed[N_GROUPS * ASSAY_PACK_LINES];
      AssayTagLine block[N_GROUPS * ASSAY_TAG_LINES];
      g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint32)); /* the 24 bits of each */
      memset (packed, 0, sizeof packed);
      while (rows->len < 2048)
        {
          guint line = (guint) g_rand_int_range (random, 0, ASSAY_TAG_LINES);
          guint64 mask = draw_mask (random);
          for (guint i = 0; i < G_N_ELEMENTS (block); i++)
            for (guint tag = 0; tag < ASSAY_TAG_GROUP; tag++)
              block[i][tag] = draw (random);
          kernel->pack_line (block + line, N_GROUPS, mask, packed, rows->len);
          for (guint row = 0; row < 64; row++)
            if (mask >> row & 1)
              {
                guint32 bits = 0;
                for (guint tag = 0; tag < N_GROUPS * ASSAY_TAG_GROUP; tag++)
                  bits |= (guint32) (block[tag / 8 * ASSAY_TAG_LINES + line][tag % 8] >> row & 1) << tag;
                g_array_append_val (rows, bits);
              }
        }
      for (guint row = 0; row < ASSAY_PACK_LINES * 64; row++)
        for (guint tag = 0; tag < N_GROUPS * ASSAY_TAG_GROUP; tag++)
          {
            guint bit = packed[tag / 8 * ASSAY_PACK_LINES + row / 64][tag % 8] >> row % 64 & 1;
            g_assert_cmpuint (bit, ==, row < rows->len ? g_array_index (rows, guint32, row) >> tag & 1 : 0);
          }
    }
}

static void
test_rows (void)
{
  g_autoptr (GRand) random = sample_random ();

  for (guint n_groups = 1; n_groups <= 8; n_groups++)
    for (guint step = 1; step <= 4; step++)
      {
        AssayTagLine block[8 * ASSAY_TAG_LINES];
        guint64 words[64 * 4];
        guint line = (guint) g_rand_int_range (random, 0, ASSAY_TAG_LINES);
        for (guint i = 0; i < G_N_ELEMENTS (block); i++)
          for (guint tag = 0; tag < ASSAY_TAG_GROUP; tag++)
            block[i][tag] = draw (random);
        memset (words, 0xa5, sizeof words);
        assay_tag_rows (block + line, n_groups, step, words);
        for (guint i = 0; i < 64 * step; i++)
          for (guint tag = 0; tag < 64; tag++)
            {
              guint bit = tag / 8 < n_groups ? block[tag / 8 * ASSAY_TAG_LINES + line][tag % 8] >> (i / step) & 1 : 0;
              guint untouched = 0xa5 >> tag % 8 & 1;
              g_assert_cmpuint (words[i] >> tag & 1, ==, i % step == 0 ? bit : untouched);
            }
      }
}

int
main (int    argc,
      char **argv)
{
  guint n;
  const AssayTagKernel *kernels = assay_tag_kernels (&n);

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("/tally/tag-pack/%s", kernels[i].name);
      if (kernels[i].is_supported ())
        g_test_add_data_func (name, &kernels[i], test_pack);
    }
  g_test_add_func ("/tally/tag-pack/rows", test_rows);
  return g_test_run ();
}
