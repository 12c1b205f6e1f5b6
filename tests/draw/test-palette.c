/* Colours: contrasts that reading takes. */
#include "draw/palette.h"

#include <math.h>

static double
contrast (AssayPalette palette,
          AssayPaint   text,
          AssayPaint   ground)
{
  return assay_color_contrast (assay_palette_color (palette, text), assay_palette_color (palette, ground));
}

static double
least (AssayPalette palette)
{
  return palette == ASSAY_PALETTE_CONTRAST_LIGHT || palette == ASSAY_PALETTE_CONTRAST_DARK ? 7 : 4.5;
}

static void
check (AssayPalette palette,
       AssayPaint   text,
       AssayPaint   ground,
       double       at_least)
{
  const double is = contrast (palette, text, ground);

  if (!(is >= at_least))
    g_test_fail_printf ("palette %d: %s on %s (%.2f) has %.2f : 1, not %.1f", palette, assay_role_name (text.role),
                        assay_role_name (ground.role), ground.level, is, at_least);
}

/* Values of WCAG 2.1's own definitions, and of its well-known grey. */
static void
test_contrast (void)
{
  static const struct { AssayColor a, b; double expected; } rows[] = {
    { { 0, 0, 0 }, { 255, 255, 255 }, 21 },
    { { 0x76, 0x76, 0x76 }, { 255, 255, 255 }, 4.54 },
    { { 0x77, 0x77, 0x77 }, { 255, 255, 255 }, 4.48 },
    { { 255, 0, 0 }, { 255, 255, 255 }, 4.00 },
    { { 0, 0, 255 }, { 255, 255, 255 }, 8.59 },
    { { 17, 17, 17 }, { 17, 17, 17 }, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpfloat_with_epsilon (assay_color_contrast (rows[i].a, rows[i].b), rows[i].expected, 0.005);
      g_assert_cmpfloat (assay_color_contrast (rows[i].a, rows[i].b), ==, assay_color_contrast (rows[i].b,
                                                                                                rows[i].a));
    }
}

/* Everything that is written in on paper: 4.5 : 1, and 7 : 1 in high contrast. */
static void
test_text (void)
{
  static const AssayRole roles[] = { ASSAY_ROLE_TEXT, ASSAY_ROLE_TEXT_2, ASSAY_ROLE_TEXT_3, ASSAY_ROLE_WORSE_TEXT,
                                     ASSAY_ROLE_UNDECIDED, ASSAY_ROLE_BETTER, ASSAY_ROLE_BOUND, ASSAY_ROLE_WHOLE };

  for (guint palette = 0; palette < ASSAY_N_PALETTES; palette++)
    for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
      check (palette, (AssayPaint) { roles[i], 0 }, ASSAY_PAINT (PAPER), least (palette));
}

/* Text on the pale band, and paper-white text on strong colours. */
static void
test_grounds (void)
{
  for (guint palette = 0; palette < ASSAY_N_PALETTES; palette++)
    {
      check (palette, ASSAY_PAINT (TEXT), ASSAY_PAINT (SHADE), least (palette));
      check (palette, ASSAY_PAINT (TEXT_2), ASSAY_PAINT (SHADE), least (palette));
      check (palette, ASSAY_PAINT (ON), ASSAY_PAINT (WORSE_TEXT), least (palette));
      check (palette, ASSAY_PAINT (ON), ASSAY_PAINT (BETTER), least (palette));
    }
}

/* Text on every level of the scales. */
static void
test_levels (void)
{
  static const struct { AssayRole text, ground; double from; } scales[] = {
    { ASSAY_ROLE_HEAT_TEXT, ASSAY_ROLE_HEAT, -1 },
    { ASSAY_ROLE_MISS_TEXT, ASSAY_ROLE_MISS, 0 },
    { ASSAY_ROLE_COUNT_TEXT, ASSAY_ROLE_COUNT, 0 },
  };

  for (guint palette = 0; palette < ASSAY_N_PALETTES; palette++)
    for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
      for (double level = scales[i].from; level <= 1.0001; level += 0.02)
        check (palette, (AssayPaint) { scales[i].text, level }, (AssayPaint) { scales[i].ground, level }, 4.5);
}

/* Marks and lines that say something: 3 : 1 (WCAG 2.1, 1.4.11). */
static void
test_marks (void)
{
  static const AssayRole roles[] = { ASSAY_ROLE_WORSE, ASSAY_ROLE_UNDECIDED, ASSAY_ROLE_FINE, ASSAY_ROLE_BETTER,
                                     ASSAY_ROLE_WHOLE, ASSAY_ROLE_BOUND };

  for (guint palette = 0; palette < ASSAY_N_PALETTES; palette++)
    for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
      check (palette, (AssayPaint) { roles[i], 0 }, ASSAY_PAINT (PAPER), 3);
}

/* Levels grow away from the middle, evenly for the eye: luminance falls on light paper and contrast to the middle
 * grows. */
static void
test_monotone (void)
{
  for (guint palette = 0; palette < ASSAY_N_PALETTES; palette++)
    for (int side = -1; side <= 1; side += 2)
      {
        double last = 0;
        for (double level = 0; level <= 1.0001; level += 0.1)
          {
            const double is = contrast (palette, (AssayPaint) { ASSAY_ROLE_HEAT, side * level },
                                        (AssayPaint) { ASSAY_ROLE_HEAT, 0 });
            g_assert_cmpfloat (is, >=, last);
            last = is;
          }
        g_assert_cmpfloat (last, >, 1.5);
      }
}

static void
test_names (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint role = 0; role < ASSAY_N_ROLES; role++)
    g_assert_true (g_hash_table_add (names, (gpointer) assay_role_name (role)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/palette/contrast", test_contrast);
  g_test_add_func ("/palette/text", test_text);
  g_test_add_func ("/palette/grounds", test_grounds);
  g_test_add_func ("/palette/levels", test_levels);
  g_test_add_func ("/palette/marks", test_marks);
  g_test_add_func ("/palette/monotone", test_monotone);
  g_test_add_func ("/palette/names", test_names);
  return g_test_run ();
}
