/* chart-kinds.c: the kinds of charts that assay chart writes, and what each is made of. */
#include "chart-private.h"

#include "measure/scores.h"

#include <math.h>
#include <string.h>

#define MOST_ROWS 60 /* of a chart of slices */

/* --- slices ----------------------------------------------------------------------------------------------------- */

static AssayFigure *
make_dots (AssayChartMaker *self)
{
  const AssayFindings *findings = self->story.findings;
  const char *column = self->request->column;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (findings->n_tested == 0 || findings->slices->len == 0)
    return assay_chart_fail (self, "the audit has no slices to show as dots");
  if (column == NULL)
    {
      AssayFigure *figure = assay_exhibit_behind (&self->story);
      if (figure != NULL)
        return figure;
      return assay_chart_fail (self, "no slice is behind the rest in %s; name a --column to see all of its slices",
                               findings->measures[findings->tested[self->story.tested]].name);
    }
  AssayFigure *figure = assay_exhibit_column (&self->story, column, NAN, NAN);
  for (guint i = 0; i < findings->plan->columns->len; i++)
    g_ptr_array_add (names, ((const AssayCross *) findings->plan->columns->pdata[i])->columns[0]);
  if (figure == NULL)
    assay_chart_fail_name (self, "column", column, names);
  return figure;
}

/* As a plan writes it, the columns in either order. */
static gboolean
is_cross (const AssayCross *cross,
          const char       *text)
{
  g_autofree char *one = g_strconcat (cross->columns[0], "*", cross->columns[1], NULL);
  g_autofree char *other = g_strconcat (cross->columns[1], "*", cross->columns[0], NULL);

  return strcmp (one, text) == 0 || strcmp (other, text) == 0;
}

static AssayFigure *
make_heat (AssayChartMaker *self)
{
  const GPtrArray *crosses = self->story.findings->plan->crosses;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const AssayCross *found = NULL;

  for (guint i = 0; i < crosses->len; i++)
    {
      const AssayCross *cross = crosses->pdata[i];
      if (cross->n_columns != 2)
        continue;
      if (self->request->cross != NULL && is_cross (cross, self->request->cross))
        found = cross;
      g_ptr_array_add (names, g_strconcat (cross->columns[0], "*", cross->columns[1], NULL));
      if (self->request->cross == NULL && names->len == 1)
        found = cross;
    }
  if (names->len == 0 || self->story.findings->n_tested == 0)
    return assay_chart_fail (self, "the audit crosses no two columns; a heat map needs cross= in the plan");
  if (self->request->cross == NULL && names->len > 1)
    return assay_chart_ask (self, "which crossing?", "--cross", names);
  if (found == NULL)
    return assay_chart_fail_name (self, "crossing", self->request->cross, names);
  AssayFigure *figure = assay_exhibit_crossing (&self->story, found);
  return figure != NULL ? figure : assay_chart_fail (self, "the crossing has no rows");
}

/* --- scores and classes ----------------------------------------------------------------------------------------- */

/* Whose scores a chart is of. */
static gboolean
find_scored (AssayChartMaker       *self,
             AssayScored *scored)
{
  const AssayPlan *plan = self->story.report->plan;
  const char *of = assay_chart_of (self);
  const gboolean has_whole = assay_chart_evidence (self, self->story.findings->whole)->scores != NULL;

  scored->evidence = assay_chart_evidence (self, self->slice);
  scored->name = of != NULL ? of : plan->score;
  scored->threshold = plan->threshold;
  if (scored->evidence->scores != NULL && self->baseline >= 0)
    scored->threshold = assay_plan_model (plan, self->story.findings->baselines[self->baseline])->threshold;
  if (scored->evidence->scores != NULL && assay_histogram_rows (scored->evidence->scores) > 0)
    return TRUE;
  if (scored->evidence->scores == NULL && has_whole)
    assay_chart_fail (self, "the audit has no scores of this slice; with roc_auc in measures= of the plan it has those of "
                            "crossings, and of every model");
  else if (self->slice->kind != ASSAY_SLICE_WHOLE && has_whole)
    assay_chart_fail (self, "the slice '%s' has no rows with a score", self->slice->text);
  else if (self->baseline >= 0)
    assay_chart_fail (self, "the audit has no scores of %s", self->request->baseline);
  else
    assay_chart_fail (self, "the audit has no scores; a %s chart needs score= in the plan", self->request->kind);
  return FALSE;
}

