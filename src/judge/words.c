/* words.c: verdicts in sentences.
 *
 * Numbers have the digits of words/number.h; where an end and the bound would look the same and are not, there are
 * more.
 */
#include "judge-private.h"
#include "measure/scores.h"
#include "words/number.h"

#define MOST_NAMED 3 /* slices or checks in one sentence */

/* --- numbers ------------------------------------------------------------------------------------------------ */

static AssayUnit
unit_of (const AssayStatement *statement)
{
  return assay_number_unit (&statement->measure, statement->is_difference);
}

/* Behind the number. These sentences are kept in files: they are English in every language. */
static const char *
unit_word (const AssayStatement *statement)
{
  switch (unit_of (statement))
    {
    case ASSAY_UNIT_PERCENT: return " %";
    case ASSAY_UNIT_POINTS: return " points";
    default: break;
    }
  if (statement->measure.id == ASSAY_MEASURE_COST)
    return statement->findings->cost_unit;
  return statement->measure.family == ASSAY_FAMILY_MOMENT && statement->measure.unit != NULL ? statement->measure.unit
                                                                                              : "";
}

static gboolean
looks_like (double    end,
            double    bound,
            guint     decimals,
            AssayUnit unit)
{
  g_autofree char *a = assay_number_value (end, decimals, unit, FALSE);
  g_autofree char *b = assay_number_value (bound, decimals, unit, FALSE);

  return end != bound && g_str_equal (a, b);
}

static guint
decimals_for (const AssayEstimate *estimate,
              double               bound,
              AssayUnit            unit)
{
  guint decimals = assay_number_decimals (estimate, unit);

  while (decimals < ASSAY_NUMBER_MOST_DECIMALS
         && (looks_like (estimate->lo, bound, decimals, unit) || looks_like (estimate->hi, bound, decimals, unit)))
    decimals++;
  return decimals;
}

static char *
confidence_text (double confidence)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, "%.5g", 100 * confidence);
  return g_strconcat (digits, " %", NULL);
}

/* --- names -------------------------------------------------------------------------------------------------- */

char *
assay_words_finding (const AssayFinding *finding)
{
  GString *text = g_string_new (NULL);

  if (finding->kind == ASSAY_SLICE_WHOLE)
    g_string_append (text, "all rows");
  else if (finding->kind == ASSAY_SLICE_NAMED)
    g_string_append (text, finding->text);
  else if (finding->kind == ASSAY_SLICE_TAG)
    g_string_append_printf (text, "tag %s", finding->parts[0].value);
  else
    for (guint i = 0; i < finding->n_parts; i++)
      {
        const AssaySlicePart *part = &finding->parts[i];
        g_string_append_printf (text, "%s%s %s%s", i > 0 ? ", " : "", part->column, part->value != NULL ? "= " : "",
                                part->value != NULL ? part->value : "missing");
      }
  return g_string_free (text, FALSE);
}

static char *
result_name (const AssayCheckResult *result)
{
  return result->finding != NULL ? assay_words_finding (result->finding) : g_strdup (result->slice);
}

/* "recall", "false positive rate"; names of people and formulas keep their capitals. */
static char *
measure_name (const AssayStatement *statement)
{
  const AssayMeasure *measure = &statement->measure;
  g_autofree char *name = g_strdup (measure->label);

  if (g_ascii_islower (name[1]) && measure->id != ASSAY_MEASURE_MCC && measure->id != ASSAY_MEASURE_KAPPA
      && measure->id != ASSAY_MEASURE_BRIER)
    name[0] = g_ascii_tolower (name[0]);
  if (statement->has_class)
    return g_strdup_printf ("%s of '%s'", name, statement->check->class_name);
  return g_steal_pointer (&name);
}

static char *
subject (const AssayStatement   *statement,
         const AssayCheckResult *result)
{
  g_autofree char *measure = measure_name (statement), *slice = result_name (result);

  return g_strdup_printf ("%s %s %s", measure, statement->has_class ? "in" : "of", slice);
}

