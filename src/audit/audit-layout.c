/* audit-layout.c: from a plan to the columns of one scan and the tables to count.
 *
 * For every slice key (nothing, a column, a crossing, a where) one table over (key, label, prediction), or where
 * baselines are compared one over (key, label, prediction, baseline) for each: its margin is the first. A plan of
 * annotators may lack label or prediction; lacking both the table is one over (key, first annotator).
 */
#include "audit-layout.h"
#include "audit-scores.h"
#include "audit-tags.h"

#include <math.h>
#include <string.h>

guint
assay_layout_add_column (AssayLayout     *self,
                         AssayScanColumn  column)
{
  g_array_append_val (self->columns, column);
  return self->columns->len - 1;
}

guint
assay_layout_add_shape (AssayLayout           *self,
                        const AssayTableShape *shape)
{
  g_array_append_vals (self->shapes, shape, 1);
  return self->shapes->len - 1;
}

const AssayScanColumn *
assay_layout_column (const AssayLayout *self,
                     guint              position)
{
  return &g_array_index (self->columns, AssayScanColumn, position);
}

static guint
find_column (const AssayLayout *self,
             guint              first,
             guint              n,
             const char        *name)
{
  for (guint i = first; i < first + n; i++)
    if (strcmp (assay_layout_column (self, i)->name, name) == 0)
      return i;
  return 0;
}

guint
assay_layout_find_slice (const AssayLayout *self,
                         const char        *column)
{
  return find_column (self, self->first_slice, self->n_slices, column);
}

guint
assay_layout_find_named (const AssayLayout *self,
                         const char        *name)
{
  return find_column (self, self->first_named, self->n_named, name);
}

guint
assay_layout_find_tag (const AssayLayout *self,
                       const char        *name)
{
  return find_column (self, self->first_tag, self->n_tags, name);
}

static AssayScanColumn
class_column (AssayAxisKind kind,
              const char   *column)
{
  return (AssayScanColumn) { .name = column, .kind = kind, .column = column, .max_values = ASSAY_LAYOUT_MAX_CLASSES };
}

/* A regression's label or prediction: whether the row has the number. */
static AssayScanColumn
number_column (AssayAxisKind kind,
               const char   *name,
               const char   *column)
{
  return (AssayScanColumn) { .name = name, .kind = kind, .column = column, .is_score = TRUE, .is_presence = TRUE };
}

static AssayScanColumn
score_column (AssayAxisKind kind,
              const char   *name,
              const char   *column,
              double        threshold)
{
  return (AssayScanColumn) { .name = name, .kind = kind, .column = column, .is_score = TRUE, .threshold = threshold };
}

static void
add_numbers (AssayLayout     *self,
             const AssayPlan *plan)
{
  self->label = assay_layout_add_column (self, number_column (ASSAY_AXIS_LABEL, plan->label, plan->label));
  self->prediction = assay_layout_add_column (self, number_column (ASSAY_AXIS_PREDICTION, plan->prediction, plan->prediction));
  self->first_baseline = self->columns->len;
  for (guint i = 0; plan->baselines[i] != NULL; i++)
    {
      const AssayModel *model = assay_plan_model (plan, plan->baselines[i]);
      assay_layout_add_column (self, number_column (ASSAY_AXIS_BASELINE, plan->baselines[i],
                                       model != NULL ? model->prediction : plan->baselines[i]));
      self->n_baselines++;
    }
}

static void
add_models (AssayLayout     *self,
            const AssayPlan *plan)
{
  if (plan->label != NULL)
    self->label = assay_layout_add_column (self, class_column (ASSAY_AXIS_LABEL, plan->label));
  if (plan->prediction != NULL)
    self->prediction = assay_layout_add_column (self, class_column (ASSAY_AXIS_PREDICTION, plan->prediction));
  else if (plan->score != NULL)
    self->prediction = assay_layout_add_column (self, score_column (ASSAY_AXIS_PREDICTION, plan->score, plan->score,
                                                                    plan->threshold));
  if (plan->prediction != NULL && plan->score != NULL)
    self->scored = assay_layout_add_column (self, score_column (ASSAY_AXIS_SCORED, plan->score, plan->score, plan->threshold));

  self->first_baseline = self->columns->len;
  for (guint i = 0; plan->baselines != NULL && plan->baselines[i] != NULL; i++)
    {
      const char *name = plan->baselines[i];
      const AssayModel *model = assay_plan_model (plan, name);
      AssayScanColumn column = class_column (ASSAY_AXIS_BASELINE, name);
      if (model != NULL && model->prediction != NULL)
        column.column = model->prediction;
      else if (model != NULL)
        column = score_column (ASSAY_AXIS_BASELINE, name, model->score, model->threshold);
      assay_layout_add_column (self, column);
      self->n_baselines++;
    }
}

