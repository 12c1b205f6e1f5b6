/* Heat maps, curves, calibration, confusions: what is drawn, and that nothing of it gets in the way of the rest. */
#include "chart-checks.h"

#include <math.h>
#include <string.h>

typedef struct
{
  double left, top, right, bottom;
} Box;

static AssayFonts *
fonts_of_test (void)
{
  g_autoptr (GError) error = NULL;
  AssayFonts *fonts = assay_fonts_new (&error);

  g_assert_no_error (error);
  return fonts;
}

/* --- what holds for every chart ---------------------------------------------------------------------------------- */

/* A text's ink, about: without the air above capitals and below the baseline. */
static Box
text_box (const AssayOp *op)
{
  const double left = op->anchor == ASSAY_ANCHOR_START    ? op->x
                      : op->anchor == ASSAY_ANCHOR_MIDDLE ? op->x - op->w / 2
                                                          : op->x - op->w;

  return (Box) { left, op->y - 0.72 * op->style.size, left + op->w, op->y + 0.05 * op->style.size };
}

static void
assert_sound (const AssayScene *scene)
{
  assay_check_chart (scene, g_test_get_path ());
  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      if (op->kind == ASSAY_OP_TEXT)
        {
          g_assert_cmpfloat (op->style.size, >=, 6.3); /* the least size of print */
          g_assert_true (g_utf8_validate (op->text, -1, NULL));
        }
    }
}

static gboolean
has_text (const AssayScene *scene,
          const char       *text)
{
  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      if (op->kind == ASSAY_OP_TEXT && strcmp (op->text, text) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
assert_golden (const AssayScene *scene,
               const char       *name)
{
  assert_sound (scene);
  assay_check_golden (scene, name);
}

#define hostile assay_hostile_names
#define N_HOSTILE 10

static const double widths[] = { 240, 248, 333.3, 515 };

/* --- heat map ---------------------------------------------------------------------------------------------------- */

static const char *const races[] = { "White", "Black", "Asian", "Other race", "Two or more races", "Alaska Native" };
static const char *const sexes[] = { "female", "male" };

static const AssayHeatCell income[] = {
  { { .631, .626, .636, 38000 }, 120000, TRUE, "63.1", "±0.5", NULL, "Recall for White women is 63.1 %" },
  { { .60, .58, .62, 3500 }, 14000, TRUE, "60", "±2", NULL, "Recall for Black women is 60 %" },
  { { .69, .68, .71, 2900 }, 9000, FALSE, "69", "±1", NULL, "Recall for Asian women is 69 %" },
  { { .50, .46, .54, 380 }, 6000, TRUE, "50", "±4", NULL, NULL },
  { { .64, .61, .67, 900 }, 4100, TRUE, "64", "±3", NULL, NULL },
  { { NAN, NAN, NAN, 0 }, 7, FALSE, NULL, NULL, "under 30 rows", NULL },
  { { .754, .751, .757, 63000 }, 139000, TRUE, "75.4", "±0.3", NULL, NULL },
  { { .64, .62, .66, 3600 }, 15000, TRUE, "64", "±2", NULL, NULL },
  { { .78, .77, .79, 5600 }, 10000, TRUE, "78", "±1", NULL, NULL },
  { { .54, .51, .57, 1100 }, 6500, TRUE, "54", "±3", NULL, NULL },
  { { .71, .69, .73, 1500 }, 4200, FALSE, "71", "±2", NULL, NULL },
  { { NAN, NAN, NAN, 0, "no positives" }, 0, FALSE, NULL, NULL, NULL, NULL },
};

static AssayHeatChart
income_heat (void)
{
  return (AssayHeatChart) { .head = { "Women are behind men wherever the counts can tell", "Recall by sex, race, %" },
                            .rows = sexes, .columns = races, .n_rows = 2, .n_columns = 6, .columns_title = "race",
                            .cells = income, .middle = 0.702, .middle_text = "whole set 70.2 %", .is_share = TRUE,
                            .dash_text = "under 30 rows, or undefined" };
}

static const AssayOp *
heat_rect (const AssayScene *scene,
           guint             nth)
{
  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      if (op->kind == ASSAY_OP_RECT && op->fill.role == ASSAY_ROLE_HEAT && op->h > 10 && nth-- == 0)
        return op;
    }
  g_assert_not_reached ();
}

static void
test_heat (void)
{
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
  AssayHeatChart chart = income_heat ();
  g_autoptr (AssayScene) scene = assay_chart_heat (fonts, &chart, 515);
  g_autoptr (AssayScene) narrow = assay_chart_heat (fonts, &chart, 248);

  assert_golden (scene, "heat");
  assert_golden (narrow, "heat-narrow");
}

/* Both arms end at the largest decided distance, and undecided cells have no hue. */
static void
test_heat_colors (void)
{
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
  AssayHeatChart chart = income_heat ();
  g_autoptr (AssayScene) scene = assay_chart_heat (fonts, &chart, 515);
  guint n_hued = 0, n_hatched = 0;

  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      n_hued += op->kind == ASSAY_OP_RECT && op->fill.role == ASSAY_ROLE_HEAT && op->h > 10;
      n_hatched += op->kind == ASSAY_OP_RECT && op->is_hatched && op->h > 10;
    }
  g_assert_cmpuint (n_hued, ==, 8);
  g_assert_cmpuint (n_hatched, ==, 2);
  g_assert_cmpfloat_with_epsilon (heat_rect (scene, 2)->fill.level, -1, 1e-12);                   /* 50 */
  g_assert_cmpfloat_with_epsilon (heat_rect (scene, 4)->fill.level, (.754 - .702) / .202, 1e-12); /* 75.4 */
  chart.is_lower_better = TRUE;
  g_autoptr (AssayScene) turned = assay_chart_heat (fonts, &chart, 515);
  g_assert_cmpfloat_with_epsilon (heat_rect (turned, 2)->fill.level, 1, 1e-12);
  g_assert_true (has_text (scene, "50"));
  g_assert_true (has_text (scene, "90")); /* the other arm's end: 0.702 + 0.202 */
}

