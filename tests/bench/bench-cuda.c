/* bench-cuda.c: the engine cuda beside the engine cpu, on the same rows, as shares of what the device could do at
 * most.
 *
 *   bench-cuda --engine cuda [--device N] [--rows N] [--runs N] [--threads N] [--seed N]
 *
 * First the device's own limits are measured: copying within its memory (bytes read and written), and copying to it
 * from pinned memory. Then each request is counted on columns that stay on the device, again and again, and once
 * from the host's memory; what it reads at least, over the time, is its share of the limit. `choice` is the
 * planner's time over that of the best forced path: 1 is a hit. Without --engine cuda it does nothing: `./bootstrap
 * bench` runs on any machine.
 */
#include "bench.h"

#include "tally/cuda-device.h"
#include "tally/tally.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_SLICES 10
#define LABEL N_SLICES
#define PREDICTION (N_SLICES + 1)
#define BINS (N_SLICES + 2)
#define N_COLUMNS (N_SLICES + 3)
#define N_TAGS 64
#define TWO_WAYS 2 /* a copy reads a byte and writes one */

static const guint n_codes[N_COLUMNS] = { 6, 7, 7, 11, 13, 21, 51, 101, 401, 2001, 3, 3, 1027 };

typedef enum { UNIFORM, SKEWED, SORTED, EQUAL } Order;

static const char *const order_names[] = { "uniform", "skewed", "sorted", "all equal" };

/* --- rows ------------------------------------------------------------------------------------------------------- */

/* SplitMix64 (Steele, Lea & Flood 2014). */
static guint64
next_random (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

static guint
draw_code (Order    order,
           guint    column,
           guint64  row,
           guint64  n_rows,
           guint64 *state)
{
  guint n = n_codes[column] - 1;
  guint64 draw = next_random (state);
  double u = (double) (draw >> 11) * 0x1p-53;

  if (order == EQUAL)
    return n;
  if (order == SKEWED)
    return 1 + (guint) (n * u * u * u * u);
  if (order == SORTED && column < N_SLICES)
    return 1 + (guint) (row * n / n_rows);
  return 1 + (guint) (n * u);
}

static AssayRows *
make_rows (Order    order,
           guint64  n_rows,
           guint64  seed,
           GError **error)
{
  AssayRows *rows = assay_rows_new (N_COLUMNS, n_rows, error);
  guint64 state = seed;

  for (guint c = 0; rows != NULL && c < N_COLUMNS; c++)
    {
      guint8 *low = assay_rows_low (rows, c), *high = n_codes[c] > 256 ? assay_rows_high (rows, c) : NULL;
      for (guint64 row = 0; row < n_rows; row++)
        {
          guint code = draw_code (order, c, row, n_rows, &state);
          low[row] = (guint8) code;
          if (high != NULL)
            high[row] = (guint8) (code >> 8);
        }
      assay_rows_set_codes (rows, c, n_codes[c]);
    }
  return rows;
}

/* Tags that one row in eight has. */
static gboolean
add_tags (AssayRows *rows,
          guint64    seed,
          GError   **error)
{
  guint64 state = seed;

  if (!assay_rows_add_set (rows, N_TAGS, error))
    return FALSE;
  for (guint tag = 0; tag < N_TAGS; tag++)
    for (guint64 word = 0; word < (rows->n_rows + 63) / 64; word++)
      {
        guint64 a = next_random (&state), b = next_random (&state), c = next_random (&state);
        assay_rows_plane (rows, 0, tag)[word] = a & b & c;
      }
  assay_rows_close_set (rows, 0);
  return TRUE;
}

/* --- requests --------------------------------------------------------------------------------------------------- */

typedef struct
{
  const char     *name;
  AssayTableShape shapes[45];
  guint           n_shapes;
} Request;

static void
add_shape (Request        *self,
           AssayTableShape shape)
{
  self->shapes[self->n_shapes++] = shape;
}

static Request
slices_request (void)
{
  Request self = { "ten slices" };

  for (guint16 c = 0; c < N_SLICES; c++)
    add_shape (&self, (AssayTableShape) { .n_axes = 3, .columns = { c, LABEL, PREDICTION } });
  return self;
}

static Request
pairs_request (void)
{
  Request self = { "45 pairs" };

  for (guint16 a = 0; a < N_SLICES; a++)
    for (guint16 b = 0; b < a; b++)
      add_shape (&self, (AssayTableShape) { .n_axes = 2, .columns = { a, b } });
  return self;
}

static Request
scores_request (void)
{
  Request self = { "score histograms" };

  for (guint16 c = 0; c < 3; c++)
    add_shape (&self, (AssayTableShape) { .n_axes = 3, .columns = { c, LABEL, BINS } });
  return self;
}

static Request
tags_request (void)
{
  Request self = { "64 x 64 tags" };

  add_shape (&self, (AssayTableShape) { .n_axes = 3, .columns = { ASSAY_SET_COLUMN (0), ASSAY_SET_COLUMN (0),
                                                                  LABEL } });
  return self;
}

/* Bytes of the columns that a request has, each once. */
static double
bytes_of (const Request   *request,
          const AssayRows *rows)
{
  gboolean is_used[N_COLUMNS] = { FALSE };
  double n_bytes = 0;

  for (guint i = 0; i < request->n_shapes; i++)
    for (guint axis = 0; axis < request->shapes[i].n_axes; axis++)
      {
        guint column = request->shapes[i].columns[axis];
        if (column < N_COLUMNS)
          is_used[column] = TRUE;
        else if (axis == 0)
          n_bytes += (double) rows->n_rows * N_TAGS / 8;
      }
  for (guint c = 0; c < N_COLUMNS; c++)
    if (is_used[c])
      n_bytes += (double) rows->n_rows * (n_codes[c] > 256 ? 2 : 1);
  return n_bytes;
}

/* --- what is timed ---------------------------------------------------------------------------------------------- */

typedef struct
{
  AssayEngine     *engine;
  const AssayRows *rows;
  const Request   *request;
  GPtrArray       *tables;  /* of the last run */
} Counting;

static gboolean
count (gpointer data)
{
  Counting *self = data;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->tables, g_ptr_array_unref);
  self->tables = assay_engine_count (self->engine, self->rows,
                                     &(AssayCountRequest) { self->request->shapes, self->request->n_shapes }, NULL,
                                       NULL, &error);
  if (self->tables == NULL)
    fprintf (stderr, "bench-cuda: %s\n", error->message);
  return self->tables != NULL;
}

