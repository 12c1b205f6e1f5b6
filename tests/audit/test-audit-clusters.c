/* test-audit-clusters.c: cluster= from the plan to the findings, through the audit file and back. */
#include "../read/test-data.h"
#include "audit/audit.h"

#include <math.h>
#include <string.h>

/* 200 people with one to seven rows; some rows lack a label, a prediction or the baseline's. */
static const char rows_sql[] =
  "CREATE TABLE t AS SELECT 'p' || p AS person, ['F', 'M', NULL][1 + p % 3] AS sex, (i + p) % 4 AS region, "
  "CASE WHEN hash(p * 100 + i + 7) % 40 = 0 THEN NULL ELSE hash(p * 100 + i) % 2 END AS label, "
  "CASE WHEN hash(p * 100 + i + 8) % 50 = 0 THEN NULL WHEN hash(p) % 4 = 0 OR hash(p * 100 + i + 1) % 9 = 0 "
  "THEN 1 - hash(p * 100 + i) % 2 ELSE hash(p * 100 + i) % 2 END AS new, "
  "CASE WHEN hash(p * 100 + i + 9) % 30 = 0 THEN NULL WHEN hash(p * 100 + i + 2) % 3 = 0 "
  "THEN 1 - hash(p * 100 + i) % 2 ELSE hash(p * 100 + i) % 2 END AS old, p * 100 + i AS spot, "
  "(1 + hash(p * 100 + i + 3) % 1000 / 200.0)::DOUBLE AS w, 1.0::DOUBLE AS one, 0.7::DOUBLE AS alike "
  "FROM range(200) a(p), range(7) b(i) WHERE i <= hash(p + 5) % 7; ";

static const char plan_text[] =
  "[data]\nfiles=rows.parquet\nlabel=label\nprediction=new\nbaseline=old\npositive=1\ncluster=person\n"
  "[slices]\ncolumns=sex;region\ncross=sex*region\nmin-rows=5\nmeasures=accuracy;recall;f1;balanced_accuracy;mcc\n"
  "[slice women]\nwhere=sex = 'F'\n"
  "[check every]\nmeasure=accuracy\nslices=*\nat-least=0.6\n"
  "[check no worse]\nmeasure=recall\nslices=sex\nno-worse-than=old by 0.05\n";

static AssayAudit *
audit_of (const char *folder,
          const char *text,
          const char *file,
          guint       n_threads,
          guint64     n_bytes,
          GError    **error)
{
  const AssayPlanSetting settings[] = { { "data", "files", file } };
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "plan.ini", error);
  g_autoptr (AssayPlan) own = plan != NULL ? assay_plan_override (plan, settings, 1, error) : NULL;
  const AssayAuditOptions options = { .n_threads = n_threads, .folder = folder, .n_bytes = n_bytes };

  return own != NULL ? assay_audit_run (own, &options, NULL, NULL, error) : NULL;
}

static void
assert_same_counts (const AssayCounts *a,
                    const AssayCounts *b)
{
  g_assert_cmpuint (a->replicates->len, ==, b->replicates->len);
  g_assert_cmpuint (a->clusters->len, ==, b->clusters->len);
  for (guint i = 0; i < a->replicates->len; i++)
    g_assert_true (assay_replicate_table_equal (a->replicates->pdata[i], b->replicates->pdata[i]));
  for (guint i = 0; i < a->clusters->len; i++)
    g_assert_true (assay_cluster_table_equal (a->clusters->pdata[i], b->clusters->pdata[i]));
}

static void
assert_same_number (double a,
                    double b)
{
  g_assert_true (a == b || (isnan (a) && isnan (b)));
}

