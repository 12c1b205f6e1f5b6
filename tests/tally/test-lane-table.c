/* test-lane-table.c: cells of lanes that a thread adds rows to and empties, against the rows. */
#include "group.h"
#include "tally/lane-table-private.h"

#define BLOCK 700

static const guint n_codes[GROUP_COLUMNS] = { 1, 120, 1, 90, 1 };
static const guint16 columns[] = { 3, 1 };
static const AssayTableShape shapes[] = { { 2, { 3, 1 }, 1, { { 0, 0 } } }, { 1, { 1 }, 1, { { 0, 0 } } } };

/* Rows of one value; a sum of its squares. */
static void
draw_block (GRand            *random,
            const AssayGroup *group,
            guint64          *cells,
            guint64          *lanes,
            guint64          *counts,
            AssaySum         *sums)
{
  static gint64 values[BLOCK];
  const gint64 *of_rows[] = { values };

  for (guint row = 0; row < BLOCK; row++)
    {
      values[row] = g_rand_int_range (random, 0, 5) == 0 ? ASSAY_NO_VALUE : (gint64) g_rand_int (random) - G_MAXINT32;
      cells[row] = (guint64) g_rand_int_range (random, 0, (gint) group->n_cells);
      counts[cells[row]]++;
      if (values[row] != ASSAY_NO_VALUE)
        sums[cells[row]] += (AssaySum) values[row] * values[row];
    }
  assay_lanes_make (group->lanes, assay_kernel_best (), of_rows, BLOCK, lanes);
}

/* Into a dense table rows are added by a kernel's loop. */
static void
add_block (AssayLaneTable *table,
           const guint64  *cells,
           const guint64  *lanes)
{
  const guint n = table->lanes->n_lanes;

  if (table->is_sparse)
    g_assert_true (assay_lane_table_add_sparse (table, cells, lanes, BLOCK));
  for (guint row = 0; row < BLOCK && !table->is_sparse; row++)
    for (guint lane = 0; lane < n; lane++)
      table->cells[cells[row] * n + lane] += lanes[row * n + lane];
}

/* 10,800 cells, more than a sparse table has room for at first; emptied three times, once with nothing in it. */
static void
test_flush (void)
{
  g_autoptr (GRand) random = sample_random ();
  g_autofree AssayLanes *lanes = assay_lanes_new (&shapes[0]);
  g_autofree guint64 *rows = g_new (guint64, BLOCK * lanes->n_lanes);
  guint64 cells[BLOCK];

  for (guint is_sparse = 0; is_sparse < 2; is_sparse++)
    {
      const AssayGroupKind kind = is_sparse ? ASSAY_GROUP_SPARSE_SUMS : ASSAY_GROUP_SUMS;
      g_auto (AssayGroup) group = group_new (kind, columns, 2, n_codes, G_N_ELEMENTS (shapes), lanes);
      g_autoptr (AssayTotals) totals = assay_totals_new (shapes, G_N_ELEMENTS (shapes));
      g_auto (AssayMarginals) marginals = { 0 };
      g_autofree guint64 *counts = g_new0 (guint64, group.n_cells);
      g_autofree AssaySum *sums = g_new0 (AssaySum, group.n_cells);
      g_autoptr (GPtrArray) axes = sample_axes (n_codes, GROUP_COLUMNS);
      g_autoptr (GError) error = NULL;
      AssayLaneTable table;

      g_assert_true (assay_lane_table_init (&table, &group));
      g_assert_true (assay_marginals_init (&marginals, &group, n_codes, n_codes, totals));
      for (guint flush = 0; flush < 3; flush++)
        {
          for (guint block = 0; block < 20 && flush != 1; block++)
            {
              draw_block (random, &group, cells, rows, counts, sums);
              add_block (&table, cells, rows);
            }
          g_assert_true (assay_lane_table_flush (&table, &marginals));
        }
      assay_lane_table_clear (&table);
      g_autoptr (GPtrArray) tables = assay_totals_to_tables (totals, (AssayAxis *const *) axes->pdata, NULL, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < tables->len; i++)
        group_check (&group, n_codes, &shapes[i], tables->pdata[i], counts, sums);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/lane-table/flush", test_flush);
  return g_test_run ();
}
