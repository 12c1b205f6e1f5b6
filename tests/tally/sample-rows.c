/* sample-rows.c: see sample-rows.h. */
#include "sample-rows.h"

const char *const sample_order_names[SAMPLE_N_ORDERS] = { "uniform", "skewed", "sorted", "one cell", "missing" };

static guint
draw_code (GRand       *random,
           guint        n_codes,
           guint64      row,
           guint64      n_rows,
           SampleOrder  order)
{
  double x = g_rand_double (random);

  switch (order)
    {
    case SAMPLE_SKEWED:
      return (guint) (n_codes * x * x * x * x);
    case SAMPLE_SORTED:
      return (guint) (row * n_codes / n_rows);
    case SAMPLE_ONE_CELL:
      return n_codes - 1;
    case SAMPLE_MISSING:
      return x < 2. / 3 ? 0 : (guint) (n_codes * (3 * x - 2));
    default:
      return (guint) (n_codes * x);
    }
}

AssayRows *
sample_rows (GRand       *random,
             const guint *n_codes,
             guint        n_columns,
             guint64      n_rows,
             SampleOrder  order)
{
  g_autoptr (GError) error = NULL;
  AssayRows *rows = assay_rows_new (n_columns, n_rows, &error);
  g_assert_no_error (error);

  for (guint column = 0; column < n_columns; column++)
    {
      guint8 *low = assay_rows_low (rows, column);
      guint8 *high = n_codes[column] > 256 ? assay_rows_high (rows, column) : NULL;
      for (guint64 row = 0; row < n_rows; row++)
        {
          guint code = draw_code (random, n_codes[column], row, n_rows, order);
          g_assert (code < n_codes[column]);
          low[row] = (guint8) code;
          if (high != NULL)
            high[row] = (guint8) (code >> 8);
        }
      assay_rows_set_codes (rows, column, n_codes[column]);
    }
  return rows;
}

guint
sample_code (const AssayRows *rows,
             guint            column,
             guint64          row)
{
  const AssayCodedColumn *codes = &rows->columns[column];

  return codes->low[row] + (codes->high != NULL ? 256u * codes->high[row] : 0);
}

AssayTableShape *
sample_shapes (GRand *random,
               guint  n_columns,
               guint  max_axes,
               guint  n_shapes)
{
  AssayTableShape *shapes = g_new0 (AssayTableShape, n_shapes);

  for (guint i = 0; i < n_shapes; i++)
    {
      AssayTableShape *shape = &shapes[i];
      guint wanted = (guint) g_rand_int_range (random, 1, (gint) MIN (max_axes, n_columns) + 1);
      while (shape->n_axes < wanted)
        {
          guint16 column = (guint16) g_rand_int_range (random, 0, (gint) n_columns);
          gboolean is_new = TRUE;
          for (guint j = 0; j < shape->n_axes; j++)
            is_new = is_new && shape->columns[j] != column;
          if (is_new)
            shape->columns[shape->n_axes++] = column;
        }
    }
  return shapes;
}

void
sample_values (GRand     *random,
               AssayRows *rows,
               guint      n_values)
{
  const gint64 most = G_GINT64_CONSTANT (1) << 31;

  for (guint v = 0; v < n_values; v++)
    {
      gint64 *values = assay_rows_add_value (rows);
      gboolean is_extreme = g_rand_boolean (random);
      for (guint64 row = 0; row < rows->n_rows; row++)
        {
          guint32 draw = g_rand_int (random);
          const gint64 end = draw & 1 ? most - (draw >> 1 & 1) : (draw >> 1 & 1) - most; /* or the number beside it */
          values[row] = is_extreme ? end : (gint64) draw - most;
          if (v == 0 && draw >> 30 == 0)
            values[row] = ASSAY_NO_VALUE;
        }
    }
}

static AssayShapeSum
draw_sum (GRand *random,
          guint  n_values)
{
  static const guint16 others[] = { ASSAY_SUM_VALUES, ASSAY_SUM_ROWS };
  guint b = (guint) g_rand_int_range (random, 0, (gint) n_values + 2);

  return (AssayShapeSum) { (guint16) g_rand_int_range (random, 0, (gint) n_values),
                           b < n_values ? (guint16) b : others[b - n_values] };
}

void
sample_sums (GRand           *random,
             AssayTableShape *shapes,
             guint            n_shapes,
             guint            n_values)
{
  AssayShapeSum lists[3][7];
  guint n[3];

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      n[i] = (guint) g_rand_int_range (random, 1, 8);
      for (guint j = 0; j < n[i]; j++)
        lists[i][j] = draw_sum (random, n_values);
    }
  for (guint i = 0; i < n_shapes; i++)
    {
      guint list = (guint) g_rand_int_range (random, 0, 6);
      if (list >= G_N_ELEMENTS (lists))
        continue;
      shapes[i].n_sums = n[list];
      for (guint j = 0; j < n[list]; j++)
        shapes[i].sums[j] = lists[list][j];
    }
}

GPtrArray *
sample_axes (const guint *n_codes,
             guint        n_columns)
{
  GPtrArray *axes = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_axis_unref);

  for (guint column = 0; column < n_columns; column++)
    {
      g_autofree char *name = g_strdup_printf ("%u", column);
      g_auto (GStrv) values = g_new0 (char *, n_codes[column] + 1);
      values[0] = g_strdup ("");
      for (guint code = 1; code < n_codes[column]; code++)
        values[code] = g_strdup_printf ("%u", code);
      g_ptr_array_add (axes, assay_axis_new (name, ASSAY_AXIS_SLICE, n_codes[column], (const char *const *) values));
    }
  return axes;
}

GRand *
sample_random (void)
{
  const char *given = g_getenv ("ASSAY_TEST_SEED");
  guint32 seed = given != NULL ? (guint32) g_ascii_strtoull (given, NULL, 10) : g_random_int ();

  g_test_message ("ASSAY_TEST_SEED=%u", seed);
  return g_rand_new_with_seed (seed);
}

guint
sample_first_difference (GPtrArray *actual,
                         GPtrArray *expected)
{
  g_assert_cmpuint (actual->len, ==, expected->len);
  for (guint i = 0; i < actual->len; i++)
    if (!assay_count_table_equal (g_ptr_array_index (actual, i), g_ptr_array_index (expected, i)))
      return i;
  return actual->len;
}

void
sample_assert_equal (GPtrArray  *actual,
                     GPtrArray  *expected,
                     const char *what)
{
  guint table = sample_first_difference (actual, expected);

  if (table == actual->len)
    return;
  g_test_message ("table %u differs: %s", table, what);
  g_test_fail ();
}