static AssayFigure *
make_curve (AssayChartMaker          *self,
            AssayScorePlot  plot)
{
  AssayScored scored;
  g_autoptr (GArray) models = NULL;

  if (!find_scored (self, &scored))
    return NULL;
  if (scored.evidence->scores->is_top_label)
    return assay_chart_fail (self, "with more than two classes a score is that of the predicted class: there is no "
                                   "%s chart, but calibration and threshold", self->request->kind);
  const gboolean is_whole = self->slice->kind == ASSAY_SLICE_WHOLE;
  if (is_whole && self->baseline < 0)
    models = assay_report_scored (self->story.report);
  else
    models = g_array_new (FALSE, FALSE, sizeof (AssayScored));
  const AssayEvidence *all = assay_chart_evidence (self, self->story.findings->whole);
  const AssayScored whole = { "whole set", all, scored.threshold };
  if (!is_whole)
    g_array_append_val (models, whole);
  if (models->len == 0 || !is_whole)
    g_array_append_val (models, scored);
  return assay_exhibit_curve (&self->story, plot, models, is_whole ? NULL : assay_chart_of (self));
}

static AssayFigure *
make_roc (AssayChartMaker *self)
{
  return make_curve (self, ASSAY_PLOT_ROC);
}

static AssayFigure *
make_pr (AssayChartMaker *self)
{
  return make_curve (self, ASSAY_PLOT_PR);
}

static AssayFigure *
make_threshold (AssayChartMaker *self)
{
  AssayScored scored;

  if (!find_scored (self, &scored))
    return NULL;
  AssayFigure *figure = assay_exhibit_thresholds (&self->story, &scored, assay_chart_of (self));
  return figure != NULL ? figure : assay_chart_fail (self, "all scores are alike: there is one threshold only");
}

static AssayFigure *
make_calibration (AssayChartMaker *self)
{
  AssayScored scored;
  const char *why = NULL;

  if (!find_scored (self, &scored))
    return NULL;
  AssayFigure *figure = assay_exhibit_calibration (&self->story, &scored, &why);
  return figure != NULL ? figure : assay_chart_fail (self, "the calibration is undefined: %s", why);
}

static AssayFigure *
make_confusion (AssayChartMaker *self)
{
  if (self->story.report->plan->task == ASSAY_TASK_REGRESSION)
    return assay_chart_fail (self, "a regression has no classes to confuse");
  const AssayMatrix *matrix = &assay_chart_evidence (self, self->slice)->matrix;
  AssayFigure *figure = assay_exhibit_confusion (&self->story, matrix, assay_chart_of (self));
  if (figure != NULL)
    return figure;
  return assay_chart_fail (self, "%s%s%s has no rows with a label and a prediction",
                           *self->slice->text != '\0' ? "the slice '" : "the whole set", self->slice->text,
                           *self->slice->text != '\0' ? "'" : "");
}

/* --- models and checks ------------------------------------------------------------------------------------------ */

/* The baseline that was named, or the only one. */
static gboolean
need_baseline (AssayChartMaker *self)
{
  const AssayFindings *findings = self->story.findings;

  if (findings->n_baselines == 0)
    assay_chart_fail (self, "the audit compares no models; a %s chart needs baseline= in the plan",
                      self->request->kind);
  else if (self->baseline < 0 && findings->n_baselines > 1)
    {
      g_autoptr (GPtrArray) names = g_ptr_array_new ();
      for (guint i = 0; i < findings->n_baselines; i++)
        g_ptr_array_add (names, (gpointer) findings->baselines[i]);
      assay_chart_ask (self, "against which model?", "--baseline", names);
    }
  else
    {
      self->baseline = MAX (self->baseline, 0);
      return TRUE;
    }
  return FALSE;
}

