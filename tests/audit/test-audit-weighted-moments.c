/* test-audit-weighted-moments.c: means, ratios and errors of weighted rows from a file to the findings, against DuckDB's
 * SQL over the same rows (measures.md 3). */
#include "../measure/near.h"
#include "../read/test-data.h"
#include "audit/audit.h"

#include <string.h>

/* Weights and numbers are multiples of powers of 1/2 that leave their products exact. */
static const char data_sql[] =
  "SELECT CASE hash(i*8) % 3 WHEN 0 THEN 'A' WHEN 1 THEN 'B' ELSE NULL END AS g, "
  "CASE WHEN hash(i*8+1) % 60 = 0 THEN NULL ELSE (hash(i*8+1) % 800) / 8.0 END::DOUBLE AS price, "
  "CASE WHEN hash(i*8+2) % 50 = 0 THEN NULL ELSE (hash(i*8+1) % 800 + hash(i*8+2) % 65) / 8.0 - 4 END::DOUBLE AS guess, "
  "CASE WHEN hash(i*8+3) % 40 = 0 THEN NULL ELSE (hash(i*8+1) % 800 + hash(i*8+3) % 97) / 8.0 - 5 END::DOUBLE AS old, "
  "CASE WHEN hash(i*8+4) % 30 = 0 THEN NULL ELSE hash(i*8+4) % 6 END::INTEGER AS wrong, "
  "CASE WHEN hash(i*8+5) % 35 = 0 THEN NULL ELSE 6 + hash(i*8+5) % 10 END::INTEGER AS words, "
  "hash(i*8+6) % 2 = 0 AS y, hash(i*8+7) % 5 = 0 AS p, "
  "((hash(i*8+7) % 48) * (1 + hash(i*8+2) % 65 // 20) / 16.0)::DOUBLE AS w, 4 * w AS fourfold, 1.0::DOUBLE AS one, "
  "0.25::DOUBLE AS quarter FROM range(3000) r(i)";

#define OWN "[measure wer]\nnumerator=wrong\ndenominator=words\nbetter=lower\n[measure length]\nmean=words\nunit=words\n"
#define REGRESSION "label=price\nprediction=guess\nbaseline=old\n"
#define CLASSES "label=y\nprediction=p\npositive=1\n"

static AssayAudit *
try_run (const char *folder,
         const char *file,
         const char *keys,
         const char *weight, /* (nullable) */
         const char *more,
         GError    **error)
{
  g_autofree char *line = weight != NULL ? g_strdup_printf ("weight=%s\n", weight) : g_strdup ("");
  g_autofree char *text = g_strdup_printf ("[data]\nfiles=%s\n%s%s[slices]\ncolumns=g\n%s" OWN, file, keys, line, more);
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", error);
  const AssayAuditOptions options = { .n_threads = 2, .folder = folder };

  g_assert_no_error (*error);
  return assay_audit_run (plan, &options, NULL, NULL, error);
}

static AssayAudit *
run (const char *folder,
     const char *keys,
     const char *weight)
{
  g_autoptr (GError) error = NULL;
  AssayAudit *audit = try_run (folder, "a.parquet", keys, weight, "", &error);

  g_assert_no_error (error);
  return audit;
}

static char *
make_data (void)
{
  char *folder = assay_test_folder_new ();
  g_autofree char *copy = g_strdup_printf ("COPY (%s) TO '@/a.parquet' (ROW_GROUP_SIZE 700)", data_sql);

  assay_test_sql (folder, copy);
  assay_test_sql (folder, "COPY (FROM '@/a.parquet' WHERE wrong < 3) TO '@/part-1.parquet'");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet' WHERE wrong >= 3 OR wrong IS NULL) TO '@/part-2.parquet'");
  return folder;
}

static double
sql_number (const char *folder,
            const char *where,
            const char *expression)
{
  g_autofree char *sql = g_strdup_printf ("WITH rows AS (FROM '@/a.parquet' WHERE %s) SELECT printf('%%.17g', (%s)::DOUBLE) "
                                          "FROM rows", where, expression);
  g_autofree char *text = assay_test_sql_value (folder, sql);

  return g_ascii_strtod (text, NULL);
}

/* Σwx/Σwd ± t √(n/(n-1) Σw²(x - r d)²)/Σwd of the rows where x is there; a root of it, when asked for. */
static void
check (const char          *folder,
       const char          *what,
       const AssayEstimate *estimate,
       const char          *x,
       const char          *d,
       const char          *where,
       gboolean             is_root)
{
  g_autofree char *has = g_strdup_printf ("(%s) IS NOT NULL AND (%s) IS NOT NULL AND %s", x, d, where);
  g_autofree char *ratio_sql = g_strdup_printf ("sum(w * (%s)) / sum(w * (%s))", x, d);
  g_autofree char *squares_sql = g_strdup_printf ("sum((w * ((%s) - (SELECT %s FROM rows) * (%s)))^2) / sum(w * (%s))^2", x,
                                                  ratio_sql, d, d);
  const double ratio = sql_number (folder, has, ratio_sql), n = sql_number (folder, has, "count(*)");
  const double worth = sql_number (folder, has, "sum(w)^2 / sum(w * w)");
  const double error = sqrt (sql_number (folder, has, squares_sql) * n / (n - 1)) / (is_root ? 2 * sqrt (ratio) : 1);
  const double value = is_root ? sqrt (ratio) : ratio, reach = assay_t (0.95, worth - 1) * error;

  near_at (what, "n", estimate->n, n, 0);
  near_at (what, "value", estimate->value, value, 1e-9 * fabs (value));
  near_at (what, "lo", estimate->lo, value - reach, 1e-8 * reach + 1e-9 * fabs (value));
  near_at (what, "hi", estimate->hi, value + reach, 1e-8 * reach + 1e-9 * fabs (value));
  near_at (what, "worth", estimate->n_eff, worth, 1e-8 * worth);
}

