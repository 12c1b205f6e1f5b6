/* Columns, provenance, the plan. */
#include "fixture.h"

#include <string.h>

/* (transfer full) */
static char *
show (const Fixture *fixture,
      const char    *what,
      guint          n_columns,
      gboolean       is_utf8)
{
  const AssayTerminalOptions options = { n_columns, FALSE, is_utf8, 0 };

  return assay_report_section (&fixture->report, what, &options);
}

static void
test_columns (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char    *text = show (fixture, "columns", 80, TRUE);

  fixture_assert_text (text,
    "  name  counted as  values\n"
    "  sex   slices           2  Female, Male\n"
    "  age   slices           3  [0, 25), [25, 50), [50, 100]\n"
    "  race  slices           5  Alaska Native, Asian, Black, Some other race, White\n");
}

static void
test_provenance (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char    *text = show (fixture, "provenance", 80, TRUE);

  fixture_assert_text (text,
    "  file         income.parquet, 2,004,318 bytes\n"
    "  SHA-256      aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
    "  rows         33,000\n"
    "  left out     47\n"
    "  classes      0, 1\n"
    "  positive     1\n"
    "  plan         income.ini, SHA-256\n"
    "               13e4ad3ec93cff92baaad5aa56b799ad6840d9feffb38868446503b2aa0ab5f4\n"
    "  code version not given\n"
    "  assay        0.1.0\n"
    "  engine       cpu\n"
    "  host         host\n"
    "  started      2026-11-22T18:04:05Z\n"
    "  took         0.812 s\n"
    "  note         the positive class is 1: the plan names it\n");
}

static void
test_plan (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char    *text = show (fixture, "plan", 80, TRUE);

  fixture_assert_text (text,
    "[data]\n"
    "files=income.parquet\n"
    "label=label\n"
    "prediction=candidate\n");
}

static void
test_hostile_columns (void)
{
  g_autoptr (Fixture) fixture = fixture_hostile ();
  g_autofree char    *text = show (fixture, "columns", 80, TRUE);

  fixture_assert_text (text,
    "  name               counted as  values\n"
    "  =cmd|'/c calc'!A1  slices           7  \\x1b[2J\\x1b[31mred, \\u{202e}evil, </te…\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/show-audit/columns", test_columns);
  g_test_add_func ("/show-audit/provenance", test_provenance);
  g_test_add_func ("/show-audit/plan", test_plan);
  g_test_add_func ("/show-audit/hostile-columns", test_hostile_columns);
  return g_test_run ();
}
