/* test-marginals.c: a group's cells in every shape of it, against each cell added by itself. */
#include "group.h"
#include "tally/marginals-private.h"

#include <string.h>

/* More codes have room than were met: then cells have other numbers in the totals. */
static const guint n_codes[GROUP_COLUMNS] = { 1, 6, 5, 4, 9 }, n_met[GROUP_COLUMNS] = { 1, 4, 5, 3, 7 };
static const guint16 columns[] = { 1, 3, 4 };

/* All, some, in the group's order and in another, one alone, and one as two axes. */
static const AssayTableShape shapes[] = {
  { 3, { 1, 3, 4 } }, { 3, { 4, 1, 3 } }, { 2, { 3, 1 } }, { 1, { 4 } }, { 1, { 1 } }, { 2, { 1, 4 } },
  { 2, { 3, 3 } },
};
static const AssayTableShape with_sums[] = {
  { 3, { 1, 3, 4 }, 1, { { 0, ASSAY_SUM_VALUES } } },
  { 2, { 4, 1 }, 1, { { 0, ASSAY_SUM_VALUES } } },
  { 1, { 3 }, 1, { { 0, ASSAY_SUM_VALUES } } },
};

static gboolean
was_met (const AssayGroup *group,
         guint64           cell)
{
  for (guint i = 0; i < group->n_columns; i++)
    if (group_code (group, n_codes, cell, group->columns[i]) >= n_met[group->columns[i]])
      return FALSE;
  return TRUE;
}

/* Counts of the cells whose codes were met, the first and the last of these among them; others have none. */
static guint64 *
draw_counts (GRand            *random,
             const AssayGroup *group,
             guint             most)
{
  guint64 *counts = g_new0 (guint64, group->n_cells);

  for (guint64 cell = 0; cell < group->n_cells; cell++)
    if (was_met (group, cell) && (cell == 0 || g_rand_int_range (random, 0, 3) > 0))
      counts[cell] = 1 + (guint64) g_rand_int_range (random, 0, (gint) most);
  return counts;
}

static void
check_tables (const AssayGroup      *group,
              const AssayTableShape *of,
              AssayTotals           *totals,
              const guint64         *counts,
              const AssaySum        *sums)
{
  g_autoptr (GPtrArray) axes = sample_axes (n_met, GROUP_COLUMNS);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tables = assay_totals_to_tables (totals, (AssayAxis *const *) axes->pdata, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < tables->len; i++)
    group_check (group, n_codes, &of[i], tables->pdata[i], counts, sums);
}

/* In copies, in 64 bits, twice over. */
static void
test_dense (void)
{
  g_autoptr (GRand) random = sample_random ();

  for (guint n_copies = 0; n_copies <= 4; n_copies++)
    {
      g_auto (AssayGroup) group = group_new (ASSAY_GROUP_JOINT, columns, 3, n_codes, G_N_ELEMENTS (shapes), NULL);
      g_autoptr (AssayTotals) totals = assay_totals_new (shapes, G_N_ELEMENTS (shapes));
      g_auto (AssayMarginals) marginals = { 0 };
      g_autofree guint64 *counts = draw_counts (random, &group, 1000000);
      g_autofree guint32 *copies = g_new0 (guint32, group.n_cells * MAX (n_copies, 1));
      const AssayDenseCells cells = n_copies > 0 ? (AssayDenseCells) { .small = copies, .n_copies = n_copies }
                                                 : (AssayDenseCells) { .large = counts };

      for (guint64 cell = 0; cell < group.n_cells; cell++)
        {
          guint32 left = (guint32) counts[cell];

          for (guint copy = 0; copy < n_copies; left -= copies[cell * n_copies + copy++])
            copies[cell * n_copies + copy] =
              copy + 1 < n_copies ? (guint32) g_rand_int_range (random, 0, (gint) left + 1) : left;
        }
      g_mutex_lock (&totals->lock);
      g_assert_true (assay_marginals_init (&marginals, &group, n_codes, n_met, totals));
      for (guint twice = 0; twice < 2; twice++)
        g_assert_true (assay_marginals_add_dense (&marginals, &cells, group.n_cells));
      g_mutex_unlock (&totals->lock);
      for (guint64 cell = 0; cell < group.n_cells; cell++)
        counts[cell] *= 2;
      check_tables (&group, shapes, totals, counts, NULL);
    }
}

