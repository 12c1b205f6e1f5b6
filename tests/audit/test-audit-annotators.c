/* test-audit-annotators.c: what is counted of annotators, against a loop over the rows; opened, merged; what is refused. */
#include "../read/test-data.h"
#include "audit/audit-file-private.h"

#include <string.h>

/* --- rows ------------------------------------------------------------------------------------------------------- */

enum { CITY, LABEL, PREDICTION, OLD, ANN_A, ANN_B, ANN_C, N_COLUMNS };
static const char *const column_names[N_COLUMNS] = { "city", "truth", "model", "old", "a", "b", "c" };

typedef struct
{
  const char *values[N_COLUMNS]; /* NULL: missing */
} Row;

/* The classes of a text sort bytewise, and one holds what a netstring is made of; "unclear" only annotators say. */
static const char *const classes[] = { "cat", "dog", "3:a,", "\xc3\xa9" };
static const char *const cities[] = { "x", "y", "z z", NULL };

static Row *
make_rows (guint   n,
           guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Row *rows = g_new0 (Row, n);

  for (guint i = 0; i < n; i++)
    {
      const char *truth = classes[g_rand_int_range (rand, 0, G_N_ELEMENTS (classes))];
      rows[i].values[CITY] = cities[g_rand_int_range (rand, 0, G_N_ELEMENTS (cities))];
      for (guint c = LABEL; c < N_COLUMNS; c++)
        rows[i].values[c] = g_rand_int_range (rand, 0, 6) == 0                 ? NULL
                            : c >= ANN_A && g_rand_int_range (rand, 0, 9) == 0 ? "unclear"
                            : g_rand_int_range (rand, 0, 3) == 0 ? classes[g_rand_int_range (rand, 0, G_N_ELEMENTS (classes))]
                                                                 : truth;
    }
  return rows;
}

static void
write_rows (const char *folder,
            const char *file,
            const Row  *rows,
            guint       n)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GString) text = g_string_new ("city,truth,model,old,a,b,c\n");

  for (guint i = 0; i < n; i++)
    for (guint c = 0; c < N_COLUMNS; c++)
      g_string_append_printf (text, rows[i].values[c] != NULL ? "\"%s\"%s" : "%s%s",
                              rows[i].values[c] != NULL ? rows[i].values[c] : "", c + 1 < N_COLUMNS ? "," : "\n");
  g_assert_true (g_file_set_contents (path, text->str, text->len, NULL));
}

/* --- counts as text --------------------------------------------------------------------------------------------- */

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* (transfer full) */
static char *
ratings_of (const Row *row)
{
  g_autoptr (GPtrArray) given = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint c = ANN_A; c <= ANN_C; c++)
    if (row->values[c] != NULL)
      g_ptr_array_add (given, (gpointer) row->values[c]);
  g_ptr_array_sort (given, compare);
  for (guint i = 0; i < given->len; i++)
    g_string_append_printf (text, "%zu:%s,", strlen (given->pdata[i]), (const char *) given->pdata[i]);
  return given->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* (transfer full) (nullable) */
static char *
value_of (const AssayAxis *axis,
          const Row       *row)
{
  if (axis->kind == ASSAY_AXIS_RATINGS)
    return ratings_of (row);
  if (axis->kind == ASSAY_AXIS_WHERE) /* city = 'x' OR a = 'dog', as SQL has it */
    return g_strcmp0 (row->values[CITY], "x") == 0 || g_strcmp0 (row->values[ANN_A], "dog") == 0 ? g_strdup ("1")
           : row->values[CITY] == NULL || row->values[ANN_A] == NULL                              ? NULL
                                                                                                  : g_strdup ("0");
  for (guint c = 0; c < N_COLUMNS; c++)
    if (strcmp (column_names[c], axis->name) == 0)
      return g_strdup (row->values[c]);
  g_assert_not_reached ();
}

/* "y,cat,-", a cell of a table. */
static void
append_value (GString    *cell,
              const char *value)
{
  g_string_append_printf (cell, "%s|", value != NULL ? value : "(none)");
}

typedef struct
{
  const AssayCountTable *table;
  GHashTable            *cells; /* text -> guint */
} Visit;

