/* plan-message.c: how messages about a plan are put: where, what was found, what there is instead. */
#include "plan-private.h"

#include <string.h>

#define MAX_QUOTED 56 /* characters, at most 4 bytes each: fits PlanQuote */
#define MAX_LISTED 200 /* bytes of a list of names */

G_DEFINE_QUARK (assay-plan-error-quark, assay_plan_error)

char *
plan_where_text (const PlanLine *where)
{
  if (where->number > 0)
    return g_strdup_printf ("%s:%u", where->origin, where->number);
  return g_strdup_printf ("%s%s", where->origin[0] == '-' ? "option " : "", where->origin);
}

gboolean
plan_fail (GError         **error,
           AssayPlanError   code,
           const PlanLine  *where,
           const char      *format,
           ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_autofree char *prefix = plan_where_text (where);
  g_set_error (error, ASSAY_PLAN_ERROR, code, "%s: %s", prefix, message);
  return FALSE;
}

/* Bytes of the text's first characters. */
static int
cut_length (const char *text)
{
  const char *end = text;
  for (guint n = 0; *end != '\0' && n < MAX_QUOTED; n++)
    end = g_utf8_next_char (end);
  return end - text;
}

PlanQuote
plan_quote (const char *text)
{
  PlanQuote quote;
  int length = cut_length (text);
  g_snprintf (quote.text, sizeof quote.text, "'%.*s%s'", length, text, text[length] == '\0' ? "" : "...");
  return quote;
}

char *
plan_hint (const char        *name,
           const char *const *names,
           guint              n_names,
           const char        *what)
{
  const char *near = assay_plan_nearest (name, names, n_names);
  if (near != NULL)
    return g_strdup_printf ("did you mean %s?", plan_quote (near).text);
  if (n_names == 0)
    return g_strdup_printf ("there are no %s", what);

  GString *hint = g_string_new (what);
  guint n_listed = 0;
  while (n_listed < n_names && (n_listed == 0 || hint->len + strlen (names[n_listed]) < MAX_LISTED))
    {
      int length = cut_length (names[n_listed]);
      g_string_append_printf (hint, "%s%.*s%s", n_listed == 0 ? " are: " : ", ", length, names[n_listed],
                              names[n_listed][length] == '\0' ? "" : "...");
      n_listed++;
    }
  if (n_listed < n_names)
    g_string_append_printf (hint, ", ... (%u in all)", n_names);
  return g_string_free (hint, FALSE);
}
