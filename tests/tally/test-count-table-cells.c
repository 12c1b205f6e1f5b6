/* test-count-table-cells.c: walking and moving cells, dense and sparse, by what must hold of any table. */
#include "sample-rows.h"

#include <string.h>

#define N_AXES 4
#define N_SUMS 2
#define N_PAIRS 500
/* As many codes as keep a table dense, and so many more that it is sparse, whatever its sums. */
static const guint small_codes[] = { 3, 1, 5, 4 }, large_codes[] = { 300, 1, 70, 400 };

/* Random cells with counts and sums; some come twice. */
static AssayCountTable *
random_table (GRand       *random,
              const guint *n_codes,
              guint        n_axes)
{
  const AssaySumScale scales[N_SUMS] = { { (char *) "a", 3 }, { (char *) "b", 0 } };
  g_autoptr (GPtrArray) axes = sample_axes (n_codes, n_axes);
  guint64 cells[N_PAIRS], counts[N_PAIRS];
  AssaySum sums[N_PAIRS * N_SUMS];
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_PAIRS; i++)
    {
      cells[i] = 0;
      for (guint axis = 0; axis < n_axes; axis++)
        cells[i] = cells[i] * n_codes[axis] + (guint64) g_rand_int_range (random, 0, (gint) n_codes[axis]);
      counts[i] = (guint64) g_rand_int_range (random, 1, 100);
      for (guint sum = 0; sum < N_SUMS; sum++)
        sums[i * N_SUMS + sum] = ((AssaySum) g_rand_int (random) - G_MAXINT32) * ((AssaySum) 1 << 40);
    }
  AssayCountTable *table = assay_count_table_from_sums ((AssayAxis *const *) axes->pdata, n_axes, scales, N_SUMS,
                                                        cells, counts, sums, N_PAIRS, &error);
  g_assert_no_error (error);
  return table;
}

/* What a walk met. */
typedef struct
{
  const AssayCountTable *table;
  guint64                n_cells, last, n_rows;
  AssaySum               sums[N_SUMS];
} Walk;

static void
visit (const guint    *codes,
       guint64         count,
       const AssaySum *sums,
       gpointer        data)
{
  Walk *self = data;
  guint64 cell = 0;

  for (guint i = 0; i < self->table->n_axes; i++)
    {
      g_assert_cmpuint (codes[i], <, self->table->axes[i]->n_codes);
      cell = cell * self->table->axes[i]->n_codes + codes[i];
    }
  g_assert_true (self->n_cells == 0 || cell > self->last);
  g_assert_cmpuint (count, >, 0);
  g_assert_cmpuint (count, ==, assay_count_table_get (self->table, codes));
  g_assert_cmpint (memcmp (sums, assay_count_table_get_sums (self->table, codes), N_SUMS * sizeof *sums), ==, 0);
  self->n_cells++;
  self->last = cell;
  self->n_rows += count;
  for (guint i = 0; i < N_SUMS; i++)
    self->sums[i] += sums[i];
}

static void
visit_plain (const guint *codes,
             guint64      count,
             gpointer     data)
{
  visit (codes, count, assay_count_table_get_sums (((Walk *) data)->table, codes), data);
}

static Walk
walk (const AssayCountTable *table)
{
  Walk self = { .table = table }, plain = { .table = table };

  assay_count_table_foreach_sums (table, visit, &self);
  assay_count_table_foreach (table, visit_plain, &plain);
  g_assert_cmpuint (self.n_rows, ==, assay_count_table_total (table));
  g_assert_cmpuint (plain.n_rows, ==, self.n_rows);
  g_assert_cmpuint (plain.n_cells, ==, self.n_cells);
  return self;
}

static AssayCountTable *
marginal (const AssayCountTable *table,
          const guint           *keep,
          guint                  n_keep)
{
  g_autoptr (GError) error = NULL;
  AssayCountTable *result = assay_count_table_marginal (table, keep, n_keep, &error);

  g_assert_no_error (error);
  return result;
}

