/* review-said.h: what people said, as rows: decisions and notes in order, with time and who; sign-offs with their state. */
#pragma once

#include "models/review-model.h"
#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The small mark of a decision: its word on a ground of its colour. */
GtkWidget *assay_decision_mark_new (AssayDecisionKind kind);
/* A column that fills itself anew whenever the review changes; hidden while there is nothing to show. */
GtkWidget *assay_review_said_new   (AssayOpenAudit *audit, const char *about);
/* The sign-offs with their state; sentence: what stands there without one. */
GtkWidget *assay_review_signed_new (AssayOpenAudit *audit, const char *sentence);
/* Each finding of the model with the decision that counts, then what else was said. model outlives it. */
GtkWidget *assay_review_all_new    (AssayOpenAudit *audit, const AssayReviewModel *model);

G_END_DECLS