static void
visit_cell (const guint *codes,
            guint64      count,
            gpointer     data)
{
  Visit *visit = data;
  GString *cell = g_string_new (NULL);

  for (guint i = 0; i < visit->table->n_axes; i++)
    append_value (cell, visit->table->axes[i]->values[codes[i]]);
  g_assert_cmpuint (count, >, 0);
  g_assert_true (g_hash_table_insert (visit->cells, g_string_free (cell, FALSE), GUINT_TO_POINTER ((guint) count)));
}

static void
check_table (const AssayCountTable *table,
             const Row             *rows,
             guint                  n)
{
  g_autoptr (GHashTable) counted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) expected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Visit visit = { table, counted };
  GHashTableIter iter;
  gpointer cell, count;

  assay_count_table_foreach (table, visit_cell, &visit);
  for (guint i = 0; i < n; i++)
    {
      GString *text = g_string_new (NULL);
      for (guint a = 0; a < table->n_axes; a++)
        {
          g_autofree char *value = value_of (table->axes[a], &rows[i]);
          append_value (text, value);
        }
      const guint before = GPOINTER_TO_UINT (g_hash_table_lookup (expected, text->str));
      g_hash_table_insert (expected, g_string_free (text, FALSE), GUINT_TO_POINTER (before + 1));
    }
  g_hash_table_iter_init (&iter, counted);
  while (g_hash_table_iter_next (&iter, &cell, &count))
    if (g_hash_table_lookup (expected, cell) != count)
      g_error ("counted %s: %u, not %u", (char *) cell, GPOINTER_TO_UINT (count),
               GPOINTER_TO_UINT (g_hash_table_lookup (expected, cell)));
  g_hash_table_iter_init (&iter, expected);
  while (g_hash_table_iter_next (&iter, &cell, &count))
    if (g_hash_table_lookup (counted, cell) != count)
      g_error ("%s: %u, counted %u", (char *) cell, GPOINTER_TO_UINT (count),
               GPOINTER_TO_UINT (g_hash_table_lookup (counted, cell)));
}

/* (transfer full) "city,ratings,truth,model": the tables in their order. */
static char *
list_tables (const AssayCounts *counts)
{
  GString *list = g_string_new (NULL);

  for (guint t = 0; t < counts->tables->len; t++)
    {
      const AssayCountTable *table = counts->tables->pdata[t];
      for (guint a = 0; a < table->n_axes; a++)
        g_string_append_printf (list, "%s%s", a > 0 ? "," : t > 0 ? " " : "", table->axes[a]->name);
    }
  return g_string_free (list, FALSE);
}

static void
check_all (const AssayAudit *audit,
           const Row        *rows,
           guint             n)
{
  const AssayCounts *counts = assay_audit_report (audit)->counts;

  g_assert_cmpuint (counts->n_rows, ==, n);
  for (guint t = 0; t < counts->tables->len; t++)
    check_table (counts->tables->pdata[t], rows, n);
}

/* --- plans ------------------------------------------------------------------------------------------------------ */

#define SLICES "[slices]\ncolumns=city\nmin-rows=1\n[slice some]\nwhere=city = 'x' OR a = 'dog'\n"
#define PAIRS(key) key "a,b " key "a,c " key "b,c"

static const struct { const char *data, *tables; } plans[] = {
  { "annotators=a;b;c\nlabel=truth\nprediction=model\n",
    "truth,model city,truth,model some,truth,model "
    "ratings,truth,model " PAIRS ("") " city,ratings,truth,model " PAIRS ("city,") " some,ratings,truth,model " PAIRS ("some,")
    " ratings,a ratings,b ratings,c" },
  { "annotators=a;b;c\nlabel=truth\nprediction=model\nbaseline=old;a\n",
    "truth,model,old truth,model,a city,truth,model,old city,truth,model,a some,truth,model,old some,truth,model,a "
    "ratings,truth,model " PAIRS ("") " city,ratings,truth,model " PAIRS ("city,") " some,ratings,truth,model " PAIRS ("some,")
    " ratings,a ratings,b ratings,c" },
  { "annotators=a;b;c\n",
    "a city,a some,a ratings " PAIRS ("") " city,ratings " PAIRS ("city,") " some,ratings " PAIRS ("some,")
    " ratings,a ratings,b ratings,c" },
  { "annotators=a;b;c\nlabel=truth\n",
    "truth city,truth some,truth ratings,truth " PAIRS ("") " city,ratings,truth " PAIRS ("city,") " some,ratings,truth "
    PAIRS ("some,") " ratings,a ratings,b ratings,c" },
  { "annotators=a;b;c\nprediction=model\n",
    "model city,model some,model ratings,model " PAIRS ("") " city,ratings,model " PAIRS ("city,") " some,ratings,model "
    PAIRS ("some,") " ratings,a ratings,b ratings,c" },
  /* ground truth is one human's */
  { "annotators=a;b;c\nlabel=a\nprediction=model\n",
    "a,model city,a,model some,a,model ratings,a,model " PAIRS ("") " city,ratings,a,model " PAIRS ("city,")
    " some,ratings,a,model " PAIRS ("some,") " ratings,a ratings,b ratings,c" },
};

