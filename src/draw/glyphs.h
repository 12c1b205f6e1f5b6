/* glyphs.h: plain texts in one of the report's fonts, without laying them out: a table of advances and of kerning.
 *
 * Plain: letters of ASCII and Latin-1, figures, and the signs of reports. They are most of what a chart has, stand in
 * one direction, do not combine, and each of them is one character for people. Everything else takes Pango. HarfBuzz
 * fills the table as it is asked, with the features that Pango is told to use, so that both agree. One thread at a time.
 */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

typedef struct _AssayGlyphs AssayGlyphs;

/* font: the bytes of an OpenType font; the glyphs keep them. */
AssayGlyphs *assay_glyphs_new   (GBytes *font);
void         assay_glyphs_free  (AssayGlyphs *self);

/* The width of a plain text, in ems; -1: it is not plain. */
double       assay_glyphs_width (AssayGlyphs *self, const char *text);
/* Appends cairo_glyph_t of a plain text with its origin at x and y. FALSE: it is not plain, and nothing was
 * appended. */
gboolean     assay_glyphs_place (AssayGlyphs *self, const char *text, double size, double x, double y,
                                 GArray *glyphs);

G_END_DECLS
