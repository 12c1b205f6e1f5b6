/* Display lists: placing, hit areas, halos, dumps. */
#include "draw/scene.h"

#include <string.h>

static AssayFonts *fonts;

static const AssayTextStyle style = { 8, ASSAY_WEIGHT_REGULAR };

static const AssayOp *
op_at (const AssayScene *scene,
       guint             i)
{
  return &g_array_index (scene->ops, AssayOp, i);
}

/* A scene owns what it was given. */
static void
test_owns (void)
{
  g_autoptr (AssayScene) scene = assay_scene_new (fonts, 100, 50);
  char text[] = "text", name[] = "name";
  double points[] = { 1, 2, 3, 4 };

  assay_scene_text (scene, 0, 0, ASSAY_ANCHOR_START, style, ASSAY_PAINT (TEXT), text);
  assay_scene_hit (scene, 0, 0, 1, 1, name, NULL);
  assay_scene_path (scene, points, 2, FALSE, ASSAY_PAINT (NONE), ASSAY_PAINT (RULE), 1);
  memset (text, 'x', 4);
  memset (name, 'x', 4);
  points[0] = 99;
  g_assert_cmpstr (op_at (scene, 0)->text, ==, "text");
  g_assert_cmpstr (op_at (scene, 1)->name, ==, "name");
  g_assert_null (op_at (scene, 1)->text);
  g_assert_cmpfloat (g_array_index (scene->points, double, op_at (scene, 2)->first), ==, 1);
}

static void
test_place (void)
{
  g_autoptr (AssayScene) page = assay_scene_new (fonts, 200, 200);
  AssayScene *chart = assay_scene_new (fonts, 100, 100);
  const double before[] = { 7, 8 }, points[] = { 1, 2, 3, 4 };

  assay_scene_path (page, before, 1, FALSE, ASSAY_PAINT (NONE), ASSAY_PAINT (RULE), 1);
  assay_scene_line (chart, 1, 2, 3, 4, ASSAY_PAINT (RULE), 1, TRUE);
  assay_scene_path (chart, points, 2, TRUE, ASSAY_PAINT (SHADE), ASSAY_PAINT (NONE), 0);
  assay_scene_hit (chart, 5, 6, 7, 8, "name", "says");
  assay_scene_text (chart, 9, 10, ASSAY_ANCHOR_END, style, ASSAY_PAINT (TEXT), "text");
  assay_scene_place (page, chart, 100, 10);
  assay_scene_free (chart);

  g_assert_cmpuint (page->ops->len, ==, 5);
  const AssayOp *line = op_at (page, 1), *path = op_at (page, 2), *hit = op_at (page, 3), *text = op_at (page, 4);
  g_assert_true (line->x == 101 && line->y == 12 && line->x2 == 103 && line->y2 == 14 && line->is_dashed);
  const double *moved = &g_array_index (page->points, double, path->first);
  g_assert_true (moved[0] == 101 && moved[1] == 12 && moved[2] == 103 && moved[3] == 14);
  g_assert_true (g_array_index (page->points, double, 0) == 7); /* its own stay */
  g_assert_true (hit->x == 105 && hit->y == 16 && hit->w == 7 && hit->h == 8);
  g_assert_cmpstr (hit->text, ==, "says");
  g_assert_true (text->x == 109 && text->y == 20 && text->anchor == ASSAY_ANCHOR_END);
  g_assert_cmpstr (text->text, ==, "text");
}

static void
test_at (void)
{
  g_autoptr (AssayScene) scene = assay_scene_new (fonts, 100, 100);

  assay_scene_hit (scene, 0, 0, 100, 100, "under", NULL);
  assay_scene_hit (scene, 10, 10, 20, 20, "over", NULL);
  assay_scene_rect (scene, 10, 10, 20, 20, 0, ASSAY_PAINT (SHADE)); /* no hit area */
  g_assert_cmpstr (assay_scene_at (scene, 5, 5)->name, ==, "under");
  g_assert_cmpstr (assay_scene_at (scene, 15, 15)->name, ==, "over");
  g_assert_cmpstr (assay_scene_at (scene, 10, 10)->name, ==, "over"); /* its edge belongs to it, */
  g_assert_cmpstr (assay_scene_at (scene, 30, 15)->name, ==, "under"); /* its end does not */
  g_assert_null (assay_scene_at (scene, 100, 5));
  g_assert_null (assay_scene_at (scene, -1, 5));
}

