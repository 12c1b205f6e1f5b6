/* fairness-groups.c: groups of the plan, of all rows and within each value of the control column (measures.md 7).
 *
 * Groups are slices that are counted anyway: a group within a value of the control column is one of their crossing.
 */
#include "judge-private.h"

#include <string.h>

#define NO_CLASSES "the labels are numbers, not classes"
#define NO_REFERENCE "no row is in the reference group"

static void
fairness_free (gpointer data)
{
  AssayFairness *self = data;

  for (guint i = 0; i < self->n_groups; i++)
    g_free (self->groups[i].name);
  g_free (self->groups);
  g_free (self->key);
  g_free (self);
}

void
assay_fairness_findings_free (AssayFairnessFindings *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->keys);
  g_free (self);
}

/* --- groups ----------------------------------------------------------------------------------------------------- */

/* Its values but that of the control column. (transfer full) */
static char *
group_name (const AssayFinding *finding,
            const char         *control)
{
  GString *name = g_string_new (NULL);

  for (guint i = 0; i < finding->n_parts; i++)
    if (g_strcmp0 (finding->parts[i].column, control) != 0)
      g_string_append_printf (name, "%s%s", name->len > 0 ? ", " : "",
                              finding->parts[i].value != NULL ? finding->parts[i].value : "(missing)");
  return g_string_free (name, FALSE);
}

static gboolean
has_values (const AssayFinding *finding,
            const AssayTarget  *target)
{
  for (guint t = 0; t < target->n_columns; t++)
    for (guint i = 0; i < finding->n_parts; i++)
      if (strcmp (finding->parts[i].column, target->columns[t]) == 0
          && g_strcmp0 (finding->parts[i].value, target->values[t]) != 0)
        return FALSE;
  return TRUE;
}

/* (nullable) The group that the plan's reference= names for these columns. */
static const AssayTarget *
find_target (const AssayPlan *plan,
             char *const     *columns)
{
  for (guint i = 0; i < plan->fairness.references->len; i++)
    {
      const AssayTarget *target = plan->fairness.references->pdata[i];
      guint n_same = 0;

      for (guint c = 0; c < target->n_columns; c++)
        n_same += g_strv_contains ((const char *const *) columns, target->columns[c]);
      if (n_same == target->n_columns && g_strv_length ((char **) columns) == target->n_columns)
        return target;
    }
  return NULL;
}

/* FALSE: the group that is named has no row. */
static gboolean
choose_reference (AssayFairness     *self,
                  const AssayPlan   *plan,
                  const AssayTarget *target)
{
  self->reference = ASSAY_PARITY_NO_GROUP;
  for (guint i = 0; i < self->n_groups; i++)
    {
      const AssayFinding *finding = self->groups[i].finding;

      if (target != NULL && has_values (finding, target))
        self->reference = i;
      if (target == NULL && plan->fairness.is_largest
          && (self->reference == ASSAY_PARITY_NO_GROUP
              || finding->confusion.n > self->groups[self->reference].finding->confusion.n))
        self->reference = i;
    }
  return target == NULL || self->reference != ASSAY_PARITY_NO_GROUP;
}

/* --- gaps ------------------------------------------------------------------------------------------------------- */

AssayVerdict
assay_fairness_rule (const AssayEstimate *ratio,
                     double               threshold,
                     guint                n_left_out)
{
  if (isnan (ratio->lo))
    return ASSAY_VERDICT_UNDECIDED;
  if (ratio->hi < threshold)
    return ASSAY_VERDICT_FAIL;
  return ratio->lo >= threshold && n_left_out == 0 ? ASSAY_VERDICT_PASS : ASSAY_VERDICT_UNDECIDED;
}

static void
set_undefined (AssayParityGap *gap,
               const char     *why)
{
  const AssayEstimate none = { NAN, NAN, NAN, 0, why };

  gap->difference = gap->ratio = none;
  gap->lowest = gap->highest = gap->ratio_lowest = gap->ratio_highest = ASSAY_PARITY_NO_GROUP;
}

AssayParityGap
assay_fairness_gap (const AssayFindings *findings,
                    const AssayFairness *self,
                    AssayParity          parity,
                    guint                positive,
                    AssayGroupRates     *rates)
{
  g_autofree AssayEvidence *evidence = g_new (AssayEvidence, self->n_groups + 1);
  g_autofree const AssayEvidence **groups = g_new (const AssayEvidence *, self->n_groups + 1);

  for (guint i = 0; i < self->n_groups; i++)
    {
      evidence[i] = self->groups[i].finding->evidence;
      evidence[i].matrix.positive = positive;
      groups[i] = &evidence[i];
    }
  AssayParityGap gap = assay_parity_gap (parity, groups, self->n_groups, findings->plan->min_rows, self->reference,
                                         findings->plan->confidence, rates);
  if (findings->plan->task == ASSAY_TASK_REGRESSION)
    {
      set_undefined (&gap, NO_CLASSES);
      for (guint i = 0; i < self->n_groups; i++)
        {
          rates[i].rates[0] = rates[i].rates[1] = gap.difference;
          rates[i].why_out = NO_CLASSES;
        }
    }
  return gap;
}

