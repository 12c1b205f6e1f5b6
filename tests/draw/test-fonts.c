/* Texts in the report's font: how wide, cut to fit, wrapped. */
#include "chart-checks.h"

#include <malloc.h>
#include <math.h>
#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6"

static AssayFonts *fonts;

static const AssayTextStyle style = { 8, ASSAY_WEIGHT_REGULAR };

/* Twice the size is twice the width: no hinting, no rounding. */
static void
test_widths (void)
{
  static const char *const texts[] = { "332,900", "Recall falls furthest", "AVAVA Type 0x4f -> (A)",
                                       "\xce\xb1\xce\xb2 \xd0\xbc\xd0\xb8\xd1\x80" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint weight = 0; weight < 3; weight++)
      {
        const double one = assay_fonts_width (fonts, texts[i], (AssayTextStyle) { 8, weight });
        const double two = assay_fonts_width (fonts, texts[i], (AssayTextStyle) { 16, weight });
        g_assert_cmpfloat_with_epsilon (two, 2 * one, 0.1);
        g_assert_cmpfloat (one, >, 0);
      }
  g_assert_cmpfloat (assay_fonts_width (fonts, "", style), ==, 0);
}

/* Figures are tabular, so that numbers stand under each other. */
static void
test_figures (void)
{
  for (guint weight = 0; weight < 3; weight++)
    for (char digit = '1'; digit <= '9'; digit++)
      {
        const char text[] = { digit, digit, digit, '\0' };
        g_assert_cmpfloat_with_epsilon (assay_fonts_width (fonts, text, (AssayTextStyle) { 8, weight }),
                                        assay_fonts_width (fonts, "000", (AssayTextStyle) { 8, weight }), 0.03);
      }
}

/* Bold is wider than regular: all three fonts are there. */
static void
test_weights (void)
{
  const char *text = "The quick brown fox jumps over the lazy dog";
  const double regular = assay_fonts_width (fonts, text, (AssayTextStyle) { 8, ASSAY_WEIGHT_REGULAR });
  const double medium = assay_fonts_width (fonts, text, (AssayTextStyle) { 8, ASSAY_WEIGHT_MEDIUM });
  const double bold = assay_fonts_width (fonts, text, (AssayTextStyle) { 8, ASSAY_WEIGHT_SEMIBOLD });

  g_assert_true (regular < medium && medium < bold);
}

/* The width that is told is the one that a layout has, for any text: of the font, and not. */
static void
test_widths_agree (void)
{
  static const char *const alphabet[] = { "A", "V", "T", "o", "f", "i", "y", "W", "a", ".", ",", " ", "1", "0", "7",
                                          "x", "-", ">",
                                          "(", ")", ":", "%", "/", "+", "\xe2\x88\x92", "\xe2\x80\xaf", "\xc2\xb1", "\xc3\xa9",
                                          "\xce\xb1", "\xe2\x80\x99", "\xe6\x97\xa5", "\xd9\x85", "e\xcc\x81", "\xf0\x9f\x91\xa9", "\xe2\x80\x8d" };
  const guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint run = 0; run < 4000; run++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      const guint n = (guint) g_rand_int_range (rand, 0, 14);
      const gint most = run % 2 == 0 ? 26 : (gint) G_N_ELEMENTS (alphabet);
      const AssayTextStyle any = { g_rand_double_range (rand, 5, 30), (AssayWeight) g_rand_int_range (rand, 0, 3) };
      PangoRectangle extents;

      for (guint i = 0; i < n; i++)
        g_string_append (text, alphabet[g_rand_int_range (rand, 0, most)]);
      const double width = assay_fonts_width (fonts, text->str, any);
      pango_layout_get_extents (assay_fonts_layout (fonts, text->str, any), NULL, &extents);
      if (fabs (width - (double) extents.width / PANGO_SCALE) > 0.02 + 0.001 * n)
        g_test_fail_printf ("\"%s\" at %g/%d: %g instead of %g", text->str, any.size, any.weight, width,
                            (double) extents.width / PANGO_SCALE);
    }
}

