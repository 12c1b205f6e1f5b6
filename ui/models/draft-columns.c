/* draft-columns.c: keys of [data] with one column and with a list of them; columns=, cross= and bins. of [slices]. */
#include "draft-columns.h"

#include "judge/judge.h"
#include "words/translate.h"

#include <string.h>

static const struct
{
  const char *key, *title;
  gboolean    is_list;
} uses[] = {
  [ASSAY_USE_NONE] = { NULL, N_("Nothing"), FALSE },
  [ASSAY_USE_LABEL] = { "label", N_("Label"), FALSE },
  [ASSAY_USE_PREDICTION] = { "prediction", N_("Prediction"), FALSE },
  [ASSAY_USE_SCORE] = { "score", N_("Score"), FALSE },
  [ASSAY_USE_BASELINE] = { "baseline", N_("Baseline"), TRUE },
  [ASSAY_USE_ANNOTATOR] = { "annotators", N_("Annotator"), TRUE },
  [ASSAY_USE_TAG] = { "tags", N_("Error tag"), TRUE },
  [ASSAY_USE_WEIGHT] = { "weight", N_("Weight"), FALSE },
  [ASSAY_USE_CLUSTER] = { "cluster", N_("Cluster"), FALSE },
  [ASSAY_USE_REVIEWED] = { "reviewed", N_("Reviewed"), FALSE },
  [ASSAY_USE_ID] = { "id", N_("Row id"), FALSE },
};
G_STATIC_ASSERT (G_N_ELEMENTS (uses) == ASSAY_N_USES);

const char *
assay_column_use_key (AssayColumnUse use)
{
  return uses[use].key;
}

const char *
assay_column_use_title (AssayColumnUse use)
{
  return _(uses[use].title);
}

/* --- lists ------------------------------------------------------------------------------------------------------ */

/* (transfer full) (array zero-terminated) */
static char **
items_of (const char *list)
{
  g_auto (GStrv) parts = g_strsplit (list != NULL ? list : "", ";", -1);
  GPtrArray *items = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_ptr_array_add (items, g_strdup (parts[i]));
  g_ptr_array_add (items, NULL);
  return (char **) g_ptr_array_free (items, FALSE);
}

static gboolean
has_item (const char *list,
          const char *item)
{
  g_auto (GStrv) items = items_of (list);

  return g_strv_contains ((const char *const *) items, item);
}

/* (transfer full) */
static char *
without (const char *list,
         const char *item)
{
  g_auto (GStrv) items = items_of (list);
  GString *text = g_string_new (NULL);

  for (guint i = 0; items[i] != NULL; i++)
    if (strcmp (items[i], item) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ";" : "", items[i]);
  return g_string_free (text, FALSE);
}

static char *
with (const char *list,
      const char *item)
{
  g_autofree char *others = without (list, item);

  return g_strconcat (others, *others != '\0' ? ";" : "", item, NULL);
}

/* --- edits ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  GArray       *edits; /* of AssayPlanEdit */
  GStringChunk *texts;
} Edits;

static void
edits_clear (Edits *self)
{
  g_clear_pointer (&self->edits, g_array_unref);
  g_clear_pointer (&self->texts, g_string_chunk_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Edits, edits_clear)

static void
add_edit (Edits      *self,
          const char *section,
          const char *key,
          const char *value)
{
  if (self->edits == NULL)
    {
      self->edits = g_array_new (FALSE, FALSE, sizeof (AssayPlanEdit));
      self->texts = g_string_chunk_new (1024);
    }
  const AssayPlanEdit edit = { ASSAY_PLAN_SET, section, g_string_chunk_insert (self->texts, key),
                               g_string_chunk_insert (self->texts, value) };
  g_array_append_val (self->edits, edit);
}

static gboolean
make_edits (AssayPlanDraft  *draft,
            const Edits     *self,
            const char      *name,
            GError         **error)
{
  if (self->edits == NULL)
    return TRUE;
  assay_plan_draft_pause (draft);
  return assay_plan_draft_edit (draft, name, NULL, (const AssayPlanEdit *) self->edits->data, self->edits->len, error);
}

/* In a list, such a name would be something else. */
static gboolean
check_name (const char  *column,
            GError     **error)
{
  if (assay_plan_can_name (column))
    return TRUE;
  g_set_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_VALUE,
               "the column's name cannot be written in a plan (;, *, =, a line break or a blank at an end); rename it in "
               "the data");
  return FALSE;
}