static AssayAudit *
try_run (const char *folder,
         const char *files,
         const char *data,
         guint       n_threads,
         GError    **error)
{
  g_autofree char *text = g_strdup_printf ("[data]\nfiles=%s\n%s" SLICES, files, data);
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "test.ini", error);
  const AssayAuditOptions options = { .n_threads = n_threads, .folder = folder };

  return plan != NULL ? assay_audit_run (plan, &options, NULL, NULL, error) : NULL;
}

static AssayAudit *
run (const char *folder,
     const char *files,
     const char *data,
     guint       n_threads)
{
  g_autoptr (GError) error = NULL;
  AssayAudit *audit = try_run (folder, files, data, n_threads, &error);

  g_assert_no_error (error);
  return audit;
}

/* --- tests ------------------------------------------------------------------------------------------------------ */

static void
test_counts (void)
{
  char *folder = assay_test_folder_new ();
  const guint n = 700;
  const guint32 seed = g_test_rand_int ();
  g_autofree Row *rows = make_rows (n, seed);

  g_test_message ("seed %u", seed);
  write_rows (folder, "rows.csv", rows, n);
  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    for (guint n_threads = 1; n_threads <= 3; n_threads += 2)
      {
        g_autoptr (AssayAudit) audit = run (folder, "rows.csv", plans[i].data, n_threads);
        g_autofree char *tables = list_tables (assay_audit_report (audit)->counts);

        g_assert_true (g_str_has_prefix (tables, plans[i].tables)); /* tables of twins follow */
        check_all (audit, rows, n);
        g_assert_cmpstr (assay_audit_report (audit)->counts->classes[4], ==, "\xc3\xa9");
      }
  assay_test_folder_free (folder);
}

static char *
save (const AssayAudit *audit,
      const char       *folder,
      const char       *name)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (assay_audit_file_save (assay_audit_report (audit), path, &error));
  g_assert_no_error (error);
  return path;
}

/* The two parts have other classes and other ratings: axes are joined by their values. */
static void
test_open_and_merge (void)
{
  char *folder = assay_test_folder_new ();
  const guint n = 500, cut = 37;
  const guint32 seed = g_test_rand_int ();
  g_autofree Row *rows = make_rows (n, seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < cut; i++)
    for (guint c = LABEL; c < N_COLUMNS; c++)
      rows[i].values[c] = g_strcmp0 (rows[i].values[c], "cat") == 0 ? "dog" : rows[i].values[c];
  write_rows (folder, "rows.csv", rows, n);
  write_rows (folder, "first.csv", rows, cut);
  write_rows (folder, "second.csv", rows + cut, n - cut);
  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayAudit) whole = run (folder, "rows.csv", plans[i].data, 2);
      g_autoptr (AssayAudit) first = run (folder, "first.csv", plans[i].data, 1);
      g_autoptr (AssayAudit) second = run (folder, "second.csv", plans[i].data, 1);
      g_autofree char *path = save (whole, folder, "whole.assay"), *a = save (first, folder, "a.assay");
      g_autofree char *b = save (second, folder, "b.assay");
      const char *const parts[] = { a, b };

      g_autoptr (AssayAudit) opened = assay_audit_open (path, &error);
      g_assert_no_error (error);
      check_all (opened, rows, n);
      g_autofree char *before = assay_report_json (assay_audit_report (whole)), *after = assay_report_json (assay_audit_report (opened));
      g_assert_cmpstr (before, ==, after);
      g_autoptr (AssayAudit) merged = assay_audit_merge (parts, 2, NULL, &error);
      g_assert_no_error (error);
      check_all (merged, rows, n);
      g_autofree char *tables = list_tables (assay_audit_report (merged)->counts);
      g_assert_true (g_str_has_prefix (tables, plans[i].tables));
    }
  assay_test_folder_free (folder);
}