static void
assert_same_measures (const AssayFindings *a,
                      const AssayFindings *b)
{
  g_assert_cmpuint (a->slices->len, ==, b->slices->len);
  for (guint s = 0; s < a->slices->len; s++)
    {
      const AssayFinding *first = a->slices->pdata[s], *second = b->slices->pdata[s];

      g_assert_cmpstr (first->text, ==, second->text);
      g_assert_cmpuint (first->n_clusters, ==, second->n_clusters);
      for (guint m = 0; m < a->n_measures; m++)
        {
          assert_same_number (first->measures[m].value, second->measures[m].value);
          assert_same_number (first->measures[m].lo, second->measures[m].lo);
          assert_same_number (first->measures[m].hi, second->measures[m].hi);
        }
      assert_same_number (first->paired[0].paired.difference.lo, second->paired[0].paired.difference.lo);
      assert_same_number (first->paired[0].paired.test.p, second->paired[0].paired.test.p);
    }
}

/* From Parquet and CSV, in another order and with other threads: the same numbers; so from the file that is saved. */
static void
test_same (void)
{
  char *folder = assay_test_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "saved.assay", NULL);

  g_autofree char *sql = g_strconcat (rows_sql, "COPY (SELECT * FROM t ORDER BY spot) TO '@/rows.parquet'; "
                                      "COPY (SELECT * FROM t ORDER BY hash(spot)) TO '@/rows.csv' (HEADER)", NULL);
  assay_test_sql (folder, sql);
  g_autoptr (AssayAudit) audit = audit_of (folder, plan_text, "rows.parquet", 2, 0, &error);
  g_assert_no_error (error);
  g_autoptr (AssayAudit) other = audit_of (folder, plan_text, "rows.csv", 1, 0, &error);
  g_assert_no_error (error);
  const AssayReport *a = assay_audit_report (audit), *b = assay_audit_report (other);
  assert_same_counts (a->counts, b->counts);
  assert_same_measures (a->findings, b->findings);

  /* the whole, two columns, their crossing, a where: each of the model, of the baseline, and of both */
  g_assert_cmpuint (a->counts->replicates->len, ==, 15);
  g_assert_cmpuint (a->counts->clusters->len, ==, 10);
  g_assert_true (assay_audit_file_save (a, path, &error));
  g_assert_no_error (error);
  g_autoptr (AssayAudit) opened = assay_audit_open (path, &error);
  g_assert_no_error (error);
  assert_same_counts (a->counts, assay_audit_report (opened)->counts);
  assert_same_measures (a->findings, assay_audit_report (opened)->findings);
  assay_test_folder_free (folder);
}

/* Clusters are wide, rows alone narrow: rows of a person are alike here. And nothing else changes. */
static void
test_against_rows (void)
{
  char *folder = assay_test_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *sql = g_strconcat (rows_sql, "COPY t TO '@/rows.parquet'", NULL);
  g_autoptr (GString) plain_text = g_string_new (plan_text);

  assay_test_sql (folder, sql);
  g_string_replace (plain_text, "cluster=person\n", "", 0);
  g_autoptr (AssayAudit) audit = audit_of (folder, plan_text, "rows.parquet", 2, 0, &error);
  g_assert_no_error (error);
  g_autoptr (AssayAudit) plain_audit = audit_of (folder, plain_text->str, "rows.parquet", 2, 0, &error);
  g_assert_no_error (error);
  const AssayFindings *clustered = assay_audit_report (audit)->findings, *plain = assay_audit_report (plain_audit)->findings;
  const int accuracy = assay_findings_measure (clustered, "accuracy");
  const AssayEstimate *a = &clustered->whole->measures[accuracy], *b = &plain->whole->measures[accuracy];

  g_assert_cmpuint (clustered->whole->n_clusters, >, 150);
  g_assert_cmpuint (clustered->whole->n_clusters, <=, 200);
  g_assert_cmpuint (plain->whole->n_clusters, ==, 0);
  g_assert_cmpuint (plain->counts->replicates->len, ==, 0);
  g_assert_cmpfloat (a->value, ==, b->value);
  g_assert_cmpfloat (a->hi - a->lo, >, 1.3 * (b->hi - b->lo));
  for (guint s = 0; s < clustered->slices->len; s++)
    {
      const AssayFinding *slice = clustered->slices->pdata[s];
      const AssayAgainstRest *rest = &slice->rest[0];

      g_assert_cmpuint (slice->n_clusters, <=, clustered->whole->n_clusters);
      g_assert_true (rest->test.kind == ASSAY_TEST_Z || (rest->test.kind == ASSAY_TEST_NONE && rest->why != NULL));
      g_assert_cmpint (slice->paired[0].paired.test.kind, ==, ASSAY_TEST_Z);
    }
  assay_test_folder_free (folder);
}

