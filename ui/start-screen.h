/* start-screen.h: what to open: an audit, one of the last ones, the sample. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *assay_start_screen_new      (void);
/* Reads the list of recent audits again; title (nullable): of the audit that is open, to go back to; has_setup: a
 * plan is being written. */
void       assay_start_screen_refresh  (GtkWidget *screen, const char *title, gboolean has_setup);
/* Puts an audit on that list, which the desktop keeps. */
void       assay_start_screen_remember (const char *path, const char *title);

G_END_DECLS