/* "38 of 57 rows", or "57 rows" where no share says it all. */
static char *
rows_text (const AssayStatement   *statement,
           const AssayCheckResult *result)
{
  guint64 k, n;
  const AssayConfusion confusion = assay_statement_confusion (statement, result->finding);

  if (!statement->is_difference && statement->measure.interval == ASSAY_INTERVAL_WILSON
      && assay_measure_proportion (&statement->measure, &confusion, &k, &n))
    {
      g_autofree char *part = assay_number_rows (k), *all = assay_number_rows (n);

      return g_strdup_printf ("%s of %s rows", part, all);
    }
  g_autofree char *rows = assay_number_rows (result->estimate.n);
  return g_strdup_printf ("%s rows", rows);
}

/* As the plan wrote it: "70 %", "1 point" */
static char *
bound_quantity (const AssayStatement *statement)
{
  const AssayUnit unit = unit_of (statement);
  const double scale = unit == ASSAY_UNIT_PERCENT || unit == ASSAY_UNIT_POINTS ? 100 : 1;
  const double bound = (statement->is_difference ? fabs (statement->bound) : statement->bound) * scale;
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, "%.7g", bound);
  return g_strconcat (digits, unit == ASSAY_UNIT_POINTS && bound == 1 ? " point" : unit_word (statement), NULL);
}

/* "recall of at least 70 %", "accuracy at most 1 point below current", "fpr not above current" */
static char *
statement_text (const AssayStatement *statement)
{
  g_autofree char *measure = measure_name (statement), *bound = bound_quantity (statement);
  const char *side = statement->is_least ? "below" : "above", *than = statement->check->than;

  if (!statement->is_difference)
    return g_strdup_printf ("%s of at %s %s", measure, statement->is_least ? "least" : "most", bound);
  if (statement->bound == 0)
    return g_strdup_printf ("%s not %s %s", measure, side, than);
  return g_strdup_printf ("%s at most %s %s %s", measure, bound, side, than);
}

/* "at least 70 % is needed", "at most 8 % is allowed", "it may be at most 1 point lower" */
static char *
demand_text (const AssayStatement *statement)
{
  g_autofree char *bound = bound_quantity (statement);
  const char *side = statement->is_least ? "lower" : "higher";

  if (!statement->is_difference)
    return g_strdup_printf (statement->is_least ? "at least %s is needed" : "at most %s is allowed", bound);
  if (statement->bound == 0)
    return g_strdup_printf ("it may not be %s", side);
  return g_strdup_printf ("it may be at most %s %s", bound, side);
}

/* --- results ------------------------------------------------------------------------------------------------ */

/* "41 to 70 %", "-2.1 to +0.4 points from current" */
static char *
interval_text (const AssayStatement   *statement,
               const AssayCheckResult *result,
               guint                   decimals)
{
  const AssayUnit unit = unit_of (statement);
  g_autofree char *lo = assay_number_value (result->estimate.lo, decimals, unit, FALSE);
  g_autofree char *hi = assay_number_value (result->estimate.hi, decimals, unit, FALSE);

  return g_strdup_printf ("%s to %s%s%s%s", lo, hi, unit_word (statement), statement->is_difference ? " from " : "",
                          statement->is_difference ? statement->check->than : "");
}

/* recall of race = Other is 41 to 70 %, 38 of 57 rows; at least 70 % is needed */
char *
assay_words_result (const AssayStatement   *statement,
                    const AssayCheckResult *result)
{
  const guint decimals = decimals_for (&result->estimate, statement->bound, unit_of (statement));
  g_autofree char *what = subject (statement, result), *interval = interval_text (statement, result, decimals);
  g_autofree char *rows = rows_text (statement, result), *demand = demand_text (statement);

  return g_strdup_printf ("%s is %s, %s; %s", what, interval, rows, demand);
}