static gboolean
has_note (const AssayAudit *audit,
          const char       *wanted)
{
  const char *const *notes = (const char *const *) assay_audit_report (audit)->provenance->notes;

  return g_strv_contains (notes, wanted);
}

/* A class that only annotators use is one, and is named. */
static void
test_own_class (void)
{
  char *folder = assay_test_folder_new ();
  g_autofree Row *rows = make_rows (300, 7);

  write_rows (folder, "rows.csv", rows, 300);
  g_autoptr (AssayAudit) audit = run (folder, "rows.csv", plans[0].data, 1), alone = run (folder, "rows.csv", plans[2].data, 1);
  g_assert_true (has_note (audit, "class 'unclear' is in no label; annotators use it"));
  g_assert_false (has_note (alone, "class 'unclear' is in no label; annotators use it"));
  g_assert_cmpuint (assay_audit_report (audit)->counts->n_classes, ==, 5);
  assay_test_folder_free (folder);
}

/* 7 annotators of 40 classes make more combinations than an axis has values: pairs are counted all the same. */
static void
test_overflow (void)
{
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT 'x' AS city, (i % 40)::VARCHAR AS a, (i // 40 % 40)::VARCHAR AS b, "
                          "(i // 1600 % 40)::VARCHAR AS c, (i // 64000 % 40)::VARCHAR AS d FROM range(700000) r(i)) "
                          "TO '@/many.parquet'");
  g_autoptr (AssayAudit) audit = run (folder, "many.parquet", "annotators=a;b;c;d\n", 2);
  g_autofree char *tables = list_tables (assay_audit_report (audit)->counts);
  g_assert_cmpstr (tables, ==, "a city,a some,a a,b a,c a,d b,c b,d c,d city,a,b city,a,c city,a,d city,b,c city,b,d city,c,d "
                   "some,a,b some,a,c some,a,d some,b,c some,b,d some,c,d");
  const char *const *notes = (const char *const *) assay_audit_report (audit)->provenance->notes;
  g_assert_nonnull (strstr (notes[0], "more than 65,534 different combinations"));
  g_autofree char *path = save (audit, folder, "many.assay");
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayAudit) opened = assay_audit_open (path, &error);
  g_assert_no_error (error);
  g_autofree char *again = list_tables (assay_audit_report (opened)->counts);
  g_assert_cmpstr (again, ==, tables);
  assay_test_folder_free (folder);
}