/* The edges that an earlier audit found for the same column. FALSE with an error when it did not bin it; *edges stays
 * NULL when it met no value of it. */
static gboolean
take_edges (AssayLayout        *self,
            const AssayCounts  *counts,
            const AssayBins    *bins,
            const AssayBins   **edges,
            GError            **error)
{
  const AssayAxis *axis = assay_counts_axis (counts, ASSAY_AXIS_BINS, bins->column);
  AssayBins *taken = g_new0 (AssayBins, 1);

  *taken = (AssayBins) { .column = g_strdup (bins->column), .kind = ASSAY_BINS_EDGES, .line = bins->line };
  taken->edges = axis != NULL ? assay_axis_edges (axis, &taken->n_edges) : NULL;
  g_ptr_array_add (self->owned_bins, taken);
  *edges = taken->edges != NULL ? taken : NULL;
  if (axis != NULL)
    return TRUE;
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN,
               "the audit named by edges-from= has no bins of '%s'; name one that has, or give the edges: "
               "bins.%s=0;25;50",
               bins->column, bins->column);
  return FALSE;
}

/* The edges of quantile bins are found once, and kept for the scan. */
static gboolean
bins_of_column (AssayLayout       *self,
                const AssayPlan   *plan,
                AssaySource       *source,
                const AssayCounts *edges,
                const char        *column,
                const AssayBins  **bins,
                GCancellable      *cancellable,
                GError           **error)
{
  const AssayBins *planned = *bins = assay_plan_bins (plan, column);

  if (planned == NULL || planned->kind != ASSAY_BINS_QUANTILES)
    return TRUE;
  *bins = NULL;
  if (edges != NULL && !take_edges (self, edges, planned, bins, error))
    return FALSE;
  if (*bins != NULL)
    return TRUE;
  AssayBins *found = assay_find_quantiles (source, planned, cancellable, error);
  if (found == NULL)
    return FALSE;
  g_ptr_array_add (self->owned_bins, found);
  *bins = found;
  return TRUE;
}

static gboolean
add_slice_columns (AssayLayout       *self,
                   const AssayPlan   *plan,
                   AssaySource       *source,
                   const AssayCounts *edges,
                   const GPtrArray   *crosses,
                   GCancellable      *cancellable,
                   GError           **error)
{
  for (guint i = 0; i < crosses->len; i++)
    for (char **column = ((AssayCross *) crosses->pdata[i])->columns; *column != NULL; column++)
      {
        const AssayBins *bins;
        if (assay_layout_find_slice (self, *column) != 0)
          continue;
        if (!bins_of_column (self, plan, source, edges, *column, &bins, cancellable, error))
          return FALSE;
        assay_layout_add_column (self, (AssayScanColumn) { .name = *column, .column = *column, .bins = bins,
                                              .kind = bins != NULL ? ASSAY_AXIS_BINS : ASSAY_AXIS_SLICE });
        self->n_slices++;
      }
  return TRUE;
}

static gboolean
check_wheres (const AssayPlan *plan,
              AssaySource     *source,
              GError         **error)
{
  g_autofree const char **wheres = g_new0 (const char *, plan->named->len + 1);
  guint bad = 0;

  for (guint i = 0; i < plan->named->len; i++)
    wheres[i] = ((const AssayNamedSlice *) plan->named->pdata[i])->where;
  if (assay_expressions_check (source, wheres, plan->named->len, &bad, error))
    return TRUE;
  const AssayNamedSlice *named = plan->named->pdata[bad];
  g_prefix_error (error, "%s:%u: [slice %s] ", plan->file, named->line, named->name);
  return FALSE;
}

static gboolean
add_named (AssayLayout     *self,
           const AssayPlan *plan,
           AssaySource     *source,
           GError         **error)
{
  self->first_named = self->columns->len;
  if (!check_wheres (plan, source, error))
    return FALSE;
  for (guint i = 0; i < plan->named->len; i++)
    {
      const AssayNamedSlice *named = plan->named->pdata[i];
      assay_layout_add_column (self, (AssayScanColumn) { .name = named->name, .kind = ASSAY_AXIS_WHERE, .where = named->where });
      self->n_named++;
    }
  return TRUE;
}

