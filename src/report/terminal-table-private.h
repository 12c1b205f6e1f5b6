/* terminal-table-private.h: rows and columns that fit a page's width.
 *
 * Add the cells row by row, let the table find its widths, draw into those columns that need to know theirs, print.
 * What does not fit is shrunk where a column allows it; if that is not enough, the columns of the highest rank are
 * left out. A column with nothing in it is never there.
 */
#pragma once

#include "terminal-page-private.h"

G_BEGIN_DECLS

typedef struct
{
  const char *title;    /* safe text, borrowed */
  gboolean    is_right; /* numbers; else names, whose middle is what goes */
  guint       least;    /* cells that it may be shrunk to; 0: never shrunk */
  guint       rank;     /* 0: always there */
  gboolean    fills;    /* takes what is left of the width; least is its least */
} AssayTextColumn;

typedef struct _AssayTextTable AssayTextTable;

/* columns are copied. */
AssayTextTable *assay_text_table_new      (const AssayTextColumn *columns, guint n_columns);
void            assay_text_table_free     (AssayTextTable *self);
/* The next cell of the row; text is safe text (transfer full) (nullable). */
void            assay_text_table_add      (AssayTextTable *self, AssayInk ink, char *text);
/* The same with more behind it, dim, where there is room for it (transfer full) (nullable). */
void            assay_text_table_add_tail (AssayTextTable *self, AssayInk ink, char *text, char *tail);
/* A line of its own over all columns, between rows (transfer full). */
void            assay_text_table_add_line (AssayTextTable *self, AssayInk ink, char *text);
void            assay_text_table_fit      (AssayTextTable *self, const AssayPage *page);
/* After fit: a column's cells, 0 when it is left out; how many columns are left out for want of width. */
guint           assay_text_table_width    (const AssayTextTable *self, guint column);
guint           assay_text_table_left_out (const AssayTextTable *self);
/* Replaces a cell, or with row -1 the title, by text of exactly the column's width with its own inks. */
void            assay_text_table_draw     (AssayTextTable *self, int row, guint column, char *drawn);
void            assay_text_table_print    (AssayTextTable *self, AssayPage *page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayTextTable, assay_text_table_free)

G_END_DECLS