/* What people see as one character stays whole: the cuts are where a cursor may stand. */
static void
check_cuts (const char *text,
            const char *fitted)
{
  g_auto (GStrv) parts = g_strsplit (fitted, ELLIPSIS, 2);
  PangoLayout *layout = assay_fonts_layout (fonts, text, style);
  const PangoLogAttr *attributes;
  int n;

  g_assert_true (g_str_has_prefix (text, parts[0]));
  g_assert_true (g_str_has_suffix (text, parts[1]));
  attributes = pango_layout_get_log_attrs_readonly (layout, &n);
  g_assert_true (attributes[g_utf8_strlen (parts[0], -1)].is_cursor_position);
  g_assert_true (attributes[n - 1 - g_utf8_strlen (parts[1], -1)].is_cursor_position);
}

static void
test_fit (void)
{
  static const double widths[] = { 0, 1, 4, 9, 10, 20, 33, 47, 60, 100, 1000 };

  for (guint n = 0; assay_hostile_names[n] != NULL; n++)
    for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
      {
        const char *text = assay_hostile_names[n];
        g_autofree char *fitted = assay_fonts_fit (fonts, text, style, widths[i]);

        if (assay_fonts_width (fonts, fitted, style) > widths[i] + 1e-6)
          g_test_fail_printf ("name %u: %g instead of at most %g", n, assay_fonts_width (fonts, fitted, style),
                              widths[i]);
        g_assert_true (g_utf8_validate (fitted, -1, NULL));
        if (assay_fonts_width (fonts, text, style) <= widths[i])
          g_assert_cmpstr (fitted, ==, text);
        else if (fitted[0] != '\0')
          check_cuts (text, fitted);
      }
}

/* A room as wide as the text, less what rounding takes, holds it. */
static void
test_fit_own (void)
{
  static const char *const texts[] = { "high earners", "332,900",
                                       "\xe2\x88\x92" "6.5 (\xe2\x88\x92" "7.1 to \xe2\x88\x92" "6.0)", "\xce\xb1\xce\xb2" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (double gap = 0; gap < 700; gap += 0.7)
      {
        const double room = gap + assay_fonts_width (fonts, texts[i], style) - gap;
        g_autofree char *fitted = assay_fonts_fit (fonts, texts[i], style, room);
        g_assert_cmpstr (fitted, ==, texts[i]);
      }
}

/* What fits is nearly as much as could: one more character would be too wide. */
static void
test_fit_fills (void)
{
  const char *text = "a name of plain letters that is longer than its room";

  for (double width = 20; width < 150; width += 7)
    {
      g_autofree char *fitted = assay_fonts_fit (fonts, text, style, width);
      g_assert_cmpfloat (assay_fonts_width (fonts, fitted, style), >, width - 14);
    }
}

/* Without the blanks that lines end with. (transfer full) */
static char *
without_blanks (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      g_string_append_unichar (out, g_utf8_get_char (text));
  return g_strdup (out->str);
}

static void
test_wrap (void)
{
  static const double widths[] = { 25, 60, 100, 300 };

  for (guint n = 0; assay_hostile_names[n] != NULL; n++)
    for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
      {
        g_auto (GStrv) lines = assay_fonts_wrap (fonts, assay_hostile_names[n], style, widths[i], 0);
        g_autofree char *together = g_strjoinv ("", lines);
        g_autofree char *expected = without_blanks (assay_hostile_names[n]), *got = without_blanks (together);

        g_assert_cmpstr (got, ==, expected);
        for (guint k = 0; lines[k] != NULL; k++)
          if (assay_fonts_width (fonts, lines[k], style) > widths[i] + 0.1)
            g_test_fail_printf ("name %u, width %g: the line \"%s\" has %g", n, widths[i], lines[k],
                                assay_fonts_width (fonts, lines[k], style));
      }
}

static void
test_wrap_most (void)
{
  const char *text = "one two three four five six seven eight nine ten eleven twelve";

  for (guint n_most = 1; n_most < 6; n_most++)
    {
      g_auto (GStrv) lines = assay_fonts_wrap (fonts, text, style, 50, n_most);
      g_assert_cmpuint (g_strv_length (lines), <=, n_most);
      g_assert_nonnull (strstr (lines[g_strv_length (lines) - 1], ELLIPSIS));
      for (guint i = 0; lines[i] != NULL; i++)
        g_assert_cmpfloat (assay_fonts_width (fonts, lines[i], style), <=, 50.1);
    }
  g_auto (GStrv) lines = assay_fonts_wrap (fonts, "short", style, 50, 2);
  g_assert_cmpuint (g_strv_length (lines), ==, 1);
  g_assert_cmpstr (lines[0], ==, "short");
}

/* More texts than are kept: the same widths again. */
static void
test_kept (void)
{
  double first[64];

  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (first); i++)
        {
          g_autofree char *text = g_strdup_printf ("\xce\xb1 text number %u", i * 37);
          const double width = assay_fonts_width (fonts, text, style);
          g_assert_true (round == 0 || width == first[i]);
          first[i] = width;
        }
      for (guint i = 0; i < 9000 && round == 0; i++)
        {
          g_autofree char *text = g_strdup_printf ("\xce\xb2 %u", i);
          assay_fonts_width (fonts, text, style);
        }
    }
}

