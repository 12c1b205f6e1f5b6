/* test-table-sums.c: sums go wherever counts go: tables made of the same rows, whatever was done to them, are equal. */
#include "tally/count-table.h"

#include <string.h>

#define N_ROWS 3000
#define N_SUMS 3

static const AssaySumScale scales[N_SUMS] = { { "loss", 25 }, { "loss * loss", 50 }, { "rows of loss", 0 } };

/* Codes of four columns and the three sums of each row; the last columns make tables dense, dense only without sums, and
 * sparse. */
static const struct
{
  guint n_axes;
  guint n_codes[4];
} shapes[] = { { 1, { 9 } }, { 3, { 4, 3, 7 } }, { 2, { 1500, 1000 } }, { 3, { 3000, 7, 2000 } }, { 4, { 2, 65535, 3, 40000 } } };

typedef struct
{
  guint      n_axes;
  AssayAxis *axes[4];
  guint      codes[N_ROWS][4];
  AssaySum   sums[N_ROWS][N_SUMS];
} Rows;

static AssayAxis *
make_axis (guint n_codes)
{
  g_autofree const char **values = g_new0 (const char *, n_codes + 1);
  g_autofree char *name = g_strdup_printf ("axis of %u", n_codes);

  for (guint code = 1; code < n_codes; code++)
    values[code] = "v";
  return assay_axis_new (name, ASSAY_AXIS_SLICE, n_codes, values);
}

static GRand *
test_random (void)
{
  const char *given = g_getenv ("ASSAY_TEST_SEED");
  guint32 seed = given != NULL ? (guint32) g_ascii_strtoull (given, NULL, 10) : g_random_int ();

  g_test_message ("ASSAY_TEST_SEED=%u", seed);
  return g_rand_new_with_seed (seed);
}

static Rows *
make_rows (GRand *random,
           guint  shape)
{
  Rows *self = g_new0 (Rows, 1);

  self->n_axes = shapes[shape].n_axes;
  for (guint i = 0; i < self->n_axes; i++)
    self->axes[i] = make_axis (shapes[shape].n_codes[i]);
  for (guint row = 0; row < N_ROWS; row++)
    {
      double u = g_rand_double (random);
      for (guint i = 0; i < self->n_axes; i++)
        self->codes[row][i] = (guint) (shapes[shape].n_codes[i] * (row % 2 == 0 ? u * u * u : g_rand_double (random)));
      AssaySum value = (gint64) g_rand_int (random) - (G_GINT64_CONSTANT (1) << 31);
      gboolean has_value = g_rand_int_range (random, 0, 5) > 0;
      self->sums[row][0] = has_value ? value : 0;
      self->sums[row][1] = has_value ? value * value : 0;
      self->sums[row][2] = has_value;
    }
  return self;
}

static void
rows_free (Rows *self)
{
  for (guint i = 0; i < self->n_axes; i++)
    assay_axis_unref (self->axes[i]);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rows, rows_free)

/* Rows [begin, end) over some of their columns, in that order; map (nullable) gives the first of these new codes. */
static AssayCountTable *
table_of (const Rows       *rows,
          const guint      *keep,
          guint             n_keep,
          AssayAxis *const *axes,
          const guint      *map,
          guint             begin,
          guint             end)
{
  g_autofree guint64 *cells = g_new0 (guint64, N_ROWS);
  g_autofree guint64 *counts = g_new0 (guint64, N_ROWS);
  g_autoptr (GError) error = NULL;

  for (guint row = begin; row < end; row++)
    {
      counts[row] = 1;
      for (guint i = 0; i < n_keep; i++)
        {
          guint code = rows->codes[row][keep[i]];
          cells[row] = cells[row] * axes[i]->n_codes + (map != NULL && i == 0 ? map[code] : code);
        }
    }
  AssayCountTable *table = assay_count_table_from_sums (axes, n_keep, scales, N_SUMS, cells + begin, counts + begin,
                                                        rows->sums[begin], end - begin, &error);
  g_assert_no_error (error);
  return table;
}

static const guint all[] = { 0, 1, 2, 3 };

static AssayCountTable *
whole (const Rows *rows)
{
  return table_of (rows, all, rows->n_axes, rows->axes, NULL, 0, N_ROWS);
}