/* All axes kept in another order are the same rows; put back they are the same table. A marginal of a marginal is the
 * marginal; the last of all has one cell with everything in it. */
static void
check_marginals (const AssayCountTable *table,
                 gboolean               is_dense)
{
  static const guint turned[] = { 2, 0, 3, 1 }, back[] = { 1, 3, 0, 2 };
  static const guint some[] = { 3, 0 }, one[] = { 1 }, at_once[] = { 0 };
  g_autoptr (AssayCountTable) other = marginal (table, turned, N_AXES), same = marginal (other, back, N_AXES);
  g_autoptr (AssayCountTable) two = marginal (table, some, 2), last = marginal (two, one, 1);
  g_autoptr (AssayCountTable) first = marginal (table, at_once, 1);
  g_autoptr (AssayCountTable) none = marginal (table, NULL, 0);
  const Walk all = walk (table), of_other = walk (other), of_first = walk (first), of_none = walk (none);

  g_assert_cmpint (table->is_dense, ==, is_dense);
  g_assert_cmpint (other->is_dense, ==, is_dense);
  g_assert_true (assay_count_table_equal (table, same));
  g_assert_true (assay_count_table_equal (first, last));
  g_assert_cmpuint (of_other.n_cells, ==, all.n_cells);
  g_assert_cmpuint (of_first.n_rows, ==, all.n_rows);
  g_assert_cmpuint (of_none.n_rows, ==, all.n_rows);
  g_assert_cmpuint (of_none.n_cells, ==, 1);
  g_assert_cmpmem (of_other.sums, sizeof all.sums, all.sums, sizeof all.sums);
  g_assert_cmpmem (of_first.sums, sizeof all.sums, all.sums, sizeof all.sums);
  g_assert_cmpmem (of_none.sums, sizeof all.sums, all.sums, sizeof all.sums);
}

/* Codes turned round, and round again, are the same table; all codes to one are the marginal without that axis. */
static void
check_remap (AssayCountTable *table,
             guint            axis)
{
  const guint n = table->axes[axis]->n_codes;
  g_autofree guint *map = g_new (guint, n);
  g_autofree guint *to_one = g_new0 (guint, n);
  guint keep[N_AXES], n_keep = 0;
  g_autoptr (GError) error = NULL;

  for (guint code = 0; code < n; code++)
    map[code] = n - 1 - code;
  g_autoptr (AssayCountTable) turned = assay_count_table_remap (table, axis, table->axes[axis], map, &error);
  g_assert_no_error (error);
  g_autoptr (AssayCountTable) same = assay_count_table_remap (turned, axis, table->axes[axis], map, &error);
  g_assert_no_error (error);
  g_autoptr (AssayCountTable) together = assay_count_table_remap (table, axis, table->axes[axis], to_one, &error);
  g_assert_no_error (error);
  g_assert_true (assay_count_table_equal (table, same));
  g_assert_cmpint (assay_count_table_equal (table, turned), ==, n == 1);
  for (guint i = 0; i < N_AXES; i++)
    if (i != axis)
      keep[n_keep++] = i;
  g_autoptr (AssayCountTable) without = marginal (table, keep, n_keep), of_one = marginal (together, keep, n_keep);
  g_assert_true (assay_count_table_equal (without, of_one));
  g_assert_cmpuint (walk (together).n_cells, ==, walk (without).n_cells);
}

static void
test_moves (void)
{
  g_autoptr (GRand) random = sample_random ();

  for (guint repeat = 0; repeat < 10; repeat++)
    for (guint is_dense = 0; is_dense < 2; is_dense++)
      {
        g_autoptr (AssayCountTable) table = random_table (random, is_dense ? small_codes : large_codes, N_AXES);

        check_marginals (table, is_dense);
        for (guint axis = 0; axis < N_AXES; axis++)
          check_remap (table, axis);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/count-table-cells/moves", test_moves);
  return g_test_run ();
}
