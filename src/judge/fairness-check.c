/* fairness-check.c: a check of a parity: one statement about the groups of a column or crossing (measures.md 7,
 * 8). */
#include "judge-private.h"
#include "words/number.h"

#include <string.h>

#define MOST_NAMED 3

/* --- the plan alone --------------------------------------------------------------------------------------------- */

gboolean
assay_check_is_of_groups (const AssayPlan  *plan,
                          const AssayCheck *check)
{
  AssayParity parity;
  AssayParityForm form;

  return assay_plan_own_measure (plan, check->measure) == NULL && assay_parity_find (check->measure, &parity, &form);
}

/* (nullable) (transfer full) Why the check cannot be made. */
static char *
why_not (const AssayCheck *check,
         AssayParity       parity,
         AssayParityForm   form)
{
  const AssayTarget *target = check->targets->len == 1 ? check->targets->pdata[0] : NULL;
  const gboolean is_least = check->bound == ASSAY_BOUND_AT_LEAST;
  const char *name = assay_parity_name (parity);

  if (check->bound == ASSAY_BOUND_NO_WORSE_THAN)
    return g_strdup_printf ("%s is of groups and is not compared with a baseline; expected at-least= for the ratio "
                            "of their rates, or at-most= for the difference", name);
  if (form != ASSAY_PARITY_EITHER && is_least != (form == ASSAY_PARITY_RATIO))
    return g_strdup_printf (is_least ? "a difference of groups is to be small; expected at-most=, or measure=%s_ratio"
                                     : "a ratio of groups is to be near 1; expected at-least=, or measure=%s_difference",
                            name);
  if (check->value < 0 || check->value > 1)
    return g_strdup_printf ("the bound is %g, and a %s of rates lies between 0 and 1", check->value,
                            is_least ? "ratio" : "difference");
  if (check->better != ASSAY_BETTER_DEFAULT)
    return g_strdup_printf ("%s knows its better side; remove better=", name);
  if (target == NULL || target->kind != ASSAY_TARGET_COLUMNS)
    return g_strdup_printf ("%s is between the groups of one column or crossing; expected such as slices=race or "
                            "slices=sex*race", name);
  return NULL;
}

/* message: (transfer full) */
static gboolean
fail (const AssayPlan  *plan,
      const AssayCheck *check,
      char             *message,
      GError          **error)
{
  g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN, "%s:%u: check '%s': %s", plan->file, check->line,
               check->name,
               message);
  g_free (message);
  return FALSE;
}

static gboolean
check_measures (const AssayPlan *plan,
                GError         **error)
{
  for (guint i = 0; plan->fairness.measures[i] != NULL; i++)
    {
      const char *name = plan->fairness.measures[i], *names[ASSAY_N_PARITIES];
      AssayParity parity;
      AssayParityForm form;

      if (assay_parity_find (name, &parity, &form) && form == ASSAY_PARITY_EITHER)
        continue;
      for (guint p = 0; p < ASSAY_N_PARITIES; p++)
        names[p] = assay_parity_name (p);
      g_autofree char *where = assay_plan_where (plan, "fairness", "measures");
      const char *nearest = assay_plan_nearest (name, names, ASSAY_N_PARITIES);
      g_autofree char *hint = nearest != NULL ? g_strdup_printf ("did you mean '%s'?", nearest)
                                              : g_strdup ("there are demographic_parity, equal_opportunity, "
                                                          "equalized_odds, predictive_parity and fpr_parity");
      g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN,
                   "%s: measures= of [fairness]: '%s' is no parity; %s", where, name, hint);
      return FALSE;
    }
  return TRUE;
}

gboolean
assay_judging_check_fairness_plan (const AssayPlan *plan,
                                   GError         **error)
{
  if (!check_measures (plan, error))
    return FALSE;
  for (guint i = 0; i < plan->checks->len; i++)
    {
      const AssayCheck *check = plan->checks->pdata[i];
      AssayParity parity;
      AssayParityForm form;

      if (!assay_check_is_of_groups (plan, check))
        continue;
      g_assert (assay_parity_find (check->measure, &parity, &form));
      char *message = why_not (check, parity, form);
      if (message != NULL)
        return fail (plan, check, message, error);
    }
  return TRUE;
}

