/* test-review-model.c: an audit as pages for a meeting. */
#include "sample-audit.h"

#include "models/review-model.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static guint
count (const AssayReviewModel *model,
       AssayReviewKind         kind)
{
  guint n = 0;

  for (guint i = 0; i < model->pages->len; i++)
    n += assay_review_model_page (model, i)->kind == kind;
  return n;
}

/* Whatever a page shows is there: a sentence, what notes are about, and a chart that can be drawn. */
static void
expect_pages (const AssayAudit       *audit,
              const AssayReviewModel *model)
{
  const AssayReport *report = assay_audit_report (audit);
  AssayReviewKind before = ASSAY_REVIEW_VERDICT;

  for (guint i = 0; i < model->pages->len; i++)
    {
      const AssayReviewPage *page = assay_review_model_page (model, i);
      g_autoptr (GError) error = NULL;
      g_test_message ("%s | %s | %s", page->name, page->of, page->headline);
      g_assert_cmpint (page->kind, >=, before);
      before = page->kind;
      g_assert_true (page->kind == ASSAY_REVIEW_SIGN_OFF || (page->headline != NULL && *page->headline != '\0'));
      if (page->chart.kind == NULL)
        continue;
      AssayChartRequest request = page->chart;
      request.width = 500;
      g_autoptr (GBytes) svg = assay_report_chart (report, &request, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (svg), >, 0);
    }
  g_assert_cmpint (assay_review_model_page (model, 0)->kind, ==, ASSAY_REVIEW_VERDICT);
  g_assert_cmpint (before, ==, ASSAY_REVIEW_SIGN_OFF);
  g_assert_null (assay_review_model_page (model, model->pages->len));
}

static void
test_income (void)
{
  g_autoptr (AssayAudit) audit = sample_audit ("adult-income.ini");
  const AssayFindings *findings = sample_findings (audit);
  g_autoptr (AssayReviewModel) model = assay_review_model_new (assay_audit_report (audit));
  guint n_checks = 0;

  expect_pages (audit, model);
  for (guint i = 0; i < findings->checks->len; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];
      n_checks += check->verdict == ASSAY_VERDICT_FAIL || check->verdict == ASSAY_VERDICT_UNDECIDED;
    }
  g_assert_cmpuint (n_checks, >, 0);
  g_assert_cmpuint (count (model, ASSAY_REVIEW_CHECK), ==, n_checks);
  g_assert_cmpint (assay_review_model_page (model, 1)->verdict, ==, ASSAY_VERDICT_FAIL);
  g_assert_cmpstr (assay_review_model_page (model, 2)->headline, ==,
                   "Recall of Female is 56 % (52 to 59), and has to be at least 65 %");
  g_assert_cmpuint (count (model, ASSAY_REVIEW_UNCOVERED), ==, 3);
  g_assert_cmpuint (count (model, ASSAY_REVIEW_REGRESSION), ==, 0);
  g_assert_cmpuint (count (model, ASSAY_REVIEW_LABELS), ==, 0);
  g_assert_cmpuint (model->n_findings, ==, n_checks + 3);
}

/* No slice that is worse is left out because a check is about another measure of it. */
static void
test_uncovered (void)
{
  g_autoptr (AssayAudit) audit = sample_audit ("adult-income.ini");
  const AssayFindings *findings = sample_findings (audit);
  guint n_all = 0, n = 0;
  g_autoptr (GArray) first = assay_findings_uncovered (findings, 1000, &n_all);

  g_assert_cmpuint (first->len, ==, n_all);
  for (guint s = 0; s < findings->slices->len; s++)
    {
      const AssayFinding *slice = findings->slices->pdata[s];
      gboolean is_uncovered = FALSE;
      for (guint t = 0; t < findings->n_tested; t++)
        {
          gboolean is_covered = FALSE;
          for (guint c = 0; c < findings->checks->len; c++)
            {
              const AssayCheckFinding *check = findings->checks->pdata[c];
              for (guint r = 0; r < check->results->len; r++)
                {
                  const AssayCheckResult *result = check->results->pdata[r];
                  is_covered |= result->finding == slice && result->verdict != ASSAY_VERDICT_NONE
                                && check->measure.id == findings->measures[findings->tested[t]].id;
                }
            }
          is_uncovered |= slice->rest[t].is_worse && !is_covered;
        }
      n += is_uncovered;
    }
  g_assert_cmpuint (n, ==, n_all);
  g_assert_cmpuint (n_all, >, 3);
}

