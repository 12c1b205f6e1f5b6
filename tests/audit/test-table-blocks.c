/* test-table-blocks.c: bytes worked out by hand, tables there and back, and blocks that lie. */
#include "audit/table-blocks.h"

#include <string.h>
#include <zlib.h>

static AssayCountTable *
make_table (const guint *n_codes,
            guint        n_axes)
{
  AssayAxis *axes[ASSAY_MAX_AXES];
  for (guint i = 0; i < n_axes; i++)
    {
      g_autofree const char **values = g_new0 (const char *, n_codes[i]);
      for (guint code = 1; code < n_codes[i]; code++)
        values[code] = "v";
      axes[i] = assay_axis_new ("a", ASSAY_AXIS_SLICE, n_codes[i], values);
    }
  AssayCountTable *table = assay_count_table_new (axes, n_axes, NULL);
  for (guint i = 0; i < n_axes; i++)
    assay_axis_unref (axes[i]);
  g_assert_nonnull (table);
  return table;
}

/* About `share` of the cells get a count, of all sizes; sparse tables about n_most. */
static void
fill_table (AssayCountTable *table,
            GRand           *rand,
            double           share,
            guint            n_most)
{
  if (table->is_dense)
    {
      for (guint64 i = 0; i < table->n_cells; i++)
        if (g_rand_double (rand) < share)
          table->counts[i] = 1 + (((guint64) g_rand_int (rand) << 31) >> g_rand_int_range (rand, 0, 63));
      return;
    }
  table->cells = g_new (guint64, n_most);
  table->counts = g_new (guint64, n_most);
  guint64 step = table->n_cells / n_most, cell = 0;
  for (guint i = 0; i < n_most; i++)
    {
      table->cells[i] = cell;
      table->counts[i] = 1 + ((guint64) g_rand_int (rand) >> g_rand_int_range (rand, 0, 32));
      cell += 1 + (guint64) ((double) (step - 1) * g_rand_double (rand));
    }
  table->n_entries = n_most;
}

typedef struct
{
  guint64 first_cell, last_cell;
  guint   n_entries;
  GBytes *content;
} KeptBlock;

static gboolean
keep_block (const AssayBlock *block,
            gpointer          data)
{
  KeptBlock kept = { block->first_cell, block->last_cell, block->n_entries,
                     g_bytes_new (block->content, block->n_bytes) };

  g_array_append_val ((GArray *) data, kept);
  return TRUE;
}

static void
clear_kept (gpointer kept)
{
  g_bytes_unref (((KeptBlock *) kept)->content);
}

static GArray *
blocks_of (const AssayCountTable *table)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (KeptBlock));

  g_array_set_clear_func (blocks, clear_kept);
  g_assert_true (assay_table_to_blocks (table, keep_block, blocks));
  return blocks;
}

static const char *
read_kept (const KeptBlock *kept,
           guint64         *cells,
           guint64         *counts)
{
  AssayBlock block = { .first_cell = kept->first_cell, .last_cell = kept->last_cell, .n_entries = kept->n_entries };

  block.content = g_bytes_get_data (kept->content, &block.n_bytes);
  return assay_block_read (&block, cells, counts);
}

/* The example of table-blocks.h, its bytes worked out from the definition of LEB128 (DWARF 5, 7.6): 300 = 0b10 0101100
 * is ac 02. */
static void
test_bytes (void)
{
  static const guint8 expected[] = { 0x00, 0x00, 0x0b, 0x05, 0xac, 0x02, 0x01 };
  g_autoptr (AssayCountTable) table = make_table ((const guint[]) { 3, 9 }, 2);
  table->counts[7] = 5;
  table->counts[8] = 300;
  table->counts[20] = 1;

  g_autoptr (GArray) blocks = blocks_of (table);
  g_assert_cmpuint (blocks->len, ==, 1);
  KeptBlock *block = &g_array_index (blocks, KeptBlock, 0);
  g_assert_cmpuint (block->first_cell, ==, 7);
  g_assert_cmpuint (block->last_cell, ==, 20);
  g_assert_cmpuint (block->n_entries, ==, 3);

  guint8 numbers[64];
  uLongf n_numbers = sizeof numbers;
  gsize n_bytes;
  const guint8 *content = g_bytes_get_data (block->content, &n_bytes);
  g_assert_cmpint (uncompress (numbers, &n_numbers, content, n_bytes), ==, Z_OK);
  g_assert_cmpmem (numbers, n_numbers, expected, sizeof expected);
}

