/* test-audit-moments.c: regressions, means and ratios from a file to the findings: SQL's numbers, the audit file, merged
 * audits, and what a plan may not ask. */
#include "../read/test-data.h"
#include "audit/audit.h"
#include "../measure/near.h"

#include <stdlib.h>
#include <string.h>

/* Every number is a multiple of 1/8, so that sums in fixed point are those of the numbers themselves. */
static const char data_sql[] =
  "SELECT CASE hash(i*7) % 4 WHEN 0 THEN NULL WHEN 1 THEN 'A' ELSE 'B' END AS g, (hash(i*7+1) % 90)::INTEGER AS age, "
  "CASE WHEN hash(i*7+2) % 60 = 0 THEN NULL ELSE (hash(i*7+2) % 800) / 8.0 END::DOUBLE AS price, "
  "CASE WHEN hash(i*7+3) % 50 = 0 THEN NULL ELSE (hash(i*7+2) % 800 + hash(i*7+3) % 65) / 8.0 - 4 END::DOUBLE AS guess, "
  "CASE WHEN hash(i*7+4) % 40 = 0 THEN NULL ELSE (hash(i*7+2) % 800 + hash(i*7+4) % 97) / 8.0 - 5 END::DOUBLE AS old, "
  "CASE WHEN hash(i*7+5) % 30 = 0 THEN NULL ELSE hash(i*7+5) % 6 END::INTEGER AS wrong, "
  "CASE WHEN hash(i*7+6) % 35 = 0 THEN NULL ELSE 6 + hash(i*7+6) % 10 END::INTEGER AS words, "
  "(hash(i*7+4) % 6)::INTEGER AS repaired FROM range(4000) r(i)";

#define OWN "[measure wer]\nnumerator=wrong\ndenominator=words\nbetter=lower\n[measure length]\nmean=words\nunit=words\n"
#define SLICES "[slices]\ncolumns=g\ncross=g*age\nbins.age=0;30;60\n"
#define DATA "[data]\nlabel=price\nprediction=guess\nbaseline=old\nfiles="

static AssayAudit *
run (const char *folder,
     const char *text,
     GError    **error)
{
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", error);
  const AssayAuditOptions options = { .n_threads = 2, .folder = folder };

  return plan != NULL ? assay_audit_run (plan, &options, NULL, NULL, error) : NULL;
}

static char *
make_data (void)
{
  char *folder = assay_test_folder_new ();
  g_autofree char *copy = g_strdup_printf ("COPY (%s) TO '@/a.parquet' (ROW_GROUP_SIZE 1000)", data_sql);

  assay_test_sql (folder, copy);
  assay_test_sql (folder, "COPY (FROM '@/a.parquet' WHERE age < 40) TO '@/part-1.parquet'");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet' WHERE age >= 40) TO '@/part-2.parquet'");
  return folder;
}

static const AssayFinding *
finding_of (const AssayAudit *audit,
            const char       *text)
{
  const AssayFindings *findings = assay_audit_report (audit)->findings;

  for (guint i = 0; i < findings->slices->len; i++)
    if (strcmp (((AssayFinding *) findings->slices->pdata[i])->text, text) == 0)
      return findings->slices->pdata[i];
  g_assert_cmpstr (text, ==, "");
  return findings->whole;
}

/* SQL's value, standard error and rows of an expression per row, in the rows where `where` holds. */
static void
sql_mean (const char *folder,
          const char *expression,
          const char *where,
          double     *value,
          double     *error,
          double     *n)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT concat_ws(' ', avg(e), stddev_samp(e) / sqrt(count(e)), count(e)) FROM (SELECT %s AS e FROM '@/a.parquet' "
    "WHERE %s)", expression, where);
  g_autofree char *text = assay_test_sql_value (folder, sql);
  g_auto (GStrv) parts = g_strsplit (text, " ", 3);

  *value = g_ascii_strtod (parts[0], NULL);
  *error = g_ascii_strtod (parts[1], NULL);
  *n = g_ascii_strtod (parts[2], NULL);
}