static void
set_gaps (const AssayFindings *findings,
          AssayFairness       *self,
          gboolean             has_reference)
{
  g_autofree AssayGroupRates *rates = g_new0 (AssayGroupRates, self->n_groups + 1);

  for (guint p = 0; p < ASSAY_N_PARITIES; p++)
    {
      self->gaps[p] = assay_fairness_gap (findings, self, p, findings->counts->positive, rates);
      if (!has_reference)
        set_undefined (&self->gaps[p], NO_REFERENCE);
      for (guint i = 0; i < self->n_groups; i++)
        {
          self->groups[i].rates[p] = rates[i];
          self->n_left_out[p] += rates[i].why_out != NULL;
        }
      self->rules[p] = assay_fairness_rule (&self->gaps[p].ratio, findings->plan->fairness.threshold,
                                            self->n_left_out[p]);
    }
}

/* --- one key ---------------------------------------------------------------------------------------------------- */

/* has_reference gets whether the group that the plan names has a row. */
static AssayFairness *
fairness_new (const AssayFindings *findings,
              char *const         *columns,
              const char          *control,
              const GPtrArray     *slices, /* of AssayFinding */
              gboolean            *has_reference)
{
  AssayFairness *self = g_new0 (AssayFairness, 1);

  self->key = g_strjoinv ("*", (char **) columns);
  self->control = control;
  self->n_groups = slices->len;
  self->groups = g_new0 (AssayFairGroup, slices->len + 1);
  for (guint i = 0; i < slices->len; i++)
    {
      self->groups[i].finding = slices->pdata[i];
      self->groups[i].name = group_name (slices->pdata[i], control);
    }
  *has_reference = choose_reference (self, findings->plan, find_target (findings->plan, columns));
  set_gaps (findings, self, *has_reference);
  return self;
}

/* (transfer container) The slices of a key whose axis has the code; axis n_axes: all of them. */
static GPtrArray *
slices_with (const AssayJudging  *judging,
             const AssaySliceKey *key,
             guint                axis,
             guint                code)
{
  GPtrArray *slices = g_ptr_array_new ();

  for (guint i = key->first; i < key->first + key->n_slices; i++)
    {
      const AssayCodedSlice *slice = &g_array_index (judging->slices, AssayCodedSlice, i);
      if (axis == key->n_axes || slice->codes[axis] == code)
        g_ptr_array_add (slices, slice->finding);
    }
  return slices;
}

static gboolean
fail_reference (const AssayFindings *findings,
                const AssayFairness *self,
                const AssayTarget   *target,
                GError             **error)
{
  g_autofree char *where = assay_plan_where (findings->plan, "fairness", "reference");
  g_autofree const char **names = g_new (const char *, self->n_groups + 1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->n_groups; i++)
    names[i] = self->groups[i].name;
  for (guint c = 0; c < target->n_columns; c++)
    g_string_append_printf (text, "%s%s", c > 0 ? ", " : "",
                            target->values[c] != NULL ? target->values[c] : "(missing)");
  const char *nearest = assay_plan_nearest (text->str, names, self->n_groups);
  g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN, "%s: reference=: no row of %s is '%s'; %s%s%s",
               where,
               self->key, text->str, nearest != NULL ? "did you mean '" : "name a group that the data has, or best",
               nearest != NULL ? nearest : "", nearest != NULL ? "'?" : "");
  return FALSE;
}

/* Values in the axis' order, missing last. */
static void
add_control (AssayJudging *judging,
             char *const  *columns)
{
  AssayFairnessFindings *self = judging->findings->fairness;
  const char *control = judging->findings->plan->fairness.control;
  g_autofree char *all = g_strjoinv ("*", (char **) columns);
  g_autofree char *text = g_strconcat (all, "*", control, NULL);
  g_auto (GStrv) both = g_strsplit (text, "*", -1);
  const AssaySliceKey *key = assay_judging_key (judging, both, g_strv_length (both));
  guint axis = 0;
  gboolean has_reference;

  if (key == NULL)
    return;
  while (strcmp (key->axes[axis]->name, control) != 0)
    axis++;
  for (guint i = 1; i <= key->axes[axis]->n_codes; i++)
    {
      const guint code = i % key->axes[axis]->n_codes;
      g_autoptr (GPtrArray) slices = slices_with (judging, key, axis, code);
      if (slices->len == 0)
        continue;
      AssayFairness *part = fairness_new (judging->findings, columns, control, slices, &has_reference);
      part->control_value = key->axes[axis]->values[code];
      g_ptr_array_add (self->keys, part);
    }
}

