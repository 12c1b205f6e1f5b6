/* kernel-lanes.c: the loops that add lanes to cells, for each instruction set.
 *
 * A cell of a weight and its square is 32 bytes: with AVX2 one addition from memory to memory, which is all that a row
 * costs in each table while the tables keep to the second cache. Bodies are inlined as in kernel.c.
 */
#include "tally/kernel-private.h"

#include <string.h>

/* Registers of two and of four lanes; tables and rows of four lanes are aligned to them. Without AVX2 the compiler makes
 * two additions of the second. */
typedef guint64 LanePair __attribute__ ((vector_size (16), may_alias));
typedef guint64 LaneQuad __attribute__ ((vector_size (32), may_alias));

/* Four rows' values, and their lanes: a matrix of four columns that is transposed. Compilers do not find the shuffles. */
G_ALWAYS_INLINE static inline void
square_four (const gint64 *values,
             gint64        none,
             guint64      *lanes)
{
  LaneQuad value, *quads = (LaneQuad *) lanes;
  const LaneQuad ones = { 1, 1, 1, 1 };

  memcpy (&value, values, sizeof value); /* not aligned */
  value &= (LaneQuad) (value != (guint64) none);
  LaneQuad square = value * value, low = square & G_MAXUINT32, rest = square >> 32;
  LaneQuad even_left = __builtin_shuffle (ones, value, (LaneQuad) { 0, 4, 2, 6 });
  LaneQuad odd_left = __builtin_shuffle (ones, value, (LaneQuad) { 1, 5, 3, 7 });
  LaneQuad even_right = __builtin_shuffle (low, rest, (LaneQuad) { 0, 4, 2, 6 });
  LaneQuad odd_right = __builtin_shuffle (low, rest, (LaneQuad) { 1, 5, 3, 7 });
  quads[0] = __builtin_shuffle (even_left, even_right, (LaneQuad) { 0, 1, 4, 5 });
  quads[1] = __builtin_shuffle (odd_left, odd_right, (LaneQuad) { 0, 1, 4, 5 });
  quads[2] = __builtin_shuffle (even_left, even_right, (LaneQuad) { 2, 3, 6, 7 });
  quads[3] = __builtin_shuffle (odd_left, odd_right, (LaneQuad) { 2, 3, 6, 7 });
}

G_ALWAYS_INLINE static inline void
make_square_lanes (const gint64 *values,
                   gint64        none,
                   guint         n_rows,
                   guint64      *lanes)
{
  guint row = 0;

  for (; row + 4 <= n_rows; row += 4)
    square_four (values + row, none, lanes + row * 4);
  for (; row < n_rows; row++)
    {
      gint64 value = values[row] != none ? values[row] : 0;
      guint64 square = (guint64) (value * value);
      lanes[row * 4] = 1;
      lanes[row * 4 + 1] = (guint64) value;
      lanes[row * 4 + 2] = square & G_MAXUINT32;
      lanes[row * 4 + 3] = square >> 32;
    }
}

/* n_tables is a constant where this is inlined. */
G_ALWAYS_INLINE static inline void
add_quads (guint64 *const *tables,
           guint           n_tables,
           const guint16 (*keys)[ASSAY_BLOCK_ROWS],
           const guint64  *lanes,
           guint           n_rows)
{
  const LaneQuad *quads = (const LaneQuad *) lanes;
  LaneQuad *table[ASSAY_COUNT_TOGETHER] = { NULL };
  for (guint i = 0; i < n_tables; i++)
    table[i] = (LaneQuad *) tables[i];

  for (guint row = 0; row < n_rows; row++)
    {
      const LaneQuad quad = quads[row]; /* once: for all the compiler knows, cells and lanes may overlap */
      for (guint i = 0; i < n_tables; i++)
        table[i][keys[i][row]] += quad;
    }
}

G_ALWAYS_INLINE static inline void
add_quads_together (guint64 *const *tables,
                    guint           n_tables,
                    const guint16 (*keys)[ASSAY_BLOCK_ROWS],
                    const guint64  *lanes,
                    guint           n_rows)
{
#define ADD(N) add_quads (tables, N, keys, lanes, n_rows)
  ASSAY_LOOP_TOGETHER (n_tables, ADD)
#undef ADD
}

