/* Confusion matrices: what is drawn, and that nothing of it gets in the way of the rest. */
#include "chart-checks.h"

#include <string.h>

#define hostile assay_hostile_names
#define N_HOSTILE 10

static const double widths[] = { 240, 248, 333.3, 515 };

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
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  const AssayConfusionChart chart = agreement ();
  g_autoptr (AssayScene) wide = assay_chart_confusion (fonts, &chart, 340);
  g_autoptr (AssayScene) narrow = assay_chart_confusion (fonts, &chart, 240);

  assay_check_sound_golden (wide, "confusion");
  assay_check_sound_golden (narrow, "confusion-narrow");
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
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
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
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  const AssayConfusionChart chart = agreement ();
  g_autoptr (AssayScene) scene = assay_chart_confusion (fonts, &chart, 340);

  for (guint i = 0; i < G_N_ELEMENTS (totals); i++)
    g_assert_true (assay_check_has_text (scene, totals[i]));
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
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  g_autofree guint64 *counts = many_counts (20);
  const AssayConfusionChart chart = { .head = { "Cats and dogs are taken for each other", NULL }, .names = names,
                                      .n = 20, .counts = counts, .row_others = others, .column_others = others,
                                      .others_name = "97 others" };
  g_autoptr (AssayScene) scene = assay_chart_confusion (fonts, &chart, 515);

  assay_check_sound_golden (scene, "confusion-20");
  for (guint i = 0; i < 400; i++) /* every count is there to be read */
    {
      const char *text;
      confusion_cell (scene, i + i / 20, &text);
      g_assert_nonnull (text);
      g_assert_cmpstr (text, !=, "");
      g_assert_true ((counts[i] == 0) == (strcmp (text, "–") == 0));
    }
  for (guint i = 0; i < 20; i++)
    g_assert_true (assay_check_has_text (scene, names[i]));
  g_assert_true (assay_check_has_text (scene, "12k"));
  g_assert_true (assay_check_has_text (scene, "wrong: share of the row, to 80 %; k: thousands"));
}

/* Classes beyond the twentieth are summed, and no row is lost. */
static void
test_confusion_many (void)
{
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();
  const char *names[30];
  guint64 counts[900];

  for (guint i = 0; i < 30; i++)
    names[i] = "name";
  for (guint i = 0; i < 900; i++)
    counts[i] = 1;
  const AssayConfusionChart chart = { .names = names, .n = 30, .counts = counts };
  g_autoptr (AssayScene) scene = assay_chart_confusion (fonts, &chart, 515);
  const char *text;
  assay_check_sound (scene);
  confusion_cell (scene, 20, &text);
  g_assert_cmpstr (text, ==, "10"); /* the first label, taken for one of ten others */
  g_assert_true (assay_check_has_text (scene, "30"));
  g_assert_true (assay_check_has_text (scene, "others"));
}

static void
test_confusion_names (void)
{
  static const guint sizes[] = { 0, 1, 2, 3, 7, 20, 30 };
  g_autoptr (AssayFonts) fonts = assay_check_fonts ();

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
      assay_check_sound (scene);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/confusion/golden", test_confusion);
  g_test_add_func ("/draw/confusion/colors", test_confusion_colors);
  g_test_add_func ("/draw/confusion/totals", test_confusion_totals);
  g_test_add_func ("/draw/confusion/twenty", test_confusion_twenty);
  g_test_add_func ("/draw/confusion/many", test_confusion_many);
  g_test_add_func ("/draw/confusion/names", test_confusion_names);
  return g_test_run ();
}