/* --- words ------------------------------------------------------------------------------------------------------ */

static gboolean
looks_like (double end,
            double bound,
            guint  decimals)
{
  g_autofree char *a = assay_number_value (end, decimals, ASSAY_UNIT_PLAIN, FALSE);
  g_autofree char *b = assay_number_value (bound, decimals, ASSAY_UNIT_PLAIN, FALSE);

  return end != bound && g_str_equal (a, b);
}

/* "0.35 to 0.52"; an end and the bound that are not the same do not look so. */
static char *
interval_text (const AssayEstimate *estimate,
               double               bound)
{
  guint decimals = assay_number_decimals (estimate, ASSAY_UNIT_PLAIN);

  while (decimals < ASSAY_NUMBER_MOST_DECIMALS
         && (looks_like (estimate->lo, bound, decimals) || looks_like (estimate->hi, bound, decimals)))
    decimals++;
  g_autofree char *lo = assay_number_value (estimate->lo, decimals, ASSAY_UNIT_PLAIN, FALSE);
  g_autofree char *hi = assay_number_value (estimate->hi, decimals, ASSAY_UNIT_PLAIN, FALSE);
  return g_strdup_printf ("%s to %s", lo, hi);
}

/* "; 2 groups are left out: Other, Eskimo (fewer than min-rows rows)" (transfer full) */
static char *
left_out_text (const AssayFairness   *fairness,
               const AssayGroupRates *rates,
               guint                  n_left_out)
{
  g_autoptr (GString) names = g_string_new (NULL);
  const char *why = NULL;
  guint n = 0;

  for (guint i = 0; i < fairness->n_groups; i++)
    if (rates[i].why_out != NULL && n++ < MOST_NAMED)
      {
        g_string_append_printf (names, "%s%s", n > 1 ? "; " : "", fairness->groups[i].name);
        why = why == NULL ? rates[i].why_out : why;
      }
  if (n > MOST_NAMED)
    g_string_append_printf (names, " and %u more", n - MOST_NAMED);
  return n_left_out == 0 ? g_strdup ("")
                         : g_strdup_printf ("; %u group%s left out: %s (%s)", n_left_out,
                                            n_left_out == 1 ? " is" : "s are",
                                            names->str, why);
}

/* demographic parity ratio of race is 0.35 to 0.52, Other against White; at least 0.8 is needed */
static char *
reason_text (const AssayCheckFinding *check,
             const AssayFairness     *fairness,
             const AssayParityGap    *gap,
             const AssayEstimate     *estimate,
             const char              *left_out)
{
  g_autofree char *name = g_strdup (check->measure.label);
  char bound[G_ASCII_DTOSTR_BUF_SIZE];
  const gboolean is_least = check->check->bound == ASSAY_BOUND_AT_LEAST;

  if (g_ascii_islower (name[1]))
    name[0] = g_ascii_tolower (name[0]);
  if (isnan (estimate->lo))
    return g_strdup_printf ("%s of %s has no %s: %s%s", name, fairness->key,
                            isnan (estimate->value) ? "value" : "interval",
                            estimate->why, left_out);
  g_autofree char *interval = interval_text (estimate, check->check->value);
  g_ascii_formatd (bound, sizeof bound, "%.7g", check->check->value);
  return g_strdup_printf ("%s of %s is %s, widest between %s and %s; at %s %s is %s%s", name, fairness->key, interval,
                          fairness->groups[is_least ? gap->ratio_lowest : gap->lowest].name,
                          fairness->groups[is_least ? gap->ratio_highest : gap->highest].name,
                          is_least ? "least" : "most", bound, is_least ? "needed" : "allowed", left_out);
}

