/* test-report.c: assay report: files to hand over, of an audit whose data is gone. */
#include "program.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static const char plan[] = "[audit]\ntitle=May <it> go live?\n[data]\nfiles=gone.csv\nlabel=label\nprediction=prediction\npositive=1\n"
                           "[slices]\ncolumns=sex;race\n[check c]\nmeasure=recall\nat-least=0.9\n";

/* "audit" holds an audit with every format; the data is removed. */
static char *
enter_with_audit (void)
{
  char *folder = folder_enter ();

  write_file ("plan.ini", plan);
  write_income ("gone.csv", 700);
  g_auto (Outcome) audit = run ("audit plan.ini --out audit --quiet");
  g_assert_cmpstr (audit.err, ==, "");
  g_assert_cmpint (g_unlink ("gone.csv"), ==, 0);
  return folder;
}

static void
assert_same (const char *one,
             const char *other)
{
  g_autoptr (GMappedFile) a = g_mapped_file_new (one, FALSE, NULL), b = g_mapped_file_new (other, FALSE, NULL);

  g_assert_nonnull (a);
  g_assert_nonnull (b);
  g_assert_cmpmem (g_mapped_file_get_contents (a), g_mapped_file_get_length (a), g_mapped_file_get_contents (b),
                   g_mapped_file_get_length (b));
}

static void
expect_said (const char *line,
             const char *said)
{
  g_auto (Outcome) outcome = run (line);

  g_assert_cmpstr (outcome.err, ==, "");
  g_assert_cmpint (outcome.status, ==, 0);
  g_assert_cmpstr (outcome.out, ==, said);
}

/* The same bytes as the audit wrote, from its file alone, wherever they go. */
static void
test_same_as_audit (void)
{
  char *folder = enter_with_audit ();

  expect_said ("report audit --out new/er", "Written to new/er/: report.html, report.pdf\n");
  expect_said ("report audit/audit.assay --out rest --format json,junit,csv --quiet", "");
  assert_same ("new/er/report.pdf", "audit/report.pdf");
  assert_same ("new/er/report.html", "audit/report.html");
  assert_same ("rest/report.json", "audit/report.json");
  assert_same ("rest/slices.csv", "audit/slices.csv");
  assert_same ("rest/checks.csv", "audit/checks.csv");
  assert_same ("rest/junit.xml", "audit/junit.xml");
  g_assert_false (g_file_test ("rest/audit.assay", G_FILE_TEST_EXISTS));
  g_autofree char *html = read_file ("audit/report.html");
  g_assert_nonnull (strstr (html, "<title>May &lt;it&gt; go live? \xc2\xb7 Assay</title>"));
  folder_leave (folder);
}

/* Without --out beside the audit; of the name that the user gave. */
static void
test_beside (void)
{
  char *folder = enter_with_audit ();

  g_unlink ("audit/report.pdf");
  g_unlink ("audit/report.html");
  expect_said ("report audit", "Written to audit/: report.html, report.pdf\n");
  g_assert_true (g_file_test ("audit/report.pdf", G_FILE_TEST_EXISTS));
  g_assert_cmpint (chdir ("audit"), ==, 0);
  expect_said ("report audit.assay --format pdf", "Written to ./: report.pdf\n");
  expect_said ("report . --format html", "Written to ./: report.html\n");
  g_assert_cmpint (chdir (".."), ==, 0);
  folder_leave (folder);
}

static void
test_paper (void)
{
  char *folder = enter_with_audit ();

  expect_said ("report audit --paper letter --format pdf --out letter --quiet", "");
  expect_said ("report audit --paper a4 --format pdf --out a4 --quiet", "");
  assert_same ("a4/report.pdf", "audit/report.pdf");
  g_autofree char *a4 = NULL, *letter = NULL;
  gsize n_a4, n_letter;
  g_assert_true (g_file_get_contents ("a4/report.pdf", &a4, &n_a4, NULL));
  g_assert_true (g_file_get_contents ("letter/report.pdf", &letter, &n_letter, NULL));
  g_assert_nonnull (g_strstr_len (a4, (gssize) n_a4, "%PDF-"));
  g_assert_true (memmem (a4, n_a4, "0 0 595 842", 11) != NULL);
  g_assert_true (memmem (letter, n_letter, "0 0 612 792", 11) != NULL);
  folder_leave (folder);
}

/* One message, and every file as it was. */
static void
test_refused (void)
{
  static const struct { const char *line, *words; } table[] = {
    { "report gone", "gone: cannot be opened" },
    { "report plan.ini", "plan.ini" },
    { "report audit --format pdf,docx", "--format docx: expected pdf, html, json, csv, junit, joined by commas" },
    { "report audit --format ''", "--format is empty: expected pdf, html" },
    { "report audit --paper a5", "--paper a5: expected one of a4, letter" },
    { "report audit --out plan.ini", "plan.ini" },
    { "report report.pdf --out .", "'./report.pdf' is the audit itself and would be overwritten; choose another folder with --out" },
    { "report taken --format html,pdf", "taken/report.html: cannot be written" },
  };
  char *folder = enter_with_audit ();
  g_autofree char *bytes = NULL;
  gsize n_bytes;
  g_assert_true (g_file_get_contents ("audit/audit.assay", &bytes, &n_bytes, NULL));
  g_assert_true (g_file_set_contents ("report.pdf", bytes, (gssize) n_bytes, NULL));
  g_assert_cmpint (g_mkdir_with_parents ("taken/report.html", 0755), ==, 0);
  g_assert_true (g_file_set_contents ("taken/audit.assay", bytes, (gssize) n_bytes, NULL));
  g_auto (GStrv) before = folder_list ();

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_auto (Outcome) outcome = run (table[i].line);
      g_auto (GStrv) after = folder_list ();

      g_assert_cmpint (outcome.status, ==, 3);
      g_assert_cmpstr (outcome.out, ==, "");
      g_assert_cmpstr (strchr (outcome.err, '\n'), ==, "\n");
      if (strstr (outcome.err, table[i].words) == NULL)
        g_error ("%s: %s", table[i].line, outcome.err);
      g_assert_true (g_strv_equal ((const char *const *) before, (const char *const *) after));
      assert_same ("report.pdf", "audit/audit.assay");
      g_assert_false (g_file_test ("taken/report.pdf", G_FILE_TEST_EXISTS));
    }
  folder_leave (folder);
}

/* Data that lies where the report would go is not written over. */
static void
test_over_data (void)
{
  char *folder = folder_enter ();

  write_income ("report.html", 200);
  g_autofree char *before = read_file ("report.html");
  g_auto (Outcome) audit = run ("audit report.html --label label --prediction prediction --out . --format html");
  g_assert_cmpint (audit.status, ==, 3);
  g_auto (Outcome) apart = run ("audit report.html --label label --prediction prediction --out audit --format json");
  g_assert_cmpint (apart.status, ==, 0);
  g_auto (Outcome) over = run ("report audit --out . --format html");
  g_assert_cmpint (over.status, ==, 3);
  g_assert_nonnull (strstr (over.err, "is an input of this audit and would be overwritten"));
  g_autofree char *after = read_file ("report.html");
  g_assert_cmpstr (after, ==, before);
  folder_leave (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/report/same-as-audit", test_same_as_audit);
  g_test_add_func ("/cli/report/beside", test_beside);
  g_test_add_func ("/cli/report/paper", test_paper);
  g_test_add_func ("/cli/report/refused", test_refused);
  g_test_add_func ("/cli/report/over-data", test_over_data);
  return g_test_run ();
}
