/* joint.h: counts blocks of rows for many shapes at once, on one thread.
 *
 * The codes of a column need not be known beforehand: when a block brings a code that the plan has no room for, what
 * was counted moves to the shapes' accumulators and the joint tables are planned anew.
 */
#pragma once

#include "tally/accumulator.h"
#include "tally/joint-plan.h"

G_BEGIN_DECLS

typedef struct
{
  guint   merge_cells; /* cells up to which shapes are merged; 0: the tuned default */
  guint64 flush_rows;  /* rows after which joint tables are emptied; 0: just before a cell of 32 bits can overflow */
} AssayJointTuning;

typedef struct _AssayJoint AssayJoint;

/* Copies the shapes. */
AssayJoint             *assay_joint_new         (guint                   n_columns,
                                                 const AssayTableShape  *shapes,
                                                 guint                   n_shapes,
                                                 const AssayJointTuning *tuning); /* (nullable) */
void                    assay_joint_free        (AssayJoint             *self);
/* Counts a block of at most ASSAY_BLOCK_ROWS rows. FALSE when memory is short; self can then only be freed. */
gboolean                assay_joint_add         (AssayJoint             *self,
                                                 const AssayCodes       *columns, /* of each column */
                                                 guint                   n_rows) G_GNUC_WARN_UNUSED_RESULT;
/* Empties the joint tables into the accumulators. FALSE when memory is short. */
gboolean                assay_joint_flush       (AssayJoint             *self) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer none) What a shape has counted up to the last flush. */
const AssayAccumulator *assay_joint_accumulator (const AssayJoint       *self,
                                                 guint                   shape);
/* Codes met so far lie below this; 0 before the first row and for columns of no shape. */
guint                   assay_joint_n_codes     (const AssayJoint       *self,
                                                 guint                   column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayJoint, assay_joint_free)

G_END_DECLS
