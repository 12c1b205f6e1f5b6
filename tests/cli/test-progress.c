#include "cli/progress.h"

#define S G_USEC_PER_SEC

typedef struct
{
  gint64      now_us;
  guint64     done, total;
  const char *text;
} Step;

static void
check_steps (const Step *steps, guint n)
{
  AssayProgressLine line = { 0 };
  AssayProgress progress = { 0 };

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = NULL;

      atomic_store (&progress.n_rows_done, steps[i].done);
      atomic_store (&progress.n_rows_total, steps[i].total);
      text = assay_progress_line_text (&line, &progress, steps[i].now_us);
      g_assert_cmpstr (text, ==, steps[i].text);
    }
}

static void
test_known_total (void)
{
  static const Step steps[] = {
    { 1 * S, 0, 10000000, NULL },
    { 1 * S + S / 5, 50000, 10000000, "50,000 of 10,000,000 rows" },
    { 2 * S, 1000000, 10000000, "1,000,000 of 10,000,000 rows, 1,000,000 rows/s, 9 s left" },
    { 3 * S, 1000000, 10000000, "1,000,000 of 10,000,000 rows, 500,000 rows/s, 18 s left" },
    { 11 * S, 10000000, 10000000, "10,000,000 of 10,000,000 rows, 1,000,000 rows/s, 1 s left" },
  };

  check_steps (steps, G_N_ELEMENTS (steps));
}

static void
test_unknown_total (void)
{
  static const Step steps[] = {
    { 1 * S, 0, 0, NULL },
    { 3 * S, 999, 0, "999 rows, 499 rows/s" },
  };

  check_steps (steps, G_N_ELEMENTS (steps));
}

/* More passes over the data: each has its own rate. */
static void
test_second_pass (void)
{
  static const Step steps[] = {
    { 1 * S, 0, 1000, NULL },
    { 11 * S, 1000, 1000, "1,000 of 1,000 rows, 100 rows/s, 1 s left" },
    { 12 * S, 10, 1000, "10 of 1,000 rows" },
    { 13 * S, 500, 1000, "500 of 1,000 rows, 500 rows/s, 1 s left" },
  };

  check_steps (steps, G_N_ELEMENTS (steps));
}

static void
test_long (void)
{
  static const Step steps[] = {
    { 1 * S, 0, 1000000, NULL },
    { 11 * S, 10000, 1000000, "10,000 of 1,000,000 rows, 1,000 rows/s, 16 min 30 s left" },
    { 101 * S, 10000, 1000000, "10,000 of 1,000,000 rows, 100 rows/s, 2 h 45 min left" },
  };

  check_steps (steps, G_N_ELEMENTS (steps));
}

/* A file's own count may be less than what is read. */
static void
test_total_too_small (void)
{
  static const Step steps[] = {
    { 1 * S, 0, 10, NULL },
    { 2 * S, 20, 10, "20 rows, 20 rows/s" },
  };

  check_steps (steps, G_N_ELEMENTS (steps));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/progress/known-total", test_known_total);
  g_test_add_func ("/progress/unknown-total", test_unknown_total);
  g_test_add_func ("/progress/second-pass", test_second_pass);
  g_test_add_func ("/progress/long", test_long);
  g_test_add_func ("/progress/total-too-small", test_total_too_small);
  return g_test_run ();
}
