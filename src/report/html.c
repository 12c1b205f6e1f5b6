/* html.c: a document as one HTML file that loads nothing: the same blocks as on pages, the same pictures inline. */
#include "html-private.h"

#include "words/translate.h"

#include <string.h>

#define FEW_HALVES 4 /* that are read row by row; more fill two columns */

static const AssayBlock *
block_at (const AssayDocument *document,
          guint                i)
{
  return i < document->blocks->len ? document->blocks->pdata[i] : NULL;
}

static gboolean
is_half (const AssayBlock *block)
{
  return block != NULL && block->kind == ASSAY_BLOCK_FIGURE && block->figure->is_half;
}

/* Where links lead: an anchor, or the block's place. */
static void
append_id (AssayHtml        *self,
           const AssayBlock *block,
           guint             at)
{
  if (block->anchor != NULL)
    assay_html_text (self, block->anchor);
  else
    g_string_append_printf (self->out, "part-%u", at);
}

static void
append_element (AssayHtml  *self,
                const char *tags,
                const char *text,
                const char *end)
{
  g_string_append (self->out, tags);
  assay_html_text (self, text);
  g_string_append (self->out, end);
}

/* --- contents --------------------------------------------------------------------------------------------------- */

static void
append_entry (AssayHtml        *self,
              const AssayBlock *block,
              guint             at)
{
  g_string_append (self->out, "<li><a href=\"#");
  append_id (self, block, at);
  append_element (self, "\">", block->text, "</a>");
}

/* Two levels; what stands before the first heading of level 1 is the summary. */
static void
append_contents (AssayHtml *self)
{
  const char *end = "</li>";
  gboolean is_list_open = FALSE;

  g_string_append_printf (self->out, "<nav aria-label=\"%s\"><ol>\n<li><a href=\"#main\">%s</a>", _("Contents"),
                          _("Summary"));
  for (guint i = 0; i < self->document->blocks->len; i++)
    {
      const AssayBlock *block = block_at (self->document, i);
      if (block->kind != ASSAY_BLOCK_HEADING)
        continue;
      if (block->level == 1)
        {
          g_string_append_printf (self->out, "%s%s\n", is_list_open ? "</ol>" : "", end);
          is_list_open = FALSE;
          append_entry (self, block, i);
          continue;
        }
      g_string_append (self->out, is_list_open ? "" : "<ol>\n");
      is_list_open = TRUE;
      append_entry (self, block, i);
      g_string_append (self->out, "</li>\n");
    }
  g_string_append_printf (self->out, "%s%s\n</ol></nav>\n", is_list_open ? "</ol>" : "", end);
}

/* --- blocks ----------------------------------------------------------------------------------------------------- */

static void
append_verdict (AssayHtml        *self,
                const AssayBlock *block)
{
  static const char *const names[] = {
    [ASSAY_SHAPE_FAIL] = "fail", [ASSAY_SHAPE_UNDECIDED] = "undecided", [ASSAY_SHAPE_PASS] = "pass", [ASSAY_SHAPE_BOX] = "box",
  };

  g_string_append_printf (self->out, "<div class=\"verdict\" role=\"group\" aria-label=\"%s\"><p class=\"badge "
                          "is-%s%s\"><svg aria-hidden=\"true\"><use href=\"#badge-%d\"/></svg>", _("Verdict"),
                          names[block->shape],
                          g_utf8_strlen (block->word, -1) > 6 ? " long" : "", block->shape);
  append_element (self, "<span>", block->word, "</span></p><div>");
  append_element (self, "<p class=\"said\">", block->text, "</p>");
  if (block->more != NULL)
    append_element (self, "<p class=\"why\">", block->more, "</p>");
  g_string_append (self->out, "</div></div>\n");
}

static void
append_facts (AssayHtml        *self,
              const AssayBlock *block)
{
  g_string_append (self->out, "<ul class=\"facts\">");
  for (guint i = 0; block->items[i] != NULL; i++)
    append_element (self, "<li>", block->items[i], "</li>");
  g_string_append (self->out, "</ul>\n");
}

/* A heading of level 2 in front of all of level 1 is one of level 2 in HTML, where levels do not skip. */
static void
append_heading (AssayHtml        *self,
                const AssayBlock *block,
                guint             at)
{
  const char *tag = block->level == 1 || !self->is_in_part ? "h2" : "h3";

  if (block->level == 1)
    {
      g_string_append (self->out, "</section>\n<section class=\"part\" aria-labelledby=\"");
      append_id (self, block, at);
      g_string_append (self->out, "\">\n");
      self->is_in_part = TRUE;
    }
  g_string_append_printf (self->out, "<%s%s id=\"", tag, block->level > 1 && !self->is_in_part ? " class=\"minor\"" : "");
  append_id (self, block, at);
  append_element (self, "\">", block->text, "");
  g_string_append_printf (self->out, "</%s>\n", tag);
  if (block->more != NULL)
    append_element (self, "<p class=\"note\">", block->more, "</p>\n");
}

