/* Intervals drawn in characters. */
#include "report/terminal-chart-private.h"

#include <math.h>

#define E(value, lo, hi) { value, lo, hi, 100, NULL }

static AssayPage
page_of (gboolean is_utf8)
{
  const AssayTerminalOptions options = { 80, FALSE, is_utf8, 0 };

  return assay_page_new (&options);
}

/* 41 cells from 0 to 1: a cell is 2.5 points, so every expected place can be counted by hand. */
static void
test_rows (void)
{
  static const struct { AssayTextChartRow row; const char *utf8, *ascii; } rows[] = {
    { { E (0.5, 0.25, 0.75), NAN, FALSE, FALSE, 0 }, "          ├─────────●─────────┤          ",
      "          |=========o=========|          " },
    { { E (0.5, 0.25, 0.75), 0.9, TRUE, FALSE, 0 }, "          ├─────────◆─────────┤     │    ",
      "          |=========*=========|     :    " },
    { { E (0.5, 0.25, 0.75), 0.6, TRUE, TRUE, 0 }, "          ├╌╌╌╌╌╌╌╌╌◇╌╌╌┼╌╌╌╌╌┤          ",
      "          |---------?---:-----|          " },
    { { E (0.5, 0.499, 0.501), 0.9, FALSE, FALSE, 0 }, "                    ●               │    ",
      "                    o               :    " }, /* narrower than a cell */
    { { E (0.5, 0.48, 0.501), NAN, FALSE, FALSE, 0 }, "                   ├●                    ",
      "                   |o                    " },
    { { E (0, 0, 0.1), NAN, FALSE, TRUE, 0 }, "○╌╌╌┤                                    ",
      "?---|                                    " },
    { { E (1, 0.9, 1), NAN, FALSE, FALSE, 0 }, "                                    ├───●",
      "                                    |===o" },
    { { E (0.5, NAN, NAN), NAN, FALSE, FALSE, 0 }, "                    ●                    ",
      "                    o                    " }, /* no spread */
    { { E (NAN, NAN, NAN), 0.5, FALSE, FALSE, 0 }, "                    │                    ",
      "                    :                    " }, /* undefined */
  };
  const AssayTextChart chart = { 0, 1, 0.25, 41 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint is_utf8 = 0; is_utf8 < 2; is_utf8++)
      {
        AssayPage        page = page_of (is_utf8);
        g_autofree char *text = assay_text_chart_row (&chart, &page, &rows[i].row);
        g_autofree char *rest = assay_page_finish (&page);

        g_assert_cmpstr (text, ==, is_utf8 ? rows[i].utf8 : rows[i].ascii);
        g_assert_cmpuint (assay_text_width (text), ==, 41);
      }
}

static void
test_axis (void)
{
  static const struct { double lo, hi; guint width; double from, to; const char *labels; } rows[] = {
    { 0.13, 0.71, 41, 0, 0.8, "0        20        40        60      80 %" },
    { 0.13, 0.71, 24, 0, 0.75, "0      25     50    75 %" },
    { 0.905, 0.951, 41, 0.9, 0.96, "90    91    92     93     94    95   96 %" },
    { 0, 1, 61, 0, 1, "0    10    20    30    40    50    60    70    80    90 100 %" },
    { 0.5, 0.5, 30, 0.5, 0.51, "50                        51 %" }, /* one place: some width all the same */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AssayTextChartRow row = { E (rows[i].lo, rows[i].lo, rows[i].hi), NAN, FALSE, FALSE, 0 };
      AssayTextChart    chart = assay_text_chart_new (&row, 1, rows[i].width);
      AssayPage         page = page_of (TRUE);
      g_autofree char  *text = assay_text_chart_axis (&chart, &page);
      g_autofree char  *rest = assay_page_finish (&page);

      g_assert_cmpfloat_with_epsilon (chart.lo, rows[i].from, 1e-9);
      g_assert_cmpfloat_with_epsilon (chart.hi, rows[i].to, 1e-9);
      g_assert_cmpuint (assay_text_width (text), ==, rows[i].width);
      g_assert_cmpstr (text, ==, rows[i].labels);
    }
}

/* Every row lies within the axis, whatever the rows. */
static void
test_axis_holds (void)
{
  guint32           seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 2000; i++)
    {
      double            lo = g_rand_double (rand), hi = lo + (1 - lo) * g_rand_double (rand);
      AssayTextChartRow row = { E ((lo + hi) / 2, lo, hi), g_rand_double (rand), FALSE, FALSE, 0 };
      AssayTextChart    chart = assay_text_chart_new (&row, 1, g_rand_int_range (rand, 20, 100));

      g_assert_cmpfloat (chart.lo, <=, MIN (lo, row.reference) + 1e-9);
      g_assert_cmpfloat (chart.hi, >=, MAX (hi, row.reference) - 1e-9);
      g_assert_cmpfloat (chart.lo, >=, -1e-9);
      g_assert_cmpfloat (chart.hi, <=, 1 + 1e-9);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal-chart/rows", test_rows);
  g_test_add_func ("/terminal-chart/axis", test_axis);
  g_test_add_func ("/terminal-chart/axis-holds", test_axis_holds);
  return g_test_run ();
}
