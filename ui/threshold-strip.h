/* threshold-strip.h: the head of a page that follows the threshold: the bar, what the audit is there, the way back. */
#pragma once

#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* end (nullable): a widget at the end of its second line. Without a threshold it says why there is none. */
GtkWidget *assay_threshold_strip_new (AssayOpenAudit *audit, GtkWidget *end);

G_END_DECLS
