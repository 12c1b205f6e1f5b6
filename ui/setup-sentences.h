/* setup-sentences.h: what may go wrong, and the checks that would show it, each a sentence; one at a time is
 * changed. */
#pragma once

#include "models/plan-draft.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* profiles: (nullable) (element-type AssayColumnProfile) outlive it. */
GtkWidget *assay_setup_sentences_new       (AssayPlanDraft *draft, const GPtrArray *profiles);
void       assay_setup_sentences_refresh   (GtkWidget *sentences);
/* As its buttons do; what is new is open to be changed. */
void       assay_setup_sentences_add_check (GtkWidget *sentences);
void       assay_setup_sentences_add_risk  (GtkWidget *sentences);
/* As a click on its sentence: opens the check to be changed, or closes it. */
void       assay_setup_sentences_open      (GtkWidget *sentences, const char *check);

G_END_DECLS
