/* What `assay audit` ends with: shown literally, then what holds for every audit at every width. */
#include "fixture.h"
#include "report/terminal-text-private.h"

#include <string.h>

static void
test_summary (void)
{
  const AssayTerminalOptions options = { 80, FALSE, TRUE, 0 };
  g_autoptr (Fixture)        fixture = fixture_income ();
  g_autofree char           *text = assay_report_summary (&fixture->report, &options);

  fixture_assert_text (text,
    "Income model 2.1, before deployment\n"
    "\n"
    "  ✗ FAIL  2 of 6 checks failed\n"
    "\n"
    "  data       33,000 rows · 47 left out: no label or prediction\n"
    "             income.parquet, 2.0 MB · SHA-256 aaaaaaaaaaaa…\n"
    "  whole set  accuracy 81.8 % (81.4 to 82.2) · recall 69.9 % (69.1 to 70.7)\n"
    "             fpr 11.1 % (10.7 to 11.6) · prevalence 37.3 % (36.8 to 37.8)\n"
    "  against    current: accuracy −1.6 points (−1.8 to −1.3)\n"
    "             from 83.3 % (82.9 to 83.7) · 6.5 % of predictions differ\n"
    "  note       the positive class is 1: the plan names it\n"
    "\n"
    "2 of 3 risks fail\n"
    "  ✗ Bias  Credit is decided on this                                         fail\n"
    "    ✗ Every race with enough income gets the loan    1 fail, 3 undecided, 2 pass\n"
    "    ✓ No sex lent more than it can pay  fpr ≤ 20 %, sex                   2 pass\n"
    "  ✗ Young and old  The young are the customers of tomorrow                  fail\n"
    "    ✗ No age band overlooked  recall ≥ 60 %, age                  1 fail, 2 pass\n"
    "    ○ The middle-aged women of Mars                     undecided: no such slice\n"
    "  ✓ Worse than today                                    pass, 1 check not listed\n"
    "  ○ Few loans go wrong                undecided, accepted: 78.9 % (78.1 to 79.7)\n"
    "\n"
    "10 of 13 slices are behind the rest in some measure; the 6 furthest\n"
    "                          rows        0      25     50    75 %    points to rest\n"
    "  recall; whole set 69.9 % (69.1 to 70.7), the line │\n"
    "  young women            2,108  12 %    ├─◆─┤              │    −59 (−64 to −51)\n"
    "  age=[0, 25)            4,375  16 %      ├◆┤              │    −55 (−59 to −50)\n"
    "  sex=Fe…le*race=Black   2,020  51 %                ├─◆┤   │    −19 (−24 to −14)\n"
    "  race=Some other race   2,322  52 %                 ├◆┤   │    −19 (−23 to −14)\n"
    "  race=Black             3,900  58 %                   ├◇┤ │    −13 (−16 to −10)\n"
    "  fpr, lower is better; whole set 11.1 % (10.7 to 11.6), the line │\n"
    "  sex=Male              20,050  16 %     │ ◆                    +11 (+10 to +12)\n"
    "  ◇ undecided at the bound of a check\n"
    "\n"
    "4 of 14 judgements are undecided; the 3 nearest to a decision\n"
    "     slice               measured              bound             rows needed\n"
    "  ○  race=Alaska Native  recall 71 (56 to 83)  ≥ 60 %                60 more\n"
    "  ○  race=(missing)      recall 64 (39 to 84)  ≥ 60 %  823 in all (27 times)\n"
    "  ○  race=Black          recall 58 (54 to 61)  ≥ 60 %             5,418 more\n"
    "\n"
    "  95 % intervals; behind: 1 point or more, false discovery rate 5 % in 52 tests\n");
}

