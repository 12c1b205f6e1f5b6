/* plan-settings.c: options put over a plan's lines, in the place where the plan has the key already. */
#include "plan-private.h"

#include <string.h>

static gboolean
has_line_break (const char *text)
{
  return strpbrk (text, "\n\r") != NULL;
}

GPtrArray *
plan_setting_read (const AssayPlanSetting  *setting,
                   const char              *line_end,
                   GError                 **error)
{
  g_autofree char *option = setting->option != NULL ? g_strdup (setting->option)
                                                    : g_strdup_printf ("--%s", setting->key);
  PlanLine where = { .origin = option };
  if (has_line_break (setting->section) || has_line_break (setting->key) || has_line_break (setting->value))
    {
      plan_fail (error, ASSAY_PLAN_ERROR_VALUE, &where, "a line break cannot be written in a plan");
      return NULL;
    }
  g_autofree char *text = g_strdup_printf ("[%s]%s%s=%s%s", setting->section, line_end, setting->key, setting->value,
                                           line_end);
  g_autoptr (GPtrArray) lines = plan_lines_read (text, strlen (text), option, TRUE, error);
  if (lines == NULL)
    return NULL;
  const PlanLine *last = lines->pdata[lines->len - 1];
  if (lines->len == 2 && last->kind == PLAN_LINE_KEY && strcmp (last->key, setting->key) == 0 &&
      strcmp (last->value, setting->value) == 0)
    return g_steal_pointer (&lines);
  plan_fail (error, ASSAY_PLAN_ERROR_VALUE, &where,
             "%s=%s cannot be written in a plan, which has no blanks around values and no = in keys", setting->key,
             plan_quote (setting->value).text);
  return NULL;
}

const char *
plan_line_end (GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const char *feed = strchr (((const PlanLine *) lines->pdata[i])->raw, '\n');
      if (feed != NULL)
        return feed > ((const PlanLine *) lines->pdata[i])->raw && feed[-1] == '\r' ? "\r\n" : "\n";
    }
  return "\n";
}

void
plan_end_last_line (GPtrArray  *lines,
                    const char *line_end)
{
  PlanLine *last = lines->len > 0 ? lines->pdata[lines->len - 1] : NULL;
  if (last == NULL || g_str_has_suffix (last->raw, "\n"))
    return;
  char *raw = g_strconcat (last->raw, line_end, NULL);
  g_free (last->raw);
  last->raw = raw;
}

/* (transfer full) */
static GPtrArray *
read_blank (const char *line_end,
            const char *origin)
{
  return plan_lines_read (line_end, strlen (line_end), origin, TRUE, NULL);
}

static void
append (GPtrArray *lines,
        GPtrArray *more,
        guint      first)
{
  while (more->len > first)
    g_ptr_array_add (lines, g_ptr_array_steal_index (more, first));
}

guint
plan_end_of_section (GPtrArray *lines,
                     guint      header)
{
  guint end = header + 1;
  for (guint i = end; i < lines->len && ((PlanLine *) lines->pdata[i])->kind != PLAN_LINE_SECTION; i++)
    if (((PlanLine *) lines->pdata[i])->kind == PLAN_LINE_KEY)
      end = i + 1;
  return end;
}

static gboolean
find_line (GPtrArray      *lines,
           PlanLineKind    kind,
           const PlanLine *like,
           guint          *position)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const PlanLine *line = lines->pdata[i];
      if (line->kind == kind && strcmp (line->section, like->section) == 0 &&
          (kind == PLAN_LINE_SECTION || strcmp (line->key, like->key) == 0))
        {
          *position = i;
          return TRUE;
        }
    }
  return FALSE;
}

void
plan_put_setting (GPtrArray  *lines,
                  GPtrArray  *setting,
                  const char *line_end)
{
  PlanLine *header = setting->pdata[0], *line = setting->pdata[1];
  gboolean has_value = line->value[0] != '\0';
  guint position;

  if (find_line (lines, PLAN_LINE_KEY, line, &position))
    {
      g_ptr_array_remove_index (lines, position);
      if (has_value)
        g_ptr_array_insert (lines, position, g_ptr_array_steal_index (setting, 1));
    }
  else if (has_value && find_line (lines, PLAN_LINE_SECTION, line, &position))
    {
      plan_end_last_line (lines, line_end);
      g_ptr_array_insert (lines, plan_end_of_section (lines, position), g_ptr_array_steal_index (setting, 1));
    }
  else if (has_value)
    {
      plan_end_last_line (lines, line_end);
      g_autoptr (GPtrArray) blank = read_blank (line_end, header->origin);
      if (lines->len > 0)
        append (lines, blank, 0);
      append (lines, setting, 0);
    }
}

/* --- lines that no longer fit ------------------------------------------------------------------------------- */

