/* phrases-review.c: what is read aloud when an audit is reviewed. */
#include "phrases-review.h"

#include "story-private.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

#define LEAST_ALPHA 0.8
#define MOST_REASONS 3

/* (transfer full) Takes the text. */
static char *
safe_of (char *text)
{
  g_autofree char *raw = text;

  return assay_phrase_safe (raw);
}

/* --- slices ----------------------------------------------------------------------------------------------------- */

/* (transfer full) "17 to under 25" of "[17, 25)"; (nullable) NULL: it is no range. */
static char *
range_aloud (const char *value)
{
  const gsize n = strlen (value);
  const char *comma = strstr (value, ", ");

  if (n < 5 || value[0] != '[' || comma == NULL || (value[n - 1] != ')' && value[n - 1] != ']'))
    return NULL;
  g_autofree char *from = g_strndup (value + 1, comma - value - 1), *to = g_strndup (comma + 2, value + n - 1 - comma - 2);
  return value[n - 1] == ')' ? g_strdup_printf (_("%s to under %s"), from, to) : g_strdup_printf (_("%s to %s"), from, to);
}

static char *
part_aloud (const AssaySlicePart *part)
{
  g_autofree char *range = part->value != NULL ? range_aloud (part->value) : NULL;

  if (part->value == NULL)
    return g_strdup_printf (_("%s missing"), part->column);
  return range != NULL ? g_strdup_printf ("%s %s", part->column, range) : g_strdup (part->value);
}

char *
assay_phrase_slice_aloud (const AssayFinding *finding)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (finding->kind == ASSAY_SLICE_WHOLE)
    return g_strdup (_("all rows"));
  if (finding->kind == ASSAY_SLICE_NAMED)
    return assay_phrase_safe (finding->text);
  for (guint i = 0; i < finding->n_parts; i++)
    {
      g_autofree char *part = part_aloud (&finding->parts[i]);
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", part);
    }
  return assay_phrase_safe (text->str);
}

/* --- checks ----------------------------------------------------------------------------------------------------- */

/* (transfer full) "at least 65 %", "at most 2 points below current" */
static char *
bound_aloud (const AssayCheckFinding *check)
{
  g_autofree char *bound = assay_number_bound (check->check->value, assay_check_unit (check));

  switch (check->check->bound)
    {
    case ASSAY_BOUND_AT_LEAST: return g_strdup_printf (_("at least %s"), bound);
    case ASSAY_BOUND_AT_MOST: return g_strdup_printf (_("at most %s"), bound);
    default: return assay_phrase_bound (check, TRUE);
    }
}

/* (transfer full) "recall of cat" within a sentence */
static char *
subject_aloud (const AssayCheckFinding *check)
{
  g_autofree char *measure = assay_sentence_measure (&check->measure);

  return check->check->class_name != NULL ? g_strdup_printf (_("%s of '%s'"), measure, check->check->class_name)
                                          : g_steal_pointer (&measure);
}

static char *
fails_aloud (const AssayCheckFinding *check,
             const char              *subject,
             const char              *slice,
             const char              *value,
             const char              *bound)
{
  if (check->check->bound == ASSAY_BOUND_NO_WORSE_THAN)
    return g_strdup_printf (_("%s of %s is %s from %s, and has to be %s"), subject, slice, value, check->check->than,
                            bound);
  return g_strdup_printf (_("%s of %s is %s, and has to be %s"), subject, slice, value, bound);
}

static char *
undecided_aloud (const AssayCheckFinding *check,
                 const char              *subject,
                 const char              *slice,
                 const char              *value,
                 const char              *bound)
{
  if (check->check->bound == ASSAY_BOUND_NO_WORSE_THAN)
    return g_strdup_printf (_("Whether %s of %s is %s cannot be decided yet: the difference is %s"), subject, slice,
                            bound, value);
  return g_strdup_printf (_("Whether %s of %s is %s cannot be decided yet: it is %s"), subject, slice, bound, value);
}

