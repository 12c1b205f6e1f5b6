/* test-labels-model.c: what people's labels say, as the findings have it, of the whole set and of a slice. */
#include "sample-audit.h"

#include "models/labels-model.h"

#include <math.h>
#include <string.h>

static AssayAudit *audit;

static const AssayReport *
report_of (void)
{
  return assay_audit_report (audit);
}

static void
assert_estimate (const AssayEstimate *a,
                 const AssayEstimate *b)
{
  g_assert_true (a->value == b->value || (isnan (a->value) && isnan (b->value)));
  g_assert_true (a->lo == b->lo || (isnan (a->lo) && isnan (b->lo)));
  g_assert_true (a->hi == b->hi || (isnan (a->hi) && isnan (b->hi)));
}

/* Lines are the numbers of one finding, in their order. */
static void
check_lines (AssayLabelsModel            *model,
             const AssayAgreementFinding *of)
{
  const AssayAgreement *agreement = &of->agreement;
  const AssayEstimate *const measures[] = { &agreement->pairwise, &agreement->fleiss, &agreement->alphas[0],
                                            &agreement->alphas[1], &agreement->alphas[2] };
  const AssayEstimate *const levels[] = { &of->level.human, &of->level.label, &of->level.model };

  g_assert_cmpuint (assay_labels_model_n_measures (model), ==, G_N_ELEMENTS (measures));
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    assert_estimate (&assay_labels_model_measure (model, i)->estimate, measures[i]);
  g_assert_cmpuint (assay_labels_model_n_levels (model), ==, G_N_ELEMENTS (levels) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    assert_estimate (&assay_labels_model_level (model, i)->estimate, levels[i]);
  const AssayLabelsLine *less = assay_labels_model_level (model, G_N_ELEMENTS (levels));
  g_assert_cmpfloat (less->estimate.value, ==, -of->level.room.value);
  g_assert_cmpfloat (less->estimate.lo, ==, -of->level.room.hi);
}

static void
count_change (guint *n)
{
  (*n)++;
}

static void
test_parts (void)
{
  const AssayAnnotatorFindings *annotators = report_of ()->findings->annotators;
  g_autoptr (AssayLabelsModel) model = assay_labels_model_new (report_of ());
  guint n_changes = 0;

  g_signal_connect_swapped (model, "values-changed", G_CALLBACK (count_change), &n_changes);
  g_assert_cmpuint (assay_labels_model_n_parts (model), ==, annotators->parts->len + 1);
  check_lines (model, annotators->whole);
  for (guint part = 1; part < assay_labels_model_n_parts (model); part++)
    {
      const AssayAgreementFinding *of = annotators->parts->pdata[part - 1];
      assay_labels_model_set_part (model, part);
      check_lines (model, of);
      g_autofree char *name = assay_labels_model_part_name (model, part), *slice = assay_labels_model_slice (model);
      g_assert_nonnull (strstr (name, of->finding->parts[0].value));
      g_assert_cmpstr (slice, ==, of->finding->kind == ASSAY_SLICE_TAG ? NULL : of->finding->text);
    }
  g_assert_cmpuint (n_changes, ==, annotators->parts->len);
}

static void
test_each (void)
{
  const AssayAnnotatorFindings *annotators = report_of ()->findings->annotators;
  g_autoptr (AssayLabelsModel) model = assay_labels_model_new (report_of ());

  g_assert_cmpuint (assay_labels_model_n_each (model), ==, annotators->n_annotators);
  for (guint i = 0; i < annotators->n_annotators; i++)
    {
      const AssayLabelsLine *line = assay_labels_model_each (model, i);
      gboolean has_bias = FALSE;
      g_assert_cmpstr (line->name, ==, annotators->names[i]);
      assert_estimate (&line->estimate, &annotators->each[i].level);
      for (guint b = 0; b < annotators->each[i].n_biases; b++)
        {
          const AssayBias *bias = &annotators->each[i].biases[b];
          has_bias = has_bias || bias->difference.lo > 0 || bias->difference.hi < 0;
        }
      g_assert_cmpint (strstr (line->reading, "too often ") != NULL || strstr (line->reading, "too rarely ") != NULL,
                       ==, TRUE);
      g_assert_cmpint (strstr (line->reading, "no class") == NULL, ==, has_bias);
    }
}

static void
test_merges (void)
{
  const AssayAgreement *agreement = &report_of ()->findings->annotators->whole->agreement;
  g_autoptr (AssayLabelsModel) model = assay_labels_model_new (report_of ());

  g_assert_cmpuint (assay_labels_model_n_merges (model), ==, agreement->n_splits);
  g_assert_cmpuint (agreement->n_splits, >, 2);
  for (guint i = 0; i < agreement->n_splits; i++)
    {
      const AssayLabelsMerge *merge = assay_labels_model_merge (model, i);
      g_assert_nonnull (strstr (merge->name, report_of ()->counts->classes[agreement->splits[i].a]));
      g_assert_cmpuint (merge->n_splits, ==, agreement->splits[i].n_splits);
      assert_estimate (&merge->alpha, &agreement->splits[i].nominal);
      assert_estimate (&merge->accuracy, &agreement->splits[i].accuracy);
      g_assert_true (i == 0 || merge->n_splits <= assay_labels_model_merge (model, i - 1)->n_splits);
    }
}

/* Kappas say how far between chance and full agreement they are; nothing else does. */
static void
test_words (void)
{
  g_autoptr (AssayLabelsModel) model = assay_labels_model_new (report_of ());
  g_autofree char *sentence = assay_labels_model_sentence (model), *people = assay_labels_model_people (model);
  g_autofree char *pair = assay_labels_model_pair_name (model, 0, FALSE);

  g_assert_true (g_str_has_prefix (sentence, "People agree on "));
  g_assert_true (g_str_has_prefix (people, "3 annotators (ann_1, ann_2, ann_3); "));
  g_assert_cmpstr (pair, ==, "ann_1*ann_2");
  for (guint i = 0; i < assay_labels_model_n_measures (model); i++)
    g_assert_cmpint (strstr (assay_labels_model_measure (model, i)->reading, "of the way from chance") != NULL, ==,
                     i == 1 || i == 2);
}

static void
test_none (void)
{
  g_autoptr (AssayAudit) bare = sample_audit ("digits.ini");

  g_assert_null (assay_labels_model_new (assay_audit_report (bare)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  audit = sample_audit ("speech.ini");
  g_test_add_func ("/models/labels/parts", test_parts);
  g_test_add_func ("/models/labels/each", test_each);
  g_test_add_func ("/models/labels/merges", test_merges);
  g_test_add_func ("/models/labels/words", test_words);
  g_test_add_func ("/models/labels/none", test_none);
  const int status = g_test_run ();
  assay_audit_free (audit);
  return status;
}
