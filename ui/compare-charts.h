/* compare-charts.h: a comparison as charts of the report: where the points lie, and the slices of both models. */
#pragma once

#include "models/compare-model.h"
#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_COMPARE_CHARTS (assay_compare_charts_get_type ())
G_DECLARE_FINAL_TYPE (AssayCompareCharts, assay_compare_charts, ASSAY, COMPARE_CHARTS, GtkWidget)

/* Drawn when they are first seen. */
GtkWidget *assay_compare_charts_new     (AssayOpenAudit *audit, AssayCompareModel *model);
/* After another choice, or when a threshold rests. */
void       assay_compare_charts_refresh (AssayCompareCharts *self);
/* What the difference is divided by. */
GtkWidget *assay_compare_charts_parts   (AssayCompareCharts *self);

G_END_DECLS
