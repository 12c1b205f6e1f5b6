/* test-cuda-replicates.c: tables of replicates from the software device equal those of the processor, number by
 * number. */
#include "cluster-sample.h"
#include "sample-rows.h"

#include "../device/control.h"
#include "tally/philox.h"
#include "tally/poisson.h"
#include "tally/replicate-count.h"

#include <dlfcn.h>

#define SEED G_GUINT64_CONSTANT (0x1234567890abcdef)

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
static AssayDeviceDevices set_devices;

/* A fallback is never silent: why is set where the processor drew. */
static gboolean has_fallen_back;
/* Whether the folder of the device has a libcublas.so.13. */
static gboolean has_blas;

static GPtrArray *
count (const AssayClusterRows *rows,
       guint                   n_replicates,
       AssayEngine            *engine)
{
  g_autofree char *why = NULL;
  g_autoptr (GPtrArray) axes = sample_axes (sample_n_codes, SAMPLE_COLUMNS);
  g_autoptr (GError) error = NULL;
  const AssayReplicateRequest request = {
    .shapes = shapes, .n_shapes = G_N_ELEMENTS (shapes), .axes = (AssayAxis *const *) axes->pdata,
    .seed = SEED, .n_replicates = n_replicates, .n_threads = 1, .engine = engine,
    .why = &why,
  };
  GPtrArray *tables = assay_replicates_count (rows, &request, NULL, NULL, &error);

  g_assert_no_error (error);
  has_fallen_back = why != NULL;
  return tables;
}

/* By the processor, then by the engine; in how many blocks of replicates the engine counted: of each it copies every
 * sum. */
static guint
compare_with (const AssayClusterRows   *rows,
              guint                     n_replicates,
              const AssayEngineOptions *options) /* (nullable) */
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayEngine) engine = assay_engine_open (&assay_engine_cuda, options, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) expected = count (rows, n_replicates, NULL);
  g_autoptr (GPtrArray) actual = count (rows, n_replicates, engine);

  g_assert_cmpuint (actual->len, ==, expected->len);
  guint64 n_sums = 0;
  for (guint i = 0; i < actual->len; i++)
    {
      const AssayReplicateTable *table = actual->pdata[i];
      g_assert_true (assay_replicate_table_equal (table, expected->pdata[i]));
      n_sums += table->n_entries * table->n_sums;
    }
  return n_calls ("cuMemcpyDtoHAsync_v2") / (guint) n_sums;
}

static guint
compare (const AssayClusterRows *rows,
         guint                   n_replicates)
{
  return compare_with (rows, n_replicates, NULL);
}

static void
test_equal (void)
{
  /* More than 2048 take a second block of threads. */
  static const guint replicates[] = { 1, 31, 32, 33, 77, 1000, 2100 }, clusters[] = { 0, 1, 10, 500 };
  g_autoptr (GRand) random = sample_random ();
  guint n_products = 0;

  for (guint i = 0; i < G_N_ELEMENTS (replicates); i++)
    for (guint c = 0; c < G_N_ELEMENTS (clusters); c++)
      {
        const guint n_rows = replicates[i] > 1000 ? 40 : 400;
        g_auto (ClusterSample) sample = { 0 };
        cluster_sample_init (&sample, random, n_rows, clusters[c]);
        g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, n_rows, 64, 3);
        fail (NULL, 0, FALSE);
        g_assert_cmpuint (compare (rows, replicates[i]), ==, 1);
        g_assert_cmpuint (n_calls ("cuMemcpyDtoHAsync_v2"), >, 0);
        n_products += n_calls ("cublasDgemm_v2");
      }
  g_test_message ("%u products by cuBLAS", n_products);
  g_assert_true (has_blas == (n_products > 0));
  g_assert_cmpuint (leaks (), ==, 0);
}

/* How many products cuBLAS was asked for beside the one that shows whether it is exact, of clusters that have 20 rows each. */
static guint
count_products (guint n_clusters)
{
  g_autoptr (GRand) random = sample_random ();
  g_auto (ClusterSample) sample = { 0 };

  cluster_sample_init (&sample, random, 20 * n_clusters, n_clusters);
  g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, 20 * n_clusters, 64, 2);
  fail (NULL, 0, FALSE);
  g_assert_cmpuint (compare (rows, 32), ==, 1);
  g_assert_false (has_fallen_back);
  return n_calls ("cublasDgemm_v2") - n_calls ("cublasCreate_v2");
}

