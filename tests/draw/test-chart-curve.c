/* Curves: what is drawn, and that nothing of it gets in the way of the rest. */
#include "chart-checks.h"

#include <math.h>

#define hostile assay_hostile_names
#define N_HOSTILE 10

static const double widths[] = { 240, 248, 333.3, 515 };

typedef struct
{
  double left, top, right, bottom;
} Box;

/* A text's ink, about: without the air above capitals and below the baseline. */
static Box
text_box (const AssayOp *op)
{
  const double left = op->anchor == ASSAY_ANCHOR_START    ? op->x
                      : op->anchor == ASSAY_ANCHOR_MIDDLE ? op->x - op->w / 2
                                                          : op->x - op->w;

  return (Box) { left, op->y - 0.72 * op->style.size, left + op->w, op->y + 0.05 * op->style.size };
}

#define N_POINTS 201

/* y = x ^ power, from 0 to 1. */
static AssayCurveLine
power_curve (double      power,
             const char *name,
             AssayRole   role,
             double     *x,
             double     *y)
{
  for (guint i = 0; i < N_POINTS; i++)
    {
      x[i] = i / (N_POINTS - 1.0);
      y[i] = pow (x[i], power);
    }
  return (AssayCurveLine) { .name = name, .value = "AUC 0.861 ±0.008", .x = x, .y = y, .n_points = N_POINTS,
                            .role = role, .ring_x = 0.1, .ring_y = pow (0.1, power), .says = "says",
                            .ring_says = "ring" };
}

static AssayCurveChart
roc (const AssayCurveLine *curves,
     guint                 n_curves)
{
  static const char *const recalls[] = { "52 % (50 to 54)", "70 %", "66 %" };
  static const char *const alarms[] = { "7 %", "12 %", "14 %" };
  static const AssayCurveRow rows[] = { { "recall", recalls }, { "false positives", alarms } };

  return (AssayCurveChart) { .head = { "The slice sits lower on its own curve", "ROC" }, .curves = curves,
                             .n_curves = n_curves, .x_is_share = TRUE, .y_is_share = TRUE,
                             .x_title = "false positives, % of negatives", .y_title = "found, % of positives",
                             .base = ASSAY_BASE_DIAGONAL, .base_text = "by chance", .threshold = NAN,
                             .ring_text = "rings: threshold 0.50", .rows = rows, .n_rows = n_curves <= 3 ? 2 : 0 };
}

static void
test_curve (void)
{
  static double x[2][N_POINTS], y[2][N_POINTS];
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  const AssayCurveLine curves[] = { power_curve (0.25, "Some other race", ASSAY_ROLE_WORSE, x[0], y[0]),
                                power_curve (0.14, "whole set", ASSAY_ROLE_WHOLE, x[1], y[1]) };
  const AssayCurveChart chart = roc (curves, 2);
  g_autoptr (AssayScene) scene = assay_chart_curve (fonts, &chart, 515);
  g_autoptr (AssayScene) narrow = assay_chart_curve (fonts, &chart, 248);

  assay_check_sound_golden (scene, "curve");
  assay_check_sound_golden (narrow, "curve-narrow");
}

static gboolean
is_on (const AssayScene *scene,
       const AssayOp    *text,
       const AssayOp    *path)
{
  const Box box = text_box (text);

  for (guint i = 0; i + 1 < path->n_points; i++)
    for (double share = 0; share <= 1; share += 0.1)
      {
        const double *points = &g_array_index (scene->points, double, path->first + 2 * i);
        const double px = points[0] + (points[2] - points[0]) * share;
        const double py = points[1] + (points[3] - points[1]) * share;
        if (px > box.left && px < box.right && py > box.top && py < box.bottom)
          return TRUE;
      }
  return FALSE;
}

