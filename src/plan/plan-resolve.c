/* plan-resolve.c: the plan's names against the columns that the data really has. */
#include "plan-private.h"

#include <string.h>

typedef struct
{
  const AssayPlan  *plan;
  gboolean          is_draft;
  GHashTable       *columns;   /* name -> AssayColumn */
  const char      **names;     /* of the columns, in the data's order */
  guint             n_names;
  GHashTable       *lines;     /* line_key() -> PlanLine, of keys with a value */
  GHashTable       *sliced;    /* set of columns that columns= or cross= slice */
  GHashTable       *slices;    /* set of plan_cross_key() of columns and crossings */
} Resolver;

static const char *const kind_words[] = {
  [ASSAY_COLUMN_NUMBER] = "numbers",
  [ASSAY_COLUMN_TEXT] = "text",
  [ASSAY_COLUMN_BOOLEAN] = "booleans",
  [ASSAY_COLUMN_TIME] = "times",
  [ASSAY_COLUMN_OTHER] = "lists, structures or bytes",
};

/* --- lines -------------------------------------------------------------------------------------------------- */

static char *
line_key (const char *section,
          const char *key)
{
  return g_strconcat (section, "\n", key, NULL);
}

static GHashTable *
index_lines (GPtrArray *lines)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < lines->len; i++)
    {
      PlanLine *line = lines->pdata[i];
      if (line->kind == PLAN_LINE_KEY && line->value[0] != '\0')
        g_hash_table_insert (index, line_key (line->section, line->key), line);
    }
  return index;
}

/* (nullable) The line of a key that has a value. name (nullable): of the section. */
static const PlanLine *
find_line (const Resolver *self,
           const char     *word,
           const char     *name,
           const char     *key)
{
  g_autofree char *section = name != NULL ? g_strconcat (word, " ", name, NULL) : g_strdup (word);
  g_autofree char *both = line_key (section, key);
  return g_hash_table_lookup (self->lines, both);
}

/* --- columns ------------------------------------------------------------------------------------------------ */

/* (nullable) */
static const AssayColumn *
find_column (const Resolver  *self,
             const PlanLine  *where,
             const char      *name,
             GError         **error)
{
  const AssayColumn *column = g_hash_table_lookup (self->columns, name);
  if (column != NULL)
    return column;
  g_autofree char *hint = plan_hint (name, self->names, self->n_names, "columns");
  plan_fail (error, ASSAY_PLAN_ERROR_UNKNOWN, where, "the data has no column %s (%s); %s", plan_quote (name).text,
             where->key, hint);
  return NULL;
}

static gboolean
check_sliceable (const Resolver  *self,
                 const PlanLine  *where,
                 const char      *name,
                 GError         **error)
{
  const AssayColumn *column = find_column (self, where, name, error);
  if (column == NULL)
    return FALSE;
  if (column->kind != ASSAY_COLUMN_OTHER)
    return TRUE;
  return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where,
                    "column %s holds %s, which cannot be sliced; remove it, or use a [slice NAME] with where=",
                    plan_quote (name).text, kind_words[column->kind]);
}

/* Labels and predictions. */
static gboolean
check_classes (const Resolver  *self,
               const PlanLine  *where,
               GError         **error)
{
  const AssayColumn *column = find_column (self, where, where->value, error);
  if (column == NULL)
    return FALSE;
  if (column->kind != ASSAY_COLUMN_OTHER && column->kind != ASSAY_COLUMN_TIME)
    return TRUE;
  return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where,
                    "column %s holds %s; a %s is numbers, text or booleans", plan_quote (where->value).text,
                    kind_words[column->kind], where->key);
}

static gboolean
check_score (const Resolver  *self,
             const PlanLine  *where,
             GError         **error)
{
  const AssayColumn *column = find_column (self, where, where->value, error);
  if (column == NULL)
    return FALSE;
  if (column->kind == ASSAY_COLUMN_NUMBER)
    return TRUE;
  return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where, "column %s holds %s; a score is numbers%s",
                    plan_quote (where->value).text, kind_words[column->kind],
                    column->kind == ASSAY_COLUMN_OTHER || column->kind == ASSAY_COLUMN_TIME
                      ? "" : "; for classes use prediction=");
}

