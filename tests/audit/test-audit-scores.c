/* test-audit-scores.c: scores from end to end: what DuckDB's SQL says of the rows, slice by slice, is what is found.
 * */
#include "../read/test-data.h"
#include "audit/audit.h"

#include <math.h>
#include <string.h>

/* s: a probability in steps of 1/256, so that no two scores share a bin; t: the old model's; big: no probability. */
static const char *data_sql =
  "SELECT CASE hash(i*9) % 3 WHEN 0 THEN 'A' WHEN 1 THEN 'B' ELSE NULL END AS g, "
  "(hash(i*9+1) % 257 / 256.0)::DOUBLE AS s, CASE WHEN hash(i*9+2) % 40 = 0 THEN NULL "
  "ELSE (hash(i*9+3) % 257 / 256.0)::DOUBLE END AS t, "
  "(hash(i*9+1) % 257 * 3)::DOUBLE - 100 AS big, "
  "CASE WHEN hash(i*9+4) % 50 = 0 THEN NULL WHEN hash(i*9+5) % 257 < hash(i*9+1) % 257 THEN 1 ELSE 0 END AS label, "
  "chr((97 + hash(i*9+6) % 3)::INTEGER) AS class, "
  "chr((97 + hash(CASE WHEN hash(i*9+7) % 256 < hash(i*9+1) % 257 THEN i*9+6 ELSE i*9+8 END) % 3)::INTEGER) AS guess "
  "FROM range(4000) r(i)";

static const char *plan_text =
  "[data]\nfiles=a.parquet\nlabel=label\nscore=s\nthreshold=0.5\npositive=1\nbaseline=old\n"
  "[model old]\nscore=t\nthreshold=0.4\n"
  "[slices]\ncolumns=g\nmeasures=roc_auc;ap;ks;brier;log_loss;calibration_error;recall\n"
  "[check ranks]\nmeasure=roc_auc\nslices=*\nat-least=0.6\n"
  "[check better]\nmeasure=roc_auc\nslices=g\nno-worse-than=old by 0.01\n"
  "[check brier]\nmeasure=brier\nno-worse-than=old by 0.01\n"
  "[check curve]\nmeasure=ap\nno-worse-than=old by 0.01\n";