static void
check_estimate (const char          *what,
                const AssayEstimate *estimate,
                double               value,
                double               error,
                double               n)
{
  near_at (what, "n", estimate->n, n, 0);
  near_at (what, "value", estimate->value, value, 1e-9 * fabs (value) + 1e-12);
  near_at (what, "reach", estimate->hi - estimate->value, assay_t (0.95, n - 1) * error, 1e-8 * error);
}

#define HAS "guess IS NOT NULL AND price IS NOT NULL"
#define INFLUENCE "(%1$s)^2 / (SELECT sum((%1$s)^2) FROM rows) - (price - %2$s)^2 / (SELECT sum((price - %2$s)^2) FROM rows)"
#define MEAN "(SELECT avg(price) FROM rows)"

/* One number of SQL over the rows that a model, or both, are judged on. */
static double
sql_number (const char *folder,
            const char *where,
            const char *has,
            const char *expression)
{
  g_autofree char *sql = g_strdup_printf ("WITH rows AS (FROM '@/a.parquet' WHERE %s AND %s) SELECT %s FROM rows", has, where,
                                          expression);
  g_autofree char *text = assay_test_sql_value (folder, sql);

  return g_ascii_strtod (text, NULL);
}

/* R² = 1 - S/T; its ends by the rows' influences on log (S/T). */
static void
check_r2 (const char          *folder,
          const AssayEstimate *estimate,
          const char          *where,
          const char          *has,
          const char          *error)
{
  g_autofree char *log_ratio = g_strdup_printf ("ln(sum((%s)^2) / (var_pop(price) * count(*)))", error);
  g_autofree char *squares = g_strdup_printf ("sum((" INFLUENCE ")^2)", error, MEAN);
  const double n = sql_number (folder, where, has, "count(*)"), ratio = sql_number (folder, where, has, log_ratio);
  const double reach = assay_t (0.95, (n - 1) / 3) * sqrt (sql_number (folder, where, has, squares) * n / (n - 1));

  near_at ("r2", "n", estimate->n, n, 0);
  near_at ("r2", "value", estimate->value, 1 - exp (ratio), 1e-9);
  near_at ("r2", "lo", estimate->lo, 1 - exp (ratio + reach), 1e-8);
  near_at ("r2", "hi", estimate->hi, 1 - exp (ratio - reach), 1e-8);
}

#define BOTH HAS " AND old IS NOT NULL"
#define TOTAL "(SELECT sum((price - " MEAN ")^2) FROM rows)"
#define GAIN "((old - price)^2 - (guess - price)^2)"

static void
check_r2_pair (const char               *folder,
               const AssayPairedMeasure *pair,
               const char               *where)
{
  const double n = sql_number (folder, where, BOTH, "count(*)");
  const double gain = sql_number (folder, where, BOTH, "sum(" GAIN ") / " TOTAL);
  const double squares = sql_number (folder, where, BOTH, "sum(((" GAIN " - (SELECT sum(" GAIN ") FROM rows) / " TOTAL
                                     " * (price - " MEAN ")^2) / " TOTAL ")^2)");
  const double reach = assay_t (0.95, (n - 1) / 3) * sqrt (squares * n / (n - 1));

  check_r2 (folder, &pair->new_value, where, BOTH, "guess - price");
  check_r2 (folder, &pair->old_value, where, BOTH, "old - price");
  near_at ("r2, new - old", "value", pair->difference.value, gain, 1e-9);
  near_at ("r2, new - old", "lo", pair->difference.lo, gain - reach, 1e-8);
  near_at ("r2, new - old", "hi", pair->difference.hi, gain + reach, 1e-8);
}

static const struct { const char *slice, *where; } slices[] = {
  { "", "true" }, { "g=A", "g = 'A'" }, { "g=(missing)", "g IS NULL" }, { "g=B*age=[0, 30)", "g = 'B' AND age < 30" },
};

