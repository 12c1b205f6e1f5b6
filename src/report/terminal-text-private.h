/* terminal-text-private.h: text that a terminal may be given, and how many of its cells it takes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All (transfer full). A value may hold anything: an escape sequence, a character that turns the line round, bytes
 * that are no UTF-8. Safe text shows such as \x1b or \u{202e}; line breaks and tabs as \n and \t; with is_utf8 FALSE
 * everything beyond ASCII too. */
char *assay_text_safe  (const char *text, gboolean is_utf8);
/* Cells: 2 for East Asian wide characters and emoji, 0 for combining ones. For safe text. */
guint assay_text_width (const char *safe);
/* At most `width` cells; what is too long loses its middle, or its end. */
char *assay_text_middle (const char *safe, guint width, gboolean is_utf8);
char *assay_text_end    (const char *safe, guint width, gboolean is_utf8);
/* (array zero-terminated) Lines of at most `first` and then `width` cells, broken at spaces where there are any. */
char **assay_text_wrap  (const char *safe, guint first, guint width);

/* text-order.c: (transfer full) a safe text for pages, with a mark after each name that is written from right to left; and
 * the text without these marks, before it is made safe once more. */
char    *assay_text_ordered   (const char *safe);
char    *assay_text_unordered (const char *text);

G_END_DECLS
