/* test-audit-weights.c: weighted rows from end to end, against DuckDB's SQL over the same rows (measures.md 3). */
#include "../read/test-data.h"
#include "audit/audit.h"

#include <math.h>
#include <string.h>

/* w: sampling weights, 0 among them; one: the same for every row; twice: 2 w. p: the model's, o: the old model's. */
static const char *data_sql =
  "SELECT CASE hash(i*9) % 3 WHEN 0 THEN 'A' WHEN 1 THEN 'B' ELSE NULL END AS g, "
  "CASE WHEN hash(i*9+4) % 50 = 0 THEN NULL ELSE hash(i*9+5) % 3 = 0 END AS label, "
  "(hash(i*9+5) % 3 = 0) <> (hash(i*9+6) % 5 = 0) AS p, "
  "CASE WHEN hash(i*9+7) % 40 = 0 THEN NULL ELSE (hash(i*9+5) % 3 = 0) <> (hash(i*9+8) % 4 = 0) END AS o, "
  "((hash(i*9+1) % 1000) / 137.0)::DOUBLE AS w, 2 * w AS twice, 3.5::DOUBLE AS one, "
  "CASE WHEN i = 77 THEN -1.5 ELSE w END AS bad, CASE WHEN i = 78 THEN NULL ELSE w END AS gap "
  "FROM range(3000) r(i)";

#define PLAN \
  "[data]\nfiles=a.parquet\nlabel=label\nprediction=p\npositive=1\nbaseline=o\n%s" \
  "[slices]\ncolumns=g\nmeasures=accuracy;recall;precision;fpr;f1;mcc;balanced_accuracy\n" \
  "[check recall]\nmeasure=recall\nslices=*\nat-least=0.75\n"

static AssayAudit *
try_run (const char *folder,
         const char *weight,
         guint       n_threads,
         GError    **error)
{
  g_autofree char *line = weight != NULL ? g_strdup_printf ("weight=%s\n", weight) : g_strdup ("");
  g_autofree char *text = g_strdup_printf (PLAN, line);
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", error);
  AssayAuditOptions options = { .n_threads = n_threads, .folder = folder };

  g_assert_no_error (*error);
  return assay_audit_run (plan, &options, NULL, NULL, error);
}

static AssayAudit *
run (const char *folder,
     const char *weight,
     guint       n_threads)
{
  g_autoptr (GError) error = NULL;
  AssayAudit *audit = try_run (folder, weight, n_threads, &error);

  g_assert_no_error (error);
  return audit;
}

