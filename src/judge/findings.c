/* findings.c: a plan and what was counted in, everything that follows out.
 *
 *   measures     those to work out for every slice, and which of them are tested
 *   slices       from the tables, with their evidence          slices.c, evidence-*.c, same-rows.c
 *   estimates    every measure of every slice                  src/measure
 *   rest, pairs  tests over families of slices                 rest.c, paired-findings.c
 *   checks       statements with verdicts, then the audit's    checks.c, verdict.c
 */
#include "judge-private.h"
#include "measure/moments.h"
#include "measure/replicates.h"

#include <string.h>

G_DEFINE_QUARK (assay-judge-error-quark, assay_judge_error)

void
assay_finding_free (AssayFinding *self,
                    guint         n_baselines)
{
  if (self == NULL)
    return;
  g_free (self->parts);
  g_free (self->text);
  assay_evidence_clear (&self->evidence);
  g_free (self->measures);
  g_free (self->rest);
  for (guint i = 0; self->paired != NULL && i < n_baselines; i++)
    g_free (self->paired[i].measures);
  g_free (self->paired);
  for (guint i = 0; i < n_baselines; i++)
    {
      g_free ((gpointer) self->pairs[i].cells);
      g_free ((gpointer) self->score_pairs[i].pairs);
      assay_evidence_clear (&self->models[i]);
      g_free ((gpointer) self->pairs[i].weights);
      assay_replicates_free ((AssayReplicates *) self->pairs[i].replicates);
    }
  g_free (self->pairs);
  g_free (self->models);
  g_free (self->model_measures);
  g_free (self->literature);
  g_free (self->score_pairs);
  g_free (self->pair_moments);
  g_free (self);
}

void
assay_findings_free (AssayFindings *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->slices->len; i++)
    assay_finding_free (g_ptr_array_index (self->slices, i), self->n_baselines);
  for (guint i = 0; i < self->tags->len; i++)
    assay_finding_free (g_ptr_array_index (self->tags, i), self->n_baselines);
  assay_finding_free (self->whole, self->n_baselines);
  g_ptr_array_unref (self->slices);
  for (guint i = 0; i < self->controlled->len; i++)
    assay_finding_free (g_ptr_array_index (self->controlled, i), self->n_baselines);
  g_ptr_array_unref (self->controlled);
  g_ptr_array_unref (self->tags);
  assay_tag_findings_free (self->tag_findings);
  assay_annotator_findings_free (self->annotators);
  assay_fairness_findings_free (self->fairness);
  g_array_unref (self->gaps);
  g_ptr_array_unref (self->checks);
  g_ptr_array_unref (self->score_edges);
  g_free (self->measures);
  g_free (self->tested);
  g_free (self->baselines);
  g_free (self->literature);
  g_free (self->costs);
  g_free (self->cost_unit);
  g_free (self->classes);
  g_free (self->is_rare);
  g_free (self->verdict_reason);
  g_free (self);
}

AssayMeasureOptions
assay_findings_options (const AssayFindings *self,
                        double               confidence,
                        const char          *stream)
{
  return (AssayMeasureOptions) { .confidence = confidence, .seed = self->plan->seed, .stream = stream,
                                 .costs = self->costs, .n_costs = self->n_costs };
}

int
assay_findings_measure (const AssayFindings *self,
                        const char          *name)
{
  for (guint i = 0; i < self->n_measures; i++)
    if (strcmp (self->measures[i].name, name) == 0)
      return (int) i;
  return -1;
}

gboolean
assay_findings_are_effective (const AssayFindings *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  for (guint i = 0; i < self->n_measures; i++)
    if (self->whole->measures[i].n_eff > 0)
      return TRUE;
  return FALSE;
}

/* --- measures ----------------------------------------------------------------------------------------------- */

/* What measures= is where the plan does not name it and no class is the positive one. */
static const char *const default_multiclass[] = { "accuracy", "balanced_accuracy", "macro_f1", NULL };

/* message: (transfer full) */
static gboolean
fail_measures (const AssayPlan *plan,
               char            *message,
               GError         **error)
{
  g_autofree char *where = assay_plan_where (plan, "slices", "measures");

  g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN, "%s: measures= of [slices]: %s", where, message);
  g_free (message);
  return FALSE;
}

