/* test-audit-merge.c: audits of shards, added, against the audit of all rows; and what does not add up. */
#include "../read/test-data.h"
#include "example.h"

#include "audit/audit-decisions.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define MOST_SHARDS 5

/* Values that one shard has alone, numbers as text, a copied column, dates, missing labels and predictions. @@: the
 * seed, %%: the number of shards. */
static const char *rows_sql =
  "CREATE TABLE rows AS SELECT *, g AS copied, CASE WHEN g = 'only here' THEN 0 WHEN code = '100' THEN 1 "
  "ELSE hash(i * 31 + 9 + @@) % %% END AS shard FROM (SELECT i, "
  "CASE hash(i * 31 + @@) % 9 WHEN 0 THEN NULL WHEN 1 THEN 'only here' WHEN 2 THEN 'b' WHEN 3 THEN 'B' ELSE 'a' END AS g, "
  "CASE WHEN hash(i * 31 + 1 + @@) % 40 = 0 THEN '100' ELSE (hash(i * 31 + 1 + @@) % 3 + 8)::VARCHAR END AS code, "
  "(hash(i * 31 + 2 + @@) % 90)::INTEGER AS age, ((hash(i * 31 + 3 + @@) % 4000) / 100.0)::DOUBLE AS income, "
  "(DATE '2020-12-20' + (hash(i * 31 + 4 + @@) % 30)::INTEGER) AS day, "
  "CASE WHEN hash(i * 31 + 5 + @@) % 60 = 0 THEN NULL WHEN hash(i * 31 + 5 + @@) % 3 = 0 THEN 'yes' ELSE 'no' END AS label, "
  "CASE WHEN hash(i * 31 + 6 + @@) % 50 = 0 THEN NULL WHEN hash(i * 31 + 6 + @@) % 4 = 0 THEN 'yes' ELSE 'no' END AS new, "
  "CASE WHEN hash(i * 31 + 7 + @@) % 4 = 0 THEN 'yes' ELSE 'no' END AS old, "
  "((hash(i * 31 + 8 + @@) % 1000) / 1000.0)::DOUBLE AS s FROM range(900) r(i)); ";

static const char *const plans[] = {
  "[data]\nfiles=rows.parquet\nlabel=label\nprediction=new\nbaseline=old;older\n"
  "[model older]\nscore=s\nthreshold=0.7\n"
  "[slices]\ncolumns=g;copied;code;age;income;day\ncross=g*age;code*day\nbins.age=0;30;60\nbins.income=width 2.5\n"
  "bins.day=week\nmin-rows=5\n"
  "[slice young a]\nwhere=age < 25 AND g = 'a'\n"
  "[check every]\nmeasure=recall\nslices=*\nat-least=0.2\n[check no worse]\nmeasure=accuracy\nslices=g;code\n"
  "no-worse-than=old by 0.05\n",

  "[data]\nfiles=rows.parquet\nlabel=label\nscore=s\nthreshold=0.6\npositive=yes\nbaseline=old\n"
  "[slices]\ncolumns=g;income\nbins.income=quantiles 7\nmin-rows=10\nmeasures=accuracy;recall;f1;mcc\n"
  "[check rich]\nmeasure=recall\nslices=income\nat-least=0.3\n",

  "[data]\nfiles=rows.parquet\nlabel=label\nprediction=new\nscore=s\n[slices]\ncolumns=code;age\ncross=code*age\n"
  "bins.age=quantiles 3\n",
};

/* A shard that has one class only, or none of the commonest value. */
static const char *const filters[] = { "true", "(shard <> 1 OR label = 'no')", "(shard <> 0 OR g IS DISTINCT FROM 'a')" };

