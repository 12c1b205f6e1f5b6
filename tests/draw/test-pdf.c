/* PDF: the same bytes for the same pages, text that can be found; PNG: what a chart looks like. */
#include "chart-checks.h"

#include "draw/render.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static AssayFonts *fonts;

static const AssayTextStyle style = { 8, ASSAY_WEIGHT_REGULAR };

static const AssayPdfAbout about = { "A title (with \\ and ')", "An author", NULL, NULL,
                                     G_GINT64_CONSTANT (1700000000000000) };

static const AssayDot dots[] = {
  { "under 25", "age", 44349, { 0.16, 0.14, 0.18 }, TRUE, FALSE, FALSE, "16", "−55 (−57 to −53)", ASSAY_SHAPE_FAIL,
    NULL, "x" },
  { "Native, tribe not given", "race", 415, { 0.60, 0.49, 0.69 }, TRUE, TRUE, FALSE, "60", "−10 (−21 to −1)",
    ASSAY_SHAPE_UNDECIDED, NULL, "x" },
  { "Alaska Native", "race", 206, { 0.57, 0.41, 0.7 }, FALSE, TRUE, FALSE, "57", "−13 (−29 to 0)",
    ASSAY_SHAPE_UNDECIDED, NULL, "x" },
  { "Asian", "race", 19242, { 0.76, 0.757, 0.763 }, FALSE, FALSE, FALSE, "76", "+11 (+11 to +12)", ASSAY_SHAPE_PASS,
    NULL, "x" },
  { "Pacific Islander", "race", 4, { NAN, NAN, NAN }, FALSE, FALSE, FALSE, "", NULL, -1, "under 30 rows", "x" },
};

static AssayScene *
new_chart (void)
{
  const AssayDotChart chart = { .head = { "Recall falls furthest behind for the young",
                                          "Share of high earners found." },
                                .dots = dots, .n_dots = G_N_ELEMENTS (dots), .is_share = TRUE, .whole = 0.702, .bound = 0.6,
                                .whole_text = "whole set 70.2 %", .bound_text = "bound 60 %", .names_title = "slice",
                                .difference_title = "to the rest, points", .has_verdicts = TRUE, .lo = NAN, .hi = NAN };

  return assay_chart_dots (fonts, &chart, 515);
}

/* Two pages with links, outlines and names as they come. */
static GPtrArray *
new_pages (void)
{
  GPtrArray *pages = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_scene_free);

  for (guint p = 0; p < 2; p++)
    {
      AssayScene *page = assay_scene_new (fonts, 595, 842);
      AssayScene *chart = new_chart ();
      assay_scene_anchor (page, p == 0 ? "one" : "two's (\\)", 10);
      assay_scene_outline (page, 0, p == 0 ? "First" : "Second", p == 0 ? "one" : "one");
      assay_scene_begin (page, "Link", "one");
      assay_scene_text (page, 40, 30, ASSAY_ANCHOR_START, style, ASSAY_PAINT (TEXT), "to the first page");
      assay_scene_end (page);
      assay_scene_place (page, chart, 40, 40);
      for (guint n = 2; assay_hostile_names[n] != NULL; n++)
        assay_scene_text_fit (page, 40, 400 + 12 * n, ASSAY_ANCHOR_START, style, ASSAY_PAINT (TEXT),
                              assay_hostile_names[n], 500);
      assay_scene_free (chart);
      g_ptr_array_add (pages, page);
    }
  return pages;
}

static GBytes *
new_pdf (void)
{
  g_autoptr (GPtrArray) pages = new_pages ();
  g_autoptr (GError) error = NULL;
  GBytes *pdf = assay_scenes_pdf (pages, &about, &error);

  g_assert_no_error (error);
  return pdf;
}

static void
test_same (void)
{
  g_autoptr (GBytes) one = new_pdf ();
  assay_fonts_free (fonts);
  fonts = assay_fonts_new (NULL);
  g_autoptr (GBytes) other = new_pdf ();

  g_assert_true (g_bytes_equal (one, other));
  g_assert_true (g_str_has_prefix (g_bytes_get_data (one, NULL), "%PDF-1."));
}

