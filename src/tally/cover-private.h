/* cover-private.h: which columns are counted together.
 *
 * A request is a list of shapes, each a set of columns. Counting two shapes as one joint table over all their
 * columns costs one increment a row instead of two, and both come out of it as marginals; but the table must stay
 * small enough for the caches. A cover is a set of groups of columns such that every shape lies within a group. Shapes
 * of one group have the same sums, or none of them has any.
 */
#pragma once

#include "tally/lanes-private.h"

G_BEGIN_DECLS

#define ASSAY_GROUP_COLUMNS 16                 /* of one group at most */
#define ASSAY_GROUP_CELLS 65536                /* of a group with 16-bit keys */
#define ASSAY_PLANE_OUTCOMES 64                /* codes of the base columns together, for bit planes */

typedef enum
{
  ASSAY_GROUP_PLANES, /* base columns and at most one other, counted by bit planes */
  ASSAY_GROUP_JOINT,  /* up to 2^16 cells: all of these in one loop */
  ASSAY_GROUP_WIDE,   /* up to ASSAY_DENSE_CELLS cells, 32-bit keys */
  ASSAY_GROUP_SPARSE, /* more cells than that, or than there will be rows, of one shape: cells are sorted */
  ASSAY_GROUP_SUMS,   /* the last three again, with lanes in their cells (lanes-private.h) */
  ASSAY_GROUP_WIDE_SUMS,
  ASSAY_GROUP_SPARSE_SUMS,
  ASSAY_N_GROUP_KINDS,
} AssayGroupKind;

typedef struct
{
  AssayGroupKind kind;
  gboolean       has_base;  /* its first columns are the cover's base */
  guint          n_columns;
  guint16        columns[ASSAY_GROUP_COLUMNS];
  guint64        steps[ASSAY_GROUP_COLUMNS]; /* cell = sum of steps[i] * code of columns[i]; the last step is 1 */
  guint64        n_cells;
  GArray        *shapes;    /* of guint: the shapes that are marginals of this group */
  const AssayLanes *lanes;  /* (nullable) its shapes' sums; the cover's */
} AssayGroup;

typedef struct
{
  guint      n_base;        /* columns that most groups share, such as label and prediction: combined once a block */
  guint16    base[ASSAY_MAX_AXES];
  guint32    base_codes;    /* product of their codes, at most 2^16; the base's own key is in that order */
  guint      n_copies;      /* of each JOINT table, see kernel-private.h */
  GPtrArray *groups;        /* of AssayGroup: by kind, in the order of the enum, those of equal lanes together */
  GPtrArray *lanes;         /* of AssayLanes: one for each list of sums that shapes have */
} AssayCover;

typedef struct
{
  const AssayTableShape *shapes;
  guint                  n_shapes;
  const guint           *n_codes;    /* for each column */
  guint64                n_rows;     /* that one thread will count before it flushes; 0: very many */
  gboolean               has_planes; /* groups of kind PLANES may be used */
  gsize                  joint_bytes; /* of a JOINT or SUMS table at most, 4 a cell or 8 a lane: a device's shared
                                       * memory; 0: ASSAY_GROUP_CELLS cells */
} AssayCoverRequest;

AssayCover *assay_cover_new   (const AssayCoverRequest *request);
void        assay_cover_free  (AssayCover              *self);
/* How many of the groups are of a kind; they start at *first. */
guint       assay_cover_kind  (const AssayCover *self, AssayGroupKind kind, guint *first);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCover, assay_cover_free)

G_END_DECLS
