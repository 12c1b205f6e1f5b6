/* bench-cuda.c: the engine cuda beside the engine cpu, on the same rows, as shares of what the device could do at
 * most.
 *
 *   bench-cuda --engine cuda [--device N] [--rows N] [--most N] [--slices N] [--runs N] [--threads N] [--seed N]
 *
 * First the device's own limits are measured: copying within its memory (bytes read and written), and copying to it
 * from pinned memory. Then each request is counted on --rows (100 M) that stay on the device, again and again, and from
 * the host's memory, in turn with the processor on --threads (2, as the aims have it); tables must be equal. What it
 * reads at least, over the time, is its share of the copying; its limit is derived in bench-cuda-work.c. `choice` is the
 * planner's time over that of the best forced path, a hit when it is 1.05 at most. Replicates are drawn of --rows in
 * --slices (1,000), see bench-cuda-replicates.c. At last ten slices of ever more rows, from a tenth of --rows to --most
 * (1 G), as far as memory allows: a row should not take longer when there are more of them.
 *
 * Each aim of the issue is printed with what was measured and whether it is met. On the software device all of it runs,
 * and no aim is judged. Without --engine cuda nothing does: `./bootstrap bench` runs on any machine.
 */
#include "bench-cuda.h"

#include "tally/cuda.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#define TWO_WAYS 2           /* a copy reads a byte and writes one */
#define CLOCK_ATTRIBUTE 13u  /* CU_DEVICE_ATTRIBUTE_CLOCK_RATE, kHz */
#define HIT 1.05             /* what the runs themselves differ by */

typedef struct
{
  AssayEngine *kept, *wide, *sparse, *streamed, *cpu;
  CudaLimits   limits;
  guint        device, n_threads, n_runs;
  guint        n_choices, n_hits;
  double       uniform_seconds; /* of the ten slices */
} Bench;

/* --- figures ---------------------------------------------------------------------------------------------------- */

void
cuda_figure (const CudaLimits *limits,
             const char       *figure,
             double            value,
             const char       *unit,
             const char       *aim)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  const char *met = "null";

  if (aim == NULL)
    {
      assay_bench_figure ("cuda", figure, value, unit, NULL);
      return;
    }
  double bound = g_ascii_strtod (aim + strlen (">= "), NULL);
  if (!limits->is_software)
    met = (aim[0] == '>' ? value >= bound : value <= bound) ? "true" : "false";
  printf ("{\"bench\":\"cuda\",\"figure\":\"%s\",\"value\":%s,\"unit\":\"%s\",\"aim\":\"%s\",\"met\":%s}\n", figure,
          g_ascii_formatd (number, sizeof number, "%.4g", value), unit, aim, met);
  fflush (stdout);
}

static void
figure_of (const Bench *self,
           const char  *name,
           const char  *what,
           double       value,
           const char  *unit,
           const char  *aim)
{
  g_autofree char *figure = g_strdup_printf ("%s, %s", name, what);

  cuda_figure (&self->limits, figure, value, unit, aim);
}

/* --- what is timed ---------------------------------------------------------------------------------------------- */

typedef struct
{
  AssayEngine       *engine;
  const AssayRows   *rows;
  const CudaRequest *request;
  GPtrArray         *tables;  /* of the last run */
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
are_equal (Counting   *counting,
           guint       n,
           const char *name)
{
  gboolean is_equal = TRUE;

  for (guint i = 0; i < n; i++)
    for (guint t = 0; t < counting[0].tables->len; t++)
      is_equal = is_equal && assay_count_table_equal (counting[i].tables->pdata[t], counting[0].tables->pdata[t]);
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&counting[i].tables, g_ptr_array_unref);
  if (!is_equal)
    fprintf (stderr, "bench-cuda: %s: the engines' tables differ\n", name);
  return is_equal;
}

