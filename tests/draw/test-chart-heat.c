/* Heat maps: what is drawn, and that nothing of it gets in the way of the rest. */
#include "chart-checks.h"

#include <math.h>
#include <string.h>

#define hostile assay_hostile_names
#define N_HOSTILE 10

static const double widths[] = { 240, 248, 333.3, 515 };

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
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  AssayHeatChart chart = income_heat ();
  g_autoptr (AssayScene) scene = assay_chart_heat (fonts, &chart, 515);
  g_autoptr (AssayScene) narrow = assay_chart_heat (fonts, &chart, 248);

  assay_check_sound_golden (scene, "heat");
  assay_check_sound_golden (narrow, "heat-narrow");
}

/* Both arms end at the largest decided distance, and undecided cells have no hue. */
static void
test_heat_colors (void)
{
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
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
  g_assert_true (assay_check_has_text (scene, "50"));
  g_assert_true (assay_check_has_text (scene, "90")); /* the other arm's end: 0.702 + 0.202 */
}

static void
test_heat_hits (void)
{
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
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
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();

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
      assay_check_sound (scene);
      g_assert_cmpfloat (scene->height, <, 800);
      g_free (cells);
    }
}

/* What is left out is said. */
static void
test_heat_left_out (void)
{
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  const char *names[44];
  AssayHeatCell cells[44 * 42] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    names[i] = "name";
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    cells[i] = (AssayHeatCell) { { 0.5, 0.4, 0.6, 9 }, 9, FALSE, "50", "±10", NULL, NULL };
  AssayHeatChart chart = { .rows = names, .columns = names, .n_rows = 1, .n_columns = 44, .cells = cells,
                           .middle = 0.5, .middle_text = "whole set 50 %", .is_share = TRUE };
  g_autoptr (AssayScene) wide = assay_chart_heat (fonts, &chart, 515);
  g_assert_true (assay_check_has_text (wide, "4 more columns have no room here"));
  g_assert_true (assay_check_has_text (wide, "interval holds the whole set’s value"));
  chart.n_rows = 42;
  g_autoptr (AssayScene) high = assay_chart_heat (fonts, &chart, 240);
  assay_check_sound (high);
  g_assert_false (assay_check_has_text (high, "4 more columns have no room here"));
}

/* A blank cell has no ink and nothing to point at; the ends of differences have their signs. */
static void
test_heat_blank (void)
{
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  AssayHeatCell cells[] = { { { .1, .05, .15, 100 }, 100, TRUE, "10", "±5", NULL, "one" }, { .is_blank = TRUE },
                            { { -.1, -.15, -.05, 100 }, 100, TRUE, "2", "±5", NULL, "two" },
                            { { .02, -.05, .09, 100 }, 100, FALSE, "3", "±5", NULL, "three" } };
  const AssayHeatChart chart = { .rows = sexes, .columns = sexes, .n_rows = 2, .n_columns = 2, .cells = cells, .is_share = TRUE,
                                 .middle_text = "all", .is_difference = TRUE };
  g_autoptr (AssayScene) scene = assay_chart_heat (fonts, &chart, 515);
  guint n_hits = 0, n_ends = 0;

  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      n_hits += op->kind == ASSAY_OP_HIT && op->h > 14;
      n_ends += op->kind == ASSAY_OP_TEXT && (strcmp (op->text, "+10") == 0 || strcmp (op->text, "\xe2\x88\x92" "10") == 0);
    }
  g_assert_cmpuint (n_hits, ==, 3);
  g_assert_cmpuint (n_ends, ==, 2);
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
  g_test_add_func ("/draw/heat/blank", test_heat_blank);
  return g_test_run ();
}
