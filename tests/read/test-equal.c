/* test-equal.c: whether two columns hold the same class, whatever their types: as canonical forms say. */
#include "test-data.h"

#include <string.h>

/* Both as SQL literals, and whether they are the same class; -1: one is missing. */
static const struct { const char *a, *b; int is_equal; } table[] = {
  { "'x'", "'x'", 1 },
  { "'x'", "'X'", 0 },
  { "''", "''", -1 },
  { "NULL::VARCHAR", "'x'", -1 },
  { "3::INTEGER", "3::INTEGER", 1 },
  { "3::INTEGER", "3::DOUBLE", 1 },
  { "TRUE", "1::INTEGER", 1 },
  { "FALSE", "1::INTEGER", 0 },
  { "'NaN'::DOUBLE", "'NaN'::DOUBLE", -1 },
  { "9007199254740993::BIGINT", "9007199254740992::BIGINT", 0 }, /* alike as doubles */
  { "'1'", "1::INTEGER", 1 },
  { "'one'", "1::INTEGER", -1 },
};

static void
test_equal (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      char *folder = assay_test_folder_new ();
      g_autofree char *copy = g_strdup_printf ("COPY (SELECT %s AS a, %s AS \"b c\") TO '@/a.parquet'", table[i].a,
                                               table[i].b);
      g_autoptr (GError) error = NULL;

      assay_test_sql (folder, copy);
      g_autoptr (AssaySource) source = assay_test_open (folder, "a.parquet", 1, &error);
      g_assert_no_error (error);
      g_autofree char *equal = assay_source_equal_sql (source, "a", "b c");
      g_autofree char *sql = g_strdup_printf ("SELECT (%s)::VARCHAR FROM '@/a.parquet'", equal);
      g_autofree char *found = assay_test_sql_value (folder, sql);
      const int is_equal = found == NULL ? -1 : strcmp (found, "true") == 0;

      if (is_equal != table[i].is_equal)
        g_error ("%s and %s: %d, expected %d", table[i].a, table[i].b, is_equal, table[i].is_equal);
      assay_test_folder_free (folder);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/read/equal", test_equal);
  return g_test_run ();
}
