/* test-audit-write.c: a folder with all of an audit's files, or as it was. */
#include "audit/audit.h"

#include "example.h"
#include "scratch.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

static void
assert_folder (const char *folder,
               const char *expected)
{
  g_autofree char *list = scratch_list (folder);

  g_assert_cmpstr (list, ==, expected);
}

static const struct
{
  AssayFormats formats;
  const char  *files;      /* sorted */
  guint        n_paths;
} cases[] = {
  { 0, "audit.assay", 1 },
  { ASSAY_FORMAT_JSON, "audit.assay report.json", 2 },
  { ASSAY_FORMAT_CSV, "audit.assay checks.csv models.csv slices.csv", 4 },
  { ASSAY_FORMAT_JUNIT, "audit.assay junit.xml", 2 },
  { ASSAY_FORMAT_PDF, "audit.assay report.pdf", 2 },
  { ASSAY_FORMAT_HTML, "audit.assay report.html", 2 },
  { ASSAY_FORMAT_ALL, "audit.assay checks.csv junit.xml models.csv report.html report.json report.pdf slices.csv", 8 },
};

static void
test_formats (void)
{
  g_autoptr (AssayAudit) audit = example_audit (100, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *scratch = scratch_new ();
      g_autofree char *folder = g_build_filename (scratch, "new", "out", NULL);
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) paths = NULL;
      g_assert_true (assay_audit_write (audit, folder, cases[i].formats, &paths, &error));
      g_assert_no_error (error);
      assert_folder (folder, cases[i].files);
      g_assert_cmpuint (g_strv_length (paths), ==, cases[i].n_paths);
      for (guint j = 0; paths[j] != NULL; j++)
        g_assert_true (g_file_test (paths[j], G_FILE_TEST_IS_REGULAR));
      g_assert_true (g_str_has_suffix (paths[cases[i].n_paths - 1], "/new/out/audit.assay"));
      scratch_remove (scratch);
    }
}

/* What the files hold is what reports say, of the audit itself and of the one that is opened from its file. */
static void
test_contents (void)
{
  g_autoptr (AssayAudit) audit = example_audit (100, 1);
  g_autofree char *scratch = scratch_new ();
  g_autofree char *path = g_build_filename (scratch, "audit.assay", NULL);
  g_autoptr (GError) error = NULL;
  g_assert_true (assay_audit_write (audit, scratch, ASSAY_FORMAT_ALL, NULL, &error));
  g_autoptr (AssayAudit) opened = assay_audit_open (path, &error);
  g_assert_no_error (error);

  const AssayAudit *const audits[] = { audit, opened };
  for (gsize i = 0; i < G_N_ELEMENTS (audits); i++)
    {
      const AssayReport *report = assay_audit_report (audits[i]);
      char *texts[] = { assay_report_json (report), assay_report_slices_csv (report),
                        assay_report_checks_csv (report), assay_report_models_csv (report),
                        assay_report_junit (report), assay_report_html (report, NULL) };
      static const char *const names[] = { "report.json", "slices.csv", "checks.csv", "models.csv", "junit.xml", "report.html" };
      for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
        {
          g_autofree char *written = scratch_read (scratch, names[j]);
          g_assert_cmpstr (written, ==, texts[j]);
          g_free (texts[j]);
        }
    }
  scratch_remove (scratch);
}

/* (transfer full) Names and contents of a folder, in one text. */
static char *
picture (const char *folder)
{
  g_autofree char *list = scratch_list (folder);
  g_auto (GStrv) names = g_strsplit (list, " ", -1);
  g_autoptr (GString) text = g_string_new (list);

  for (guint i = 0; names[i] != NULL && *names[0] != '\0'; i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autofree char *bytes = NULL;
      gsize n_bytes = 0;
      if (!g_file_get_contents (path, &bytes, &n_bytes, NULL))
        continue;
      g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guint8 *) bytes, n_bytes);
      g_string_append_printf (text, "|%s", sum);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The fonts of the others lie in files that are in memory only, and the limit on files holds for these too. */
#define ON_DISK_ONLY (ASSAY_FORMAT_JSON | ASSAY_FORMAT_CSV | ASSAY_FORMAT_JUNIT)