static char *
sql_of (const char *text,
        guint       seed,
        guint       n_shards)
{
  g_autofree char *n = g_strdup_printf ("%u", n_shards), *s = g_strdup_printf ("%u", seed);
  g_autoptr (GString) sql = g_string_new (text);

  g_string_replace (sql, "@@", s, 0);
  g_string_replace (sql, "%%", n, 0);
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static void
make_shards (const char *folder,
             guint       seed,
             guint       n_shards,
             const char *filter)
{
  g_autofree char *rows = sql_of (rows_sql, seed, n_shards);
  g_autoptr (GString) sql = g_string_new (rows);

  for (guint shard = 0; shard < n_shards; shard++)
    g_string_append_printf (sql, "COPY (SELECT * FROM rows WHERE shard = %u AND %s ORDER BY hash(i)) TO '@/shard-%u.parquet'; ",
                            shard, filter, shard);
  g_string_append_printf (sql, "COPY (SELECT * FROM rows WHERE %s ORDER BY i) TO '@/whole.parquet';", filter);
  assay_test_sql (folder, sql->str);
}

static AssayAudit *
audit_of (const char *folder,
          const char *plan_text,
          const char *file,
          const char *edges_from,   /* (nullable) */
          GError    **error)
{
  const AssayPlanSetting settings[] = { { "data", "files", file } };
  g_autoptr (AssayPlan) plan = assay_plan_parse (plan_text, strlen (plan_text), "plan.ini", error);
  g_autoptr (AssayPlan) own = plan != NULL ? assay_plan_override (plan, settings, 1, error) : NULL;
  const AssayAuditOptions options = { .n_threads = 2, .folder = folder, .edges_from = edges_from };

  return own != NULL ? assay_audit_run (own, &options, NULL, NULL, error) : NULL;
}

/* Audits a file into folder/NAME.assay and returns its path. (transfer full) */
static char *
audit_into (const char *folder,
            const char *plan_text,
            const char *file,
            const char *edges_from)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayAudit) audit = audit_of (folder, plan_text, file, edges_from, &error);
  g_autofree char *name = g_strconcat (file, ".assay", NULL);
  char *path = g_build_filename (folder, name, NULL);

  g_assert_no_error (error);
  g_assert_true (assay_audit_file_save (assay_audit_report (audit), path, &error));
  return path;
}

/* report.json without what says where the rows came from and when. (transfer full) */
static char *
numbers_of (const AssayAudit *audit)
{
  static const char *const others[] = { "plan", "host", "started", "elapsed_s", "notes", "title", "engine" };
  g_autofree char *text = assay_report_json (assay_audit_report (audit));
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();

  g_assert_true (json_parser_load_from_data (parser, text, -1, NULL));
  JsonObject *report = json_node_get_object (json_parser_get_root (parser));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    json_object_remove_member (report, others[i]);
  json_object_remove_member (json_object_get_object_member (report, "data"), "files");
  json_generator_set_root (generator, json_parser_get_root (parser));
  json_generator_set_pretty (generator, TRUE);
  return json_generator_to_data (generator, NULL);
}

static void
assert_same_numbers (const AssayAudit *whole,
                     const AssayAudit *merged)
{
  g_autofree char *expected = numbers_of (whole), *found = numbers_of (merged);
  g_auto (GStrv) left = g_strsplit (expected, "\n", -1), right = g_strsplit (found, "\n", -1);

  for (guint i = 0; left[i] != NULL && right[i] != NULL; i++)
    if (strcmp (left[i], right[i]) != 0)
      g_error ("line %u of the report: %s (whole), %s (merged)", i, left[i], right[i]);
  g_assert_cmpuint (g_strv_length (left), ==, g_strv_length (right));
}

/* All tables but those that tell twins apart, in their order. */
static void
assert_same_tables (const AssayAudit *whole,
                    const AssayAudit *merged)
{
  const AssayCounts *left = assay_audit_report (whole)->counts, *right = assay_audit_report (merged)->counts;

  g_assert_cmpuint (left->n_rows, ==, right->n_rows);
  for (guint t = 0; t < left->tables->len; t++)
    {
      const AssayCountTable *table = left->tables->pdata[t];
      if (table->n_axes > 2 || table->axes[0]->kind == ASSAY_AXIS_LABEL)
        g_assert_true (assay_count_table_equal (table, right->tables->pdata[t]));
    }
}

static void
shuffle (char **paths,
         guint  n)
{
  for (guint i = n; i > 1; i--)
    {
      guint j = (guint) g_test_rand_int_range (0, (gint32) i);
      char *path = paths[i - 1];
      paths[i - 1] = paths[j];
      paths[j] = path;
    }
}

