/* plan-measures.c: what a name in measures= or a check means: a measure of the plan's own, or one that fits its
 * task. */
#include "judge-private.h"
#include "measure/moments.h"

#include <string.h>

static AssayMeasure
own_measure (const AssayPlan *plan,
             guint            position)
{
  static const AssayDirection directions[] = {
    [ASSAY_BETTER_DEFAULT] = ASSAY_DIRECTION_NONE,
    [ASSAY_BETTER_HIGHER] = ASSAY_DIRECTION_HIGHER,
    [ASSAY_BETTER_LOWER] = ASSAY_DIRECTION_LOWER,
  };
  const AssayOwnMeasure *own = plan->own_measures->pdata[position];
  g_autofree char *unit = own->unit != NULL ? g_strconcat (" ", own->unit, NULL) : NULL;
  const guint before = plan->task == ASSAY_TASK_REGRESSION ? ASSAY_MOMENTS_REGRESSION : 0;

  return (AssayMeasure) { .id = own->mean != NULL ? ASSAY_MEASURE_MEAN : ASSAY_MEASURE_RATIO, .name = own->name,
                          .label = own->name, .direction = directions[own->better], .interval = ASSAY_INTERVAL_T,
                          .family = ASSAY_FAMILY_MOMENT, .moments = before + position,
                          .unit = g_intern_string (unit) };
}

static char *
regression_names (void)
{
  guint n;
  const AssayMeasure *table = assay_measure_regression_table (&n);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", table[i].name);
  return g_string_free (names, FALSE);
}

/* (nullable) (transfer full) */
static char *
why_unfit (const AssayPlan    *plan,
           const AssayMeasure *measure)
{
  const gboolean is_regression = plan->task == ASSAY_TASK_REGRESSION;

  if (measure->family == ASSAY_FAMILY_SCORE && plan->cluster != NULL)
    return g_strdup_printf ("%s counts rows and knows no clusters; take it out, or cluster= in [data]",
                            measure->name);
  if (measure->family == ASSAY_FAMILY_SCORE && plan->score == NULL && !is_regression)
    return g_strdup_printf ("%s is of scores; add score=COLUMN to [data]", measure->name);
  if (is_regression == (measure->family == ASSAY_FAMILY_MOMENT))
    return NULL;
  if (!is_regression)
    return g_strdup_printf ("%s is of a regression, and the labels are classes; set task=regression in [data] if "
                            "they are numbers", measure->name);
  g_autofree char *names = regression_names ();
  return g_strdup_printf ("%s is of classes, and task is regression, whose measures are %s", measure->name, names);
}

gboolean
assay_judging_find_measure (const AssayPlan *plan,
                            const char      *name,
                            AssayMeasure    *measure,
                            char           **message)
{
  *message = NULL;
  for (guint i = 0; i < plan->own_measures->len; i++)
    {
      const AssayOwnMeasure *own = plan->own_measures->pdata[i];
      if (strcmp (own->name, name) == 0)
        {
          *measure = own_measure (plan, i);
          return TRUE;
        }
    }
  *message = assay_measure_find (name, measure) ? why_unfit (plan, measure) : assay_words_unknown_measure (name);
  return *message == NULL;
}

/* message: (transfer full) */
static gboolean
fail_plan (const char *where,
           char       *message,
           GError    **error)
{
  g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN, "%s: %s", where, message);
  g_free (message);
  return FALSE;
}

/* (nullable) (transfer full) Why rows that are weighted or clustered have no such measure, or (than not NULL) no
 * difference of it from this baseline. */
static char *
why_not_of_rows (const AssayPlan *plan,
                 const char      *name,
                 const char      *than)
{
  AssayMeasure measure;

  if ((plan->weight == NULL && plan->cluster == NULL) || !assay_measure_find (name, &measure)
      || measure.family != ASSAY_FAMILY_SCORE)
    return NULL;
  if (plan->cluster != NULL)
    return why_unfit (plan, &measure);
  if (than == NULL || plan->baselines == NULL || !g_strv_contains ((const char *const *) plan->baselines, than))
    return NULL;
  return g_strdup_printf ("%s of weighted rows cannot be compared with a baseline on the same rows; check it with "
                          "at-least= or at-most=, or take out weight= in [data]", measure.name);
}

static gboolean
check_scores (const AssayPlan *plan,
              GError         **error)
{
  g_autofree char *where = assay_plan_where (plan, "slices", "measures");

  for (guint i = 0; plan->measures != NULL && plan->measures[i] != NULL; i++)
    {
      char *why = why_not_of_rows (plan, plan->measures[i], NULL);
      if (why != NULL)
        return fail_plan (where, why, error);
    }
  for (guint i = 0; i < plan->checks->len; i++)
    {
      const AssayCheck *check = plan->checks->pdata[i];
      char *why = why_not_of_rows (plan, check->measure, check->than);
      g_autofree char *line = g_strdup_printf ("%s:%u: check '%s'", plan->file, check->line, check->name);
      if (why != NULL)
        return fail_plan (line, why, error);
    }
  return TRUE;
}

