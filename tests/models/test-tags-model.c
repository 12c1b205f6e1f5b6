/* test-tags-model.c: priorities follow the reviewer's stars, as an audit with these would rank. */
#include "sample-audit.h"

#include "models/tags-model.h"

#include <math.h>
#include <string.h>

static AssayAudit *audit;

/* As the plan has them, the model says what the audit says. */
static void
test_as_audited (void)
{
  const AssayTagFindings *findings = sample_findings (audit)->tag_findings;
  g_autoptr (AssayTagsModel) model = assay_tags_model_new (sample_findings (audit));

  g_assert_cmpuint (assay_tags_model_n (model), ==, findings->n_tags);
  for (guint i = 0; i < findings->n_tags; i++)
    {
      const AssayTagValues *values = assay_tags_model_values (model, i);

      g_assert_true (values->priority == findings->tags[i].priority
                     || (isnan (values->priority) && isnan (findings->tags[i].priority)));
      g_assert_cmpuint (values->rank, ==, findings->tags[i].rank);
      g_assert_cmpuint (assay_tags_model_ranked (model, values->rank), ==, i);
      g_assert_cmpuint (assay_tags_model_at (model, values->rank - 1), ==, i);
      g_assert_false (values->is_changed);
    }
}

static void
count_signal (AssayTagsModel *model,
              gpointer        data)
{
  ++*(guint *) data;
}

static void
test_stars (void)
{
  g_autoptr (AssayTagsModel) model = assay_tags_model_new (sample_findings (audit));
  const guint first = assay_tags_model_ranked (model, 1), second = assay_tags_model_ranked (model, 2);
  const double before = assay_tags_model_values (model, second)->priority;
  const guint ease = assay_tags_model_values (model, second)->ease;
  guint n_signals = 0;

  g_assert_cmpfloat (before, >, 0);
  g_signal_connect (model, "values-changed", G_CALLBACK (count_signal), &n_signals);
  assay_tags_model_set_ease (model, second, 5);
  g_assert_true (fabs (assay_tags_model_values (model, second)->priority - before * 5 / ease) < 1e-12);
  assay_tags_model_set_ease (model, first, 1);
  assay_tags_model_set_importance (model, first, 1);
  assay_tags_model_set_importance (model, second, 5);
  g_assert_cmpuint (n_signals, ==, 4);
  g_assert_cmpuint (assay_tags_model_values (model, second)->rank, ==, 1);
  g_autoptr (GArray) changes = assay_tags_model_changes (model);
  g_assert_cmpuint (changes->len, ==, 2);
  assay_tags_model_revert (model);
  g_autoptr (GArray) none = assay_tags_model_changes (model);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (assay_tags_model_values (model, first)->rank, ==, 1);
}

/* Once it is rated so in the audit, nothing is changed any more; a star that is changed here stays. */
static void
test_take (void)
{
  g_autoptr (AssayTagsModel) model = assay_tags_model_new (sample_findings (audit));

  assay_tags_model_set_importance (model, 0, 5);
  g_autoptr (GArray) changes = assay_tags_model_changes (model);
  const AssayTagChange *change = &g_array_index (changes, AssayTagChange, 0);
  g_assert_cmpstr (change->name, ==, sample_findings (audit)->tag_findings->tags[0].name);
  g_assert_cmpuint (change->importance, ==, 5);
  AssayFindings *findings = (AssayFindings *) sample_findings (audit);
  assay_findings_rate (findings, change->name, change->ease, 5, "Ada");
  assay_findings_rate (findings, findings->tag_findings->tags[1].name, 5, 4, "Bo");
  assay_findings_rank_tags (findings);
  assay_tags_model_take (model);
  g_autoptr (GArray) none = assay_tags_model_changes (model);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (assay_tags_model_values (model, 1)->ease, ==, 5);
  assay_tags_model_revert (model);
  g_assert_cmpuint (assay_tags_model_values (model, 0)->importance, ==, 5);
  assay_findings_rate (findings, findings->tag_findings->tags[0].name, 1, 5, "Ada");
  assay_findings_unrate (findings);
  assay_findings_rank_tags (findings);
  for (guint i = 0; i < findings->tag_findings->n_tags; i++)
    {
      const AssayTagFinding *tag = &findings->tag_findings->tags[i];
      g_assert_cmpuint (tag->ease, ==, tag->plan_ease);
      g_assert_cmpuint (tag->importance, ==, tag->plan_importance);
      g_assert_null (tag->rated_by);
    }
}

static void
test_reference_and_sort (void)
{
  g_autoptr (AssayTagsModel) model = assay_tags_model_new (sample_findings (audit));

  assay_tags_model_sort (model, ASSAY_TAGS_BY_SHARE, TRUE);
  for (guint i = 1; i < assay_tags_model_n (model); i++)
    {
      const AssayTagValues *a = assay_tags_model_values (model, assay_tags_model_at (model, i - 1));
      const AssayTagValues *b = assay_tags_model_values (model, assay_tags_model_at (model, i));
      g_assert_cmpfloat (a->tag->shares.share_of_errors.value, >=, b->tag->shares.share_of_errors.value);
    }
  assay_tags_model_set_reference (model, -1);
  g_assert_true (isnan (assay_tags_model_values (model, 0)->priority));
  g_autofree char *sentence = assay_tags_model_sentence (model, 0);
  g_assert_nonnull (strstr (sentence, " of all errors"));
}

static void
test_worklist (void)
{
  g_autoptr (AssayTagsModel) model = assay_tags_model_new (sample_findings (audit));
  g_autofree char *csv = assay_tags_model_worklist (model);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  g_autofree char *first = g_strdup_printf ("1,\"%s\",", assay_tags_model_values (model, assay_tags_model_ranked (model, 1))->tag->name);

  g_assert_cmpuint (g_strv_length (lines), ==, assay_tags_model_n (model) + 2);
  g_assert_true (g_str_has_prefix (lines[1], first));
  g_assert_nonnull (strstr (lines[1], "is worth fixing first"));
}

static void
test_no_tags (void)
{
  g_autoptr (AssayAudit) bare = sample_audit ("diabetes.ini");

  g_assert_null (assay_tags_model_new (sample_findings (bare)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  audit = sample_audit ("adult-tags.ini");
  g_test_add_func ("/models/tags/as-audited", test_as_audited);
  g_test_add_func ("/models/tags/stars", test_stars);
  g_test_add_func ("/models/tags/take", test_take);
  g_test_add_func ("/models/tags/reference-and-sort", test_reference_and_sort);
  g_test_add_func ("/models/tags/worklist", test_worklist);
  g_test_add_func ("/models/tags/no-tags", test_no_tags);
  const int status = g_test_run ();
  assay_audit_free (audit);
  return status;
}
