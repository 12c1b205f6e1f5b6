/* setup-columns.h: the data's columns with what each is used for; of very many those that are searched for. */
#pragma once

#include "models/plan-draft.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* profiles: (element-type AssayColumnProfile) outlive the widget. */
GtkWidget *assay_setup_columns_new     (AssayPlanDraft *draft, const GPtrArray *profiles);
/* After the draft has changed. */
void       assay_setup_columns_refresh (GtkWidget *columns);

G_END_DECLS
