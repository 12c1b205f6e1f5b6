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

/* Those that take the fewest rows come first. */
static void
test_undecided (void)
{
  g_autoptr (AssayOverview) overview = assay_overview_new (sample_findings (audit), 5);

  for (guint i = 1; i < overview->undecided->len; i++)
    {
      const double a = g_array_index (overview->undecided, AssayOverviewUndecided, i - 1).rows;
      const double b = g_array_index (overview->undecided, AssayOverviewUndecided, i).rows;
      g_assert_true (a <= b || isnan (b));
    }
  g_assert_cmpuint (overview->undecided->len, >, 0);
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
  const int status = g_test_run ();
  assay_audit_free (audit);
  return status;
}
