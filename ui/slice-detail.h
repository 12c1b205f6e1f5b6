/* slice-detail.h: one slice: its sentence, its matrix, its ROC and its calibration, against the whole set. */
#pragma once

#include "models/slices-model.h"
#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_SLICE_DETAIL (assay_slice_detail_get_type ())
G_DECLARE_FINAL_TYPE (AssaySliceDetail, assay_slice_detail, ASSAY, SLICE_DETAIL, GtkWidget)

GtkWidget *assay_slice_detail_new     (AssayOpenAudit *audit, AssaySlicesModel *model);
/* G_MAXUINT: the whole set. */
void       assay_slice_detail_show    (AssaySliceDetail *self, guint slice);
/* Numbers have moved: what is drawn is greyed until they rest. */
void       assay_slice_detail_moved   (AssaySliceDetail *self);
void       assay_slice_detail_refresh (AssaySliceDetail *self);

G_END_DECLS
