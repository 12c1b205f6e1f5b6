/* joint-plan.h: which shapes are counted together, in one table over all of their columns.
 *
 * Counting costs one increment a row for each table, whatever the number of its columns, as long as the table stays
 * in the nearer caches. So shapes are merged into groups: (sex, label, prediction) and (race, label, prediction)
 * become one joint table of sex x race x label x prediction, whose margins they are.
 *
 * A cell is  sum of stride[i] * code[i]  - bias  over the group's columns. The columns that most shapes share, such
 * as label and prediction, come last in every group that has all of them: their part of the sum is computed once.
 */
#pragma once

#include "tally/engine.h"

G_BEGIN_DECLS

#define ASSAY_JOINT_CELLS (1u << 16) /* of a joint table at most: keys have 16 bits */
#define ASSAY_JOINT_COLUMNS 24       /* of a group at most */

/* The codes a column may have: first .. end - 1. */
typedef struct
{
  guint first;
  guint end;
} AssaySpan;

typedef struct
{
  guint   n_columns;
  guint   columns[ASSAY_JOINT_COLUMNS]; /* the shared ones last when has_shared */
  guint   strides[ASSAY_JOINT_COLUMNS];
  guint   n_cells;
  guint   bias;                         /* what the first codes of all columns sum to */
  gboolean has_shared;
  GArray *shapes;                       /* of guint: the shapes that are its margins */
} AssayJointGroup;

typedef struct
{
  guint      n_shared;
  guint      shared[ASSAY_JOINT_COLUMNS];
  guint      shared_strides[ASSAY_JOINT_COLUMNS];
  GPtrArray *groups;                    /* of AssayJointGroup */
  GArray    *direct;                    /* of guint: shapes too large for a joint table */
} AssayJointPlan;

/* spans[column] of every column of a shape; merged tables have at most merge_cells cells. */
AssayJointPlan *assay_joint_plan_new  (const AssayTableShape *shapes,
                                       guint                  n_shapes,
                                       const AssaySpan       *spans,
                                       guint                  n_columns,
                                       guint                  merge_cells);
void            assay_joint_plan_free (AssayJointPlan        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayJointPlan, assay_joint_plan_free)

G_END_DECLS
