/* What an audit found, in a few words. */
#include "fixture.h"
#include "report/phrases.h"

static const AssayMeasure recall
  = { ASSAY_MEASURE_RECALL, "recall", "Recall", ASSAY_DIRECTION_HIGHER, ASSAY_INTERVAL_WILSON, 0 };
static const AssayMeasure fpr
  = { ASSAY_MEASURE_FPR, "fpr", "False positive rate", ASSAY_DIRECTION_LOWER, ASSAY_INTERVAL_WILSON, 0 };

static void
test_bounds (void)
{
  static const struct
  {
    const AssayMeasure *measure;
    AssayBoundKind      bound;
    double              value;
    const char         *words, *short_words, *ascii;
  } rows[] = {
    { &recall, ASSAY_BOUND_AT_LEAST, 0.7, "≥ 70 %", "≥ 70 %", ">= 70 %" },
    { &recall, ASSAY_BOUND_AT_LEAST, 0.55, "≥ 55 %", "≥ 55 %", ">= 55 %" }, /* 0.55 * 100 is 55.00000000000001 */
    { &fpr, ASSAY_BOUND_AT_MOST, 0.125, "≤ 12.5 %", "≤ 12.5 %", "<= 12.5 %" },
    { &recall, ASSAY_BOUND_NO_WORSE_THAN, 0.01, "at most 1 point below current", "≥ −1 point", ">= -1 point" },
    { &recall, ASSAY_BOUND_NO_WORSE_THAN, 0, "not below current", "≥ 0 points", ">= 0 points" },
    { &fpr, ASSAY_BOUND_NO_WORSE_THAN, 0.02, "at most 2 points above current", "≤ +2 points", "<= +2 points" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AssayCheck        plan = { .bound = rows[i].bound, .value = rows[i].value, .than = (char *) "current" };
      AssayCheckFinding check = { .check = &plan, .measure = *rows[i].measure,
                                  .direction = rows[i].measure->direction };
      g_autofree char *words = assay_phrase_bound (&check, TRUE);
      g_autofree char *short_words = assay_phrase_bound_short (&check, TRUE);
      g_autofree char *ascii = assay_phrase_bound_short (&check, FALSE);

      g_assert_cmpstr (words, ==, rows[i].words);
      g_assert_cmpstr (short_words, ==, rows[i].short_words);
      g_assert_cmpstr (ascii, ==, rows[i].ascii);
    }
}

static void
test_statement (void)
{
  static const struct { const char *slices[3]; const char *expected; } rows[] = {
    { { "all" }, "recall ≥ 70 %" },
    { { "*" }, "recall ≥ 70 %, every slice" },
    { { "race" }, "recall ≥ 70 %, race" },
    { { "sex=Female", "young" }, "recall ≥ 70 %, sex=Female; young" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AssayCheck        plan = { .bound = ASSAY_BOUND_AT_LEAST, .value = 0.7, .slices = (char **) rows[i].slices };
      AssayCheckFinding check = { .check = &plan, .measure = recall, .direction = ASSAY_DIRECTION_HIGHER };
      g_autofree char  *words = assay_phrase_statement (&check, TRUE);

      g_assert_cmpstr (words, ==, rows[i].expected);
    }
}

static void
test_to_decide (void)
{
  static const struct { double rows; guint64 n; const char *expected; } rows[] = {
    { 177 + 38, 177, "38 more" },
    { 177 + 37.2, 177, "38 more" },          /* a part of a row is a row */
    { 3600, 585, "3,600 in all (6 times)" },
    { 3.99 * 1000, 1000, "2,990 more" },
    { 4000, 1000, "4,000 in all (4 times)" },
    { 49999, 1000, "49,999 in all (50 times)" },
    { 50000, 1000, "too close to decide" },
    { INFINITY, 1000, "too close to decide" },
    { 900, 1000, "a few more" },             /* rounding: as many as there are did not decide */
    { NAN, 1000, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = assay_phrase_to_decide (rows[i].rows, rows[i].n);

      g_assert_cmpstr (words, ==, rows[i].expected);
    }
}

/* A result's note says what its numbers do not. */
static void
test_note (void)
{
  static const struct { AssayVerdict verdict; double lo, hi; const char *why, *expected; } rows[] = {
    { ASSAY_VERDICT_PASS, 0.7, 0.9, NULL, NULL },
    { ASSAY_VERDICT_FAIL, 0.5, 0.6, NULL, NULL },
    { ASSAY_VERDICT_UNDECIDED, 0.5, 0.8, NULL, NULL },
    { ASSAY_VERDICT_UNDECIDED, 0.5, 0.69, NULL, "misses alone, not as one of 12" },
    { ASSAY_VERDICT_UNDECIDED, NAN, NAN, "no positive labels", "no positive labels" },
    { ASSAY_VERDICT_NONE, 0.5, 0.8, NULL, "too few rows" },
  };
  AssayCheck        plan = { .bound = ASSAY_BOUND_AT_LEAST, .value = 0.7 };
  AssayCheckFinding check = { .check = &plan, .measure = recall, .direction = ASSAY_DIRECTION_HIGHER, .m = 12 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double           lo = rows[i].lo, hi = rows[i].hi;
      AssayCheckResult result = { .estimate = { (lo + hi) / 2, lo, hi, 50, rows[i].why }, .verdict = rows[i].verdict };
      g_autofree char *note = assay_phrase_note (&check, &result);

      g_assert_cmpstr (note, ==, rows[i].expected);
    }
}

static void
test_risks (void)
{
  static const struct { const char *risk; AssayVerdict expected; } rows[] = {
    { "Bias", ASSAY_VERDICT_FAIL },                /* fail, pass */
    { "Young and old", ASSAY_VERDICT_FAIL },       /* fail, undecided */
    { "Worse than today", ASSAY_VERDICT_PASS },
    { "Nobody's", ASSAY_VERDICT_NONE },            /* no check */
    { NULL, ASSAY_VERDICT_NONE },                  /* its one check is undecided, and accepted */
  };
  g_autoptr (Fixture) fixture = fixture_income ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (assay_risk_verdict (fixture->report.findings, rows[i].risk), ==, rows[i].expected);
}

static void
test_worse (void)
{
  static const AssayVerdict by_badness[]
    = { ASSAY_VERDICT_NONE, ASSAY_VERDICT_PASS, ASSAY_VERDICT_UNDECIDED, ASSAY_VERDICT_FAIL };

  for (guint a = 0; a < 4; a++)
    for (guint b = 0; b < 4; b++)
      g_assert_cmpint (assay_verdict_worse (by_badness[a], by_badness[b]), ==, by_badness[MAX (a, b)]);
}

/* 1 is full agreement, 0 is chance; what an interval does not exclude is not said. */
static void
test_beyond_chance (void)
{
  const struct { AssayEstimate kappa; const char *says; } rows[] = {
    { { 1, NAN, NAN, 9, "no spread" }, "all agree" },
    { { 0.5, 0.4, 0.6, 9, NULL }, "50 % of the way from chance to full agreement" },
    { { 0.2, -0.1, 0.5, 9, NULL },
      "20 % of the way from chance to full agreement; it may be chance alone" },
    { { 0, -0.1, 0.1, 9, NULL }, "no more than by chance" },
    { { -0.3, -0.5, -0.1, 9, NULL }, "no more than by chance" },
    { { NAN, NAN, NAN, 0, "one class only" }, "one class only" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *says = assay_phrase_beyond_chance (&rows[i].kappa);
      g_assert_cmpstr (says, ==, rows[i].says);
    }
}

static void
test_time (void)
{
  g_autofree char *epoch = assay_phrase_time (0);
  g_autofree char *later = assay_phrase_time (G_GINT64_CONSTANT (1795370645999999));
  g_autofree char *never = assay_phrase_time (G_MAXINT64);

  g_assert_cmpstr (epoch, ==, "1970-01-01T00:00:00Z");
  g_assert_cmpstr (later, ==, "2026-11-22T18:04:05Z");
  g_assert_cmpstr (never, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/phrases/bounds", test_bounds);
  g_test_add_func ("/phrases/statement", test_statement);
  g_test_add_func ("/phrases/to-decide", test_to_decide);
  g_test_add_func ("/phrases/note", test_note);
  g_test_add_func ("/phrases/risks", test_risks);
  g_test_add_func ("/phrases/worse", test_worse);
  g_test_add_func ("/phrases/time", test_time);
  g_test_add_func ("/phrases/beyond-chance", test_beyond_chance);
  return g_test_run ();
}