/* Two parts with fewer combinations each than there is room for, and together with more. */
static void
test_overflow_of_parts (void)
{
  char *folder = assay_test_folder_new ();
  char *paths[2];
  g_autoptr (GError) error = NULL;

  for (guint part = 0; part < 2; part++)
    {
      g_autofree char *file = g_strdup_printf ("part%u.parquet", part), *name = g_strdup_printf ("part%u.assay", part);
      g_autofree char *sql = g_strdup_printf ("COPY (SELECT 'x' AS city, (i %% 40)::VARCHAR AS a, (i // 40 %% 40)::VARCHAR AS b, "
                                              "(i // 1600 %% 40)::VARCHAR AS c, (i // 64000 %% 40)::VARCHAR AS d "
                                              "FROM range(%u, %u) r(i)) TO '@/%s'", part * 350000, part * 350000 + 350000, file);
      assay_test_sql (folder, sql);
      g_autoptr (AssayAudit) audit = run (folder, file, "annotators=a;b;c;d\n", 2);
      g_autofree char *tables = list_tables (assay_audit_report (audit)->counts);
      g_assert_nonnull (strstr (tables, " city,ratings"));
      paths[part] = save (audit, folder, name);
    }
  g_autoptr (AssayAudit) merged = assay_audit_merge ((const char *const *) paths, 2, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *tables = list_tables (assay_audit_report (merged)->counts);
  g_assert_null (strstr (tables, "ratings"));
  g_assert_nonnull (strstr (tables, "city,a,b city,a,c"));
  const char *const *notes = (const char *const *) assay_audit_report (merged)->provenance->notes;
  g_assert_true (g_str_has_prefix (notes[1], "the annotators' labels of a row make more than 65,534"));
  g_free (save (merged, folder, "merged.assay"));
  g_free (paths[0]);
  g_free (paths[1]);
  assay_test_folder_free (folder);
}

/* What a file of somebody else's making may say of ratings. */
static void
test_check (void)
{
  static const char *const wrong[] = { "cat", "", "3:cow,", "3:dog,3:cat,", "3:cat,3:cat,3:cat,3:cat,", "3:cat,3:dog" };
  char *folder = assay_test_folder_new ();
  g_autofree Row *rows = make_rows (100, 5);

  write_rows (folder, "rows.csv", rows, 100);
  g_autoptr (AssayAudit) audit = run (folder, "rows.csv", plans[0].data, 1);
  const AssayReport *report = assay_audit_report (audit);
  AssayAxis *axis = assay_counts_axis (report->counts, ASSAY_AXIS_RATINGS, NULL);
  g_assert_null (assay_audit_file_check (report->plan, report->counts, ASSAY_AUDIT_FILE_MOST_BYTES));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      char *before = axis->values[2];
      axis->values[2] = (char *) wrong[i];
      g_autofree char *problem = assay_audit_file_check (report->plan, report->counts, ASSAY_AUDIT_FILE_MOST_BYTES);
      axis->values[2] = before;
      g_assert_cmpstr (problem, ==, "the axis ratings has values that are no labels of annotators");
    }
  assay_test_folder_free (folder);
}

static const struct { const char *sql, *data, *message; } bad[] = {
  { "SELECT 'x' AS city, 'dog' AS a, 1 AS b, NULL AS c FROM range(9)", "annotators=a;c\n",
    "annotator 'c' labelled no row: the column is missing in every row; take it out of annotators=" },
  { "SELECT 'x' AS city, CASE WHEN i % 2 THEN 'dog' ELSE 'cat' END AS a, i % 3 AS b FROM range(9) r(i)", "annotators=a;b\n",
    "column 'a' has the classes 'cat', 'dog', but the other annotators have '0', '1', '2': none in common; write both with the "
    "same names" },
  { "SELECT 'x' AS city, CASE WHEN i % 2 THEN 'dog' ELSE 'cat' END AS a, i % 3 AS b, a AS truth, a AS model FROM range(9) r(i)",
    "annotators=a;b\nlabel=truth\nprediction=model\n",
    "column 'b' has the classes '0', '1', '2', but the label 'truth' has 'cat', 'dog': none in common; write both with the same names" },
  { "SELECT 'x' AS city, i AS a, i AS b FROM range(1001) r(i)", "annotators=a;b\n",
    "column 'a' has more than 1000 values, too many for classes; round ratings on a fine scale, or cut them into steps, in a "
    "column of their own" },
  { "SELECT 'x' AS city, 'dog' AS a, 'dog' AS b, 'dog' AS truth, 'dog' AS model, 2 AS w FROM range(9)",
    "annotators=a;b\nlabel=truth\nprediction=model\nweight=w\n",
    "weight= with annotators= is not worked out: agreement counts rows, each once and each by itself; take one of the two out" },
  { "SELECT 'x' AS city, 'dog' AS a, 'dog' AS b, 'dog' AS truth, 'dog' AS model, 2 AS w FROM range(9)",
    "annotators=a;b\nlabel=truth\nprediction=model\ncluster=w\n",
    "cluster= with annotators= is not worked out" },
  { "SELECT 'x' AS city, 'dog' AS a, 'dog' AS b, NULL AS model FROM range(9)", "annotators=a;b\nprediction=model\n",
    "the prediction 'model' is missing in every row; nothing can be audited" },
  { "SELECT 'x' AS city, 'dog' AS a, 'dog' AS b, NULL AS truth FROM range(9)", "annotators=a;b\nlabel=truth\n",
    "the label 'truth' is missing in every row; nothing can be audited" },
};

