/* page-tags.h: which errors to work on next: each tag's numbers, its stars, and the priorities that they give. */
#pragma once

#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Actions on the page: tags.revert, tags.sort, tags.export, tags.export-to (s: a path). */
GtkWidget *assay_page_tags_new (AssayOpenAudit *audit);

G_END_DECLS