char *
assay_words_one_of_m (const AssayStatement    *statement,
                      const AssayCheckResult  *result,
                      const AssayCheckFinding *check)
{
  g_autofree char *sentence = assay_words_result (statement, result);
  g_autofree char *own = confidence_text (check->confidence), *all = confidence_text (check->confidence_m);
  g_autofree char *m = assay_number_rows (check->m);

  return g_strdup_printf ("%s; missed at %s, not at the %s that one of %s slices takes", sentence, own, all, m);
}

char *
assay_words_too_few (const AssayStatement   *statement,
                     const AssayCheckResult *result)
{
  g_autofree char *what = subject (statement, result);
  g_autofree char *rows = assay_number_rows (result->estimate.n);

  return g_strdup_printf ("%s stands on %s row%s, fewer than min-rows %u", what, rows, result->estimate.n == 1 ? "" : "s",
                          statement->findings->plan->min_rows);
}

char *
assay_words_undefined (const AssayStatement   *statement,
                       const AssayCheckResult *result)
{
  g_autofree char *what = subject (statement, result);

  return g_strdup_printf ("%s has no %s: %s", what, isnan (result->estimate.value) ? "value" : "interval",
                          result->estimate.why);
}

char *
assay_words_unknown_measure (const char *name)
{
  const char *names[64];
  guint n, n_scores;
  const AssayMeasure *table = assay_measure_table (&n), *scores = assay_score_measures (&n_scores);
  g_autofree char *all = NULL;

  g_assert (n + n_scores < G_N_ELEMENTS (names));
  for (guint i = 0; i < n; i++)
    names[i] = table[i].name;
  for (guint i = 0; i < n_scores; i++)
    names[n++] = scores[i].name;
  names[n] = NULL;
  const char *nearest = assay_plan_nearest (name, names, n);
  if (nearest != NULL)
    return g_strdup_printf ("there is no measure '%s'; did you mean '%s'?", name, nearest);
  all = g_strjoinv (", ", (char **) names);
  return g_strdup_printf ("there is no measure '%s'; there are %s, and f0.5, f2 and their like", name, all);
}

/* --- checks ------------------------------------------------------------------------------------------------- */

/* Names of those with a verdict: "race = Other, race = Black and 2 more". Results that decide come first. */
static char *
names_with (const AssayCheckFinding *check,
            AssayVerdict             verdict,
            guint                   *n)
{
  GString *names = g_string_new (NULL);

  *n = 0;
  for (guint i = 0; i < check->results->len; i++)
    {
      const AssayCheckResult *result = g_ptr_array_index (check->results, i);
      if (result->verdict != verdict)
        continue;
      if ((*n)++ < MOST_NAMED)
        {
          g_autofree char *name = result_name (result);
          g_string_append_printf (names, "%s%s", names->len > 0 ? "; " : "", name);
        }
    }
  if (*n > MOST_NAMED)
    {
      g_autofree char *more = assay_number_rows (*n - MOST_NAMED);
      g_string_append_printf (names, "; and %s more", more);
    }
  return g_string_free (names, FALSE);
}

static char *
single_reason (const AssayCheckFinding *check)
{
  const AssayCheckResult *result = g_ptr_array_index (check->results, 0);

  return g_strdup (result->reason);
}

/* all 5 slices have recall of at least 70 %; 2 of 5 slices miss recall of at least 70 %: race = Other; race =
 * Black */
