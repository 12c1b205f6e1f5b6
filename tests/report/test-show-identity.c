/* What was audited, in a few lines. */
#include "fixture.h"
#include "report/terminal-private.h"

#include <string.h>

/* (transfer full) */
static char *
show (const Fixture *fixture)
{
  const AssayTerminalOptions options = { 100, FALSE, TRUE, 0 };
  AssayPage                  page = assay_page_new (&options);

  assay_show_identity (&page, &fixture->report);
  return assay_page_finish (&page);
}

static void
test_income (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char    *text = show (fixture);

  fixture_assert_text (text,
    "  data       33,000 rows · 47 left out: no label or prediction · income.parquet, 2.0 MB\n"
    "             SHA-256 aaaaaaaaaaaa…\n"
    "  whole set  accuracy 81.8 % (81.4 to 82.2) · recall 69.9 % (69.1 to 70.7)\n"
    "             fpr 11.1 % (10.7 to 11.6) · prevalence 37.3 % (36.8 to 37.8)\n"
    "  against    current: accuracy −1.6 points (−1.8 to −1.3) · from 83.3 % (82.9 to 83.7)\n"
    "             6.5 % of predictions differ\n"
    "  note       the positive class is 1: the plan names it\n");
}

/* A dash is followed by its reason. */
static void
test_undefined (void)
{
  g_autoptr (Fixture) fixture = fixture_empty ();
  g_autofree char    *text = show (fixture);

  fixture_assert_text (text,
    "  data       0 rows · income.parquet, 2.0 MB · SHA-256 aaaaaaaaaaaa…\n"
    "  whole set  accuracy – no rows in its denominator · recall – no rows in its denominator\n"
    "             fpr – no rows in its denominator · prevalence – no rows in its denominator\n"
    "  against    current: no rows\n");
}

/* Several files: the first by name, the others by number; several notes: the first. */
static void
test_many_files (void)
{
  static const char *const notes[] = { "first", "second", "third", NULL };
  const AssayInputFile     files[] = {
    { (char *) "a.csv", NULL, 1, (char *) "00" }, { (char *) "b.csv", NULL, 1, (char *) "11" },
    { (char *) "c.csv", NULL, 1, (char *) "22" },
  };
  AssayProvenance     provenance = { .files = files, .n_files = 3, .notes = notes };
  g_autoptr (Fixture) fixture = fixture_bare ();

  fixture->report.provenance = &provenance;
  g_autofree char *text = show (fixture);
  g_assert_nonnull (strstr (text, "10 rows · a.csv, 1 byte · 2 more files\n"));
  g_assert_nonnull (strstr (text, "note       first (2 more: assay show AUDIT provenance)\n"));
  g_assert_null (strstr (text, "second"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/show-identity/income", test_income);
  g_test_add_func ("/show-identity/undefined", test_undefined);
  g_test_add_func ("/show-identity/many-files", test_many_files);
  return g_test_run ();
}
