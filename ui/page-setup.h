/* page-setup.h: Set-up: what the columns are, what is sliced, what could go wrong; a plan without a text editor.
 *
 * The screen's actions: setup.run, setup.save, setup.save-as, setup.save-to (s), setup.undo, setup.redo, setup.back.
 */
#pragma once

#include "models/plan-draft.h"
#include "setup-source.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* source: taken. (nullable) NULL and error: its text is no plan. */
GtkWidget      *assay_page_setup_new   (AssaySetupSource *source, GError **error);
AssayPlanDraft *assay_page_setup_draft (GtkWidget *page);
/* Before it goes: what is unsaved in it is asked for no more. */
void            assay_page_setup_forget (GtkWidget *page);

G_END_DECLS
