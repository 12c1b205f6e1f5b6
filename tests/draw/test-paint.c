/* Painting: pictures, which take glyphs and marks as stamps, look as Cairo draws them, and end where the clip ends.
 * */
#include "draw/render.h"

#include <math.h>

#define WIDTH 200
#define HEIGHT 120

static AssayFonts *fonts;

/* Marks, lines and texts at places between pixels; some of them beyond the edges. */
static AssayScene *
new_scene (void)
{
  AssayScene *scene = assay_scene_new (fonts, WIDTH, HEIGHT);
  const AssayTextStyle style = { 8, ASSAY_WEIGHT_MEDIUM };

  for (guint i = 0; i < 6; i++)
    assay_scene_line (scene, 0, 10.3 + 20 * i, WIDTH, 10.3 + 20 * i, ASSAY_PAINT (GRID), 0.6, FALSE);
  assay_scene_line (scene, 100.4, -20, 100.4, HEIGHT + 20, ASSAY_PAINT (WHOLE), 1.2, FALSE);
  assay_scene_line (scene, 120.4, 0, 120.4, HEIGHT, ASSAY_PAINT (BOUND), 1.2, TRUE);
  assay_scene_line (scene, 0, 0, WIDTH, HEIGHT, ASSAY_PAINT (FINE), 1, FALSE);
  for (guint shape = ASSAY_SHAPE_CIRCLE; shape <= ASSAY_SHAPE_BOX; shape++)
    for (guint k = 0; k < 4; k++)
      assay_scene_mark (scene, (AssayShape) shape, 12.37 * shape + 61.21 * k - 4, 20.13 * k + 7.7 * shape, 7,
                        k % 2 == 0 ? ASSAY_PAINT (WORSE) : ASSAY_PAINT (UNDECIDED), k == 1);
  for (guint k = 0; k < 12; k++)
    {
      assay_scene_text (scene, 17.3 * k - 20, 11.1 * k, (AssayAnchor) (k % 3), style, ASSAY_PAINT (TEXT),
                        k % 4 == 3 ? "\xce\xb1\xce\xb2 Greek" : "\xe2\x88\x92" "6.5 (to) \xc3\xa4 Wave");
      if (k % 2 == 0)
        assay_scene_halo (scene);
    }
  return scene;
}

static cairo_surface_t *
new_surface (double         scale,
             cairo_format_t format)
{
  cairo_surface_t *surface = cairo_image_surface_create (format, (int) (WIDTH * scale), (int) (HEIGHT * scale));
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_destroy (cr);
  return surface;
}

static guint32
pixel (cairo_surface_t *surface,
       int              x,
       int              y)
{
  const guint8 *data = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) data)[x] & 0xffffff;
}

static int
distance (guint32 a,
          guint32 b)
{
  int most = 0;

  for (guint shift = 0; shift < 24; shift += 8)
    most = MAX (most, ABS ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)));
  return most;
}

/* What a recording plays is drawn by Cairo alone. */
static cairo_surface_t *
paint_by_cairo (const AssayScene *scene,
                double            scale)
{
  cairo_surface_t *recording = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_surface_t *surface = new_surface (scale, CAIRO_FORMAT_RGB24);
  cairo_t *cr = cairo_create (recording);

  assay_scene_paint (scene, cr, ASSAY_PALETTE_LIGHT);
  cairo_destroy (cr);
  cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, recording, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (recording);
  return surface;
}

static cairo_surface_t *
paint (const AssayScene *scene,
       double            scale,
       cairo_format_t    format)
{
  cairo_surface_t *surface = new_surface (scale, format);
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  assay_scene_paint (scene, cr, ASSAY_PALETTE_LIGHT);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Marks lie a quarter of a pixel off at most, grids on whole pixels: the mean difference is small, and no ink is
 * lost. */
static void
test_same (void)
{
  static const double scales[] = { 1, 2, 3 };
  g_autoptr (AssayScene) scene = new_scene ();

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      cairo_surface_t *is = paint (scene, scales[i], CAIRO_FORMAT_RGB24), *expected = paint_by_cairo (scene,
                                                                                                      scales[i]);
      const int width = cairo_image_surface_get_width (is), height = cairo_image_surface_get_height (is);
      double sum = 0, ink = 0, expected_ink = 0;

      for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
          {
            sum += distance (pixel (is, x, y), pixel (expected, x, y));
            ink += distance (pixel (is, x, y), 0xffffff);
            expected_ink += distance (pixel (expected, x, y), 0xffffff);
          }
      g_test_message ("scale %g: %.3f of %.3f a pixel, ink %.4f", scales[i], sum / width / height,
                      expected_ink / width / height, ink / expected_ink);
      g_assert_cmpfloat (sum, <, 0.08 * expected_ink);
      g_assert_cmpfloat_with_epsilon (ink / expected_ink, 1, 0.04);
      cairo_surface_destroy (is);
      cairo_surface_destroy (expected);
    }
}

