/* test-cblas.c: a BLAS is used when it is there and multiplies exactly. */
#include "tally/cblas.h"

#include <string.h>

static void
check_refused (const char *name,
               const char *words)
{
  g_autofree char *why = NULL;
  g_autoptr (AssayCblas) blas = assay_cblas_open (name, &why);

  g_assert_null (blas);
  g_assert_nonnull (why);
  if (strstr (why, words) == NULL)
    g_error ("'%s' is not in: %s", words, why);
}

static void
test_refused (void)
{
  check_refused ("libno-such-blas.so.1", "cannot open shared object file");
  check_refused ("libc.so.6", "it has no function cblas_dgemm");
  check_refused (g_getenv ("ASSAY_TEST_SINGLE_CBLAS"), "it does not multiply whole numbers exactly");
}

/* GSL's, which is there with GSL, and the test's own. */
static void
test_product (void)
{
  const char *const names[] = { "libgslcblas.so.0", g_getenv ("ASSAY_TEST_CBLAS") };
  const double left[] = { 1, 2, 3, 99, 4, 5, 6, 99 }, right[] = { 7, 8, 9, 10 };
  const double expected[] = { 43, 48, 59, 66, 75, 84 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (AssayCblas) blas = assay_cblas_open (names[i], NULL);
      double product[6];
      g_assert_nonnull (blas);
      assay_cblas_multiply (blas, 3, 2, 2, left, 4, right, product);
      g_assert_cmpmem (product, sizeof product, expected, sizeof expected);
    }
}

static void
test_describe (void)
{
  g_autofree char *text = assay_cblas_describe ();
  g_autoptr (AssayCblas) blas = assay_cblas_open (NULL, NULL);

  g_test_message ("%s", text);
  g_assert_true (g_str_has_prefix (text, blas != NULL ? "OpenBLAS " : "no CBLAS: "));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/cblas/refused", test_refused);
  g_test_add_func ("/tally/cblas/product", test_product);
  g_test_add_func ("/tally/cblas/describe", test_describe);
  return g_test_run ();
}
