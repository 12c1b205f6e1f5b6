/* audit-scores.c: what a plan with scores needs read and counted beside labels and predictions.
 *
 *   for           table                                         sums
 *   whole set     (label, score)                                of the score
 *                 (label), of a baseline (label, baseline)      of Brier score and log loss, and of their squares
 *   slices        the same over (K..., ...), when a measure of scores is planned or checked; without one those of the
 *                 audited model over every column, named slice and tag, so that its threshold can be moved (what-if.h)
 *   comparisons   (label, score, baseline's score)              of both scores: DeLong, draws
 *                 (label, baseline)                             of the products of both models' losses
 *   many classes  (right, score)                                of the score: the score is of the predicted class
 *
 * Score bins are 1024 of equal width on [0, 1] where every score lies there, else quantiles of the whole set, and
 * every threshold that the plan names is an edge. What a row's label makes of a loss is known only when its cell is:
 * each is summed for a label of 0 and of 1. */
#include "audit-scores.h"

#include "judge/judge.h"
#include "measure/scores.h"

#include <math.h>
#include <string.h>

#define N_BINS 1024
#define GREATEST_LOG_LOSS 34.6 /* -log 1e-15 */

/* A model with a score: the audited one, or a baseline. */
typedef struct
{
  const char *name;       /* of the model; of the audited one its score's column */
  const char *column;
  double      threshold;
  int         baseline;   /* -1: the audited model */
  guint       at;         /* position of its column of bins */
  double      least, most;
} Scored;

static gboolean
is_probability (const Scored *model)
{
  return model->least >= 0 && model->most <= 1;
}

/* --- what is asked -------------------------------------------------------------------------------------------- */

static gboolean
is_of_scores (const char *name)
{
  AssayMeasure measure;

  return assay_measure_find (name, &measure) && measure.family == ASSAY_FAMILY_SCORE;
}

/* Whether slices, crossings among them, have scores of all models. */
static gboolean
has_sliced_scores (const AssayPlan *plan)
{
  for (guint i = 0; plan->measures != NULL && plan->measures[i] != NULL; i++)
    if (is_of_scores (plan->measures[i]))
      return TRUE;
  for (guint i = 0; i < plan->checks->len; i++)
    if (is_of_scores (((const AssayCheck *) plan->checks->pdata[i])->measure))
      return TRUE;
  return FALSE;
}

/* Whether a check compares scores with this baseline's. */
static gboolean
is_compared (const AssayPlan *plan,
             const char      *baseline)
{
  for (guint i = 0; i < plan->checks->len; i++)
    {
      const AssayCheck *check = plan->checks->pdata[i];

      if (check->bound == ASSAY_BOUND_NO_WORSE_THAN && g_strcmp0 (check->than, baseline) == 0
          && is_of_scores (check->measure))
        return TRUE;
    }
  return FALSE;
}

/* (transfer full) (element-type Scored) The audited model first, when it has a score. */
static GArray *
find_models (const AssayPlan *plan)
{
  GArray *models = g_array_new (FALSE, FALSE, sizeof (Scored));

  if (plan->score != NULL)
    g_array_append_val (models, ((Scored) { plan->score, plan->score, plan->threshold, -1 }));
  for (guint i = 0; plan->baselines != NULL && plan->baselines[i] != NULL; i++)
    {
      const AssayModel *model = assay_plan_model (plan, plan->baselines[i]);

      if (model != NULL && model->score != NULL)
        g_array_append_val (models, ((Scored) { model->name, model->score, model->threshold, (int) i }));
    }
  return models;
}

/* --- bins ------------------------------------------------------------------------------------------------------- */

static void
add_edge (AssayBins *bins,
          double     edge)
{
  guint at = 0;

  while (at < bins->n_edges && bins->edges[at] < edge)
    at++;
  if (at < bins->n_edges && bins->edges[at] == edge)
    return;
  bins->edges = g_renew (double, bins->edges, bins->n_edges + 1);
  memmove (bins->edges + at + 1, bins->edges + at, (bins->n_edges - at) * sizeof *bins->edges);
  bins->edges[at] = edge;
  bins->n_edges++;
}

static AssayBins *
equal_bins (const char *column)
{
  AssayBins *bins = g_new0 (AssayBins, 1);

  *bins = (AssayBins) { .column = g_strdup (column), .kind = ASSAY_BINS_EDGES, .n_edges = N_BINS + 1 };
  bins->edges = g_new (double, N_BINS + 1);
  for (guint i = 0; i <= N_BINS; i++)
    bins->edges[i] = (double) i / N_BINS;
  return bins;
}

