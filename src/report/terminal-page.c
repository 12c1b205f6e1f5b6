/* terminal-page.c: what a terminal is to show, as it grows. */
#include "terminal-page-private.h"

#include <string.h>

#define LEAST_WIDTH 60  /* below that a table has no room: lines are then longer than the terminal */
#define MOST_WIDTH 160

/* Nobody knows whether a terminal is dark or light: colours that reach 4:1 on both (xterm's 256). */
static const char *const inks[] = {
  [ASSAY_INK_PLAIN] = NULL,
  [ASSAY_INK_DIM] = "\033[38;5;244m",
  [ASSAY_INK_BOLD] = "\033[1m",
  [ASSAY_INK_FAIL] = "\033[1;38;5;166m",
  [ASSAY_INK_UNDECIDED] = "\033[38;5;32m",
  [ASSAY_INK_PASS] = "\033[38;5;29m",
};

AssayPage
assay_page_new (const AssayTerminalOptions *options)
{
  static const AssayTerminalOptions none = { 0 };

  if (options == NULL)
    options = &none;
  guint width = options->n_columns == 0 ? 80 : CLAMP (options->n_columns, LEAST_WIDTH, MOST_WIDTH);
  return (AssayPage) { g_string_sized_new (4096), width, options->has_color, options->is_utf8, options->most };
}

char *
assay_page_finish (AssayPage *self)
{
  return g_string_free (g_steal_pointer (&self->out), FALSE);
}

char *
assay_page_safe (const AssayPage *self,
                 const char      *raw)
{
  return assay_text_safe (raw, self->is_utf8);
}

void
assay_ink_append (GString    *out,
                  gboolean    has_color,
                  AssayInk    ink,
                  const char *text)
{
  if (!has_color || inks[ink] == NULL || text[0] == '\0')
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_printf (out, "%s%s\033[0m", inks[ink], text);
}

void
assay_page_add (AssayPage  *self,
                AssayInk    ink,
                const char *text)
{
  assay_ink_append (self->out, self->has_color, ink, text);
}

void
assay_page_spaces (AssayPage *self,
                   guint      n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_c (self->out, ' ');
}

void
assay_page_end_line (AssayPage *self)
{
  while (self->out->len > 0 && self->out->str[self->out->len - 1] == ' ')
    g_string_truncate (self->out, self->out->len - 1);
  g_string_append_c (self->out, '\n');
}

void
assay_page_heading (AssayPage  *self,
                    const char *text)
{
  g_auto (GStrv) lines = assay_text_wrap (text, self->width, self->width);

  if (self->out->len > 0)
    assay_page_end_line (self);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      assay_page_add (self, ASSAY_INK_BOLD, lines[i]);
      assay_page_end_line (self);
    }
}

void
assay_page_entry (AssayPage  *self,
                  const char *word,
                  guint       indent,
                  AssayInk    ink,
                  const char *text)
{
  g_auto (GStrv) lines = assay_text_wrap (text, self->width - indent, self->width - indent);

  assay_page_spaces (self, 2);
  assay_page_add (self, ASSAY_INK_DIM, word);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      assay_page_spaces (self, i > 0 ? indent : indent - 2 - MIN (assay_text_width (word), indent - 2));
      assay_page_add (self, ink, lines[i]);
      assay_page_end_line (self);
    }
}

void
assay_page_items (AssayPage       *self,
                  const char      *word,
                  guint            indent,
                  const GPtrArray *items)
{
  const char         *separator = assay_page_separator (self);
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const char *item = items->pdata[i];
      guint       used = assay_text_width (line->str) + assay_text_width (separator) + assay_text_width (item);

      if (line->len > 0 && used > self->width - indent)
        {
          assay_page_entry (self, word, indent, ASSAY_INK_PLAIN, line->str);
          g_string_truncate (line, 0);
          word = "";
        }
      g_string_append_printf (line, "%s%s", line->len > 0 ? separator : "", item);
    }
  if (line->len > 0)
    assay_page_entry (self, word, indent, ASSAY_INK_PLAIN, line->str);
}

#define GAP 2
#define LEAST_TEXT 24

void
assay_page_spread (AssayPage  *self,
                   AssayInk    text_ink,
                   const char *text,
                   const char *tail,
                   AssayInk    right_ink,
                   const char *right,
                   guint       used)
{
  guint            room = self->width - used;
  g_autofree char *last = assay_text_end (right, room - LEAST_TEXT - GAP, self->is_utf8);
  guint            left = room - assay_text_width (last) - GAP;
  g_autofree char *first = assay_text_end (text, left, self->is_utf8);

  left -= assay_text_width (first);
  assay_page_add (self, text_ink, first);
  if (tail != NULL && tail[0] != '\0' && left >= GAP + assay_text_width (tail))
    {
      assay_page_spaces (self, GAP);
      assay_page_add (self, ASSAY_INK_DIM, tail);
      left -= GAP + assay_text_width (tail);
    }
  assay_page_spaces (self, left + GAP);
  assay_page_add (self, right_ink, last);
  assay_page_end_line (self);
}

guint
assay_page_n_lines (const AssayPage *self)
{
  guint n = 0;

  for (gsize i = 0; i < self->out->len; i++)
    n += self->out->str[i] == '\n';
  return n;
}

void
assay_page_paragraph (AssayPage  *self,
                      guint       indent,
                      AssayInk    ink,
                      const char *text)
{
  g_auto (GStrv) lines = assay_text_wrap (text, self->width - indent, self->width - indent);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      assay_page_spaces (self, indent);
      assay_page_add (self, ink, lines[i]);
      assay_page_end_line (self);
    }
}

const char *
assay_page_mark (const AssayPage *self,
                 AssayVerdict     verdict)
{
  static const char *const marks[] = { "\xc2\xb7", "\xe2\x9c\x93", "\xe2\x9c\x97", "\xe2\x97\x8b" }; /* · ✓ ✗ ○ */
  static const char *const plain[] = { "-", "+", "x", "?" };

  return (self->is_utf8 ? marks : plain)[verdict];
}

AssayInk
assay_verdict_ink (AssayVerdict verdict)
{
  static const AssayInk of[] = { ASSAY_INK_DIM, ASSAY_INK_PASS, ASSAY_INK_FAIL, ASSAY_INK_UNDECIDED };

  return of[verdict];
}

const char *
assay_page_separator (const AssayPage *self)
{
  return self->is_utf8 ? " \xc2\xb7 " : ", ";
}
