/* chart-curve-private.h: what curves and their table share. Inside src/draw. */
#pragma once

#include "chart-parts.h"

G_BEGIN_DECLS

#define ASSAY_CURVE_ROW  12.5
#define ASSAY_CURVE_RING 6.5

/* The colour of a curve's name and values. */
AssayPaint assay_curve_ink   (const AssayCurveLine *curve);
/* At x and y, at most room wide; columns that have no room go on below. Returns its bottom. */
double     assay_curve_table (AssayScene *scene, const AssayCurveChart *chart, double x, double y, double room);

G_END_DECLS