/* One request on one set of rows: FALSE when something fails or tables differ. */
static gboolean
bench_request (Bench             *self,
               const AssayRows   *rows,
               const CudaRequest *request,
               CudaOrder          order)
{
  Counting counting[] = { { self->kept, rows, request }, { self->streamed, rows, request }, { self->cpu, rows, request } };
  AssayBenchCase cases[] = { { "cuda, resident", count, &counting[0] }, { "cuda, from the host", count, &counting[1] },
                             { "cpu", count, &counting[2] } };
  g_autofree char *name = g_strdup_printf ("%s, %s", request->name, cuda_order_names[order]);
  double n_bytes = cuda_bytes_of (request, rows);

  assay_bench_run (cases, G_N_ELEMENTS (cases), self->n_runs);
  if (!are_equal (counting, G_N_ELEMENTS (counting), name))
    return FALSE;
  printf ("\n%s\n", name);
  assay_bench_table (cases, G_N_ELEMENTS (cases), self->n_runs, rows->n_rows);
  figure_of (self, name, "resident, share of the copy bandwidth", n_bytes / cases[0].median / self->limits.copy_rate,
             "share", order == CUDA_UNIFORM ? request->share_aim : NULL);
  figure_of (self, name, "resident, share of the derived limit",
             cuda_least_seconds (request, rows, &self->limits) / cases[0].median, "share", NULL);
  figure_of (self, name, "from the host, share of the pinned rate",
             n_bytes / cases[1].median / self->limits.pinned_rate, "share",
             order == CUDA_UNIFORM ? request->host_aim : NULL);
  figure_of (self, name, "resident, times the cpu", cases[2].median / cases[0].median, "x", request->cpu_aim);
  if (order == CUDA_UNIFORM && request->share_aim != NULL)
    self->uniform_seconds = cases[0].median;
  else if (order != CUDA_UNIFORM)
    figure_of (self, name, "resident, times uniform rows", cases[0].median / self->uniform_seconds, "x",
               order != CUDA_EQUAL ? "<= 1.25" : NULL);
  return TRUE;
}

/* --- the planner's choices -------------------------------------------------------------------------------------- */

/* One shape: the kernel that the planner takes against the two that it can be forced to. */
static gboolean
bench_choice (Bench             *self,
              const AssayRows   *rows,
              const CudaRequest *request)
{
  Counting counting[] = { { self->kept, rows, request }, { self->wide, rows, request }, { self->sparse, rows, request } };
  AssayBenchCase cases[] = { { "planner", count, &counting[0] }, { "forced wide", count, &counting[1] },
                             { "forced sparse", count, &counting[2] } };

  assay_bench_run (cases, G_N_ELEMENTS (cases), self->n_runs);
  if (!are_equal (counting, G_N_ELEMENTS (counting), request->name))
    return FALSE;
  double best = MIN (cases[0].median, MIN (cases[1].median, cases[2].median));
  figure_of (self, request->name, "choice, times the best forced one", cases[0].median / best, "x", NULL);
  self->n_choices++;
  self->n_hits += cases[0].median <= HIT * best;
  return TRUE;
}

/* From 6 cells to 2 G: on both sides of what shared memory holds, and of how many rows there are. */
static gboolean
bench_choices (Bench           *self,
               const AssayRows *rows)
{
  static const AssayTableShape shapes[] = {
    { 1, { 0 } }, { 2, { 5, CUDA_LABEL } }, { 3, { 7, CUDA_LABEL, CUDA_PREDICTION } }, { 2, { 8, 4 } }, { 2, { 8, 5 } },
    { 2, { 8, 6 } }, { 2, { 9, 7 } }, { 2, { 9, 8 } }, { 2, { CUDA_CLASS, CUDA_GUESS } }, { 3, { 9, 8, 1 } },
    { 3, { 9, CUDA_CLASS, 7 } }, { 3, { 9, CUDA_CLASS, CUDA_BINS } },
  };

  printf ("\nthe planner's choices\n");
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      guint64 n_cells = 1;
      for (guint axis = 0; axis < shapes[i].n_axes; axis++)
        n_cells *= cuda_n_codes[shapes[i].columns[axis]];
      g_autofree char *name = g_strdup_printf ("%" G_GUINT64_FORMAT " cells", n_cells);
      const CudaRequest request = { .name = name, .shapes = { shapes[i] }, .n_shapes = 1 };
      if (!bench_choice (self, rows, &request))
        return FALSE;
    }
  cuda_figure (&self->limits, "choices that are hits", (double) self->n_hits / self->n_choices, "share", NULL);
  return TRUE;
}

