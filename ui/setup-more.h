/* setup-more.h: the plan's other keys, each with its help: a form made of the table of keys. */
#pragma once

#include "models/plan-draft.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *assay_setup_more_new     (AssayPlanDraft *draft);
void       assay_setup_more_refresh (GtkWidget *more);

G_END_DECLS
