/* golden.h: what a drawing has to look like, as its display list or as a picture. */
#pragma once

#include "draw/render.h"

/* The display list equals golden/NAME.txt. A difference leaves NAME.txt.out (what was drawn), NAME.txt.ref (the golden)
 * and NAME.txt.diff (the lines that differ) in the build's folder. ASSAY_UPDATE_GOLDEN=1 rewrites the golden. */
void assay_check_golden  (const AssayScene *scene, const char *name);
/* The light picture at twice its size is golden/NAME.png, but for what another rasterizer does: up to a channel's 64 and
 * for 2 pixels in 10,000. More leaves NAME.out.png, NAME.ref.png and NAME.diff.png, differences made four times as large. */
void assay_check_picture (const AssayScene *scene, const char *name);

/* --- what they are made of ---------------------------------------------------------------------------------------- */

/* (transfer full) Lines only in expected after "-", only in found after "+", the first line's number before each run of
 * them; "" when the texts are equal. */
char            *assay_text_difference    (const char *expected, const char *found);
/* (transfer full) As large as the larger of both; black where they are equal, white where one of them has no pixel.
 * n_different: pixels of which a channel differs by more than 64. Both are ARGB32 or RGB24. */
cairo_surface_t *assay_picture_difference (cairo_surface_t *expected, cairo_surface_t *found, guint *n_different);
