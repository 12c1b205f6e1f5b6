/* test-cuda-cancel.c: what is still under way when a count is cancelled: kernels of two chunks at most, none launched later.
 *
 * The software device tells of every call of the driver; at the n-th launch the count is cancelled. What that means in
 * seconds follows from the rates of cuda-pace.h, which are assumed: the test prints it, and asserts on work alone.
 */
#include "cluster-sample.h"
#include "naive.h"
#include "sample-rows.h"

#include "../device/control.h"
#include "tally/cuda-groups.h"
#include "tally/replicate-count.h"

#include <dlfcn.h>
#include <string.h>

#define N_ROWS 65536 /* of each device */
#define CHUNK 1024
#define LAUNCHES_A_CHUNK 4 /* joint groups, wide ones, sums, and the table of tags */

#define LAUNCHES_A_PIECE 3 /* entries that are added by themselves, and the two factors of a product */

static AssayDeviceWatch watch_device;
static AssayDeviceDevices devices;
static AssayDeviceLeaks leaks;

typedef struct
{
  GCancellable *cancellable;
  AssayProgress progress;
  guint64       n_rows;        /* progress never goes back, nor beyond these */
  guint         cancel_at;     /* launch; 0: never */
  atomic_uint   n_launches, n_late, n_copies; /* late: after it was cancelled */
  guint64       n_seen;
} Watch;

static void
see (const char *call,
     void       *data)
{
  Watch *self = data;
  const guint64 n_done = atomic_load (&self->progress.n_rows_done);

  g_assert_cmpuint (n_done, >=, self->n_seen);
  g_assert_cmpuint (n_done, <=, self->n_rows);
  self->n_seen = n_done;
  if (strcmp (call, "cuMemcpyHtoDAsync_v2") == 0 && g_cancellable_is_cancelled (self->cancellable))
    atomic_fetch_add (&self->n_copies, 1);
  if (strcmp (call, "cuLaunchKernel") != 0)
    return;
  if (g_cancellable_is_cancelled (self->cancellable))
    atomic_fetch_add (&self->n_late, 1);
  if (atomic_fetch_add (&self->n_launches, 1) + 1 == self->cancel_at)
    g_cancellable_cancel (self->cancellable);
}

static void
watch_begin (Watch   *self,
             guint64  n_rows,
             guint    cancel_at)
{
  *self = (Watch) { .cancellable = g_cancellable_new (), .n_rows = n_rows, .cancel_at = cancel_at };
  watch_device (see, self);
}

static void
watch_end (Watch *self)
{
  watch_device (NULL, NULL);
  g_object_unref (self->cancellable);
}

static AssayEngine *
open_engine (const char *variant)
{
  g_autoptr (GError) error = NULL;
  AssayEngine *engine = assay_engine_open (&assay_engine_cuda,
                                           &(AssayEngineOptions) { .device = ASSAY_DEVICE_ALL, .variant = variant }, &error);

  g_assert_no_error (error);
  return engine;
}

/* --- tables ------------------------------------------------------------------------------------------------------ */

static AssayRows *
make_rows (AssayTableShape *shapes,
           guint            n_rows)
{
  static const guint n_codes[] = { 7, 300, 400, 3 };
  g_autoptr (GRand) random = sample_random ();
  AssayRows *rows = sample_rows (random, n_codes, G_N_ELEMENTS (n_codes), n_rows, SAMPLE_SKEWED);

  sample_values (random, rows, 1);
  shapes[0] = (AssayTableShape) { .n_axes = 2, .columns = { 0, 3 } };
  shapes[1] = (AssayTableShape) { .n_axes = 2, .columns = { 1, 2 } };
  shapes[2] = (AssayTableShape) { .n_axes = 2, .columns = { 1, 3 }, .n_sums = 1, .sums = { { 0, 0 } } };
  shapes[3] = (AssayTableShape) { .n_axes = 2, .columns = { ASSAY_SET_COLUMN (0), ASSAY_SET_COLUMN (0) } };
  g_assert_true (assay_rows_add_set (rows, 5, NULL));
  memset (assay_rows_plane (rows, 0, 1), 0x55, 640); /* tag 1, in some rows */
  assay_rows_close_set (rows, 0);
  return rows;
}

/* Cancelled at each of some launches: no more than the rest of the chunk that it is part of comes after it, for each
 * device, and nothing is left behind. */
