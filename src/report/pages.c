/* pages.c: a document onto pages: blocks one below the other, tables and figures broken or shortened where a page
 * ends.
 *
 * The last figure before a page break that can be shortened takes what height the page has left, so that page 1 stays
 * one page. Heads and page numbers are put on at the end, when the number of pages is known.
 */
#include "document.h"

#include "words/translate.h"

#include <math.h>
#include <string.h>

#define MARGIN 40.0
#define TOP 62.0     /* where blocks begin, under the running head */
#define BOTTOM 44.0  /* below them */
#define COLUMN_GAP 20.0
#define TABLE_PAD 8.0
#define FEW_ROWS 8   /* of a table: its pages are not broken between them */

static const AssayTextStyle style_title = { 17, ASSAY_WEIGHT_SEMIBOLD };
static const AssayTextStyle style_verdict = { 12, ASSAY_WEIGHT_SEMIBOLD };
static const AssayTextStyle style_section = { 13, ASSAY_WEIGHT_SEMIBOLD };
static const AssayTextStyle style_heading = { 10, ASSAY_WEIGHT_SEMIBOLD };
static const AssayTextStyle style_text = { 8, ASSAY_WEIGHT_REGULAR };
static const AssayTextStyle style_table = { 7.4, ASSAY_WEIGHT_REGULAR };
static const AssayTextStyle style_strong = { 7.4, ASSAY_WEIGHT_SEMIBOLD };
static const AssayTextStyle style_head = { 7.2, ASSAY_WEIGHT_REGULAR };
static const AssayTextStyle style_note = { 6.5, ASSAY_WEIGHT_REGULAR };

typedef struct
{
  const AssayDocument *document;
  AssayFonts          *fonts;
  AssayPaper           paper;
  GPtrArray           *pages;
  AssayScene          *page;   /* the last */
  double               y, width;
  double               half_y; /* where the right half column ends; NaN: no halves are open */
} Press;

static void
turn (Press *self)
{
  self->page = assay_scene_new (self->fonts, self->paper.width, self->paper.height);
  g_ptr_array_add (self->pages, self->page);
  self->y = TOP;
  self->half_y = NAN;
}

static double
room (const Press *self)
{
  return self->paper.height - BOTTOM - self->y;
}

static void
need (Press  *self,
      double  height)
{
  if (height > room (self) && self->y > TOP)
    turn (self);
}

/* Lines of one style, each a baseline further down. */
static void
set_lines (Press          *self,
           const char     *text,
           AssayTextStyle  style,
           AssayPaint      paint,
           double          x,
           double          width,
           double          leading,
           const char     *tag)
{
  g_auto (GStrv) lines = assay_fonts_wrap (self->fonts, text, style, width, 0);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      need (self, leading);
      assay_scene_begin (self->page, tag, NULL);
      assay_scene_text (self->page, x, self->y + style.size, ASSAY_ANCHOR_START, style, paint, lines[i]);
      assay_scene_end (self->page);
      self->y += leading;
    }
}

/* --- the simple blocks ------------------------------------------------------------------------------------------ */

static void
set_title (Press            *self,
           const AssayBlock *block)
{
  assay_scene_anchor (self->page, "top", self->y);
  assay_scene_outline (self->page, 0, block->text, "top");
  const gboolean is_long = assay_fonts_width (self->fonts, block->text, style_title) > self->width;
  const AssayTextStyle style = { is_long ? 14 : 17, ASSAY_WEIGHT_SEMIBOLD };
  set_lines (self, block->text, style, ASSAY_PAINT (TEXT), MARGIN, self->width, is_long ? 18 : 22, "H1");
  self->y += 6;
}

static void
set_verdict (Press            *self,
             const AssayBlock *block)
{
  const double size = 46, top = self->y, left = MARGIN + size + 12, width = self->width - size - 12;
  const AssayPaint paint = assay_shape_paint (block->shape);
  const AssayTextStyle word = { strlen (block->word) > 5 ? 6.8 : 8.5, ASSAY_WEIGHT_SEMIBOLD };

  assay_scene_begin (self->page, "P", NULL);
  assay_scene_rect (self->page, MARGIN, top, size, size, 3, paint);
  assay_scene_mark (self->page, block->shape, MARGIN + size / 2, top + 18, 18, ASSAY_PAINT (ON), FALSE);
  assay_scene_text (self->page, MARGIN + size / 2, top + 39, ASSAY_ANCHOR_MIDDLE, word, ASSAY_PAINT (ON),
                    block->word);
  assay_scene_end (self->page);
  set_lines (self, block->text, style_verdict, ASSAY_PAINT (TEXT), left, width, 15.5, "P");
  self->y += 2;
  if (block->more != NULL)
    set_lines (self, block->more, style_text, ASSAY_PAINT (TEXT_2), left, width, 11, "P");
  self->y = MAX (self->y, top + size) + 8;
}

