/* test-fairness.c: groups in reports: sentences that say no more than the interval, the terminal's tables, the file
 * of them, names as they are, lists that end. Numbers are made by hand. */
#include "fixture.h"

#include "report/exhibits.h"

#include <math.h>
#include <string.h>

#define MOST 200

/* Groups around a fixture. */
typedef struct
{
  Fixture              *fixture;
  const AssayFindings  *without; /* the fixture's own */
  AssayFindings         findings;
  AssayFairnessFindings fairness;
  AssayFairness         key, within;
  AssayFairGroup        groups[MOST];
  char                 *names[MOST];
} Groups;

static AssayEstimate
about (double value,
       double lo,
       double hi)
{
  return (AssayEstimate) { value, lo, hi, 1000, NULL };
}

static AssayParityGap
gap_of (double ratio,
        double lo,
        double hi)
{
  return (AssayParityGap) { .difference = about (0.2, 0.1, 0.3), .ratio = about (ratio, lo, hi), .n_used = 3,
                            .n_pairs = 3,
                            .confidence = 0.98, .lowest = 0, .highest = 1, .ratio_lowest = 0, .ratio_highest = 1 };
}

static void
set_parity (AssayFairness *self,
            AssayParity    parity,
            AssayParityGap gap,
            AssayVerdict   rule)
{
  self->gaps[parity] = gap;
  self->rules[parity] = rule;
}

static Groups *
groups_new (guint n)
{
  Groups *self = g_new0 (Groups, 1);

  self->fixture = fixture_income ();
  self->without = self->fixture->report.findings;
  for (guint i = 0; i < n; i++)
    {
      self->names[i] = g_strdup_printf (i == 0 ? "Women" : i == 1 ? "Men" : "Group %u", i);
      self->groups[i] = (AssayFairGroup) { .finding = self->without->slices->pdata[0], .name = self->names[i] };
      for (guint p = 0; p < ASSAY_N_PARITIES; p++)
        self->groups[i].rates[p] = (AssayGroupRates) { { about (0.1 + 0.2 * (i % 4), 0.05, 0.9), about (0.2, 0.1,
                                                                                                        0.3) } };
    }
  self->key = (AssayFairness) { .key = (char *) "sex", .n_groups = n, .groups = self->groups,
                                .reference = ASSAY_PARITY_NO_GROUP };
  set_parity (&self->key, ASSAY_PARITY_DEMOGRAPHIC, gap_of (0.5, 0.4, 0.6), ASSAY_VERDICT_FAIL);
  set_parity (&self->key, ASSAY_PARITY_EQUAL_OPPORTUNITY, gap_of (0.85, 0.7, 0.95), ASSAY_VERDICT_UNDECIDED);
  set_parity (&self->key, ASSAY_PARITY_EQUALIZED_ODDS, gap_of (0.7, 0.6, 0.75), ASSAY_VERDICT_FAIL);
  self->key.gaps[ASSAY_PARITY_EQUALIZED_ODDS].ratio_rate = 1;
  set_parity (&self->key, ASSAY_PARITY_PREDICTIVE, gap_of (0.9, 0.85, 1), ASSAY_VERDICT_PASS);
  set_parity (&self->key, ASSAY_PARITY_FPR, gap_of (NAN, NAN, NAN), ASSAY_VERDICT_UNDECIDED);
  self->key.gaps[ASSAY_PARITY_FPR].ratio.why = "division by a share of 0";
  self->key.gaps[ASSAY_PARITY_FPR].ratio_lowest = ASSAY_PARITY_NO_GROUP;
  self->key.gaps[ASSAY_PARITY_FPR].ratio_highest = ASSAY_PARITY_NO_GROUP;
  self->within = self->key;
  self->within.control = "job";
  self->fairness = (AssayFairnessFindings) { .threshold = 0.8, .keys = g_ptr_array_new () };
  for (guint p = 0; p < ASSAY_N_PARITIES; p++)
    self->fairness.parities[self->fairness.n_parities++] = p;
  g_ptr_array_add (self->fairness.keys, &self->key);
  self->findings = *self->without;
  self->findings.fairness = &self->fairness;
  self->fixture->report.findings = &self->findings;
  return self;
}

