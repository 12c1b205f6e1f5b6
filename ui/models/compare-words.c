/* compare-words.c: a comparison in sentences. */
#include "compare-private.h"

#include "report/phrases.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <math.h>

/* Shown by its own interval, not when the number of slices is allowed for. */
static gboolean
may_be_chance (const AssayCompareValues *values)
{
  return !isnan (values->q) && !values->is_regression && !values->is_better
         && (values->difference.lo > 0 || values->difference.hi < 0);
}

static char *
against (AssayCompareModel        *self,
         const AssayCompareValues *values)
{
  if (self->references[self->reference].kind == ASSAY_REFERENCE_HUMAN)
    {
      const AssayEstimate room = assay_estimate_negated (values->difference);
      g_autofree char *clause = assay_phrase_human_room (&room, TRUE);
      return assay_sentence_capital (clause);
    }
  return assay_sentence_against_model (self->measures->pdata[self->measure], self->references[self->reference].name,
                                       &values->difference);
}

/* (transfer full) After a name; "F1" keeps its capital. */
static char *
uncapital (const char *sentence)
{
  char *text = g_strdup (sentence);

  if (g_ascii_isupper (text[0]) && g_ascii_islower (text[1]))
    text[0] = g_ascii_tolower (text[0]);
  return text;
}

char *
assay_compare_model_sentence (AssayCompareModel *self,
                              guint              row)
{
  g_return_val_if_fail (ASSAY_IS_COMPARE_MODEL (self) && row < self->n, NULL);
  const AssayCompareValues *values = &self->values[row];
  g_autofree char *rows = assay_number_rows (values->n_rows), *said = against (self, values);
  g_autofree char *q = assay_number_p (values->q);
  g_autofree char *within = uncapital (said);
  g_autofree char *first = row == 0 ? g_strdup (said) : g_strdup_printf (_("%s: %s"), values->name, within);

  if (may_be_chance (values))
    return g_strdup_printf (_("%s; among so many slices it may be chance (q = %s); %s rows"), first, q, rows);
  return g_strdup_printf (_("%s; %s rows"), first, rows);
}

char *
assay_compare_model_summary (AssayCompareModel *self)
{
  g_return_val_if_fail (ASSAY_IS_COMPARE_MODEL (self), NULL);
  const char *name = self->references[self->reference].name;
  guint n_worse = 0, n_better = 0, n = 0;

  for (guint i = 1; i < self->n; i++)
    {
      n += !isnan (self->values[i].difference.value) && !self->values[i].is_too_small;
      n_worse += self->values[i].is_regression;
      n_better += self->values[i].is_better;
    }
  if (self->n > 1 && n == 0)
    return g_strdup_printf (_("In no slice can it be compared with %s"), name);
  g_autofree char *worse = assay_number_rows (n_worse), *better = assay_number_rows (n_better);
  g_autofree char *all = assay_number_rows (n);
  return g_strdup_printf (_("Worse than %s in %s of %s slices, better in %s"), name, worse, all, better);
}

/* --- what is compared ------------------------------------------------------------------------------------------- */

static char *
note_on_model (AssayCompareModel *self)
{
  const AssayPlan *plan = self->base->plan;

  if (plan->task == ASSAY_TASK_REGRESSION)
    return g_strdup (_("Both models on the same rows. Each interval stands for itself: it is not corrected for the "
                       "number of slices. A regression has no right and wrong predictions, and so none that flip."));
  return g_strdup_printf (_("Accuracy of the two models on the rows that both judged, pair by pair. A diamond is "
                            "less often right by its interval and by McNemar's test, corrected for the number of "
                            "slices; those under %u rows are not tested."), (guint) plan->min_rows);
}

static char *
note_on_number (AssayCompareModel *self)
{
  const AssayLiteratureFinding *one = &self->base->literature[self->references[self->reference].index];
  g_autofree char *value = assay_number_estimate (&one->value, assay_compare_model_unit (self, FALSE), TRUE);
  g_autofree char *measure = assay_sentence_measure (&one->measure);
  const char *source = one->number->source != NULL ? one->number->source : _("no source is given");

  return g_strdup_printf (isnan (one->value.lo)
                            ? _("Published: %s %s (%s). Its rows are not known: the number is taken as exact, for "
                                "every slice, and there are no flips and no test. Each interval stands for itself.")
                            : _("Published: %s %s (%s), on other rows: every slice is held against this one number; "
                                "there are no flips and no test. Each interval stands for itself."),
                          measure, value, source);
}

char *
assay_compare_model_note (AssayCompareModel *self)
{
  g_return_val_if_fail (ASSAY_IS_COMPARE_MODEL (self), NULL);
  switch (self->references[self->reference].kind)
    {
    case ASSAY_REFERENCE_BASELINE: return note_on_model (self);
    case ASSAY_REFERENCE_LITERATURE: return note_on_number (self);
    case ASSAY_REFERENCE_HUMAN:
      return g_strdup (_("Each rating is left out in turn: people and the model are held against what most of the "
                         "other annotators say. It is counted for the slices of one column and named ones; each "
                         "interval stands for itself."));
    }
  g_assert_not_reached ();
}

char *
assay_compare_model_stays (AssayCompareModel *self,
                           guint              row)
{
  g_return_val_if_fail (ASSAY_IS_COMPARE_MODEL (self) && row < self->n, NULL);
  if (self->values[row].follow != ASSAY_STAYS)
    return NULL;
  return assay_phrase_at (self->base->plan->threshold);
}

char *
assay_compare_model_cell (AssayCompareModel *self,
                          guint              row,
                          gboolean           is_new_right,
                          gboolean           is_old_right)
{
  g_return_val_if_fail (ASSAY_IS_COMPARE_MODEL (self) && row < self->n && self->values[row].has_flips, NULL);
  const AssayPaired *paired = &self->values[row].paired->paired;
  const guint64 n = is_new_right ? (is_old_right ? paired->both_right : paired->only_new_right)
                                 : (is_old_right ? paired->only_old_right : paired->both_wrong);
  g_autofree char *count = assay_number_rows (n);
  g_autofree char *share = assay_number_share ((double) n / (double) paired->rows, TRUE);

  return g_strdup_printf ("%s (%s)", count, share);
}
