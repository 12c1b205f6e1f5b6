/* test-sentence.c: findings as sentences. */
#include "words/sentence.h"

#include <string.h>

#include <locale.h>
#include <math.h>

static AssayMeasure
measure (const char *name)
{
  AssayMeasure found;

  g_assert_true (assay_measure_find (name, &found));
  return found;
}

static void
test_slice (void)
{
  static const struct { const char *values[3]; guint n; const char *expected; } rows[] = {
    { { "Female", "Black" }, 2, "Female, Black" }, { { "Female" }, 1, "Female" }, { { NULL, "x" }, 2, "(missing), x" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = assay_sentence_slice (rows[i].values, rows[i].n);
      g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

static void
test_rest (void)
{
  static const struct { const char *measure; AssayEstimate difference; AssayHedge hedge; const char *expected; } rows[] = {
    { "recall", { -0.12, -0.15, -0.09, 2310, NULL }, ASSAY_HEDGE_SHOWN,
      "Recall for Female, Black is 12 points (9 to 15) below the rest; 2,310 rows" },
    { "fpr", { 0.034, 0.0312, 0.0371, 2310, NULL }, ASSAY_HEDGE_SHOWN,
      "False positive rate for Female, Black is 3.4 points (3.1 to 3.7) above the rest; 2,310 rows" },
    { "recall", { -0.12, -0.3, 0.09, 2310, NULL }, ASSAY_HEDGE_NOT_SHOWN,
      "Recall for Female, Black is not shown to differ from the rest; 2,310 rows" },
    { "recall", { -0.12, -0.3, 0.09, 2310, NULL }, ASSAY_HEDGE_UNDECIDED,
      "Recall for Female, Black may be below the rest, by 12 points (\xe2\x88\x92" "9 to 30); 2,310 rows" },
    { "mcc", { -0.12, -0.15, -0.09, 2310, NULL }, ASSAY_HEDGE_SHOWN,
      "Matthews correlation for Female, Black is 0.12 (0.09 to 0.15) below the rest; 2,310 rows" },
    { "recall", { NAN, NAN, NAN, 0, "no rows" }, ASSAY_HEDGE_NOT_SHOWN,
      "Recall for Female, Black cannot be compared with the rest; 2,310 rows" },
    { "recall", { -0.01, -0.02, 0, 2310, NULL }, ASSAY_HEDGE_SHOWN,
      "Recall for Female, Black is 1 point (0 to 2) below the rest; 2,310 rows" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const AssayMeasure of = measure (rows[i].measure);
      g_autofree char *text = assay_sentence_against_rest (&of, "Female, Black", &rows[i].difference, rows[i].hedge, 2310);
      g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

static void
test_model (void)
{
  const AssayMeasure accuracy = measure ("accuracy");
  static const struct { AssayEstimate difference; const char *expected; } rows[] = {
    { { 0.037, 0.033, 0.040, 9, NULL }, "Accuracy is 3.7 points (3.3 to 4.0) above that of current" },
    { { -0.0037, -0.0044, -0.0030, 9, NULL }, "Accuracy is 0.37 points (0.30 to 0.44) below that of current" },
    { { 0.001, -0.01, 0.02, 9, NULL }, "Accuracy is not shown to differ from that of current" },
    { { NAN, NAN, NAN, 0, "no rows" }, "Accuracy cannot be compared with current" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = assay_sentence_against_model (&accuracy, "current", &rows[i].difference);
      g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

static void
test_capital (void)
{
  static const char *const rows[][2] = { { "recall", "Recall" }, { "\xc3\xa4pfel", "\xc3\x84pfel" }, { "", "" }, { "1 x", "1 x" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = assay_sentence_capital (rows[i][0]);
      g_assert_cmpstr (text, ==, rows[i][1]);
    }
}

static void
assert_text (char       *text,
             const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

/* No more is said than the interval bears, and no amount is rounded to nothing. */
static void
test_gain (void)
{
  const AssayEstimate sure = { 0.006, 0.0026, 0.0094, 100, NULL }, open = { 0.006, -0.001, 0.013, 100, NULL };
  const AssayEstimate one = { 0.01, 0.005, 0.015, 100, NULL }, tiny = { 0.000001, 0.0000005, 0.0000015, 100, NULL };

  assert_text (assay_sentence_gain ("noisy", &sure), "noisy is worth fixing first: up to 0.6 points of accuracy");
  assert_text (assay_sentence_gain ("noisy", &open),
               "noisy may be worth fixing first: perhaps 0.6 points of accuracy, perhaps nothing");
  g_autofree char *least = assay_sentence_gain ("noisy", &tiny), *whole = assay_sentence_gain ("noisy", &one);
  g_assert_null (strstr (least, " 0.00 "));
  g_assert_nonnull (strstr (least, "up to "));
  g_assert_nonnull (strstr (whole, "up to 1"));
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sentence/slice", test_slice);
  g_test_add_func ("/sentence/rest", test_rest);
  g_test_add_func ("/sentence/model", test_model);
  g_test_add_func ("/sentence/gain", test_gain);
  g_test_add_func ("/sentence/capital", test_capital);
  return g_test_run ();
}
