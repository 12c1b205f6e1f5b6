/* test-audit-weighted-scores.c: scores of weighted rows from end to end, against DuckDB's SQL over the same rows, and
 * against the same rows written down as often as they weigh. */
#include "../measure/near.h"
#include "../read/test-data.h"
#include "audit/audit.h"

#include <string.h>

/* s: a probability in steps of 1/256, so that no two scores share a bin; t: the old model's; w: 0 to 3. */
static const char data_sql[] =
  "SELECT CASE hash(i*9) % 3 WHEN 0 THEN 'A' WHEN 1 THEN 'B' ELSE NULL END AS g, "
  "(hash(i*9+1) % 257 / 256.0)::DOUBLE AS s, CASE WHEN hash(i*9+2) % 40 = 0 THEN NULL "
  "ELSE (hash(i*9+3) % 257 / 256.0)::DOUBLE END AS t, "
  "CASE WHEN hash(i*9+4) % 50 = 0 THEN NULL WHEN hash(i*9+5) % 257 < hash(i*9+1) % 257 THEN 1 ELSE 0 END AS label, "
  "((hash(i*9+6) % 7) * (hash(i*9+5) % 257 // 65))::DOUBLE / 8 AS w, 0.375::DOUBLE AS even FROM range(3000) r(i)";

#define MEASURES "roc_auc;ap;ks;brier;log_loss;calibration_error"

static AssayAudit *
run (const char *folder,
     const char *file,
     const char *weight, /* (nullable) */
     const char *more)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = weight != NULL ? g_strdup_printf ("weight=%s\n", weight) : g_strdup ("");
  g_autofree char *text = g_strdup_printf ("[data]\nfiles=%s\nlabel=label\nscore=s\nthreshold=0.5\npositive=1\nbaseline=old\n"
                                           "%s%s[model old]\nscore=t\nthreshold=0.4\n[slices]\ncolumns=g\nmeasures=" MEASURES
                                           "\n[check ranks]\nmeasure=roc_auc\nslices=*\nat-least=0.6\n", file, line, more);
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", &error);
  const AssayAuditOptions options = { .n_threads = 2, .folder = folder };

  g_assert_no_error (error);
  AssayAudit *audit = assay_audit_run (plan, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  return audit;
}

static char *
make_data (void)
{
  char *folder = assay_test_folder_new ();
  g_autofree char *copy = g_strdup_printf ("COPY (%s) TO '@/a.parquet' (ROW_GROUP_SIZE 700)", data_sql);

  assay_test_sql (folder, copy);
  assay_test_sql (folder, "COPY (SELECT a.* FROM '@/a.parquet' a, range(24) r(n) WHERE n < a.w * 8) TO '@/often.parquet'");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet' WHERE s < 0.3) TO '@/part-1.parquet'");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet' WHERE s >= 0.3) TO '@/part-2.parquet'");
  return folder;
}

static const AssayFindings *
findings_of (const AssayAudit *audit)
{
  return assay_audit_report (audit)->findings;
}

static const AssayFinding *
nth (const AssayFindings *findings,
     guint                i)
{
  return i > 0 ? findings->slices->pdata[i - 1] : findings->whole;
}

/* Rows written down w times have the values of weighted rows, and more confidence than they are worth. */
static void
test_often (void)
{
  static const char *const names[] = { "roc_auc", "ap", "ks", "brier", "log_loss" };
  char *folder = make_data ();
  g_autoptr (AssayAudit) weighted = run (folder, "a.parquet", "w", ""), often = run (folder, "often.parquet", NULL, "");
  const AssayFindings *a = findings_of (weighted), *b = findings_of (often);

  g_assert_cmpuint (a->slices->len, ==, 3);
  for (guint i = 0; i <= a->slices->len; i++)
    for (guint m = 0; m < G_N_ELEMENTS (names); m++)
      {
        const int at = assay_findings_measure (a, names[m]);
        const AssayEstimate *one = &nth (a, i)->measures[at], *other = &nth (b, i)->measures[at];
        const AssayEstimate *old = &nth (a, i)->model_measures[at], *old_often = &nth (b, i)->model_measures[at];

        near_at (names[m], "value", one->value, other->value, 1e-6);
        near_at (names[m], "old model", old->value, old_often->value, 1e-6);
        g_assert_true (one->lo < one->value && one->value < one->hi && old->lo < old->hi);
        g_assert_cmpfloat (one->hi - one->lo, >, other->hi - other->lo);
        g_assert_cmpfloat (one->n_eff, >, 0);
        g_assert_cmpfloat (one->n_eff, <, one->n);
      }
  assay_test_folder_free (folder);
}

static double
sql_number (const char *folder,
            const char *select,
            const char *where)
{
  g_autofree char *sql = g_strdup_printf ("WITH d AS (FROM '@/a.parquet' WHERE %s AND label IS NOT NULL AND s IS NOT NULL) "
                                          "SELECT printf('%%.17g', (%s)::DOUBLE) FROM d LIMIT 1", where, select);
  g_autofree char *text = assay_test_sql_value (folder, sql);

  return g_ascii_strtod (text, NULL);
}

#define LOSS "((s - label)^2)"

