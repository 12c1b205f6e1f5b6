/* test-quantiles.c: exact type-7 edges, against a sort. */
#include "test-data.h"

#include <math.h>
#include <stdlib.h>

static int
compare (const void *a,
         const void *b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return left < right ? -1 : left > right;
}

/* Hyndman & Fan 1996, type 7: h = (n - 1) p; x[floor h] + (h - floor h) (x[floor h + 1] - x[floor h]). */
static double
type7 (const double *sorted,
       gsize         n,
       guint         i,
       guint         k)
{
  gsize  at = (n - 1) * i / k;
  double rest = (double) ((n - 1) * i % k) / k;

  return at + 1 < n ? sorted[at] + rest * (sorted[at + 1] - sorted[at]) : sorted[at];
}

static double
random_value (guint kind)
{
  switch (kind)
    {
    case 0: return g_test_rand_int_range (-50, 50);                            /* many ties, negatives */
    case 1: return g_test_rand_double_range (-1, 1);
    case 2: return ldexp (g_test_rand_double_range (-1, 1), g_test_rand_int_range (-300, 300));
    case 3: return 7;
    default: return g_test_rand_int_range (0, 3) * 0.1;
    }
}

static void
check_set (guint kind,
           gsize n,
           guint k)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();
  g_autofree double *values = g_new (double, n);
  g_autoptr (GString) text = g_string_new ("{\"v\":null}\n");
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (gsize i = 0; i < n; i++)
    {
      values[i] = random_value (kind);
      g_string_append_printf (text, "{\"v\":%s}\n", g_ascii_dtostr (number, sizeof number, values[i]));
    }
  g_free (assay_test_write (folder, "q.jsonl", text->str, -1));
  g_autoptr (AssaySource) source = assay_test_open (folder, "q.jsonl", 2, &error);
  g_assert_no_error (error);
  AssayBins bins = { .column = (char *) "v", .kind = ASSAY_BINS_QUANTILES, .n = k };
  AssayBins *found = assay_find_quantiles (source, &bins, NULL, &error);
  g_assert_no_error (error);
  qsort (values, n, sizeof *values, compare);
  guint at = 0;
  for (guint i = 0; i <= k; i++)
    {
      double want = type7 (values, n, i, k);
      if (at > 0 && want <= found->edges[at - 1] * (1 + (found->edges[at - 1] > 0 ? 1e-15 : -1e-15)))
        continue; /* merged */
      g_assert_cmpuint (at, <, found->n_edges);
      g_assert_cmpfloat (fabs (found->edges[at++] - want), <=, fabs (want) * 1e-14);
    }
  g_assert_true (at == found->n_edges || (at == 1 && found->n_edges == 2 && found->edges[0] == found->edges[1]));
  for (guint i = 1; i < found->n_edges && at > 1; i++)
    g_assert_cmpfloat (found->edges[i], >, found->edges[i - 1]);
  assay_bins_free (found);
  assay_test_folder_free (folder);
}

static void
test_against_sort (void)
{
  for (guint kind = 0; kind < 5; kind++)
    {
      check_set (kind, 1, 5);
      check_set (kind, 2, 4);
      check_set (kind, (gsize) g_test_rand_int_range (3, 2000), 5);
      check_set (kind, (gsize) g_test_rand_int_range (3, 5000), (guint) g_test_rand_int_range (2, 100));
    }
}

static void
test_no_values (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT NULL::DOUBLE v, 'x' t FROM range(10)) TO '@/n.parquet'");
  g_autoptr (AssaySource) source = assay_test_open (folder, "n.parquet", 1, &error);
  AssayBins bins = { .column = (char *) "v", .kind = ASSAY_BINS_QUANTILES, .n = 4 };
  AssayBins *none = assay_find_quantiles (source, &bins, NULL, &error); /* the column is audited: all missing */
  g_assert_no_error (error);
  g_assert_cmpuint (none->n_edges, ==, 2);
  assay_bins_free (none);
  bins.column = (char *) "t";
  g_assert_null (assay_find_quantiles (source, &bins, NULL, &error));
  g_assert_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN);
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quantiles/against-sort", test_against_sort);
  g_test_add_func ("/quantiles/no-values", test_no_values);
  return g_test_run ();
}
