/* accumulator.h: one shape's counts of one thread, before anybody knows how many codes its columns will have.
 *
 * Dense while the room for its codes is at most ASSAY_DENSE_CELLS cells: counts[((c0 * room[1]) + c1) * room[2] ...].
 * Above that a hash map from the codes themselves, 16 bits each, so that more codes move nothing.
 */
#pragma once

#include "tally/count-table.h"

G_BEGIN_DECLS

#define ASSAY_BLOCK_ROWS 2048 /* rows counted in one go: the keys of a block stay in the first level of cache */

/* The codes of one column for the rows of one block: exactly one of the two is set. */
typedef struct
{
  const guint8  *bytes;
  const guint16 *words;
} AssayCodes;

typedef struct
{
  guint    n_axes;
  guint    room[ASSAY_MAX_AXES];  /* codes of each axis that fit; 0 before the first reserve */
  guint64  n_cells;               /* dense: product of room */
  guint64 *counts;                /* dense; NULL when sparse */
  guint    n_words;               /* sparse: words of a key, four codes each */
  guint64 *slots;                 /* sparse: n_slots times a key and its count; count 0 is a free slot */
  guint64  n_slots;               /* a power of two */
  guint64  n_used;
} AssayAccumulator;

void     assay_accumulator_init    (AssayAccumulator *self,
                                    guint             n_axes);
void     assay_accumulator_clear   (AssayAccumulator *self);
/* Room for codes below n_codes[axis]; what was counted stays. FALSE when memory is short, self is then unchanged. */
gboolean assay_accumulator_reserve (AssayAccumulator *self,
                                    const guint      *n_codes) G_GNUC_WARN_UNUSED_RESULT;
/* Adds count > 0 to one cell; the codes have room. FALSE when memory is short. */
gboolean assay_accumulator_add     (AssayAccumulator *self,
                                    const guint      *codes,
                                    guint64           count) G_GNUC_WARN_UNUSED_RESULT;
/* Counts the rows of a block, columns[axis]. FALSE when memory is short: some of the rows are then counted. */
gboolean assay_accumulator_count   (AssayAccumulator *self,
                                    const AssayCodes *columns,
                                    guint             n_rows) G_GNUC_WARN_UNUSED_RESULT;
/* Calls visit for every cell that is not 0, in no particular order. */
void     assay_accumulator_foreach (const AssayAccumulator *self,
                                    AssayCellVisitor        visit,
                                    gpointer                data);
/* The sum of accumulators of one shape, as a table; the axes have room for every code counted. (transfer full) */
AssayCountTable *assay_accumulators_to_table (const AssayAccumulator *const *parts,
                                              guint                          n_parts,
                                              AssayAxis *const              *axes,
                                              guint                          n_axes,
                                              GError                       **error);

G_END_DECLS
