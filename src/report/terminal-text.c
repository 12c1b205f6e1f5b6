/* terminal-text.c: text that a terminal may be given.
 *
 * Width is that of most terminals: g_unichar_iswide() and g_unichar_iszerowidth() (Unicode 14 in GLib 2.74). A chain
 * of emoji joined by U+200D is counted as its parts: too wide rather than too narrow, so that a table may get a gap
 * but never loses its column.
 */
#include "terminal-text-private.h"

#include <string.h>

#define ZWNJ 0x200c /* joins and unjoins letters in Persian and emoji: the only format characters let through */
#define ZWJ 0x200d

static gboolean
is_harmless (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return FALSE;
    case G_UNICODE_FORMAT: /* direction overrides, zero width space, soft hyphen, tags, ... */
      return c == ZWNJ || c == ZWJ;
    default:
      return TRUE;
    }
}

static void
append_shown (GString *out,
              gunichar c)
{
  if (c == '\n')
    g_string_append (out, "\\n");
  else if (c == '\t')
    g_string_append (out, "\\t");
  else if (c == '\r')
    g_string_append (out, "\\r");
  else if (c < 0x80)
    g_string_append_printf (out, "\\x%02x", (guint) c);
  else
    g_string_append_printf (out, "\\u{%x}", (guint) c);
}

char *
assay_text_safe (const char *text,
                 gboolean    is_utf8)
{
  GString *out = g_string_sized_new (strlen (text));

  for (const char *at = text; *at != '\0';)
    {
      gunichar c = g_utf8_get_char_validated (at, -1);

      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          g_string_append_printf (out, "\\x%02x", (guchar) *at++);
          continue;
        }
      if (is_harmless (c) && (is_utf8 || c < 0x80))
        g_string_append_unichar (out, c);
      else
        append_shown (out, c);
      at = g_utf8_next_char (at);
    }
  return g_string_free (out, FALSE);
}

static guint
char_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

guint
assay_text_width (const char *safe)
{
  guint width = 0;

  for (const char *at = safe; *at != '\0'; at = g_utf8_next_char (at))
    width += char_width (g_utf8_get_char (at));
  return width;
}

/* The end of the longest beginning of at most `width` cells; marks stay with their letter. */
static const char *
head_end (const char *safe,
          guint       width)
{
  guint used = 0;

  for (const char *at = safe;; at = g_utf8_next_char (at))
    {
      if (*at == '\0')
        return at;
      used += char_width (g_utf8_get_char (at));
      if (used > width)
        return at;
    }
}

/* The start of the longest end of at most `width` cells; it does not begin with a mark that has lost its letter. */
static const char *
tail_start (const char *safe,
            guint       width)
{
  const char *at = safe + strlen (safe), *start = at;
  guint       used = 0;

  while (at > safe)
    {
      at = g_utf8_prev_char (at);
      guint cells = char_width (g_utf8_get_char (at));
      used += cells;
      if (used > width)
        break;
      if (cells > 0)
        start = at;
    }
  return start;
}

static const char *
ellipsis (gboolean is_utf8)
{
  return is_utf8 ? "\xe2\x80\xa6" : "..";
}

char *
assay_text_middle (const char *safe,
                   guint       width,
                   gboolean    is_utf8)
{
  guint dots = is_utf8 ? 1 : 2;

  if (assay_text_width (safe) <= width)
    return g_strdup (safe);
  if (width <= dots + 1)
    return g_strndup (safe, head_end (safe, width) - safe);

  /* "occ..Other service": the end of column=value says more than its beginning */
  const char      *end = head_end (safe, MAX ((width - dots) / 3, 1));
  g_autofree char *head = g_strndup (safe, end - safe);
  return g_strconcat (head, ellipsis (is_utf8), tail_start (end, width - dots - assay_text_width (head)), NULL);
}

char *
assay_text_end (const char *safe,
                guint       width,
                gboolean    is_utf8)
{
  guint dots = is_utf8 ? 1 : 2;

  if (assay_text_width (safe) <= width)
    return g_strdup (safe);
  if (width <= dots)
    return g_strndup (safe, head_end (safe, width) - safe);

  g_autofree char *head = g_strndup (safe, head_end (safe, width - dots) - safe);
  return g_strconcat (g_strchomp (head), ellipsis (is_utf8), NULL);
}

/* Where a line of at most `width` cells ends: at its last space, else in the middle of the word. */
static const char *
line_end (const char *at,
          guint       width)
{
  const char *end = head_end (at, MAX (width, 2));

  if (*end == '\0')
    return end;
  for (const char *space = end; space > at; space--)
    if (*space == ' ')
      return space;
  return end;
}

char **
assay_text_wrap (const char *safe,
                 guint       first,
                 guint       width)
{
  GPtrArray *lines = g_ptr_array_new ();

  for (const char *at = safe; *at != '\0';)
    {
      const char *end = line_end (at, lines->len == 0 ? first : width);

      g_ptr_array_add (lines, g_strndup (at, end - at));
      for (at = end; *at == ' ';)
        at++;
    }
  if (lines->len == 0)
    g_ptr_array_add (lines, g_strdup (""));
  g_ptr_array_add (lines, NULL);
  return (char **) g_ptr_array_free (lines, FALSE);
}
