/* count-table.h: axes, and for every combination of their codes the number of rows.
 *
 * The cell of codes c[0] .. c[n-1] is number ((c[0] * n_codes[1] + c[1]) * n_codes[2] + c[2]) ... : the last
 * axis runs fastest. Up to ASSAY_DENSE_CELLS cells a table is dense (counts[cell]); above that it is sparse:
 * sorted, unique cell numbers and their counts, none of them 0. Counts are integers, so tables over equal axes
 * add up, in any order, to the table of all rows.
 */
#pragma once

#include "read/axis.h"

G_BEGIN_DECLS

#define ASSAY_DENSE_CELLS (G_GUINT64_CONSTANT (1) << 22)
#define ASSAY_MAX_CELLS (G_GUINT64_CONSTANT (1) << 62)

#define ASSAY_TALLY_ERROR (assay_tally_error_quark ())
typedef enum
{
  ASSAY_TALLY_ERROR_TOO_LARGE,   /* a table or a request that does not fit; the message says which */
  ASSAY_TALLY_ERROR_AXES,        /* tables that differ in an axis were to be merged */
  ASSAY_TALLY_ERROR_UNSUPPORTED, /* the engine cannot count this request, or not here */
  ASSAY_TALLY_ERROR_MISCOUNT,    /* an engine's cells do not sum to the rows */
} AssayTallyError;
GQuark assay_tally_error_quark (void);

typedef struct
{
  guint       n_axes;
  AssayAxis  *axes[ASSAY_MAX_AXES]; /* owned references */
  guint64     n_cells;              /* product of the axes' n_codes */
  gboolean    is_dense;
  guint64     n_entries;            /* dense: n_cells; sparse: entries kept */
  guint64    *cells;                /* sparse only: cell numbers, ascending; NULL when dense */
  guint64    *counts;               /* n_entries */
} AssayCountTable;

/* An empty table. (transfer full) Fails when the cells are more than ASSAY_MAX_CELLS or memory is short. */
AssayCountTable *assay_count_table_new       (AssayAxis *const *axes,
                                              guint             n_axes,
                                              GError          **error);
void             assay_count_table_free      (AssayCountTable  *self);
/* A sparse or dense table from (cell, count) pairs in any order, repeated cells added. Takes nothing. */
AssayCountTable *assay_count_table_from_pairs (AssayAxis *const *axes,
                                              guint             n_axes,
                                              const guint64    *cells,
                                              const guint64    *counts,
                                              guint64           n_pairs,
                                              GError          **error);
guint64          assay_count_table_get       (const AssayCountTable *self,
                                              const guint           *codes); /* n_axes codes */
guint64          assay_count_table_total     (const AssayCountTable *self);  /* rows counted */
/* Adds other to self. Fails, naming both, when an axis differs (measures.md 0.2); self is then unchanged. */
gboolean         assay_count_table_merge     (AssayCountTable       *self,
                                              const AssayCountTable *other,
                                              GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Exact equality of axes and counts, whatever the form. */
gboolean         assay_count_table_equal     (const AssayCountTable *a,
                                              const AssayCountTable *b);
/* Sums over the axes that are not in keep[] (positions of self's axes, in the order the result shall have). */
AssayCountTable *assay_count_table_marginal  (const AssayCountTable *self,
                                              const guint           *keep,
                                              guint                  n_keep,
                                              GError               **error);
/* The same counts under another axis: code c of axis number `axis` becomes map[c] (c < old n_codes); codes that
 * map to one value are added. Used to turn codes of first sight into sorted ones. */
AssayCountTable *assay_count_table_remap     (const AssayCountTable *self,
                                              guint                  axis,
                                              AssayAxis             *new_axis,
                                              const guint           *map,
                                              GError               **error);
/* Calls visit for every cell that is not 0, in ascending order of the cell number. */
typedef void   (*AssayCellVisitor)           (const guint *codes, guint64 count, gpointer data);
void             assay_count_table_foreach   (const AssayCountTable *self,
                                              AssayCellVisitor       visit,
                                              gpointer               data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCountTable, assay_count_table_free)

G_END_DECLS
