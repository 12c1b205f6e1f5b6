/* plan-checks.c: a [check NAME] and its bound. */
#include "plan-private.h"

#include <string.h>

static const struct
{
  const char    *key;
  AssayBoundKind bound;
} bounds[] = {
  { "at-least", ASSAY_BOUND_AT_LEAST },
  { "at-most", ASSAY_BOUND_AT_MOST },
  { "no-worse-than", ASSAY_BOUND_NO_WORSE_THAN },
};

/* Whether there is such a measure src/judge knows; here a name only has to look like one. */
gboolean
plan_check_measure (const char      *measure,
                    const PlanLine  *where,
                    GError         **error)
{
  g_autofree char *likely = g_strdelimit (g_ascii_strdown (measure, -1), "- ", '_');
  if (strspn (likely, "abcdefghijklmnopqrstuvwxyz0123456789_.") != strlen (likely))
    return plan_fail (error, ASSAY_PLAN_ERROR_UNKNOWN, where, "%s is no measure; expected a name such as recall",
                      plan_quote (measure).text);
  if (strcmp (likely, measure) != 0)
    return plan_fail (error, ASSAY_PLAN_ERROR_UNKNOWN, where, "%s is no measure; did you mean %s?",
                      plan_quote (measure).text, plan_quote (likely).text);
  return TRUE;
}

static gboolean
set_measure (AssayCheck         *self,
             const PlanSection  *section,
             GError            **error)
{
  const PlanLine *line = plan_section_line (section, "measure");
  if (line == NULL)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, section->header, "[%s] has no measure; add such as measure=recall",
                      section->header->section);
  self->measure = g_strdup (line->value);
  return plan_check_measure (line->value, line, error);
}

static gboolean
set_risk (AssayCheck         *self,
          const PlanIndex    *index,
          const PlanSection  *section,
          GError            **error)
{
  const PlanLine *line = plan_section_line (section, "risk");
  if (line == NULL)
    return TRUE;
  self->risk = g_strdup (line->value);
  if (g_hash_table_contains (index->risks, self->risk))
    return TRUE;
  guint n_risks;
  g_autofree gpointer *risks = g_hash_table_get_keys_as_array (index->risks, &n_risks);
  qsort (risks, n_risks, sizeof *risks, plan_compare_texts);
  g_autofree char *hint = plan_hint (self->risk, (const char *const *) risks, n_risks, "risks");
  return plan_fail (error, ASSAY_PLAN_ERROR_UNKNOWN, line, "there is no [risk %s]; %s", self->risk, hint);
}

static gboolean
set_targets (AssayCheck         *self,
             const PlanIndex    *index,
             const PlanSection  *section,
             GError            **error)
{
  self->slices = plan_section_list (section, "slices", error);
  if (self->slices == NULL)
    return FALSE;
  const PlanLine *line = plan_section_line (section, "slices");
  for (guint i = 0; self->slices[i] != NULL; i++)
    {
      AssayTarget *target = plan_target_new (index, self->slices[i], line, error);
      if (target == NULL)
        return FALSE;
      g_ptr_array_add (self->targets, target);
    }
  if (self->targets->len == 0)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "%s names no slice; expected such as all, * or a column",
                      plan_quote (line->value).text);
  return TRUE;
}

/* "current by 0.01", or "current". A baseline's own name may hold " by ". */
static gboolean
set_no_worse_than (AssayCheck       *self,
                   const AssayPlan  *plan,
                   const PlanLine   *line,
                   GError          **error)
{
  g_autofree const char **baselines = plan_comparable (plan);
  const char *by = g_strrstr (line->value, " by ");
  if (by == NULL || g_strv_contains (baselines, line->value))
    self->than = g_strdup (line->value);
  else
    {
      self->than = g_strchomp (g_strndup (line->value, by - line->value));
      g_autofree char *margin = g_strstrip (g_strdup (by + strlen (" by ")));
      if (!plan_parse_number (margin, &self->value) || self->value < 0)
        return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line,
                          "the margin of no-worse-than is %s; expected a number from 0 up, such as 0.01",
                          plan_quote (margin).text);
    }
  if (g_strv_contains (baselines, self->than))
    return TRUE;
  g_autofree char *hint = plan_hint (self->than, baselines, g_strv_length ((char **) baselines), "baselines");
  return plan_fail (error, ASSAY_PLAN_ERROR_UNKNOWN, line, "%s is no baseline: baseline= in [data] does not name it; %s",
                    plan_quote (self->than).text, hint);
}

static gboolean
set_bound (AssayCheck         *self,
           const AssayPlan    *plan,
           const PlanSection  *section,
           GError            **error)
{
  const PlanLine *bound = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      const PlanLine *line = plan_section_line (section, bounds[i].key);
      if (line == NULL)
        continue;
      if (bound != NULL)
        return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line,
                          "[%s] has a second bound, %s beside %s; remove one, or make another check of it",
                          section->header->section, line->key, bound->key);
      bound = line;
      self->bound = bounds[i].bound;
    }
  if (bound == NULL)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, section->header,
                      "[%s] has no bound; expected one of at-least, at-most, no-worse-than",
                      section->header->section);
  if (self->bound == ASSAY_BOUND_NO_WORSE_THAN)
    return set_no_worse_than (self, plan, bound, error);
  self->value = plan_section_number (section, bound->key);
  return TRUE;
}

static gboolean
set_accept (AssayCheck         *self,
            const PlanSection  *section,
            GError            **error)
{
  const PlanLine *line = plan_section_line (section, "undecided");
  if (line == NULL)
    return TRUE;
  gsize length = strcspn (line->value, " \t");
  g_autofree char *word = g_strndup (line->value, length);
  self->accept = g_strchug (g_strdup (line->value + length));
  if (strcmp (word, "accept") == 0 && self->accept[0] != '\0')
    return TRUE;
  return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "undecided is %s; expected accept and the reason",
                    plan_quote (line->value).text);
}

AssayBetter
plan_better_of (const PlanSection *section)
{
  const PlanLine *line = plan_section_line (section, "better");
  if (line == NULL)
    return ASSAY_BETTER_DEFAULT;
  return strcmp (line->value, "higher") == 0 ? ASSAY_BETTER_HIGHER : ASSAY_BETTER_LOWER;
}

AssayCheck *
plan_check_new (const AssayPlan    *plan,
                const PlanIndex    *index,
                const PlanSection  *section,
                GError            **error)
{
  AssayCheck *self = g_new0 (AssayCheck, 1);
  self->name = g_strdup (section->header->name);
  self->line = section->header->number;
  self->better = plan_better_of (section);
  self->class_name = g_strdup (plan_section_text (section, "class"));
  self->targets = g_ptr_array_new_with_free_func (plan_target_free);
  if (set_measure (self, section, error) && set_risk (self, index, section, error) &&
      set_targets (self, index, section, error) && set_bound (self, plan, section, error) &&
      set_accept (self, section, error))
    return self;
  plan_check_free (self);
  return NULL;
}

void
plan_check_free (gpointer data)
{
  AssayCheck *self = data;

  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->risk);
  g_free (self->measure);
  g_strfreev (self->slices);
  g_ptr_array_unref (self->targets);
  g_free (self->than);
  g_free (self->class_name);
  g_free (self->accept);
  g_free (self);
}