static AssayAudit *
run (const char *folder,
     const char *text,
     guint       n_threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", &error);
  AssayAuditOptions options = { .n_threads = n_threads, .folder = folder };

  g_assert_no_error (error);
  AssayAudit *audit = assay_audit_run (plan, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  return audit;
}

static char *
make_data (void)
{
  char *folder = assay_test_folder_new ();
  g_autofree char *copy = g_strdup_printf ("COPY (%s) TO '@/a.parquet' (ROW_GROUP_SIZE 1000)", data_sql);

  assay_test_sql (folder, copy);
  return folder;
}

static double
sql_number (const char *folder,
            const char *select,
            const char *where)
{
  g_autofree char *sql = g_strdup_printf ("WITH d AS (FROM '@/a.parquet' WHERE %s AND label IS NOT NULL AND s "
                                          "IS NOT NULL) SELECT printf('%%.17g', (%s)::DOUBLE) FROM d LIMIT 1", where,
                                          select);
  g_autofree char *text = assay_test_sql_value (folder, sql);

  return g_ascii_strtod (text, NULL);
}

static void
near (const char *what,
      double      actual,
      double      expected,
      double      tolerance)
{
  if (!(fabs (actual - expected) <= tolerance))
    g_error ("%s is %.17g, expected %.17g", what, actual, expected);
}

static double
value_of (const AssayFindings *findings,
          const AssayFinding  *finding,
          const char          *name)
{
  const int at = assay_findings_measure (findings, name);

  g_assert_cmpint (at, >=, 0);
  return finding->measures[at].value;
}

/* Pairs by a join, precision at every score by windows, the greatest gap of distribution functions. */
static void
check_finding (const char          *folder,
               const AssayFindings *findings,
               const AssayFinding  *finding,
               const char          *where)
{
  g_autofree char *auc_sql = g_strdup_printf (
    "SELECT printf('%%.17g', avg(CASE WHEN p.s > n.s THEN 1.0 WHEN p.s = n.s THEN 0.5 ELSE 0.0 END)) FROM "
    "(SELECT s FROM '@/a.parquet' WHERE label = 1 AND %s) p, (SELECT s FROM '@/a.parquet' WHERE label = 0 AND %s) n",
    where, where);
  g_autofree char *auc = assay_test_sql_value (folder, auc_sql);

  near (where, value_of (findings, finding, "roc_auc"), g_ascii_strtod (auc, NULL), 1e-12);
  near (where, value_of (findings, finding, "brier"), sql_number (folder, "avg((s - label)^2)", where), 1e-8);
  near (where, value_of (findings, finding, "log_loss"),
        sql_number (folder, "avg(-ln(greatest(CASE label WHEN 1 THEN s ELSE 1 - s END, 1e-15)))", where), 1e-6);
  near (where, value_of (findings, finding, "ap"),
        sql_number (folder, "(SELECT avg(p) FROM (SELECT label, sum(label) OVER (ORDER BY s DESC) / "
                            "count(*) OVER (ORDER BY s DESC) AS p FROM d) WHERE label = 1)", where), 1e-12);
  near (where, value_of (findings, finding, "ks"),
        sql_number (folder, "(SELECT max(abs(f1 - f0)) FROM (SELECT sum(label) OVER (ORDER BY s) / "
                            "(SELECT sum(label) FROM d) AS f1, sum(1 - label) OVER (ORDER BY s) / "
                            "(SELECT sum(1 - label) FROM d) AS f0 FROM d))", where), 1e-12);
  near (where, (double) assay_histogram_rows (finding->evidence.scores), sql_number (folder, "count(*)", where), 0);
}

static const AssayFinding *
slice_of (const AssayFindings *findings,
          const char          *text)
{
  for (guint i = 0; i < findings->slices->len; i++)
    if (strcmp (((AssayFinding *) findings->slices->pdata[i])->text, text) == 0)
      return findings->slices->pdata[i];
  g_error ("no slice %s", text);
}

/* Every measure of every slice, and the confusion at the threshold, which is an edge. */
static void
test_against_sql (void)
{
  char *folder = make_data ();
  g_autoptr (AssayAudit) audit = run (folder, plan_text, 2);
  const AssayFindings *findings = assay_audit_report (audit)->findings;
  const AssayScorePoint point = assay_score_at (findings->whole->evidence.scores, 0.5);

  check_finding (folder, findings, findings->whole, "TRUE");
  check_finding (folder, findings, slice_of (findings, "g=A"), "g = 'A'");
  check_finding (folder, findings, slice_of (findings, "g=(missing)"), "g IS NULL");
  g_assert_cmpuint (point.tp, ==, findings->whole->confusion.tp);
  g_assert_cmpuint (point.fp, ==, findings->whole->confusion.fp);
  g_assert_cmpuint (point.fn, ==, findings->whole->confusion.fn);
  g_assert_cmpuint (point.tn, ==, findings->whole->confusion.tn);
  assay_test_folder_free (folder);
}

/* The old model's own scores and the paired differences, on the rows where both have one. */
static void
test_two_models (void)
{
  char *folder = make_data ();
  g_autoptr (AssayAudit) audit = run (folder, plan_text, 2);
  const AssayFindings *findings = assay_audit_report (audit)->findings;
  const AssayCheckFinding *better = findings->checks->pdata[1], *brier = findings->checks->pdata[2];
  const AssayCheckFinding *curve = findings->checks->pdata[3];
  const AssayCheckResult *whole = brier->results->pdata[0];

  near ("rows of the old model", (double) assay_histogram_rows (findings->whole->models[0].scores),
        sql_number (folder, "count(t)", "TRUE"), 0);
  near ("Brier new - old", whole->estimate.value,
        sql_number (folder, "avg((s - label)^2 - (t - label)^2)", "t IS NOT NULL"), 1e-8);
  near ("its rows", (double) whole->estimate.n, sql_number (folder, "count(*)", "t IS NOT NULL"), 0);
  near ("its end", whole->estimate.hi - whole->estimate.value,
        1.9607 * sql_number (folder, "stddev_samp((s - label)^2 - (t - label)^2) / sqrt(count(*))", "t IS NOT NULL"),
        1e-5);
  g_assert_cmpuint (better->results->len, ==, 3);
  for (guint i = 0; i < better->results->len; i++)
    {
      const AssayCheckResult *result = better->results->pdata[i];

      g_assert_cmpint (result->verdict, ==, ASSAY_VERDICT_PASS); /* the old model's scores are noise */
      g_assert_cmpfloat (result->estimate.lo, >, 0.1);
    }
  g_assert_cmpint (curve->verdict, ==, ASSAY_VERDICT_PASS);
  assay_test_folder_free (folder);
}

/* Tables, and so all numbers, are the same for any number of threads, and from the audit file. */
static void
test_same_numbers (void)
{
  char *folder = make_data ();
  g_autofree char *file = g_build_filename (folder, "audit.assay", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayAudit) one = run (folder, plan_text, 1), many = run (folder, plan_text, 4);

  g_assert_true (assay_audit_file_save (assay_audit_report (many), file, &error));
  g_assert_no_error (error);
  g_autoptr (AssayAudit) opened = assay_audit_open (file, &error);
  g_assert_no_error (error);
  const AssayFindings *findings[] = { assay_audit_report (one)->findings, assay_audit_report (many)->findings,
                                      assay_audit_report (opened)->findings };
  for (guint i = 1; i < 3; i++)
    for (guint slice = 0; slice < findings[0]->slices->len; slice++)
      {
        const AssayFinding *a = findings[0]->slices->pdata[slice], *b = findings[i]->slices->pdata[slice];

        for (guint m = 0; m < findings[0]->n_measures; m++)
          {
            g_assert_cmpfloat (a->measures[m].value, ==, b->measures[m].value);
            if (!isnan (a->measures[m].lo))
              g_assert_cmpfloat (a->measures[m].lo, ==, b->measures[m].lo);
          }
      }
  assay_test_folder_free (folder);
}

/* Scores outside [0, 1]: quantile bins; the ranks are the same, what needs a probability is undefined and says why.
 * */
static void
test_no_probability (void)
{
  char *folder = make_data ();
  g_autoptr (AssayAudit) audit = run (folder, "[data]\nfiles=a.parquet\nlabel=label\nscore=big\nthreshold=284\n"
                                              "[slices]\ncolumns=g\nmeasures=roc_auc;brier;calibration_error\n", 2);
  const AssayFindings *findings = assay_audit_report (audit)->findings;
  const AssayFinding *whole = findings->whole;
  const AssayScorePoint point = assay_score_at (whole->evidence.scores, 284);

  near ("AUC", value_of (findings, whole, "roc_auc"),
        sql_number (folder, "(SELECT avg(CASE WHEN p.s > n.s THEN 1.0 WHEN p.s = n.s THEN 0.5 ELSE 0.0 END) "
                            "FROM d p, d n "
                            "WHERE p.label = 1 AND n.label = 0)", "TRUE"), 1e-12);
  g_assert_true (isnan (value_of (findings, whole, "brier")));
  g_assert_cmpstr (whole->measures[assay_findings_measure (findings, "brier")].why, ==, "scores outside [0, 1]");
  g_assert_cmpstr (whole->measures[assay_findings_measure (findings, "calibration_error")].why, ==,
                   "scores outside [0, 1]");
  g_assert_cmpuint (point.tp, ==, whole->confusion.tp);
  g_assert_cmpuint (point.fp, ==, whole->confusion.fp);
  assay_test_folder_free (folder);
}

/* Losses of scores that are no probabilities are not counted. It is not for a lack of rows that they cannot be compared. */
static void
test_no_probability_to_compare (void)
{
  char *folder = make_data ();
  g_autoptr (AssayAudit) audit = run (folder, "[data]\nfiles=a.parquet\nlabel=label\nscore=big\nthreshold=284\n"
                                              "baseline=old\n[model old]\nscore=t\n[slices]\ncolumns=g\n"
                                              "[check loss]\nmeasure=log_loss\nslices=*\nno-worse-than=old by 0\n"
                                              "[check brier]\nmeasure=brier\nno-worse-than=old by 0\n", 2);
  const AssayFindings *findings = assay_audit_report (audit)->findings;

  for (guint i = 0; i < 2; i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];

      g_assert_cmpuint (check->n_too_small, ==, 0);
      for (guint r = 0; r < check->results->len; r++)
        {
          const AssayCheckResult *result = check->results->pdata[r];

          g_assert_cmpint (result->verdict, ==, ASSAY_VERDICT_UNDECIDED);
          g_assert_cmpstr (result->estimate.why, ==, "scores outside [0, 1]");
          g_assert_cmpuint (result->estimate.n, >, 0);
        }
    }
  assay_test_folder_free (folder);
}

