/* test-tag-kernel.c: every kernel that the processor has gives what the loop in tag-kernel.c's comment says. */
#include "sample-rows.h"
#include "tally/tag-kernel-private.h"

#include <string.h>

#define GUARD G_GUINT64_CONSTANT (0x5ee1a5edbadc0de5)

static const guint row_counts[] = { 0, 1, 7, 8, 31, 32, 33, 63, 64, 65, 127, 128, 129, 511, 512, 513, 2047, 2048 };

static void
test_make_words (gconstpointer data)
{
  const AssayTagKernel *kernel = data;
  g_autoptr (GRand) random = sample_random ();

  for (guint i = 0; i < G_N_ELEMENTS (row_counts); i++)
    for (guint tag = 0; tag < ASSAY_TAG_GROUP; tag++)
      {
        AssayTagLine lines[ASSAY_TAG_LINES + 1];
        guint n = row_counts[i], n_lines = (n + 63) / 64;
        g_autofree guint16 *codes = g_new (guint16, n + 1);
        for (guint row = 0; row <= n; row++)
          codes[row] = row == n ? 2 : (guint16) g_rand_int_range (random, 0, 4) | (g_rand_int (random) % 9 == 0 ? 0x200 : 0);
        for (guint line = 0; line <= ASSAY_TAG_LINES; line++)
          for (guint t = 0; t < ASSAY_TAG_GROUP; t++)
            lines[line][t] = GUARD;
        kernel->make_words (codes, n, 2, lines, tag);
        for (guint row = 0; row < 64 * n_lines; row++)
          g_assert_cmpuint (lines[row / 64][tag] >> row % 64 & 1, ==, row < n && codes[row] == 2);
        for (guint line = 0; line <= ASSAY_TAG_LINES; line++)
          for (guint t = 0; t < ASSAY_TAG_GROUP; t++)
            if (t != tag || line >= n_lines)
              g_assert_cmpuint (lines[line][t], ==, GUARD);
      }
}

static guint64
draw_word (GRand *random)
{
  return (guint64) g_rand_int (random) << 32 | g_rand_int (random);
}

typedef enum
{
  BITS_RANDOM,
  BITS_ALL,
  BITS_NONE,
  BITS_FEW,
  N_BITS,
} Bits;

static void
fill (GRand        *random,
      Bits          bits,
      guint         n_lines,
      AssayTagLine *lines)
{
  memset (lines, 0, ASSAY_TAG_LINES * sizeof *lines);
  for (guint line = 0; line < n_lines; line++)
    for (guint tag = 0; tag < ASSAY_TAG_GROUP; tag++)
      {
        guint64 draw = draw_word (random);
        guint64 few = g_rand_int (random) % 8 == 0 ? G_GUINT64_CONSTANT (1) << draw % 64 : 0;
        lines[line][tag] = bits == BITS_RANDOM ? draw : bits == BITS_ALL ? G_MAXUINT64 : bits == BITS_FEW ? few : 0;
      }
}

/* From every number of lines; counts are added to what is there. */
static void
test_count_tile (gconstpointer data)
{
  const AssayTagKernel *kernel = data;
  g_autoptr (GRand) random = sample_random ();

  for (guint n_lines = 0; n_lines <= ASSAY_TAG_LINES; n_lines++)
    for (guint bits = 0; bits < N_BITS * N_BITS; bits++)
      {
        AssayTagLine a[ASSAY_TAG_LINES], b[ASSAY_TAG_LINES];
        guint64 counts[80] __attribute__ ((aligned (64)));
        fill (random, bits / N_BITS, n_lines, a);
        fill (random, bits % N_BITS, n_lines, b);
        for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
          counts[i] = G_MAXUINT32 + (guint64) i;
        kernel->count_tile (a, b, n_lines, counts + 8);
        for (guint i = 0; i < 64; i++)
          {
            guint64 expected = G_MAXUINT32 + (guint64) i + 8;
            for (guint w = 0; w < n_lines; w++)
              expected += (guint) __builtin_popcountll (a[w][i / 8] & b[w][i % 8]);
            g_assert_cmpuint (counts[i + 8], ==, expected);
          }
        for (guint i = 0; i < 8; i++)
          g_assert_true (counts[i] == G_MAXUINT32 + (guint64) i && counts[72 + i] == G_MAXUINT32 + (guint64) i + 72);
      }
}

