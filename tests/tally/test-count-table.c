/* test-count-table.c: against a list of (codes, count) that is added up by hand. */
#include "tally/count-table.h"

#include <string.h>

/* Values are their own code. */
static AssayAxis *
make_axis (const char *name,
           guint       n_codes)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (values, NULL);
  for (guint code = 1; code < n_codes; code++)
    g_ptr_array_add (values, g_strdup_printf ("%u", code));
  return assay_axis_new (name, ASSAY_AXIS_SLICE, n_codes, (const char *const *) values->pdata);
}

typedef struct
{
  AssayAxis *axes[ASSAY_MAX_AXES];
  guint      n_axes;
} Axes;

static void
axes_init (Axes        *self,
           const guint *n_codes,
           guint        n_axes)
{
  self->n_axes = n_axes;
  for (guint i = 0; i < n_axes; i++)
    {
      char name[2] = { (char) ('a' + i), 0 };
      self->axes[i] = make_axis (name, n_codes[i]);
    }
}

static void
axes_clear (Axes *self)
{
  for (guint i = 0; i < self->n_axes; i++)
    assay_axis_unref (self->axes[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Axes, axes_clear)

/* What a test says of a table's form: small stays dense, large gets sparse. */
static const struct
{
  const char *name;
  guint       n_axes;
  guint       n_codes[ASSAY_MAX_AXES];
  gboolean    is_dense;
} shapes[] = {
  { "dense", 3, { 3, 4, 5 }, TRUE },
  { "one axis", 1, { 7 }, TRUE },
  { "one code", 2, { 1, 1 }, TRUE },
  { "the last dense", 2, { 2048, 2048 }, TRUE },
  { "the first sparse", 3, { 2048, 2049, 1 }, FALSE },
  { "sparse", 3, { 300, 65535, 3 }, FALSE },
  { "eight axes", 8, { 100, 100, 100, 100, 100, 100, 100, 3 }, FALSE },
};

/* n random pairs in few enough cells that some repeat. */
static void
random_pairs (GRand        *random,
              const guint  *n_codes,
              guint         n_axes,
              guint         n,
              guint64      *cells,
              guint64      *counts)
{
  for (guint i = 0; i < n; i++)
    {
      guint64 cell = 0;
      for (guint axis = 0; axis < n_axes; axis++)
        cell = cell * n_codes[axis] + (guint) g_rand_int_range (random, 0, (gint) MIN (n_codes[axis], 4));
      cells[i] = cell;
      counts[i] = (guint64) g_rand_int_range (random, 0, 5) << g_rand_int_range (random, 0, 40);
    }
}

static void
codes_of_cell (const guint *n_codes,
               guint        n_axes,
               guint64      cell,
               guint       *codes)
{
  for (guint axis = n_axes; axis-- > 0; cell /= n_codes[axis])
    codes[axis] = (guint) (cell % n_codes[axis]);
}

static guint64
sum_where (const guint64 *cells,
           const guint64 *counts,
           guint          n,
           guint64        cell)
{
  guint64 sum = 0;

  for (guint i = 0; i < n; i++)
    sum += cells[i] == cell ? counts[i] : 0;
  return sum;
}

#define N_PAIRS 300

typedef struct
{
  guint64 cells[N_PAIRS], counts[N_PAIRS];
} Pairs;

static GRand *
test_random (void)
{
  guint32 seed = (guint32) g_test_rand_int ();

  g_test_message ("seed %u", seed);
  return g_rand_new_with_seed (seed);
}

static void
test_from_pairs (void)
{
  g_autoptr (GRand) random = test_random ();

  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      const guint *n_codes = shapes[s].n_codes;
      g_auto (Axes) axes = { .n_axes = 0 };
      axes_init (&axes, n_codes, shapes[s].n_axes);
      Pairs pairs;
      random_pairs (random, n_codes, axes.n_axes, N_PAIRS, pairs.cells, pairs.counts);
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayCountTable) table
        = assay_count_table_from_pairs (axes.axes, axes.n_axes, pairs.cells, pairs.counts, N_PAIRS, &error);
      g_test_message ("%s", shapes[s].name);
      g_assert_no_error (error);
      g_assert_cmpint (table->is_dense, ==, shapes[s].is_dense);
      g_assert_cmpint (table->cells == NULL, ==, shapes[s].is_dense);

      guint64 total = 0;
      for (guint i = 0; i < N_PAIRS; i++)
        {
          guint codes[ASSAY_MAX_AXES];
          codes_of_cell (n_codes, axes.n_axes, pairs.cells[i], codes);
          total += pairs.counts[i];
          g_assert_cmpuint (assay_count_table_get (table, codes), ==,
                            sum_where (pairs.cells, pairs.counts, N_PAIRS, pairs.cells[i]));
        }
      g_assert_cmpuint (assay_count_table_total (table), ==, total);
      for (guint64 i = 0; !table->is_dense && i < table->n_entries; i++)
        {
          g_assert_cmpuint (table->counts[i], !=, 0);
          g_assert_true (i == 0 || table->cells[i - 1] < table->cells[i]);
        }
    }
}