static void
groups_free (Groups *self)
{
  for (guint i = 0; i < MOST; i++)
    g_free (self->names[i]);
  g_ptr_array_unref (self->fairness.keys);
  self->fixture->report.findings = self->without;
  fixture_free (self->fixture);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Groups, groups_free)

static char *
show (const Groups *self,
      guint         n_columns)
{
  const AssayTerminalOptions options = { n_columns, FALSE, TRUE, 0 };

  return assay_report_section (&self->fixture->report, "fairness", &options);
}

static char *
html_of (const Groups *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayFonts) fonts = assay_fonts_new (&error);
  g_autoptr (AssayDocument) document = assay_story_new (&self->fixture->report);

  return assay_document_html (document, fonts);
}

static void
assert_says (const char *text,
             const char *words)
{
  const char *section = strstr (text, "id=\"fairness\"");

  if (strstr (text, words) == NULL)
    g_error ("'%s' is not in %.6000s", words, section != NULL ? section : text);
}

/* --- sentences -------------------------------------------------------------------------------------------------- */

static void
test_sentences (void)
{
  static const struct { AssayParity parity; const char *sentence; } rows[] = {
    { ASSAY_PARITY_DEMOGRAPHIC,
      "demographic parity of sex is below 0.8: ratio 0.50 (0.40 to 0.60), Women against Men" },
    { ASSAY_PARITY_EQUAL_OPPORTUNITY, "equal opportunity of sex may be below 0.8: ratio 0.85 (0.70 to 0.95), Women "
                                      "against Men" },
    { ASSAY_PARITY_EQUALIZED_ODDS,
      "equalized odds of sex is below 0.8: ratio 0.70 (0.60 to 0.75), Women against Men by false positive rate" },
    { ASSAY_PARITY_PREDICTIVE, "predictive parity of sex keeps 0.8: ratio 0.90 (0.85 to 1.00), Women against Men" },
    { ASSAY_PARITY_FPR, "FPR parity of sex cannot be told: division by a share of 0" },
  };
  g_autoptr (Groups) groups = groups_new (3);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *sentence = assay_phrase_parity (&groups->fixture->report, &groups->key, rows[i].parity, TRUE);
      g_assert_cmpstr (sentence, ==, rows[i].sentence);
    }
}

/* A pass that only a group left out keeps away is not called "may be below". */
static void
test_left_out (void)
{
  g_autoptr (Groups) groups = groups_new (5);

  groups->groups[2].rates[ASSAY_PARITY_PREDICTIVE].why_out = "fewer than min-rows rows";
  groups->groups[4].rates[ASSAY_PARITY_PREDICTIVE].why_out = "fewer than min-rows rows";
  groups->key.n_left_out[ASSAY_PARITY_PREDICTIVE] = 2;
  groups->key.rules[ASSAY_PARITY_PREDICTIVE] = ASSAY_VERDICT_UNDECIDED;
  g_autofree char *sentence = assay_phrase_parity (&groups->fixture->report, &groups->key, ASSAY_PARITY_PREDICTIVE,
                                                   TRUE);
  g_autofree char *all = assay_phrase_left_out (&groups->key, ASSAY_PARITY_PREDICTIVE, 5);
  g_autofree char *one = assay_phrase_left_out (&groups->key, ASSAY_PARITY_PREDICTIVE, 1);
  g_autofree char *none = assay_phrase_left_out (&groups->key, ASSAY_PARITY_DEMOGRAPHIC, 5);

  g_assert_cmpstr (sentence, ==, "predictive parity of sex keeps 0.8 among the groups that are large enough: ratio "
                                 "0.90 (0.85 to 1.00), Women against Men");
  g_assert_cmpstr (all, ==, "2 groups are left out, so that nothing passes: Group 2; Group 4 (fewer than min-rows "
                            "rows)");
  g_assert_cmpstr (one, ==, "2 groups are left out, so that nothing passes: Group 2 \xe2\x80\xa6 (fewer than "
                            "min-rows rows)");
  g_assert_null (none);
}

