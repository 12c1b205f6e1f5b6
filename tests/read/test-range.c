/* test-range.c: the range of a column, and numbers as its type has them. */
#include "test-data.h"

#include <math.h>

static void
test_range (void)
{
  char *folder = assay_test_folder_new ();
  double least = 0, most = 0;

  assay_test_sql (folder, "COPY (SELECT * FROM (VALUES (0.25::DOUBLE, 0.1::FLOAT, NULL::DOUBLE), (-3, 0.7, 'NaN'), "
                          "('inf', NULL, '-inf'), ('NaN', 1, NULL)) t(a, b, c)) TO '@/a.parquet'");
  g_autoptr (GError) error = NULL;
  g_autoptr (AssaySource) source = assay_test_open (folder, "a.parquet", 1, &error);
  g_assert_no_error (error);

  g_assert_true (assay_find_range (source, "a", &least, &most, NULL, &error));
  g_assert_cmpfloat (least, ==, -3); /* what is not finite has no place in a range */
  g_assert_cmpfloat (most, ==, 0.25);
  g_assert_true (assay_find_range (source, "b", &least, &most, NULL, &error));
  g_assert_cmpfloat (least, ==, (double) 0.1f);
  g_assert_true (assay_find_range (source, "c", &least, &most, NULL, &error));
  g_assert_true (isnan (least) && isnan (most));
  g_assert_cmpfloat (assay_source_round (source, "a", 0.1), ==, 0.1);
  g_assert_cmpfloat (assay_source_round (source, "b", 0.1), ==, (double) 0.1f);
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/read/range", test_range);
  return g_test_run ();
}
