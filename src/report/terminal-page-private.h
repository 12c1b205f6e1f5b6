/* terminal-page-private.h: what a terminal is to show, as it grows: lines, inks, marks.
 *
 * An ink is a role, never decoration, and always stands beside a mark or a word that says the same.
 */
#pragma once

#include "report.h"
#include "terminal-text-private.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_INK_PLAIN,
  ASSAY_INK_DIM,
  ASSAY_INK_BOLD,
  ASSAY_INK_FAIL,      /* and behind the rest */
  ASSAY_INK_UNDECIDED,
  ASSAY_INK_PASS,
} AssayInk;

typedef struct
{
  GString *out;
  guint    width;      /* cells of a line */
  gboolean has_color, is_utf8;
  guint    most;
} AssayPage;

AssayPage   assay_page_new       (const AssayTerminalOptions *options); /* (nullable) */
char       *assay_page_finish    (AssayPage *self);                     /* (transfer full) */

/* text is safe text unless it says raw. */
char       *assay_page_safe      (const AssayPage *self, const char *raw); /* (transfer full) */
void        assay_page_add       (AssayPage *self, AssayInk ink, const char *text);
void        assay_page_spaces    (AssayPage *self, guint n);
void        assay_page_end_line  (AssayPage *self);   /* spaces at its end are taken away */
void        assay_page_heading   (AssayPage *self, const char *text); /* a blank line before it */
/* A word in `indent` cells, then text that is wrapped beside it. */
void        assay_page_entry     (AssayPage *self, const char *word, guint indent, AssayInk ink, const char *text);
/* The same for items (safe text) with a separator between; a line breaks between items where it can. */
void        assay_page_items     (AssayPage *self, const char *word, guint indent, const GPtrArray *items);
void        assay_page_paragraph (AssayPage *self, guint indent, AssayInk ink, const char *text);

/* Left and right on one line: what is on the right keeps its room, then text; its tail (nullable) is there when there
 * is room for all of it. */
void        assay_page_spread    (AssayPage  *self,
                                  AssayInk    text_ink,
                                  const char *text,
                                  const char *tail,
                                  AssayInk    right_ink,
                                  const char *right,
                                  guint       used); /* cells of the line that are written already */
guint       assay_page_n_lines   (const AssayPage *self);

const char *assay_page_mark      (const AssayPage *self, AssayVerdict verdict); /* one cell */
AssayInk    assay_verdict_ink    (AssayVerdict verdict);
const char *assay_page_separator (const AssayPage *self); /* " · " */
/* Puts ink around text into out. */
void        assay_ink_append     (GString *out, gboolean has_color, AssayInk ink, const char *text);

G_END_DECLS