/* Columns of which sums are made. what: "a ratio or mean is of" ... */
static gboolean
check_number (const Resolver  *self,
              const PlanLine  *where,
              const char      *what,
              GError         **error)
{
  const AssayColumn *column = find_column (self, where, where->value, error);
  if (column == NULL)
    return FALSE;
  if (column->kind == ASSAY_COLUMN_NUMBER)
    return TRUE;
  return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where, "column %s holds %s; %s", plan_quote (where->value).text,
                    kind_words[column->kind], what);
}

/* Labels and predictions, of the plan's task. */
static gboolean
check_outcome (const Resolver  *self,
               const PlanLine  *where,
               GError         **error)
{
  if (self->plan->task != ASSAY_TASK_REGRESSION)
    return check_classes (self, where, error);
  return check_number (self, where, "a regression has numbers; for classes set task=classification", error);
}

/* --- [data] ------------------------------------------------------------------------------------------------- */

static gboolean
fail_lacking (const Resolver  *self,
              const char      *what,
              const char      *keys,
              const char      *options,
              GError         **error)
{
  gboolean has_file = strcmp (self->plan->file, ASSAY_PLAN_NO_FILE) != 0;
  g_autofree char *hint = plan_hint ("", self->names, self->n_names, "columns");
  if (has_file)
    g_set_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_VALUE, "%s: no %s; add %s to [data], or give %s; %s",
                 self->plan->file, what, keys, options, hint);
  else
    g_set_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_VALUE, "no %s; give %s; %s", what, options, hint);
  return FALSE;
}

static gboolean
check_baseline (const Resolver  *self,
                const char      *name,
                GError         **error)
{
  const AssayPlan *plan = self->plan;
  const PlanLine *where = find_line (self, "data", NULL, "baseline");
  const AssayColumn *column = g_hash_table_lookup (self->columns, name);
  const AssayModel *model = assay_plan_model (plan, name);
  if (model != NULL && column != NULL)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where,
                      "baseline %s is both a column and a [model]; give the [model] another name",
                      plan_quote (name).text);
  if (model != NULL)
    return TRUE;
  if (g_strcmp0 (name, plan->prediction) == 0 || g_strcmp0 (name, plan->label) == 0)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where, "baseline %s is the column of the %s itself; remove it",
                      plan_quote (name).text, g_strcmp0 (name, plan->label) == 0 ? "label" : "prediction");
  PlanLine item = *where;
  item.value = (char *) name;
  return check_outcome (self, &item, error);
}

static gboolean
check_model (const Resolver    *self,
             const AssayModel  *model,
             GError           **error)
{
  const PlanLine *where = find_line (self, "model", model->name, model->score != NULL ? "score" : "prediction");
  if (model->score != NULL && self->plan->task == ASSAY_TASK_REGRESSION)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where,
                      "a score is for classes, and task=regression has none; expected prediction= in [model %s]",
                      model->name);
  return model->score != NULL ? check_score (self, where, error) : check_outcome (self, where, error);
}

static gboolean
check_not_label (const Resolver  *self,
                 const PlanLine  *where,
                 GError         **error)
{
  if (where == NULL || g_strcmp0 (where->value, self->plan->label) != 0)
    return TRUE;
  return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where, "%s is the label's column %s; a model cannot be audited so",
                    where->key, plan_quote (where->value).text);
}

static gboolean
check_cluster (const Resolver  *self,
               GError         **error)
{
  const PlanLine *where = find_line (self, "data", NULL, "cluster");
  if (where == NULL)
    return TRUE;
  const AssayColumn *column = find_column (self, where, where->value, error);
  if (column == NULL || !check_not_label (self, where, error))
    return FALSE;
  if (column->kind != ASSAY_COLUMN_OTHER)
    return TRUE;
  return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where, "column %s holds %s; expected one of text or numbers, such as "
                    "a person's id", plan_quote (where->value).text, kind_words[column->kind]);
}