/* cuBLAS is asked only where double precision is fast; clusters that it is not given at once make several products. */
static void
test_products (void)
{
  static const struct { const char *capability; gboolean is_fast; } devices[] = {
    { "75", FALSE }, { "80", TRUE }, { "86", FALSE }, { "89", FALSE }, { "90", TRUE }, { "100", TRUE },
    { "120", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      g_setenv ("ASSAY_DEVICE_CAPABILITY", devices[i].capability, TRUE);
      g_assert_true ((count_products (40) > 0) == (devices[i].is_fast && has_blas));
    }
  g_unsetenv ("ASSAY_DEVICE_CAPABILITY");
  g_assert_cmpuint (count_products (40), ==, has_blas ? 1 : 0);
  g_assert_cmpuint (count_products (3000), ==, has_blas ? 3 : 0); /* the first chunk is a small one */
}

static void
test_old_blas (void)
{
  g_setenv ("ASSAY_DEVICE_CUBLAS", "12", TRUE);
  g_assert_cmpuint (count_products (40), ==, 0);
  g_unsetenv ("ASSAY_DEVICE_CUBLAS");
}

/* One that rounds is asked once. */
static void
test_rounding_blas (void)
{
  g_setenv ("ASSAY_DEVICE_CUBLAS_SINGLE", "1", TRUE);
  g_assert_cmpuint (count_products (40), ==, 0);
  g_assert_cmpuint (n_calls ("cublasDgemm_v2"), ==, has_blas ? 1 : 0);
  g_unsetenv ("ASSAY_DEVICE_CUBLAS_SINGLE");
}

/* When cuBLAS fails, the engine adds entry by entry: no fallback, and the device is not given up. */
static void
test_blas_faults (void)
{
  static const char *const calls[] = { "cublasGetProperty", "cublasCreate_v2", "cublasSetStream_v2",
                                       "cublasSetMathMode", "cublasDgemm_v2", "cublasDestroy_v2" };
  g_autoptr (GRand) random = sample_random ();
  g_auto (ClusterSample) sample = { 0 };

  cluster_sample_init (&sample, random, 800, 40);
  g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, 800, 64, 2);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      fail (calls[i], 1, FALSE);
      compare (rows, 64);
      g_assert_false (has_fallen_back);
      g_assert_cmpuint (n_calls (calls[i]), >=, has_blas ? 1 : 0);
      g_assert_cmpuint (leaks (), ==, 0);
    }
  fail (NULL, 0, FALSE);
}

/* Clusters whose word in one replicate is the first that has weight 1, the last that has not, the first that has
 * weight 2 ... 12: one word in 2^32 each, found by trying keys from 0. */
static const struct
{
  guint64 key;
  guint   replicate;
} at_ends[] = {
  { 17399253, 8 }, { 5301086, 9 }, { 111064653, 5 }, { 57202204, 18 }, { 69930829, 29 }, { 128003323, 2 },
  { 222830358, 28 }, { 50213817, 10 }, { 79127737, 28 }, { 32266429, 5 }, { 87006340, 18 },
  { 387697660, 25 }, { 192591424, 7 }, { 169503268, 8 }, { 456281749, 0 }, { 8502759, 23 },
  { 286478362, 28 }, { 137022226, 4 }, { 10899640, 28 }, { 210373007, 3 }, { 160235705, 20 },
  { 165727821, 14 }, { 125386696, 22 }, { 168171016, 18 }
};

static guint32
word_of (guint64 key,
         guint   replicate)
{
  const guint32 counter[4] = { replicate % 8, G_MAXUINT32, (guint32) key, (guint32) (key >> 32) };
  guint32 out[4];

  assay_philox (counter, (const guint32[]) { (guint32) SEED, SEED >> 32 }, out);
  return out[replicate / 8];
}

