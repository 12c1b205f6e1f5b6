/* statement.c: a check taken as a statement: a number, on which side of a bound (measures.md 8). */
#include "judge-private.h"
#include "measure/moments.h"

#include <string.h>

/* Ends at a confidence near 1 need more draws than 2000: 25 beyond each end, while that is bearable. */
#define DRAWS_BEYOND 25
#define LEAST_DRAWS 2000
#define MOST_DRAWS 50000

/* message: (transfer full) */
static gboolean
fail (const AssayStatement *self,
      char                 *message,
      GError              **error)
{
  g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN, "%s:%u: check '%s': %s", self->findings->plan->file,
               self->check->line, self->check->name, message);
  g_free (message);
  return FALSE;
}

static AssayDirection
direction_of (const AssayCheck   *check,
              const AssayMeasure *measure)
{
  switch (check->better)
    {
    case ASSAY_BETTER_HIGHER: return ASSAY_DIRECTION_HIGHER;
    case ASSAY_BETTER_LOWER: return ASSAY_DIRECTION_LOWER;
    case ASSAY_BETTER_DEFAULT: return measure->direction;
    }
  g_assert_not_reached ();
}

/* (transfer full) */
static char *
no_better_side (const AssayStatement *self)
{
  return g_strdup_printf ("%s has no better side of its own; add better=higher or better=lower", self->measure.name);
}

/* A [measure NAME]. */
static gboolean
is_own (const AssayMeasure *measure)
{
  return measure->id == ASSAY_MEASURE_MEAN || measure->id == ASSAY_MEASURE_RATIO;
}

/* A published number, or a model of the data. */
static gboolean
find_than (AssayStatement *self,
           GError        **error)
{
  const AssayFindings *findings = self->findings;

  for (guint i = 0; i < findings->n_literature; i++)
    if (g_strcmp0 (findings->literature[i].number->name, self->check->than) == 0)
      self->literature = &findings->literature[i];
  if (self->literature != NULL && strcmp (self->literature->measure.name, self->measure.name) != 0)
    return fail (self, g_strdup_printf ("[baseline %s] is a number of %s, not of %s", self->check->than,
                                        self->literature->measure.name, self->measure.name), error);
  if (self->literature != NULL)
    return TRUE;
  while (self->baseline < findings->n_baselines
         && g_strcmp0 (findings->baselines[self->baseline], self->check->than) != 0)
    self->baseline++;
  if (self->baseline == findings->n_baselines)
    return fail (self, g_strdup_printf ("no-worse-than names '%s', which is no baseline= of [data] and no [baseline]",
                                        self->check->than != NULL ? self->check->than : ""), error);
  return TRUE;
}

/* new - old is at least -margin where higher is better, at most the margin where lower is. */
static gboolean
init_difference (AssayStatement *self,
                 GError        **error)
{
  self->is_difference = TRUE;
  if (!find_than (self, error))
    return FALSE;
  if (self->direction == ASSAY_DIRECTION_NONE)
    return fail (self, no_better_side (self), error);
  const gboolean is_moment = self->measure.family == ASSAY_FAMILY_MOMENT;
  const char *why = is_moment ? assay_moments_why_unpaired (&self->measure, self->findings->plan->weight != NULL)
                              : NULL;
  if (why != NULL)
    return fail (self, g_strdup_printf ("%s cannot be compared with a baseline: %s", self->measure.name, why), error);
  self->is_least = self->direction == ASSAY_DIRECTION_HIGHER;
  self->bound = self->is_least ? 0 - self->check->value : self->check->value;
  return TRUE;
}

/* A bound that no value can reach, or every value. */
static gboolean
check_bound (const AssayStatement *self,
             GError              **error)
{
  char *message = assay_judging_why_beyond (&self->measure, self->is_difference ? "margin" : "bound", self->check->value,
                                            self->is_difference);

  return message == NULL || fail (self, message, error);
}

/* class=, or the positive class; a measure of one class needs either. */
static gboolean
init_class (AssayStatement *self,
            GError        **error)
{
  const AssayCounts *counts = self->findings->counts;
  const gboolean is_of_class = assay_measure_is_of_class (&self->measure);
  char *message = NULL;

  self->positive = counts->positive;
  self->has_class = self->check->class_name != NULL;
  if (self->has_class && !is_of_class)
    return fail (self, g_strdup_printf ("%s is not of one class; remove class=", self->measure.name), error);
  if (self->has_class)
    self->positive = assay_judging_find_class (self->findings, self->check->class_name, &message);
  else if (is_of_class && counts->positive == counts->n_classes)
    message = g_strdup_printf ("%s is of one class against the rest; add class=, or positive= in [data]",
                               self->measure.name);
  return message == NULL || fail (self, message, error);
}

