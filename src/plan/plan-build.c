/* plan-build.c: the typed plan, made of the sections: first what can be named, then the checks that name it. */
#include "plan-private.h"

#include <string.h>

typedef struct
{
  AssayPlan *plan;
  GPtrArray *sections;  /* of PlanSection */
  PlanIndex  index;
} Builder;

/* The section without a name, or one without lines: all defaults. */
static PlanSection
section_or_default (const Builder *self,
                    const char    *word)
{
  for (guint i = 0; i < self->sections->len; i++)
    {
      const PlanSection *section = self->sections->pdata[i];
      if (strcmp (section->kind->word, word) == 0)
        return *section;
    }
  return (PlanSection) { .kind = plan_find_section_kind (word) };
}

/* --- [audit], [data] ---------------------------------------------------------------------------------------- */

static gboolean
build_audit (Builder  *self,
             GError  **error)
{
  AssayPlan *plan = self->plan;
  PlanSection section = section_or_default (self, "audit");
  plan->title = g_strdup (plan_section_text (&section, "title"));
  plan->seed = plan_section_integer (&section, "seed");
  plan->confidence = plan_section_number (&section, "confidence");
  plan->code_version = g_strdup (plan_section_text (&section, "code-version"));
  plan->no_fallback = strcmp (plan_section_text (&section, "fallback"), "none") == 0;
  return TRUE;
}

static gboolean
add_ranges (Builder            *self,
            const PlanSection  *section,
            GError            **error)
{
  for (guint i = 0; i < section->n_lines; i++)
    {
      const PlanLine *line = section->lines[i];
      if (line->kind != PLAN_LINE_KEY || line->value[0] == '\0' || !g_str_has_prefix (line->key, "range."))
        continue;
      AssayRange *range = plan_range_new (line, error);
      if (range == NULL)
        return FALSE;
      g_ptr_array_add (self->plan->ranges, range);
    }
  return TRUE;
}

static gboolean
build_data (Builder  *self,
            GError  **error)
{
  AssayPlan *plan = self->plan;
  PlanSection section = section_or_default (self, "data");
  plan->label = g_strdup (plan_section_text (&section, "label"));
  plan->prediction = g_strdup (plan_section_text (&section, "prediction"));
  plan->score = g_strdup (plan_section_text (&section, "score"));
  plan->threshold = plan_section_number (&section, "threshold");
  plan->has_threshold = plan_section_line (&section, "threshold") != NULL;
  plan->positive = g_strdup (plan_section_text (&section, "positive"));
  plan->weight = g_strdup (plan_section_text (&section, "weight"));
  plan->cluster = g_strdup (plan_section_text (&section, "cluster"));
  plan->files = plan_section_list (&section, "files", error);
  plan->baselines = plan->files != NULL ? plan_section_list (&section, "baseline", error) : NULL;
  plan->annotators = plan->baselines != NULL ? plan_section_list (&section, "annotators", error) : NULL;
  plan->task = plan_task_of (&section);
  return plan->annotators != NULL && plan_build_tags (plan, &section, error) && add_ranges (self, &section, error) &&
         plan_build_annotators (plan, &section, error) &&
         (plan->task != ASSAY_TASK_REGRESSION || plan_check_regression (&section, error));
}

static void
set_default_title (AssayPlan *plan)
{
  gboolean has_file = strcmp (plan->file, ASSAY_PLAN_NO_FILE) != 0;
  if (plan->title == NULL)
    plan->title = g_filename_display_basename (has_file || plan->files[0] == NULL ? plan->file : plan->files[0]);
}

/* --- [slices] ----------------------------------------------------------------------------------------------- */

static gboolean
add_crosses (Builder            *self,
             const PlanSection  *section,
             const char         *key,
             GPtrArray          *crosses,
             GError            **error)
{
  g_auto (GStrv) items = plan_section_list (section, key, error);
  if (items == NULL)
    return FALSE;
  const PlanLine *line = plan_section_line (section, key);
  for (guint i = 0; items[i] != NULL; i++)
    {
      AssayCross *cross = plan_cross_new (items[i], line, error);
      if (cross == NULL)
        return FALSE;
      g_ptr_array_add (crosses, cross);
      g_autofree char *columns = plan_cross_key (cross->columns, cross->n_columns);
      if (!g_hash_table_insert (self->index.crosses, g_steal_pointer (&columns), cross))
        return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "%s crosses the columns of another item; remove one",
                          plan_quote (items[i]).text);
    }
  return TRUE;
}

static gboolean
add_bins (Builder            *self,
          const PlanSection  *section,
          GError            **error)
{
  for (guint i = 0; i < section->n_lines; i++)
    {
      const PlanLine *line = section->lines[i];
      if (line->kind != PLAN_LINE_KEY || line->value[0] == '\0' || !g_str_has_prefix (line->key, "bins."))
        continue;
      AssayBins *bins = plan_bins_new (line, error);
      if (bins == NULL)
        return FALSE;
      g_ptr_array_add (self->plan->bins, bins);
    }
  return TRUE;
}

