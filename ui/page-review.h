/* page-review.h: Review: one finding to a page, for a meeting: arrow keys, notes and decisions, the sign-off at the end.
 *
 * It shows the audit as it was run, which is what is signed and printed: a moved threshold is said, and not followed.
 */
#pragma once

#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *assay_page_review_new      (AssayOpenAudit *audit);
guint      assay_page_review_n        (GtkWidget *page);
guint      assay_page_review_at       (GtkWidget *page);
/* position beyond the last is the last. */
void       assay_page_review_go       (GtkWidget *page, guint position);

G_END_DECLS
