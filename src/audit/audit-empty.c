/* audit-empty.c: an audit of nothing is an error, not a report full of dashes. */
#include "audit-empty.h"

#include "audit.h"

#include <string.h>

static gboolean
fail_empty (const AssayPlan  *plan,
            const char       *key,
            const char       *column,
            GError          **error)
{
  g_autofree char *where = assay_plan_where (plan, "data", key);

  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DATA,
               "%s: the %s '%s' is missing in every row; nothing can be audited", where, key, column);
  return FALSE;
}

gboolean
assay_empty_check_source (const AssayPlan  *plan,
                          AssaySource      *source,
                          GError          **error)
{
  guint n_columns;
  const AssayColumn *columns = assay_source_columns (source, &n_columns);

  for (guint i = 0; plan->score != NULL && i < n_columns; i++)
    if (columns[i].kind == ASSAY_COLUMN_TEXT && strcmp (columns[i].name, plan->score) == 0
        && !assay_source_has_values (source, plan->score))
      return fail_empty (plan, "score", plan->score, error);
  return TRUE;
}

typedef struct
{
  guint    position; /* of the prediction's axis */
  gboolean has_one;
} Predictions;

static void
mark_prediction (const guint *codes,
                 guint64      count,
                 gpointer     data)
{
  Predictions *self = data;

  self->has_one = self->has_one || codes[self->position] != 0;
}

/* Whether all rows together weigh nothing; of rows that are clustered as well it is the replicates that are weighted. */
static gboolean
weighs_nothing (const AssayCountTable *table)
{
  const int weight = assay_count_table_find_sum (table, ASSAY_WEIGHT);
  AssaySum  sum = 0;

  for (guint64 i = 0; weight >= 0 && i < table->n_entries; i++)
    sum += table->sums[i * table->n_sums + (guint) weight];
  return weight >= 0 && sum == 0;
}

static gboolean
fail_weight (const AssayPlan *plan,
             GError         **error)
{
  g_autofree char *where = assay_plan_where (plan, "data", "weight");

  g_set_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DATA,
               "%s: the weight '%s' is 0 in every row; nothing can be audited", where, plan->weight);
  return FALSE;
}

/* Of annotators with a model's predictions and no label: a table over no slice begins with the prediction. */
static gboolean
is_of_predictions (const AssayCountTable *table,
                   guint                 *position)
{
  *position = table->axes[0]->kind == ASSAY_AXIS_LABEL ? 1 : 0;
  return table->n_axes > *position && table->axes[*position]->kind == ASSAY_AXIS_PREDICTION;
}

/* A table over no slice is over all rows. */
gboolean
assay_empty_check_counts (const AssayPlan    *plan,
                          const AssayCounts  *counts,
                          GError            **error)
{
  for (guint t = 0; t < counts->tables->len; t++)
    {
      const AssayCountTable *table = counts->tables->pdata[t];
      Predictions predictions = { 0 };
      if (!is_of_predictions (table, &predictions.position))
        continue;
      if (plan->weight != NULL && weighs_nothing (table))
        return fail_weight (plan, error);
      assay_count_table_foreach (table, mark_prediction, &predictions);
      if (!predictions.has_one)
        return fail_empty (plan, plan->prediction != NULL ? "prediction" : "score",
                           plan->prediction != NULL ? plan->prediction : plan->score, error);
    }
  return TRUE;
}
