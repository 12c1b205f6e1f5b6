/* dot-cell.h: one slice's value and interval in a list's row, on the scale that all rows share. */
#pragma once

#include "models/slices-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What all rows of a list share; NaN: no such line. */
typedef struct
{
  double lo, hi;          /* the scale's ends */
  double whole, bound;
} AssayDotScale;

#define ASSAY_TYPE_DOT_CELL (assay_dot_cell_get_type ())
G_DECLARE_FINAL_TYPE (AssayDotCell, assay_dot_cell, ASSAY, DOT_CELL, GtkWidget)

/* model and scale outlive the cell. */
GtkWidget *assay_dot_cell_new    (AssaySlicesModel *model, const AssayDotScale *scale);
/* slice G_MAXUINT: an axis: the whole set's line with its ends. */
void       assay_dot_cell_show   (AssayDotCell *self, guint slice);
/* Of the whole of a model: from the intervals that it shows, the whole set's value, the bound of its checks. */
void       assay_dot_scale_fit   (AssayDotScale *self, AssaySlicesModel *model);

G_END_DECLS
