/* test-cuda-faults.c: every call of the driver and of cuBLAS fails once, at every place where the engine makes it.
 *
 * The software device counts calls and makes the n-th of a function fail. Whatever fails: the engine gives a GError,
 * or tables that are right; it gives back all memory, streams, events and contexts; and the next count, without a
 * fault, is right. The same with an error that leaves the device unusable, and with less and less memory. So with
 * sums of replicates, some of which cuBLAS multiplies.
 */
#include "naive.h"
#include "sample-rows.h"

#include "../device/control.h"
#include "tally/cublas-api.h"
#include "tally/poisson.h"

#include <dlfcn.h>
#include <string.h>

static const char *const calls[] = {
#define CALL(name, parameters) #name,
  ASSAY_CU_CALLS (CALL)
  ASSAY_CUBLAS_CALLS (CALL)
#undef CALL
};

/* The software device's own functions. */
static struct
{
  AssayDeviceFail    fail;
  AssayDeviceCalls   n_calls;
  AssayDeviceLimit   limit;
  AssayDeviceLeaks   leaks;
  AssayDeviceMessage message;
  AssayDeviceQuiet   quiet;
} device;

typedef struct
{
  AssayRows       *rows;
  AssayTableShape  shapes[5];
  GPtrArray       *expected;
} Work;

/* Joint, wide and sparse tables, one with sums and one of tags; few rows, for all of it is done some thousand
 * times. */
static Work *
work_new (void)
{
  g_autoptr (GRand) random = sample_random ();
  static const guint n_codes[] = { 7, 300, 400, 3, 60000 };
  Work *self = g_new0 (Work, 1);
  g_autoptr (AssayEngine) naive = assay_engine_open (&assay_engine_naive, NULL, NULL);

  self->rows = sample_rows (random, n_codes, G_N_ELEMENTS (n_codes), 600, SAMPLE_SKEWED);
  sample_values (random, self->rows, 1);
  self->shapes[0] = (AssayTableShape) { .n_axes = 2, .columns = { 0, 3 } };
  self->shapes[1] = (AssayTableShape) { .n_axes = 1, .columns = { 4 } };
  self->shapes[2] = (AssayTableShape) { .n_axes = 3, .columns = { 4, 1, 2 } };
  self->shapes[3] = (AssayTableShape) { .n_axes = 2, .columns = { 1, 3 }, .n_sums = 1, .sums = { { 0, 0 } } };
  self->shapes[4] = (AssayTableShape) { .n_axes = 2, .columns = { ASSAY_SET_COLUMN (0), ASSAY_SET_COLUMN (0) } };
  g_assert_true (assay_rows_add_set (self->rows, 2, NULL));
  memset (assay_rows_plane (self->rows, 0, 1), 0x55, 64);
  assay_rows_close_set (self->rows, 0);
  self->expected = assay_engine_count (naive, self->rows, &(AssayCountRequest) { self->shapes, 5 }, NULL, NULL, NULL);
  return self;
}

