/* Error tags and gaps in reports: what is worth fixing first, what is not known, names as they are, lists that
 * end. */
#include "fixture.h"

#include "report/exhibits.h"

#include <math.h>
#include <string.h>

#define MOST 256

static const AssayEstimate none = { NAN, NAN, NAN, 0, "not counted" };

/* Everything that a set of tags is made of, around a fixture. */
typedef struct
{
  Fixture             *fixture;
  const AssayFindings *without;  /* the fixture's own */
  AssayFindings        findings;
  AssayTagFindings     tags;
  AssayTagFinding      tag[MOST];
  AssayRoom            room[MOST];
  guint                ranked[MOST];
  AssayReference       human;
  GArray              *gaps;
} Tags;

static AssayEstimate
about (double value,
       double half)
{
  return (AssayEstimate) { value, value - half, value + half, 1000, NULL };
}

static void
set_tag (Tags       *self,
         guint       at,
         const char *name,
         double      share,
         double      room,
         double      half)
{
  const double gain = room * share;

  self->room[at] = (AssayRoom) { about (0.9, 0.01), about (room, half), about (gain, half * share) };
  self->tag[at] = (AssayTagFinding) {
    .name = name,
    .n_rows = (guint64) (1000 * share),
    .rooms = &self->room[at],
    .ease = 3,
    .importance = 3,
    .shares = { (guint64) (1000 * share), (guint64) (100 * share), about (share, 0.02), about (0.1, 0.01),
                about (share, 0.01), about (1.2, 0.1) },
    .share_times_error = none,
    .q = 0.5,
    .priority = MAX (gain, 0) * 100 * 9,
    .is_ahead = room < 0,
    .rank = at + 1,
  };
  self->ranked[at] = at;
}

static Tags *
tags_new (guint n)
{
  Tags *self = g_new0 (Tags, 1);

  self->fixture = fixture_income ();
  self->human = (AssayReference) { ASSAY_REFERENCE_HUMAN, 0, "human level" };
  self->tags = (AssayTagFindings) {
    .n_references = 1,
    .references = &self->human,
    .against = 0,
    .n_tags = n,
    .tags = self->tag,
    .ranked = self->ranked,
    .pairs = g_array_new (FALSE, FALSE, sizeof (AssayTagPair)),
    .has_sets = TRUE,
    .sets = g_array_new (FALSE, FALSE, sizeof (AssayTagSetFinding)),
    .slices = g_array_new (FALSE, FALSE, sizeof (AssayTagSlice)),
  };
  self->gaps = g_array_new (FALSE, FALSE, sizeof (AssayGap));
  self->without = self->fixture->report.findings;
  self->findings = *self->without;
  self->findings.tag_findings = &self->tags;
  self->findings.gaps = self->gaps;
  self->fixture->report.findings = &self->findings;
  return self;
}

static void
tags_free (Tags *self)
{
  for (guint i = 0; i < self->gaps->len; i++)
    g_array_unref (g_array_index (self->gaps, AssayGap, i).parts);
  g_array_unref (self->gaps);
  g_array_unref (self->tags.pairs);
  g_array_unref (self->tags.sets);
  g_array_unref (self->tags.slices);
  self->fixture->report.findings = self->without;
  fixture_free (self->fixture);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Tags, tags_free)

/* The lecture's: 30, 60, 4 and 6 % of the data with rooms of 2, 1, 4 and 0 points (measures.md 5). */
static Tags *
tags_of_lecture (void)
{
  Tags *self = tags_new (4);

  set_tag (self, 0, "people talking", 0.3, 0.02, 0.005);
  set_tag (self, 1, "clean speech", 0.6, 0.01, 0.005);
  set_tag (self, 2, "car noise", 0.04, 0.04, 0.01);
  set_tag (self, 3, "low bandwidth", 0.06, 0, 0.01);
  return self;
}