/* --- weights beside clusters --------------------------------------------------------------------------------------- */

/* (transfer full) Of rows.parquet, with other lines in the place of the cluster's. */
static AssayAudit *
audit_with (const char *folder,
            const char *lines)
{
  g_autoptr (GString) text = g_string_new (plan_text);
  g_autoptr (GError) error = NULL;

  g_string_replace (text, "cluster=person\n", lines, 0);
  AssayAudit *audit = audit_of (folder, text->str, "rows.parquet", 2, 0, &error);
  g_assert_no_error (error);
  return audit;
}

static char *
rows_folder (void)
{
  char *folder = assay_test_folder_new ();
  g_autofree char *sql = g_strconcat (rows_sql, "COPY t TO '@/rows.parquet'", NULL);

  assay_test_sql (folder, sql);
  return folder;
}

static void
assert_near (const AssayEstimate *a,
             const AssayEstimate *b,
             double               tolerance)
{
  g_assert_cmpuint (a->n, ==, b->n);
  g_assert_cmpint (isnan (a->lo), ==, isnan (b->lo));
  if (isnan (a->lo))
    return;
  g_assert_cmpfloat_with_epsilon (a->value, b->value, tolerance);
  g_assert_cmpfloat_with_epsilon (a->lo, b->lo, tolerance);
  g_assert_cmpfloat_with_epsilon (a->hi, b->hi, tolerance);
}

/* All rows weigh 1: the clusters alone, to the last bit. All weigh .7: but for rounding. */
static void
test_equal_weights (void)
{
  char *folder = rows_folder ();
  g_autoptr (AssayAudit) alone = audit_with (folder, "cluster=person\n");
  g_autoptr (AssayAudit) one = audit_with (folder, "cluster=person\nweight=one\n");
  g_autoptr (AssayAudit) alike = audit_with (folder, "cluster=person\nweight=alike\n");
  const AssayFindings *a = assay_audit_report (alone)->findings, *b = assay_audit_report (one)->findings;
  const AssayFindings *c = assay_audit_report (alike)->findings;

  assert_same_measures (a, b);
  for (guint s = 0; s < a->slices->len; s++)
    {
      const AssayFinding *first = a->slices->pdata[s], *second = b->slices->pdata[s], *third = c->slices->pdata[s];

      for (guint m = 0; m < a->n_measures; m++)
        {
          assert_same_number (first->model_measures[m].value, second->model_measures[m].value);
          assert_near (&first->measures[m], &third->measures[m], 1e-8);
        }
      for (guint t = 0; t < a->n_tested; t++)
        assert_same_number (first->rest[t].q, second->rest[t].q);
      assert_near (&first->paired[0].paired.difference, &third->paired[0].paired.difference, 1e-8);
      assert_near (&first->paired[0].paired.flip_rate, &third->paired[0].paired.flip_rate, 1e-8);
    }
  assay_test_folder_free (folder);
}

/* Each row a cluster: weights alone. Variances of 1,000 replicates differ by chance: 4.5 % is one standard error of theirs,
 * 2.2 % of a width, and both sides of a resampled one have it. */
