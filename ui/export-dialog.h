/* export-dialog.h: the report's files, written in a thread. */
#pragma once

#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks which formats and where. */
void assay_export_dialog_show (GtkWindow *window, AssayOpenAudit *audit);
/* Writes them; the window says what became of it (win.say). */
void assay_export_run         (GtkWindow *window, AssayOpenAudit *audit, const char *folder, AssayFormats formats);

G_END_DECLS