static AssayFigure *
make_paired (AssayChartMaker *self)
{
  if (!need_baseline (self))
    return NULL;
  AssayFigure *(*exhibit) (AssayStory *, guint, const char *, guint) =
    self->story.report->plan->task == ASSAY_TASK_REGRESSION ? assay_exhibit_error_pairs : assay_exhibit_pairs;
  AssayFigure *figure = exhibit (&self->story, (guint) self->baseline, self->request->column, MOST_ROWS);
  if (figure != NULL)
    figure->n_rows = ((const AssayPairedChart *) figure->data)->n_pairs; /* those that lose most come first */
  if (figure != NULL || self->request->column == NULL)
    return figure != NULL ? figure : assay_chart_fail (self, "no slice is large enough to compare the models in");
  return assay_chart_fail (self, "no slice of a column '%s' is large enough to compare the models in",
                           self->request->column);
}

static AssayFigure *
make_flips (AssayChartMaker *self)
{
  if (self->story.report->plan->task == ASSAY_TASK_REGRESSION)
    return assay_chart_fail (self, "a %s chart is of right and wrong predictions; this audit is a regression",
                             self->request->kind);
  if (!need_baseline (self))
    return NULL;
  AssayFigure *figure = assay_exhibit_flips (&self->story, (guint) self->baseline, self->slice);
  return figure != NULL ? figure : assay_chart_fail (self, "the two models have judged no row in common");
}

static AssayFigure *
make_bound (AssayChartMaker *self)
{
  const GPtrArray *checks = self->story.findings->checks;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const AssayCheckFinding *found = checks->len == 1 && self->request->check == NULL ? checks->pdata[0] : NULL;

  for (guint i = 0; i < checks->len; i++)
    {
      const AssayCheckFinding *check = checks->pdata[i];
      g_ptr_array_add (names, check->check->name);
      if (g_strcmp0 (check->check->name, self->request->check) == 0)
        found = check;
    }
  if (checks->len == 0)
    return assay_chart_fail (self, "the plan has no checks, and a bound chart is of one");
  if (found == NULL && self->request->check == NULL)
    return assay_chart_ask (self, "which check?", "--check", names);
  if (found == NULL)
    return assay_chart_fail_name (self, "check", self->request->check, names);
  AssayFigure *figure = assay_exhibit_check (&self->story, found, MOST_ROWS, TRUE);
  return figure != NULL ? figure : assay_chart_fail (self, "the check '%s' judges no slice", found->check->name);
}

/* --- tags ------------------------------------------------------------------------------------------------------- */

/* Of the reference that priorities are held against, or of the baseline that was named. */
static AssayFigure *
make_pareto (AssayChartMaker *self)
{
  const AssayTagFindings *tags = self->story.findings->tag_findings;
  int reference = tags != NULL ? tags->against : -1;

  if (tags == NULL)
    return assay_chart_fail (self, "the audit has no error tags; a pareto chart needs tags= in the plan");
  for (guint i = 0; i < tags->n_references && self->baseline >= 0; i++)
    if (tags->references[i].kind == ASSAY_REFERENCE_BASELINE && tags->references[i].index == (guint) self->baseline)
      reference = (int) i;
  if (reference < 0)
    return assay_chart_fail (
        self, "nothing is known to gain on: a pareto chart needs baseline= in the plan, such as human level");
  AssayFigure *figure = assay_exhibit_tag_gains (&self->story, (guint) reference);
  return figure != NULL
             ? figure
             : assay_chart_fail (self, "what mending a tag would gain is not known: only errors were reviewed, "
                                       "or no row has both models' predictions");
}