/* No text stands on a line, however the lines run; each name is somewhere. */
static void
test_curve_labels (void)
{
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  const guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < 30; round++)
    {
      static const char *const names[] = { "first line", "second line", "third line", "fourth line", "fifth line" };
      static double x[5][N_POINTS], y[5][N_POINTS];
      AssayCurveLine curves[5];
      const guint n = 1 + g_rand_int_range (rand, 0, 5);

      for (guint i = 0; i < n; i++)
        curves[i] = power_curve (pow (2, g_rand_double_range (rand, -4, 2)), names[i], ASSAY_ROLE_WHOLE, x[i], y[i]);
      const AssayCurveChart chart = roc (curves, n);
      g_autoptr (AssayScene) scene = assay_chart_curve (fonts, &chart, widths[round % G_N_ELEMENTS (widths)]);
      assay_check_sound (scene);
      for (guint i = 0; i < scene->ops->len; i++)
        for (guint j = 0; j < scene->ops->len; j++)
          {
            const AssayOp *text = &g_array_index (scene->ops, AssayOp, i);
            const AssayOp *path = &g_array_index (scene->ops, AssayOp, j);
            if (text->kind == ASSAY_OP_TEXT && path->kind == ASSAY_OP_PATH && is_on (scene, text, path))
              g_error ("round %u: \"%s\" stands on a line", round, text->text);
          }
      for (guint i = 0; i < n; i++)
        g_assert_true (assay_check_has_text (scene, names[i]));
    }
}

static guint
count_paths (const AssayScene *scene)
{
  guint n = 0;

  for (guint i = 0; i < scene->ops->len; i++)
    n += g_array_index (scene->ops, AssayOp, i).kind == ASSAY_OP_PATH;
  return n;
}

/* Each line has its column in the table, however narrow that is. */
static void
test_curve_table (void)
{
  static const char *const names[] = { "first line", "second line", "third line" };
  static double x[3][N_POINTS], y[3][N_POINTS];
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  AssayCurveLine curves[3];

  for (guint i = 0; i < 3; i++)
    curves[i] = power_curve (0.1 + 0.2 * i, names[i], ASSAY_ROLE_FINE, x[i], y[i]);
  const AssayCurveChart chart = roc (curves, 3);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autoptr (AssayScene) scene = assay_chart_curve (fonts, &chart, widths[i]);
      assay_check_sound (scene);
      g_assert_true (assay_check_has_text (scene, "52 % (50 to 54)"));
      g_assert_true (assay_check_has_text (scene, "66 %"));
      g_assert_true (assay_check_has_text (scene, "14 %"));
    }
}

/* Where a value is undefined there is no line. */
static void
test_curve_pieces (void)
{
  static double x[N_POINTS], y[N_POINTS];
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  AssayCurveLine curve = power_curve (0.5, "precision", ASSAY_ROLE_FINE, x, y);
  AssayCurveChart chart = { .curves = &curve, .n_curves = 1, .y_is_share = TRUE, .x_title = "threshold",
                            .y_title = "%", .threshold = 0.5, .threshold_text = "plan 0.50" };
  g_autoptr (AssayScene) whole = assay_chart_curve (fonts, &chart, 300);

  y[60] = y[61] = y[N_POINTS - 1] = y[0] = NAN;
  g_autoptr (AssayScene) broken = assay_chart_curve (fonts, &chart, 300);
  g_assert_cmpuint (count_paths (whole), ==, 1);
  g_assert_cmpuint (count_paths (broken), ==, 2);
  g_assert_true (assay_check_has_text (broken, "plan 0.50"));
  for (guint i = 0; i < N_POINTS; i++)
    y[i] = NAN;
  curve.ring_y = NAN;
  g_autoptr (AssayScene) none = assay_chart_curve (fonts, &chart, 300);
  g_assert_cmpuint (count_paths (none), ==, 0);
  g_assert_true (assay_check_has_text (none, "precision")); /* below the plot */
  assay_check_sound (whole);
  assay_check_sound (broken);
  assay_check_sound (none);
}

/* By threshold, with a band, the plan's threshold and a level to compare with. */
static void
test_curve_threshold (void)
{
  static double x[2][N_POINTS], y[2][N_POINTS], lo[N_POINTS], hi[N_POINTS];
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  AssayCurveLine curves[] = { power_curve (0.6, "precision", ASSAY_ROLE_WHOLE, x[0], y[0]),
                              power_curve (2.2, "recall", ASSAY_ROLE_FINE, x[1], y[1]) };
  AssayCurveChart chart = { .head = { "A threshold of 0.42 would find more", NULL }, .curves = curves, .n_curves = 2,
                            .y_is_share = TRUE, .x_title = "threshold", .y_title = "%", .base = ASSAY_BASE_LEVEL,
                            .base_level = 0.15, .base_text = "if all were flagged", .threshold = 0.5,
                            .threshold_text = "plan 0.50" };

  for (guint i = 0; i < N_POINTS; i++)
    {
      y[1][i] = 1 - y[1][i];
      lo[i] = y[1][i] - 0.03;
      hi[i] = y[1][i] + 0.03;
    }
  curves[0].ring_x = curves[1].ring_x = 0.5;
  curves[0].ring_y = pow (0.5, 0.6);
  curves[1].ring_y = 1 - pow (0.5, 2.2);
  curves[1].lo = lo;
  curves[1].hi = hi;
  g_autoptr (AssayScene) scene = assay_chart_curve (fonts, &chart, 300);
  assay_check_sound_golden (scene, "curve-threshold");
  g_assert_cmpuint (count_paths (scene), ==, 3);
}

