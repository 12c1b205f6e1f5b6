/* test-keep.c: kept codes, row by row: by the file's row number in Parquet, over several files, and in CSV. */
#include "test-data.h"

#include <stdlib.h>

static guint
code_at (const AssayRows *rows,
         guint            column,
         guint64          row)
{
  const AssayCodedColumn *codes = &rows->columns[column];

  return codes->low[row] | (codes->high != NULL ? (guint) codes->high[row] << 8 : 0);
}

static const char *
value_at (const AssayRows *rows,
          const AssayScan *scan,
          guint            column,
          guint64          row)
{
  return scan->axes[column]->values[scan->maps[column][code_at (rows, column, row)]];
}

/* Column i holds the row's number modulo something; n has more than 256 values, so it needs its high plane. */
static void
test_by_number (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT i % 1000 n, 'g' || (i % 5) g FROM range(50000) r(i)) TO '@/a-1.parquet' (ROW_GROUP_SIZE 4096)");
  assay_test_sql (folder, "COPY (SELECT i % 1000 n, 'g' || (i % 5) g FROM range(50000, 70000) r(i)) TO '@/a-2.parquet'");
  g_autoptr (AssaySource) source = assay_test_open (folder, "a-*.parquet", 2, &error);
  AssayScanColumn columns[] = { { .name = "n", .column = "n" }, { .name = "g", .column = "g" } };
  AssayScan *scan = NULL;
  g_autoptr (AssayRows) rows = assay_scan_keep (source, columns, 2, &scan, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->n_rows, ==, 70000);
  g_assert_cmpuint (rows->columns[0].n_codes, ==, 1001);
  g_assert_nonnull (rows->columns[0].high);
  g_assert_null (rows->columns[1].high);
  for (guint64 row = 0; row < rows->n_rows; row++)
    {
      g_assert_cmpint (atoi (value_at (rows, scan, 0, row)), ==, (int) (row % 1000));
      g_assert_cmpint (value_at (rows, scan, 1, row)[1] - '0', ==, (int) (row % 5));
    }
  assay_scan_free (scan);
  assay_test_folder_free (folder);
}

/* CSV has no row numbers: rows stay together, their order is the order of arrival. */
static void
test_by_arrival (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();
  g_autofree guint *seen = g_new0 (guint, 30000);

  assay_test_sql (folder, "COPY (SELECT i n, i % 5 g FROM range(30000) r(i)) TO '@/a.csv'");
  g_autoptr (AssaySource) source = assay_test_open (folder, "a.csv", 2, &error);
  AssayScanColumn columns[] = { { .name = "n", .column = "n" }, { .name = "g", .column = "g" } };
  AssayScan *scan = NULL;
  g_autoptr (AssayRows) rows = assay_scan_keep (source, columns, 2, &scan, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->n_rows, ==, 30000);
  for (guint64 row = 0; row < rows->n_rows; row++)
    {
      int n = atoi (value_at (rows, scan, 0, row));
      g_assert_cmpint (atoi (value_at (rows, scan, 1, row)), ==, n % 5);
      seen[n]++;
    }
  for (guint n = 0; n < 30000; n++)
    g_assert_cmpuint (seen[n], ==, 1);
  assay_scan_free (scan);
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keep/by-number", test_by_number);
  g_test_add_func ("/keep/by-arrival", test_by_arrival);
  return g_test_run ();
}
