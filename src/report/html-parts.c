/* html-parts.c: text, marks, tables and figures in HTML. */
#include "html-private.h"

#include "words/translate.h"

#include "draw/render.h"

#include <math.h>
#include <string.h>

#define WIDE 515.0          /* as on paper */
#define HALF 248.0
#define NARROW 250.0        /* on a telephone */
#define MOST_ROWS 20        /* of a figure that can be shortened */
#define MOST_PRINTED 5      /* of the same, printed: the summary is to stay one page */
#define LONG_WORD 24
#define MOST_SENTENCES 100  /* of a figure told in words */

/* What HTML has no place for, not even as a reference, becomes a replacement character. */
static gboolean
is_allowed (gunichar c)
{
  return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\t'
         || (c >= 0xa0 && (c & 0xfffe) != 0xfffe && !(c >= 0xfdd0 && c <= 0xfdef));
}

void
assay_html_text (AssayHtml  *self,
                 const char *text)
{
  for (const char *at = text; *at != '\0';)
    {
      const gunichar c = g_utf8_get_char_validated (at, -1);
      const gboolean is_broken = c == (gunichar) -1 || c == (gunichar) -2;

      if (is_broken || !is_allowed (c))
        g_string_append (self->out, "\xef\xbf\xbd");
      else if (c == '<')
        g_string_append (self->out, "&lt;");
      else if (c == '>')
        g_string_append (self->out, "&gt;");
      else if (c == '&')
        g_string_append (self->out, "&amp;");
      else if (c == '"')
        g_string_append (self->out, "&quot;");
      else if (c == '\'')
        g_string_append (self->out, "&#39;");
      else
        g_string_append_unichar (self->out, c);
      at = is_broken ? at + 1 : g_utf8_next_char (at);
    }
}

/* --- marks ------------------------------------------------------------------------------------------------------ */

static void
append_symbol (AssayHtml  *self,
               const char *id,
               AssayShape  shape,
               AssayPaint  paint)
{
  g_autoptr (AssayScene) scene = assay_scene_new (self->fonts, 10, 10);

  assay_scene_mark (scene, shape, 5, 5, 9, paint, FALSE);
  g_autofree char *picture = assay_scene_svg (scene, NULL, FALSE);
  const char *inside = strchr (picture, '>') + 1;
  g_string_append_printf (self->out, "<symbol id=\"%s\" viewBox=\"0 0 10 10\">%.*s</symbol>", id,
                          (int) (strstr (inside, "</svg>") - inside), inside);
}

/* Every mark once, and those of the verdict's badge, which stand on a strong colour. */
void
assay_html_sprite (AssayHtml *self)
{
  static const AssayShape shapes[] = { ASSAY_SHAPE_FAIL, ASSAY_SHAPE_UNDECIDED, ASSAY_SHAPE_PASS, ASSAY_SHAPE_BOX };

  g_string_append (self->out, "<svg class=\"sprite\" aria-hidden=\"true\">");
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *mark = g_strdup_printf ("mark-%d", shapes[i]),
                      *badge = g_strdup_printf ("badge-%d", shapes[i]);
      append_symbol (self, mark, shapes[i], shapes[i] == ASSAY_SHAPE_BOX ? ASSAY_PAINT (TEXT) : assay_shape_paint (shapes[i]));
      append_symbol (self, badge, shapes[i], ASSAY_PAINT (ON));
    }
  g_string_append (self->out, "</svg>\n");
}

void
assay_html_mark (AssayHtml  *self,
                 int         shape,
                 const char *says)
{
  g_string_append_printf (self->out, "<svg class=\"mark\" aria-hidden=\"true\"><use href=\"#mark-%d\"/></svg>",
                          shape);
  if (says != NULL)
    g_string_append_printf (self->out, "<span class=\"sr\">%s: </span>", says);
}

static const char *
shape_word (int shape)
{
  switch (shape)
    {
    case ASSAY_SHAPE_FAIL: return _("fail");
    case ASSAY_SHAPE_UNDECIDED: return _("undecided");
    case ASSAY_SHAPE_PASS: return _("pass");
    default: return NULL;
    }
}

static void
append_marks (AssayHtml  *self,
              const char *marks)
{
  static const struct { char mark; int shape; } kinds[] = {
    { 'f', ASSAY_SHAPE_FAIL }, { 'u', ASSAY_SHAPE_UNDECIDED }, { 'p', ASSAY_SHAPE_PASS },
  };

  if (marks[0] == '\0')
    return;
  g_string_append (self->out, "<span class=\"marks\" role=\"img\" aria-label=\"");
  for (guint k = 0, n_kinds = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      guint n = 0;
      for (const char *at = marks; *at != '\0'; at++)
        n += *at == kinds[k].mark;
      if (n > 0)
        g_string_append_printf (self->out, "%s%u %s", n_kinds++ > 0 ? ", " : "", n, shape_word (kinds[k].shape));
    }
  g_string_append (self->out, "\">");
  for (const char *at = marks; *at != '\0'; at++)
    for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
      if (*at == kinds[k].mark)
        assay_html_mark (self, kinds[k].shape, NULL);
  g_string_append (self->out, "</span>");
}

