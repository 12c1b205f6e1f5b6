/* tag-counter-private.h: one thread's counting of a set's tables: blocks of rows in, 64-bit cells, totals out. */
#pragma once

#include "tally/counter-private.h"
#include "tally/set-shapes-private.h"

G_BEGIN_DECLS

typedef struct _AssayTagCounter AssayTagCounter;

/* What the counters of all threads have in common; it must outlive them. n_met: of each column, codes met so far (it may
 * grow while blocks come in), and of each set behind the columns n_tags + 1. */
typedef struct
{
  const AssayArrangedShapes *shapes;
  AssayTotals               *totals;  /* of these shapes */
  const AssayCounterOptions *options;
} AssayTagContext;

/* (nullable) For the shapes of set number `set`, which has n_tags tags. NULL when memory is short. */
AssayTagCounter *assay_tag_counter_new        (const AssayTagContext *context,
                                               guint                  set,
                                               guint                  n_tags,
                                               const guint           *n_met);
void             assay_tag_counter_free       (AssayTagCounter       *self); /* what was not flushed is lost */
/* Counts a block of up to ASSAY_BLOCK_ROWS rows. tags[tag]: the codes of each tag's column; codes[column]: those of the
 * shapes' other columns. FALSE when memory ran out. */
gboolean         assay_tag_counter_add_codes  (AssayTagCounter       *self,
                                               const guint16 *const  *tags,
                                               const AssayCodes      *codes,
                                               guint                  n_rows);
/* The same of rows that are in memory, from `row` on, a multiple of 64. has_next: the rows behind them come next. */
gboolean         assay_tag_counter_add_planes (AssayTagCounter       *self,
                                               const AssayTagPlanes  *planes,
                                               guint64                row,
                                               const AssayCodes      *codes,
                                               guint                  n_rows,
                                               gboolean               has_next);
/* Adds what was counted to the totals and starts again at 0. Takes the totals' lock. */
gboolean         assay_tag_counter_flush      (AssayTagCounter       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayTagCounter, assay_tag_counter_free)

G_END_DECLS
