/* sample-audit.h: audits of the shipped sample plans, for the models that show them. */
#pragma once

#include "audit/audit.h"

static inline AssayAudit *
sample_audit (const char *plan_name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", NULL);
  g_autofree char *path = g_build_filename (folder, plan_name, NULL);
  g_autoptr (AssayPlan) plan = assay_plan_load (path, &error);
  g_assert_no_error (error);
  const AssayAuditOptions options = { .folder = folder };
  AssayAudit *audit = assay_audit_run (plan, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  return audit;
}

static inline const AssayFindings *
sample_findings (const AssayAudit *audit)
{
  return assay_audit_report (audit)->findings;
}