static void
test_empty (void)
{
  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      g_auto (Axes) axes = { .n_axes = 0 };
      axes_init (&axes, shapes[s].n_codes, shapes[s].n_axes);
      g_autoptr (AssayCountTable) table = assay_count_table_new (axes.axes, axes.n_axes, NULL);
      g_autoptr (AssayCountTable) other = assay_count_table_from_pairs (axes.axes, axes.n_axes, NULL, NULL, 0, NULL);
      guint codes[ASSAY_MAX_AXES] = { 0 };
      g_assert_cmpuint (assay_count_table_total (table), ==, 0);
      g_assert_cmpuint (assay_count_table_get (table, codes), ==, 0);
      g_assert_true (assay_count_table_equal (table, other));
      g_assert_true (assay_count_table_merge (table, other, NULL));
      g_assert_cmpuint (assay_count_table_total (table), ==, 0);
    }
  assay_count_table_free (NULL);
}

static void
test_outside (void)
{
  const guint n_codes[] = { 3, 4 };
  g_auto (Axes) axes = { .n_axes = 0 };
  g_autoptr (GError) error = NULL;
  guint64 cell = 12, count = 1;

  axes_init (&axes, n_codes, 2);
  g_assert_null (assay_count_table_from_pairs (axes.axes, 2, &cell, &count, 1, &error));
  g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES);
  g_assert_cmpstr (error->message, ==, "cell 12 lies outside a table of 12 cells");
}

static void
test_too_large (void)
{
  const guint n_codes[] = { 65535, 65535, 65535, 65535 };
  g_auto (Axes) axes = { .n_axes = 0 };
  g_autoptr (GError) error = NULL;

  axes_init (&axes, n_codes, 4);
  g_assert_null (assay_count_table_new (axes.axes, 4, &error));
  g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "a (65535) x b (65535) x c (65535) x d (65535)"));

  g_autoptr (AssayCountTable) fits = assay_count_table_new (axes.axes, 3, NULL);
  g_assert_nonnull (fits);
  g_assert_cmpuint (fits->n_cells, ==, (guint64) 65535 * 65535 * 65535);
}

/* The two halves of a list of pairs add up to the table of the list, in either order. */
static void
test_merge (void)
{
  g_autoptr (GRand) random = test_random ();

  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      g_auto (Axes) axes = { .n_axes = 0 };
      axes_init (&axes, shapes[s].n_codes, shapes[s].n_axes);
      Pairs pairs;
      random_pairs (random, shapes[s].n_codes, axes.n_axes, N_PAIRS, pairs.cells, pairs.counts);
      guint cut = (guint) g_rand_int_range (random, 0, N_PAIRS + 1);
      g_autoptr (AssayCountTable) whole
        = assay_count_table_from_pairs (axes.axes, axes.n_axes, pairs.cells, pairs.counts, N_PAIRS, NULL);
      g_autoptr (AssayCountTable) a
        = assay_count_table_from_pairs (axes.axes, axes.n_axes, pairs.cells, pairs.counts, cut, NULL);
      g_autoptr (AssayCountTable) b
        = assay_count_table_from_pairs (axes.axes, axes.n_axes, pairs.cells + cut, pairs.counts + cut,
                                        N_PAIRS - cut, NULL);
      g_autoptr (AssayCountTable) a_then_b
        = assay_count_table_from_pairs (axes.axes, axes.n_axes, pairs.cells, pairs.counts, cut, NULL);
      g_test_message ("%s, cut at %u", shapes[s].name, cut);
      g_assert_true (assay_count_table_merge (a_then_b, b, NULL));
      g_assert_true (assay_count_table_merge (b, a, NULL));
      g_assert_true (assay_count_table_equal (a_then_b, whole));
      g_assert_true (assay_count_table_equal (b, whole));
      g_assert_cmpint (assay_count_table_equal (a, whole), ==,
                       assay_count_table_total (a) == assay_count_table_total (whole));
    }
}

