/* planes-private.h: counting columns of few codes by bit planes, on processors that count bits in wide registers.
 *
 * A block's codes are turned into planes of one bit a row; a logic operation then finds the rows of one code, 512 at
 * a time, and VPOPCNTDQ counts those of each outcome (the base's code). See planes.c.
 */
#pragma once

#include "tally/cover-private.h"
#include "tally/kernel-private.h"

G_BEGIN_DECLS

typedef struct _AssayPlanes AssayPlanes;

gboolean     assay_planes_is_supported (void);
/* (nullable) Counters for the PLANES groups of a cover; NULL: no memory. */
AssayPlanes *assay_planes_new     (const AssayCover *cover,
                                   const guint      *n_codes);
void         assay_planes_free    (AssayPlanes      *self);
/* base has the base's code of each row. codes[column] are bytes that can be read 64 bytes past the rows. */
void         assay_planes_add     (AssayPlanes      *self,
                                   const guint16    *base,
                                   const AssayCodes *codes,
                                   guint             n_rows);
/* Writes group number i's table, n_base_codes x n_codes counts, and starts it again at 0. */
void         assay_planes_take    (AssayPlanes      *self,
                                   guint             i,
                                   guint64          *counts);

G_END_DECLS
