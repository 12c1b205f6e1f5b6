/* test-agreement-labels.c: pairs of classes, rows without a majority and labels that all contradict, row by row. */
#include "near.h"
#include "rated-rows.h"

static const AssayMeasureOptions options = { .confidence = 0.95, .seed = 7, .stream = "", .n_draws = 40 };

static void
add_model (RatedRows *rows)
{
  rows->labels = g_new (guint, rows->n_rows + 1);
  rows->predictions = g_new (guint, rows->n_rows + 1);
  for (guint row = 0; row < rows->n_rows; row++)
    {
      const gint first = rows->said[row * rows->n_annotators];

      rows->labels[row] = g_test_rand_int_range (0, 9) == 0 ? ASSAY_NO_CLASS
                                                             : (guint) g_test_rand_int_range (0, rows->n_classes);
      rows->predictions[row] = first == NOT_RATED ? ASSAY_NO_CLASS : (guint) first;
    }
}

/* How often each class is said in a row; returns by how many. */
static guint
counts_of (const RatedRows *rows,
           guint            row,
           guint           *counts)
{
  guint n = 0;

  memset (counts, 0, rows->n_classes * sizeof *counts);
  for (guint i = 0; i < rows->n_annotators; i++)
    if (rows->said[row * rows->n_annotators + i] != NOT_RATED)
      {
        counts[rows->said[row * rows->n_annotators + i]]++;
        n++;
      }
  return n;
}

/* Over pairs of annotators of a row: those that say a and b, those of which one says a or b. */
static void
row_split (const RatedRows *rows,
           guint            row,
           guint            a,
           guint            b,
           double          *x,
           double          *y)
{
  const gint *said = rows->said + row * rows->n_annotators, p = (gint) a, q = (gint) b;

  *x = *y = 0;
  for (guint i = 0; i < rows->n_annotators; i++)
    for (guint j = i + 1; j < rows->n_annotators; j++)
      if (said[i] != NOT_RATED && said[j] != NOT_RATED)
        {
          *x += (said[i] == p && said[j] == q) || (said[i] == q && said[j] == p);
          *y += said[i] == p || said[i] == q || said[j] == p || said[j] == q;
        }
}

static void
check_split (const RatedRows       *rows,
             const AssayClassSplit *split)
{
  double sum_x = 0, sum_y = 0, squares = 0, x, y;
  guint64 n = 0, n_labelled = 0, right = 0;

  for (guint row = 0; row < rows->n_rows; row++)
    {
      const guint label = rows->labels[row], prediction = rows->predictions[row];

      row_split (rows, row, split->a, split->b, &x, &y);
      sum_x += x;
      sum_y += y;
      n += y > 0;
      if (label == ASSAY_NO_CLASS || prediction == ASSAY_NO_CLASS)
        continue;
      n_labelled++;
      right += label == prediction || (label == split->a && prediction == split->b)
               || (label == split->b && prediction == split->a);
    }
  const double ratio = sum_x / sum_y;
  for (guint row = 0; row < rows->n_rows; row++)
    {
      row_split (rows, row, split->a, split->b, &x, &y);
      squares += (x - ratio * y) * (x - ratio * y);
    }
  double lo, hi;
  rated_share_ends (ratio, squares * n / (n - 1.0) / (sum_y * sum_y), assay_t (0.95, n - 1.0), &lo, &hi);
  const AssayEstimate accuracy = assay_wilson (right, n_labelled, 0.95);
  near_at ("split", "share", split->split.value, ratio, 1e-13);
  near_at ("split", "lo", split->split.lo, lo, 1e-12);
  near_at ("split", "hi", split->split.hi, hi, 1e-12);
  g_assert_cmpuint (split->split.n, ==, n);
  g_assert_cmpuint (split->n_splits, ==, (guint64) sum_x);
  near_at ("split", "accuracy", split->accuracy.value, accuracy.value, 0);
  near_at ("split", "accuracy, lo", split->accuracy.lo, accuracy.lo, 0);
  g_assert_cmpuint (split->accuracy.n, ==, n_labelled);
}

