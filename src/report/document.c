/* document.c: building a list of blocks. */
#include "document.h"

#include "words/translate.h"

#include <math.h>
#include <string.h>

AssayDocument *
assay_document_new (void)
{
  AssayDocument *self = g_new0 (AssayDocument, 1);

  self->blocks = g_ptr_array_new ();
  self->arena = g_ptr_array_new_with_free_func (g_free);
  self->language = _("en"); /* translators: the code of your language, as in <html lang="en"> */
  return self;
}

void
assay_document_free (AssayDocument *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->blocks->len; i++)
    {
      AssayBlock *block = self->blocks->pdata[i];
      if (block->table != NULL)
        g_array_unref (block->table->cells);
      if (block->figure != NULL && block->figure->numbers != NULL)
        g_array_unref (block->figure->numbers->cells);
    }
  g_ptr_array_unref (self->blocks);
  g_ptr_array_unref (self->arena);
  g_free (self);
}

const char *
assay_document_take (AssayDocument *self,
                     char          *text)
{
  if (text != NULL)
    g_ptr_array_add (self->arena, text);
  return text;
}

const char *
assay_document_keep (AssayDocument *self,
                     const char    *text)
{
  return assay_document_take (self, g_strdup (text));
}

gpointer
assay_document_alloc (AssayDocument *self,
                      gsize          n_bytes)
{
  gpointer memory = g_malloc0 (MAX (n_bytes, 1));

  g_ptr_array_add (self->arena, memory);
  return memory;
}

AssayBlock *
assay_document_add (AssayDocument  *self,
                    AssayBlockKind  kind,
                    const char     *text)
{
  AssayBlock *block = assay_document_alloc (self, sizeof *block);

  block->kind = kind;
  block->text = assay_document_keep (self, text);
  g_ptr_array_add (self->blocks, block);
  return block;
}

AssayBlock *
assay_document_heading (AssayDocument *self,
                        guint          level,
                        const char    *text,
                        const char    *anchor)
{
  AssayBlock *block = assay_document_add (self, ASSAY_BLOCK_HEADING, text);

  block->level = level;
  block->anchor = assay_document_keep (self, anchor);
  return block;
}

AssayFigure *
assay_document_figure (AssayDocument   *self,
                       AssayFigureDraw  draw,
                       gconstpointer    data,
                       AssayChartHead  *head,
                       const char      *title,
                       const char      *note)
{
  AssayFigure *figure = assay_document_alloc (self, sizeof *figure);

  figure->draw = draw;
  figure->data = data;
  figure->head = head;
  figure->title = assay_document_keep (self, title);
  figure->note = assay_document_keep (self, note);
  return figure;
}

void
assay_document_show (AssayDocument *self,
                     AssayFigure   *figure)
{
  if (figure != NULL)
    assay_document_add (self, ASSAY_BLOCK_FIGURE, NULL)->figure = figure;
}

AssayTable *
assay_document_table (AssayDocument          *self,
                      const AssayTableColumn *columns,
                      guint                   n_columns)
{
  AssayTable *table = assay_document_alloc (self, sizeof *table);

  table->n_columns = n_columns;
  table->columns = assay_document_alloc (self, n_columns * sizeof *columns);
  memcpy (table->columns, columns, n_columns * sizeof *columns);
  for (guint i = 0; i < n_columns; i++)
    table->columns[i].title = assay_document_keep (self, columns[i].title[0] != '\0' ? _(columns[i].title) : "");
  table->cells = g_array_new (FALSE, TRUE, sizeof (AssayCell));
  return table;
}

AssayCell *
assay_document_cell_add (AssayDocument *self,
                 AssayTable    *table,
                 const char    *text)
{
  const AssayCell cell = { .text = assay_document_keep (self, text), .mark = -1, .sort = NAN };

  g_array_append_val (table->cells, cell);
  return &g_array_index (table->cells, AssayCell, table->cells->len - 1);
}

guint
assay_document_n_rows (const AssayTable *self)
{
  return self->cells->len / self->n_columns;
}

const AssayCell *
assay_document_cell (const AssayTable *self,
                  guint             row,
                  guint             column)
{
  return &g_array_index (self->cells, AssayCell, row * self->n_columns + column);
}

AssayPaint
assay_shape_paint (AssayShape shape)
{
  switch (shape)
    {
    case ASSAY_SHAPE_FAIL: return ASSAY_PAINT (WORSE);
    case ASSAY_SHAPE_UNDECIDED: return ASSAY_PAINT (UNDECIDED);
    case ASSAY_SHAPE_PASS: return ASSAY_PAINT (BETTER);
    default: return ASSAY_PAINT (TEXT_2);
    }
}