static gboolean
add_measures (Builder            *self,
              const PlanSection  *section,
              GError            **error)
{
  const PlanLine *line = plan_section_line (section, "measures");
  self->plan->measures = line == NULL && self->plan->task == ASSAY_TASK_REGRESSION
                           ? plan_regression_measures ()
                           : plan_section_list (section, "measures", error);
  self->plan->measures_given = line != NULL;
  if (self->plan->measures == NULL)
    return FALSE;
  for (guint i = 0; line != NULL && self->plan->measures[i] != NULL; i++)
    if (!plan_check_measure (self->plan->measures[i], line, error))
      return FALSE;
  return TRUE;
}

static gboolean
build_slices (Builder  *self,
              GError  **error)
{
  AssayPlan *plan = self->plan;
  PlanSection section = section_or_default (self, "slices");
  plan->slices_given = plan_section_line (&section, "columns") != NULL;
  plan->edges_from = g_strdup (plan_section_text (&section, "edges-from"));
  plan->min_rows = plan_section_integer (&section, "min-rows");
  plan->min_effect = plan_section_number (&section, "min-effect");
  plan->rare_class_share = plan_section_number (&section, "rare-class-share");
  plan->per_class = strcmp (plan_section_text (&section, "per-class"), "slices") == 0;
  return add_crosses (self, &section, "columns", plan->columns, error) &&
         add_crosses (self, &section, "cross", plan->crosses, error) &&
         add_bins (self, &section, error) &&
         add_measures (self, &section, error);
}

static gboolean
build_fairness (Builder  *self,
                GError  **error)
{
  PlanSection section = section_or_default (self, "fairness");

  return plan_build_fairness (self->plan, &self->index, &section, error);
}

static gboolean
build_costs (Builder  *self,
             GError  **error)
{
  PlanSection section = section_or_default (self, "costs");

  self->plan->cost_unit = g_strdup (plan_section_text (&section, "unit"));
  self->plan->costs = plan_costs (&section);
  return TRUE;
}

/* --- [slice NAME], [risk NAME], [model NAME] ---------------------------------------------------------------- */

static gboolean
add_named (Builder            *self,
           const PlanSection  *section,
           GError            **error)
{
  const char *name = section->header->name;
  const char *where = plan_section_text (section, "where");
  if (where == NULL)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, section->header,
                      "[%s] has no where; add an expression such as where=age < 25", section->header->section);
  if (strcmp (name, "all") == 0 || strcmp (name, "*") == 0 || strchr (name, ';') != NULL)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, section->header,
                      "a slice cannot be called %s: a check's slices= would read it as something else",
                      plan_quote (name).text);
  AssayNamedSlice *named = g_new0 (AssayNamedSlice, 1);
  named->name = g_strdup (name);
  named->where = g_strdup (where);
  named->line = section->header->number;
  g_ptr_array_add (self->plan->named, named);
  g_hash_table_add (self->index.named, named->name);
  return TRUE;
}

static gboolean
add_risk (Builder            *self,
          const PlanSection  *section,
          GError            **error)
{
  AssayRisk *risk = g_new0 (AssayRisk, 1);
  risk->name = g_strdup (section->header->name);
  risk->why = g_strdup (plan_section_text (section, "why"));
  risk->line = section->header->number;
  g_ptr_array_add (self->plan->risks, risk);
  g_hash_table_add (self->index.risks, risk->name);
  return TRUE;
}

static gboolean
add_model (Builder            *self,
           const PlanSection  *section,
           GError            **error)
{
  const PlanLine *header = section->header;
  const PlanLine *prediction = plan_section_line (section, "prediction");
  const PlanLine *score = plan_section_line (section, "score");
  const PlanLine *threshold = plan_section_line (section, "threshold");
  if (prediction == NULL && score == NULL)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, header, "[%s] has no column; expected prediction= or score=",
                      header->section);
  if (prediction != NULL && score != NULL)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, score, "[%s] has both prediction= and score=; remove one",
                      header->section);
  if (prediction != NULL && threshold != NULL)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, threshold, "[%s] has a threshold but no score; remove it",
                      header->section);
  if (!g_strv_contains ((const char *const *) self->plan->baselines, header->name))
    {
      g_autofree char *hint = plan_hint (header->name, (const char *const *) self->plan->baselines,
                                         g_strv_length (self->plan->baselines), "baselines");
      return plan_fail (error, ASSAY_PLAN_ERROR_UNKNOWN, header, "[%s] is not in baseline= of [data]; add it there (%s)",
                        header->section, hint);
    }
  AssayModel *model = g_new0 (AssayModel, 1);
  model->name = g_strdup (header->name);
  model->prediction = prediction != NULL ? g_strdup (prediction->value) : NULL;
  model->score = score != NULL ? g_strdup (score->value) : NULL;
  model->threshold = plan_section_number (section, "threshold");
  model->line = header->number;
  g_ptr_array_add (self->plan->models, model);
  return TRUE;
}

