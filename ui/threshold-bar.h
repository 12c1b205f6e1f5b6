/* threshold-bar.h: a slider that stands on the histogram of the scores and moves on its edges. */
#pragma once

#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_THRESHOLD_BAR (assay_threshold_bar_get_type ())
G_DECLARE_FINAL_TYPE (AssayThresholdBar, assay_threshold_bar, ASSAY, THRESHOLD_BAR, GtkWidget)

/* Of an audit with a what-if, whose threshold it moves and follows. */
GtkWidget *assay_threshold_bar_new   (AssayOpenAudit *audit);
/* As a hand would: to an edge, and let go. */
void       assay_threshold_bar_move  (AssayThresholdBar *self, guint edge);
/* The same while it is dragged: it comes to rest some time after the last of these. */
void       assay_threshold_bar_drag  (AssayThresholdBar *self, guint edge);
/* In place of the mouse, for tests: the edge under a place of the widget. */
guint      assay_threshold_bar_edge_at (AssayThresholdBar *self, double x);

G_END_DECLS