/* The number of a parity's groups, and slices without rows, have a reason alone. */
char *
assay_phrase_check_aloud (const AssayCheckFinding *check)
{
  g_autoptr (GPtrArray) results = assay_story_results (check, 1);
  const AssayCheckResult *worst = results->len > 0 ? results->pdata[0] : NULL;

  if (worst == NULL || worst->finding == NULL || isnan (worst->estimate.value)
      || (worst->verdict != ASSAY_VERDICT_FAIL && worst->verdict != ASSAY_VERDICT_UNDECIDED))
    return safe_of (assay_sentence_capital (worst != NULL && worst->reason != NULL ? worst->reason : check->reason));
  g_autofree char *subject = subject_aloud (check), *slice = assay_phrase_slice_aloud (worst->finding);
  g_autofree char *value = assay_number_estimate (&worst->estimate, assay_check_unit (check), TRUE);
  g_autofree char *bound = bound_aloud (check);
  g_autofree char *sentence = worst->verdict == ASSAY_VERDICT_FAIL
                                ? fails_aloud (check, subject, slice, value, bound)
                                : undecided_aloud (check, subject, slice, value, bound);
  return safe_of (assay_sentence_capital (sentence));
}

char *
assay_phrase_decision_aloud (const AssayFindings *findings)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < findings->checks->len && n < MOST_REASONS; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];
      if (check->verdict != findings->verdict || check->is_accepted || findings->verdict == ASSAY_VERDICT_PASS)
        continue;
      g_autofree char *sentence = assay_phrase_check_aloud (check);
      g_string_append_printf (text, "%s%s.", n > 0 ? " " : "", sentence);
      n++;
    }
  if (n > 0)
    return g_string_free (g_steal_pointer (&text), FALSE);
  g_autofree char *why = assay_phrase_decision_why (findings);
  return why != NULL ? assay_phrase_safe (why) : NULL;
}

/* --- slices that no check is about, regressions, tags ------------------------------------------------------------- */

static char *
behind_of (const AssayFindings *findings,
           const AssayFinding  *finding,
           guint                tested,
           const char          *slice)
{
  const AssayAgainstRest *rest = &finding->rest[tested];

  return safe_of (assay_sentence_against_rest (&findings->measures[findings->tested[tested]], slice, &rest->difference,
                                               rest->is_worse ? ASSAY_HEDGE_SHOWN : ASSAY_HEDGE_NOT_SHOWN,
                                               finding->n_rows));
}

char *
assay_phrase_behind_aloud (const AssayFindings *findings,
                           const AssayFinding  *finding,
                           guint                tested)
{
  g_autofree char *slice = assay_phrase_slice_aloud (finding);

  return behind_of (findings, finding, tested, slice);
}

char *
assay_phrase_behind_mark (const AssayFindings *findings,
                          const AssayFinding  *finding,
                          guint                tested)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();

  for (guint i = 0; i < finding->n_parts; i++)
    g_ptr_array_add (values, (gpointer) finding->parts[i].value);
  g_autofree char *slice = finding->kind == ASSAY_SLICE_NAMED
                             ? g_strdup (finding->text)
                             : assay_sentence_slice ((const char *const *) values->pdata, values->len);
  return behind_of (findings, finding, tested, slice);
}

char *
assay_phrase_uncovered (guint n_others)
{
  if (n_others == 0)
    return g_strdup (_("No check of the plan is about this. The difference is significant after correction for all "
                       "slices that were tested."));
  g_autofree char *n = assay_number_rows (n_others);
  return g_strdup_printf (P_("No check of the plan is about this. %s more slice is significantly behind without a check.",
                             "No check of the plan is about this. %s more slices are significantly behind without a "
                             "check.", n_others), n);
}

