/* page-compare.h: the model against another one, a published number, or people: for whom better, for whom worse. */
#pragma once

#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *assay_page_compare_new (AssayOpenAudit *audit);

G_END_DECLS
