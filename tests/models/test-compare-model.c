/* test-compare-model.c: the model against others, a published number and people, as the findings have them. */
#include "sample-audit.h"

#include "models/compare-model.h"
#include "words/number.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static AssayAudit *audit;

static void
test_values (void)
{
  const AssayFindings *findings = sample_findings (audit);
  g_autoptr (AssayCompareModel) model = assay_compare_model_new (findings);

  g_assert_cmpuint (assay_compare_model_n (model), ==, findings->slices->len + 1);
  g_assert_true (assay_compare_model_values (model, 0)->paired == &findings->whole->paired[0]);
  for (guint i = 1; i < assay_compare_model_n (model); i++)
    {
      const AssayFinding *slice = findings->slices->pdata[i - 1];
      const AssayCompareValues *values = assay_compare_model_values (model, i);
      g_assert_true (values->paired == &slice->paired[0]);
      g_assert_cmpuint (values->n_rows, ==, slice->paired[0].paired.rows);
      g_assert_true (values->difference.value == slice->paired[0].paired.difference.value
                     || isnan (values->difference.value));
      g_assert_cmpint (values->is_regression, ==, slice->paired[0].is_regression);
      g_assert_cmpint (values->is_too_small, ==, slice->paired[0].paired.rows < findings->plan->min_rows);
    }
}

static void
test_sort_and_filter (void)
{
  g_autoptr (AssayCompareModel) model = assay_compare_model_new (sample_findings (audit));
  gboolean has_ended = FALSE;

  assay_compare_model_sort (model, ASSAY_COMPARE_BY_DIFFERENCE, FALSE);
  for (guint i = 1; i < assay_compare_model_n_shown (model); i++)
    {
      const AssayCompareValues *a = assay_compare_model_values (model, assay_compare_model_at (model, i - 1));
      const AssayCompareValues *b = assay_compare_model_values (model, assay_compare_model_at (model, i));
      g_assert_false (has_ended && !b->is_too_small);
      has_ended = has_ended || b->is_too_small; /* small ones come last */
      g_assert_true (has_ended || a->difference.value <= b->difference.value);
    }
  g_assert_true (has_ended);
  assay_compare_model_filter (model, "female", FALSE);
  g_assert_cmpuint (assay_compare_model_n_shown (model), >, 1);
  for (guint i = 0; i < assay_compare_model_n_shown (model); i++)
    g_assert_nonnull (strstr (assay_compare_model_values (model, assay_compare_model_at (model, i))->name, "Female"));
  assay_compare_model_filter (model, NULL, TRUE);
  for (guint i = 0; i < assay_compare_model_n_shown (model); i++)
    g_assert_true (assay_compare_model_values (model, assay_compare_model_at (model, i))->is_regression);
}

static void
test_words (void)
{
  g_autoptr (AssayCompareModel) model = assay_compare_model_new (sample_findings (audit));
  g_autofree char *whole = assay_compare_model_sentence (model, 0), *slice = assay_compare_model_sentence (model, 1);
  g_autofree char *summary = assay_compare_model_summary (model);

  g_assert_true (g_str_has_prefix (whole, "Accuracy is "));
  g_autofree char *rows = assay_number_rows (sample_findings (audit)->whole->paired[0].paired.rows);
  g_autofree char *end = g_strdup_printf ("that of current; %s rows", rows);
  g_assert_true (g_str_has_suffix (whole, end));
  g_autofree char *start = g_strdup_printf ("%s: accuracy is ", assay_compare_model_values (model, 1)->name);
  g_assert_true (g_str_has_prefix (slice, start));
  g_assert_true (g_str_has_prefix (summary, "Worse than current in 0 of "));
}