static void
add_pair (Tags   *self,
          guint   a,
          guint   b,
          double  rate,
          guint64 n_rows)
{
  const AssayTagPair pair = { a, b, n_rows, (guint64) (rate * (double) n_rows), about (rate, 0.02), about (1, 0.1) };

  g_array_append_val (self->tags.pairs, pair);
}

static char *
html_of (const Tags *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayFonts) fonts = assay_fonts_new (&error);
  g_autoptr (AssayDocument) document = assay_story_new (&self->fixture->report);

  return assay_document_html (document, fonts);
}

static void
assert_says (const char *html,
             const char *text)
{
  if (strstr (html, text) == NULL)
    g_error ("'%s' is not in the report: %.6000s", text,
             strstr (html, "id=\"tags\"") != NULL ? strstr (html, "id=\"tags\"") : html);
}

static void
assert_silent (const char *html,
               const char *text)
{
  if (strstr (html, text) != NULL)
    g_error ("'%s' is in the report", text);
}

static guint
n_pages (const Tags *self,
         gboolean    on_first)
{
  g_autoptr (AssayFonts) fonts = assay_fonts_new (NULL);
  g_autoptr (AssayDocument) document = assay_story_new (&self->fixture->report);
  g_autoptr (GPtrArray) pages = assay_document_pages (document, fonts, ASSAY_PAPER_A4);
  guint at = 0;

  for (guint i = 0; i < pages->len && on_first; i++)
    {
      const AssayScene *page = pages->pdata[i];
      for (guint j = 0; j < page->ops->len; j++)
        if (g_array_index (page->ops, AssayOp, j).kind == ASSAY_OP_TEXT
            && strcmp (g_array_index (page->ops, AssayOp, j).text, "Decision") == 0)
          at = i + 1;
    }
  return on_first ? at : pages->len;
}

/* --- tags ------------------------------------------------------------------------------------------------------- */

static void
test_lecture (void)
{
  g_autoptr (Tags) tags = tags_of_lecture ();
  g_autofree char *html = html_of (tags);

  assert_says (html, ">Error tags</h");
  assert_says (html, "people talking is worth fixing first: up to 0.6 points of accuracy");
  assert_says (html, "+0.6 points (+0.5 to +0.8) if it were as good there as human level; the tag is on 30");
  assert_says (html, "2 of 4 tags hold 88");
  assert_says (html, "No row has two tags: the gains add up.");
  assert_says (html, "Work on these next");
  assert_says (html, "1. people talking: 30");
  assert_says (html, "3. car noise: ");
  assert_silent (html, "4. low bandwidth: ");
  g_assert_cmpuint (n_pages (tags, TRUE), ==, 1);
}

/* Of a gain that may be nothing it is not said that there is one. */
static void
test_hedged (void)
{
  g_autoptr (Tags) tags = tags_new (1);

  set_tag (tags, 0, "noisy", 0.3, 0.01, 0.02);
  g_autofree char *html = html_of (tags);
  assert_says (html, "noisy may be worth fixing first: perhaps 0.3 points of accuracy, perhaps nothing");
  assert_says (html, "Of no tag is it shown that there is something to gain");
  assert_silent (html, "noisy is worth fixing first");
}

/* A negative room is shown, marked, and is nothing to work on. */
static void
test_ahead (void)
{
  g_autoptr (Tags) tags = tags_new (2);

  set_tag (tags, 0, "noisy", 0.3, -0.02, 0.01);
  set_tag (tags, 1, "dark", 0.1, -0.01, 0.005);
  g_autofree char *html = html_of (tags);
  assert_says (html, "Nothing is to be gained in any tag: human level is nowhere ahead");
  assert_says (html, "0.0 *");
  assert_says (html, "* The model is ahead there; that counts as 0.");
  assert_silent (html, "Work on these next");
}

