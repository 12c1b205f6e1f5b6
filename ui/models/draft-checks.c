/* draft-checks.c: edits of [check NAME] and [risk NAME]. A name that was a check's sentence follows it, as part of
 * the same change: the new sentence is that of a plan with the change, made first and thrown away. */
#include "draft-checks.h"

#include "draft-choices.h"
#include "words/check-sentence.h"
#include "words/sentence.h"
#include "words/translate.h"

#include <string.h>

/* --- by name ---------------------------------------------------------------------------------------------------- */

static const AssayCheck *
check_in (const AssayPlan *plan,
          const char      *name)
{
  for (guint i = 0; i < plan->checks->len; i++)
    if (strcmp (((const AssayCheck *) plan->checks->pdata[i])->name, name) == 0)
      return plan->checks->pdata[i];
  return NULL;
}

const AssayCheck *
assay_draft_check_of (AssayPlanDraft *draft,
                      const char     *name)
{
  return check_in (assay_plan_draft_plan (draft), name);
}

const AssayRisk *
assay_draft_risk_of (AssayPlanDraft *draft,
                     const char     *name)
{
  const AssayPlan *plan = assay_plan_draft_plan (draft);

  for (guint i = 0; i < plan->risks->len; i++)
    if (strcmp (((const AssayRisk *) plan->risks->pdata[i])->name, name) == 0)
      return plan->risks->pdata[i];
  return NULL;
}

static const char *
bound_key (AssayBoundKind kind)
{
  static const char *const keys[] = { [ASSAY_BOUND_AT_LEAST] = "at-least", [ASSAY_BOUND_AT_MOST] = "at-most",
                                      [ASSAY_BOUND_NO_WORSE_THAN] = "no-worse-than" };

  return keys[kind];
}

static char *
number_text (double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (number, sizeof number, "%.10g", value));
}

char *
assay_draft_bound (AssayPlanDraft *draft,
                   const char     *name)
{
  const AssayCheck *check = assay_draft_check_of (draft, name);
  g_autofree char *section = g_strconcat ("check ", name, NULL);
  const AssayPlan *plan = assay_plan_draft_plan (draft);
  const char *written = check != NULL && check->bound != ASSAY_BOUND_NO_WORSE_THAN
                          ? assay_plan_value (plan, section, bound_key (check->bound)) : NULL;

  return written != NULL ? g_strdup (written) : number_text (check != NULL ? check->value : 0);
}

/* --- names that are sentences ----------------------------------------------------------------------------------- */

/* (transfer full) As it may stand between brackets. */
static char *
name_from (const char *sentence)
{
  g_autofree char *flat = assay_sentence_capital (sentence);

  g_strstrip (g_strdelimit (flat, "[]\r\n", ' '));
  return g_utf8_substring (flat, 0, MIN (g_utf8_strlen (flat, -1), ASSAY_PLAN_MAX_NAME - 10));
}

/* (transfer full) A name that no other check has. */
static char *
free_name (const AssayPlan *plan,
           const char      *wanted,
           const char      *own) /* (nullable) */
{
  char *name = g_strdup (wanted);

  for (guint n = 2; check_in (plan, name) != NULL && g_strcmp0 (name, own) != 0; n++)
    {
      g_free (name);
      name = g_strdup_printf ("%s (%u)", wanted, n);
    }
  return name;
}

static gboolean
is_sentence (const AssayPlan  *plan,
             const AssayCheck *check)
{
  g_autofree char *sentence = assay_check_sentence (plan, check), *name = name_from (sentence);
  const char *more = g_str_has_prefix (check->name, name) ? check->name + strlen (name) : NULL;

  return more != NULL && (*more == '\0' || g_str_has_prefix (more, " ("));
}