/* Of many points those stay that can be seen, and the last one. */
static void
test_curve_many_points (void)
{
  enum { N_MANY = 20000 };
  g_autofree double *x = g_new (double, N_MANY), *y = g_new (double, N_MANY);
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();

  for (guint i = 0; i < N_MANY; i++)
    x[i] = y[i] = i / (N_MANY - 1.0);
  const AssayCurveLine curve = { .name = "line", .x = x, .y = y, .n_points = N_MANY, .role = ASSAY_ROLE_FINE,
                                 .ring_x = NAN, .ring_y = NAN };
  const AssayCurveChart chart = { .curves = &curve, .n_curves = 1, .x_is_share = TRUE, .y_is_share = TRUE,
                                  .threshold = NAN };
  g_autoptr (AssayScene) scene = assay_chart_curve (fonts, &chart, 300);
  assay_check_sound (scene);
  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      if (op->kind != ASSAY_OP_PATH)
        continue;
      const double *last = &g_array_index (scene->points, double, op->first + 2 * (op->n_points - 1));
      g_assert_cmpuint (op->n_points, <, 1200);
      g_assert_cmpfloat_with_epsilon (last[1], 5, 1e-9); /* the plane's top: there are no titles */
    }
  g_assert_cmpuint (count_paths (scene), ==, 1);
}

static void
test_curve_hits (void)
{
  static double x[N_POINTS], y[N_POINTS];
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  const AssayCurveLine curve = power_curve (0.25, "whole set", ASSAY_ROLE_WHOLE, x, y);
  const AssayCurveChart chart = roc (&curve, 1);
  g_autoptr (AssayScene) scene = assay_chart_curve (fonts, &chart, 400);

  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      for (guint j = 0; op->kind == ASSAY_OP_PATH && j < op->n_points; j++)
        {
          const double *point = &g_array_index (scene->points, double, op->first + 2 * j);
          const AssayOp *hit = assay_scene_at (scene, point[0], point[1]);
          if (j > 0 && j + 1 < op->n_points)
            g_assert_true (hit != NULL && g_str_equal (hit->name, "whole set"));
        }
    }
}

static void
test_curve_names (void)
{
  static double x[N_POINTS], y[N_POINTS];
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();

  for (guint i = 0; i < N_HOSTILE * G_N_ELEMENTS (widths); i++)
    {
      const char *name = hostile[i % N_HOSTILE], *values[] = { name, name, name };
      const AssayCurveLine curve = power_curve (0.3, name, ASSAY_ROLE_WORSE, x, y);
      const AssayCurveLine curves[] = { curve, curve, curve };
      const AssayCurveRow rows[] = { { name, values }, { name, values } };
      AssayCurveChart chart = roc (curves, 3);

      chart.x_title = chart.y_title = chart.base_text = chart.ring_text = chart.threshold_text = name;
      chart.threshold = 0.9;
      chart.rows = rows;
      g_autoptr (AssayScene) scene = assay_chart_curve (fonts, &chart, widths[i % G_N_ELEMENTS (widths)]);
      assay_check_sound (scene);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/curve/golden", test_curve);
  g_test_add_func ("/draw/curve/labels", test_curve_labels);
  g_test_add_func ("/draw/curve/table", test_curve_table);
  g_test_add_func ("/draw/curve/pieces", test_curve_pieces);
  g_test_add_func ("/draw/curve/threshold", test_curve_threshold);
  g_test_add_func ("/draw/curve/many-points", test_curve_many_points);
  g_test_add_func ("/draw/curve/hits", test_curve_hits);
  g_test_add_func ("/draw/curve/names", test_curve_names);
  return g_test_run ();
}
