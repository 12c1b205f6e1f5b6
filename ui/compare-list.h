/* compare-list.h: slices compared, in a list whose rows are their chart: difference around zero, flips, verdict. */
#pragma once

#include "models/compare-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_COMPARE_LIST (assay_compare_list_get_type ())
G_DECLARE_FINAL_TYPE (AssayCompareList, assay_compare_list, ASSAY, COMPARE_LIST, GtkWidget)

/* Signals "row-selected" (guint row) and "sorted": after a click on a column's head, or assay_compare_list_sort(). */
GtkWidget     *assay_compare_list_new      (AssayCompareModel *model);
/* Scales, titles and columns anew: after another choice, or when a threshold rests. */
void           assay_compare_list_fit      (AssayCompareList *self);
guint          assay_compare_list_selected (AssayCompareList *self);
void           assay_compare_list_select   (AssayCompareList *self, guint row);
void           assay_compare_list_sort     (AssayCompareList *self, AssayCompareBy by, gboolean is_descending);
AssayCompareBy assay_compare_list_sorted   (AssayCompareList *self);
GtkColumnView *assay_compare_list_columns  (AssayCompareList *self);

G_END_DECLS
