/* page-slices.h: for whom? Every slice in a list that is its own chart, crossings as a map, the threshold to be moved. */
#pragma once

#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Action on the page: slices.show (ss): a slice's text, "" for the whole set, and a measure's name ("" leaves it). */
GtkWidget *assay_page_slices_new (AssayOpenAudit *audit);

G_END_DECLS
