#include "cli/terminal.h"

#include "cli/commands.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static guint
terminal_width (void)
{
  const char *columns = g_getenv ("COLUMNS");
  struct winsize size = { 0 };
  guint64 n = 0;

  if (isatty (STDOUT_FILENO) && ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  if (columns != NULL && g_ascii_string_to_unsigned (columns, 10, 20, 1000, &n, NULL))
    return (guint) n;
  return 80;
}

static gboolean
is_dumb (void)
{
  const char *term = g_getenv ("TERM");

  return term == NULL || strcmp (term, "dumb") == 0;
}

AssayTerminalOptions
assay_terminal_options (void)
{
  const char *no_color = g_getenv ("NO_COLOR");
  gboolean wants_color = no_color == NULL || *no_color == '\0'; /* no-color.org: present and not empty */
  AssayTerminalOptions options = { .n_columns = terminal_width () };

  options.has_color = wants_color && isatty (STDOUT_FILENO) && !is_dumb ();
  options.is_utf8 = g_get_charset (NULL);
  return options;
}

guint
assay_terminal_table_width (void)
{
  return isatty (STDOUT_FILENO) ? terminal_width () : 0;
}

gboolean
assay_terminal_has_progress (void)
{
  return isatty (STDERR_FILENO) && !is_dumb ();
}

/* --- output ------------------------------------------------------------------------------------------------------ */

gboolean
assay_output_data (const char *data, GError **error)
{
  gsize length = strlen (data);

  if (fwrite (data, 1, length, stdout) == length && fflush (stdout) == 0)
    return TRUE;
  if (errno == EPIPE)
    return TRUE;
  g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_OUTPUT,
               "cannot write to standard output: %s", g_strerror (errno));
  return FALSE;
}

gboolean
assay_output_text (const char *text, GError **error)
{
  const char *charset;
  g_autofree char *converted = NULL;

  if (!g_get_charset (&charset))
    converted = g_convert_with_fallback (text, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  return assay_output_data (converted != NULL ? converted : text, error);
}

/* Characters that move the cursor, or turn or hide the text around them. */
static gboolean
is_harmful (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_FORMAT:
      return c != 0x200C && c != 0x200D; /* joiners are part of Persian, Hindi and emoji */
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return TRUE;
    default:
      return FALSE;
    }
}

char *
assay_output_harmless (const char *text, gboolean keep_lines)
{
  GString *safe = g_string_new (NULL);

  while (*text != '\0')
    {
      gunichar c = g_utf8_get_char_validated (text, -1);
      gboolean is_valid = c < (gunichar) -2;

      if (!is_valid)
        g_string_append_printf (safe, "\\x%02x", (guint8) *text);
      else if (!is_harmful (c) || (c == '\n' && keep_lines))
        g_string_append_unichar (safe, c);
      else
        g_string_append_printf (safe, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
      text = is_valid ? g_utf8_next_char (text) : text + 1;
    }
  return g_string_free (safe, FALSE);
}

void
assay_output_error (const char *message)
{
  g_autofree char *safe = assay_output_harmless (message, FALSE);
  const char *charset;
  g_autofree char *converted = NULL;

  if (!g_get_charset (&charset))
    converted = g_convert_with_fallback (safe, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  fprintf (stderr, "assay: %s\n", converted != NULL ? converted : safe);
}