static gboolean
find_planned (const AssayFindings *self,
              const char          *name,
              AssayMeasure        *measure,
              GError             **error)
{
  char *message;

  if (!assay_judging_find_measure (self->plan, name, measure, &message))
    return fail_measures (self->plan, message, error);
  if (assay_measure_is_of_class (measure) && self->counts->positive == self->counts->n_classes)
    return fail_measures (self->plan, g_strdup_printf ("%s is of one class against the rest; set positive= in "
                                                       "[data], or name an average such as macro_f1", name), error);
  if (measure->id == ASSAY_MEASURE_COST && self->n_costs == 0)
    return fail_measures (self->plan, g_strdup ("cost needs a section [costs], such as fn=5"), error);
  return TRUE;
}

/* (transfer full) (element-type AssayMeasure) measures= of the plan. */
static GArray *
planned_measures (const AssayFindings *self,
                  GError             **error)
{
  g_autoptr (GArray) planned = g_array_new (FALSE, FALSE, sizeof (AssayMeasure));
  const gboolean is_multiclass = self->counts->positive == self->counts->n_classes && self->counts->n_classes > 0;
  const char *const *names = is_multiclass && !self->plan->measures_given ? default_multiclass
                                                                         : (const char *const *) self->plan->measures;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      AssayMeasure measure;

      if (!find_planned (self, names[i], &measure, error))
        return NULL;
      g_array_append_val (planned, measure);
    }
  return g_steal_pointer (&planned);
}

static gboolean
has_measure (const GArray *measures,
             const char   *name)
{
  for (guint i = 0; i < measures->len; i++)
    if (strcmp (g_array_index (measures, AssayMeasure, i).name, name) == 0)
      return TRUE;
  return FALSE;
}

/* Closed forms always, where the set has what they need; averages say little beside them. */
static gboolean
is_standing (const AssayFindings *self,
             const AssayMeasure  *measure)
{
  const gboolean has_positive = self->counts->positive < self->counts->n_classes;

  if (self->plan->task == ASSAY_TASK_REGRESSION)
    return FALSE;
  if (measure->id == ASSAY_MEASURE_COST)
    return self->n_costs > 0;
  if (measure->family != ASSAY_FAMILY_MATRIX || measure->interval == ASSAY_INTERVAL_DIRICHLET)
    return FALSE;
  if (measure->id == ASSAY_MEASURE_MACRO_RECALL || measure->id == ASSAY_MEASURE_WEIGHTED_RECALL)
    return FALSE;
  return has_positive || !assay_measure_is_of_class (measure);
}

/* The table's order; standing ones, others when planned; then the planned F-betas. */
static void
choose_measures (AssayFindings *self,
                 const GArray  *planned)
{
  guint n_table;
  const AssayMeasure *table = assay_measure_table (&n_table);
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (AssayMeasure));

  for (guint i = 0; i < n_table; i++)
    if (is_standing (self, &table[i]) || has_measure (planned, table[i].name))
      g_array_append_val (chosen, table[i]);
  assay_judging_add_moment_measures (self->plan, chosen);
  for (guint i = 0; i < planned->len; i++)
    {
      const AssayMeasure *measure = &g_array_index (planned, AssayMeasure, i);
      if (!has_measure (chosen, measure->name))
        g_array_append_val (chosen, *measure);
    }
  self->n_measures = chosen->len;
  self->measures = (AssayMeasure *) (gpointer) g_array_free (g_steal_pointer (&chosen), FALSE);
}

static gboolean
set_measures (AssayFindings *self,
              GError       **error)
{
  g_autoptr (GArray) planned = planned_measures (self, error);

  if (planned == NULL)
    return FALSE;
  choose_measures (self, planned);
  self->tested = g_new (guint, MAX (planned->len, 1));
  for (guint i = 0; i < planned->len; i++)
    {
      const guint at = (guint) assay_findings_measure (self, g_array_index (planned, AssayMeasure, i).name);
      guint before = 0;

      while (before < self->n_tested && self->tested[before] != at)
        before++;
      if (before == self->n_tested)
        self->tested[self->n_tested++] = at;
    }
  return TRUE;
}

