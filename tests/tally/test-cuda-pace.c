/* test-cuda-pace.c: a piece of work is a 32nd of a second at the rates of cuda-pace.h, on devices small and large. */
#include "tally/cuda-pace.h"

#include <math.h>

/* Seconds that rows take, worked out in another way. */
static double
seconds (guint64              n_rows,
         const AssayCudaCost *cost,
         guint                n_multiprocessors)
{
  double own = (double) cost->n_own / ASSAY_CUDA_OWN / n_multiprocessors, shared = (double) cost->n_shared;

  return (double) n_rows * (own + shared) / 0x1p30;
}

static void
test_rows (void)
{
  static const AssayCudaCost costs[] = { { 512, 0 }, { 45 * 512, 0 }, { 512, 1 }, { 1, 0 }, { 32896, 0 },
                                         { 65535 * 512, 0 }, { 0, 7 }, { 3 * 512, 40 } };
  static const guint n_multiprocessors[] = { 1, 2, 14, 132, 1000 };

  for (guint c = 0; c < G_N_ELEMENTS (costs); c++)
    for (guint n = 0; n < G_N_ELEMENTS (n_multiprocessors); n++)
      {
        guint64 n_rows = assay_cuda_pace_rows (&costs[c], n_multiprocessors[n]);
        g_assert_cmpfloat (seconds (n_rows, &costs[c], n_multiprocessors[n]), <=, 1.0 / 32);
        g_assert_cmpfloat (seconds (n_rows + 2, &costs[c], n_multiprocessors[n]), >, 1.0 / 32);
      }
  g_assert_cmpuint (assay_cuda_pace_rows (&(AssayCudaCost) { G_GUINT64_CONSTANT (1) << 60, 0 }, 1), ==, 1);
}

static void
test_entries (void)
{
  g_assert_cmpuint (assay_cuda_pace_entries (1000), ==, 134217); /* 2^32 / 32 / 1000 */
  g_assert_cmpuint (assay_cuda_pace_entries (1), ==, 1 << 27);
  g_assert_cmpuint (assay_cuda_pace_entries (G_MAXUINT), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/cuda-pace/rows", test_rows);
  g_test_add_func ("/tally/cuda-pace/entries", test_entries);
  return g_test_run ();
}