static void
test_heat_hits (void)
{
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
  AssayHeatChart chart = income_heat ();
  g_autoptr (AssayScene) scene = assay_chart_heat (fonts, &chart, 515);
  const AssayOp *cell = heat_rect (scene, 0);
  const AssayOp *hit = assay_scene_at (scene, cell->x + 3, cell->y + 3);

  g_assert_cmpstr (hit->name, ==, "female, White");
  g_assert_cmpstr (hit->text, ==, "Recall for White women is 63.1 %");
  hit = assay_scene_at (scene, 500, cell->y + 3);
  g_assert_true (hit == NULL || g_str_equal (hit->name, "female, Alaska Native"));
}

/* Any sizes, any names. */
static void
test_heat_sizes (void)
{
  static const guint sizes[][2] = { { 1, 1 }, { 1, 40 }, { 40, 1 }, { 3, 12 }, { 14, 14 }, { 45, 45 }, { 0, 0 } };
  g_autoptr (AssayFonts) fonts = fonts_of_test ();

  for (guint at = 0; at < G_N_ELEMENTS (sizes) * G_N_ELEMENTS (widths); at++)
    {
      const guint n_rows = sizes[at / G_N_ELEMENTS (widths)][0], n_columns = sizes[at / G_N_ELEMENTS (widths)][1];
      const char *names[45];
      AssayHeatCell *cells = g_new0 (AssayHeatCell, n_rows * n_columns + 1);

      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        names[i] = hostile[i % N_HOSTILE];
      for (guint i = 0; i < n_rows * n_columns; i++)
        cells[i] = (AssayHeatCell) { { i % 7 == 0 ? NAN : 0.01 * (i % 101), NAN, NAN, i }, i * i, i % 3 != 0, "12.34",
                                     i % 5 == 0 ? NULL : "±0.12", i % 11 == 0 ? hostile[3] : NULL, NULL };
      AssayHeatChart chart = { { hostile[3], hostile[2] }, names, names, n_rows, n_columns, hostile[4], cells, 0.4,
                               "whole set 40 %", TRUE, at % 2 == 0, NULL };
      g_autoptr (AssayScene) scene = assay_chart_heat (fonts, &chart, widths[at % G_N_ELEMENTS (widths)]);
      assert_sound (scene);
      g_assert_cmpfloat (scene->height, <, 800);
      g_free (cells);
    }
}

