/* page-labels.h: how far people agree, what they confuse, what merging classes would do, how the model stands. */
#pragma once

#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *assay_page_labels_new (AssayOpenAudit *audit);

G_END_DECLS
