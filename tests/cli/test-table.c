#include "cli/table.h"

#include <string.h>

static char *
make (const char *const *heads, guint n_columns, const char *const *cells, guint width, gboolean is_utf8,
      guint *n_hidden)
{
  static const gboolean to_right[] = { FALSE, TRUE, FALSE };
  g_autoptr (AssayTable) table = assay_table_new (heads, to_right, n_columns);

  for (; *cells != NULL; cells += n_columns)
    assay_table_add (table, cells);
  return assay_table_text (table, width, is_utf8, n_hidden);
}

static const char *const heads[] = { "name", "n", "more" };
static const char *const cells[] = { "a", "1", "x", "long name here", "1000", "y", NULL };

static void
test_widths (void)
{
  static const struct { guint width; gboolean is_utf8; guint n_hidden; const char *text; } table[] = {
    { 0, TRUE, 0, "name               n  more\na                  1  x\nlong name here  1000  y\n" },
    { 80, TRUE, 0, "name               n  more\na                  1  x\nlong name here  1000  y\n" },
    { 24, TRUE, 0, "name             n  more\na                1  x\nlong name h…  1000  y\n" },
    { 24, FALSE, 0, "name             n  more\na                1  x\nlong name h~  1000  y\n" },
    { 16, TRUE, 1, "name         n\na            1\nlong na…  1000\n" },
    { 6, TRUE, 2, "name\na\nlong …\n" },
    { 1, TRUE, 2, "…\na\n…\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      guint n_hidden = 9;
      g_autofree char *text = make (heads, 3, cells, table[i].width, table[i].is_utf8, &n_hidden);

      g_test_message ("width %u", table[i].width);
      g_assert_cmpstr (text, ==, table[i].text);
      g_assert_cmpuint (n_hidden, ==, table[i].n_hidden);
    }
}

/* Two columns of the screen for each of these characters; none for a combining one. */
static void
test_wide (void)
{
  static const char *const wide[] = { "東京", "1", "x", "u\xcc\x88", "2", "y", NULL };
  g_autofree char *text = make (heads, 3, wide, 0, TRUE, NULL);

  g_assert_cmpstr (text, ==, "name  n  more\n東京  1  x\nu\xcc\x88     2  y\n");
}

static void
test_hostile (void)
{
  static const char *const hostile[] = { "a\nb", "\x1b[2J", "x", NULL };
  g_autofree char *text = make (heads, 3, hostile, 0, TRUE, NULL);

  g_assert_cmpstr (text, ==, "name          n  more\na\\x0ab  \\x1b[2J  x\n");
}

/* No line is wider than asked for, and every head is there unless hidden. */
static void
test_any_width (void)
{
  for (guint width = 1; width < 40; width++)
    {
      g_autofree char *text = make (heads, 3, cells, width, TRUE, NULL);
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

      for (guint i = 0; lines[i] != NULL; i++)
        g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, width);
      g_assert_cmpuint (g_strv_length (lines), ==, 4);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/widths", test_widths);
  g_test_add_func ("/table/wide", test_wide);
  g_test_add_func ("/table/hostile", test_hostile);
  g_test_add_func ("/table/any-width", test_any_width);
  return g_test_run ();
}