/* (transfer full) (nullable) What a check that is called by its sentence is called after edits of it. */
static char *
name_after (AssayPlanDraft       *draft,
            const AssayCheck     *check,
            const AssayPlanEdit  *edits,
            guint                 n_edits,
            GError              **error)
{
  const AssayPlan *plan = assay_plan_draft_plan (draft);
  g_autoptr (AssayPlan) after = assay_plan_edit (plan, edits, n_edits, error);

  if (after == NULL)
    return NULL;
  if (!is_sentence (plan, check))
    return g_strdup (check->name);
  g_autofree char *sentence = assay_check_sentence (after, check_in (after, check->name));
  g_autofree char *name = name_from (sentence);
  return free_name (after, name, check->name);
}

#define MOST_EDITS 4

/* The change, and the name with it. group (nullable): of letters that are typed. */
static char *
change_check (AssayPlanDraft       *draft,
              const char           *name,
              const char           *what,
              const char           *group,
              const AssayPlanEdit  *edits,
              guint                 n_edits,
              GError              **error)
{
  const AssayCheck *check = assay_draft_check_of (draft, name);
  g_autofree char *section = g_strconcat ("check ", name, NULL), *to = NULL;
  AssayPlanEdit all[MOST_EDITS + 1];

  g_return_val_if_fail (check != NULL && n_edits <= MOST_EDITS, NULL);
  to = name_after (draft, check, edits, n_edits, error);
  if (to == NULL)
    return NULL;
  for (guint i = 0; i < n_edits; i++)
    all[i] = edits[i];
  if (strcmp (to, name) != 0)
    all[n_edits++] = (AssayPlanEdit) { ASSAY_PLAN_RENAME, section, NULL, to };
  if (group == NULL)
    assay_plan_draft_pause (draft);
  return assay_plan_draft_edit (draft, what, group, all, n_edits, error) ? g_steal_pointer (&to) : NULL;
}

/* --- checks ----------------------------------------------------------------------------------------------------- */

/* Recall of the first column; where the labels are numbers, their error. */
char *
assay_draft_add_check (AssayPlanDraft  *draft,
                       const char      *risk,
                       GError         **error)
{
  const AssayPlan *plan = assay_plan_draft_plan (draft);
  const gboolean is_regression = plan->task == ASSAY_TASK_REGRESSION;
  const char *slices = plan->columns->len > 0 ? ((const AssayCross *) plan->columns->pdata[0])->columns[0] : "all";
  const char *section = "check new", *after = NULL;
  g_autofree char *last = NULL;

  for (guint i = 0; i < plan->checks->len; i++)
    if (g_strcmp0 (((const AssayCheck *) plan->checks->pdata[i])->risk, risk) == 0)
      {
        g_free (last);
        after = last = g_strconcat ("check ", ((const AssayCheck *) plan->checks->pdata[i])->name, NULL);
      }
  const AssayPlanEdit edits[] = {
    { ASSAY_PLAN_ADD, section, NULL, after },
    { ASSAY_PLAN_SET, section, "risk", risk != NULL ? risk : "" },
    { ASSAY_PLAN_SET, section, "measure", is_regression ? "mae" : "recall" },
    { ASSAY_PLAN_SET, section, "slices", slices },
    { ASSAY_PLAN_SET, section, is_regression ? "at-most" : "at-least", is_regression ? "10" : "0.70" },
    { ASSAY_PLAN_RENAME, section },
  };
  const guint n = G_N_ELEMENTS (edits);
  g_autofree AssayPlanEdit *all = g_memdup2 (edits, sizeof edits);
  g_autoptr (AssayPlan) trial = assay_plan_edit (plan, edits, n - 1, error);
  if (trial == NULL)
    return NULL;
  g_autofree char *sentence = assay_check_sentence (trial, check_in (trial, "new")), *wanted = name_from (sentence);
  g_autofree char *name = free_name (plan, wanted, NULL), *what = g_strdup_printf (_("new check"));
  all[n - 1].value = name;
  assay_plan_draft_pause (draft);
  return assay_plan_draft_edit (draft, what, NULL, all, n, error) ? g_steal_pointer (&name) : NULL;
}

