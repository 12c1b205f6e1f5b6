/* plan-section.c: the sections of the lines, and their keys' values or defaults. */
#include "plan-private.h"

#include <string.h>

GPtrArray *
plan_sections (GPtrArray *lines)
{
  GPtrArray *sections = g_ptr_array_new_with_free_func (g_free);
  PlanSection *section = NULL;

  for (guint i = 0; i < lines->len; i++)
    {
      const PlanLine *line = lines->pdata[i];
      if (line->kind == PLAN_LINE_SECTION)
        {
          section = g_new0 (PlanSection, 1);
          section->kind = line->section_kind;
          section->header = line;
          section->lines = (PlanLine *const *) lines->pdata + i + 1;
          g_ptr_array_add (sections, section);
        }
      else if (section != NULL)
        section->n_lines++;
    }
  return sections;
}

const PlanLine *
plan_section_line (const PlanSection *self,
                   const char        *key)
{
  for (guint i = 0; i < self->n_lines; i++)
    {
      const PlanLine *line = self->lines[i];
      if (line->kind == PLAN_LINE_KEY && line->value[0] != '\0' && strcmp (line->key, key) == 0)
        return line;
    }
  return NULL;
}

const char *
plan_section_text (const PlanSection *self,
                   const char        *key)
{
  const PlanLine *line = plan_section_line (self, key);
  return line != NULL ? line->value : plan_find_key (self->kind, key)->default_value;
}

/* The value was checked when its line was read, the default by a test. */
double
plan_section_number (const PlanSection *self,
                     const char        *key)
{
  double number = 0;
  gboolean is_number = plan_parse_number (plan_section_text (self, key), &number);
  g_assert (is_number);
  return number;
}

guint64
plan_section_integer (const PlanSection *self,
                      const char        *key)
{
  guint64 integer = 0;
  gboolean is_integer = plan_parse_integer (plan_section_text (self, key), &integer);
  g_assert (is_integer);
  return integer;
}

char **
plan_section_list (const PlanSection  *self,
                   const char         *key,
                   GError            **error)
{
  const char *text = plan_section_text (self, key);
  g_auto (GStrv) items = plan_split (text != NULL ? text : "", ';', FALSE);
  const PlanLine *line = plan_section_line (self, key);
  if (line != NULL && !plan_check_items (items, line, error))
    return NULL;
  return g_steal_pointer (&items);
}