char *
assay_phrase_regression (const AssayFindings *findings,
                         const AssayFinding  *finding,
                         guint                baseline)
{
  const AssayPairedFinding *pair = &finding->paired[baseline];
  const AssayEstimate *difference = &pair->paired.difference;
  g_autofree char *slice = assay_phrase_slice_aloud (finding);
  AssayMeasure measure;

  g_assert (assay_measure_find ("accuracy", &measure));
  if (pair->measures != NULL && findings->n_tested > 0)
    {
      measure = findings->measures[findings->tested[0]];
      difference = &pair->measures[findings->tested[0]].difference;
    }
  g_autofree char *whole = assay_sentence_against_model (&measure, findings->baselines[baseline], difference);
  g_autofree char *rows = assay_number_rows (finding->n_rows);
  g_autofree char *subject = assay_sentence_measure (&measure);
  const gboolean starts_so = g_ascii_strncasecmp (whole, subject, strlen (subject)) == 0;
  return safe_of (g_strdup_printf (_("For %s, %s%s; %s rows"), slice, starts_so ? subject : "",
                                   starts_so ? whole + strlen (subject) : whole, rows));
}

char *
assay_phrase_tag_aloud (const AssayTagFindings *tags,
                        guint                   tag)
{
  const AssayTagFinding *self = &tags->tags[tag];
  const AssayEstimate *gain = tags->against >= 0 ? &self->rooms[tags->against].gain : NULL;

  if (gain == NULL || isnan (gain->value))
    return safe_of (assay_sentence_holds (self->name, &self->shares.share_of_errors));
  g_autofree char *points = assay_sentence_points (gain, TRUE);
  return safe_of (g_strdup_printf (gain->lo > 0 ? _("To be as good as %s on %s would bring %s of accuracy")
                                                : _("To be as good as %s on %s may bring %s of accuracy"),
                                   tags->references[tags->against].name, self->name, points));
}

/* --- labels ----------------------------------------------------------------------------------------------------- */

static const AssayEstimate *
alpha_of (const AssayReport *report)
{
  const AssayAnnotatorFindings *annotators = report->findings->annotators;

  return annotators != NULL && annotators->whole != NULL ? &annotators->whole->agreement.alphas[ASSAY_ALPHA_NOMINAL] : NULL;
}

gboolean
assay_report_labels_are_weak (const AssayReport *report)
{
  const AssayEstimate *alpha = alpha_of (report);

  return alpha != NULL && !isnan (alpha->value) && !((isnan (alpha->lo) ? alpha->value : alpha->lo) >= LEAST_ALPHA);
}

char *
assay_phrase_labels_weak (const AssayReport *report)
{
  g_autofree char *alpha = assay_number_estimate (alpha_of (report), ASSAY_UNIT_PLAIN, TRUE);

  return g_strdup_printf (_("Krippendorff\xe2\x80\x99s alpha is %s: 1 is perfect agreement, 0 is chance, and under 0.80 "
                            "conclusions are tentative."), alpha);
}

/* --- what is not known -------------------------------------------------------------------------------------------- */

static void
add_left_out (GPtrArray         *sentences,
              const AssayReport *report)
{
  g_autofree char *n = assay_number_rows (report->findings->n_left_out);
  g_autofree char *all = assay_number_rows (report->findings->whole->n_rows);

  if (report->findings->n_left_out > 0 && assay_plan_has_model (report->plan))
    g_ptr_array_add (sentences, g_strdup_printf (_("%s of %s rows lack a label or a prediction: nothing here is about "
                                                   "them."), n, all));
}

static void
add_too_small (GPtrArray         *sentences,
               const AssayReport *report)
{
  const GPtrArray *slices = report->findings->slices;
  guint n = 0;

  for (guint i = 0; i < slices->len; i++)
    n += ((const AssayFinding *) slices->pdata[i])->is_too_small;
  if (n == 0)
    return;
  g_autofree char *some = assay_number_rows (n), *all = assay_number_rows (slices->len);
  g_autofree char *least = assay_number_rows (report->plan->min_rows);
  g_ptr_array_add (sentences, g_strdup_printf (P_("%s of %s slices has fewer than %s rows: too few to judge it.",
                                                  "%s of %s slices have fewer than %s rows: too few to judge them.", n),
                                               some, all, least));
}

