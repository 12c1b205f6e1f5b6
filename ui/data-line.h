/* data-line.h: what was audited and whether it is at hand: beside the list of pages, and above the page where it matters. */
#pragma once

#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *assay_data_line_new   (AssayOpenAudit *audit);
/* Shown when the data is another by now, cannot be read, or went while the audit was open; with a way to count anew. */
GtkWidget *assay_data_notice_new (AssayOpenAudit *audit);

G_END_DECLS
