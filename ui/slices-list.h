/* slices-list.h: all slices in a list whose rows are their own chart: name, rows, dot and interval, difference, verdict. */
#pragma once

#include "models/slices-model.h"
#include "open-audit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_SLICES_LIST (assay_slices_list_get_type ())
G_DECLARE_FINAL_TYPE (AssaySlicesList, assay_slices_list, ASSAY, SLICES_LIST, GtkWidget)

/* Signal "slice-selected" (guint slice). */
GtkWidget     *assay_slices_list_new      (AssaySlicesModel *model);
/* Decisions are shown beside slices, and follow the review. */
void           assay_slices_list_set_audit (AssaySlicesList *self, AssayOpenAudit *audit);
/* The scale anew, from what is shown: after another measure, or when a threshold rests. */
void           assay_slices_list_fit      (AssaySlicesList *self);
/* G_MAXUINT: none. */
guint          assay_slices_list_selected (AssaySlicesList *self);
void           assay_slices_list_select   (AssaySlicesList *self, guint slice);
/* As a click on the column's head does. */
void           assay_slices_list_sort     (AssaySlicesList *self, AssaySlicesBy by, gboolean is_descending);
GtkColumnView *assay_slices_list_view     (AssaySlicesList *self);

G_END_DECLS