/* What is left out is said. */
static void
test_heat_left_out (void)
{
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
  const char *names[44];
  AssayHeatCell cells[44 * 42] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    names[i] = "name";
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    cells[i] = (AssayHeatCell) { { 0.5, 0.4, 0.6, 9 }, 9, FALSE, "50", "±10", NULL, NULL };
  AssayHeatChart chart = { .rows = names, .columns = names, .n_rows = 1, .n_columns = 44, .cells = cells,
                           .middle = 0.5, .middle_text = "whole set 50 %", .is_share = TRUE };
  g_autoptr (AssayScene) wide = assay_chart_heat (fonts, &chart, 515);
  g_assert_true (has_text (wide, "4 more columns have no room here"));
  g_assert_true (has_text (wide, "interval holds the whole set’s value"));
  chart.n_rows = 42;
  g_autoptr (AssayScene) high = assay_chart_heat (fonts, &chart, 240);
  assert_sound (high);
  g_assert_false (has_text (high, "4 more columns have no room here"));
}

/* --- curves ------------------------------------------------------------------------------------------------------ */

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
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
  const AssayCurveLine curves[] = { power_curve (0.25, "Some other race", ASSAY_ROLE_WORSE, x[0], y[0]),
                                power_curve (0.14, "whole set", ASSAY_ROLE_WHOLE, x[1], y[1]) };
  const AssayCurveChart chart = roc (curves, 2);
  g_autoptr (AssayScene) scene = assay_chart_curve (fonts, &chart, 515);
  g_autoptr (AssayScene) narrow = assay_chart_curve (fonts, &chart, 248);

  assert_golden (scene, "curve");
  assert_golden (narrow, "curve-narrow");
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
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
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
      assert_sound (scene);
      for (guint i = 0; i < scene->ops->len; i++)
        for (guint j = 0; j < scene->ops->len; j++)
          {
            const AssayOp *text = &g_array_index (scene->ops, AssayOp, i);
            const AssayOp *path = &g_array_index (scene->ops, AssayOp, j);
            if (text->kind == ASSAY_OP_TEXT && path->kind == ASSAY_OP_PATH && is_on (scene, text, path))
              g_error ("round %u: \"%s\" stands on a line", round, text->text);
          }
      for (guint i = 0; i < n; i++)
        g_assert_true (has_text (scene, names[i]));
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
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
  AssayCurveLine curves[3];

  for (guint i = 0; i < 3; i++)
    curves[i] = power_curve (0.1 + 0.2 * i, names[i], ASSAY_ROLE_FINE, x[i], y[i]);
  const AssayCurveChart chart = roc (curves, 3);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autoptr (AssayScene) scene = assay_chart_curve (fonts, &chart, widths[i]);
      assert_sound (scene);
      g_assert_true (has_text (scene, "52 % (50 to 54)"));
      g_assert_true (has_text (scene, "66 %"));
      g_assert_true (has_text (scene, "14 %"));
    }
}

/* Where a value is undefined there is no line. */
static void
test_curve_pieces (void)
{
  static double x[N_POINTS], y[N_POINTS];
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
  AssayCurveLine curve = power_curve (0.5, "precision", ASSAY_ROLE_FINE, x, y);
  AssayCurveChart chart = { .curves = &curve, .n_curves = 1, .y_is_share = TRUE, .x_title = "threshold",
                            .y_title = "%", .threshold = 0.5, .threshold_text = "plan 0.50" };
  g_autoptr (AssayScene) whole = assay_chart_curve (fonts, &chart, 300);

  y[60] = y[61] = y[N_POINTS - 1] = y[0] = NAN;
  g_autoptr (AssayScene) broken = assay_chart_curve (fonts, &chart, 300);
  g_assert_cmpuint (count_paths (whole), ==, 1);
  g_assert_cmpuint (count_paths (broken), ==, 2);
  g_assert_true (has_text (broken, "plan 0.50"));
  for (guint i = 0; i < N_POINTS; i++)
    y[i] = NAN;
  curve.ring_y = NAN;
  g_autoptr (AssayScene) none = assay_chart_curve (fonts, &chart, 300);
  g_assert_cmpuint (count_paths (none), ==, 0);
  g_assert_true (has_text (none, "precision")); /* below the plot */
  assert_sound (whole);
  assert_sound (broken);
  assert_sound (none);
}