static const struct
{
  const char *name;
  guint       n_axes;
  guint       n_codes[ASSAY_MAX_AXES];
  double      share;
  guint       n_most;       /* sparse: entries */
  gint        n_blocks;     /* -1: not said */
} shapes[] = {
  { "no axis", 0, { 0 }, 1, 0, 1 },
  { "nothing counted", 2, { 3, 3 }, 0, 0, 0 },
  { "race x label x prediction", 3, { 6, 3, 3 }, 0.8, 0, 1 },
  { "one entry less than a block", 2, { 4095, 1 }, 1, 0, 1 },
  { "a block", 2, { 4096, 1 }, 1, 0, 1 },
  { "a block and one code", 2, { 4097, 1 }, 1, 0, 2 },
  { "codes of 4096 entries", 2, { 3, 4096 }, 1, 0, 3 },
  { "a code as large as a block may be", 2, { 2, 65536 - 1 }, 1, 0, 2 },
  { "a code larger than a block may be", 3, { 2, 65535, 2 }, 1, 0, 4 },
  { "981 slices x label x 1024 score bins", 3, { 981, 3, 1024 }, 0.1, 0, -1 },
  { "sparse", 3, { 65535, 65535, 3 }, 0, 30000, -1 },
  { "one code, sparse", 3, { 1, 65535, 65535 }, 0, 70000, 2 },
  { "nearly 2^62 cells", 4, { 65535, 65535, 65535, 16000 }, 0, 5000, -1 },
};

/* Every entry comes back, in order; blocks do not overlap and are cut between codes of the first axis. */
static void
check_blocks (const AssayCountTable *table,
              GArray                *blocks)
{
  g_autofree guint64 *cells = g_new (guint64, ASSAY_BLOCK_MAX_ENTRIES);
  g_autofree guint64 *counts = g_new (guint64, ASSAY_BLOCK_MAX_ENTRIES);
  guint64 stride = table->n_axes > 0 ? table->n_cells / table->axes[0]->n_codes : 1;
  guint64 entry = assay_table_next_entry (table, 0), last_cell = 0;

  for (guint i = 0; i < blocks->len; i++)
    {
      const KeptBlock *block = &g_array_index (blocks, KeptBlock, i);
      g_assert_cmpstr (read_kept (block, cells, counts), ==, NULL);
      g_assert_true (i == 0 || block->first_cell > last_cell);
      if (i > 0 && block->first_cell / stride == last_cell / stride)
        g_assert_cmpuint (g_array_index (blocks, KeptBlock, i - 1).n_entries, ==, ASSAY_BLOCK_MAX_ENTRIES);
      last_cell = block->last_cell;
      for (guint j = 0; j < block->n_entries; j++)
        {
          g_assert_cmpuint (cells[j], ==, assay_table_cell (table, entry));
          g_assert_cmpuint (counts[j], ==, table->counts[entry]);
          entry = assay_table_next_entry (table, entry + 1);
        }
    }
  g_assert_cmpuint (entry, ==, table->n_entries);
}

static void
test_there_and_back (void)
{
  guint32 seed = g_test_rand_int ();
  g_test_message ("seed %u", seed);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_test_message ("%s", shapes[i].name);
      g_autoptr (AssayCountTable) table = make_table (shapes[i].n_codes, shapes[i].n_axes);
      fill_table (table, rand, shapes[i].share, shapes[i].n_most);
      g_autoptr (GArray) blocks = blocks_of (table);
      if (shapes[i].n_blocks >= 0)
        g_assert_cmpint ((gint) blocks->len, ==, shapes[i].n_blocks);
      check_blocks (table, blocks);
    }
}

