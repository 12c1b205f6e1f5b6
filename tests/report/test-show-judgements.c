/* Each risk with its checks. */
#include "fixture.h"
#include "report/terminal-private.h"

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
test_risks (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char    *text = show (fixture, "risks", 110, TRUE);

  fixture_assert_text (text,
    "2 of 3 risks fail\n"
    "  ✗ Bias  Credit is decided on this                                                                       fail\n"
    "    ✗ Every race with enough income gets the loan  recall ≥ 60 %, race             1 fail, 3 undecided, 2 pass\n"
    "    ✓ No sex lent more than it can pay  fpr ≤ 20 %, sex                                                 2 pass\n"
    "  ✗ Young and old  The young are the customers of tomorrow                                                fail\n"
    "    ✗ No age band overlooked  recall ≥ 60 %, age                                                1 fail, 2 pass\n"
    "    ○ The middle-aged women of Mars  recall ≥ 60 %, women of Mars                     undecided: no such slice\n"
    "  ✓ Worse than today                                                                                      pass\n"
    "    ✓ As accurate as today  accuracy at most 2 points below current           pass: −1.6 points (−1.8 to −1.3)\n"
    "  ○ Few loans go wrong  precision ≥ 79 %                            undecided, accepted: 78.9 % (78.1 to 79.7)\n");
}

static void
test_narrow (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char    *text = show (fixture, "risks", 60, FALSE);

  fixture_assert_text (text,
    "2 of 3 risks fail\n"
    "  x Bias  Credit is decided on this                     fail\n"
    "    x Every race with enough..   1 fail, 3 undecided, 2 pass\n"
    "    + No sex lent more than it can pay                2 pass\n"
    "  x Young and old                                       fail\n"
    "    x No age band overlooked                  1 fail, 2 pass\n"
    "    ? The middle-aged women of M..  undecided: no such slice\n"
    "  + Worse than today                                    pass\n"
    "    + As accurate as today      pass: -1.6 points (-1.8 to..\n"
    "  ? Few loans go wrong         undecided, accepted: 78.9 %..\n");
}

/* With fewer lines than there are risks and checks: every risk, then what fails, then what is undecided, then the
 * rest; what is left out is counted. */
static void
test_few_lines (void)
{
  static const char *const by_urgency[] = {
    "Every race with enough", "No age band overlooked", "The middle-aged women", "Few loans go wrong",
    "No sex lent more", "As accurate as today",
  };
  g_autoptr (Fixture) fixture = fixture_income ();

  for (guint n_shown = 0; n_shown <= G_N_ELEMENTS (by_urgency); n_shown++)
    {
      const AssayTerminalOptions options = { 100, FALSE, TRUE, 0 };
      AssayPage                  page = assay_page_new (&options);

      assay_show_judgements (&page, &fixture->report, 3 + n_shown);
      g_assert_cmpuint (assay_page_n_lines (&page), <=, 3 + n_shown + 2); /* the title, and how many more */
      g_autofree char *text = assay_page_finish (&page);
      g_test_message ("%u checks:\n%s", n_shown, text);
      g_assert_nonnull (strstr (text, "✗ Bias"));
      g_assert_nonnull (strstr (text, "✗ Young and old"));
      g_assert_nonnull (strstr (text, "✓ Worse than today"));
      for (guint i = 0; i < G_N_ELEMENTS (by_urgency); i++)
        g_assert_true ((strstr (text, by_urgency[i]) != NULL) == (i < n_shown));
      g_assert_true ((strstr (text, "not listed") != NULL) == (n_shown < 6));
      g_assert_true ((strstr (text, "1 more: assay show AUDIT risks") != NULL) == (n_shown < 4));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/show-judgements/risks", test_risks);
  g_test_add_func ("/show-judgements/narrow", test_narrow);
  g_test_add_func ("/show-judgements/few-lines", test_few_lines);
  return g_test_run ();
}
