/* fonts.h: the report's own font, and how wide a text is in it.
 *
 * Inter (OFL) is part of the program and is given to a font map of its own, without a file on disk and without a trace in
 * the system; what it lacks (CJK, Arabic, emoji) comes from the system's fonts. Widths do not depend on a screen: no
 * hinting, no rounding, so that a layout on paper and one in HTML agree. Figures are tabular.
 *
 * One thread at a time. Laid out texts are kept, up to a limit: a chart is drawn again and again.
 */
#pragma once

#include <cairo.h>
#include <glib.h>
#include <pango/pango.h>

G_BEGIN_DECLS

typedef struct _AssayFonts AssayFonts;

typedef enum { ASSAY_WEIGHT_REGULAR, ASSAY_WEIGHT_MEDIUM, ASSAY_WEIGHT_SEMIBOLD } AssayWeight;

typedef struct
{
  double      size;   /* points on paper, pixels on screen */
  AssayWeight weight;
} AssayTextStyle;

/* Fails when the font cannot be loaded. (transfer full) */
AssayFonts  *assay_fonts_new    (GError **error);
void         assay_fonts_free   (AssayFonts *self);

double       assay_fonts_width  (AssayFonts *self, const char *text, AssayTextStyle style);
/* (transfer full) The text, or as much of its beginning and end as fits around an ellipsis; "" where not even that
 * fits. Cut between characters as people see them. */
char        *assay_fonts_fit    (AssayFonts *self, const char *text, AssayTextStyle style, double max_width);
/* (transfer full) Lines of at most width, broken where a language breaks them, else within a word. The last of n_most (0:
 * any number) is fitted. */
char       **assay_fonts_wrap   (AssayFonts *self, const char *text, AssayTextStyle style, double width, guint n_most);
/* (transfer none) Valid until the next call of a function here. */
PangoLayout *assay_fonts_layout (AssayFonts *self, const char *text, AssayTextStyle style);

/* Appends cairo_glyph_t of a plain text, for the face of its weight. FALSE: it is not plain (glyphs.h): take a layout. */
gboolean     assay_fonts_glyphs (AssayFonts *self, const char *text, AssayTextStyle style, double x, double y,
                                 GArray *glyphs);
/* (transfer none) */
cairo_font_face_t *assay_fonts_face (AssayFonts *self, AssayWeight weight);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayFonts, assay_fonts_free)

G_END_DECLS
