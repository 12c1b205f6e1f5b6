/* short-name.c: both ends of a name tell it from others. */
#include "short-name.h"

#include "report/phrases.h"

char *
assay_short_name (const char *name,
                  guint       most)
{
  char *safe = assay_phrase_safe (name);
  const glong n = g_utf8_strlen (safe, -1);

  if (n <= (glong) most)
    return safe;
  const glong first = (most - 1) * 2 / 3, last = (glong) most - 1 - first;
  g_autofree char *head = g_utf8_substring (safe, 0, first), *tail = g_utf8_substring (safe, n - last, n);
  g_free (safe);
  return g_strconcat (g_strchomp (head), "\xe2\x80\xa6", g_strchug (tail), NULL);
}