/* --- tables ----------------------------------------------------------------------------------------------------- */

static gboolean
has_titles (const AssayTable *table)
{
  for (guint c = 0; c < table->n_columns; c++)
    if (table->columns[c].title != NULL && table->columns[c].title[0] != '\0')
      return TRUE;
  return FALSE;
}

/* A column of which nothing is said, such as that of risks in a plan without any. */
static gboolean
is_empty (const AssayTable *table,
          guint             column)
{
  const char *title = table->columns[column].title;

  for (guint r = 0; r < assay_document_n_rows (table); r++)
    {
      const AssayCell *cell = assay_document_cell (table, r, column);
      if ((cell->text != NULL && cell->text[0] != '\0') || cell->mark >= 0
          || (cell->marks != NULL && cell->marks[0] != '\0'))
        return FALSE;
    }
  return title == NULL || title[0] == '\0';
}

/* Rows can be put into another order where some cell says what its place is, and there is more than one. */
static gboolean
is_sortable (const AssayTable *table)
{
  if (!has_titles (table) || assay_document_n_rows (table) < 2)
    return FALSE;
  for (guint i = 0; i < table->cells->len; i++)
    if (!isnan (g_array_index (table->cells, AssayCell, i).sort))
      return TRUE;
  return FALSE;
}

static const char *
column_class (const AssayTableColumn *column,
              gboolean                is_name)
{
  switch (column->align)
    {
    case ASSAY_ANCHOR_END: return "end";
    case ASSAY_ANCHOR_MIDDLE: return "middle";
    default: return column->is_wrapped ? "wrap" : is_name ? "name" : "text";
    }
}

/* A word that may be broken anywhere, since it would hold its column open. */
static gboolean
has_long_word (const char *text)
{
  guint n = 0;

  for (const char *at = text; at != NULL && *at != '\0' && n <= LONG_WORD; at = g_utf8_next_char (at))
    n = *at == ' ' ? 0 : n + 1;
  return n > LONG_WORD;
}

static void
append_cell (AssayHtml              *self,
             const AssayTableColumn *column,
             const AssayCell        *cell,
             gboolean                is_name)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (self->out, is_name ? "<th scope=\"row\" class=\"%s" : "<td class=\"%s", column_class (column, is_name));
  if (cell->mark >= 0)
    g_string_append (self->out, " marked");
  if (cell->is_strong)
    g_string_append (self->out, " strong");
  if (has_long_word (cell->text))
    g_string_append (self->out, " broken");
  if (cell->role != ASSAY_ROLE_NONE)
    g_string_append_printf (self->out, " c-%s", assay_role_name (cell->role));
  g_string_append_c (self->out, '"');
  if (!isnan (cell->sort))
    g_string_append_printf (self->out, " data-sort=\"%s\"", g_ascii_dtostr (digits, sizeof digits, cell->sort));
  g_string_append_c (self->out, '>');
  if (cell->mark >= 0)
    assay_html_mark (self, cell->mark, shape_word (cell->mark));
  if (cell->marks != NULL)
    append_marks (self, cell->marks);
  if (cell->link != NULL)
    {
      g_string_append (self->out, "<a href=\"#");
      assay_html_text (self, cell->link);
      g_string_append (self->out, "\">");
    }
  if (cell->text != NULL)
    assay_html_text (self, cell->text);
  g_string_append (self->out, cell->link != NULL ? "</a>" : "");
  if (cell->more != NULL)
    {
      g_string_append (self->out, " <small>");
      assay_html_text (self, cell->more);
      g_string_append (self->out, "</small>");
    }
  g_string_append (self->out, is_name ? "</th>" : "</td>");
}

/* Where no head holds a column open, its share of the width does. */
static void
append_widths (AssayHtml        *self,
               const AssayTable *table)
{
  g_string_append (self->out, "<colgroup>");
  for (guint c = 0; c < table->n_columns; c++)
    if (is_empty (table, c))
      continue;
    else if (table->columns[c].most > 0)
      g_string_append_printf (self->out, "<col style=\"width:%d%%\">", (int) (100 * table->columns[c].most));
    else
      g_string_append (self->out, "<col>");
  g_string_append (self->out, "</colgroup>\n");
}

