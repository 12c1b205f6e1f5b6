/* phrases-decision.c: the audit as a whole in a sentence or two. */
#include "phrases.h"

#include "terminal-text-private.h"
#include "words/sentence.h"
#include "words/translate.h"

#define MOST_REASONS 3

char *
assay_phrase_safe (const char *text)
{
  g_autofree char *raw = assay_text_unordered (text), *safe = assay_text_safe (raw, TRUE);

  return assay_text_ordered (safe);
}

/* (nullable) Why the first slice of a check is as the audit is. */
static const char *
first_reason (const AssayCheckFinding *check,
              AssayVerdict             wanted)
{
  for (guint i = 0; i < check->results->len; i++)
    {
      const AssayCheckResult *result = check->results->pdata[i];
      if (result->verdict == wanted && result->reason != NULL)
        return result->reason;
    }
  return NULL;
}

char *
assay_phrase_decision_why (const AssayFindings *findings)
{
  const AssayVerdict wanted = findings->verdict;
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  if (!assay_plan_has_model (findings->plan))
    {
      g_autofree char *no_model = assay_sentence_capital (assay_plan_why_no_model (findings->plan));
      return g_strconcat (no_model, ".", NULL);
    }
  for (guint i = 0; i < findings->checks->len && n < MOST_REASONS; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];
      const char *reason = first_reason (check, wanted);

      if (check->verdict != wanted || check->is_accepted || wanted == ASSAY_VERDICT_NONE || reason == NULL)
        continue;
      g_autofree char *sentence = assay_sentence_capital (reason);
      g_string_append_printf (text, "%s%s.", n > 0 ? " " : "", sentence);
      n++;
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/* How many checks count, by their verdict. Returns all of them. */
static guint
count_checks (const AssayFindings *findings,
              guint                counts[4])
{
  guint n = 0;

  for (guint i = 0; i < findings->checks->len; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];
      counts[check->verdict] += !check->is_accepted;
      n += !check->is_accepted;
    }
  return n;
}

/* The checks' names stand in a list below it. */
char *
assay_phrase_decision (const AssayFindings *findings)
{
  guint counts[4] = { 0 };
  const guint n = count_checks (findings, counts), n_as_verdict = counts[findings->verdict];

  switch (findings->verdict)
    {
    case ASSAY_VERDICT_FAIL:
      if (n == 1)
        return g_strdup (_("Not ready by its plan: 1 of 1 check fails"));
      return g_strdup_printf (P_("Not ready by its plan: %u of %u checks fails",
                                 "Not ready by its plan: %u of %u checks fail", n_as_verdict), n_as_verdict, n);
    case ASSAY_VERDICT_UNDECIDED:
      return g_strdup_printf (P_("Not decided yet: %u of %u check cannot be decided, none fails",
                                 "Not decided yet: %u of %u checks cannot be decided, none fails",
                                 n), n_as_verdict, n);
    case ASSAY_VERDICT_PASS:
      return n == 1 ? g_strdup (_("Ready by its plan: the check passes"))
                    : g_strdup_printf (_("Ready by its plan: all %u checks pass"), n);
    default:
      return !assay_plan_has_model (findings->plan) ? g_strdup (_("Nothing was to be decided: no model is judged"))
                                                    : g_strdup (_("Nothing was to be decided: the plan has no "
                                                                  "checks"));
    }
}

char *
assay_phrase_checks (const AssayFindings *findings)
{
  guint counts[4] = { 0 };
  const guint n = count_checks (findings, counts);

  if (counts[ASSAY_VERDICT_FAIL] + counts[ASSAY_VERDICT_UNDECIDED] == 0)
    return n == 1 ? g_strdup (_("The check passes")) : g_strdup_printf (_("All %u checks pass"), n);
  g_autofree char *fails = counts[ASSAY_VERDICT_FAIL] == 0 ? g_strdup (_("None of the checks fails"))
                           : n == 1                        ? g_strdup (_("The check fails"))
                                                           : g_strdup_printf (P_("%u of the %u checks fails",
                                                                                 "%u of the %u checks fail",
                                                                                 counts[ASSAY_VERDICT_FAIL]),
                                                                              counts[ASSAY_VERDICT_FAIL], n);
  if (counts[ASSAY_VERDICT_UNDECIDED] == 0)
    return g_steal_pointer (&fails);
  return g_strdup_printf (_("%s, %u cannot be decided yet"), fails, counts[ASSAY_VERDICT_UNDECIDED]);
}
