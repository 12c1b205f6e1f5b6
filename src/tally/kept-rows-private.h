/* kept-rows-private.h: chunks of a stream that one thread keeps, to be counted when all have come. */
#pragma once

#include "tally/engine.h"

G_BEGIN_DECLS

/* Which columns and how many values are kept; shared by all threads' rows, and outlives them. */
typedef struct
{
  guint          n_columns; /* of a chunk */
  const guint16 *columns;   /* n_kept of them */
  guint          n_kept;
  guint          n_values;
} AssayKeptColumns;

typedef struct _AssayKeptRows AssayKeptRows;

AssayKeptRows *assay_kept_rows_new    (const AssayKeptColumns *columns);
void           assay_kept_rows_free   (AssayKeptRows          *self);
/* FALSE: memory is short; the chunk is not kept then. */
gboolean       assay_kept_rows_add    (AssayKeptRows          *self,
                                       const guint16 *const   *codes,
                                       const gint64 *const    *values, /* (nullable) without values */
                                       guint                   n_rows);
guint64        assay_kept_rows_n_rows (const AssayKeptRows    *self);
guint64        assay_kept_rows_bytes  (const AssayKeptRows    *self);
/* Gives every chunk to visit and frees it; ends early, FALSE, when visit does. */
typedef gboolean (*AssayChunkVisitor) (const guint16 *const *codes, const gint64 *const *values, guint n_rows,
                                       gpointer data);
gboolean       assay_kept_rows_take   (AssayKeptRows          *self,
                                       AssayChunkVisitor       visit,
                                       gpointer                data);
/* Copies all chunks into rows, from row `first` on. Columns of rows are those of the chunks; n_codes of every column
 * that needs a high plane is above 256 there. A tag of a set has the rows whose code in its column is
 * ASSAY_TAG_YES. FALSE when cancelled. */
gboolean       assay_kept_rows_copy   (const AssayKeptRows    *self,
                                       AssayRows              *rows,
                                       guint64                 first,
                                       const AssayTagSet      *sets,
                                       GCancellable           *cancellable, /* (nullable) */
                                       GError                **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayKeptRows, assay_kept_rows_free)

G_END_DECLS