/* At a score of 0.25; how many rows have other numbers than the audit, how many say that they stay. */
static void
move (const AssayFindings *findings,
      guint               *n_moved,
      guint               *n_stay)
{
  g_autoptr (AssayWhatIf) what_if = assay_what_if_new (findings, NULL);
  g_autoptr (AssayCompareModel) model = assay_compare_model_new (findings);

  *n_moved = *n_stay = 0;
  assay_compare_model_sort (model, ASSAY_COMPARE_BY_DIFFERENCE, FALSE);
  const guint first = assay_compare_model_at (model, 0);
  assay_what_if_move (what_if, assay_what_if_nearest (what_if, 0.25));
  assay_compare_model_set_what_if (model, what_if);
  g_assert_cmpuint (assay_compare_model_at (model, 0), ==, first); /* rows keep their places */
  for (guint i = 0; i < assay_compare_model_n (model); i++)
    {
      const AssayCompareValues *values = assay_compare_model_values (model, i);
      const AssayFinding *own = i == 0 ? findings->whole : findings->slices->pdata[i - 1];
      g_autofree char *stays = assay_compare_model_stays (model, i);
      const gboolean is_own = values->paired->paired.only_new_right == own->paired[0].paired.only_new_right;
      g_assert_true (values->paired == &assay_compare_model_finding (model, i)->paired[0]);
      g_assert_true (stays == NULL || (is_own && g_str_equal (stays, "at 0.50")));
      *n_stay += stays != NULL;
      *n_moved += !is_own;
    }
  assay_compare_model_set_what_if (model, NULL);
  g_assert_true (assay_compare_model_values (model, 0)->paired == &findings->whole->paired[0]);
}

/* Of both models' scores all follows; where the other one's predictions alone are known, all stays and says so. */
static void
test_what_if (void)
{
  g_autoptr (AssayAudit) scores = sample_audit ("adult-scores.ini");
  guint n_moved, n_stay;

  move (sample_findings (scores), &n_moved, &n_stay);
  g_assert_cmpuint (n_moved, >, sample_findings (scores)->slices->len * 3 / 4);
  g_assert_cmpuint (n_stay, ==, 0);
  move (sample_findings (audit), &n_moved, &n_stay);
  g_assert_cmpuint (n_moved, ==, 0);
  g_assert_cmpuint (n_stay, ==, sample_findings (audit)->slices->len + 1);
}

/* The four numbers are the rows, and the two that differ are the flips of right and wrong. */
static void
test_cells (void)
{
  const AssayPaired *paired = &sample_findings (audit)->whole->paired[0].paired;
  g_autoptr (AssayCompareModel) model = assay_compare_model_new (sample_findings (audit));
  const guint64 counts[] = { paired->both_wrong, paired->only_old_right, paired->only_new_right, paired->both_right };

  g_assert_cmpuint (counts[0] + counts[1] + counts[2] + counts[3], ==, paired->rows);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *cell = assay_compare_model_cell (model, 0, i >= 2, i % 2 == 1);
      g_autofree char *count = assay_number_rows (counts[i]), *start = g_strconcat (count, " (", NULL);
      g_assert_true (g_str_has_prefix (cell, start));
    }
}

/* Two models and people in one audit: each choice has its own numbers. */
static void
test_references (void)
{
  g_autoptr (AssayAudit) speech = sample_audit ("speech.ini");
  const AssayFindings *findings = sample_findings (speech);
  g_autoptr (AssayCompareModel) model = assay_compare_model_new (findings);
  guint n;
  const AssayReference *references = assay_compare_model_references (model, &n);

  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpstr (references[0].name, ==, "human");
  g_assert_cmpstr (references[1].name, ==, "previous");
  g_assert_cmpint (references[2].kind, ==, ASSAY_REFERENCE_HUMAN);
  assay_compare_model_set_reference (model, 1);
  g_assert_cmpint (assay_compare_model_baseline (model), ==, 1);
  g_assert_cmpfloat (assay_compare_model_values (model, 0)->difference.value, ==,
                     findings->whole->paired[1].paired.difference.value);
  g_assert_cmpint (assay_compare_model_values (model, 0)->verdict, ==, ASSAY_VERDICT_PASS);
  assay_compare_model_set_reference (model, 2);
  const AssayCompareValues *values = assay_compare_model_values (model, 0);
  g_assert_cmpint (assay_compare_model_baseline (model), ==, -1);
  g_assert_false (values->has_flips);
  g_assert_cmpint (values->verdict, ==, ASSAY_VERDICT_NONE);
  g_assert_cmpfloat (values->difference.value, ==, -findings->annotators->whole->level.room.value);
  g_assert_cmpfloat (values->old_value.value, ==, findings->annotators->whole->level.human.value);
  g_autofree char *sentence = assay_compare_model_sentence (model, 0);
  g_assert_nonnull (strstr (sentence, "human level; "));
}