static void
work_free (Work *self)
{
  g_ptr_array_unref (self->expected);
  assay_rows_free (self->rows);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

/* TRUE: it gave the right tables; FALSE: an error, which is one of the engine's. */
static gboolean
check_count (AssayEngine *engine,
             const Work  *work,
             const char  *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tables
    = assay_engine_count (engine, work->rows, &(AssayCountRequest) { work->shapes, 5 }, NULL, NULL, &error);

  if (tables != NULL)
    {
      sample_assert_equal (tables, work->expected, what);
      return TRUE;
    }
  g_assert_nonnull (error);
  g_assert_true (g_error_matches (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_DEVICE)
                 || g_error_matches (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE));
  g_assert_cmpuint (strlen (error->message), >, 20);
  return FALSE;
}

/* Opens an engine, counts twice and closes it. TRUE: all of it was right. */
static gboolean
run_engine (const Work *work,
            const char *variant,
            const char *what)
{
  g_autoptr (GError) error = NULL;
  AssayEngine *engine = assay_engine_open (&assay_engine_cuda, &(AssayEngineOptions) { .variant = variant }, &error);
  gboolean is_right = engine != NULL;

  if (engine == NULL)
    g_assert_true (g_error_matches (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_DEVICE)
                   || g_error_matches (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE));
  for (guint time = 0; engine != NULL && time < 2; time++)
    is_right = check_count (engine, work, what) && is_right;
  assay_engine_close (engine);
  g_assert_cmpuint (device.leaks (), ==, 0);
  return is_right;
}

/* --- replicates ------------------------------------------------------------------------------------------------- */

#define CLUSTERS 24
#define SUMS 40       /* every second one has a part in all clusters, the others in one */
#define ENTRIES (CLUSTERS * SUMS / 2 + SUMS / 2)
#define REPLICATES 32
#define SEED 11

typedef struct
{
  guint64  keys[CLUSTERS], first[CLUSTERS + 1], at[ENTRIES];
  gint64   values[ENTRIES], sums[SUMS][REPLICATES], expected[SUMS][REPLICATES];
  gboolean is_at_end;
} Clusters;

static void
clusters_rewind (gpointer source)
{
  ((Clusters *) source)->is_at_end = FALSE;
}

static gboolean
clusters_next (gpointer             source,
               AssayReplicateChunk *chunk)
{
  Clusters *self = source;
  gboolean was_at_end = self->is_at_end;

  *chunk = (AssayReplicateChunk) { CLUSTERS, self->keys, self->first, self->at, self->values };
  self->is_at_end = TRUE;
  return !was_at_end;
}

static gint64 *
clusters_sums (gpointer source,
               guint64  number)
{
  return ((Clusters *) source)->sums[number];
}

static guint64
clusters_most (gpointer source,
               guint64  number)
{
  return 1 << 20;
}

static void
clusters_init (Clusters *self)
{
  guint64 n = 0;

  for (guint c = 0; c < CLUSTERS; c++)
    {
      guint8 weights[REPLICATES];
      self->keys[c] = c * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      self->first[c] = n;
      assay_poisson_best ()->draw (SEED, self->keys[c], 0, REPLICATES, weights);
      for (guint sum = 0; sum < SUMS; sum++)
        if (sum % 2 == 0 || c == 5)
          {
            self->at[n] = sum;
            self->values[n] = (gint64) (c + sum) - 9;
            assay_poisson_best ()->add (self->expected[sum], weights, self->values[n++], REPLICATES);
          }
    }
  self->first[CLUSTERS] = n;
}

/* As run_engine(). */
static gboolean
run_replicates (const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autofree Clusters *clusters = g_new0 (Clusters, 1);
  const AssayReplicateWork work = { SEED, REPLICATES, SUMS, clusters_rewind, clusters_next, clusters_sums,
                                    clusters_most, clusters };
  AssayEngine *engine = assay_engine_open (&assay_engine_cuda, NULL, &error);
  gboolean is_right = engine != NULL;

  clusters_init (clusters);
  for (guint time = 0; engine != NULL && time < 2; time++)
    {
      g_clear_error (&error);
      memset (clusters->sums, 0xa5, sizeof clusters->sums);
      gboolean done = assay_engine_replicate (engine, &work, NULL, &error);
      g_assert_true (done == (error == NULL));
      if (done && memcmp (clusters->sums, clusters->expected, sizeof clusters->sums) != 0)
        g_error ("%s: sums of replicates are wrong", what);
      is_right = is_right && done;
    }
  assay_engine_close (engine);
  g_assert_cmpuint (device.leaks (), ==, 0);
  return is_right;
}

/* All that is done with one fault: rows that stay, rows that stream, replicates, and too little memory. */
static gboolean
run_all (const Work *work,
         const char *what)
{
  gboolean is_right = run_engine (work, NULL, what);

  is_right = run_replicates (what) && is_right;

  is_right = run_engine (work, "streamed,chunk=256,flush=512", what) && is_right;
  device.limit (60000);
  run_engine (work, NULL, what); /* it may not fit */
  device.limit (G_GUINT64_CONSTANT (1) << 30);
  return is_right;
}

typedef struct
{
  guint n_made, n_injected, n_errors;
} Tally;

static void
check_call (const Work *work,
            const char *call,
            guint       n_made,
            gboolean    is_lost,
            Tally      *tally)
{
  guint step = g_test_slow () ? 1 : MAX (n_made / (is_lost ? 5 : 12), 1);

  for (guint nth = 1; nth <= n_made; nth += step)
    {
      g_autofree char *what = g_strdup_printf ("call %u of %s fails%s", nth, call, is_lost ? " for good" : "");
      device.fail (call, nth, is_lost);
      gboolean is_right = run_all (work, what);
      g_assert_cmpuint (device.n_calls (call), >=, nth);
      tally->n_injected++;
      tally->n_errors += !is_right;
      device.fail (NULL, 0, FALSE);
      if (nth == 1)
        g_assert_true (run_engine (work, NULL, what));
    }
}

static void
test_every_call (gconstpointer data)
{
  gboolean is_lost = GPOINTER_TO_INT (data);
  g_autoptr (Work) work = work_new ();
  guint n_made[G_N_ELEMENTS (calls)];

  device.quiet (TRUE);
  device.fail (NULL, 0, FALSE);
  g_assert_true (run_all (work, "no fault"));
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    n_made[i] = device.n_calls (calls[i]);
  g_test_message ("%-30s %6s %9s %14s %12s", "call", "made", "injected", "clean errors", "still right");
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      Tally tally = { n_made[i] };
      check_call (work, calls[i], n_made[i], is_lost, &tally);
      g_test_message ("%-30s %6u %9u %14u %12u", calls[i], n_made[i], tally.n_injected, tally.n_errors,
                      tally.n_injected - tally.n_errors);
      g_assert_cmpuint (tally.n_injected, >, 0);
    }
  device.quiet (FALSE);
}

