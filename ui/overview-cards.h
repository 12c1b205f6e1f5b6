/* overview-cards.h: what the Overview is made of: headings, cards with rows, and the parts that are lists alone. */
#pragma once

#include "models/overview-model.h"
#include "report/report.h"
#include "verdict-mark.h"

G_BEGIN_DECLS

/* Labels that wrap, left-aligned; css_class (nullable). */
GtkWidget *assay_label             (const char *text, const char *css_class);
GtkWidget *assay_heading           (const char *text);
/* A button that leads to another page: "win.page::compare". */
GtkWidget *assay_page_link         (const char *label, const char *action);
/* A list in a frame of its own; title and more (nullable) stand in its first row. Appended to the column. */
GtkWidget *assay_card_new          (GtkWidget *column, const char *title, const char *more);
/* mark (nullable); more (nullable): in grey below the name. */
GtkWidget *assay_card_row          (GtkWidget *mark, const char *name, const char *more);
/* At the row's end. (transfer none): the label. */
GtkWidget *assay_card_row_end      (GtkWidget *row, const char *text, const char *css_class);
/* Activated, it leads to the slice on its page, in that measure (win.slice). */
void       assay_card_row_leads    (GtkWidget *row, const AssayFinding *finding, const char *measure);

/* Judgements that are undecided, the nearest to a decision first, with the rows it would take. */
void       assay_overview_undecided (GtkWidget *column, const AssayOverview *overview);
/* Files, digests, when and by what. */
void       assay_overview_identity  (GtkWidget *column, const AssayReport *report);

G_END_DECLS