/* --- uses ------------------------------------------------------------------------------------------------------- */

static gboolean
is_used (AssayPlanDraft *draft,
         const char     *column,
         AssayColumnUse  use)
{
  const char *value = use != ASSAY_USE_NONE ? assay_plan_value (assay_plan_draft_plan (draft), "data", uses[use].key) : NULL;

  if (value == NULL)
    return FALSE;
  return uses[use].is_list ? has_item (value, column) : strcmp (value, column) == 0;
}

AssayColumnUse
assay_draft_use (AssayPlanDraft *draft,
                 const char     *column)
{
  for (AssayColumnUse use = ASSAY_USE_LABEL; use < ASSAY_N_USES; use++)
    if (is_used (draft, column, use))
      return use;
  return ASSAY_USE_NONE;
}

char *
assay_draft_other_uses (AssayPlanDraft *draft,
                        const char     *column)
{
  GString *others = g_string_new (NULL);

  for (AssayColumnUse use = assay_draft_use (draft, column) + 1; use > ASSAY_USE_LABEL && use < ASSAY_N_USES; use++)
    if (is_used (draft, column, use))
      g_string_append_printf (others, "%s%s", others->len > 0 ? ", " : "", assay_column_use_title (use));
  if (others->len == 0)
    return g_string_free (others, TRUE);
  g_autofree char *names = g_string_free (others, FALSE);
  return g_strdup_printf (_("also %s"), names);
}

gboolean
assay_draft_set_use (AssayPlanDraft  *draft,
                     const char      *column,
                     AssayColumnUse   use,
                     GError         **error)
{
  const AssayPlan *plan = assay_plan_draft_plan (draft);
  g_auto (Edits) edits = { NULL, NULL };

  if (use != ASSAY_USE_NONE && !check_name (column, error))
    return FALSE;
  for (AssayColumnUse other = ASSAY_USE_LABEL; other < ASSAY_N_USES; other++)
    if (other != use && is_used (draft, column, other))
      {
        g_autofree char *rest = without (assay_plan_value (plan, "data", uses[other].key), column);
        add_edit (&edits, "data", uses[other].key, uses[other].is_list ? rest : "");
      }
  if (use != ASSAY_USE_NONE && !is_used (draft, column, use))
    {
      g_autofree char *list = with (assay_plan_value (plan, "data", uses[use].key), column);
      add_edit (&edits, "data", uses[use].key, uses[use].is_list ? list : column);
    }
  g_autofree char *name = use == ASSAY_USE_NONE ? g_strdup_printf (_("%s is nothing"), column)
                                                : g_strdup_printf (_("%s is %s"), uses[use].key, column);
  return make_edits (draft, &edits, name, error);
}

/* --- slices ----------------------------------------------------------------------------------------------------- */

gboolean
assay_draft_is_sliced (AssayPlanDraft *draft,
                       const char     *column)
{
  return has_item (assay_plan_value (assay_plan_draft_plan (draft), "slices", "columns"), column);
}

const char *
assay_draft_bins (AssayPlanDraft *draft,
                  const char     *column)
{
  g_autofree char *key = g_strconcat ("bins.", column, NULL);

  return assay_plan_value (assay_plan_draft_plan (draft), "slices", key);
}

/* Crossings and groups slice by a column as well. */
static gboolean
is_in_crossing (const AssayPlan *plan,
                const char      *column)
{
  GPtrArray *const lists[] = { plan->crosses, plan->fairness.groups, plan->fairness.controlled };

  for (guint list = 0; list < G_N_ELEMENTS (lists); list++)
    for (guint i = 0; i < lists[list]->len; i++)
      if (g_strv_contains ((const char *const *) ((AssayCross *) lists[list]->pdata[i])->columns, column))
        return TRUE;
  return FALSE;
}

gboolean
assay_draft_set_sliced (AssayPlanDraft  *draft,
                        const char      *column,
                        gboolean         is_sliced,
                        GError         **error)
{
  const AssayPlan *plan = assay_plan_draft_plan (draft);
  const char *list = assay_plan_value (plan, "slices", "columns");
  g_autofree char *columns = is_sliced ? with (list, column) : without (list, column);
  g_autofree char *bins = g_strconcat ("bins.", column, NULL);
  g_autofree char *name = g_strdup_printf (is_sliced ? _("slice by %s") : _("do not slice by %s"), column);
  g_auto (Edits) edits = { NULL, NULL };

  if ((is_sliced && !check_name (column, error)) || is_sliced == assay_draft_is_sliced (draft, column))
    return is_sliced == assay_draft_is_sliced (draft, column);
  add_edit (&edits, "slices", "columns", columns);
  if (!is_sliced && assay_draft_bins (draft, column) != NULL && !is_in_crossing (plan, column))
    add_edit (&edits, "slices", bins, "");
  return make_edits (draft, &edits, name, error);
}

