/* draft-choices.c: what the words of a check may be, as the draft stands. */
#include "draft-choices.h"

#include "measure/fairness.h"
#include "measure/moments.h"
#include "measure/scores.h"
#include "words/check-sentence.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <string.h>

void
assay_choice_free (gpointer data)
{
  AssayChoice *self = data;

  g_free (self->value);
  g_free (self->title);
  g_free (self);
}

/* --- what may be chosen ----------------------------------------------------------------------------------------- */

static gboolean
has_choice (const GPtrArray *choices,
            const char      *value)
{
  for (guint i = 0; i < choices->len; i++)
    if (strcmp (((const AssayChoice *) choices->pdata[i])->value, value) == 0)
      return TRUE;
  return FALSE;
}

/* title: taken. */
static void
add_choice (GPtrArray  *choices,
            const char *value,
            char       *title)
{
  AssayChoice *choice = g_new (AssayChoice, 1);

  *choice = (AssayChoice) { g_strdup (value), title };
  if (has_choice (choices, value))
    assay_choice_free (choice);
  else
    g_ptr_array_add (choices, choice);
}

static GPtrArray *
choices_new (void)
{
  return g_ptr_array_new_with_free_func (assay_choice_free);
}

static void
add_measures (GPtrArray          *choices,
              const AssayMeasure *table,
              guint               n)
{
  for (guint i = 0; i < n; i++)
    add_choice (choices, table[i].name, assay_sentence_measure (&table[i]));
}

/* Of groups: what is to be equal, as a ratio and as a difference. */
static void
add_parities (GPtrArray *choices)
{
  static const AssayParityForm forms[] = { ASSAY_PARITY_RATIO, ASSAY_PARITY_DIFFERENCE };

  for (AssayParity parity = 0; parity < ASSAY_N_PARITIES; parity++)
    for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
      {
        const AssayMeasure measure = assay_parity_measure (parity, forms[i]);
        add_choice (choices, measure.name, assay_sentence_measure (&measure));
      }
}

GPtrArray *
assay_draft_measures (AssayPlanDraft *draft,
                      const char     *current)
{
  const AssayPlan *plan = assay_plan_draft_plan (draft);
  GPtrArray *choices = choices_new ();
  guint n, n_scores, n_regression;
  const AssayMeasure *table = assay_measure_table (&n), *scores = assay_score_measures (&n_scores);
  const AssayMeasure *regression = assay_measure_regression_table (&n_regression);

  if (plan->task != ASSAY_TASK_REGRESSION)
    add_measures (choices, table, n);
  if (plan->task != ASSAY_TASK_REGRESSION && plan->score != NULL)
    add_measures (choices, scores, n_scores);
  if (plan->task == ASSAY_TASK_REGRESSION || (plan->task == ASSAY_TASK_AUTO && plan->score == NULL))
    add_measures (choices, regression, n_regression);
  for (guint i = 0; i < plan->own_measures->len; i++)
    add_choice (choices, ((const AssayOwnMeasure *) plan->own_measures->pdata[i])->name,
                g_strdup (((const AssayOwnMeasure *) plan->own_measures->pdata[i])->name));
  if (plan->fairness.groups->len > 0)
    add_parities (choices);
  if (current != NULL)
    add_choice (choices, current, assay_measure_words (plan, current));
  return choices;
}

/* --- of what ---------------------------------------------------------------------------------------------------- */

/* The values of a column that is not cut: the rows of others are in bins. */
static void
add_values (GPtrArray       *choices,
            const AssayPlan *plan,
            const GPtrArray *profiles,
            const char      *column)
{
  for (guint i = 0; i < profiles->len; i++)
    {
      const AssayColumnProfile *profile = profiles->pdata[i];
      if (strcmp (profile->name, column) != 0 || assay_plan_bins (plan, column) != NULL)
        continue;
      for (guint j = 0; j < profile->n_examples; j++)
        {
          g_autofree char *value = g_strdup_printf ("%s=%s", column, profile->examples[j]);
          if (assay_plan_can_name (profile->examples[j]))
            add_choice (choices, value, g_strdup_printf ("%s %s", column, profile->examples[j]));
        }
    }
}

static void
add_columns (GPtrArray       *choices,
             const GPtrArray *crosses) /* of AssayCross */
{
  for (guint i = 0; i < crosses->len; i++)
    {
      const AssayCross *cross = crosses->pdata[i];
      g_autofree char *value = g_strjoinv ("*", cross->columns);
      AssayTarget target = { ASSAY_TARGET_COLUMNS, value, cross->n_columns, cross->columns, NULL };
      add_choice (choices, value, assay_target_words (&target));
    }
}

/* What stands there, in words where the plan has them. */
static void
add_current (GPtrArray       *choices,
             const AssayPlan *plan,
             const char      *current)
{
  for (guint i = 0; i < plan->checks->len; i++)
    {
      const AssayCheck *check = plan->checks->pdata[i];
      g_autofree char *slices = g_strjoinv (";", check->slices);
      if (strcmp (slices, current) != 0 || check->targets->len != 1)
        continue;
      add_choice (choices, current, assay_target_words (check->targets->pdata[0]));
    }
  add_choice (choices, current, g_strdup (current));
}

GPtrArray *
assay_draft_targets (AssayPlanDraft  *draft,
                     const GPtrArray *profiles,
                     const char      *current)
{
  static const AssayTarget whole = { ASSAY_TARGET_WHOLE, (char *) "all" };
  static const AssayTarget every = { ASSAY_TARGET_EVERY, (char *) "*" };
  const AssayPlan *plan = assay_plan_draft_plan (draft);
  GPtrArray *choices = choices_new ();

  add_choice (choices, "all", assay_target_words (&whole));
  add_choice (choices, "*", assay_target_words (&every));
  add_columns (choices, plan->columns);
  add_columns (choices, plan->crosses);
  for (guint i = 0; i < plan->named->len; i++)
    add_choice (choices, ((const AssayNamedSlice *) plan->named->pdata[i])->name,
                g_strdup (((const AssayNamedSlice *) plan->named->pdata[i])->name));
  if (current != NULL)
    add_current (choices, plan, current);
  for (guint i = 0; profiles != NULL && i < plan->columns->len; i++)
    add_values (choices, plan, profiles, ((const AssayCross *) plan->columns->pdata[i])->columns[0]);
  return choices;
}

GPtrArray *
assay_draft_risks (AssayPlanDraft *draft)
{
  const AssayPlan *plan = assay_plan_draft_plan (draft);
  GPtrArray *choices = choices_new ();

  add_choice (choices, "", g_strdup (_("no risk")));
  for (guint i = 0; i < plan->risks->len; i++)
    add_choice (choices, ((const AssayRisk *) plan->risks->pdata[i])->name,
                g_strdup (((const AssayRisk *) plan->risks->pdata[i])->name));
  return choices;
}

GPtrArray *
assay_draft_comparables (AssayPlanDraft *draft)
{
  const AssayPlan *plan = assay_plan_draft_plan (draft);
  GPtrArray *choices = choices_new ();

  for (guint i = 0; plan->baselines != NULL && plan->baselines[i] != NULL; i++)
    add_choice (choices, plan->baselines[i], g_strdup (plan->baselines[i]));
  for (guint i = 0; i < plan->literature->len; i++)
    add_choice (choices, ((const AssayLiterature *) plan->literature->pdata[i])->name,
                g_strdup (((const AssayLiterature *) plan->literature->pdata[i])->name));
  return choices;
}
