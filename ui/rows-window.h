/* rows-window.h: the rows behind a slice's numbers, in a window of their own beside the audit's. */
#pragma once

#include "open-audit.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_ROWS_WINDOW (assay_rows_window_get_type ())
G_DECLARE_FINAL_TYPE (AssayRowsWindow, assay_rows_window, ASSAY, ROWS_WINDOW, AdwWindow)

/* slice: as reports name it, "" the whole set. cell: (nullable) "wrong", ... as assay_audit_rows() has it. */
AssayRowsWindow *assay_rows_window_show (GtkWindow *parent, AssayOpenAudit *audit, const char *slice, const char *cell);
/* "busy", "rows", "none", "trouble" */
const char      *assay_rows_window_screen (AssayRowsWindow *self);

/* A button that shows them. */
GtkWidget       *assay_rows_button_new  (AssayOpenAudit *audit, const char *slice);

G_END_DECLS
