/* counter-private.h: one thread's counting: blocks of codes in, 32-bit tables, totals out. */
#pragma once

#include "tally/cover-private.h"
#include "tally/kernel-private.h"
#include "tally/totals-private.h"

G_BEGIN_DECLS

typedef struct
{
  const AssayKernel *kernel;     /* NULL: the best */
  guint64            flush_rows; /* rows after which 32-bit cells are emptied; 0: just before they could overflow.
                                  * Lowered by tests */
} AssayCounterOptions;

typedef struct _AssayCounter AssayCounter;

/* (nullable) NULL when memory is short. The counter's tables have room for n_codes[column] codes; of these n_met have
 * been met (both for each column; n_met may grow up to n_codes while codes come in), and only they get room in the
 * totals. cover, n_codes, n_met and totals must outlive the counter. Groups of kind PLANES need
 * assay_planes_is_supported(). */
AssayCounter *assay_counter_new   (const AssayCover          *cover,
                                   const guint               *n_codes,
                                   const guint               *n_met,
                                   AssayTotals                 *totals,
                                   const AssayCounterOptions *options);
/* Counts a block: codes[column] for every column of the cover, each below n_codes[column]; values[value] for every
 * value that a sum is of (nullable: there is no sum). n_rows is at most ASSAY_BLOCK_ROWS. has_next: the codes behind
 * these rows come next, and are fetched meanwhile. FALSE when memory ran out. */
gboolean      assay_counter_add   (AssayCounter              *self,
                                   const AssayCodes          *codes,
                                   const gint64 *const       *values,
                                   guint                      n_rows,
                                   gboolean                   has_next);
/* Adds what was counted to the totals and starts again at 0. Takes the totals' lock. */
gboolean      assay_counter_flush (AssayCounter              *self);
void          assay_counter_free  (AssayCounter              *self); /* what was not flushed is lost */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCounter, assay_counter_free)

G_END_DECLS