/* A run of one shape, in the shape's order, whose cells move where fewer codes were met. */
static void
test_run (void)
{
  g_autoptr (GRand) random = sample_random ();
  static const guint16 orders[][3] = { { 1, 3, 4 }, { 4, 1, 3 } };

  for (guint i = 0; i < 2; i++)
    {
      const AssayTableShape shape = { 3, { orders[i][0], orders[i][1], orders[i][2] } };
      g_auto (AssayGroup) group = group_new (ASSAY_GROUP_SPARSE, orders[i], 3, n_codes, 1, NULL);
      g_autoptr (AssayTotals) totals = assay_totals_new (&shape, 1);
      g_auto (AssayMarginals) marginals = { 0 };
      g_autofree guint64 *counts = draw_counts (random, &group, 1000);
      AssayCellRun run = { 0, g_new (guint64, group.n_cells), g_new (guint64, group.n_cells) };

      for (guint64 cell = 0; cell < group.n_cells; cell++)
        if (counts[cell] > 0)
          {
            run.cells[run.n] = cell;
            run.counts[run.n++] = counts[cell];
          }
      g_mutex_lock (&totals->lock);
      g_assert_true (assay_marginals_init (&marginals, &group, n_codes, n_met, totals));
      g_assert_true (assay_marginals_add_run (&marginals, &run));
      g_mutex_unlock (&totals->lock);
      g_assert_cmpuint (run.n, ==, 0);
      assay_cell_run_clear (&run);
      check_tables (&group, &shape, totals, counts, NULL);
    }
}

/* Cells of lanes: an array of all of them, and those of a hash table. */
static void
test_lanes (void)
{
  g_autoptr (GRand) random = sample_random ();
  g_autofree AssayLanes *lanes = assay_lanes_new (&with_sums[0]);

  for (guint is_sparse = 0; is_sparse < 2; is_sparse++)
    {
      const AssayGroupKind kind = is_sparse ? ASSAY_GROUP_SPARSE_SUMS : ASSAY_GROUP_SUMS;
      g_auto (AssayGroup) group = group_new (kind, columns, 3, n_codes, G_N_ELEMENTS (with_sums), lanes);
      g_autoptr (AssayTotals) totals = assay_totals_new (with_sums, G_N_ELEMENTS (with_sums));
      g_auto (AssayMarginals) marginals = { 0 };
      g_autofree guint64 *counts = draw_counts (random, &group, 1000);
      g_autofree AssaySum *sums = g_new0 (AssaySum, group.n_cells);
      g_autofree guint64 *cells = g_new0 (guint64, group.n_cells * lanes->n_lanes);
      AssayCellHash *hash = assay_cell_hash_new ();

      for (guint64 cell = group.n_cells, entry = 0; cell-- > 0;)
        if (counts[cell] > 0)
          {
            guint64 *at = cells + (is_sparse ? entry : cell) * lanes->n_lanes;
            at[0] = counts[cell];
            sums[cell] = (gint64) g_rand_int (random) - G_MAXINT32;
            at[lanes->first[0]] = (guint64) (gint64) sums[cell];
            g_assert_true (assay_cell_hash_add (hash, cell, ++entry));
          }
      g_mutex_lock (&totals->lock);
      g_assert_true (assay_marginals_init (&marginals, &group, n_codes, n_met, totals));
      const AssayDenseCells dense = { .lanes = cells };
      g_assert_true (is_sparse ? assay_marginals_add_sparse (&marginals, hash, cells)
                               : assay_marginals_add_dense (&marginals, &dense, group.n_cells));
      g_mutex_unlock (&totals->lock);
      assay_cell_hash_free (hash);
      check_tables (&group, with_sums, totals, counts, sums);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/marginals/dense", test_dense);
  g_test_add_func ("/tally/marginals/run", test_run);
  g_test_add_func ("/tally/marginals/lanes", test_lanes);
  return g_test_run ();
}
