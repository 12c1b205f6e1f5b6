/* terminal-table.c: rows and columns that fit a page's width. */
#include "terminal-table-private.h"

#include <string.h>

#define INDENT 2
#define GAP 2
#define LEAST_TAIL 10 /* cells: less of a tail says nothing */

typedef struct
{
  AssayInk ink;
  char    *text, *tail; /* tail (nullable) */
  gboolean is_drawn;
  gboolean is_line;     /* the first cell of a row that has no others */
} Cell;

struct _AssayTextTable
{
  guint             n_columns;
  AssayTextColumn *columns;
  char            **drawn_titles; /* (nullable) each */
  guint            *widths;
  gboolean         *is_out, *is_blank;
  GArray           *cells;        /* of Cell, n_columns a row */
};

static void
cell_clear (gpointer data)
{
  Cell *cell = data;

  g_free (cell->text);
  g_free (cell->tail);
}

AssayTextTable *
assay_text_table_new (const AssayTextColumn *columns,
                      guint                  n_columns)
{
  AssayTextTable *self = g_new0 (AssayTextTable, 1);

  self->n_columns = n_columns;
  self->columns = g_memdup2 (columns, n_columns * sizeof *columns);
  self->drawn_titles = g_new0 (char *, n_columns + 1);
  self->widths = g_new0 (guint, n_columns);
  self->is_out = g_new0 (gboolean, n_columns);
  self->is_blank = g_new0 (gboolean, n_columns);
  self->cells = g_array_new (FALSE, TRUE, sizeof (Cell));
  g_array_set_clear_func (self->cells, cell_clear);
  return self;
}

void
assay_text_table_free (AssayTextTable *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_columns; i++)
    g_free (self->drawn_titles[i]);
  g_free (self->drawn_titles);
  g_free (self->columns);
  g_free (self->widths);
  g_free (self->is_out);
  g_free (self->is_blank);
  g_array_unref (self->cells);
  g_free (self);
}

static void
add_cell (AssayTextTable *self,
          Cell            cell)
{
  if (cell.text == NULL)
    cell.text = g_strdup ("");
  g_array_append_val (self->cells, cell);
}

void
assay_text_table_add (AssayTextTable *self,
                      AssayInk        ink,
                      char           *text)
{
  add_cell (self, (Cell) { .ink = ink, .text = text });
}

void
assay_text_table_add_tail (AssayTextTable *self,
                           AssayInk        ink,
                           char           *text,
                           char           *tail)
{
  add_cell (self, (Cell) { .ink = ink, .text = text, .tail = tail });
}

void
assay_text_table_add_line (AssayTextTable *self,
                           AssayInk        ink,
                           char           *text)
{
  g_assert (self->cells->len % self->n_columns == 0);
  add_cell (self, (Cell) { .ink = ink, .text = text, .is_line = TRUE });
  for (guint i = 1; i < self->n_columns; i++)
    add_cell (self, (Cell) { .ink = ink });
}

/* --- widths ------------------------------------------------------------------------------------------------- */

static Cell *
cell_at (const AssayTextTable *self,
         guint                 row,
         guint                 column)
{
  return &g_array_index (self->cells, Cell, row * self->n_columns + column);
}

static guint
natural_width (const AssayTextTable *self,
               guint                 column)
{
  guint width = assay_text_width (self->columns[column].title);

  if (self->columns[column].fills)
    return self->columns[column].least;
  for (guint row = 0; row < self->cells->len / self->n_columns; row++)
    {
      const Cell *cell = cell_at (self, row, column);

      if (!cell->is_line)
        width = MAX (width, assay_text_width (cell->text));
    }
  return width;
}

static guint
total_width (const AssayTextTable *self)
{
  guint total = INDENT, n = 0;

  for (guint i = 0; i < self->n_columns; i++)
    if (!self->is_out[i])
      {
        total += self->widths[i];
        n++;
      }
  return total + (n > 0 ? (n - 1) * GAP : 0);
}

/* The widest column that may be shrunk still, -1 when there is none. */
static int
find_shrinkable (const AssayTextTable *self)
{
  int widest = -1;

  for (guint i = 0; i < self->n_columns; i++)
    {
      const AssayTextColumn *column = &self->columns[i];

      if (!self->is_out[i] && !column->fills && column->least > 0 && self->widths[i] > column->least
          && (widest < 0 || self->widths[i] > self->widths[widest]))
        widest = i;
    }
  return widest;
}

/* A column of which no row has anything is not worth its title. */
static gboolean
is_blank (const AssayTextTable *self,
          guint                 column)
{
  guint n_rows = self->cells->len / self->n_columns;

  for (guint row = 0; row < n_rows; row++)
    {
      const Cell *cell = cell_at (self, row, column);

      if (cell->text[0] != '\0' || cell->tail != NULL)
        return FALSE;
    }
  return n_rows > 0 && !self->columns[column].fills;
}

/* Of columns with the same rank the last one. */
static int
find_least_wanted (const AssayTextTable *self)
{
  int least = -1;

  for (guint i = 0; i < self->n_columns; i++)
    if (!self->is_out[i] && self->columns[i].rank > 0
        && (least < 0 || self->columns[i].rank >= self->columns[least].rank))
      least = i;
  return least;
}

static void
shrink (AssayTextTable *self,
        guint           width)
{
  int column;

  while (total_width (self) > width && (column = find_shrinkable (self)) >= 0)
    self->widths[column]--;
}

