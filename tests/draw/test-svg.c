/* SVG: it is XML whatever the names are, text stays text, and nothing in it runs or loads. */
#include "chart-checks.h"

#include "draw/render.h"

#include <string.h>

static AssayFonts *fonts;

static const AssayTextStyle style = { 8, ASSAY_WEIGHT_MEDIUM };

/* Every kind of op, with a name wherever one goes. */
static AssayScene *
new_scene (const char *name)
{
  AssayScene *scene = assay_scene_new (fonts, 200, 100);
  const double points[] = { 1, 2, 30.123456, 4, 5, 60 };

  assay_scene_begin (scene, "Figure", name);
  assay_scene_rect (scene, 1, 2, 30, 40, 3, (AssayPaint) { ASSAY_ROLE_HEAT, -0.5 });
  assay_scene_hatch (scene, 1, 2, 30, 40, ASSAY_PAINT (RULE));
  assay_scene_line (scene, 1, 2, 3, 4, ASSAY_PAINT (BOUND), 1, TRUE);
  assay_scene_path (scene, points, 3, TRUE, ASSAY_PAINT (SHADE), ASSAY_PAINT (RULE), 1);
  for (guint shape = ASSAY_SHAPE_CIRCLE; shape <= ASSAY_SHAPE_BOX; shape++)
    assay_scene_mark (scene, (AssayShape) shape, 20 * shape, 50, 7, ASSAY_PAINT (WORSE), shape % 2 == 0);
  assay_scene_text (scene, 10, 80, ASSAY_ANCHOR_MIDDLE, style, ASSAY_PAINT (TEXT), name);
  assay_scene_halo (scene);
  assay_scene_hit (scene, 0, 0, 10, 10, name, name);
  assay_scene_end (scene);
  return scene;
}

/* --- reading it ------------------------------------------------------------------------------------------------- */

typedef struct
{
  GString *texts;      /* of all <text>, a line each */
  GString *titles;     /* of all <title> */
  guint    n_elements;
} Read;

static void
start_element (GMarkupParseContext *context,
               const char          *element,
               const char         **names,
               const char         **values,
               gpointer             data,
               GError             **error)
{
  static const char *const known[] = { "svg", "title", "style", "rect", "line", "path", "circle", "g", "text",
                                       "tspan", NULL };
  Read *read = data;

  read->n_elements++;
  if (!g_strv_contains (known, element))
    g_test_fail_printf ("the element <%s>", element);
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_has_prefix (names[i], "on") || strcmp (names[i], "href") == 0 || strcmp (names[i], "xlink:href") == 0)
        g_test_fail_printf ("the attribute %s of <%s>", names[i], element);
      if (strstr (values[i], "nan") != NULL || strstr (values[i], "inf") != NULL)
        g_test_fail_printf ("%s=\"%s\" of <%s>", names[i], values[i], element);
    }
}

static void
read_text (GMarkupParseContext *context,
           const char          *text,
           gsize                length,
           gpointer             data,
           GError             **error)
{
  Read *read = data;
  const char *element = g_markup_parse_context_get_element (context);
  GString *out = strcmp (element, "text") == 0 || strcmp (element, "tspan") == 0 ? read->texts
                 : strcmp (element, "title") == 0                                ? read->titles
                                                                                 : NULL;

  if (out != NULL)
    {
      g_string_append_len (out, text, (gssize) length);
      g_string_append_c (out, '\n');
    }
}

static Read
read_svg (const char *svg)
{
  static const GMarkupParser parser = { .start_element = start_element, .text = read_text };
  Read read = { g_string_new (NULL), g_string_new (NULL), 0 };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &read, NULL);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, svg, (gssize) strlen (svg), &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  return read;
}

static void
read_clear (Read *read)
{
  g_string_free (read->texts, TRUE);
  g_string_free (read->titles, TRUE);
}

/* --- tests ------------------------------------------------------------------------------------------------------ */

