/* chart-mark.h: what a chart says at one place: seen by nobody, but focused, hovered, read out. Inside ui. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_CHART_MARK (assay_chart_mark_get_type ())
G_DECLARE_FINAL_TYPE (AssayChartMark, assay_chart_mark, ASSAY, CHART_MARK, GtkWidget)

/* x, y, width, height in the scene's units; says is what is read out. "activate" is emitted by Enter and a click,
 * "explain" by Space. */
GtkWidget             *assay_chart_mark_new   (const graphene_rect_t *area, const char *name, const char *says);
const graphene_rect_t *assay_chart_mark_area  (AssayChartMark *self);
void                   assay_chart_mark_move  (AssayChartMark *self, const graphene_rect_t *area);
const char            *assay_chart_mark_name  (AssayChartMark *self);
const char            *assay_chart_mark_says  (AssayChartMark *self);

G_END_DECLS