static void
test_ascii (void)
{
  const AssayTerminalOptions options = { 80, FALSE, FALSE, 0 };
  g_autoptr (Fixture)        fixture = fixture_income ();
  g_autofree char           *text = assay_report_summary (&fixture->report, &options);

  fixture_assert_text (text,
    "Income model 2.1, before deployment\n"
    "\n"
    "  x FAIL  2 of 6 checks failed\n"
    "\n"
    "  data       33,000 rows, 47 left out: no label or prediction\n"
    "             income.parquet, 2.0 MB, SHA-256 aaaaaaaaaaaa..\n"
    "  whole set  accuracy 81.8 % (81.4 to 82.2), recall 69.9 % (69.1 to 70.7)\n"
    "             fpr 11.1 % (10.7 to 11.6), prevalence 37.3 % (36.8 to 37.8)\n"
    "  against    current: accuracy -1.6 points (-1.8 to -1.3)\n"
    "             from 83.3 % (82.9 to 83.7), 6.5 % of predictions differ\n"
    "  note       the positive class is 1: the plan names it\n"
    "\n"
    "2 of 3 risks fail\n"
    "  x Bias  Credit is decided on this                                         fail\n"
    "    x Every race with enough income gets the loan    1 fail, 3 undecided, 2 pass\n"
    "    + No sex lent more than it can pay  fpr <= 20 %, sex                  2 pass\n"
    "  x Young and old  The young are the customers of tomorrow                  fail\n"
    "    x No age band overlooked  recall >= 60 %, age                 1 fail, 2 pass\n"
    "    ? The middle-aged women of Mars                     undecided: no such slice\n"
    "  + Worse than today                                    pass, 1 check not listed\n"
    "  ? Few loans go wrong                undecided, accepted: 78.9 % (78.1 to 79.7)\n"
    "\n"
    "10 of 13 slices are behind the rest in some measure; the 6 furthest\n"
    "                          rows        0      25     50    75 %    points to rest\n"
    "  recall; whole set 69.9 % (69.1 to 70.7), the line :\n"
    "  young women            2,108  12 %    |=*=|              :    -59 (-64 to -51)\n"
    "  age=[0, 25)            4,375  16 %      |*|              :    -55 (-59 to -50)\n"
    "  sex=Fe..e*race=Black   2,020  51 %                |=*|   :    -19 (-24 to -14)\n"
    "  race=Some other race   2,322  52 %                 |*|   :    -19 (-23 to -14)\n"
    "  race=Black             3,900  58 %                   |?| :    -13 (-16 to -10)\n"
    "  fpr, lower is better; whole set 11.1 % (10.7 to 11.6), the line :\n"
    "  sex=Male              20,050  16 %     : *                    +11 (+10 to +12)\n"
    "  ? undecided at the bound of a check\n"
    "\n"
    "4 of 14 judgements are undecided; the 3 nearest to a decision\n"
    "     slice               measured              bound              rows needed\n"
    "  ?  race=Alaska Native  recall 71 (56 to 83)  >= 60 %                60 more\n"
    "  ?  race=(missing)      recall 64 (39 to 84)  >= 60 %  823 in all (27 times)\n"
    "  ?  race=Black          recall 58 (54 to 61)  >= 60 %             5,418 more\n"
    "\n"
    "  95 % intervals; behind: 1 point or more, false discovery rate 5 % in 52 tests\n");
}

