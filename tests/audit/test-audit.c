/* test-audit.c: an audit takes what it is given, also when nothing comes of it. */
#include "example.h"

static void
test_report (void)
{
  g_autoptr (GError) error = NULL;
  AssayPlan *plan = assay_plan_parse (example_plan, strlen (example_plan), "loans.ini", &error);
  AssayCounts *counts = example_counts (100, 1);
  AssayOwnProvenance provenance = example_provenance ();
  g_autoptr (AssayAudit) audit = assay_audit_new (plan, counts, &provenance, &error);
  g_assert_no_error (error);

  const AssayReport *report = assay_audit_report (audit);
  g_assert_true (report->plan == plan && report->counts == counts);
  g_assert_true (report->findings->plan == plan && report->findings->counts == counts);
  g_assert_cmpuint (report->provenance->n_files, ==, 2);
  g_assert_cmpstr (report->provenance->files[1].name, ==, "people-1.csv");
  g_assert_cmpstr (report->provenance->notes[2], ==, "scores > 1: \"2\"");

  /* What was taken is no longer the caller's. */
  g_assert_cmpuint (provenance.n_files, ==, 0);
  g_assert_null (provenance.files);
  g_assert_null (provenance.notes);
  assay_own_provenance_clear (&provenance);
}

/* A plan that asks for more than was counted: the error is the judge's, and nothing leaks. */
static void
test_not_counted (void)
{
  g_autoptr (GString) text = g_string_new (example_plan);
  g_string_replace (text, "columns=region;sex", "columns=region;sex;age", 1);
  g_autoptr (GError) error = NULL;
  AssayPlan *plan = assay_plan_parse (text->str, text->len, "loans.ini", &error);
  g_assert_no_error (error);
  AssayOwnProvenance provenance = example_provenance ();

  g_assert_null (assay_audit_new (plan, example_counts (100, 1), &provenance, &error));
  g_assert_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN);
  g_assert_null (provenance.files);
}

static void
test_names (void)
{
  g_autoptr (GError) error = NULL;
  AssayPlan *plan = assay_plan_parse (example_plan, strlen (example_plan), "loans.ini", &error);
  AssayOwnProvenance provenance = example_provenance ();
  g_free (provenance.files[0].name);
  provenance.files[0].name = g_strdup ("M\374ller.csv"); /* Latin-1 */
  g_free (provenance.notes[1]);
  provenance.notes[1] = g_strdup ("\377");
  g_autoptr (AssayAudit) audit = assay_audit_new (plan, example_counts (100, 1), &provenance, &error);
  g_assert_no_error (error);

  const AssayReport *report = assay_audit_report (audit);
  g_assert_cmpstr (report->provenance->files[0].name, ==, "M\357\277\275ller.csv");
  g_assert_cmpstr (report->provenance->notes[1], ==, "\357\277\275");
  assay_audit_free (NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit/report", test_report);
  g_test_add_func ("/audit/not-counted", test_not_counted);
  g_test_add_func ("/audit/names", test_names);
  return g_test_run ();
}
