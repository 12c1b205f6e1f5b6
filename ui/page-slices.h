/* page-slices.h: for whom? Every slice in a list that is its own chart, crossings as a map, the threshold to be moved. */
#pragma once

#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *assay_page_slices_new (AssayOpenAudit *audit);

G_END_DECLS