static void
append_column_heads (AssayHtml        *self,
                     const AssayTable *table)
{
  g_string_append (self->out, "<thead><tr>");
  for (guint c = 0; c < table->n_columns; c++)
    {
      if (is_empty (table, c))
        continue;
      g_string_append_printf (self->out, "<th scope=\"col\" class=\"%s\">",
                              column_class (&table->columns[c], c == 0));
      if (table->columns[c].title != NULL)
        assay_html_text (self, table->columns[c].title);
      g_string_append (self->out, "</th>");
    }
  g_string_append (self->out, "</tr></thead>\n");
}

void
assay_html_table (AssayHtml        *self,
                  const AssayTable *table)
{
  g_autofree gboolean *is_left_out = g_new (gboolean, table->n_columns);

  g_string_append (self->out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
  assay_html_text (self, table->caption != NULL ? table->caption : _("Table"));
  g_string_append_printf (self->out, "\"><table%s>\n", is_sortable (table) ? " class=\"sortable\"" : has_titles (table) ? "" : " class=\"plain\"");
  for (guint c = 0; c < table->n_columns; c++)
    is_left_out[c] = is_empty (table, c);
  if (table->caption != NULL)
    {
      g_string_append (self->out, "<caption class=\"sr\">");
      assay_html_text (self, table->caption);
      g_string_append (self->out, "</caption>\n");
    }
  if (has_titles (table))
    append_column_heads (self, table);
  else
    append_widths (self, table);
  g_string_append (self->out, "<tbody>\n");
  for (guint r = 0; r < assay_document_n_rows (table); r++)
    {
      g_string_append (self->out, "<tr>");
      for (guint c = 0; c < table->n_columns; c++)
        {
          const AssayCell *cell = assay_document_cell (table, r, c);
          if (!is_left_out[c])
            append_cell (self, &table->columns[c], cell, c == 0 && cell->text != NULL && cell->text[0] != '\0');
        }
      g_string_append (self->out, "</tr>\n");
    }
  g_string_append (self->out, "</tbody></table></div>\n");
}

/* --- figures ---------------------------------------------------------------------------------------------------- */

static AssayScene *
append_picture (AssayHtml         *self,
                const AssayFigure *figure,
                double             width,
                guint              n_most,
                const char        *class_name)
{
  AssayScene *scene = figure->draw (self->fonts, figure->data, width, MIN (figure->n_rows, n_most));
  g_autofree char *picture = assay_scene_svg (scene, figure->title, FALSE);

  g_string_append_printf (self->out, "<div class=\"%s\">%s</div>\n", class_name, picture);
  return scene;
}

/* What its marks say to a pointer, for those who have none. */
static void
append_sentences (AssayHtml        *self,
                  const AssayScene *scene)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < scene->ops->len && g_hash_table_size (seen) < MOST_SENTENCES; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      if (op->kind != ASSAY_OP_HIT || op->name == NULL || op->name[0] == '\0' || op->text == NULL
          || op->text[0] == '\0'
          || strcmp (op->name, op->text) == 0 || !g_hash_table_add (seen, (gpointer) op->text))
        continue;
      if (g_hash_table_size (seen) == 1)
        g_string_append_printf (self->out, "<details><summary>%s</summary><ul>\n", _("In words"));
      g_string_append (self->out, "<li>");
      assay_html_text (self, op->text);
      g_string_append (self->out, "</li>\n");
    }
  if (g_hash_table_size (seen) > 0)
    g_string_append (self->out, "</ul></details>\n");
}

void
assay_html_figure (AssayHtml         *self,
                   const AssayFigure *figure)
{
  const gboolean is_shortened = !figure->is_half && figure->n_rows > MOST_PRINTED;
  g_autoptr (AssayScene) scene = NULL, narrow = NULL, printed = NULL;

  g_string_append (self->out, figure->is_headed ? "<figure class=\"headed\"><figcaption><b class=\"sr\">"
                                                : "<figure><figcaption><b>");
  assay_html_text (self, figure->title);
  g_string_append (self->out, "</b>");
  if (figure->note != NULL && figure->note[0] != '\0')
    {
      g_string_append (self->out, "<span>");
      assay_html_text (self, figure->note);
      g_string_append (self->out, "</span>");
    }
  g_string_append (self->out, "</figcaption>\n");
  scene = append_picture (self, figure, figure->is_half ? HALF : WIDE, MOST_ROWS,
                          figure->is_half ? "half" : is_shortened ? "wide long" : "wide");
  if (!figure->is_half)
    narrow = append_picture (self, figure, NARROW, MOST_ROWS, "narrow");
  if (is_shortened)
    printed = append_picture (self, figure, WIDE, MOST_PRINTED, "printed");
  if (figure->numbers != NULL)
    {
      g_string_append_printf (self->out, "<details><summary>%s</summary>\n", _("The numbers"));
      assay_html_table (self, figure->numbers);
      g_string_append (self->out, "</details>\n");
    }
  else
    append_sentences (self, scene);
  g_string_append (self->out, "</figure>\n");
}