static void
test_splits (void)
{
  for (guint repeat = 0; repeat < 30; repeat++)
    {
      g_auto (RatedRows) rows = rated_rows_random (5, 80, g_test_rand_int_range (2, 6), 0.6, 0.8);
      g_auto (Rated) rated = { 0 };
      g_auto (AssayAgreement) agreement = { 0 };

      add_model (&rows);
      rated_init (&rated, &rows);
      assay_agreement (&rated.ratings, 4, &options, &agreement);
      g_assert_cmpuint (agreement.n_splits, ==, 4);
      for (guint i = 0; i < agreement.n_splits; i++)
        check_split (&rows, &agreement.splits[i]);
    }
}

static void
test_no_labels (void)
{
  g_auto (RatedRows) rows = rated_rows_random (4, 50, 3, 0.5, 1);
  g_auto (Rated) rated = { 0 };
  g_auto (AssayAgreement) agreement = { 0 };

  rated_init (&rated, &rows);
  assay_agreement (&rated.ratings, 1, &options, &agreement);
  g_assert_cmpuint (agreement.n_splits, ==, 1);
  g_assert_false (isnan (agreement.splits[0].split.lo));
  g_assert_cmpstr (agreement.splits[0].accuracy.why, ==, "no row with a label and a prediction");
  const AssayUncertain uncertain = assay_uncertain (&rated.ratings, 0.95);
  g_assert_cmpstr (uncertain.accuracy.why, ==, "no row with a label and a prediction");
  g_assert_false (isnan (uncertain.share.value));
  g_assert_cmpuint (uncertain.accuracy.n, ==, 0);
  const AssayLabelNoise noise = assay_label_noise (&rated.ratings, 0.95);
  g_assert_cmpstr (noise.share.why, ==, "no row with a label and a prediction");
}

static void
test_uncertain (void)
{
  for (guint repeat = 0; repeat < 50; repeat++)
    {
      g_auto (RatedRows) rows = rated_rows_random (4, 60, g_test_rand_int_range (2, 7), 0.5, 0.8);
      g_auto (Rated) rated = { 0 };
      guint64 n = 0, without = 0, labelled[2] = { 0 }, right[2] = { 0 };
      double equal = 0, pairs = 0;

      add_model (&rows);
      rated_init (&rated, &rows);
      for (guint row = 0; row < rows.n_rows; row++)
        {
          guint counts[4], most = 0;
          const guint m = counts_of (&rows, row, counts);

          for (guint class = 0; class < 4; class++)
            most = MAX (most, counts[class]);
          if (m < 2)
            continue;
          const gboolean has_majority = most > m / 2.0;
          n++;
          without += !has_majority;
          for (guint class = 0; class < 4 && has_majority; class++)
            equal += counts[class] * (counts[class] - 1.0) / 2;
          pairs += has_majority ? m * (m - 1.0) / 2 : 0;
          if (rows.labels[row] != ASSAY_NO_CLASS && rows.predictions[row] != ASSAY_NO_CLASS)
            for (guint all = 0; all < 2; all++)
              if (all || has_majority)
                {
                  labelled[all]++;
                  right[all] += rows.labels[row] == rows.predictions[row];
                }
        }
      const AssayUncertain uncertain = assay_uncertain (&rated.ratings, 0.95);
      const AssayEstimate share = assay_wilson (without, n, 0.95);
      near_at ("uncertain", "share", uncertain.share.value, share.value, 0);
      near_at ("uncertain", "share, hi", uncertain.share.hi, share.hi, 0);
      near_at ("uncertain", "pairwise", uncertain.pairwise.value, equal / pairs, 1e-14);
      g_assert_cmpuint (uncertain.pairwise.n, ==, n - without);
      near_at ("uncertain", "accuracy", uncertain.accuracy.value, (double) right[0] / labelled[0], 1e-15);
      near_at ("uncertain", "accuracy of all", uncertain.all_accuracy.value, (double) right[1] / labelled[1], 1e-15);
      g_assert_cmpuint (uncertain.accuracy.n, ==, labelled[0]);
      g_assert_cmpuint (uncertain.all_accuracy.n, ==, labelled[1]);
    }
}

