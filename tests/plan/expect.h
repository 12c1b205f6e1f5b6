/* expect.h: what tests of src/plan ask of every failure, and a plan's fields as one text. */
#pragma once

#include "plan/plan.h"

#include <string.h>

static inline void
expect_message (const GError *error)
{
  gsize length = strlen (error->message);

  g_assert_true (error->domain == ASSAY_PLAN_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strpbrk (error->message, "\n\r"));
  g_assert_cmpuint (length, >, 0);
  g_assert_cmpuint (length, <, 2000);
}

static inline void
expect_failure (const char     *input,
                const GError   *error,
                AssayPlanError  code,
                const char     *message)
{
  if (error == NULL)
    g_error ("no failure: %s\nexpected: %s", input, message);
  expect_message (error);
  g_assert_false (g_str_has_suffix (error->message, "."));
  if ((AssayPlanError) error->code != code || strcmp (error->message, message) != 0)
    g_error ("input:    %s\nfound:    %d %s\nexpected: %d %s", input, error->code, error->message, code, message);
}

static inline AssayPlan *
expect_plan (const char *text)
{
  g_autoptr (GError) error = NULL;
  AssayPlan *plan = assay_plan_parse (text, strlen (text), "t.ini", &error);
  if (plan == NULL)
    g_error ("%s\nfailed: %s", text, error->message);
  return plan;
}

static inline void
dump_list (GString      *out,
           const char   *name,
           char *const  *items)
{
  g_autofree char *joined = g_strjoinv ("|", (char **) items);
  g_string_append_printf (out, "%s=%s\n", name, joined);
}

static inline void
dump_check (GString          *out,
            const AssayCheck *check)
{
  g_string_append_printf (out, "check %s risk=%s measure=%s bound=%d value=%.17g than=%s better=%d accept=%s class=%s",
                          check->name, check->risk, check->measure, check->bound, check->value, check->than, check->better,
                          check->accept, check->class_name);
  for (guint i = 0; i < check->targets->len; i++)
    {
      const AssayTarget *target = check->targets->pdata[i];
      g_string_append_printf (out, " %d:%s", target->kind, target->text);
      g_assert_cmpstr (target->text, ==, check->slices[i]);
      for (guint j = 0; j < target->n_columns; j++)
        g_string_append_printf (out, "(%s,%s)", target->columns[j], target->values[j]);
    }
  g_assert_null (check->slices[check->targets->len]);
  g_string_append_c (out, '\n');
}

static inline void
dump_slices (GString         *out,
             const AssayPlan *plan)
{
  for (guint i = 0; i < plan->columns->len; i++)
    dump_list (out, "column", ((AssayCross *) plan->columns->pdata[i])->columns);
  for (guint i = 0; i < plan->crosses->len; i++)
    dump_list (out, "cross", ((AssayCross *) plan->crosses->pdata[i])->columns);
  for (guint i = 0; i < plan->bins->len; i++)
    {
      const AssayBins *bins = plan->bins->pdata[i];
      g_string_append_printf (out, "bins %s %d n=%u width=%.17g", bins->column, bins->kind, bins->n, bins->width);
      for (guint j = 0; j < bins->n_edges; j++)
        g_string_append_printf (out, " %.17g", bins->edges[j]);
      g_string_append_c (out, '\n');
    }
}

static inline void
dump_numbers (GString         *out,
              const AssayPlan *plan)
{
  g_string_append_printf (out, "unit=%s\n", plan->cost_unit);
  for (guint i = 0; i < plan->costs->len; i++)
    g_string_append_printf (out, "cost %s=%.17g\n", ((AssayPlanCost *) plan->costs->pdata[i])->pair,
                            ((AssayPlanCost *) plan->costs->pdata[i])->cost);
  for (guint i = 0; i < plan->literature->len; i++)
    {
      const AssayLiterature *literature = plan->literature->pdata[i];
      g_string_append_printf (out, "literature %s %s=%.17g n=%" G_GUINT64_FORMAT " from %s\n", literature->name,
                              literature->measure, literature->value, literature->n, literature->source);
    }
}

/* All but the text, the lines and their numbers. */
static inline char *
dump_plan (const AssayPlan *plan)
{
  GString *out = g_string_new (NULL);
  g_string_append_printf (out, "title=%s seed=%" G_GUINT64_FORMAT " confidence=%.17g code=%s\n", plan->title, plan->seed,
                          plan->confidence, plan->code_version);
  dump_list (out, "files", plan->files);
  g_string_append_printf (out, "label=%s prediction=%s score=%s threshold=%.17g %d positive=%s\n", plan->label,
                          plan->prediction, plan->score, plan->threshold, plan->has_threshold, plan->positive);
  dump_list (out, "baselines", plan->baselines);
  g_string_append_printf (out, "given=%d min-rows=%u min-effect=%.17g rare=%.17g per-class=%d measures=%d\n",
                          plan->slices_given, plan->min_rows, plan->min_effect, plan->rare_class_share, plan->per_class,
                          plan->measures_given);
  dump_list (out, "measures", plan->measures);
  dump_slices (out, plan);
  for (guint i = 0; i < plan->named->len; i++)
    g_string_append_printf (out, "slice %s where=%s\n", ((AssayNamedSlice *) plan->named->pdata[i])->name,
                            ((AssayNamedSlice *) plan->named->pdata[i])->where);
  for (guint i = 0; i < plan->risks->len; i++)
    g_string_append_printf (out, "risk %s why=%s\n", ((AssayRisk *) plan->risks->pdata[i])->name,
                            ((AssayRisk *) plan->risks->pdata[i])->why);
  for (guint i = 0; i < plan->models->len; i++)
    {
      const AssayModel *model = plan->models->pdata[i];
      g_string_append_printf (out, "model %s prediction=%s score=%s threshold=%.17g\n", model->name, model->prediction,
                              model->score, model->threshold);
    }
  dump_numbers (out, plan);
  for (guint i = 0; i < plan->checks->len; i++)
    dump_check (out, plan->checks->pdata[i]);
  return g_string_free (out, FALSE);
}
