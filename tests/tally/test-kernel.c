/* test-kernel.c: every kernel makes the keys of a plain loop and none writes past its rows. */
#include "sample-rows.h"
#include "tally/kernel-private.h"

#include <string.h>

#define MAX_TERMS 9
#define GUARD 0xa5

static const guint sizes[] = { 0, 1, 15, 16, 31, 32, 33, 63, 64, 65, 127, 1000, 2047, 2048 };

/* Random terms of random forms; the codes are in the same memory for every form. */
typedef struct
{
  guint8    low[MAX_TERMS][ASSAY_BLOCK_ROWS], high[MAX_TERMS][ASSAY_BLOCK_ROWS];
  guint16   wide[MAX_TERMS][ASSAY_BLOCK_ROWS];
  AssayTerm terms[MAX_TERMS];
  guint     n_terms;
} Terms;

static void
terms_init (Terms *self,
            GRand *random)
{
  self->n_terms = (guint) g_rand_int_range (random, 1, MAX_TERMS + 1);
  for (guint i = 0; i < self->n_terms; i++)
    {
      for (guint row = 0; row < ASSAY_BLOCK_ROWS; row++)
        {
          self->wide[i][row] = (guint16) g_rand_int (random);
          self->low[i][row] = (guint8) g_rand_int (random);
          self->high[i][row] = (guint8) g_rand_int (random);
        }
      self->terms[i] = (AssayTerm) { .step = g_rand_int (random) >> 16 };
      switch (g_rand_int_range (random, 0, 3))
        {
        case 0:
          self->terms[i].codes.wide = self->wide[i];
          break;
        case 1:
          self->terms[i].codes.high = self->high[i];
          /* fall through */
        default:
          self->terms[i].codes.low = self->low[i];
        }
    }
}

static guint32
key_of_row (const Terms *self,
            guint        row)
{
  guint32 key = 0;

  for (guint i = 0; i < self->n_terms; i++)
    {
      const AssayCodes *codes = &self->terms[i].codes;
      guint code = codes->wide != NULL ? codes->wide[row] : codes->low[row];
      if (codes->high != NULL)
        code += 256u * codes->high[row];
      key += code * self->terms[i].step;
    }
  return key;
}

static void
check_keys (const AssayKernel *kernel,
            const Terms       *terms,
            guint              n_rows)
{
  guint16 keys[ASSAY_BLOCK_ROWS + 1];
  guint32 wide_keys[ASSAY_BLOCK_ROWS + 1];

  memset (keys, GUARD, sizeof keys);
  memset (wide_keys, GUARD, sizeof wide_keys);
  kernel->make_keys (terms->terms, terms->n_terms, n_rows, keys);
  kernel->make_wide_keys (terms->terms, terms->n_terms, n_rows, wide_keys);
  for (guint row = 0; row < n_rows; row++)
    {
      g_assert_cmphex (wide_keys[row], ==, key_of_row (terms, row));
      g_assert_cmphex (keys[row], ==, (guint16) key_of_row (terms, row)); /* sums are taken modulo 2^16 */
    }
  g_assert_cmphex (keys[n_rows], ==, 0xa5a5);
  g_assert_cmphex (wide_keys[n_rows], ==, 0xa5a5a5a5);
}

static void
test_keys (void)
{
  g_autoptr (GRand) random = sample_random ();
  g_autofree Terms *terms = g_new0 (Terms, 1);
  guint n_kernels;
  const AssayKernel *kernels = assay_kernels (&n_kernels);

  for (guint round = 0; round < 40; round++)
    {
      memset (terms, 0, sizeof *terms);
      terms_init (terms, random);
      for (guint k = 0; k < n_kernels; k++)
        for (guint s = 0; s < G_N_ELEMENTS (sizes) && kernels[k].is_supported (); s++)
          check_keys (&kernels[k], terms, sizes[s]);
    }
}

static void
test_greatest_code (void)
{
  g_autoptr (GRand) random = sample_random ();
  guint n_kernels;
  const AssayKernel *kernels = assay_kernels (&n_kernels);

  for (guint k = 0; k < n_kernels; k++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes) && kernels[k].is_supported (); s++)
      for (guint round = 0; round < 50; round++)
        {
          guint16 codes[ASSAY_BLOCK_ROWS + 1];
          guint greatest = 0, limit = 1u << g_rand_int_range (random, 1, 17);
          for (guint row = 0; row <= ASSAY_BLOCK_ROWS; row++)
            codes[row] = (guint16) g_rand_int_range (random, 0, (gint) limit);
          codes[sizes[s]] = G_MAXUINT16; /* behind the last row */
          for (guint row = 0; row < sizes[s]; row++)
            greatest = MAX (greatest, codes[row]);
          g_assert_cmpuint (kernels[k].greatest_code (codes, sizes[s]), ==, greatest);
        }
}

static void
test_count (void)
{
  static const guint copies_of[ASSAY_COUNT_TOGETHER + 1][4] = {
    { 0 }, { 1, 2, 4, 0 }, { 1, 2, 4, 0 }, { 1, 0 }, { 1, 0 }, { 1, 0 }, { 1, 0 },
  };
  g_autoptr (GRand) random = sample_random ();
  static guint16 keys[ASSAY_COUNT_TOGETHER][ASSAY_BLOCK_ROWS];
  const guint n_cells = 50;

  for (guint i = 0; i < ASSAY_COUNT_TOGETHER; i++)
    for (guint row = 0; row < ASSAY_BLOCK_ROWS; row++)
      keys[i][row] = (guint16) g_rand_int_range (random, 0, (gint) n_cells);
  for (guint n_tables = 1; n_tables <= ASSAY_COUNT_TOGETHER; n_tables++)
    for (const guint *copies = copies_of[n_tables]; *copies > 0; copies++)
      for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
        {
          guint32 cells[ASSAY_COUNT_TOGETHER][50 * 4] = { { 0 } };
          guint32 *tables[ASSAY_COUNT_TOGETHER];
          const guint8 *ahead[] = { (const guint8 *) keys };
          for (guint i = 0; i < n_tables; i++)
            tables[i] = cells[i];
          assay_count_keys (tables, n_tables, *copies, (const guint16 (*)[ASSAY_BLOCK_ROWS]) keys, sizes[s], ahead, 1);
          for (guint i = 0; i < n_tables; i++)
            for (guint cell = 0; cell < n_cells; cell++)
              {
                guint counted = 0, expected = 0;
                for (guint copy = 0; copy < *copies; copy++)
                  counted += cells[i][cell * *copies + copy];
                for (guint row = 0; row < sizes[s]; row++)
                  expected += keys[i][row] == cell;
                g_assert_cmpuint (counted, ==, expected);
              }
        }
}

static void
test_choice (void)
{
  guint n_kernels;
  const AssayKernel *kernels = assay_kernels (&n_kernels);

  g_assert_true (kernels[n_kernels - 1].is_supported ());
  g_assert_cmpstr (kernels[n_kernels - 1].name, ==, "portable");
  g_assert_true (assay_kernel_best ()->is_supported ());
  g_test_message ("best here: %s", assay_kernel_best ()->name);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/kernel/keys", test_keys);
  g_test_add_func ("/tally/kernel/greatest-code", test_greatest_code);
  g_test_add_func ("/tally/kernel/count", test_count);
  g_test_add_func ("/tally/kernel/choice", test_choice);
  return g_test_run ();
}
