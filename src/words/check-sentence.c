/* check-sentence.c: see check-sentence.h. */
#include "check-sentence.h"

#include "measure/fairness.h"
#include "sentence.h"
#include "translate.h"

#include <string.h>

char *
assay_measure_words (const AssayPlan *plan,
                     const char      *name)
{
  AssayMeasure measure;
  AssayParity parity;
  AssayParityForm form;

  if (assay_plan_own_measure (plan, name) != NULL)
    return g_strdup (name);
  if (assay_parity_find (name, &parity, &form))
    measure = assay_parity_measure (parity, form);
  else if (!assay_measure_find (name, &measure))
    return g_strdup (name);
  return assay_sentence_measure (&measure);
}

/* --- of what ---------------------------------------------------------------------------------------------------- */

/* "sex and race" */
static char *
join_columns (const AssayTarget *target)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < target->n_columns; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? "" : i + 1 < target->n_columns ? ", " : _(" and "), target->columns[i]);
  return g_string_free (text, FALSE);
}

/* "sex Female and race Black" */
static char *
join_values (const AssayTarget *target)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < target->n_columns; i++)
    g_string_append_printf (text, "%s%s %s", i == 0 ? "" : i + 1 < target->n_columns ? ", " : _(" and "), target->columns[i],
                            target->values[i] != NULL ? target->values[i] : _("(missing)"));
  return g_string_free (text, FALSE);
}

char *
assay_target_words (const AssayTarget *target)
{
  g_autofree char *columns = NULL;

  switch (target->kind)
    {
    case ASSAY_TARGET_WHOLE:
      return g_strdup (_("the whole set"));
    case ASSAY_TARGET_EVERY:
      return g_strdup (_("every slice"));
    case ASSAY_TARGET_COLUMNS:
      columns = join_columns (target);
      return g_strdup_printf (_("every %s"), columns);
    case ASSAY_TARGET_VALUES:
      return join_values (target);
    case ASSAY_TARGET_NAMED:
      return g_strdup (target->text);
    }
  g_assert_not_reached ();
}

static char *
join_targets (const AssayCheck *check)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < check->targets->len; i++)
    {
      g_autofree char *target = assay_target_words (check->targets->pdata[i]);
      g_string_append_printf (text, "%s%s", i == 0 ? "" : i + 1 < check->targets->len ? ", " : _(" and "), target);
    }
  return g_string_free (text, FALSE);
}

/* --- the sentence ----------------------------------------------------------------------------------------------- */

const char *
assay_bound_words (AssayBoundKind bound)
{
  static const char *const words[] = {
    [ASSAY_BOUND_AT_LEAST] = N_("at least"), [ASSAY_BOUND_AT_MOST] = N_("at most"),
    [ASSAY_BOUND_NO_WORSE_THAN] = N_("no worse than"),
  };

  return _(words[bound]);
}

/* As it is written, so that 0.70 keeps its digits. */
static char *
bound_text (const AssayPlan  *plan,
            const AssayCheck *check)
{
  g_autofree char *section = g_strconcat ("check ", check->name, NULL);
  const char *written = assay_plan_value (plan, section, check->bound == ASSAY_BOUND_AT_LEAST ? "at-least" : "at-most");
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (written != NULL && check->bound != ASSAY_BOUND_NO_WORSE_THAN)
    return g_strdup (written);
  return g_strdup (g_ascii_formatd (number, sizeof number, "%.10g", check->value));
}

char *
assay_check_sentence (const AssayPlan  *plan,
                      const AssayCheck *check)
{
  g_autofree char *name = assay_measure_words (plan, check->measure), *targets = join_targets (check);
  g_autofree char *measure = check->class_name != NULL ? g_strdup_printf (_("%s for %s"), name, check->class_name)
                                                       : g_strdup (name);
  g_autofree char *bound = bound_text (plan, check);

  switch (check->bound)
    {
    case ASSAY_BOUND_AT_LEAST:
      return g_strdup_printf (_("%s of %s is at least %s"), measure, targets, bound);
    case ASSAY_BOUND_AT_MOST:
      return g_strdup_printf (_("%s of %s is at most %s"), measure, targets, bound);
    case ASSAY_BOUND_NO_WORSE_THAN:
      if (check->value == 0)
        return g_strdup_printf (_("%s of %s is no worse than %s"), measure, targets, check->than);
      return g_strdup_printf (_("%s of %s is no worse than %s by more than %s"), measure, targets, check->than, bound);
    }
  g_assert_not_reached ();
}
