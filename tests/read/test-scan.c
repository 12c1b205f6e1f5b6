/* test-scan.c: values become codes, the same whatever the file's kind, the threads, or how DuckDB hands them over. */
#include "test-data.h"

#include <string.h>

/* Counts every tuple of codes that passes, by text "code,code,...". */
typedef struct
{
  guint       n_columns;
  GMutex      mutex;
  GHashTable *counts;   /* char* -> guint64* */
  guint64     n_numbered, n_out_of_order;
} Tuples;

static gpointer
tuples_start (gpointer data)
{
  return data;
}

static void
tuples_count (Tuples     *tuples,
              const char *key,
              guint64     n)
{
  guint64 *count = g_hash_table_lookup (tuples->counts, key);

  if (count == NULL)
    g_hash_table_insert (tuples->counts, g_strdup (key), count = g_new0 (guint64, 1));
  *count += n;
}

static gboolean
tuples_add (gpointer              state,
            const guint16 *const *codes,
            const gint64 *const  *values,
            guint                 n_rows,
            gint64                first_row)
{
  Tuples *tuples = state;

  g_mutex_lock (&tuples->mutex);
  tuples->n_numbered += first_row >= 0 ? n_rows : 0;
  for (guint i = 0; i < n_rows; i++)
    {
      char key[256];
      gsize at = 0;
      for (guint c = 0; c < tuples->n_columns; c++)
        at += (gsize) g_snprintf (key + at, sizeof key - at, "%u,", codes[c][i]);
      tuples_count (tuples, key, 1);
    }
  g_mutex_unlock (&tuples->mutex);
  return TRUE;
}

/* The tuples with each code replaced by its value: "F|1" -> rows. Missing is "-". */
static GHashTable *
scan_values (AssaySource           *source,
             const AssayScanColumn *columns,
             guint                  n_columns,
             AssayScan            **scan_out,
             GError               **error)
{
  Tuples tuples = { .n_columns = n_columns };
  Tuples named = { 0 };
  AssayScanSink sink = { &tuples, tuples_start, tuples_add };

  g_mutex_init (&tuples.mutex);
  tuples.counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  named.counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  AssayScan *scan = assay_scan_run (source, columns, n_columns, &sink, FALSE, NULL, NULL, error);
  GHashTableIter iter;
  gpointer key, count;
  g_hash_table_iter_init (&iter, tuples.counts);
  while (scan != NULL && g_hash_table_iter_next (&iter, &key, &count))
    {
      g_auto (GStrv) parts = g_strsplit (key, ",", -1);
      g_autoptr (GString) text = g_string_new (NULL);
      for (guint c = 0; c < n_columns; c++)
        {
          guint code = scan->maps[c][atoi (parts[c])];
          g_string_append_printf (text, "%s%s", c > 0 ? "|" : "", code == 0 ? "-" : scan->axes[c]->values[code]);
        }
      tuples_count (&named, text->str, *(guint64 *) count);
    }
  g_hash_table_unref (tuples.counts);
  g_mutex_clear (&tuples.mutex);
  if (scan_out != NULL)
    *scan_out = scan;
  else
    assay_scan_free (scan);
  return named.counts;
}

static guint64
rows_of (GHashTable *values,
         const char *key)
{
  guint64 *count = g_hash_table_lookup (values, key);

  return count != NULL ? *count : 0;
}

static AssayScanColumn
slice (const char *column)
{
  return (AssayScanColumn) { .name = column, .column = column, .kind = ASSAY_AXIS_SLICE };
}

/* The values of one column in the axis' order, joined by |, and the rows of each. */
static char *
axis_text (const char *folder,
           const char *file,
           AssayScanColumn column)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssaySource) source = assay_test_open (folder, file, 2, &error);
  g_assert_no_error (error);
  AssayScan *scan;
  GHashTable *values = scan_values (source, &column, 1, &scan, &error);
  g_assert_no_error (error);
  GString *text = g_string_new (NULL);
  for (guint code = 1; code < scan->axes[0]->n_codes; code++)
    g_string_append_printf (text, "%s=%" G_GUINT64_FORMAT "|", scan->axes[0]->values[code],
                            rows_of (values, scan->axes[0]->values[code]));
  g_string_append_printf (text, "-=%" G_GUINT64_FORMAT, rows_of (values, "-"));
  g_hash_table_unref (values);
  assay_scan_free (scan);
  return g_string_free (text, FALSE);
}

