/* test-engine.c: engines as a user meets them. Runs with the software device's folder in LD_LIBRARY_PATH. */
#include "program.h"
#include "tally/cuda.h"

#include <string.h>

#define AUDIT "audit income.csv --label label --prediction prediction --slices sex --format json"
#define NO_DRIVER "LD_LIBRARY_PATH= "
#define FAILING "ASSAY_DEVICE_FAIL=cuLaunchKernel:1 "

static void
check_refused (const char        *line,
               const char *const *words)
{
  g_auto (Outcome) outcome = run (line);
  g_auto (GStrv) left = folder_list ();

  g_assert_cmpint (outcome.status, ==, 3);
  g_assert_cmpstr (outcome.out, ==, "");
  g_assert_true (strchr (outcome.err, '\n') == outcome.err + strlen (outcome.err) - 1); /* one line */
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (outcome.err, words[i]) == NULL)
      g_error ("%s: '%s' is not in: %s", line, words[i], outcome.err);
  g_assert_cmpuint (g_strv_length (left), ==, 1);
  g_assert_cmpstr (left[0], ==, "income.csv");
}

static void
test_refused (void)
{
  char *folder = folder_enter ();

  write_income ("income.csv", 500);
  check_refused (NO_DRIVER AUDIT " --engine cuda", (const char *[]) { "no CUDA device: libcuda.so.1: ", "NVIDIA's driver", "--engine cpu", NULL });
  check_refused (AUDIT " --engine cuda --device 7", (const char *[]) { "there is no CUDA device 7", "--engine cpu", NULL });
  check_refused (FAILING AUDIT " --engine cuda --fallback none",
                 (const char *[]) { "the engine 'cuda' failed: CUDA_ERROR_LAUNCH_FAILED (719: ", " from cuLaunchKernel; ",
                                    "count with --engine cpu", "fallback=none", NULL });
  folder_leave (folder);
}

static void
check_counted (const char *line,
               const char *engine,
               const char *note) /* (nullable) the first */
{
  g_auto (Outcome) outcome = run (line);
  g_assert_cmpint (outcome.status, ==, 0);
  g_auto (Outcome) shown = run ("show income-audit provenance");
  const char *found = strstr (shown.out, "engine  ");

  g_assert_nonnull (found);
  found += strlen ("engine  ");
  found += strspn (found, " ");
  g_assert_true (g_str_has_prefix (found, engine) && found[strlen (engine)] == '\n');
  g_assert_true (note == NULL || strstr (outcome.out, note) != NULL);
  g_assert_true (note != NULL || strstr (outcome.out, "the engine") == NULL);
}

static void
test_counted (void)
{
  char *folder = folder_enter ();

  write_income ("income.csv", 500);
  check_counted (AUDIT, "cpu", NULL);
  check_counted (AUDIT " --engine cuda", "cuda", NULL);
  check_counted (AUDIT " --engine cuda --fallback none", "cuda", NULL);
  check_counted (FAILING AUDIT " --engine cuda", "cpu", "the engine 'cuda' was asked for, the engine 'cpu' counted");
  folder_leave (folder);
}

/* The version of cuBLAS, or why there is none. */
static void
test_listed (void)
{
  g_autofree char *without = g_strdup_printf ("LD_LIBRARY_PATH='%s' engines", g_getenv ("ASSAY_DEVICE_WITHOUT_BLAS"));
  const char *const lines[][2] = {
    { "engines", "cuBLAS 13.0.0\n" },
    { "ASSAY_DEVICE_CUBLAS=12 engines", "no cuBLAS: its version is 12.0.0; 13 or later is needed\n" },
    { "ASSAY_DEVICE_FAIL=cublasGetProperty:1 engines", "no cuBLAS: cublasGetProperty gave status 7\n" },
    { without, "no cuBLAS: libcublas.so.13: cannot open shared object file: No such file or directory\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (Outcome) outcome = run (lines[i][0]);
      g_assert_cmpint (outcome.status, ==, 0);
      if (strstr (outcome.out, lines[i][1]) == NULL)
        g_error ("%s: '%s' is not in: %s", lines[i][0], lines[i][1], outcome.out);
    }
}

/* Which engine "auto" takes, and why, is said to who asks. */
static void
test_auto (void)
{
  char *folder = folder_enter ();

  write_income ("income.csv", 500);
  check_counted (AUDIT " --engine auto", "cpu", "the engine 'auto' took 'cpu': an audit reads its data once");
  folder_leave (folder);
}

/* A list for somebody in a hurry: what there is, why not, what to do. */
static void
test_list (void)
{
  g_auto (Outcome) with = run ("engines"), without = run (NO_DRIVER "engines");

  g_assert_cmpint (with.status, ==, 0);
  g_assert_nonnull (strstr (with.out, "Software device 0"));
  /* Where nvcc was not found the device is listed with why it cannot be used. */
  const gboolean is_built = assay_engine_cuda_is_built ();
  g_assert_nonnull (strstr (with.out, is_built ? ", capability 9.0" : "this build of Assay has no kernels"));
  g_assert_nonnull (strstr (with.out, is_built ? "--engine cuda --device N" : "no device can be used here"));
  g_assert_cmpint (without.status, ==, 0);
  g_assert_nonnull (strstr (without.out, "no CUDA device: libcuda.so.1"));
  g_assert_nonnull (strstr (without.out, "assay audit counts with cpu; no device can be used here."));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/refused", test_refused);
  g_test_add_func ("/engine/counted", test_counted);
  g_test_add_func ("/engine/auto", test_auto);
  g_test_add_func ("/engine/list", test_list);
  g_test_add_func ("/engine/listed", test_listed);
  return g_test_run ();
}
