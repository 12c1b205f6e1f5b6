/* pixels.h: the pixels of a picture in memory: boxes, and shapes that were drawn before. Inside src/draw.
 *
 * Whoever writes them flushes the surface before and marks it dirty behind, so that Cairo knows.
 */
#pragma once

#include "draw/palette.h"

#include <cairo.h>

G_BEGIN_DECLS

typedef struct
{
  cairo_surface_t      *surface;  /* borrowed */
  guint8               *data;
  int                   stride;
  cairo_rectangle_int_t clip;
} AssayPixels;

/* A pixel that a shape covers, from the shape's origin, and how much of it, 1 to 255. */
typedef struct
{
  gint16 x, y;
  guint8 share;
} AssayCovered;

typedef struct
{
  int          left, top, right, bottom;
  guint        n;
  AssayCovered pixels[];
} AssayCoverage;

/* FALSE: what is drawn on is no picture of 32 bits a pixel, is shifted, or clipped by more than a box of pixels. */
gboolean       assay_pixels_init     (AssayPixels *self, cairo_t *cr);
/* Asks for a box of pixels ahead: a picture of many rows is not in the cache, and glyphs would wait for each line. */
void           assay_pixels_prefetch (const AssayPixels *self, double left, double top, double right, double bottom);
/* Edges may lie within pixels. */
void           assay_pixels_fill_box (const AssayPixels *self, double left, double top, double right, double bottom,
                                      AssayColor paint);
void           assay_pixels_set      (const AssayPixels *self, const AssayCoverage *stamp, int x, int y,
                                      AssayColor paint);

/* Of a square picture of 8 bits a pixel, the shape's origin at (origin, origin); g_free() it. */
AssayCoverage *assay_coverage_new    (cairo_surface_t *surface, int origin);

G_END_DECLS
