/* test-two-classes.c: the short ways of two classes against the measures' own definitions. */
#include "measure/measure-private.h"
#include "near.h"

static double
by_definition (const AssayMeasure *measure,
               guint               positive,
               const double       *cells)
{
  g_auto (AssayShares) shares = { 0 };
  const guint8 in_labels[2] = { TRUE, TRUE };

  assay_shares_init (&shares, 2, positive, in_labels);
  for (guint cell = 0; cell < 4; cell++)
    assay_shares_add (&shares, cell / 2, cell % 2, cells[cell]);
  return assay_shares_value (&shares, measure);
}

static void
test_values (void)
{
  static const char *const names[] = { "mcc", "kappa", "f2", "f0.5" };
  enum { N_DRAWS = 500 };
  double cells[4 * N_DRAWS], values[N_DRAWS];

  for (guint i = 0; i < 4 * N_DRAWS; i++)
    cells[i] = pow (g_test_rand_double (), 4) + 1e-3;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint positive = 0; positive < 2; positive++)
      {
        AssayMeasure measure;

        g_assert_true (assay_measure_find (names[i], &measure));
        g_assert_true (assay_two_class_values (&measure, positive, cells, N_DRAWS, values));
        for (guint draw = 0; draw < N_DRAWS; draw++)
          near_at (names[i], "value", values[draw], by_definition (&measure, positive, cells + 4 * draw), 1e-12);
      }
}

/* An undefined value is NaN here too, and no R_k is beyond 1. */
static void
test_edges (void)
{
  const double no_label[4] = { 0.4, 0.6, 0, 0 }, right[4] = { 0.3, 0, 0, 0.7 }, wrong[4] = { 0, 0.1, 0.9, 0 };
  AssayMeasure mcc;
  double value;

  g_assert_true (assay_measure_find ("mcc", &mcc));
  g_assert_true (assay_two_class_values (&mcc, 1, no_label, 1, &value));
  g_assert_true (isnan (value));
  g_assert_true (assay_two_class_values (&mcc, 1, right, 1, &value));
  g_assert_cmpfloat (value, <=, 1);
  near_at ("all right", "mcc", value, 1, 1e-15);
  g_assert_true (assay_two_class_values (&mcc, 1, wrong, 1, &value));
  g_assert_cmpfloat (value, >=, -1);
  near_at ("all wrong", "mcc", value, -1, 1e-15);
}

/* Others, and F-beta of a class that is not there, go the long way. */
static void
test_others (void)
{
  const double cells[4] = { 0.25, 0.25, 0.25, 0.25 };
  AssayMeasure measure;
  double value;

  g_assert_true (assay_measure_find ("macro_f1", &measure));
  g_assert_false (assay_two_class_values (&measure, 1, cells, 1, &value));
  g_assert_true (assay_measure_find ("f2", &measure));
  g_assert_false (assay_two_class_values (&measure, 2, cells, 1, &value));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/two-classes/values", test_values);
  g_test_add_func ("/measure/two-classes/edges", test_edges);
  g_test_add_func ("/measure/two-classes/others", test_others);
  return g_test_run ();
}