/* (nullable) The edges of another audit. */
static AssayBins *
bins_of_audit (const Scored      *model,
               const AssayCounts *edges)
{
  const AssayAxisKind kind = model->baseline < 0 ? ASSAY_AXIS_SCORE : ASSAY_AXIS_BASELINE_SCORE;
  const AssayAxis *axis = edges != NULL ? assay_counts_axis (edges, kind, model->name) : NULL;
  AssayBins found = { .kind = ASSAY_BINS_EDGES };

  found.edges = axis != NULL ? assay_axis_edges (axis, &found.n_edges) : NULL;
  if (found.edges == NULL)
    return NULL;
  found.column = g_strdup (model->column);
  return g_memdup2 (&found, sizeof found);
}

static AssayBins *
quantile_bins (AssaySource   *source,
               const char    *column,
               GCancellable  *cancellable,
               GError       **error)
{
  const AssayBins asked = { .column = (char *) column, .kind = ASSAY_BINS_QUANTILES, .n = N_BINS };
  AssayBins *bins = assay_find_quantiles (source, &asked, cancellable, error);

  if (bins != NULL && bins->n_edges == 1) /* one value: its bin is closed on both sides */
    add_edge (bins, bins->edges[0]);
  return bins;
}

static gboolean
add_bins (AssayLayout        *self,
          Scored             *model,
          AssaySource        *source,
          const AssayCounts  *edges,
          GCancellable       *cancellable,
          GError            **error)
{
  if (!assay_find_range (source, model->column, &model->least, &model->most, cancellable, error))
    return FALSE;
  if (isnan (model->least)) /* no score at all: whatever is said of it is undefined */
    model->least = model->most = 0;
  if (is_probability (model)) /* the same scale in every part of a set */
    {
      model->least = 0;
      model->most = 1;
    }
  AssayBins *bins = bins_of_audit (model, edges);
  if (bins == NULL)
    bins = is_probability (model) ? equal_bins (model->column)
                                  : quantile_bins (source, model->column, cancellable, error);
  if (bins == NULL)
    return FALSE;
  const double threshold = assay_source_round (source, model->column, model->threshold);
  if (threshold > bins->edges[0] && threshold < bins->edges[bins->n_edges - 1])
    add_edge (bins, threshold);
  g_ptr_array_add (self->owned_bins, bins);

  const AssayAxisKind kind = model->baseline < 0 ? ASSAY_AXIS_SCORE : ASSAY_AXIS_BASELINE_SCORE;
  const AssayScanColumn column = { .name = model->name, .kind = kind, .column = model->column, .bins = bins };
  g_array_append_val (self->columns, column);
  model->at = self->columns->len - 1;
  return TRUE;
}

/* --- values ------------------------------------------------------------------------------------------------------
 * */

static const AssayScanValueKind kinds[] = { ASSAY_SCAN_NUMBER, ASSAY_SCAN_BRIER_0, ASSAY_SCAN_BRIER_1,
                                            ASSAY_SCAN_LOG_LOSS_0, ASSAY_SCAN_LOG_LOSS_1 };

/* beside (nullable): only of rows in which this other model has a score, too. */
static guint
add_value (AssayLayout   *self,
           const Scored  *model,
           AssayScoreSum  sum,
           const Scored  *beside)
{
  g_autofree char *name = assay_score_sum_name (sum, model->baseline < 0 ? NULL : model->name,
                                                beside == NULL ? NULL : beside->baseline < 0 ? "" : beside->name);
  const AssayScanValue value = { .name = name, .kind = kinds[sum], .a = model->column,
                                 .with = { beside != NULL ? beside->column : NULL },
                                 .has_range = sum == ASSAY_SCORE_SUM_SCORE, .least = model->least,
                                 .most = model->most };

  return assay_layout_add_value (self, value);
}

/* Times the weight. A declared range of the weights fixes the scale with that of what they weigh. */
static guint
add_weighted_value (AssayLayout     *self,
                    const AssayPlan *plan,
                    const Scored    *model,
                    AssayScoreSum    sum)
{
  const AssayRange *range = assay_plan_range (plan, plan->weight);
  g_autofree char *of = assay_score_sum_name (sum, model->baseline < 0 ? NULL : model->name, NULL);
  g_autofree char *name = g_strconcat (ASSAY_SCORE_WEIGHTED, of, NULL);
  AssayScanValue value = { .name = name, .kind = kinds[sum], .a = model->column, .weight = plan->weight };

  if (range != NULL)
    {
      const double most = sum == ASSAY_SCORE_SUM_SCORE ? MAX (fabs (model->least), fabs (model->most))
                          : sum < ASSAY_SCORE_SUM_LOG_LOSS_0 ? 1 : GREATEST_LOG_LOSS;
      value.has_range = TRUE;
      value.most = most * range->most;
      value.least = -value.most;
    }
  return assay_layout_add_value (self, value);
}

