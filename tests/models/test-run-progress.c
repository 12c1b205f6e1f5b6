/* How far a run is, in words. */
#include "models/run-progress.h"

#include <string.h>

static void
put (AssayProgress *progress,
     guint64        done,
     guint64        total)
{
  atomic_store (&progress->n_rows_done, done);
  atomic_store (&progress->n_rows_total, total);
}

static void
expect (AssayRunClock *clock,
        AssayProgress *progress,
        gint64         at_ms,
        const char    *says)
{
  g_autofree char *text = assay_run_rows_say (clock, progress, 1 + at_ms * 1000);

  g_assert_cmpstr (text, ==, says);
}

static void
test_rows (void)
{
  AssayProgress progress = { 0 };
  AssayRunClock clock = { 0 };

  expect (&clock, &progress, 0, "");
  put (&progress, 0, 10000);
  expect (&clock, &progress, 1000, ""); /* the clock begins with the first row */
  put (&progress, 100, 10000);
  expect (&clock, &progress, 1100, "100 of 10,000 rows");
  put (&progress, 1000, 10000);
  expect (&clock, &progress, 2000, "1,000 of 10,000 rows, 9 s left");
  put (&progress, 1000, 61000);
  expect (&clock, &progress, 2000, "1,000 of 61,000 rows, 1 min 00 s left");
  put (&progress, 1000, 1000000);
  expect (&clock, &progress, 2000, "1,000 of 1,000,000 rows, 16 min 39 s left");
  put (&progress, 1000, 100000000);
  expect (&clock, &progress, 2000, "1,000 of 100,000,000 rows, 27 h 46 min left");
  put (&progress, 10000, 10000);
  expect (&clock, &progress, 9000, "10,000 of 10,000 rows");
  put (&progress, 2000, 0);
  expect (&clock, &progress, 9000, "2,000 rows"); /* a second pass, whose rows nobody knows */
  put (&progress, 2000, 4000);
  expect (&clock, &progress, 10000, "2,000 of 4,000 rows, 1 s left");
}

static void
test_phases (void)
{
  static const struct { guint64 done, total; gboolean is_writing; AssayRunPhase phase; double fraction; } rows[] = {
    { 0, 0, FALSE, ASSAY_RUN_OPENING, -1 },    { 0, 10, FALSE, ASSAY_RUN_OPENING, 0 },
    { 5, 10, FALSE, ASSAY_RUN_COUNTING, .5 },  { 5, 0, FALSE, ASSAY_RUN_COUNTING, -1 },
    { 10, 10, FALSE, ASSAY_RUN_JUDGING, 1 },   { 12, 10, FALSE, ASSAY_RUN_JUDGING, -1 },
    { 10, 10, TRUE, ASSAY_RUN_WRITING, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AssayProgress progress = { 0 };
      put (&progress, rows[i].done, rows[i].total);
      g_assert_cmpint (assay_run_phase (&progress, rows[i].is_writing), ==, rows[i].phase);
      g_assert_cmpfloat (assay_run_fraction (&progress), ==, rows[i].fraction);
      g_assert_cmpstr (assay_run_phase_says (rows[i].phase), !=, "");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-progress/rows", test_rows);
  g_test_add_func ("/run-progress/phases", test_phases);
  return g_test_run ();
}
