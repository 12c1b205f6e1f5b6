/* test-engines.c: what every engine must do: the naive engine and each variant of the cpu engine give equal tables.
 *
 * Sizes lie on both sides of a word, a vector and a block (31, 32, 33; 2047, 2048, 2049); codes on both sides of a
 * byte and of what bit planes, joint keys, wide keys and hash tables take.
 */
#include "naive.h"
#include "sample-rows.h"

#define MAX_COLUMNS 302
#define MANY_ROWS 131072 /* fewer are counted by one thread, whatever is asked for */

static const char *const variants[] = { "planes", "joint", "joint-avx512", "joint-avx2", "joint-portable" };
static const guint thread_counts[] = { 2, 1, 5 };

static GPtrArray *
count_with (const AssayEngineType    *type,
            const AssayEngineOptions *options,
            const AssayRows          *rows,
            const AssayCountRequest  *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayEngine) engine = assay_engine_open (type, options, &error);
  g_assert_no_error (error);
  GPtrArray *tables = assay_engine_count (engine, rows, request, NULL, NULL, &error);
  g_assert_no_error (error);
  return tables;
}

static gboolean
has_variant (const char *variant)
{
  g_autoptr (AssayEngine) engine
    = assay_engine_open (&assay_engine_cpu, &(AssayEngineOptions) { .variant = variant }, NULL);

  return engine != NULL;
}

/* Counts with all variants and threads and compares with the naive engine. Axes are made once for all of them: most of
 * the time would go into nameless ones of 65,535 values. */
static void
check_request (const AssayRows         *rows,
               const AssayCountRequest *wanted,
               const char              *what)
{
  guint n_codes[MAX_COLUMNS];
  for (guint c = 0; c < rows->n_columns; c++)
    n_codes[c] = rows->columns[c].n_codes;
  g_autoptr (GPtrArray) axes = sample_axes (n_codes, rows->n_columns);
  AssayCountRequest with_axes = { wanted->shapes, wanted->n_shapes, (AssayAxis *const *) axes->pdata, wanted->scales };
  const AssayCountRequest *request = wanted->axes != NULL ? wanted : &with_axes;
  g_autoptr (GPtrArray) expected = count_with (&assay_engine_naive, NULL, rows, request);

  for (guint v = 0; v < G_N_ELEMENTS (variants); v++)
    {
      if (!has_variant (variants[v]))
        continue;
      for (guint t = 0; t < (rows->n_rows > MANY_ROWS ? G_N_ELEMENTS (thread_counts) : 1); t++)
        {
          AssayEngineOptions options = { .n_threads = thread_counts[t], .variant = variants[v] };
          g_autoptr (GPtrArray) actual = count_with (&assay_engine_cpu, &options, rows, request);
          g_autofree char *where = g_strdup_printf ("%s, variant %s, %u threads", what, variants[v], thread_counts[t]);
          sample_assert_equal (actual, expected, where);
        }
    }
}

/* Column i with the last n_base columns: what an audit asks for; then the base alone, and a crossing. */
static GArray *
audit_shapes (guint n_columns,
              guint n_base)
{
  GArray *shapes = g_array_new (FALSE, TRUE, sizeof (AssayTableShape));
  guint n_slices = n_columns - n_base;

  for (guint i = 0; i <= n_slices + 1; i++)
    {
      AssayTableShape shape = { 0 };
      if (i < n_slices)
        shape.columns[shape.n_axes++] = (guint16) i;
      if (i == n_slices + 1 && n_slices >= 2)
        {
          shape.columns[shape.n_axes++] = 1;
          shape.columns[shape.n_axes++] = 0;
        }
      for (guint j = 0; j < n_base; j++)
        shape.columns[shape.n_axes++] = (guint16) (n_slices + j);
      g_array_append_val (shapes, shape);
    }
  return shapes;
}

static const struct
{
  const char *name;
  guint       n_columns, n_base;
  guint       n_codes[14];
} inputs[] = {
  { "ten columns", 12, 2, { 6, 7, 7, 11, 13, 21, 51, 101, 401, 2001, 3, 3 } },
  { "a baseline", 7, 3, { 6, 12, 33, 300, 3, 3, 3 } },
  { "two codes", 5, 2, { 2, 2, 2, 2, 2 } },
  { "one code", 4, 2, { 1, 1, 1, 1 } },
  { "around a byte", 6, 2, { 255, 256, 257, 258, 3, 3 } },
  { "around 32 codes", 8, 2, { 31, 32, 33, 63, 64, 65, 3, 3 } },
  { "128 codes and no missing label", 6, 2, { 127, 128, 129, 130, 2, 2 } },
  { "most codes", 4, 2, { 65535, 5, 3, 3 } },
  { "two of most codes", 4, 2, { 65535, 65534, 3, 3 } },
  { "many classes", 4, 2, { 7, 20, 300, 300 } },
  { "one column", 1, 0, { 9 } },
  { "a column and a label", 2, 1, { 17, 3 } },
};