static gboolean
add_key (AssayJudging  *judging,
         char *const   *columns,
         gboolean       is_planned,
         GError       **error)
{
  const AssayFindings *findings = judging->findings;
  const AssaySliceKey *key = assay_judging_key (judging, columns, g_strv_length ((char **) columns));
  gboolean has_reference;

  if (key == NULL)
    {
      g_autofree char *text = g_strjoinv ("*", (char **) columns);
      g_autofree char *where = assay_plan_where (findings->plan, "fairness", "groups");
      g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN, "%s: groups of %s: " ASSAY_JUDGE_NOT_COUNTED,
                   where,
                   text);
      return FALSE;
    }
  g_autoptr (GPtrArray) slices = slices_with (judging, key, key->n_axes, 0);
  AssayFairness *self = fairness_new (findings, columns, NULL, slices, &has_reference);
  g_ptr_array_add (findings->fairness->keys, self);
  if (!has_reference && findings->whole->n_rows > 0)
    return fail_reference (findings, self, find_target (findings->plan, columns), error);
  if (is_planned && findings->plan->fairness.control != NULL)
    add_control (judging, columns);
  return TRUE;
}

/* --- all of it -------------------------------------------------------------------------------------------------- */

const AssayFairness *
assay_fairness_find (const AssayFindings *findings,
                     const AssayTarget   *target)
{
  for (guint i = 0; findings->fairness != NULL && i < findings->fairness->keys->len; i++)
    {
      const AssayFairness *self = findings->fairness->keys->pdata[i];
      g_auto (GStrv) columns = g_strsplit (self->key, "*", -1);
      guint n_same = 0;

      for (guint c = 0; c < target->n_columns; c++)
        n_same += g_strv_contains ((const char *const *) columns, target->columns[c]);
      if (self->control == NULL && n_same == target->n_columns && g_strv_length (columns) == n_same)
        return self;
    }
  return NULL;
}

/* Checks of groups that [fairness] does not name bring theirs. */
static gboolean
add_checked (AssayJudging  *judging,
             GError       **error)
{
  const AssayPlan *plan = judging->findings->plan;

  for (guint i = 0; i < plan->checks->len; i++)
    {
      const AssayCheck *check = plan->checks->pdata[i];
      const AssayTarget *target = check->targets->len > 0 ? check->targets->pdata[0] : NULL;

      if (!assay_check_is_of_groups (plan, check) || target == NULL || target->kind != ASSAY_TARGET_COLUMNS
          || assay_fairness_find (judging->findings, target) != NULL)
        continue;
      g_autofree char **columns = g_new0 (char *, target->n_columns + 1);
      for (guint c = 0; c < target->n_columns; c++)
        columns[c] = target->columns[c];
      if (!add_key (judging, columns, FALSE, error))
        return FALSE;
    }
  return TRUE;
}

static void
set_parities (AssayFairnessFindings *self,
              const AssayPlan       *plan)
{
  AssayParityForm form;

  for (guint i = 0; plan->fairness.measures[i] != NULL && i < ASSAY_N_PARITIES; i++)
    if (assay_parity_find (plan->fairness.measures[i], &self->parities[self->n_parities], &form))
      self->n_parities++;
  for (guint p = 0; p < ASSAY_N_PARITIES && plan->fairness.measures[0] == NULL; p++)
    self->parities[self->n_parities++] = p;
}

gboolean
assay_judging_fairness (AssayJudging  *judging,
                        GError       **error)
{
  AssayFindings *findings = judging->findings;
  const AssayPlan *plan = findings->plan;

  if (!assay_judging_check_fairness_plan (plan, error))
    return FALSE;
  findings->fairness = g_new0 (AssayFairnessFindings, 1);
  findings->fairness->threshold = plan->fairness.threshold;
  findings->fairness->keys = g_ptr_array_new_with_free_func (fairness_free);
  set_parities (findings->fairness, plan);
  for (guint i = 0; i < plan->fairness.groups->len; i++)
    if (!add_key (judging, ((const AssayCross *) plan->fairness.groups->pdata[i])->columns, TRUE, error))
      return FALSE;
  if (!add_checked (judging, error))
    return FALSE;
  if (findings->fairness->keys->len == 0)
    g_clear_pointer (&findings->fairness, assay_fairness_findings_free);
  return TRUE;
}