static void
test_values (void)
{
  /* sql: the values of column v; text: canonical values in order, with their rows (measures.md 0.5) */
  static const struct { const char *sql, *text; } cases[] = {
    { "SELECT unnest(['b', 'a', NULL, '', 'a', 'a long text of more than twelve bytes']) v",
      "a=2|a long text of more than twelve bytes=1|b=1|-=2" },
    { "SELECT unnest(['10', '9', '1', '10']) v", "1=1|9=1|10=2|-=0" },          /* all numbers: by number */
    { "SELECT unnest(['10', '9', 'x']) v", "10=1|9=1|x=1|-=0" },               /* else by bytes */
    { "SELECT unnest([true, false, NULL, true]) v", "0=1|1=2|-=1" },
    { "SELECT unnest([3, -2, NULL, 3]::TINYINT[]) v", "-2=1|3=2|-=1" },
    { "SELECT unnest([70000, 5]::UINTEGER[]) v", "5=1|70000=1|-=0" },
    { "SELECT unnest([9223372036854775807, -9223372036854775808]) v",
      "-9223372036854775808=1|9223372036854775807=1|-=0" },
    { "SELECT unnest([18446744073709551615, 2]::UBIGINT[]) v", "2=1|18446744073709551615=1|-=0" },
    { "SELECT unnest([1.0, 2.5, -0.0, 0.0, 'nan', NULL, 1e300]::DOUBLE[]) v", "0=2|1=1|2.5=1|1e+300=1|-=2" },
    { "SELECT unnest([0.1, 0.1, 0.5]::FLOAT[]) v", "0.1=2|0.5=1|-=0" },
    { "SELECT unnest([1.50, 2.00]::DECIMAL(5,2)[]) v", "1.5=1|2=1|-=0" },
    { "SELECT unnest(['2020-02-29', '1969-12-31', NULL]::DATE[]) v", "1969-12-31=1|2020-02-29=1|-=1" },
    { "SELECT unnest(['2020-01-01 10:00:00', '1969-12-31 23:59:59.5']::TIMESTAMP[]) v",
      "1969-12-31 23:59:59.5=1|2020-01-01 10:00:00=1|-=0" },
    { "SELECT unnest(['a', 'b', 'a']::ENUM('b', 'a')[]) v", "a=2|b=1|-=0" },
    { "SELECT unnest(['one' || chr(0), 'one']) v", "one=1|one\342\220\200=1|-=0" },
    { "SELECT NULL::VARCHAR v FROM range(3)", "-=3" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char *folder = assay_test_folder_new ();
      g_autofree char *copy = g_strdup_printf ("COPY (%s) TO '@/v.parquet' (FORMAT parquet)", cases[i].sql);
      assay_test_sql (folder, copy);
      g_autofree char *text = axis_text (folder, "v.parquet", slice ("v"));
      g_test_message ("%s", cases[i].sql);
      g_assert_cmpstr (text, ==, cases[i].text);
      assay_test_folder_free (folder);
    }
}

static void
test_bins (void)
{
  double edges[] = { 0, 25, 35, 50 };
  AssayBins by_edges = { .kind = ASSAY_BINS_EDGES, .edges = edges, .n_edges = 4 };
  AssayBins by_width = { .kind = ASSAY_BINS_WIDTH, .width = 10 };
  AssayBins by_day = { .kind = ASSAY_BINS_DAY }, by_week = { .kind = ASSAY_BINS_WEEK }, by_month = { .kind = ASSAY_BINS_MONTH };
  /* half-open, the last closed; outside the given edges a bin of its own below and above (measures.md 0.5) */
  const struct { const AssayBins *bins; const char *sql, *text; } cases[] = {
    { &by_edges, "SELECT unnest([-1, 0, 24.9, 25, 34, 35, 50, 50.1, NULL, 'nan'::DOUBLE]::DOUBLE[]) v",
      "< 0=1|[0, 25)=2|[25, 35)=2|[35, 50]=2|> 50=1|-=2" },
    { &by_edges, "SELECT unnest([0, 25, 50]::SMALLINT[]) v", "[0, 25)=1|[25, 35)=1|[35, 50]=1|-=0" },
    { &by_width, "SELECT unnest([-1, 0, 9, 10, 25]) v", "[-10, 0)=1|[0, 10)=2|[10, 20)=1|[20, 30)=1|-=0" },
    { &by_day, "SELECT unnest(['2020-01-01 10:00:00', '2020-01-01 23:00:00']::TIMESTAMP[]) v", "2020-01-01=2|-=0" },
    /* ISO 8601: 2021-01-03 is a Sunday of 2020-W53, 2018-12-31 a Monday of 2019-W01 */
    { &by_week, "SELECT unnest(['2021-01-03', '2018-12-31', '2019-01-06', '1969-12-29']::DATE[]) v",
      "1970-W01=1|2019-W01=2|2020-W53=1|-=0" },
    { &by_month, "SELECT unnest(['2020-02-29', '2020-02-01', '1969-12-31', '2020-01-31']::DATE[]) v",
      "1969-12=1|2020-01=1|2020-02=2|-=0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char *folder = assay_test_folder_new ();
      g_autofree char *copy = g_strdup_printf ("COPY (%s) TO '@/v.parquet' (FORMAT parquet)", cases[i].sql);
      assay_test_sql (folder, copy);
      AssayScanColumn column = { .name = "v", .column = "v", .kind = ASSAY_AXIS_BINS, .bins = cases[i].bins };
      g_autofree char *text = axis_text (folder, "v.parquet", column);
      g_test_message ("%s", cases[i].sql);
      g_assert_cmpstr (text, ==, cases[i].text);
      assay_test_folder_free (folder);
    }
}

/* Every day of 1900 to 2100 by DuckDB's own calendar. */
static void
test_calendar (void)
{
  static const struct { AssayBinsKind kind; const char *format; } cases[] = {
    { ASSAY_BINS_DAY, "%Y-%m-%d" }, { ASSAY_BINS_WEEK, "%G-W%V" }, { ASSAY_BINS_MONTH, "%Y-%m" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      char *folder = assay_test_folder_new ();
      g_autofree char *copy = g_strdup_printf ("COPY (SELECT d::DATE v, strftime(d, '%s') t FROM range(DATE '1900-01-01', DATE "
                                               "'2100-12-31', INTERVAL 1 DAY) r(d)) TO '@/v.parquet'", cases[i].format);
      assay_test_sql (folder, copy);
      AssayBins bins = { .kind = cases[i].kind };
      AssayScanColumn columns[] = { { .name = "v", .column = "v", .kind = ASSAY_AXIS_BINS, .bins = &bins }, slice ("t") };
      g_autoptr (AssaySource) source = assay_test_open (folder, "v.parquet", 1, &error);
      if (cases[i].kind == ASSAY_BINS_DAY) /* 73,000 days are more than an axis holds: the scan says so */
        {
          g_hash_table_unref (scan_values (source, columns, 2, NULL, &error));
          g_assert_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_TOO_MANY);
          assay_test_folder_free (folder);
          continue;
        }
      GHashTable *values = scan_values (source, columns, 2, NULL, &error);
      g_assert_no_error (error);
      GHashTableIter iter;
      gpointer key;
      g_hash_table_iter_init (&iter, values);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        {
          g_auto (GStrv) parts = g_strsplit (key, "|", 2);
          g_assert_cmpstr (parts[0], ==, parts[1]);
        }
      g_hash_table_unref (values);
      assay_test_folder_free (folder);
    }
}

/* Codes are right for each row, whatever way DuckDB hands the values over: 60,000 rows with low and high
 * cardinality, missing values, long and short texts, plain and dictionary pages, CSV and JSON; 1, 2 and 3 threads. */
static void
test_same_everywhere (void)
{
  static const char *const files[] = { "a.parquet", "b.parquet", "c.csv", "d.csv.gz", "e.csv.zst", "f.jsonl", "g-*.parquet" };
  const char *query = "SELECT 'group ' || (i % 7) g, CASE WHEN i % 11 = 0 THEN NULL ELSE 'a longer text number ' || (hash(i) % 3000) END t, "
                      "(hash(i + 1) % 50)::INTEGER n, (i % 3 = 0)::INTEGER AS \"label\" FROM range(60000) r(i)";
  char *folder = assay_test_folder_new ();
  g_autofree char *base = g_strdup_printf ("COPY (%s) TO '@/a.parquet' (FORMAT parquet, ROW_GROUP_SIZE 10000)", query);
  g_autofree char *want = NULL;

  assay_test_sql (folder, base);
  assay_test_sql (folder, "COPY (FROM '@/a.parquet') TO '@/b.parquet' (FORMAT parquet, DICTIONARY_SIZE_LIMIT 1)");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet') TO '@/c.csv'");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet') TO '@/d.csv.gz'");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet') TO '@/e.csv.zst'");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet') TO '@/f.jsonl' (FORMAT json)");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet' WHERE n < 20) TO '@/g-1.parquet'");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet' WHERE n >= 20) TO '@/g-2.parquet'");
  want = assay_test_sql_value (folder, "SELECT string_agg(k || '=' || c, ';' ORDER BY k) FROM (SELECT g || '|' || coalesce(t, '-') "
                                       "|| '|' || n || '|' || \"label\" k, count(*) c FROM '@/a.parquet' GROUP BY ALL)");
  for (gsize f = 0; f < G_N_ELEMENTS (files); f++)
    for (guint n_threads = 1; n_threads <= 3; n_threads++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (AssaySource) source = assay_test_open (folder, files[f], n_threads, &error);
        g_assert_no_error (error);
        AssayScanColumn columns[] = { slice ("g"), slice ("t"), slice ("n"), slice ("label") };
        GHashTable *values = scan_values (source, columns, 4, NULL, &error);
        g_assert_no_error (error);
        g_auto (GStrv) pairs = g_strsplit (want, ";", -1);
        guint n_pairs = g_strv_length (pairs);
        g_assert_cmpuint (g_hash_table_size (values), ==, n_pairs);
        for (guint i = 0; i < n_pairs; i++)
          {
            char *equals = strrchr (pairs[i], '=');
            *equals = '\0';
            g_assert_cmpuint (rows_of (values, pairs[i]), ==, g_ascii_strtoull (equals + 1, NULL, 10));
          }
        g_hash_table_unref (values);
      }
  assay_test_folder_free (folder);
}

