/* propose.c: which columns become slices, and how.
 *
 * What has no role (propose-roles.c) becomes slices by the number of its values, missing not counted:
 *
 *   2 .. 50 values         a slice each (text, yes or no, numbers)
 *   numbers with more      five bins of equal rows
 *   dates                  months; days when all lie in one month
 *   everything else        left out, with the reason: identifiers, codes, free text, one value only
 *
 * A slice too many costs an unreadable report, so doubt leaves out.
 */
#include "audit/propose-private.h"

#include <string.h>

static const char *const id_words[] = { "id", "ids", "uuid", "guid", "key", "idx", "index", "row", "rowid", "hash",
  NULL };
static const char *const code_words[] = { "code", "zip", "zipcode", "postcode", "fips", NULL };

#define MAX_NAMED 20 /* columns named in one note */

const char *
assay_column_role_name (AssayColumnRole role)
{
  static const char *const names[] = { "", "label", "prediction", "score", "baseline", "slice",
                                       "annotator" };

  return names[role];
}

/* --- slices --------------------------------------------------------------------------------------------------- */

static void
leave_out (AssayProposedColumn *column, const char *because)
{
  g_autofree char *values = assay_profile_describe (column->profile);

  column->role = ASSAY_ROLE_NONE;
  column->why = g_strdup_printf ("%s: %s", values, because);
}

static void
take_slice (AssayProposedColumn *column, const char *bins, const char *how)
{
  g_autofree char *values = assay_profile_describe (column->profile);

  column->role = ASSAY_ROLE_SLICE;
  column->bins = bins;
  column->why = how != NULL ? g_strdup_printf ("%s; %s", values, how) : g_steal_pointer (&values);
}

static void
choose_time (AssayProposedColumn *column)
{
  const AssayColumnProfile *profile = column->profile;
  gboolean has_range = profile->least != NULL && profile->most != NULL;
  gboolean is_one_month = has_range && strncmp (profile->least, profile->most, 7) == 0;
  gboolean is_one_day = is_one_month && strncmp (profile->least, profile->most, 10) == 0;

  if (is_one_day)
    leave_out (column, "one day only, nothing to compare");
  else
    take_slice (column, is_one_month ? "day" : "month", is_one_month ? "by day" : "by month");
}

static void
choose_number (AssayProposedColumn *column)
{
  const AssayColumnProfile *profile = column->profile;
  gboolean is_whole = !profile->is_fractional;

  if (profile->n_distinct > ASSAY_PROPOSE_MAX_VALUES && is_whole && assay_name_has_word (profile->name, code_words))
    leave_out (column, "codes rather than amounts; columns= takes them value by value");
  else if (is_whole && assay_profile_is_all_different (profile)
           && (profile->n_distinct > ASSAY_PROPOSE_MAX_VALUES || assay_name_has_word (profile->name, id_words)))
    leave_out (column, "every row has its own, an identifier");
  else if (profile->n_distinct > ASSAY_PROPOSE_MAX_VALUES && is_whole && assay_name_has_word (profile->name, id_words))
    leave_out (column, "an identifier by its name");
  else if (profile->n_distinct > ASSAY_PROPOSE_MAX_VALUES || assay_profile_is_all_different (profile))
    take_slice (column, "quantiles 5", "five bins of equal rows");
  else
    take_slice (column, NULL, NULL);
}

static void
choose_text (AssayProposedColumn *column)
{
  const AssayColumnProfile *profile = column->profile;
  guint64 n = profile->n_rows - profile->n_missing;

  if (assay_profile_is_all_different (profile)
      || (profile->n_distinct > ASSAY_PROPOSE_MAX_VALUES && (double) profile->n_distinct >= 0.9 * (double) n))
    leave_out (column, "nearly every row has its own, an identifier or free text");
  else if (profile->n_distinct > ASSAY_PROPOSE_MAX_TEXT)
    leave_out (column, "free text or too many values for a report");
  else if (profile->n_distinct > ASSAY_PROPOSE_MAX_VALUES)
    leave_out (column, "many values; columns= takes them all the same");
  else
    take_slice (column, NULL, NULL);
}

static void
choose_slice (AssayProposedColumn *column)
{
  const AssayColumnProfile *profile = column->profile;

  if (profile->kind == ASSAY_COLUMN_OTHER)
    leave_out (column, "lists, structures and bytes cannot be sliced");
  else if (!assay_plan_can_name (profile->name))
    leave_out (column, "its name cannot be written in a plan (;, *, =, a line break or a blank at an end)");
  else if (profile->n_missing == profile->n_rows)
    leave_out (column, "nothing but missing values");
  else if (profile->n_distinct < 2)
    leave_out (column, "one value only, nothing to compare");
  else if (profile->kind == ASSAY_COLUMN_TIME)
    choose_time (column);
  else if (profile->kind == ASSAY_COLUMN_NUMBER)
    choose_number (column);
  else
    choose_text (column);
}

