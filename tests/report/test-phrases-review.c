/* What is read aloud in a review. */
#include "fixture-review.h"

#include "report/phrases-review.h"

#include <math.h>
#include <string.h>

static const AssayMeasure recall
  = { ASSAY_MEASURE_RECALL, "recall", "Recall", ASSAY_DIRECTION_HIGHER, ASSAY_INTERVAL_WILSON, 0 };

static void
test_slices (void)
{
  static const struct { AssaySliceKind kind; const char *columns[2], *values[2]; guint n; const char *text, *expected; } rows[] = {
    { ASSAY_SLICE_WHOLE, { NULL }, { NULL }, 0, "", "all rows" },
    { ASSAY_SLICE_COLUMN, { "sex" }, { "Female" }, 1, "sex=Female", "Female" },
    { ASSAY_SLICE_COLUMN, { "age" }, { "[17, 25)" }, 1, "age=[17, 25)", "age 17 to under 25" },
    { ASSAY_SLICE_COLUMN, { "age" }, { "[65, 90]" }, 1, "age=[65, 90]", "age 65 to 90" },
    { ASSAY_SLICE_COLUMN, { "age" }, { "[odd" }, 1, "age=[odd", "[odd" },
    { ASSAY_SLICE_COLUMN, { "age" }, { NULL }, 1, "age=(missing)", "age missing" },
    { ASSAY_SLICE_CROSS, { "sex", "age" }, { "Male", "[17, 25)" }, 2, "sex=Male*age=[17, 25)", "Male, age 17 to under 25" },
    { ASSAY_SLICE_NAMED, { "slice" }, { "young\nwomen" }, 1, "young women", "young women" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AssaySlicePart parts[2] = { { rows[i].columns[0], rows[i].values[0] }, { rows[i].columns[1], rows[i].values[1] } };
      const AssayFinding finding = { .kind = rows[i].kind, .n_parts = rows[i].n, .parts = parts, .text = (char *) rows[i].text };
      g_autofree char *said = assay_phrase_slice_aloud (&finding);
      g_assert_cmpstr (said, ==, rows[i].expected);
    }
}

/* The worst of those that fail; without any the worst that is undecided. */
static void
test_checks (void)
{
  static const struct { AssayBoundKind bound; double value, lo, hi; AssayVerdict verdict; const char *expected; } rows[] = {
    { ASSAY_BOUND_AT_LEAST, 0.56, 0.52, 0.59, ASSAY_VERDICT_FAIL, "Recall of Female is 56 % (52 to 59), and has to be at least 65 %" },
    { ASSAY_BOUND_AT_LEAST, 0.60, 0.54, 0.66, ASSAY_VERDICT_UNDECIDED,
      "Whether recall of Female is at least 65 % cannot be decided yet: it is 60 % (54 to 66)" },
    { ASSAY_BOUND_NO_WORSE_THAN, -0.80, -0.84, -0.76, ASSAY_VERDICT_FAIL,
      "Recall of Female is \xe2\x88\x92" "80 points (\xe2\x88\x92" "84 to \xe2\x88\x92" "76) from current, and has to be at most 65 "
      "points below current" },
    { ASSAY_BOUND_NO_WORSE_THAN, -0.64, -0.70, -0.58, ASSAY_VERDICT_UNDECIDED,
      "Whether recall of Female is at most 65 points below current cannot be decided yet: the difference is \xe2\x88\x92"
      "64 points (\xe2\x88\x92" "70 to \xe2\x88\x92" "58)" },
    { ASSAY_BOUND_AT_LEAST, NAN, NAN, NAN, ASSAY_VERDICT_UNDECIDED, "Nothing is known" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AssaySlicePart part = { "sex", "Female" }, other = { "sex", "Male" };
      AssayFinding finding = { .kind = ASSAY_SLICE_COLUMN, .n_parts = 1, .parts = &part, .text = (char *) "sex=Female" };
      AssayFinding good = { .kind = ASSAY_SLICE_COLUMN, .n_parts = 1, .parts = &other, .text = (char *) "sex=Male" };
      AssayCheckResult results[] = {
        { .finding = &good, .estimate = { 0.9, 0.88, 0.92, 900, NULL }, .verdict = ASSAY_VERDICT_PASS },
        { .finding = &finding, .estimate = { rows[i].value, rows[i].lo, rows[i].hi, 800, NULL }, .verdict = rows[i].verdict,
          .reason = (char *) "nothing is known" },
      };
      g_autoptr (GPtrArray) all = g_ptr_array_new ();
      AssayCheck plan = { .bound = rows[i].bound, .value = 0.65, .than = (char *) "current" };
      AssayCheckFinding check = { .check = &plan, .measure = recall, .direction = ASSAY_DIRECTION_HIGHER, .results = all,
                                  .reason = (char *) "" };
      g_ptr_array_add (all, &results[0]);
      g_ptr_array_add (all, &results[1]);
      g_autofree char *said = assay_phrase_check_aloud (&check);
      g_assert_cmpstr (said, ==, rows[i].expected);
    }
}

static void
test_decided (void)
{
  static const struct { guint n, n_decided; const char *expected; } rows[] = {
    { 0, 0, "Nothing was found that needs a decision" }, { 1, 0, "The one finding has no decision yet" },
    { 1, 1, "The one finding has a decision" },          { 9, 0, "None of the 9 findings has a decision yet" },
    { 9, 2, "2 of 9 findings have a decision" },         { 9, 9, "All 9 findings have a decision" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *said = assay_phrase_decided (rows[i].n, rows[i].n_decided);
      g_assert_cmpstr (said, ==, rows[i].expected);
    }
}

static void
test_sign_offs (void)
{
  static const char *const expected[] = {
    "Rejected by Ada, 2025-11-25 15:02 UTC: changed after Ada signed on 2025-11-25",
    "Approved by Bob, 2025-11-25 15:02 UTC: holds; 1 note or decision was added since",
    "Approved by Cy, 2025-11-25 15:02 UTC: holds",
  };
  g_autoptr (AssayReview) review = fixture_review ();

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *said = assay_phrase_sign_off (review, review->sign_offs->pdata[i]);
      g_assert_cmpstr (said, ==, expected[i]);
    }
}

static void
test_titles (void)
{
  static const struct { guint n; const char *expected; } rows[] = {
    { 0, "Nothing is left out that the audit knows of" }, { 1, "What this audit cannot say: one thing" },
    { 3, "What this audit cannot say: 3 things" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *said = assay_phrase_unknown_title (rows[i].n);
      g_assert_cmpstr (said, ==, rows[i].expected);
    }
  g_autofree char *alone = assay_phrase_uncovered (0), *one = assay_phrase_uncovered (1), *many = assay_phrase_uncovered (1200);
  g_assert_null (strstr (alone, "more slice"));
  g_assert_nonnull (strstr (one, "1 more slice is"));
  g_assert_nonnull (strstr (many, "1,200 more slices are"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/phrases-review/slices", test_slices);
  g_test_add_func ("/phrases-review/checks", test_checks);
  g_test_add_func ("/phrases-review/decided", test_decided);
  g_test_add_func ("/phrases-review/sign-offs", test_sign_offs);
  g_test_add_func ("/phrases-review/titles", test_titles);
  return g_test_run ();
}
