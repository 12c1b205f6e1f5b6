/* paint-private.h: on a picture, marks and glyphs are drawn once and set wherever they stand. Inside src/draw. */
#pragma once

#include "draw/palette.h"

#include <cairo.h>

G_BEGIN_DECLS

typedef struct _AssayStamps AssayStamps;

/* (nullable) NULL where it would not be right: no picture, one that is turned, a clip that is no rectangle. fonts is
 * borrowed. */
AssayStamps *assay_stamps_new      (cairo_t *cr, AssayFonts *fonts);
void         assay_stamps_free     (AssayStamps *self);

/* draw draws a mark around the origin, once for each quarter of a pixel that it stands on. */
typedef void (*AssayStampDraw) (cairo_t *cr, const AssayOp *op, gpointer data);
gboolean     assay_stamps_set_mark (AssayStamps *self, const AssayOp *op, AssayStampDraw draw, gpointer data);
/* A text that begins at left, with its halo. FALSE: it is not plain. */
gboolean     assay_stamps_set_text (AssayStamps *self, const AssayOp *op, double left, AssayColor color,
                                    AssayColor paper);

/* An upright or level line; grids and rules lie on whole pixels. */
void         assay_stamps_fill_line (AssayStamps *self, const AssayOp *op, double line, AssayColor color);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayStamps, assay_stamps_free)

G_END_DECLS
