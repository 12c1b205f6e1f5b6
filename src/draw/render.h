/* render.h: scenes onto paper, into files, into HTML. */
#pragma once

#include "draw/palette.h"

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* Onto any cairo context. On a PDF surface groups become tags and links, and outlines bookmarks. Any thread, with the
 * scene's fonts. */
void      assay_scene_paint (const AssayScene *self, cairo_t *cr, AssayPalette palette);

/* (transfer full) An <svg> element. Text stays text. is_alone: a file of its own, with the font inside; else an element
 * of an HTML page, whose style has assay_svg_style(). Colours are those of light, and in class names for the others.
 * title: what the picture says, for those who do not see it. */
char     *assay_scene_svg   (const AssayScene *self, const char *title, gboolean is_alone);
/* (transfer full) A file of its own in the colours of one palette, whatever the reader prefers. */
char     *assay_scene_svg_in (const AssayScene *self, const char *title, AssayPalette palette);
/* (transfer full) Rules of CSS: the font, dark and high contrast. */
char     *assay_svg_style   (void);

/* (transfer full) Bytes of a file; scale: pixels a unit, of a PNG. */
GBytes   *assay_scene_png   (const AssayScene *self, AssayPalette palette, double scale, GError **error);

typedef struct
{
  const char *title, *author, *subject, *keywords; /* (nullable) */
  gint64      created_us;                          /* since 1970, UTC: the same bytes for the same audit */
} AssayPdfAbout;

/* (transfer full) (element-type AssayScene) pages: one scene each. Searchable text, embedded fonts, tags, links, bookmarks. */
GBytes   *assay_scenes_pdf  (GPtrArray *pages, const AssayPdfAbout *about, GError **error);
/* One page as large as the scene, in the colours of a palette. */
GBytes   *assay_scene_pdf   (const AssayScene *self, AssayPalette palette, const AssayPdfAbout *about, GError **error);

G_END_DECLS
