/* cell-hash-private.h: counts by cell number, for tables with far more cells than rows. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 cell;  /* the cell number + 1; 0: the slot is free */
  guint64 count;
} AssayHashSlot;

typedef struct
{
  AssayHashSlot *slots;
  guint64        mask;  /* slots - 1; a power of two - 1 */
  guint64        n;     /* slots in use */
} AssayCellHash;

AssayCellHash *assay_cell_hash_new  (void);          /* (nullable) NULL: no memory */
void           assay_cell_hash_free (AssayCellHash *self);
/* FALSE when memory ran out; the count is then not added. */
gboolean       assay_cell_hash_add  (AssayCellHash *self, guint64 cell, guint64 count);
/* (nullable) The place of a cell's count, 0 when the cell was not there; valid until the next one is added. NULL: no
 * memory. */
guint64       *assay_cell_hash_at   (AssayCellHash *self, guint64 cell);

G_END_DECLS
