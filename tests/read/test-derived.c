/* test-derived.c: columns made of others in the same row say what a query says that puts the same together. */
#include "test-data.h"

#include <string.h>

/* Rows of each value of one column of a scan, by the value; missing is "(missing)". */
typedef struct
{
  guint    column;
  GMutex   mutex;
  guint64 *rows;      /* by code of first sight */
} Counter;

static gpointer
counter_start (gpointer data)
{
  return data;
}

static gboolean
counter_add (gpointer              state,
             const guint16 *const *codes,
             const gint64 *const  *values,
             guint                 n_rows,
             gint64                first_row)
{
  Counter *counter = state;

  g_mutex_lock (&counter->mutex);
  for (guint i = 0; i < n_rows; i++)
    counter->rows[codes[counter->column][i]]++;
  g_mutex_unlock (&counter->mutex);
  return TRUE;
}

/* "value=rows" a line in the axis' order, then the missing ones. (transfer full) */
static char *
values_of (AssaySource           *source,
           const AssayScanColumn *columns,
           guint                  n,
           guint                  column,
           gboolean               want_row_numbers,
           gboolean              *has_overflow,
           GError               **error)
{
  Counter counter = { .column = column, .rows = g_new0 (guint64, G_MAXUINT16 + 1) };
  AssayScanSink sink = { &counter, counter_start, counter_add };
  g_autoptr (GString) text = g_string_new (NULL);

  g_mutex_init (&counter.mutex);
  g_autoptr (AssayScan) scan = assay_scan_run (source, columns, n, &sink, want_row_numbers, NULL, NULL, error);
  for (guint code = 0; scan != NULL && code < scan->axes[column]->n_codes; code++)
    {
      guint64 rows = 0;
      for (guint first = 0; first < scan->n_first_codes[column]; first++)
        rows += scan->maps[column][first] == code ? counter.rows[first] : 0;
      g_string_append_printf (text, "%s=%" G_GUINT64_FORMAT "\n", code > 0 ? scan->axes[column]->values[code] : "(missing)", rows);
    }
  if (scan != NULL && has_overflow != NULL)
    *has_overflow = scan->has_overflow[column];
  g_free (counter.rows);
  g_mutex_clear (&counter.mutex);
  return scan != NULL ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

#define N_TAGS 70 /* more than one word of bits */

/* Tag t of row i by a hash, some without a value; names[t] is "t7" or so. */
static char *
tags_query (void)
{
  g_autoptr (GString) sql = g_string_new ("SELECT i");

  for (guint t = 0; t < N_TAGS; t++)
    g_string_append_printf (sql, ", CASE hash(i %% 97, %u) %% 9 WHEN 0 THEN true WHEN 1 THEN NULL ELSE false END t%u", t, t);
  g_string_append (sql, " FROM range(20000) r(i)");
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* (transfer full) What DuckDB makes of it. */
static char *
expected_sets (const char *folder)
{
  g_autoptr (GString) sql = g_string_new ("SELECT string_agg(v || '=' || n || chr(10), '' ORDER BY v) FROM "
                                          "(SELECT v, count(*) n FROM (SELECT concat(");

  for (guint t = 0; t < N_TAGS; t++)
    g_string_append_printf (sql, "%sCASE WHEN t%u THEN '%d:t%u,' ELSE '' END", t > 0 ? ", " : "", t, t > 9 ? 3 : 2, t);
  g_string_append (sql, ") v FROM '@/tags.parquet') GROUP BY v)");
  return assay_test_sql_value (folder, sql->str);
}

static void
test_sets (gconstpointer data)
{
  gboolean want_row_numbers = GPOINTER_TO_INT (data);
  char *folder = assay_test_folder_new ();
  g_autofree char *query = tags_query (), *copy = g_strdup_printf ("COPY (%s) TO '@/tags.parquet'", query);
  AssayScanColumn columns[N_TAGS + 1] = { 0 };
  char names[N_TAGS][8];
  guint16 members[N_TAGS];
  g_autoptr (GError) error = NULL;

  assay_test_sql (folder, copy);
  /* the made column stands in front of its members, which need not come in the order of their names */
  for (guint t = 0; t < N_TAGS; t++)
    {
      g_snprintf (names[t], sizeof names[t], "t%u", t);
      members[t] = (guint16) (N_TAGS - t);
      columns[N_TAGS - t] = (AssayScanColumn) { .name = names[t], .kind = ASSAY_AXIS_TAG, .where = names[t] };
    }
  columns[0] = (AssayScanColumn) { .name = "tags", .kind = ASSAY_AXIS_TAG_SET, .members = members, .n_members = N_TAGS,
                                   .may_overflow = TRUE };
  g_autoptr (AssaySource) source = assay_test_open (folder, "tags.parquet", 2, &error);
  g_assert_no_error (error);
  gboolean has_overflow = TRUE;
  g_autofree char *found = values_of (source, columns, N_TAGS + 1, 0, want_row_numbers, &has_overflow, &error);
  g_assert_no_error (error);
  g_autofree char *expected = expected_sets (folder), *all = g_strconcat ("(missing)=0\n", expected, NULL);
  g_assert_cmpstr (found, ==, all);
  g_assert_false (has_overflow);
  assay_test_folder_free (folder);
}

/* The empty set is a value, and all columns but the made one are codes as ever. */
static void
test_set_values (void)
{
  char *folder = assay_test_folder_new ();
  const guint16 members[] = { 1, 2 };
  const AssayScanColumn columns[] = {
    { .name = "v", .kind = ASSAY_AXIS_SLICE, .column = "v" },
    { .name = "no:isy", .kind = ASSAY_AXIS_TAG, .where = "n = 1" },
    { .name = "düster", .kind = ASSAY_AXIS_TAG, .where = "d = 1" },
    { .name = "tags", .kind = ASSAY_AXIS_TAG_SET, .members = members, .n_members = 2 },
    { .name = "w", .kind = ASSAY_AXIS_SLICE, .column = "w" },
  };
  g_autoptr (GError) error = NULL;

  g_free (assay_test_write (folder, "a.csv", "v,n,d,w\na,1,0,x\nb,1,1,y\na,0,0,x\na,,1,x\na,,,x\n", -1));
  g_autoptr (AssaySource) source = assay_test_open (folder, "a.csv", 2, &error);
  g_assert_no_error (error);
  g_autofree char *sets = values_of (source, columns, 5, 3, FALSE, NULL, &error);
  g_autofree char *v = values_of (source, columns, 5, 0, FALSE, NULL, &error);
  g_autofree char *w = values_of (source, columns, 5, 4, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sets, ==, "(missing)=0\n=2\n6:no:isy,=1\n6:no:isy,7:düster,=1\n7:düster,=1\n");
  g_assert_cmpstr (v, ==, "(missing)=0\na=4\nb=1\n");
  g_assert_cmpstr (w, ==, "(missing)=0\nx=4\ny=1\n");
  assay_test_folder_free (folder);
}

static void
test_ratings (void)
{
  char *folder = assay_test_folder_new ();
  const guint16 members[] = { 0, 1, 2, 3, 4 };
  AssayScanColumn columns[6] = { 0 };
  static const char *const names[] = { "a", "b", "c", "d", "e" };
  g_autoptr (GError) error = NULL;

  assay_test_sql (folder, "COPY (SELECT CASE WHEN hash(i, 1) % 5 < 2 THEN NULL ELSE 'long class name ' || hash(i, 2) % 4 END a, "
                          "CASE WHEN hash(i, 3) % 5 < 2 THEN NULL ELSE 'long class name ' || hash(i, 4) % 4 END b, "
                          "CASE WHEN hash(i, 5) % 5 < 2 THEN NULL ELSE 'long class name ' || hash(i, 6) % 4 END c, "
                          "CASE WHEN hash(i, 7) % 5 < 2 THEN NULL ELSE 'long class name ' || hash(i, 8) % 4 END d, "
                          "CASE WHEN hash(i, 9) % 5 < 2 THEN NULL ELSE (hash(i, 10) % 12)::BIGINT END e "
                          "FROM range(30000) r(i)) TO '@/r.parquet'");
  for (guint i = 0; i < 5; i++)
    columns[i] = (AssayScanColumn) { .name = names[i], .column = names[i], .kind = ASSAY_AXIS_ANNOTATOR, .max_values = 1000 };
  columns[5] = (AssayScanColumn) { .name = "ratings", .kind = ASSAY_AXIS_RATINGS, .members = members, .n_members = 5 };
  g_autoptr (AssaySource) source = assay_test_open (folder, "r.parquet", 2, &error);
  g_assert_no_error (error);
  g_autofree char *found = values_of (source, columns, 6, 5, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *expected = assay_test_sql_value (
    folder, "WITH t AS (SELECT list_sort(list_filter([a, b, c, d, e::VARCHAR], lambda x: x IS NOT NULL)) l FROM '@/r.parquet'), "
            "u AS (SELECT array_to_string(list_transform(l, lambda x: strlen(x) || ':' || x || ','), '') v FROM t) "
            "SELECT '(missing)=' || (SELECT count(*) FROM u WHERE v = '') || chr(10) || "
            "(SELECT string_agg(v || '=' || n || chr(10), '' ORDER BY v) FROM (SELECT v, count(*) n FROM u WHERE v <> '' GROUP BY v))");
  g_assert_cmpstr (found, ==, expected);
  assay_test_folder_free (folder);
}

/* 300 sets into room for 100. */
static void
test_overflow (void)
{
  char *folder = assay_test_folder_new ();
  const guint16 members[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  AssayScanColumn columns[10] = { { .name = "tags", .kind = ASSAY_AXIS_TAG_SET, .members = members, .n_members = 9,
                                    .max_values = 100, .may_overflow = TRUE } };
  char names[9][4], wheres[9][24];
  gboolean has_overflow = FALSE;
  g_autoptr (GError) error = NULL;

  assay_test_sql (folder, "COPY (SELECT i % 300 i FROM range(9000) r(i)) TO '@/o.parquet'");
  for (guint t = 0; t < 9; t++)
    {
      g_snprintf (names[t], sizeof names[t], "t%u", t);
      g_snprintf (wheres[t], sizeof wheres[t], "i // %u %% 2 = 1", 1u << t);
      columns[t + 1] = (AssayScanColumn) { .name = names[t], .kind = ASSAY_AXIS_TAG, .where = wheres[t] };
    }
  g_autoptr (AssaySource) source = assay_test_open (folder, "o.parquet", 2, &error);
  g_assert_no_error (error);
  g_autofree char *found = values_of (source, columns, 10, 0, FALSE, &has_overflow, &error);
  g_assert_no_error (error);
  g_assert_true (has_overflow);
  g_assert_nonnull (found);
  g_autofree char *member = values_of (source, columns, 10, 1, FALSE, &has_overflow, &error); /* the others stand */
  g_assert_no_error (error);
  g_assert_false (has_overflow);
  g_assert_cmpstr (member, ==, "(missing)=0\n0=4500\n1=4500\n");

  columns[0].max_values = 300;
  g_autofree char *just = values_of (source, columns, 10, 0, FALSE, &has_overflow, &error);
  g_assert_no_error (error);
  g_assert_false (has_overflow);
  columns[0].max_values = 299;
  columns[0].may_overflow = FALSE;
  g_assert_null (values_of (source, columns, 10, 0, FALSE, NULL, &error));
  g_assert_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_TOO_MANY);
  g_assert_nonnull (strstr (error->message, "'tags' has more than 299 values"));
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/read/derived/sets", GINT_TO_POINTER (FALSE), test_sets);
  g_test_add_data_func ("/read/derived/sets/with row numbers", GINT_TO_POINTER (TRUE), test_sets);
  g_test_add_func ("/read/derived/set values", test_set_values);
  g_test_add_func ("/read/derived/ratings", test_ratings);
  g_test_add_func ("/read/derived/overflow", test_overflow);
  return g_test_run ();
}
