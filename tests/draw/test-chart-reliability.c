/* Calibration: what is drawn, and that nothing of it gets in the way of the rest. */
#include "chart-checks.h"

#include <math.h>

#define hostile assay_hostile_names
#define N_HOSTILE 10

static const double widths[] = { 240, 248, 333.3, 515 };

/* Dots that fall ever further below the diagonal. */
static AssayReliabilityChart
sagging (AssayReliabilityDot *dots,
         guint                n_dots,
         guint64             *histogram,
         guint                n_bars)
{
  for (guint i = 0; i < n_dots; i++)
    {
      const double score = (i + 0.5) / n_dots, share = score - 0.1 * score * score, half = 0.01 + 0.03 * score;
      dots[i] = (AssayReliabilityDot) { score, { share, share - half, share + half, 800 }, 800,
                                        score > share + half, NULL };
    }
  for (guint i = 0; i < n_bars; i++)
    histogram[i] = 1000 / (1 + i);
  return (AssayReliabilityChart) { .head = { "High scores promise too much", "Calibration, 10 groups" }, .dots = dots,
                                   .n_dots = n_dots, .worst = n_dots > 0 ? n_dots - 1 : 0,
                                   .worst_text = "scored 95, true 86 (82 to 90)", .histogram = histogram,
                                   .n_bars = n_bars, .histogram_text = "rows by score", .diagonal_text = "as scored",
                                   .error_text = "error 2.3 points (2.0 to 2.6); of a perfectly calibrated model 0.4",
                                   .x_title = "score, %", .y_title = "positive, %" };
}

static void
test_reliability (void)
{
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  AssayReliabilityDot dots[10];
  guint64 histogram[20];
  AssayReliabilityChart chart = sagging (dots, 10, histogram, 20);
  g_autoptr (AssayScene) scene = assay_chart_reliability (fonts, &chart, 515);
  g_autoptr (AssayScene) narrow = assay_chart_reliability (fonts, &chart, 248);

  assay_check_sound_golden (scene, "reliability");
  assay_check_sound_golden (narrow, "reliability-narrow");
}

static guint
count_marks (const AssayScene *scene,
             AssayShape        shape)
{
  guint n = 0;

  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      n += op->kind == ASSAY_OP_MARK && op->shape == shape;
    }
  return n;
}

/* A diamond where the score is not in the interval, and none where there is no value. */
static void
test_reliability_marks (void)
{
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  AssayReliabilityDot dots[10];
  guint64 histogram[1];
  AssayReliabilityChart chart = sagging (dots, 10, histogram, 1);
  guint n_off = 0;

  for (guint i = 0; i < 10; i++)
    n_off += dots[i].is_off;
  g_assert_cmpuint (n_off, >, 0);
  g_assert_cmpuint (n_off, <, 9);
  dots[0].share.value = NAN;
  g_autoptr (AssayScene) scene = assay_chart_reliability (fonts, &chart, 300);
  assay_check_sound (scene);
  g_assert_cmpuint (count_marks (scene, ASSAY_SHAPE_DIAMOND), ==, n_off);
  g_assert_cmpuint (count_marks (scene, ASSAY_SHAPE_CIRCLE), ==, 9 - n_off);
}

/* Bars add to all rows in groups, their heights are in proportion, and each says its rows. */
static void
test_reliability_bars (void)
{
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  guint64 histogram[100] = { 0 };
  AssayReliabilityChart chart = { .histogram = histogram, .n_bars = 100 };
  double heights[2] = { 0, 0 };
  guint n = 0;

  histogram[40] = 300;
  histogram[41] = 100;
  histogram[99] = 200;
  g_autoptr (AssayScene) scene = assay_chart_reliability (fonts, &chart, 300);
  assay_check_sound (scene);
  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      if (op->kind != ASSAY_OP_RECT)
        continue;
      g_assert_cmpuint (n, <, 2);
      heights[n++] = op->h;
      const AssayOp *hit = assay_scene_at (scene, op->x + 1, op->y + 1);
      g_assert_cmpstr (hit->text, ==, n == 1 ? "scores 40 % to 42 %: 400 rows" : "scores 98 % to 100 %: 200 rows");
    }
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat_with_epsilon (heights[0], 2 * heights[1], 1e-9);
}

static void
test_reliability_names (void)
{
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  static const guint sizes[] = { 0, 1, 2, 15, 100 };

  for (guint i = 0; i < N_HOSTILE * G_N_ELEMENTS (widths) * G_N_ELEMENTS (sizes); i++)
    {
      const char *name = hostile[i % N_HOSTILE];
      AssayReliabilityDot dots[100];
      guint64 histogram[1000];
      const guint n_bars = i % 3 == 0 ? 1000 : i % 7;
      AssayReliabilityChart chart = sagging (dots, sizes[i % G_N_ELEMENTS (sizes)], histogram, n_bars);

      chart.worst = i % 16;
      chart.worst_text = chart.error_text = chart.diagonal_text = chart.histogram_text = name;
      chart.x_title = chart.y_title = name;
      g_autoptr (AssayScene) scene = assay_chart_reliability (fonts, &chart, widths[i % G_N_ELEMENTS (widths)]);
      assay_check_sound (scene);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/reliability/golden", test_reliability);
  g_test_add_func ("/draw/reliability/marks", test_reliability_marks);
  g_test_add_func ("/draw/reliability/bars", test_reliability_bars);
  g_test_add_func ("/draw/reliability/names", test_reliability_names);
  return g_test_run ();
}
