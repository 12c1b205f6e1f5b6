/* test-profile.c: what columns hold. */
#include "test-data.h"

#include <string.h>

static void
test_profile (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT i id, CASE WHEN i % 10 = 0 THEN NULL ELSE 'g' || (i % 3) END g, i / 4.0 x, (i % 2 = 0) b, "
                          "DATE '2020-01-01' + (i % 400)::INTEGER d, [i] l FROM range(80000) r(i)) TO '@/p.parquet'");
  g_autoptr (AssaySource) source = assay_test_open (folder, "p.parquet", 2, &error);
  g_autoptr (GPtrArray) profiles = assay_source_profile (source, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (profiles->len, ==, 6);

  const AssayColumnProfile *id = profiles->pdata[0], *g = profiles->pdata[1], *x = profiles->pdata[2], *b = profiles->pdata[3],
                           *d = profiles->pdata[4], *l = profiles->pdata[5];
  g_assert_cmpuint (id->n_rows, ==, 80000);
  g_assert_cmpuint (id->n_distinct, >, ASSAY_MAX_VALUES);
  g_assert_cmpuint (id->n_distinct, <=, 80000);
  g_assert_cmpstr (id->least, ==, "0");
  g_assert_cmpstr (id->most, ==, "79999");
  g_assert_false (id->is_fractional);
  g_assert_cmpuint (g->n_missing, ==, 8000);
  g_assert_cmpuint (g->n_distinct, ==, 3);
  g_assert_cmpuint (g->n_examples, ==, 3);
  g_assert_cmpuint (g->example_rows[0], >=, g->example_rows[1]);
  g_assert_cmpuint (g->example_rows[0] + g->example_rows[1] + g->example_rows[2], ==, 72000);
  g_assert_true (x->is_fractional);
  g_assert_cmpint (b->kind, ==, ASSAY_COLUMN_BOOLEAN);
  g_assert_cmpstr (b->examples[0], ==, "0");
  g_assert_cmpuint (d->n_distinct, ==, 400);
  g_assert_cmpstr (d->least, ==, "2020-01-01");
  g_assert_cmpint (l->kind, ==, ASSAY_COLUMN_OTHER);
  assay_test_folder_free (folder);
}

static void
test_types_change (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();
  g_autoptr (GString) text = g_string_new ("a\n");

  for (guint i = 0; i < 60000; i++)
    g_string_append (text, "1\n");
  g_string_append (text, "n/a\n");
  g_free (assay_test_write (folder, "t.csv", text->str, -1));
  g_autoptr (AssaySource) source = assay_test_open (folder, "t.csv", 1, &error);
  g_autoptr (GPtrArray) profiles = assay_source_profile (source, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (((AssayColumnProfile *) profiles->pdata[0])->kind, ==, ASSAY_COLUMN_TEXT);
  g_assert_cmpuint (((AssayColumnProfile *) profiles->pdata[0])->n_distinct, ==, 2);
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/columns", test_profile);
  g_test_add_func ("/profile/types-change", test_types_change);
  return g_test_run ();
}
