/* test-totals.c: totals keep their counts while they grow, from nothing to dense to sparse. */
#include "sample-rows.h"
#include "tally/totals-private.h"

static AssayAxis *
make_axis (const char *name,
           guint       n_codes)
{
  g_autofree const char **values = g_new0 (const char *, n_codes);

  for (guint code = 1; code < n_codes; code++)
    values[code] = "x";
  return assay_axis_new (name, ASSAY_AXIS_SLICE, n_codes, values);
}

/* As a cell or as a run of one. */
static void
add_cell (AssayTotal *total,
          guint64     cell,
          guint64     count,
          gboolean    as_run)
{
  AssayCellRun run = { 1, g_memdup2 (&cell, sizeof cell), g_memdup2 (&count, sizeof count) };

  g_assert_true (as_run ? assay_total_add_run (total, &run) : assay_total_add (total, cell, count));
  assay_cell_run_clear (&run);
}

/* Adds random cells while both columns grow; `step` grows codes that much at a time. */
static void
test_grow (void)
{
  static const guint final_codes[][2] = { { 5, 7 }, { 300, 40 }, { 3000, 2500 }, { 1, 9 } };
  const AssayTableShape shapes[] = { { 2, { 1, 0 } }, { 1, { 0 } } };
  g_autoptr (GRand) random = sample_random ();

  for (guint c = 0; c < G_N_ELEMENTS (final_codes); c++)
    {
      g_autoptr (AssayTotals) totals = assay_totals_new (shapes, 2);
      g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (guint64));
      g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (guint64));
      guint n_codes[2] = { 1, 1 };
      g_mutex_lock (&totals->lock);
      for (guint round = 0; round < 400; round++)
        {
          for (guint i = 0; i < 2; i++)
            n_codes[i] = MIN (final_codes[c][i], n_codes[i] + (round % 7 == i ? 1 + n_codes[i] / 4 : 0));
          guint code[2] = { (guint) g_rand_int_range (random, 0, (gint) n_codes[0]),
                            (guint) g_rand_int_range (random, 0, (gint) n_codes[1]) };
          guint64 count = 1 + (guint64) g_rand_int_range (random, 0, 1000);
          guint64 cell = (guint64) code[1] * final_codes[c][0] + code[0];
          for (guint shape = 0; shape < 2; shape++)
            g_assert_true (assay_totals_reserve (totals, shape, n_codes));
          AssayTotal *pair = &totals->totals[0], *single = &totals->totals[1];
          add_cell (pair, code[1] * pair->steps[0] + code[0] * pair->steps[1], count, round % 3 == 0);
          add_cell (single, code[0], count, round % 5 == 0);
          g_array_append_val (cells, cell);
          g_array_append_val (counts, count);
        }
      g_mutex_unlock (&totals->lock);

      g_autoptr (AssayAxis) first = make_axis ("first", final_codes[c][0]);
      g_autoptr (AssayAxis) second = make_axis ("second", final_codes[c][1]);
      AssayAxis *axes[] = { first, second };
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) tables = assay_totals_to_tables (totals, axes, NULL, &error);
      g_assert_no_error (error);
      g_autoptr (AssayCountTable) expected
        = assay_count_table_from_pairs ((AssayAxis *[]) { second, first }, 2, (guint64 *) (gpointer) cells->data,
                                        (guint64 *) (gpointer) counts->data, cells->len, NULL);
      g_assert_true (assay_count_table_equal (g_ptr_array_index (tables, 0), expected));
      g_autoptr (AssayCountTable) marginal = assay_count_table_marginal (expected, (guint[]) { 1 }, 1, NULL);
      g_assert_true (assay_count_table_equal (g_ptr_array_index (tables, 1), marginal));
    }
}

/* A run of a single cell moves with its table as any other does. */
static void
test_move_one (void)
{
  const AssayTableShape shape = { 2, { 0, 1 } };
  g_autoptr (AssayTotals) totals = assay_totals_new (&shape, 1);
  g_autoptr (AssayAxis) axis = make_axis ("id", 4000);
  AssayAxis *axes[] = { axis, axis };
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&totals->lock);
  g_assert_true (assay_totals_reserve (totals, 0, (const guint[]) { 3000, 3000 }));
  add_cell (&totals->totals[0], 2 * 3000 + 5, 7, TRUE);
  g_assert_true (assay_totals_reserve (totals, 0, (const guint[]) { 3000, 4000 }));
  g_assert_true (assay_totals_reserve (totals, 0, (const guint[]) { 4000, 4000 }));
  g_mutex_unlock (&totals->lock);
  g_autoptr (GPtrArray) tables = assay_totals_to_tables (totals, axes, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (assay_count_table_get (tables->pdata[0], (const guint[]) { 2, 5 }), ==, 7);
}

/* What does not fit is named, and the totals stay usable for nothing but an error. */
static void
test_too_large (void)
{
  const AssayTableShape shapes[] = { { 1, { 0 } }, { 4, { 0, 1, 2, 3 } } };
  const guint n_codes[] = { 65535, 65535, 65535, 65535 };
  g_autoptr (AssayTotals) totals = assay_totals_new (shapes, 2);
  g_autoptr (AssayAxis) axis = make_axis ("id", 65535);
  AssayAxis *axes[] = { axis, axis, axis, axis };
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&totals->lock);
  g_assert_true (assay_totals_reserve (totals, 0, n_codes));
  g_assert_false (assay_totals_reserve (totals, 1, n_codes));
  g_mutex_unlock (&totals->lock);
  g_assert_null (assay_totals_to_tables (totals, axes, NULL, &error));
  g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE);
  g_assert_cmpstr (error->message, ==, "the table id (65535) x id (65535) x id (65535) x id (65535) does not fit into "
                                       "memory; cross fewer columns or bin them");
  assay_totals_free (NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/totals/grow", test_grow);
  g_test_add_func ("/tally/totals/move-one", test_move_one);
  g_test_add_func ("/tally/totals/too-large", test_too_large);
  return g_test_run ();
}