void
assay_layout_add_shapes (AssayLayout   *self,
                         const guint16 *key,
                         guint          n_key)
{
  AssayTableShape shape = { .n_axes = n_key };

  for (guint i = 0; i < n_key; i++)
    shape.columns[i] = key[i];
  if (self->label != ASSAY_LAYOUT_NONE)
    shape.columns[shape.n_axes++] = (guint16) self->label;
  if (self->prediction != ASSAY_LAYOUT_NONE)
    shape.columns[shape.n_axes++] = (guint16) self->prediction;
  if (shape.n_axes == n_key) /* annotators alone: how many rows the key's slices have */
    shape.columns[shape.n_axes++] = (guint16) self->first_annotator;
  if (self->n_baselines == 0)
    g_array_append_val (self->shapes, shape);
  for (guint b = 0; b < self->n_baselines; b++)
    {
      shape.columns[n_key + 2] = (guint16) (self->first_baseline + b);
      shape.n_axes = n_key + 3;
      g_array_append_val (self->shapes, shape);
    }
}

static void
add_cross_shapes (AssayLayout     *self,
                  const GPtrArray *crosses)
{
  for (guint i = 0; i < crosses->len; i++)
    {
      const AssayCross *cross = crosses->pdata[i];
      guint16 key[ASSAY_PLAN_MAX_CROSS] = { 0 };
      for (guint c = 0; c < cross->n_columns; c++)
        key[c] = (guint16) assay_layout_find_slice (self, cross->columns[c]);
      assay_layout_add_shapes (self, key, cross->n_columns);
    }
}

static void
add_all_shapes (AssayLayout     *self,
                const AssayPlan *plan)
{
  assay_layout_add_shapes (self, NULL, 0);
  add_cross_shapes (self, plan->columns);
  add_cross_shapes (self, plan->crosses);
  add_cross_shapes (self, plan->fairness.controlled);
  for (guint i = 0; i < self->n_named; i++)
    {
      guint16 key = (guint16) (self->first_named + i);
      assay_layout_add_shapes (self, &key, 1);
    }
  if (self->scored != 0)
    {
      AssayTableShape shape = { .n_axes = 2, .columns = { (guint16) self->prediction, (guint16) self->scored } };
      g_array_append_val (self->shapes, shape);
    }
}

int
assay_layout_find_value (const AssayLayout *self,
                         const char        *name)
{
  for (guint i = 0; i < self->values->len; i++)
    if (strcmp (g_array_index (self->values, AssayScanValue, i).name, name) == 0)
      return (int) i;
  return -1;
}

guint
assay_layout_add_value (AssayLayout    *self,
                        AssayScanValue  value)
{
  int at = assay_layout_find_value (self, value.name);
  if (at >= 0)
    return (guint) at;
  value.name = g_string_chunk_insert (self->names, value.name);
  g_array_append_val (self->values, value);
  return self->values->len - 1;
}

void
assay_layout_add_sum (AssayLayout *self,
                      guint        shape,
                      guint        a,
                      guint        b)
{
  AssayTableShape *summed = &g_array_index (self->shapes, AssayTableShape, shape);

  for (guint i = 0; i < summed->n_sums; i++)
    if (summed->sums[i].a == a && summed->sums[i].b == b)
      return;
  self->has_too_many = self->has_too_many || summed->n_sums == ASSAY_MAX_SUMS;
  if (summed->n_sums == ASSAY_MAX_SUMS)
    return;
  summed->sums[summed->n_sums++] = (AssayShapeSum) { (guint16) a, (guint16) b };
}

AssayValueScale *
assay_layout_scales (const AssayLayout *self)
{
  AssayValueScale *scales = g_new0 (AssayValueScale, self->values->len + 1);

  for (guint i = 0; i < self->values->len; i++)
    {
      const AssayScanValue *value = &g_array_index (self->values, AssayScanValue, i);
      scales[i] = (AssayValueScale) { value->name, value->k };
    }
  return scales;
}

/* FALSE: no table of the counts sums the value, or its squares. */
static gboolean
find_scale (const AssayCounts *counts,
            const char        *name,
            int               *k)
{
  g_autofree char *squares = g_strdup_printf ("%s * %s", name, name);

  for (guint t = 0; t < counts->tables->len; t++)
    {
      const AssayCountTable *table = counts->tables->pdata[t];
      int at = assay_count_table_find_sum (table, name), square = assay_count_table_find_sum (table, squares);
      if (at < 0 && square < 0)
        continue;
      *k = at >= 0 ? table->scales[at].k : table->scales[square].k / 2;
      return TRUE;
    }
  return FALSE;
}

/* The units of an earlier audit's sums, as the range that leads to them (measures.md 0.2). A declared range says its
 * own. */
static void
take_scales (AssayLayout       *self,
             const AssayCounts *counts)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      AssayScanValue *value = &g_array_index (self->values, AssayScanValue, i);
      int k;
      if (value->has_range || !find_scale (counts, value->name, &k))
        continue;
      assay_scan_value_set_scale (value, k);
    }
}

