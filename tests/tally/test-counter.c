/* test-counter.c: 32-bit cells are emptied before they could overflow, and nothing is lost or counted twice.
 *
 * 2^32 rows would take a minute, so the limit is lowered: with a limit of n rows no cell may ever pass n, whatever the
 * rows are, and the tables must be those of the rows. At the true limit a cell is at most 2^32 - 1.
 */
#include "sample-rows.h"
#include "tally/counter-private.h"
#include "tally/planes-private.h"

#include <string.h>

#define N_COLUMNS 6
#define LABEL 4
#define PREDICTION 5

/* A joint, a wide and a sparse group, and planes where there are some. */
static const guint n_codes[N_COLUMNS] = { 9, 400, 9000, 50000, 3, 3 };
static const AssayTableShape shapes[] = {
  { 3, { 0, LABEL, PREDICTION } },
  { 3, { 1, LABEL, PREDICTION } },
  { 3, { 2, LABEL, PREDICTION } },
  { 4, { 3, 2, LABEL, PREDICTION } },
  { 2, { LABEL, PREDICTION } },
};

static guint64
total_of (const AssayTotal *sum)
{
  guint64 total = 0;

  for (guint64 cell = 0; sum->counts != NULL && cell < sum->n_cells; cell++)
    total += sum->counts[cell];
  for (guint64 i = 0; sum->hash != NULL && i <= sum->hash->mask; i++)
    total += sum->hash->slots[i].count;
  for (guint64 i = 0; i < sum->run.n; i++)
    total += sum->run.counts[i];
  return total;
}

/* Codes 1 to 3 of every column in turn: a few cells get all the rows. */
static void
fill_block (guint8 *bytes,
            guint   n_rows)
{
  for (guint row = 0; row < n_rows; row++)
    bytes[row] = (guint8) (1 + row % 2);
}

static void
test_flush (void)
{
  static const guint64 limits[] = { 2048, 2049, 4095, 4096, 100000, 0 };
  guint8 bytes[ASSAY_BLOCK_ROWS + 64];
  AssayCodes codes[N_COLUMNS];

  fill_block (bytes, sizeof bytes);
  for (guint i = 0; i < N_COLUMNS; i++)
    codes[i] = (AssayCodes) { .low = bytes };
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      AssayCoverRequest request = { shapes, G_N_ELEMENTS (shapes), n_codes, 0, assay_planes_is_supported () };
      AssayCounterOptions options = { .flush_rows = limits[i] };
      g_autoptr (AssayCover) cover = assay_cover_new (&request);
      g_autoptr (AssayTotals) totals = assay_totals_new (shapes, G_N_ELEMENTS (shapes));
      g_autoptr (AssayCounter) counter = assay_counter_new (cover, n_codes, n_codes, totals, &options);
      guint64 n_rows = 0;
      for (guint block = 0; block < 40; block++)
        {
          guint n = ASSAY_BLOCK_ROWS - block;
          g_assert_true (assay_counter_add (counter, codes, NULL, n, FALSE));
          n_rows += n;
          /* Flushed are all rows but those since the last flush, of which there are at most the limit. */
          guint64 flushed = total_of (&totals->totals[0]);
          g_assert_cmpuint (flushed, <=, n_rows);
          if (limits[i] > 0)
            g_assert_cmpuint (n_rows - flushed, <=, limits[i]);
          else
            g_assert_cmpuint (flushed, ==, 0);
          for (guint s = 1; s < G_N_ELEMENTS (shapes); s++)
            g_assert_cmpuint (total_of (&totals->totals[s]), ==, flushed);
        }
      g_assert_true (assay_counter_flush (counter));
      g_assert_true (assay_counter_flush (counter)); /* again: nothing to add */
      for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
        g_assert_cmpuint (total_of (&totals->totals[s]), ==, n_rows);
    }
}

/* The kinds of group that the test above means to have. */
static void
test_kinds (void)
{
  AssayCoverRequest request = { shapes, G_N_ELEMENTS (shapes), n_codes, 0, TRUE };
  g_autoptr (AssayCover) cover = assay_cover_new (&request);
  guint first;

  for (guint kind = ASSAY_GROUP_PLANES; kind <= ASSAY_GROUP_SPARSE; kind++)
    g_assert_cmpuint (assay_cover_kind (cover, kind, &first), >=, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/counter/flush", test_flush);
  g_test_add_func ("/tally/counter/kinds", test_kinds);
  return g_test_run ();
}