static void
test_merge_refuses (void)
{
  static const struct
  {
    guint       n_codes[2];
    guint       n_axes;
    const char *first_name;
    const char *expected;
  } cases[] = {
    { { 4, 5 }, 2, "a", "a (3) x b (5) and a (4) x b (5)" },
    { { 3, 5 }, 1, "a", "a (3) x b (5) and a (3)" },
    { { 3, 5 }, 2, "x", "a (3) x b (5) and x (3) x b (5)" },
    { { 3, 5 }, 2, NULL, "the values of a differ" },
  };
  const guint n_codes[] = { 3, 5 };
  g_auto (Axes) axes = { .n_axes = 0 };
  axes_init (&axes, n_codes, 2);
  guint64 cell = 7, count = 9;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AssayAxis) first
        = cases[i].first_name != NULL
            ? make_axis (cases[i].first_name, cases[i].n_codes[0])
            : assay_axis_new ("a", ASSAY_AXIS_SLICE, 3, (const char *[]) { NULL, "1", "other" });
      AssayAxis *others[] = { first, axes.axes[1] };
      g_autoptr (AssayCountTable) self = assay_count_table_from_pairs (axes.axes, 2, &cell, &count, 1, NULL);
      g_autoptr (AssayCountTable) same = assay_count_table_from_pairs (axes.axes, 2, &cell, &count, 1, NULL);
      g_autoptr (AssayCountTable) other = assay_count_table_new (others, cases[i].n_axes, NULL);
      g_autoptr (GError) error = NULL;
      g_assert_false (assay_count_table_equal (self, other));
      g_assert_false (assay_count_table_merge (self, other, &error));
      g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].expected));
      g_assert_true (assay_count_table_equal (self, same));
    }
}

static void
test_equal (void)
{
  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      g_auto (Axes) axes = { .n_axes = 0 };
      axes_init (&axes, shapes[s].n_codes, shapes[s].n_axes);
      guint64 cells[] = { 0, 0 }, counts[] = { 2, 3 }, five = 5, four = 4;
      g_autoptr (AssayCountTable) a = assay_count_table_from_pairs (axes.axes, axes.n_axes, cells, counts, 2, NULL);
      g_autoptr (AssayCountTable) b = assay_count_table_from_pairs (axes.axes, axes.n_axes, cells, &five, 1, NULL);
      g_autoptr (AssayCountTable) c = assay_count_table_from_pairs (axes.axes, axes.n_axes, cells, &four, 1, NULL);
      g_assert_true (assay_count_table_equal (a, b));
      g_assert_false (assay_count_table_equal (a, c));
      cells[0] = a->n_cells - 1;
      g_autoptr (AssayCountTable) d = assay_count_table_from_pairs (axes.axes, axes.n_axes, cells, &five, 1, NULL);
      g_assert_cmpint (assay_count_table_equal (a, d), ==, a->n_cells == 1);
    }
}

typedef struct
{
  const guint *n_codes;
  guint        n_axes;
  guint64      last;  /* cell + 1 of the visit before */
  guint64      total;
  guint        n_visits;
} Visits;

static void
check_visit (const guint *codes,
             guint64      count,
             gpointer     data)
{
  Visits *self = data;
  guint64 cell = 0;

  for (guint i = 0; i < self->n_axes; i++)
    {
      g_assert_cmpuint (codes[i], <, self->n_codes[i]);
      cell = cell * self->n_codes[i] + codes[i];
    }
  g_assert_cmpuint (cell + 1, >, self->last);
  g_assert_cmpuint (count, !=, 0);
  self->last = cell + 1;
  self->total += count;
  self->n_visits++;
}

static void
test_foreach (void)
{
  g_autoptr (GRand) random = test_random ();

  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      g_auto (Axes) axes = { .n_axes = 0 };
      axes_init (&axes, shapes[s].n_codes, shapes[s].n_axes);
      Pairs pairs;
      random_pairs (random, shapes[s].n_codes, axes.n_axes, N_PAIRS, pairs.cells, pairs.counts);
      g_autoptr (AssayCountTable) table
        = assay_count_table_from_pairs (axes.axes, axes.n_axes, pairs.cells, pairs.counts, N_PAIRS, NULL);
      Visits visits = { shapes[s].n_codes, axes.n_axes, 0, 0, 0 };
      assay_count_table_foreach (table, check_visit, &visits);
      g_assert_cmpuint (visits.total, ==, assay_count_table_total (table));
      if (!table->is_dense)
        g_assert_cmpuint (visits.n_visits, ==, table->n_entries);
    }
}