static void
check_brier (const char          *folder,
             const AssayEstimate *estimate,
             const char          *where)
{
  const double value = sql_number (folder, "sum(w * " LOSS ") / sum(w)", where), n = sql_number (folder, "count(*)", where);
  const double squares = sql_number (folder, "sum((w * (" LOSS " - (SELECT sum(w * " LOSS ") / sum(w) FROM d)))^2) / sum(w)^2",
                                     where);
  const double worth = sql_number (folder, "sum(w)^2 / sum(w * w)", where);
  const double reach = assay_t (0.95, worth - 1) * sqrt (squares * n / (n - 1));

  near_at ("brier", "value", estimate->value, value, 1e-8);
  near_at ("brier", "lo", estimate->lo, value - reach, 1e-7);
  near_at ("brier", "hi", estimate->hi, value + reach, 1e-7);
  near_at ("brier", "worth", estimate->n_eff, worth, 1e-6 * worth);
  near_at ("brier", "n", estimate->n, n, 0);
}

static void
test_against_sql (void)
{
  char *folder = make_data ();
  g_autoptr (AssayAudit) audit = run (folder, "a.parquet", "w", "");
  const AssayFindings *findings = findings_of (audit);
  const int brier = assay_findings_measure (findings, "brier");

  check_brier (folder, &findings->whole->measures[brier], "TRUE");
  for (guint i = 0; i < findings->slices->len; i++)
    {
      const AssayFinding *slice = findings->slices->pdata[i];
      g_autofree char *where = g_strdup_printf ("coalesce(g, '(missing)') = '%s'", strchr (slice->text, '=') + 1);

      check_brier (folder, &slice->measures[brier], where);
      g_assert_true (isfinite (slice->rest[brier >= 0 ? 0 : 1].difference.value));
    }
  assay_test_folder_free (folder);
}

static void
compare (const AssayAudit *left,
         const AssayAudit *right,
         double            tolerance)
{
  const AssayFindings *a = findings_of (left), *b = findings_of (right);

  g_assert_cmpuint (a->slices->len, ==, b->slices->len);
  for (guint i = 0; i <= a->slices->len; i++)
    for (guint m = 0; m < a->n_measures; m++)
      {
        const AssayEstimate *one = &nth (a, i)->measures[m], *other = &nth (b, i)->measures[m];

        near_at (a->measures[m].name, "value", one->value, other->value, tolerance);
        near_at (a->measures[m].name, "lo", one->lo, other->lo, tolerance);
        near_at (a->measures[m].name, "hi", one->hi, other->hi, tolerance);
        near_at (a->measures[m].name, "worth", one->n_eff, other->n_eff, 1e-9 * one->n_eff);
        near_at (a->measures[m].name, "old", nth (a, i)->model_measures[m].lo, nth (b, i)->model_measures[m].lo, tolerance);
      }
}

/* Weights that are all equal say nothing, bit for bit. */
static void
test_even (void)
{
  char *folder = make_data ();
  g_autoptr (AssayAudit) none = run (folder, "a.parquet", NULL, ""), even = run (folder, "a.parquet", "even", "");

  compare (none, even, 0);
  assay_test_folder_free (folder);
}

static char *
keep (const char  *folder,
      const char  *file,
      const char  *name,
      AssayAudit **audit)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *out = g_build_filename (folder, name, NULL);

  *audit = run (folder, file, "w", "range.w=0;3\n");
  g_assert_true (assay_audit_write (*audit, out, 0, NULL, &error));
  g_assert_no_error (error);
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
  compare (opened, whole, 0);
  g_autoptr (AssayAudit) merged = assay_audit_merge ((const char *const[]) { one, two }, 2, NULL, &error);
  g_assert_no_error (error);
  compare (merged, whole, 0);
  assay_test_folder_free (folder);
}

/* Rows that weigh nothing, also those with the highest scores: a value of the others alone, or none. */
static void
test_no_weight (void)
{
  char *folder = make_data ();

  assay_test_sql (folder, "COPY (SELECT * REPLACE (CASE WHEN s > 0.7 OR g = 'A' THEN 0 ELSE w END AS w) FROM '@/a.parquet') "
                          "TO '@/light.parquet'");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet' WHERE s <= 0.7 AND (g IS NULL OR g <> 'A')) TO '@/rest.parquet'");
  g_autoptr (AssayAudit) light = run (folder, "light.parquet", "w", ""), rest = run (folder, "rest.parquet", "w", "");
  const AssayFindings *a = findings_of (light), *b = findings_of (rest);

  for (guint m = 0; m < a->n_measures; m++)
    if (a->measures[m].family == ASSAY_FAMILY_SCORE)
      {
        near_at (a->measures[m].name, "value", a->whole->measures[m].value, b->whole->measures[m].value, 1e-9);
        near_at (a->measures[m].name, "worth", a->whole->measures[m].n_eff, b->whole->measures[m].n_eff, 1e-6);
        g_assert_cmpstr (nth (a, 1)->text, ==, "g=A");
        g_assert_true (isnan (nth (a, 1)->measures[m].value) && nth (a, 1)->measures[m].why != NULL);
      }
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit/weighted-scores/often", test_often);
  g_test_add_func ("/audit/weighted-scores/against-sql", test_against_sql);
  g_test_add_func ("/audit/weighted-scores/even", test_even);
  g_test_add_func ("/audit/weighted-scores/merged", test_merged);
  g_test_add_func ("/audit/weighted-scores/no-weight", test_no_weight);
  return g_test_run ();
}