static void
check_round (guint       seed,
             const char *plan,
             const char *filter)
{
  char *folder = assay_test_folder_new ();
  guint n_shards = (guint) g_test_rand_int_range (2, MOST_SHARDS + 1);
  g_autofree char **paths = g_new0 (char *, n_shards + 1);
  g_autoptr (GError) error = NULL;

  g_test_message ("seed %u, %u shards, rows where %s", seed, n_shards, filter);
  make_shards (folder, seed, n_shards, filter);
  for (guint shard = 0; shard < n_shards; shard++)
    {
      g_autofree char *file = g_strdup_printf ("shard-%u.parquet", shard);
      paths[shard] = audit_into (folder, plan, file, shard > 0 ? paths[0] : NULL);
    }
  g_autoptr (AssayAudit) whole = audit_of (folder, plan, "whole.parquet", paths[0], &error);
  g_assert_no_error (error);
  shuffle (paths, n_shards);
  g_autoptr (AssayAudit) merged = assay_audit_merge ((const char *const *) paths, n_shards, NULL, &error);
  g_assert_no_error (error);
  assert_same_numbers (whole, merged);
  assert_same_tables (whole, merged);
  g_assert_cmpuint (assay_audit_report (merged)->provenance->n_files, ==, n_shards);

  /* A merged audit is an audit: it is saved, opened, and gives the same numbers. */
  g_autofree char *again = g_build_filename (folder, "merged.assay", NULL);
  g_assert_true (assay_audit_file_save (assay_audit_report (merged), again, &error));
  g_autoptr (AssayAudit) opened = assay_audit_open (again, &error);
  g_assert_no_error (error);
  assert_same_numbers (whole, opened);
  for (guint shard = 0; shard < n_shards; shard++)
    g_free (paths[shard]);
  assay_test_folder_free (folder);
}

static void
test_whole (void)
{
  for (guint round = 0; round < 9; round++)
    check_round ((guint) g_test_rand_int_range (1, 1000000), plans[round % 3], filters[round / 3 % 3]);
}

/* (a + b) + c is a + (b + c). */
static void
test_in_steps (void)
{
  char *folder = assay_test_folder_new ();
  char *paths[3];
  g_autoptr (GError) error = NULL;

  make_shards (folder, 7, 3, "true");
  for (guint shard = 0; shard < 3; shard++)
    {
      g_autofree char *file = g_strdup_printf ("shard-%u.parquet", shard);
      paths[shard] = audit_into (folder, plans[0], file, NULL);
    }
  g_autofree char *path = g_build_filename (folder, "two.assay", NULL);
  for (guint first = 0; first < 3; first += 2)
    {
      const char *const two[] = { paths[first], paths[1] };
      g_autoptr (AssayAudit) part = assay_audit_merge (two, 2, NULL, &error);
      g_assert_true (assay_audit_file_save (assay_audit_report (part), path, &error));
      const char *const all[] = { paths[2 - first], path };
      g_autoptr (AssayAudit) merged = assay_audit_merge (all, 2, NULL, &error);
      g_autoptr (AssayAudit) whole = audit_of (folder, plans[0], "whole.parquet", NULL, &error);
      g_assert_no_error (error);
      assert_same_numbers (whole, merged);
    }
  for (guint shard = 0; shard < 3; shard++)
    g_free (paths[shard]);
  assay_test_folder_free (folder);
}

/* A shard of good ones only calls its low scores "not good"; in the whole they are the other class. */
static void
test_made_up_class (void)
{
  static const char *plan = "[data]\nfiles=x.csv\nlabel=y\nscore=s\npositive=good\n[slices]\ncolumns=g\nmin-rows=1\n";
  char *folder = assay_test_folder_new ();
  g_autoptr (GError) error = NULL;

  g_free (assay_test_write (folder, "left.csv", "y,s,g\ngood,.9,a\ngood,.2,b\n", -1));
  g_free (assay_test_write (folder, "right.csv", "y,s,g\ngood,.8,b\nbad,.1,c\n", -1));
  g_free (assay_test_write (folder, "whole.csv", "y,s,g\ngood,.9,a\ngood,.2,b\ngood,.8,b\nbad,.1,c\n", -1));
  g_autofree char *left = audit_into (folder, plan, "left.csv", NULL), *right = audit_into (folder, plan, "right.csv", NULL);
  g_autoptr (AssayAudit) whole = audit_of (folder, plan, "whole.csv", NULL, &error);
  const char *const paths[] = { left, right };
  g_autoptr (AssayAudit) merged = assay_audit_merge (paths, 2, NULL, &error);
  g_assert_no_error (error);
  assert_same_numbers (whole, merged);
  g_assert_cmpuint (assay_audit_report (merged)->counts->n_classes, ==, 2);
  assay_test_folder_free (folder);
}