/* The time is the audit's, not today's. */
static void
test_time (void)
{
  g_autoptr (GBytes) pdf = new_pdf ();
  gsize size;
  const char *data = g_bytes_get_data (pdf, &size);

  const char *expected = "/CreationDate (20231114221320Z)";
  g_assert_nonnull (memmem (data, size, expected, strlen (expected)));
}

/* What pdftotext finds; NULL with a skip where it is not installed. */
static char *
text_of (GBytes *pdf)
{
  g_autofree char *found = g_find_program_in_path ("pdftotext"), *path = NULL, *output = NULL;
  g_autoptr (GError) error = NULL;
  int status;
  gsize size;
  const char *data = g_bytes_get_data (pdf, &size);

  if (found == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return NULL;
    }
  const int descriptor = g_file_open_tmp ("assay-XXXXXX.pdf", &path, &error);
  g_assert_no_error (error);
  close (descriptor);
  g_file_set_contents (path, data, (gssize) size, &error);
  g_assert_no_error (error);
  const char *argv[] = { found, "-layout", path, "-", NULL };
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_unlink (path);
  return g_steal_pointer (&output);
}

/* Words are found as they were written: true minuses, quotes and all. */
static void
test_text (void)
{
  static const char *const words[] = { "Recall falls furthest behind for the young", "under 25", "44,349",
                                       "whole set 70.2 %",
                                       "−55 (−57 to −53)", "under 30 rows", "<b>bold</b> <script>alert(1)</script> &amp; &#0; %s %n",
                                       "\"quoted\" 'and' \\ ]]> --> {}", "to the first page" };
  g_autoptr (GBytes) pdf = new_pdf ();
  g_autofree char *text = text_of (pdf);

  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (words); i++)
    if (strstr (text, words[i]) == NULL)
      g_test_fail_printf ("\"%s\" is not in the text", words[i]);
}

/* --- a picture -------------------------------------------------------------------------------------------------- */

static cairo_status_t
read_bytes (void          *closure,
            unsigned char *data,
            unsigned int   length)
{
  GInputStream *stream = closure;
  gsize n = 0;

  return g_input_stream_read_all (stream, data, length, &n, NULL, NULL) && n == length ? CAIRO_STATUS_SUCCESS
                                                                                       : CAIRO_STATUS_READ_ERROR;
}

static cairo_surface_t *
surface_of (GBytes *png)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (png);

  return cairo_image_surface_create_from_png_stream (read_bytes, stream);
}

static void
test_picture (void)
{
  g_autoptr (AssayScene) scene = new_chart ();

  assay_check_picture (scene, "dots");
}

/* Each palette is another picture, and each stands on its own paper. */
static void
test_palettes (void)
{
  g_autoptr (AssayScene) scene = new_chart ();

  for (guint palette = 0; palette < ASSAY_N_PALETTES; palette++)
    {
      g_autoptr (GBytes) png = assay_scene_png (scene, palette, 1, NULL);
      cairo_surface_t *surface = surface_of (png);
      const AssayColor paper = assay_palette_color (palette, ASSAY_PAINT (PAPER));
      const int last = cairo_image_surface_get_height (surface) - 1;
      const guint32 *row = (const guint32 *) (cairo_image_surface_get_data (surface)
                                              + last * cairo_image_surface_get_stride (surface));
      const guint32 expected = (guint32) paper.red << 16 | (guint32) paper.green << 8 | paper.blue;

      g_assert_cmphex (row[0] & 0xffffff, ==, expected);
      cairo_surface_destroy (surface);
    }
}

/* cairo 1.16 forgets an array of 768 bytes of each PDF with a subset of a CFF font, when the surface is finished. The leak
 * checker sees no more of the stack than its library; other tests of drawing have it look there. */
__attribute__ ((visibility ("default"))) const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:libcairo.so.2\n";
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  fonts = assay_fonts_new (&error);
  g_assert_no_error (error);
  g_test_add_func ("/pdf/same", test_same);
  g_test_add_func ("/pdf/time", test_time);
  g_test_add_func ("/pdf/text", test_text);
  g_test_add_func ("/pdf/picture", test_picture);
  g_test_add_func ("/pdf/palettes", test_palettes);
  const int result = g_test_run ();
  assay_fonts_free (fonts);
  return result;
}