gboolean
assay_draft_set_bins (AssayPlanDraft  *draft,
                      const char      *column,
                      const char      *bins,
                      GError         **error)
{
  g_autofree char *key = g_strconcat ("bins.", column, NULL);

  return check_name (column, error) && assay_draft_set_key (draft, "slices", key, bins, error);
}

gboolean
assay_draft_set_slices (AssayPlanDraft          *draft,
                        const AssayPlanSetting  *settings,
                        guint                    n_settings,
                        GError                 **error)
{
  g_auto (Edits) edits = { NULL, NULL };

  for (guint i = 0; i < n_settings; i++)
    add_edit (&edits, "slices", settings[i].key, settings[i].value);
  return make_edits (draft, &edits, _("proposed slices"), error);
}

gboolean
assay_draft_set_crossed (AssayPlanDraft  *draft,
                         const char      *crossing,
                         gboolean         is_crossed,
                         GError         **error)
{
  const char *list = assay_plan_value (assay_plan_draft_plan (draft), "slices", "cross");
  g_autofree char *value = is_crossed ? with (list, crossing) : without (list, crossing);
  g_autofree char *name = g_strdup_printf (is_crossed ? _("cross %s") : _("do not cross %s"), crossing);
  g_auto (Edits) edits = { NULL, NULL };

  add_edit (&edits, "slices", "cross", value);
  return make_edits (draft, &edits, name, error);
}

gboolean
assay_draft_set_key (AssayPlanDraft  *draft,
                     const char      *section,
                     const char      *key,
                     const char      *value,
                     GError         **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (value)), *group = g_strconcat (section, "\n", key, NULL);
  g_autofree char *name = *stripped != '\0' ? g_strdup_printf (_("%s is %s"), key, stripped)
                                            : g_strdup_printf (_("%s is not set"), key);
  const AssayPlanEdit edit = { ASSAY_PLAN_SET, section, key, stripped };

  return assay_plan_draft_edit (draft, name, group, &edit, 1, error);
}

/* --- whether it can run ----------------------------------------------------------------------------------------- */

/* (nullable) */
static const AssayColumnProfile *
profile_of (const GPtrArray *profiles,
            const char      *column)
{
  for (guint i = 0; i < profiles->len; i++)
    if (g_strcmp0 (((const AssayColumnProfile *) profiles->pdata[i])->name, column) == 0)
      return profiles->pdata[i];
  return NULL;
}

/* As the audit finds it of the label's values (audit-task.c). */
static gboolean
is_regression (const AssayPlan *plan,
               const GPtrArray *profiles)
{
  const AssayColumnProfile *label = profile_of (profiles, plan->label);

  return plan->task == ASSAY_TASK_AUTO && label != NULL && label->is_fractional && plan->score == NULL
         && plan->prediction != NULL && plan->positive == NULL && !plan->has_threshold;
}

gboolean
assay_draft_check (AssayPlanDraft   *draft,
                   const GPtrArray  *profiles,
                   GError          **error)
{
  static const AssayPlanSetting setting = { "data", "task", "regression", "task=auto" };
  const AssayPlan *plan = assay_plan_draft_plan (draft);
  g_autoptr (AssayPlan) regression = NULL;
  g_autofree AssayColumn *columns = g_new0 (AssayColumn, profiles != NULL ? profiles->len + 1 : 1);

  for (guint i = 0; profiles != NULL && i < profiles->len; i++)
    {
      const AssayColumnProfile *profile = profiles->pdata[i];
      columns[i] = (AssayColumn) { profile->name, profile->kind };
    }
  if (profiles != NULL && is_regression (plan, profiles))
    {
      plan = regression = assay_plan_override (plan, &setting, 1, error);
      if (plan == NULL)
        return FALSE;
    }
  return (profiles == NULL || assay_plan_resolve (plan, columns, profiles->len, error))
         && assay_findings_check_plan (plan, error) && assay_findings_check_measures (plan, error);
}