static void
check_slice (const char       *folder,
             const AssayAudit *audit,
             guint             slice)
{
  const AssayFindings *findings = assay_audit_report (audit)->findings;
  const AssayFinding *finding = finding_of (audit, slices[slice].slice);
  const char *where = slices[slice].where;
  const AssayPairedMeasure *pair = finding->paired[0].measures;
  double value, error, n;

#define MEASURE(NAME) &finding->measures[assay_findings_measure (findings, NAME)]
#define PAIR(NAME) pair[assay_findings_measure (findings, NAME)]
  sql_mean (folder, "abs(guess - price)", where, &value, &error, &n);
  check_estimate ("mae", MEASURE ("mae"), value, error, n);
  g_assert_cmpuint (finding->n_rows - finding->n_left_out, ==, (guint64) n);
  sql_mean (folder, "guess - price", where, &value, &error, &n);
  check_estimate ("mean_error", MEASURE ("mean_error"), value, error, n);
  sql_mean (folder, "(guess - price)^2", where, &value, &error, &n);
  check_estimate ("rmse", MEASURE ("rmse"), sqrt (value), error / (2 * sqrt (value)), n);
  sql_mean (folder, "words", where, &value, &error, &n);
  check_estimate ("length", MEASURE ("length"), value, error, n);
  sql_mean (folder, "abs(guess - price) - abs(old - price)", where, &value, &error, &n);
  check_estimate ("mae, new - old", &PAIR ("mae").difference, value, error, n);
  sql_mean (folder, "CASE WHEN guess IS NULL THEN NULL ELSE abs(old - price) END", where, &value, &error, &n);
  check_estimate ("mae, old", &PAIR ("mae").old_value, value, error, n);

  check_r2 (folder, MEASURE ("r2"), where, HAS, "guess - price");
  check_r2_pair (folder, &PAIR ("r2"), where);
  const AssayEstimate *own = &finding->model_measures[assay_findings_measure (findings, "r2")];
  near_at ("r2", "a baseline's own", own->lo, PAIR ("r2").old_value.lo, 0);
  g_autofree char *wer = g_strdup_printf ("SELECT sum(wrong) / sum(words) FROM '@/a.parquet' WHERE wrong IS NOT NULL AND "
                                          "words IS NOT NULL AND %s", where);
  g_autofree char *ratio = assay_test_sql_value (folder, wer);
  near_at ("wer", "value", (MEASURE ("wer"))->value, g_ascii_strtod (ratio, NULL), 1e-12);
}

static void
test_against_sql (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = make_data ();
  g_autoptr (AssayAudit) audit = run (folder, DATA "a.parquet\n" SLICES OWN, &error);

  g_assert_no_error (error);
  g_assert_cmpint (assay_audit_report (audit)->plan->task, ==, ASSAY_TASK_REGRESSION);
  for (guint i = 0; i < G_N_ELEMENTS (slices); i++)
    check_slice (folder, audit, i);
  assay_test_folder_free (folder);
}

/* Every number of two audits, bit by bit. */
static void
assert_equal (const AssayAudit *a,
              const AssayAudit *b)
{
  const AssayFindings *left = assay_audit_report (a)->findings, *right = assay_audit_report (b)->findings;

  g_assert_cmpuint (left->n_measures, ==, right->n_measures);
  g_assert_cmpuint (left->slices->len, ==, right->slices->len);
  for (guint i = 0; i <= left->slices->len; i++)
    {
      const AssayFinding *one = i > 0 ? left->slices->pdata[i - 1] : left->whole;
      const AssayFinding *other = i > 0 ? right->slices->pdata[i - 1] : right->whole;

      g_assert_cmpstr (one->text, ==, other->text);
      for (guint m = 0; m < left->n_measures; m++)
        {
          near_at (one->text, "value", one->measures[m].value, other->measures[m].value, 0);
          near_at (one->text, "lo", one->measures[m].lo, other->measures[m].lo, 0);
          near_at (one->text, "pair", one->paired[0].measures[m].difference.hi,
                   other->paired[0].measures[m].difference.hi, 0);
        }
      for (guint m = 0; one->rest != NULL && m < left->n_tested; m++)
        near_at (one->text, "rest", one->rest[m].difference.lo, other->rest[m].difference.lo, 0);
    }
}

