/* chart-card.h: a chart of the report in a frame, with what it finds above it and how to read it below. */
#pragma once

#include "chart-view.h"

G_BEGIN_DECLS

/* exhibit (transfer full) of the audit; n_most rows, 0: all. is_titled: FALSE where its finding stands already. */
GtkWidget *assay_chart_card_new (AssayOpenAudit *audit, AssayExhibit *exhibit, guint n_most, gboolean is_titled);
/* The same of a request; NULL: there is no such chart; why (nullable) (transfer full) says so, safe for people. */
GtkWidget *assay_chart_card_ask (AssayOpenAudit *audit, const AssayReport *report, const AssayChartRequest *request,
                                 gboolean is_titled, char **why);

G_END_DECLS