#define E "(guess - price)"
#define F "(old - price)"

static void
check_finding (const char          *folder,
               const AssayFindings *findings,
               const AssayFinding  *finding,
               const char          *where)
{
  g_autofree char *both = g_strconcat (where, " AND old IS NOT NULL", NULL);
  g_autofree char *paired = g_strconcat (where, " AND guess IS NOT NULL", NULL);
  g_autofree char *has = g_strconcat (where, " AND " E " IS NOT NULL", NULL);
  const AssayPairedMeasure *pair = finding->paired[0].measures;

#define OF(MEASURES, NAME) &MEASURES[assay_findings_measure (findings, NAME)]
  check (folder, "mae", OF (finding->measures, "mae"), "abs" E, "1", where, FALSE);
  check (folder, "mean_error", OF (finding->measures, "mean_error"), E, "1", where, FALSE);
  check (folder, "rmse", OF (finding->measures, "rmse"), E "^2", "1", where, TRUE);
  check (folder, "wer", OF (finding->measures, "wer"), "wrong", "words", where, FALSE);
  check (folder, "length", OF (finding->measures, "length"), "words", "1", where, FALSE);
  check (folder, "mae of both", &(OF (pair, "mae"))->new_value, "abs" E, "1", both, FALSE);
  check (folder, "mae of old", &(OF (pair, "mae"))->old_value, "abs" F, "1", paired, FALSE);
  check (folder, "mae, new - old", &(OF (pair, "mae"))->difference, "abs" E " - abs" F, "1", where, FALSE);
  check (folder, "error, new - old", &(OF (pair, "mean_error"))->difference, E " - " F, "1", where, FALSE);
  check (folder, "old's own", OF (finding->model_measures, "rmse"), F "^2", "1", paired, TRUE);

  const AssayEstimate *r2 = OF (finding->measures, "r2");
  near_at ("r2", "value", r2->value, sql_number (folder, has, "1 - sum(w * " E "^2) / sum(w * (price - (SELECT sum(w * price) "
                                                 "/ sum(w) FROM rows))^2)"), 1e-8);
  g_assert_true (isnan (r2->lo) && r2->why != NULL);
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
  g_autoptr (AssayAudit) audit = run (folder, REGRESSION, "w"), classes = run (folder, CLASSES, "w");
  const AssayFindings *findings = assay_audit_report (audit)->findings, *others = assay_audit_report (classes)->findings;

  check_finding (folder, findings, findings->whole, "TRUE");
  check_finding (folder, findings, slice_of (findings, "g=A"), "g = 'A'");
  check_finding (folder, findings, slice_of (findings, "g=(missing)"), "g IS NULL");
  check (folder, "wer", &others->whole->measures[assay_findings_measure (others, "wer")], "wrong", "words", "TRUE", FALSE);
  check (folder, "length of A", &slice_of (others, "g=A")->measures[assay_findings_measure (others, "length")], "words", "1",
         "g = 'A'", FALSE);
  assay_test_folder_free (folder);
}

/* Every number of two audits. */
static void
compare_estimates (const char          *what,
                   const AssayEstimate *a,
                   const AssayEstimate *b,
                   guint                n,
                   gboolean             has_r2)
{
  for (guint i = 0; i < n; i++)
    {
      const double reach = 1e-9 * (isnan (a[i].lo) ? 1 : a[i].hi - a[i].lo);

      near_at (what, "n", a[i].n, b[i].n, 0);
      near_at (what, "value", a[i].value, b[i].value, 1e-12 * fabs (a[i].value) + 1e-3 * reach);
      if (!has_r2 && isnan (a[i].lo) != isnan (b[i].lo)) /* R² has an interval without weights alone */
        continue;
      near_at (what, "lo", a[i].lo, b[i].lo, reach);
      near_at (what, "hi", a[i].hi, b[i].hi, reach);
      near_at (what, "worth", a[i].n_eff, b[i].n_eff, 1e-9 * a[i].n_eff);
    }
}

