/* test-audit-tag-numbers.c: tags of rows that are not simply right or wrong, or not simply counted: what is not known is not
 * said to be 0. */
#include "../measure/near.h"
#include "../read/test-data.h"
#include "audit/audit.h"

#include <string.h>

#define N_ROWS 400

static AssayAudit *
run (const char *data)
{
  char *folder = assay_test_folder_new ();
  g_autoptr (GString) csv = g_string_new ("label,model,y,guess,weight,person,noisy,dark\n");

  for (guint i = 0; i < N_ROWS; i++)
    g_string_append_printf (csv, "%u,%u,%u.5,%u.25,%u,%u,%u,%u\n", i % 2, (i + (i % 7 == 0)) % 2, i % 9, i % 8, 1 + i % 3, i / 10,
                            i % 3 == 0, i % 5 == 0);
  g_autofree char *path = assay_test_write (folder, "rows.csv", csv->str, (gssize) csv->len);
  g_autofree char *text = g_strdup_printf ("[data]\nfiles=rows.csv\ntags=noisy;dark\n%s\n[slices]\ncolumns=\n", data);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", &error);
  g_assert_no_error (error);
  const AssayAuditOptions options = { .n_threads = 1, .folder = folder };
  AssayAudit *audit = assay_audit_run (plan, &options, NULL, NULL, &error);

  g_assert_no_error (error);
  assay_test_folder_free (folder);
  return audit;
}

static const AssayTagFindings *
tags_of (const AssayAudit *audit)
{
  return assay_audit_report (audit)->findings->tag_findings;
}

static void
assert_undefined (AssayEstimate estimate)
{
  g_assert_true (isnan (estimate.value) && isnan (estimate.lo) && isnan (estimate.hi));
  g_assert_nonnull (estimate.why);
}

/* A regression's rows are near or far, not right or wrong. */
static void
test_regression (void)
{
  g_autoptr (AssayAudit) audit = run ("label=y\nprediction=guess");
  const AssayTagFindings *tags = tags_of (audit);
  g_autofree char *json = assay_report_json (assay_audit_report (audit));

  g_assert_nonnull (tags->why_no_errors);
  assert_undefined (tags->tags[0].shares.share_of_errors);
  assert_undefined (tags->tags[0].shares.error_rate);
  assert_undefined (g_array_index (tags->pairs, AssayTagPair, 0).error_rate);
  near_at ("noisy", "share of data", tags->tags[0].shares.share_of_data.value, 134.0 / N_ROWS, 1e-12);
  g_assert_nonnull (strstr (json, "\"errors\": null"));
  g_assert_null (strstr (json, "\"errors\": 0"));
}

/* Weighted: shares are of weight, by a loop; pairs have rows and no rates. */
static void
test_weighted (void)
{
  g_autoptr (AssayAudit) audit = run ("label=label\nprediction=model\nweight=weight");
  const AssayTagFindings *tags = tags_of (audit);
  double all = 0, tagged = 0, wrong = 0, both = 0;

  for (guint i = 0; i < N_ROWS; i++)
    {
      const double weight = 1 + i % 3;
      all += weight;
      tagged += i % 3 == 0 ? weight : 0;
      wrong += i % 7 == 0 ? weight : 0;
      both += i % 3 == 0 && i % 7 == 0 ? weight : 0;
    }
  near_at ("noisy", "share of data", tags->tags[0].shares.share_of_data.value, tagged / all, 1e-12);
  near_at ("noisy", "share of errors", tags->tags[0].shares.share_of_errors.value, both / wrong, 1e-12);
  near_at ("noisy", "error rate", tags->tags[0].shares.error_rate.value, both / tagged, 1e-12);
  near_at ("noisy", "lift", tags->tags[0].shares.lift.value, both / tagged / ((wrong - both) / (all - tagged)), 1e-12);
  g_assert_cmpuint (g_array_index (tags->pairs, AssayTagPair, 0).n_rows, ==, 27);
  assert_undefined (g_array_index (tags->pairs, AssayTagPair, 0).error_rate);
}

/* Clustered: the same points as of plain rows, wider intervals where a person's rows are alike. */
static void
test_clustered (void)
{
  g_autoptr (AssayAudit) plain = run ("label=label\nprediction=model"), clustered = run ("label=label\nprediction=model\ncluster=person");
  const AssayTagShares *a = &tags_of (plain)->tags[0].shares, *b = &tags_of (clustered)->tags[0].shares;

  near_at ("noisy", "share of errors", a->share_of_errors.value, b->share_of_errors.value, 1e-12);
  near_at ("noisy", "lift", a->lift.value, b->lift.value, 1e-12);
  g_assert_cmpfloat (b->share_of_errors.n_eff, >, 0);
  g_assert_true (b->lift.lo < b->lift.value && b->lift.value < b->lift.hi);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit/tag-numbers/regression", test_regression);
  g_test_add_func ("/audit/tag-numbers/weighted", test_weighted);
  g_test_add_func ("/audit/tag-numbers/clustered", test_clustered);
  return g_test_run ();
}
