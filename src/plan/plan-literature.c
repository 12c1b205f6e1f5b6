/* plan-literature.c: [baseline NAME], a number that somebody published. */
#include "plan-private.h"

#include <string.h>

static const PlanLine *
required (const PlanSection  *section,
          const char         *key,
          const char         *example,
          GError            **error)
{
  const PlanLine *line = plan_section_line (section, key);

  if (line == NULL)
    plan_fail (error, ASSAY_PLAN_ERROR_VALUE, section->header, "[%s] has no %s; add such as %s=%s",
               section->header->section, key, key, example);
  return line;
}

AssayLiterature *
plan_literature_new (const AssayPlan    *plan,
                     const PlanSection  *section,
                     GError            **error)
{
  const PlanLine *header = section->header, *measure = plan_section_line (section, "measure");
  const PlanLine *value = required (section, "value", "0.91", error);
  const PlanLine *source = value != NULL ? required (section, "source", "Smith 2024, table 2", error) : NULL;

  if (source == NULL || (measure != NULL && !plan_check_measure (measure->value, measure, error)))
    return NULL;
  if (g_strv_contains ((const char *const *) plan->baselines, header->name))
    {
      plan_fail (error, ASSAY_PLAN_ERROR_VALUE, header,
                 "%s is a model of baseline= in [data]; give [baseline], a number from the literature, another name",
                 plan_quote (header->name).text);
      return NULL;
    }
  AssayLiterature *self = g_new0 (AssayLiterature, 1);
  self->name = g_strdup (header->name);
  self->measure = g_strdup (plan_section_text (section, "measure"));
  self->value = plan_section_number (section, "value");
  self->source = g_strdup (source->value);
  self->n = plan_section_line (section, "n") != NULL ? plan_section_integer (section, "n") : 0;
  self->line = header->number;
  return self;
}

void
plan_literature_free (gpointer data)
{
  AssayLiterature *self = data;

  g_free (self->name);
  g_free (self->measure);
  g_free (self->source);
  g_free (self);
}

const char **
plan_comparable (const AssayPlan *plan)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; plan->baselines != NULL && plan->baselines[i] != NULL; i++)
    g_ptr_array_add (names, plan->baselines[i]);
  for (guint i = 0; i < plan->literature->len; i++)
    g_ptr_array_add (names, ((AssayLiterature *) plan->literature->pdata[i])->name);
  g_ptr_array_add (names, NULL);
  return (const char **) g_ptr_array_free (names, FALSE);
}

const AssayLiterature *
assay_plan_literature (const AssayPlan *self,
                       const char      *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (guint i = 0; i < self->literature->len; i++)
    if (strcmp (((AssayLiterature *) self->literature->pdata[i])->name, name) == 0)
      return self->literature->pdata[i];
  return NULL;
}
