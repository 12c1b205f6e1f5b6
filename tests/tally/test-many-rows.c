/* test-many-rows.c: more rows than a 32-bit cell can hold, all of them in one cell, counted by one thread, or on the
 * device whose libcuda.so.1 is found, when ASSAY_TEST_ENGINE=cuda.
 *
 * The planes are never written, so that the kernel's zero page stands for all 2^32 + 5000 codes of a column: missing.
 */
#include "tally/engine.h"

#define N_ROWS ((G_GUINT64_CONSTANT (1) << 32) + 5000)

/* Small tables, and one of 65,535 x 3 cells that has wider keys. */
static const guint n_codes[] = { 20, 65535, 3 };
static const AssayTableShape shapes[] = { { 2, { 0, 2 } }, { 2, { 1, 2 } }, { 1, { 2 } } };

static void
test_variant (gconstpointer data)
{
  AssayEngineOptions options = { .n_threads = 1, .variant = data };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayEngine) engine = assay_engine_open (&assay_engine_cpu, &options, NULL);
  if (engine == NULL)
    {
      g_test_skip ("this processor has no VPOPCNTDQ");
      return;
    }

  g_autoptr (AssayRows) rows = assay_rows_new (G_N_ELEMENTS (n_codes), N_ROWS, &error);
  g_assert_no_error (error);
  for (guint c = 0; c < G_N_ELEMENTS (n_codes); c++)
    assay_rows_set_codes (rows, c, n_codes[c]);
  AssayCountRequest request = { shapes, G_N_ELEMENTS (shapes), NULL };
  g_autoptr (GPtrArray) tables = assay_engine_count (engine, rows, &request, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < tables->len; i++)
    g_assert_cmpuint (assay_count_table_get (tables->pdata[i], (const guint[]) { 0, 0 }), ==, N_ROWS);
}

/* Some hundred chunks, with lanes of sums that are emptied before 2^32 rows. */
static void
test_cuda (void)
{
  static const AssayTableShape few[] = { { 2, { 0, 2 } } };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayEngine) engine = assay_engine_open (&assay_engine_cuda, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (AssayRows) rows = assay_rows_new (G_N_ELEMENTS (n_codes), N_ROWS, &error);
  g_assert_no_error (error);

  for (guint c = 0; c < G_N_ELEMENTS (n_codes); c++)
    assay_rows_set_codes (rows, c, n_codes[c]);
  g_autoptr (GPtrArray) tables
    = assay_engine_count (engine, rows, &(AssayCountRequest) { few, G_N_ELEMENTS (few), NULL }, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (assay_count_table_get (tables->pdata[0], (const guint[]) { 0, 0 }), ==, N_ROWS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (g_strcmp0 (g_getenv ("ASSAY_TEST_ENGINE"), "cuda") == 0)
    {
      g_test_add_func ("/tally/many-rows/cuda", test_cuda);
      return g_test_run ();
    }
  g_test_add_data_func ("/tally/many-rows/joint", "joint", test_variant);
  g_test_add_data_func ("/tally/many-rows/planes", "planes", test_variant);
  return g_test_run ();
}
