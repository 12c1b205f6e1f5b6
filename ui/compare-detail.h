/* compare-detail.h: one row of a comparison in full: its sentence, who is right where the two part, both models. */
#pragma once

#include "models/compare-model.h"
#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_COMPARE_DETAIL (assay_compare_detail_get_type ())
G_DECLARE_FINAL_TYPE (AssayCompareDetail, assay_compare_detail, ASSAY, COMPARE_DETAIL, GtkWidget)

/* Of the whole set at first. */
GtkWidget *assay_compare_detail_new     (AssayOpenAudit *audit, AssayCompareModel *model);
void       assay_compare_detail_show    (AssayCompareDetail *self, guint row);
/* Numbers have moved: what is drawn is greyed until they rest. */
void       assay_compare_detail_moved   (AssayCompareDetail *self);
void       assay_compare_detail_refresh (AssayCompareDetail *self);

G_END_DECLS