static gboolean
are_equal (GPtrArray *a,
           GPtrArray *b)
{
  for (guint i = 0; i < a->len; i++)
    if (!assay_count_table_equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  return TRUE;
}

typedef struct
{
  AssayEngine *kept, *wide, *streamed, *cpu;
  double       copy_rate, pinned_rate; /* bytes a second */
  guint        n_runs;
} Bench;

static void
report (const Bench     *self,
        const char      *name,
        const char      *what,
        double           value,
        const char      *unit,
        const char      *aim)
{
  g_autofree char *figure = g_strdup_printf ("%s, %s", name, what);

  assay_bench_figure ("cuda", figure, value, unit, aim);
}

/* One request on one set of rows: FALSE when something fails or tables differ. */
static gboolean
bench_request (const Bench     *self,
               const AssayRows *rows,
               const Request   *request,
               const char      *order)
{
  Counting counting[] = { { self->kept, rows, request }, { self->wide, rows, request }, { self->streamed, rows,
                                                                                          request },
                          { self->cpu, rows, request } };
  AssayBenchCase cases[] = { { "cuda, resident", count, &counting[0] }, { "cuda, forced wide", count, &counting[1] },
                             { "cuda, from pinned memory", count, &counting[2] }, { "cpu", count, &counting[3] } };
  g_autofree char *name = g_strdup_printf ("%s, %s", request->name, order);
  double n_bytes = bytes_of (request, rows);

  assay_bench_run (cases, G_N_ELEMENTS (cases), self->n_runs);
  gboolean is_equal = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (counting); i++)
    is_equal = is_equal && counting[i].tables != NULL && are_equal (counting[i].tables, counting[3].tables);
  for (guint i = 0; i < G_N_ELEMENTS (counting); i++)
    g_clear_pointer (&counting[i].tables, g_ptr_array_unref);
  if (!is_equal)
    {
      fprintf (stderr, "bench-cuda: %s: the engines' tables differ\n", name);
      return FALSE;
    }
  printf ("\n%s\n", name);
  assay_bench_table (cases, G_N_ELEMENTS (cases), self->n_runs, rows->n_rows);
  report (self, name, "resident, share of the copy bandwidth", n_bytes / cases[0].median / self->copy_rate, "share",
          "0.5");
  report (self, name, "from the host, share of the pinned rate", n_bytes / cases[2].median / self->pinned_rate,
          "share", "0.85");
  report (self, name, "resident, times the cpu", cases[3].median / cases[0].median, "x", "20");
  report (self, name, "choice", cases[0].median / MIN (cases[0].median, cases[1].median), "x", "1");
  return TRUE;
}

/* --- the device's limits ---------------------------------------------------------------------------------------- */

typedef AssayCuResult (*CopyWithin) (AssayCuAddress to, AssayCuAddress from, size_t n_bytes, AssayCuStream stream);

typedef struct
{
  AssayCudaDevice *device;
  CopyWithin       copy;
  AssayCuAddress   from, to;
  gpointer         pinned;
  gsize            n_bytes;
} Copying;

static gboolean
copy_within (gpointer data)
{
  Copying *self = data;

  return self->copy (self->to, self->from, self->n_bytes, self->device->computing) == ASSAY_CU_SUCCESS
         && assay_cuda_device_wait (self->device, NULL);
}

