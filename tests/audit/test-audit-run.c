/* test-audit-run.c: an audit's counts against SQL's, whatever the threads, the order of the rows, the kind of file. */
#include "../read/test-data.h"
#include "audit/audit.h"

#include <string.h>

static AssayPlan *
plan_of (const char *text)
{
  g_autoptr (GError) error = NULL;
  AssayPlan *plan = assay_plan_parse (text, strlen (text), "test.ini", &error);

  g_assert_no_error (error);
  return plan;
}

static AssayAudit *
run (const char *folder,
     const char *plan_text,
     guint       n_threads,
     GError    **error)
{
  g_autoptr (AssayPlan) plan = plan_of (plan_text);
  AssayAuditOptions options = { .n_threads = n_threads, .folder = folder };

  return assay_audit_run (plan, &options, NULL, NULL, error);
}

static const AssayFinding *
slice_of (const AssayAudit *audit,
          const char       *text)
{
  const AssayFindings *findings = assay_audit_report (audit)->findings;

  for (guint i = 0; i < findings->slices->len; i++)
    if (strcmp (((AssayFinding *) findings->slices->pdata[i])->text, text) == 0)
      return findings->slices->pdata[i];
  return NULL;
}

static const char *data_sql =
  "SELECT CASE hash(i*7) % 5 WHEN 0 THEN NULL WHEN 1 THEN 'A' WHEN 2 THEN 'B' ELSE 'a long name of a group' END AS g, "
  "(hash(i*7+1) % 90)::INTEGER AS age, CASE WHEN hash(i*7+2) % 3 = 0 THEN 'yes' ELSE 'no' END AS label, "
  "CASE WHEN hash(i*7+3) % 50 = 0 THEN NULL WHEN hash(i*7+3) % 4 = 0 THEN 'yes' ELSE 'no' END AS new, "
  "CASE WHEN hash(i*7+4) % 4 = 0 THEN 'yes' ELSE 'no' END AS old, ((hash(i*7+5) % 1000) / 1000.0)::DOUBLE AS s "
  "FROM range(30000) r(i)";

static const char *plan_text =
  "[data]\nfiles=%s\nlabel=label\nprediction=new\nbaseline=old\n"
  "[slices]\ncolumns=g;age\ncross=g*age\nbins.age=0;30;60\n"
  "[slice young A]\nwhere=age < 25 AND g = 'A'\n";

/* n, tp, fp, fn, tn, left out of the rows where `where` holds, by SQL. */
static void
check_slice (const char         *folder,
             const AssayFinding *finding,
             const char         *where)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT concat_ws(' ', count(*), count(*) FILTER (label = 'yes' AND new = 'yes'), count(*) FILTER (label = 'no' AND new = 'yes'), "
    "count(*) FILTER (label = 'yes' AND new = 'no'), count(*) FILTER (label = 'no' AND new = 'no'), "
    "count(*) FILTER (new IS NULL), count(*) FILTER (new = label AND old <> label), "
    "count(*) FILTER (new <> label AND old = label)) FROM '@/a.parquet' WHERE %s", where);
  g_autofree char *want = assay_test_sql_value (folder, sql);
  g_assert_nonnull (finding);
  g_autofree char *found = g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
                                            " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
                                            finding->n_rows, finding->confusion.tp, finding->confusion.fp, finding->confusion.fn,
                                            finding->confusion.tn, finding->n_left_out, finding->paired[0].paired.only_new_right,
                                            finding->paired[0].paired.only_old_right);
  g_assert_cmpstr (found, ==, want);
}

static void
make_data (const char *folder)
{
  g_autofree char *copy = g_strdup_printf ("COPY (%s) TO '@/a.parquet' (ROW_GROUP_SIZE 5000)", data_sql);

  assay_test_sql (folder, copy);
  assay_test_sql (folder, "COPY (FROM '@/a.parquet' ORDER BY hash(s * 1e6), age) TO '@/shuffled.parquet'");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet' ORDER BY g, age) TO '@/sorted.csv'");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet') TO '@/a.jsonl' (FORMAT json)");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet' WHERE age < 40) TO '@/part-1.parquet'");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet' WHERE age >= 40) TO '@/part-2.parquet'");
}

