/* test-overview-model.c: the first page of an audit, as its findings have it. */
#include "sample-audit.h"

#include "models/overview-model.h"

#include <math.h>
#include <string.h>

static AssayAudit *audit;

static void
test_cards (void)
{
  const AssayFindings *findings = sample_findings (audit);
  g_autoptr (AssayOverview) overview = assay_overview_new (findings, 5);
  guint n = 0, n_accepted = 0;

  g_assert_cmpint (overview->verdict, ==, findings->verdict);
  g_assert_cmpstr (overview->reason, ==, findings->verdict_reason);
  g_assert_cmpuint (overview->cards->len, ==, 5);
  for (guint i = 0; i < overview->cards->len; i++)
    {
      const AssayOverviewCard *card = &g_array_index (overview->cards, AssayOverviewCard, i);
      gboolean is_there = FALSE;

      g_assert_cmpstr (card->name, ==, ((const AssayRisk *) findings->plan->risks->pdata[i])->name);
      n += card->checks->len;
      for (guint c = 0; c < card->checks->len; c++)
        {
          const AssayOverviewCheck *check = &g_array_index (card->checks, AssayOverviewCheck, c);
          is_there |= check->verdict == card->verdict;
          n_accepted += check->is_accepted;
        }
      g_assert_true (is_there || card->checks->len == 0);
    }
  g_assert_cmpuint (n, ==, findings->checks->len);
  g_assert_cmpuint (overview->n_pass + overview->n_fail + overview->n_undecided + n_accepted, ==, findings->checks->len);
}

static void
test_behind (void)
{
  g_autoptr (AssayOverview) overview = assay_overview_new (sample_findings (audit), 5);

  g_assert_cmpuint (overview->behind->len, ==, 5);
  for (guint i = 0; i < overview->behind->len; i++)
    {
      const AssayOverviewSlice *slice = &g_array_index (overview->behind, AssayOverviewSlice, i);
      g_assert_nonnull (strstr (slice->sentence, " the rest; "));
    }
}

/* The nearest to a decision come first; nothing that the plan accepts undecided. */
static void
test_undecided (void)
{
  g_autoptr (AssayOverview) overview = assay_overview_new (sample_findings (audit), 5);

  g_assert_cmpuint (overview->undecided->len, >, 0);
  for (guint i = 0; i < overview->undecided->len; i++)
    {
      const AssayOverviewUndecided *one = &g_array_index (overview->undecided, AssayOverviewUndecided, i);

      g_assert_cmpint (one->result->verdict, ==, ASSAY_VERDICT_UNDECIDED);
      g_assert_false (one->check->is_accepted);
      if (i > 0)
        g_assert_true (g_array_index (overview->undecided, AssayOverviewUndecided, i - 1).more <= one->more
                       || isnan (one->more));
    }
}

/* A check leads to a slice that is as it is. */
static void
test_slice_of_check (void)
{
  const AssayFindings *findings = sample_findings (audit);
  g_autoptr (AssayOverview) overview = assay_overview_new (findings, 5);
  guint n_fail = 0;

  for (guint i = 0; i < overview->cards->len; i++)
    {
      const AssayOverviewCard *card = &g_array_index (overview->cards, AssayOverviewCard, i);
      for (guint c = 0; c < card->checks->len; c++)
        {
          const AssayOverviewCheck *one = &g_array_index (card->checks, AssayOverviewCheck, c);
          const AssayCheckFinding *check = findings->checks->pdata[one->check];
          gboolean is_there = one->finding == NULL;

          for (guint r = 0; r < check->results->len; r++)
            {
              const AssayCheckResult *result = check->results->pdata[r];
              is_there |= result->finding == one->finding && result->verdict == one->verdict;
            }
          g_assert_true (is_there);
          n_fail += one->verdict == ASSAY_VERDICT_FAIL && one->finding != NULL;
        }
    }
  g_assert_cmpuint (n_fail, >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  audit = sample_audit ("adult-income.ini");
  g_test_add_func ("/models/overview/cards", test_cards);
  g_test_add_func ("/models/overview/behind", test_behind);
  g_test_add_func ("/models/overview/undecided", test_undecided);
  g_test_add_func ("/models/overview/slice-of-check", test_slice_of_check);
  const int status = g_test_run ();
  assay_audit_free (audit);
  return status;
}