static char *
several_reason (const AssayStatement    *statement,
                const AssayCheckFinding *check)
{
  const guint n_taking_part = check->results->len - (guint) check->n_too_small;
  g_autofree char *what = statement_text (statement);
  guint n, n_undecided;
  g_autofree char *names = names_with (check, check->verdict, &n);
  g_autofree char *undecided = names_with (check, ASSAY_VERDICT_UNDECIDED, &n_undecided);
  g_autofree char *some = assay_number_rows (n), *all = assay_number_rows (n_taking_part);
  g_autofree char *open = assay_number_rows (n_undecided);

  switch (check->verdict)
    {
    case ASSAY_VERDICT_PASS: return g_strdup_printf ("all %s slices have %s", all, what);
    case ASSAY_VERDICT_FAIL:
      if (n_undecided > 0)
        return g_strdup_printf ("%s of %s slices %s %s: %s; %s undecided", some, all, n == 1 ? "misses" : "miss", what, names,
                                open);
      return g_strdup_printf ("%s of %s slices %s %s: %s", some, all, n == 1 ? "misses" : "miss", what, names);
    case ASSAY_VERDICT_UNDECIDED:
      if (n == 0)
        return g_strdup ("no slice decides");
      return g_strdup_printf ("%s of %s slices %s undecided about %s: %s", some, all, n == 1 ? "is" : "are", what, names);
    case ASSAY_VERDICT_NONE: break;
    }
  g_assert_not_reached ();
}

char *
assay_words_check (const AssayStatement    *statement,
                   const AssayCheckFinding *check)
{
  const guint n_taking_part = check->results->len - (guint) check->n_too_small;
  g_autofree char *reason = n_taking_part == 1 ? single_reason (check) : several_reason (statement, check);
  g_autoptr (GString) text = g_string_new (reason);

  if (check->n_too_small > 0)
    {
      g_autofree char *small = assay_number_rows (check->n_too_small);
      g_string_append_printf (text, "; %s slice%s too small", small, check->n_too_small == 1 ? " is" : "s are");
      if (!isnan (check->share_too_small))
        {
          g_autofree char *share = assay_number_share (check->share_too_small, FALSE);
          g_string_append_printf (text, ", %s of the rows", share);
        }
    }
  if (check->is_accepted)
    g_string_append_printf (text, "; the plan accepts that: %s", check->check->accept);
  return g_strdup (text->str);
}

/* --- the audit ---------------------------------------------------------------------------------------------- */

char *
assay_words_audit (const AssayFindings *findings)
{
  GString *names = g_string_new (NULL), *text = g_string_new (NULL);
  guint n_counted = 0, n = 0, n_accepted = 0;

  for (guint i = 0; i < findings->checks->len; i++)
    {
      const AssayCheckFinding *check = g_ptr_array_index (findings->checks, i);

      n_accepted += check->is_accepted;
      n_counted += !check->is_accepted;
      if (check->is_accepted || check->verdict != findings->verdict)
        continue;
      if (n++ < MOST_NAMED)
        g_string_append_printf (names, "%s%s", names->len > 0 ? "; " : "", check->check->name);
    }
  if (n > MOST_NAMED)
    g_string_append_printf (names, "; and %u more", n - MOST_NAMED);

  if (findings->verdict == ASSAY_VERDICT_FAIL)
    g_string_printf (text, "%u of %u check%s failed: %s", n, n_counted, n_counted == 1 ? "" : "s", names->str);
  else if (findings->verdict == ASSAY_VERDICT_UNDECIDED)
    g_string_printf (text, "no check failed, %u of %u %s undecided: %s", n, n_counted, n == 1 ? "is" : "are",
                     names->str);
  else if (findings->verdict == ASSAY_VERDICT_PASS)
    g_string_printf (text, n_counted == 1 ? "the one check passed" : "all %u checks passed", n_counted);
  else
    g_string_assign (text, n_accepted > 0                            ? "no check counts"
                           : !assay_plan_has_model (findings->plan) ? assay_plan_why_no_model (findings->plan)
                                                                    : "the plan has no checks");
  if (n_accepted > 0)
    g_string_append_printf (text, "; %u undecided check%s accepted by the plan", n_accepted,
                            n_accepted == 1 ? " is" : "s are");
  g_string_free (names, TRUE);
  return g_string_free (text, FALSE);
}
