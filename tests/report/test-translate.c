/* What people read in a report is marked for translation: with every text translated into letters that are not Latin no
 * Latin word is left but the audit's own, of which the audits here have none.
 *
 * g_dgettext() and g_dngettext() of this program stand in for GLib's: no locale, no catalogue, no gettext program.
 */
#include "fixture.h"

#include "report/exhibits.h"
#include "words/translate.h"

#include <math.h>
#include <string.h>

static gboolean is_translating;

/* --- a language ---------------------------------------------------------------------------------------------- */

/* Cyrillic letters in the places of Latin ones; a conversion (%s, %.1f, %u, %lu) stays. (transfer none) */
static char *
translated (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_assert_cmpstr (text, !=, ""); /* it would be the catalogue's head */
  for (const char *at = text; *at != '\0'; at++)
    {
      const gsize n = *at == '%' ? 1 + strspn (at + 1, ".0123456789lhz") : 0;
      if (n > 0 && at[n] != '\0' && strchr ("%csdufegx", at[n]) != NULL)
        {
          g_string_append_len (out, at, (gssize) n + 1);
          at += n;
        }
      else if (g_ascii_isalpha (*at))
        g_string_append_unichar (out, (g_ascii_isupper (*at) ? 0x410 : 0x430) + (g_ascii_tolower (*at) - 'a'));
      else
        g_string_append_c (out, *at);
    }
  return (char *) g_intern_string (out->str);
}

const char *
g_dgettext (const char *domain,
            const char *text)
{
  g_assert_cmpstr (domain, ==, "assay");
  return is_translating ? translated (text) : text;
}

const char *
g_dngettext (const char *domain,
             const char *one,
             const char *many,
             gulong      n)
{
  return g_dgettext (domain, n == 1 ? one : many);
}

/* --- audits without a Latin letter --------------------------------------------------------------------------- */

static const char *
number_name (void)
{
  static guint last = 1000;
  g_autofree char *text = g_strdup_printf ("%u", ++last);

  return g_intern_string (text);
}

static void
silence (AssayEstimate *estimate)
{
  if (estimate->why != NULL)
    estimate->why = number_name ();
}

static void
silence_finding (const AssayFindings *findings,
                 AssayFinding        *finding)
{
  for (guint i = 0; i < findings->n_measures; i++)
    silence (&finding->measures[i]);
  for (guint i = 0; finding->rest != NULL && i < findings->n_tested; i++)
    {
      silence (&finding->rest[i].difference);
      finding->rest[i].why = finding->rest[i].why != NULL ? number_name () : NULL;
    }
  silence (&finding->paired[0].paired.difference);
}

/* Reasons and names that the audit gives, and the names that plans know measures by. */
static void
silence_audit (Fixture *fixture)
{
  AssayFindings *findings = (AssayFindings *) fixture->report.findings;
  AssayMeasure *measures = g_memdup2 (findings->measures, findings->n_measures * sizeof *measures);
  AssayProvenance *provenance = (AssayProvenance *) fixture->report.provenance;

  for (guint i = 0; i < findings->n_measures; i++)
    measures[i].name = number_name ();
  g_ptr_array_add (fixture->owned, measures);
  findings->measures = measures;
  silence_finding (findings, (AssayFinding *) findings->whole);
  for (guint i = 0; i < findings->slices->len; i++)
    silence_finding (findings, findings->slices->pdata[i]);
  for (guint i = 0; i < findings->checks->len; i++)
    {
      AssayCheckFinding *check = findings->checks->pdata[i];
      check->measure.name = number_name ();
      check->reason = (char *) number_name ();
      for (guint j = 0; j < check->results->len; j++)
        {
          AssayCheckResult *result = check->results->pdata[j];
          silence (&result->estimate);
          result->reason = result->reason != NULL ? (char *) number_name () : NULL;
        }
    }
  for (guint i = 0; i < fixture->report.counts->n_classes; i++)
    ((const char **) fixture->report.counts->classes)[i] = number_name ();
  provenance->n_files = MIN (provenance->n_files, 1);
}