/* By threshold, with a band, the plan's threshold and a level to compare with. */
static void
test_curve_threshold (void)
{
  static double x[2][N_POINTS], y[2][N_POINTS], lo[N_POINTS], hi[N_POINTS];
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
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
  assert_golden (scene, "curve-threshold");
  g_assert_cmpuint (count_paths (scene), ==, 3);
}

/* Of many points those stay that can be seen, and the last one. */
static void
test_curve_many_points (void)
{
  enum { N_MANY = 20000 };
  g_autofree double *x = g_new (double, N_MANY), *y = g_new (double, N_MANY);
  g_autoptr (AssayFonts) fonts = fonts_of_test ();

  for (guint i = 0; i < N_MANY; i++)
    x[i] = y[i] = i / (N_MANY - 1.0);
  const AssayCurveLine curve = { .name = "line", .x = x, .y = y, .n_points = N_MANY, .role = ASSAY_ROLE_FINE,
                                 .ring_x = NAN, .ring_y = NAN };
  const AssayCurveChart chart = { .curves = &curve, .n_curves = 1, .x_is_share = TRUE, .y_is_share = TRUE,
                                  .threshold = NAN };
  g_autoptr (AssayScene) scene = assay_chart_curve (fonts, &chart, 300);
  assert_sound (scene);
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
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
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
  g_autoptr (AssayFonts) fonts = fonts_of_test ();

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
      assert_sound (scene);
    }
}

/* --- calibration ------------------------------------------------------------------------------------------------- */

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
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
  AssayReliabilityDot dots[10];
  guint64 histogram[20];
  AssayReliabilityChart chart = sagging (dots, 10, histogram, 20);
  g_autoptr (AssayScene) scene = assay_chart_reliability (fonts, &chart, 515);
  g_autoptr (AssayScene) narrow = assay_chart_reliability (fonts, &chart, 248);

  assert_golden (scene, "reliability");
  assert_golden (narrow, "reliability-narrow");
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
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
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
  assert_sound (scene);
  g_assert_cmpuint (count_marks (scene, ASSAY_SHAPE_DIAMOND), ==, n_off);
  g_assert_cmpuint (count_marks (scene, ASSAY_SHAPE_CIRCLE), ==, 9 - n_off);
}

/* Bars add to all rows in groups, their heights are in proportion, and each says its rows. */
static void
test_reliability_bars (void)
{
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
  guint64 histogram[100] = { 0 };
  AssayReliabilityChart chart = { .histogram = histogram, .n_bars = 100 };
  double heights[2] = { 0, 0 };
  guint n = 0;

  histogram[40] = 300;
  histogram[41] = 100;
  histogram[99] = 200;
  g_autoptr (AssayScene) scene = assay_chart_reliability (fonts, &chart, 300);
  assert_sound (scene);
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
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
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
      assert_sound (scene);
    }
}

/* --- confusion --------------------------------------------------------------------------------------------------- */

static const char *const raters[] = { "certain", "probable", "possible", "doubtful" };
/* Westlund and Kurland 1953, as in Landis and Koch 1977: 149 patients, two neurologists. */
static const guint64 sclerosis[] = { 38, 5, 0, 1, 33, 11, 3, 0, 10, 14, 5, 6, 3, 7, 3, 10 };

static AssayConfusionChart
agreement (void)
{
  static const char *const beside[] = { "0.11 to 0.31", "149 patients", NULL };

  return (AssayConfusionChart) { .head = { "The two neurologists agree little", "149 patients, judged by both" },
                                 .names = raters, .n = 4, .counts = sclerosis, .rows_title = "second",
                                 .columns_title = "first neurologist", .right_text = "they agree",
                                 .wrong_text = "they split", .value_text = "κ 0.21", .beside = beside };
}

/* n classes of a thousand rows or so, and a few of them taken for others. */
static guint64 *
many_counts (guint n)
{
  guint64 *counts = g_new0 (guint64, n * n + 1);

  for (guint i = 0; i < n * n; i++)
    counts[i] = i % (n + 1) == 0 ? 900 + 37 * (i % 101) : i * 7919 % 97 < 50 ? 0 : i * 7919 % 97;
  return counts;
}

