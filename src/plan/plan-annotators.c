/* plan-annotators.c: annotators=, ground-truth=, and plans of annotators without labels or predictions. */
#include "plan-private.h"

#include <string.h>

static AssayTruth
truth_of (const PlanSection *data)
{
  const char *truth = plan_section_text (data, "ground-truth");

  if (truth == NULL)
    return ASSAY_TRUTH_UNKNOWN;
  return strcmp (truth, "one human") == 0  ? ASSAY_TRUTH_ONE_HUMAN
         : strcmp (truth, "majority") == 0 ? ASSAY_TRUTH_MAJORITY
                                           : ASSAY_TRUTH_ADJUDICATED;
}

/* A label that is one annotator's column is one human's, whatever it is called. */
static gboolean
set_truth (AssayPlan          *plan,
           const PlanSection  *data,
           GError            **error)
{
  const PlanLine *line = plan_section_line (data, "ground-truth");

  plan->truth = truth_of (data);
  if (line != NULL && plan->label == NULL)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "ground-truth= says how the label was made, and there is no "
                      "label; remove it, or add label=COLUMN");
  if (plan->label == NULL || !g_strv_contains ((const char *const *) plan->annotators, plan->label))
    return TRUE;
  if (line != NULL && plan->truth != ASSAY_TRUTH_ONE_HUMAN)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "ground-truth=%s cannot be: the label %s is the column of one "
                      "annotator; expected one human, or another label=", line->value, plan_quote (plan->label).text);
  plan->truth = ASSAY_TRUTH_ONE_HUMAN;
  return TRUE;
}

gboolean
plan_build_annotators (AssayPlan          *plan,
                       const PlanSection  *data,
                       GError            **error)
{
  const PlanLine *line = plan_section_line (data, "annotators");
  const guint n = g_strv_length (plan->annotators);

  if (n == 1)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "one annotator agrees with nobody; expected the columns of two "
                      "or more people, such as annotators=%s;other", plan->annotators[0]);
  if (n > PLAN_MAX_ANNOTATORS)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "%u annotators are more than the %u whose pairs are counted; "
                      "take some of them into another plan", n, PLAN_MAX_ANNOTATORS);
  if (plan->prediction != NULL && g_strv_contains ((const char *const *) plan->annotators, plan->prediction))
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "annotator %s is the column of the prediction; remove it here: "
                      "the model is compared with the people, not counted among them", plan_quote (plan->prediction).text);
  return set_truth (plan, data, error);
}

/* --- without labels or predictions -------------------------------------------------------------------------- */

gboolean
assay_plan_has_model (const AssayPlan *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->label != NULL && (self->prediction != NULL || self->score != NULL);
}

const char *
assay_plan_why_no_model (const AssayPlan *self)
{
  if (assay_plan_has_model (self))
    return NULL;
  return self->label != NULL        ? "no model is judged, the annotators alone are audited: the plan names no prediction"
         : self->prediction != NULL ? "no model is judged, the annotators alone are audited: the plan names no label"
                                    : "no model is judged, the annotators alone are audited: the plan names no label and no "
                                      "prediction";
}

static gboolean
fail_no_model (const AssayPlan  *plan,
               const PlanLine   *line,
               const char       *what,
               GError          **error)
{
  const char *lacking = plan->label != NULL                                ? "no prediction= or score="
                        : plan->prediction != NULL || plan->score != NULL ? "no label="
                                                                          : "no label= and no prediction=";

  return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "%s is about a model's predictions, and the plan has %s; add it, "
                    "or remove this line: without it the annotators alone are audited", what, lacking);
}

gboolean
plan_check_no_model (const AssayPlan  *plan,
                     GError          **error)
{
  static const struct { const char *section, *key; } keys[] = {
    { "data", "score" }, { "data", "positive" }, { "data", "baseline" }, { "slices", "measures" },
  };
  static const char *const sections[] = { "model", "baseline", "measure", "check", "costs", "fairness", NULL };

  if (plan->annotators[0] == NULL || assay_plan_has_model (plan))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const PlanLine *line = plan_lines_find (plan->lines, keys[i].section, keys[i].key);
      g_autofree char *what = g_strconcat (keys[i].key, "=", NULL);
      if (line != NULL && line->value[0] != '\0')
        return fail_no_model (plan, line, what, error);
    }
  g_autoptr (GPtrArray) all = plan_sections (plan->lines);
  for (guint i = 0; i < all->len; i++)
    {
      const PlanSection *section = all->pdata[i];
      g_autofree char *what = section->header != NULL ? g_strdup_printf ("[%s]", section->header->section) : NULL;
      if (what != NULL && g_strv_contains (sections, section->kind->word))
        return fail_no_model (plan, section->header, what, error);
    }
  return TRUE;
}