/* With or without an alpha channel, which stays opaque. */
static void
test_formats (void)
{
  g_autoptr (AssayScene) scene = new_scene ();
  cairo_surface_t *rgb = paint (scene, 2, CAIRO_FORMAT_RGB24), *argb = paint (scene, 2, CAIRO_FORMAT_ARGB32);

  for (int y = 0; y < 2 * HEIGHT; y++)
    for (int x = 0; x < 2 * WIDTH; x++)
      {
        const guint8 *data = cairo_image_surface_get_data (argb) + y * cairo_image_surface_get_stride (argb);
        g_assert_cmphex (pixel (rgb, x, y), ==, pixel (argb, x, y));
        g_assert_cmphex (((const guint32 *) data)[x] >> 24, ==, 0xff);
      }
  cairo_surface_destroy (rgb);
  cairo_surface_destroy (argb);
}

/* Outside of a clip nothing changes; inside it all is as without one. is_box: a rectangle of whole pixels. */
static void
check_clip (gboolean is_box)
{
  g_autoptr (AssayScene) scene = new_scene ();
  cairo_surface_t *whole = paint (scene, 1, CAIRO_FORMAT_RGB24), *surface = new_surface (1, CAIRO_FORMAT_RGB24);
  cairo_t *cr = cairo_create (surface);
  guint n_drawn = 0;

  if (is_box)
    cairo_rectangle (cr, 40, 30, 100, 50);
  else
    cairo_arc (cr, 90, 55, 25, 0, 2 * G_PI);
  cairo_clip (cr);
  assay_scene_paint (scene, cr, ASSAY_PALETTE_LIGHT);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        const gboolean is_in = is_box ? x >= 40 && x < 140 && y >= 30 && y < 80 : hypot (x + 0.5 - 90,
                                                                                         y + 0.5 - 55) < 26;
        n_drawn += is_in && pixel (surface, x, y) != 0xffffff;
        if (!is_in)
          g_assert_cmphex (pixel (surface, x, y), ==, 0xffffff);
        else if (is_box)
          g_assert_cmphex (pixel (surface, x, y), ==, pixel (whole, x, y));
      }
  g_assert_cmpuint (n_drawn, >, 200);
  cairo_surface_destroy (whole);
  cairo_surface_destroy (surface);
}

static void
test_clip (void)
{
  check_clip (TRUE);
}

static void
test_round_clip (void)
{
  check_clip (FALSE);
}

/* Turned, in a group, on a part of a picture: drawn all the same. */
static void
test_elsewhere (void)
{
  g_autoptr (AssayScene) scene = new_scene ();

  for (guint how = 0; how < 3; how++)
    {
      cairo_surface_t *surface = new_surface (1, CAIRO_FORMAT_RGB24);
      cairo_surface_t *part = how == 2 ? cairo_surface_create_for_rectangle (surface, 10, 10, 150, 90) : NULL;
      cairo_t *cr = cairo_create (part != NULL ? part : surface);
      guint n_drawn = 0;

      if (how == 0)
        cairo_rotate (cr, 0.3);
      if (how == 1)
        cairo_push_group (cr);
      assay_scene_paint (scene, cr, ASSAY_PALETTE_LIGHT);
      if (how == 1)
        {
          cairo_pop_group_to_source (cr);
          cairo_paint (cr);
        }
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_flush (surface);
      for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
          {
            const gboolean is_in = part == NULL || (x >= 10 && x < 160 && y >= 10 && y < 100);
            n_drawn += pixel (surface, x, y) != 0xffffff;
            g_assert_true (is_in || pixel (surface, x, y) == 0xffffff);
          }
      g_assert_cmpuint (n_drawn, >, 1000);
      if (part != NULL)
        cairo_surface_destroy (part);
      cairo_surface_destroy (surface);
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
  g_test_add_func ("/paint/same", test_same);
  g_test_add_func ("/paint/formats", test_formats);
  g_test_add_func ("/paint/clip", test_clip);
  g_test_add_func ("/paint/round-clip", test_round_clip);
  g_test_add_func ("/paint/elsewhere", test_elsewhere);
  const int result = g_test_run ();
  assay_fonts_free (fonts);
  return result;
}