/* --- ever more rows --------------------------------------------------------------------------------------------- */

/* Ten slices of rows that stay on the device; more than its memory holds end it, and so do more than the host's. */
static gboolean
bench_scaling (Bench             *self,
               const CudaRequest *request,
               guint64            first,
               guint64            most,
               guint64            seed)
{
  double smallest = 0, largest = 0;

  printf ("\nten slices of ever more rows\n");
  for (guint64 n_rows = first; n_rows <= most; n_rows *= 10)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayRows) rows = NULL;
      if ((double) n_rows * CUDA_COLUMNS * 1.5 < (double) assay_engine_limits (self->kept)->device_bytes)
        rows = cuda_rows_new (CUDA_SORTED, n_rows, seed, &error);
      if (rows == NULL)
        {
          printf ("%" G_GUINT64_FORMAT " rows: %s\n", n_rows, error != NULL ? error->message : "more than the device keeps");
          break;
        }
      Counting counting = { self->kept, rows, request };
      AssayBenchCase cases[] = { { "cuda, resident", count, &counting } };
      assay_bench_run (cases, 1, self->n_runs);
      g_clear_pointer (&counting.tables, g_ptr_array_unref);
      assay_bench_table (cases, 1, self->n_runs, n_rows);
      largest = cases[0].median / (double) n_rows;
      smallest = smallest > 0 ? smallest : largest;
      g_autofree char *figure = g_strdup_printf ("ten slices, %" G_GUINT64_FORMAT " rows", n_rows);
      cuda_figure (&self->limits, figure, 1e-9 / largest, "1e9 rows/s", NULL);
    }
  if (smallest > 0)
    cuda_figure (&self->limits, "a row of the most rows, times one of the fewest", largest / smallest, "x", "<= 1");
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

/* A device that does not tell its clock is taken to have 1 GHz. */
static void
describe_device (Bench           *self,
                 AssayCudaDevice *device)
{
  int version = 0, khz = 0;
  g_autoptr (GPtrArray) all = assay_engine_cuda_devices (&version, NULL);
  const AssayCudaDescription *description = all->pdata[self->device];
  gboolean tells = device->driver->cuDeviceGetAttribute (&khz, CLOCK_ATTRIBUTE, device->device) == ASSAY_CU_SUCCESS
                   && khz > 0;

  self->limits.clock = tells ? khz * 1e3 : 1e9;
  self->limits.n_multiprocessors = device->n_multiprocessors;
  self->limits.is_software = g_str_has_prefix (description->name, "Software device");
  printf ("%s, capability %d.%d, %u multiprocessors, %.2f GHz%s\n", description->name, description->major,
          description->minor, device->n_multiprocessors, self->limits.clock / 1e9, tells ? "" : " (it does not say)");
  if (self->limits.is_software)
    puts ("this is the tests' software device: what follows are rates of no device, and no aim is judged");
}

static gboolean
measure_limits (Bench    *self,
                gsize     n_bytes,
                GError  **error)
{
  g_autoptr (AssayCudaDriver) driver = assay_cuda_driver_open (error);
  g_autoptr (AssayCudaDevice) device = driver != NULL ? assay_cuda_device_open (driver, self->device, error) : NULL;
  Copying copying = { .device = device, .n_bytes = n_bytes };
  AssayBenchCase cases[] = { { "copy within the device", copy_within, &copying }, { "copy from pinned memory",
                                                                                    copy_pinned, &copying } };

  if (device == NULL || !assay_cuda_device_alloc (device, n_bytes, &copying.from, error)
      || !assay_cuda_device_alloc (device, n_bytes, &copying.to, error)
      || !assay_cuda_device_pin (device, n_bytes, &copying.pinned, error))
    return FALSE;
  describe_device (self, device);
  copying.copy = (CopyWithin) dlsym (driver->library, "cuMemcpyDtoDAsync_v2");
  memset (copying.pinned, 1, n_bytes);
  assay_bench_run (cases, G_N_ELEMENTS (cases), self->n_runs);
  self->limits.copy_rate = TWO_WAYS * (double) n_bytes / cases[0].median;
  self->limits.pinned_rate = (double) n_bytes / cases[1].median;
  cuda_figure (&self->limits, "copy bandwidth, read and written", self->limits.copy_rate / 1e9, "GB/s", NULL);
  cuda_figure (&self->limits, "copy from pinned memory", self->limits.pinned_rate / 1e9, "GB/s", NULL);
  assay_cuda_device_unpin (device, &copying.pinned);
  assay_cuda_device_free (device, &copying.from);
  assay_cuda_device_free (device, &copying.to);
  return TRUE;
}