static void
test_sizes (void)
{
  static const guint64 sizes[] = { 0, 1, 31, 32, 33, 63, 64, 65, 511, 512, 513, 2047, 2048, 2049, 5000 };
  g_autoptr (GRand) random = sample_random ();

  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        SampleOrder order = (i + s) % SAMPLE_N_ORDERS;
        g_autoptr (GArray) shapes = audit_shapes (inputs[i].n_columns, inputs[i].n_base);
        g_autoptr (AssayRows) rows = sample_rows (random, inputs[i].n_codes, inputs[i].n_columns, sizes[s], order);
        AssayCountRequest request = { (AssayTableShape *) (gpointer) shapes->data, inputs[i].n_base > 0 ? shapes->len : 1, NULL };
        g_autofree char *what = g_strdup_printf ("%s, %" G_GUINT64_FORMAT " rows, %s", inputs[i].name, sizes[s],
                                                 sample_order_names[order]);
        check_request (rows, &request, what);
      }
}

/* Enough rows for several chunks, so that threads really share them. */
static void
test_orders (void)
{
  g_autoptr (GRand) random = sample_random ();
  const guint n_rows = 300000;

  for (SampleOrder order = 0; order < SAMPLE_N_ORDERS; order++)
    {
      g_autoptr (GArray) shapes = audit_shapes (inputs[0].n_columns, inputs[0].n_base);
      g_autoptr (AssayRows) rows = sample_rows (random, inputs[0].n_codes, inputs[0].n_columns, n_rows, order);
      AssayCountRequest request = { (AssayTableShape *) (gpointer) shapes->data, shapes->len, NULL };
      check_request (rows, &request, sample_order_names[order]);
    }
}

static void
test_random_requests (void)
{
  g_autoptr (GRand) random = sample_random ();

  for (guint round = 0; round < 60; round++)
    {
      guint n_columns = (guint) g_rand_int_range (random, 1, 20);
      guint n_codes[20];
      for (guint i = 0; i < n_columns; i++)
        n_codes[i] = 1 + (guint) g_rand_int_range (random, 0, 1 << g_rand_int_range (random, 1, 10));
      guint n_rows = (guint) g_rand_int_range (random, 0, 6000);
      guint n_shapes = (guint) g_rand_int_range (random, 1, 30);
      SampleOrder order = (SampleOrder) g_rand_int_range (random, 0, SAMPLE_N_ORDERS);
      g_autofree AssayTableShape *shapes = sample_shapes (random, n_columns, 5, n_shapes);
      g_autoptr (AssayRows) rows = sample_rows (random, n_codes, n_columns, n_rows, order);
      if (round % 2 == 0)
        {
          sample_values (random, rows, 3);
          sample_sums (random, shapes, n_shapes, 3);
        }
      AssayCountRequest request = { shapes, n_shapes, NULL };
      g_autofree char *what = g_strdup_printf ("round %u", round);
      check_request (rows, &request, what);
    }
}

/* Every input with a weight, its square, a value that rows lack, and the products and numbers of rows that go with
 * them: beside tables without sums, and alone. */
