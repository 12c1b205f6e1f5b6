/* plan-measures.c: numbers of rows: a [measure NAME] of the plan's own, range.COL, and what a regression may ask for. */
#include "plan-private.h"

#include <string.h>

#define REGRESSION_MEASURES "mae;rmse;mean_error;r2"

/* --- [measure NAME] ----------------------------------------------------------------------------------------- */

/* mean=, or numerator= and denominator=. */
static gboolean
set_columns (AssayOwnMeasure    *self,
             const PlanSection  *section,
             GError            **error)
{
  const PlanLine *mean = plan_section_line (section, "mean");
  const PlanLine *numerator = plan_section_line (section, "numerator");
  const PlanLine *denominator = plan_section_line (section, "denominator");
  const PlanLine *half = numerator != NULL ? numerator : denominator;
  const char *name = section->header->section;

  if (mean != NULL && half != NULL)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, half,
                      "[%s] has mean= and %s=; a measure is a mean, or a ratio of sums; remove one", name, half->key);
  if (mean == NULL && half == NULL)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, section->header,
                      "[%s] has no column; expected mean=COLUMN, or numerator=COLUMN and denominator=COLUMN", name);
  if (mean == NULL && (numerator == NULL || denominator == NULL))
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, half, "[%s] has %s= but no %s=; a ratio of sums takes both", name,
                      half->key, half == numerator ? "denominator" : "numerator");
  self->mean = mean != NULL ? g_strdup (mean->value) : NULL;
  self->numerator = numerator != NULL ? g_strdup (numerator->value) : NULL;
  self->denominator = denominator != NULL ? g_strdup (denominator->value) : NULL;
  return TRUE;
}

AssayOwnMeasure *
plan_own_measure_new (const PlanSection  *section,
                      GError            **error)
{
  if (!plan_check_measure (section->header->name, section->header, error))
    return NULL;
  AssayOwnMeasure *self = g_new0 (AssayOwnMeasure, 1);
  self->name = g_strdup (section->header->name);
  self->unit = g_strdup (plan_section_text (section, "unit"));
  self->better = plan_better_of (section);
  self->line = section->header->number;
  if (set_columns (self, section, error))
    return self;
  plan_own_measure_free (self);
  return NULL;
}

void
plan_own_measure_free (gpointer data)
{
  AssayOwnMeasure *self = data;

  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->mean);
  g_free (self->numerator);
  g_free (self->denominator);
  g_free (self->unit);
  g_free (self);
}

/* --- range.COL ---------------------------------------------------------------------------------------------- */

AssayRange *
plan_range_new (const PlanLine  *line,
                GError         **error)
{
  g_auto (GStrv) ends = plan_split (line->value, ';', TRUE);
  double least, most;

  if (g_strv_length (ends) != 2 || !plan_parse_number (ends[0], &least) || !plan_parse_number (ends[1], &most)
      || least > most)
    {
      plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line,
                 "%s is %s; expected the least and the greatest value, such as 0;1000", plan_quote (line->key).text,
                 plan_quote (line->value).text);
      return NULL;
    }
  AssayRange *self = g_new0 (AssayRange, 1);
  self->column = g_strdup (strchr (line->key, '.') + 1);
  self->least = least;
  self->most = most;
  self->line = line->number;
  return self;
}

void
plan_range_free (gpointer data)
{
  AssayRange *self = data;

  if (self == NULL)
    return;
  g_free (self->column);
  g_free (self);
}

/* --- task= -------------------------------------------------------------------------------------------------- */

AssayTask
plan_task_of (const PlanSection *data)
{
  const char *task = plan_section_text (data, "task");

  return strcmp (task, "regression") == 0 ? ASSAY_TASK_REGRESSION
         : strcmp (task, "auto") == 0     ? ASSAY_TASK_AUTO
                                          : ASSAY_TASK_CLASSIFICATION;
}

char **
plan_regression_measures (void)
{
  return plan_split (REGRESSION_MEASURES, ';', FALSE);
}

/* A regression has numbers for labels and no classes. */
gboolean
plan_check_regression (const PlanSection  *data,
                       GError            **error)
{
  static const char *const of_classes[] = { "positive", "score", "threshold", "annotators" };

  for (guint i = 0; i < G_N_ELEMENTS (of_classes); i++)
    {
      const PlanLine *line = plan_section_line (data, of_classes[i]);
      if (line != NULL)
        return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line,
                          "%s= is for classes, and task=regression has none; remove it, or set task=classification",
                          line->key);
    }
  return TRUE;
}
