/* plan-fairness.c: [fairness]: groups whose rates are to be equal.
 *
 * A plan names its groups once: what [slices] does not slice by is added to columns and crosses here, so that groups
 * are counted, shown and tested as all slices are. Groups within the values of the control column are only counted.
 */
#include "plan-private.h"

#include <string.h>

static gboolean
fail_control (const AssayPlan  *plan,
              const PlanLine   *line,
              const AssayCross *group,
              GError          **error)
{
  g_autofree char *columns = g_strjoinv ("*", group->columns);

  if (g_strv_contains ((const char *const *) group->columns, plan->fairness.control))
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line,
                      "control column %s is in groups= too, as %s; within one of its values there is nothing to "
                      "compare; remove one", plan_quote (plan->fairness.control).text, plan_quote (columns).text);
  return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line,
                    "%s with control column %s is a crossing of more than %d columns",
                    plan_quote (columns).text, plan_quote (plan->fairness.control).text, ASSAY_PLAN_MAX_CROSS);
}

/* Slices that the plan has already stay as they are. */
static void
add_slices (AssayPlan    *plan,
            PlanIndex    *index,
            char *const  *columns,
            const char   *control, /* (nullable) one more column */
            guint         line)
{
  AssayCross *cross = g_new0 (AssayCross, 1);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (control != NULL)
    g_ptr_array_add (names, g_strdup (control));
  for (guint i = 0; columns[i] != NULL; i++)
    g_ptr_array_add (names, g_strdup (columns[i]));
  cross->n_columns = names->len;
  g_ptr_array_add (names, NULL);
  cross->columns = g_strdupv ((char **) names->pdata);
  cross->line = line;
  g_ptr_array_set_free_func (names, g_free);
  g_autofree char *key = plan_cross_key (cross->columns, cross->n_columns);
  if (g_hash_table_contains (index->crosses, key))
    {
      plan_cross_free (cross);
      return;
    }
  if (control != NULL)
    {
      g_ptr_array_add (plan->fairness.controlled, cross);
      return;
    }
  g_ptr_array_add (cross->n_columns == 1 ? plan->columns : plan->crosses, cross);
  g_hash_table_insert (index->crosses, g_steal_pointer (&key), cross);
}

static gboolean
add_groups (AssayPlan          *plan,
            PlanIndex          *index,
            const PlanSection  *section,
            GError            **error)
{
  const PlanLine *line = plan_section_line (section, "groups"), *control = plan_section_line (section, "control");
  g_auto (GStrv) items = plan_section_list (section, "groups", error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; items != NULL && items[i] != NULL; i++)
    {
      AssayCross *group = plan_cross_new (items[i], line, error);
      if (group == NULL)
        return FALSE;
      g_ptr_array_add (plan->fairness.groups, group);
      if (!g_hash_table_add (seen, plan_cross_key (group->columns, group->n_columns)))
        return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "%s crosses the columns of another item; remove one",
                          plan_quote (items[i]).text);
      if (control != NULL && (group->n_columns == ASSAY_PLAN_MAX_CROSS
                              || g_strv_contains ((const char *const *) group->columns, plan->fairness.control)))
        return fail_control (plan, control, group, error);
      add_slices (plan, index, group->columns, NULL, line->number);
    }
  for (guint i = 0; control != NULL && i < plan->fairness.groups->len; i++)
    add_slices (plan, index, ((AssayCross *) plan->fairness.groups->pdata[i])->columns, plan->fairness.control,
                control->number);
  return items != NULL;
}

/* --- reference= ------------------------------------------------------------------------------------------------- */

/* Whether a reference's columns are those of a group. */
static gboolean
is_of_group (const AssayPlan   *plan,
             const AssayTarget *target)
{
  g_autofree char *key = plan_cross_key (target->columns, target->n_columns);

  for (guint i = 0; i < plan->fairness.groups->len; i++)
    {
      const AssayCross *group = plan->fairness.groups->pdata[i];
      g_autofree char *other = plan_cross_key (group->columns, group->n_columns);
      if (strcmp (key, other) == 0)
        return TRUE;
    }
  return FALSE;
}

