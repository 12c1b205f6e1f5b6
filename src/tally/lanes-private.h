/* lanes-private.h: a row's count and sums as 64-bit lanes that one loop adds to a cell.
 *
 * Lane 0 is the row itself, 1. A sum of values or rows has one lane, in two's complement. A product, up to 2^62, has
 * two: its low 32 bits and the signed rest, so that neither can overflow before 2^32 rows were added; what was added
 * is put together again in 128 bits when a cell leaves the thread. Lanes are padded to a multiple of two.
 *
 *     n | weight | low of weight * weight | rest of it        a cell of 32 bytes
 */
#pragma once

#include "tally/engine.h"
#include "tally/kernel-private.h"

G_BEGIN_DECLS

#define ASSAY_MAX_LANES (2 + 2 * ASSAY_MAX_SUMS)

typedef struct
{
  guint         n_sums;
  AssayShapeSum sums[ASSAY_MAX_SUMS];
  guint         first[ASSAY_MAX_SUMS]; /* each sum's first lane */
  guint         n_lanes;               /* padding included */
  guint         position;              /* among the lanes of a cover */
} AssayLanes;

/* (transfer full) with g_free(). */
AssayLanes *assay_lanes_new  (const AssayTableShape *shape);
/* Whether a shape has exactly these sums. */
gboolean    assay_lanes_suit (const AssayLanes      *self,
                              const AssayTableShape *shape);
/* The rows' lanes: lanes[row * n_lanes + lane]. values[value][row] for every value of the rows. */
void        assay_lanes_make (const AssayLanes      *self,
                              const AssayKernel     *kernel,
                              const gint64 *const   *values,
                              guint                  n_rows,
                              guint64               *lanes);
/* Adds a cell's lanes to n_sums sums. */
void        assay_lanes_add_to (const AssayLanes    *self,
                              const guint64         *cell,
                              AssaySum              *sums);

G_END_DECLS