static void
test_bad (void)
{
  char *folder = assay_test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *copy = g_strdup_printf ("COPY (%s) TO '@/bad%u.parquet'", bad[i].sql, i);
      g_autofree char *file = g_strdup_printf ("bad%u.parquet", i);
      g_autoptr (GError) error = NULL;

      assay_test_sql (folder, copy);
      g_autoptr (AssayAudit) audit = try_run (folder, file, bad[i].data, 1, &error);
      g_assert_null (audit);
      if (error == NULL || strstr (error->message, bad[i].message) == NULL)
        g_error ("expected: %s\nfound: %s", bad[i].message, error != NULL ? error->message : "no error");
    }
  assay_test_folder_free (folder);
}

/* --- without labels or predictions ------------------------------------------------------------------------------ */

static const struct { guint plan; const char *why; } alone[] = {
  { 2, "no model is judged, the annotators alone are audited: the plan names no label and no prediction" },
  { 3, "no model is judged, the annotators alone are audited: the plan names no prediction" },
  { 4, "no model is judged, the annotators alone are audited: the plan names no label" },
};

/* Sections that tell of a model say that there is none; the others hold something. */
static void
check_sections (const AssayReport *report,
                const char        *why)
{
  static const char *const of_model[] = { "risks", "checks", "measures", "classes", "models", "compare", "scores",
                                          "calibration", "definitions", NULL };
  const AssayTerminalOptions wide = { .n_columns = 200 };
  const char *const *sections = assay_report_sections ();
  g_autofree char *summary = assay_report_summary (report, &wide);

  g_assert_nonnull (strstr (summary, "NO VERDICT"));
  g_assert_nonnull (strstr (summary, why));
  g_assert_nonnull (strstr (summary, "3 annotators"));
  g_assert_null (strstr (summary, "behind"));
  for (guint i = 0; sections[i] != NULL; i += 2)
    {
      g_autofree char *text = assay_report_section (report, sections[i], &wide);
      if (g_strv_contains (of_model, sections[i]))
        g_assert_cmpmem (text + 1, strlen (why) - 1, why + 1, strlen (why) - 1);
      else
        g_assert_cmpuint (strlen (text), >, 50);
      g_assert_null (strstr (text, "left out"));
    }
}

static void
check_written (const AssayAudit *audit,
               const char       *folder)
{
  g_autofree char *out = g_build_filename (folder, "out", NULL), *page = g_build_filename (out, "report.html", NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) paths = NULL;
  g_autofree char *html = NULL;

  g_assert_true (assay_audit_write (audit, out, ASSAY_FORMAT_ALL, &paths, &error));
  g_assert_no_error (error);
  for (guint i = 0; paths[i] != NULL; i++)
    g_assert_false (g_str_has_suffix (paths[i], "classes.csv"));
  g_assert_true (g_file_get_contents (page, &html, NULL, NULL));
  g_assert_nonnull (strstr (html, "Nothing was to be decided: no model is judged"));
  g_assert_nonnull (strstr (html, "Slices: how many rows?"));
  g_assert_null (strstr (html, "Every class against the rest"));
  g_assert_null (strstr (html, "Definitions"));
}

static void
test_alone (void)
{
  char *folder = assay_test_folder_new ();
  g_autofree Row *rows = make_rows (200, 11);

  write_rows (folder, "rows.csv", rows, 200);
  for (guint i = 0; i < G_N_ELEMENTS (alone); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayAudit) audit = run (folder, "rows.csv", plans[alone[i].plan].data, 1);
      const AssayReport *report = assay_audit_report (audit);
      const AssayFindings *findings = report->findings;

      g_assert_cmpint (findings->verdict, ==, ASSAY_VERDICT_NONE);
      g_assert_cmpstr (findings->verdict_reason, ==, alone[i].why);
      g_assert_cmpuint (findings->n_measures, ==, 0);
      g_assert_cmpuint (findings->whole->n_rows, ==, 200);
      g_assert_cmpuint (findings->slices->len, ==, 5); /* three cities, none, [slice some] */
      check_sections (report, alone[i].why);
      check_written (audit, folder);
      g_autoptr (AssayRowPage) page = assay_audit_rows (audit, folder, "city=x", NULL, 0, 3, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (page->rows->len, ==, 3);
      g_assert_null (assay_audit_rows (audit, folder, "city=x", "wrong", 0, 3, NULL, &error));
      g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_SLICE);
      g_assert_cmpstr (error->message, ==, "an audit of annotators alone has no cell 'wrong'; leave it out, or give all");
    }
  assay_test_folder_free (folder);
}

