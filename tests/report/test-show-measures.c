/* The whole set, the comparison, the definitions. */
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
test_measures (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char    *text = show (fixture, "measures", 80, TRUE);

  fixture_assert_text (text,
    "  measure                 whole set  of rows\n"
    "  accuracy    81.8 % (81.4 to 82.2)   32,953  higher is better\n"
    "  precision   78.9 % (78.1 to 79.7)   10,900  higher is better\n"
    "  recall      69.9 % (69.1 to 70.7)   12,300  higher is better\n"
    "  fpr         11.1 % (10.7 to 11.6)   20,653  lower is better\n"
    "  prevalence  37.3 % (36.8 to 37.8)   32,953  no direction\n"
    "\n"
    "Rows by label and prediction\n"
    "  label         predicted 0  predicted 1\n"
    "  0                  18,353        2,300\n"
    "  1 (positive)        3,700        8,600\n");
}

static void
test_three_classes (void)
{
  g_autoptr (Fixture) fixture = fixture_classes (3);
  g_autofree char    *text = show (fixture, "measures", 80, TRUE);

  fixture_assert_text (text,
    "  measure           whole set  of rows\n"
    "  accuracy    88 % (80 to 93)       91  higher is better\n"
    "  precision   86 % (71 to 94)       35  higher is better\n"
    "  recall      83 % (68 to 92)       36  higher is better\n"
    "  fpr           9 % (4 to 20)       55  lower is better\n"
    "  prevalence  40 % (30 to 50)       91  no direction\n"
    "\n"
    "Rows by label and prediction\n"
    "  label         predicted 0  predicted 1  predicted 2\n"
    "  0                      50            5            0\n"
    "  1 (positive)            6           30            0\n"
    "  2                       0            0            0\n");
}

static void
test_compare (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char    *text = show (fixture, "compare", 110, TRUE);

  fixture_assert_text (text,
    "candidate (new) against current (old), on the same rows\n"
    "  slice                 rows       new accuracy %       old accuracy %    new - old, points          q  differ\n"
    "  whole set           32,953  81.8 (81.4 to 82.2)  83.3 (82.9 to 83.7)  −1.6 (−1.8 to −1.3) ◆  < 0.001   6.5 %\n"
    "  sex=Female          12,950  86.5 (85.9 to 87.1)  86.9 (86.3 to 87.4)   −0.4 (−0.8 to 0.0)       0.07   5.6 %\n"
    "  sex=Male            20,003  78.8 (78.2 to 79.3)  81.1 (80.5 to 81.6)  −2.3 (−2.7 to −1.9) ◆  < 0.001   7.0 %\n"
    "  age=[0, 25)          4,370  94.7 (94.0 to 95.4)  93.0 (92.3 to 93.8)  +1.7 (+1.1 to +2.3)    < 0.001   4.0 %\n"
    "  age=[25, 50)        16,543  81.3 (80.7 to 81.9)  83.0 (82.4 to 83.6)  −1.7 (−2.1 to −1.3) ◆  < 0.001   6.5 %\n"
    "  age=[50, 100]       12,040  77.7 (77.0 to 78.5)  80.3 (79.6 to 81.0)  −2.6 (−3.0 to −2.1) ◆  < 0.001   7.2 %\n"
    "  race=Alaska Native     177        91 (86 to 94)        90 (85 to 94)        +1 (−3 to +4)       0.71   4.0 %\n"
    "  race=Asian           4,680        83 (82 to 84)        84 (83 to 85)  −1.2 (−1.9 to −0.4) ◆    0.001   6.2 %\n"
    "  race=Black           3,900        87 (86 to 88)        87 (86 to 88)  −0.3 (−1.1 to +0.4)       0.38   5.5 %\n"
    "  race=…e other race   2,322        88 (86 to 89)        88 (87 to 89)   0.0 (−1.0 to +0.9)       0.93   5.3 %\n"
    "  race=White          21,844  79.9 (79.3 to 80.4)  81.9 (81.4 to 82.4)  −2.0 (−2.4 to −1.7) ◆  < 0.001   6.8 %\n"
    "  race=(missing)          30        73 (56 to 86)        77 (59 to 88)       −3 (−14 to +7)       0.32   3.3 %\n"
    "  sex=F…e*race=Black   2,020        88 (87 to 89)        88 (87 to 89)         0 (−1 to +1)       0.92   5.2 %\n"
    "  young women          2,108  95.4 (94.5 to 96.3)        94 (92 to 95)  +1.9 (+1.0 to +2.7)    < 0.001   3.8 %\n"
    "\n"
    "  ◆ worse: the whole interval is below 0 and q is 0.05 or less. differ: share of rows where the two\n"
    "  predictions differ.\n");
}

static void
test_no_baseline (void)
{
  g_autoptr (Fixture) fixture = fixture_bare ();
  g_autofree char    *text = show (fixture, "compare", 80, TRUE);

  fixture_assert_text (text,
    "The plan has no baseline= to compare with.\n");
}

static void
test_definitions (void)
{
  g_autoptr (Fixture) fixture = fixture_income ();
  g_autofree char    *text = show (fixture, "definitions", 80, TRUE);

  fixture_assert_text (text,
    "  measure     formula         interval\n"
    "  accuracy    (tp + tn) / n   Wilson 1927\n"
    "  precision   tp / (tp + fp)  Wilson 1927\n"
    "  recall      tp / (tp + fn)  Wilson 1927\n"
    "  fpr         fp / (fp + tn)  Wilson 1927\n"
    "  prevalence  (tp + fn) / n   Wilson 1927\n"
    "\n"
    "  tp, fp, fn, tn: rows by label and prediction of the positive class; n: their\n"
    "  sum. A measure whose denominator is 0 is undefined, never 0.\n"
    "\n"
    "  behind      A slice is behind the rest of the set when its difference is at\n"
    "              least min-effect in the harmful direction and its q is 0.05 or\n"
    "              less. p is Fisher's exact test where the least expected count is\n"
    "              below 20, else the score test; q is Benjamini and Hochberg 1995\n"
    "              over the slices of columns and crossings, or over the named ones,\n"
    "              for each measure.\n"
    "  difference  To the rest, disjoint rows: Newcombe 1998, hybrid score. To a\n"
    "              baseline, the same rows: Bonett and Price 2012, with McNemar's\n"
    "              test.\n"
    "  pass        Every slice that decides has its whole interval on the right side\n"
    "              of the bound.\n"
    "  fail        Some slice has its whole interval on the wrong side, the interval\n"
    "              being widened to confidence 1 - (1 - c)/m for the m slices that\n"
    "              decide.\n"
    "  undecided   Neither. The rows to decide are those at which half of repeats\n"
    "              would; 4 of 5 is said too.\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/show-measures/measures", test_measures);
  g_test_add_func ("/show-measures/three-classes", test_three_classes);
  g_test_add_func ("/show-measures/compare", test_compare);
  g_test_add_func ("/show-measures/no-baseline", test_no_baseline);
  g_test_add_func ("/show-measures/definitions", test_definitions);
  return g_test_run ();
}