static void
test_tags (void)
{
  g_autoptr (AssayAudit) audit = sample_audit ("adult-tags.ini");
  const AssayTagFindings *tags = sample_findings (audit)->tag_findings;
  g_autoptr (AssayReviewModel) model = assay_review_model_new (assay_audit_report (audit));
  guint n = 0;

  expect_pages (audit, model);
  for (guint i = 0; i < model->pages->len; i++)
    {
      const AssayReviewPage *page = assay_review_model_page (model, i);
      if (page->kind != ASSAY_REVIEW_TAG)
        continue;
      g_autofree char *about = g_strconcat ("tag ", tags->tags[tags->ranked[n++]].name, NULL);
      g_assert_cmpstr (page->about, ==, about);
    }
  g_assert_cmpuint (n, >, 0);
}

/* (nullable) The slice that a page is about. */
static const AssayFinding *
slice_of (const AssayFindings   *findings,
          const AssayReviewPage *page)
{
  for (guint k = 0; k < findings->slices->len; k++)
    {
      const AssayFinding *slice = findings->slices->pdata[k];
      if (g_str_has_prefix (page->about, "slice ") && strcmp (slice->text, page->about + strlen ("slice ")) == 0)
        return slice;
    }
  return NULL;
}

/* Of the slices that a model is worse in, those that lose most, the most first. */
static void
expect_regressions (const AssayFindings    *findings,
                    const AssayReviewModel *model,
                    guint                   baseline)
{
  g_autoptr (GHashTable) shown = g_hash_table_new (NULL, NULL);
  double last = -INFINITY;

  for (guint i = 0; i < model->pages->len; i++)
    {
      const AssayReviewPage *page = assay_review_model_page (model, i);
      if (page->kind != ASSAY_REVIEW_REGRESSION || strcmp (page->chart.baseline, findings->baselines[baseline]) != 0)
        continue;
      const AssayFinding *slice = slice_of (findings, page);
      const double loss = slice->paired[baseline].paired.difference.value;
      g_assert_cmpfloat (loss, >=, last);
      g_assert_true (g_hash_table_add (shown, (gpointer) slice));
      last = loss;
    }
  g_assert_cmpuint (g_hash_table_size (shown), >, 1);
  for (guint k = 0; k < findings->slices->len; k++)
    {
      const AssayFinding *slice = findings->slices->pdata[k];
      if (slice->paired[baseline].is_regression && !g_hash_table_contains (shown, slice))
        g_assert_cmpfloat (slice->paired[baseline].paired.difference.value, >=, last);
    }
}

static void
test_regressions (void)
{
  g_autoptr (AssayAudit) audit = sample_audit ("speech.ini");
  const AssayFindings *findings = sample_findings (audit);
  g_autoptr (AssayReviewModel) model = assay_review_model_new (assay_audit_report (audit));
  guint human = 0;

  while (strcmp (findings->baselines[human], "human") != 0)
    human++;
  expect_regressions (findings, model, human);
}

/* Other kinds of audits have pages as well. */
static void
test_others (void)
{
  static const char *const plans[] = { "survey.ini", "speech.ini", "diabetes.ini", "digits.ini" };

  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autoptr (AssayAudit) audit = sample_audit (plans[i]);
      g_autoptr (AssayReviewModel) model = assay_review_model_new (assay_audit_report (audit));
      g_test_message ("%s", plans[i]);
      expect_pages (audit, model);
      g_assert_cmpuint (count (model, ASSAY_REVIEW_LABELS), ==, 0); /* people agree about the spoken commands */
    }
}