/* Cells that a column's texts and tails would take. */
static guint
tail_width (const AssayTextTable *self,
            guint                 column)
{
  guint width = 0;

  for (guint row = 0; row < self->cells->len / self->n_columns; row++)
    {
      const Cell *cell = cell_at (self, row, column);

      if (cell->tail != NULL)
        width = MAX (width, assay_text_width (cell->text) + GAP + assay_text_width (cell->tail));
    }
  return width;
}

/* What is left goes to tails; a chart then takes the rest. */
static void
fill (AssayTextTable *self,
      guint           width)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      guint total = total_width (self), wanted = tail_width (self, i);

      if (!self->is_out[i] && total < width && wanted > self->widths[i])
        self->widths[i] += MIN (wanted - self->widths[i], width - total);
    }
  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i].fills && !self->is_out[i] && total_width (self) < width)
      self->widths[i] += width - total_width (self);
}

void
assay_text_table_fit (AssayTextTable  *self,
                      const AssayPage *page)
{
  int least_wanted;

  g_assert (self->cells->len % self->n_columns == 0);
  g_autofree guint *natural = g_new (guint, self->n_columns);
  for (guint i = 0; i < self->n_columns; i++)
    {
      natural[i] = natural_width (self, i);
      self->is_out[i] = self->is_blank[i] = is_blank (self, i);
    }
  for (;;)
    {
      memcpy (self->widths, natural, self->n_columns * sizeof *natural);
      shrink (self, page->width);
      if (total_width (self) <= page->width || (least_wanted = find_least_wanted (self)) < 0)
        break;
      self->is_out[least_wanted] = TRUE;
    }
  fill (self, page->width);
}

guint
assay_text_table_width (const AssayTextTable *self,
                        guint                 column)
{
  return self->is_out[column] ? 0 : self->widths[column];
}

guint
assay_text_table_left_out (const AssayTextTable *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_columns; i++)
    n += self->is_out[i] && !self->is_blank[i];
  return n;
}

void
assay_text_table_draw (AssayTextTable *self,
                       int             row,
                       guint           column,
                       char           *drawn)
{
  if (row < 0)
    {
      g_free (self->drawn_titles[column]);
      self->drawn_titles[column] = drawn;
      return;
    }
  Cell *cell = cell_at (self, row, column);
  g_free (cell->text);
  cell->text = drawn;
  cell->is_drawn = TRUE;
}

/* --- printing ----------------------------------------------------------------------------------------------- */

static void
print_text (AssayTextTable *self,
            AssayPage      *page,
            guint           column,
            const Cell     *cell)
{
  guint            width = self->widths[column];
  gboolean         is_right = self->columns[column].is_right;
  g_autofree char *text = assay_text_middle (cell->text, width, page->is_utf8);
  guint            used = assay_text_width (text), gap = used > 0 ? GAP : 0;

  if (is_right)
    assay_page_spaces (page, width - used);
  assay_page_add (page, cell->ink, text);
  if (cell->tail != NULL && used + gap + LEAST_TAIL <= width)
    {
      g_autofree char *tail = assay_text_end (cell->tail, width - used - gap, page->is_utf8);

      assay_page_spaces (page, gap);
      assay_page_add (page, ASSAY_INK_DIM, tail);
      used += gap + assay_text_width (tail);
    }
  if (!is_right)
    assay_page_spaces (page, width - used);
}

static void
print_cell (AssayTextTable *self,
            AssayPage      *page,
            guint           column,
            const Cell     *cell)
{
  if (cell->is_drawn)
    g_string_append (page->out, cell->text);
  else
    print_text (self, page, column, cell);
}

static void
print_row (AssayTextTable *self,
           AssayPage      *page,
           guint           row)
{
  if (cell_at (self, row, 0)->is_line)
    {
      const Cell      *cell = cell_at (self, row, 0);
      g_autofree char *text = assay_text_end (cell->text, page->width - INDENT, page->is_utf8);

      assay_page_spaces (page, INDENT);
      assay_page_add (page, cell->ink, text);
      assay_page_end_line (page);
      return;
    }
  assay_page_spaces (page, INDENT);
  for (guint i = 0, is_first = TRUE; i < self->n_columns; i++)
    if (!self->is_out[i])
      {
        assay_page_spaces (page, is_first ? 0 : GAP);
        print_cell (self, page, i, cell_at (self, row, i));
        is_first = FALSE;
      }
  assay_page_end_line (page);
}

static void
print_titles (AssayTextTable *self,
              AssayPage      *page)
{
  gboolean is_titled = FALSE;

  for (guint i = 0; i < self->n_columns; i++)
    is_titled = is_titled || self->columns[i].title[0] != '\0' || self->drawn_titles[i] != NULL;
  if (!is_titled)
    return;
  assay_page_spaces (page, INDENT);
  for (guint i = 0, is_first = TRUE; i < self->n_columns; i++)
    if (!self->is_out[i])
      {
        const char *drawn = self->drawn_titles[i];
        Cell        cell = { ASSAY_INK_DIM, (char *) (drawn != NULL ? drawn : self->columns[i].title), NULL,
                             drawn != NULL, FALSE };

        assay_page_spaces (page, is_first ? 0 : GAP);
        print_cell (self, page, i, &cell);
        is_first = FALSE;
      }
  assay_page_end_line (page);
}

void
assay_text_table_print (AssayTextTable *self,
                        AssayPage      *page)
{
  print_titles (self, page);
  for (guint row = 0; row < self->cells->len / self->n_columns; row++)
    print_row (self, page, row);
}