static void
test_sums (void)
{
  static const AssayValueScale scales[] = { { "loss", 3 }, { "weight", 20 }, { "score", 31 } };
  static const AssayShapeSum sums[] = { { 1, ASSAY_SUM_VALUES }, { 1, 1 }, { 0, ASSAY_SUM_VALUES }, { 0, ASSAY_SUM_ROWS },
                                        { 0, 1 }, { 2, 0 }, { 2, ASSAY_SUM_ROWS } };
  static const guint n_sums[] = { 1, 2, 4, 7 };
  g_autoptr (GRand) random = sample_random ();

  for (guint i = 0; i < 4 * G_N_ELEMENTS (inputs); i++)
    {
      guint n_columns = inputs[i / 4].n_columns, n_base = inputs[i / 4].n_base;
      g_autoptr (GArray) shapes = audit_shapes (n_columns, n_base);
      guint n_shapes = n_base > 0 ? shapes->len : 1;
      for (guint shape = 0; shape < n_shapes; shape++)
        {
          AssayTableShape *summed = &g_array_index (shapes, AssayTableShape, shape);
          summed->n_sums = i % 3 == 0 && shape % 3 == 0 ? 0 : n_sums[(i + (i % 3 == 1 ? shape : 0)) % 4];
          memcpy (summed->sums, sums, sizeof sums);
        }
      guint64 n_rows = i % 8 == 0 ? 150000 : (guint64) g_rand_int_range (random, 0, 6000);
      g_autoptr (AssayRows) rows
        = sample_rows (random, inputs[i / 4].n_codes, n_columns, n_rows, (SampleOrder) (i % SAMPLE_N_ORDERS));
      sample_values (random, rows, G_N_ELEMENTS (scales));
      AssayCountRequest request = { (AssayTableShape *) (gpointer) shapes->data, n_shapes, NULL, scales };
      g_autofree char *what = g_strdup_printf ("sums, %s, %" G_GUINT64_FORMAT " rows", inputs[i / 4].name, n_rows);
      check_request (rows, &request, what);
    }
}

static void
test_many_columns (void)
{
  g_autoptr (GRand) random = sample_random ();
  guint n_codes[MAX_COLUMNS];

  for (guint i = 0; i < G_N_ELEMENTS (n_codes); i++)
    n_codes[i] = i >= 300 ? 3 : 1 + (guint) g_rand_int_range (random, 0, 1 << g_rand_int_range (random, 1, 9));
  g_autoptr (GArray) shapes = audit_shapes (G_N_ELEMENTS (n_codes), 2);
  g_autoptr (AssayRows) rows = sample_rows (random, n_codes, G_N_ELEMENTS (n_codes), 3000, SAMPLE_UNIFORM);
  AssayCountRequest request = { (AssayTableShape *) (gpointer) shapes->data, shapes->len, NULL };
  check_request (rows, &request, "300 columns");
}

/* Tables of two parts of the rows add up to the table of all of them. */
static void
test_parts (void)
{
  g_autoptr (GRand) random = sample_random ();
  const guint64 n_rows = 5000;
  g_autoptr (GArray) shapes = audit_shapes (inputs[0].n_columns, inputs[0].n_base);
  AssayCountRequest request = { (AssayTableShape *) (gpointer) shapes->data, shapes->len, NULL };
  g_autoptr (AssayRows) rows
    = sample_rows (random, inputs[0].n_codes, inputs[0].n_columns, n_rows, SAMPLE_UNIFORM);
  g_autoptr (GPtrArray) whole = count_with (&assay_engine_cpu, NULL, rows, &request);

  AssayCodedColumn columns[12];
  guint64 cut = 64 * (guint64) g_rand_int_range (random, 0, (gint) n_rows / 64);
  AssayRows first = { cut, rows->n_columns, rows->columns };
  AssayRows second = { n_rows - cut, rows->n_columns, columns };
  for (guint i = 0; i < rows->n_columns; i++)
    columns[i] = (AssayCodedColumn) { rows->columns[i].low + cut,
                                      rows->columns[i].high != NULL ? rows->columns[i].high + cut : NULL,
                                      rows->columns[i].n_codes };
  g_autoptr (GPtrArray) parts = count_with (&assay_engine_cpu, NULL, &first, &request);
  g_autoptr (GPtrArray) others = count_with (&assay_engine_cpu, NULL, &second, &request);
  for (guint i = 0; i < parts->len; i++)
    g_assert_true (assay_count_table_merge (g_ptr_array_index (parts, i), g_ptr_array_index (others, i), NULL));
  sample_assert_equal (parts, whole, "two parts");
}

/* The request's own axes may have more codes than the rows. */
static void
test_axes (void)
{
  g_autoptr (GRand) random = sample_random ();
  const guint n_codes[] = { 4, 3 };
  g_autoptr (AssayRows) rows = sample_rows (random, n_codes, 2, 1000, SAMPLE_UNIFORM);
  g_autoptr (AssayAxis) wide = assay_axis_new ("wide", ASSAY_AXIS_SLICE, 6,
                                               (const char *[]) { NULL, "a", "b", "c", "d", "e" });
  g_autoptr (AssayAxis) label = assay_axis_new ("label", ASSAY_AXIS_LABEL, 3, (const char *[]) { NULL, "0", "1" });
  AssayTableShape shapes[] = { { 2, { 0, 1 } }, { 1, { 0 } }, { 2, { 1, 0 } } };
  AssayCountRequest request = { shapes, G_N_ELEMENTS (shapes), (AssayAxis *[]) { wide, label } };

  check_request (rows, &request, "axes with more codes");
  g_autoptr (GPtrArray) tables = count_with (&assay_engine_cpu, NULL, rows, &request);
  const AssayCountTable *table = g_ptr_array_index (tables, 0);
  g_assert_true (table->axes[0] == wide && table->axes[1] == label);
  g_assert_cmpuint (table->n_cells, ==, 18);
}