static guint
add_shape (AssayLayout     *self,
           const guint16   *key,
           guint            n_key,
           guint            n_more,
           const guint     *more)
{
  AssayTableShape shape = { .n_axes = n_key + n_more };

  for (guint i = 0; i < n_key; i++) /* of the whole set there are none, and key is NULL */
    shape.columns[i] = key[i];
  for (guint i = 0; i < n_more; i++)
    shape.columns[n_key + i] = (guint16) more[i];
  g_array_append_val (self->shapes, shape);
  return self->shapes->len - 1;
}

/* --- shapes of one key ------------------------------------------------------------------------------------------ */

static void
add_losses (AssayLayout   *self,
            guint          shape,
            const Scored  *model)
{
  for (AssayScoreSum sum = ASSAY_SCORE_SUM_BRIER_0; sum < ASSAY_N_SCORE_SUMS; sum++)
    {
      const guint value = add_value (self, model, sum, NULL);

      assay_layout_add_sum (self, shape, value, ASSAY_SUM_VALUES);
      assay_layout_add_sum (self, shape, value, value);
    }
}

/* The rows that have a loss are those with a score: their weights, and each loss times them. */
static void
add_weighted_losses (AssayLayout     *self,
                     const AssayPlan *plan,
                     guint            shape,
                     const Scored    *model)
{
  g_autofree char *name = assay_score_weight_name (model->baseline < 0 ? NULL : model->name);
  const AssayRange *range = assay_plan_range (plan, plan->weight);
  AssayScanValue weight = { .name = name, .kind = ASSAY_SCAN_NUMBER, .a = plan->weight, .with = { model->column } };

  weight.has_range = range != NULL;
  weight.least = range != NULL ? range->least : 0;
  weight.most = range != NULL ? range->most : 0;
  const guint w = assay_layout_add_value (self, weight);
  assay_layout_add_sum (self, shape, w, ASSAY_SUM_ROWS);
  assay_layout_add_sum (self, shape, w, ASSAY_SUM_VALUES);
  assay_layout_add_sum (self, shape, w, w);
  for (AssayScoreSum sum = ASSAY_SCORE_SUM_BRIER_0; sum < ASSAY_N_SCORE_SUMS; sum++)
    {
      const guint value = add_weighted_value (self, plan, model, sum);

      assay_layout_add_sum (self, shape, value, ASSAY_SUM_VALUES);
      assay_layout_add_sum (self, shape, value, value);
      assay_layout_add_sum (self, shape, value, w);
    }
}

static void
add_loss_products (AssayLayout   *self,
                   guint          shape,
                   const Scored  *new,
                   const Scored  *old)
{
  for (AssayScoreSum sum = ASSAY_SCORE_SUM_BRIER_0; sum < ASSAY_N_SCORE_SUMS; sum++)
    {
      const guint x = add_value (self, new, sum, old), y = add_value (self, old, sum, new);

      assay_layout_add_sum (self, shape, x, ASSAY_SUM_VALUES);
      assay_layout_add_sum (self, shape, x, x);
      assay_layout_add_sum (self, shape, y, ASSAY_SUM_VALUES);
      assay_layout_add_sum (self, shape, y, y);
      assay_layout_add_sum (self, shape, x, y);
      if (sum == ASSAY_SCORE_SUM_BRIER_0)
        assay_layout_add_sum (self, shape, x, ASSAY_SUM_ROWS);
    }
}

/* What is counted of one key: its columns come first in every table. */
typedef struct
{
  AssayLayout     *layout;
  const AssayPlan *plan;
  const GArray    *models;  /* of Scored */
  guint            right;   /* position of the axis that says whether the prediction is right; 0: none */
  gboolean         is_of_all; /* slices have the scores of every model */
} Scores;

