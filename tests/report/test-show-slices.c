/* All slices as a table; those furthest behind are in test-terminal.c. */
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
test_narrow (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char    *text = show (fixture, "slices", 80, TRUE);

  fixture_assert_text (text,
    "  slice                    rows             accuracy %         recall %\n"
    "  whole set              33,000  81.8 (81.4 to 82.2)    70 (69 to 71)\n"
    "  sex=Female             12,950        86 (86 to 87)    63 (61 to 64) ◆\n"
    "  sex=Male               20,050        79 (78 to 79) ◆  73 (72 to 74)\n"
    "  age=[0, 25)             4,375        95 (94 to 95)    16 (12 to 21) ◆\n"
    "  age=[25, 50)           16,563        81 (81 to 82)    72 (71 to 73)\n"
    "  age=[50, 100]          12,062        78 (77 to 78) ◆  69 (68 to 70)\n"
    "  race=Alaska Native        177        91 (86 to 94)    71 (56 to 83)\n"
    "  race=Asian              4,680        83 (82 to 84)    75 (73 to 77)\n"
    "  race=Black              3,900        87 (86 to 88)    58 (54 to 61) ◆\n"
    "  race=Some other race    2,322        88 (86 to 89)    52 (47 to 56) ◆\n"
    "  race=White             21,891        80 (79 to 80) ◆  71 (70 to 72)\n"
    "  race=(missing)             30        73 (56 to 86)    64 (39 to 84)\n"
    "  sex=Female*race=Black   2,020        88 (87 to 89)    51 (46 to 57) ◆\n"
    "  young women             2,108        95 (94 to 96)     12 (7 to 19) ◆\n"
    "\n"
    "  ◆ behind the rest; ≠ different from it; 3 columns left out: a wider terminal\n"
    "  or slices.csv has them\n");
}

static void
test_wide (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char    *text = show (fixture, "slices", 112, FALSE);

  fixture_assert_text (text,
    "  slice                    rows             accuracy %         recall %                  fpr %     prevalence %\n"
    "  whole set              33,000  81.8 (81.4 to 82.2)    70 (69 to 71)    11.1 (10.7 to 11.6)    37 (37 to 38)\n"
    "  sex=Female             12,950        86 (86 to 87)    63 (61 to 64) *     5.2 (4.8 to 5.7)    26 (25 to 27) #\n"
    "  sex=Male               20,050        79 (78 to 79) *  73 (72 to 74)          16 (16 to 17) *  45 (44 to 45) #\n"
    "  age=[0, 25)             4,375        95 (94 to 95)    16 (12 to 21) *     0.5 (0.3 to 0.7)       6 (5 to 6) #\n"
    "  age=[25, 50)           16,563        81 (81 to 82)    72 (71 to 73)          12 (11 to 12) *  43 (43 to 44) #\n"
    "  age=[50, 100]          12,062        78 (77 to 78) *  69 (68 to 70)          16 (16 to 17) *  40 (39 to 41) #\n"
    "  race=Alaska Native        177        91 (86 to 94)    71 (56 to 83)             3 (1 to 7)    24 (18 to 31) #\n"
    "  race=Asian              4,680        83 (82 to 84)    75 (73 to 77)          12 (11 to 13)    37 (36 to 38)\n"
    "  race=Black              3,900        87 (86 to 88)    58 (54 to 61) *           6 (5 to 6)    21 (20 to 23) #\n"
    "  race=Some other race    2,322        88 (86 to 89)    52 (47 to 56) *           3 (3 to 4)    20 (18 to 22) #\n"
    "  race=White             21,891        80 (79 to 80) *  71 (70 to 72)          14 (13 to 14) *  42 (42 to 43) #\n"
    "  race=(missing)             30        73 (56 to 86)    64 (39 to 84)           19 (7 to 43)    47 (30 to 64)\n"
    "  sex=Female*race=Black   2,020        88 (87 to 89)    51 (46 to 57) *           4 (3 to 5)    17 (16 to 19) #\n"
    "  young women             2,108        95 (94 to 96)     12 (7 to 19) *     0.3 (0.1 to 0.7)       5 (4 to 6) #\n"
    "\n"
    "  * behind the rest; # different from it; 1 column left out: a wider terminal or slices.csv has it\n");
}

/* A slice too small or with the rows of another says so in words: nothing is told by an ink alone. */
static void
test_untested (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  AssayFinding       *asian = fixture->report.findings->slices->pdata[6];
  AssayFinding       *black = fixture->report.findings->slices->pdata[7];

  asian->is_too_small = TRUE;
  black->same_rows_as = "sex=Male";
  g_autofree char *text = show (fixture, "slices", 140, TRUE);
  g_assert_nonnull (strstr (text, " (4,680) "));
  g_assert_nonnull (strstr (text, "; (rows) too few to test"));
  g_assert_nonnull (strstr (text, "race=Black  the rows of sex=Male "));
}

/* --most cuts, and says so. */
static void
test_most (void)
{
  const AssayTerminalOptions options = { 80, FALSE, TRUE, 2 };
  g_autoptr (Fixture)        fixture = fixture_income ();
  g_autofree char           *text = assay_report_section (&fixture->report, "slices", &options);

  g_assert_nonnull (strstr (text, "sex=Male"));
  g_assert_null (strstr (text, "race=Asian"));
  g_assert_nonnull (strstr (text, "; 11 more slices"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/show-slices/narrow", test_narrow);
  g_test_add_func ("/show-slices/wide", test_wide);
  g_test_add_func ("/show-slices/untested", test_untested);
  g_test_add_func ("/show-slices/most", test_most);
  return g_test_run ();
}
