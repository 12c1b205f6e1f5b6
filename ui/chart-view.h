/* chart-view.h: a chart on screen: the drawing of the report, in the style's colours, at the width there is.
 *
 * Each mark answers to the pointer and is walked with the arrow keys (one Tab stop); actions copy and export it:
 * chart.copy (everything at once), chart.copy-svg, chart.copy-png, chart.copy-csv, chart.export, chart.export-to (s:
 * a path whose ending says the format).
 */
#pragma once

#include "chart-mark.h"
#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_CHART_VIEW (assay_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (AssayChartView, assay_chart_view, ASSAY, CHART_VIEW, GtkWidget)

/* Signal "mark-activated" (AssayChartMark *mark): clicked, or Enter. Space shows what it says, as hovering does. */
GtkWidget      *assay_chart_view_new         (void);
/* exhibit (transfer full) (nullable) of the audit; n_most rows, 0: all. */
void            assay_chart_view_show        (AssayChartView *self, AssayOpenAudit *audit, AssayExhibit *exhibit,
                                              guint n_most);
/* As large as it can be in a room of pixels, at most so many times a page's size, with as many rows as fit: how many. Not
 * while sizes are given out. */
guint           assay_chart_view_fit         (AssayChartView *self, int width, int height, double most);
AssayExhibit   *assay_chart_view_exhibit     (AssayChartView *self); /* (nullable) */
guint           assay_chart_view_n_marks     (AssayChartView *self);
AssayChartMark *assay_chart_view_mark        (AssayChartView *self, guint position);
/* The mark that was activated last; -1: none. Selecting one emits nothing. */
int             assay_chart_view_selected    (AssayChartView *self);
void            assay_chart_view_select      (AssayChartView *self, int position);
/* One file of the format that its ending names: svg, png, pdf, csv. */
gboolean        assay_chart_view_export      (AssayChartView *self, GFile *file, GError **error)
                                              G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
