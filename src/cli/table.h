/* table.h: text in columns for a terminal. Cells are made harmless; wide ones are cut to fit. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AssayTable AssayTable;

/* heads: n_columns; to_right: (nullable) n_columns, numbers are set to the right. */
AssayTable *assay_table_new  (const char *const *heads, const gboolean *to_right, guint n_columns);
void        assay_table_add  (AssayTable *self, const char *const *cells); /* copied; NULL is "-" */
/* (transfer full) width: 0 for no bound. Columns that do not fit at all are left out from the right; n_hidden
 * (nullable) says how many. */
char       *assay_table_text (const AssayTable *self, guint width, gboolean is_utf8, guint *n_hidden);
void        assay_table_free (AssayTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayTable, assay_table_free)

G_END_DECLS
