/* test-cpu.c: what is the cpu engine's alone: variants, what it says of the machine, cancelling, progress. That its
 * tables are right is test-engines.c. */
#include "sample-rows.h"

#include <string.h>

#define N_ROWS 2000000

static const AssayTableShape shapes[] = { { 3, { 0, 2, 3 } }, { 3, { 1, 2, 3 } }, { 2, { 2, 3 } } };
static const AssayCountRequest request = { shapes, G_N_ELEMENTS (shapes), NULL };

static AssayRows *
make_rows (guint64 n_rows)
{
  const guint n_codes[] = { 12, 700, 3, 3 };
  g_autoptr (GRand) random = sample_random ();

  return sample_rows (random, n_codes, G_N_ELEMENTS (n_codes), n_rows, SAMPLE_UNIFORM);
}

static AssayEngine *
open_variant (const char  *variant,
              guint        n_threads,
              GError     **error)
{
  return assay_engine_open (&assay_engine_cpu, &(AssayEngineOptions) { .n_threads = n_threads, .variant = variant }, error);
}

static void
test_variants (void)
{
  static const struct
  {
    const char *variant;
    gboolean    is_certain;  /* every processor has it */
    const char *words;       /* in the error where it is refused */
  } cases[] = {
    { NULL, TRUE, NULL },
    { "joint", TRUE, NULL },
    { "joint-portable", TRUE, NULL },
    { "joint-avx2", FALSE, "avx2" },
    { "joint-avx512", FALSE, "avx512" },
    { "planes", FALSE, "VPOPCNTDQ" },
    { "joint-mmx", FALSE, "mmx" },
    { "fast", FALSE, "fast" },
    { "", FALSE, "variants are" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayEngine) engine = open_variant (cases[i].variant, 1, &error);
      g_test_message ("%s: %s", cases[i].variant != NULL ? cases[i].variant : "(none)",
                      error != NULL ? error->message : "here");
      if (engine != NULL)
        continue;
      g_assert_false (cases[i].is_certain);
      g_assert_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_UNSUPPORTED);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
  g_assert_null (open_variant ("fast", 1, NULL));
  g_assert_null (open_variant ("joint-mmx", 1, NULL));
}

/* What the line promises can be forced. */
static void
test_describe (void)
{
  g_autofree char *line = assay_engine_cpu_describe ();
  g_autoptr (AssayEngine) planes = open_variant ("planes", 1, NULL);
  g_autoptr (AssayEngine) avx512 = open_variant ("joint-avx512", 1, NULL);
  g_autoptr (AssayEngine) avx2 = open_variant ("joint-avx2", 1, NULL);

  g_test_message ("%s", line);
  g_assert_true (g_str_has_prefix (line, "joint keys"));
  g_assert_null (strchr (line, '\n'));
  g_assert_cmpint (strstr (line, "bit planes") != NULL, ==, planes != NULL);
  g_assert_cmpint (strstr (line, "AVX-512") != NULL, ==, avx512 != NULL);
  if (avx512 == NULL)
    g_assert_cmpint (strstr (line, "AVX2") != NULL, ==, avx2 != NULL);
}

static void
test_limits (void)
{
  g_autoptr (AssayEngine) engine = assay_engine_open (&assay_engine_cpu, NULL, NULL);
  const AssayEngineLimits *limits = assay_engine_limits (engine);

  g_assert_cmpstr (assay_engine_name (engine), ==, "cpu");
  g_assert_cmpuint (limits->max_cells, ==, ASSAY_MAX_CELLS);
  g_assert_cmpuint (limits->max_axes, ==, ASSAY_MAX_AXES);
  g_assert_cmpuint (limits->max_codes, ==, ASSAY_MAX_VALUES + 1);
  g_assert_cmpuint (limits->device_bytes, ==, 0);
  g_assert_true (limits->can_stream);
}