static gboolean
copy_pinned (gpointer data)
{
  Copying *self = data;

  return self->device->driver->cuMemcpyHtoDAsync_v2 (self->to, self->pinned, self->n_bytes,
                                                     self->device->copying) == ASSAY_CU_SUCCESS
         && assay_cuda_device_wait (self->device, NULL);
}

static gboolean
measure_limits (Bench    *self,
                guint     number,
                gsize     n_bytes,
                GError  **error)
{
  g_autoptr (AssayCudaDriver) driver = assay_cuda_driver_open (error);
  g_autoptr (AssayCudaDevice) device = driver != NULL ? assay_cuda_device_open (driver, number, error) : NULL;
  Copying copying = { .device = device, .n_bytes = n_bytes };
  AssayBenchCase cases[] = { { "copy within the device", copy_within, &copying }, { "copy from pinned memory",
                                                                                    copy_pinned, &copying } };

  if (device == NULL || !assay_cuda_device_alloc (device, n_bytes, &copying.from, error)
      || !assay_cuda_device_alloc (device, n_bytes, &copying.to, error)
      || !assay_cuda_device_pin (device, n_bytes, &copying.pinned, error))
    return FALSE;
  copying.copy = (CopyWithin) dlsym (driver->library, "cuMemcpyDtoDAsync_v2");
  memset (copying.pinned, 1, n_bytes);
  assay_bench_run (cases, G_N_ELEMENTS (cases), self->n_runs);
  self->copy_rate = TWO_WAYS * (double) n_bytes / cases[0].median;
  self->pinned_rate = (double) n_bytes / cases[1].median;
  assay_bench_figure ("cuda", "copy bandwidth of the device, read and written", self->copy_rate / 1e9, "GB/s", NULL);
  assay_bench_figure ("cuda", "copy from pinned memory", self->pinned_rate / 1e9, "GB/s", NULL);
  assay_cuda_device_unpin (device, &copying.pinned);
  assay_cuda_device_free (device, &copying.from);
  assay_cuda_device_free (device, &copying.to);
  return TRUE;
}

/* --- all of it -------------------------------------------------------------------------------------------------- */

static gboolean
open_engines (Bench    *self,
              guint     device,
              guint     n_threads,
              GError  **error)
{
  self->kept = assay_engine_open (&assay_engine_cuda, &(AssayEngineOptions) { .device = device }, error);
  if (self->kept == NULL)
    return FALSE;
  self->wide = assay_engine_open (&assay_engine_cuda, &(AssayEngineOptions) { .device = device, .variant = "wide" },
                                  error);
  self->streamed = assay_engine_open (&assay_engine_cuda, &(AssayEngineOptions) { .device = device,
                                                                                  .variant = "streamed" }, error);
  self->cpu = assay_engine_open (&assay_engine_cpu, &(AssayEngineOptions) { .n_threads = n_threads }, error);
  return self->wide != NULL && self->streamed != NULL && self->cpu != NULL;
}

static gboolean
bench_all (const Bench  *self,
           guint64       n_rows,
           guint64       seed,
           GError      **error)
{
  const Request requests[] = { slices_request (), pairs_request (), scores_request (), tags_request () };

  for (Order order = UNIFORM; order <= EQUAL; order++)
    {
      g_autoptr (AssayRows) rows = make_rows (order, n_rows, seed, error);
      if (rows == NULL || (order == UNIFORM && !add_tags (rows, seed, error)))
        return FALSE;
      /* Of the other orders only what skew and sorting could slow down most. */
      for (guint i = 0; i < (order == UNIFORM ? G_N_ELEMENTS (requests) : 1); i++)
        if (!bench_request (self, rows, &requests[i], order_names[order]))
          return FALSE;
    }
  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  Bench self = { .n_runs = (guint) CLAMP (assay_bench_option (argc, argv, "runs", 5), 1, ASSAY_BENCH_MAX_RUNS) };
  guint64 n_rows = (guint64) assay_bench_option (argc, argv, "rows", 100000000);
  guint64 seed = (guint64) assay_bench_option (argc, argv, "seed", 1);
  guint device = (guint) assay_bench_option (argc, argv, "device", 0);

  if (g_strcmp0 (assay_bench_text (argc, argv, "engine"), "cuda") != 0)
    {
      puts ("nothing is timed without --engine cuda");
      return 0;
    }
  gboolean done = measure_limits (&self, device, MIN ((gsize) 256 << 20, (gsize) n_rows * 8), &error)
                  && open_engines (&self, device, (guint) assay_bench_option (argc, argv, "threads", 0), &error)
                  && bench_all (&self, n_rows, seed, &error);
  if (error != NULL)
    fprintf (stderr, "bench-cuda: %s\n", error->message);
  assay_engine_close (self.kept);
  assay_engine_close (self.wide);
  assay_engine_close (self.streamed);
  assay_engine_close (self.cpu);
  return done ? 0 : 1;
}
