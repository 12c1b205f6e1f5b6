/* test-cublas-header.c: cublas-api.h says of each call what NVIDIA's cublas_v2.h says: compiled where that header is. */
#include "tally/cublas-api.h"

#include <cublas_v2.h>

#include <glib.h>

typedef struct
{
#define CALL(name, parameters) AssayCublasResult (*name) parameters;
  ASSAY_CUBLAS_CALLS (CALL)
#undef CALL
} Ours;

#define CALL(name, parameters) \
  _Static_assert (__builtin_types_compatible_p (__typeof__ (((Ours *) 0)->name), __typeof__ (&name)), #name);
ASSAY_CUBLAS_CALLS (CALL)
#undef CALL

static void
test_numbers (void)
{
  g_assert_cmpuint (ASSAY_CUBLAS_SUCCESS, ==, CUBLAS_STATUS_SUCCESS);
  g_assert_cmpuint (ASSAY_CUBLAS_NOT_INITIALIZED, ==, CUBLAS_STATUS_NOT_INITIALIZED);
  g_assert_cmpuint (ASSAY_CUBLAS_ALLOC_FAILED, ==, CUBLAS_STATUS_ALLOC_FAILED);
  g_assert_cmpuint (ASSAY_CUBLAS_INVALID_VALUE, ==, CUBLAS_STATUS_INVALID_VALUE);
  g_assert_cmpuint (ASSAY_CUBLAS_EXECUTION_FAILED, ==, CUBLAS_STATUS_EXECUTION_FAILED);
  g_assert_cmpuint (ASSAY_CUBLAS_PLAIN, ==, CUBLAS_OP_N);
  g_assert_cmpuint (ASSAY_CUBLAS_TRANSPOSED, ==, CUBLAS_OP_T);
  g_assert_cmpuint (ASSAY_CUBLAS_PEDANTIC, ==, CUBLAS_PEDANTIC_MATH);
  g_assert_cmpuint (ASSAY_CUBLAS_MAJOR, ==, MAJOR_VERSION);
  g_assert_cmpuint (ASSAY_CUBLAS_MINOR, ==, MINOR_VERSION);
  g_assert_cmpuint (ASSAY_CUBLAS_PATCH, ==, PATCH_LEVEL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/cublas-header", test_numbers);
  return g_test_run ();
}