/* A text that is cut answers with all of it, under its own place. */
static void
test_fit (void)
{
  static const AssayAnchor anchors[] = { ASSAY_ANCHOR_START, ASSAY_ANCHOR_MIDDLE, ASSAY_ANCHOR_END };

  for (guint i = 0; i < G_N_ELEMENTS (anchors); i++)
    {
      g_autoptr (AssayScene) scene = assay_scene_new (fonts, 200, 100);
      const double width = assay_scene_text_fit (scene, 100, 50, anchors[i], style, ASSAY_PAINT (TEXT),
                                                 "a rather long name that is cut", 60);
      const double left = 100 - width * i / 2.0;

      g_assert_cmpfloat (width, <=, 60);
      g_assert_cmpuint (scene->ops->len, ==, 2);
      g_assert_nonnull (strstr (op_at (scene, 0)->text, "\xe2\x80\xa6"));
      g_assert_cmpstr (assay_scene_at (scene, left + 1, 48)->text, ==, "a rather long name that is cut");
      g_assert_cmpstr (assay_scene_at (scene, left + width - 1, 48)->text, ==, "a rather long name that is cut");
      assay_scene_halo (scene);
      g_assert_true (op_at (scene, 0)->has_halo);
      g_assert_false (op_at (scene, 1)->has_halo);
    }
  g_autoptr (AssayScene) scene = assay_scene_new (fonts, 200, 100);
  assay_scene_text_fit (scene, 0, 50, ASSAY_ANCHOR_START, style, ASSAY_PAINT (TEXT), "short", 60);
  g_assert_cmpuint (scene->ops->len, ==, 1);
}

static void
test_dump (void)
{
  g_autoptr (AssayScene) scene = assay_scene_new (fonts, 100, 50);
  const double points[] = { 1, 2, 3, 4 };

  assay_scene_begin (scene, "Figure", "what it shows");
  assay_scene_line (scene, 1, 2, 3, 4, ASSAY_PAINT (BOUND), 1, TRUE);
  assay_scene_rect (scene, 1, 2, 3, 4, 0, (AssayPaint) { ASSAY_ROLE_HEAT, -0.5 });
  assay_scene_hatch (scene, 1, 2, 3, 4, ASSAY_PAINT (RULE));
  assay_scene_path (scene, points, 2, TRUE, ASSAY_PAINT (SHADE), ASSAY_PAINT (NONE), 0);
  assay_scene_mark (scene, ASSAY_SHAPE_DIAMOND, 5, 6, 7, ASSAY_PAINT (WORSE), TRUE);
  assay_scene_text (scene, 9, 10, ASSAY_ANCHOR_MIDDLE, style, ASSAY_PAINT (TEXT), "a \"b\"\n");
  assay_scene_halo (scene);
  assay_scene_hit (scene, 0, 0, 1, 1, "name", "says");
  assay_scene_end (scene);
  assay_scene_anchor (scene, "here", 7);
  assay_scene_outline (scene, 1, "Chapter", "here");
  g_autofree char *dump = assay_scene_dump (scene);
  g_assert_cmpstr (dump, ==, "scene 100.00 x 50.00\n"
                             "begin \"Figure\" \"what it shows\"\n"
                             "line 1.00 2.00 to 3.00 4.00 stroke bound line 1.00 dashed\n"
                             "rect 1.00 2.00 size 3.00 4.00 fill heat(-0.50)\n"
                             "hatch 1.00 2.00 size 3.00 4.00 stroke rule\n"
                             "path of 2, closed 1.00,2.00 3.00,4.00 fill shade\n"
                             "mark diamond 5.00 6.00 height 7.00 fill paper stroke worse\n"
                             "text 9.00 10.00 middle 8.0/400 halo fill text \"a \\\"b\\\"\\n\"\n"
                             "hit 0.00 0.00 size 1.00 1.00 \"name\" \"says\"\n"
                             "end\n"
                             "anchor 7.00 \"here\"\n"
                             "outline 1 \"here\" \"Chapter\"\n");
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  fonts = assay_fonts_new (&error);
  g_assert_no_error (error);
  g_test_add_func ("/scene/owns", test_owns);
  g_test_add_func ("/scene/place", test_place);
  g_test_add_func ("/scene/at", test_at);
  g_test_add_func ("/scene/fit", test_fit);
  g_test_add_func ("/scene/dump", test_dump);
  const int result = g_test_run ();
  assay_fonts_free (fonts);
  return result;
}
