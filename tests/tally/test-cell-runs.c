/* test-cell-runs.c: sorted cells against counting one by one. */
#include "sample-rows.h"
#include "tally/cell-runs-private.h"

#include <string.h>

#define LAST_CELL ((G_GUINT64_CONSTANT (1) << 62) - 1)

static void
expect (GHashTable *expected,
        guint64     cell,
        guint64     count)
{
  guint64 *before = g_hash_table_lookup (expected, &cell);

  if (before != NULL)
    *before += count;
  else
    g_hash_table_insert (expected, g_memdup2 (&cell, sizeof cell), g_memdup2 (&count, sizeof count));
}

static void
assert_run (const AssayCellRun *run,
            GHashTable         *expected)
{
  g_assert_cmpuint (run->n, ==, g_hash_table_size (expected));
  for (guint64 i = 0; i < run->n; i++)
    {
      const guint64 *count = g_hash_table_lookup (expected, &run->cells[i]);
      g_assert_nonnull (count);
      g_assert_cmpuint (run->counts[i], ==, *count);
      if (i > 0)
        g_assert_cmpuint (run->cells[i - 1], <, run->cells[i]);
    }
}

static GHashTable *
new_expected (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

/* Numbers of cells at the ends of a digit, of 32 bits and of what a table may have. */
static const guint64 n_cells_tried[] = { 1, 2, 512, 513, 100000, G_GUINT64_CONSTANT (1) << 32,
                                         (G_GUINT64_CONSTANT (1) << 32) + 1, LAST_CELL + 1 };

/* Any cell, or one of a few with the first and the last among them. */
static guint64
draw_cell (GRand   *random,
           guint64  n_cells)
{
  guint64 draw = (guint64) g_rand_int (random) << 32 | g_rand_int (random);
  guint64 few = draw % MIN (n_cells, 40);

  return g_rand_boolean (random) ? draw % n_cells : few % 2 == 0 ? few : n_cells - 1 - few;
}

static void
add_block (AssayCellSorter *sorter,
           const guint64   *cells,
           guint            n)
{
  gpointer at = assay_cell_sorter_add (sorter, n);

  g_assert_nonnull (at);
  for (guint i = 0; i < n; i++)
    if (sorter->is_wide)
      ((guint64 *) at)[i] = cells[i];
    else
      ((guint32 *) at)[i] = (guint32) cells[i];
}

static void
test_sorter (void)
{
  static const guint64 most_keys[] = { 1, 100, 5000, 0 };
  g_autoptr (GRand) random = sample_random ();

  for (guint c = 0; c < G_N_ELEMENTS (n_cells_tried) * G_N_ELEMENTS (most_keys); c++)
    {
      const guint64 n_cells = n_cells_tried[c / G_N_ELEMENTS (most_keys)];
      g_autoptr (GHashTable) expected = new_expected ();
      AssayCellSorter sorter;
      guint64 cells[2048];
      assay_cell_sorter_init (&sorter, n_cells, most_keys[c % G_N_ELEMENTS (most_keys)]);
      for (guint round = 0; round < 40; round++)
        {
          guint n = 1 + (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (cells));
          for (guint i = 0; i < n; i++)
            expect (expected, cells[i] = draw_cell (random, n_cells), 1);
          add_block (&sorter, cells, n);
          if (round % 16 == 5)
            g_assert_true (assay_cell_sorter_settle (&sorter));
        }
      g_assert_true (assay_cell_sorter_settle (&sorter));
      g_assert_true (assay_cell_sorter_settle (&sorter)); /* again: nothing is pending */
      g_assert_cmpint (sorter.is_wide, ==, n_cells > G_GUINT64_CONSTANT (1) << 32);
      assert_run (&sorter.run, expected);
      assay_cell_sorter_clear (&sorter);
    }
}

/* n cells, a few apart: some are in both runs of a pair. */
static AssayCellRun
draw_run (GRand      *random,
          guint       n,
          GHashTable *expected)
{
  AssayCellRun run = { 0, g_new (guint64, 81), g_new (guint64, 81) };
  guint64 cell = (guint64) g_rand_int_range (random, 0, 3);

  for (; run.n < n; cell += (guint64) g_rand_int_range (random, 1, 8))
    {
      run.cells[run.n] = cell;
      run.counts[run.n] = 1 + ((guint64) g_rand_int (random) << 20);
      expect (expected, cell, run.counts[run.n++]);
    }
  return run;
}

static void
test_merge (void)
{
  g_autoptr (GRand) random = sample_random ();

  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (GHashTable) expected = new_expected ();
      AssayCellRun a = draw_run (random, (guint) g_rand_int_range (random, 0, 12 + 68 * (round % 2)), expected);
      AssayCellRun b = draw_run (random, (guint) g_rand_int_range (random, 0, 80), expected);
      g_assert_true (assay_cell_run_merge (&a, &b));
      g_assert_cmpuint (b.n, ==, 0);
      assert_run (&a, expected);
      assay_cell_run_clear (&a);
      assay_cell_run_clear (&b);
    }
}

/* To a layout of more codes: every cell's codes stay. */
static void
test_move (void)
{
  static const guint from[] = { 3, 5, 4 };
  static const guint64 steps[] = { 9 * 7, 7, 1 };
  AssayCellRun run = { 0, g_new (guint64, 60), g_new (guint64, 60) };
  guint64 wanted[60];

  for (guint64 cell = 0; cell < 60; cell += 1 + cell % 3)
    {
      wanted[run.n] = cell / 20 * steps[0] + cell / 4 % 5 * steps[1] + cell % 4;
      run.cells[run.n] = cell;
      run.counts[run.n++] = cell + 1;
    }
  assay_cell_run_move (&run, from, steps, 3);
  g_assert_cmpmem (run.cells, run.n * sizeof *run.cells, wanted, run.n * sizeof *wanted);
  assay_cell_run_clear (&run);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/cell-runs/sorter", test_sorter);
  g_test_add_func ("/tally/cell-runs/merge", test_merge);
  g_test_add_func ("/tally/cell-runs/move", test_move);
  return g_test_run ();
}
