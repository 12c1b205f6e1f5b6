/* test-confusion.c: one class against the rest. */
#include "dense.h"

typedef struct
{
  guint          n_classes, positive;
  guint64        cells[9];
  AssayConfusion expected; /* n, right, tp, fp, fn, tn */
  const char    *source;
} Row;

static const Row rows[] = {
  { 2, 1, { 50, 7, 12, 31 }, { 100, 81, 31, 7, 12, 50 }, "by hand: rows label, columns prediction" },
  { 2, 0, { 50, 7, 12, 31 }, { 100, 81, 50, 12, 7, 31 }, "by hand: the other class positive" },
  /* Class 2 is only predicted: 5 of the negative rows and 3 of the positive ones. Negative rows 4 + 1 + 5 = 10, of
   * them 1 as positive, so tn 9, of which 5 are wrong all the same: right = 4 + 6 < tp + tn = 6 + 9. */
  { 3, 1, { 4, 1, 5, 2, 6, 3, 0, 0, 0 }, { 21, 10, 6, 1, 5, 9 }, "by hand: an unknown class in the prediction" },
  { 2, 2, { 50, 7, 12, 31 }, { 100, 81, 0, 0, 0, 100 }, "no positive class" },
  { 1, 0, { 7 }, { 7, 7, 7, 0, 0, 0 }, "one class" },
  { 2, 1, { 0, 0, 0, 0 }, { 0, 0, 0, 0, 0, 0 }, "no rows" },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const AssayMatrix matrix = dense_matrix (rows[i].n_classes, rows[i].positive, rows[i].cells);
      const AssayConfusion c = assay_confusion (&matrix), e = rows[i].expected;

      if (c.n != e.n || c.right != e.right || c.tp != e.tp || c.fp != e.fp || c.fn != e.fn || c.tn != e.tn)
        g_error ("row %u (%s) differs", i, rows[i].source);
    }
}

/* The four cells are all rows, whatever the classes. */
static void
test_adds_up (void)
{
  for (guint repeat = 0; repeat < 200; repeat++)
    {
      const guint n_classes = g_test_rand_int_range (1, 6);
      guint64 cells[25], n = 0;

      for (guint cell = 0; cell < n_classes * n_classes; cell++)
        n += cells[cell] = g_test_rand_int_range (0, 50);
      const AssayMatrix matrix = dense_matrix (n_classes, g_test_rand_int_range (0, n_classes), cells);
      const AssayConfusion c = assay_confusion (&matrix);
      g_assert_cmpuint (c.tp + c.fp + c.fn + c.tn, ==, n);
      g_assert_cmpuint (c.n, ==, n);
      g_assert_cmpuint (c.right, <=, c.tp + c.tn);
    }
}

/* Each class in its turn is what assay_confusion() says of it as the positive one. */
static void
test_classes (void)
{
  for (guint repeat = 0; repeat < 200; repeat++)
    {
      const guint n_classes = g_test_rand_int_range (1, 6);
      AssayConfusion classes[5];
      guint64 cells[25];

      for (guint cell = 0; cell < n_classes * n_classes; cell++)
        cells[cell] = g_test_rand_int_range (0, 4);
      const AssayMatrix matrix = dense_matrix (n_classes, n_classes, cells);
      assay_confusion_classes (&matrix, classes);
      for (guint i = 0; i < n_classes; i++)
        {
          AssayMatrix one = matrix;

          one.positive = i;
          const AssayConfusion c = assay_confusion (&one), *each = &classes[i];
          g_assert_true (c.n == each->n && c.right == each->right && c.tp == each->tp && c.fp == each->fp
                         && c.fn == each->fn && c.tn == each->tn);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/confusion/rows", test_rows);
  g_test_add_func ("/measure/confusion/adds-up", test_adds_up);
  g_test_add_func ("/measure/confusion/classes", test_classes);
  return g_test_run ();
}
