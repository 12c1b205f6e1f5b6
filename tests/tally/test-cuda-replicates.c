/* test-cuda-replicates.c: tables of replicates from the software device equal those of the processor, number by
 * number. */
#include "cluster-sample.h"
#include "sample-rows.h"

#include "../device/control.h"
#include "tally/replicate-count.h"

#include <dlfcn.h>

static const AssayReplicateShape shapes[] = {
  { { 2, { 0, 1 } }, 2, 1, { ASSAY_REPLICATE_COUNT } },
  { { 3, { 2, 0, 1 } }, 2, 1, { ASSAY_REPLICATE_COUNT } },
  { { 4, { 3, 2, 0, 1 } }, 2, 2, { 0, ASSAY_REPLICATE_COUNT } },
  { { 3, { 4, 0, 1 } }, 1, 3, { 1, ASSAY_REPLICATE_COUNT, 0 } },
};

static AssayDeviceCalls n_calls;
static AssayDeviceFail fail;
static AssayDeviceLimit limit;
static AssayDeviceLeaks leaks;

static GPtrArray *
count (const AssayClusterRows *rows,
       guint                   n_replicates,
       AssayEngine            *engine)
{
  g_autoptr (GPtrArray) axes = sample_axes (sample_n_codes, SAMPLE_COLUMNS);
  g_autoptr (GError) error = NULL;
  const AssayReplicateRequest request = {
    .shapes = shapes, .n_shapes = G_N_ELEMENTS (shapes), .axes = (AssayAxis *const *) axes->pdata,
    .seed = G_GUINT64_CONSTANT (0x1234567890abcdef), .n_replicates = n_replicates, .n_threads = 1, .engine = engine,
  };
  GPtrArray *tables = assay_replicates_count (rows, &request, NULL, NULL, &error);

  g_assert_no_error (error);
  return tables;
}

/* By the processor, then by the engine; whether the engine ran kernels to its end is told by the calls. */
static guint
compare (const AssayClusterRows *rows,
         guint                   n_replicates)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayEngine) engine = assay_engine_open (&assay_engine_cuda, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) expected = count (rows, n_replicates, NULL);
  g_autoptr (GPtrArray) actual = count (rows, n_replicates, engine);

  g_assert_cmpuint (actual->len, ==, expected->len);
  for (guint i = 0; i < actual->len; i++)
    g_assert_true (assay_replicate_table_equal (actual->pdata[i], expected->pdata[i]));
  return n_calls ("cuLaunchKernel");
}

static void
test_equal (void)
{
  static const guint replicates[] = { 1, 31, 32, 33, 77, 1000 }, clusters[] = { 0, 1, 10, 500 };
  g_autoptr (GRand) random = sample_random ();

  for (guint i = 0; i < G_N_ELEMENTS (replicates); i++)
    for (guint c = 0; c < G_N_ELEMENTS (clusters); c++)
      {
        g_auto (ClusterSample) sample = { 0 };
        cluster_sample_init (&sample, random, 400, clusters[c]);
        g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, 400, 64, 3);
        fail (NULL, 0, FALSE);
        g_assert_cmpuint (compare (rows, replicates[i]), ==, 1);
        g_assert_cmpuint (n_calls ("cuMemcpyDtoHAsync_v2"), >, 0);
      }
  g_assert_cmpuint (leaks (), ==, 0);
}

/* Too little memory for all replicates: blocks of them; for none: the processor. */
static void
test_blocks (void)
{
  g_autoptr (GRand) random = sample_random ();
  g_auto (ClusterSample) sample = { 0 };
  guint n_blocks = 0, n_refused = 0;

  cluster_sample_init (&sample, random, 300, 40);
  g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, 300, 64, 2);
  for (guint64 n_bytes = 1 << 14; n_bytes <= 1 << 24; n_bytes *= 2)
    {
      limit (n_bytes);
      fail (NULL, 0, FALSE);
      guint n = compare (rows, 200);
      n_blocks += n > 1;
      n_refused += n == 0;
    }
  limit (G_GUINT64_CONSTANT (1) << 30);
  g_test_message ("%u limits of memory led to blocks, %u to the processor", n_blocks, n_refused);
  g_assert_cmpuint (n_blocks, >, 0);
  g_assert_cmpuint (n_refused, >, 0);
}

/* A call that fails leaves it to the processor, and nothing behind. */
static void
test_faults (void)
{
  static const char *const calls[] = { "cuMemAlloc_v2", "cuMemcpyHtoDAsync_v2", "cuMemcpyDtoHAsync_v2",
                                       "cuMemsetD8Async",
                                       "cuLaunchKernel", "cuStreamSynchronize", "cuCtxSetCurrent" };
  g_autoptr (GRand) random = sample_random ();
  g_auto (ClusterSample) sample = { 0 };
  guint n_injected = 0;

  cluster_sample_init (&sample, random, 200, 30);
  g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, 200, 64, 2);
  g_autoptr (GPtrArray) expected = count (rows, 64, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    for (guint nth = 1; nth <= 6; nth++)
      {
        g_autoptr (GError) error = NULL;
        AssayEngine *engine = assay_engine_open (&assay_engine_cuda, NULL, &error);
        g_assert_no_error (error);
        fail (calls[i], nth, nth % 2);
        g_autoptr (GPtrArray) actual = count (rows, 64, engine);
        n_injected += n_calls (calls[i]) >= nth;
        for (guint t = 0; t < actual->len; t++)
          g_assert_true (assay_replicate_table_equal (actual->pdata[t], expected->pdata[t]));
        fail (NULL, 0, FALSE);
        assay_engine_close (engine);
        g_assert_cmpuint (leaks (), ==, 0);
      }
  g_test_message ("%u faults were injected", n_injected);
  g_assert_cmpuint (n_injected, >, G_N_ELEMENTS (calls));
}

static gpointer
find (gpointer    library,
      const char *name)
{
  gpointer function = library != NULL ? dlsym (library, name) : NULL;

  if (function == NULL)
    g_error ("%s: libcuda.so.1 is not the software device: put its folder into LD_LIBRARY_PATH", name);
  return function;
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gpointer library = dlopen ("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
  fail = (AssayDeviceFail) find (library, "assay_device_fail");
  n_calls = (AssayDeviceCalls) find (library, "assay_device_calls");
  limit = (AssayDeviceLimit) find (library, "assay_device_limit");
  leaks = (AssayDeviceLeaks) find (library, "assay_device_leaks");
  g_test_add_func ("/tally/cuda-replicates/equal", test_equal);
  g_test_add_func ("/tally/cuda-replicates/blocks", test_blocks);
  g_test_add_func ("/tally/cuda-replicates/faults", test_faults);
  int status = g_test_run ();
  dlclose (library);
  return status;
}
