/* audit-task.c: task=auto, from the label's values. */
#include "audit-task.h"

#include "audit.h"

#include <string.h>

static AssayColumnKind
kind_of (AssaySource *source,
         const char  *name)
{
  guint n;
  const AssayColumn *columns = assay_source_columns (source, &n);

  for (guint i = 0; i < n; i++)
    if (strcmp (columns[i].name, name) == 0)
      return columns[i].kind;
  return ASSAY_COLUMN_OTHER;
}

/* What only classes have keeps a plan from being taken for a regression. */
static gboolean
may_be_regression (const AssayPlan *plan,
                   AssaySource     *source)
{
  return plan->task == ASSAY_TASK_AUTO && plan->label != NULL && plan->prediction != NULL && plan->score == NULL
         && plan->positive == NULL && !plan->has_threshold && kind_of (source, plan->label) == ASSAY_COLUMN_NUMBER;
}

/* Labels with fractions and predictions of words can be neither a regression nor classes. */
static gboolean
check_prediction (const AssayPlan *plan,
                  AssaySource     *source,
                  GError         **error)
{
  const AssayColumnKind kind = kind_of (source, plan->prediction);

  if (kind == ASSAY_COLUMN_NUMBER || kind == ASSAY_COLUMN_OTHER) /* others have a message of their own */
    return TRUE;
  g_autofree char *where = assay_plan_where (plan, "data", "prediction");
  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DATA,
               "%s: column '%s' holds no numbers, and the label '%s' has numbers with fractions: a regression has numbers "
               "in both; for classes set task=classification", where, plan->prediction, plan->label);
  return FALSE;
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
  if (!check_prediction (*plan, source, error))
    return FALSE;
  AssayPlan *chosen = assay_plan_override (*plan, &setting, 1, error);
  if (chosen == NULL)
    return FALSE;
  g_ptr_array_add (notes, g_strdup_printf ("the label '%s' has numbers with fractions: the audit is of a regression; "
                                           "task=classification would set classes", chosen->label));
  assay_plan_free (*plan);
  *plan = chosen;
  return TRUE;
}