static void
test_progress (void)
{
  g_autoptr (AssayRows) rows = make_rows (N_ROWS);

  for (guint n_threads = 1; n_threads <= 3; n_threads++)
    {
      AssayProgress progress = { 77, 99 };
      g_autoptr (AssayEngine) engine = open_variant (NULL, n_threads, NULL);
      g_autoptr (GPtrArray) tables = assay_engine_count (engine, rows, &request, &progress, NULL, NULL);
      g_assert_nonnull (tables);
      g_assert_cmpuint (atomic_load (&progress.n_rows_done), ==, N_ROWS);
      g_assert_cmpuint (atomic_load (&progress.n_rows_total), ==, N_ROWS);
    }
}

/* Cancelled before it begins: nothing is counted, and the engine counts again afterwards. */
static void
test_cancelled_before (void)
{
  g_autoptr (AssayRows) rows = make_rows (N_ROWS);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  AssayProgress progress = { 0 };

  for (guint n_threads = 1; n_threads <= 3; n_threads++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayEngine) engine = open_variant (NULL, n_threads, NULL);
      g_cancellable_cancel (cancellable);
      g_assert_null (assay_engine_count (engine, rows, &request, &progress, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (atomic_load (&progress.n_rows_done), ==, 0);
      g_cancellable_reset (cancellable);
      g_autoptr (GPtrArray) tables = assay_engine_count (engine, rows, &request, NULL, cancellable, NULL);
      g_assert_cmpuint (assay_count_table_total (tables->pdata[0]), ==, N_ROWS);
    }
}

typedef struct
{
  AssayProgress progress;
  GCancellable *cancellable;
  atomic_bool   is_over;
} Watch;

static gpointer
cancel_when_begun (gpointer data)
{
  Watch *watch = data;

  while (atomic_load (&watch->progress.n_rows_done) == 0 && !atomic_load (&watch->is_over))
    g_thread_yield ();
  g_cancellable_cancel (watch->cancellable);
  return NULL;
}

/* Cancelled by another thread while rows are counted. A machine may be so slow to start that thread that the count is
 * complete by then; both ends are right, a table of some of the rows is not. */
static void
test_cancelled_amid (void)
{
  g_autoptr (AssayRows) rows = make_rows (N_ROWS);
  guint n_cancelled = 0;

  for (guint round = 0; round < 10; round++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayEngine) engine = open_variant (NULL, 1 + round % 3, NULL);
      Watch watch = { .cancellable = g_cancellable_new () };
      GThread *thread = g_thread_new ("watch", cancel_when_begun, &watch);
      g_autoptr (GPtrArray) tables = assay_engine_count (engine, rows, &request, &watch.progress, watch.cancellable, &error);
      atomic_store (&watch.is_over, TRUE);
      g_thread_join (thread);
      g_object_unref (watch.cancellable);
      if (tables != NULL)
        g_assert_cmpuint (assay_count_table_total (tables->pdata[2]), ==, N_ROWS);
      else
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      n_cancelled += tables == NULL;
    }
  g_test_message ("%u of 10 were cancelled amid the rows", n_cancelled);
}

/* More threads than chunks, and than processors. */
static void
test_many_threads (void)
{
  g_autoptr (AssayRows) few = make_rows (100), many = make_rows (N_ROWS);

  for (guint n_threads = 1; n_threads <= 64; n_threads *= 4)
    {
      g_autoptr (AssayEngine) engine = open_variant (NULL, n_threads, NULL);
      g_autoptr (GPtrArray) of_few = assay_engine_count (engine, few, &request, NULL, NULL, NULL);
      g_autoptr (GPtrArray) of_many = assay_engine_count (engine, many, &request, NULL, NULL, NULL);
      g_assert_cmpuint (assay_count_table_total (of_few->pdata[1]), ==, 100);
      g_assert_cmpuint (assay_count_table_total (of_many->pdata[1]), ==, N_ROWS);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/cpu/variants", test_variants);
  g_test_add_func ("/tally/cpu/describe", test_describe);
  g_test_add_func ("/tally/cpu/limits", test_limits);
  g_test_add_func ("/tally/cpu/progress", test_progress);
  g_test_add_func ("/tally/cpu/cancelled-before", test_cancelled_before);
  g_test_add_func ("/tally/cpu/cancelled-amid", test_cancelled_amid);
  g_test_add_func ("/tally/cpu/many-threads", test_many_threads);
  return g_test_run ();
}
