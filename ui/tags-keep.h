/* tags-keep.h: a line that appears when stars are others than the audit's: how many, back, or kept under a name. */
#pragma once

#include "models/tags-model.h"
#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Kept, they are ratings in the audit's file (report/review.h); until then the window asks before it closes. Action on it:
 * stars.keep. */
GtkWidget *assay_tags_keep_new (AssayOpenAudit *audit, AssayTagsModel *model);

G_END_DECLS
