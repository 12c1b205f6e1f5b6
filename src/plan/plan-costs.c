/* plan-costs.c: [costs], what a row costs by its label and prediction. Which classes there are is known only later. */
#include "plan-private.h"

#include <string.h>

static void
cost_free (gpointer data)
{
  AssayPlanCost *self = data;

  g_free (self->pair);
  g_free (self);
}

GPtrArray *
plan_costs (const PlanSection *section)
{
  GPtrArray *costs = g_ptr_array_new_with_free_func (cost_free);

  for (guint i = 0; i < section->n_lines; i++)
    {
      const PlanLine *line = section->lines[i];
      AssayPlanCost *cost;

      if (line->kind != PLAN_LINE_KEY || line->value[0] == '\0' || strcmp (line->key, "unit") == 0)
        continue;
      cost = g_new0 (AssayPlanCost, 1);
      cost->pair = g_strdup (line->key);
      cost->line = line->number;
      plan_parse_number (line->value, &cost->cost); /* checked when its line was read */
      g_ptr_array_add (costs, cost);
    }
  return costs;
}
