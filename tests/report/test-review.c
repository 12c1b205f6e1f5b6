/* Notes, decisions and sign-offs: what may be kept, what counts, what is said. */
#include "fixture-review.h"

#include <string.h>

static void
test_decision_that_counts (void)
{
  g_autoptr (AssayReview) review = assay_review_new ();

  g_assert_null (assay_review_decision (NULL, "audit"));
  g_assert_null (assay_review_decision (review, "audit"));
  fixture_decide (review, ASSAY_DECISION_NOTE, "audit", "Ada", "see");
  g_assert_null (assay_review_decision (review, "audit"));
  fixture_decide (review, ASSAY_DECISION_ACCEPT, "audit", "Ada", "first");
  fixture_decide (review, ASSAY_DECISION_FIX, "audit", "Bob", "second");
  fixture_decide (review, ASSAY_DECISION_NOTE, "audit", "Bob", "third");
  fixture_decide (review, ASSAY_DECISION_REJECT, "slice a=b", "Bob", "other");
  g_assert_cmpstr (assay_review_decision (review, "audit")->text, ==, "second");
  g_assert_cmpstr (assay_review_decision (review, "slice a=b")->text, ==, "other");
  g_assert_null (assay_review_decision (review, "slice a=c"));
}

static void
test_names (void)
{
  AssayDecisionKind kind;

  for (int i = ASSAY_DECISION_NOTE; i <= ASSAY_DECISION_REJECT; i++)
    {
      g_assert_true (assay_decision_kind_find (assay_decision_kind_name ((AssayDecisionKind) i), &kind));
      g_assert_cmpint (kind, ==, i);
    }
  g_assert_false (assay_decision_kind_find ("", &kind));
  g_assert_false (assay_decision_kind_find ("Fix", &kind));
}

static void
test_states (void)
{
  static const char *const words[] = { "changed after Ada signed on 2025-11-25",
                                       "holds; 1 note or decision was added since", "holds" };
  g_autoptr (AssayReview) review = fixture_review ();

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *said = assay_sign_off_state_words (review, review->sign_offs->pdata[i]);
      g_assert_cmpstr (said, ==, words[i]);
    }
  fixture_decide (review, ASSAY_DECISION_NOTE, "audit", "Cy", "more");
  g_autofree char *two = assay_sign_off_state_words (review, review->sign_offs->pdata[1]);
  g_assert_cmpstr (two, ==, "holds; 2 notes or decisions were added since");
}

/* A file may have any number for a time. */
static void
test_times (void)
{
  static const struct { gint64 at_us; const char *expected; } times[] = {
    { 0, "1970-01-01 00:00 UTC" },
    { 1764082920000000, "2025-11-25 15:02 UTC" },
    { G_MAXINT64, "no such time" },
  };
  AssayReview *review = fixture_review ();

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *said = assay_review_time (times[i].at_us);
      g_assert_cmpstr (said, ==, times[i].expected);
    }
  ((AssaySignOff *) review->sign_offs->pdata[0])->at_us = G_MAXINT64;
  g_autofree char *words = assay_sign_off_state_words (review, review->sign_offs->pdata[0]);
  g_assert_cmpstr (words, ==, "changed after Ada signed on no such time");
  assay_review_free (review);
}

static void
test_problems (void)
{
  static const struct { const char *text, *of_name, *of_text; } cases[] = {
    { "Ada", NULL, NULL },
    { "\xd9\x85\xd8\xb1\xd9\x8a\xd9\x85 <b>", NULL, NULL },
    { "", "is empty", "is empty" },
    { " \xc2\xa0", "is empty", "is empty" },
    { "\xe2\x80\x8b", "is empty", "is empty" },
    { "a\nb", "has a control character", NULL },
    { "a\tb", "has a control character", NULL },
    { "a\rb", "has a control character", "has a control character" },
    { "a\x7f", "has a control character", "has a control character" },
    { "a\xc2\x9b", "has a control character", "has a control character" },
    { "a\xe2\x80\xa9", "has a control character", "has a control character" },
    { "\xff", "is no UTF-8", "is no UTF-8" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *of_name = assay_review_name_problem (cases[i].text);
      g_autofree char *of_text = assay_review_text_problem (cases[i].text);
      g_assert_cmpstr (of_name, ==, cases[i].of_name);
      g_assert_cmpstr (of_text, ==, cases[i].of_text);
    }
}

/* Characters are counted, not bytes. */
static void
test_lengths (void)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint i = 0; i < ASSAY_REVIEW_NAME_CHARACTERS; i++)
    g_string_append (name, "\xc3\xbc");
  g_assert_null (assay_review_name_problem (name->str));
  g_string_append (name, "\xc3\xbc");
  g_autofree char *problem = assay_review_name_problem (name->str);
  g_assert_cmpstr (problem, ==, "has 201 characters, more than 200");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/decision-that-counts", test_decision_that_counts);
  g_test_add_func ("/review/names", test_names);
  g_test_add_func ("/review/states", test_states);
  g_test_add_func ("/review/times", test_times);
  g_test_add_func ("/review/problems", test_problems);
  g_test_add_func ("/review/lengths", test_lengths);
  return g_test_run ();
}
