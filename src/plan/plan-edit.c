/* plan-edit.c: a plan changed piece by piece, as somebody does at a desk. Lines that an edit does not name stay as they
 * are, byte for byte; the result is read again as a file would be, so that its messages name its own lines.
 *
 * A comment belongs to what comes next: it stays when the section above it goes.
 */
#include "plan-private.h"

#include <string.h>

static gboolean
find_section (GPtrArray  *lines,
              const char *section,
              guint      *position)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const PlanLine *line = lines->pdata[i];
      if (line->kind == PLAN_LINE_SECTION && strcmp (line->section, section) == 0)
        {
          *position = i;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
fail_missing (const AssayPlan  *plan,
              const char       *section,
              GError          **error)
{
  g_set_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_UNKNOWN, "%s: there is no section %s", plan->file,
               plan_quote (section).text);
  return FALSE;
}

/* What stands between brackets; the reader sees to the rest. */
static gboolean
check_name (const AssayPlan  *plan,
            const char       *name,
            GError          **error)
{
  if (strpbrk (name, "\r\n]") == NULL)
    return TRUE;
  g_set_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_VALUE, "%s: a name has no line break and no ]", plan->file);
  return FALSE;
}

/* --- sections ----------------------------------------------------------------------------------------------- */

/* Where the next section after the last one of this kind would begin; the end when there is none. */
static guint
after_kind (GPtrArray  *lines,
            const char *section)
{
  const gsize length = strcspn (section, " ");
  guint end = lines->len;

  for (guint i = 0; i < lines->len; i++)
    {
      const PlanLine *line = lines->pdata[i];
      if (line->kind == PLAN_LINE_SECTION && strlen (line->section_kind->word) == length &&
          strncmp (line->section_kind->word, section, length) == 0)
        end = plan_end_of_section (lines, i);
    }
  return end;
}

/* "\n[section]\n", and a blank line behind it where none follows. */
static gboolean
insert_section (GPtrArray   *lines,
                const char  *section,
                guint        at,
                const char  *origin,
                GError     **error)
{
  const char *line_end = plan_line_end (lines);
  const gboolean is_last = at == lines->len;
  const PlanLine *next = is_last ? NULL : lines->pdata[at];
  const gboolean is_tight = !is_last && !(next->kind == PLAN_LINE_OTHER && strchr ("\r\n", next->raw[0]) != NULL);
  g_autofree char *text = g_strdup_printf ("%s[%s]%s%s", at > 0 ? line_end : "", section, line_end, is_tight ? line_end : "");
  g_autoptr (GPtrArray) more = NULL;

  plan_end_last_line (lines, line_end);
  more = plan_lines_read (text, strlen (text), origin, TRUE, error);
  if (more == NULL)
    return FALSE;
  while (more->len > 0)
    g_ptr_array_insert (lines, (int) at++, g_ptr_array_steal_index (more, 0));
  return TRUE;
}

static gboolean
add_section (const AssayPlan      *plan,
             GPtrArray            *lines,
             const AssayPlanEdit  *edit,
             const char           *after,
             GError              **error)
{
  guint position;

  if (find_section (lines, edit->section, &position))
    return TRUE;
  if (!check_name (plan, edit->section, error))
    return FALSE;
  guint at = after_kind (lines, edit->section);
  if (after != NULL && find_section (lines, after, &position))
    at = plan_end_of_section (lines, position);
  return insert_section (lines, edit->section, at, plan->file, error);
}

static gboolean
is_blank (const PlanLine *line)
{
  return line->kind == PLAN_LINE_OTHER && line->raw[strspn (line->raw, " \t\r\n")] == '\0';
}

/* The blank lines before and after a section that went are one too many. */
static void
close_gap (GPtrArray *lines,
           guint      at)
{
  const gboolean has_before = at > 0 && ((const PlanLine *) lines->pdata[at - 1])->kind == PLAN_LINE_OTHER;

  if (at < lines->len && is_blank (lines->pdata[at]) && (has_before || at == 0))
    g_ptr_array_remove_index (lines, at);
  else if (has_before && is_blank (lines->pdata[at - 1]))
    g_ptr_array_remove_index (lines, at - 1);
}

static gboolean
remove_section (const AssayPlan      *plan,
                GPtrArray            *lines,
                const AssayPlanEdit  *edit,
                GError              **error)
{
  guint position;

  if (!find_section (lines, edit->section, &position))
    return fail_missing (plan, edit->section, error);
  g_ptr_array_remove_range (lines, position, plan_end_of_section (lines, position) - position);
  close_gap (lines, position);
  return TRUE;
}

/* --- keys --------------------------------------------------------------------------------------------------- */