static void
test_overlap (void)
{
  g_autoptr (Tags) tags = tags_of_lecture ();

  add_pair (tags, 0, 3, 0.37, 210);
  add_pair (tags, 0, 2, 0.22, 144);
  g_autofree char *html = html_of (tags);
  assert_says (html, "Tags share rows: their gains do not add up.");
  assert_silent (html, "of what can be gained");
  assert_says (html, "Rows with both people talking and low bandwidth are wrong most often: 37");
  assert_says (html, "never together");
}

/* Of a slice's errors far more have the tag than of all errors; one cell of many that strays a little is not named. */
static void
test_slices (void)
{
  g_autoptr (Tags) tags = tags_of_lecture ();
  const GPtrArray *slices = tags->findings.slices;
  const AssayFinding *whole = tags->findings.whole;
  const guint64 n_errors = whole->confusion.n - whole->confusion.right;
  AssayTagSlice found[] = { { slices->pdata[0], 0, 200, 100, about (0.3, 0.02) },
                            { slices->pdata[1], 0, 200, 100, about (0.34, 0.03) } };

  tags->tag[0].shares.errors = (guint64) (0.3 * (double) n_errors);
  g_array_append_vals (tags->tags.slices, found, 2);
  g_autofree char *even = html_of (tags);
  assert_says (even, "Tags are not shown to be on more errors of one slice than of another");
  g_array_index (tags->tags.slices, AssayTagSlice, 1).share_of_errors = about (0.6, 0.05);
  g_autofree char *html = html_of (tags);
  assert_says (html, "people talking stands out in ");
  assert_says (html, ": on 60");
  tags->tags.is_reviewed = TRUE;
  g_autofree char *reviewed = html_of (tags);
  assert_silent (reviewed, "stands out in");
}

static void
test_sets (void)
{
  static guint both[] = { 0, 3 };
  g_autoptr (Tags) tags = tags_of_lecture ();
  const AssayTagSetFinding sets[] = { { 0, NULL, 700, 50, about (0.07, 0.02) }, { 2, both, 210, 78, about (0.37, 0.06) } };

  g_array_append_vals (tags->tags.sets, sets, 2);
  g_autofree char *html = html_of (tags);
  assert_says (html, "Tags come in 2 sets");
  assert_says (html, ">no tag<");
  assert_says (html, ">people talking and low bandwidth<");
  assert_says (html, ">37 (31 to 43)<");
  tags->tags.has_sets = FALSE;
  g_autofree char *many = html_of (tags);
  assert_says (many, "Rows have more different sets of tags than are counted one by one.");
  assert_silent (many, ">no tag<");
}

static void
test_no_baseline (void)
{
  g_autoptr (Tags) tags = tags_of_lecture ();

  tags->tags.against = -1;
  tags->tags.n_references = 0;
  for (guint t = 0; t < 4; t++)
    tags->tag[t].priority = NAN;
  g_autofree char *html = html_of (tags);
  assert_says (html, "people talking is on more errors than any other tag: 30");
  assert_says (html, "No baseline is named, such as human level");
  assert_silent (html, "gain, points");
  assert_silent (html, "Priority:");
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
      tag->shares.error_rate = tag->shares.share_of_data = tag->shares.lift = none;
      tag->share_times_error = about (0.03, 0.01);
      tag->rooms[0] = (AssayRoom) { none, none, none };
      tag->priority = NAN;
    }
  add_pair (tags, 0, 3, 1, 210);
  g_autofree char *html = html_of (tags);
  assert_says (html, "Only errors were reviewed: shares are of the 250 reviewed errors.");
  assert_says (html, "of all rows, %");
  assert_says (html, "300 rows reviewed");
  assert_silent (html, "gain, points");
  assert_silent (html, "are wrong most often");
  assert_silent (html, ">lift<");
}

