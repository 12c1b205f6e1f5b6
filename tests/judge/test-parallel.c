/* test-parallel.c: every slice once, whatever the threads. */
#include "sample.h"

static void
count (const AssayFindings *findings,
       AssayFinding        *slice,
       gpointer             data)
{
  g_atomic_int_inc ((int *) data);
  slice->n_left_out++;
}

/* Few slices and many, and a whole set of few cells and of many: more threads. */
static void
test_each (void)
{
  for (guint n = 0; n < 70; n += 23)
    {
      g_autoptr (GPtrArray) slices = g_ptr_array_new_with_free_func (g_free);
      AssayFinding whole = { .evidence.matrix.n_cells = n % 2 == 0 ? 9 : 1000 };
      const AssayFindings findings = { .slices = slices, .whole = n == 0 ? NULL : &whole };
      int n_called = 0;

      for (guint i = 0; i < n; i++)
        g_ptr_array_add (slices, g_new0 (AssayFinding, 1));
      assay_judging_each_slice (&findings, count, &n_called);
      g_assert_cmpint (n_called, ==, n);
      for (guint i = 0; i < n; i++)
        g_assert_cmpuint (((AssayFinding *) slices->pdata[i])->n_left_out, ==, 1);
      if (n == 0)
        continue;
      g_assert_cmpuint (whole.n_left_out, ==, 0);
      assay_judging_whole_and_slices (&findings, count, &n_called);
      g_assert_cmpint (n_called, ==, 2 * n + 1);
      g_assert_cmpuint (whole.n_left_out, ==, 1);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/parallel/each", test_each);
  return g_test_run ();
}
