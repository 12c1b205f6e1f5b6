/* test-golden.c: a golden that differs says where; small steps of a rasterizer are no difference. */
#include "golden.h"

#include <glib/gstdio.h>

static void
test_texts (void)
{
  static const struct { const char *expected, *found, *difference; } table[] = {
    { "a\nb\nc\n", "a\nb\nc\n", "" },
    { "a\nb\nc\n", "a\nx\nc\n", "@ line 2\n-b\n+x\n" },
    { "a\nb\nc\n", "b\nc\n", "@ line 1\n-a\n" },
    { "a\nb\n", "a\nb\nc\nd\n", "@ line 3\n+c\n+d\n" },
    { "a\nb\nc\nd\ne\n", "b\nc\nd\nf\n", "@ line 1\n-a\n@ line 5\n-e\n+f\n" },
    { "", "a", "@ line 1\n+a\n" },
    { "a", "", "@ line 1\n-a\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *difference = assay_text_difference (table[i].expected, table[i].found);

      g_test_message ("row %u", i);
      g_assert_cmpstr (difference, ==, table[i].difference);
    }
}

/* Grey, with one pixel of another color. */
static cairo_surface_t *
new_picture (int     width,
             int     height,
             guint32 pixel)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, .5, .5, .5);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  *(guint32 *) (void *) cairo_image_surface_get_data (surface) = pixel;
  cairo_surface_mark_dirty (surface);
  return surface;
}

static guint32
first_pixel (cairo_surface_t *surface)
{
  return *(const guint32 *) (const void *) cairo_image_surface_get_data (surface) & 0xffffff;
}

static void
test_pictures (void)
{
  static const struct { guint32 expected, found, difference; int width; guint n; } table[] = {
    { 0x808080, 0x808080, 0x000000, 3, 0 },
    { 0x808080, 0x818080, 0x040000, 3, 0 },
    { 0x808080, 0x8080c0, 0x0000ff, 3, 0 }, /* 64 is still none */
    { 0x808080, 0x8080c1, 0x0000ff, 3, 1 },
    { 0x000000, 0xffffff, 0xffffff, 3, 1 },
    { 0x808080, 0x808080, 0x000000, 5, 4 }, /* two columns of two rows that the golden does not have */
    { 0x808080, 0x808080, 0x000000, 1, 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      cairo_surface_t *expected = new_picture (3, 2, table[i].expected);
      cairo_surface_t *found = new_picture (table[i].width, 2, table[i].found);
      guint n;
      cairo_surface_t *difference = assay_picture_difference (expected, found, &n);

      g_test_message ("row %u", i);
      g_assert_cmphex (first_pixel (difference), ==, table[i].difference);
      g_assert_cmpuint (n, ==, table[i].n);
      g_assert_cmpint (cairo_image_surface_get_width (difference), ==, MAX (3, table[i].width));
      cairo_surface_destroy (difference);
      cairo_surface_destroy (found);
      cairo_surface_destroy (expected);
    }
}

/* --- a failure and what it leaves ---------------------------------------------------------------------------------- */

/* A chart that is not what the goldens of this name are; in a process of its own, because it has to fail. */
static void
fail (void)
{
  g_autoptr (AssayFonts) fonts = assay_fonts_new (NULL);
  AssayScene *scene = assay_scene_new (fonts, 100, 40);

  assay_scene_rect (scene, 0, 0, 50, 40, 0, ASSAY_PAINT (TEXT));
  assay_check_golden (scene, "dots");
  assay_check_picture (scene, "dots");
  assay_scene_free (scene);
}

static void
test_failure (void)
{
  static const char *const left[] = { "dots.txt.out", "dots.txt.ref", "dots.txt.diff", "dots.out.png", "dots.ref.png",
                                      "dots.diff.png" };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("assay-golden-XXXXXX", &error), *output = NULL;
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "G_TEST_BUILDDIR", folder, TRUE);
  const char *argv[] = { "/proc/self/exe", "--fail", NULL };
  g_autofree char *self = g_file_read_link (argv[0], NULL);
  int status;

  g_assert_no_error (error);
  environment = g_environ_unsetenv (environment, "ASSAY_UPDATE_GOLDEN");
  argv[0] = self;
  g_spawn_sync (NULL, (char **) argv, environment, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, !=, 0);
  for (guint i = 0; i < G_N_ELEMENTS (left); i++)
    {
      g_autofree char *path = g_build_filename (folder, left[i], NULL);

      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
      g_assert_nonnull (g_strstr_len (output, -1, path)); /* a person is told where */
      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0); /* and nothing else */
}

int
main (int    argc,
      char **argv)
{
  const gboolean must_fail = argc > 1 && g_str_equal (argv[1], "--fail");

  g_test_init (&argc, &argv, NULL);
  if (must_fail)
    {
      g_test_add_func ("/draw/golden/fail", fail);
      return g_test_run ();
    }
  g_test_add_func ("/draw/golden/texts", test_texts);
  g_test_add_func ("/draw/golden/pictures", test_pictures);
  g_test_add_func ("/draw/golden/failure", test_failure);
  return g_test_run ();
}
