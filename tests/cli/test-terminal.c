/* test-terminal.c: hostile text cannot move the cursor; a table keeps to its width. */
#include "cli/terminal.h"

#include <string.h>

static void
test_harmless (void)
{
  static const struct { const char *text, *safe; } table[] = {
    { "plain", "plain" },
    { "Zürich 東京", "Zürich 東京" },
    { "\x1b[31mred\a", "\\x1b[31mred\\x07" },
    { "a\nb\tc\r", "a\\x0ab\\x09c\\x0d" },
    { "\xff\xc3", "\\xff\\xc3" },
    { "\xc2\x9b", "\\x9b" },                 /* a control character of one byte in Latin-1 */
    { "a\xe2\x80\xae" "b", "a\\u202eb" },    /* right-to-left override */
    { "a\xe2\x80\xa8" "b", "a\\u2028b" },    /* line separator */
    { "a\xe2\x80\x8d" "b", "a\xe2\x80\x8d" "b" }, /* joiner */
    { "\xed\xa0\x80", "\\xed\\xa0\\x80" },   /* a surrogate is no UTF-8 */
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *safe = assay_output_harmless (table[i].text, FALSE);

      g_assert_cmpstr (safe, ==, table[i].safe);
    }
}

static void
test_lines (void)
{
  g_autofree char *safe = assay_output_harmless ("a\nb\x1b", TRUE);

  g_assert_cmpstr (safe, ==, "a\nb\\x1b");
}

static void
test_color (void)
{
  /* Standard output is the harness' pipe: never colour, whatever the environment says. */
  AssayTerminalOptions options = assay_terminal_options ();

  g_assert_false (options.has_color);
  g_assert_cmpuint (assay_terminal_table_width (), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/harmless", test_harmless);
  g_test_add_func ("/terminal/lines", test_lines);
  g_test_add_func ("/terminal/color", test_color);
  return g_test_run ();
}