static AssayAudit *
run_and_keep (const char *folder,
              const char *plan,
              const char *name,
              char      **path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *out = g_build_filename (folder, name, NULL);
  AssayAudit *audit = run (folder, plan, &error);

  g_assert_no_error (error);
  g_assert_true (assay_audit_write (audit, out, 0, NULL, &error));
  *path = g_build_filename (out, "audit.assay", NULL);
  return audit;
}

#define RANGES "range.price=0;100\nrange.guess=-10;110\nrange.old=-10;120\nrange.wrong=0;5\nrange.words=0;20\n"

/* The audit of two parts is that of the whole, also after it was written and opened; declared ranges fix the scales. */
static void
test_merged (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = make_data ();
  g_autofree char *one = NULL, *two = NULL, *all = NULL;
  g_autoptr (AssayAudit) first = run_and_keep (folder, DATA "part-1.parquet\n" RANGES SLICES OWN, "1", &one);
  g_autoptr (AssayAudit) second = run_and_keep (folder, DATA "part-2.parquet\n" RANGES SLICES OWN, "2", &two);
  g_autoptr (AssayAudit) whole = run_and_keep (folder, DATA "a.parquet\n" RANGES SLICES OWN, "all", &all);
  const char *const paths[] = { one, two };

  g_autoptr (AssayAudit) opened = assay_audit_open (all, &error);
  g_assert_no_error (error);
  assert_equal (opened, whole);
  g_autoptr (AssayAudit) merged = assay_audit_merge (paths, 2, NULL, &error);
  g_assert_no_error (error);
  assert_equal (merged, whole);
  assay_test_folder_free (folder);
}

/* What task=auto makes of labels. */
static void
test_auto (void)
{
  static const struct { const char *plan; AssayTask task; } rows[] = {
    { "[data]\nfiles=a.parquet\nlabel=price\nprediction=guess\n[slices]\ncolumns=g\n", ASSAY_TASK_REGRESSION },
    { "[data]\nfiles=a.parquet\nlabel=wrong\nprediction=repaired\npositive=1\n[slices]\ncolumns=g\n", ASSAY_TASK_AUTO },
    { "[data]\nfiles=a.parquet\nlabel=wrong\nprediction=repaired\ntask=regression\n[slices]\ncolumns=g\n",
      ASSAY_TASK_REGRESSION },
  };
  char *folder = make_data ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayAudit) audit = run (folder, rows[i].plan, &error);

      g_assert_no_error (error);
      g_assert_cmpint (assay_audit_report (audit)->plan->task, ==, rows[i].task);
      g_assert_cmpint (assay_findings_measure (assay_audit_report (audit)->findings, "mae") >= 0, ==,
                       rows[i].task == ASSAY_TASK_REGRESSION);
    }
  assay_test_folder_free (folder);
}

#define CLASSES "[data]\nfiles=a.parquet\nlabel=wrong\nprediction=repaired\npositive=1\n"

static const struct { const char *plan, *message; } failures[] = {
  { DATA "a.parquet\n[slices]\ncolumns=g\nmeasures=mae;accuracy\n",
    "accuracy is of classes, and task is regression, whose measures are mae, rmse, mean_error, r2" },
  { CLASSES "[slices]\ncolumns=g\nmeasures=rmse\n",
    "rmse is of a regression, and the labels are classes; set task=regression in [data] if they are numbers" },
  { DATA "a.parquet\n[slices]\ncolumns=g\n[check a]\nmeasure=recall\nat-least=0.5\n",
    "recall is of classes, and task is regression" },
  { DATA "a.parquet\n[slices]\ncolumns=g\n[measure mae]\nmean=words\n",
    "[measure mae] has the name of a measure that there is; give it another" },
  { DATA "a.parquet\n[slices]\ncolumns=g\n[measure l]\nmean=words\n[check a]\nmeasure=l\nat-most=5\n",
    "l has no better side of its own; add better=higher or better=lower" },
  { DATA "a.parquet\n[slices]\ncolumns=g\n[measure l]\nmean=words\nbetter=lower\n[check a]\nmeasure=l\nno-worse-than=old\n",
    "l cannot be compared with a baseline: it is of the rows and the same for every model" },
  { DATA "a.parquet\nrange.price=0;50\nrange.guess=-10;50\n[slices]\ncolumns=g\n", "range" },
};

