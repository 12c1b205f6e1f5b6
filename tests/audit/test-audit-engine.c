/* test-audit-engine.c: an audit by the engine cuda says what one by the cpu says, byte for byte but for engine and
 * times; a device that cannot do it, or fails on the way, is said and harms nothing. Runs with the software device's
 * folder in LD_LIBRARY_PATH; ASSAY_TEST_SHARED names the folder of the shared data (nullable).
 */
#include "../device/control.h"
#include "../read/test-data.h"
#include "audit/audit.h"

#include <dlfcn.h>
#include <string.h>

static gpointer library;

static void
write_data (const char *folder)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GString) text = g_string_new ("person,city,age,truth,model,old,score,weight,amount,noisy,dark\n");

  for (guint i = 0; i < 6000; i++)
    {
      gboolean truth = g_rand_boolean (random);
      g_string_append_printf (text, "%d,%s,%d,%d,%d,%d,%.4f,%d,%.3f,%s,%s\n", g_rand_int_range (random, 0, 900),
                              i % 41 == 0 ? "" : i % 3 == 0 ? "north" : "south", g_rand_int_range (random, 18, 90),
                                truth,
                              g_rand_int_range (random, 0, 5) > 0 ? truth : !truth,
                              g_rand_int_range (random, 0, 4) > 0 ? truth : !truth, g_rand_double (random),
                              g_rand_int_range (random, 1, 9), g_rand_double_range (random, -50, 50),
                              g_rand_boolean (random) ? "yes" : "no", g_rand_boolean (random) ? "1" : "0");
    }
  g_free (assay_test_write (folder, "data.csv", text->str, (gssize) text->len));
}

static AssayAudit *
run (const char *folder,
     const char *text,
     const char *engine,
     guint64     n_bytes,
     GError    **error)
{
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", error);
  AssayAuditOptions options = { .folder = folder, .engine = engine, .n_bytes = n_bytes };

  g_assert_no_error (*error);
  return assay_audit_run (plan, &options, NULL, NULL, error);
}

/* report.json without the lines that may differ. */
static char *
lines_of (const AssayAudit *audit)
{
  static const char *const differing[] = { "\"engine\":", "\"started\":", "\"elapsed_s\":" };
  g_autofree char *json = assay_report_json (assay_audit_report (audit));
  g_auto (GStrv) lines = g_strsplit (json, "\n", -1);
  g_autoptr (GString) kept = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean differs = FALSE;
      for (guint d = 0; d < G_N_ELEMENTS (differing); d++)
        differs = differs || strstr (lines[i], differing[d]) != NULL;
      if (!differs)
        g_string_append_printf (kept, "%s\n", lines[i]);
    }
  return g_string_free (g_steal_pointer (&kept), FALSE);
}

static void
check_equal (const AssayAudit *actual,
             const AssayAudit *expected)
{
  g_autofree char *a = lines_of (actual), *b = lines_of (expected);

  g_assert_cmpuint (strlen (b), >, 1000);
  g_assert_cmpstr (a, ==, b);
}

/* From the whole set on: what stands before it are plan and provenance, whose notes may differ. */
static void
check_same_findings (const AssayAudit *actual,
                     const AssayAudit *expected)
{
  g_autofree char *a = lines_of (actual), *b = lines_of (expected);
  const char *from_a = strstr (a, "\"slices\""), *from_b = strstr (b, "\"slices\"");

  g_assert_nonnull (from_a);
  g_assert_nonnull (from_b);
  g_assert_cmpstr (from_a, ==, from_b);
}

static const struct { const char *name, *keys; } plans[] = {
  { "slices", "" },
  { "baseline", "baseline=old\n" },
  { "weights", "weight=weight\n" },
  { "clusters", "cluster=person\n" },
  { "scores", "score=score\nthreshold=0.5\n" },
  { "tags", "tags=noisy;dark\n" },
};

static char *
plan_text (guint i)
{
  return g_strdup_printf ("[data]\nfiles=data.csv\nlabel=truth\nprediction=model\npositive=1\n%s"
                          "[slices]\ncolumns=city;age\ncross=city*age\nbins.age=18;30;50;90\nmin-rows=1\n",
                            plans[i].keys);
}