/* The range of a column that the plan declares, as that of a value. */
static AssayScanValue
with_range (const AssayPlan *plan,
            AssayScanValue   value)
{
  const AssayRange *range = assay_plan_range (plan, value.a);

  if (range != NULL)
    {
      value.has_range = TRUE;
      value.least = range->least;
      value.most = range->most;
    }
  return value;
}

/* Weighted rows: every table over labels, or over what is right, has the weights and their squares. */
static void
add_weights (AssayLayout     *self,
             const AssayPlan *plan)
{
  if (plan->weight == NULL)
    return;
  guint weight = assay_layout_add_value (self, with_range (plan, (AssayScanValue) { .name = ASSAY_WEIGHT, .a = plan->weight,
                                                                                   .kind = ASSAY_SCAN_WEIGHT }));
  for (guint i = 0; i < self->shapes->len; i++)
    {
      const AssayTableShape *shape = &g_array_index (self->shapes, AssayTableShape, i);
      gboolean has_label = FALSE;
      for (guint a = 0; a < shape->n_axes; a++)
        has_label = has_label || shape->columns[a] == self->label
                    || assay_layout_column (self, shape->columns[a])->kind == ASSAY_AXIS_RIGHT;
      if (!has_label)
        continue;
      assay_layout_add_sum (self, i, weight, ASSAY_SUM_VALUES);
      assay_layout_add_sum (self, i, weight, weight);
    }
}

/* Means and ratios of a plan: each takes sums of its own in every table. */
static gboolean
check_sums (const AssayLayout *self,
            const AssayPlan   *plan,
            GError           **error)
{
  if (!self->has_too_many)
    return TRUE;
  const AssayOwnMeasure *last = plan->own_measures->pdata[plan->own_measures->len - 1];
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_TOO_MANY,
               "%s:%u: %u sections [measure NAME] take more than the %u sums that a table has room for; take some of them "
               "into another plan", plan->file, last->line, plan->own_measures->len, ASSAY_MAX_SUMS);
  return FALSE;
}

AssayLayout *
assay_layout_new (const AssayPlan   *plan,
                  AssaySource       *source,
                  const AssayCounts *edges,
                  GCancellable      *cancellable,
                  GError           **error)
{
  g_autoptr (AssayLayout) self = g_new0 (AssayLayout, 1);

  self->columns = g_array_new (FALSE, TRUE, sizeof (AssayScanColumn));
  self->shapes = g_array_new (FALSE, TRUE, sizeof (AssayTableShape));
  self->values = g_array_new (FALSE, TRUE, sizeof (AssayScanValue));
  self->set_shapes = g_array_new (FALSE, TRUE, sizeof (AssayTableShape));
  self->names = g_string_chunk_new (256);
  self->owned_bins = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_bins_free);
  self->members = g_ptr_array_new_with_free_func (g_free);
  self->label = self->prediction = ASSAY_LAYOUT_NONE;
  if (plan->task == ASSAY_TASK_REGRESSION)
    add_numbers (self, plan);
  else
    add_models (self, plan);
  assay_layout_add_annotators (self, plan);
  self->first_slice = self->columns->len;
  if (!add_slice_columns (self, plan, source, edges, plan->columns, cancellable, error)
      || !add_slice_columns (self, plan, source, edges, plan->crosses, cancellable, error)
      || !add_slice_columns (self, plan, source, edges, plan->fairness.controlled, cancellable, error)
      || !add_named (self, plan, source, error)
      || !assay_layout_add_tag_columns (self, plan, source, cancellable, error))
    return NULL;
  add_all_shapes (self, plan);
  assay_layout_add_tag_shapes (self, plan);
  assay_layout_add_annotator_shapes (self, plan);
  add_weights (self, plan);
  assay_layout_add_moments (self, plan);
  if (!assay_layout_add_scores (self, plan, source, edges, cancellable, error))
    return NULL;
  add_weights (self, plan); /* the tables of scores too */
  if (!check_sums (self, plan, error))
    return NULL;
  if (edges != NULL)
    take_scales (self, edges);
  if (!assay_scan_find_scales (source, (AssayScanValue *) (void *) self->values->data, self->values->len, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
assay_layout_free (AssayLayout *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->columns);
  g_array_unref (self->shapes);
  g_array_unref (self->values);
  assay_tags_free (self->tags);
  assay_axis_unref (self->tags_axis);
  g_array_unref (self->set_shapes);
  g_string_chunk_free (self->names);
  g_ptr_array_unref (self->owned_bins);
  g_ptr_array_unref (self->members);
  g_free (self);
}
