/* test-device.c: the software device finds what is wrong with a kernel or its host, and nothing where nothing is.
 *
 * Runs with the folder of a device whose kernels are those of faulty.cu in LD_LIBRARY_PATH; ASSAY_TEST_DEVICE says
 * which variant it is, plain or checked. What only the checked one finds must be found in any order of the threads.
 */
#include "control.h"
#include "tally/cuda-driver.h"

#include <dlfcn.h>
#include <string.h>

#define N_WORDS 256

static AssayCudaDriver *driver;
static AssayDeviceMessage message;
static AssayDeviceOrder order;
static AssayDeviceLeaks leaks;
static gboolean is_checked;

/* The driver's calls must succeed where a test does not look at them. */
#define CALL(name, ...) g_assert_cmpuint (driver->name (__VA_ARGS__), ==, ASSAY_CU_SUCCESS)

typedef struct
{
  AssayCuDevice  device;
  AssayCuContext context;
  AssayCuModule  module;
  AssayCuStream  stream;
  AssayCuAddress in, out;
} Setup;

static void
setup (Setup   *self,
       guint32 *words)
{
  CALL (cuDeviceGet, &self->device, 0);
  CALL (cuDevicePrimaryCtxRetain, &self->context, self->device);
  CALL (cuCtxSetCurrent, self->context);
  CALL (cuModuleLoadData, &self->module, "// kernels of the host's compiler");
  CALL (cuStreamCreate, &self->stream, 0);
  CALL (cuMemAlloc_v2, &self->in, N_WORDS * sizeof *words);
  CALL (cuMemAlloc_v2, &self->out, N_WORDS * sizeof *words);
  for (guint i = 0; i < N_WORDS; i++)
    words[i] = i;
  CALL (cuMemcpyHtoDAsync_v2, self->in, words, N_WORDS * sizeof *words, self->stream);
  CALL (cuStreamSynchronize, self->stream);
}

/* After an error calls fail, but everything is given back all the same. */
static void
teardown (Setup *self)
{
  driver->cuMemFree_v2 (self->in);
  driver->cuMemFree_v2 (self->out);
  driver->cuStreamDestroy_v2 (self->stream);
  driver->cuModuleUnload (self->module);
  driver->cuCtxSetCurrent (NULL);
  driver->cuDevicePrimaryCtxRelease_v2 (self->device);
  g_assert_cmpuint (leaks (), ==, 0);
}

/* Runs a kernel; *outcome becomes the error, words what it wrote. */
static void
run (const char    *name,
     guint          seed,
     AssayCuResult *outcome,
     guint32       *words)
{
  Setup self;
  AssayCuFunction function;
  guint n_blocks = strcmp (name, "two_blocks_write") == 0 ? 2 : 1;

  order (seed);
  setup (&self, words);
  CALL (cuModuleGetFunction, &function, self.module, name);
  AssayCuAddress in = strcmp (name, "reads_host") == 0 ? (AssayCuAddress) (gsize) words : self.in;
  CALL (cuLaunchKernel, function, n_blocks, 1, 1, N_WORDS, 1, 1, 0, self.stream, (void *[]) { &in, &self.out }, NULL);
  *outcome = driver->cuStreamSynchronize (self.stream);
  if (*outcome == ASSAY_CU_SUCCESS)
    {
      CALL (cuMemcpyDtoHAsync_v2, words, self.out, N_WORDS * sizeof *words, self.stream);
      CALL (cuStreamSynchronize, self.stream);
    }
  teardown (&self);
  order (0);
}