static void
test_confusion (void)
{
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
  const AssayConfusionChart chart = agreement ();
  g_autoptr (AssayScene) wide = assay_chart_confusion (fonts, &chart, 340);
  g_autoptr (AssayScene) narrow = assay_chart_confusion (fonts, &chart, 240);

  assert_golden (wide, "confusion");
  assert_golden (narrow, "confusion-narrow");
}

/* The nth cell, with its count. */
static const AssayOp *
confusion_cell (const AssayScene  *scene,
                guint              nth,
                const char       **text)
{
  for (guint i = 0; i + 1 < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i), *next = op + 1;
      if (op->kind == ASSAY_OP_RECT && op->h > 8 && nth-- == 0)
        {
          *text = next->kind == ASSAY_OP_TEXT ? next->text : NULL;
          return op;
        }
    }
  g_assert_not_reached ();
}

/* Grey on the diagonal and orange off it, by the share of the row; zero is a dash. */
static void
test_confusion_colors (void)
{
  static const struct { guint cell; AssayRole role; double level; const char *text; } rows[] = {
    { 0, ASSAY_ROLE_COUNT, 0.6 * 38 / 44, "38" },
    { 1, ASSAY_ROLE_MISS, 0.9 * (5.0 / 44) / (33.0 / 47), "5" },
    { 2, ASSAY_ROLE_SHADE, 0, "–" },
    { 4, ASSAY_ROLE_MISS, 0.9, "33" }, /* the largest share off the diagonal, 33 of 47 */
    { 15, ASSAY_ROLE_COUNT, 0.6 * 10 / 23, "10" },
  };
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
  const AssayConfusionChart chart = agreement ();
  g_autoptr (AssayScene) scene = assay_chart_confusion (fonts, &chart, 340);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *text;
      const AssayOp *cell = confusion_cell (scene, rows[i].cell, &text);

      g_assert_cmpint (cell->fill.role, ==, rows[i].role);
      g_assert_cmpfloat_with_epsilon (cell->fill.level, rows[i].level, 1e-12);
      g_assert_cmpstr (text, ==, rows[i].text);
    }
  const char *text;
  const AssayOp *cell = confusion_cell (scene, 4, &text);
  const AssayOp *hit = assay_scene_at (scene, cell->x + 2, cell->y + 2);
  g_assert_cmpstr (hit->name, ==, "probable, certain");
  g_assert_cmpstr (hit->text, ==, "second probable, first neurologist certain: 33 of 47, 70 %");
}

/* Of rows, of columns, and of all. */
static void
test_confusion_totals (void)
{
  static const char *const totals[] = { "44", "47", "35", "23", "84", "37", "17", "149" };
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
  const AssayConfusionChart chart = agreement ();
  g_autoptr (AssayScene) scene = assay_chart_confusion (fonts, &chart, 340);

  for (guint i = 0; i < G_N_ELEMENTS (totals); i++)
    g_assert_true (has_text (scene, totals[i]));
}

static void
test_confusion_twenty (void)
{
  static const char *const names[] = {
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck", "traffic light",
    "stop sign", "person", "bicycle", "motorcycle", "bus", "fire hydrant", "parking meter", "bench",
    "potted plant, indoors or out",
  };
  static const guint64 others[20] = { 1, 0, 12345, 7 };
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
  g_autofree guint64 *counts = many_counts (20);
  const AssayConfusionChart chart = { .head = { "Cats and dogs are taken for each other", NULL }, .names = names,
                                      .n = 20, .counts = counts, .row_others = others, .column_others = others,
                                      .others_name = "97 others" };
  g_autoptr (AssayScene) scene = assay_chart_confusion (fonts, &chart, 515);

  assert_golden (scene, "confusion-20");
  for (guint i = 0; i < 400; i++) /* every count is there to be read */
    {
      const char *text;
      confusion_cell (scene, i + i / 20, &text);
      g_assert_nonnull (text);
      g_assert_cmpstr (text, !=, "");
      g_assert_true ((counts[i] == 0) == (strcmp (text, "–") == 0));
    }
  for (guint i = 0; i < 20; i++)
    g_assert_true (has_text (scene, names[i]));
  g_assert_true (has_text (scene, "12k"));
  g_assert_true (has_text (scene, "wrong: share of the row, to 80 %; k: thousands"));
}

