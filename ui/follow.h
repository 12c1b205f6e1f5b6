/* follow.h: a page follows the audit's threshold while it is looked at; hidden, it catches up when it is shown again. */
#pragma once

#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*AssayFollower) (gpointer data);

/* moved (nullable): after a step, within the frame; settled: everything anew. data lives as long as the page. */
void assay_follow_threshold (GtkWidget *page, AssayOpenAudit *audit, AssayFollower moved, AssayFollower settled, gpointer data);

G_END_DECLS
