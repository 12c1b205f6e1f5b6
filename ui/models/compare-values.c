/* compare-values.c: where a comparison's numbers are in the findings. */
#include "compare-private.h"

#include "words/translate.h"

#include <math.h>
#include <string.h>

static const AssayFinding *
finding_at (const AssayFindings *findings,
            guint                row)
{
  return row == 0 ? findings->whole : findings->slices->pdata[row - 1];
}

/* 1: higher is better, -1: lower is; 0: neither. */
static int
sign_of (const AssayMeasure *measure)
{
  return measure->direction == ASSAY_DIRECTION_HIGHER ? 1 : measure->direction == ASSAY_DIRECTION_LOWER ? -1 : 0;
}

/* By the interval alone: nothing is tested. */
static void
judge_by_interval (AssayCompareValues *values,
                   const AssayMeasure *measure)
{
  const int sign = sign_of (measure);
  const gboolean is_above = values->difference.lo > 0, is_below = values->difference.hi < 0;

  values->is_regression = sign > 0 ? is_below : sign < 0 && is_above;
  values->is_better = sign > 0 ? is_above : sign < 0 && is_below;
}

static void
fill_model (AssayCompareModel  *self,
            const AssayFinding *finding,
            AssayCompareValues *values)
{
  const AssayPairedFinding *paired = &finding->paired[self->references[self->reference].index];
  const AssayMeasure *measure = self->measures->pdata[self->measure];

  values->paired = paired;
  values->n_rows = paired->paired.rows;
  if (self->base->plan->task == ASSAY_TASK_REGRESSION)
    {
      const AssayPairedMeasure *of = &paired->measures[measure - self->base->measures];
      values->new_value = of->new_value;
      values->old_value = of->old_value;
      values->difference = of->difference;
      judge_by_interval (values, measure);
      return;
    }
  values->new_value = paired->paired.new_accuracy;
  values->old_value = paired->paired.old_accuracy;
  values->difference = paired->paired.difference;
  values->q = paired->q;
  values->has_flips = paired->paired.rows > 0;
  values->is_regression = paired->is_regression;
  values->is_better = paired->paired.difference.lo > 0 && paired->q <= ASSAY_JUDGE_Q;
}

static void
fill_number (AssayCompareModel   *self,
             const AssayFindings *findings,
             const AssayFinding  *finding,
             AssayCompareValues  *values)
{
  const guint at = self->references[self->reference].index;
  const AssayLiteratureFinding *number = &findings->literature[at];
  const int known = assay_findings_measure (findings, number->measure.name);

  values->difference = finding->literature[at];
  values->n_rows = finding->literature[at].n;
  values->old_value = number->value;
  if (known >= 0)
    values->new_value = finding->measures[known];
  judge_by_interval (values, &number->measure);
}

/* Agreement is of the audit, whatever the threshold. */
static void
fill_people (AssayCompareModel           *self,
             const AssayAgreementFinding *part,
             AssayCompareValues          *values)
{
  if (part == NULL)
    {
      values->difference.why = "agreement is not counted of it";
      return;
    }
  values->new_value = part->level.model;
  values->old_value = part->level.human;
  values->difference = assay_estimate_negated (part->level.room);
  values->n_rows = part->level.room.n;
  judge_by_interval (values, &self->accuracy);
}

/* (transfer full) The finding of each part of the annotators' rows, and the part. */
static GHashTable *
parts_of (const AssayFindings *findings)
{
  GHashTable *parts = g_hash_table_new (NULL, NULL);
  const AssayAnnotatorFindings *annotators = findings->annotators;

  g_hash_table_insert (parts, findings->whole, annotators->whole);
  for (guint i = 0; i < annotators->parts->len; i++)
    {
      AssayAgreementFinding *part = annotators->parts->pdata[i];
      g_hash_table_insert (parts, (gpointer) part->finding, part);
    }
  return parts;
}

static AssayFollow
follow_of (AssayCompareModel  *self,
           const AssayFinding *finding)
{
  const AssayReference *reference = &self->references[self->reference];

  if (self->what_if == NULL || assay_what_if_edge (self->what_if) == assay_what_if_own_edge (self->what_if))
    return ASSAY_FOLLOWS;
  if (reference->kind == ASSAY_REFERENCE_HUMAN
      || (reference->kind == ASSAY_REFERENCE_BASELINE
          && assay_what_if_paired (self->what_if, reference->index) == ASSAY_STAYS))
    return ASSAY_STAYS;
  return assay_what_if_slice (self->what_if, finding);
}

static guint
severity (AssayVerdict verdict)
{
  static const guint severities[] = {
    [ASSAY_VERDICT_NONE] = 0, [ASSAY_VERDICT_PASS] = 1, [ASSAY_VERDICT_UNDECIDED] = 2, [ASSAY_VERDICT_FAIL] = 3,
  };

  return severities[verdict];
}

