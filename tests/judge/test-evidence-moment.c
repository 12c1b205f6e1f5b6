/* test-evidence-moment.c: sums of tables into moments, against the rows; sums that lack or cannot be are an error. */
#include "sums.h"

#include "measure/moments.h"

#include <stdlib.h>

#define N_ROWS 200
#define RATIO "[measure wer]\nnumerator=wrong\ndenominator=words\nbetter=lower\n"
#define MEAN "[measure length]\nmean=words\nbetter=higher\n"

enum { ROWS, X, XX, Y, YY, XY, W, WW, XW, YW, N_SUMS };

/* A row's errors, words and weight; words may be missing. */
static struct { AssaySum wrong, words, weight; gboolean has_words; } values[N_ROWS];

/* In the order of the enum, of the ratio; then rows, sum, squares of the mean. */
static const char *const plain_names[] = {
  "rows of numerator of wer", "numerator of wer", "numerator of wer * numerator of wer", "denominator of wer",
  "denominator of wer * denominator of wer", "numerator of wer * denominator of wer", "rows of values of length",
  "values of length", "values of length * values of length",
};
static const char *const weighted_names[] = {
  "rows of weighted numerator of wer", "weighted numerator of wer",
  "weighted numerator of wer * weighted numerator of wer",
  "weighted denominator of wer", "weighted denominator of wer * weighted denominator of wer",
  "weighted numerator of wer * weighted denominator of wer", "weight of wer", "weight of wer * weight of wer",
  "weighted numerator of wer * weight of wer", "weighted denominator of wer * weight of wer",
};

/* What a row adds: of a weighted row all is times its weight. */
static AssaySum
moment_of (guint    row,
           guint    sum,
           gboolean is_weighted)
{
  const AssaySum w = is_weighted ? values[row].weight : 1, x = w * values[row].wrong, y = w * values[row].words;
  const AssaySum all[N_SUMS] = { 1, x, x * x, y, y * y, x * y, w, w * w, x * w, y * w };

  return values[row].has_words ? all[sum] : 0;
}

/* One sum is spoilt: instead of what it is, this much a row. */
static struct { int sum; AssaySum value; } spoilt = { -1, 0 };

static AssaySum
plain_value (const Sample *sample,
             guint         row,
             guint         sum)
{
  static const guint of_mean[] = { ROWS, Y, YY };

  if ((int) sum == spoilt.sum)
    return spoilt.value;
  return moment_of (row, sum <= XY ? sum : of_mean[sum - XY - 1], FALSE);
}

static AssaySum
weighted_value (const Sample *sample,
                guint         row,
                guint         sum)
{
  if (sum >= N_SUMS)
    return sum == N_SUMS ? values[row].weight : values[row].weight * values[row].weight;
  return (int) sum == spoilt.sum ? spoilt.value : moment_of (row, sum, TRUE);
}

static void
sample_random (Sample *sample)
{
  sample_init (sample, "s: A;B | label: 0;1 | prediction: 0;1");
  for (guint i = 0; i < N_ROWS; i++)
    {
      SampleRow row = { .count = 1 };

      for (guint axis = 0; axis < 3; axis++)
        row.codes[axis] = g_test_rand_int_range (0, 3);
      g_array_append_val (sample->rows, row);
      values[i].wrong = g_test_rand_int_range (-50, 50);
      values[i].words = g_test_rand_int_range (-1000, 1000);
      values[i].weight = g_test_rand_int_range (1, 20);
      values[i].has_words = g_test_rand_int_range (0, 4) > 0;
    }
}

