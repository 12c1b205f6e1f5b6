/* Labels and human level in reports: annotators from a file to pages, HTML, annotators.csv and the chart of a pair. */
#include "../read/test-data.h"
#include "audit/audit.h"
#include "report/exhibit.h"
#include "report/exhibits.h"

#include <string.h>

static AssayAudit *
run (const char *csv,
     const char *data,
     const char *slices)
{
  char *folder = assay_test_folder_new ();
  g_autofree char *path = assay_test_write (folder, "rows.csv", csv, -1);
  g_autofree char *text = g_strdup_printf ("[data]\nfiles=rows.csv\n%s\n[slices]\n%s\n", data, slices);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", &error);
  g_assert_no_error (error);
  const AssayAuditOptions options = { .n_threads = 1, .folder = folder };
  AssayAudit *audit = assay_audit_run (plan, &options, NULL, NULL, &error);

  g_assert_no_error (error);
  assay_test_folder_free (folder);
  return audit;
}

/* --- what is said --------------------------------------------------------------------------------------------------- */

static char *
html_of (const AssayAudit *audit)
{
  g_autoptr (GError) error = NULL;
  char *html = assay_report_html (assay_audit_report (audit), &error);

  g_assert_no_error (error);
  return html;
}

static void
assert_says (const char *html,
             const char *text)
{
  const char *labels = strstr (html, "id=\"labels\"");

  if (strstr (html, text) == NULL)
    g_error ("'%s' is not in the report: %.2500s", text, labels != NULL ? labels : html);
}

static void
assert_silent (const char *html,
               const char *text)
{
  if (strstr (html, text) != NULL)
    g_error ("'%s' is in the report", text);
}

