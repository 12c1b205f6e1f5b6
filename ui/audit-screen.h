/* audit-screen.h: the pages of an audit beside a list of them. */
#pragma once

#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget  *assay_audit_screen_new  (AssayOpenAudit *audit);
/* Makes the page when it is looked at for the first time. */
void        assay_audit_screen_show (GtkWidget *screen, const char *page);
/* Puts a line between the head and the page. */
void        assay_audit_screen_add_line (GtkWidget *screen, GtkWidget *line);
/* slice: (ss), as the action slices.show of the page takes it. */
void        assay_audit_screen_slice (GtkWidget *screen, GVariant *slice);
/* Without list and head: full screen. */
void        assay_audit_screen_set_bare (GtkWidget *screen, gboolean is_bare);
const char *assay_audit_screen_page (GtkWidget *screen); /* its name */

G_END_DECLS
