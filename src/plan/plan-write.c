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

static gboolean
has_line_break (const char *text)
{
  return text != NULL && strpbrk (text, "\n\r") != NULL;
}

/* A line break would bring in another line, which no reading back would see as wrong. */
static gboolean
check_line_breaks (const AssayPlanEntry  *entries,
                   guint                  n_entries,
                   GError               **error)
{
  for (guint i = 0; i < n_entries; i++)
    if (has_line_break (entries[i].section) || has_line_break (entries[i].key) || has_line_break (entries[i].value))
      {
        g_set_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_VALUE, "entry %u: a line break cannot be written in a plan",
                     i + 1);
        return FALSE;
      }
  return TRUE;
}

static gboolean
says_entries (const AssayPlan       *plan,
              const AssayPlanEntry  *entries,
              guint                  n_entries,
              GError               **error)
{
  for (guint i = 0; i < n_entries; i++)
    {
      const AssayPlanEntry *entry = &entries[i];
      if (entry->key == NULL)
        continue;
      const PlanLine *line = plan_lines_find (plan->lines, entry->section, entry->key);
      if (line != NULL && strcmp (line->value, entry->value != NULL ? entry->value : "") == 0)
        continue;
      g_set_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_VALUE,
                   "%s=%s cannot be written in a plan, which has no blanks around values and no = in keys", entry->key,
                   entry->value != NULL ? plan_quote (entry->value).text : "");
      return FALSE;
    }
  return TRUE;
}

char *
assay_plan_write (const AssayPlanEntry  *entries,
                  guint                  n_entries,
                  GError               **error)
{
  g_return_val_if_fail (entries != NULL || n_entries == 0, NULL);
  for (guint i = 0; i < n_entries; i++)
    g_return_val_if_fail (entries[i].key == NULL || entries[i].section != NULL, NULL);

  if (!check_line_breaks (entries, n_entries, error))
    return NULL;
  g_autofree char *text = write_entries (entries, n_entries);
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "new plan", error);
  if (plan == NULL || !says_entries (plan, entries, n_entries, error))
    return NULL;
  return g_steal_pointer (&text);
}