static void
test_against_sql (void)
{
  static const struct { const char *slice, *where; } cases[] = {
    { "g=A", "g = 'A'" }, { "g=a long name of a group", "g LIKE 'a long%'" }, { "g=(missing)", "g IS NULL" },
    { "age=[0, 30)", "age < 30" }, { "age=[30, 60]", "age BETWEEN 30 AND 60" }, { "age=> 60", "age > 60" },
    { "g=B*age=[0, 30)", "g = 'B' AND age < 30" }, { "g=(missing)*age=> 60", "g IS NULL AND age > 60" },
    { "young A", "age < 25 AND g = 'A'" },
  };
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();

  make_data (folder);
  g_auto (GStrv) parts = g_strsplit (plan_text, "%s", 2);
  g_autofree char *plan = g_strjoinv ("a.parquet", parts);
  g_autoptr (AssayAudit) audit = run (folder, plan, 2, &error);
  g_assert_no_error (error);
  check_slice (folder, assay_audit_report (audit)->findings->whole, "true");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_slice (folder, slice_of (audit, cases[i].slice), cases[i].where);
  assay_test_folder_free (folder);
}

static void
assert_same_counts (const AssayAudit *a,
                    const AssayAudit *b)
{
  const AssayCounts *left = assay_audit_report (a)->counts, *right = assay_audit_report (b)->counts;

  g_assert_cmpuint (left->n_rows, ==, right->n_rows);
  g_assert_cmpuint (left->tables->len, ==, right->tables->len);
  for (guint i = 0; i < left->tables->len; i++)
    g_assert_true (assay_count_table_equal (left->tables->pdata[i], right->tables->pdata[i]));
}

static void
test_same_tables (void)
{
  static const char *const files[] = { "a.parquet", "shuffled.parquet", "sorted.csv", "a.jsonl", "part-*.parquet" };
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();
  g_auto (GStrv) parts = g_strsplit (plan_text, "%s", 2);
  g_autoptr (AssayAudit) first = NULL;

  make_data (folder);
  for (gsize f = 0; f < G_N_ELEMENTS (files); f++)
    for (guint n_threads = 1; n_threads <= 3; n_threads++)
      {
        g_autofree char *plan = g_strjoinv (files[f], parts);
        g_autoptr (AssayAudit) audit = run (folder, plan, n_threads, &error);
        g_assert_no_error (error);
        if (first == NULL)
          first = g_steal_pointer (&audit);
        else
          assert_same_counts (first, audit);
      }
  assay_test_folder_free (folder);
}

/* A score with a threshold is the prediction that SQL makes of it; beside a prediction, disagreements are counted. */
static void
test_scores (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();

  make_data (folder);
  g_autoptr (AssayAudit) audit = run (folder, "[data]\nfiles=a.parquet\nlabel=label\nscore=s\nthreshold=0.25\n[slices]\ncolumns=g\n", 2,
                                      &error);
  g_assert_no_error (error);
  g_autofree char *tp = assay_test_sql_value (folder, "SELECT count(*) FROM '@/a.parquet' WHERE label = 'yes' AND s >= 0.25 AND g = 'A'");
  g_assert_cmpuint (slice_of (audit, "g=A")->confusion.tp, ==, g_ascii_strtoull (tp, NULL, 10));

  g_autoptr (AssayAudit) both = run (folder, "[data]\nfiles=a.parquet\nlabel=label\nprediction=new\nscore=s\nthreshold=0.25\n[slices]\n"
                                     "columns=g\n", 2, &error);
  g_assert_no_error (error);
  g_autofree char *differ = assay_test_sql_value (folder, "SELECT count(*) FROM '@/a.parquet' WHERE (new = 'yes') <> (s >= 0.25)");
  g_assert_cmpuint (assay_audit_report (both)->findings->n_disagree, ==, g_ascii_strtoull (differ, NULL, 10));

  g_autoptr (AssayAudit) model = run (folder, "[data]\nfiles=a.parquet\nlabel=label\nprediction=new\nbaseline=cut\n[model cut]\nscore=s\n"
                                      "threshold=0.75\n[slices]\ncolumns=g\n", 2, &error);
  g_assert_no_error (error);
  g_autofree char *only_new = assay_test_sql_value (folder, "SELECT count(*) FROM '@/a.parquet' WHERE new = label AND (s >= 0.75) <> "
                                                            "(label = 'yes')");
  g_assert_cmpuint (assay_audit_report (model)->findings->whole->paired[0].paired.only_new_right, ==,
                    g_ascii_strtoull (only_new, NULL, 10));
  assay_test_folder_free (folder);
}

