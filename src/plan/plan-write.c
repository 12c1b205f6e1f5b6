/* plan-write.c: a new plan file from entries with their reasons. */
#include "plan-private.h"

#include <string.h>

static void
write_comment (GString    *text,
               const char *comment)
{
  g_autofree char *valid = g_utf8_make_valid (comment, -1);
  for (guchar *at = (guchar *) valid; *at != '\0'; at++)
    if ((*at < 0x20 && *at != '\n') || *at == 0x7f)
      *at = ' ';
  g_auto (GStrv) lines = g_strsplit (valid, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (text, "#%s%s\n", lines[i][0] == '\0' ? "" : " ", lines[i]);
}

static char *
write_entries (const AssayPlanEntry *entries,
               guint                 n_entries)
{
  GString *text = g_string_new (NULL);
  const char *section = NULL;
  for (guint i = 0; i < n_entries; i++)
    {
      const AssayPlanEntry *entry = &entries[i];
      if (entry->section != NULL && g_strcmp0 (entry->section, section) != 0)
        {
          section = entry->section;
          g_string_append_printf (text, "%s[%s]\n", text->len > 0 ? "\n" : "", section);
        }
      if (entry->comment != NULL)
        write_comment (text, entry->comment);
      if (entry->key != NULL)
        g_string_append_printf (text, "%s=%s\n", entry->key, entry->value != NULL ? entry->value : "");
    }
  return g_string_free (text, FALSE);
}

/* A section or value with a line break, or blanks around it, would read back as something else. */
static gboolean
says_entries (const AssayPlan       *plan,
              const AssayPlanEntry  *entries,
              guint                  n_entries,
              GError               **error)
{
  guint n_keys = 0, n_lines = 0;
  for (guint i = 0; i < n_entries; i++)
    {
      const AssayPlanEntry *entry = &entries[i];
      if (entry->key == NULL)
        continue;
      n_keys++;
      const PlanLine *line = plan_lines_find (plan->lines, entry->section, entry->key);
      if (line != NULL && strcmp (line->value, entry->value != NULL ? entry->value : "") == 0)
        continue;
      g_set_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_VALUE, "%s in [%s] cannot be written in a plan",
                   plan_quote (entry->key).text, entry->section);
      return FALSE;
    }
  for (guint i = 0; i < plan->lines->len; i++)
    n_lines += ((const PlanLine *) plan->lines->pdata[i])->kind == PLAN_LINE_KEY;
  if (n_lines == n_keys)
    return TRUE;
  g_set_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_VALUE, "a line break cannot be written in a plan");
  return FALSE;
}

char *
assay_plan_write (const AssayPlanEntry  *entries,
                  guint                  n_entries,
                  GError               **error)
{
  g_return_val_if_fail (entries != NULL || n_entries == 0, NULL);
  for (guint i = 0; i < n_entries; i++)
    g_return_val_if_fail (entries[i].key == NULL || entries[i].section != NULL, NULL);

  g_autofree char *text = write_entries (entries, n_entries);
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "new plan", error);
  if (plan == NULL || !says_entries (plan, entries, n_entries, error))
    return NULL;
  return g_steal_pointer (&text);
}