/* A slice in which no row has a label has scores, but no losses: the rest of the set is the whole all the same. */
static void
test_no_label (void)
{
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT CASE WHEN i % 4 = 0 THEN 'none' ELSE 'some' END AS g, CASE WHEN i % 4 > 0 THEN i % 2 "
                          "END AS label, (i % 10) / 10.0 AS s FROM range(80) t(i)) TO '@/a.parquet'");
  g_autoptr (AssayAudit) audit = run (folder, "[data]\nfiles=a.parquet\nlabel=label\nscore=s\npositive=1\n[slices]\n"
                                              "columns=g\nmeasures=brier;log_loss;accuracy\n", 1);
  const AssayFindings *findings = assay_audit_report (audit)->findings;
  const AssayFinding *none = slice_of (findings, "g=none"), *some = slice_of (findings, "g=some");

  g_assert_cmpuint (none->n_left_out, ==, 20);
  g_assert_true (isnan (value_of (findings, none, "brier")));
  g_assert_cmpfloat (value_of (findings, some, "brier"), ==, value_of (findings, findings->whole, "brier"));
  g_assert_true (isnan (none->rest[0].difference.value));
  assay_test_folder_free (folder);
}

/* A prediction and a score contradict each other by the positive class, wherever that stands among the classes. */
static void
test_disagree (void)
{
  static const struct { const char *positive; guint64 n; } rows[] = { { "no", 1 }, { "yes", 4 } };
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT * FROM (VALUES ('no', 'no', 0.9), ('yes', 'yes', 0.1), ('no', 'yes', 0.2), "
                          "('no', 'no', 0.3), ('yes', 'no', 0.8), ('yes', 'no', NULL)) t(label, p, s)) TO '@/a.parquet'");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *plan = g_strdup_printf ("[data]\nfiles=a.parquet\nlabel=label\nprediction=p\nscore=s\n"
                                               "positive=%s\n", rows[i].positive);
      g_autoptr (AssayAudit) audit = run (folder, plan, 1);

      g_assert_cmpuint (assay_audit_report (audit)->findings->n_disagree, ==, rows[i].n);
    }
  assay_test_folder_free (folder);
}

