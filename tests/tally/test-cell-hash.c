/* test-cell-hash.c: against GLib's hash table, through several growths. */
#include "sample-rows.h"
#include "tally/cell-hash-private.h"

static guint64
count_of (const AssayCellHash *hash,
          guint64              cell)
{
  guint64 count = 0;

  for (guint64 i = 0; i <= hash->mask; i++)
    if (hash->slots[i].cell == cell + 1)
      count += hash->slots[i].count;
  return count;
}

/* Cells of one kind: neighbours, multiples of a large power of two, anything below 2^62. */
static guint64
draw_cell (GRand *random,
           guint  kind)
{
  guint64 i = (guint64) g_rand_int_range (random, 0, 20000);

  switch (kind)
    {
    case 0:
      return i;
    case 1:
      return i << 40;
    default:
      return ((guint64) g_rand_int (random) << 30 ^ i) & ((G_GUINT64_CONSTANT (1) << 62) - 1);
    }
}

static void
test_random (void)
{
  g_autoptr (GRand) random = sample_random ();

  for (guint kind = 0; kind < 3; kind++)
    {
      g_autoptr (GHashTable) expected = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      AssayCellHash *hash = assay_cell_hash_new ();
      guint64 cells[2048];
      for (guint round = 0; round < 30; round++)
        {
          guint n = (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (cells) + 1);
          guint weight = 1 + round % 2 * 6;
          for (guint i = 0; i < n; i++)
            {
              cells[i] = draw_cell (random, kind);
              gpointer before = g_hash_table_lookup (expected, &cells[i]);
              g_hash_table_insert (expected, g_memdup2 (&cells[i], sizeof cells[i]),
                                   GUINT_TO_POINTER (GPOINTER_TO_UINT (before) + weight));
              g_assert_true (assay_cell_hash_add (hash, cells[i], weight));
            }
        }

      g_assert_cmpuint (hash->n, ==, g_hash_table_size (expected));
      for (guint64 i = 0; i <= hash->mask; i++)
        if (hash->slots[i].cell != 0)
          {
            guint64 cell = hash->slots[i].cell - 1;
            g_assert_cmpuint (hash->slots[i].count, ==,
                              GPOINTER_TO_UINT (g_hash_table_lookup (expected, &cell)));
          }
      assay_cell_hash_free (hash);
    }
}

/* Cell 0 is a cell like any other, and so is the last one. */
static void
test_ends (void)
{
  AssayCellHash *hash = assay_cell_hash_new ();
  guint64 last = (G_GUINT64_CONSTANT (1) << 62) - 1;

  g_assert_true (assay_cell_hash_add (hash, 0, 3));
  g_assert_true (assay_cell_hash_add (hash, last, 4));
  g_assert_true (assay_cell_hash_add (hash, 0, G_GUINT64_CONSTANT (1) << 40));
  g_assert_cmpuint (count_of (hash, 0), ==, (G_GUINT64_CONSTANT (1) << 40) + 3);
  g_assert_cmpuint (count_of (hash, last), ==, 4);
  g_assert_cmpuint (hash->n, ==, 2);
  assay_cell_hash_free (hash);
  assay_cell_hash_free (NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/cell-hash/random", test_random);
  g_test_add_func ("/tally/cell-hash/ends", test_ends);
  return g_test_run ();
}