static void
add_model_shapes (const Scores  *self,
                  const Scored  *model,
                  const guint16 *key,
                  guint          n_key)
{
  AssayLayout *layout = self->layout;
  const guint baseline = layout->first_baseline + MAX (model->baseline, 0);
  const guint score = add_value (layout, model, ASSAY_SCORE_SUM_SCORE, NULL);
  const guint scores = add_shape (layout, key, n_key, 2, (const guint[]) { layout->label, model->at });

  assay_layout_add_sum (layout, scores, score, ASSAY_SUM_VALUES);
  const gboolean is_weighted = self->plan->weight != NULL;
  const guint weighted = is_weighted ? add_weighted_value (layout, self->plan, model, ASSAY_SCORE_SUM_SCORE) : 0;
  if (is_weighted)
    assay_layout_add_sum (layout, scores, weighted, ASSAY_SUM_VALUES);
  if (model->baseline < 0 && self->right != 0)
    {
      const guint rights = add_shape (layout, key, n_key, 2, (const guint[]) { self->right, model->at });
      assay_layout_add_sum (layout, rights, score, ASSAY_SUM_VALUES);
      if (is_weighted)
        assay_layout_add_sum (layout, rights, weighted, ASSAY_SUM_VALUES);
    }
  const gboolean is_first = model->baseline < 0;
  const Scored *audited = &g_array_index (self->models, Scored, 0);
  const gboolean is_pair = !is_first && audited->baseline < 0 && is_compared (self->plan, model->name);
  if (!is_probability (model) && !is_pair)
    return;
  const guint losses = add_shape (layout, key, n_key, is_first ? 1 : 2, (const guint[]) { layout->label, baseline });
  if (is_probability (model))
    add_losses (layout, losses, model);
  if (is_probability (model) && is_weighted)
    add_weighted_losses (layout, self->plan, losses, model);
  if (!is_pair)
    return;
  if (is_probability (model) && is_probability (audited))
    add_loss_products (layout, losses, audited, model);
  const guint pairs = add_shape (layout, key, n_key, 3, (const guint[]) { layout->label, audited->at, model->at });
  assay_layout_add_sum (layout, pairs, add_value (layout, audited, ASSAY_SCORE_SUM_SCORE, NULL), ASSAY_SUM_VALUES);
  assay_layout_add_sum (layout, pairs, score, ASSAY_SUM_VALUES);
}

static void
add_key_shapes (const Scores  *self,
                const guint16 *key,
                guint          n_key)
{
  for (guint i = 0; i < self->models->len; i++)
    if (self->is_of_all || n_key == 0 || g_array_index (self->models, Scored, i).baseline < 0)
      add_model_shapes (self, &g_array_index (self->models, Scored, i), key, n_key);
}

static void
add_cross_shapes (const Scores    *self,
                  const GPtrArray *crosses)
{
  for (guint i = 0; i < crosses->len; i++)
    {
      const AssayCross *cross = crosses->pdata[i];
      guint16 key[ASSAY_PLAN_MAX_CROSS] = { 0 };

      for (guint c = 0; c < cross->n_columns; c++)
        key[c] = (guint16) assay_layout_find_slice (self->layout, cross->columns[c]);
      add_key_shapes (self, key, cross->n_columns);
    }
}

/* --- more than two classes ----------------------------------------------------------------------------------------
 * */

/* The class that a score beside a prediction is of is not known before the rows are: there may be more than two. */
static void
add_right (Scores             *self,
           const AssaySource  *source)
{
  const AssayPlan *plan = self->plan;

  if (plan->score == NULL || plan->prediction == NULL || plan->positive != NULL)
    return;
  self->right = self->layout->right; /* the tables of tags have it too */
  if (self->right != 0)
    return;
  char *where = assay_source_equal_sql (source, plan->label, plan->prediction);
  const AssayScanColumn column = { .name = "right", .kind = ASSAY_AXIS_RIGHT,
                                   .where = g_string_chunk_insert (self->layout->names, where) };

  g_free (where);
  g_array_append_val (self->layout->columns, column);
  self->right = self->layout->columns->len - 1;
}

/* --- all -------------------------------------------------------------------------------------------------------- */

gboolean
assay_layout_add_scores (AssayLayout       *self,
                         const AssayPlan   *plan,
                         AssaySource       *source,
                         const AssayCounts *edges,
                         GCancellable      *cancellable,
                         GError           **error)
{
  /* Histograms count rows: of clustered ones they would say something else than the shares beside them. */
  if (plan->cluster != NULL)
    return TRUE;
  g_autoptr (GArray) models = find_models (plan);
  Scores scores = { .layout = self, .plan = plan, .models = models, .is_of_all = has_sliced_scores (plan) };

  for (guint i = 0; i < models->len; i++)
    if (!add_bins (self, &g_array_index (models, Scored, i), source, edges, cancellable, error))
      return FALSE;
  add_right (&scores, source);
  add_key_shapes (&scores, NULL, 0);
  add_cross_shapes (&scores, plan->columns);
  if (scores.is_of_all)
    add_cross_shapes (&scores, plan->crosses);
  for (guint i = 0; i < self->n_named; i++)
    add_key_shapes (&scores, (const guint16[]) { (guint16) (self->first_named + i) }, 1);
  for (guint i = 0; i < self->n_tags; i++)
    add_key_shapes (&scores, (const guint16[]) { (guint16) (self->first_tag + i) }, 1);
  return TRUE;
}