/* (transfer full) Three people of whom one says something else on every n-th row. */
static AssayAudit *
audit_of_people (guint n)
{
  g_autoptr (GString) csv = g_string_new ("label,prediction,ann,bob,cy\n");
  g_autofree char *folder = g_dir_make_tmp ("review-XXXXXX", NULL), *path = g_build_filename (folder, "people.csv", NULL);
  static const char text[] = "[data]\nfiles=people.csv\nlabel=label\nprediction=prediction\nannotators=ann;bob;cy\n";
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 400; i++)
    g_string_append_printf (csv, "%u,%u,%u,%u,%u\n", i % 2, i % 2, i % 2, i % 2, i % n == 0 ? 1 - i % 2 : i % 2);
  g_assert_true (g_file_set_contents (path, csv->str, -1, NULL));
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "people.ini", &error);
  g_assert_no_error (error);
  AssayAudit *audit = assay_audit_run (plan, &(AssayAuditOptions) { .folder = folder }, NULL, NULL, &error);
  g_assert_no_error (error);
  g_remove (path);
  g_rmdir (folder);
  return audit;
}

static void
test_labels (void)
{
  g_autoptr (AssayAudit) weak = audit_of_people (3), strong = audit_of_people (40);
  g_autoptr (AssayReviewModel) of_weak = assay_review_model_new (assay_audit_report (weak));
  g_autoptr (AssayReviewModel) of_strong = assay_review_model_new (assay_audit_report (strong));

  expect_pages (weak, of_weak);
  g_assert_cmpuint (count (of_weak, ASSAY_REVIEW_LABELS), ==, 1);
  g_assert_cmpuint (count (of_strong, ASSAY_REVIEW_LABELS), ==, 0);
}

static void
say (AssayReview       *review,
     AssayDecisionKind  kind,
     const char        *about,
     const char        *text)
{
  const AssayDecision decision = { kind, (char *) about, (char *) "Ada", (char *) text, 1 };

  g_ptr_array_add (review->decisions, assay_decision_copy (&decision));
}

static void
test_said (void)
{
  g_autoptr (AssayAudit) audit = sample_audit ("adult-income.ini");
  g_autoptr (AssayReviewModel) model = assay_review_model_new (assay_audit_report (audit));
  g_autoptr (AssayReview) review = assay_review_new ();
  const char *about = assay_review_model_page (model, 1)->about;

  g_assert_cmpuint (assay_review_model_n_decided (model, NULL), ==, 0);
  say (review, ASSAY_DECISION_NOTE, about, "one");
  g_assert_cmpuint (assay_review_model_n_decided (model, review), ==, 0);
  say (review, ASSAY_DECISION_FIX, about, "two");
  say (review, ASSAY_DECISION_ACCEPT, about, "three");
  say (review, ASSAY_DECISION_FIX, "slice sex=Male", "four");
  say (review, ASSAY_DECISION_ACCEPT, "slice sex=Male", "five");
  say (review, ASSAY_DECISION_ACCEPT, "audit", "six"); /* the verdict wants none */
  g_assert_cmpuint (assay_review_model_n_decided (model, review), ==, 1);
  g_autoptr (GPtrArray) said = assay_review_said (review, about), others = assay_review_model_others (model, review);
  g_assert_cmpuint (said->len, ==, 3);
  g_assert_cmpstr (((const AssayDecision *) said->pdata[2])->text, ==, "three");
  g_assert_cmpuint (others->len, ==, 1);
  g_assert_cmpstr (((const AssayDecision *) others->pdata[0])->text, ==, "five");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/review/income", test_income);
  g_test_add_func ("/models/review/uncovered", test_uncovered);
  g_test_add_func ("/models/review/tags", test_tags);
  g_test_add_func ("/models/review/regressions", test_regressions);
  g_test_add_func ("/models/review/others", test_others);
  g_test_add_func ("/models/review/labels", test_labels);
  g_test_add_func ("/models/review/said", test_said);
  return g_test_run ();
}