/* --- engines that are broken on purpose ---------------------------------------------------------------------------- */

typedef void (*Fault) (AssayRows *rows, guint64 row);

static void
lose_high_byte (AssayRows *rows,
                guint64    row)
{
  assay_rows_high (rows, 2)[row] = 0;
}

static void
take_missing_for_a_value (AssayRows *rows,
                          guint64    row)
{
  assay_rows_low (rows, 0)[row] = MAX (assay_rows_low (rows, 0)[row], 1);
}

static void
swap_label_and_prediction (AssayRows *rows,
                           guint64    row)
{
  guint8 label = assay_rows_low (rows, 3)[row];

  assay_rows_low (rows, 3)[row] = assay_rows_low (rows, 4)[row];
  assay_rows_low (rows, 4)[row] = label;
}

/* Of all rows only the last: what is left behind the last whole block or vector. */
static void
repeat_last_row (AssayRows *rows,
                 guint64    row)
{
  if (row + 1 == rows->n_rows)
    assay_rows_low (rows, 1)[row] = (guint8) (assay_rows_low (rows, 1)[row] + 1) % rows->columns[1].n_codes;
}

static void
no_fault (AssayRows *rows,
          guint64    row)
{
}

/* A test that cannot turn red proves nothing. These faults keep the sum of every table, so that the engines' door lets
 * them pass; the comparison must find each of them, in one row of thousands as well. */
static void
test_broken (void)
{
  static const struct { const char *name; Fault fault; gboolean is_found; } cases[] = {
    { "none", no_fault, FALSE },
    { "the high byte of a code is lost", lose_high_byte, TRUE },
    { "missing is taken for a value", take_missing_for_a_value, TRUE },
    { "label and prediction are swapped", swap_label_and_prediction, TRUE },
    { "the last row goes to a neighbouring cell", repeat_last_row, TRUE },
  };
  const guint n_codes[] = { 7, 20, 300, 3, 3 };
  g_autoptr (GArray) shapes = audit_shapes (G_N_ELEMENTS (n_codes), 2);
  AssayCountRequest request = { (AssayTableShape *) (gpointer) shapes->data, shapes->len, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint v = 0; v < G_N_ELEMENTS (variants); v++)
      {
        AssayEngineOptions options = { .n_threads = 2, .variant = variants[v] };
        if (!has_variant (variants[v]))
          continue;
        g_autoptr (GRand) random = g_rand_new_with_seed (i);
        g_autoptr (AssayRows) rows = sample_rows (random, n_codes, G_N_ELEMENTS (n_codes), 5001, SAMPLE_UNIFORM);
        g_autoptr (GPtrArray) expected = count_with (&assay_engine_naive, NULL, rows, &request);
        for (guint64 row = 0; row < rows->n_rows; row++)
          cases[i].fault (rows, row);
        g_autoptr (GPtrArray) actual = count_with (&assay_engine_cpu, &options, rows, &request);
        gboolean is_found = sample_first_difference (actual, expected) < actual->len;
        g_test_message ("%s, %s: %s", cases[i].name, variants[v], is_found ? "found" : "not found");
        g_assert_cmpint (is_found, ==, cases[i].is_found);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint v = 0; v < G_N_ELEMENTS (variants); v++)
    g_test_message ("variant %s: %s", variants[v], has_variant (variants[v]) ? "tested" : "not on this processor");
  g_test_add_func ("/tally/engines/sizes", test_sizes);
  g_test_add_func ("/tally/engines/orders", test_orders);
  g_test_add_func ("/tally/engines/random-requests", test_random_requests);
  g_test_add_func ("/tally/engines/sums", test_sums);
  g_test_add_func ("/tally/engines/many-columns", test_many_columns);
  g_test_add_func ("/tally/engines/parts", test_parts);
  g_test_add_func ("/tally/engines/axes", test_axes);
  g_test_add_func ("/tally/engines/broken", test_broken);
  return g_test_run ();
}
