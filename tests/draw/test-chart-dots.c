/* test-chart-dots.c: values and their intervals beside names, sizes and differences. */
#include "chart-checks.h"

#include <math.h>

static AssayFonts *fonts;

static const double widths[] = { 515, 380, 248 };

static const AssayDot dots[] = {
  { "under 25", "age", 44349, { .16, .14, .18, 1000 }, TRUE, FALSE, FALSE, "16", "−55 (−57 to −53)", ASSAY_SHAPE_FAIL, NULL,
    "young" },
  { "Native, tribe not given", "race", 415, { .60, .49, .69, 100 }, TRUE, TRUE, FALSE, "60", "−10 (−21 to −1)",
    ASSAY_SHAPE_UNDECIDED, NULL, "native" },
  { "Black", "race", 206, { .57, .41, .70, 100 }, FALSE, TRUE, FALSE, "57", "−13 (−29 to 0)", -1, NULL, "black" },
  { "male", "sex", 159637, { .76, .757, .763, 100 }, FALSE, FALSE, FALSE, "76", "+11 (+11 to +12)", ASSAY_SHAPE_PASS, NULL,
    "male" },
  { "Pacific Islander", "race", 4, { NAN, NAN, NAN, 0 }, FALSE, FALSE, FALSE, "–", NULL, -1, "under 30 rows", "pacific" },
};

static AssayDotChart
dot_chart (const AssayDot *of,
           guint           n)
{
  return (AssayDotChart) { .head = { "Recall falls furthest behind for the young", "recall, %" }, .dots = of, .n_dots = n,
                           .is_share = TRUE, .whole = .702, .bound = .6, .whole_text = "whole set 70.2 %",
                           .bound_text = "bound 60 %", .names_title = "slice", .difference_title = "to the rest, points",
                           .has_verdicts = TRUE, .lo = NAN, .hi = NAN };
}

static void
test_golden (void)
{
  const AssayDotChart chart = dot_chart (dots, G_N_ELEMENTS (dots));
  g_autoptr (AssayScene) scene = assay_chart_dots (fonts, &chart, 515);

  assay_check_golden (scene, "dots");
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      AssayDotChart narrow = chart;
      if (widths[i] < 340) /* callers leave the differences out where there is no room */
        narrow.difference_title = NULL;
      g_autoptr (AssayScene) other = assay_chart_dots (fonts, &narrow, widths[i]);
      assay_check_chart (other, "dots");
    }
}

/* The lines of one row about an end of its interval: a cap is upright, a point has two slanted ones. */
static void
count_lines (const AssayScene *scene,
             guint            *n_caps,
             guint            *n_slanted)
{
  *n_caps = *n_slanted = 0;
  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);

      if (op->kind != ASSAY_OP_LINE || op->stroke.role != ASSAY_ROLE_FINE || op->y == op->y2)
        continue;
      *(op->x == op->x2 ? n_caps : n_slanted) += 1;
    }
}

/* An interval that the scale cuts off has no cap there. */
static void
test_cut (void)
{
  static const struct { double lo, hi; guint n_caps, n_slanted; } table[] = {
    { .62, .78, 2, 0 }, { .40, .78, 1, 2 }, { .62, .95, 1, 2 }, { .40, .95, 0, 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const AssayDot dot = { "one", NULL, 90, { .7, table[i].lo, table[i].hi, 90 }, FALSE, FALSE, FALSE, "0.70", NULL, -1, NULL,
                             "one" };
      AssayDotChart chart = dot_chart (&dot, 1);
      guint n_caps, n_slanted;

      chart.is_share = FALSE;
      chart.lo = .6;
      chart.hi = .8;
      g_autoptr (AssayScene) scene = assay_chart_dots (fonts, &chart, 515);
      count_lines (scene, &n_caps, &n_slanted);
      g_test_message ("row %u", i);
      g_assert_cmpuint (n_caps, ==, table[i].n_caps);
      g_assert_cmpuint (n_slanted, ==, table[i].n_slanted);
    }
}

/* Where a value's mark stands, its scale says; farther right is more. */
static void
test_order (void)
{
  const AssayDotChart chart = dot_chart (dots, 4);
  g_autoptr (AssayScene) scene = assay_chart_dots (fonts, &chart, 515);
  double x[4];
  guint n = 0;

  for (guint i = 0; i < scene->ops->len && n < 4; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      if (op->kind == ASSAY_OP_MARK && (op->shape == ASSAY_SHAPE_CIRCLE || op->shape == ASSAY_SHAPE_DIAMOND))
        x[n++] = op->x;
    }
  g_assert_cmpuint (n, ==, 4);
  /* equal differences of value are equal lengths */
  g_assert_cmpfloat_with_epsilon ((x[1] - x[0]) / (.60 - .16), (x[3] - x[2]) / (.76 - .57), 1e-6);
  g_assert_cmpfloat (x[3], >, x[0]);
}

static void
test_hostile (void)
{
  for (guint i = 0; assay_hostile_names[i] != NULL; i++)
    {
      AssayDot named[2] = { dots[0], dots[1] };
      named[0].name = named[0].of = named[1].of = assay_hostile_names[i];
      const AssayDotChart chart = dot_chart (named, 2);
      g_autoptr (AssayScene) scene = assay_chart_dots (fonts, &chart, 515);
      assay_check_chart (scene, assay_hostile_names[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  fonts = assay_fonts_new (&error);
  g_assert_no_error (error);
  g_test_add_func ("/draw/dots/golden", test_golden);
  g_test_add_func ("/draw/dots/cut", test_cut);
  g_test_add_func ("/draw/dots/order", test_order);
  g_test_add_func ("/draw/dots/hostile", test_hostile);
  const int status = g_test_run ();
  assay_fonts_free (fonts);
  return status;
}
