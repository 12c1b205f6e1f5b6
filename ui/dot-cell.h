/* dot-cell.h: one value and its interval in a list's row, on the scale that all rows share. */
#pragma once

#include "draw/scene.h"
#include "measure/measure.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What all rows of a list share; NaN: no such line. */
typedef struct
{
  double lo, hi;          /* the scale's ends */
  double whole, bound;    /* lines through all rows: the whole set's value, or zero; a bound */
} AssayDotScale;

/* What a row shows. */
typedef struct
{
  AssayEstimate estimate;
  AssayRole     role;
  gboolean      is_marked;  /* it stands out by its shape too */
  gboolean      is_hollow;
  char         *why;        /* (nullable) said in place of a mark */
} AssayDotMark;

#define ASSAY_TYPE_DOT_CELL (assay_dot_cell_get_type ())
G_DECLARE_FINAL_TYPE (AssayDotCell, assay_dot_cell, ASSAY, DOT_CELL, GtkWidget)

/* scale outlives the cell. */
GtkWidget *assay_dot_cell_new     (const AssayDotScale *scale);
/* mark: its why is taken. says: for who does not see it, and for the pointer. */
void       assay_dot_cell_show    (AssayDotCell *self, AssayDotMark mark, const char *says);
/* Empty at first, then widened by what is to be seen, then with room at its ends; a share stays within 0 and 1. */
void       assay_dot_scale_clear  (AssayDotScale *self);
void       assay_dot_scale_take   (AssayDotScale *self, double value);
void       assay_dot_scale_finish (AssayDotScale *self, gboolean is_share);

G_END_DECLS
