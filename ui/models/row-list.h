/* row-list.h: a lazy list of rows for GTK's list widgets: objects exist only for the rows on the screen.
 *
 * An item says which row it is and of what; whoever binds it asks the model for the row's texts and numbers. When
 * these change in place, the model says so (its signal "values-changed") and no item is made anew: a dragged
 * threshold would lay out every visible row a second time.
 */
#pragma once

#include "models/order.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_ROW (assay_row_get_type ())
G_DECLARE_FINAL_TYPE (AssayRow, assay_row, ASSAY, ROW, GObject)
guint       assay_row_index    (AssayRow *self);

#define ASSAY_TYPE_ROW_LIST (assay_row_list_get_type ())
G_DECLARE_FINAL_TYPE (AssayRowList, assay_row_list, ASSAY, ROW_LIST, GObject)

/* order: borrowed; it outlives the list. */
AssayRowList *assay_row_list_new     (const AssayOrder *order);
/* After the order has changed. */
void          assay_row_list_changed (AssayRowList *self);
/* The row at a position; the position of a row, G_MAXUINT: it is hidden, or there is none of that number. */
guint         assay_row_list_at       (AssayRowList *self, guint position);
guint         assay_row_list_position (AssayRowList *self, guint row);
/* How many items are alive, for tests. */
guint         assay_row_list_n_live  (AssayRowList *self);

G_END_DECLS