static void
test_failures (void)
{
  char *folder = make_data ();

  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayAudit) audit = run (folder, failures[i].plan, &error);

      g_assert_null (audit);
      g_test_message ("%s", error->message);
      if (strstr (error->message, failures[i].message) == NULL)
        g_error ("row %u: %s", i, error->message);
    }
  assay_test_folder_free (folder);
}

/* Checks of every bound, and rows to decide by n((v - e)/(v - b))². */
static void
test_checks (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = make_data ();
  g_autoptr (AssayAudit) audit = run (folder, DATA "a.parquet\n" SLICES OWN "[check most]\nmeasure=mae\nat-most=2.2\n"
                                      "[check least]\nmeasure=r2\nat-least=0.5\n[check old]\nmeasure=rmse\n"
                                      "no-worse-than=old by 0.1\n[check words]\nmeasure=wer\nat-most=0.9\nslices=g\n"
                                      "[check near]\nmeasure=mean_error\nat-most=0.03\n"
                                      "[check close]\nmeasure=r2\nat-least=0.9935\n[check older]\nmeasure=r2\n"
                                      "no-worse-than=old by 0.01\n", &error);

  g_assert_no_error (error);
  const AssayFindings *findings = assay_audit_report (audit)->findings;
  static const AssayVerdict verdicts[] = { ASSAY_VERDICT_PASS, ASSAY_VERDICT_PASS, ASSAY_VERDICT_PASS,
                                           ASSAY_VERDICT_PASS, ASSAY_VERDICT_UNDECIDED, ASSAY_VERDICT_UNDECIDED,
                                           ASSAY_VERDICT_PASS };
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      const AssayCheckFinding *check = findings->checks->pdata[i];
      g_test_message ("%s: %s", check->check->name, check->reason);
      g_assert_cmpint (check->verdict, ==, verdicts[i]);
    }
  const AssayCheckFinding *near = findings->checks->pdata[4];
  const AssayCheckResult *result = near->results->pdata[0];
  const AssayEstimate *e = &result->estimate;
  const double end = e->value > 0.03 ? e->lo : e->hi, times = (e->value - end) / (e->value - 0.03);
  near_at ("near", "rows to decide", result->rows_to_decide,
           ceil (MAX (e->n * times * times, 30) * findings->whole->n_rows / e->n - 1e-9), 0.5);
  /* R²: on the scale of log (1 - R²). */
  const AssayCheckFinding *close = findings->checks->pdata[5];
  const AssayCheckResult *of_r2 = close->results->pdata[0];
  const AssayEstimate *r2 = &of_r2->estimate;
  const double bound = log (1 - 0.9935), at = log (1 - r2->value), reach = log (1 - r2->lo) - at;
  near_at ("r2", "rows to decide", of_r2->rows_to_decide,
           ceil (MAX (r2->n * reach * reach / (at - bound) / (at - bound), 30) * findings->whole->n_rows / r2->n - 1e-9), 0.5);
  assay_test_folder_free (folder);
}

/* More means than a table has room for. */
static void
test_too_many (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) plan = g_string_new (DATA "a.parquet\n[slices]\ncolumns=g\n");
  char *folder = make_data ();

  for (guint i = 0; i < 80; i++)
    g_string_append_printf (plan, "[measure m%u]\nmean=words\n", i);
  g_autoptr (AssayAudit) audit = run (folder, plan->str, &error);
  g_assert_null (audit);
  g_assert_cmpstr (error->message, ==, "test.ini:166: 80 sections [measure NAME] take more than the 256 sums that a table has "
                   "room for; take some of them into another plan");
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-moments/against-sql", test_against_sql);
  g_test_add_func ("/audit-moments/merged", test_merged);
  g_test_add_func ("/audit-moments/auto", test_auto);
  g_test_add_func ("/audit-moments/failures", test_failures);
  g_test_add_func ("/audit-moments/checks", test_checks);
  g_test_add_func ("/audit-moments/too-many", test_too_many);
  return g_test_run ();
}
