/* test-slices-model.c: what the list of slices shows, against the findings and a moved threshold. */
#include "sample-audit.h"

#include "models/slices-model.h"
#include "words/number.h"

#include <math.h>
#include <string.h>

static AssayAudit *audit;

static guint
find_slice (AssaySlicesModel *model,
            const char       *text)
{
  for (guint i = 0; i < assay_slices_model_n (model); i++)
    if (strcmp (assay_slices_model_finding (model, i)->text, text) == 0)
      return i;
  g_error ("no slice %s", text);
}

static void
count_signal (AssaySlicesModel *model,
              gpointer          data)
{
  ++*(guint *) data;
}

static void
test_values (void)
{
  const AssayFindings *findings = sample_findings (audit);
  g_autoptr (AssaySlicesModel) model = assay_slices_model_new (findings);
  const guint recall = (guint) assay_findings_measure (findings, "recall");
  guint n_signals = 0;

  g_signal_connect (model, "values-changed", G_CALLBACK (count_signal), &n_signals);
  g_assert_cmpuint (assay_slices_model_n (model), ==, findings->slices->len);
  g_assert_cmpuint (assay_slices_model_measure (model), ==, findings->tested[0]);
  assay_slices_model_set_measure (model, recall);
  g_assert_cmpuint (n_signals, ==, 1);
  for (guint i = 0; i < findings->slices->len; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];
      const AssaySliceValues *values = assay_slices_model_values (model, i);

      g_assert_cmpuint (values->n_rows, ==, finding->n_rows);
      g_assert_cmpmem (&values->estimate, sizeof values->estimate, &finding->measures[recall], sizeof values->estimate);
      g_assert_cmpint (values->is_worse, ==, finding->rest[1].is_worse);
    }
}

/* The check about women's recall is in the verdict of its slices, in this measure alone. */
static void
test_verdicts (void)
{
  const AssayFindings *findings = sample_findings (audit);
  g_autoptr (AssaySlicesModel) model = assay_slices_model_new (findings);
  guint n = 0;

  assay_slices_model_set_measure (model, (guint) assay_findings_measure (findings, "recall"));
  for (guint c = 0; c < findings->checks->len; c++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[c];
      for (guint r = 0; r < check->results->len && strcmp (check->measure.name, "recall") == 0; r++)
        {
          const AssayCheckResult *result = check->results->pdata[r];
          if (result->finding == NULL || result->verdict != ASSAY_VERDICT_FAIL || *result->finding->text == '\0')
            continue;
          g_assert_cmpint (assay_slices_model_values (model, find_slice (model, result->finding->text))->verdict, ==,
                           ASSAY_VERDICT_FAIL);
          n++;
        }
    }
  g_assert_cmpuint (n, >, 0);
}

static void
test_sort (void)
{
  g_autoptr (AssaySlicesModel) model = assay_slices_model_new (sample_findings (audit));

  for (AssaySlicesBy by = ASSAY_SLICES_BY_ROWS; by <= ASSAY_SLICES_BY_DIFFERENCE; by++)
    {
      assay_slices_model_sort (model, by, TRUE);
      for (guint i = 1; i < assay_slices_model_n_shown (model); i++)
        {
          const AssaySliceValues *a = assay_slices_model_values (model, assay_slices_model_at (model, i - 1));
          const AssaySliceValues *b = assay_slices_model_values (model, assay_slices_model_at (model, i));
          const double x = by == ASSAY_SLICES_BY_ROWS ? (double) a->n_rows : by == ASSAY_SLICES_BY_VALUE ? a->estimate.value
                                                                                                       : a->difference.value;
          const double y = by == ASSAY_SLICES_BY_ROWS ? (double) b->n_rows : by == ASSAY_SLICES_BY_VALUE ? b->estimate.value
                                                                                                       : b->difference.value;
          g_assert_true (x >= y || isnan (y));
        }
    }
  assay_slices_model_sort (model, ASSAY_SLICES_BY_NAME, FALSE);
  const guint first = assay_slices_model_at (model, 0);
  g_assert_cmpuint (assay_slices_model_position (model, first), ==, 0);
  g_autoptr (AssayRow) row = g_list_model_get_item (assay_slices_model_list (model), 0);
  g_assert_cmpuint (assay_row_index (row), ==, first);
}