static void
set_facts (Press            *self,
           const AssayBlock *block)
{
  double x = MARGIN;

  assay_scene_line (self->page, MARGIN, self->y, MARGIN + self->width, self->y, ASSAY_PAINT (RULE), 0.7, FALSE);
  assay_scene_begin (self->page, "P", NULL);
  for (guint i = 0; block->items[i] != NULL; i++)
    {
      const double width = assay_fonts_width (self->fonts, block->items[i], style_head);
      if (i > 0 && x + width > MARGIN + self->width)
        {
          self->y += 10.5;
          x = MARGIN;
        }
      x += 18 + assay_scene_text_fit (self->page, x, self->y + 11, ASSAY_ANCHOR_START, style_head,
                                      ASSAY_PAINT (TEXT_2), block->items[i], MARGIN + self->width - x);
    }
  assay_scene_end (self->page);
  self->y += 16;
  assay_scene_line (self->page, MARGIN, self->y, MARGIN + self->width, self->y, ASSAY_PAINT (RULE), 0.7, FALSE);
  self->y += 8;
}

static void set_table (Press *self, const AssayTable *table);

/* Lines to write on. */
static void
set_empty_sign (Press *self)
{
  static const char *const decisions[] = { N_("approve"), N_("approve with conditions"), N_("reject") };
  static const struct { const char *text; double from, to; } lines[] = {
    { N_("conditions"), 0.455, 0.66 }, { N_("name, role"), 0.69, 0.837 }, { N_("date, signature"), 0.868, 1 },
  };
  double x = MARGIN;

  assay_scene_begin (self->page, "P", NULL);
  assay_scene_text (self->page, MARGIN, self->y + 17, ASSAY_ANCHOR_START, style_heading, ASSAY_PAINT (TEXT),
                    _("Decision"));
  for (guint i = 0; i < G_N_ELEMENTS (decisions); i++)
    {
      assay_scene_mark (self->page, ASSAY_SHAPE_BOX, x + 4, self->y + 32, 7, ASSAY_PAINT (TEXT), FALSE);
      x += 11 + 13 + assay_scene_text (self->page, x + 11, self->y + 34.8, ASSAY_ANCHOR_START, style_text,
                                       ASSAY_PAINT (TEXT), _(decisions[i]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      const double from = MARGIN + lines[i].from * self->width, to = MARGIN + lines[i].to * self->width;
      assay_scene_line (self->page, from, self->y + 28, to, self->y + 28, ASSAY_PAINT (TEXT), 0.7, FALSE);
      assay_scene_text (self->page, from, self->y + 37, ASSAY_ANCHOR_START, style_note, ASSAY_PAINT (TEXT_2),
                        _(lines[i].text));
    }
  assay_scene_end (self->page);
  self->y += 46;
}

static void
set_sign (Press            *self,
          const AssayBlock *block)
{
  need (self, block->table != NULL ? 48 + 14 * assay_document_n_rows (block->table) : 58);
  assay_scene_line (self->page, MARGIN, self->y + 2, MARGIN + self->width, self->y + 2, ASSAY_PAINT (TEXT), 1, FALSE);
  if (block->table == NULL)
    set_empty_sign (self);
  else
    {
      self->y += 7;
      set_lines (self, _("Decision"), style_heading, ASSAY_PAINT (TEXT), MARGIN, self->width, 13, "P");
      set_table (self, block->table);
    }
  if (block->text != NULL)
    set_lines (self, block->text, style_note, ASSAY_PAINT (TEXT_2), MARGIN, self->width, 8.5, "P");
}

/* --- tables ----------------------------------------------------------------------------------------------------- */

static double
cell_width (const Press     *self,
            const AssayCell *cell)
{
  double width = cell->text != NULL
                 ? assay_fonts_width (self->fonts, cell->text, cell->is_strong ? style_strong : style_table)
                                    : 0;

  if (cell->more != NULL)
    width = MAX (width, assay_fonts_width (self->fonts, cell->more, style_note));
  if (cell->mark >= 0)
    width += 12;
  if (cell->marks != NULL)
    width += 9.5 * strlen (cell->marks);
  return width;
}

/* Widths of columns: as much as each needs, at most its share; the wrapped one has the rest, or all share it. */
static double *
column_widths (const Press      *self,
               const AssayTable *table)
{
  double *widths = g_new0 (double, table->n_columns), sum = 0;
  int wrapped = -1;

  for (guint c = 0; c < table->n_columns; c++)
    {
      const AssayTableColumn *column = &table->columns[c];
      widths[c] = column->title != NULL ? assay_fonts_width (self->fonts, column->title, style_head) : 0;
      for (guint r = 0; r < assay_document_n_rows (table); r++)
        widths[c] = MAX (widths[c], cell_width (self, assay_document_cell (table, r, c)));
      if (column->most > 0)
        widths[c] = MIN (widths[c], column->most * self->width);
      if (column->is_wrapped)
        wrapped = (int) c;
      sum += widths[c] + (c > 0 ? TABLE_PAD : 0);
    }
  if (wrapped >= 0)
    widths[wrapped] = MAX (60, widths[wrapped] + MIN (self->width - sum, 0));
  else if (sum > self->width)
    for (guint c = 0; c < table->n_columns; c++)
      widths[c] *= (self->width - (table->n_columns - 1) * TABLE_PAD) / (sum - (table->n_columns - 1) * TABLE_PAD);
  return widths;
}

/* What is left over goes between the first column and the others, which end at the right margin. */
static double
column_left (const Press      *self,
             const AssayTable *table,
             const double     *widths,
             guint             column)
{
  double sum = 0, before = 0;

  for (guint c = 0; c < table->n_columns; c++)
    {
      sum += widths[c] + (c > 0 ? TABLE_PAD : 0);
      if (c < column)
        before += widths[c] + TABLE_PAD;
    }
  const double spare = MAX (self->width - sum, 0);
  return MARGIN + before + (table->n_columns > 1 ? spare * column / (table->n_columns - 1) : 0);
}

static double
anchored (AssayAnchor anchor,
          double      left,
          double      width)
{
  return anchor == ASSAY_ANCHOR_START ? left : anchor == ASSAY_ANCHOR_MIDDLE ? left + width / 2 : left + width;
}

static void
set_head_row (Press            *self,
              const AssayTable *table,
              const double     *widths)
{
  gboolean has_titles = FALSE;

  for (guint c = 0; c < table->n_columns; c++)
    has_titles = has_titles || (table->columns[c].title != NULL && table->columns[c].title[0] != '\0');
  if (has_titles)
    {
      assay_scene_begin (self->page, "TR", NULL);
      for (guint c = 0; c < table->n_columns; c++)
        {
          const AssayTableColumn *column = &table->columns[c];
          const double left = column_left (self, table, widths, c);
          assay_scene_begin (self->page, "TH", NULL);
          if (column->title != NULL)
            assay_scene_text_fit (self->page, anchored (column->align, left, widths[c]), self->y + 8, column->align,
                                  style_head, ASSAY_PAINT (TEXT_2), column->title, widths[c] + TABLE_PAD);
          assay_scene_end (self->page);
        }
      assay_scene_end (self->page);
      self->y += 12;
    }
  assay_scene_line (self->page, MARGIN, self->y, MARGIN + self->width, self->y, ASSAY_PAINT (RULE), 0.8, FALSE);
}

static void
set_marks (Press      *self,
           const char *marks,
           double      x,
           double      y)
{
  for (const char *at = marks; *at != '\0'; at++, x += 9.5)
    {
      const AssayShape shape = *at == 'f' ? ASSAY_SHAPE_FAIL : *at == 'u' ? ASSAY_SHAPE_UNDECIDED : ASSAY_SHAPE_PASS;
      assay_scene_mark (self->page, shape, x + 4, y, 7, assay_shape_paint (shape), FALSE);
    }
}

static void
set_cell (Press                  *self,
          const AssayTableColumn *column,
          const AssayCell        *cell,
          double                  left,
          double                  width,
          char                  **lines)
{
  const AssayTextStyle style = cell->is_strong ? style_strong : style_table;
  const AssayPaint paint = cell->role == ASSAY_ROLE_NONE ? ASSAY_PAINT (TEXT) : (AssayPaint) { cell->role, 0 };
  double shift = 0;

  assay_scene_begin (self->page, "TD", NULL);
  if (cell->link != NULL)
    assay_scene_begin (self->page, "Link", cell->link);
  if (cell->mark >= 0)
    {
      assay_scene_mark (self->page, (AssayShape) cell->mark, left + 4, self->y + 7.2, 7,
                        assay_shape_paint ((AssayShape) cell->mark), FALSE);
      shift = 12;
    }
  if (cell->marks != NULL)
    set_marks (self, cell->marks, left, self->y + 7.2);
  for (guint i = 0; lines[i] != NULL; i++)
    assay_scene_text_fit (self->page, column->align == ASSAY_ANCHOR_START ? left + shift : anchored (column->align, left, width),
                          self->y + 9.8 + 9.5 * i, column->align, style, paint, lines[i], width - shift + 1);
  if (cell->more != NULL)
    assay_scene_text_fit (self->page, column->align == ASSAY_ANCHOR_START ? left + shift : anchored (column->align, left, width),
                          self->y + 9.3 + 9.5 * g_strv_length (lines), column->align, style_note, ASSAY_PAINT (TEXT_2),
                          cell->more, width - shift + 1);
  if (cell->link != NULL)
    assay_scene_end (self->page);
  assay_scene_end (self->page);
}

/* Lines of each cell; only wrapped columns have more than one. */
static char ***
row_lines (const Press      *self,
           const AssayTable *table,
           const double     *widths,
           guint             row,
           guint            *n_lines)
{
  char ***lines = g_new0 (char **, table->n_columns + 1);

  *n_lines = 1;
  for (guint c = 0; c < table->n_columns; c++)
    {
      const AssayCell *cell = assay_document_cell (table, row, c);
      const AssayTextStyle style = cell->is_strong ? style_strong : style_table;
      if (cell->text != NULL && table->columns[c].is_wrapped)
        lines[c] = assay_fonts_wrap (self->fonts, cell->text, style, widths[c] - (cell->mark >= 0 ? 12 : 0), 6);
      else
        {
          lines[c] = g_new0 (char *, 2);
          lines[c][0] = g_strdup (cell->text);
        }
      *n_lines = MAX (*n_lines, g_strv_length (lines[c]) + (cell->more != NULL));
    }
  return lines;
}

static void
free_lines (const AssayTable *table,
            char           ***lines)
{
  for (guint c = 0; c < table->n_columns; c++)
    g_strfreev (lines[c]);
  g_free (lines);
}

static void
set_row (Press            *self,
         const AssayTable *table,
         const double     *widths,
         guint             row,
         char           ***lines,
         double            height)
{
  assay_scene_begin (self->page, "TR", NULL);
  for (guint c = 0; c < table->n_columns; c++)
    set_cell (self, &table->columns[c], assay_document_cell (table, row, c), column_left (self, table, widths, c),
              widths[c], lines[c]);
  assay_scene_end (self->page);
  self->y += height;
  assay_scene_line (self->page, MARGIN, self->y, MARGIN + self->width, self->y, ASSAY_PAINT (GRID), 0.6, FALSE);
}

/* The height of each row, as its cells' lines make it. */
static double *
row_heights (const Press      *self,
             const AssayTable *table,
             const double     *widths)
{
  const guint n = assay_document_n_rows (table);
  double *heights = g_new (double, n + 1);

  for (guint r = 0; r < n; r++)
    {
      guint n_lines;
      char ***lines = row_lines (self, table, widths, r, &n_lines);

      heights[r] = 14.4 + 9.5 * (n_lines - 1);
      free_lines (table, lines);
    }
  return heights;
}

/* What a table has to have on its first page: all of it, when it is short. */
static double
least_table_height (const Press      *self,
                    const AssayTable *table)
{
  g_autofree double *widths = column_widths (self, table), *heights = NULL;
  double height = 12;

  if (assay_document_n_rows (table) > FEW_ROWS)
    return 44;
  heights = row_heights (self, table, widths);
  for (guint r = 0; r < assay_document_n_rows (table); r++)
    height += heights[r];
  return MIN (height, 0.6 * self->paper.height);
}

/* A page ends before this row: it has no room, or the last one would stand alone on the next page. */
static gboolean
ends_page (const Press  *self,
           const double *heights,
           guint         row,
           guint         n_rows)
{
  return heights[row] > room (self)
         || (row + 2 == n_rows && row > 0 && heights[row] + heights[row + 1] > room (self));
}

static void
set_table (Press            *self,
           const AssayTable *table)
{
  const guint n = assay_document_n_rows (table);
  g_autofree double *widths = column_widths (self, table), *heights = row_heights (self, table, widths);

  need (self, MAX (44, least_table_height (self, table)));
  assay_scene_begin (self->page, "Table", table->caption);
  set_head_row (self, table, widths);
  for (guint r = 0; r < n; r++)
    {
      guint n_lines;
      char ***lines = row_lines (self, table, widths, r, &n_lines);

      if (ends_page (self, heights, r, n))
        {
          assay_scene_end (self->page);
          turn (self);
          assay_scene_begin (self->page, "Table", table->caption);
          set_head_row (self, table, widths);
        }
      set_row (self, table, widths, r, lines, heights[r]);
      free_lines (table, lines);
    }
  assay_scene_end (self->page);
  self->y += 6;
}

/* --- figures ---------------------------------------------------------------------------------------------------- */

/* Title and note over a figure; returns how much height they take. */
static double
set_figure_head (Press             *self,
                 const AssayFigure *figure,
                 double             x,
                 double             y,
                 double             width,
                 gboolean           is_set)
{
  const double start = y;
  g_auto (GStrv) titles = figure->is_headed ? g_new0 (char *, 1)
                                            : assay_fonts_wrap (self->fonts, figure->title, style_heading, width, 3);
  g_auto (GStrv) notes = figure->note != NULL ? assay_fonts_wrap (self->fonts, figure->note, style_head, width, 3)
                                              : NULL;

  for (guint i = 0; titles[i] != NULL; i++, y += 13)
    if (is_set)
      {
        assay_scene_begin (self->page, "H3", NULL);
        assay_scene_text (self->page, x, y + 10, ASSAY_ANCHOR_START, style_heading, ASSAY_PAINT (TEXT), titles[i]);
        assay_scene_end (self->page);
      }
  for (guint i = 0; notes != NULL && notes[i] != NULL; i++, y += 9.8)
    if (is_set)
      {
        assay_scene_begin (self->page, "P", NULL);
        assay_scene_text (self->page, x, y + 8, ASSAY_ANCHOR_START, style_head, ASSAY_PAINT (TEXT_2), notes[i]);
        assay_scene_end (self->page);
      }
  return y - start + 3;
}

static void set_block (Press *self, const AssayBlock *block, guint at);

/* What the blocks up to the next page break take: they are set once on a page of their own. A figure that can be
 * shortened leaves them room; 0 without such a break. */
static double
height_after (const Press *self,
              guint        block)
{
  Press trial = *self;
  guint end = block + 1;
  double height = 0;

  while (end < self->document->blocks->len
         && ((AssayBlock *) self->document->blocks->pdata[end])->kind != ASSAY_BLOCK_BREAK)
    end++;
  if (end == self->document->blocks->len || end - block > 24)
    return 0;
  trial.pages = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_scene_free);
  turn (&trial);
  trial.y = TOP + 0.1; /* as if something stood before */
  for (guint i = block + 1; i < end; i++)
    set_block (&trial, self->document->blocks->pdata[i], i);
  height = (trial.pages->len - 1) * (self->paper.height - TOP - BOTTOM) + trial.y - TOP;
  g_ptr_array_unref (trial.pages);
  return height;
}

static guint
rows_for (const Press       *self,
          const AssayFigure *figure,
          double             head,
          guint              block)
{
  if (figure->n_rows == 0)
    return 0;
  const double left = room (self) - head - 48 - height_after (self, block);
  return (guint) CLAMP (floor (left / figure->row_height), 3, figure->n_rows);
}

static void
place (Press             *self,
       const AssayFigure *figure,
       AssayScene        *scene,
       double             x,
       double             y,
       double             width)
{
  const double head = set_figure_head (self, figure, x, y, width, TRUE);

  assay_scene_place (self->page, scene, x, y + head);
}

/* Halves fill the left column, then the right one, whichever is shorter. */
static void
set_half (Press             *self,
          const AssayFigure *figure)
{
  const double width = (self->width - COLUMN_GAP) / 2;
  g_autoptr (AssayScene) scene = figure->draw (self->fonts, figure->data, width, 0);
  const double height = scene->height + set_figure_head (self, figure, 0, 0, width, FALSE) + 10;

  if (isnan (self->half_y))
    {
      need (self, MIN (height, self->paper.height - TOP - BOTTOM));
      self->half_y = self->y;
    }
  if (MIN (self->y, self->half_y) + height > self->paper.height - BOTTOM)
    {
      turn (self);
      self->half_y = self->y;
    }
  if (self->y <= self->half_y)
    {
      place (self, figure, scene, MARGIN, self->y, width);
      self->y += height;
    }
  else
    {
      place (self, figure, scene, MARGIN + width + COLUMN_GAP, self->half_y, width);
      self->half_y += height;
    }
}

static void
set_figure (Press             *self,
            const AssayFigure *figure,
            guint              block)
{
  const double head = set_figure_head (self, figure, 0, 0, self->width, FALSE);
  g_autoptr (AssayScene) scene = NULL;

  if (figure->n_rows > 0)
    need (self, head + 30 + 3 * figure->row_height);
  scene = figure->draw (self->fonts, figure->data, self->width, rows_for (self, figure, head, block));
  need (self, head + scene->height);
  place (self, figure, scene, MARGIN, self->y, self->width);
  self->y += head + scene->height + 6;
}

/* A heading stays with what it heads. */
static double
height_of_next (const Press *self,
                guint        at)
{
  const AssayBlock *next = at + 1 < self->document->blocks->len ? self->document->blocks->pdata[at + 1] : NULL;

  if (next != NULL && next->kind == ASSAY_BLOCK_HEADING)
    return MIN (40 + height_of_next (self, at + 1), 0.6 * self->paper.height);
  if (next != NULL && next->kind == ASSAY_BLOCK_TABLE)
    return MAX (40, least_table_height (self, next->table));
  if (next == NULL || next->kind != ASSAY_BLOCK_FIGURE || next->figure->n_rows > 0)
    return 40;
  const double width = next->figure->is_half ? (self->width - COLUMN_GAP) / 2 : self->width;
  g_autoptr (AssayScene) scene = next->figure->draw (self->fonts, next->figure->data, width, 0);
  return MIN (scene->height + 40, 0.6 * self->paper.height);
}

static guint
n_lines_of (const Press    *self,
            const char     *text,
            AssayTextStyle  style)
{
  g_auto (GStrv) lines = text != NULL ? assay_fonts_wrap (self->fonts, text, style, self->width, 0) : NULL;

  return lines != NULL ? g_strv_length (lines) : 0;
}

static double
height_of_heading (const Press      *self,
                   const AssayBlock *block)
{
  const gboolean is_section = block->level == 1;

  const guint n = n_lines_of (self, block->text, is_section ? style_section : style_heading);

  return (is_section ? 10 + 17 * n : 6 + 13 * n) + 10 * n_lines_of (self, block->more, style_head) + 3;
}

static void
set_heading (Press            *self,
             const AssayBlock *block,
             guint             at)
{
  const gboolean is_section = block->level == 1;

  need (self, height_of_heading (self, block) + height_of_next (self, at));
  if (self->y > TOP)
    self->y += is_section ? 10 : 6;
  if (block->anchor != NULL)
    {
      assay_scene_anchor (self->page, block->anchor, self->y);
      assay_scene_outline (self->page, is_section ? 0 : 1, block->text, block->anchor);
    }
  set_lines (self, block->text, is_section ? style_section : style_heading, ASSAY_PAINT (TEXT), MARGIN, self->width,
             is_section ? 17 : 13, is_section ? "H1" : "H2");
  if (block->more != NULL)
    set_lines (self, block->more, style_head, ASSAY_PAINT (TEXT_2), MARGIN, self->width, 10, "P");
  self->y += 3;
}

/* The air between a paragraph and a figure after it; the others end with their own. */
static void
leave_air (Press *self,
           guint  at)
{
  const AssayBlock *before = at > 0 ? self->document->blocks->pdata[at - 1] : NULL;

  if (before != NULL && (before->kind == ASSAY_BLOCK_PARAGRAPH || before->kind == ASSAY_BLOCK_NOTE) && self->y > TOP)
    self->y += 6;
}

/* --- the whole -------------------------------------------------------------------------------------------------- */

static void
set_block (Press            *self,
           const AssayBlock *block,
           guint             at)
{
  const gboolean is_half = block->kind == ASSAY_BLOCK_FIGURE && block->figure->is_half;

  if (!is_half && !isnan (self->half_y))
    {
      self->y = MAX (self->y, self->half_y);
      self->half_y = NAN;
    }
  switch (block->kind)
    {
    case ASSAY_BLOCK_TITLE: set_title (self, block); break;
    case ASSAY_BLOCK_VERDICT: set_verdict (self, block); break;
    case ASSAY_BLOCK_FACTS: set_facts (self, block); break;
    case ASSAY_BLOCK_HEADING: set_heading (self, block, at); break;
    case ASSAY_BLOCK_PARAGRAPH:
      set_lines (self, block->text, style_text, ASSAY_PAINT (TEXT), MARGIN, self->width, 11, "P");
      self->y += 3;
      break;
    case ASSAY_BLOCK_NOTE:
      set_lines (self, block->text, style_head, ASSAY_PAINT (TEXT_2), MARGIN, self->width, 9.8, "P");
      self->y += 3;
      break;
    case ASSAY_BLOCK_TABLE: set_table (self, block->table); break;
    case ASSAY_BLOCK_FIGURE:
      if (is_half)
        set_half (self, block->figure);
      else
        {
          leave_air (self, at);
          set_figure (self, block->figure, at);
        }
      break;
    case ASSAY_BLOCK_SIGN: set_sign (self, block); break;
    case ASSAY_BLOCK_BREAK:
      if (self->y > TOP)
        turn (self);
      break;
    }
}

/* "25 November 2026", whatever the locale: the same audit gives the same bytes. (transfer full) */
static char *
date_text (GDateTime *time)
{
  static const char *const months[] = { N_("January"), N_("February"), N_("March"),     N_("April"),   N_("May"),
                                        N_("June"),
                                        N_("July"),    N_("August"),   N_("September"), N_("October"), N_("November"),
                                        N_("December") };

  return g_strdup_printf ("%d %s %d", g_date_time_get_day_of_month (time),
                          _(months[g_date_time_get_month (time) - 1]), g_date_time_get_year (time));
}

/* Name, title, date and page number over every page. */
static void
set_running_head (const Press *self,
                  AssayScene  *page,
                  guint        number)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (self->document->created_us / G_USEC_PER_SEC);
  g_autofree char *date = time != NULL ? date_text (time) : g_strdup ("");
  g_autofree char *right = g_strdup_printf (_("%s \xc2\xb7 page %u of %u"), date, number, self->pages->len);
  const AssayTextStyle name = { 7.4, ASSAY_WEIGHT_SEMIBOLD };
  const double y = 33;

  assay_scene_text (page, MARGIN, y, ASSAY_ANCHOR_START, name, ASSAY_PAINT (TEXT), "Assay");
  if (self->document->running != NULL)
    assay_scene_text_fit (page, self->paper.width / 2, y, ASSAY_ANCHOR_MIDDLE, style_head, ASSAY_PAINT (TEXT_2),
                          self->document->running, self->width * 0.55);
  assay_scene_text (page, self->paper.width - MARGIN, y, ASSAY_ANCHOR_END, style_head, ASSAY_PAINT (TEXT_2), right);
  assay_scene_line (page, MARGIN, 41, self->paper.width - MARGIN, 41, ASSAY_PAINT (TEXT), 0.9, FALSE);
}

GPtrArray *
assay_document_pages (const AssayDocument *self,
                      AssayFonts          *fonts,
                      AssayPaper           paper)
{
  Press press = { .document = self, .fonts = fonts, .paper = paper, .width = paper.width - 2 * MARGIN };

  press.pages = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_scene_free);
  turn (&press);
  for (guint i = 0; i < self->blocks->len; i++)
    set_block (&press, self->blocks->pdata[i], i);
  for (guint i = 0; i < press.pages->len; i++)
    set_running_head (&press, press.pages->pdata[i], i + 1);
  return press.pages;
}