static void
test_plan (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *folder = assay_test_folder_new (), *text = plan_text (i);
  g_autoptr (GError) error = NULL;

  write_data (folder);
  g_autoptr (AssayAudit) cpu = run (folder, text, "cpu", 0, &error);
  g_assert_no_error (error);
  g_autoptr (AssayAudit) cuda = run (folder, text, "cuda", 0, &error);
  g_assert_no_error (error);
  const AssayProvenance *provenance = assay_audit_report (cuda)->provenance;
  for (guint n = 0; provenance->notes != NULL && provenance->notes[n] != NULL; n++)
    g_test_message ("%s", provenance->notes[n]);
  g_assert_cmpstr (provenance->engine, ==, "cuda");
  check_equal (cuda, cpu);
  assay_test_folder_free (g_steal_pointer (&folder));
}

/* A regression sums values and their squares, in 128 bits. */
static void
test_regression (void)
{
  static const char text[] = "[data]\nfiles=data.csv\nlabel=amount\nprediction=score\ntask=regression\n"
                             "[slices]\ncolumns=city\nmin-rows=1\n";
  g_autofree char *folder = assay_test_folder_new ();
  g_autoptr (GError) error = NULL;

  write_data (folder);
  g_autoptr (AssayAudit) cpu = run (folder, text, "cpu", 0, &error);
  g_assert_no_error (error);
  g_autoptr (AssayAudit) cuda = run (folder, text, "cuda", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (assay_audit_report (cuda)->provenance->engine, ==, "cuda");
  check_equal (cuda, cpu);
  assay_test_folder_free (g_steal_pointer (&folder));
}

static gboolean
has_note (const AssayAudit *audit,
          const char       *words)
{
  const char *const *notes = assay_audit_report (audit)->provenance->notes;

  for (guint i = 0; notes != NULL && notes[i] != NULL; i++)
    if (strstr (notes[i], words) != NULL)
      return TRUE;
  return FALSE;
}

/* The device fails while it counts: the cpu counts the same rows, and the notes say why. */
static void
test_failing_device (void)
{
  static const char *const calls[] = { "cuLaunchKernel", "cuMemcpyHtoDAsync_v2", "cuStreamSynchronize" };
  AssayDeviceFail fail = (AssayDeviceFail) dlsym (library, "assay_device_fail");
  g_autofree char *folder = assay_test_folder_new (), *text = plan_text (0);
  g_autoptr (GError) error = NULL;

  write_data (folder);
  g_autoptr (AssayAudit) cpu = run (folder, text, "cpu", 0, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      fail (calls[i], 1, TRUE);
      g_autoptr (AssayAudit) audit = run (folder, text, "cuda", 0, &error);
      g_assert_no_error (error);
      fail (NULL, 0, FALSE);
      g_assert_cmpstr (assay_audit_report (audit)->provenance->engine, ==, "cpu");
      g_assert_true (has_note (audit, "the engine 'cpu' counted: CUDA_ERROR_ILLEGAL_ADDRESS"));
      g_assert_true (has_note (audit, calls[i]));
    }
  assay_test_folder_free (g_steal_pointer (&folder));
}

/* A plan that lets nothing else count: one message, and no audit. */
static void
test_no_fallback (void)
{
  static const char *const calls[] = { "cuLaunchKernel", "cuMemcpyHtoDAsync_v2", "cuStreamSynchronize" };
  AssayDeviceFail fail = (AssayDeviceFail) dlsym (library, "assay_device_fail");
  g_autofree char *folder = assay_test_folder_new (), *plan = plan_text (0);
  g_autofree char *text = g_strconcat ("[audit]\nfallback=none\n", plan, NULL);

  write_data (folder);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (GError) error = NULL;
      fail (calls[i], 1, TRUE);
      g_assert_null (run (folder, text, "cuda", 0, &error));
      fail (NULL, 0, FALSE);
      g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_ENGINE);
      g_assert_true (g_str_has_prefix (error->message, "the engine 'cuda' failed: CUDA_ERROR_ILLEGAL_ADDRESS (700: "));
      g_assert_nonnull (strstr (error->message, calls[i]));
      g_assert_nonnull (strstr (error->message, "count with --engine cpu; fallback=none lets nothing else count"));
    }
  g_autoptr (GError) error = NULL;
  /* Where the device does it, and where none was asked for, the key changes nothing. */
  g_autoptr (AssayAudit) cuda = run (folder, text, "cuda", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (assay_audit_report (cuda)->provenance->engine, ==, "cuda");
  fail ("cuLaunchKernel", 1, TRUE);
  g_autoptr (AssayAudit) cpu = run (folder, text, "cpu", 0, &error);
  fail (NULL, 0, FALSE);
  g_assert_no_error (error);
  check_equal (cuda, cpu);
  assay_test_folder_free (g_steal_pointer (&folder));
}

