#include "cli/table.h"

#include "cli/terminal.h"

#define GAP 2        /* blanks between columns */
#define LEAST_CUT 8  /* columns are not cut below this */

struct _AssayTable
{
  guint      n_columns;
  gboolean  *to_right;
  GPtrArray *cells;     /* of char*, row by row, the heads first */
};

AssayTable *
assay_table_new (const char *const *heads, const gboolean *to_right, guint n_columns)
{
  AssayTable *self = g_new0 (AssayTable, 1);

  self->n_columns = n_columns;
  self->to_right = g_new0 (gboolean, n_columns + 1);
  for (guint i = 0; i < n_columns; i++)
    self->to_right[i] = to_right != NULL && to_right[i];
  self->cells = g_ptr_array_new_with_free_func (g_free);
  assay_table_add (self, heads);
  return self;
}

void
assay_table_add (AssayTable *self, const char *const *cells)
{
  for (guint i = 0; i < self->n_columns; i++)
    g_ptr_array_add (self->cells, assay_output_harmless (cells[i] != NULL ? cells[i] : "-", FALSE));
}

void
assay_table_free (AssayTable *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->cells);
  g_free (self->to_right);
  g_free (self);
}

/* --- widths ------------------------------------------------------------------------------------------------------ */

static guint
char_width (gunichar c)
{
  return g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
}

static guint
text_width (const char *text)
{
  guint width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    width += char_width (g_utf8_get_char (text));
  return width;
}

static guint *
natural_widths (const AssayTable *self)
{
  guint *widths = g_new0 (guint, self->n_columns + 1);

  for (guint i = 0; i < self->cells->len; i++)
    widths[i % self->n_columns] = MAX (widths[i % self->n_columns], text_width (self->cells->pdata[i]));
  return widths;
}

static guint
total_width (const guint *widths, guint n)
{
  guint total = n > 0 ? (n - 1) * GAP : 0;

  for (guint i = 0; i < n; i++)
    total += widths[i];
  return total;
}

/* Cuts the widest column again and again; drops the last one when nothing can be cut. Returns the columns left. */
static guint
fit (guint *widths, guint n, guint width)
{
  while (n > 1 && total_width (widths, n) > width)
    {
      guint widest = 0;

      for (guint i = 1; i < n; i++)
        if (widths[i] > widths[widest])
          widest = i;
      if (widths[widest] > LEAST_CUT)
        widths[widest]--;
      else
        n--;
    }
  if (n == 1)
    widths[0] = MIN (widths[0], width);
  return n;
}

/* --- text -------------------------------------------------------------------------------------------------------- */

static void
add_blanks (GString *text, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_c (text, ' ');
}

static void
add_cut (GString *text, const char *cell, guint width, gboolean is_utf8)
{
  guint used = 0;

  for (; *cell != '\0'; cell = g_utf8_next_char (cell))
    {
      gunichar c = g_utf8_get_char (cell);

      if (used + char_width (c) > width - 1)
        break;
      used += char_width (c);
      g_string_append_unichar (text, c);
    }
  g_string_append (text, is_utf8 ? "…" : "~");
  add_blanks (text, width - used - 1);
}

static void
add_cell (GString *text, const char *cell, guint width, gboolean to_right, gboolean is_utf8)
{
  guint wanted = text_width (cell);

  if (wanted > width)
    {
      add_cut (text, cell, width, is_utf8);
      return;
    }
  if (to_right)
    add_blanks (text, width - wanted);
  g_string_append (text, cell);
  if (!to_right)
    add_blanks (text, width - wanted);
}

char *
assay_table_text (const AssayTable *self, guint width, gboolean is_utf8, guint *n_hidden)
{
  g_autofree guint *widths = natural_widths (self);
  guint n = width > 0 ? fit (widths, self->n_columns, width) : self->n_columns;
  GString *text = g_string_new (NULL);

  for (guint row = 0; row < self->cells->len; row += self->n_columns)
    {
      for (guint i = 0; i < n; i++)
        {
          add_blanks (text, i > 0 ? GAP : 0);
          add_cell (text, self->cells->pdata[row + i], widths[i], self->to_right[i], is_utf8);
        }
      while (text->len > 0 && text->str[text->len - 1] == ' ')
        g_string_truncate (text, text->len - 1);
      g_string_append_c (text, '\n');
    }
  if (n_hidden != NULL)
    *n_hidden = self->n_columns - n;
  return g_string_free (text, FALSE);
}
