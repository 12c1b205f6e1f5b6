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

/* Values at both ends of what they may be, 0 and none among them. */
static gint64
draw_value (GRand *random)
{
  static const gint64 ends[] = { 0, 1, -1, (gint64) 1 << 31, -((gint64) 1 << 31), ASSAY_NO_VALUE };
  guint end = (guint) g_rand_int_range (random, 0, 2 * G_N_ELEMENTS (ends));

  return end < G_N_ELEMENTS (ends) ? ends[end] : (gint64) g_rand_int (random) - G_MAXINT32;
}

static void
test_square_lanes (void)
{
  g_autoptr (GRand) random = sample_random ();
  static gint64 values[ASSAY_BLOCK_ROWS + 1];
  static guint64 lanes[4 * (ASSAY_BLOCK_ROWS + 1)] __attribute__ ((aligned (64)));
  guint n_kernels;
  const AssayKernel *kernels = assay_kernels (&n_kernels);

  for (guint k = 0; k < n_kernels; k++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes) && kernels[k].is_supported (); s++)
      {
        for (guint row = 0; row <= ASSAY_BLOCK_ROWS; row++)
          values[row] = draw_value (random);
        values[sizes[s]] = ASSAY_NO_VALUE; /* the last row, which may be one of those behind the last four */
        memset (lanes, GUARD, sizeof lanes);
        kernels[k].make_square_lanes (values + 1, ASSAY_NO_VALUE, sizes[s], lanes); /* values need no alignment */
        for (guint row = 0; row < sizes[s]; row++)
          {
            gint64 value = values[row + 1] != ASSAY_NO_VALUE ? values[row + 1] : 0;
            g_assert_cmpuint (lanes[4 * row], ==, 1);
            g_assert_cmpint ((gint64) lanes[4 * row + 1], ==, value);
            g_assert_cmpuint (lanes[4 * row + 2], <=, G_MAXUINT32);
            g_assert_cmpuint (lanes[4 * row + 2] + (lanes[4 * row + 3] << 32), ==, (guint64) (value * value));
          }
        g_assert_cmphex (lanes[4 * sizes[s]], ==, G_GUINT64_CONSTANT (0xa5a5a5a5a5a5a5a5));
      }
}

#define LANE_CELLS 50
#define MOST_LANES 8

typedef struct
{
  guint16 keys[ASSAY_COUNT_TOGETHER][ASSAY_BLOCK_ROWS];
  guint32 wide_keys[ASSAY_BLOCK_ROWS];
  guint64 lanes[MOST_LANES * ASSAY_BLOCK_ROWS] __attribute__ ((aligned (64)));
  guint64 cells[ASSAY_COUNT_TOGETHER + 1][MOST_LANES * LANE_CELLS] __attribute__ ((aligned (64)));
  guint64 expected[ASSAY_COUNT_TOGETHER + 1][MOST_LANES * LANE_CELLS];
} LaneTables;

/* The last of the tables has the wide keys. */
static void
check_lanes (const AssayKernel *kernel,
             LaneTables        *self,
             guint              n_tables,
             guint              n_lanes,
             guint              n_rows)
{
  guint64 *tables[ASSAY_COUNT_TOGETHER];
  const guint8 *ahead[] = { (const guint8 *) self->lanes };

  memset (self->cells, 0, sizeof self->cells);
  memset (self->expected, 0, sizeof self->expected);
  for (guint i = 0; i <= n_tables; i++)
    for (guint row = 0; row < n_rows; row++)
      for (guint lane = 0; lane < n_lanes; lane++)
        self->expected[i][(i < n_tables ? self->keys[i][row] : self->wide_keys[row]) * n_lanes + lane]
          += self->lanes[row * n_lanes + lane];
  for (guint i = 0; i < n_tables; i++)
    tables[i] = self->cells[i];
  kernel->add_lanes (tables, n_tables, (const guint16 (*)[ASSAY_BLOCK_ROWS]) self->keys, self->lanes, n_lanes, n_rows, ahead, 1);
  kernel->add_wide_lanes (self->cells[n_tables], self->wide_keys, self->lanes, n_lanes, n_rows);
  g_assert_cmpmem (self->cells, sizeof self->cells, self->expected, sizeof self->expected);
}

static void
test_add_lanes (void)
{
  g_autoptr (GRand) random = sample_random ();
  static LaneTables tables;
  guint n_kernels;
  const AssayKernel *kernels = assay_kernels (&n_kernels);

  for (guint row = 0; row < ASSAY_BLOCK_ROWS; row++)
    {
      for (guint i = 0; i < ASSAY_COUNT_TOGETHER; i++)
        tables.keys[i][row] = (guint16) g_rand_int_range (random, 0, LANE_CELLS);
      tables.wide_keys[row] = (guint32) g_rand_int_range (random, 0, LANE_CELLS);
    }
  for (guint i = 0; i < MOST_LANES * ASSAY_BLOCK_ROWS; i++)
    tables.lanes[i] = (guint64) g_rand_int (random) << 32 | g_rand_int (random);
  for (guint k = 0; k < n_kernels; k++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes) && kernels[k].is_supported (); s++)
      for (guint n_tables = 1; n_tables <= ASSAY_COUNT_TOGETHER; n_tables++)
        for (guint n_lanes = 2; n_lanes <= MOST_LANES; n_lanes += 2)
          check_lanes (&kernels[k], &tables, n_tables, n_lanes, sizes[s]);
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
  g_test_add_func ("/tally/kernel/square-lanes", test_square_lanes);
  g_test_add_func ("/tally/kernel/add-lanes", test_add_lanes);
  return g_test_run ();
}