static const struct
{
  const char   *kernel;
  AssayCuResult plain, checked;  /* 0: nothing is found */
  const char   *words;           /* in what is said */
} kernels[] = {
  { "sound", 0, 0, "" },
  { "sound_warp", 0, 0, "" },
  { "no_barrier", 0, ASSAY_CU_LAUNCH_FAILED, "shared memory" },
  { "no_warp_barrier", 0, ASSAY_CU_LAUNCH_FAILED, "shared memory" },
  { "no_atomic", 0, ASSAY_CU_LAUNCH_FAILED, "race in shared memory" },
  { "two_blocks_write", 0, ASSAY_CU_LAUNCH_FAILED, "race in device memory" },
  { "early_return", ASSAY_CU_LAUNCH_FAILED, ASSAY_CU_LAUNCH_FAILED, "divergent barrier" },
  { "two_barriers", ASSAY_CU_LAUNCH_FAILED, ASSAY_CU_LAUNCH_FAILED, "divergent barrier" },
  { "wrong_mask", ASSAY_CU_LAUNCH_FAILED, ASSAY_CU_LAUNCH_FAILED, "deadlock" },
  { "behind_the_end", ASSAY_CU_ILLEGAL_ADDRESS, ASSAY_CU_ILLEGAL_ADDRESS, "" },
  { "into_the_next", ASSAY_CU_ILLEGAL_ADDRESS, ASSAY_CU_ILLEGAL_ADDRESS, "" },
  { "behind_shared", 0, ASSAY_CU_ILLEGAL_ADDRESS, "behind the shared memory" },
  { "misaligned", 0, ASSAY_CU_ILLEGAL_ADDRESS, "misaligned address" },
  { "never_written", 0, ASSAY_CU_LAUNCH_FAILED, "device memory that was never written" },
  { "shared_never_written", 0, ASSAY_CU_LAUNCH_FAILED, "shared memory that was never written" },
  { "reads_host", 0, ASSAY_CU_ILLEGAL_ADDRESS, "memory of the host" },
  { "trapped", ASSAY_CU_ASSERT, ASSAY_CU_ASSERT, "__trap" },
};

static void
test_kernels (void)
{
  static const guint seeds[] = { 0, 1, 7, 8 };

  for (guint i = 0; i < G_N_ELEMENTS (kernels); i++)
    for (guint s = 0; s < G_N_ELEMENTS (seeds); s++)
      {
        guint32 words[N_WORDS];
        char text[1024];
        AssayCuResult outcome, expected = is_checked ? kernels[i].checked : kernels[i].plain;
        message (text, sizeof text);
        run (kernels[i].kernel, seeds[s], &outcome, words);
        message (text, sizeof text);
        g_test_message ("%s, order %u: %u %s", kernels[i].kernel, seeds[s], outcome, text);
        g_assert_cmpuint (outcome, ==, expected);
        g_assert_cmpint (text[0] == '\0', ==, expected == 0);
        if (expected != 0)
          g_assert_nonnull (strstr (text, kernels[i].kernel));
        if (expected != 0)
          g_assert_nonnull (strstr (text, kernels[i].words));
      }
}

/* A missing barrier shows as a wrong number in some orders of the threads, and a sound kernel is right in all. */
static void
test_orders (void)
{
  guint n_wrong = 0;

  for (guint seed = 0; seed < 10; seed++)
    {
      guint32 words[N_WORDS];
      AssayCuResult outcome;
      gboolean is_right = TRUE;
      run ("sound", seed, &outcome, words);
      g_assert_cmpuint (outcome, ==, ASSAY_CU_SUCCESS);
      for (guint i = 0; i < N_WORDS; i++)
        g_assert_cmpuint (words[i], ==, 255 - i);
      if (is_checked)
        continue;
      run ("no_barrier", seed, &outcome, words);
      for (guint i = 0; i < N_WORDS; i++)
        is_right = is_right && words[i] == 255 - i;
      n_wrong += !is_right;
    }
  g_test_message ("without its barrier a kernel was wrong in %u of 10 orders", n_wrong);
  g_assert_true (is_checked || n_wrong > 0);
}