static void
test_count_word (gconstpointer data)
{
  const AssayTagKernel *kernel = data;
  g_autoptr (GRand) random = sample_random ();
  AssayTagLine lines[ASSAY_TAG_LINES];

  fill (random, BITS_RANDOM, ASSAY_TAG_LINES, lines);
  for (guint n_lines = 0; n_lines <= ASSAY_TAG_LINES; n_lines++)
    for (guint tag = 0; tag < ASSAY_TAG_GROUP; tag++)
      {
        guint expected = 0;
        for (guint row = 0; row < 64 * n_lines; row++)
          expected += lines[row / 64][tag] >> row % 64 & 1;
        g_assert_cmpuint (kernel->count_word (lines, n_lines, tag), ==, expected);
      }
}

/* Cells of five keys, the first and the last between guards. */
static void
test_add_rows (gconstpointer data)
{
  const AssayTagKernel *kernel = data;
  g_autoptr (GRand) random = sample_random ();

  for (guint step = ASSAY_TAG_STEP; step <= 256; step += ASSAY_TAG_STEP)
    {
      const guint n_words = (step + 63) / 64, n_rows = 700;
      guint32 cells[7 * 256] __attribute__ ((aligned (64))) = { 0 }, expected[7 * 256] = { 0 };
      guint64 words[700 * 4];
      guint32 keys[700];
      for (guint i = 0; i < n_rows * n_words; i++)
        words[i] = draw_word (random) & draw_word (random);
      for (guint row = 0; row < n_rows; row++)
        {
          keys[row] = row % 7 == 0 ? 3 : (guint32) g_rand_int_range (random, 0, 5);
          for (guint tag = 0; tag < step; tag++)
            expected[(keys[row] + 1) * step + tag] += words[row * n_words + tag / 64] >> tag % 64 & 1;
        }
      kernel->add_rows (cells + step, step, keys, words, n_words, n_rows);
      g_assert_cmpmem (cells, sizeof cells, expected, sizeof expected);
    }
}

/* The best of those that the processor has; unknown names get the portable one. */
static void
test_find (void)
{
  guint n;
  const AssayTagKernel *kernels = assay_tag_kernels (&n);

  for (guint i = 0; i < n; i++)
    {
      const AssayTagKernel *found = assay_tag_kernel_find (kernels[i].name);
      g_assert_true (found->is_supported ());
      g_assert_true (found >= &kernels[i]);
      if (kernels[i].is_supported ())
        g_assert_true (found == &kernels[i]);
      else
        g_test_message ("this processor has no %s", kernels[i].name);
    }
  g_assert_cmpstr (assay_tag_kernel_find ("abacus")->name, ==, "portable");
}

typedef struct
{
  const char   *name;
  GTestDataFunc run;
} KernelTest;

static const KernelTest kernel_tests[] = {
  { "make-words", test_make_words },
  { "count-word", test_count_word },
  { "count-tile", test_count_tile },
  { "add-rows", test_add_rows },
};

int
main (int    argc,
      char **argv)
{
  guint n;
  const AssayTagKernel *kernels = assay_tag_kernels (&n);

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < n; i++)
    for (guint t = 0; kernels[i].is_supported () && t < G_N_ELEMENTS (kernel_tests); t++)
      {
        g_autofree char *path = g_strdup_printf ("/tally/tag-kernel/%s/%s", kernels[i].name, kernel_tests[t].name);
        g_test_add_data_func (path, &kernels[i], kernel_tests[t].run);
      }
  g_test_add_func ("/tally/tag-kernel/find", test_find);
  return g_test_run ();
}