/* What a reader does for one slice: only blocks that reach into its cells, and little besides. */
static void
test_one_slice (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (AssayCountTable) table = make_table ((const guint[]) { 200, 3, 1024 }, 3);
  fill_table (table, rand, 0.5, 0);
  g_autoptr (GArray) blocks = blocks_of (table);

  for (guint64 code = 0; code < 200; code++)
    {
      guint64 n_read = 0;
      for (guint i = 0; i < blocks->len; i++)
        {
          const KeptBlock *block = &g_array_index (blocks, KeptBlock, i);
          if (block->last_cell >= code * 3072 && block->first_cell < (code + 1) * 3072)
            n_read += block->n_entries;
        }
      g_assert_cmpuint (n_read, >, 0);
      g_assert_cmpuint (n_read, <, ASSAY_BLOCK_ENTRIES + 3072);
    }
}

static const struct
{
  const char *name;
  guint64     first_cell, last_cell;
  guint       n_entries;
  guint       n_numbers;
  guint8      numbers[32];    /* before zlib */
  const char *problem;        /* NULL: a block */
} lies[] = {
  { "a block", 5, 5, 1, 2, { 0, 1 }, NULL },
  { "the greatest cell and count", 0, G_MAXUINT64, 2,  22,
    { 0, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1,
      1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1 }, NULL },
  { "no entry", 5, 5, 0, 0, { 0 }, "it has no or too many entries" },
  { "too many entries", 0, G_MAXUINT64, 65537, 2, { 0, 1 }, "it has no or too many entries" },
  { "cells backwards", 6, 5, 1, 2, { 0, 1 }, "its cells and its number of entries do not fit" },
  { "more entries than cells", 5, 6, 3, 6, { 0, 0, 0, 1, 1, 1 }, "its cells and its number of entries do not fit" },
  { "a first gap", 5, 9, 2, 4, { 1, 2, 1, 1 }, "its first gap is not 0" },
  { "behind the last cell", 5, 9, 2, 4, { 0, 4, 1, 1 }, "a cell lies behind its last" },
  { "a gap around 2^64", 5, 9, 2, 13, { 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1, 1 },
    "a cell lies behind its last" },
  { "ahead of the last cell", 5, 9, 2, 4, { 0, 2, 1, 1 }, "its cells end before its last" },
  { "one cell of two", 5, 9, 1, 2, { 0, 1 }, "its cells end before its last" },
  { "a count of 0", 5, 5, 1, 2, { 0, 0 }, "a count is no number above 0" },
  { "an overlong count", 5, 5, 1, 3, { 0, 0x81, 0 }, "a count is no number above 0" },
  { "an overlong gap", 5, 5, 1, 3, { 0x80, 0, 1 }, "its first gap is not 0" },
  { "a count of 2^64", 5, 5, 1, 11, { 0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 2 },
    "a count is no number above 0" },
  { "eleven bytes", 5, 5, 1, 12, { 0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1 },
    "a count is no number above 0" },
  { "no counts", 5, 5, 1, 1, { 0 }, "a count is no number above 0" },
  { "bytes left over", 5, 5, 1, 3, { 0, 1, 1 }, "bytes are left over" },
};

static GBytes *
deflate_bytes (const guint8 *numbers,
               gsize         n_numbers)
{
  uLongf n_bytes = compressBound (n_numbers);
  guint8 *content = g_malloc (n_bytes);

  g_assert_cmpint (compress2 (content, &n_bytes, numbers, n_numbers, 9), ==, Z_OK);
  return g_bytes_new_take (content, n_bytes);
}