/* "White" where there is but one group column is race=White. (transfer full) */
static char *
with_column (const AssayPlan *plan,
             const char      *item)
{
  const AssayCross *only = plan->fairness.groups->len == 1 ? plan->fairness.groups->pdata[0] : NULL;

  if (strchr (item, '=') != NULL || only == NULL || only->n_columns > 1)
    return g_strdup (item);
  return g_strdup_printf ("%s=%s", only->columns[0], item);
}

static gboolean
add_reference (AssayPlan        *plan,
               const PlanIndex  *index,
               const PlanLine   *line,
               const char       *item,
               GError          **error)
{
  g_autoptr (GHashTable) none = g_hash_table_new (g_str_hash, g_str_equal);
  const PlanIndex columns = { index->crosses, none, none }; /* a [slice] is no group */
  g_autofree char *text = with_column (plan, item);

  if (strcmp (item, "best") == 0 || strcmp (item, "largest") == 0)
    {
      plan->fairness.is_largest = strcmp (item, "largest") == 0;
      return TRUE;
    }
  AssayTarget *target = plan_target_new (&columns, text, line, error);
  if (target == NULL)
    return FALSE;
  g_ptr_array_add (plan->fairness.references, target);
  if (target->kind != ASSAY_TARGET_VALUES)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line,
                      "reference %s does not say of which column; expected best, largest, or such as race=White",
                        plan_quote (item).text);
  if (is_of_group (plan, target))
    return TRUE;
  g_autofree char *names = g_strjoinv ("*", target->columns);
  return plan_fail (error, ASSAY_PLAN_ERROR_UNKNOWN, line, "reference %s is of %s, which groups= does not name",
                    plan_quote (item).text, plan_quote (names).text);
}

static gboolean
add_references (AssayPlan          *plan,
                const PlanIndex    *index,
                const PlanSection  *section,
                GError            **error)
{
  const PlanLine *line = plan_section_line (section, "reference");
  g_auto (GStrv) items = plan_section_list (section, "reference", error);

  for (guint i = 0; items != NULL && items[i] != NULL; i++)
    if (!add_reference (plan, index, line, items[i], error))
      return FALSE;
  return items != NULL;
}

gboolean
plan_build_fairness (AssayPlan          *plan,
                     PlanIndex          *index,
                     const PlanSection  *section,
                     GError            **error)
{
  static const char *const needs_groups[] = { "reference", "control", "threshold", "measures" };
  AssayPlanFairness *self = &plan->fairness;
  const PlanLine *measures = plan_section_line (section, "measures");

  self->control = g_strdup (plan_section_text (section, "control"));
  self->threshold = plan_section_number (section, "threshold");
  for (guint i = 0; i < G_N_ELEMENTS (needs_groups); i++)
    {
      const PlanLine *line = plan_section_line (section, needs_groups[i]);
      if (line != NULL && plan_section_line (section, "groups") == NULL && strcmp (line->key, "threshold") != 0)
        return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line,
                          "%s= is about groups, and [fairness] has none; add such as groups=sex, or remove it",
                            line->key);
    }
  self->measures = plan_section_list (section, "measures", error);
  if (self->measures == NULL)
    return FALSE;
  for (guint i = 0; self->measures[i] != NULL; i++)
    if (!plan_check_measure (self->measures[i], measures, error))
      return FALSE;
  return add_groups (plan, index, section, error) && (plan_section_line (section, "reference") == NULL
                                                      || add_references (plan, index, section, error));
}

void
plan_clear_fairness (AssayPlanFairness *self)
{
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->controlled);
  g_ptr_array_unref (self->references);
  g_strfreev (self->measures);
  g_free (self->control);
}
