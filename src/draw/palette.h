/* palette.h: roles as colours: light, dark and high contrast (after Okabe and Ito 2008, darkened where text needs a
 * contrast of 4.5 : 1; high contrast reaches 7 : 1).
 */
#pragma once

#include "draw/scene.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_PALETTE_LIGHT,
  ASSAY_PALETTE_DARK,
  ASSAY_PALETTE_CONTRAST_LIGHT,
  ASSAY_PALETTE_CONTRAST_DARK,
  ASSAY_N_PALETTES
} AssayPalette;

typedef struct
{
  guint8 red, green, blue;
} AssayColor;

AssayColor  assay_palette_color (AssayPalette palette, AssayPaint paint);
/* Relative luminance 0..1 (WCAG 2.1), and the contrast of two colours, 1..21. */
double      assay_color_luminance (AssayColor color);
double      assay_color_contrast (AssayColor a, AssayColor b);
/* "worse", "heat-text": of CSS classes and dumps. */
const char *assay_role_name     (AssayRole role);

G_END_DECLS