/* --- sums ------------------------------------------------------------------------------------------------------ */

/* An example audit whose tables also sum a weight, in units of 2^-k; saved, and its counts kept. */
static AssayAudit *
save_summed (const char *folder,
             const char *name,
             guint32     seed,
             int         k)
{
  const AssaySumScale scales[] = { { (char *) "weight", k }, { (char *) "weight * weight", 2 * k } };
  g_autofree char *path = g_build_filename (folder, name, NULL);
  AssayPlan *plan = assay_plan_parse (example_plan, strlen (example_plan), "loans.ini", NULL);
  AssayCounts *counts = example_counts (80, seed);
  AssayOwnProvenance provenance = example_provenance ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  for (guint f = 0; f < provenance.n_files; f++)
    {
      g_free (provenance.files[f].sha256);
      provenance.files[f].sha256 = g_strdup_printf ("%063u%u", seed, f);
    }
  for (guint t = 0; t < counts->tables->len; t++)
    {
      AssayCountTable *plain = counts->tables->pdata[t];
      AssayCountTable *summed = assay_count_table_new_sums (plain->axes, plain->n_axes, scales, 2, NULL);
      memcpy (summed->counts, plain->counts, plain->n_entries * sizeof (guint64));
      for (guint64 i = 0; i < 2 * plain->n_entries; i++)
        summed->sums[i] = (AssaySum) plain->counts[i / 2] * g_rand_int_range (random, -1000, 1000);
      assay_count_table_free (plain);
      counts->tables->pdata[t] = summed;
    }
  AssayAudit *audit = assay_audit_new (plan, counts, &provenance, NULL);
  g_assert_true (assay_audit_file_save (assay_audit_report (audit), path, NULL));
  return audit;
}

