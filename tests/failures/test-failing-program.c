/* test-failing-program.c: the program while the n-th read, write, sync, rename, ... fails, for every n.
 *
 * Either it ends as if nothing had happened, or with status 3 and one line that says what could not be done; the output
 * folder then holds what it held before. Some calls may fail without harm: a look at /proc, a sync of a folder.
 */
#include "../cli/program.h"

#include "../audit/scratch.h"
#include "../read/test-data.h"
#include "audit/audit.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define OPTIONS " --label label --prediction prediction --slices sex --threads 1 --format json,csv,junit --out out"
#define AUDIT "audit small.csv" OPTIONS
#define SHOW "show out/audit.assay slices"
#define REPORT "report out/audit.assay --format pdf,html --out pages"
#define ROWS "rows out/audit.assay --slice sex=Female --cell fn"

#define ALL_FILES "audit.assay checks.csv junit.xml report.json slices.csv"

typedef struct
{
  const char *call;
  int         number;
  gboolean    lasts;
} Failure;

/* Every byte in "out", as "NAME digest NAME digest"; "-": there is no such folder. (transfer full) */
static char *
list_out (void)
{
  g_autofree char *names = scratch_list ("out");
  g_auto (GStrv) words = g_strsplit (names, " ", -1);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename ("out", words[i], NULL);
      g_autofree char *bytes = NULL;
      gsize n_bytes = 0;
      g_file_get_contents (path, &bytes, &n_bytes, NULL);
      g_autofree char *digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guint8 *) bytes, n_bytes);
      g_string_append_printf (list, "%s %s ", words[i], digest);
    }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* Runs while call number n fails; FALSE when there was none. */
static gboolean
run_failing (const char    *command,
             const Failure *failure,
             guint          n,
             Outcome       *outcome)
{
  g_autofree char *line = g_strdup_printf ("LD_PRELOAD='%s' FAIL_CALL=%s FAIL_AT=%u FAIL_ERRNO=%d FAIL_LASTS=%s "
                                           "FAIL_MARK=failed %s", g_getenv ("ASSAY_SHIM"), failure->call, n,
                                           failure->number, failure->lasts ? "1" : "", command);
  g_remove ("failed");
  *outcome = run (line);
  return access ("failed", F_OK) == 0;
}

/* Status 3 and one line that names the program; anything else is a crash, silence or noise. */
static void
expect_message (const Outcome *outcome)
{
  gsize length = strlen (outcome->err);

  g_assert_cmpint (outcome->status, ==, 3);
  g_assert_cmpstr (outcome->out, ==, "");
  g_assert_true (g_str_has_prefix (outcome->err, "assay: "));
  g_assert_cmpuint (length, >, strlen ("assay: \n"));
  g_assert_true (strchr (outcome->err, '\n') == outcome->err + length - 1);
}

/* A whole audit, whose numbers are those of `slices`. */
static void
expect_whole (const char *slices)
{
  g_autofree char *names = scratch_list ("out");
  g_autofree char *found = scratch_read ("out", "slices.csv");
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayAudit) audit = assay_audit_open ("out/audit.assay", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (names, ==, ALL_FILES);
  g_assert_cmpstr (found, ==, slices);
}

typedef struct
{
  guint n_calls, n_harmless;
} Count;

/* has_old: an earlier audit is in the way. */
static Count
fail_audits (const char    *command,
             const Failure *failure,
             gboolean       has_old,
             const char    *slices)
{
  Count count = { 0 };

  for (guint n = 1;; n++)
    {
      g_auto (Outcome) outcome = { 0 };
      if (!has_old)
        scratch_remove ("out");
      g_autofree char *before = list_out ();
      gboolean has_failed = run_failing (command, failure, n, &outcome);
      if (outcome.status == 0)
        expect_whole (slices);
      else
        {
          g_autofree char *after = list_out ();
          expect_message (&outcome);
          g_assert_cmpstr (after, ==, before);
        }
      g_assert_true (has_failed || outcome.status == 0);
      if (!has_failed)
        return count;
      count.n_calls++;
      count.n_harmless += outcome.status == 0;
    }
}

static void
fail_all (const char    *command,
          const Failure *failures,
          gsize          n_failures,
          gboolean       has_old)
{
  g_auto (Outcome) whole = run (command);
  g_assert_cmpint (whole.status, ==, 0);
  g_autofree char *slices = scratch_read ("out", "slices.csv");
  for (gsize i = 0; i < n_failures; i++)
    {
      Count count = fail_audits (command, &failures[i], has_old, slices);
      g_test_message ("%s, errno %d%s: %u calls failed, %u without harm", failures[i].call, failures[i].number,
                      failures[i].lasts ? " and all later" : "", count.n_calls, count.n_harmless);
      g_assert_cmpuint (count.n_calls, >, 0);
    }
}

static void
fail_small (const Failure *failures,
            gsize          n_failures,
            gboolean       has_old)
{
  char *folder = folder_enter ();

  write_income ("small.csv", 40);
  fail_all (AUDIT, failures, n_failures, has_old);
  folder_leave (folder);
}

