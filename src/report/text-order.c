/* text-order.c: names that are written from right to left, within text that runs from left to right.
 *
 * What stands beside such a name, a number or a bracket, is taken into its run by the bidirectional algorithm (UAX
 * 9):
 * "name, [12, 18)" would be seen as "(18 ,12] ,name". A left-to-right mark after each name ends the run there. A name
 * goes on over spaces, hyphens and digits of its own; ", ", "; " and what is between names end it.
 */
#include "terminal-text-private.h"

#include <string.h>

#define LEFT_TO_RIGHT_MARK "\xe2\x80\x8e"

/* Letters of Hebrew, Arabic and their neighbours, and those of the scripts that Unicode keeps the same ranges for. */
static gboolean
is_right_to_left (gunichar c)
{
  const gboolean is_in_range = (c >= 0x590 && c <= 0x8ff) || (c >= 0xfb1d && c <= 0xfdff)
                               || (c >= 0xfe70 && c <= 0xfeff)
                               || (c >= 0x10800 && c <= 0x10fff) || (c >= 0x1e800 && c <= 0x1efff);

  return is_in_range && (g_unichar_isalpha (c) || g_unichar_ismark (c));
}

/* Whether the run that ends at text goes on after what belongs to no direction. */
static gboolean
goes_on (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);

      if (is_right_to_left (c))
        return TRUE;
      if (g_unichar_isalpha (c) || ((*at == ',' || *at == ';' || *at == '=' || *at == ':') && at[1] == ' '))
        return FALSE;
    }
  return FALSE;
}

char *
assay_text_ordered (const char *safe)
{
  GString *text = g_string_sized_new (strlen (safe) + 3);

  for (const char *at = safe; *at != '\0'; at = g_utf8_next_char (at))
    {
      const char *after = g_utf8_next_char (at);

      g_string_append_len (text, at, after - at);
      if (is_right_to_left (g_utf8_get_char (at)) && !goes_on (after))
        g_string_append (text, LEFT_TO_RIGHT_MARK);
    }
  return g_string_free (text, FALSE);
}

char *
assay_text_unordered (const char *text)
{
  GString *bare = g_string_sized_new (strlen (text) + 1);
  gboolean is_after = FALSE;

  while (*text != '\0')
    {
      const gunichar c = g_utf8_get_char_validated (text, -1);
      const gboolean is_valid = c != (gunichar) -1 && c != (gunichar) -2;
      const char *next = is_valid ? g_utf8_next_char (text) : text + 1;

      if (!(is_after && g_str_has_prefix (text, LEFT_TO_RIGHT_MARK)))
        g_string_append_len (bare, text, next - text);
      is_after = is_valid && is_right_to_left (c);
      text = next;
    }
  return g_string_free (bare, FALSE);
}
