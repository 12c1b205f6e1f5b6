/* audit-task.c: task=auto, from the label's values. */
#include "audit-task.h"

#include <string.h>

static gboolean
is_number (AssaySource *source,
           const char  *name)
{
  guint n;
  const AssayColumn *columns = assay_source_columns (source, &n);

  for (guint i = 0; i < n; i++)
    if (strcmp (columns[i].name, name) == 0)
      return columns[i].kind == ASSAY_COLUMN_NUMBER;
  return FALSE;
}

/* What only classes have keeps a plan from being taken for a regression. */
static gboolean
may_be_regression (const AssayPlan *plan,
                   AssaySource     *source)
{
  return plan->task == ASSAY_TASK_AUTO && plan->label != NULL && plan->prediction != NULL && plan->score == NULL
         && plan->positive == NULL && !plan->has_threshold && is_number (source, plan->prediction);
}

gboolean
assay_choose_task (AssayPlan   **plan,
                   AssaySource  *source,
                   GPtrArray    *notes,
                   GCancellable *cancellable,
                   GError      **error)
{
  const AssayPlanSetting setting = { "data", "task", "regression", "task=auto" };
  gboolean has_fraction;

  if (!may_be_regression (*plan, source))
    return TRUE;
  if (!assay_source_has_fraction (source, (*plan)->label, &has_fraction, cancellable, error))
    return FALSE;
  if (!has_fraction)
    return TRUE;
  AssayPlan *chosen = assay_plan_override (*plan, &setting, 1, error);
  if (chosen == NULL)
    return FALSE;
  g_ptr_array_add (notes, g_strdup_printf ("the label '%s' has numbers with fractions: the audit is of a regression; "
                                           "task=classification would set classes", chosen->label));
  assay_plan_free (*plan);
  *plan = chosen;
  return TRUE;
}