gboolean
assay_statement_init (AssayStatement      *self,
                      const AssayFindings *findings,
                      const AssayCheck    *check,
                      GError             **error)
{
  *self = (AssayStatement) { .findings = findings, .check = check, .bound = check->value };
  char *message;

  if (!assay_judging_find_measure (findings->plan, check->measure, &self->measure, &message))
    return fail (self, message, error);
  if (!init_class (self, error))
    return FALSE;
  if (self->measure.id == ASSAY_MEASURE_COST && findings->n_costs == 0)
    return fail (self, g_strdup ("cost needs a section [costs], such as fn=5"), error);
  self->direction = direction_of (check, &self->measure);
  self->is_least = check->bound == ASSAY_BOUND_AT_LEAST;
  if (self->direction == ASSAY_DIRECTION_NONE && is_own (&self->measure))
    return fail (self, no_better_side (self), error);
  return (check->bound != ASSAY_BOUND_NO_WORSE_THAN || init_difference (self, error)) && check_bound (self, error);
}

gboolean
assay_statement_is_cheap (const AssayStatement *self)
{
  if (self->measure.family == ASSAY_FAMILY_MOMENT)
    return TRUE;
  if (self->is_difference && self->literature == NULL && self->measure.family != ASSAY_FAMILY_SCORE)
    return assay_paired_has_formula (&self->measure);
  return self->measure.interval != ASSAY_INTERVAL_DIRICHLET;
}

static guint
draws_for (double confidence)
{
  const double wanted = ceil (2 * DRAWS_BEYOND / (1 - confidence));

  return (guint) CLAMP (wanted, LEAST_DRAWS, MOST_DRAWS);
}

static AssayMeasureOptions
options_for (const AssayStatement *self,
             const AssayFinding   *finding,
             double                confidence)
{
  AssayMeasureOptions options = assay_findings_options (self->findings, confidence, finding->text);

  if (confidence > self->findings->plan->confidence)
    options.n_draws = draws_for (confidence);
  return options;
}

AssayConfusion
assay_statement_confusion (const AssayStatement *self,
                           const AssayFinding   *finding)
{
  AssayMatrix matrix = finding->evidence.matrix;

  if (!self->has_class)
    return finding->confusion;
  matrix.positive = self->positive;
  return assay_confusion (&matrix);
}

AssayEstimate
assay_statement_own (const AssayStatement *self,
                     const AssayFinding   *finding,
                     double                confidence)
{
  const int known = self->has_class ? -1 : assay_findings_measure (self->findings, self->measure.name);
  const AssayMeasureOptions options = options_for (self, finding, confidence);
  AssayEvidence evidence = finding->evidence;

  if (known >= 0 && confidence == self->findings->plan->confidence)
    return finding->measures[known];
  if (self->has_class)
    evidence.matrix.positive = self->positive;
  return assay_measure_estimate (&self->measure, &evidence, &options);
}

static gboolean
needs_probabilities (const AssayMeasure *measure)
{
  return measure->id == ASSAY_MEASURE_BRIER || measure->id == ASSAY_MEASURE_LOG_LOSS
         || measure->id == ASSAY_MEASURE_CALIBRATION_ERROR;
}

/* Of scores that are no probabilities no losses are counted: that is why there is no value, not a lack of rows. */
static AssayEstimate
score_difference (const AssayStatement      *self,
                  const AssayFinding        *finding,
                  const AssayMeasureOptions *options)
{
  const AssayHistogram *new = finding->evidence.scores, *old = finding->models[self->baseline].scores;

  if (needs_probabilities (&self->measure) && new != NULL && old != NULL
      && !(new->is_probability && old->is_probability))
    return (AssayEstimate) { NAN, NAN, NAN, MIN (assay_histogram_rows (new), assay_histogram_rows (old)),
                             ASSAY_OUTSIDE_UNIT };
  return assay_score_difference (&self->measure, &finding->score_pairs[self->baseline], options);
}

AssayEstimate
assay_statement_estimate (const AssayStatement *self,
                          const AssayFinding   *finding,
                          double                confidence)
{
  if (!self->is_difference)
    return assay_statement_own (self, finding, confidence);
  if (self->literature != NULL)
    {
      const AssayEstimate own = assay_statement_own (self, finding, confidence);
      return assay_literature_difference (self->literature, &own, confidence);
    }
  const AssayMeasureOptions options = options_for (self, finding, confidence);
  if (self->measure.family == ASSAY_FAMILY_SCORE)
    return score_difference (self, finding, &options);
  if (self->measure.family == ASSAY_FAMILY_MOMENT)
    return assay_moments_difference (&self->measure, finding->pair_moments + self->baseline * ASSAY_MOMENTS_PAIR,
                                     confidence);
  AssayPairedMatrix pair = finding->pairs[self->baseline];
  if (self->has_class)
    pair.positive = self->positive;
  return assay_paired_difference (&self->measure, &pair, &options, NULL);
}

AssayVerdict
assay_statement_verdict (const AssayStatement *self,
                         double                lo,
                         double                hi)
{
  if (self->is_least ? lo >= self->bound : hi <= self->bound)
    return ASSAY_VERDICT_PASS;
  if (self->is_least ? hi < self->bound : lo > self->bound)
    return ASSAY_VERDICT_FAIL;
  return ASSAY_VERDICT_UNDECIDED;
}
