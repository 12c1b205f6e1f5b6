/* Gaps in reports: parts that add up to what two models part by, the largest first, whoever is ahead. */
#include "fixture-tags.h"

static const char *const sexes[] = { "Male", "Female", NULL };

static void
test_behind (void)
{
  static const double gains[] = { 0.0022, 0.0013, 0.0002 };
  g_autoptr (Tags) tags = tags_of_lecture ();

  tags_add_gap (tags, "sex", 0.0037, 3, sexes, gains);
  g_autofree char *html = tags_html (tags);
  fixture_assert_says (html, ">Where the points lie</h");
  fixture_assert_says (html, "By sex: Male loses most to current, 0.22 of 0.37 points");
  fixture_assert_says (html, "The parts add up to \xe2\x88\x92" "0.37 points (\xe2\x88\x92" "0.42 to \xe2\x88\x92" "0.32).");
  fixture_assert_says (html, "(missing)");
}

/* The model is ahead: the parts are won, the most first; one that wins more than all says so. */
static void
test_ahead_of (void)
{
  static const double gains[] = { 0.0013, -0.0002, -0.0048 };
  static const double even[] = { 0.0001, -0.0013, -0.0024 };
  static const double mixed[] = { 0.01, -0.01, 0.0001 };
  g_autoptr (Tags) tags = tags_of_lecture ();

  tags_add_gap (tags, "sex", -0.0037, 3, sexes, gains);
  tags_add_gap (tags, NULL, -0.0036, 3, sexes, even);
  tags_add_gap (tags, "age", 0.0001, 3, sexes, mixed);
  g_autofree char *html = tags_html (tags);
  fixture_assert_says (html, "By sex: (missing) alone wins 0.48 points over current; others lose some again");
  fixture_assert_says (html, "By tags: (missing) wins most over current, 0.24 of 0.36 points");
  fixture_assert_says (html, "By age: in all no difference to current is shown");
}

/* 40 parts: the 12 largest either way. */
static void
test_many_parts (void)
{
  static char texts[40][8];
  const char *names[40];
  double gains[40];
  g_autoptr (Tags) tags = tags_of_lecture ();

  for (guint i = 0; i < 40; i++)
    {
      g_snprintf (texts[i], sizeof texts[i], "v%02u", i);
      names[i] = texts[i];
      gains[i] = (i % 2 == 0 ? 0.001 : -0.0005) * (i + 1);
    }
  tags_add_gap (tags, "id", 0.1, 40, names, gains);
  g_autofree char *html = tags_html (tags);
  fixture_assert_says (html, "The 12 largest of 40 parts; report.json has the rest.");
  fixture_assert_says (html, "v38");
  fixture_assert_says (html, "v39");
  fixture_assert_silent (html, "v02<");
}

/* Without a column the sets of tags, or the only column. */
static void
test_gap (void)
{
  static const double gains[] = { 0.0022, 0.0013, 0.0002 };
  g_autoptr (Tags) tags = tags_of_lecture ();

  tags_add_gap (tags, "sex", 0.0037, 3, sexes, gains);
  g_autofree char *only = tags_chart (tags, "gap", NULL, NULL), *other = tags_chart (tags, "gap", "sxe", NULL);
  fixture_assert_says (only, ">By sex: Male loses most to current, 0.22 of 0.37 points<");
  fixture_assert_says (only, ">Model less current, points of overall accuracy. Hatched: may be nothing.");
  g_assert_cmpstr (other, ==, "the audit has no column 'sxe'; did you mean 'sex'?");
  tags_add_gap (tags, "age", 0.0037, 3, sexes, gains);
  g_autofree char *which = tags_chart (tags, "gap", NULL, NULL);
  g_assert_cmpstr (which, ==, "by which column? --column is one of: sex, age");
  tags_add_gap (tags, NULL, 0.0037, 3, sexes, gains);
  g_autofree char *sets = tags_chart (tags, "gap", NULL, NULL), *by = tags_chart (tags, "gap", "age", "current");
  fixture_assert_says (sets, ">By tags: Male loses most");
  fixture_assert_says (by, ">By age: Male loses most");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/gaps/behind", test_behind);
  g_test_add_func ("/report/gaps/ahead", test_ahead_of);
  g_test_add_func ("/report/gaps/many", test_many_parts);
  g_test_add_func ("/report/gaps/chart", test_gap);
  return g_test_run ();
}