/* --- the check -------------------------------------------------------------------------------------------------- */

static AssayVerdict
verdict_of (const AssayCheck    *check,
            const AssayEstimate *estimate,
            guint                n_left_out)
{
  if (check->bound == ASSAY_BOUND_AT_LEAST)
    return assay_fairness_rule (estimate, check->value, n_left_out);
  if (isnan (estimate->lo))
    return ASSAY_VERDICT_UNDECIDED;
  if (estimate->lo > check->value)
    return ASSAY_VERDICT_FAIL;
  return estimate->hi <= check->value && n_left_out == 0 ? ASSAY_VERDICT_PASS : ASSAY_VERDICT_UNDECIDED;
}

static AssayCheckFinding *
finding_new (const AssayFindings *findings,
             const AssayCheck    *check,
             AssayParity          parity,
             AssayParityForm      form)
{
  AssayCheckFinding *self = g_new0 (AssayCheckFinding, 1);

  if (form == ASSAY_PARITY_EITHER)
    form = check->bound == ASSAY_BOUND_AT_LEAST ? ASSAY_PARITY_RATIO : ASSAY_PARITY_DIFFERENCE;
  self->check = check;
  self->measure = assay_parity_measure (parity, form);
  self->direction = self->measure.direction;
  self->confidence = self->confidence_m = findings->plan->confidence;
  self->share_too_small = NAN;
  self->results = g_ptr_array_new_with_free_func (assay_check_result_free);
  return self;
}

static gboolean
class_of (const AssayFindings *findings,
          const AssayCheck    *check,
          guint               *positive,
          GError             **error)
{
  char *message = NULL;

  *positive = findings->counts->positive;
  if (check->class_name == NULL)
    return TRUE;
  *positive = assay_judging_find_class (findings, check->class_name, &message);
  return message == NULL || fail (findings->plan, check, message, error);
}

AssayCheckFinding *
assay_judging_check_groups (const AssayJudging *judging,
                            const AssayCheck   *check,
                            GError            **error)
{
  const AssayFindings *findings = judging->findings;
  const AssayFairness *fairness = assay_fairness_find (findings, check->targets->pdata[0]);
  AssayParity parity;
  AssayParityForm form;
  guint positive, n_left_out = 0;

  if (!class_of (findings, check, &positive, error))
    return NULL;
  g_assert (fairness != NULL && assay_parity_find (check->measure, &parity, &form));
  g_autofree AssayGroupRates *rates = g_new0 (AssayGroupRates, fairness->n_groups + 1);
  AssayCheckFinding *self = finding_new (findings, check, parity, form);
  const AssayParityGap gap = assay_fairness_gap (findings, fairness, parity, positive, rates);
  AssayCheckResult *result = g_new0 (AssayCheckResult, 1);

  for (guint i = 0; i < fairness->n_groups; i++)
    n_left_out += rates[i].why_out != NULL;
  const gboolean is_ratio = self->measure.id == ASSAY_MEASURE_PARITY_RATIO;
  g_autofree char *left_out = left_out_text (fairness, rates, n_left_out);
  result->slice = ((const AssayTarget *) check->targets->pdata[0])->text;
  result->estimate = is_ratio ? gap.ratio : gap.difference;
  result->lo_m = result->estimate.lo;
  result->hi_m = result->estimate.hi;
  result->rows_to_decide = result->rows_to_decide_4of5 = NAN;
  result->verdict = self->verdict = verdict_of (check, &result->estimate, n_left_out);
  result->reason = reason_text (self, fairness, &gap, &result->estimate, left_out);
  g_ptr_array_add (self->results, result);
  self->m = !isnan (result->estimate.lo);
  self->is_accepted = self->verdict == ASSAY_VERDICT_UNDECIDED && check->accept != NULL;
  self->reason = self->is_accepted ? g_strdup_printf ("%s; the plan accepts that: %s", result->reason, check->accept)
                                   : g_strdup (result->reason);
  return self;
}