/* A dictionary column costs a call a value of the dictionary and row group, not one a row. */
static void
test_dictionary_calls (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT 'group number ' || (i % 100) g FROM range(1000000) r(i)) TO '@/a.parquet'");
  g_autoptr (AssaySource) source = assay_test_open (folder, "a.parquet", 1, &error);
  AssayScanColumn column = slice ("g");
  Tuples tuples = { .n_columns = 1, .counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
  AssayScanSink sink = { &tuples, tuples_start, tuples_add };
  g_autoptr (AssayScan) scan = assay_scan_run (source, &column, 1, &sink, FALSE, NULL, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%" G_GUINT64_FORMAT " values coded for 1,000,000 rows", scan->n_calls[0]);
  g_assert_cmpuint (scan->n_calls[0], <, 100000);
  g_hash_table_unref (tuples.counts);
  assay_test_folder_free (folder);
}

static void
test_score (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();

  /* score >= threshold is positive, and 0.1 as a FLOAT is compared with 0.1 rounded to FLOAT (measures.md 1) */
  assay_test_sql (folder, "COPY (SELECT unnest([0.1, 0.0999, 0.5, NULL, 1.5]::FLOAT[]) f, unnest([0.1, 0.0999, 0.5, NULL, -3]::DOUBLE[]) d) "
                          "TO '@/s.parquet'");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AssaySource) source = assay_test_open (folder, "s.parquet", 1, &error);
      AssayScanColumn column = { .name = "s", .column = i == 0 ? "f" : "d", .kind = ASSAY_AXIS_PREDICTION, .is_score = TRUE,
                                 .threshold = 0.1 };
      AssayScan *scan;
      GHashTable *values = scan_values (source, &column, 1, &scan, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (rows_of (values, "1"), ==, i == 0 ? 3 : 2);
      g_assert_cmpuint (rows_of (values, "0"), ==, i == 0 ? 1 : 2);
      g_assert_cmpuint (rows_of (values, "-"), ==, 1);
      g_assert_cmpuint (scan->n_outside[0], ==, 1);
      assay_scan_free (scan);
      g_hash_table_unref (values);
    }
  assay_test_folder_free (folder);
}