/* Replicates are drawn after the tables were counted: the launch that fails is theirs. */
static void
test_failing_replicates (void)
{
  AssayDeviceFail fail = (AssayDeviceFail) dlsym (library, "assay_device_fail");
  AssayDeviceCalls calls = (AssayDeviceCalls) dlsym (library, "assay_device_calls");
  g_autofree char *folder = assay_test_folder_new (), *plan = plan_text (3);
  g_autofree char *insistent = g_strconcat ("[audit]\nfallback=none\n", plan, NULL);
  g_autoptr (GError) error = NULL;

  write_data (folder);
  g_setenv ("ASSAY_DEVICE_CUBLAS", "12", TRUE); /* too old: no product, which would take over from a sum's failure */
  g_autoptr (AssayAudit) cpu = run (folder, plan, "cpu", 0, &error);
  g_assert_no_error (error);
  fail (NULL, 0, FALSE);
  g_autoptr (AssayAudit) cuda = run (folder, plan, "cuda", 0, &error);
  g_assert_no_error (error);
  check_equal (cuda, cpu);
  guint n_memsets = calls ("cuMemsetD8Async");
  fail ("cuMemsetD8Async", n_memsets, TRUE); /* the last one empties the sums of replicates */
  g_autoptr (AssayAudit) audit = run (folder, plan, "cuda", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (assay_audit_report (audit)->provenance->engine, ==, "cuda");
  g_assert_true (has_note (audit, "the engine 'cuda' was asked for, the engine 'cpu' drew the replicates: CUDA_ERROR"));
  fail ("cuMemsetD8Async", n_memsets, TRUE);
  g_assert_null (run (folder, insistent, "cuda", 0, &error));
  fail (NULL, 0, FALSE);
  g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_ENGINE);
  g_assert_nonnull (strstr (error->message, "fallback=none"));
  g_unsetenv ("ASSAY_DEVICE_CUBLAS");
  assay_test_folder_free (g_steal_pointer (&folder));
}

static AssayAudit *
run_auto (const char *folder,
          const char *text,
          guint64     least_additions,
          GError    **error)
{
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", error);
  AssayAuditOptions options = { .folder = folder, .engine = "auto", .least_additions = least_additions, .says_engine = TRUE };

  return assay_audit_run (plan, &options, NULL, NULL, error);
}

/* Replicates go to a device when they are worth one: 6,000 rows are not, and are when fewer additions are; the numbers
 * are the same, and the first note says who did what. */