static Fixture *
make_binary (void)
{
  static const FixtureSlice slices[] = {
    { ASSAY_SLICE_WHOLE, { NULL }, { NULL }, 400, 90, 150, 900, 3 },
    { ASSAY_SLICE_COLUMN, { "11" }, { "21" }, 100, 40, 100, 200, 0 },
    { ASSAY_SLICE_COLUMN, { "11" }, { NULL }, 290, 40, 40, 600, 0 },
    { ASSAY_SLICE_COLUMN, { "11" }, { "23" }, 10, 10, 10, 100, 0 },
    { ASSAY_SLICE_COLUMN, { "12" }, { "24" }, 5, 5, 5, 5, 0 },
    { ASSAY_SLICE_COLUMN, { "12" }, { "25" }, 395, 85, 145, 895, 0 },
    { ASSAY_SLICE_CROSS, { "11", "12" }, { "21", "24" }, 3, 4, 1, 0, 0 },
    { ASSAY_SLICE_CROSS, { "11", "12" }, { "21", "25" }, 97, 36, 99, 200, 0 },
    { ASSAY_SLICE_CROSS, { "11", "12" }, { "23", "25" }, 10, 10, 10, 100, 0 },
  };
  static const AssayRisk risks[] = { { (char *) "31", (char *) "32", 0 } };
  static const FixtureCheck checks[] = {
    { "41", "31", "recall", "11", ASSAY_BOUND_AT_LEAST, 0.6, NULL },
    { "42", "31", "recall", "*", ASSAY_BOUND_AT_LEAST, 0.5, NULL },
    { "43", NULL, "fpr", "all", ASSAY_BOUND_AT_MOST, 0.2, NULL },
    { "44", NULL, "accuracy", "*", ASSAY_BOUND_NO_WORSE_THAN, 0.01, NULL },
    { "45", NULL, "accuracy", "all", ASSAY_BOUND_NO_WORSE_THAN, 0, NULL },
    { "46", NULL, "recall", "12", ASSAY_BOUND_AT_LEAST, 0.72, "51" },
  };
  const FixtureSpec spec = { "61", slices, G_N_ELEMENTS (slices), checks, G_N_ELEMENTS (checks), risks, 1, "71", NULL, 2 };
  Fixture *fixture = fixture_new (&spec);

  silence_audit (fixture);
  return fixture;
}

static Fixture *
make_without_checks (void)
{
  static const FixtureSlice slices[] = {
    { ASSAY_SLICE_WHOLE, { NULL }, { NULL }, 400, 90, 150, 900, 0 },
    { ASSAY_SLICE_COLUMN, { "11" }, { "21" }, 3, 4, 10, 2, 0 },
    { ASSAY_SLICE_COLUMN, { "11" }, { "22" }, 397, 86, 140, 898, 0 },
  };
  const FixtureSpec spec = { "", slices, G_N_ELEMENTS (slices), NULL, 0, NULL, 0, NULL, NULL, 2 };
  Fixture *fixture = fixture_new (&spec);

  silence_audit (fixture);
  return fixture;
}

/* --- words that are left ------------------------------------------------------------------------------------- */

/* Names of programs and of what is the same in every language: the product, hashes, units, an author's name. */
static const char *const kept[] = { "Assay", "SHA", "MB", "kB", "income", "parquet", "cpu", NULL };