/* A copy of a column under another name, values and all renamed, changes nobody's q: equal row sets count once. */
static void
test_twins (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();

  make_data (folder);
  assay_test_sql (folder, "COPY (SELECT *, CASE g WHEN 'A' THEN 'x' WHEN 'B' THEN 'y' ELSE g END AS h FROM '@/a.parquet') TO '@/b.parquet'");
  const char *plain = "[data]\nfiles=b.parquet\nlabel=label\nprediction=new\n[slices]\ncolumns=g;age\ncross=g*age\nbins.age=0;30;60\n";
  const char *twice = "[data]\nfiles=b.parquet\nlabel=label\nprediction=new\n[slices]\ncolumns=g;age;h\ncross=g*age;h*age\nbins.age=0;30;60\n"
                      "[slice all A]\nwhere=g = 'A'\n";
  g_autoptr (AssayAudit) once = run (folder, plain, 2, &error), both = run (folder, twice, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (assay_audit_report (once)->findings->n_tests, ==, assay_audit_report (both)->findings->n_tests);
  g_assert_cmpstr (slice_of (both, "h=x")->same_rows_as, ==, "g=A");
  g_assert_cmpstr (slice_of (both, "h=(missing)")->same_rows_as, ==, "g=(missing)");
  g_assert_cmpstr (slice_of (both, "h=x*age=[0, 30)")->same_rows_as, ==, "g=A*age=[0, 30)");
  g_assert_cmpstr (slice_of (both, "all A")->same_rows_as, ==, "g=A");
  const AssayFinding *a = slice_of (once, "g=A"), *b = slice_of (both, "g=A");
  for (guint i = 0; i < assay_audit_report (once)->findings->n_tested; i++)
    g_assert_true (a->rest[i].q == b->rest[i].q);
  assay_test_folder_free (folder);
}

/* Labels and predictions that are not what they should be: a message, or an audit that says what is undefined. */
static void
test_classes (void)
{
  static const struct { const char *csv, *plan, *error; } cases[] = {
    { "l,p\ncat,cat\ndog,cat\n", "", "positive=" },
    { "l,p\ncat,cat\ndog,cat\n", "positive=dog\n", NULL },
    { "l,p\ncat,cat\ndog,cat\n", "positive=bird\n", "none of the classes" },
    { "l,p\n0,no\n1,yes\n0,no\n", "", "none in common" },
    { "l,p\n0,0\n0,0\n", "", NULL },                                     /* one class, a known negative */
    { "l,p\n1,1\n1,0\n", "", NULL },
    { "l,p\n0,0\n1,maybe\n1,1\n", "", NULL },                            /* an unknown class in the prediction */
    { "l,p\n,0\n,1\n", "", "missing in every row" },
    { "l,p\nyes,yes\n1,yes\n", "", "positive=" },                        /* two that might be positive */
    { "l,p\nYes,No\nNo,No\n", "", NULL },
    { "l,p\n0,0\n1,2\n2,2\n1,1\n", "", NULL },                          /* many classes: 1 is no answer */
    { "l,p\n0,0\n1,2\n2,2\n1,1\n", "positive=1\n", NULL },
    { "l,p\na,a\nb,c\n", "", NULL },                                    /* three in all, none known */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      char *folder = assay_test_folder_new ();
      g_free (assay_test_write (folder, "c.csv", cases[i].csv, -1));
      g_autofree char *plan = g_strdup_printf ("[data]\nfiles=c.csv\nlabel=l\nprediction=p\n%s[slices]\ncolumns=p\n", cases[i].plan);
      g_autoptr (AssayAudit) audit = run (folder, plan, 1, &error);
      g_test_message ("%s", error != NULL ? error->message : "(audited)");
      if (cases[i].error == NULL)
        g_assert_no_error (error);
      else
        g_assert_true (error != NULL && strstr (error->message, cases[i].error) != NULL);
      assay_test_folder_free (folder);
    }
}

/* What is damaged beside the scan's own reading fails the audit too. */
static void
test_input_check_counts (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();

  g_free (assay_test_write (folder, "c.csv", "l,p,t\n1,1,a\0b\n0,0,c\n", 20));
  g_assert_null (run (folder, "[data]\nfiles=c.csv\nlabel=l\nprediction=p\n[slices]\ncolumns=p\n", 1, &error));
  g_assert_nonnull (strstr (error->message, "NUL"));
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-run/against-sql", test_against_sql);
  g_test_add_func ("/audit-run/same-tables", test_same_tables);
  g_test_add_func ("/audit-run/scores", test_scores);
  g_test_add_func ("/audit-run/twins", test_twins);
  g_test_add_func ("/audit-run/classes", test_classes);
  g_test_add_func ("/audit-run/input-check-counts", test_input_check_counts);
  return g_test_run ();
}