static gboolean
check_annotators (const Resolver  *self,
                  GError         **error)
{
  const PlanLine *where = find_line (self, "data", NULL, "annotators");
  for (guint i = 0; self->plan->annotators[i] != NULL; i++)
    {
      const char *name = self->plan->annotators[i];
      const AssayColumn *column = find_column (self, where, name, error);
      if (column == NULL)
        return FALSE;
      if (column->kind == ASSAY_COLUMN_OTHER || column->kind == ASSAY_COLUMN_TIME)
        return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where, "annotator %s holds %s; what people answer is numbers, text "
                          "or booleans", plan_quote (name).text, kind_words[column->kind]);
    }
  return self->is_draft || plan_check_no_model (self->plan, error);
}

static gboolean
check_data (const Resolver  *self,
            GError         **error)
{
  const PlanLine *label = find_line (self, "data", NULL, "label");
  const PlanLine *prediction = find_line (self, "data", NULL, "prediction");
  const PlanLine *score = find_line (self, "data", NULL, "score");
  const PlanLine *threshold = find_line (self, "data", NULL, "threshold");
  if (threshold != NULL && score == NULL && !self->is_draft)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, threshold, "there is a threshold but no score; add score=COLUMN to "
                      "[data], or remove it");
  const gboolean may_lack = self->is_draft || self->plan->annotators[0] != NULL;
  if (label == NULL && !may_lack)
    return fail_lacking (self, "label", "label=COLUMN", "--label COLUMN", error);
  if (prediction == NULL && score == NULL && !may_lack)
    return fail_lacking (self, "prediction and no score", "prediction=COLUMN or score=COLUMN",
                         "--prediction COLUMN or --score COLUMN", error);
  if ((label != NULL && !check_outcome (self, label, error)) || !check_not_label (self, prediction, error) ||
      !check_not_label (self, score, error) || (prediction != NULL && !check_outcome (self, prediction, error)) ||
      (score != NULL && !check_score (self, score, error)) || !check_cluster (self, error))
    return FALSE;
  const PlanLine *weight = find_line (self, "data", NULL, "weight");
  if (weight != NULL && !check_number (self, weight, "weights are numbers", error))
    return FALSE;
  if (!check_annotators (self, error))
    return FALSE;
  for (guint i = 0; i < self->plan->models->len; i++)
    if (!check_model (self, self->plan->models->pdata[i], error))
      return FALSE;
  for (guint i = 0; self->plan->baselines[i] != NULL; i++)
    if (!check_baseline (self, self->plan->baselines[i], error))
      return FALSE;
  return TRUE;
}

/* --- tags --------------------------------------------------------------------------------------------------- */

/* A yes/no column, or, when it is the only one, a list. */
static gboolean
check_tag_column (const Resolver  *self,
                  const PlanLine  *where,
                  const char      *name,
                  gboolean         may_be_list,
                  GError         **error)
{
  const AssayColumn *column = find_column (self, where, name, error);
  if (column == NULL)
    return FALSE;
  if (column->kind != ASSAY_COLUMN_TIME && (column->kind != ASSAY_COLUMN_OTHER || may_be_list))
    return TRUE;
  return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where, "column %s holds %s; expected yes and no (or 1 and 0, true and "
                    "false, x and nothing)%s", plan_quote (name).text, kind_words[column->kind],
                    strcmp (where->key, "tags") == 0 && column->kind == ASSAY_COLUMN_OTHER
                      ? "; a column of lists has to be the only one of tags=" : "");
}

/* An item of tags= is a column, or the name of a [tag NAME] with where=: never both. */
static gboolean
check_tag (const Resolver  *self,
           const PlanLine  *where,
           const char      *name,
           GError         **error)
{
  const AssayPlanTag *tag = assay_plan_tag (self->plan, name);
  gboolean has_where = tag != NULL && tag->where != NULL, is_column = g_hash_table_contains (self->columns, name);
  if (has_where && is_column)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where,
                      "tag %s is both a column and a [tag] with where=; give the [tag] another name, or take it out of tags=",
                      plan_quote (name).text);
  return has_where || check_tag_column (self, where, name, self->plan->tags[1] == NULL, error);
}