/* Tags that come together. */
static AssayFigure *
make_tags (AssayChartMaker *self)
{
  const AssayTagFindings *tags = self->story.findings->tag_findings;

  if (tags == NULL)
    return assay_chart_fail (self, "the audit has no error tags; a tags chart needs tags= in the plan");
  AssayFigure *figure = assay_exhibit_tag_pairs (&self->story);
  return figure != NULL ? figure
                        : assay_chart_fail (self, "no two tags are on the same row, or only errors were tagged");
}

/* Over a column; without one over the sets of tags, or the only column. */
static AssayFigure *
make_gap (AssayChartMaker *self)
{
  const GArray *gaps = self->story.findings->gaps;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const AssayGap *found = NULL;

  if (!need_baseline (self))
    return NULL;
  for (guint i = 0; gaps != NULL && i < gaps->len; i++)
    {
      const AssayGap *gap = &g_array_index (gaps, AssayGap, i);
      if (gap->reference.kind != ASSAY_REFERENCE_BASELINE || gap->reference.index != (guint) self->baseline)
        continue;
      if (gap->column != NULL)
        g_ptr_array_add (names, (gpointer) gap->column);
      if (g_strcmp0 (gap->column, self->request->column) == 0 || (found == NULL && self->request->column == NULL))
        found = gap;
    }
  if (found == NULL && self->request->column != NULL)
    return assay_chart_fail_name (self, "column", self->request->column, names);
  if (found == NULL)
    return assay_chart_fail (
        self, "the audit has nothing to divide a gap by; a gap chart needs columns= or tags= in the plan");
  if (found->column != NULL && self->request->column == NULL && names->len > 1)
    return assay_chart_ask (self, "by which column?", "--column", names);
  AssayFigure *figure = assay_exhibit_gap (&self->story, found, TRUE);
  return figure != NULL ? figure : assay_chart_fail (self, "the two models have judged no row in common");
}

/* --- annotators --------------------------------------------------------------------------------------------------- */

/* As it was asked for, the two in either order. */
static gboolean
is_pair (char *const                 *names,
         const AssayPairOfAnnotators *pair,
         const char                  *text)
{
  g_autofree char *one = g_strconcat (names[pair->i], "*", names[pair->j], NULL);
  g_autofree char *other = g_strconcat (names[pair->j], "*", names[pair->i], NULL);

  return strcmp (one, text) == 0 || strcmp (other, text) == 0;
}

/* The pair that was named; without a name the one that agrees least. */
static const AssayPairOfAnnotators *
find_pair (AssayChartMaker             *self,
           const AssayAgreementFinding *of)
{
  char *const *annotators = self->story.findings->annotators->names;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (self->request->pair == NULL)
    {
      const AssayPairOfAnnotators *least = assay_story_least_pair (self->story.report->plan, of);
      if (least == NULL)
        assay_chart_fail (self, "no two annotators have rated the same row");
      return least;
    }
  for (guint i = 0; i < of->n_pairs; i++)
    {
      const AssayPairOfAnnotators *pair = &of->pairs[i];
      if (is_pair (annotators, pair, self->request->pair))
        return pair;
      g_ptr_array_add (names, g_strconcat (annotators[pair->i], "*", annotators[pair->j], NULL));
    }
  assay_chart_fail_name (self, "pair of annotators", self->request->pair, names);
  return NULL;
}

/* The annotators of the slice that was asked for; NULL: why is told. */
static const AssayAgreementFinding *
find_agreement (AssayChartMaker *self)
{
  if (self->story.findings->annotators == NULL)
    {
      assay_chart_fail (self, "the audit has no annotators; %s %s chart needs annotators= in the plan",
                        strchr ("aeiou", self->request->kind[0]) != NULL ? "an" : "a", self->request->kind);
      return NULL;
    }
  const AssayAgreementFinding *of = assay_findings_agreement (self->story.findings, self->slice);
  if (of == NULL)
    assay_chart_fail (self, "how far annotators agree is counted for the slices of one column and named ones of %u "
                            "rows or more; '%s' is none of them",
                      (guint) self->story.report->plan->min_rows, self->slice->text);
  return of;
}