/* One row at a time. */
static void
test_cells (void)
{
  g_autoptr (GRand) random = test_random ();

  for (guint shape = 0; shape < G_N_ELEMENTS (shapes); shape++)
    {
      g_autoptr (Rows) rows = make_rows (random, shape);
      g_autoptr (AssayCountTable) table = whole (rows);
      g_assert_cmpint (table->is_dense, ==, table->n_cells <= ASSAY_DENSE_CELLS / 7);
      for (guint row = 0; row < N_ROWS; row += 37)
        {
          AssaySum expected[N_SUMS] = { 0 };
          guint64 n = 0;
          for (guint other = 0; other < N_ROWS; other++)
            if (memcmp (rows->codes[row], rows->codes[other], sizeof rows->codes[row]) == 0)
              {
                n++;
                for (guint i = 0; i < N_SUMS; i++)
                  expected[i] += rows->sums[other][i];
              }
          g_assert_cmpuint (assay_count_table_get (table, rows->codes[row]), ==, n);
          g_assert_cmpmem (assay_count_table_get_sums (table, rows->codes[row]), sizeof expected, expected, sizeof expected);
        }
    }
}

typedef struct
{
  const AssayCountTable *table;
  guint64                n_rows;
  AssaySum               sums[N_SUMS];
} Walk;

static void
walk_cell (const guint    *codes,
           guint64         count,
           const AssaySum *sums,
           gpointer        data)
{
  Walk *self = data;

  g_assert_cmpuint (count, ==, assay_count_table_get (self->table, codes));
  g_assert_true (sums == assay_count_table_get_sums (self->table, codes));
  self->n_rows += count;
  for (guint i = 0; i < N_SUMS; i++)
    self->sums[i] += sums[i];
}

static void
test_foreach (void)
{
  g_autoptr (GRand) random = test_random ();

  for (guint shape = 0; shape < G_N_ELEMENTS (shapes); shape++)
    {
      g_autoptr (Rows) rows = make_rows (random, shape);
      g_autoptr (AssayCountTable) table = whole (rows);
      Walk walk = { .table = table };
      AssaySum expected[N_SUMS] = { 0 };
      for (guint row = 0; row < N_ROWS; row++)
        for (guint i = 0; i < N_SUMS; i++)
          expected[i] += rows->sums[row][i];
      assay_count_table_foreach_sums (table, walk_cell, &walk);
      g_assert_cmpuint (walk.n_rows, ==, N_ROWS);
      g_assert_cmpmem (walk.sums, sizeof expected, expected, sizeof expected);
    }
}

/* Parts in any order add up to the whole. */
static void
test_merge (void)
{
  g_autoptr (GRand) random = test_random ();

  for (guint shape = 0; shape < G_N_ELEMENTS (shapes); shape++)
    {
      g_autoptr (Rows) rows = make_rows (random, shape);
      g_autoptr (AssayCountTable) expected = whole (rows);
      guint cut = (guint) g_rand_int_range (random, 0, N_ROWS + 1);
      g_autoptr (AssayCountTable) first = table_of (rows, all, rows->n_axes, rows->axes, NULL, 0, cut);
      g_autoptr (AssayCountTable) second = table_of (rows, all, rows->n_axes, rows->axes, NULL, cut, N_ROWS);
      g_autoptr (GError) error = NULL;
      g_assert_true (assay_count_table_merge (second, first, &error));
      g_assert_no_error (error);
      g_assert_true (assay_count_table_equal (second, expected));
      second->sums[0]++;
      g_assert_false (assay_count_table_equal (second, expected));
    }
}

static void
test_merge_refuses (void)
{
  static const struct { guint n_sums; AssaySumScale scales[2]; const char *expected; } others[] = {
    { 2, { { "weight", 20 }, { "loss", 4 } }, NULL },
    { 2, { { "weight", 18 }, { "loss", 4 } },
      "tables do not add up: weight is summed in units of 2^-20 and of 2^-18; give both audits the same range. of its column" },
    { 2, { { "weight", 20 }, { "cost", 4 } }, "tables do not add up: they hold other sums (weight, ... and weight, ...)" },
    { 1, { { "weight", 20 } }, "tables do not add up: they hold other sums (weight, ... and weight)" },
    { 0, { { NULL } }, "tables do not add up: they hold other sums (weight, ... and none)" },
  };
  g_autoptr (AssayAxis) axis = make_axis (4);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (AssayCountTable) table = assay_count_table_new_sums (&axis, 1, others[0].scales, 2, NULL);
      g_autoptr (AssayCountTable) other = assay_count_table_new_sums (&axis, 1, others[i].scales, others[i].n_sums, NULL);
      g_autoptr (GError) error = NULL;
      g_assert_cmpint (assay_count_table_merge (table, other, &error), ==, others[i].expected == NULL);
      g_assert_cmpstr (error != NULL ? error->message : NULL, ==, others[i].expected);
      g_assert_cmpint (assay_count_table_equal (table, other), ==, others[i].expected == NULL);
      if (error != NULL)
        g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES);
    }
}

