/* review-slide.h: one page of a review: a sentence, a chart, what was said, and where to say something. */
#pragma once

#include "models/review-model.h"
#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* model and its page outlive the slide. */
GtkWidget *assay_review_slide_new  (AssayOpenAudit *audit, const AssayReviewModel *model, const AssayReviewPage *page);
GtkWidget *assay_review_slide_form (GtkWidget *slide);
/* factor: of the type, 1 is a page's in a window; is_narrow: one thing below the other. */
void       assay_review_slide_fit  (GtkWidget *slide, double factor, gboolean is_narrow);

G_END_DECLS