/* The disk is full behind n bytes of a file, for n from nothing to the largest file. */
static void
test_full_disk (void)
{
  g_autoptr (AssayAudit) first = example_audit (100, 1), second = example_audit (100, 2);
  g_autofree char *scratch = scratch_new ();
  g_autofree char *missing = g_build_filename (scratch, "new", "out", NULL);
  g_autofree char *there = g_build_filename (scratch, "there", NULL);
  guint n_failed = 0;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_true (assay_audit_write (first, there, ON_DISK_ONLY, NULL, NULL));
  g_autofree char *before = picture (there);

  gboolean is_written = FALSE;
  for (rlim_t n = 0; !is_written; n = n == 0 ? 1 : 2 * n)
    {
      g_autoptr (GError) error = NULL, over_error = NULL;
      rlim_t limit = scratch_limit (n);
      is_written = assay_audit_write (second, missing, ON_DISK_ONLY, NULL, &error);
      gboolean is_over = assay_audit_write (second, there, ON_DISK_ONLY, NULL, &over_error);
      scratch_limit (limit);
      g_assert_cmpint (is_written, ==, is_over);
      if (is_written)
        break;
      n_failed++;
      g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT);
      g_assert_error (over_error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT);
      g_assert_nonnull (strstr (error->message, "free some space or choose another folder"));
      assert_folder (scratch, "there");
      g_autofree char *after = picture (there);
      g_assert_cmpstr (after, ==, before);
    }
  g_assert_cmpuint (n_failed, >, 10);
  assert_folder (missing, "audit.assay checks.csv junit.xml models.csv report.json slices.csv");
  g_autofree char *replaced = picture (there);
  g_assert_cmpstr (replaced, !=, before);
  scratch_remove (scratch);
}

/* Each name in turn is a folder: the old files keep their content, also those that were replaced already. */
static void
test_in_the_way (void)
{
  static const char *const names[] = { "report.json", "slices.csv", "checks.csv", "models.csv", "junit.xml", "report.pdf",
                                       "report.html", "audit.assay" };
  g_autoptr (AssayAudit) first = example_audit (100, 1), second = example_audit (100, 2);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *scratch = scratch_new ();
      g_autofree char *path = g_build_filename (scratch, names[i], NULL);
      g_autoptr (GError) error = NULL;
      g_assert_true (assay_audit_write (first, scratch, ASSAY_FORMAT_ALL, NULL, NULL));
      g_assert_cmpint (g_unlink (path), ==, 0);
      g_assert_cmpint (g_mkdir (path, 0755), ==, 0);
      g_autofree char *before = picture (scratch);
      g_assert_false (assay_audit_write (second, scratch, ASSAY_FORMAT_ALL, NULL, &error));
      g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT);
      g_assert_true (g_str_has_prefix (error->message, path));
      g_autofree char *after = picture (scratch);
      g_assert_cmpstr (after, ==, before);
      scratch_remove (scratch);
    }
}

static void
test_unwritable (void)
{
  g_autoptr (AssayAudit) audit = example_audit (100, 1);
  g_autofree char *scratch = scratch_new ();
  g_autofree char *folder = g_build_filename (scratch, "closed", NULL);
  g_autoptr (GError) error = NULL;
  g_assert_cmpint (g_mkdir (folder, 0555), ==, 0);

  gboolean is_root = geteuid () == 0;
  if (is_root)
    g_assert_cmpint (seteuid (65534), ==, 0);
  gboolean is_written = assay_audit_write (audit, folder, ASSAY_FORMAT_ALL, NULL, &error);
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_false (is_written);
  g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT);
  g_assert_nonnull (strstr (error->message, "closed/report.json: cannot be written: "));
  assert_folder (folder, "");
  scratch_remove (scratch);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-write/formats", test_formats);
  g_test_add_func ("/audit-write/contents", test_contents);
  g_test_add_func ("/audit-write/full-disk", test_full_disk);
  g_test_add_func ("/audit-write/in-the-way", test_in_the_way);
  g_test_add_func ("/audit-write/unwritable", test_unwritable);
  return g_test_run ();
}