/* From memory for nothing to memory for all: an error, or right tables, and right from some point on. */
static void
test_memory (void)
{
  g_autoptr (Work) work = work_new ();
  guint n_right = 0, n = 0;
  gboolean was_right = FALSE;

  device.fail (NULL, 0, FALSE);
  for (guint64 n_bytes = 1024; n_bytes <= 64 << 20; n_bytes += n_bytes / 3, n++)
    {
      device.limit (n_bytes);
      was_right = run_engine (work, NULL, "less memory");
      n_right += was_right;
    }
  device.limit (G_GUINT64_CONSTANT (1) << 30);
  g_test_message ("%u limits of memory, %u of them enough", n, n_right);
  g_assert_true (was_right);
  g_assert_cmpuint (n_right, <, n);
}

static gpointer
find (gpointer    library,
      const char *name)
{
  gpointer function = dlsym (library, name);

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
  if (library == NULL)
    g_error ("%s", dlerror ());
  device.fail = (AssayDeviceFail) find (library, "assay_device_fail");
  device.n_calls = (AssayDeviceCalls) find (library, "assay_device_calls");
  device.limit = (AssayDeviceLimit) find (library, "assay_device_limit");
  device.leaks = (AssayDeviceLeaks) find (library, "assay_device_leaks");
  device.message = (AssayDeviceMessage) find (library, "assay_device_message");
  device.quiet = (AssayDeviceQuiet) find (library, "assay_device_quiet");
  g_test_add_data_func ("/tally/cuda-faults/once", GINT_TO_POINTER (FALSE), test_every_call);
  g_test_add_data_func ("/tally/cuda-faults/lost", GINT_TO_POINTER (TRUE), test_every_call);
  g_test_add_func ("/tally/cuda-faults/memory", test_memory);
  int status = g_test_run ();
  dlclose (library);
  return status;
}