/* --- all of it -------------------------------------------------------------------------------------------------- */

static AssayEngine *
open_variant (const Bench  *self,
              const char   *variant,
              GError      **error)
{
  return assay_engine_open (&assay_engine_cuda, &(AssayEngineOptions) { .device = self->device, .variant = variant },
                            error);
}

static gboolean
open_engines (Bench   *self,
              GError **error)
{
  return (self->kept = open_variant (self, NULL, error)) != NULL
         && (self->wide = open_variant (self, "wide", error)) != NULL
         && (self->sparse = open_variant (self, "sparse", error)) != NULL
         && (self->streamed = open_variant (self, "streamed", error)) != NULL
         && (self->cpu = assay_engine_open (&assay_engine_cpu, &(AssayEngineOptions) { .n_threads = self->n_threads },
                                            error)) != NULL;
}

static gboolean
bench_rows (Bench             *self,
            const CudaRequest *requests,
            guint64            n_rows,
            guint64            seed,
            GError           **error)
{
  for (CudaOrder order = CUDA_UNIFORM; order <= CUDA_EQUAL; order++)
    {
      g_autoptr (AssayRows) rows = cuda_rows_new (order, n_rows, seed, error);
      if (rows == NULL)
        return FALSE;
      /* Of the other orders only what skew and sorting could slow down most. */
      for (guint i = 0; i < (order == CUDA_UNIFORM ? CUDA_REQUESTS : 1); i++)
        if (!bench_request (self, rows, &requests[i], order))
          return FALSE;
      if (order == CUDA_UNIFORM && !bench_choices (self, rows))
        return FALSE;
    }
  return TRUE;
}

static gboolean
bench_all (Bench   *self,
           int      argc,
           char   **argv,
           GError **error)
{
  guint64 n_rows = (guint64) MAX (assay_bench_option (argc, argv, "rows", 100000000), 1);
  guint64 seed = (guint64) assay_bench_option (argc, argv, "seed", 1);
  guint64 most = (guint64) assay_bench_option (argc, argv, "most", 1000000000);
  guint n_slices = (guint) CLAMP (assay_bench_option (argc, argv, "slices", 1000), 1, 60000);
  CudaRequest requests[CUDA_REQUESTS];

  cuda_requests_init (requests);
  return measure_limits (self, MIN ((gsize) 256 << 20, (gsize) n_rows * 8), error) && open_engines (self, error)
         && bench_rows (self, requests, n_rows, seed, error)
         && cuda_bench_replicates (&self->limits, self->device, self->n_threads, n_rows, n_slices, self->n_runs, seed)
         && bench_scaling (self, &requests[0], MAX (n_rows / 10, 1), most, seed);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  Bench self = { .n_runs = (guint) CLAMP (assay_bench_option (argc, argv, "runs", 5), 1, ASSAY_BENCH_MAX_RUNS) };

  self.device = (guint) assay_bench_option (argc, argv, "device", 0);
  self.n_threads = (guint) assay_bench_option (argc, argv, "threads", 2);
  if (g_strcmp0 (assay_bench_text (argc, argv, "engine"), "cuda") != 0)
    {
      puts ("nothing is timed without --engine cuda");
      return 0;
    }
  gboolean done = bench_all (&self, argc, argv, &error);
  if (error != NULL)
    fprintf (stderr, "bench-cuda: %s\n", error->message);
  assay_engine_close (self.kept);
  assay_engine_close (self.wide);
  assay_engine_close (self.sparse);
  assay_engine_close (self.streamed);
  assay_engine_close (self.cpu);
  return done ? 0 : 1;
}
