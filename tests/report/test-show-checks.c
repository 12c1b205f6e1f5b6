/* Checks slice by slice. */
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
test_all (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char    *text = show (fixture, "checks", 80, TRUE);

  fixture_assert_text (text,
    "✗ fail: Every race with enough income gets the loan\n"
    "  recall ≥ 60 %, race; 6 slices decide: each passes on its interval at 95 %,\n"
    "  fails at 99.5 %\n"
    "  1 of 6 fail\n"
    "     slice                   rows          measured, %  decided at  verdict\n"
    "  ○  race=Alaska Native       177        71 (56 to 83)         237  undecided\n"
    "  ✓  race=Asian             4,680        75 (73 to 77)              pass\n"
    "  ○  race=Black             3,900        58 (54 to 61)       9,318  undecided\n"
    "  ✗  race=Some other race   2,322        52 (47 to 56)              fail\n"
    "  ✓  race=White            21,891  70.9 (70.0 to 71.8)              pass\n"
    "  ○  race=(missing)            30        64 (39 to 84)         823  undecided\n"
    "\n"
    "✓ pass: No sex lent more than it can pay\n"
    "  fpr ≤ 20 %, sex; 2 slices decide: each passes on its interval at 95 %, fails\n"
    "  at 99.5 %\n"
    "  0 of 2 fail\n"
    "     slice         rows          measured, %  verdict\n"
    "  ✓  sex=Female  12,950     5.2 (4.8 to 5.7)  pass\n"
    "  ✓  sex=Male    20,050  16.3 (15.6 to 17.0)  pass\n"
    "\n"
    "✗ fail: No age band overlooked\n"
    "  recall ≥ 60 %, age; 3 slices decide: each passes on its interval at 95 %,\n"
    "  fails at 99.5 %\n"
    "  1 of 3 fail\n"
    "     slice            rows    measured, %  verdict\n"
    "  ✗  age=[0, 25)     4,375  16 (12 to 21)  fail\n"
    "  ✓  age=[25, 50)   16,563  72 (71 to 73)  pass\n"
    "  ✓  age=[50, 100]  12,062  69 (68 to 70)  pass\n"
    "\n"
    "○ undecided: The middle-aged women of Mars\n"
    "  recall ≥ 60 %, women of Mars; passes and fails on its interval at 95 %\n"
    "  0 of 1 fail\n"
    "     slice          measured, %  verdict\n"
    "  ○  women of Mars            –  undecided  no such slice\n"
    "\n"
    "✓ pass: As accurate as today\n"
    "  accuracy at most 2 points below current; passes and fails on its interval at\n"
    "  95 %\n"
    "  0 of 1 fail\n"
    "     slice        rows     measured, points  verdict\n"
    "  ✓  whole set  33,000  −1.6 (−1.8 to −1.3)  pass\n"
    "\n"
    "○ undecided: Few loans go wrong (accepted)\n"
    "  precision ≥ 79 %; passes and fails on its interval at 95 %\n"
    "  0 of 1 fail\n"
    "  undecided is accepted: known, to be looked at in May\n"
    "     slice        rows          measured, %  decided at  4 of 5 at  verdict\n"
    "  ○  whole set  33,000  78.9 (78.1 to 79.7)   1,900,852  3,884,877  undecided\n");
}

/* One of m: missed by itself, not at the confidence that m slices take. */
static void
test_one_of_m (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  AssayCheckFinding  *first = fixture->report.findings->checks->pdata[0];
  AssayCheckResult   *other = first->results->pdata[3];

  other->verdict = ASSAY_VERDICT_UNDECIDED;
  g_autofree char *text = show (fixture, "checks", 120, TRUE);
  g_assert_nonnull (strstr (text, "undecided  misses alone, not as one of 6\n"));
}

static void
test_none (void)
{
  g_autoptr (Fixture) fixture = fixture_bare ();
  g_autofree char    *checks = show (fixture, "checks", 80, TRUE);
  g_autofree char    *risks = show (fixture, "risks", 80, TRUE);

  g_assert_cmpstr (checks, ==, "The plan has no checks: add [check NAME] sections to get a verdict.\n");
  g_assert_cmpstr (risks, ==, checks);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/show-checks/all", test_all);
  g_test_add_func ("/show-checks/one-of-m", test_one_of_m);
  g_test_add_func ("/show-checks/none", test_none);
  return g_test_run ();
}
