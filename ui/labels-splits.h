/* labels-splits.h: the half of the page of labels that is about classes: who splits about what, merging, for whom. */
#pragma once

#include "models/labels-model.h"
#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Of the model's part as it is now. */
GtkWidget *assay_labels_splits_new (AssayOpenAudit *audit, AssayLabelsModel *model);
/* A choice with a name. */
GtkWidget *assay_labels_down_new   (const char *label);

G_END_DECLS