/* To be printed and written on. */
static void
append_empty_sign (AssayHtml *self)
{
  static const char *const decisions[] = { N_("approve"), N_("approve with conditions"), N_("reject") };
  static const char *const lines[] = { N_("conditions"), N_("name, role"), N_("date, signature") };

  g_string_append (self->out, "<ul>");
  for (guint i = 0; i < G_N_ELEMENTS (decisions); i++)
    {
      g_string_append (self->out, "<li>");
      assay_html_mark (self, ASSAY_SHAPE_BOX, NULL);
      append_element (self, "", _(decisions[i]), "</li>");
    }
  g_string_append (self->out, "</ul>\n<div class=\"lines\">");
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    append_element (self, "<span>", _(lines[i]), "</span>");
  g_string_append (self->out, "</div>\n");
}

static void
append_sign (AssayHtml        *self,
             const AssayBlock *block)
{
  g_string_append_printf (self->out, "<div class=\"sign\"><h2 id=\"decision\">%s</h2>", _("Decision"));
  if (block->table != NULL)
    assay_html_table (self, block->table);
  else
    append_empty_sign (self);
  if (block->text != NULL)
    append_element (self, "<p class=\"note\">", block->text, "</p>\n");
  g_string_append (self->out, "</div>\n");
}

static void
append_figure (AssayHtml        *self,
               const AssayBlock *block,
               guint             at)
{
  if (is_half (block) && (at == 0 || !is_half (block_at (self->document, at - 1))))
    {
      guint n = 1;
      while (is_half (block_at (self->document, at + n)))
        n++;
      g_string_append_printf (self->out, "<div class=\"%s\">\n", n <= FEW_HALVES ? "few" : "halves");
    }
  assay_html_figure (self, block->figure);
  if (is_half (block) && !is_half (block_at (self->document, at + 1)))
    g_string_append (self->out, "</div>\n");
}

static void
append_block (AssayHtml        *self,
              const AssayBlock *block,
              guint             at)
{
  switch (block->kind)
    {
    case ASSAY_BLOCK_TITLE: append_element (self, "<h1>", block->text, "</h1>\n"); break;
    case ASSAY_BLOCK_VERDICT: append_verdict (self, block); break;
    case ASSAY_BLOCK_FACTS: append_facts (self, block); break;
    case ASSAY_BLOCK_HEADING: append_heading (self, block, at); break;
    case ASSAY_BLOCK_PARAGRAPH: append_element (self, "<p>", block->text, "</p>\n"); break;
    case ASSAY_BLOCK_NOTE: append_element (self, "<p class=\"note\">", block->text, "</p>\n"); break;
    case ASSAY_BLOCK_TABLE: assay_html_table (self, block->table); break;
    case ASSAY_BLOCK_FIGURE: append_figure (self, block, at); break;
    case ASSAY_BLOCK_SIGN: append_sign (self, block); break;
    case ASSAY_BLOCK_BREAK: break; /* parts begin on new pages by style */
    }
}

/* --- the whole -------------------------------------------------------------------------------------------------- */

char *
assay_document_html (const AssayDocument *document,
                     AssayFonts          *fonts)
{
  AssayHtml self = { document, fonts, g_string_sized_new (1 << 18), FALSE };
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (document->created_us / G_USEC_PER_SEC);
  g_autofree char *date = time != NULL ? g_date_time_format (time, "%Y-%m-%d") : g_strdup ("");

  assay_html_head (&self);
  g_string_append_printf (self.out, "<body>\n<a class=\"skip\" href=\"#main\">%s</a>\n", _("Skip to the report"));
  assay_html_sprite (&self);
  g_string_append (self.out, "<div class=\"page\">\n<header class=\"top\"><b>Assay</b>");
  append_element (&self, "<time>", date, "</time></header>\n");
  append_contents (&self);
  g_string_append_printf (self.out, "<main id=\"main\"><section class=\"front\" aria-label=\"%s\">\n", _("Summary"));
  for (guint i = 0; i < document->blocks->len; i++)
    append_block (&self, block_at (document, i), i);
  g_string_append (self.out, "</section></main>\n<footer>");
  append_element (&self, "<p>", _("This file stands alone: it holds no rows of the data and loads nothing."), "</p>");
  g_string_append (self.out, "</footer>\n</div>\n<script>");
  g_string_append (self.out, assay_html_script ());
  g_string_append (self.out, "</script>\n</body>\n</html>\n");
  return g_string_free (self.out, FALSE);
}
