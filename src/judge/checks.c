/* checks.c: the plan's checks, slice by slice (measures.md 8).
 *
 * A check passes when every slice that decides passes on its own interval. It fails when a slice misses at confidence
 * 1 - (1 - c)/m, m the slices that decide: one of fifty slices exactly on their bound misses its own interval in most
 * audits. A slice that misses only there leaves the check undecided.
 */
#include "judge-private.h"

void
assay_check_result_free (gpointer data)
{
  AssayCheckResult *result = data;

  g_free (result->reason);
  g_free (result);
}

void
assay_check_finding_free (gpointer data)
{
  AssayCheckFinding *finding = data;

  g_ptr_array_unref (finding->results);
  g_free (finding->reason);
  g_free (finding);
}

/* Whether the slice has an interval that may decide. */
static gboolean
decides (const AssayStatement   *statement,
         const AssayCheckResult *result)
{
  return !isnan (result->estimate.lo) && !is_under_min_rows (statement->findings, result->estimate.n);
}

/* At the plan's confidence. What does not decide gets its verdict here: NONE is "too small", listed only. */
static AssayCheckResult *
result_new (const AssayStatement *statement,
            const AssaySelected  *selected)
{
  AssayCheckResult *result = g_new0 (AssayCheckResult, 1);

  result->finding = selected->finding;
  result->is_single = selected->is_single;
  result->slice = selected->text;
  result->rows_to_decide = result->rows_to_decide_4of5 = result->lo_m = result->hi_m = NAN;
  result->verdict = ASSAY_VERDICT_UNDECIDED;
  if (selected->finding == NULL)
    {
      result->estimate = (AssayEstimate) { NAN, NAN, NAN, 0, "no rows" };
      result->reason = g_strdup_printf ("no row is in %s", selected->text);
      return result;
    }
  result->estimate = assay_statement_estimate (statement, selected->finding, statement->findings->plan->confidence);
  if (is_under_min_rows (statement->findings, result->estimate.n) && !selected->is_single)
    result->verdict = ASSAY_VERDICT_NONE;
  if (statement->is_brief)
    return result;
  if (is_under_min_rows (statement->findings, result->estimate.n))
    result->reason = assay_words_too_few (statement, result);
  else if (isnan (result->estimate.lo))
    result->reason = assay_words_undefined (statement, result);
  return result;
}

/* Ends at confidence_m: for a closed form always, for a bootstrapped one only where they can matter. */
static void
work_out_ends_m (const AssayStatement    *statement,
                 const AssayCheckFinding *check,
                 AssayVerdict             own,
                 AssayCheckResult        *result)
{
  result->lo_m = result->estimate.lo;
  result->hi_m = result->estimate.hi;
  if (check->m == 1)
    return;
  if (!assay_statement_is_cheap (statement) && own != ASSAY_VERDICT_FAIL)
    {
      result->lo_m = result->hi_m = NAN;
      return;
    }
  const AssayEstimate wider = assay_statement_estimate (statement, result->finding, check->confidence_m);
  result->lo_m = MIN (result->lo_m, wider.lo);
  result->hi_m = MAX (result->hi_m, wider.hi);
}

static void
decide (const AssayStatement    *statement,
        const AssayCheckFinding *check,
        AssayCheckResult        *result)
{
  const AssayVerdict own = assay_statement_verdict (statement, result->estimate.lo, result->estimate.hi);

  work_out_ends_m (statement, check, own, result);
  result->verdict = own;
  if (own == ASSAY_VERDICT_FAIL
      && assay_statement_verdict (statement, result->lo_m, result->hi_m) != ASSAY_VERDICT_FAIL)
    {
      result->verdict = ASSAY_VERDICT_UNDECIDED;
      result->reason = statement->is_brief ? NULL : assay_words_one_of_m (statement, result, check);
      return;
    }
  result->reason = statement->is_brief ? NULL : assay_words_result (statement, result);
}

static AssayVerdict
check_verdict (const AssayCheckFinding *check)
{
  guint n[4] = { 0 };

  for (guint i = 0; i < check->results->len; i++)
    n[((const AssayCheckResult *) g_ptr_array_index (check->results, i))->verdict]++;
  if (n[ASSAY_VERDICT_FAIL] > 0)
    return ASSAY_VERDICT_FAIL;
  return check->m > 0 && n[ASSAY_VERDICT_UNDECIDED] == 0 ? ASSAY_VERDICT_PASS : ASSAY_VERDICT_UNDECIDED;
}