static void
test_ends (void)
{
  g_autoptr (GRand) random = sample_random ();
  g_auto (ClusterSample) sample = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (at_ends); i++)
    {
      const guint32 word = word_of (at_ends[i].key, at_ends[i].replicate);
      g_assert_cmpuint (assay_poisson_weight (word), ==, i / 2 + (i % 2 == 0));
      g_assert_cmpuint (assay_poisson_weight (i % 2 == 0 ? word - 1 : word + 1), ==, i / 2 + i % 2);
    }
  cluster_sample_init (&sample, random, 20 * G_N_ELEMENTS (at_ends), 0); /* so many that each is in some table */
  for (guint row = 0; row < sample.n_rows; row++)
    sample.keys[row] = at_ends[row % G_N_ELEMENTS (at_ends)].key;
  g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, sample.n_rows, 64, 1);
  g_assert_cmpuint (compare (rows, 32), >, 0);
}

/* Clusters are shared out, and cut into pieces: fewer than devices, more entries than a piece has. */
static void
test_devices (void)
{
  static const guint clusters[] = { 0, 1, 2, 10, 300 };
  static const char *const variants[] = { NULL, "chunk=1", "chunk=7", "chunk=100" };
  g_autoptr (GRand) random = sample_random ();

  for (guint n_devices = 1; n_devices <= 3; n_devices++)
    for (guint c = 0; c < G_N_ELEMENTS (clusters); c++)
      for (guint v = 0; v < G_N_ELEMENTS (variants); v++)
        {
          const AssayEngineOptions options = { .device = ASSAY_DEVICE_ALL, .variant = variants[v] };
          const guint n_rows = v == 1 ? 60 : 400;
          g_auto (ClusterSample) sample = { 0 };
          cluster_sample_init (&sample, random, n_rows, clusters[c]);
          g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, n_rows, 64, 3);
          set_devices (n_devices);
          fail (NULL, 0, FALSE);
          g_assert_cmpuint (compare_with (rows, 77, &options), ==, n_devices); /* each brings its sums back */
          guint n = n_calls ("cuLaunchKernel");
          g_assert_false (has_fallen_back);
          g_assert_cmpuint (n, >=, clusters[c] == 1 || clusters[c] == 2 ? 1 : n_devices);
          g_assert_true (variants[v] == NULL || n > n_devices);
        }
  set_devices (1);
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
      g_assert_true (has_fallen_back == (n == 0));
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
  guint n_injected = 0, n_said = 0;

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
        n_said += has_fallen_back;
        g_assert_true (!has_fallen_back || n_calls (calls[i]) >= nth);
        for (guint t = 0; t < actual->len; t++)
          g_assert_true (assay_replicate_table_equal (actual->pdata[t], expected->pdata[t]));
        fail (NULL, 0, FALSE);
        assay_engine_close (engine);
        g_assert_cmpuint (leaks (), ==, 0);
      }
  g_test_message ("%u faults were injected; the processor drew after %u, which was said", n_injected, n_said);
  g_assert_cmpuint (n_injected, >, G_N_ELEMENTS (calls));
  g_assert_cmpuint (n_said, >, G_N_ELEMENTS (calls));
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
  set_devices = (AssayDeviceDevices) find (library, "assay_device_devices");
  gpointer blas = dlopen ("libcublas.so.13", RTLD_NOW | RTLD_LOCAL);
  has_blas = blas != NULL;
  g_test_add_func ("/tally/cuda-replicates/equal", test_equal);
  g_test_add_func ("/tally/cuda-replicates/products", test_products);
  g_test_add_func ("/tally/cuda-replicates/old-blas", test_old_blas);
  g_test_add_func ("/tally/cuda-replicates/rounding-blas", test_rounding_blas);
  g_test_add_func ("/tally/cuda-replicates/blas-faults", test_blas_faults);
  g_test_add_func ("/tally/cuda-replicates/ends", test_ends);
  g_test_add_func ("/tally/cuda-replicates/devices", test_devices);
  g_test_add_func ("/tally/cuda-replicates/blocks", test_blocks);
  g_test_add_func ("/tally/cuda-replicates/faults", test_faults);
  int status = g_test_run ();
  if (blas != NULL)
    dlclose (blas);
  dlclose (library);
  return status;
}