/* [tag NAME] without where= tells of one of tags=; the tags in a list are known only later. */
static gboolean
check_tag_section (const Resolver      *self,
                   const AssayPlanTag  *tag,
                   GError             **error)
{
  const AssayColumn *first = self->plan->tags[0] != NULL ? g_hash_table_lookup (self->columns, self->plan->tags[0]) : NULL;
  gboolean may_be_listed = first != NULL && self->plan->tags[1] == NULL
                           && (first->kind == ASSAY_COLUMN_OTHER || first->kind == ASSAY_COLUMN_TEXT);
  if (tag->where != NULL || may_be_listed || g_strv_contains ((const char *const *) self->plan->tags, tag->name))
    return TRUE;
  g_autofree char *hint = plan_hint (tag->name, (const char *const *) self->plan->tags, g_strv_length (self->plan->tags),
                                     "tags");
  g_autofree char *section = g_strconcat ("tag ", tag->name, NULL);
  PlanLine where = { .kind = PLAN_LINE_SECTION, .origin = self->plan->file, .number = tag->line, .section = section };
  return plan_fail (error, ASSAY_PLAN_ERROR_UNKNOWN, &where, "[tag %s] has no where, and tags= does not name it; %s",
                    tag->name, hint);
}

static gboolean
check_tags (const Resolver  *self,
            GError         **error)
{
  const PlanLine *tags = find_line (self, "data", NULL, "tags");
  const PlanLine *reviewed = find_line (self, "data", NULL, "reviewed"), *id = find_line (self, "data", NULL, "id");
  for (guint i = 0; self->plan->tags[i] != NULL; i++)
    if (!check_tag (self, tags, self->plan->tags[i], error))
      return FALSE;
  for (guint i = 0; i < self->plan->tag_sections->len; i++)
    if (!check_tag_section (self, self->plan->tag_sections->pdata[i], error))
      return FALSE;
  if (reviewed != NULL && !check_tag_column (self, reviewed, reviewed->value, FALSE, error))
    return FALSE;
  const AssayColumn *column = id != NULL ? find_column (self, id, id->value, error) : NULL;
  if (id == NULL || (column != NULL && column->kind != ASSAY_COLUMN_OTHER))
    return TRUE;
  return column != NULL && plan_fail (error, ASSAY_PLAN_ERROR_VALUE, id, "column %s holds %s, which cannot name a row; "
                                      "expected text or numbers", plan_quote (id->value).text, kind_words[column->kind]);
}

/* --- [measure NAME], range.COL ------------------------------------------------------------------------------ */

