/* row-view.h: a list of very many rows that are their own chart: what the pages of slices and of comparisons share.
 *
 * Columns are a table: how a cell is made, and how it shows a row. Rows are an AssayRowList's; objects and cells are
 * there for what is on the screen. Sorting is asked of the owner, which sorts plain numbers.
 */
#pragma once

#include "models/row-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *title;   /* marked, not translated yet */
  int         width;   /* 0: what is left */
  int         by;      /* what the owner is asked to sort by; 0 is its own order and no column's */
  GtkWidget *(*create) (gpointer owner);
  void       (*show)   (gpointer owner, GtkWidget *cell, guint row);
} AssayRowColumn;

typedef void (*AssayRowSort) (gpointer owner, int by, gboolean is_descending);

#define ASSAY_TYPE_ROW_VIEW (assay_row_view_get_type ())
G_DECLARE_FINAL_TYPE (AssayRowView, assay_row_view, ASSAY, ROW_VIEW, GtkWidget)

/* Signal "row-selected" (guint row). columns, an array, and owner outlive the view; label: its accessible name. */
GtkWidget     *assay_row_view_new       (AssayRowList *list, const AssayRowColumn *columns, guint n_columns,
                                         const char *label, AssayRowSort sort, gpointer owner);
void           assay_row_view_set_title (AssayRowView *self, guint column, const char *title);
void           assay_row_view_set_visible (AssayRowView *self, guint column, gboolean is_visible);
/* Numbers have changed: rows in sight show them now, others when they come into sight. */
void           assay_row_view_refresh   (AssayRowView *self);
/* G_MAXUINT: none. A row that a filter hides stays selected. */
guint          assay_row_view_selected  (AssayRowView *self);
void           assay_row_view_select    (AssayRowView *self, guint row);
/* As a click on the column's head does; by 0: the owner's own order. */
void           assay_row_view_sort      (AssayRowView *self, int by, gboolean is_descending);
GtkColumnView *assay_row_view_columns   (AssayRowView *self);

/* Cells: a name with more of it in grey, a number at the right. */
GtkWidget     *assay_name_cell_new      (gpointer owner);
void           assay_name_cell_show     (GtkWidget *cell, const char *name, const char *more);
/* mark (nullable) (transfer full): behind the name. */
void           assay_name_cell_mark     (GtkWidget *cell, GtkWidget *mark);
GtkWidget     *assay_number_cell_new    (gpointer owner);
void           assay_number_cell_show   (GtkWidget *cell, const char *text, gboolean is_worse);
/* The mark of a verdict. */
GtkWidget     *assay_verdict_cell_new   (gpointer owner);

G_END_DECLS
