/* test-audit-empty.c: data in which there is nothing to audit is an error that says what is missing. */
#include "audit/audit.h"

#include "../read/test-data.h"

#include <string.h>

static char *
make_data (void)
{
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT 'a' AS g, i % 2 AS label, CASE WHEN i < 0 THEN 1 END AS none, NULL::VARCHAR AS no_text, "
                          "i % 2 AS p, 0 AS zero, 3 * (i = 7)::INT AS once, NULL::DOUBLE AS no_score "
                          "FROM range(40) t(i)) TO '@/a.parquet'");
  return folder;
}

/* (transfer full) (nullable) */
static AssayAudit *
run (const char *folder,
     const char *data,
     GError    **error)
{
  g_autofree char *text = g_strconcat ("[data]\nfiles=a.parquet\n", data, "\n[slices]\ncolumns=g\n", NULL);
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", error);
  AssayAuditOptions options = { .n_threads = 1, .folder = folder };

  g_assert_nonnull (plan);
  return assay_audit_run (plan, &options, NULL, NULL, error);
}

static const struct { const char *data, *message; } empty[] = {
  { "label=none\nprediction=p", "the label 'none' is missing in every row; nothing can be audited" },
  { "label=label\nprediction=none", "test.ini:4: the prediction 'none' is missing in every row; nothing can be audited" },
  { "label=label\nscore=no_score\npositive=1", "test.ini:4: the score 'no_score' is missing in every row; nothing can be" },
  { "label=label\nscore=no_text\npositive=1", "test.ini:4: the score 'no_text' is missing in every row; nothing can be" },
  { "label=label\nprediction=p\nweight=zero", "test.ini:5: the weight 'zero' is 0 in every row; nothing can be audited" },
};

static void
test_empty (void)
{
  char *folder = make_data ();

  for (guint i = 0; i < G_N_ELEMENTS (empty); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (run (folder, empty[i].data, &error));
      if (strstr (error->message, empty[i].message) == NULL)
        g_error ("\"%s\" does not say \"%s\"", error->message, empty[i].message);
    }
  assay_test_folder_free (folder);
}

/* One row that weighs something is enough. */
static void
test_one_row (void)
{
  char *folder = make_data ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayAudit) audit = run (folder, "label=label\nprediction=p\nweight=once", &error);

  g_assert_no_error (error);
  const AssayFindings *findings = assay_audit_report (audit)->findings;
  const AssayEstimate *accuracy = &findings->whole->measures[assay_findings_measure (findings, "accuracy")];
  g_assert_cmpfloat (accuracy->value, ==, 1);
  g_assert_cmpfloat (accuracy->n_eff, ==, 1);
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-empty/empty", test_empty);
  g_test_add_func ("/audit-empty/one-row", test_one_row);
  return g_test_run ();
}
