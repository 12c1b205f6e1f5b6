/* page-overview.h: the verdict and why, risks with checks, who is behind, what is undecided, what data it was. */
#pragma once

#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *assay_page_overview_new (AssayOpenAudit *audit);

G_END_DECLS