static void
add_undecided (GPtrArray         *sentences,
               const AssayReport *report)
{
  const GPtrArray *checks = report->findings->checks;
  guint n = 0, n_checks = 0;

  for (guint i = 0; i < checks->len; i++)
    {
      const AssayCheckFinding *check = checks->pdata[i];
      const guint before = n;
      for (guint j = 0; j < check->results->len; j++)
        n += ((const AssayCheckResult *) check->results->pdata[j])->verdict == ASSAY_VERDICT_UNDECIDED;
      n_checks += n > before;
    }
  g_autofree char *some = assay_number_rows (n);
  if (n > 0)
    g_ptr_array_add (sentences, g_strdup_printf (P_("%s judgement, in %u check, is undecided: its interval holds the "
                                                    "bound, and only more rows would tell.",
                                                    "%s judgements, in %u checks, are undecided: their intervals hold "
                                                    "the bound, and only more rows would tell.", n), some, n_checks));
}

/* Whether the labels are right is another question than whether the model agrees with them. */
static void
add_labels (GPtrArray         *sentences,
            const AssayReport *report)
{
  const char *truth = assay_phrase_truth (report->plan->truth);

  if (report->findings->annotators != NULL)
    return;
  if (truth == NULL)
    g_ptr_array_add (sentences, g_strdup (_("The plan does not say who made the labels, and no second opinion is there: "
                                            "how many of them are wrong is not known.")));
  else
    g_ptr_array_add (sentences, g_strdup_printf (_("Labels were made by %s, and no second opinion is there: how many of "
                                                   "them are wrong is not known."), truth));
}

static void
add_models (GPtrArray         *sentences,
            const AssayReport *report)
{
  if (report->findings->n_baselines == 0 && assay_plan_has_model (report->plan))
    g_ptr_array_add (sentences, g_strdup (_("No other model was given: whether this one is better than what it would "
                                            "replace is not known.")));
}

GPtrArray *
assay_phrase_unknown (const AssayReport *report)
{
  const char *const *notes = report->provenance->notes;
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);

  add_left_out (sentences, report);
  add_undecided (sentences, report);
  add_too_small (sentences, report);
  add_labels (sentences, report);
  add_models (sentences, report);
  for (guint i = 0; notes != NULL && notes[i] != NULL; i++)
    g_ptr_array_add (sentences, safe_of (assay_sentence_capital (notes[i])));
  return sentences;
}

char *
assay_phrase_unknown_title (guint n)
{
  if (n == 0)
    return g_strdup (_("Nothing is left out that the audit knows of"));
  return g_strdup_printf (P_("What this audit cannot say: one thing", "What this audit cannot say: %u things", n), n);
}

/* --- decisions ---------------------------------------------------------------------------------------------------- */

char *
assay_phrase_decided (guint n_findings,
                      guint n_decided)
{
  if (n_findings == 0)
    return g_strdup (_("Nothing was found that needs a decision"));
  if (n_decided == n_findings)
    return g_strdup_printf (P_("The one finding has a decision", "All %u findings have a decision", n_findings),
                            n_findings);
  if (n_decided == 0)
    return g_strdup_printf (P_("The one finding has no decision yet", "None of the %u findings has a decision yet",
                               n_findings), n_findings);
  return g_strdup_printf (P_("%u of %u finding has a decision", "%u of %u findings have a decision", n_findings),
                          n_decided, n_findings);
}

char *
assay_phrase_shown (guint n)
{
  g_autofree char *some = assay_number_rows (n);

  return g_strdup_printf (_("The first %s are shown; the report has all."), some);
}

const char *
assay_phrase_decision_kind (AssayDecisionKind kind)
{
  static const char *const words[] = { N_("note"), N_("accept"), N_("fix"), N_("reject"), N_("rate") };

  return _(words[kind]);
}

char *
assay_phrase_sign_off (const AssayReview  *review,
                       const AssaySignOff *sign_off)
{
  g_autofree char *time = assay_review_time (sign_off->at_us), *state = assay_sign_off_state_words (review, sign_off);

  return safe_of (g_strdup_printf (sign_off->is_approval ? _("Approved by %s, %s: %s") : _("Rejected by %s, %s: %s"),
                                   sign_off->who, time, state));
}