static void
test_sums (void)
{
  char *folder = assay_test_folder_new ();
  g_autoptr (AssayAudit) a = save_summed (folder, "a.assay", 1, 20), b = save_summed (folder, "b.assay", 2, 20);
  g_autoptr (AssayAudit) other = save_summed (folder, "c.assay", 3, 19);
  g_autofree char *a_path = g_build_filename (folder, "a.assay", NULL), *b_path = g_build_filename (folder, "b.assay", NULL);
  g_autofree char *c_path = g_build_filename (folder, "c.assay", NULL);
  const char *const paths[] = { a_path, b_path }, *const refused_paths[] = { a_path, c_path };
  g_autoptr (GError) error = NULL;

  g_autoptr (AssayAudit) merged = assay_audit_merge (paths, 2, NULL, &error);
  g_assert_no_error (error);
  const GPtrArray *left = assay_audit_report (a)->counts->tables, *right = assay_audit_report (b)->counts->tables;
  const GPtrArray *both = assay_audit_report (merged)->counts->tables;
  for (guint t = 0; t < left->len; t++)
    {
      AssayCountTable *sum = left->pdata[t]; /* added to in place: the audit is not looked at any more */
      g_assert_true (assay_count_table_merge (sum, right->pdata[t], &error));
      g_assert_true (assay_count_table_equal (sum, both->pdata[t]));
    }
  g_assert_null (assay_audit_merge (refused_paths, 2, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_prefix (error->message, "a.assay and c.assay: "));
  assay_test_folder_free (folder);
}

/* --- what does not add up ------------------------------------------------------------------------------------- */

#define HEAD "[data]\nfiles=x.csv\nlabel=y\nprediction=p\n"

static const struct
{
  const char *left_plan, *left, *right_plan, *right;
  const char *expected;
} refused[] = {
  { HEAD "[slices]\ncolumns=g\n", "y,p,g\n1,1,a\n0,1,b\n", HEAD "[slices]\ncolumns=g\nmin-rows=5\n", "y,p,g\n1,0,a\n0,0,b\n",
    "min-rows= of [slices] is '5' in right.csv.assay and is '30' in left.csv.assay" },
  { HEAD "[slices]\ncolumns=g\nbins.g=quantiles 2\n", "y,p,g\n1,1,1\n0,1,2\n0,1,3\n",
    HEAD "[slices]\ncolumns=g\nbins.g=quantiles 2\n", "y,p,g\n1,1,1\n0,1,4\n0,1,5\n",
    "left.csv.assay and right.csv.assay do not add up: the bins of 'g' have other edges: 1, 2, 3 and 1, 4, 5; audit the "
    "second with edges-from= the first" },
  { HEAD "[slices]\ncolumns=g\n", "y,p,g\n1,1,a\n0,1,b\n", HEAD "[slices]\ncolumns=g\n", "y,p,g\n1,1,a\n0,1,b\n",
    "is in both left.csv.assay and right.csv.assay: its rows would count twice" },
  { HEAD "[slices]\ncolumns=g\n", "y,p,g\n1,1,a\n0,1,b\n", HEAD "[slices]\ncolumns=g\n", "y,p,g\nyes,yes,a\nno,no,b\n",
    "which class is the positive one cannot be told; the classes are '0', '1', 'no', 'yes'" },
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      char *folder = assay_test_folder_new ();
      g_autoptr (GError) error = NULL;

      g_free (assay_test_write (folder, "left.csv", refused[i].left, -1));
      g_free (assay_test_write (folder, "right.csv", refused[i].right, -1));
      g_autofree char *left = audit_into (folder, refused[i].left_plan, "left.csv", NULL);
      g_autofree char *right = audit_into (folder, refused[i].right_plan, "right.csv", NULL);
      const char *const paths[] = { left, right };
      g_assert_null (assay_audit_merge (paths, 2, NULL, &error));
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, refused[i].expected));
      assay_test_folder_free (folder);
    }
}

/* --- twins ------------------------------------------------------------------------------------------------------ */

static guint
tests_of (const AssayAudit *audit)
{
  return assay_audit_report (audit)->findings->n_tests;
}

static gboolean
has_note (const AssayAudit *audit,
          const char       *text)
{
  const char *const *notes = assay_audit_report (audit)->provenance->notes;

  for (; *notes != NULL; notes++)
    if (strstr (*notes, text) != NULL)
      return TRUE;
  return FALSE;
}

/* z is a's x wherever rows are: too few of them in the second shard for it to have looked. */
static void
test_untold_twins (void)
{
  static const char *plan = HEAD "[slices]\ncolumns=a;b\nmin-rows=10\nmeasures=accuracy\n";
  char *folder = assay_test_folder_new ();
  g_autoptr (GError) error = NULL;

  assay_test_sql (folder, "CREATE TABLE r AS SELECT (i % 2)::VARCHAR AS y, (i % 3 = 0)::INTEGER::VARCHAR AS p, "
                  "CASE WHEN i % 10 = 0 THEN 'x' ELSE 'w' || (i % 3) END AS a, CASE WHEN i % 10 = 0 THEN 'z' ELSE 'v' || (i % 4) "
                  "END AS b, i FROM range(240) t(i); COPY (FROM r WHERE i < 200) TO '@/left.csv'; "
                  "COPY (FROM r WHERE i >= 200) TO '@/right.csv'; COPY r TO '@/whole.csv';");
  g_autofree char *left = audit_into (folder, plan, "left.csv", NULL), *right = audit_into (folder, plan, "right.csv", NULL);
  g_autoptr (AssayAudit) whole = audit_of (folder, plan, "whole.csv", NULL, &error);
  const char *const paths[] = { left, right };
  g_autoptr (AssayAudit) merged = assay_audit_merge (paths, 2, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tests_of (whole) + 1, ==, tests_of (merged));
  g_assert_true (has_note (merged, "a=x and b=z have the same counts in every audit"));
  assay_test_folder_free (folder);
}

