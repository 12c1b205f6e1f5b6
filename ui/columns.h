/* columns.h: two columns where there is room for them, else one below the other. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ASSAY_TYPE_COLUMNS (assay_columns_get_type ())
G_DECLARE_FINAL_TYPE (AssayColumns, assay_columns, ASSAY, COLUMNS, GtkWidget)

/* Takes the children. From least_width pixels on they stand side by side. */
GtkWidget *assay_columns_new (GtkWidget *left, GtkWidget *right, int least_width);

G_END_DECLS
