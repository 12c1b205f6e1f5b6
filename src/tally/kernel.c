/* kernel.c: key loops for three instruction sets, and the loop that counts.
 *
 * The bodies are always inlined into functions that differ in their target attribute, so that the compiler turns
 * one text into SSE2 (or NEON), AVX2 and AVX-512 code. Measured for ten columns in five tables on Zen 4, a key costs
 * 0.1 ns with AVX-512 and an increment 0.4 ns, hence nothing but the keys needs wide vectors.
 *
 * Why several tables in one loop: an increment of a cell must wait until the one before it has left the store
 * buffer when both hit the same cell (1.5 ns), which sorted rows do all the time. Three or more tables in turn hide
 * that wait; with fewer, neighbouring rows take different copies of the table. Copies where they are not needed cost
 * a fifth of the time, because they double what the cache must hold.
 *
 * Counting keeps to the first two caches, so it fetches the next block of every column meanwhile: a block is too
 * short for the processor to see the pattern by itself. Worth 15 % of the whole.
 */
#include "tally/kernel-private.h"

#define FUSED_TERMS 4 /* terms that one pass over the keys adds */

typedef enum
{
  FORM_BYTES,
  FORM_PLANES,
  FORM_WIDE,
} Form;

static inline Form
form_of (const AssayCodes *codes)
{
  return codes->wide != NULL ? FORM_WIDE : codes->high != NULL ? FORM_PLANES : FORM_BYTES;
}

G_ALWAYS_INLINE static inline guint
code_at (const AssayCodes *codes,
         Form              form,
         guint             row)
{
  switch (form)
    {
    case FORM_BYTES:
      return codes->low[row];
    case FORM_PLANES:
      return codes->low[row] | (guint) codes->high[row] << 8;
    default:
      return codes->wide[row];
    }
}

/* n_terms and form are constants where this is inlined. */
G_ALWAYS_INLINE static inline void
add_fused (const AssayTerm *terms,
           guint            n_terms,
           Form             form,
           gboolean         is_first,
           guint            n_rows,
           guint16 *restrict keys)
{
  AssayCodes codes[FUSED_TERMS] = { { NULL } };
  guint16 step[FUSED_TERMS] = { 0 };
  for (guint i = 0; i < n_terms; i++)
    {
      codes[i] = terms[i].codes;
      step[i] = (guint16) terms[i].step;
    }

#pragma GCC ivdep
  for (guint row = 0; row < n_rows; row++)
    {
      guint16 key = is_first ? 0 : keys[row];
      for (guint i = 0; i < n_terms; i++)
        key = (guint16) (key + (guint16) code_at (&codes[i], form, row) * (guint) step[i]);
      keys[row] = key;
    }
}

G_ALWAYS_INLINE static inline void
add_run (const AssayTerm *terms,
         guint            n_terms,
         Form             form,
         gboolean         is_first,
         guint            n_rows,
         guint16         *keys)
{
  switch (n_terms)
    {
    case 1:
      add_fused (terms, 1, form, is_first, n_rows, keys);
      break;
    case 2:
      add_fused (terms, 2, form, is_first, n_rows, keys);
      break;
    case 3:
      add_fused (terms, 3, form, is_first, n_rows, keys);
      break;
    default:
      add_fused (terms, 4, form, is_first, n_rows, keys);
      break;
    }
}

G_ALWAYS_INLINE static inline void
make_keys (const AssayTerm *terms,
           guint            n_terms,
           guint            n_rows,
           guint16         *keys)
{
  guint run;

  for (guint i = 0; i < n_terms; i += run)
    {
      Form form = form_of (&terms[i].codes);
      for (run = 1; run < FUSED_TERMS && i + run < n_terms && form_of (&terms[i + run].codes) == form;)
        run++;
      if (form == FORM_BYTES)
        add_run (terms + i, run, FORM_BYTES, i == 0, n_rows, keys);
      else if (form == FORM_WIDE)
        add_run (terms + i, run, FORM_WIDE, i == 0, n_rows, keys);
      else
        {
          run = 1;
          add_fused (terms + i, 1, FORM_PLANES, i == 0, n_rows, keys);
        }
    }
}

G_ALWAYS_INLINE static inline void
add_wide (const AssayTerm *term,
          Form             form,
          gboolean         is_first,
          guint            n_rows,
          guint32 *restrict keys)
{
  AssayCodes codes = term->codes;
  guint32 step = term->step;

#pragma GCC ivdep
  for (guint row = 0; row < n_rows; row++)
    keys[row] = (is_first ? 0 : keys[row]) + code_at (&codes, form, row) * step;
}

G_ALWAYS_INLINE static inline void
make_wide_keys (const AssayTerm *terms,
                guint            n_terms,
                guint            n_rows,
                guint32         *keys)
{
  for (guint i = 0; i < n_terms; i++)
    switch (form_of (&terms[i].codes))
      {
      case FORM_BYTES:
        add_wide (&terms[i], FORM_BYTES, i == 0, n_rows, keys);
        break;
      case FORM_PLANES:
        add_wide (&terms[i], FORM_PLANES, i == 0, n_rows, keys);
        break;
      default:
        add_wide (&terms[i], FORM_WIDE, i == 0, n_rows, keys);
        break;
      }
}