static void
test_new_folder (void)
{
  static const Failure failures[] = { { "read", EIO, FALSE },   { "write", ENOSPC, FALSE }, { "write", ENOSPC, TRUE },
                                      { "sync", EIO, FALSE },   { "rename", EIO, FALSE } };

  fail_small (failures, G_N_ELEMENTS (failures), FALSE);
}

static void
test_old_folder (void)
{
  static const Failure failures[] = { { "write", ENOSPC, TRUE }, { "sync", EIO, FALSE }, { "rename", EIO, FALSE },
                                      { "rename", EACCES, TRUE }, { "link", EPERM, FALSE }, { "link", EPERM, TRUE } };

  fail_small (failures, G_N_ELEMENTS (failures), TRUE);
}

static void
test_slow (void)
{
  static const Failure failures[] = { { "read", EIO, TRUE }, { "read", EINTR, FALSE }, { "write", EINTR, FALSE },
                                      { "open", EMFILE, FALSE }, { "open", EACCES, TRUE }, { "write", EIO, FALSE },
                                      { "sync", ENOSPC, TRUE }, { "rename", ENOSPC, TRUE } };

  fail_small (failures, G_N_ELEMENTS (failures), FALSE);
  fail_small (failures, G_N_ELEMENTS (failures), TRUE);
}

/* An error in the middle of a file is not its end, whatever reads it. */
static void
test_formats (void)
{
  static const char *const files[] = { "big.csv", "big.csv.gz", "big.csv.zst", "big.parquet", "big.json" };
  static const char *const options[] = { "", ", COMPRESSION gzip", ", COMPRESSION zstd", "", "" };
  static const Failure failures[] = { { "read", EIO, FALSE }, { "read", EIO, TRUE } };
  char *folder = folder_enter ();

  write_income ("all.csv", 200000);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      const char *format = strstr (files[i], ".csv") != NULL ? "CSV" : strrchr (files[i], '.') + 1;
      g_autofree char *sql = g_strdup_printf ("COPY (FROM read_csv('@/all.csv')) TO '@/%s' (FORMAT %s%s)", files[i], format,
                                              options[i]);
      g_autofree char *command = g_strdup_printf ("audit %s" OPTIONS, files[i]);
      assay_test_sql (folder, sql);
      g_test_message ("%s", files[i]);
      fail_all (command, failures, G_N_ELEMENTS (failures), TRUE);
      scratch_remove ("out");
    }
  folder_leave (folder);
}

/* Reading commands: the same text, or one message. */
static void
fail_reading (const char    *command,
              const Failure *failure)
{
  g_auto (Outcome) whole = run (command);
  guint n = 1;

  g_assert_cmpint (whole.status, ==, 0);
  for (gboolean has_failed = TRUE; has_failed; n++)
    {
      g_auto (Outcome) outcome = { 0 };
      has_failed = run_failing (command, failure, n, &outcome);
      if (outcome.status == 0)
        g_assert_cmpstr (outcome.out, ==, whole.out);
      else
        expect_message (&outcome);
    }
  g_assert_cmpuint (n, >, 2);
}

static void
test_reading (void)
{
  static const Failure failures[] = { { "read", EIO, FALSE }, { "open", EMFILE, FALSE } };
  char *folder = folder_enter ();

  write_income ("small.csv", 40);
  g_auto (Outcome) outcome = run (AUDIT);
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      fail_reading (SHOW, &failures[i]);
      fail_reading (ROWS, &failures[i]);
    }
  folder_leave (folder);
}

/* Pages are made of an audit: both of them, or none and one message. */
static void
test_pages (void)
{
  static const Failure failures[] = { { "write", ENOSPC, FALSE }, { "write", ENOSPC, TRUE }, { "sync", EIO, FALSE },
                                      { "rename", EIO, FALSE } };
  char *folder = folder_enter ();

  write_income ("small.csv", 40);
  g_auto (Outcome) audit = run (AUDIT);
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    for (guint n = 1;; n++)
      {
        g_auto (Outcome) outcome = { 0 };
        scratch_remove ("pages");
        gboolean has_failed = run_failing (REPORT, &failures[i], n, &outcome);
        g_autofree char *names = g_file_test ("pages", G_FILE_TEST_IS_DIR) ? scratch_list ("pages") : g_strdup ("");
        if (outcome.status != 0)
          expect_message (&outcome);
        g_assert_cmpstr (names, ==, outcome.status == 0 ? "report.html report.pdf" : "");
        g_assert_true (has_failed || outcome.status == 0);
        if (!has_failed)
          {
            g_assert_cmpuint (n, >, 1);
            break;
          }
      }
  folder_leave (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (g_test_slow ())
    {
      g_test_add_func ("/failing-program/slow", test_slow);
      g_test_add_func ("/failing-program/formats", test_formats);
      return g_test_run ();
    }
  g_test_add_func ("/failing-program/new-folder", test_new_folder);
  g_test_add_func ("/failing-program/old-folder", test_old_folder);
  g_test_add_func ("/failing-program/reading", test_reading);
  g_test_add_func ("/failing-program/pages", test_pages);
  return g_test_run ();
}
