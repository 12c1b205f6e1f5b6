/* test-evidence.c: sparse matrices, and a slice with its complement. */
#include "dense.h"

#define N_CLASSES 7

static void
random_cells (guint64 *cells)
{
  for (guint i = 0; i < N_CLASSES * N_CLASSES; i++)
    cells[i] = g_test_rand_bit () ? 0 : (guint64) g_test_rand_int_range (0, 5);
}

static void
test_rows (void)
{
  for (guint repeat = 0; repeat < 100; repeat++)
    {
      guint64 cells[N_CLASSES * N_CLASSES];

      random_cells (cells);
      const AssayMatrix matrix = dense_matrix (N_CLASSES, 0, cells);
      for (guint i = 0; i < N_CLASSES * N_CLASSES; i++)
        g_assert_cmpuint (assay_matrix_rows (&matrix, i / N_CLASSES, i % N_CLASSES), ==, cells[i]);
    }
}

static void
test_rows_of_nothing (void)
{
  const AssayMatrix nothing = { .n_classes = 2, .positive = 1 };

  g_assert_cmpuint (assay_matrix_rows (&nothing, 1, 1), ==, 0);
}

/* A part and the rest are the whole, cell by cell; cells that the part has all of are not in the rest. */
static void
test_less (void)
{
  for (guint repeat = 0; repeat < 200; repeat++)
    {
      guint64 part[N_CLASSES * N_CLASSES], others[N_CLASSES * N_CLASSES], all[N_CLASSES * N_CLASSES];

      random_cells (part);
      random_cells (others);
      for (guint i = 0; i < N_CLASSES * N_CLASSES; i++)
        all[i] = part[i] + others[i];
      const AssayEvidence whole = dense_evidence (N_CLASSES, 3, all), slice = dense_evidence (N_CLASSES, 3, part);
      const AssayMatrix expected = dense_matrix (N_CLASSES, 3, others);
      g_auto (AssayEvidence) rest = assay_evidence_less (&whole, &slice);

      g_assert_cmpuint (rest.matrix.n_classes, ==, N_CLASSES);
      g_assert_cmpuint (rest.matrix.positive, ==, 3);
      g_assert_cmpuint (rest.matrix.n_cells, ==, expected.n_cells);
      for (guint i = 0; i < expected.n_cells; i++)
        {
          g_assert_cmpuint (rest.matrix.cells[i].label, ==, expected.cells[i].label);
          g_assert_cmpuint (rest.matrix.cells[i].prediction, ==, expected.cells[i].prediction);
          g_assert_cmpuint (rest.matrix.cells[i].n, ==, expected.cells[i].n);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/evidence/rows", test_rows);
  g_test_add_func ("/measure/evidence/rows-of-nothing", test_rows_of_nothing);
  g_test_add_func ("/measure/evidence/less", test_less);
  return g_test_run ();
}