static void
test_where (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT unnest([20, 30, NULL, 24]) age, unnest(['F', 'F', 'F', 'M']) sex) TO '@/w.parquet'");
  g_autoptr (AssaySource) source = assay_test_open (folder, "w.parquet", 1, &error);
  AssayScanColumn column = { .name = "young women", .where = "age < 25 AND sex = 'F'", .kind = ASSAY_AXIS_WHERE };
  GHashTable *values = scan_values (source, &column, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows_of (values, "1"), ==, 1);
  g_assert_cmpuint (rows_of (values, "0"), ==, 2);
  g_assert_cmpuint (rows_of (values, "-"), ==, 1);
  g_hash_table_unref (values);
  assay_test_folder_free (folder);
}

static void
test_types_change (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();
  g_autoptr (GString) text = g_string_new ("a,b\n");

  for (guint i = 0; i < 60000; i++)
    g_string_append_printf (text, "%u,%u\n", i % 10, i % 3);
  g_string_append (text, "n/a,1\n");
  g_free (assay_test_write (folder, "t.csv", text->str, -1));
  g_autoptr (AssaySource) source = assay_test_open (folder, "t.csv", 2, &error);
  g_assert_no_error (error);
  AssayScanColumn column = slice ("a");
  g_hash_table_unref (scan_values (source, &column, 1, NULL, &error));
  g_assert_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_AGAIN);
  g_clear_error (&error);
  GHashTable *values = scan_values (source, &column, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows_of (values, "n/a"), ==, 1);
  g_assert_cmpuint (rows_of (values, "0"), ==, 6000);
  g_hash_table_unref (values);
  assay_test_folder_free (folder);
}