static void
test_lies (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      guint64 cells[8], counts[8];
      g_autoptr (GBytes) content = deflate_bytes (lies[i].numbers, lies[i].n_numbers);
      KeptBlock block = { lies[i].first_cell, lies[i].last_cell, lies[i].n_entries, content };
      g_test_message ("%s", lies[i].name);
      g_assert_cmpstr (read_kept (&block, cells, counts), ==, lies[i].problem);
    }
}

/* 64 MiB of zeros in 64 kB: inflating stops at what one entry may take. */
static void
test_bomb (void)
{
  gsize n_zeros = 64 << 20;
  g_autofree guint8 *zeros = g_malloc0 (n_zeros);
  g_autoptr (GBytes) content = deflate_bytes (zeros, n_zeros);
  KeptBlock block = { 0, 0, 1, content };
  guint64 cell, count;

  g_assert_cmpuint (g_bytes_get_size (content), <, 70000);
  g_assert_cmpstr (read_kept (&block, &cell, &count), ==, "its content does not inflate");
}

/* Every single bit of a block's content changes nothing (deflate has unused bits) or is found out (zlib ends with a
 * checksum); every other length is found out. */
static void
test_damage (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (AssayCountTable) table = make_table ((const guint[]) { 6, 3, 3 }, 3);
  fill_table (table, rand, 0.8, 0);
  g_autoptr (GArray) blocks = blocks_of (table);
  KeptBlock *block = &g_array_index (blocks, KeptBlock, 0);
  gsize n_bytes;
  const guint8 *content = g_bytes_get_data (block->content, &n_bytes);
  guint64 cells[54], counts[54], true_cells[54], true_counts[54];
  g_assert_cmpstr (read_kept (block, true_cells, true_counts), ==, NULL);

  for (gsize bit = 0; bit < 8 * n_bytes; bit++)
    {
      guint8 *flipped = g_memdup2 (content, n_bytes);
      flipped[bit / 8] ^= (guint8) (1 << bit % 8);
      g_autoptr (GBytes) bytes = g_bytes_new_take (flipped, n_bytes);
      KeptBlock damaged = { block->first_cell, block->last_cell, block->n_entries, bytes };
      if (read_kept (&damaged, cells, counts) != NULL)
        continue;
      g_assert_cmpmem (cells, block->n_entries * sizeof *cells, true_cells, block->n_entries * sizeof *cells);
      g_assert_cmpmem (counts, block->n_entries * sizeof *counts, true_counts, block->n_entries * sizeof *counts);
    }
  for (gsize n = 0; n < n_bytes; n++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (content, n);
      KeptBlock damaged = { block->first_cell, block->last_cell, block->n_entries, bytes };
      g_assert_cmpstr (read_kept (&damaged, cells, counts), ==, "its content does not inflate");
    }
  g_autofree guint8 *longer = g_malloc0 (n_bytes + 1);
  memcpy (longer, content, n_bytes);
  g_autoptr (GBytes) bytes = g_bytes_new (longer, n_bytes + 1);
  KeptBlock damaged = { block->first_cell, block->last_cell, block->n_entries, bytes };
  g_assert_cmpstr (read_kept (&damaged, cells, counts), ==, "its content does not inflate");
}

/* --- sums ---------------------------------------------------------------------------------------------------- */

static gboolean
keep_sums (const AssayBlock *block,
           gpointer          data)
{
  g_ptr_array_add (data, g_bytes_new (block->sums, block->n_sums_bytes));
  return TRUE;
}

/* Cells 3 and 5 with 2 and 1 rows: sums 64 and -1, then 300 and -(2^62). 64 is the number 128 = 80 01, -1 is 1, 300 is
 * 600 = d8 04, -(2^62) is 2^63 - 1: eight bytes of seven ones and 7f. */
