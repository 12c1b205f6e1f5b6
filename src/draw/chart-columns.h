/* chart-columns.h: rows of names and sizes beside a plot, and room for labels. Inside src/draw. */
#pragma once

#include "draw/chart-parts.h"

G_BEGIN_DECLS

#define ASSAY_CHART_ROW 14.5  /* of a table of rows */
#define ASSAY_CHART_MARK 6.5
#define ASSAY_CHART_SINK 2.7  /* from a row's middle to its baseline */

/* A name and, in grey after it, its column. */
double assay_chart_name_width (AssayFonts *fonts, const char *name, const char *of);
/* Both within max_width, at the middle y of a row; the column gives way first. */
void   assay_chart_name       (AssayScene *scene, double x, double y, const char *name, const char *of,
                               double max_width);
/* Widest of the sizes, and one of them, right-aligned. */
double assay_chart_rows_width (AssayFonts *fonts, guint64 n_rows);
void   assay_chart_rows       (AssayScene *scene, double x, double y, guint64 n_rows);
/* A head over a column, in grey; within max_width. */
void   assay_chart_column     (AssayScene *scene, double x, double y, AssayAnchor anchor, const char *text,
                               double max_width);
/* A trend's colour, of marks and of text. */
AssayPaint assay_chart_trend      (AssayTrend trend);
AssayPaint assay_chart_trend_text (AssayTrend trend);
/* [lo, hi] grown to hold a value; NaN is none, and no value yet. */
void   assay_chart_extend     (double *lo, double *hi, double value);
void   assay_chart_extend_by  (double *lo, double *hi, const AssayEstimate *estimate);
/* From lo to hi and a little more (NaN: 0 to 1), drawn between from and to; with as many ticks as their labels leave
 * room for, upright where from > to. */
AssayScale assay_chart_scale  (AssayFonts *fonts, double lo, double hi, gboolean is_share, gboolean is_signed,
                               double from,
                               double to);
/* Vertical values: grid lines with their labels left of them. */
void   assay_chart_grid_up    (AssayScene *scene, const AssayScale *scale, double left, double right);
/* Whether a text's box meets no text, mark, line or path that stands there already; grid lines do not count. */
gboolean assay_chart_is_free  (const AssayScene *scene, double x, double y, double w, double h);

G_END_DECLS