static void
compare_findings (const AssayAudit *left,
                  const AssayAudit *right,
                  gboolean          has_r2)
{
  const AssayFindings *a = assay_audit_report (left)->findings, *b = assay_audit_report (right)->findings;
  const int r2 = assay_findings_measure (a, "r2");

  g_assert_cmpuint (a->slices->len, ==, b->slices->len);
  for (guint i = 0; i <= a->slices->len; i++)
    {
      const AssayFinding *one = i > 0 ? a->slices->pdata[i - 1] : a->whole;
      const AssayFinding *other = i > 0 ? b->slices->pdata[i - 1] : b->whole;

      compare_estimates (one->text, one->measures, other->measures, a->n_measures, has_r2);
      compare_estimates (one->text, one->model_measures, other->model_measures, a->n_measures * a->n_baselines, has_r2);
      for (int m = 0; m < (int) a->n_measures && a->n_baselines > 0; m++)
        if (has_r2 || m != r2)
          compare_estimates (one->text, &one->paired[0].measures[m].difference, &other->paired[0].measures[m].difference, 1,
                             has_r2);
      for (guint t = 0; one->rest != NULL && t < a->n_tested; t++)
        compare_estimates (one->text, &one->rest[t].difference, &other->rest[t].difference, 1, has_r2);
    }
}

/* Weights that are all equal say nothing, whatever they are; nor does a factor of all. */
static void
test_equal (void)
{
  char *folder = make_data ();
  g_autoptr (AssayAudit) none = run (folder, REGRESSION, NULL), one = run (folder, REGRESSION, "one");
  g_autoptr (AssayAudit) quarter = run (folder, REGRESSION, "quarter"), classes = run (folder, CLASSES, NULL);
  g_autoptr (AssayAudit) even = run (folder, CLASSES, "quarter"), w = run (folder, REGRESSION, "w");
  g_autoptr (AssayAudit) fourfold = run (folder, REGRESSION, "fourfold");

  compare_findings (none, one, FALSE);
  compare_findings (none, quarter, FALSE);
  compare_findings (classes, even, TRUE);
  compare_findings (w, fourfold, TRUE);
  g_assert_false (assay_findings_are_effective (assay_audit_report (one)->findings));
  g_assert_true (assay_findings_are_effective (assay_audit_report (w)->findings));
  assay_test_folder_free (folder);
}

#define RANGES "range.price=0;100\nrange.guess=-10;110\nrange.old=-10;120\nrange.wrong=0;5\nrange.words=0;20\nrange.w=0;12\n"

static char *
keep (const char *folder,
      const char *file,
      const char *name,
      AssayAudit **audit)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *out = g_build_filename (folder, name, NULL);

  *audit = try_run (folder, file, REGRESSION RANGES, "w", "", &error);
  g_assert_no_error (error);
  g_assert_true (assay_audit_write (*audit, out, 0, NULL, &error));
  return g_build_filename (out, "audit.assay", NULL);
}

/* Opened again, and from two parts, the same. */
static void
test_merged (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = make_data ();
  g_autoptr (AssayAudit) first = NULL, second = NULL, whole = NULL;
  g_autofree char *one = keep (folder, "part-1.parquet", "1", &first), *two = keep (folder, "part-2.parquet", "2", &second);
  g_autofree char *all = keep (folder, "a.parquet", "all", &whole);
  g_autoptr (AssayAudit) opened = assay_audit_open (all, &error);

  g_assert_no_error (error);
  compare_findings (opened, whole, TRUE);
  g_autoptr (AssayAudit) merged = assay_audit_merge ((const char *const[]) { one, two }, 2, NULL, &error);
  g_assert_no_error (error);
  compare_findings (merged, whole, TRUE);
  assay_test_folder_free (folder);
}

static void
test_failures (void)
{
  static const struct { const char *keys, *weight, *more, *message; } rows[] = {
    { REGRESSION, "w", "[check a]\nmeasure=r2\nno-worse-than=old\n",
      "r2 cannot be compared with a baseline: R² of weighted rows has no interval" },
    { REGRESSION "range.w=0;3\n", "w", "", "widen it (range.w=)" },
    { REGRESSION "cluster=g\n", NULL, "", "test.ini:6: cluster= is for labels that are classes" },
    { CLASSES "cluster=g\n", NULL, "", "test.ini:6: cluster= is for labels that are classes" },
    { CLASSES "score=w\nbaseline=old\n", "w", "[check a]\nmeasure=brier\nno-worse-than=old\n",
      "test.ini:11: check 'a': brier of weighted rows cannot be compared with a baseline on the same rows" },
  };
  char *folder = make_data ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      /* What the plan says by itself is refused before there are files. */
      const char *file = i > 2 ? "nowhere.parquet" : "a.parquet";
      g_autoptr (AssayAudit) audit = try_run (folder, file, rows[i].keys, rows[i].weight, rows[i].more, &error);

      g_assert_null (audit);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, rows[i].message));
    }
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit/weighted-moments/against-sql", test_against_sql);
  g_test_add_func ("/audit/weighted-moments/equal", test_equal);
  g_test_add_func ("/audit/weighted-moments/merged", test_merged);
  g_test_add_func ("/audit/weighted-moments/failures", test_failures);
  return g_test_run ();
}