static void
test_hostile (void)
{
  static const char *const names[] =
      { "<script>alert(1)</script>", "\xd8\xb3\xd9\x8a\xd8\xa7\xd8\xb1\xd8\xa9\xe2\x80\xae abc",
          "two\nlines\tand \x1b[31mred", "\"'&amp;]]>" };
  g_autoptr (Tags) tags = tags_new (4);

  for (guint t = 0; t < 4; t++)
    set_tag (tags, t, names[t], 0.2, 0.02, 0.01);
  for (guint t = 1; t < 4; t++)
    add_pair (tags, 0, t, 0.5, 100);
  tags->human.name = names[0];
  g_autofree char *html = html_of (tags);
  assert_silent (html, "<script>alert");
  assert_silent (html, "\x1b[31m");
  assert_silent (html, "\xe2\x80\xae");
  assert_says (html, "&lt;script&gt;alert(1)");
  g_assert_cmpuint (n_pages (tags, TRUE), ==, 1);
}

/* 256 tags and 60,000 sets: the first of each, and how many more there are. */
static void
test_many (void)
{
  static char names[MOST][16];
  g_autoptr (Tags) tags = tags_new (MOST);
  g_autoptr (Tags) few = tags_of_lecture ();

  for (guint t = 0; t < MOST; t++)
    {
      g_snprintf (names[t], sizeof names[t], "tag %03u", t);
      set_tag (tags, t, names[t], 0.5 / (t + 1), 0.02, 0.001);
      for (guint u = 0; u < t; u++)
        add_pair (tags, u, t, 0.2, 50);
    }
  for (guint i = 0; i < 60000; i++)
    {
      const AssayTagSetFinding set = { 1, &tags->ranked[i % MOST], 60000 - i, 10, about (0.1, 0.01) };
      g_array_append_val (tags->tags.sets, set);
    }
  g_autofree char *html = html_of (tags);
  assert_says (html, "And 244 more tags, all in tags.csv.");
  assert_says (html, "The 12 commonest of 60,000 sets of tags");
  assert_says (html, "The first 12 of 256 tags.");
  assert_says (html, "tag 011");
  assert_silent (html, "tag 012");
  g_assert_cmpuint (n_pages (tags, FALSE), <=, n_pages (few, FALSE) + 2);
}

/* --- gaps ------------------------------------------------------------------------------------------------------- */

static void
add_gap (Tags       *self,
         const char *column,
         double      total,
         guint       n,
         const char *const *names,
         const double      *gains)
{
  AssayGap gap = { 0, column, about (total, 0.0005), g_array_new (FALSE, FALSE, sizeof (AssayGapPart)) };

  for (guint i = 0; i < n; i++)
    {
      const AssayGapPart part =
          { (char *) names[i], names[i] == NULL, FALSE, 1000 * (i + 1), about (gains[i], 0.0002) };
      g_array_append_val (gap.parts, part);
    }
  g_array_append_val (self->gaps, gap);
}

static const char *const sexes[] = { "Male", "Female", NULL };

static void
test_behind (void)
{
  static const double gains[] = { 0.0022, 0.0013, 0.0002 };
  g_autoptr (Tags) tags = tags_of_lecture ();

  add_gap (tags, "sex", 0.0037, 3, sexes, gains);
  g_autofree char *html = html_of (tags);
  assert_says (html, ">Where the points lie</h");
  assert_says (html, "By sex: Male loses most to current, 0.22 of 0.37 points");
  assert_says (html, "The parts add up to \xe2\x88\x92" "0.37 points (\xe2\x88\x92" "0.42 to \xe2\x88\x92" "0.32).");
  assert_says (html, "(missing)");
}

