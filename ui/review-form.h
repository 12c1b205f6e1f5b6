/* review-form.h: where somebody says something: a note and a decision about a finding, or the sign-off of the audit.
 *
 * What is typed stays until it is written or thrown away; the window asks about it before it closes. What cannot be written
 * is said in place, and the text stays.
 */
#pragma once

#include "models/review-model.h"
#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* page lives as long as the form. */
GtkWidget  *assay_review_form_new    (AssayOpenAudit *audit, const AssayReviewPage *page);
void        assay_review_form_focus  (GtkWidget *form);   /* the note */
/* FALSE: there is nothing to save, or no name. */
gboolean    assay_review_form_save   (GtkWidget *form);
/* The audit's file may be written or not, or is another one by now. */
void        assay_review_form_update (GtkWidget *form);
/* Beside each other where there is room, else one below the other. */
void        assay_review_form_fold   (GtkWidget *form, gboolean is_folded);

G_END_DECLS