static void
test_marginal (void)
{
  static const struct { guint n_keep; guint keep[3]; } cases[] = {
    { 0, { 0 } }, { 1, { 0 } }, { 1, { 2 } }, { 2, { 0, 1 } }, { 2, { 2, 0 } }, { 3, { 1, 2, 0 } }, { 3, { 0, 1, 2 } },
  };
  g_autoptr (GRand) random = test_random ();

  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      if (shapes[s].n_axes < 3)
        continue;
      const guint *n_codes = shapes[s].n_codes;
      g_auto (Axes) axes = { .n_axes = 0 };
      axes_init (&axes, n_codes, shapes[s].n_axes);
      Pairs pairs;
      random_pairs (random, n_codes, axes.n_axes, N_PAIRS, pairs.cells, pairs.counts);
      g_autoptr (AssayCountTable) table
        = assay_count_table_from_pairs (axes.axes, axes.n_axes, pairs.cells, pairs.counts, N_PAIRS, NULL);
      for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
        {
          AssayAxis *kept[3];
          guint64 cells[N_PAIRS];
          for (guint k = 0; k < cases[c].n_keep; k++)
            kept[k] = axes.axes[cases[c].keep[k]];
          for (guint i = 0; i < N_PAIRS; i++)
            {
              guint codes[ASSAY_MAX_AXES];
              codes_of_cell (n_codes, axes.n_axes, pairs.cells[i], codes);
              cells[i] = 0;
              for (guint k = 0; k < cases[c].n_keep; k++)
                cells[i] = cells[i] * n_codes[cases[c].keep[k]] + codes[cases[c].keep[k]];
            }
          g_autoptr (AssayCountTable) expected
            = assay_count_table_from_pairs (kept, cases[c].n_keep, cells, pairs.counts, N_PAIRS, NULL);
          g_autoptr (GError) error = NULL;
          g_autoptr (AssayCountTable) actual
            = assay_count_table_marginal (table, cases[c].keep, cases[c].n_keep, &error);
          g_assert_no_error (error);
          g_test_message ("%s, marginal %u", shapes[s].name, c);
          g_assert_true (assay_count_table_equal (actual, expected));
        }
    }
}

/* Codes of first sight become sorted ones; codes that map to one value are added. */
static void
test_remap (void)
{
  g_autoptr (GRand) random = test_random ();

  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      const guint *n_codes = shapes[s].n_codes;
      g_auto (Axes) axes = { .n_axes = 0 };
      axes_init (&axes, n_codes, shapes[s].n_axes);
      Pairs pairs;
      random_pairs (random, n_codes, axes.n_axes, N_PAIRS, pairs.cells, pairs.counts);
      g_autoptr (AssayCountTable) table
        = assay_count_table_from_pairs (axes.axes, axes.n_axes, pairs.cells, pairs.counts, N_PAIRS, NULL);

      guint axis = (guint) g_rand_int_range (random, 0, (gint) axes.n_axes);
      guint n_new = (guint) g_rand_int_range (random, 1, 8);
      g_autoptr (AssayAxis) new_axis = make_axis ("new", n_new);
      g_autofree guint *map = g_new (guint, n_codes[axis]);
      for (guint code = 0; code < n_codes[axis]; code++)
        map[code] = (guint) g_rand_int_range (random, 0, (gint) n_new);
      guint64 cells[N_PAIRS];
      for (guint i = 0; i < N_PAIRS; i++)
        {
          guint codes[ASSAY_MAX_AXES];
          codes_of_cell (n_codes, axes.n_axes, pairs.cells[i], codes);
          codes[axis] = map[codes[axis]];
          cells[i] = 0;
          for (guint k = 0; k < axes.n_axes; k++)
            cells[i] = cells[i] * (k == axis ? n_new : n_codes[k]) + codes[k];
        }

      AssayAxis *new_axes[ASSAY_MAX_AXES];
      memcpy (new_axes, axes.axes, sizeof new_axes);
      new_axes[axis] = new_axis;
      g_autoptr (AssayCountTable) expected
        = assay_count_table_from_pairs (new_axes, axes.n_axes, cells, pairs.counts, N_PAIRS, NULL);
      g_autoptr (AssayCountTable) actual = assay_count_table_remap (table, axis, new_axis, map, NULL);
      g_test_message ("%s, axis %u to %u codes", shapes[s].name, axis, n_new);
      g_assert_true (assay_count_table_equal (actual, expected));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/count-table/from-pairs", test_from_pairs);
  g_test_add_func ("/tally/count-table/empty", test_empty);
  g_test_add_func ("/tally/count-table/outside", test_outside);
  g_test_add_func ("/tally/count-table/too-large", test_too_large);
  g_test_add_func ("/tally/count-table/merge", test_merge);
  g_test_add_func ("/tally/count-table/merge-refuses", test_merge_refuses);
  g_test_add_func ("/tally/count-table/equal", test_equal);
  g_test_add_func ("/tally/count-table/foreach", test_foreach);
  g_test_add_func ("/tally/count-table/marginal", test_marginal);
  g_test_add_func ("/tally/count-table/remap", test_remap);
  return g_test_run ();
}