/* However narrow, no line begins with a %; none is lost. */
static void
test_wrap_percent (void)
{
  static const char text[] = "From 77 % (75 to 78) to 8 % of all 100 % and 5 %";

  for (double width = 40; width < 220; width += 3)
    {
      g_auto (GStrv) lines = assay_fonts_wrap (fonts, text, (AssayTextStyle) { 8, ASSAY_WEIGHT_REGULAR }, width, 0);
      g_autofree char *joined = g_strjoinv (" ", lines);
      for (guint i = 0; lines[i] != NULL; i++)
        g_assert_cmpint (lines[i][0], !=, '%');
      g_assert_cmpstr (joined, ==, text);
    }
}

/* What a font map was given stays behind in Pango 1.50 unless it is taken back: 230 kB each time. Half of that is far from
 * it, and room for what fontconfig reads anew once in a while, 450 kB. */
static void
test_given_back (void)
{
  gsize start = 0, end = 0;

  for (guint i = 0; i < 24; i++)
    {
      g_autoptr (AssayFonts) own = assay_fonts_new (NULL);
      g_assert_cmpfloat (assay_fonts_width (own, "Given back \xe4\xb8\xad", (AssayTextStyle) { 8, ASSAY_WEIGHT_REGULAR }), >, 0);
      end = mallinfo2 ().uordblks;
      if (i == 7)
        start = end;
    }
  g_assert_cmpuint (end, <, start + 16 * 115000);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  fonts = assay_fonts_new (&error);
  g_assert_no_error (error);
  g_test_add_func ("/fonts/widths", test_widths);
  g_test_add_func ("/fonts/figures", test_figures);
  g_test_add_func ("/fonts/weights", test_weights);
  g_test_add_func ("/fonts/widths-agree", test_widths_agree);
  g_test_add_func ("/fonts/fit", test_fit);
  g_test_add_func ("/fonts/fit-own", test_fit_own);
  g_test_add_func ("/fonts/fit-fills", test_fit_fills);
  g_test_add_func ("/fonts/wrap", test_wrap);
  g_test_add_func ("/fonts/wrap-most", test_wrap_most);
  g_test_add_func ("/fonts/kept", test_kept);
  g_test_add_func ("/fonts/wrap-percent", test_wrap_percent);
  g_test_add_func ("/fonts/given-back", test_given_back);
  const int result = g_test_run ();
  assay_fonts_free (fonts);
  return result;
}
