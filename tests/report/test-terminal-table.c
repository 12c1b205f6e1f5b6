/* Rows and columns that fit a page's width. */
#include "fixture.h"
#include "report/terminal-table-private.h"

#include <string.h>

static const AssayTextColumn columns[] = {
  { "name", FALSE, 8, 0, FALSE }, { "n", TRUE, 0, 0, FALSE }, { "extra", FALSE, 0, 1, FALSE },
  { "more", FALSE, 0, 2, FALSE }, { "blank", FALSE, 0, 0, FALSE },
};

/* (transfer full) Drawn at 60 cells. */
static char *
draw (const char *name,
      const char *extra,
      const char *more,
      guint      *n_left_out)
{
  const AssayTerminalOptions options = { 60, FALSE, TRUE, 0 };
  AssayPage                  page = assay_page_new (&options);
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));

  assay_text_table_add_line (table, ASSAY_INK_PLAIN, g_strdup ("a line over all"));
  assay_text_table_add_tail (table, ASSAY_INK_PLAIN, g_strdup (name), g_strdup ("its tail, dim"));
  assay_text_table_add (table, ASSAY_INK_PLAIN, g_strdup ("12"));
  assay_text_table_add (table, ASSAY_INK_PLAIN, g_strdup (extra));
  assay_text_table_add (table, ASSAY_INK_PLAIN, g_strdup (more));
  assay_text_table_add (table, ASSAY_INK_PLAIN, NULL);
  assay_text_table_fit (table, &page);
  *n_left_out = assay_text_table_left_out (table);
  assay_text_table_print (table, &page);
  return assay_page_finish (&page);
}

static void
test_fits (void)
{
  guint            n_left_out;
  g_autofree char *text = draw ("a", "x", "y", &n_left_out);

  fixture_assert_text (text, "  name               n  extra  more\n"
                             "  a line over all\n"
                             "  a  its tail, dim  12  x      y\n");
  g_assert_cmpuint (n_left_out, ==, 0); /* the blank column is not there, and not missed */
}

static void
test_shrinks (void)
{
  guint            n_left_out;
  g_autofree char *text = draw ("a name that has thirty-two cells", "fifteen letters", "y", &n_left_out);

  fixture_assert_text (text, "  name                              n  extra            more\n"
                             "  a line over all\n"
                             "  a name tha…has thirty-two cells  12  fifteen letters  y\n");
  g_assert_cmpuint (n_left_out, ==, 0);
}

/* The column of the highest rank goes first, then the next; the name and n stay. */
static void
test_leaves_out (void)
{
  guint            n_left_out;
  g_autofree char *wide = g_strnfill (44, 'w');
  g_autofree char *one = draw ("a name", "fifteen letters", wide, &n_left_out);

  g_assert_cmpuint (n_left_out, ==, 1);
  g_assert_null (strstr (one, "www"));
  g_assert_nonnull (strstr (one, "fifteen letters"));
  g_autofree char *two = draw ("a name", wide, wide, &n_left_out);
  g_assert_cmpuint (n_left_out, ==, 1);
  g_autofree char *wider = g_strnfill (55, 'w');
  g_autofree char *three = draw ("a name", wider, wider, &n_left_out);
  g_assert_cmpuint (n_left_out, ==, 2);
  fixture_assert_text (three, "  name                    n\n"
                              "  a line over all\n"
                              "  a name  its tail, dim  12\n");
}

/* A column that fills takes what is left; what is drawn into it has exactly its width. */
static void
test_fills (void)
{
  static const AssayTextColumn three[] = {
    { "left", FALSE, 4, 0, FALSE }, { "", FALSE, 10, 0, TRUE }, { "right", TRUE, 0, 0, FALSE },
  };
  const AssayTerminalOptions options = { 60, FALSE, TRUE, 0 };
  AssayPage                  page = assay_page_new (&options);
  g_autoptr (AssayTextTable) table = assay_text_table_new (three, 3);

  assay_text_table_add (table, ASSAY_INK_PLAIN, g_strdup ("日本語"));
  assay_text_table_add (table, ASSAY_INK_PLAIN, NULL);
  assay_text_table_add (table, ASSAY_INK_PLAIN, g_strdup ("1"));
  assay_text_table_fit (table, &page);
  g_assert_cmpuint (assay_text_table_width (table, 1), ==, 60 - 2 - 6 - 2 - 2 - 5);
  assay_text_table_draw (table, 0, 1, g_strnfill (43, '#'));
  assay_text_table_draw (table, -1, 1, g_strnfill (43, '-'));
  assay_text_table_print (table, &page);
  g_autofree char *text = assay_page_finish (&page);
  fixture_assert_text (text, "  left    -------------------------------------------  right\n"
                             "  日本語  ###########################################      1\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal-table/fits", test_fits);
  g_test_add_func ("/terminal-table/shrinks", test_shrinks);
  g_test_add_func ("/terminal-table/leaves-out", test_leaves_out);
  g_test_add_func ("/terminal-table/fills", test_fills);
  return g_test_run ();
}