/* Scales k: x 2, y 1, w 3, products as their factors'. lacking: a sum that has another name; -1: none. */
static AssayFindings *
judge (const Sample *sample,
       AssayPlan    *plan,
       int           lacking,
       AssayCounts **counts,
       GError      **error)
{
  static const int plain_k[] = { 0, 2, 4, 1, 2, 3, 0, 1, 2 }, weighted_k[] = { 0, 2, 4, 1, 2, 3, 3, 6, 5, 4 };
  const gboolean is_weighted = plan->weight != NULL;
  const guint n = is_weighted ? N_SUMS : G_N_ELEMENTS (plain_names);
  AssaySumScale scales[N_SUMS + 2];

  for (guint i = 0; i < n; i++)
    scales[i] = (AssaySumScale) { (char *) (is_weighted ? weighted_names : plain_names)[i],
                                  (is_weighted ? weighted_k : plain_k)[i] };
  if (lacking >= 0)
    scales[lacking].name = (char *) "other";
  scales[n] = (AssaySumScale) { (char *) ASSAY_WEIGHT, 3 };
  scales[n + 1] = (AssaySumScale) { (char *) ASSAY_WEIGHT_SQUARES, 6 };
  *counts = sample_sum_counts (sample, plan, scales, n + (is_weighted ? 2 : 0),
                               is_weighted ? weighted_value : plain_value);
  return assay_findings_new (plan, *counts, error);
}

/* Σ of a slice's rows (0: all of them) */
static AssaySum
sum_of (const Sample *sample,
        guint         slice,
        guint         sum,
        gboolean      is_weighted)
{
  AssaySum all = 0;

  for (guint row = 0; row < N_ROWS; row++)
    if (slice == 0 || g_array_index (sample->rows, SampleRow, row).codes[0] == slice)
      all += moment_of (row, sum, is_weighted);
  return all;
}

static void
check_ratio (const Sample       *sample,
             const AssayMoments *moments,
             guint               slice,
             gboolean            is_weighted)
{
  g_assert_cmpuint (moments->n, ==, (guint64) sum_of (sample, slice, ROWS, is_weighted));
  g_assert_true (moments->x == sum_of (sample, slice, X, is_weighted));
  g_assert_true (moments->xx == sum_of (sample, slice, XX, is_weighted));
  g_assert_true (moments->y == sum_of (sample, slice, Y, is_weighted));
  g_assert_true (moments->yy == sum_of (sample, slice, YY, is_weighted));
  g_assert_true (moments->xy == sum_of (sample, slice, XY, is_weighted));
  g_assert_true (moments->w == (is_weighted ? sum_of (sample, slice, W, TRUE) : 0));
  g_assert_true (moments->ww == (is_weighted ? sum_of (sample, slice, WW, TRUE) : 0));
  g_assert_true (moments->xw == (is_weighted ? sum_of (sample, slice, XW, TRUE) : 0));
  g_assert_true (moments->yw == (is_weighted ? sum_of (sample, slice, YW, TRUE) : 0));
  g_assert_cmpint (moments->k_x, ==, 2);
  g_assert_cmpint (moments->k_y, ==, 1);
  g_assert_cmpint (moments->k_w, ==, is_weighted ? 3 : 0);
  g_assert_cmpint (moments->is_weighted, ==, is_weighted);
}

static AssayPlan *
plan_of (gboolean is_weighted)
{
  return is_weighted ? sample_plan ("weight=w", "columns=s", RATIO) : sample_plan ("", "columns=s", RATIO MEAN);
}

/* Rows without words are in none of the sums; those without label or prediction are in all of them. */
static void
test_by_rows (void)
{
  for (guint is_weighted = 0; is_weighted < 2; is_weighted++)
    {
      g_auto (Sample) sample = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayPlan) plan = plan_of (is_weighted);
      g_autoptr (AssayCounts) counts = NULL;

      sample_random (&sample);
      g_autoptr (AssayFindings) findings = judge (&sample, plan, -1, &counts, &error);
      g_assert_no_error (error);
      for (guint slice = 0; slice < 3; slice++)
        {
          const Judged judged = { plan, counts, findings };
          const AssayFinding *finding =
            slice == 0 ? findings->whole : judged_slice (&judged, slice == 1 ? "s=A" : "s=B");
          const AssayMoments *moments = finding->evidence.moments;

          g_assert_cmpuint (finding->evidence.n_moments, ==, is_weighted ? 1 : 2);
          check_ratio (&sample, &moments[0], slice, is_weighted);
          if (is_weighted)
            continue;
          g_assert_cmpuint (moments[1].n, ==, (guint64) sum_of (&sample, slice, ROWS, FALSE));
          g_assert_true (moments[1].x == sum_of (&sample, slice, Y, FALSE));
          g_assert_true (moments[1].xx == sum_of (&sample, slice, YY, FALSE));
          g_assert_true (moments[1].y == 0 && moments[1].k_y == 0);
        }
    }
}