/* --- the terminal ----------------------------------------------------------------------------------------------- */

static void
test_show (void)
{
  g_autoptr (Groups) groups = groups_new (3);
  g_autofree char *text = show (groups, 110);

  assert_says (text, "\u2717  Demographic parity  0.20 (0.10 to 0.30)  0.50 (0.40 to 0.60)  Women");
  assert_says (text, "\u25cb  Equal opportunity");
  assert_says (text, "\u2713  Predictive parity");
  assert_says (text, "division by a share of 0");
  assert_says (text, "Women");
  assert_says (text, "at least 0.8.");
  g_assert_null (strstr (text, "within"));
}

static void
test_show_within (void)
{
  g_autoptr (Groups) groups = groups_new (3);

  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (groups->fairness.keys, &groups->within);
  g_autofree char *text = show (groups, 80);
  assert_says (text, "sex, within job = (missing)\n");
  assert_says (text, "and within 8 more values: --most 20");
}

static void
test_show_none (void)
{
  g_autoptr (Groups) groups = groups_new (1);

  groups->findings.fairness = NULL;
  g_autofree char *text = show (groups, 80), *html = html_of (groups);
  g_assert_cmpstr (text, ==, "The plan has no groups: name columns or crossings by groups= in [fairness].\n");
  g_assert_null (strstr (html, "id=\"fairness\""));
  g_assert_null (assay_report_fairness_csv (&groups->fixture->report));
}

/* --- files ------------------------------------------------------------------------------------------------------ */

static void
test_csv (void)
{
  g_autoptr (Groups) groups = groups_new (2);

  groups->groups[1].name = (char *) "=1+1";
  groups->groups[1].rates[ASSAY_PARITY_FPR].why_out = "fewer than 10 clusters";
  groups->within.control_value = "a, b";
  g_ptr_array_add (groups->fairness.keys, &groups->within);
  g_autofree char *csv = assay_report_fairness_csv (&groups->fixture->report);
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);

  g_assert_true (g_str_has_prefix (lines[0], "groups,control,control value,parity,group,rows,rate,value,lo,hi,n,left "
                                             "out,"));
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 2 * 2 * 6 + 1); /* equalized odds has two rates */
  assert_says (csv, "\r\nsex,,,demographic_parity,Women,");
  assert_says (csv, ",selection_rate,0.1,0.05,0.9,1000,,0.2,0.1,0.3,0.5,0.4,0.6,fail,Women,'=1+1,\r\n");
  assert_says (csv, "\r\nsex,job,\"a, b\",equalized_odds,Women,");
  assert_says (csv, "fewer than 10 clusters,0.2,0.1,0.3,,,,undecided,");
}

static void
test_pages (void)
{
  g_autoptr (Groups) groups = groups_new (MOST);

  g_free (groups->names[0]);
  groups->names[0] = groups->groups[0].name = g_strdup ("<b>Women</b> & \x1b[31m");
  groups->within.control_value = "clerk";
  g_ptr_array_add (groups->fairness.keys, &groups->within);
  g_autofree char *html = html_of (groups);
  assert_says (html, "id=\"fairness\"");
  assert_says (html, "2 of 5 parities of sex are below 0.8, 2 undecided");
  assert_says (html, "Equal opportunity of sex may be below 0.8");
  assert_says (html, "176 more groups are in fairness.csv.");
  assert_says (html, "sex, within each value of job");
  assert_says (html, "&lt;b&gt;Women&lt;/b&gt; &amp; ");
  g_assert_null (strstr (html, "<b>Women"));
  g_assert_null (strchr (html, '\x1b'));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/fairness/sentences", test_sentences);
  g_test_add_func ("/report/fairness/left-out", test_left_out);
  g_test_add_func ("/report/fairness/show", test_show);
  g_test_add_func ("/report/fairness/show-within", test_show_within);
  g_test_add_func ("/report/fairness/show-none", test_show_none);
  g_test_add_func ("/report/fairness/csv", test_csv);
  g_test_add_func ("/report/fairness/pages", test_pages);
  return g_test_run ();
}