static void
test_auto (void)
{
  AssayDeviceFail fail = (AssayDeviceFail) dlsym (library, "assay_device_fail");
  AssayDeviceCalls calls = (AssayDeviceCalls) dlsym (library, "assay_device_calls");
  g_autofree char *folder = assay_test_folder_new (), *text = plan_text (3), *plain = plan_text (0);
  g_autoptr (GError) error = NULL;

  write_data (folder);
  fail (NULL, 0, FALSE);
  g_autoptr (AssayAudit) few = run_auto (folder, text, 0, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (assay_audit_report (few)->provenance->notes[0], "the engine 'auto' took 'cpu': an audit"));
  g_assert_cmpuint (calls ("cuLaunchKernel"), ==, 0);
  g_autoptr (AssayAudit) worth = run_auto (folder, text, 1000, &error);
  g_assert_no_error (error);
  const AssayProvenance *provenance = assay_audit_report (worth)->provenance;
  g_assert_true (g_str_has_prefix (provenance->notes[0], "the engine 'auto' took 'cpu' to count and 'cuda' to draw the "
                                   "replicates: its replicates take "));
  g_assert_cmpstr (provenance->engine, ==, "cpu");
  g_assert_cmpuint (calls ("cuLaunchKernel"), >, 0);
  g_assert_cmpint (assay_audit_report (few)->provenance->notes[1] == NULL, ==, provenance->notes[1] == NULL);

  fail ("cuLaunchKernel", 1, TRUE);
  g_autoptr (AssayAudit) failing = run_auto (folder, text, 1000, &error);
  fail (NULL, 0, FALSE);
  g_assert_no_error (error);
  g_assert_true (has_note (failing, "took 'cuda' to draw the replicates, the engine 'cpu' drew them: CUDA_ERROR"));
  fail ("cuInit", 1, FALSE);
  g_autoptr (AssayAudit) none = run_auto (folder, text, 1000, &error);
  fail (NULL, 0, FALSE);
  g_assert_no_error (error);
  g_assert_true (has_note (none, "which would be worth a device: no CUDA device"));
  g_autoptr (AssayAudit) unclustered = run_auto (folder, plain, 1, &error);
  g_assert_no_error (error);
  g_assert_true (has_note (unclustered, "the engine 'auto' took 'cpu': an audit reads its data once"));
  g_autoptr (AssayAudit) cpu = run (folder, text, "cpu", 0, &error);
  g_assert_no_error (error);
  check_same_findings (worth, cpu);
  check_same_findings (failing, cpu);
  assay_test_folder_free (g_steal_pointer (&folder));
}

/* A device that is not there is an error before the data is read. */
static void
test_no_device (void)
{
  AssayDeviceFail fail = (AssayDeviceFail) dlsym (library, "assay_device_fail");
  g_autofree char *folder = assay_test_folder_new (), *text = plan_text (0);
  g_autoptr (GError) error = NULL;

  fail ("cuInit", 1, FALSE);
  g_assert_null (run (folder, text, "cuda", 0, &error));
  fail (NULL, 0, FALSE);
  g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_ENGINE);
  g_assert_nonnull (strstr (error->message, "no CUDA device"));
  g_assert_nonnull (strstr (error->message, "use --engine cpu or auto"));
  assay_test_folder_free (g_steal_pointer (&folder));
}

/* The shared data: 332,900 rows of a census, two models. */
static void
test_shared (void)
{
  static const char text[] = "[data]\nfiles=acs_income.parquet\nlabel=label\nprediction=candidate\nbaseline=current\n"
                             "positive=1\n[slices]\ncolumns=sex;race;education;occupation_code\ncross=sex*race\n";
  const char *shared = g_getenv ("ASSAY_TEST_SHARED");
  g_autofree char *path = g_build_filename (shared != NULL ? shared : "", "acs_income.parquet", NULL);
  g_autoptr (GError) error = NULL;

  if (shared == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("ASSAY_TEST_SHARED names no folder with acs_income.parquet");
      return;
    }
  g_autoptr (AssayAudit) cpu = run (shared, text, "cpu", 0, &error);
  g_assert_no_error (error);
  g_autoptr (AssayAudit) cuda = run (shared, text, "cuda", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (assay_audit_report (cuda)->provenance->engine, ==, "cuda");
  check_equal (cuda, cpu);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  library = dlopen ("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL || dlsym (library, "assay_device_fail") == NULL)
    g_error ("libcuda.so.1 is not the software device: put its folder into LD_LIBRARY_PATH");
  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autofree char *path = g_strconcat ("/audit-engine/", plans[i].name, NULL);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_plan);
    }
  g_test_add_func ("/audit-engine/regression", test_regression);
  g_test_add_func ("/audit-engine/failing-device", test_failing_device);
  g_test_add_func ("/audit-engine/no-fallback", test_no_fallback);
  g_test_add_func ("/audit-engine/failing-replicates", test_failing_replicates);
  g_test_add_func ("/audit-engine/auto", test_auto);
  g_test_add_func ("/audit-engine/no-device", test_no_device);
  g_test_add_func ("/audit-engine/shared", test_shared);
  int status = g_test_run ();
  dlclose (library);
  return status;
}