/* A regression has measures to choose from, and no flips. */
static void
test_regression (void)
{
  g_autoptr (AssayAudit) diabetes = sample_audit ("diabetes.ini");
  const AssayFindings *findings = sample_findings (diabetes);
  g_autoptr (AssayCompareModel) model = assay_compare_model_new (findings);
  guint n;

  assay_compare_model_measures (model, &n);
  g_assert_cmpuint (n, >, 1);
  g_assert_true (assay_compare_model_loses_upwards (model));
  for (guint m = 0; m < n; m++)
    {
      assay_compare_model_set_measure (model, m);
      const int at = assay_findings_measure (findings, assay_compare_model_measure (model)->name);
      for (guint i = 1; i < assay_compare_model_n (model); i++)
        {
          const AssayFinding *slice = findings->slices->pdata[i - 1];
          const AssayCompareValues *values = assay_compare_model_values (model, i);
          g_assert_cmpfloat (values->difference.value, ==, slice->paired[0].measures[at].difference.value);
          g_assert_false (values->has_flips);
          g_assert_false (values->is_regression && values->is_better);
        }
    }
}

/* A published number: every slice against the same one. */
static void
test_literature (void)
{
  static const char plan_text[] = "[data]\nfiles=digits.csv\nlabel=digit\nprediction=candidate\n"
                                  "[slices]\ncolumns=width\n"
                                  "[baseline A paper]\nmeasure=accuracy\nvalue=0.9\nn=500\nsource=Proc. 2020\n";
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", NULL);
  g_autoptr (AssayPlan) plan = assay_plan_parse (plan_text, strlen (plan_text), "a.ini", &error);
  g_assert_no_error (error);
  const AssayAuditOptions options = { .folder = folder };
  g_autoptr (AssayAudit) digits = assay_audit_run (plan, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  const AssayFindings *findings = sample_findings (digits);
  g_autoptr (AssayCompareModel) model = assay_compare_model_new (findings);
  g_autofree char *note = assay_compare_model_note (model);

  g_assert_cmpint (assay_compare_model_baseline (model), ==, -1);
  g_assert_nonnull (strstr (note, "Proc. 2020"));
  for (guint i = 0; i < assay_compare_model_n (model); i++)
    {
      const AssayCompareValues *values = assay_compare_model_values (model, i);
      g_assert_cmpfloat (values->old_value.value, ==, 0.9);
      g_assert_cmpfloat_with_epsilon (values->difference.value, values->new_value.value - 0.9, 1e-12);
      g_assert_cmpint (values->is_regression, ==, values->difference.hi < 0);
    }
}

static void
test_none (void)
{
  static const char plan_text[] = "[data]\nfiles=digits.csv\nlabel=digit\nprediction=candidate\n";
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", NULL);
  g_autoptr (AssayPlan) plan = assay_plan_parse (plan_text, strlen (plan_text), "a.ini", &error);
  g_assert_no_error (error);
  const AssayAuditOptions options = { .folder = folder };
  g_autoptr (AssayAudit) bare = assay_audit_run (plan, &options, NULL, NULL, &error);
  g_assert_no_error (error);

  g_assert_null (assay_compare_model_new (sample_findings (bare)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  audit = sample_audit ("adult-income.ini");
  g_test_add_func ("/models/compare/values", test_values);
  g_test_add_func ("/models/compare/sort-and-filter", test_sort_and_filter);
  g_test_add_func ("/models/compare/words", test_words);
  g_test_add_func ("/models/compare/what-if", test_what_if);
  g_test_add_func ("/models/compare/cells", test_cells);
  g_test_add_func ("/models/compare/references", test_references);
  g_test_add_func ("/models/compare/regression", test_regression);
  g_test_add_func ("/models/compare/literature", test_literature);
  g_test_add_func ("/models/compare/none", test_none);
  const int status = g_test_run ();
  assay_audit_free (audit);
  return status;
}