G_ALWAYS_INLINE static inline guint
greatest_code (const guint16 *codes,
               guint          n_rows)
{
  guint16 greatest = 0;

  for (guint row = 0; row < n_rows; row++)
    greatest = codes[row] > greatest ? codes[row] : greatest;
  return greatest;
}

/* One set of functions; the attribute is empty for the portable one. */
#define KERNEL(suffix, attribute)                                                                             \
  attribute static void make_keys_##suffix (const AssayTerm *terms, guint n_terms, guint n_rows,              \
                                            guint16 *keys)                                                    \
  { make_keys (terms, n_terms, n_rows, keys); }                                                               \
  attribute static void make_wide_keys_##suffix (const AssayTerm *terms, guint n_terms, guint n_rows,         \
                                                 guint32 *keys)                                               \
  { make_wide_keys (terms, n_terms, n_rows, keys); }                                                          \
  attribute static guint greatest_code_##suffix (const guint16 *codes, guint n_rows)                          \
  { return greatest_code (codes, n_rows); }

static gboolean
always_supported (void)
{
  return TRUE;
}

KERNEL (portable, )

#if defined (__x86_64__)
KERNEL (avx2, __attribute__ ((target ("avx2"))))
KERNEL (avx512, __attribute__ ((target ("avx512f,avx512bw,avx512vl,avx512dq,prefer-vector-width=512"))))

static gboolean
has_avx2 (void)
{
  return __builtin_cpu_supports ("avx2");
}

static gboolean
has_avx512 (void)
{
  return __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512vl")
         && __builtin_cpu_supports ("avx512dq");
}
#endif

static const AssayKernel kernels[] = {
#if defined (__x86_64__)
  { "avx512", has_avx512, make_keys_avx512, make_wide_keys_avx512, greatest_code_avx512,
    assay_make_square_lanes_avx512, assay_add_lanes_avx512, assay_add_wide_lanes_avx512 },
  { "avx2", has_avx2, make_keys_avx2, make_wide_keys_avx2, greatest_code_avx2,
    assay_make_square_lanes_avx2, assay_add_lanes_avx2, assay_add_wide_lanes_avx2 },
#endif
  { "portable", always_supported, make_keys_portable, make_wide_keys_portable, greatest_code_portable,
    assay_make_square_lanes_portable, assay_add_lanes_portable, assay_add_wide_lanes_portable },
};

const AssayKernel *
assay_kernels (guint *n_kernels)
{
  *n_kernels = G_N_ELEMENTS (kernels);
  return kernels;
}

const AssayKernel *
assay_kernel_best (void)
{
  const AssayKernel *kernel = kernels;

  while (!kernel->is_supported ())
    kernel++;
  return kernel;
}

/* n_tables and n_copies are constants where this is inlined. */
G_ALWAYS_INLINE static inline void
count_keys (guint32 *const *tables,
            guint           n_tables,
            guint           n_copies,
            const guint16 (*keys)[ASSAY_BLOCK_ROWS],
            guint           n_rows)
{
  guint32 *table[ASSAY_COUNT_TOGETHER] = { NULL };
  for (guint i = 0; i < n_tables; i++)
    table[i] = tables[i];

  guint row = 0;
  for (; row + n_copies <= n_rows; row += n_copies)
    for (guint copy = 0; copy < n_copies; copy++)
      for (guint i = 0; i < n_tables; i++)
        table[i][(gsize) keys[i][row + copy] * n_copies + copy]++;
  for (; row < n_rows; row++)
    for (guint i = 0; i < n_tables; i++)
      table[i][(gsize) keys[i][row] * n_copies]++;
}

G_ALWAYS_INLINE static inline void
count_keys_in_copies (guint32 *const *tables,
                      guint           n_tables,
                      guint           n_copies,
                      const guint16 (*keys)[ASSAY_BLOCK_ROWS],
                      guint           n_rows)
{
  switch (n_copies)
    {
    case 1:
      count_keys (tables, n_tables, 1, keys, n_rows);
      break;
    case 2:
      count_keys (tables, n_tables, 2, keys, n_rows);
      break;
    default:
      count_keys (tables, n_tables, 4, keys, n_rows);
      break;
    }
}

static void
count_line (guint32 *const *tables,
            guint           n_tables,
            guint           n_copies,
            const guint16 (*keys)[ASSAY_BLOCK_ROWS],
            guint           n_rows)
{
  /* Three tables and more have no copies. */
#define COUNT(N) count_keys_in_copies (tables, N, N < 3 ? n_copies : 1, keys, n_rows)
  ASSAY_LOOP_TOGETHER (n_tables, COUNT)
#undef COUNT
}

void
assay_count_keys (guint32 *const      *tables,
                  guint                n_tables,
                  guint                n_copies,
                  const guint16      (*keys)[ASSAY_BLOCK_ROWS],
                  guint                n_rows,
                  const guint8 *const *ahead,
                  guint                n_ahead)
{
  for (guint row = 0; row < n_rows; row += ASSAY_LINE_ROWS)
    {
      for (guint i = 0; i < n_ahead; i++)
        __builtin_prefetch (ahead[i] + row, 0, 2);
      /* The keys of every table from this row on lie as far apart as before. */
      const guint16 (*keys_of_line)[ASSAY_BLOCK_ROWS] = (const guint16 (*)[ASSAY_BLOCK_ROWS]) &keys[0][row];
      count_line (tables, n_tables, n_copies, keys_of_line, MIN (n_rows - row, ASSAY_LINE_ROWS));
    }
}