static void
test_hostile (void)
{
  for (guint n = 0; assay_hostile_names[n] != NULL; n++)
    for (guint is_alone = 0; is_alone < 2; is_alone++)
      {
        const char *name = assay_hostile_names[n];
        g_autoptr (AssayScene) scene = new_scene (name);
        g_autofree char *svg = assay_scene_svg (scene, name, is_alone == 1), *line = g_strconcat (name, "\n", NULL);
        Read read = read_svg (svg);

        if (name[0] != '\0')
          {
            g_assert_cmpstr (read.texts->str, ==, line); /* as it was */
            g_assert_nonnull (strstr (read.titles->str, name));
          }
        g_assert_cmpuint (read.n_elements, >, 10);
        read_clear (&read);
      }
}

/* Nothing is fetched: no address but those of the namespace, and of the data of the font. */
static void
test_alone (void)
{
  g_autoptr (AssayScene) scene = new_scene ("http://example.com/x.png url(#a) @import");
  g_autofree char *svg = assay_scene_svg (scene, "title", TRUE), *style_sheet = assay_svg_style ();

  g_assert_true (g_str_has_prefix (svg,
                                   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\""));
  g_assert_nonnull (strstr (svg, "font/woff2;base64,"));
  g_assert_nonnull (strstr (svg, "prefers-color-scheme:dark"));
  g_assert_null (strstr (style_sheet, "http"));
  g_assert_null (strstr (style_sheet, "@import"));
  for (const char *at = strstr (style_sheet, "url("); at != NULL; at = strstr (at + 1, "url("))
    g_assert_true (g_str_has_prefix (at, "url(data:font/woff2;base64,"));
  g_assert_null (strstr (svg, "<script"));
}

/* Colours are attributes, and names of classes for other palettes. */
static void
test_colors (void)
{
  g_autoptr (AssayScene) scene = new_scene ("x");
  g_autofree char *svg = assay_scene_svg (scene, NULL, FALSE), *style_sheet = assay_svg_style ();

  g_assert_nonnull (strstr (svg, "stroke=\"#a23b72\" class=\"s-bound\""));
  g_assert_nonnull (strstr (svg, "style=\"--d:#"));
  g_assert_nonnull (strstr (style_sheet, ".s-bound{stroke:#e58fbf}"));
  g_assert_null (strstr (svg, "<style"));
}

/* The same scene gives the same text, whatever was made between. */
static void
test_same (void)
{
  g_autoptr (AssayScene) scene = new_scene ("x");
  g_autofree char *one = assay_scene_svg (scene, "x", TRUE);
  g_autoptr (AssayScene) other_scene = new_scene ("y");
  g_autofree char *between = assay_scene_svg (other_scene, "y", TRUE), *other = assay_scene_svg (scene, "x", TRUE);

  g_assert_cmpstr (one, ==, other);
  g_assert_cmpstr (one, !=, between);
}

/* Numbers have a point for their decimals, and two of them at most. */
static void
test_numbers (void)
{
  g_autoptr (AssayScene) scene = assay_scene_new (fonts, 12.5, 7);

  assay_scene_line (scene, 30.123456, -0.001, 1e-9, 100, ASSAY_PAINT (RULE), 0.5, FALSE);
  g_autofree char *svg = assay_scene_svg (scene, NULL, FALSE);
  g_assert_nonnull (strstr (svg, "viewBox=\"0 0 12.5 7\""));
  g_assert_nonnull (strstr (svg, "x1=\"30.12\" y1=\"0\" x2=\"0\" y2=\"100\""));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  fonts = assay_fonts_new (&error);
  g_assert_no_error (error);
  g_test_add_func ("/svg/hostile", test_hostile);
  g_test_add_func ("/svg/alone", test_alone);
  g_test_add_func ("/svg/colors", test_colors);
  g_test_add_func ("/svg/same", test_same);
  g_test_add_func ("/svg/numbers", test_numbers);
  const int result = g_test_run ();
  assay_fonts_free (fonts);
  return result;
}