static gboolean
page_says (const AssayScene *page,
           const char       *text)
{
  for (guint i = 0; i < page->ops->len; i++)
    {
      const AssayOp *op = &g_array_index (page->ops, AssayOp, i);
      if (op->kind == ASSAY_OP_TEXT && strcmp (op->text, text) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The section is on a page, on page 1 its finding and the decision. */
static void
check_pages (const AssayAudit *audit,
             const char       *finding)
{
  g_autoptr (AssayFonts) fonts = assay_fonts_new (NULL);
  g_autoptr (AssayDocument) document = assay_story_new (assay_audit_report (audit));
  g_autoptr (GPtrArray) pages = assay_document_pages (document, fonts, ASSAY_PAPER_A4);
  gboolean has_section = FALSE;

  g_assert_true (page_says (pages->pdata[0], "Decision"));
  g_assert_true (page_says (pages->pdata[0], finding));
  for (guint i = 1; i < pages->len; i++)
    has_section = has_section || page_says (pages->pdata[i], "Labels and human level");
  g_assert_true (has_section);
}

/* --- people and a model ----------------------------------------------------------------------------------------------- */

/* Of 400 rows the truth is the label; three people split in one of five, each on its own, c says fox for dog one time
 * in four; the model is wrong in n_wrong of 20. */
static char *
rows_of (guint n_wrong,
         const char *const names[3])
{
  static const char *const classes[] = { "cat", "dog", "fox" };
  GString *csv = g_string_new ("site,label,model");

  for (guint a = 0; a < 3; a++)
    g_string_append_printf (csv, ",\"%s\"", names[a]);
  g_string_append_c (csv, '\n');
  for (guint i = 0; i < 400; i++)
    {
      const guint truth = i * 7 % 3, model = i % 20 < n_wrong ? (truth + 1) % 3 : truth;
      g_string_append_printf (csv, "%s,%s,%s", i % 2 == 0 ? "X" : "Y", classes[truth], classes[model]);
      for (guint a = 0; a < 3; a++)
        {
          const gboolean splits = (i + a * 7) % 20 < 2;
          const gboolean is_biased = a == 2 && truth == 1 && i / 3 % 4 == 0;
          g_string_append_printf (csv, ",%s", classes[is_biased ? 2 : splits ? (truth + 1) % 3 : truth]);
        }
      g_string_append_c (csv, '\n');
    }
  return g_string_free (csv, FALSE);
}

static const char *const plain_names[3] = { "a", "b", "c" };

static void
test_model (void)
{
  g_autofree char *csv = rows_of (7, plain_names);
  g_autoptr (AssayAudit) audit = run (csv, "label=label\nprediction=model\nannotators=a;b;c", "columns=site");
  g_autofree char *html = html_of (audit), *finding = assay_phrase_agreement (assay_audit_report (audit), TRUE);

  g_assert_true (g_str_has_prefix (finding, "People agree on 7"));
  g_assert_nonnull (strstr (finding, " of ratings; the model is "));
  g_assert_true (g_str_has_suffix (finding, " below human level"));
  check_pages (audit, finding);
  assert_says (html, "id=\"labels\"");
  assert_says (html, "3 annotators (a, b, c); 400 rows with two ratings or more.");
  assert_says (html, "Krippendorff&#39;s alpha, nominal");
  assert_says (html, "the classes are not all numbers");
  assert_says (html, "Of all pairs ");
  assert_says (html, "Bayesian bootstrap over rows (Rubin 1981)");
  assert_says (html, ">c</th>");
  assert_says (html, "fox +"); /* that c says it too often */
  assert_says (html, "dog \xe2\x88\x92");
  assert_says (html, "Merging ");
  assert_says (html, "A class &quot;uncertain&quot; would take ");
  assert_says (html, "Model less human level, on the same rows: \xe2\x88\x92");
  assert_silent (html, "one person&#39;s word");
}

/* The label is the first person's: what others leave out of its model is not what it could reach. */
static void
test_one_human (void)
{
  g_autofree char *csv = rows_of (7, plain_names);
  g_autoptr (AssayAudit) audit = run (csv, "label=label\nprediction=model\nannotators=a;b;c\nground-truth=one human",
                                      "columns=site");
  g_autofree char *html = html_of (audit);

  assert_says (html, "The label is one person&#39;s word: accuracy says how far the model agrees");
  g_autoptr (AssayAudit) label = run (csv, "label=label\nannotators=a;b;c\nground-truth=one human", "columns=site");
  g_autofree char *alone = html_of (label);
  assert_says (alone, "The label is one person&#39;s word: no one could agree");
  assert_says (alone, ">the label<");
  assert_silent (alone, ">the model<");
}

/* As good as people: neither below nor above is claimed. */
static void
test_hedged (void)
{
  g_autofree char *csv = rows_of (4, plain_names);
  g_autoptr (AssayAudit) audit = run (csv, "label=label\nprediction=model\nannotators=a;b;c", "columns=site");
  g_autofree char *finding = assay_phrase_agreement (assay_audit_report (audit), TRUE);
  const AssayEstimate *room = &assay_audit_report (audit)->findings->annotators->whole->level.room;

  g_assert_cmpfloat (room->lo, <=, 0);
  g_assert_cmpfloat (room->hi, >=, 0);
  g_assert_true (g_str_has_suffix (finding, "; the model is not shown to be below or above human level"));
}

/* --- annotators alone, and what is undefined ---------------------------------------------------------------------------- */

static void
test_alone (void)
{
  g_autofree char *csv = rows_of (0, plain_names);
  g_autoptr (AssayAudit) audit = run (csv, "annotators=a;b;c", "columns=site");
  g_autofree char *html = html_of (audit), *finding = assay_phrase_agreement (assay_audit_report (audit), TRUE);

  g_assert_true (g_str_has_suffix (finding, ") of ratings"));
  check_pages (audit, finding);
  assert_says (html, "each rating against the majority of the others");
  assert_says (html, "Slices: how many rows?");
  assert_silent (html, "the model is ");
  assert_silent (html, "accuracy of the model");
}

/* All say one class: agreement is whole, and chance would have it so. */
static void
test_undefined (void)
{
  g_autoptr (GString) csv = g_string_new ("site,label,model,a,b\n");

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (csv, "X,yes,%s,yes,yes\n", i % 5 == 0 ? "no" : "yes");
  g_autoptr (AssayAudit) audit = run (csv->str, "label=label\nprediction=model\nannotators=a;b", "columns=site");
  g_autofree char *html = html_of (audit);
  assert_says (html, "a and b say the same of 100");
  assert_says (html, "; kappa is undefined");
  assert_says (html, "\xce\xba \xe2\x80\x93");
}

/* No row has two ratings. */
static void
test_apart (void)
{
  g_autoptr (GString) csv = g_string_new ("site,a,b\n");

  for (guint i = 0; i < 60; i++)
    g_string_append (csv, i % 2 == 0 ? "X,yes,\n" : "X,,no\n");
  g_autoptr (AssayAudit) audit = run (csv->str, "annotators=a;b", "columns=site");
  g_autofree char *html = html_of (audit), *finding = assay_phrase_agreement (assay_audit_report (audit), TRUE);
  g_assert_true (g_str_has_prefix (finding, "How far people agree is undefined: "));
  check_pages (audit, finding);
  assert_says (html, "left out: 60 with one, 0 with none.");
  assert_silent (html, "kappa is undefined"); /* there is no pair to draw */
  assert_silent (html, "No slice is shown");  /* nor a slice */
  assert_silent (html, "Each annotator says");
}

/* People agree less about one site of 40 than about all: of so many, one is below by chance, and a title needs more. */
static void
expect_part (guint       n_apart,
             const char *text,
             const char *not_text)
{
  g_autoptr (GString) csv = g_string_new ("site,a,b\n");

  for (guint i = 0; i < 4000; i++)
    {
      const guint site = i % 40, row = i / 40; /* 100 rows each */
      const gboolean splits = row < (site == 7 ? n_apart : 20);
      g_string_append_printf (csv, "s%02u,%s,%s\n", site, row % 2 == 0 ? "yes" : "no",
                              (row % 2 == 0) != splits ? "yes" : "no");
    }
  g_autoptr (AssayAudit) audit = run (csv->str, "annotators=a;b", "columns=site");
  const AssayAgreementFinding *part = assay_audit_report (audit)->findings->annotators->parts->pdata[7];
  const AssayAgreementFinding *whole = assay_audit_report (audit)->findings->annotators->whole;
  g_autofree char *html = html_of (audit);
  g_assert_cmpstr (part->finding->text, ==, "site=s07");
  g_assert_cmpfloat (part->level.human.hi, <, whole->level.human.value);
  assert_says (html, text);
  assert_silent (html, not_text);
}

static void
test_parts (void)
{
  expect_part (30, "No slice is shown to have a lower human level", "Human level is lowest for");
  expect_part (50, "Human level is lowest for s07: 50", "No slice is shown to have a lower human level");
}

static void
test_hostile (void)
{
  static const char *const names[3] = { "<script>alert(1)</script>", "\xe2\x80\xae" "evil & 'so'", "=cmd|'/c calc'!A1" };
  g_autofree char *csv = rows_of (7, names);
  g_auto (GStrv) parts = g_strsplit (csv, "fox", -1);
  g_autofree char *hostile = g_strjoinv ("<b>]]>", parts);
  g_autofree char *data = g_strdup_printf ("label=label\nprediction=model\nannotators=%s;%s;%s", names[0], names[1], names[2]);
  g_autoptr (AssayAudit) audit = run (hostile, data, "columns=site");
  g_autofree char *html = html_of (audit), *finding = assay_phrase_agreement (assay_audit_report (audit), TRUE);

  check_pages (audit, finding);
  assert_silent (html, "<script>alert");
  assert_silent (html, "<b>]]>");
  assert_silent (html, "\xe2\x80\xae");
  assert_says (html, "&lt;script&gt;alert(1)");
  g_autofree char *lines = assay_report_annotators_csv (assay_audit_report (audit));
  g_assert_nonnull (strstr (lines, "'=cmd|'/c calc'!A1"));
  g_assert_null (strstr (lines, ",=cmd"));
}

/* Fourteen people and thirty classes: the first of each, and how many more there are. */
static void
test_many (void)
{
  g_autoptr (GString) csv = g_string_new ("site"), data = g_string_new ("annotators=");

  for (guint a = 0; a < 14; a++)
    {
      g_string_append_printf (csv, ",r%02u", a);
      g_string_append_printf (data, "%sr%02u", a > 0 ? ";" : "", a);
    }
  for (guint i = 0; i < 600; i++)
    {
      g_string_append_printf (csv, "\ns%u", i % 30);
      for (guint a = 0; a < 14; a++)
        g_string_append_printf (csv, ",k%02u", ((i + a) % 7 < 2 ? i + a : i) % 30);
    }
  g_string_append_c (csv, '\n');
  g_autoptr (AssayAudit) audit = run (csv->str, data->str, "columns=site\nmin-rows=10");
  g_autofree char *html = html_of (audit), *finding = assay_phrase_agreement (assay_audit_report (audit), TRUE);
  check_pages (audit, finding);
  assert_says (html, "14 annotators (r00, r01, r02, r03, r04, r05, r06, r07 and 6 more)");
  assert_says (html, "The first 15 of 91; annotators.csv has them all.");
  assert_says (html, "of the 20 classes they split about most, of 30.");
  assert_says (html, "The 24 with the least alpha of 30; annotators.csv has them all.");
  assert_says (html, "if their order is: k00, k01, k02, k03 and 26 more");
}

/* --- annotators.csv and the chart -------------------------------------------------------------------------------------- */

static guint
count_lines (const char *text,
             const char *start)
{
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n += g_str_has_prefix (lines[i], start);
  return n;
}

static void
test_csv (void)
{
  g_autofree char *csv = rows_of (7, plain_names);
  g_autoptr (AssayAudit) audit = run (csv, "label=label\nprediction=model\nannotators=a;b;c", "columns=site");
  g_autoptr (AssayAudit) without = run (csv, "label=label\nprediction=model", "columns=site");
  g_autofree char *lines = assay_report_annotators_csv (assay_audit_report (audit));

  g_assert_null (assay_report_annotators_csv (assay_audit_report (without)));
  g_assert_true (g_str_has_prefix (lines, "what,slice,annotator,other annotator,class,rows,value,lo,hi,why\r\n"));
  g_assert_cmpuint (count_lines (lines, "kappa,,a,b,,400,0."), ==, 1);
  g_assert_cmpuint (count_lines (lines, "kappa,site=X,a,b,,200,0."), ==, 1);
  g_assert_cmpuint (count_lines (lines, "agreement,,,,,400,0."), ==, 1);
  g_assert_cmpuint (count_lines (lines, "human level,site="), ==, 2);
  g_assert_cmpuint (count_lines (lines, "difference,,c,,fox,400,0."), ==, 1);
  g_assert_cmpuint (count_lines (lines, "alpha interval,,,,,400,,,,the classes are not all numbers"), ==, 1);
}

static void
expect_chart (const AssayAudit *audit,
              const char       *kind,
              const char       *slice,
              const char       *pair,
              const char       *text,
              gboolean          is_drawn)
{
  const AssayChartRequest request = { .kind = kind, .slice = slice, .pair = pair, .width = 543 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = assay_report_chart (assay_audit_report (audit), &request, &error);

  g_assert_true ((bytes != NULL) == is_drawn);
  const char *shown = is_drawn ? g_bytes_get_data (bytes, NULL) : error->message;
  const gssize size = is_drawn ? (gssize) g_bytes_get_size (bytes) : (gssize) strlen (shown);
  if (g_strstr_len (shown, size, text) == NULL)
    g_error ("'%s' is not in %.*s", text, (int) MIN (size, 6000), is_drawn ? g_strstr_len (shown, size, "</style>") : shown);
}

static void
expect (const AssayAudit *audit,
        const char       *slice,
        const char       *pair,
        const char       *text,
        gboolean          is_drawn)
{
  expect_chart (audit, "agreement", slice, pair, text, is_drawn);
}

/* Every two of three; of two there is one number, which the chart of agreement has. */
static void
test_raters (void)
{
  g_autofree char *csv = rows_of (7, plain_names);
  g_autoptr (AssayAudit) audit = run (csv, "label=label\nprediction=model\nannotators=a;b;c", "columns=site");
  g_autoptr (AssayAudit) two = run (csv, "label=label\nprediction=model\nannotators=a;b", "columns=site");
  g_autoptr (AssayAudit) without = run (csv, "label=label\nprediction=model", "columns=site");
  g_autoptr (GError) error = NULL;
  const AssayChartRequest request = { .kind = "raters" };
  g_autoptr (AssayExhibit) exhibit = assay_exhibit_new (assay_audit_report (audit), &request, &error);
  g_assert_no_error (error);
  g_autofree char *numbers = assay_exhibit_csv (exhibit);

  expect_chart (audit, "raters", NULL, NULL, ">b and c agree least: kappa 0.", TRUE);
  expect_chart (audit, "raters", "site=X", NULL, ">X: a and c agree least: kappa 0.", TRUE);
  expect_chart (two, "raters", NULL, NULL, "a raters chart needs three annotators", FALSE);
  expect_chart (without, "raters", NULL, NULL, "no annotators; a raters chart needs annotators= in the plan", FALSE);
  expect_chart (audit, "alphas", NULL, NULL, "lower alpha", TRUE);
  expect_chart (audit, "levels", NULL, NULL, "human level", TRUE);
  g_assert_cmpuint (count_lines (numbers, "b,a,400,0."), ==, 1);
  g_assert_cmpuint (count_lines (numbers, "c,a,400,0."), ==, 1);
  g_assert_cmpuint (count_lines (numbers, "c,b,400,0."), ==, 1);
}

static void
test_chart (void)
{
  g_autofree char *csv = rows_of (7, plain_names);
  g_autoptr (AssayAudit) audit = run (csv, "label=label\nprediction=model\nannotators=a;b;c", "columns=site");
  g_autoptr (AssayAudit) alone = run (csv, "annotators=a;b;c", "columns=site");
  g_autoptr (AssayAudit) without = run (csv, "label=label\nprediction=model", "columns=site");

  expect (audit, NULL, NULL, ">Of all pairs b and c agree least: kappa 0.", TRUE);
  expect (alone, NULL, NULL, ">Of all pairs b and c agree least: kappa 0.", TRUE);
  expect (audit, NULL, "b*a", ">a and b: kappa 0.", TRUE);
  expect (audit, "site=X", "a*b", ">X: a and b: kappa 0.", TRUE);
  expect (audit, "site=X", NULL, ">X: of all pairs a and c agree least: kappa 0.", TRUE);
  expect (audit, NULL, "a*d", "the audit has no pair of annotators 'a*d'; did you mean 'a*", FALSE);
  expect (audit, "site=Z", NULL, "the audit has no slice 'site=Z'; did you mean 'site=", FALSE);
  expect (without, NULL, NULL, "the audit has no annotators; an agreement chart needs annotators= in the plan", FALSE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/labels/model", test_model);
  g_test_add_func ("/report/labels/one-human", test_one_human);
  g_test_add_func ("/report/labels/hedged", test_hedged);
  g_test_add_func ("/report/labels/alone", test_alone);
  g_test_add_func ("/report/labels/undefined", test_undefined);
  g_test_add_func ("/report/labels/apart", test_apart);
  g_test_add_func ("/report/labels/parts", test_parts);
  g_test_add_func ("/report/labels/hostile", test_hostile);
  g_test_add_func ("/report/labels/many", test_many);
  g_test_add_func ("/report/labels/csv", test_csv);
  g_test_add_func ("/report/labels/chart", test_chart);
  g_test_add_func ("/report/labels/raters", test_raters);
  return g_test_run ();
}