/* Agreement counts rows, each by itself. */
static gboolean
check_annotators (const AssayPlan *plan,
                  GError         **error)
{
  const char *key = plan->weight != NULL ? "weight" : plan->cluster != NULL ? "cluster" : NULL;

  if (plan->annotators == NULL || plan->annotators[0] == NULL || key == NULL)
    return TRUE;
  g_autofree char *where = assay_plan_where (plan, "data", key);
  g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN, "%s: %s= with annotators= is not worked out: "
               "agreement counts rows, each once and each by itself; take one of the two out", where, key);
  return FALSE;
}

gboolean
assay_findings_check_plan (const AssayPlan *plan,
                           GError         **error)
{
  g_return_val_if_fail (plan != NULL, FALSE);
  return check_annotators (plan, error) && assay_judging_check_own_measures (plan, error)
         && check_scores (plan, error) && assay_judging_check_fairness_plan (plan, error);
}

/* Parities are of groups, and checks alone ask for them. */
static gboolean
is_parity (const char *name)
{
  AssayParity parity;
  AssayParityForm form;

  return assay_parity_find (name, &parity, &form);
}

gboolean
assay_findings_check_measures (const AssayPlan *plan,
                               GError         **error)
{
  g_return_val_if_fail (plan != NULL, FALSE);
  g_autofree char *where = assay_plan_where (plan, "slices", "measures");
  AssayMeasure measure;
  char *message = NULL;

  for (guint i = 0; plan->measures_given && plan->measures[i] != NULL; i++)
    if (!assay_judging_find_measure (plan, plan->measures[i], &measure, &message))
      return fail_plan (where, message, error);
  for (guint i = 0; i < plan->checks->len; i++)
    {
      const AssayCheck *check = plan->checks->pdata[i];
      g_autofree char *line = g_strdup_printf ("%s:%u: check '%s'", plan->file, check->line, check->name);
      if (!is_parity (check->measure) && !assay_judging_find_measure (plan, check->measure, &measure, &message))
        return fail_plan (line, message, error);
    }
  return TRUE;
}

/* What a measure can be, where that is known: shares, and averages of them, from 0 to 1. */
static gboolean
has_range (const AssayMeasure *measure,
           double             *least)
{
  *least = measure->id == ASSAY_MEASURE_MCC || measure->id == ASSAY_MEASURE_KAPPA ? -1 : 0;
  return measure->family == ASSAY_FAMILY_SCORE ? measure->id != ASSAY_MEASURE_LOG_LOSS
                                               : measure->family == ASSAY_FAMILY_MATRIX && measure->id != ASSAY_MEASURE_COST;
}

char *
assay_judging_why_beyond (const AssayMeasure *measure,
                          const char         *what,
                          double              value,
                          gboolean            is_difference)
{
  const double most = is_difference ? 2 : 1;
  double least;
  char share[G_ASCII_DTOSTR_BUF_SIZE], found[G_ASCII_DTOSTR_BUF_SIZE];

  if (!has_range (measure, &least) || (value >= (is_difference ? 0 : least) && value <= (least < 0 ? most : 1)))
    return NULL;
  g_ascii_formatd (found, sizeof found, "%.6g", value);
  g_ascii_formatd (share, sizeof share, "%.4g", value / 100);
  const gboolean is_percent = value > 1 && value <= 100;
  return g_strdup_printf ("the %s is %s, and %s lies between %g and 1; %s%s%s", what, found, measure->name, least,
                          is_percent ? "did you mean " : "expected a number in that range", is_percent ? share : "",
                          is_percent ? "?" : "");
}

gboolean
assay_judging_check_own_measures (const AssayPlan *plan,
                                  GError         **error)
{
  AssayMeasure known;

  if (plan->cluster != NULL && (plan->task == ASSAY_TASK_REGRESSION || plan->own_measures->len > 0))
    {
      g_autofree char *where = assay_plan_where (plan, "data", "cluster");
      g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN, "%s: cluster= is for labels that are classes: "
                   "means, ratios and errors know no clusters; take it out", where);
      return FALSE;
    }
  for (guint i = 0; i < plan->own_measures->len; i++)
    {
      const AssayOwnMeasure *own = plan->own_measures->pdata[i];
      if (!assay_measure_find (own->name, &known))
        continue;
      g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN,
                   "%s:%u: [measure %s] has the name of a measure that there is; give it another", plan->file,
                   own->line,
                   own->name);
      return FALSE;
    }
  return TRUE;
}

void
assay_judging_add_moment_measures (const AssayPlan *plan,
                                   GArray          *measures)
{
  guint n = 0;
  const AssayMeasure *table = assay_measure_regression_table (&n);

  if (plan->task == ASSAY_TASK_REGRESSION)
    g_array_append_vals (measures, table, n);
  for (guint i = 0; i < plan->own_measures->len; i++)
    {
      const AssayMeasure own = own_measure (plan, i);
      g_array_append_val (measures, own);
    }
}