static AssayFigure *
make_agreement (AssayChartMaker *self)
{
  const gboolean is_whole = self->slice->kind == ASSAY_SLICE_WHOLE;
  const AssayAgreementFinding *of = find_agreement (self);

  if (of == NULL)
    return NULL;
  const AssayPairOfAnnotators *pair = find_pair (self, of);
  if (pair == NULL)
    return NULL;
  const gboolean is_least = self->request->pair == NULL && of->n_pairs > 1;
  AssayFigure *figure = assay_exhibit_agreement (&self->story, pair, is_least, is_whole ? NULL : assay_chart_of (self));
  return figure != NULL ? figure : assay_chart_fail (self, "the two annotators have rated no row together");
}

static AssayFigure *
make_raters (AssayChartMaker *self)
{
  const AssayAgreementFinding *of = find_agreement (self);

  if (of == NULL)
    return NULL;
  AssayFigure *figure = assay_exhibit_raters (&self->story, of,
                                              self->slice->kind == ASSAY_SLICE_WHOLE ? NULL : assay_chart_of (self));
  return figure != NULL ? figure
                        : assay_chart_fail (self, "a raters chart needs three annotators whose kappas are known");
}

static AssayFigure *
make_parts (AssayChartMaker *self,
            AssayFigure   *(*exhibit) (AssayStory *story))
{
  if (find_agreement (self) == NULL)
    return NULL;
  AssayFigure *figure = exhibit (&self->story);
  return figure != NULL ? figure : assay_chart_fail (self, "of no slice it is known how far annotators agree");
}

static AssayFigure *
make_alphas (AssayChartMaker *self)
{
  return make_parts (self, assay_exhibit_alphas);
}

static AssayFigure *
make_levels (AssayChartMaker *self)
{
  return make_parts (self, assay_exhibit_levels);
}

/* --- the table -------------------------------------------------------------------------------------------------- */

const AssayChartKind assay_chart_kinds[] = {
  { "dots", ASSAY_CHART_OF_COLUMN | ASSAY_CHART_OF_MEASURE, make_dots, NULL },
  { "heat", ASSAY_CHART_OF_CROSS | ASSAY_CHART_OF_MEASURE, make_heat, NULL },
  { "roc", ASSAY_CHART_OF_SLICE | ASSAY_CHART_OF_BASELINE, make_roc, NULL },
  { "pr", ASSAY_CHART_OF_SLICE | ASSAY_CHART_OF_BASELINE, make_pr, NULL },
  { "threshold", ASSAY_CHART_OF_SLICE | ASSAY_CHART_OF_BASELINE, make_threshold, NULL },
  { "calibration", ASSAY_CHART_OF_SLICE | ASSAY_CHART_OF_BASELINE, make_calibration, NULL },
  { "confusion", ASSAY_CHART_OF_SLICE | ASSAY_CHART_OF_BASELINE, make_confusion, NULL },
  { "paired", ASSAY_CHART_OF_COLUMN | ASSAY_CHART_OF_BASELINE, make_paired, NULL },
  { "flips", ASSAY_CHART_OF_SLICE | ASSAY_CHART_OF_BASELINE, make_flips, NULL },
  { "bound", ASSAY_CHART_OF_CHECK, make_bound, NULL },
  { "pareto", ASSAY_CHART_OF_BASELINE, make_pareto, NULL },
  { "gap", ASSAY_CHART_OF_COLUMN | ASSAY_CHART_OF_BASELINE, make_gap, NULL },
  { "tags", 0, make_tags, NULL },
  { "agreement", ASSAY_CHART_OF_SLICE | ASSAY_CHART_OF_PAIR, make_agreement, NULL },
  { "raters", ASSAY_CHART_OF_SLICE, make_raters, NULL },
  { "alphas", 0, make_alphas, NULL },
  { "levels", 0, make_levels, NULL },
  { "series", 0, NULL, "windows of time" },
  { NULL }
};
