/* check-editor.h: the words of one check as choices in their sentence: "[recall] of [every race] is [at least]
 * [0.70]". */
#pragma once

#include "models/draft-checks.h"
#include "read/read.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* profiles: (nullable) outlive it. */
GtkWidget  *assay_check_editor_new     (AssayPlanDraft *draft, const GPtrArray *profiles, const char *name);
/* The check has another name: it follows the sentence. */
void        assay_check_editor_set_name (GtkWidget *editor, const char *name);
/* After the draft has changed; the check is still there. */
void        assay_check_editor_refresh (GtkWidget *editor);

G_END_DECLS