/* Slices of one column or crossing are disjoint, so their shares add up; others may overlap. */
static double
share_too_small (const AssayCheckFinding *check)
{
  const AssayTarget *target = g_ptr_array_index (check->check->targets, 0);
  double share = 0;

  if (check->check->targets->len != 1 || target->kind == ASSAY_TARGET_EVERY)
    return NAN;
  for (guint i = 0; i < check->results->len; i++)
    {
      const AssayCheckResult *result = g_ptr_array_index (check->results, i);
      if (result->verdict == ASSAY_VERDICT_NONE)
        share += result->finding->share;
    }
  return share;
}

static void
judge (const AssayStatement *statement,
       AssayCheckFinding    *check)
{
  for (guint i = 0; i < check->results->len; i++)
    {
      const AssayCheckResult *result = g_ptr_array_index (check->results, i);
      check->m += decides (statement, result);
      check->n_too_small += result->verdict == ASSAY_VERDICT_NONE;
    }
  check->confidence_m = 1 - (1 - check->confidence) / MAX (check->m, 1);
  for (guint i = 0; i < check->results->len; i++)
    {
      AssayCheckResult *result = g_ptr_array_index (check->results, i);
      if (decides (statement, result))
        decide (statement, check, result);
      if (result->verdict == ASSAY_VERDICT_UNDECIDED && !statement->is_brief)
        assay_rows_to_decide (statement, check->confidence_m, result);
    }
  check->share_too_small = share_too_small (check);
  check->verdict = check_verdict (check);
  check->is_accepted = check->verdict == ASSAY_VERDICT_UNDECIDED && check->check->accept != NULL;
  check->reason = assay_words_check (statement, check);
}

/* Deciding ones first, then those that cannot, then those that are too small; within each the findings' order. */
static void
add_results (const AssayStatement *statement,
             const GArray         *selected,
             GPtrArray            *results)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new (), too_small = g_ptr_array_new ();

  for (guint i = 0; i < selected->len; i++)
    {
      AssayCheckResult *result = result_new (statement, &g_array_index (selected, AssaySelected, i));
      GPtrArray *to = result->verdict == ASSAY_VERDICT_NONE ? too_small
                      : decides (statement, result)         ? results
                                                            : others;
      g_ptr_array_add (to, result);
    }
  g_ptr_array_extend (results, others, NULL, NULL);
  g_ptr_array_extend (results, too_small, NULL, NULL);
}

AssayCheckFinding *
assay_check_finding_new (const AssayStatement *statement,
                         const GArray         *selected)
{
  AssayCheckFinding *finding = g_new0 (AssayCheckFinding, 1);

  finding->check = statement->check;
  finding->measure = statement->measure;
  finding->direction = statement->direction;
  finding->confidence = statement->findings->plan->confidence;
  finding->results = g_ptr_array_new_with_free_func (assay_check_result_free);
  add_results (statement, selected, finding->results);
  judge (statement, finding);
  return finding;
}

static AssayCheckFinding *
check_new (const AssayJudging *self,
           const AssayCheck   *check,
           GError            **error)
{
  AssayStatement statement;

  if (!assay_statement_init (&statement, self->findings, check, error))
    return NULL;
  g_autoptr (GArray) selected = assay_judging_select (self, check, error);
  return selected != NULL ? assay_check_finding_new (&statement, selected) : NULL;
}

gboolean
assay_judging_checks (AssayJudging *self,
                      GError      **error)
{
  const GPtrArray *checks = self->findings->plan->checks;

  for (guint i = 0; i < checks->len; i++)
    {
      const AssayCheck *check = g_ptr_array_index (checks, i);
      AssayCheckFinding *finding = assay_check_is_of_groups (self->findings->plan, check)
                                     ? assay_judging_check_groups (self, check, error)
                                     : check_new (self, check, error);
      if (finding == NULL)
        return FALSE;
      g_ptr_array_add (self->findings->checks, finding);
    }
  return TRUE;
}