/* --- rows to look at again -------------------------------------------------------------------------------------- */

typedef struct
{
  guint       row;
  double      disagreement; /* -1: fewer than two ratings */
  const char *majority;     /* NULL: a tie */
} Ranked;

static Ranked
rank_row (const Row *rows,
          guint      row)
{
  const char *const *given = rows[row].values;
  Ranked ranked = { row, -1, NULL };
  guint n = 0, n_pairs = 0, n_agree = 0, most = 0;

  for (guint c = ANN_A; c <= ANN_C; c++)
    {
      guint same = 0;
      for (guint d = ANN_A; d <= ANN_C && given[c] != NULL; d++)
        {
          const gboolean is_same = g_strcmp0 (given[c], given[d]) == 0;
          same += is_same;
          n_pairs += d > c && given[d] != NULL;
          n_agree += d > c && is_same;
        }
      n += given[c] != NULL;
      if (same > 0 && same >= most)
        ranked.majority = same > most || g_strcmp0 (ranked.majority, given[c]) == 0 ? given[c] : NULL;
      most = MAX (most, same);
    }
  if (n >= 2)
    ranked.disagreement = 1 - (double) n_agree / n_pairs;
  return ranked;
}

static int
compare_ranked (gconstpointer a,
                gconstpointer b)
{
  const Ranked *left = a, *right = b;

  if (left->disagreement != right->disagreement)
    return left->disagreement > right->disagreement ? -1 : 1;
  return left->row < right->row ? -1 : left->row > right->row;
}

static gboolean
is_noise (const Row    *row,
          const Ranked *ranked)
{
  return ranked->disagreement == 0 && g_strcmp0 (row->values[PREDICTION], ranked->majority) == 0 && row->values[LABEL] != NULL
         && strcmp (row->values[LABEL], ranked->majority) != 0;
}

static void
check_ranked (const AssayAudit *audit,
              const char       *folder,
              const Row        *rows,
              guint             n,
              gboolean          of_noise)
{
  g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (Ranked));
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      const Ranked ranked = rank_row (rows, i);
      if (of_noise ? is_noise (&rows[i], &ranked) : ranked.disagreement > 0)
        g_array_append_val (expected, ranked);
    }
  g_array_sort (expected, compare_ranked);
  g_assert_cmpuint (expected->len, >, 4);
  for (guint skip = 0; skip <= 2; skip += 2)
    {
      const guint most = expected->len - 3;
      g_autoptr (AssayRowPage) page = assay_audit_disagreement (audit, folder, of_noise, skip, most, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page->n_matching, ==, expected->len);
      g_assert_cmpuint (page->rows->len, ==, most);
      g_assert_cmpuint (g_strv_length (page->columns), ==, N_COLUMNS + 3);
      for (guint i = 0; i < most; i++)
        {
          const Ranked *ranked = &g_array_index (expected, Ranked, i + skip);
          char **cells = page->rows->pdata[i];

          for (guint c = 0; c < N_COLUMNS; c++)
            g_assert_cmpstr (cells[c], ==, rows[ranked->row].values[c]);
          g_assert_cmpuint (g_ascii_strtoull (cells[N_COLUMNS], NULL, 10), ==, ranked->row + 1);
          g_assert_cmpfloat (g_ascii_strtod (cells[N_COLUMNS + 1], NULL), ==, ranked->disagreement);
          g_assert_cmpstr (cells[N_COLUMNS + 2], ==, ranked->majority);
        }
    }
}

