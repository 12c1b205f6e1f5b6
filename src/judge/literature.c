/* literature.c: the audited model against published numbers (measures.md 5, 6).
 *
 * A number without its rows is taken as exact: the difference has the ends of the model's own interval, less the
 * number. With its rows it has an interval of its own, and the two are disjoint samples: MOVER, for shares
 * Newcombe's.
 */
#include "judge-private.h"

static gboolean
fail (const AssayFindings   *self,
      const AssayLiterature *number,
      char                  *message, /* taken */
      GError               **error)
{
  g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN, "%s:%u: [baseline %s]: %s", self->plan->file,
               number->line, number->name, message);
  g_free (message);
  return FALSE;
}

static gboolean
init (AssayLiteratureFinding *self,
      const AssayFindings    *findings,
      GError                **error)
{
  const AssayLiterature *number = self->number;
  char *message;

  if (!assay_judging_find_measure (findings->plan, number->measure, &self->measure, &message))
    return fail (findings, number, message, error);
  if (assay_measure_is_of_class (&self->measure) && findings->counts->positive == findings->counts->n_classes)
    return fail (findings, number, g_strdup_printf ("%s is of one class against the rest; set positive= in [data]",
                                                    number->measure), error);
  if (self->measure.id == ASSAY_MEASURE_COST && findings->n_costs == 0)
    return fail (findings, number, g_strdup ("cost needs a section [costs], such as fn=5"), error);
  message = assay_judging_why_beyond (&self->measure, "value", number->value, FALSE);
  if (message != NULL)
    return fail (findings, number, message, error);
  self->value = (AssayEstimate) { number->value, NAN, NAN, number->n, "taken as exact" };
  if (number->n == 0)
    return TRUE;
  if (self->measure.interval != ASSAY_INTERVAL_WILSON)
    return fail (findings, number, g_strdup ("n= is for a number that is a share of rows; remove it"), error);
  self->value = assay_wilson_share (number->value, number->n, findings->plan->confidence);
  return TRUE;
}

gboolean
assay_judging_literature (AssayJudging *self,
                          GError      **error)
{
  AssayFindings *findings = self->findings;
  const GPtrArray *numbers = findings->plan->literature;

  findings->literature = g_new0 (AssayLiteratureFinding, MAX (numbers->len, 1));
  for (; findings->n_literature < numbers->len; findings->n_literature++)
    {
      AssayLiteratureFinding *finding = &findings->literature[findings->n_literature];

      finding->number = numbers->pdata[findings->n_literature];
      if (!init (finding, findings, error))
        return FALSE;
    }
  return TRUE;
}

AssayEstimate
assay_literature_difference (const AssayLiteratureFinding *self,
                             const AssayEstimate          *estimate,
                             double                        confidence)
{
  const AssayLiterature *number = self->number;
  AssayEstimate difference = *estimate;

  if (number->n > 0)
    {
      const AssayEstimate other = assay_wilson_share (number->value, number->n, confidence);
      return assay_mover (estimate, &other);
    }
  difference.value -= number->value;
  difference.lo -= number->value;
  difference.hi -= number->value;
  return difference;
}

void
assay_judging_compare_literature (const AssayFindings *self,
                                  AssayFinding        *finding)
{
  const double confidence = self->plan->confidence;

  for (guint i = 0; i < self->n_literature; i++)
    {
      const AssayLiteratureFinding *literature = &self->literature[i];
      const int known = assay_findings_measure (self, literature->measure.name);
      const AssayMeasureOptions options = assay_findings_options (self, confidence, finding->text);
      const AssayEstimate own = known >= 0 ? finding->measures[known]
                                           : assay_measure_estimate (&literature->measure, &finding->evidence,
                                                                     &options);

      finding->literature[i] = assay_literature_difference (literature, &own, confidence);
    }
}

static void
compare (const AssayFindings *self,
         AssayFinding        *finding)
{
  finding->literature = g_new0 (AssayEstimate, MAX (self->n_literature, 1));
  assay_judging_compare_literature (self, finding);
}

void
assay_judging_against_literature (AssayJudging *self)
{
  compare (self->findings, self->findings->whole);
  for (guint i = 0; i < self->findings->slices->len; i++)
    compare (self->findings, self->findings->slices->pdata[i]);
}