static void
test_marginal (void)
{
  g_autoptr (GRand) random = test_random ();

  for (guint shape = 0; shape < G_N_ELEMENTS (shapes); shape++)
    for (guint round = 0; round < 4; round++)
      {
        g_autoptr (Rows) rows = make_rows (random, shape);
        g_autoptr (AssayCountTable) table = whole (rows);
        guint keep[4], n_keep = 0;
        AssayAxis *axes[4];
        for (guint i = rows->n_axes; i-- > 0;)
          if (g_rand_boolean (random))
            {
              axes[n_keep] = rows->axes[i];
              keep[n_keep++] = i;
            }
        g_autoptr (AssayCountTable) expected = table_of (rows, keep, n_keep, axes, NULL, 0, N_ROWS);
        g_autoptr (AssayCountTable) actual = assay_count_table_marginal (table, keep, n_keep, NULL);
        g_assert_true (assay_count_table_equal (actual, expected));
      }
}

static void
test_remap (void)
{
  g_autoptr (GRand) random = test_random ();

  for (guint shape = 0; shape < G_N_ELEMENTS (shapes); shape++)
    {
      g_autoptr (Rows) rows = make_rows (random, shape);
      g_autoptr (AssayCountTable) table = whole (rows);
      guint n_new = 1 + (guint) g_rand_int_range (random, 0, 5000);
      g_autoptr (AssayAxis) new_axis = make_axis (n_new);
      g_autofree guint *map = g_new (guint, rows->axes[0]->n_codes);
      for (guint code = 0; code < rows->axes[0]->n_codes; code++)
        map[code] = (guint) g_rand_int_range (random, 0, (gint) n_new);
      AssayAxis *axes[4];
      memcpy (axes, rows->axes, sizeof axes);
      axes[0] = new_axis;
      g_autoptr (AssayCountTable) expected = table_of (rows, all, rows->n_axes, axes, map, 0, N_ROWS);
      g_autoptr (AssayCountTable) actual = assay_count_table_remap (table, 0, new_axis, map, NULL);
      g_assert_true (assay_count_table_equal (actual, expected));
    }
}

static void
test_find (void)
{
  g_autoptr (AssayAxis) axis = make_axis (4);
  g_autoptr (AssayCountTable) table = assay_count_table_new_sums (&axis, 1, scales, N_SUMS, NULL);
  g_autoptr (AssayCountTable) plain = assay_count_table_new (&axis, 1, NULL);

  g_assert_cmpint (assay_count_table_find_sum (table, "rows of loss"), ==, 2);
  g_assert_cmpint (assay_count_table_find_sum (table, "loss"), ==, 0);
  g_assert_cmpint (assay_count_table_find_sum (table, "los"), ==, -1);
  g_assert_cmpint (assay_count_table_find_sum (plain, "loss"), ==, -1);
  g_assert_null (assay_count_table_get_sums (table, (guint[]) { 1 }));
  plain->counts[1] = 1;
  g_assert_null (assay_count_table_get_sums (plain, (guint[]) { 1 }));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/table-sums/cells", test_cells);
  g_test_add_func ("/tally/table-sums/foreach", test_foreach);
  g_test_add_func ("/tally/table-sums/merge", test_merge);
  g_test_add_func ("/tally/table-sums/merge-refuses", test_merge_refuses);
  g_test_add_func ("/tally/table-sums/marginal", test_marginal);
  g_test_add_func ("/tally/table-sums/remap", test_remap);
  g_test_add_func ("/tally/table-sums/find", test_find);
  return g_test_run ();
}
