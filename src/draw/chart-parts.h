/* chart-parts.h: what charts share. Inside src/draw. */
#pragma once

#include "draw/charts.h"

G_BEGIN_DECLS

#define ASSAY_CHART_GAP 6.0

static const AssayTextStyle assay_style_title = { 10, ASSAY_WEIGHT_SEMIBOLD };
static const AssayTextStyle assay_style_note = { 7.2, ASSAY_WEIGHT_REGULAR };
static const AssayTextStyle assay_style_label = { 7.2, ASSAY_WEIGHT_REGULAR };
static const AssayTextStyle assay_style_name = { 7.5, ASSAY_WEIGHT_MEDIUM };
static const AssayTextStyle assay_style_value = { 7.5, ASSAY_WEIGHT_SEMIBOLD };
static const AssayTextStyle assay_style_small = { 6.5, ASSAY_WEIGHT_REGULAR };

/* Title and note at the top; returns where the rest begins. */
double assay_chart_head     (AssayScene *scene, const AssayChartHead *head, double y);
/* An interval with its caps, and its mark. estimate's ends may be missing. */
void   assay_chart_interval (AssayScene *scene, const AssayScale *scale, double y, const AssayEstimate *estimate,
                             AssayShape shape, AssayPaint paint, gboolean is_undecided, double mark);
/* Grid lines and their labels over a plot; horizontal values. */
void   assay_chart_grid     (AssayScene *scene, const AssayScale *scale, double top, double bottom);

G_END_DECLS