static void
set_baselines (AssayFindings *self)
{
  char *const *names = self->plan->baselines;

  self->n_baselines = names != NULL ? g_strv_length ((char **) names) : 0;
  self->baselines = g_new0 (const char *, self->n_baselines + 1);
  for (guint i = 0; i < self->n_baselines; i++)
    self->baselines[i] = names[i];
}

/* Every measure of one baseline's own predictions. The moments of a regression's are those of the pair; a mean
 * or a ratio of columns is of no model. */
static void
estimate_model (const AssayFindings       *self,
                AssayFinding              *finding,
                guint                      baseline,
                const AssayMeasureOptions *options)
{
  AssayEvidence evidence = finding->models[baseline];
  AssayEstimate *estimates = finding->model_measures + (gsize) baseline * self->n_measures;
  g_autofree AssayMoments *moments = g_new0 (AssayMoments,
                                             MAX (finding->evidence.n_moments, ASSAY_MOMENTS_REGRESSION));

  if (finding->pair_moments != NULL)
    assay_moments_of_old (finding->pair_moments + baseline * ASSAY_MOMENTS_PAIR, moments);
  evidence.moments = moments;
  evidence.n_moments = finding->evidence.n_moments;
  assay_measure_estimates (self->measures, self->n_measures, &evidence, options, estimates);
  for (guint i = 0; i < self->n_measures; i++)
    if (self->measures[i].family == ASSAY_FAMILY_MOMENT
        && assay_moments_why_unpaired (&self->measures[i], FALSE) != NULL)
      estimates[i] = (AssayEstimate) { NAN, NAN, NAN, 0, assay_moments_why_unpaired (&self->measures[i], FALSE) };
}

static void
estimate (const AssayFindings *self,
          AssayFinding        *finding,
          gpointer             unused)
{
  const AssayMeasureOptions options = assay_findings_options (self, self->plan->confidence, finding->text);

  finding->measures = g_new (AssayEstimate, MAX (self->n_measures, 1));
  assay_measure_estimates (self->measures, self->n_measures, &finding->evidence, &options, finding->measures);
  finding->model_measures = g_new (AssayEstimate, MAX (self->n_measures * self->n_baselines, 1));
  for (guint i = 0; i < self->n_baselines; i++)
    estimate_model (self, finding, i, &options);
}

/* --- disagreement of prediction and score -------------------------------------------------------------------- */

typedef struct
{
  guint   prediction, scored; /* positions of the axes */
  guint   positive;           /* its code among predictions */
  guint   positive_score;     /* the code of a score at or above the threshold: SCORED has the classes' names too */
  guint64 n;
} Disagreement;

static void
visit_scored (const guint *codes,
              guint64      count,
              gpointer     data)
{
  Disagreement *self = data;
  const guint prediction = codes[self->prediction], scored = codes[self->scored];

  if (prediction != 0 && scored != 0 && (prediction == self->positive) != (scored == self->positive_score))
    self->n += count;
}