/* Nothing runs before it is waited for: neither copy may be relied on sooner. */
static void
test_streams (void)
{
  guint32 words[N_WORDS], seen[N_WORDS];
  Setup self;
  AssayCuEvent event;
  AssayCuStream other;

  setup (&self, words);
  words[0] = 5;
  CALL (cuMemcpyHtoDAsync_v2, self.in, words, sizeof words, self.stream);
  words[0] = 6; /* too early */
  CALL (cuMemcpyDtoHAsync_v2, seen, self.in, sizeof seen, self.stream);
  g_assert_cmpuint (seen[0], ==, 0xC5C5C5C5);
  CALL (cuStreamSynchronize, self.stream);
  g_assert_cmpuint (seen[0], ==, 6);

  /* Another stream waits for the event as it was recorded. */
  CALL (cuStreamCreate, &other, 0);
  CALL (cuEventCreate, &event, 0);
  words[0] = 7;
  CALL (cuMemcpyHtoDAsync_v2, self.in, words, sizeof words, self.stream);
  CALL (cuEventRecord, event, self.stream);
  CALL (cuStreamWaitEvent, other, event, 0);
  CALL (cuMemcpyDtoHAsync_v2, seen, self.in, sizeof seen, other);
  CALL (cuStreamSynchronize, other);
  g_assert_cmpuint (seen[0], ==, 7);
  CALL (cuEventDestroy_v2, event);
  CALL (cuStreamDestroy_v2, other);
  teardown (&self);
}

/* What the host does wrong: a copy out of bounds, a launch that is too large, no context. */
static void
test_host (void)
{
  guint32 words[N_WORDS] = { 0 };
  char text[1024];
  Setup self;
  AssayCuFunction function;
  AssayCuAddress address;

  setup (&self, words);
  CALL (cuModuleGetFunction, &function, self.module, "sound");
  g_assert_cmpuint (driver->cuModuleGetFunction (&function, self.module, "no such"), ==, ASSAY_CU_NOT_FOUND);
  g_assert_cmpuint (driver->cuLaunchKernel (function, 1, 1, 1, 2048, 1, 1, 0, self.stream, NULL, NULL), ==,
                    ASSAY_CU_INVALID_VALUE);
  g_assert_cmpuint (driver->cuLaunchKernel (function, 1, 70000, 1, 1, 1, 1, 0, self.stream, NULL, NULL), ==,
                    ASSAY_CU_INVALID_VALUE);
  g_assert_cmpuint (driver->cuLaunchKernel (function, 1, 1, 1, 1, 1, 1, 1 << 20, self.stream, NULL, NULL), ==,
                    ASSAY_CU_INVALID_VALUE);
  CALL (cuMemcpyHtoDAsync_v2, self.in + 8, words, sizeof words, self.stream);
  g_assert_cmpuint (driver->cuStreamSynchronize (self.stream), ==, ASSAY_CU_INVALID_VALUE);
  message (text, sizeof text);
  g_assert_nonnull (strstr (text, "is not inside one allocation"));
  g_assert_cmpuint (driver->cuMemAlloc_v2 (&address, 8), ==, ASSAY_CU_INVALID_VALUE); /* the error stays */
  teardown (&self);
  g_assert_cmpuint (driver->cuMemAlloc_v2 (&address, 8), ==, ASSAY_CU_INVALID_CONTEXT);
}

static void
test_host_touches_device (void)
{
  if (g_test_subprocess ())
    {
      guint32 words[N_WORDS];
      AssayCuResult outcome;
      Setup self;
      run ("sound", 0, &outcome, words); /* from the first kernel on such faults are told */
      setup (&self, words);
      g_print ("%u\n", *(volatile guint32 *) (gsize) self.in);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*the host touched the device's memory*");
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  driver = assay_cuda_driver_open (&error);
  g_assert_no_error (error);
  message = (AssayDeviceMessage) dlsym (driver->library, "assay_device_message");
  order = (AssayDeviceOrder) dlsym (driver->library, "assay_device_order");
  leaks = (AssayDeviceLeaks) dlsym (driver->library, "assay_device_leaks");
  ((AssayDeviceQuiet) dlsym (driver->library, "assay_device_quiet")) (!g_test_subprocess ());
  is_checked = g_strcmp0 (g_getenv ("ASSAY_TEST_DEVICE"), "checked") == 0;
  g_test_add_func ("/device/kernels", test_kernels);
  g_test_add_func ("/device/orders", test_orders);
  g_test_add_func ("/device/streams", test_streams);
  g_test_add_func ("/device/host", test_host);
  g_test_add_func ("/device/host-touches-device", test_host_touches_device);
  return g_test_run ();
}
