/* test-audit-rows.c: the rows behind a number are as many as the number says. */
#include "../read/test-data.h"
#include "audit/audit.h"

#include <string.h>

static AssayAudit *
audit_of (const char *folder,
          const char *model)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("[data]\nfiles=a.parquet\nlabel=label\n%s[slices]\ncolumns=g;age\nbins.age=quantiles 3\n"
                                           "cross=g*age\n[slice old]\nwhere=age > 60\n", model);
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "t.ini", &error);
  AssayAuditOptions options = { .folder = folder };

  g_assert_no_error (error);
  AssayAudit *audit = assay_audit_run (plan, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  return audit;
}

static void
check (const AssayAudit   *audit,
       const char         *folder,
       const AssayFinding *finding,
       const char         *cell,
       guint64             n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayRowPage) page = assay_audit_rows (audit, folder, finding->text, cell, 0, 2, NULL, &error);

  g_assert_no_error (error);
  if (page->n_matching != n)
    g_error ("%s %s: %" G_GUINT64_FORMAT " rows, not %" G_GUINT64_FORMAT, finding->text, cell, page->n_matching, n);
  g_assert_cmpuint (page->rows->len, ==, MIN (n, 2));
}

static void
check_all (const char *folder,
           const char *model)
{
  g_autoptr (AssayAudit) audit = audit_of (folder, model);
  const AssayFindings *findings = assay_audit_report (audit)->findings;

  for (guint i = 0; i <= findings->slices->len; i++)
    {
      const AssayFinding *finding = i == 0 ? findings->whole : findings->slices->pdata[i - 1];
      check (audit, folder, finding, "tp", finding->confusion.tp);
      check (audit, folder, finding, "fp", finding->confusion.fp);
      check (audit, folder, finding, "fn", finding->confusion.fn);
      check (audit, folder, finding, "tn", finding->confusion.tn);
      check (audit, folder, finding, "right", finding->confusion.right);
      check (audit, folder, finding, "wrong", finding->confusion.n - finding->confusion.right);
      check (audit, folder, finding, NULL, finding->n_rows);
    }
}

static void
test_cells (void)
{
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT CASE hash(i) % 3 WHEN 0 THEN NULL WHEN 1 THEN 'A' ELSE 'B' END g, (hash(i+1) % 90)::INTEGER age, "
                          "(hash(i+2) % 2)::INTEGER AS label, CASE WHEN hash(i+3) % 9 = 0 THEN NULL ELSE (hash(i+3) % 2)::INTEGER END AS p, "
                          "(hash(i+4) % 100) / 100.0 AS s FROM range(2000) r(i)) TO '@/a.parquet'");
  check_all (folder, "prediction=p\n");
  check_all (folder, "score=s\nthreshold=0.4\n");
  assay_test_folder_free (folder);
}

static void
test_changed_data (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT 'A' g, i::INTEGER age, (i % 2)::INTEGER AS label, 1 AS p FROM range(90) r(i)) TO '@/a.parquet'");
  g_autoptr (AssayAudit) audit = audit_of (folder, "prediction=p\n");
  g_assert_null (assay_audit_rows (audit, folder, "g=C", NULL, 0, 1, NULL, &error));
  g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_SLICE);
  g_clear_error (&error);
  g_assert_null (assay_audit_rows (audit, folder, "g=A", "xx", 0, 1, NULL, &error));
  g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_SLICE);
  g_clear_error (&error);
  assay_test_sql (folder, "COPY (SELECT 'A' g, i::INTEGER age, (i % 2)::INTEGER AS label, 0 AS p FROM range(90) r(i)) TO '@/a.parquet'");
  g_assert_null (assay_audit_rows (audit, folder, "g=A", NULL, 0, 1, NULL, &error));
  g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_DATA);
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-rows/cells", test_cells);
  g_test_add_func ("/audit-rows/changed-data", test_changed_data);
  return g_test_run ();
}
