/* plan-value.c: what can be said of a value by its key's row in the table alone. */
#include "plan-private.h"

#include <math.h>
#include <string.h>

/* Decimal only: no infinity, no hexadecimal, no blanks, and a point whatever the locale. */
gboolean
plan_parse_number (const char *text,
                   double     *value)
{
  char *end;
  if (text[0] == '\0' || strspn (text, "+-.0123456789eE") != strlen (text))
    return FALSE;
  double number = g_ascii_strtod (text, &end);
  if (*end != '\0' || !isfinite (number))
    return FALSE;
  *value = number;
  return TRUE;
}

gboolean
plan_parse_integer (const char *text,
                    guint64    *value)
{
  return g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, value, NULL);
}

char **
plan_split (const char *text,
            char        separator,
            gboolean    keeps_empty)
{
  GPtrArray *items = g_ptr_array_new ();
  for (const char *end = text; *end != '\0'; text = end + 1)
    {
      end = strchrnul (text, separator);
      g_autofree char *item = g_strstrip (g_strndup (text, end - text));
      if (keeps_empty || item[0] != '\0')
        g_ptr_array_add (items, g_steal_pointer (&item));
    }
  g_ptr_array_add (items, NULL);
  return (char **) g_ptr_array_free (items, FALSE);
}

gboolean
plan_check_items (char *const     *items,
                  const PlanLine  *where,
                  GError         **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; items[i] != NULL; i++)
    {
      if (i == ASSAY_PLAN_MAX_ITEMS)
        return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where, "%s has more than %d items",
                          plan_quote (where->key).text, ASSAY_PLAN_MAX_ITEMS);
      if (!g_hash_table_add (seen, items[i]))
        return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, where, "%s names %s twice; remove one",
                          plan_quote (where->key).text, plan_quote (items[i]).text);
    }
  return TRUE;
}

static gboolean
check_later (const PlanLine  *line,
             GError         **error)
{
  if (!line->known->is_later || g_strcmp0 (line->value, line->known->default_value) == 0)
    return TRUE;
  return plan_fail (error, ASSAY_PLAN_ERROR_LATER, line,
                    "key %s is not acted on by this version of Assay; remove it, or leave its value empty",
                    plan_quote (line->key).text);
}

static gboolean
is_in_range (const AssayPlanKey *key,
             double              number)
{
  if (key->least == 0 && key->most == 0)
    return TRUE;
  if (key->is_open)
    return number > key->least && number < key->most;
  return number >= key->least && number <= key->most;
}

static gboolean
check_number (const PlanLine  *line,
              GError         **error)
{
  const AssayPlanKey *key = line->known;
  gboolean is_integer = key->type == ASSAY_KEY_INTEGER;
  double number = 0;
  guint64 integer = 0;
  gboolean is_number = is_integer ? plan_parse_integer (line->value, &integer)
                                  : plan_parse_number (line->value, &number);
  if (is_number && is_in_range (key, is_integer ? (double) integer : number))
    return TRUE;

  const char *kind = is_integer ? "a whole number" : "a number";
  g_autofree char *range = NULL;
  if (key->least == 0 && key->most == 0)
    range = g_strdup (is_integer ? " from 0 to 18446744073709551615" : ", such as 0.95");
  else
    range = g_strdup_printf (key->is_open ? " above %.15g and below %.15g" : " from %.15g to %.15g",
                             key->least, key->most);
  return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "%s is %s; expected %s%s", plan_quote (line->key).text,
                    plan_quote (line->value).text, kind, range);
}

static gboolean
has_choice (const char *choices,
            const char *value)
{
  g_auto (GStrv) list = g_strsplit (choices != NULL ? choices : "", "|", -1);
  return g_strv_contains ((const char *const *) list, value);
}

static gboolean
check_choice (const PlanLine  *line,
              GError         **error)
{
  if (has_choice (line->known->choices, line->value))
    return TRUE;
  if (has_choice (line->known->later_choices, line->value))
    return plan_fail (error, ASSAY_PLAN_ERROR_LATER, line,
                      "%s=%s is not acted on by this version of Assay; it knows %s", line->key, line->value,
                      line->known->choices);
  g_auto (GStrv) list = g_strsplit (line->known->choices, "|", -1);
  g_autofree char *hint = plan_hint (line->value, (const char *const *) list, g_strv_length (list), "choices");
  return plan_fail (error, ASSAY_PLAN_ERROR_UNKNOWN, line, "%s is %s; %s", plan_quote (line->key).text,
                    plan_quote (line->value).text, hint);
}

gboolean
plan_check_value (const PlanLine  *line,
                  GError         **error)
{
  if (line->value[0] == '\0')
    return TRUE;
  if (!check_later (line, error))
    return FALSE;
  switch (line->known->type)
    {
    case ASSAY_KEY_INTEGER:
    case ASSAY_KEY_NUMBER:
      return check_number (line, error);
    case ASSAY_KEY_CHOICE:
      return check_choice (line, error);
    case ASSAY_KEY_TEXT:
    case ASSAY_KEY_LIST:
      break;
    }
  return TRUE;
}