/* Of three classes a score beside the prediction is how sure that is: right rows are its positives. */
static void
test_top_label (void)
{
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT chr((97 + i % 3)::INT) AS label, chr((97 + (i + (i % 5 = 0)::INT) % 3)::INT) AS p, "
                          "0.5 + (i % 7) / 20.0 AS s FROM range(300) t(i)) TO '@/a.parquet'");
  g_autoptr (AssayAudit) audit = run (folder, "[data]\nfiles=a.parquet\nlabel=label\nprediction=p\nscore=s\n[slices]\n"
                                              "columns=label\nmeasures=accuracy;calibration_error;roc_auc\n", 1);
  const AssayFindings *findings = assay_audit_report (audit)->findings;
  const AssayHistogram *scores = findings->whole->evidence.scores;

  g_assert_true (scores->is_top_label);
  g_assert_cmpuint (assay_histogram_rows (scores), ==, 300);
  g_assert_cmpuint (assay_histogram_positives (scores), ==, 240);
  g_assert_false (isnan (value_of (findings, findings->whole, "calibration_error")));
  g_assert_true (isnan (value_of (findings, findings->whole, "roc_auc")));
  g_assert_cmpuint (findings->n_disagree, ==, 0);
  assay_test_folder_free (folder);
}

static gboolean
has_note (AssayAudit *audit,
          const char *note)
{
  return g_strv_contains ((const char *const *) assay_audit_report (audit)->provenance->notes, note);
}

/* A threshold on another scale than the scores is said. */
static void
test_threshold_beyond (void)
{
  static const struct { const char *threshold, *note; } rows[] = {
    { "40", "no score is at or above the threshold 40: no row is predicted '1'" },
    { "-1", "every score is at or above the threshold -1: every row is predicted '1'" },
  };
  char *folder = make_data ();

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *plan = g_strdup_printf ("[data]\nfiles=a.parquet\nlabel=label\nscore=s\nthreshold=%s\npositive=1\n"
                                               "[slices]\ncolumns=g\n", rows[i].threshold);
      g_autoptr (AssayAudit) audit = run (folder, plan, 1);
      g_assert_true (has_note (audit, rows[i].note));
      g_assert_false (has_note (audit, rows[1 - i].note));
    }
  assay_test_folder_free (folder);
}

/* Three classes and nothing but scores: a score names two. */
static void
test_three_by_score (void)
{
  char *folder = assay_test_folder_new ();
  g_autoptr (GError) error = NULL;
  const char *text = "[data]\nfiles=a.parquet\nlabel=label\nscore=s\n";
  AssayAuditOptions options = { .n_threads = 1, .folder = folder };

  assay_test_sql (folder, "COPY (SELECT chr((97 + i % 3)::INT) AS label, 0.5 AS s FROM range(30) t(i)) TO '@/a.parquet'");
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", &error);
  g_assert_null (assay_audit_run (plan, &options, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "a score with a threshold needs two classes, the data has 3"));
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-scores/against-sql", test_against_sql);
  g_test_add_func ("/audit-scores/two-models", test_two_models);
  g_test_add_func ("/audit-scores/same-numbers", test_same_numbers);
  g_test_add_func ("/audit-scores/no-probability", test_no_probability);
  g_test_add_func ("/audit-scores/no-probability-to-compare", test_no_probability_to_compare);
  g_test_add_func ("/audit-scores/no-label", test_no_label);
  g_test_add_func ("/audit-scores/disagree", test_disagree);
  g_test_add_func ("/audit-scores/top-label", test_top_label);
  g_test_add_func ("/audit-scores/threshold-beyond", test_threshold_beyond);
  g_test_add_func ("/audit-scores/three-by-score", test_three_by_score);
  return g_test_run ();
}