static gboolean
set_key (const AssayPlan      *plan,
         GPtrArray            *lines,
         const AssayPlanEdit  *edit,
         GError              **error)
{
  const AssayPlanSetting setting = { edit->section, edit->key, edit->value, plan->file };
  const char *line_end = plan_line_end (lines);
  g_autoptr (GPtrArray) read = plan_setting_read (&setting, line_end, error);

  if (read == NULL)
    return FALSE;
  const PlanLine *line = plan_lines_find (lines, edit->section, edit->key);
  if (line != NULL && strcmp (line->value, edit->value) == 0)
    return TRUE; /* blanks around it stay too */
  if (edit->value[0] != '\0' && !add_section (plan, lines, edit, NULL, error))
    return FALSE;
  plan_put_setting (lines, read, line_end);
  return TRUE;
}

/* --- names -------------------------------------------------------------------------------------------------- */

/* (transfer full) A list with one item in place of another. */
static char *
replace_item (const char *list,
              const char *from,
              const char *to)
{
  g_auto (GStrv) items = plan_split (list, ';', FALSE);

  for (guint i = 0; items[i] != NULL; i++)
    if (strcmp (items[i], from) == 0)
      {
        g_free (items[i]);
        items[i] = g_strdup (to);
      }
  return g_strjoinv (";", items);
}

/* What checks say of the section by its old name. */
static gboolean
rename_in_checks (const AssayPlan  *plan,
                  GPtrArray        *lines,
                  const char       *key,
                  const char       *from,
                  const char       *to,
                  GError          **error)
{
  for (guint i = 0; i < plan->checks->len; i++)
    {
      g_autofree char *section = g_strconcat ("check ", ((const AssayCheck *) plan->checks->pdata[i])->name, NULL);
      const PlanLine *line = plan_lines_find (lines, section, key);
      if (line == NULL)
        continue;
      g_autofree char *value = strcmp (key, "risk") == 0 ? g_strdup (strcmp (line->value, from) == 0 ? to : line->value)
                                                         : replace_item (line->value, from, to);
      const AssayPlanEdit edit = { ASSAY_PLAN_SET, section, key, value };
      if (strcmp (value, line->value) != 0 && !set_key (plan, lines, &edit, error))
        return FALSE;
    }
  return TRUE;
}

/* Only the name between the brackets is another. */
static gboolean
rename_section (const AssayPlan      *plan,
                GPtrArray            *lines,
                const AssayPlanEdit  *edit,
                GError              **error)
{
  guint position;

  if (!find_section (lines, edit->section, &position))
    return fail_missing (plan, edit->section, error);
  if (!check_name (plan, edit->value, error))
    return FALSE;
  const PlanLine *old = lines->pdata[position];
  const char *word = old->section_kind->word, *tail = strchr (old->raw, ']') + 1;
  g_autofree char *from = g_strdup (old->name);
  g_autofree char *raw = g_strdup_printf ("%.*s[%s %s]%s", (int) (strchr (old->raw, '[') - old->raw), old->raw, word,
                                          edit->value, tail);
  g_autoptr (GPtrArray) read = plan_lines_read (raw, strlen (raw), plan->file, TRUE, error);
  if (read == NULL)
    return FALSE;
  g_ptr_array_remove_index (lines, position);
  g_ptr_array_insert (lines, (int) position, g_ptr_array_steal_index (read, 0));
  if (strcmp (word, "risk") == 0)
    return rename_in_checks (plan, lines, "risk", from, edit->value, error);
  return strcmp (word, "slice") != 0 || rename_in_checks (plan, lines, "slices", from, edit->value, error);
}

/* --- all of them -------------------------------------------------------------------------------------------- */

static gboolean
apply (const AssayPlan      *plan,
       GPtrArray            *lines,
       const AssayPlanEdit  *edit,
       GError              **error)
{
  switch (edit->kind)
    {
    case ASSAY_PLAN_SET:
      return set_key (plan, lines, edit, error);
    case ASSAY_PLAN_ADD:
      return add_section (plan, lines, edit, edit->value, error);
    case ASSAY_PLAN_REMOVE:
      return remove_section (plan, lines, edit, error);
    case ASSAY_PLAN_RENAME:
      return rename_section (plan, lines, edit, error);
    }
  g_assert_not_reached ();
}

AssayPlan *
assay_plan_edit (const AssayPlan      *self,
                 const AssayPlanEdit  *edits,
                 guint                 n_edits,
                 GError              **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (edits != NULL || n_edits == 0, NULL);

  g_autoptr (GPtrArray) lines = plan_lines_copy (self->lines);
  for (guint i = 0; i < n_edits; i++)
    if (!apply (self, lines, &edits[i], error))
      return NULL;
  g_autofree char *text = plan_lines_join (lines);
  return assay_plan_parse (text, strlen (text), self->file, error);
}
