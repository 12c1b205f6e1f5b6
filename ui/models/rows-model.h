/* rows-model.h: the rows behind a slice's numbers, a page of them at a time, read from the data in a thread.
 *
 * The audit is opened anew in that thread, for one is used by one thread at a time. A page that was read stays until the
 * next one is there. Main thread only.
 */
#pragma once

#include "audit/audit.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define ASSAY_ROWS_PAGE 100

typedef struct
{
  const char *cell;   /* of assay_audit_rows(); NULL: all */
  const char *title;  /* "Errors" */
} AssayRowsCell;

typedef struct _AssayRowsModel AssayRowsModel;

/* Called in the main thread; error: (nullable) (transfer none); neither for a load that was cancelled. */
typedef void (*AssayRowsLoaded) (AssayRowsModel *self, const GError *error, gpointer data);

/* folder: (nullable) where the data was when the audit was run. slice: as reports name it, "" the whole set. */
AssayRowsModel      *assay_rows_model_new     (const AssayReport *report, const char *audit_path, const char *folder,
                                               const char *slice);
AssayRowsModel      *assay_rows_model_ref     (AssayRowsModel *self);
void                 assay_rows_model_unref   (AssayRowsModel *self);
/* What can be asked for: all rows and, where there are classes, errors, rows that are right, the cells of the matrix. */
const AssayRowsCell *assay_rows_model_cells   (const AssayRowsModel *self, guint *n_cells);

/* Reads a page, from 0, of a cell, a number of the list above. What is read already is stopped first. */
void                 assay_rows_model_load    (AssayRowsModel *self, guint cell, guint64 page, AssayRowsLoaded loaded,
                                               gpointer data);
void                 assay_rows_model_cancel  (AssayRowsModel *self);
gboolean             assay_rows_model_is_busy (const AssayRowsModel *self);

/* Of the page that was read last; 0 and NULL before there is one. */
guint                assay_rows_model_n_rows    (const AssayRowsModel *self);
const char *const   *assay_rows_model_columns   (const AssayRowsModel *self);
/* The columns as a table shows them: label, prediction and score first, then in the data's order. */
guint                assay_rows_model_column_at (const AssayRowsModel *self, guint position);
const char          *assay_rows_model_value     (const AssayRowsModel *self, guint row, guint column); /* NULL: missing */
guint                assay_rows_model_cell      (const AssayRowsModel *self);
guint64              assay_rows_model_page      (const AssayRowsModel *self);
guint64              assay_rows_model_n_pages   (const AssayRowsModel *self);
/* (transfer full) "Rows 101 to 200 of 2,310"; "" before there is a page. */
char                *assay_rows_model_says      (const AssayRowsModel *self);
/* (transfer full) The page as CSV, its head first. */
char                *assay_rows_model_csv       (const AssayRowsModel *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayRowsModel, assay_rows_model_unref)

G_END_DECLS
