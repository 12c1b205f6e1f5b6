/* costs.c: [costs] of the plan, with the classes that the data has. */
#include "judge-private.h"

#include <stdlib.h>
#include <string.h>

#define AS " as "

/* message: (transfer full) */
static gboolean
fail (const AssayFindings *self,
      const AssayPlanCost *cost,
      char                *message,
      GError             **error)
{
  g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN, "%s:%u: [costs] %s: %s", self->plan->file,
               cost->line, cost->pair, message);
  g_free (message);
  return FALSE;
}

/* The one way to read "LABEL as PREDICTION": a class may itself hold " as ". */
static gboolean
find_pair (const AssayFindings *self,
           const char          *pair,
           guint               *label,
           guint               *prediction,
           char               **message)
{
  for (const char *as = strstr (pair, AS); as != NULL; as = strstr (as + 1, AS))
    {
      g_autofree char *left = g_strndup (pair, as - pair);
      char *problem = NULL;

      *label = assay_judging_find_class (self, left, &problem);
      if (problem == NULL)
        *prediction = assay_judging_find_class (self, as + strlen (AS), &problem);
      if (problem == NULL)
        {
          g_clear_pointer (message, g_free);
          return TRUE;
        }
      g_free (*message);
      *message = problem;
    }
  return FALSE;
}

static gboolean
add_pair (AssayFindings       *self,
          GArray              *costs,
          const AssayPlanCost *cost,
          GError             **error)
{
  AssayCost found = { .cost = cost->cost };
  char *message = NULL;

  if (!find_pair (self, cost->pair, &found.label, &found.prediction, &message))
    return fail (self, cost, message, error);
  g_array_append_val (costs, found);
  return TRUE;
}

/* fn: positive label, any other prediction. */
static gboolean
add_outcome (AssayFindings       *self,
             GArray              *costs,
             const AssayPlanCost *cost,
             GError             **error)
{
  const guint n = self->counts->n_classes, positive = self->counts->positive;
  const gboolean is_right = cost->pair[0] == 't', is_called = cost->pair[1] == 'p';
  const gboolean is_positive = is_right == is_called;

  if (positive == n)
    return fail (self, cost, g_strdup ("no class is the positive one; name the classes: LABEL as PREDICTION"), error);
  for (guint label = 0; label < n; label++)
    for (guint prediction = 0; prediction < n; prediction++)
      if ((label == positive) == is_positive && (prediction == positive) == is_called)
        g_array_append_val (costs, ((AssayCost) { label, prediction, cost->cost }));
  return TRUE;
}

static int
compare_costs (gconstpointer a,
               gconstpointer b)
{
  const AssayCost *first = a, *second = b;

  if (first->label != second->label)
    return first->label < second->label ? -1 : 1;
  return first->prediction < second->prediction ? -1 : first->prediction > second->prediction;
}

/* A pair that two keys name has no one cost. */
static gboolean
check_once (AssayFindings *self,
            const GArray  *costs,
            GError       **error)
{
  for (guint i = 1; i < costs->len; i++)
    {
      const AssayCost *cost = &g_array_index (costs, AssayCost, i);

      if (compare_costs (cost - 1, cost) != 0)
        continue;
      g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN,
                   "%s: [costs]: two keys give rows of '%s' predicted '%s' a cost; remove one", self->plan->file,
                   self->counts->classes[cost->label], self->counts->classes[cost->prediction]);
      return FALSE;
    }
  return TRUE;
}

gboolean
assay_judging_costs (AssayJudging *self,
                     GError      **error)
{
  AssayFindings *findings = self->findings;
  const AssayPlan *plan = findings->plan;
  g_autoptr (GArray) costs = g_array_new (FALSE, FALSE, sizeof (AssayCost));

  for (guint i = 0; i < plan->costs->len; i++)
    {
      const AssayPlanCost *cost = plan->costs->pdata[i];
      const gboolean is_pair = strstr (cost->pair, AS) != NULL;

      if (plan->task == ASSAY_TASK_REGRESSION)
        return fail (findings, cost, g_strdup ("costs are of classes, and task is regression; remove [costs]"),
                     error);
      if (!(is_pair ? add_pair (findings, costs, cost, error) : add_outcome (findings, costs, cost, error)))
        return FALSE;
    }
  g_array_sort (costs, compare_costs);
  if (!check_once (findings, costs, error))
    return FALSE;
  findings->n_costs = costs->len;
  findings->costs = g_memdup2 (costs->data, costs->len * sizeof (AssayCost));
  findings->cost_unit = plan->cost_unit != NULL ? g_strconcat (" ", plan->cost_unit, NULL) : g_strdup ("");
  return TRUE;
}
