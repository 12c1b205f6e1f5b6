/* count-table.h: axes, and for every combination of their codes the number of rows.
 *
 * The cell of codes c[0] .. c[n-1] is number ((c[0] * n_codes[1] + c[1]) * n_codes[2] + c[2]) ... : the last
 * axis runs fastest. Up to ASSAY_DENSE_CELLS cells a table is dense (counts[cell]); above that it is sparse:
 * sorted, unique cell numbers and their counts, none of them 0. Counts are integers, so tables over equal axes
 * add up, in any order, to the table of all rows.
 *
 * A table may also carry sums: for every entry n_sums fixed-point numbers, each an integer in units of 2^-k (its
 * scale). They add up as counts do, exactly; nothing is rounded after src/read made a row's value. The number of rows
 * that a sum is over, where some have no value, is a sum of its own at k = 0.
 */
#pragma once

#include "read/axis.h"

G_BEGIN_DECLS

#define ASSAY_DENSE_CELLS (G_GUINT64_CONSTANT (1) << 22) /* without sums; a sum takes the room of two counts */
#define ASSAY_MAX_CELLS (G_GUINT64_CONSTANT (1) << 62)

#define ASSAY_MAX_SUMS 256 /* of one table */

#define ASSAY_TALLY_ERROR (assay_tally_error_quark ())
typedef enum
{
  ASSAY_TALLY_ERROR_TOO_LARGE,   /* a table or a request that does not fit; the message says which */
  ASSAY_TALLY_ERROR_AXES,        /* tables that differ in an axis were to be merged */
  ASSAY_TALLY_ERROR_UNSUPPORTED, /* the engine cannot count this request, or not here */
  ASSAY_TALLY_ERROR_MISCOUNT,    /* an engine's cells do not sum to the rows */
  ASSAY_TALLY_ERROR_DEVICE,      /* a device failed, or there is none; another engine can count */
  ASSAY_TALLY_ERROR_ENGINE,      /* an engine could not do its work, and no other one may */
} AssayTallyError;
GQuark assay_tally_error_quark (void);

/* A sum in units of 2^-k: rows < 2^32 of values up to 2^31, or of products of two, in all parts together. */
typedef __int128 AssaySum;

/* What is summed, and its unit. */
typedef struct
{
  char *name;    /* "weight", "weight * weight", "rows of weight": unique in its table */
  int   k;       /* the number is sum * 2^-k */
} AssaySumScale;

typedef struct
{
  guint       n_axes;
  AssayAxis  *axes[ASSAY_MAX_AXES]; /* owned references */
  guint64     n_cells;              /* product of the axes' n_codes */
  gboolean    is_dense;
  guint64     n_entries;            /* dense: n_cells; sparse: entries kept */
  guint64    *cells;                /* sparse only: cell numbers, ascending; NULL when dense */
  guint64    *counts;               /* n_entries */
  guint          n_sums;
  AssaySumScale *scales;            /* n_sums, owned; NULL when there are none */
  AssaySum      *sums;              /* n_entries x n_sums, those of an entry side by side; NULL when there are none */
} AssayCountTable;

/* The form of a table of that many cells and sums. */
static inline gboolean
assay_count_table_fits_dense (guint64 n_cells,
                              guint   n_sums)
{
  return n_cells <= ASSAY_DENSE_CELLS / (1 + 2 * n_sums);
}

/* An empty table. (transfer full) Fails when the cells are more than ASSAY_MAX_CELLS or memory is short. */
AssayCountTable *assay_count_table_new       (AssayAxis *const *axes,
                                              guint             n_axes,
                                              GError          **error);
/* The same with sums; scales (n_sums) are copied. */
AssayCountTable *assay_count_table_new_sums  (AssayAxis *const    *axes,
                                              guint                n_axes,
                                              const AssaySumScale *scales,
                                              guint                n_sums,
                                              GError             **error);
void             assay_count_table_free      (AssayCountTable  *self);
/* A sparse or dense table from (cell, count) pairs in any order, repeated cells added. Takes nothing. */
AssayCountTable *assay_count_table_from_pairs (AssayAxis *const *axes,
                                              guint             n_axes,
                                              const guint64    *cells,
                                              const guint64    *counts,
                                              guint64           n_pairs,
                                              GError          **error);
/* The same with sums: sums[pair * n_sums + sum]. */
AssayCountTable *assay_count_table_from_sums (AssayAxis *const    *axes,
                                              guint                n_axes,
                                              const AssaySumScale *scales,
                                              guint                n_sums,
                                              const guint64       *cells,
                                              const guint64       *counts,
                                              const AssaySum      *sums,
                                              guint64              n_pairs,
                                              GError             **error);
guint64          assay_count_table_get       (const AssayCountTable *self,
                                              const guint           *codes); /* n_axes codes */
/* (transfer none) (nullable) The n_sums sums of a cell; NULL when no row is in it or the table has none. */
const AssaySum  *assay_count_table_get_sums  (const AssayCountTable *self,
                                              const guint           *codes);
/* Position of a sum by its name; -1 when the table has none of that name. */
int              assay_count_table_find_sum  (const AssayCountTable *self,
                                              const char            *name);
guint64          assay_count_table_total     (const AssayCountTable *self);  /* rows counted */
/* Adds other to self. Fails, naming both, when an axis or a sum's k differs (measures.md 0.2); self is then
 * unchanged. */
gboolean         assay_count_table_merge     (AssayCountTable       *self,
                                              const AssayCountTable *other,
                                              GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Exact equality of axes, counts, scales and sums, whatever the form. */
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
/* The same with the cell's n_sums sums (NULL when the table has none). */
typedef void   (*AssaySumVisitor)            (const guint *codes, guint64 count, const AssaySum *sums, gpointer data);
void             assay_count_table_foreach_sums (const AssayCountTable *self,
                                              AssaySumVisitor        visit,
                                              gpointer               data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayCountTable, assay_count_table_free)

G_END_DECLS