char *
assay_draft_set_check (AssayPlanDraft  *draft,
                       const char      *name,
                       const char      *key,
                       const char      *value,
                       GError         **error)
{
  g_autofree char *section = g_strconcat ("check ", name, NULL), *stripped = g_strstrip (g_strdup (value));
  g_autofree char *what = *stripped != '\0' ? g_strdup_printf (_("%s is %s"), key, stripped)
                                            : g_strdup_printf (_("%s is not set"), key);
  g_autofree char *group = g_strconcat ("check\n", key, NULL);
  const AssayPlanEdit edit = { ASSAY_PLAN_SET, section, key, stripped };

  return change_check (draft, name, what, group, &edit, 1, error);
}

/* (transfer full) "current by 0.01", "current" */
static char *
no_worse_than (const char *than,
               const char *margin)
{
  return g_ascii_strtod (margin, NULL) == 0 ? g_strdup (than) : g_strdup_printf ("%s by %s", than, margin);
}

/* The old bound where the new relation has a number of that kind, else one to begin with. */
char *
assay_draft_set_relation (AssayPlanDraft  *draft,
                          const char      *name,
                          AssayBoundKind   relation,
                          GError         **error)
{
  const AssayCheck *check = assay_draft_check_of (draft, name);
  g_autofree char *section = g_strconcat ("check ", name, NULL), *value = assay_draft_bound (draft, name);
  g_autoptr (GPtrArray) others = assay_draft_comparables (draft);
  const char *than = others->len > 0 ? ((const AssayChoice *) others->pdata[0])->value : NULL;
  g_autofree char *what = g_strdup_printf (_("relation is %s"), assay_bound_words (relation));

  g_return_val_if_fail (check != NULL, NULL);
  if (check->bound == relation)
    return g_strdup (name);
  if (relation == ASSAY_BOUND_NO_WORSE_THAN && than == NULL)
    {
      g_set_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_VALUE,
                   "there is nothing to be no worse than: let a column be a baseline first");
      return NULL;
    }
  if (relation == ASSAY_BOUND_NO_WORSE_THAN || check->bound == ASSAY_BOUND_NO_WORSE_THAN)
    {
      g_free (value);
      value = relation == ASSAY_BOUND_NO_WORSE_THAN ? no_worse_than (than, "0.01")
                                                    : g_strdup (relation == ASSAY_BOUND_AT_LEAST ? "0.70" : "0.10");
    }
  const AssayPlanEdit edits[] = {
    { ASSAY_PLAN_SET, section, bound_key (check->bound), "" },
    { ASSAY_PLAN_SET, section, bound_key (relation), value },
  };
  return change_check (draft, name, what, NULL, edits, G_N_ELEMENTS (edits), error);
}

char *
assay_draft_set_bound (AssayPlanDraft  *draft,
                       const char      *name,
                       const char      *bound,
                       GError         **error)
{
  const AssayCheck *check = assay_draft_check_of (draft, name);
  g_autofree char *stripped = g_strstrip (g_strdup (bound));

  g_return_val_if_fail (check != NULL, NULL);
  if (*stripped == '\0')
    {
      g_set_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_VALUE,
                   "a check has a bound; expected a number, such as 0.70");
      return NULL;
    }
  if (check->bound != ASSAY_BOUND_NO_WORSE_THAN)
    return assay_draft_set_check (draft, name, bound_key (check->bound), stripped, error);
  /* written out, so that a margin that is no number is met by the plan's own message */
  g_autofree char *value = strcmp (stripped, "0") == 0 ? g_strdup (check->than)
                                                       : g_strdup_printf ("%s by %s", check->than, stripped);
  return assay_draft_set_check (draft, name, "no-worse-than", value, error);
}