static void
test_ranked (void)
{
  char *folder = assay_test_folder_new ();
  const guint n = 3000;
  const guint32 seed = g_test_rand_int ();
  g_autofree Row *rows = make_rows (n, seed);

  g_test_message ("seed %u", seed);
  write_rows (folder, "rows.csv", rows, n);
  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AssayAudit) audit = run (folder, "rows.csv", plans[i].data, 2);

      check_ranked (audit, folder, rows, n, FALSE);
      if (i < 2) /* has a label and a model, and the label is no annotator's */
        check_ranked (audit, folder, rows, n, TRUE);
      else if (i < 5)
        {
          g_assert_null (assay_audit_disagreement (audit, folder, TRUE, 0, 9, NULL, &error));
          g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_SLICE);
          g_assert_true (g_str_has_prefix (error->message, i == 3 ? "prediction= or score= of the audit's plan is needed"
                                                                   : "label= of the audit's plan is needed"));
        }
    }
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayAudit) without = run (folder, "rows.csv", "label=truth\nprediction=model\n", 1);
  g_assert_null (assay_audit_disagreement (without, folder, FALSE, 0, 9, NULL, &error));
  g_assert_cmpstr (error->message, ==, "annotators= of the audit's plan is needed to tell which rows annotators disagree about; "
                   "audit with it");
  assay_test_folder_free (folder);
}

/* Numbers that are written otherwise in each column are one class, and a score says a class too. */
static void
test_ranked_numbers (void)
{
  char *folder = assay_test_folder_new ();
  g_autoptr (GError) error = NULL;

  assay_test_sql (folder, "COPY (SELECT 'x' AS city, i % 2 AS truth, '-' AS a, (i % 2)::DOUBLE AS d, CASE WHEN i < 4 THEN i % 2 = 1 ELSE i % 2 = 0 "
                          "END AS e, CASE WHEN i < 4 THEN 1 - (i % 2) END AS f, CASE WHEN i = 4 THEN 0.9 ELSE 0.1 END AS score "
                          "FROM range(6) r(i)) TO '@/n.parquet'");
  /* rows 1 to 4: d and e are the truth, f is not; 5 and 6: e is not; none has everybody against the label */
  g_autoptr (AssayAudit) audit = run (folder, "n.parquet", "label=truth\nscore=score\npositive=1\nannotators=d;e;f\n", 1);
  g_autoptr (AssayRowPage) page = assay_audit_disagreement (audit, folder, FALSE, 0, 9, NULL, &error);
  g_assert_no_error (error);
  static const char *const rows[] = { "5", "6", "1", "2", "3", "4" }, *const majorities[] = { NULL, NULL, "0", "1", "0", "1" };
  g_assert_cmpuint (page->rows->len, ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      g_assert_cmpstr (((char **) page->rows->pdata[i])[7], ==, rows[i]);
      g_assert_cmpstr (((char **) page->rows->pdata[i])[9], ==, majorities[i]);
    }
  assay_test_sql (folder, "COPY (SELECT 'x' AS city, i % 2 AS truth, '-' AS a, 1.0 AS d, true AS e, CASE WHEN i > 3 THEN 0 END AS f, "
                          "CASE WHEN i = 0 THEN 0.1 ELSE 0.9 END AS score FROM range(6) r(i)) TO '@/m.parquet'");
  /* everybody says 1 in rows 1 to 4; the label is 0 in 1 and 3, and the model says 0 in 1 */
  g_autoptr (AssayAudit) other = run (folder, "m.parquet", "label=truth\nscore=score\npositive=1\nannotators=d;e;f\n", 1);
  g_autoptr (AssayRowPage) noise = assay_audit_disagreement (other, folder, TRUE, 0, 9, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (noise->rows->len, ==, 1);
  g_assert_cmpstr (((char **) noise->rows->pdata[0])[7], ==, "3");
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-annotators/counts", test_counts);
  g_test_add_func ("/audit-annotators/open-and-merge", test_open_and_merge);
  g_test_add_func ("/audit-annotators/own-class", test_own_class);
  g_test_add_func ("/audit-annotators/overflow", test_overflow);
  g_test_add_func ("/audit-annotators/overflow-of-parts", test_overflow_of_parts);
  g_test_add_func ("/audit-annotators/check", test_check);
  g_test_add_func ("/audit-annotators/bad", test_bad);
  g_test_add_func ("/audit-annotators/alone", test_alone);
  g_test_add_func ("/audit-annotators/ranked", test_ranked);
  g_test_add_func ("/audit-annotators/ranked-numbers", test_ranked_numbers);
  return g_test_run ();
}
