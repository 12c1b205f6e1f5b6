/* kernel-private.h: the loops over rows, once for each instruction set.
 *
 * A row's place in a joint table is a sum of one term for each column: its code times the column's step. The loops
 * that work out these keys are the same C in every kernel; only the compiler's target differs. A kernel is chosen
 * when an engine is opened, never by the compiler's flags.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ASSAY_LINE_ROWS 64 /* rows between fetches ahead: bytes of a cache line */
#define ASSAY_BLOCK_ROWS 2048 /* rows whose keys are made and counted together: they stay in the first cache */

/* Where the codes of a block's rows are: one byte each, two planes of a byte, or 16 bits. */
typedef struct
{
  const guint8  *low;
  const guint8  *high; /* (nullable) */
  const guint16 *wide; /* (nullable) when set, low and high are not read */
} AssayCodes;

typedef struct
{
  AssayCodes codes;
  guint32    step;     /* what one code adds to the key */
} AssayTerm;

typedef struct
{
  const char *name;
  gboolean  (*is_supported) (void);
  /* keys[row] = sum of the terms, all below 2^16. Neighbouring terms of one form are added in one pass. */
  void      (*make_keys)      (const AssayTerm *terms, guint n_terms, guint n_rows, guint16 *keys);
  /* The same for keys of up to 2^32. */
  void      (*make_wide_keys) (const AssayTerm *terms, guint n_terms, guint n_rows, guint32 *keys);
  guint     (*greatest_code)  (const guint16 *codes, guint n_rows);
  /* lanes[row * 4 + ...] = 1, value, low 32 bits of its square, the rest of it; 0 where the value is none. */
  void      (*make_square_lanes) (const gint64 *values, gint64 none, guint n_rows, guint64 *lanes);
  /* Adds each row's n_lanes lanes (an even number, see lanes-private.h) to a cell of each table: the cell of key k is
   * tables[i] + k * n_lanes. Up to ASSAY_COUNT_TOGETHER tables; ahead as in assay_count_keys(). */
  void      (*add_lanes)      (guint64 *const *tables, guint n_tables, const guint16 (*keys)[ASSAY_BLOCK_ROWS],
                               const guint64 *lanes, guint n_lanes, guint n_rows,
                               const guint8 *const *ahead, guint n_ahead);
  /* The same for one table and keys of up to 2^32. */
  void      (*add_wide_lanes) (guint64 *table, const guint32 *keys, const guint64 *lanes, guint n_lanes, guint n_rows);
} AssayKernel;

/* Best first; the last one runs everywhere. */
const AssayKernel *assay_kernels       (guint *n_kernels);
/* The best that this processor has. */
const AssayKernel *assay_kernel_best   (void);

#define ASSAY_COUNT_TOGETHER 6 /* tables that one loop increments */
/* LOOP (n_tables) with a constant in its place, so that a loop that is inlined is unrolled. */
#define ASSAY_LOOP_TOGETHER(n_tables, LOOP) \
  switch (n_tables)                         \
    {                                       \
    case 1: LOOP (1); break;                \
    case 2: LOOP (2); break;                \
    case 3: LOOP (3); break;                \
    case 4: LOOP (4); break;                \
    case 5: LOOP (5); break;                \
    default: LOOP (ASSAY_COUNT_TOGETHER);   \
    }

/* Adds 1 to a cell of each table for each row. Row r counts into copy r % n_copies: the cell of key k is
 * tables[i][k * n_copies + copy]. keys[i] are the keys of tables[i]. One or two tables may have 1, 2 or 4 copies, up
 * to ASSAY_COUNT_TOGETHER tables have one. While it counts it fetches n_rows bytes at each of ahead[] towards the
 * cache: the codes of the next block. */
void assay_count_keys (guint32 *const        *tables,
                       guint                  n_tables,
                       guint                  n_copies,
                       const guint16        (*keys)[ASSAY_BLOCK_ROWS],
                       guint                  n_rows,
                       const guint8 *const   *ahead,
                       guint                  n_ahead);

/* The loops over lanes, in kernel-lanes.c: the kernels' own. */
#define ASSAY_LANE_KERNEL(suffix)                                                                             \
  void assay_make_square_lanes_##suffix (const gint64 *values, gint64 none, guint n_rows, guint64 *lanes);    \
  void assay_add_lanes_##suffix (guint64 *const *tables, guint n_tables,                                      \
                                 const guint16 (*keys)[ASSAY_BLOCK_ROWS], const guint64 *lanes,               \
                                 guint n_lanes, guint n_rows, const guint8 *const *ahead, guint n_ahead);     \
  void assay_add_wide_lanes_##suffix (guint64 *table, const guint32 *keys, const guint64 *lanes,              \
                                      guint n_lanes, guint n_rows);
ASSAY_LANE_KERNEL (portable)
ASSAY_LANE_KERNEL (avx2)
ASSAY_LANE_KERNEL (avx512)

G_END_DECLS