static void
test_single_rows (void)
{
  char *folder = rows_folder ();
  g_autoptr (AssayAudit) clusters = audit_with (folder, "cluster=spot\nweight=w\n");
  g_autoptr (AssayAudit) weights = audit_with (folder, "weight=w\n");
  const AssayFindings *a = assay_audit_report (clusters)->findings, *b = assay_audit_report (weights)->findings;

  for (guint m = 0; m < a->n_measures; m++)
    {
      const AssayEstimate *first = &a->whole->measures[m], *second = &b->whole->measures[m];

      g_assert_cmpuint (first->n, ==, second->n);
      g_assert_cmpfloat_with_epsilon (first->value, second->value, 1e-9);
      g_assert_cmpfloat (fabs ((first->hi - first->lo) / (second->hi - second->lo) - 1), <, 0.13);
      if (second->n_eff > 0)
        g_assert_cmpfloat (fabs (first->n_eff / second->n_eff - 1), <, 0.2);
    }
  const AssayPaired *first = &a->whole->paired[0].paired, *second = &b->whole->paired[0].paired;
  g_assert_cmpfloat_with_epsilon (first->difference.value, second->difference.value, 1e-9);
  g_assert_cmpfloat (fabs ((first->difference.hi - first->difference.lo) / (second->difference.hi - second->difference.lo)
                           - 1), <, 0.13);
  g_assert_cmpfloat (fabs (first->flip_rate.n_eff / second->flip_rate.n_eff - 1), <, 0.2);
  assay_test_folder_free (folder);
}

/* Weighted shares as DuckDB has them; wider than weights alone, and other than clusters alone; the same from the file. */
static void
test_weights (void)
{
  char *folder = rows_folder ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "both.assay", NULL);
  g_autofree char *share = assay_test_sql_value (folder, "SELECT printf('%.17g', sum(w * (label = new)::INT) / sum(w)) FROM "
                                                 "'@/rows.parquet' WHERE label IS NOT NULL AND new IS NOT NULL");
  g_autoptr (AssayAudit) both = audit_with (folder, "cluster=person\nweight=w\n");
  g_autoptr (AssayAudit) weights = audit_with (folder, "weight=w\n"), clusters = audit_with (folder, "cluster=person\n");
  const AssayReport *report = assay_audit_report (both);
  const int accuracy = assay_findings_measure (report->findings, "accuracy");
  const AssayEstimate *a = &report->findings->whole->measures[accuracy];
  const AssayEstimate *b = &assay_audit_report (weights)->findings->whole->measures[accuracy];
  const AssayEstimate *c = &assay_audit_report (clusters)->findings->whole->measures[accuracy];

  g_assert_cmpfloat_with_epsilon (a->value, g_ascii_strtod (share, NULL), 1e-7);
  g_assert_cmpfloat (a->hi - a->lo, >, 1.2 * (b->hi - b->lo));
  g_assert_cmpfloat (a->value, !=, c->value);
  g_assert_cmpuint (a->n, ==, c->n);
  g_assert_cmpint (((AssayClusterTable *) report->counts->clusters->pdata[0])->value, ==, 0);

  g_assert_true (assay_audit_file_save (report, path, &error));
  g_assert_no_error (error);
  g_autoptr (AssayAudit) opened = assay_audit_open (path, &error);
  g_assert_no_error (error);
  assert_same_counts (report->counts, assay_audit_report (opened)->counts);
  assert_same_measures (report->findings, assay_audit_report (opened)->findings);
  assay_test_folder_free (folder);
}

/* A baseline's own measures are those of an audit of its predictions alone, by clusters, weighted or not. */
static void
test_baseline (void)
{
  static const char *const lines[] = { "cluster=person\n", "cluster=person\nweight=w\n" };
  char *folder = rows_folder ();

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *alone = g_strconcat ("[data]\nfiles=rows.parquet\nlabel=label\nprediction=old\npositive=1\n",
                                            lines[i], "[slices]\ncolumns=sex;region\ncross=sex*region\nmin-rows=5\n"
                                            "measures=accuracy;recall;f1;balanced_accuracy;mcc\n[slice women]\n"
                                            "where=sex = 'F'\n", NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayAudit) pair = audit_with (folder, lines[i]);
      g_autoptr (AssayAudit) old = audit_of (folder, alone, "rows.parquet", 2, 0, &error);
      g_assert_no_error (error);
      const AssayFindings *a = assay_audit_report (pair)->findings, *b = assay_audit_report (old)->findings;
      guint n_intervals = 0;

      g_assert_cmpuint (a->n_measures, ==, b->n_measures);
      g_assert_cmpuint (a->slices->len, ==, b->slices->len);
      for (int s = -1; s < (int) a->slices->len; s++)
        {
          const AssayFinding *first = s < 0 ? a->whole : a->slices->pdata[s], *second = s < 0 ? b->whole : b->slices->pdata[s];

          for (guint m = 0; m < a->n_measures; m++)
            {
              const AssayEstimate *of_pair = &first->model_measures[m], *of_old = &second->measures[m];
              assert_same_number (of_pair->value, of_old->value);
              assert_same_number (of_pair->lo, of_old->lo);
              assert_same_number (of_pair->hi, of_old->hi);
              assert_same_number (of_pair->n_eff, of_old->n_eff);
              g_assert_cmpuint (of_pair->n, ==, of_old->n);
              g_assert_cmpstr (of_pair->why, ==, of_old->why);
              n_intervals += !isnan (of_pair->lo);
            }
        }
      g_assert_cmpuint (n_intervals, >, 100);
    }
  assay_test_folder_free (folder);
}

