/* Error tags in reports: what is worth fixing first, what is not known, names as they are, lists that end. */
#include "fixture-tags.h"

#include <math.h>

static void
test_lecture (void)
{
  g_autoptr (Tags) tags = tags_of_lecture ();
  g_autofree char *html = tags_html (tags);

  fixture_assert_says (html, ">Error tags</h");
  fixture_assert_says (html, "people talking is worth fixing first: up to 0.6 points of accuracy");
  fixture_assert_says (html, "+0.6 points (+0.5 to +0.8) if it were as good there as human level; the tag is on 30");
  fixture_assert_says (html, "2 of 4 tags hold 88");
  fixture_assert_says (html, "No row has two tags: the gains add up.");
  fixture_assert_says (html, "Work on these next");
  fixture_assert_says (html, "1. people talking: 30");
  fixture_assert_says (html, "3. car noise: ");
  fixture_assert_silent (html, "4. low bandwidth: ");
  g_assert_cmpuint (tags_n_pages (tags, TRUE), ==, 1);
}

/* Of a gain that may be nothing it is not said that there is one. */
static void
test_hedged (void)
{
  g_autoptr (Tags) tags = tags_new (1);

  tags_set (tags, 0, "noisy", 0.3, 0.01, 0.02);
  g_autofree char *html = tags_html (tags);
  fixture_assert_says (html, "noisy may be worth fixing first: perhaps 0.3 points of accuracy, perhaps nothing");
  fixture_assert_says (html, "Of no tag is it shown that there is something to gain");
  fixture_assert_silent (html, "noisy is worth fixing first");
}

/* A negative room is shown, marked, and is nothing to work on. */
static void
test_ahead (void)
{
  g_autoptr (Tags) tags = tags_new (2);

  tags_set (tags, 0, "noisy", 0.3, -0.02, 0.01);
  tags_set (tags, 1, "dark", 0.1, -0.01, 0.005);
  g_autofree char *html = tags_html (tags);
  fixture_assert_says (html, "Nothing is shown to be gained in any tag: human level is ahead in none");
  fixture_assert_says (html, "0.0 *");
  fixture_assert_says (html, "* The model is ahead there; that counts as 0.");
  fixture_assert_silent (html, "Work on these next");
}

static void
test_overlap (void)
{
  g_autoptr (Tags) tags = tags_of_lecture ();

  tags_add_pair (tags, 0, 3, 0.37, 210);
  tags_add_pair (tags, 0, 2, 0.22, 144);
  g_autofree char *html = tags_html (tags);
  fixture_assert_says (html, "Tags share rows: their gains do not add up.");
  fixture_assert_silent (html, "of what can be gained");
  fixture_assert_says (html, "Rows with both people talking and low bandwidth are wrong most often: 37");
  fixture_assert_says (html, "never together");
}

/* Of a slice's errors far more have the tag than of all errors; one cell of many that strays a little is not named. */
static void
test_slices (void)
{
  g_autoptr (Tags) tags = tags_of_lecture ();
  const GPtrArray *slices = tags->findings.slices;
  const AssayFinding *whole = tags->findings.whole;
  const guint64 n_errors = whole->confusion.n - whole->confusion.right;
  AssayTagSlice found[] = { { slices->pdata[0], 0, 200, 100, fixture_about (0.3, 0.02) },
                            { slices->pdata[1], 0, 200, 100, fixture_about (0.34, 0.03) } };

  tags->tag[0].shares.errors = (guint64) (0.3 * (double) n_errors);
  g_array_append_vals (tags->tags.slices, found, 2);
  g_autofree char *even = tags_html (tags);
  fixture_assert_says (even, "Tags are not shown to be on more errors of one slice than of another");
  g_array_index (tags->tags.slices, AssayTagSlice, 1).share_of_errors = fixture_about (0.6, 0.05);
  g_autofree char *html = tags_html (tags);
  fixture_assert_says (html, "people talking stands out in ");
  fixture_assert_says (html, ": on 60");
  tags->tags.is_reviewed = TRUE;
  g_autofree char *reviewed = tags_html (tags);
  fixture_assert_silent (reviewed, "stands out in");
}

