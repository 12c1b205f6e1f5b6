/* test-planes.c: bit planes against a plain loop, for every number of codes that one byte holds and every number of
 * outcomes that the base may have. What lies behind the last row must not be counted. */
#include "sample-rows.h"
#include "tally/planes-private.h"

#include <stdlib.h>
#include <string.h>

/* Columns 0 .. n - 1, each with the label (column n). */
static AssayCover *
make_cover (guint        n,
            guint        n_outcomes,
            const guint *n_codes)
{
  AssayCover *cover = g_new0 (AssayCover, 1);

  cover->n_base = 1;
  cover->base[0] = (guint16) n;
  cover->base_codes = n_outcomes;
  cover->n_copies = 1;
  cover->groups = g_ptr_array_new_with_free_func (NULL);
  cover->lanes = g_ptr_array_new ();
  for (guint16 i = 0; i < n; i++)
    {
      AssayGroup *group = g_new0 (AssayGroup, 1);
      *group = (AssayGroup) { .kind = ASSAY_GROUP_PLANES, .has_base = TRUE, .n_columns = 2,
                              .columns = { (guint16) n, i }, .n_cells = (guint64) n_outcomes * n_codes[i] };
      g_ptr_array_add (cover->groups, group);
    }
  return cover;
}

static void
free_cover (AssayCover *cover)
{
  for (guint i = 0; i < cover->groups->len; i++)
    g_free (g_ptr_array_index (cover->groups, i));
  assay_cover_free (cover);
}

static void
check_block (GRand       *random,
             AssayPlanes *planes,
             guint        n,
             const guint *n_codes,
             guint        n_outcomes,
             guint        n_rows,
             guint64    **expected)
{
  static guint8 bytes[256][ASSAY_BLOCK_ROWS + 64];
  static guint16 base[ASSAY_BLOCK_ROWS];
  AssayCodes codes[256];

  for (guint row = 0; row < n_rows; row++)
    base[row] = (guint16) g_rand_int_range (random, 0, (gint) n_outcomes);
  for (guint i = 0; i < n; i++)
    {
      for (guint row = 0; row < sizeof bytes[i]; row++)
        bytes[i][row] = (guint8) g_rand_int_range (random, 0, (gint) n_codes[i]);
      for (guint row = 0; row < n_rows; row++)
        expected[i][base[row] * n_codes[i] + bytes[i][row]]++;
      codes[i] = (AssayCodes) { .low = bytes[i] };
    }
  assay_planes_add (planes, base, codes, n_rows);
}

static void
test_codes (void)
{
  static const guint outcomes[] = { 1, 2, 4, 7, 8, 9, 27, 64 };
  static const guint sizes[] = { 1, 63, 64, 65, 511, 512, 513, 2047, 2048 };
  enum { N = 256 };
  g_autoptr (GRand) random = sample_random ();
  guint n_codes[N];

  if (!assay_planes_is_supported ())
    {
      g_test_skip ("this processor has no AVX-512 VPOPCNTDQ");
      return;
    }
  for (guint i = 0; i < N; i++)
    n_codes[i] = i + 1;
  for (guint o = 0; o < G_N_ELEMENTS (outcomes); o++)
    {
      AssayCover *cover = make_cover (N, outcomes[o], n_codes);
      AssayPlanes *planes = assay_planes_new (cover, n_codes);
      guint64 *expected[N];
      for (guint i = 0; i < N; i++)
        expected[i] = g_new0 (guint64, (gsize) outcomes[o] * n_codes[i]);
      for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
        check_block (random, planes, N, n_codes, outcomes[o], sizes[s], expected);
      for (guint i = 0; i < N; i++)
        {
          gsize n_cells = (gsize) outcomes[o] * n_codes[i];
          g_autofree guint64 *actual = g_new (guint64, n_cells);
          assay_planes_take (planes, i, actual);
          g_assert_cmpmem (actual, n_cells * sizeof *actual, expected[i], n_cells * sizeof *actual);
          assay_planes_take (planes, i, actual); /* was started again at 0 */
          for (gsize cell = 0; cell < n_cells; cell++)
            g_assert_cmpuint (actual[cell], ==, 0);
          g_free (expected[i]);
        }
      assay_planes_free (planes);
      free_cover (cover);
    }
  assay_planes_free (NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/planes/codes", test_codes);
  return g_test_run ();
}