/* Two raters who never agree leave no row with a majority. */
static void
test_none_certain (void)
{
  g_auto (RatedRows) rows = rated_rows_new (3, 5, 2);
  g_auto (Rated) rated = { 0 };

  for (guint i = 0; i < 10; i++)
    rows.said[i] = i % 2;
  rated_init (&rated, &rows);
  const AssayUncertain uncertain = assay_uncertain (&rated.ratings, 0.95);
  near_at ("none certain", "share", uncertain.share.value, 1, 0);
  near_at ("none certain", "hi", uncertain.share.hi, 1, 0);
  g_assert_cmpstr (uncertain.pairwise.why, ==, "no row with a majority");
}

static void
test_noise (void)
{
  /* what was said, the label, the prediction; whether it counts, and whether as wrong */
  static const struct { const char *said; guint label, prediction, counted, wrong; } cases[] = {
    { "000", 1, 0, 1, 1 }, { "00.", 2, 0, 1, 1 },  { "0..", 1, 0, 0, 0 }, { "001", 1, 0, 1, 0 },
    { "000", 0, 0, 1, 0 }, { "000", 1, 2, 1, 0 },  { "000", 1, 1, 1, 0 }, { "000", ASSAY_NO_CLASS, 0, 0, 0 },
    { "...", 1, 0, 0, 0 }, { "111", 0, 1, 1, 1 },  { "000", 1, ASSAY_NO_CLASS, 0, 0 },
  };
  g_auto (RatedRows) rows = rated_rows_new (3, G_N_ELEMENTS (cases), 3);
  g_auto (Rated) rated = { 0 };
  guint64 counted = 0, wrong = 0;

  rows.labels = g_new (guint, G_N_ELEMENTS (cases));
  rows.predictions = g_new (guint, G_N_ELEMENTS (cases));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (guint j = 0; j < 3; j++)
        rows.said[i * 3 + j] = cases[i].said[j] == '.' ? NOT_RATED : cases[i].said[j] - '0';
      rows.labels[i] = cases[i].label;
      rows.predictions[i] = cases[i].prediction;
      counted += cases[i].counted;
      wrong += cases[i].wrong;
    }
  rated_init (&rated, &rows);
  const AssayLabelNoise noise = assay_label_noise (&rated.ratings, 0.95);
  const AssayEstimate share = assay_wilson (wrong, counted, 0.95);
  g_assert_cmpuint (noise.rows, ==, wrong);
  g_assert_cmpuint (noise.share.n, ==, counted);
  g_assert_cmpfloat (noise.share.value, ==, share.value);
  g_assert_cmpfloat (noise.share.lo, ==, share.lo);
}

static void
test_disagreement (void)
{
  static const struct { const char *said; double expected; } cases[] = {
    { "0000", 0 }, { "00..", 0 }, { "0123", 1 }, { "01..", 1 }, { "0001", 0.5 }, { "0011", 2.0 / 3 },
    { "0012", 5.0 / 6 }, { "0...", NAN }, { "....", NAN },
  };
  g_auto (RatedRows) rows = rated_rows_new (4, G_N_ELEMENTS (cases), 4);
  g_auto (Rated) rated = { 0 };

  for (guint i = 0; i < 4 * G_N_ELEMENTS (cases); i++)
    rows.said[i] = cases[i / 4].said[i % 4] == '.' ? NOT_RATED : cases[i / 4].said[i % 4] - '0';
  rated_init (&rated, &rows);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    near_at (cases[i].said, "disagreement", assay_disagreement (&rated.ratings, rated.pattern_of[i]),
             cases[i].expected, 1e-15);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agreement-labels/splits", test_splits);
  g_test_add_func ("/agreement-labels/no-labels", test_no_labels);
  g_test_add_func ("/agreement-labels/uncertain", test_uncertain);
  g_test_add_func ("/agreement-labels/none-certain", test_none_certain);
  g_test_add_func ("/agreement-labels/noise", test_noise);
  g_test_add_func ("/agreement-labels/disagreement", test_disagreement);
  return g_test_run ();
}