static gboolean
is_set (const AssayPlanSetting *settings,
        guint                   n_settings,
        const char             *section,
        const char             *key)
{
  for (guint i = 0; i < n_settings; i++)
    if (strcmp (settings[i].section, section) == 0 && strcmp (settings[i].key, key) == 0)
      return TRUE;
  return FALSE;
}

/* Adds the names in a key's list, taken apart at *, to a set. FALSE: the key has no value. */
static gboolean
add_names (GHashTable *names,
           GPtrArray  *lines,
           const char *section,
           const char *key)
{
  const PlanLine *line = plan_lines_find (lines, section, key);
  if (line == NULL || line->value[0] == '\0')
    return FALSE;
  g_autofree char *value = g_strdelimit (g_strdup (line->value), "*", ';');
  g_auto (GStrv) items = plan_split (value, ';', FALSE);
  for (guint i = 0; items[i] != NULL; i++)
    g_hash_table_add (names, g_strdup (items[i]));
  return TRUE;
}

static void
drop_unsliced_bins (GPtrArray *lines)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!add_names (names, lines, "slices", "columns"))
    return;
  add_names (names, lines, "slices", "cross");
  add_names (names, lines, "fairness", "groups");
  add_names (names, lines, "fairness", "control");
  for (guint i = lines->len; i > 0; i--)
    {
      const PlanLine *line = lines->pdata[i - 1];
      if (line->kind == PLAN_LINE_KEY && line->number > 0 && strcmp (line->section, "slices") == 0 &&
          g_str_has_prefix (line->key, "bins.") &&
          !g_hash_table_contains (names, line->key + strlen ("bins.")))
        g_ptr_array_remove_index (lines, i - 1);
    }
}

static void
drop_unlisted_models (GPtrArray *lines)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  add_names (names, lines, "data", "baseline");
  gboolean is_dropped = FALSE;
  guint kept = 0;
  for (guint i = 0; i < lines->len; i++)
    {
      PlanLine *line = lines->pdata[i];
      if (line->kind == PLAN_LINE_SECTION)
        is_dropped = line->number > 0 && strcmp (line->section_kind->word, "model") == 0 &&
                     !g_hash_table_contains (names, line->name);
      gboolean is_kept = line->kind == PLAN_LINE_OTHER || !is_dropped;
      if (is_kept)
        {
          lines->pdata[i] = lines->pdata[kept];
          lines->pdata[kept++] = line;
        }
    }
  g_ptr_array_set_size (lines, kept);
}

static gboolean
put_settings (GPtrArray               *lines,
              const AssayPlanSetting  *settings,
              guint                    n_settings,
              GError                 **error)
{
  const char *line_end = plan_line_end (lines);
  for (guint i = 0; i < n_settings; i++)
    {
      g_autoptr (GPtrArray) setting = plan_setting_read (&settings[i], line_end, error);
      if (setting == NULL)
        return FALSE;
      plan_put_setting (lines, setting, line_end);
    }
  if (is_set (settings, n_settings, "slices", "columns") || is_set (settings, n_settings, "slices", "cross"))
    drop_unsliced_bins (lines);
  if (is_set (settings, n_settings, "data", "baseline"))
    drop_unlisted_models (lines);
  return TRUE;
}

/* Takes lines. */
static AssayPlan *
plan_with (GPtrArray               *lines,
           const char              *file,
           const AssayPlanSetting  *settings,
           guint                    n_settings,
           GError                 **error)
{
  if (!put_settings (lines, settings, n_settings, error))
    {
      g_ptr_array_unref (lines);
      return NULL;
    }
  g_autoptr (AssayPlan) plan = plan_from_lines (lines, file, error);
  if (plan == NULL)
    return NULL;
  if (strlen (plan->text) <= ASSAY_PLAN_MAX_BYTES)
    return g_steal_pointer (&plan);
  g_set_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_VALUE, "%s: with the options put over it more than %d bytes",
               file, ASSAY_PLAN_MAX_BYTES);
  return NULL;
}

AssayPlan *
assay_plan_from_settings (const AssayPlanSetting  *settings,
                          guint                    n_settings,
                          GError                 **error)
{
  g_return_val_if_fail (settings != NULL || n_settings == 0, NULL);

  GPtrArray *lines = plan_lines_read ("", 0, ASSAY_PLAN_NO_FILE, FALSE, NULL);
  return plan_with (lines, ASSAY_PLAN_NO_FILE, settings, n_settings, error);
}

AssayPlan *
assay_plan_override (const AssayPlan         *self,
                     const AssayPlanSetting  *settings,
                     guint                    n_settings,
                     GError                 **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (settings != NULL || n_settings == 0, NULL);

  return plan_with (plan_lines_copy (self->lines), self->file, settings, n_settings, error);
}