/* Classes beyond the twentieth are summed, and no row is lost. */
static void
test_confusion_many (void)
{
  g_autoptr (AssayFonts) fonts = fonts_of_test ();
  const char *names[30];
  guint64 counts[900];

  for (guint i = 0; i < 30; i++)
    names[i] = "name";
  for (guint i = 0; i < 900; i++)
    counts[i] = 1;
  const AssayConfusionChart chart = { .names = names, .n = 30, .counts = counts };
  g_autoptr (AssayScene) scene = assay_chart_confusion (fonts, &chart, 515);
  const char *text;
  assert_sound (scene);
  confusion_cell (scene, 20, &text);
  g_assert_cmpstr (text, ==, "10"); /* the first label, taken for one of ten others */
  g_assert_true (has_text (scene, "30"));
  g_assert_true (has_text (scene, "others"));
}

static void
test_confusion_names (void)
{
  static const guint sizes[] = { 0, 1, 2, 3, 7, 20, 30 };
  g_autoptr (AssayFonts) fonts = fonts_of_test ();

  for (guint i = 0; i < N_HOSTILE * G_N_ELEMENTS (sizes); i++)
    {
      const guint n = sizes[i % G_N_ELEMENTS (sizes)];
      const char *name = hostile[i % N_HOSTILE], *names[30], *beside[] = { name, name, NULL };
      g_autofree guint64 *counts = many_counts (n), *others = many_counts (6);

      for (guint j = 0; j < 30; j++)
        names[j] = hostile[(i + j * (i % 3)) % N_HOSTILE];
      for (guint j = 0; j < n * n; j++)
        counts[j] = i % 5 == 0 ? counts[j] * counts[j] * counts[j] * counts[j] : counts[j];
      const AssayConfusionChart chart = {
        .head = { name, name }, .names = names, .n = n, .counts = counts, .row_others = i % 2 == 0 ? others : NULL,
        .others_name = name, .rows_title = name, .columns_title = name, .right_text = name, .wrong_text = name,
        .value_text = i % 4 == 0 ? name : NULL, .beside = i % 4 == 1 ? beside : NULL
      };
      g_autoptr (AssayScene) scene = assay_chart_confusion (fonts, &chart, widths[i / 7 % G_N_ELEMENTS (widths)]);
      assert_sound (scene);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/draw/heat/golden", test_heat);
  g_test_add_func ("/draw/heat/colors", test_heat_colors);
  g_test_add_func ("/draw/heat/hits", test_heat_hits);
  g_test_add_func ("/draw/heat/sizes", test_heat_sizes);
  g_test_add_func ("/draw/heat/left-out", test_heat_left_out);
  g_test_add_func ("/draw/curve/golden", test_curve);
  g_test_add_func ("/draw/curve/labels", test_curve_labels);
  g_test_add_func ("/draw/curve/table", test_curve_table);
  g_test_add_func ("/draw/curve/pieces", test_curve_pieces);
  g_test_add_func ("/draw/curve/threshold", test_curve_threshold);
  g_test_add_func ("/draw/curve/many-points", test_curve_many_points);
  g_test_add_func ("/draw/curve/hits", test_curve_hits);
  g_test_add_func ("/draw/curve/names", test_curve_names);
  g_test_add_func ("/draw/reliability/golden", test_reliability);
  g_test_add_func ("/draw/reliability/marks", test_reliability_marks);
  g_test_add_func ("/draw/reliability/bars", test_reliability_bars);
  g_test_add_func ("/draw/reliability/names", test_reliability_names);
  g_test_add_func ("/draw/confusion/golden", test_confusion);
  g_test_add_func ("/draw/confusion/colors", test_confusion_colors);
  g_test_add_func ("/draw/confusion/totals", test_confusion_totals);
  g_test_add_func ("/draw/confusion/twenty", test_confusion_twenty);
  g_test_add_func ("/draw/confusion/many", test_confusion_many);
  g_test_add_func ("/draw/confusion/names", test_confusion_names);

  return g_test_run ();
}