static char *
make_data (void)
{
  char *folder = assay_test_folder_new ();
  g_autofree char *copy = g_strdup_printf ("COPY (%s) TO '@/a.parquet' (ROW_GROUP_SIZE 700)", data_sql);

  assay_test_sql (folder, copy);
  return folder;
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
sql_number (const char *folder,
            const char *select,
            const char *rows)
{
  g_autofree char *sql = g_strdup_printf ("SELECT printf('%%.17g', (%s)::DOUBLE) FROM '@/a.parquet' WHERE label IS NOT "
                                          "NULL AND %s", select, rows);
  g_autofree char *text = assay_test_sql_value (folder, sql);

  return g_ascii_strtod (text, NULL);
}

static const AssayEstimate *
estimate_of (const AssayFindings *findings,
             const AssayEstimate *estimates,
             const char          *name)
{
  const int at = assay_findings_measure (findings, name);

  g_assert_cmpint (at, >=, 0);
  return &estimates[at];
}

/* A share of the rows `in` that are `success`: value, worth and Wilson's ends from the sums that SQL makes. */
static void
check_share (const char          *folder,
             const char          *what,
             const AssayEstimate *estimate,
             const char          *success,
             const char          *in)
{
  g_autofree char *s1_sql = g_strdup_printf ("sum(CASE WHEN %s THEN w * w ELSE 0 END)", success);
  g_autofree char *s0_sql = g_strdup_printf ("sum(CASE WHEN %s THEN 0 ELSE w * w END)", success);
  g_autofree char *k_sql = g_strdup_printf ("sum(CASE WHEN %s THEN w ELSE 0 END)", success);
  const double all = sql_number (folder, "sum(w)", in), p = sql_number (folder, k_sql, in) / all;
  const double s1 = sql_number (folder, s1_sql, in), s0 = sql_number (folder, s0_sql, in);
  const double worth = p * (1 - p) * all * all / ((1 - p) * (1 - p) * s1 + p * p * s0), z = 1.959963984540054;
  const double centre = (p + z * z / (2 * worth)) / (1 + z * z / worth);
  const double half = z * sqrt (p * (1 - p) / worth + z * z / (4 * worth * worth)) / (1 + z * z / worth);

  near (what, estimate->value, p, 1e-8);
  near (what, estimate->n_eff, worth, 1e-5 * worth);
  near (what, estimate->lo, centre - half, 1e-7);
  near (what, estimate->hi, centre + half, 1e-7);
  near (what, (double) estimate->n, sql_number (folder, "count(*)", in), 0);
}

static void
check_finding (const char          *folder,
               const AssayFindings *findings,
               const AssayFinding  *finding,
               const char          *where)
{
  g_autofree char *positive = g_strconcat (where, " AND label", NULL), *negative = g_strconcat (where, " AND NOT label", NULL);
  g_autofree char *called = g_strconcat (where, " AND p", NULL), *old = g_strconcat (where, " AND o IS NOT NULL", NULL);
  g_autofree char *old_positive = g_strconcat (old, " AND label", NULL);
  const AssayEstimate *models = finding->model_measures;

  check_share (folder, "accuracy", estimate_of (findings, finding->measures, "accuracy"), "p = label", where);
  check_share (folder, "recall", estimate_of (findings, finding->measures, "recall"), "p", positive);
  check_share (folder, "fpr", estimate_of (findings, finding->measures, "fpr"), "p", negative);
  check_share (folder, "precision", estimate_of (findings, finding->measures, "precision"), "label", called);
  check_share (folder, "old accuracy", estimate_of (findings, models, "accuracy"), "o = label", old);
  check_share (folder, "old recall", estimate_of (findings, models, "recall"), "o", old_positive);
  check_share (folder, "paired accuracy", &finding->paired[0].paired.new_accuracy, "p = label", old);
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

static void
test_against_sql (void)
{
  char *folder = make_data ();

  for (guint n_threads = 1; n_threads <= 3; n_threads++)
    {
      g_autoptr (AssayAudit) audit = run (folder, "w", n_threads);
      const AssayFindings *findings = assay_audit_report (audit)->findings;
      const AssayEstimate *mcc = estimate_of (findings, findings->whole->measures, "mcc");
      const AssayEstimate *difference = &findings->whole->paired[0].paired.difference;

      check_finding (folder, findings, findings->whole, "TRUE");
      check_finding (folder, findings, slice_of (findings, "g=A"), "g = 'A'");
      check_finding (folder, findings, slice_of (findings, "g=(missing)"), "g IS NULL");
      g_assert_true (mcc->lo < mcc->value && mcc->value < mcc->hi && mcc->why == NULL);
      g_assert_true (difference->lo < difference->value && difference->value < difference->hi);
      g_assert_cmpint (findings->whole->paired[0].paired.test.kind, ==, ASSAY_TEST_Z);
    }
  assay_test_folder_free (folder);
}

/* Every number of two audits: whole set, slices, rest, pairs, checks. */
static void
compare_estimates (const char          *what,
                   const AssayEstimate *a,
                   const AssayEstimate *b,
                   guint                n)
{
  for (guint i = 0; i < n; i++)
    if (a[i].n != b[i].n || !(a[i].value == b[i].value || (isnan (a[i].value) && isnan (b[i].value)))
        || !(a[i].lo == b[i].lo || (isnan (a[i].lo) && isnan (b[i].lo)))
        || !(a[i].hi == b[i].hi || (isnan (a[i].hi) && isnan (b[i].hi))))
      g_error ("%s, measure %u: %.17g [%.17g, %.17g] and %.17g [%.17g, %.17g]", what, i, a[i].value, a[i].lo, a[i].hi,
               b[i].value, b[i].lo, b[i].hi);
}

static void
compare_findings (const AssayFindings *a,
                  const AssayFindings *b)
{
  const guint n = a->n_measures;

  compare_estimates ("whole set", a->whole->measures, b->whole->measures, n);
  compare_estimates ("old model", a->whole->model_measures, b->whole->model_measures, n);
  g_assert_cmpuint (a->slices->len, ==, b->slices->len);
  for (guint i = 0; i < a->slices->len; i++)
    {
      const AssayFinding *left = a->slices->pdata[i], *right = b->slices->pdata[i];

      compare_estimates (left->text, left->measures, right->measures, n);
      compare_estimates (left->text, left->model_measures, right->model_measures, n);
      for (guint t = 0; t < a->n_tested; t++)
        {
          compare_estimates (left->text, &left->rest[t].difference, &right->rest[t].difference, 1);
          g_assert_true (left->rest[t].q == right->rest[t].q || (isnan (left->rest[t].q) && isnan (right->rest[t].q)));
        }
    }
  for (guint i = 0; i < a->checks->len; i++)
    g_assert_cmpint (((AssayCheckFinding *) a->checks->pdata[i])->verdict, ==,
                     ((AssayCheckFinding *) b->checks->pdata[i])->verdict);
}

static void
compare_runs (const char *folder,
              const char *left_weight,
              const char *right_weight)
{
  g_autoptr (AssayAudit) left = run (folder, left_weight, 2), right = run (folder, right_weight, 2);

  compare_findings (assay_audit_report (left)->findings, assay_audit_report (right)->findings);
}

static void
test_equal_weights (void)
{
  char *folder = make_data ();

  compare_runs (folder, NULL, "one");
  assay_test_folder_free (folder);
}

static void
test_scaled_weights (void)
{
  char *folder = make_data ();

  compare_runs (folder, "w", "twice");
  assay_test_folder_free (folder);
}

/* From the audit file alone the same numbers. */
static void
test_reopened (void)
{
  char *folder = make_data ();
  g_autofree char *path = g_build_filename (folder, "a.assay", NULL);
  g_autoptr (AssayAudit) audit = run (folder, "w", 2);
  g_autoptr (GError) error = NULL;

  g_assert_true (assay_audit_file_save (assay_audit_report (audit), path, &error));
  g_assert_no_error (error);
  g_autoptr (AssayAudit) again = assay_audit_open (path, &error);
  g_assert_no_error (error);
  compare_findings (assay_audit_report (audit)->findings, assay_audit_report (again)->findings);
  assay_test_folder_free (folder);
}

static void
test_bad (void)
{
  static const struct { const char *weight, *message; } table[] = {
    { "bad", "-1.5" }, { "gap", "missing" }, { "nowhere", "nowhere" }, { "g", "weight" },
  };
  char *folder = make_data ();

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (try_run (folder, table[i].weight, 2, &error));
      g_assert_nonnull (error);
      g_test_message ("weight=%s: %s", table[i].weight, error->message);
      g_assert_nonnull (strstr (error->message, table[i].message));
    }
  assay_test_folder_free (folder);
}

/* Rows that would decide a difference of weighted rows, whose ends are no Bonett and Price's about a centre of their
 * own: n ((v - e) / (v - b))², e the end on the bound's side. */
static void
test_rows_to_decide (void)
{
  char *folder = make_data ();
  const char *text = "[data]\nfiles=a.parquet\nlabel=label\nprediction=p\npositive=1\nbaseline=o\nweight=w\n"
                     "[slices]\ncolumns=g\nmin-rows=1\nmeasures=accuracy\n[slice light]\nwhere=w < 0.15\n"
                     "[check no worse]\nmeasure=accuracy\nslices=light\nno-worse-than=o by 0.02\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", &error);
  AssayAuditOptions options = { .n_threads = 1, .folder = folder };
  g_autoptr (AssayAudit) audit = assay_audit_run (plan, &options, NULL, NULL, &error);

  g_assert_no_error (error);
  const AssayCheckFinding *check = assay_audit_report (audit)->findings->checks->pdata[0];
  const AssayCheckResult *result = check->results->pdata[0];
  const AssayEstimate *e = &result->estimate;
  const double end = e->value > -0.02 ? e->lo : e->hi, times = (e->value - end) / (e->value + 0.02);

  g_assert_cmpint (result->verdict, ==, ASSAY_VERDICT_UNDECIDED);
  g_assert_cmpuint (e->n, <, 100);
  near ("rows to decide", result->rows_to_decide, ceil (times * times * result->finding->n_rows), 1);
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit/weights/against-sql", test_against_sql);
  g_test_add_func ("/audit/weights/equal", test_equal_weights);
  g_test_add_func ("/audit/weights/scaled", test_scaled_weights);
  g_test_add_func ("/audit/weights/reopened", test_reopened);
  g_test_add_func ("/audit/weights/bad", test_bad);
  g_test_add_func ("/audit/weights/rows-to-decide", test_rows_to_decide);
  return g_test_run ();
}