static void
test_count (gconstpointer data)
{
  const guint n_devices = GPOINTER_TO_UINT (data);
  AssayTableShape shapes[4];
  g_autoptr (AssayRows) rows = make_rows (shapes, n_devices * N_ROWS);
  guint n_all = 0, most_late = 0;

  devices (n_devices);
  for (guint cancel_at = 0; cancel_at < 100; cancel_at = cancel_at * 2 + 1)
    {
      g_autoptr (GError) error = NULL;
      AssayEngine *engine = open_engine ("chunk=" G_STRINGIFY (CHUNK));
      Watch watch;
      watch_begin (&watch, rows->n_rows, cancel_at);
      g_autoptr (GPtrArray) tables = assay_engine_count (engine, rows, &(AssayCountRequest) { shapes, 4 },
                                                         &watch.progress, watch.cancellable, &error);
      const guint n_launches = atomic_load (&watch.n_launches), n_late = atomic_load (&watch.n_late);
      watch_end (&watch);
      g_assert_true ((tables != NULL) == (cancel_at == 0));
      if (tables == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        n_all = n_launches;
      g_assert_cmpuint (n_late, <, n_devices * LAUNCHES_A_CHUNK);
      most_late = MAX (most_late, n_late);
      assay_engine_close (engine);
      g_assert_cmpuint (leaks (), ==, 0);
    }
  g_assert_cmpuint (n_all, >=, LAUNCHES_A_CHUNK * n_devices * N_ROWS / CHUNK);
  g_test_message ("%u devices: of %u launches %u came after the cancel at most, those of the chunks that were begun",
                  n_devices, n_all, most_late);
  g_test_message ("so at the rates of cuda-pace.h: 2 chunks of 1/32 s = 63 ms, and 64 MiB from the host at 2 GB/s = 34 ms");
}

/* Rows of a chunk at most, of one shape; nothing is counted. */
static guint64
rows_of_chunk (AssayCudaDevice       *device,
               const AssayRows       *rows,
               const AssayTableShape *shape,
               const guint           *n_codes) /* of the columns, and of the set behind them */
{
  g_auto (AssayArrangedShapes) shapes;
  g_autoptr (GError) error = NULL;

  assay_arranged_shapes_init (&shapes, rows->n_columns, shape, 1);
  g_autoptr (AssayTotals) totals = assay_totals_new (shapes.shapes, shapes.n_shapes);
  g_autoptr (AssayCover) cover = assay_cover_new (&(AssayCoverRequest) {
    .shapes = shapes.shapes, .n_shapes = shapes.n_plain, .n_codes = n_codes, .n_rows = rows->n_rows,
    .joint_bytes = ASSAY_CUDA_SHARED_BYTES,
  });
  const AssayCudaRequest request = { rows, &shapes, cover, n_codes, totals, 0, cover->groups->len, TRUE };
  g_autoptr (AssayCudaGroups) groups = assay_cuda_groups_new (device, &request, &error);
  g_assert_no_error (error);
  return assay_cuda_groups_rows (groups);
}

/* With ever more pairs of tags a chunk gets fewer rows, so that rows x cost stays what two multiprocessors, the software
 * device's, do in a 32nd of a second: 2^26 updates. A pair is a 16th of an update for 32 rows. */
static void
test_chunks (void)
{
  static const guint n_tags[] = { 8, 64, 256 };
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayCudaDriver) driver = assay_cuda_driver_open (&error);
  g_autoptr (AssayCudaDevice) device = assay_cuda_device_open (driver, 0, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (n_tags); i++)
    {
      const guint n_codes[] = { 3, n_tags[i] + 1 }, n_pairs = n_tags[i] * (n_tags[i] + 1) / 2;
      const double cost = 3 * (n_pairs / 512.0 + (n_pairs + 511) / 512); /* updates of a row, of 3 outcomes */
      const AssayTableShape shape = { 3, { ASSAY_SET_COLUMN (0), ASSAY_SET_COLUMN (0), 0 } };
      g_autoptr (AssayRows) rows = assay_rows_new (1, 64, &error);
      assay_rows_set_codes (rows, 0, 3);
      g_assert_true (assay_rows_add_set (rows, n_tags[i], &error));
      assay_rows_close_set (rows, 0);
      guint64 n = rows_of_chunk (device, rows, &shape, n_codes);
      g_test_message ("%u tags: a chunk has %" G_GUINT64_FORMAT " rows at most, of %.1f updates", n_tags[i], n, cost);
      g_assert_cmpfloat ((double) n * cost, <=, 0x1p26);
      g_assert_cmpfloat ((double) (n + 1) * cost, >, 0x1p26);
    }
  /* A table in the memory that all share: 2^25 updates, however many multiprocessors there are. */
  const guint n_codes[] = { 300, 400 };
  const AssayTableShape wide = { 2, { 0, 1 } };
  g_autoptr (AssayRows) rows = assay_rows_new (2, 1 << 20, &error);
  assay_rows_set_codes (rows, 0, 300);
  assay_rows_set_codes (rows, 1, 400);
  g_assert_cmpuint (rows_of_chunk (device, rows, &wide, n_codes), ==, (1 << 26) / 3); /* 1 / 2 + 1 updates a row */
}

