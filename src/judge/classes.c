/* classes.c: every class of the whole set against the rest, and which are rare. */
#include "judge-private.h"

#include <string.h>

#define MOST_LISTED 12

void
assay_judging_classes (AssayJudging *self)
{
  AssayFindings *findings = self->findings;
  const guint n = findings->counts->n_classes;

  findings->classes = g_new0 (AssayConfusion, MAX (n, 1));
  findings->is_rare = g_new0 (gboolean, MAX (n, 1));
  assay_confusion_classes (&findings->whole->evidence.matrix, findings->classes);
  for (guint i = 0; i < n; i++)
    {
      const AssayConfusion *c = &findings->classes[i];
      findings->is_rare[i] = c->tp + c->fn < findings->plan->rare_class_share * c->n;
    }
}

const AssayMeasure *
assay_findings_class_measures (guint *n_measures)
{
  guint n, first = 0, last = 0;
  const AssayMeasure *table = assay_measure_table (&n);

  /* Those from precision to Jaccard stand together in the table. */
  while (table[first].id != ASSAY_MEASURE_PRECISION)
    first++;
  for (last = first; assay_measure_is_of_class (&table[last]); last++)
    ;
  *n_measures = last - first;
  return table + first;
}

guint
assay_judging_find_class (const AssayFindings *self,
                          const char          *name,
                          char               **message)
{
  const AssayCounts *counts = self->counts;

  for (guint i = 0; i < counts->n_classes; i++)
    if (strcmp (counts->classes[i], name) == 0)
      return i;
  const char *nearest = assay_plan_nearest (name, (const char *const *) counts->classes, counts->n_classes);
  if (nearest != NULL)
    *message = g_strdup_printf ("there is no class '%s'; did you mean '%s'?", name, nearest);
  else if (counts->n_classes > MOST_LISTED)
    *message = g_strdup_printf ("there is no class '%s' among the %u; `assay show AUDIT classes` lists them", name,
                                counts->n_classes);
  else
    {
      g_autofree char *list = g_strjoinv ("', '", counts->classes);
      *message = g_strdup_printf ("there is no class '%s'; the classes are '%s'", name, list);
    }
  return G_MAXUINT;
}

AssayEstimate
assay_findings_class_estimate (const AssayFindings  *self,
                               const AssayFinding   *finding,
                               guint                 class,
                               const AssayMeasure   *measure,
                               const AssayConfusion *confusion)
{
  AssayEvidence evidence = finding->evidence;

  if (evidence.weights == NULL && evidence.replicates == NULL)
    return assay_confusion_estimate (measure, confusion, self->plan->confidence);
  evidence.matrix.positive = class;
  const AssayMeasureOptions options = assay_findings_options (self, self->plan->confidence, finding->text);
  return assay_measure_estimate (measure, &evidence, &options);
}
