/* overview-model.c: findings told as one page. */
#include "overview-model.h"

#include "words/sentence.h"

#include <math.h>
#include <string.h>

/* --- cards ------------------------------------------------------------------------------------------------------ */

static void
card_clear (AssayOverviewCard *card)
{
  g_array_unref (card->checks);
}

static AssayVerdict
worse_of (AssayVerdict a,
          AssayVerdict b)
{
  static const guint severities[] = { [ASSAY_VERDICT_NONE] = 0, [ASSAY_VERDICT_PASS] = 1,
                                      [ASSAY_VERDICT_UNDECIDED] = 2,
                                      [ASSAY_VERDICT_FAIL] = 3 };

  return severities[a] > severities[b] ? a : b;
}

static const AssayFinding *
deciding_slice (const AssayCheckFinding *check)
{
  const AssayFinding *any = NULL;

  for (guint i = 0; i < check->results->len; i++)
    {
      const AssayCheckResult *result = check->results->pdata[i];
      if (result->finding != NULL && result->verdict == check->verdict)
        return result->finding;
      any = any != NULL ? any : result->finding;
    }
  return any;
}

static void
fill_card (AssayOverviewCard   *card,
           const AssayFindings *findings)
{
  for (guint i = 0; i < findings->checks->len; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];
      const AssayOverviewCheck one = { check->check->name, check->reason, check->verdict, check->is_accepted, i,
                                       deciding_slice (check) };

      if (g_strcmp0 (check->check->risk, card->name) != 0)
        continue;
      g_array_append_val (card->checks, one);
      if (!check->is_accepted)
        card->verdict = worse_of (card->verdict, check->verdict);
    }
}

static void
add_card (AssayOverview       *self,
          const AssayFindings *findings,
          const char          *name,
          const char          *why)
{
  AssayOverviewCard card = { name, why, ASSAY_VERDICT_NONE, g_array_new (FALSE, FALSE, sizeof (AssayOverviewCheck)) };

  fill_card (&card, findings);
  if (name == NULL && card.checks->len == 0)
    card_clear (&card);
  else
    g_array_append_val (self->cards, card);
}

static void
add_cards (AssayOverview       *self,
           const AssayFindings *findings)
{
  for (guint i = 0; i < findings->plan->risks->len; i++)
    {
      const AssayRisk *risk = findings->plan->risks->pdata[i];
      add_card (self, findings, risk->name, risk->why);
    }
  add_card (self, findings, NULL, NULL);
  for (guint i = 0; i < findings->checks->len; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];
      self->n_pass += check->verdict == ASSAY_VERDICT_PASS;
      self->n_fail += check->verdict == ASSAY_VERDICT_FAIL;
      self->n_undecided += check->verdict == ASSAY_VERDICT_UNDECIDED && !check->is_accepted;
    }
}

/* --- behind ----------------------------------------------------------------------------------------------------- */

static void
slice_clear (AssayOverviewSlice *slice)
{
  g_free (slice->sentence);
}

static void
add_behind (AssayOverview       *self,
            const AssayFindings *findings,
            guint                most)
{
  g_autoptr (GArray) behind = assay_findings_behind (findings, most);

  for (guint i = 0; i < behind->len; i++)
    {
      const AssayBehind *one = &g_array_index (behind, AssayBehind, i);
      const AssayAgainstRest *rest = &one->finding->rest[one->tested];
      const char *parts[ASSAY_PLAN_MAX_CROSS];

      for (guint p = 0; p < one->finding->n_parts; p++)
        parts[p] = one->finding->parts[p].value;
      g_autofree char *name = assay_sentence_slice (parts, one->finding->n_parts);
      const guint measure = findings->tested[one->tested];
      const AssayHedge hedge = rest->is_worse || rest->test.kind == ASSAY_TEST_NONE ? ASSAY_HEDGE_SHOWN
                                                                                     : ASSAY_HEDGE_NOT_SHOWN;
      const AssayOverviewSlice slice = { one->finding, measure,
                                         assay_sentence_against_rest (&findings->measures[measure], name,
                                                                      &rest->difference,
                                                                      hedge, one->finding->n_rows) };
      g_array_append_val (self->behind, slice);
    }
}

/* --- undecided -------------------------------------------------------------------------------------------------- */

static int
compare_more (gconstpointer a,
              gconstpointer b)
{
  const double x = ((const AssayOverviewUndecided *) a)->more, y = ((const AssayOverviewUndecided *) b)->more;

  if (isnan (x) || isnan (y))
    return isnan (x) - isnan (y);
  return (x > y) - (x < y);
}

static void
add_undecided (AssayOverview       *self,
               const AssayFindings *findings)
{
  for (guint i = 0; i < findings->checks->len; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];

      for (guint r = 0; r < check->results->len && !check->is_accepted; r++)
        {
          const AssayCheckResult *result = check->results->pdata[r];
          const double n = result->finding != NULL ? (double) result->finding->n_rows : NAN;
          const AssayOverviewUndecided one = { check, result, result->rows_to_decide - n };
          if (result->verdict == ASSAY_VERDICT_UNDECIDED)
            g_array_append_val (self->undecided, one);
        }
    }
  g_array_sort (self->undecided, compare_more);
}

AssayOverview *
assay_overview_new (const AssayFindings *findings,
                    guint                most_behind)
{
  g_return_val_if_fail (findings != NULL, NULL);
  AssayOverview *self = g_new0 (AssayOverview, 1);

  self->verdict = findings->verdict;
  self->reason = findings->verdict_reason;
  self->n_rows = findings->counts->n_rows;
  self->n_left_out = findings->n_left_out;
  self->cards = g_array_new (FALSE, FALSE, sizeof (AssayOverviewCard));
  self->behind = g_array_new (FALSE, FALSE, sizeof (AssayOverviewSlice));
  self->undecided = g_array_new (FALSE, FALSE, sizeof (AssayOverviewUndecided));
  g_array_set_clear_func (self->cards, (GDestroyNotify) card_clear);
  g_array_set_clear_func (self->behind, (GDestroyNotify) slice_clear);
  add_cards (self, findings);
  if (assay_plan_has_model (findings->plan))
    add_behind (self, findings, most_behind);
  add_undecided (self, findings);
  return self;
}

void
assay_overview_free (AssayOverview *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->cards);
  g_array_unref (self->behind);
  g_array_unref (self->undecided);
  g_free (self);
}