/* (transfer full, nullable) The first word of two Latin letters or more; a digest is none. */
static char *
latin_word (const char *text)
{
  for (const char *at = text; *at != '\0';)
    {
      const gsize n_hex = strspn (at, "0123456789abcdef");
      const gsize n = n_hex >= 12 ? 0 : strspn (at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
      g_autofree char *word = g_strndup (at, n);
      if (n >= 2 && !g_strv_contains (kept, word))
        return g_steal_pointer (&word);
      at += n_hex >= 12 ? n_hex : MAX (n, 1);
    }
  return NULL;
}

static void
assert_translated (const char *where,
                   const char *text)
{
  g_autofree char *word = text != NULL ? latin_word (text) : NULL;

  if (word != NULL)
    g_error ("%s: \"%s\" is not marked for translation in: %s", where, word, text);
}

/* Nothing of style and script is read; of tags the attributes that are said. */
static void
check_html (const char *html)
{
  g_autoptr (GRegex) unread = g_regex_new ("<(style|script)[^>]*>.*?</\\1>|[^ ]*<title>[^<]*</title>", G_REGEX_DOTALL, 0, NULL);
  g_autoptr (GRegex) pieces = g_regex_new (">([^<]+)<|(?:aria-label|alt|title)=\"([^\"]*)\"", 0, 0, NULL);
  g_autofree char *text = g_regex_replace_literal (unread, html, -1, 0, "", 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint n = 0;

  for (g_regex_match (pieces, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL), n++)
    {
      g_autofree char *piece = g_match_info_fetch (match, 1), *said = g_match_info_fetch (match, 2);
      g_autoptr (GString) plain = g_string_new (piece[0] != '\0' ? piece : said);
      g_string_replace (plain, "&amp;", "&", 0);
      g_string_replace (plain, "&lt;", "<", 0);
      g_string_replace (plain, "&gt;", ">", 0);
      g_string_replace (plain, "&quot;", "\"", 0);
      assert_translated ("html", plain->str);
    }
  g_assert_cmpuint (n, >, 60);
}

static void
check_scene (const AssayScene *scene)
{
  for (guint i = 0; i < scene->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (scene->ops, AssayOp, i);
      const gboolean is_link = op->kind == ASSAY_OP_BEGIN && strcmp (op->name, "Link") == 0;

      if (!is_link) /* of a link the text is its target */
        assert_translated (op->kind == ASSAY_OP_HIT ? "hit" : "page", op->text);
    }
}

static void
check_pages (const AssayDocument *document)
{
  g_autoptr (AssayFonts) fonts = assay_fonts_new (NULL);
  g_autoptr (GPtrArray) pages = assay_document_pages (document, fonts, ASSAY_PAPER_A4);

  g_assert_cmpuint (pages->len, >=, 2);
  for (guint i = 0; i < pages->len; i++)
    check_scene (pages->pdata[i]);
}

/* A figure as it stands in a report, and alone. */
static void
check_figure (AssayFonts  *fonts,
              AssayFigure *figure)
{
  static const double widths[] = { 515, 248 };

  g_assert_nonnull (figure);
  assert_translated ("title", figure->title);
  assert_translated ("note", figure->note);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autoptr (AssayScene) scene = figure->draw (fonts, figure->data, widths[i], 0);
      check_scene (scene);
    }
}

/* --- the tests ----------------------------------------------------------------------------------------------- */

static void
add_columns (Fixture *fixture)
{
  static char *first[] = { (char *) "11", NULL }, *second[] = { (char *) "12", NULL };
  static char *both[] = { (char *) "11", (char *) "12", NULL };
  static AssayCross columns[] = { { .columns = first, .n_columns = 1 }, { .columns = second, .n_columns = 1 } };
  static AssayCross cross = { .columns = both, .n_columns = 2 };

  g_ptr_array_add (fixture->report.plan->columns, &columns[0]);
  g_ptr_array_add (fixture->report.plan->columns, &columns[1]);
  g_ptr_array_add (fixture->report.plan->crosses, &cross);
}

/* 100 rows: scores of 0 to 0.25, 0.5, 0.75 and 1. */
static const double edges[] = { 0, 0.25, 0.5, 0.75, 1 };
static const AssayScoreBin bins[] = { { 0, 18, 2, 2, 1 }, { 1, 12, 8, 5, 3 }, { 2, 10, 20, 6, 12 }, { 3, 3, 27, 2, 25 } };

static void
check_audit (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  is_translating = TRUE;
  g_autoptr (AssayDocument) document = assay_story_new (&fixture->report);
  g_autofree char *html = assay_report_html (&fixture->report, &error);
  g_assert_no_error (error);
  check_html (html);
  check_pages (document);
  is_translating = FALSE;
}

static void
test_binary (void)
{
  g_autoptr (Fixture) fixture = make_binary ();

  add_columns (fixture);
  check_audit (fixture);
}

static void
test_without_checks (void)
{
  g_autoptr (Fixture) fixture = make_without_checks ();

  check_audit (fixture);
}

static void
test_scores (void)
{
  g_autoptr (Fixture) fixture = make_binary ();
  AssayHistogram scores = { G_N_ELEMENTS (edges), edges, G_N_ELEMENTS (bins), bins, .is_probability = TRUE };
  AssayPlan plan = *fixture->report.plan;

  plan.score = (char *) "81";
  plan.threshold = 0.6;
  fixture->report.plan = &plan;
  fixture->report.findings->whole->evidence.scores = &scores;
  check_audit (fixture);
  scores.is_top_label = TRUE;
  check_audit (fixture);
  fixture->report.findings->whole->evidence.scores = NULL;
}

/* Charts that are asked for by name have words of their own. */
static void
test_alone (void)
{
  g_autoptr (Fixture) fixture = make_binary ();
  g_autoptr (AssayFonts) fonts = assay_fonts_new (NULL);
  AssayStory story = { assay_document_new (), &fixture->report, fixture->report.findings, 0 };
  const GPtrArray *checks = fixture->report.findings->checks;

  add_columns (fixture);
  is_translating = TRUE;
  check_figure (fonts, assay_exhibit_behind (&story));
  check_figure (fonts, assay_exhibit_column (&story, "11", NAN, NAN));
  check_figure (fonts, assay_exhibit_crossing (&story, fixture->report.plan->crosses->pdata[0]));
  check_figure (fonts, assay_exhibit_confusion (&story, &fixture->report.findings->whole->evidence.matrix, "91"));
  check_figure (fonts, assay_exhibit_flips (&story, 0, fixture->report.findings->whole));
  check_figure (fonts, assay_exhibit_pairs (&story, 0, NULL, 2));
  for (guint i = 0; i < checks->len; i++)
    check_figure (fonts, assay_exhibit_check (&story, checks->pdata[i], 1, TRUE));
  is_translating = FALSE;
  assay_document_free (story.document);
}

/* Numbers keep their forms, conversions their places, and without a translation nothing changes. */
static void
test_language (void)
{
  g_assert_cmpstr (translated ("%u of %.1f %% rows"), ==, "%u \xd0\xbe\xd0\xb5 %.1f %% \xd1\x81\xd0\xbe\xd1\x86\xd1\x82");
  g_assert_cmpstr (P_("%u row", "%u rows", 1), ==, "%u row");
  g_assert_cmpstr (P_("%u row", "%u rows", 2), ==, "%u rows");
  g_assert_null (latin_word ("12 % \xd0\xbe\xd0\xb5 q"));
  g_autofree char *word = latin_word ("12 % of 7");
  g_assert_cmpstr (word, ==, "of");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/translate/language", test_language);
  g_test_add_func ("/translate/audit", test_binary);
  g_test_add_func ("/translate/without-checks", test_without_checks);
  g_test_add_func ("/translate/scores", test_scores);
  g_test_add_func ("/translate/alone", test_alone);
  return g_test_run ();
}
