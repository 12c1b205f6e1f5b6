/* setup-slices.h: what the rows are sliced by: columns with their slices' sizes, crossings, expressions. */
#pragma once

#include "models/plan-draft.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* profiles: (nullable) (element-type AssayColumnProfile) outlive it. */
GtkWidget *assay_setup_slices_new     (AssayPlanDraft *draft, const GPtrArray *profiles);
void       assay_setup_slices_refresh (GtkWidget *slices);

G_END_DECLS
