/* test-lanes.c: rows into lanes and lanes back into sums, against 128-bit sums over the rows. */
#include "sample-rows.h"
#include "tally/lanes-private.h"

#include <string.h>

#define N_ROWS 300
#define N_VALUES 3
#define MOST_ROWS ((guint64) G_MAXUINT32) /* that a cell is added before it is emptied */

#define MOST (G_GINT64_CONSTANT (1) << 31)
static const gint64 ends[] = { 0, 1, -1, MOST - 1, 1 - MOST, -MOST, MOST };

static const AssayTableShape shapes[] = {
  { .n_sums = 1, .sums = { { 0, ASSAY_SUM_VALUES } } },
  { .n_sums = 1, .sums = { { 1, ASSAY_SUM_ROWS } } },
  { .n_sums = 1, .sums = { { 2, 2 } } },
  { .n_sums = 2, .sums = { { 1, ASSAY_SUM_VALUES }, { 1, 1 } } }, /* the kernels' own loop */
  { .n_sums = 2, .sums = { { 1, ASSAY_SUM_VALUES }, { 2, 2 } } }, /* nearly the same */
  { .n_sums = 2, .sums = { { 1, ASSAY_SUM_VALUES }, { 1, 2 } } },
  { .n_sums = 2, .sums = { { 1, ASSAY_SUM_ROWS }, { 1, 1 } } },
  { .n_sums = 3, .sums = { { 0, 1 }, { 0, ASSAY_SUM_ROWS }, { 2, ASSAY_SUM_VALUES } } },
  { .n_sums = 5, .sums = { { 0, 0 }, { 1, 1 }, { 0, 1 }, { 1, ASSAY_SUM_VALUES }, { 2, 1 } } },
};

/* Lane 0 counts rows, a product has two, and they are padded to an even number. */
static void
test_layout (void)
{
  static const guint n_lanes[] = { 2, 2, 4, 4, 4, 4, 4, 6, 10 };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree AssayLanes *lanes = assay_lanes_new (&shapes[i]);
      guint used[ASSAY_MAX_LANES] = { 1 };

      g_assert_cmpuint (lanes->n_lanes, ==, n_lanes[i]);
      for (guint sum = 0; sum < shapes[i].n_sums; sum++)
        {
          used[lanes->first[sum]]++;
          if (shapes[i].sums[sum].b < ASSAY_SUM_ROWS)
            used[lanes->first[sum] + 1]++;
        }
      for (guint lane = 0; lane < n_lanes[i]; lane++)
        g_assert_cmpuint (used[lane], <=, 1);
      for (guint other = 0; other < G_N_ELEMENTS (shapes); other++)
        g_assert_cmpint (assay_lanes_suit (lanes, &shapes[other]), ==, other == i);
    }
}

static AssaySum
row_sum (const AssayShapeSum *sum,
         const gint64 *const *values,
         guint                row)
{
  const gint64 a = values[sum->a][row];

  if (a == ASSAY_NO_VALUE)
    return 0;
  if (sum->b == ASSAY_SUM_VALUES)
    return a;
  if (sum->b == ASSAY_SUM_ROWS)
    return 1;
  return values[sum->b][row] == ASSAY_NO_VALUE ? 0 : (AssaySum) a * values[sum->b][row];
}

/* The sums of a cell that took all rows, `times` over. */
static void
check_sums (const AssayLanes    *self,
            const gint64 *const *values,
            const guint64       *lanes,
            guint                first,
            guint                end,
            guint64              times)
{
  guint64 cell[ASSAY_MAX_LANES] = { 0 };
  AssaySum sums[ASSAY_MAX_SUMS] = { 0 };

  for (guint row = first; row < end; row++)
    for (guint lane = 0; lane < self->n_lanes; lane++)
      cell[lane] += times * lanes[row * self->n_lanes + lane];
  g_assert_cmpuint (cell[0], ==, times * (end - first));
  sums[0] = 5; /* they are added to */
  assay_lanes_add_to (self, cell, sums);
  for (guint i = 0; i < self->n_sums; i++)
    {
      AssaySum expected = i == 0 ? 5 : 0;

      for (guint row = first; row < end; row++)
        expected += (AssaySum) times * row_sum (&self->sums[i], values, row);
      g_assert_true (sums[i] == expected);
    }
}

static gint64
draw_value (GRand *random)
{
  const gint kind = g_rand_int_range (random, 0, 4);

  return kind == 0   ? ASSAY_NO_VALUE
         : kind == 1 ? ends[g_rand_int_range (random, 0, G_N_ELEMENTS (ends))]
                     : (gint64) g_rand_int (random) - G_MAXINT32;
}

/* By every kernel; a few rows together, and each row by itself as often as a cell may take it. */
static void
test_sums (void)
{
  static gint64 rows[N_VALUES][N_ROWS];
  static guint64 made[N_ROWS * 16] __attribute__ ((aligned (64)));
  const gint64 *values[N_VALUES];
  g_autoptr (GRand) random = sample_random ();
  guint n_kernels;
  const AssayKernel *kernels = assay_kernels (&n_kernels);

  for (guint value = 0; value < N_VALUES; value++)
    {
      for (guint row = 0; row < N_ROWS; row++)
        rows[value][row] = draw_value (random);
      values[value] = rows[value];
    }
  for (guint k = 0; k < n_kernels; k++)
    for (guint i = 0; i < G_N_ELEMENTS (shapes) && kernels[k].is_supported (); i++)
      {
        g_autofree AssayLanes *lanes = assay_lanes_new (&shapes[i]);

        memset (made, 0xa5, sizeof made);
        assay_lanes_make (lanes, &kernels[k], values, N_ROWS, made);
        check_sums (lanes, values, made, 0, N_ROWS, 1);
        for (guint row = 0; row < N_ROWS; row++)
          check_sums (lanes, values, made, row, row + 1, MOST_ROWS);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/lanes/layout", test_layout);
  g_test_add_func ("/tally/lanes/sums", test_sums);
  return g_test_run ();
}