/* The plan slices it, whatever the number of its values; only bins may be proposed. */
static void
take_named_slice (AssayProposedColumn *column, const AssayPlan *plan)
{
  choose_slice (column);
  if (column->role == ASSAY_ROLE_SLICE && assay_plan_bins (plan, column->profile->name) == NULL)
    return;
  g_free (column->why);
  take_slice (column, NULL, "the plan names it");
}

static void
mark_sliced (AssayProposal *self, const AssayPlan *plan)
{
  g_autofree const char **names = assay_plan_slice_columns (plan);

  for (guint i = 0; i < self->n_columns; i++)
    self->columns[i].is_sliced = g_strv_contains (names, self->columns[i].profile->name);
}

/* --- what comes of it ------------------------------------------------------------------------------------------ */

static void
add_setting (GArray *settings, char *key, char *value)
{
  AssayPlanSetting setting = { .section = "slices", .key = key, .value = value, .option = "the chosen slices" };

  g_array_append_val (settings, setting);
}

static void
make_settings (AssayProposal *self)
{
  GArray *settings = g_array_new (FALSE, FALSE, sizeof (AssayPlanSetting));
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i].is_sliced)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ";" : "", self->columns[i].profile->name);
  if (names->len > 0)
    add_setting (settings, g_strdup ("columns"), g_strdup (names->str));
  g_string_free (names, TRUE);
  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i].bins != NULL)
      add_setting (settings, g_strconcat ("bins.", self->columns[i].profile->name, NULL),
                   g_strdup (self->columns[i].bins));
  self->n_settings = settings->len;
  self->settings = (AssayPlanSetting *) g_array_free (settings, FALSE);
}

/* "NAME (why), NAME (why) and 7 more"; NULL when there is none. */
static char *
list_columns (const AssayProposal *self, gboolean is_chosen, const gboolean *is_named)
{
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < self->n_columns; i++)
    {
      const AssayProposedColumn *column = &self->columns[i];
      const char *detail = is_chosen ? column->bins : column->why;

      if (column->is_sliced != is_chosen || (!is_chosen && is_named[i]))
        continue;
      if (n++ >= MAX_NAMED)
        continue;
      g_string_append_printf (text, "%s%s", n > 1 ? ", " : "", column->profile->name);
      if (detail != NULL)
        g_string_append_printf (text, " (%s)", detail);
    }
  if (n > MAX_NAMED)
    g_string_append_printf (text, " and %u more", n - MAX_NAMED);
  return n > 0 ? g_string_free (text, FALSE) : g_string_free (text, TRUE);
}

static void
make_notes (AssayProposal *self, const gboolean *is_named)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();
  g_autofree char *chosen = list_columns (self, TRUE, is_named);
  g_autofree char *others = list_columns (self, FALSE, is_named);

  if (chosen != NULL)
    g_ptr_array_add (notes, g_strdup_printf ("the plan names no columns=; chosen: %s", chosen));
  else
    g_ptr_array_add (notes, g_strdup ("the plan names no columns=, and none could be chosen"));
  if (others != NULL)
    g_ptr_array_add (notes, g_strdup_printf ("left out: %s", others));
  g_ptr_array_add (notes, NULL);
  self->notes = (char **) g_ptr_array_free (g_steal_pointer (&notes), FALSE);
}

AssayProposal *
assay_propose (const GPtrArray *profiles, const AssayPlan *plan)
{
  g_autofree gboolean *is_settled = NULL;
  g_autofree gboolean *is_named = NULL;
  AssayProposal *self;

  g_return_val_if_fail (profiles != NULL, NULL);

  self = g_new0 (AssayProposal, 1);
    self->n_columns = profiles->len;
  self->columns = g_new0 (AssayProposedColumn, profiles->len + 1);
  is_settled = g_new0 (gboolean, profiles->len + 1);
  is_named = g_new0 (gboolean, profiles->len + 1);
  for (guint i = 0; i < profiles->len; i++)
    self->columns[i].profile = profiles->pdata[i];
  self->n_rows = profiles->len > 0 ? self->columns[0].profile->n_rows : 0;

  if (plan != NULL)
    mark_sliced (self, plan);
  assay_propose_roles (self, plan, is_settled, is_named);
  for (guint i = 0; i < self->n_columns; i++)
    {
      AssayProposedColumn *column = &self->columns[i];

      if (is_settled[i])
        continue;
      if (column->is_sliced)
        take_named_slice (column, plan);
      else if (plan != NULL && plan->slices_given)
        leave_out (column, "columns= does not name it");
      else
        choose_slice (column);
      column->is_sliced = column->role == ASSAY_ROLE_SLICE;
    }
  make_settings (self);
  make_notes (self, is_named);
  return self;
}

void
assay_proposal_free (AssayProposal *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_columns; i++)
    g_free (self->columns[i].why);
  for (guint i = 0; i < self->n_settings; i++)
    {
      g_free ((char *) self->settings[i].key);
      g_free ((char *) self->settings[i].value);
    }
  g_free (self->columns);
  g_free (self->settings);
  g_strfreev (self->notes);
  g_free (self);
}
