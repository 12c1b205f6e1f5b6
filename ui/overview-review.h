/* overview-review.h: what people said of an audit, on its other pages: sign-offs and notes on the Overview, small marks
 * beside checks, slices and tags. All follow "review-changed".
 */
#pragma once

#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Sign-offs with their state and how far the review is; leads to it. */
GtkWidget *assay_overview_review_new  (AssayOpenAudit *audit);
/* The decision that counts about "check NAME", "slice TEXT", "tag NAME"; hidden while there is none. */
GtkWidget *assay_decision_badge_new   (AssayOpenAudit *audit, const char *about);

G_END_DECLS
