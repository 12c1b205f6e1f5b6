/* plan-compare.c: whether two plans ask the same, so that their audits may be added.
 *
 * The same are plans with the same values for the same keys and the same named sections in the same order; comments,
 * blanks, the order of keys, empty values and defaults written out make no difference. Left out is what says which
 * rows were read, what the audit is called (shards and days differ in these) or what may count, and edges-from=: the
 * edges themselves are compared.
 */
#include "plan-private.h"

#include <string.h>

static const struct { const char *section, *key; } not_compared[] = {
  { "audit", "title" }, { "audit", "code-version" }, { "audit", "fallback" }, { "data", "files" },
  { "slices", "edges-from" },
};

static gboolean
is_compared (const char *section,
             const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (not_compared); i++)
    if (strcmp (not_compared[i].section, section) == 0 && strcmp (not_compared[i].key, key) == 0)
      return FALSE;
  return TRUE;
}

static const char *
section_text (const PlanSection *self)
{
  return self->header->section;
}

/* (nullable) */
static const PlanSection *
find_section (GPtrArray  *sections,
              const char *text)
{
  for (guint i = 0; i < sections->len; i++)
    if (strcmp (section_text (sections->pdata[i]), text) == 0)
      return sections->pdata[i];
  return NULL;
}

/* (transfer full) A value as it is compared: a list's items without the blanks around them. */
static char *
value_of (const PlanSection  *section, /* (nullable) */
          const AssayPlanKey *known,
          const char         *key)
{
  const char *text = section != NULL ? plan_section_text (section, key) : known->default_value;
  if (text == NULL || known->type != ASSAY_KEY_LIST)
    return g_strdup (text);
  g_auto (GStrv) items = plan_split (text, ';', FALSE);
  return g_strjoinv (";", items);
}

/* "is 30", "is not there": (transfer full) */
static char *
describe_value (const char *value)
{
  return value != NULL ? g_strdup_printf ("is %s", plan_quote (value).text) : g_strdup ("is not there");
}

/* Each key of left in right; right may have more. (transfer full) (nullable) */
static char *
compare_keys (const PlanSection *left,
              const char        *left_name,
              const PlanSection *right,  /* (nullable) */
              const char        *right_name)
{
  for (guint i = 0; i < left->n_lines; i++)
    {
      const PlanLine *line = left->lines[i];
      if (line->kind != PLAN_LINE_KEY || !is_compared (section_text (left), line->key))
        continue;
      g_autofree char *a = value_of (left, line->known, line->key), *b = value_of (right, line->known, line->key);
      if (g_strcmp0 (a, b) == 0)
        continue;
      g_autofree char *in_a = describe_value (a), *in_b = describe_value (b);
      return g_strdup_printf ("%s= of [%s] %s in %s and %s in %s", line->key, section_text (left), in_a, left_name,
                              in_b, right_name);
    }
  return NULL;
}

static char *
compare_sections (GPtrArray  *left,
                  const char *left_name,
                  GPtrArray  *right,
                  const char *right_name)
{
  for (guint i = 0; i < left->len; i++)
    {
      const PlanSection *a = left->pdata[i], *b = find_section (right, section_text (a));
      if (b == NULL && a->kind->is_named)
        return g_strdup_printf ("[%s] is in %s and not in %s", section_text (a), left_name, right_name);
      char *difference = compare_keys (a, left_name, b, right_name);
      if (difference != NULL)
        return difference;
    }
  return NULL;
}

/* (nullable) The next named section of a kind, from position *at on. */
static const PlanSection *
next_named (GPtrArray  *sections,
            const char *word,
            guint      *at)
{
  while (*at < sections->len)
    {
      const PlanSection *section = sections->pdata[(*at)++];
      if (section->kind->is_named && strcmp (section->kind->word, word) == 0)
        return section;
    }
  return NULL;
}

static gboolean
is_first_of_kind (GPtrArray *sections,
                  guint      at)
{
  const PlanSectionKind *kind = ((const PlanSection *) sections->pdata[at])->kind;

  for (guint i = 0; i < at; i++)
    if (((const PlanSection *) sections->pdata[i])->kind == kind)
      return FALSE;
  return TRUE;
}

/* The same sections are in both; slices and checks stand in a report in their order. */
static char *
compare_order (GPtrArray  *left,
               const char *left_name,
               GPtrArray  *right,
               const char *right_name)
{
  for (guint i = 0; i < left->len; i++)
    {
      const char *word = ((const PlanSection *) left->pdata[i])->kind->word;
      const PlanSection *a, *b;
      if (!is_first_of_kind (left, i))
        continue;
      for (guint at_left = i, at_right = 0; (a = next_named (left, word, &at_left)) != NULL;)
        if ((b = next_named (right, word, &at_right)) != NULL && strcmp (section_text (a), section_text (b)) != 0)
          return g_strdup_printf ("the order of sections: where %s has [%s], %s has [%s]", left_name, section_text (a),
                                  right_name, section_text (b));
    }
  return NULL;
}

char *
assay_plan_difference (const AssayPlan *left,
                       const char      *left_name,
                       const AssayPlan *right,
                       const char      *right_name)
{
  g_return_val_if_fail (left != NULL && right != NULL, NULL);

  g_autoptr (GPtrArray) a = plan_sections (left->lines), b = plan_sections (right->lines);
  char *difference = compare_sections (a, left_name, b, right_name);
  if (difference == NULL)
    difference = compare_sections (b, right_name, a, left_name);
  return difference != NULL ? difference : compare_order (a, left_name, b, right_name);
}
