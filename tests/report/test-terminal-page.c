/* Lines, inks and marks. */
#include "fixture.h"
#include "report/terminal-page-private.h"

#include <string.h>

static AssayPage
page_of (guint    width,
         gboolean has_color)
{
  const AssayTerminalOptions options = { width, has_color, TRUE, 0 };

  return assay_page_new (&options);
}

static void
test_width (void)
{
  static const struct { guint asked, expected; } rows[] = { { 0, 80 }, { 10, 60 }, { 80, 80 }, { 500, 160 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AssayPage        page = page_of (rows[i].asked, FALSE);
      g_autofree char *text = NULL;

      g_assert_cmpuint (page.width, ==, rows[i].expected);
      text = assay_page_finish (&page);
    }
}

static void
test_entries (void)
{
  AssayPage             page = page_of (60, FALSE);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  assay_page_heading (&page, "Title");
  assay_page_entry (&page, "word", 10, ASSAY_INK_PLAIN, "some text that is longer than what is left of the line is");
  g_ptr_array_add (items, (gpointer) "first of the items");
  g_ptr_array_add (items, (gpointer) "second of the items");
  g_ptr_array_add (items, (gpointer) "third of the items");
  assay_page_items (&page, "items", 10, items);
  assay_page_heading (&page, "Second title");
  g_assert_cmpuint (assay_page_n_lines (&page), ==, 7);
  g_autofree char *text = assay_page_finish (&page);
  fixture_assert_text (text, "Title\n"
                             "  word    some text that is longer than what is left of the\n"
                             "          line is\n"
                             "  items   first of the items · second of the items\n"
                             "          third of the items\n"
                             "\n"
                             "Second title\n");
}

/* What is on the right keeps its room, then the text, then the tail. */
static void
test_spread (void)
{
  static const struct { const char *text, *tail, *right, *expected; } rows[] = {
    { "name", "and a tail", "pass", "  name  and a tail                                      pass\n" },
    { "name", NULL, "pass", "  name                                                  pass\n" },
    { "a name of some length", "a tail that is as long as that", "1 fail",
      "  a name of some length                               1 fail\n" /* a part of a tail says nothing */ },
    { "a name that is as long as the line that it stands on", "gone", "1 fail, 2 undecided",
      "  a name that is as long as the line t…  1 fail, 2 undecided\n" },
    { "a name that is as long as the line that it stands on", "gone", "what is on the right is longer than half a line",
      "  a name that is as long a…  what is on the right is longer…\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AssayPage page = page_of (60, FALSE);

      assay_page_spaces (&page, 2);
      assay_page_spread (&page, ASSAY_INK_PLAIN, rows[i].text, rows[i].tail, ASSAY_INK_PLAIN, rows[i].right, 2);
      g_autofree char *text = assay_page_finish (&page);
      g_assert_cmpuint (assay_text_width (text) - 1, <=, 60); /* the line's end is no cell */
      if (i < 2)
        {
          g_assert_true (g_str_has_prefix (text, i == 0 ? "  name  and a tail " : "  name   "));
          g_assert_true (g_str_has_suffix (text, "  pass\n"));
        }
      else
        g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

/* Without colour not one escape; with it every one is closed. */
static void
test_inks (void)
{
  for (guint has_color = 0; has_color < 2; has_color++)
    {
      AssayPage page = page_of (80, has_color);
      guint     n_open = 0, n_close = 0;

      for (guint ink = ASSAY_INK_PLAIN; ink <= ASSAY_INK_PASS; ink++)
        assay_page_add (&page, ink, "text");
      g_autofree char *text = assay_page_finish (&page);
      for (const char *at = strstr (text, "\033["); at != NULL; at = strstr (at + 1, "\033["))
        if (g_str_has_prefix (at, "\033[0m"))
          n_close++;
        else
          n_open++;
      g_assert_cmpuint (n_open, ==, has_color ? 5 : 0);
      g_assert_cmpuint (n_close, ==, n_open);
    }
}

/* Marks differ by shape, with and without UTF-8, and take one cell. */
static void
test_marks (void)
{
  for (guint is_utf8 = 0; is_utf8 < 2; is_utf8++)
    {
      const AssayTerminalOptions options = { 80, FALSE, is_utf8, 0 };
      AssayPage                  page = assay_page_new (&options);
      g_autofree char           *text = NULL;

      for (guint a = ASSAY_VERDICT_NONE; a <= ASSAY_VERDICT_UNDECIDED; a++)
        {
          g_assert_cmpuint (assay_text_width (assay_page_mark (&page, a)), ==, 1);
          g_assert_true (is_utf8 || g_str_is_ascii (assay_page_mark (&page, a)));
          for (guint b = ASSAY_VERDICT_NONE; b < a; b++)
            g_assert_cmpstr (assay_page_mark (&page, a), !=, assay_page_mark (&page, b));
        }
      text = assay_page_finish (&page);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal-page/width", test_width);
  g_test_add_func ("/terminal-page/entries", test_entries);
  g_test_add_func ("/terminal-page/spread", test_spread);
  g_test_add_func ("/terminal-page/inks", test_inks);
  g_test_add_func ("/terminal-page/marks", test_marks);
  return g_test_run ();
}