static void
test_sets (void)
{
  static guint both[] = { 0, 3 };
  g_autoptr (Tags) tags = tags_of_lecture ();
  const AssayTagSetFinding sets[] = { { 0, NULL, 700, 50, fixture_about (0.07, 0.02) },
                                      { 2, both, 210, 78, fixture_about (0.37, 0.06) } };

  g_array_append_vals (tags->tags.sets, sets, 2);
  g_autofree char *html = tags_html (tags);
  fixture_assert_says (html, "Tags come in 2 sets");
  fixture_assert_says (html, ">no tag<");
  fixture_assert_says (html, ">people talking and low bandwidth<");
  fixture_assert_says (html, ">37 (31 to 43)<");
  tags->tags.has_sets = FALSE;
  g_autofree char *many = tags_html (tags);
  fixture_assert_says (many, "Rows have more different sets of tags than are counted one by one.");
  fixture_assert_silent (many, ">no tag<");
}

static void
test_no_baseline (void)
{
  g_autoptr (Tags) tags = tags_of_lecture ();

  tags->tags.against = -1;
  tags->tags.n_references = 0;
  for (guint t = 0; t < 4; t++)
    tags->tag[t].priority = NAN;
  g_autofree char *html = tags_html (tags);
  fixture_assert_says (html, "people talking is on more errors than any other tag: 30");
  fixture_assert_says (html, "No baseline is named, such as human level");
  fixture_assert_silent (html, "gain, points");
  fixture_assert_silent (html, "Priority:");
}

/* Only errors were reviewed: what needs right rows too is not shown as a number. */
static void
test_reviewed (void)
{
  g_autoptr (Tags) tags = tags_of_lecture ();

  tags->tags.is_reviewed = tags->tags.only_errors = TRUE;
  tags->tags.n_reviewed = tags->tags.n_reviewed_errors = 250;
  for (guint t = 0; t < 4; t++)
    {
      AssayTagFinding *tag = &tags->tag[t];
      tag->shares.error_rate = tag->shares.share_of_data = tag->shares.lift = fixture_none;
      tag->share_times_error = fixture_about (0.03, 0.01);
      tag->rooms[0] = (AssayRoom) { fixture_none, fixture_none, fixture_none };
      tag->priority = NAN;
    }
  tags_add_pair (tags, 0, 3, 1, 210);
  g_autofree char *html = tags_html (tags);
  fixture_assert_says (html, "Only errors were reviewed: shares are of the 250 reviewed errors.");
  fixture_assert_says (html, "of all rows, %");
  fixture_assert_says (html, "300 rows reviewed");
  fixture_assert_silent (html, "gain, points");
  fixture_assert_silent (html, "are wrong most often");
  fixture_assert_silent (html, ">lift<");
}

static void
test_hostile (void)
{
  static const char *const names[] =
      { "<script>alert(1)</script>", "\xd8\xb3\xd9\x8a\xd8\xa7\xd8\xb1\xd8\xa9\xe2\x80\xae abc",
          "two\nlines\tand \x1b[31mred", "\"'&amp;]]>" };
  g_autoptr (Tags) tags = tags_new (4);

  for (guint t = 0; t < 4; t++)
    tags_set (tags, t, names[t], 0.2, 0.02, 0.01);
  for (guint t = 1; t < 4; t++)
    tags_add_pair (tags, 0, t, 0.5, 100);
  tags->human.name = names[0];
  g_autofree char *html = tags_html (tags);
  fixture_assert_silent (html, "<script>alert");
  fixture_assert_silent (html, "\x1b[31m");
  fixture_assert_silent (html, "\xe2\x80\xae");
  fixture_assert_says (html, "&lt;script&gt;alert(1)");
  g_assert_cmpuint (tags_n_pages (tags, TRUE), ==, 1);
}