static void
test_sum_bytes (void)
{
  static const guint8 expected[] = { 0x80, 0x01, 0x01, 0xd8, 0x04, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f };
  static const AssaySumScale scales[] = { { "a", 1 }, { "b", 2 } };
  g_autoptr (AssayCountTable) plain = make_table ((const guint[]) { 3, 9 }, 2);
  g_autoptr (AssayCountTable) table = assay_count_table_new_sums (plain->axes, 2, scales, 2, NULL);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  table->counts[3] = 2;
  table->counts[5] = 1;
  table->sums[6] = 64;
  table->sums[7] = 300;
  table->sums[10] = -1;
  table->sums[11] = -((AssaySum) 1 << 62);

  g_assert_true (assay_table_to_blocks (table, keep_sums, blocks));
  g_assert_cmpuint (blocks->len, ==, 1);
  AssayBlock block = { 3, 5, 2 };
  block.sums = g_bytes_get_data (blocks->pdata[0], &block.n_sums_bytes);
  guint8 numbers[64];
  uLongf n_numbers = sizeof numbers;
  g_assert_cmpint (uncompress (numbers, &n_numbers, block.sums, block.n_sums_bytes), ==, Z_OK);
  g_assert_cmpmem (numbers, n_numbers, expected, sizeof expected);

  AssaySum sums[4];
  g_assert_null (assay_block_read_sums (&block, (const guint64[]) { 2, 1 }, 2, sums));
  g_assert_true (sums[0] == 64 && sums[1] == 300 && sums[2] == -1 && sums[3] == -((AssaySum) 1 << 62));
}

static const struct
{
  guint8      numbers[24];
  gsize       n_numbers;
  guint64     count;
  const char *problem; /* NULL: it is a sum */
} sum_cases[] = {
  { { 0x00 }, 1, 1, NULL },
  { { 0x01 }, 1, 1, NULL },
  { { 0x80, 0x00 }, 2, 1, "a sum is no number" },
  { { 0x80 }, 1, 1, "a sum is no number" },
  { { 0 }, 0, 1, "a sum is no number" },
  { { 0x00, 0x00 }, 2, 1, "bytes are left over behind its sums" },
  /* 2^63 is the sum 2^62, 2^63 + 1 is -(2^62) - 1 */
  { { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01 }, 10, 1, NULL },
  { { 0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01 }, 10, 1, "a sum is larger than its rows allow" },
  { { 0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01 }, 10, 2, NULL },
  { { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x03 }, 19,
    G_MAXUINT64, "a sum is larger than its rows allow" },
  { { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x04 }, 19,
    G_MAXUINT64, "a sum is no number" },
  { { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x83 }, 19,
    G_MAXUINT64, "a sum is no number" },
};

static void
test_sum_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sum_cases); i++)
    {
      guint8 content[64];
      uLongf n_bytes = sizeof content;
      AssaySum sum;
      g_assert_cmpint (compress (content, &n_bytes, sum_cases[i].numbers, sum_cases[i].n_numbers), ==, Z_OK);
      AssayBlock block = { .n_entries = 1, .sums = content, .n_sums_bytes = n_bytes };
      g_test_message ("case %zu", i);
      g_assert_cmpstr (assay_block_read_sums (&block, &sum_cases[i].count, 1, &sum), ==, sum_cases[i].problem);
    }
  AssayBlock none = { .n_entries = 1 };
  g_assert_cmpstr (assay_block_read_sums (&none, NULL, 1, NULL), ==, "it has no sums");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table-blocks/bytes", test_bytes);
  g_test_add_func ("/table-blocks/there-and-back", test_there_and_back);
  g_test_add_func ("/table-blocks/one-slice", test_one_slice);
  g_test_add_func ("/table-blocks/lies", test_lies);
  g_test_add_func ("/table-blocks/bomb", test_bomb);
  g_test_add_func ("/table-blocks/damage", test_damage);
  g_test_add_func ("/table-blocks/sum-bytes", test_sum_bytes);
  g_test_add_func ("/table-blocks/sum-cases", test_sum_cases);
  return g_test_run ();
}