static void
test_wide (void)
{
  const AssayTerminalOptions options = { 110, FALSE, TRUE, 0 };
  g_autoptr (Fixture)        fixture = fixture_income ();
  g_autofree char           *text = assay_report_summary (&fixture->report, &options);

  fixture_assert_text (text,
    "Income model 2.1, before deployment\n"
    "\n"
    "  ✗ FAIL  2 of 6 checks failed\n"
    "\n"
    "  data       33,000 rows · 47 left out: no label or prediction · income.parquet, 2.0 MB\n"
    "             SHA-256 aaaaaaaaaaaa…\n"
    "  whole set  accuracy 81.8 % (81.4 to 82.2) · recall 69.9 % (69.1 to 70.7) · fpr 11.1 % (10.7 to 11.6)\n"
    "             prevalence 37.3 % (36.8 to 37.8)\n"
    "  against    current: accuracy −1.6 points (−1.8 to −1.3) · from 83.3 % (82.9 to 83.7)\n"
    "             6.5 % of predictions differ\n"
    "  note       the positive class is 1: the plan names it\n"
    "\n"
    "2 of 3 risks fail\n"
    "  ✗ Bias  Credit is decided on this                                                                       fail\n"
    "    ✗ Every race with enough income gets the loan  recall ≥ 60 %, race             1 fail, 3 undecided, 2 pass\n"
    "    ✓ No sex lent more than it can pay  fpr ≤ 20 %, sex                                                 2 pass\n"
    "  ✗ Young and old  The young are the customers of tomorrow                                                fail\n"
    "    ✗ No age band overlooked  recall ≥ 60 %, age                                                1 fail, 2 pass\n"
    "    ○ The middle-aged women of Mars  recall ≥ 60 %, women of Mars                     undecided: no such slice\n"
    "  ✓ Worse than today                                                                  pass, 1 check not listed\n"
    "  ○ Few loans go wrong  precision ≥ 79 %                            undecided, accepted: 78.9 % (78.1 to 79.7)\n"
    "\n"
    "10 of 13 slices are behind the rest in some measure; the 6 furthest\n"
    "                           rows        0        20         40        60      80 %    points to rest  check\n"
    "  recall; whole set 69.9 % (69.1 to 70.7), the line │\n"
    "  young women             2,108  12 %      ├─◆───┤                         │       −59 (−64 to −51)  no check\n"
    "  age=[0, 25)             4,375  16 %        ├─◆──┤                        │       −55 (−59 to −50)  fail\n"
    "  sex=Female*race=Black   2,020  51 %                          ├─◆──┤      │       −19 (−24 to −14)  no check\n"
    "  race=Some other race    2,322  52 %                          ├──◆─┤      │       −19 (−23 to −14)  fail\n"
    "  race=Black              3,900  58 %                              ├╌◇┤    │       −13 (−16 to −10)  undecided\n"
    "  fpr, lower is better; whole set 11.1 % (10.7 to 11.6), the line │\n"
    "  sex=Male               20,050  16 %        │ ◆┤                                  +11 (+10 to +12)  pass\n"
    "  ◇ undecided at the bound of a check\n"
    "\n"
    "4 of 14 judgements are undecided; the 3 nearest to a decision\n"
    "     slice               measured              bound             rows needed\n"
    "  ○  race=Alaska Native  recall 71 (56 to 83)  ≥ 60 %                60 more\n"
    "  ○  race=(missing)      recall 64 (39 to 84)  ≥ 60 %  823 in all (27 times)\n"
    "  ○  race=Black          recall 58 (54 to 61)  ≥ 60 %             5,418 more\n"
    "\n"
    "  95 % intervals; behind: 1 point or more, false discovery rate 5 % in 52 tests\n");
}

typedef Fixture *(*Make) (void);
static Fixture *one_class (void) { return fixture_classes (1); }
static Fixture *three_classes (void) { return fixture_classes (3); }
static Fixture *many (void) { return fixture_many (300); }
static const Make audits[] = {
  fixture_income, fixture_hostile, fixture_bare, fixture_empty, one_class, three_classes, many,
};

/* (transfer full) Without the SGR sequences that this program writes; any other escape stays and is found. */
static char *
without_inks (const char *text)
{
  g_autoptr (GRegex) sgr = g_regex_new ("\033\\[[0-9;]*m", 0, 0, NULL);

  return g_regex_replace_literal (sgr, text, -1, 0, "", 0, NULL);
}

/* Not one control character but the line's end, no line wider than the terminal, no space at its end. */
static void
check_page (const char *text,
            guint       width,
            gboolean    is_utf8)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (is_utf8 || g_str_is_ascii (text));
  g_assert_true (g_str_has_suffix (text, "\n"));
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (assay_text_width (lines[i]) > width)
        g_test_message ("|%s|", lines[i]);
      g_assert_cmpuint (assay_text_width (lines[i]), <=, width);
      g_assert_false (g_str_has_suffix (lines[i], " "));
      for (const char *at = lines[i]; *at != '\0'; at = g_utf8_next_char (at))
        {
          gunichar c = g_utf8_get_char (at);
          g_assert_false (g_unichar_iscntrl (c));
          g_assert_false (c == 0x202e || c == 0x200b || c == 0x2066);
        }
    }
  g_assert_null (strstr (text, "nan"));
}

static const guint widths[] = { 60, 80, 100, 120, 160 };