static void
test_filter (void)
{
  g_autoptr (AssaySlicesModel) model = assay_slices_model_new (sample_findings (audit));
  g_auto (GStrv) columns = assay_slices_model_columns (model);
  GListModel *list = assay_slices_model_list (model);

  g_assert_true (g_strv_contains ((const char *const *) columns, "sex, race"));
  assay_slices_model_filter (model, "FEMALE", "sex", FALSE);
  g_assert_cmpuint (assay_slices_model_n_shown (model), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 1);
  const guint female = find_slice (model, "sex=Female");
  g_assert_cmpuint (assay_slices_model_position (model, female), ==, 0);
  assay_slices_model_filter (model, NULL, NULL, TRUE);
  for (guint i = 0; i < assay_slices_model_n_shown (model); i++)
    g_assert_true (assay_slices_model_values (model, assay_slices_model_at (model, i))->is_worse);
  assay_slices_model_filter (model, "no such slice", NULL, FALSE);
  g_assert_cmpuint (assay_slices_model_n_shown (model), ==, 0);
  g_assert_cmpuint (assay_slices_model_position (model, female), ==, G_MAXUINT);
  assay_slices_model_filter (model, "", NULL, FALSE);
  g_assert_cmpuint (assay_slices_model_n_shown (model), ==, assay_slices_model_n (model));
}

/* Columns follow the threshold, crossings stay and say so; rows keep their places until they are sorted again. */
static void
test_threshold (void)
{
  g_autofree char *why = NULL;
  const AssayFindings *findings = sample_findings (audit);
  g_autoptr (AssayWhatIf) what_if = assay_what_if_new (findings, &why);
  g_assert_null (why);
  g_autoptr (AssaySlicesModel) model = assay_slices_model_new (findings);

  assay_slices_model_set_measure (model, (guint) assay_findings_measure (findings, "recall"));
  assay_slices_model_sort (model, ASSAY_SLICES_BY_VALUE, FALSE);
  const guint female = find_slice (model, "sex=Female"), cross = find_slice (model, "sex=Female*race=Black");
  const double before = assay_slices_model_values (model, female)->estimate.value;
  const double crossed = assay_slices_model_values (model, cross)->estimate.value;
  const guint place = assay_slices_model_position (model, female);

  assay_slices_model_set_what_if (model, what_if);
  g_assert_true (assay_slices_model_values (model, female)->estimate.value == before);
  g_autofree char *at_own = assay_slices_model_stays (model, cross);
  g_assert_null (at_own);
  assay_what_if_move (what_if, assay_what_if_nearest (what_if, 0.25));
  assay_slices_model_refresh (model);
  g_assert_cmpfloat (assay_slices_model_values (model, female)->estimate.value, >, before);
  g_assert_true (assay_slices_model_values (model, cross)->estimate.value == crossed);
  g_assert_cmpuint (assay_slices_model_position (model, female), ==, place);
  g_autofree char *stays = assay_slices_model_stays (model, cross), *follows = assay_slices_model_stays (model, female);
  g_assert_cmpstr (stays, ==, "at 0.50");
  g_assert_null (follows);
  assay_slices_model_set_what_if (model, NULL);
  g_assert_true (assay_slices_model_values (model, female)->estimate.value == before);
}

static void
test_words (void)
{
  const AssayFindings *findings = sample_findings (audit);
  g_autoptr (AssaySlicesModel) model = assay_slices_model_new (findings);

  assay_slices_model_set_measure (model, (guint) assay_findings_measure (findings, "recall"));
  const guint female = find_slice (model, "sex=Female");
  g_autofree char *sentence = assay_slices_model_sentence (model, female), *summary = assay_slices_model_summary (model);
  g_assert_true (g_str_has_prefix (sentence, "Recall for Female is "));
  g_autofree char *rows = assay_number_rows (assay_slices_model_finding (model, female)->n_rows);
  g_autofree char *end = g_strdup_printf ("below the rest; %s rows", rows);
  g_assert_true (g_str_has_suffix (sentence, end));
  g_assert_nonnull (strstr (summary, " worse than the rest"));
  assay_slices_model_set_measure (model, (guint) assay_findings_measure (findings, "prevalence"));
  g_autofree char *plain = assay_slices_model_sentence (model, female);
  g_assert_true (g_str_has_prefix (plain, "Prevalence for Female is "));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  audit = sample_audit ("adult-income.ini");
  g_test_add_func ("/models/slices/values", test_values);
  g_test_add_func ("/models/slices/verdicts", test_verdicts);
  g_test_add_func ("/models/slices/sort", test_sort);
  g_test_add_func ("/models/slices/filter", test_filter);
  g_test_add_func ("/models/slices/threshold", test_threshold);
  g_test_add_func ("/models/slices/words", test_words);
  const int status = g_test_run ();
  assay_audit_free (audit);
  return status;
}