/* Each of the sums is needed. */
static void
test_lacking (void)
{
  g_auto (Sample) sample = { 0 };

  sample_random (&sample);
  for (guint is_weighted = 0; is_weighted < 2; is_weighted++)
    for (guint lacking = 0; lacking < (is_weighted ? N_SUMS : G_N_ELEMENTS (plain_names)); lacking++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (AssayPlan) plan = plan_of (is_weighted);
        g_autoptr (AssayCounts) counts = NULL;

        if (judge (&sample, plan, (int) lacking, &counts, &error) != NULL)
          g_error ("not missed: %s", (is_weighted ? weighted_names : plain_names)[lacking]);
        g_assert_nonnull (strstr (error->message, ASSAY_JUDGE_NOT_COUNTED));
      }
}

/* More rows than there are, values beyond 31 bits, squares below 0: no rows have such sums. The most that may be is
 * taken. */
static void
test_impossible (void)
{
  const AssaySum most = (AssaySum) 1 << 31, square = (AssaySum) 1 << 62;
  const struct { gboolean is_weighted; int sum; AssaySum value; gboolean is_possible; } cases[] = {
    { FALSE, ROWS, 2, FALSE },       { FALSE, XX, -1, FALSE },         { FALSE, YY, -1, FALSE },
    { FALSE, X, most, TRUE },        { FALSE, X, most + 1, FALSE },    { FALSE, X, -most, TRUE },
    { FALSE, X, -most - 1, FALSE },  { FALSE, Y, most, TRUE },         { FALSE, Y, most + 1, FALSE },
    { FALSE, Y, -most, TRUE },       { FALSE, Y, -most - 1, FALSE },   { FALSE, XX, square, TRUE },
    { FALSE, XX, square + 1, FALSE }, { FALSE, YY, square, TRUE },     { FALSE, YY, square + 1, FALSE },
    { FALSE, XY, square, TRUE },     { FALSE, XY, square + 1, FALSE }, { FALSE, XY, -square, TRUE },
    { FALSE, XY, -square - 1, FALSE }, { TRUE, W, -1, FALSE },         { TRUE, W, most, TRUE },
    { TRUE, W, most + 1, FALSE },    { TRUE, W, 0, FALSE },            { TRUE, WW, 0, FALSE },
    { TRUE, WW, square, TRUE },      { TRUE, WW, square + 1, FALSE },  { TRUE, XW, square + 1, FALSE },
    { TRUE, XW, square, TRUE },      { TRUE, XW, -square - 1, FALSE }, { TRUE, YW, square + 1, FALSE },
    { TRUE, Y, most + 1, FALSE },    { TRUE, Y, -most - 1, FALSE },
    { TRUE, YW, square, TRUE },      { TRUE, YW, -square - 1, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Sample) sample = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayPlan) plan = plan_of (cases[i].is_weighted);
      g_autoptr (AssayCounts) counts = NULL;

      sample_random (&sample);
      for (guint row = 0; row < N_ROWS; row++)
        values[row].has_words = TRUE;
      spoilt.sum = cases[i].sum;
      spoilt.value = cases[i].value;
      g_autoptr (AssayFindings) findings = judge (&sample, plan, -1, &counts, &error);
      spoilt.sum = -1;
      if ((findings != NULL) != cases[i].is_possible)
        g_error ("case %u: %s", i, error != NULL ? error->message : "taken for possible");
      g_assert_true (findings != NULL || strstr (error->message, "cannot be of its rows") != NULL);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judge/evidence-moment/by-rows", test_by_rows);
  g_test_add_func ("/judge/evidence-moment/lacking", test_lacking);
  g_test_add_func ("/judge/evidence-moment/impossible", test_impossible);
  return g_test_run ();
}