/* The worst of the checks that ask to be no worse than the reference. */
static void
fill_verdicts (AssayCompareModel *self)
{
  const AssayFindings *findings = assay_compare_model_findings (self);
  g_autoptr (GPtrArray) checks = assay_compare_model_checks (self);
  g_autoptr (GHashTable) rows = g_hash_table_new (NULL, NULL);

  for (guint i = 0; checks->len > 0 && i < self->n; i++)
    g_hash_table_insert (rows, (gpointer) finding_at (findings, i), &self->values[i]);
  for (guint i = 0; i < checks->len; i++)
    {
      const AssayCheckFinding *check = checks->pdata[i];
      for (guint r = 0; r < check->results->len; r++)
        {
          const AssayCheckResult *result = check->results->pdata[r];
          AssayCompareValues *values = g_hash_table_lookup (rows, result->finding);
          if (values != NULL && severity (result->verdict) > severity (values->verdict))
            values->verdict = result->verdict;
        }
    }
}

void
assay_compare_fill (AssayCompareModel *self)
{
  const AssayFindings *findings = assay_compare_model_findings (self);
  const AssayReferenceKind kind = self->references[self->reference].kind;
  const AssayEstimate none = { NAN, NAN, NAN, 0, NULL, 0 };
  g_autoptr (GHashTable) parts = kind == ASSAY_REFERENCE_HUMAN ? parts_of (self->base) : NULL;

  for (guint i = 0; i < self->n; i++)
    {
      const AssayFinding *finding = finding_at (findings, i);
      AssayCompareValues *values = &self->values[i];

      *values = (AssayCompareValues) { .name = values->name, .of = values->of, .new_value = none, .old_value = none,
                                       .difference = none, .q = NAN, .follow = follow_of (self, finding) };
      switch (kind)
        {
        case ASSAY_REFERENCE_BASELINE: fill_model (self, finding, values); break;
        case ASSAY_REFERENCE_LITERATURE: fill_number (self, findings, finding, values); break;
        case ASSAY_REFERENCE_HUMAN:
          fill_people (self, g_hash_table_lookup (parts, finding_at (self->base, i)), values);
          break;
        }
    }
  for (guint i = 0; i < self->n; i++)
    self->values[i].is_too_small = self->values[i].n_rows < self->base->plan->min_rows;
  fill_verdicts (self);
}

/* --- side by side ----------------------------------------------------------------------------------------------- */

/* Each model on its own rows: only accuracy is compared pair by pair. */
static AssayCompareBeside
beside_model (AssayCompareModel *self,
              guint              row,
              guint              at)
{
  const AssayFindings *findings = assay_compare_model_findings (self);
  const AssayFinding *finding = finding_at (findings, row);
  const guint baseline = self->references[self->reference].index, tested = findings->tested[at];
  const AssayEstimate none = { NAN, NAN, NAN, 0, NULL, 0 };

  return (AssayCompareBeside) { &findings->measures[tested], NULL, finding->measures[tested],
                                finding->model_measures[(gsize) baseline * findings->n_measures + tested], none };
}

static AssayCompareBeside
beside_errors (AssayCompareModel *self,
               guint              row,
               guint              at)
{
  const AssayFinding *finding = finding_at (assay_compare_model_findings (self), row);
  const AssayMeasure *measure = self->measures->pdata[at];
  const AssayPairedMeasure *of = &finding->paired[self->references[self->reference].index]
                                      .measures[measure - self->base->measures];

  return (AssayCompareBeside) { measure, NULL, of->new_value, of->old_value, of->difference };
}

static gboolean
is_of_classes (AssayCompareModel *self)
{
  return self->references[self->reference].kind == ASSAY_REFERENCE_BASELINE
         && self->base->plan->task != ASSAY_TASK_REGRESSION;
}

guint
assay_compare_model_n_beside (AssayCompareModel *self)
{
  return is_of_classes (self) ? self->base->n_tested : self->measures->len;
}

AssayCompareBeside
assay_compare_model_beside (AssayCompareModel *self,
                            guint              row,
                            guint              at)
{
  g_return_val_if_fail (row < self->n && at < assay_compare_model_n_beside (self), (AssayCompareBeside) { NULL });
  const AssayCompareValues *values = &self->values[row];

  if (is_of_classes (self))
    return beside_model (self, row, at);
  if (self->references[self->reference].kind == ASSAY_REFERENCE_BASELINE)
    return beside_errors (self, row, at);
  return (AssayCompareBeside) { self->measures->pdata[at],
                                self->references[self->reference].kind == ASSAY_REFERENCE_HUMAN
                                  ? _("As most others say") : NULL,
                                values->new_value, values->old_value, values->difference };
}