/* The model is ahead: the parts are won, the most first; one that wins more than all says so. */
static void
test_ahead_of (void)
{
  static const double gains[] = { 0.0013, -0.0002, -0.0048 };
  static const double even[] = { 0.0001, -0.0013, -0.0024 };
  static const double mixed[] = { 0.01, -0.01, 0.0001 };
  g_autoptr (Tags) tags = tags_of_lecture ();

  add_gap (tags, "sex", -0.0037, 3, sexes, gains);
  add_gap (tags, NULL, -0.0036, 3, sexes, even);
  add_gap (tags, "age", 0.0001, 3, sexes, mixed);
  g_autofree char *html = html_of (tags);
  assert_says (html, "By sex: (missing) alone wins 0.48 points over current; others lose some again");
  assert_says (html, "By tags: (missing) wins most over current, 0.24 of 0.36 points");
  assert_says (html, "By age: in all no difference to current is shown");
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
  add_gap (tags, "id", 0.1, 40, names, gains);
  g_autofree char *html = html_of (tags);
  assert_says (html, "The 12 largest of 40 parts; report.json has the rest.");
  assert_says (html, "v38");
  assert_says (html, "v39");
  assert_silent (html, "v02<");
}

/* --- charts ----------------------------------------------------------------------------------------------------- */

/* The chart's text or why there is none. */
static char *
chart_of (const Tags *self,
          const char *kind,
          const char *column,
          const char *baseline)
{
  g_autoptr (GError) error = NULL;
  const AssayChartRequest request = { .kind = kind, .column = column, .baseline = baseline, .width = 543 };
  g_autoptr (GBytes) bytes = assay_report_chart (&self->fixture->report, &request, &error);

  if (bytes == NULL)
    return g_strdup (error->message);
  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_pareto (void)
{
  g_autoptr (Tags) tags = tags_of_lecture ();
  g_autofree char *svg = chart_of (tags, "pareto", NULL, NULL);

  assert_says (svg, ">2 of 4 tags hold 88");
  assert_says (svg, ">+0.16 (+0.12 to +0.20)<");
  g_autofree char *column = chart_of (tags, "pareto", "sex", NULL);
  g_assert_cmpstr (column, ==, "a pareto chart takes no --column; it takes --baseline");
  tags->tags.against = -1;
  g_autofree char *none_known = chart_of (tags, "pareto", NULL, NULL);
  assert_says (none_known, "a pareto chart needs baseline= in the plan");
  tags->findings.tag_findings = NULL;
  g_autofree char *without = chart_of (tags, "pareto", NULL, NULL);
  g_assert_cmpstr (without, ==, "the audit has no error tags; a pareto chart needs tags= in the plan");
}

/* Without a column the sets of tags, or the only column. */
static void
test_gap (void)
{
  static const double gains[] = { 0.0022, 0.0013, 0.0002 };
  g_autoptr (Tags) tags = tags_of_lecture ();

  add_gap (tags, "sex", 0.0037, 3, sexes, gains);
  g_autofree char *only = chart_of (tags, "gap", NULL, NULL), *other = chart_of (tags, "gap", "sxe", NULL);
  assert_says (only, ">By sex: Male loses most to current, 0.22 of 0.37 points<");
  assert_says (only, ">Model less current, points of overall accuracy. Hatched: may be nothing.");
  g_assert_cmpstr (other, ==, "the audit has no column 'sxe'; did you mean 'sex'?");
  add_gap (tags, "age", 0.0037, 3, sexes, gains);
  g_autofree char *which = chart_of (tags, "gap", NULL, NULL);
  g_assert_cmpstr (which, ==, "by which column? --column is one of: sex, age");
  add_gap (tags, NULL, 0.0037, 3, sexes, gains);
  g_autofree char *sets = chart_of (tags, "gap", NULL, NULL), *by = chart_of (tags, "gap", "age", "current");
  assert_says (sets, ">By tags: Male loses most");
  assert_says (by, ">By age: Male loses most");
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
  g_test_add_func ("/report/gaps/behind", test_behind);
  g_test_add_func ("/report/gaps/ahead", test_ahead_of);
  g_test_add_func ("/report/gaps/many", test_many_parts);
  g_test_add_func ("/report/tags/pareto", test_pareto);
  g_test_add_func ("/report/gaps/chart", test_gap);
  return g_test_run ();
}