static void
test_cancel (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT i a FROM range(3000000) r(i)) TO '@/c.parquet'");
  g_autoptr (AssaySource) source = assay_test_open (folder, "c.parquet", 2, &error);
  AssayScanColumn column = { .name = "w", .where = "length(lower(CAST(a AS VARCHAR))) > 3", .kind = ASSAY_AXIS_WHERE };
  Tuples tuples = { .n_columns = 1, .counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
  AssayScanSink sink = { &tuples, tuples_start, tuples_add };
  g_cancellable_cancel (cancellable);
  AssayScan *scan = assay_scan_run (source, &column, 1, &sink, FALSE, NULL, cancellable, &error);
  g_assert_null (scan);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  scan = assay_scan_run (source, &column, 1, &sink, FALSE, NULL, NULL, &error); /* the source is still usable */
  g_assert_no_error (error);
  g_assert_cmpuint (scan->n_rows, ==, 3000000);
  assay_scan_free (scan);
  g_hash_table_unref (tuples.counts);
  assay_test_folder_free (folder);
}

static void
test_many_columns (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();
  g_autoptr (GString) sql = g_string_new ("COPY (SELECT i % 2 c0");
  AssayScanColumn columns[300];
  char names[300][8];

  for (guint c = 1; c < 300; c++)
    g_string_append_printf (sql, ", i %% %u c%u", c + 1, c);
  g_string_append (sql, " FROM range(5000) r(i)) TO '@/m.parquet'");
  assay_test_sql (folder, sql->str);
  for (guint c = 0; c < 300; c++)
    {
      g_snprintf (names[c], sizeof names[c], "c%u", c);
      columns[c] = slice (names[c]);
    }
  g_autoptr (AssaySource) source = assay_test_open (folder, "m.parquet", 2, &error);
  Tuples tuples = { .n_columns = 3, .counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
  AssayScanSink sink = { &tuples, tuples_start, tuples_add };
  g_autoptr (AssayScan) scan = assay_scan_run (source, columns, 300, &sink, FALSE, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scan->axes[299]->n_codes, ==, 301);
  g_hash_table_unref (tuples.counts);
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scan/values", test_values);
  g_test_add_func ("/scan/bins", test_bins);
  g_test_add_func ("/scan/calendar", test_calendar);
  g_test_add_func ("/scan/same-everywhere", test_same_everywhere);
  g_test_add_func ("/scan/dictionary-calls", test_dictionary_calls);
  g_test_add_func ("/scan/score", test_score);
  g_test_add_func ("/scan/where", test_where);
  g_test_add_func ("/scan/types-change", test_types_change);
  g_test_add_func ("/scan/cancel", test_cancel);
  g_test_add_func ("/scan/many-columns", test_many_columns);
  return g_test_run ();
}
