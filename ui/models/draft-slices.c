/* draft-slices.c: see draft-slices.h. */
#include "draft-slices.h"

#include "words/number.h"
#include "words/translate.h"

#include <string.h>

#define MOST_NAMED 4 /* values in a row */

const AssayColumnProfile *
assay_profile_of (const GPtrArray *profiles,
                  const char      *column)
{
  for (guint i = 0; profiles != NULL && i < profiles->len; i++)
    if (g_strcmp0 (((const AssayColumnProfile *) profiles->pdata[i])->name, column) == 0)
      return profiles->pdata[i];
  return NULL;
}

/* --- sizes ------------------------------------------------------------------------------------------------------ */

guint
assay_draft_n_slices (AssayPlanDraft           *draft,
                      const AssayColumnProfile *profile)
{
  const AssayBins *bins = assay_plan_bins (assay_plan_draft_plan (draft), profile->name);

  switch (bins != NULL ? bins->kind : ASSAY_BINS_NONE)
    {
    case ASSAY_BINS_NONE:
      return (guint) MIN (profile->n_distinct, G_MAXUINT16);
    case ASSAY_BINS_EDGES:
      return bins->n_edges - 1;
    case ASSAY_BINS_QUANTILES:
      return bins->n;
    case ASSAY_BINS_WIDTH:
    case ASSAY_BINS_DAY:
    case ASSAY_BINS_WEEK:
    case ASSAY_BINS_MONTH:
      return 0;
    }
  g_assert_not_reached ();
}

static char *
value_sizes (const AssayColumnProfile *profile)
{
  GString *text = g_string_new (NULL);
  g_autofree char *n = assay_number_rows (profile->n_distinct);

  g_string_append_printf (text, P_("%s slice", "%s slices", profile->n_distinct), n);
  for (guint i = 0; i < MIN (profile->n_examples, MOST_NAMED); i++)
    {
      g_autofree char *rows = assay_number_rows (profile->example_rows[i]);
      g_string_append_printf (text, "%s%s (%s)", i == 0 ? ": " : ", ", profile->examples[i], rows);
    }
  if (profile->n_distinct > MIN (profile->n_examples, MOST_NAMED))
    g_string_append (text, ", …");
  return g_string_free (text, FALSE);
}

char *
assay_draft_sizes (AssayPlanDraft           *draft,
                   const AssayColumnProfile *profile)
{
  const AssayBins *bins = profile != NULL ? assay_plan_bins (assay_plan_draft_plan (draft), profile->name) : NULL;
  const guint n = profile != NULL ? assay_draft_n_slices (draft, profile) : 0;

  if (profile == NULL)
    return g_strdup (_("The data has no such column"));
  if (bins == NULL)
    return value_sizes (profile);
  if (bins->kind == ASSAY_BINS_QUANTILES)
    {
      g_autofree char *rows = assay_number_rows ((profile->n_rows - profile->n_missing) / n);
      return g_strdup_printf (_("%u slices of about %s rows"), n, rows);
    }
  if (n > 0)
    return g_strdup_printf (P_("%u slice", "%u slices", n), n);
  return g_strdup_printf (_("from %s to %s"), profile->least != NULL ? profile->least : "",
                          profile->most != NULL ? profile->most : "");
}

/* --- named slices ----------------------------------------------------------------------------------------------- */

static gboolean
has_slice (const AssayPlan *plan,
           const char      *name)
{
  for (guint i = 0; i < plan->named->len; i++)
    if (strcmp (((const AssayNamedSlice *) plan->named->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

char *
assay_draft_add_slice (AssayPlanDraft  *draft,
                       GError         **error)
{
  const AssayPlan *plan = assay_plan_draft_plan (draft);
  g_autofree char *name = g_strdup (_("new slice")), *section = NULL;

  for (guint n = 2; has_slice (plan, name); n++)
    {
      g_free (name);
      name = g_strdup_printf (_("new slice %u"), n);
    }
  section = g_strconcat ("slice ", name, NULL);
  const AssayPlanEdit edit = { ASSAY_PLAN_SET, section, "where", "true" };
  assay_plan_draft_pause (draft);
  return assay_plan_draft_edit (draft, _("new slice"), NULL, &edit, 1, error) ? g_steal_pointer (&name) : NULL;
}

gboolean
assay_draft_remove_slice (AssayPlanDraft  *draft,
                          const char      *name,
                          GError         **error)
{
  g_autofree char *section = g_strconcat ("slice ", name, NULL), *what = g_strdup_printf (_("remove “%s”"), name);
  const AssayPlanEdit edit = { ASSAY_PLAN_REMOVE, section };

  assay_plan_draft_pause (draft);
  return assay_plan_draft_edit (draft, what, NULL, &edit, 1, error);
}

char *
assay_draft_rename_slice (AssayPlanDraft  *draft,
                          const char      *name,
                          const char      *to,
                          GError         **error)
{
  g_autofree char *section = g_strconcat ("slice ", name, NULL), *stripped = g_strstrip (g_strdup (to));
  g_autofree char *what = g_strdup_printf (_("name is %s"), stripped);
  const AssayPlanEdit edit = { ASSAY_PLAN_RENAME, section, NULL, stripped };

  return assay_plan_draft_edit (draft, what, "slice\nname", &edit, 1, error) ? g_steal_pointer (&stripped) : NULL;
}