char *
assay_draft_set_than (AssayPlanDraft  *draft,
                      const char      *name,
                      const char      *than,
                      GError         **error)
{
  g_autofree char *margin = assay_draft_bound (draft, name), *value = no_worse_than (than, margin);

  assay_plan_draft_pause (draft);
  return assay_draft_set_check (draft, name, "no-worse-than", value, error);
}

/* --- names ------------------------------------------------------------------------------------------------------ */

static char *
rename_section (AssayPlanDraft  *draft,
                const char      *word,
                const char      *name,
                const char      *to,
                GError         **error)
{
  g_autofree char *section = g_strdup_printf ("%s %s", word, name), *group = g_strconcat (word, "\nname", NULL);
  g_autofree char *stripped = g_strstrip (g_strdup (to)), *what = g_strdup_printf (_("name is %s"), stripped);
  const AssayPlanEdit edit = { ASSAY_PLAN_RENAME, section, NULL, stripped };

  return assay_plan_draft_edit (draft, what, group, &edit, 1, error) ? g_steal_pointer (&stripped) : NULL;
}

char *
assay_draft_rename_check (AssayPlanDraft  *draft,
                          const char      *name,
                          const char      *to,
                          GError         **error)
{
  return rename_section (draft, "check", name, to, error);
}

gboolean
assay_draft_remove_check (AssayPlanDraft  *draft,
                          const char      *name,
                          GError         **error)
{
  g_autofree char *section = g_strconcat ("check ", name, NULL), *what = g_strdup_printf (_("remove “%s”"), name);
  const AssayPlanEdit edit = { ASSAY_PLAN_REMOVE, section };

  assay_plan_draft_pause (draft);
  return assay_plan_draft_edit (draft, what, NULL, &edit, 1, error);
}

/* --- risks ------------------------------------------------------------------------------------------------------ */

char *
assay_draft_add_risk (AssayPlanDraft  *draft,
                      GError         **error)
{
  g_autofree char *name = g_strdup (_("New risk")), *section = NULL;

  for (guint n = 2; assay_draft_risk_of (draft, name) != NULL; n++)
    {
      g_free (name);
      name = g_strdup_printf (_("New risk %u"), n);
    }
  section = g_strconcat ("risk ", name, NULL);
  const AssayPlanEdit edit = { ASSAY_PLAN_ADD, section };
  assay_plan_draft_pause (draft);
  return assay_plan_draft_edit (draft, _("new risk"), NULL, &edit, 1, error) ? g_steal_pointer (&name) : NULL;
}

char *
assay_draft_rename_risk (AssayPlanDraft  *draft,
                         const char      *name,
                         const char      *to,
                         GError         **error)
{
  return rename_section (draft, "risk", name, to, error);
}

gboolean
assay_draft_remove_risk (AssayPlanDraft  *draft,
                         const char      *name,
                         GError         **error)
{
  const AssayPlan *plan = assay_plan_draft_plan (draft);
  g_autofree char *what = g_strdup_printf (_("remove “%s”"), name), *section = g_strconcat ("risk ", name, NULL);
  g_autoptr (GArray) edits = g_array_new (FALSE, FALSE, sizeof (AssayPlanEdit));
  g_autoptr (GPtrArray) sections = g_ptr_array_new_with_free_func (g_free);
  const AssayPlanEdit removed = { ASSAY_PLAN_REMOVE, section };

  for (guint i = 0; i < plan->checks->len; i++)
    {
      const AssayCheck *check = plan->checks->pdata[i];
      if (g_strcmp0 (check->risk, name) != 0)
        continue;
      g_ptr_array_add (sections, g_strconcat ("check ", check->name, NULL));
      const AssayPlanEdit edit = { ASSAY_PLAN_SET, sections->pdata[sections->len - 1], "risk", "" };
      g_array_append_val (edits, edit);
    }
  g_array_append_val (edits, removed);
  assay_plan_draft_pause (draft);
  return assay_plan_draft_edit (draft, what, NULL, (const AssayPlanEdit *) edits->data, edits->len, error);
}