static void
test_every_audit (void)
{
  const char *const *sections = assay_report_sections ();

  for (guint a = 0; a < G_N_ELEMENTS (audits); a++)
    for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
      for (guint look = 0; look < 4; look++)
        for (guint s = 0; sections[s] != NULL; s += 2)
          {
            const AssayTerminalOptions options = { widths[w], look & 1, look & 2, 0 };
            gboolean                   is_summary = s == 0;
            g_autoptr (Fixture)        fixture = audits[a] ();
            g_autofree char *text = assay_report_section (&fixture->report, sections[s], &options);
            g_autofree char *bare = without_inks (text);
            gboolean         has_plan = strcmp (sections[s], "plan") == 0;

            if (widths[w] < 80 && !is_summary) /* sections are for 80 cells and more */
              continue;
            g_test_message ("audit %u, %u cells, look %u, %s", a, widths[w], look, sections[s]);
            g_assert_true ((look & 1) != 0 || strcmp (text, bare) == 0);
            check_page (bare, has_plan ? 1000 : widths[w], look & 2);
          }
}

/* An ink says nothing that is not there without it. */
static void
test_inks (void)
{
  for (guint a = 0; a < G_N_ELEMENTS (audits); a++)
    {
      AssayTerminalOptions options = { 80, FALSE, TRUE, 0 };
      g_autoptr (Fixture)  fixture = audits[a] ();
      g_autofree char     *plain = assay_report_summary (&fixture->report, &options);

      options.has_color = TRUE;
      g_autofree char *inked = assay_report_summary (&fixture->report, &options);
      g_autofree char *bare = without_inks (inked);
      g_assert_cmpstr (bare, ==, plain);
      g_assert_nonnull (strstr (inked, "\033["));
    }
}

static void
test_sections (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char    *unknown = assay_report_section (&fixture->report, "nothing", NULL);
  g_autofree char    *overview = assay_report_section (&fixture->report, "overview", NULL);
  g_autofree char    *summary = assay_report_summary (&fixture->report, NULL);
  const char *const  *sections = assay_report_sections ();
  guint               n = 0;

  g_assert_null (unknown);
  g_assert_cmpstr (overview, ==, summary);
  for (; sections[2 * n] != NULL; n++)
    g_assert_cmpuint (strlen (sections[2 * n + 1]), >, 10);
  g_assert_cmpuint (n, ==, 19);
}

/* The summary of any audit fits a terminal of some forty lines. */
static void
test_lines (void)
{
  for (guint a = 0; a < G_N_ELEMENTS (audits); a++)
    {
      g_autoptr (Fixture) fixture = audits[a] ();
      g_autofree char    *text = assay_report_summary (&fixture->report, NULL);
      g_auto (GStrv)      lines = g_strsplit (text, "\n", -1);

      g_assert_cmpuint (g_strv_length (lines) - 1, <=, 42);
    }
}

static void
test_speed (void)
{
  g_autoptr (Fixture) fixture = fixture_many (10000);
  gint64              start = g_get_monotonic_time ();
  g_autofree char    *summary = assay_report_summary (&fixture->report, NULL);
  g_autofree char    *slices = assay_report_section (&fixture->report, "slices", NULL);
  g_autofree char    *checks = assay_report_section (&fixture->report, "checks", NULL);
  double              elapsed_s = (g_get_monotonic_time () - start) / 1e6;

  g_test_message ("%.2f s", elapsed_s);
  g_assert_cmpfloat (elapsed_s, <, 10);
  g_assert_nonnull (strstr (slices, "id=value 9999"));
  g_assert_nonnull (strstr (checks, "id=value 9999"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/summary", test_summary);
  g_test_add_func ("/terminal/ascii", test_ascii);
  g_test_add_func ("/terminal/wide", test_wide);
  g_test_add_func ("/terminal/every-audit", test_every_audit);
  g_test_add_func ("/terminal/inks", test_inks);
  g_test_add_func ("/terminal/sections", test_sections);
  g_test_add_func ("/terminal/lines", test_lines);
  g_test_add_func ("/terminal/speed", test_speed);
  return g_test_run ();
}