static gboolean
find_axis (const AssayCountTable *table,
           AssayAxisKind          kind,
           guint                 *position)
{
  for (guint i = 0; i < table->n_axes; i++)
    if (table->axes[i]->kind == kind)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

/* 0: no score is at or above the threshold. */
static guint
code_of_value (const AssayAxis *axis,
               const char      *value)
{
  for (guint code = 1; code < axis->n_codes; code++)
    if (g_strcmp0 (axis->values[code], value) == 0)
      return code;
  return 0;
}

/* Any one table over both tells of all rows. Without a positive class a score says only how sure the prediction
 * is. */
static guint64
count_disagreement (const AssayCounts *counts)
{
  Disagreement disagreement = { .positive = counts->positive + 1 };

  if (counts->positive == counts->n_classes)
    return 0;

  for (guint i = 0; i < counts->tables->len; i++)
    {
      const AssayCountTable *table = g_ptr_array_index (counts->tables, i);

      if (!find_axis (table, ASSAY_AXIS_PREDICTION, &disagreement.prediction)
          || !find_axis (table, ASSAY_AXIS_SCORED, &disagreement.scored))
        continue;
      disagreement.positive_score = code_of_value (table->axes[disagreement.scored],
                                                   counts->classes[counts->positive]);
      assay_count_table_foreach (table, visit_scored, &disagreement);
      break;
    }
  return disagreement.n;
}

/* Tags are judged as slices are, and listed for themselves. */
static void
split_tags (AssayFindings *self)
{
  guint n = 0;

  for (guint i = 0; i < self->slices->len; i++)
    {
      AssayFinding *finding = g_ptr_array_index (self->slices, i);

      if (finding->kind == ASSAY_SLICE_TAG)
        g_ptr_array_add (self->tags, finding);
      else
        self->slices->pdata[n++] = finding;
    }
  g_ptr_array_set_size (self->slices, (int) n);
}

/* --- all of it ---------------------------------------------------------------------------------------------- */

/* Without labels or predictions there is nothing to measure, test or check: rows and slices, and the annotators. */
static gboolean
work_out_annotators (AssayJudging *judging,
                     GError      **error)
{
  AssayFindings *self = judging->findings;

  /* An audit is not made of such a plan; a file that claims to be one may have it. */
  if (self->plan->annotators[0] == NULL)
    {
      g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN, "%s: there are neither label and prediction nor annotators",
                   self->plan->file);
      return FALSE;
    }
  set_baselines (self);
  if (!assay_judging_slices (judging, error))
    return FALSE;
  assay_judging_classes (judging);
  assay_judging_annotators (judging);
  split_tags (self);
  if (!assay_judging_tags (judging, error))
    return FALSE;
  assay_findings_conclude (self);
  return TRUE;
}

static gboolean
work_out (AssayJudging *judging,
          GError      **error)
{
  AssayFindings *self = judging->findings;

  if (!assay_plan_has_model (self->plan))
    return work_out_annotators (judging, error);
  if (!assay_judging_check_own_measures (self->plan, error) || !assay_judging_costs (judging, error)
      || !set_measures (self, error) || !assay_judging_literature (judging, error))
    return FALSE;
  set_baselines (self);
  if (!assay_judging_slices (judging, error))
    return FALSE;
  assay_judging_whole_and_slices (self, estimate, NULL);
  assay_judging_classes (judging);
  assay_judging_against_literature (judging);
  self->n_left_out = self->whole->n_left_out;
  self->n_disagree = count_disagreement (self->counts);
  assay_judging_same_rows (judging);
  assay_judging_rest (judging);
  assay_judging_paired (judging);
  assay_judging_annotators (judging);
  split_tags (self);
  if (!assay_judging_tags (judging, error))
    return FALSE;
  assay_judging_gaps (judging);
  if (!assay_judging_fairness (judging, error) || !assay_judging_checks (judging, error))
    return FALSE;
  assay_findings_conclude (self);
  return TRUE;
}

AssayFindings *
assay_findings_new (const AssayPlan   *plan,
                    const AssayCounts *counts,
                    GError           **error)
{
  g_return_val_if_fail (plan != NULL && counts != NULL, NULL);

  g_autoptr (AssayFindings) self = g_new0 (AssayFindings, 1);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (AssaySliceKey));
  g_autoptr (GArray) slices = g_array_new (FALSE, FALSE, sizeof (AssayCodedSlice));
  AssayJudging judging = { .findings = self, .keys = keys, .slices = slices };

  self->plan = plan;
  self->counts = counts;
  self->slices = g_ptr_array_new ();
  self->tags = g_ptr_array_new ();
  self->controlled = g_ptr_array_new ();
  self->gaps = g_array_new (FALSE, FALSE, sizeof (AssayGap));
  g_array_set_clear_func (self->gaps, (GDestroyNotify) assay_gap_clear);
  self->score_edges = g_ptr_array_new_with_free_func (g_free);
  self->checks = g_ptr_array_new_with_free_func (assay_check_finding_free);
  return work_out (&judging, error) ? g_steal_pointer (&self) : NULL;
}