/* --- edges-from= ------------------------------------------------------------------------------------------------- */

static void
test_edges_from (void)
{
  static const char *plan = HEAD "[slices]\ncolumns=g\nbins.g=quantiles 2\nmin-rows=1\n";
  static const char *unbinned = HEAD "[slices]\ncolumns=g\n";
  char *folder = assay_test_folder_new ();
  g_autoptr (GError) error = NULL;

  g_free (assay_test_write (folder, "left.csv", "y,p,g\n1,1,0\n0,1,5\n0,0,10\n", -1));
  g_free (assay_test_write (folder, "right.csv", "y,p,g\n1,1,-3\n0,1,7\n0,0,11\n", -1));
  g_autofree char *left = audit_into (folder, plan, "left.csv", NULL);
  g_autoptr (AssayAudit) right = audit_of (folder, plan, "right.csv", left, &error);
  g_assert_no_error (error);
  const AssayAxis *axis = assay_counts_axis (assay_audit_report (right)->counts, ASSAY_AXIS_BINS, "g");
  g_autofree char *bins = g_strjoinv (" ", axis->values + 1);
  g_assert_cmpstr (bins, ==, "< 0 [0, 5) [5, 10] > 10");

  /* The rows behind a bin are those of the audit's edges, not of the file's own. */
  g_autoptr (AssayRowPage) page = assay_audit_rows (right, folder, "g=[5, 10]", NULL, 0, 10, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->n_matching, ==, 1);

  /* In a plan it lies beside the plan; a folder is the audit in it. */
  g_autofree char *both = g_strconcat (plan, "edges-from=left.csv.assay\n", NULL);
  g_autoptr (AssayAudit) by_plan = audit_of (folder, both, "right.csv", NULL, &error);
  g_assert_no_error (error);

  g_autofree char *other = audit_into (folder, unbinned, "right.csv", NULL);
  g_assert_null (audit_of (folder, plan, "left.csv", other, &error));
  g_assert_nonnull (strstr (error->message, "the audit named by edges-from= has no bins of 'g'"));
  g_clear_error (&error);
  g_assert_null (audit_of (folder, plan, "left.csv", "/nowhere/audit.assay", &error));
  g_assert_nonnull (strstr (error->message, "edges-from=/nowhere/audit.assay: "));
  assay_test_folder_free (folder);
}

/* What people said of a part they did not say of the whole: it says so. */
static void
test_reviews (void)
{
  char *folder = assay_test_folder_new ();
  g_autoptr (GError) error = NULL;

  make_shards (folder, 7, 2, "true");
  g_autofree char *first = audit_into (folder, plans[0], "shard-0.parquet", NULL);
  g_autofree char *second = audit_into (folder, plans[0], "shard-1.parquet", NULL);
  const char *const paths[] = { first, second };
  g_autoptr (AssayAudit) unsigned_ones = assay_audit_merge (paths, 2, NULL, &error);
  g_assert_true (assay_audit_sign (second, &(AssaySignOff) { .is_approval = TRUE, .who = (char *) "Ada" }, NULL, &error));
  g_autoptr (AssayAudit) merged = assay_audit_merge (paths, 2, NULL, &error);

  g_assert_no_error (error);
  g_assert_false (has_note (unsigned_ones, "sign-offs"));
  g_assert_true (has_note (merged, "sign-offs of shard-1.parquet.assay are about those audits alone"));
  g_assert_false (has_note (merged, "shard-0.parquet.assay are"));
  const AssayReview *review = assay_audit_report (merged)->review;
  g_assert_true (review == NULL || review->sign_offs->len == 0);
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-merge/whole", test_whole);
  g_test_add_func ("/audit-merge/in-steps", test_in_steps);
  g_test_add_func ("/audit-merge/made-up-class", test_made_up_class);
  g_test_add_func ("/audit-merge/sums", test_sums);
  g_test_add_func ("/audit-merge/refused", test_refused);
  g_test_add_func ("/audit-merge/reviews", test_reviews);
  g_test_add_func ("/audit-merge/untold-twins", test_untold_twins);
  g_test_add_func ("/audit-merge/edges-from", test_edges_from);
  return g_test_run ();
}