/* A cluster for every person in nine: no interval, undecided, with the reason. */
static void
test_few (void)
{
  char *folder = assay_test_folder_new ();
  g_autoptr (GError) error = NULL;

  assay_test_sql (folder, "COPY (SELECT i % 9 AS person, 'x' AS sex, 0 AS region, hash(i) % 2 AS label, hash(i) % 2 AS new, "
                          "hash(i + 1) % 2 AS old FROM range(500) r(i)) TO '@/few.parquet'");
  g_autoptr (AssayAudit) audit = audit_of (folder, plan_text, "few.parquet", 2, 0, &error);
  g_assert_no_error (error);
  const AssayFindings *findings = assay_audit_report (audit)->findings;
  const AssayCheckFinding *check = findings->checks->pdata[0];
  const AssayCheckResult *result = check->results->pdata[0];

  g_assert_true (isnan (findings->whole->measures[0].lo));
  g_assert_cmpstr (findings->whole->measures[0].why, ==, "fewer than 10 clusters");
  g_assert_cmpint (check->verdict, ==, ASSAY_VERDICT_UNDECIDED);
  g_assert_nonnull (strstr (result->reason, "fewer than 10 clusters"));
  assay_test_folder_free (folder);
}

static void
test_messages (void)
{
  char *folder = assay_test_folder_new ();
  g_autofree char *sql = g_strconcat (rows_sql, "COPY t TO '@/rows.parquet'; COPY (SELECT * REPLACE (CASE WHEN spot = 300 "
                                      "THEN NULL ELSE person END AS person) FROM t ORDER BY spot) TO '@/lacking.parquet'", NULL);
  g_autoptr (GError) lacking = NULL, memory = NULL, unknown = NULL;
  g_autoptr (GString) text = g_string_new (plan_text);

  assay_test_sql (folder, sql);
  g_assert_null (audit_of (folder, plan_text, "lacking.parquet", 2, 0, &lacking));
  g_assert_nonnull (strstr (lacking->message, "column 'person'"));
  g_assert_nonnull (strstr (lacking->message, "names no cluster (1 such rows)"));
  g_assert_null (audit_of (folder, plan_text, "rows.parquet", 1, 1 << 21, &memory));
  g_test_message ("%s", memory->message);
  g_assert_nonnull (strstr (memory->message, "--memory"));
  g_string_replace (text, "cluster=person", "cluster=persno", 0);
  g_assert_null (audit_of (folder, text->str, "rows.parquet", 1, 0, &unknown));
  g_assert_nonnull (strstr (unknown->message, "plan.ini:7"));
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit/clusters/same", test_same);
  g_test_add_func ("/audit/clusters/against-rows", test_against_rows);
  g_test_add_func ("/audit/clusters/equal-weights", test_equal_weights);
  g_test_add_func ("/audit/clusters/single-rows", test_single_rows);
  g_test_add_func ("/audit/clusters/weights", test_weights);
  g_test_add_func ("/audit/clusters/baseline", test_baseline);
  g_test_add_func ("/audit/clusters/few", test_few);
  g_test_add_func ("/audit/clusters/messages", test_messages);
  return g_test_run ();
}