/* 256 tags and 60,000 sets: the first of each, and how many more there are. */
static void
test_many (void)
{
  static char names[FIXTURE_MOST_TAGS][16];
  g_autoptr (Tags) tags = tags_new (FIXTURE_MOST_TAGS);
  g_autoptr (Tags) few = tags_of_lecture ();

  for (guint t = 0; t < FIXTURE_MOST_TAGS; t++)
    {
      g_snprintf (names[t], sizeof names[t], "tag %03u", t);
      tags_set (tags, t, names[t], 0.5 / (t + 1), 0.02, 0.001);
      for (guint u = 0; u < t; u++)
        tags_add_pair (tags, u, t, 0.2, 50);
    }
  for (guint i = 0; i < 60000; i++)
    {
      const AssayTagSetFinding set = { 1, &tags->ranked[i % FIXTURE_MOST_TAGS], 60000 - i, 10, fixture_about (0.1, 0.01) };
      g_array_append_val (tags->tags.sets, set);
    }
  g_autofree char *html = tags_html (tags);
  fixture_assert_says (html, "And 244 more tags, all in tags.csv.");
  fixture_assert_says (html, "The 12 commonest of 60,000 sets of tags");
  fixture_assert_says (html, "The first 12 of 256 tags.");
  fixture_assert_says (html, "tag 011");
  fixture_assert_silent (html, "tag 012");
  g_assert_cmpuint (tags_n_pages (tags, FALSE), <=, tags_n_pages (few, FALSE) + 2);
}

static void
test_pareto (void)
{
  g_autoptr (Tags) tags = tags_of_lecture ();
  g_autofree char *svg = tags_chart (tags, "pareto", NULL, NULL);

  fixture_assert_says (svg, ">2 of 4 tags hold 88");
  fixture_assert_says (svg, ">+0.16 (+0.12 to +0.20)<");
  g_autofree char *column = tags_chart (tags, "pareto", "sex", NULL);
  g_assert_cmpstr (column, ==, "a pareto chart takes no --column; it takes --baseline");
  tags->tags.against = -1;
  g_autofree char *none_known = tags_chart (tags, "pareto", NULL, NULL);
  fixture_assert_says (none_known, "a pareto chart needs baseline= in the plan");
  tags->findings.tag_findings = NULL;
  g_autofree char *without = tags_chart (tags, "pareto", NULL, NULL);
  g_assert_cmpstr (without, ==, "the audit has no error tags; a pareto chart needs tags= in the plan");
}

/* Tags together, as a chart alone. */
static void
test_pairs_chart (void)
{
  g_autoptr (Tags) tags = tags_of_lecture ();
  g_autofree char *none = tags_chart (tags, "tags", NULL, NULL);
  g_assert_cmpstr (none, ==, "no two tags are on the same row, or only errors were tagged");
  tags_add_pair (tags, 0, 2, 0.5, 400);
  g_autofree char *svg = tags_chart (tags, "tags", NULL, NULL);
  fixture_assert_says (svg, "<svg");
  fixture_assert_says (svg, "car noise");
  g_autofree char *column = tags_chart (tags, "tags", "sex", NULL);
  fixture_assert_says (column, "a tags chart takes no --column");
  tags->findings.tag_findings = NULL;
  g_autofree char *without = tags_chart (tags, "tags", NULL, NULL);
  g_assert_cmpstr (without, ==, "the audit has no error tags; a tags chart needs tags= in the plan");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/tags/lecture", test_lecture);
  g_test_add_func ("/report/tags/hedged", test_hedged);
  g_test_add_func ("/report/tags/ahead", test_ahead);
  g_test_add_func ("/report/tags/overlap", test_overlap);
  g_test_add_func ("/report/tags/slices", test_slices);
  g_test_add_func ("/report/tags/sets", test_sets);
  g_test_add_func ("/report/tags/no-baseline", test_no_baseline);
  g_test_add_func ("/report/tags/reviewed", test_reviewed);
  g_test_add_func ("/report/tags/hostile", test_hostile);
  g_test_add_func ("/report/tags/many", test_many);
  g_test_add_func ("/report/tags/pareto", test_pareto);
  g_test_add_func ("/report/tags/pairs-chart", test_pairs_chart);
  return g_test_run ();
}
