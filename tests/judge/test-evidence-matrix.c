/* test-evidence-matrix.c: matrices, models and folded pairs of many classes, against the rows one by one. */
#include "sample.h"

#define N 12
#define N_ROWS 400

typedef struct
{
  guint label, new, old; /* codes: 0 is missing */
} Row;

/* label, prediction and a baseline of 12 classes, some of them missing. */
static void
sample_many (Sample *sample,
             Row    *rows)
{
  const char *classes = "c00;c01;c02;c03;c04;c05;c06;c07;c08;c09;c10;c11";
  g_autofree char *axes = g_strdup_printf ("s: A;B | label: %s | prediction: %s | old=baseline: %s", classes, classes,
                                           classes);

  sample_init (sample, axes);
  for (guint i = 0; i < N_ROWS; i++)
    {
      SampleRow row = { .count = 1 };
      guint wrong = g_test_rand_int_range (0, N + 1);

      rows[i].label = g_test_rand_int_range (0, N + 1);
      rows[i].new = g_test_rand_bit () ? rows[i].label : wrong;
      rows[i].old = g_test_rand_int_range (0, 3) == 0 ? rows[i].label
                    : g_test_rand_bit ()              ? rows[i].new
                                                      : (guint) g_test_rand_int_range (0, N + 1);
      row.codes[0] = 1;
      row.codes[1] = rows[i].label;
      row.codes[2] = rows[i].new;
      row.codes[3] = rows[i].old;
      g_array_append_val (sample->rows, row);
    }
}

static guint64
count_rows (const Row *rows,
            gboolean   is_of_old,
            guint      label,
            guint      prediction)
{
  guint64 n = 0;

  for (guint i = 0; i < N_ROWS; i++)
    n += rows[i].label == label && (is_of_old ? rows[i].old : rows[i].new) == prediction;
  return n;
}

static void
check_matrices (const AssayFinding *finding,
                const Row          *rows)
{
  for (guint label = 1; label <= N; label++)
    for (guint prediction = 1; prediction <= N; prediction++)
      {
        g_assert_cmpuint (assay_matrix_rows (&finding->evidence.matrix, label - 1, prediction - 1), ==,
                          count_rows (rows, FALSE, label, prediction));
        g_assert_cmpuint (assay_matrix_rows (&finding->models[0].matrix, label - 1, prediction - 1), ==,
                          count_rows (rows, TRUE, label, prediction));
      }
}

static void
check_pair (const AssayFinding *finding,
            const Row          *rows)
{
  const AssayPaired *paired = &finding->paired[0].paired;
  guint64 n = 0, both = 0, only_new = 0, only_old = 0, flips = 0;

  for (guint i = 0; i < N_ROWS; i++)
    {
      const Row *row = &rows[i];

      if (row->label == 0 || row->new == 0 || row->old == 0)
        continue;
      n++;
      both += row->new == row->label && row->old == row->label;
      only_new += row->new == row->label && row->old != row->label;
      only_old += row->new != row->label && row->old == row->label;
      flips += row->new != row->old;
    }
  g_assert_cmpuint (paired->rows, ==, n);
  g_assert_cmpuint (paired->both_right, ==, both);
  g_assert_cmpuint (paired->only_new_right, ==, only_new);
  g_assert_cmpuint (paired->only_old_right, ==, only_old);
  g_assert_cmpuint (paired->flips, ==, flips);
  g_assert_true (finding->pairs[0].is_folded);
  g_assert_cmpuint (finding->pairs[0].n_cells, <=, 5 * N);
}

static void
test_by_rows (void)
{
  for (guint repeat = 0; repeat < 20; repeat++)
    {
      g_auto (Sample) sample = { 0 };
      g_auto (Judged) judged = { 0 };
      Row rows[N_ROWS];

      sample_many (&sample, rows);
      judged_init (&judged, &sample, "baseline=old", "columns=s\nmeasures=accuracy", "");
      check_matrices (judged.findings->whole, rows);
      check_matrices (judged_slice (&judged, "s=A"), rows);
      check_pair (judged.findings->whole, rows);
    }
}

/* A folded pair knows what is right: recall of a class, accuracy and balanced accuracy; not precision. */
static void
test_folded_measures (void)
{
  g_auto (Sample) sample = { 0 };
  g_auto (Judged) judged = { 0 };
  Row rows[N_ROWS];
  guint64 b = 0, c = 0, n = 0;

  sample_many (&sample, rows);
  judged_init (&judged, &sample, "baseline=old", "measures=accuracy",
               "[check a]\nmeasure=recall\nclass=c03\nno-worse-than=old by 0.5\n"
               "[check b]\nmeasure=balanced_accuracy\nno-worse-than=old by 0.5\n"
               "[check c]\nmeasure=precision\nclass=c03\nno-worse-than=old by 0.5\n");
  for (guint i = 0; i < N_ROWS; i++)
    if (rows[i].label == 4 && rows[i].new != 0 && rows[i].old != 0)
      {
        n++;
        b += rows[i].new == 4 && rows[i].old != 4;
        c += rows[i].new != 4 && rows[i].old == 4;
      }
  const AssayEstimate expected = assay_bonett_price (b, c, n, 0.95);
  const AssayEstimate *recall = &judged_result (judged_check (&judged, 0), 0)->estimate;
  const AssayEstimate *balanced = &judged_result (judged_check (&judged, 1), 0)->estimate;

  g_assert_cmpfloat (recall->value, ==, expected.value);
  g_assert_cmpfloat (recall->lo, ==, expected.lo);
  g_assert_true (balanced->lo < balanced->value && balanced->value < balanced->hi);
  g_assert_nonnull (strstr (judged_result (judged_check (&judged, 2), 0)->reason, "more than 10 classes"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/evidence-matrix/by-rows", test_by_rows);
  g_test_add_func ("/judge/evidence-matrix/folded-measures", test_folded_measures);
  return g_test_run ();
}
