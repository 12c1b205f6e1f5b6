/* test-rows.c: planes keep what is written, from several threads, and cost only what is touched. */
#include "read/rows.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static gsize
resident_bytes (void)
{
  g_autofree char *text = NULL;
  unsigned long size, resident;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL) || sscanf (text, "%lu %lu", &size, &resident) != 2)
    return 0;
  return resident * (gsize) sysconf (_SC_PAGESIZE);
}

static void
test_empty (void)
{
  static const struct { guint n_columns; guint64 n_rows; } cases[] = { { 0, 0 }, { 3, 0 }, { 0, 100 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayRows) rows = assay_rows_new (cases[i].n_columns, cases[i].n_rows, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (rows->n_rows, ==, cases[i].n_rows);
      g_assert_cmpuint (rows->n_columns, ==, cases[i].n_columns);
      for (guint column = 0; column < rows->n_columns; column++)
        {
          g_assert_null (assay_rows_low (rows, column));
          g_assert_null (assay_rows_high (rows, column));
        }
    }
  assay_rows_free (NULL);
}

static void
test_planes (void)
{
  static const guint64 sizes[] = { 1, 31, 63, 64, 65, 2048, 4095, 4096, 100000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint64 n = sizes[i];
      g_autoptr (AssayRows) rows = assay_rows_new (3, n, NULL);
      g_assert_nonnull (rows);
      for (guint column = 0; column < 3; column++)
        {
          guint8 *low = assay_rows_low (rows, column);
          g_assert_cmpuint ((gsize) low % 64, ==, 0);
          g_assert_null (rows->columns[column].high);
          memset (low, 10 + column, n);
        }
      guint8 *high = assay_rows_high (rows, 1);
      g_assert_cmpuint ((gsize) high % 64, ==, 0);
      g_assert_true (rows->columns[1].high == high && rows->columns[0].high == NULL);
      g_assert_true (assay_rows_high (rows, 1) == high);
      memset (high, 99, n);
      assay_rows_set_codes (rows, 1, 25600);
      g_assert_cmpuint (rows->columns[1].n_codes, ==, 25600);

      /* No plane overlaps another, and 64 bytes behind each can be read. */
      guint sum = 0;
      for (guint column = 0; column < 3; column++)
        for (guint64 row = 0; row < n + 64; row++)
          {
            if (row < n)
              g_assert_cmpuint (rows->columns[column].low[row], ==, 10 + column);
            sum += rows->columns[column].low[row];
          }
      for (guint64 row = 0; row < n + 64; row++)
        {
          if (row < n)
            g_assert_cmpuint (rows->columns[1].high[row], ==, 99);
          sum += rows->columns[1].high[row];
        }
      g_assert_cmpuint (sum, >, 0);
    }
}

static gpointer
write_high (gpointer data)
{
  return assay_rows_high (data, 0);
}

static void
test_threads (void)
{
  g_autoptr (AssayRows) rows = assay_rows_new (1, 1000, NULL);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("high", write_high, rows);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_true (g_thread_join (threads[i]) == g_atomic_pointer_get (&rows->columns[0].high));
}

/* 64 columns of 16 M rows map 2 GiB; one column of them is written. */
static void
test_lazy (void)
{
  const guint64 n_rows = (guint64) 16 << 20;
  gsize before = resident_bytes ();
  if (before == 0)
    {
      g_test_skip ("no /proc/self/statm");
      return;
    }

  g_autoptr (AssayRows) rows = assay_rows_new (64, n_rows, NULL);
  g_assert_nonnull (rows);
  g_assert_cmpuint (resident_bytes () - before, <, 8 << 20);
  memset (assay_rows_low (rows, 5), 1, n_rows);
  gsize used = resident_bytes () - before;
  g_assert_cmpuint (used, >=, n_rows - (1 << 20));
#ifndef __SANITIZE_THREAD__ /* whose shadow of the column is resident too */
  g_assert_cmpuint (used, <, n_rows + (8 << 20));
#endif
}

static void
test_too_large (void)
{
  static const guint64 sizes[] = { G_MAXUINT64, G_MAXUINT64 - 64, G_MAXINT64, (guint64) 1 << 60 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      AssayRows *rows = assay_rows_new (500, sizes[i], &error);
      g_assert_null (rows);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/read/rows/empty", test_empty);
  g_test_add_func ("/read/rows/planes", test_planes);
  g_test_add_func ("/read/rows/threads", test_threads);
  g_test_add_func ("/read/rows/lazy", test_lazy);
  g_test_add_func ("/read/rows/too-large", test_too_large);
  return g_test_run ();
}
