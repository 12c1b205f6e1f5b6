/* threshold-strip.h: the head of a page that follows the threshold: the bar, what the audit is there, the way
 * back. */
#pragma once

#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* end (nullable): a widget at the end of its second line. Without a threshold it says why there is none. */
GtkWidget *assay_threshold_strip_new (AssayOpenAudit *audit, GtkWidget *end);

/* (nullable) For pages that are not about the threshold: a button that shows it, and *shown, to be placed by the
 * page, what it shows: the bar, and with_words the line below it. NULL without a threshold. It is down while the
 * threshold is moved. */
GtkWidget *assay_threshold_button_new (AssayOpenAudit *audit, gboolean with_words, GtkWidget **shown);

G_END_DECLS
