/* exhibit.h: one chart of an audit that is drawn again and again: a screen's, and what is copied from it.
 *
 * Numbers, title (what it finds) and note (how to read it) are worked out once; a scene is made for each width. The
 * drawing is that of the PDF. An exhibit is used by one thread at a time; its report outlives it.
 */
#pragma once

#include "draw/scene.h"
#include "report/report.h"

G_BEGIN_DECLS

typedef struct _AssayExhibit AssayExhibit;

/* (transfer full) request's picture, width and colours are not looked at. An error says what there is. */
AssayExhibit *assay_exhibit_new     (const AssayReport        *report,
                                     const AssayChartRequest  *request,
                                     GError                  **error);
void          assay_exhibit_free    (AssayExhibit             *self);
const char   *assay_exhibit_title   (const AssayExhibit       *self);
const char   *assay_exhibit_note    (const AssayExhibit       *self); /* (nullable) */
/* How many rows it has when it can be drawn with fewer; else 0. */
guint         assay_exhibit_n_rows  (const AssayExhibit       *self);
/* (transfer full) Without title and note. width in points; n_most rows, 0: all. fonts outlives the scene. */
AssayScene   *assay_exhibit_draw    (const AssayExhibit       *self,
                                     AssayFonts               *fonts,
                                     double                    width,
                                     guint                     n_most);
/* (transfer full) A file's bytes, with title and note. */
GBytes       *assay_exhibit_picture (const AssayExhibit       *self,
                                     AssayPicture              picture,
                                     AssayColors               colors,
                                     double                    width,
                                     guint                     n_most,
                                     GError                  **error);
/* (transfer full) Its numbers as a table for a spreadsheet: every digit, names as the data spell them. */
char         *assay_exhibit_csv     (const AssayExhibit       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayExhibit, assay_exhibit_free)

G_END_DECLS