static gboolean
add_own_measure (Builder            *self,
                 const PlanSection  *section,
                 GError            **error)
{
  AssayOwnMeasure *measure = plan_own_measure_new (section, error);
  if (measure != NULL)
    g_ptr_array_add (self->plan->own_measures, measure);
  return measure != NULL;
}

static gboolean
add_literature (Builder            *self,
                const PlanSection  *section,
                GError            **error)
{
  AssayLiterature *literature = plan_literature_new (self->plan, section, error);
  if (literature != NULL)
    g_ptr_array_add (self->plan->literature, literature);
  return literature != NULL;
}

static gboolean
add_tag (Builder            *self,
         const PlanSection  *section,
         GError            **error)
{
  AssayPlanTag *tag = plan_tag_new (self->plan, section, error);
  if (tag != NULL)
    g_ptr_array_add (self->plan->tag_sections, tag);
  return tag != NULL;
}

static gboolean
check_tags (Builder  *self,
            GError  **error)
{
  PlanSection section = section_or_default (self, "data");

  return plan_check_tags (self->plan, &section, error);
}

static gboolean
add_check (Builder            *self,
           const PlanSection  *section,
           GError            **error)
{
  AssayCheck *check = plan_check_new (self->plan, &self->index, section, error);
  if (check != NULL)
    g_ptr_array_add (self->plan->checks, check);
  return check != NULL;
}

static gboolean
build_named (Builder     *self,
             const char  *word,
             gboolean   (*add) (Builder *self, const PlanSection *section, GError **error),
             GError     **error)
{
  for (guint i = 0; i < self->sections->len; i++)
    {
      const PlanSection *section = self->sections->pdata[i];
      if (strcmp (section->kind->word, word) == 0 && !add (self, section, error))
        return FALSE;
    }
  return TRUE;
}

/* --- the whole ---------------------------------------------------------------------------------------------- */

static void
free_named (gpointer data)
{
  AssayNamedSlice *self = data;

  g_free (self->name);
  g_free (self->where);
  g_free (self);
}

static void
free_risk (gpointer data)
{
  AssayRisk *self = data;

  g_free (self->name);
  g_free (self->why);
  g_free (self);
}

static void
free_model (gpointer data)
{
  AssayModel *self = data;

  g_free (self->name);
  g_free (self->prediction);
  g_free (self->score);
  g_free (self);
}

static AssayPlan *
plan_new (GPtrArray  *lines,
          const char *file)
{
  AssayPlan *self = g_new0 (AssayPlan, 1);
  self->file = g_strdup (file);
  self->lines = lines;
  self->text = plan_lines_join (lines);
  self->columns = g_ptr_array_new_with_free_func (plan_cross_free);
  self->crosses = g_ptr_array_new_with_free_func (plan_cross_free);
  self->bins = g_ptr_array_new_with_free_func (plan_bins_free);
  self->named = g_ptr_array_new_with_free_func (free_named);
  self->risks = g_ptr_array_new_with_free_func (free_risk);
  self->checks = g_ptr_array_new_with_free_func (plan_check_free);
  self->models = g_ptr_array_new_with_free_func (free_model);
  self->own_measures = g_ptr_array_new_with_free_func (plan_own_measure_free);
  self->ranges = g_ptr_array_new_with_free_func (plan_range_free);
  self->literature = g_ptr_array_new_with_free_func (plan_literature_free);
  self->tag_sections = g_ptr_array_new_with_free_func (plan_tag_free);
  self->fairness.groups = g_ptr_array_new_with_free_func (plan_cross_free);
  self->fairness.controlled = g_ptr_array_new_with_free_func (plan_cross_free);
  self->fairness.references = g_ptr_array_new_with_free_func (plan_target_free);
  return self;
}

AssayPlan *
plan_from_lines (GPtrArray   *lines,
                 const char  *file,
                 GError     **error)
{
  Builder builder = {
    .plan = plan_new (lines, file),
    .sections = plan_sections (lines),
    .index.crosses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .index.named = g_hash_table_new (g_str_hash, g_str_equal),
    .index.risks = g_hash_table_new (g_str_hash, g_str_equal),
  };
  gboolean is_built = build_audit (&builder, error) && build_data (&builder, error) &&
                      build_slices (&builder, error) && build_fairness (&builder, error) && build_costs (&builder, error) &&
                      build_named (&builder, "model", add_model, error) &&
                      build_named (&builder, "baseline", add_literature, error) &&
                      build_named (&builder, "slice", add_named, error) &&
                      build_named (&builder, "measure", add_own_measure, error) &&
                      build_named (&builder, "risk", add_risk, error) &&
                      build_named (&builder, "check", add_check, error) &&
                      build_named (&builder, "tag", add_tag, error) && check_tags (&builder, error);
  if (is_built)
    set_default_title (builder.plan);
  else
    g_clear_pointer (&builder.plan, assay_plan_free);
  g_ptr_array_unref (builder.sections);
  g_hash_table_unref (builder.index.crosses);
  g_hash_table_unref (builder.index.named);
  g_hash_table_unref (builder.index.risks);
  return builder.plan;
}