/* n_pairs is a constant in the case of one. */
G_ALWAYS_INLINE static inline void
add_pairs (guint64 *const *tables,
           guint           n_tables,
           const guint16 (*keys)[ASSAY_BLOCK_ROWS],
           const guint64  *lanes,
           guint           n_pairs,
           guint           n_rows)
{
  const LanePair *pairs = (const LanePair *) lanes;

  for (guint row = 0; row < n_rows; row++)
    for (guint i = 0; i < n_tables; i++)
      {
        LanePair *cell = (LanePair *) tables[i] + (gsize) keys[i][row] * n_pairs;
        for (guint p = 0; p < n_pairs; p++)
          cell[p] += pairs[row * n_pairs + p];
      }
}

/* A line's rows of four lanes; not inlined, so that all its pointers stay in registers. */
typedef void (*AddQuads) (guint64 *const *tables, guint n_tables, const guint16 (*keys)[ASSAY_BLOCK_ROWS],
                          const guint64 *lanes, guint n_rows);

G_ALWAYS_INLINE static inline void
add_lanes (AddQuads             add_quads_of_line,
           guint64 *const      *tables,
           guint                n_tables,
           const guint16      (*keys)[ASSAY_BLOCK_ROWS],
           const guint64       *lanes,
           guint                n_lanes,
           guint                n_rows,
           const guint8 *const *ahead,
           guint                n_ahead)
{
  for (guint row = 0; row < n_rows; row += ASSAY_LINE_ROWS)
    {
      for (guint i = 0; i < n_ahead; i++)
        __builtin_prefetch (ahead[i] + row, 0, 2);
      const guint16 (*keys_of_line)[ASSAY_BLOCK_ROWS] = (const guint16 (*)[ASSAY_BLOCK_ROWS]) &keys[0][row];
      const guint64 *lanes_of_line = lanes + (gsize) row * n_lanes;
      guint n = MIN (n_rows - row, ASSAY_LINE_ROWS);
      if (n_lanes == 4)
        add_quads_of_line (tables, n_tables, keys_of_line, lanes_of_line, n);
      else if (n_lanes == 2)
        add_pairs (tables, n_tables, keys_of_line, lanes_of_line, 1, n);
      else
        add_pairs (tables, n_tables, keys_of_line, lanes_of_line, n_lanes / 2, n);
    }
}

G_ALWAYS_INLINE static inline void
add_wide_lanes (guint64       *table,
                const guint32 *keys,
                const guint64 *lanes,
                guint          n_lanes,
                guint          n_rows)
{
  const LanePair *pairs = (const LanePair *) lanes;
  guint n_pairs = n_lanes / 2;

  for (guint row = 0; row < n_rows; row++)
    {
      LanePair *cell = (LanePair *) table + (gsize) keys[row] * n_pairs;
      for (guint p = 0; p < n_pairs; p++)
        cell[p] += pairs[row * n_pairs + p];
    }
}

#define LANE_KERNEL(suffix, attribute)                                                                        \
  attribute void assay_make_square_lanes_##suffix (const gint64 *values, gint64 none, guint n_rows,           \
                                                   guint64 *lanes)                                            \
  { make_square_lanes (values, none, n_rows, lanes); }                                                        \
  attribute G_GNUC_NO_INLINE static void add_quads_##suffix (guint64 *const *tables, guint n_tables,          \
                                                             const guint16 (*keys)[ASSAY_BLOCK_ROWS],         \
                                                             const guint64 *lanes, guint n_rows)              \
  { add_quads_together (tables, n_tables, keys, lanes, n_rows); }                                             \
  attribute void assay_add_lanes_##suffix (guint64 *const *tables, guint n_tables,                            \
                                           const guint16 (*keys)[ASSAY_BLOCK_ROWS], const guint64 *lanes,     \
                                           guint n_lanes, guint n_rows, const guint8 *const *ahead,           \
                                           guint n_ahead)                                                     \
  { add_lanes (add_quads_##suffix, tables, n_tables, keys, lanes, n_lanes, n_rows, ahead, n_ahead); } \
  attribute void assay_add_wide_lanes_##suffix (guint64 *table, const guint32 *keys, const guint64 *lanes,    \
                                                guint n_lanes, guint n_rows)                                  \
  { add_wide_lanes (table, keys, lanes, n_lanes, n_rows); }

LANE_KERNEL (portable, )

#if defined (__x86_64__)
LANE_KERNEL (avx2, __attribute__ ((target ("avx2"))))
LANE_KERNEL (avx512, __attribute__ ((target ("avx512f,avx512bw,avx512vl,avx512dq,prefer-vector-width=512"))))
#endif