static gboolean
check_own_measure (const Resolver         *self,
                   const AssayOwnMeasure  *measure,
                   GError                **error)
{
  static const char *const keys[] = { "mean", "numerator", "denominator" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const PlanLine *where = find_line (self, "measure", measure->name, keys[i]);
      if (where != NULL && !check_number (self, where, "means and ratios are of numbers", error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_range (const Resolver    *self,
             const AssayRange  *range,
             GError           **error)
{
  g_autofree char *key = g_strconcat ("range.", range->column, NULL);
  PlanLine where = *find_line (self, "data", NULL, key);

  where.value = range->column;
  return check_number (self, &where, "a range is of numbers", error);
}

static gboolean
check_measures (const Resolver  *self,
                GError         **error)
{
  for (guint i = 0; i < self->plan->own_measures->len; i++)
    if (!check_own_measure (self, self->plan->own_measures->pdata[i], error))
      return FALSE;
  for (guint i = 0; i < self->plan->ranges->len; i++)
    if (!check_range (self, self->plan->ranges->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* --- [slices] ----------------------------------------------------------------------------------------------- */

static gboolean
check_crosses (Resolver    *self,
               GPtrArray   *crosses,
               const char  *key,
               GError     **error)
{
  const PlanLine *where = find_line (self, "slices", NULL, key);
  for (guint i = 0; i < crosses->len; i++)
    {
      const AssayCross *cross = crosses->pdata[i];
      for (guint j = 0; j < cross->n_columns; j++)
        if (check_sliceable (self, where, cross->columns[j], error))
          g_hash_table_add (self->sliced, cross->columns[j]);
        else
          return FALSE;
      g_hash_table_add (self->slices, plan_cross_key (cross->columns, cross->n_columns));
    }
  return TRUE;
}

static gboolean
check_bins (const Resolver   *self,
            const AssayBins  *bins,
            GError          **error)
{
  g_autofree char *key = g_strconcat ("bins.", bins->column, NULL);
  const PlanLine *where = find_line (self, "slices", NULL, key);
  const AssayColumn *column = find_column (self, where, bins->column, error);
  if (column == NULL)
    return FALSE;
  AssayColumnKind kind = bins->kind >= ASSAY_BINS_DAY ? ASSAY_COLUMN_TIME : ASSAY_COLUMN_NUMBER;
  if (column->kind != kind)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where, "%s is for a column of %s, but %s holds %s%s",
                      plan_quote (where->value).text, kind_words[kind], plan_quote (bins->column).text,
                      kind_words[column->kind],
                      column->kind == ASSAY_COLUMN_TIME ? "; expected day, week or month" : "");
  if (!self->plan->slices_given || g_hash_table_contains (self->sliced, bins->column))
    return TRUE;
  return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where,
                    "column %s is binned but not sliced; add it to columns= or cross=, or remove this line",
                    plan_quote (bins->column).text);
}

/* race*sex and race=Black in a check would be read as the slice's name. */
static gboolean
check_named (const Resolver         *self,
             const AssayNamedSlice  *named,
             GError                **error)
{
  const PlanLine *where = find_line (self, "slice", named->name, "where");
  g_autofree char *first = g_strchomp (g_strndup (named->name, strcspn (named->name, "*=")));
  const char *column = g_hash_table_contains (self->columns, named->name) ? named->name : first;
  if (!g_hash_table_contains (self->columns, column))
    return TRUE;
  return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where,
                    "[slice %s] begins like column %s; give it another name, so that checks can tell them apart",
                    named->name, plan_quote (column).text);
}

/* --- [fairness] --------------------------------------------------------------------------------------------- */

/* Before columns= and cross=, to which the groups were added. */
static gboolean
check_fairness (const Resolver  *self,
                GError         **error)
{
  const AssayPlanFairness *fairness = &self->plan->fairness;
  const PlanLine *groups = find_line (self, "fairness", NULL, "groups");
  const PlanLine *control = find_line (self, "fairness", NULL, "control");
  for (guint i = 0; i < fairness->groups->len; i++)
    for (char **column = ((const AssayCross *) fairness->groups->pdata[i])->columns; *column != NULL; column++)
      if (!check_sliceable (self, groups, *column, error))
        return FALSE;
  if (control != NULL)
    g_hash_table_add (self->sliced, fairness->control);
  return control == NULL || check_sliceable (self, control, fairness->control, error);
}

/* --- [check NAME] ------------------------------------------------------------------------------------------- */

static gboolean
check_target (const Resolver     *self,
              const PlanLine     *where,
              const AssayTarget  *target,
              GError            **error)
{
  for (guint i = 0; i < target->n_columns; i++)
    if (!check_sliceable (self, where, target->columns[i], error))
      return FALSE;
  if (target->n_columns == 0 || (target->n_columns == 1 && !self->plan->slices_given))
    return TRUE;
  g_autofree char *key = plan_cross_key (target->columns, target->n_columns);
  if (g_hash_table_contains (self->slices, key))
    return TRUE;
  g_autofree char *columns = g_strjoinv ("*", target->columns);
  return plan_fail (error, ASSAY_PLAN_ERROR_UNKNOWN, where, "the plan does not slice by %s; add it to %s in [slices]",
                    plan_quote (columns).text, target->n_columns == 1 ? "columns=" : "cross=");
}

/* What is no column may be a slip for a [slice NAME]. */
static gboolean
check_slip (const Resolver     *self,
            const PlanLine     *where,
            const AssayTarget  *target,
            GError            **error)
{
  if (target->kind != ASSAY_TARGET_COLUMNS || target->n_columns != 1 ||
      g_hash_table_contains (self->columns, target->text))
    return TRUE;
  if (assay_plan_tag (self->plan, target->text) != NULL)
    return plan_fail (error, ASSAY_PLAN_ERROR_UNKNOWN, where, "%s is a tag, and a check is about slices; write a [slice NAME] with "
                      "where= of the same rows, and name it here", plan_quote (target->text).text);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < self->plan->named->len; i++)
    g_ptr_array_add (names, ((AssayNamedSlice *) self->plan->named->pdata[i])->name);
  const char *near = assay_plan_nearest (target->text, (const char *const *) names->pdata, names->len);
  if (near == NULL)
    return TRUE;
  return plan_fail (error, ASSAY_PLAN_ERROR_UNKNOWN, where, "there is no column and no [slice] %s; did you mean %s?",
                    plan_quote (target->text).text, plan_quote (near).text);
}

static gboolean
check_check (const Resolver    *self,
             const AssayCheck  *check,
             GError           **error)
{
  const PlanLine *where = find_line (self, "check", check->name, "slices");
  for (guint i = 0; i < check->targets->len; i++)
    if (!check_slip (self, where, check->targets->pdata[i], error) ||
        !check_target (self, where, check->targets->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* --- the whole ---------------------------------------------------------------------------------------------- */

static gboolean
check_slices (Resolver  *self,
              GError   **error)
{
  const AssayPlan *plan = self->plan;
  if (!check_fairness (self, error) || !check_crosses (self, plan->columns, "columns", error)
      || !check_crosses (self, plan->crosses, "cross", error))
    return FALSE;
  for (guint i = 0; i < plan->bins->len; i++)
    if (!check_bins (self, plan->bins->pdata[i], error))
      return FALSE;
  for (guint i = 0; i < plan->named->len; i++)
    if (!check_named (self, plan->named->pdata[i], error))
      return FALSE;
  for (guint i = 0; i < plan->checks->len; i++)
    if (!check_check (self, plan->checks->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
resolve (const AssayPlan    *self,
         const AssayColumn  *columns,
         guint               n_columns,
         gboolean            is_draft,
         GError            **error)
{
  Resolver resolver = {
    .plan = self,
    .is_draft = is_draft,
    .columns = g_hash_table_new (g_str_hash, g_str_equal),
    .names = g_new (const char *, n_columns + 1),
    .n_names = n_columns,
    .lines = index_lines (self->lines),
    .sliced = g_hash_table_new (g_str_hash, g_str_equal),
    .slices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
  for (guint i = 0; i < n_columns; i++)
    {
      resolver.names[i] = columns[i].name;
      g_hash_table_insert (resolver.columns, (gpointer) columns[i].name, (gpointer) &columns[i]);
    }
  gboolean is_resolved = check_data (&resolver, error) && check_tags (&resolver, error) && check_measures (&resolver, error) &&
                         check_slices (&resolver, error);
  g_hash_table_unref (resolver.columns);
  g_free (resolver.names);
  g_hash_table_unref (resolver.lines);
  g_hash_table_unref (resolver.sliced);
  g_hash_table_unref (resolver.slices);
  return is_resolved;
}

gboolean
assay_plan_resolve (const AssayPlan    *self,
                    const AssayColumn  *columns,
                    guint               n_columns,
                    GError            **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (columns != NULL || n_columns == 0, FALSE);

  return resolve (self, columns, n_columns, FALSE, error);
}

gboolean
assay_plan_resolve_draft (const AssayPlan    *self,
                          const AssayColumn  *columns,
                          guint               n_columns,
                          GError            **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (columns != NULL || n_columns == 0, FALSE);

  return resolve (self, columns, n_columns, TRUE, error);
}