/* --- replicates -------------------------------------------------------------------------------------------------- */

static const AssayReplicateShape replicate_shapes[] = {
  { { .n_axes = 2, .columns = { 0, 2 } }, 1, 1, { ASSAY_REPLICATE_COUNT } },
  { { .n_axes = 2, .columns = { 3, 4 } }, 0, 2, { ASSAY_REPLICATE_COUNT, 0 } },
};

/* Of each device the piece that it has begun. */
static void
test_replicates (gconstpointer data)
{
  const guint n_devices = GPOINTER_TO_UINT (data);
  g_autoptr (GRand) random = sample_random ();
  g_auto (ClusterSample) sample = { 0 };
  guint n_all = 0, most_late = 0;

  cluster_sample_init (&sample, random, 400, 90);
  g_autoptr (AssayClusterRows) rows = cluster_sample_rows (&sample, 0, 400, 64, 3);
  g_autoptr (GPtrArray) axes = sample_axes (sample_n_codes, SAMPLE_COLUMNS);
  devices (n_devices);
  for (guint cancel_at = 0; cancel_at < 60; cancel_at = cancel_at * 2 + 1)
    {
      g_autoptr (GError) error = NULL;
      AssayEngine *engine = open_engine ("chunk=16");
      g_autofree char *why = NULL;
      const AssayReplicateRequest request = {
        .shapes = replicate_shapes, .n_shapes = G_N_ELEMENTS (replicate_shapes), .axes = (AssayAxis *const *) axes->pdata,
        .seed = 1, .n_replicates = 64, .n_threads = 1, .engine = engine, .why = &why,
      };
      Watch watch;
      watch_begin (&watch, 400, cancel_at);
      g_autoptr (GPtrArray) tables = assay_replicates_count (rows, &request, &watch.progress, watch.cancellable, &error);
      const guint n_late = atomic_load (&watch.n_late);
      if (cancel_at == 0)
        n_all = atomic_load (&watch.n_launches);
      g_assert_true ((tables != NULL) == (cancel_at == 0));
      g_assert_true (tables == NULL || atomic_load (&watch.progress.n_rows_done) == 400);
      watch_end (&watch);
      if (tables == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_null (why);
      g_assert_cmpuint (n_late, <, n_devices * LAUNCHES_A_PIECE);
      most_late = MAX (most_late, n_late);
      assay_engine_close (engine);
      g_assert_cmpuint (leaks (), ==, 0);
    }
  g_assert_cmpuint (n_all, >, 40);
  g_test_message ("%u devices: of %u launches %u came after the cancel at most, of the pieces that were begun", n_devices,
                  n_all, most_late);
  g_test_message ("so at the rate of cuda-pace.h: one piece of 134,217 entries x 1,000 replicates = 31 ms");
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
  watch_device = (AssayDeviceWatch) find (library, "assay_device_watch");
  devices = (AssayDeviceDevices) find (library, "assay_device_devices");
  leaks = (AssayDeviceLeaks) find (library, "assay_device_leaks");
  g_test_add_data_func ("/tally/cuda-cancel/count", GUINT_TO_POINTER (1), test_count);
  g_test_add_data_func ("/tally/cuda-cancel/count-on-two", GUINT_TO_POINTER (2), test_count);
  g_test_add_func ("/tally/cuda-cancel/chunks", test_chunks);
  g_test_add_data_func ("/tally/cuda-cancel/replicates", GUINT_TO_POINTER (1), test_replicates);
  g_test_add_data_func ("/tally/cuda-cancel/replicates-on-three", GUINT_TO_POINTER (3), test_replicates);
  int status = g_test_run ();
  dlclose (library);
  return status;
}
