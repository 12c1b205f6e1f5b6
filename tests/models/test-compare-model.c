/* test-compare-model.c: two models, slice by slice, as the findings have them. */
#include "sample-audit.h"

#include "models/compare-model.h"
#include "words/number.h"

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
    g_assert_true (assay_compare_model_values (model, i)->paired
                   == &((const AssayFinding *) findings->slices->pdata[i - 1])->paired[0]);
}

static void
test_sort_and_filter (void)
{
  g_autoptr (AssayCompareModel) model = assay_compare_model_new (sample_findings (audit));

  assay_compare_model_sort (model, ASSAY_COMPARE_BY_DIFFERENCE, FALSE);
  for (guint i = 1; i < assay_compare_model_n_shown (model); i++)
    {
      const double a = assay_compare_model_values (model, assay_compare_model_at (model, i - 1))->difference.value;
      const double b = assay_compare_model_values (model, assay_compare_model_at (model, i))->difference.value;
      g_assert_true (a <= b || isnan (b));
    }
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
  g_assert_true (g_str_has_prefix (slice, assay_compare_model_values (model, 1)->name));
  g_assert_true (g_str_has_prefix (summary, "Worse than current in "));
}

static void
test_none (void)
{
  g_autoptr (AssayAudit) bare = sample_audit ("diabetes.ini");

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
  g_test_add_func ("/models/compare/none", test_none);
  const int status = g_test_run ();
  assay_audit_free (audit);
  return status;
}
