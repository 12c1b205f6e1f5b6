/* test-clusters.c: the keys of clusters: of the values' canonical text, whatever the column's type; rows without one. */
#include "tally/poisson.h"
#include "test-data.h"

#include <string.h>

typedef struct
{
  GMutex  mutex;
  GArray *keys;      /* of gint64 */
  GArray *codes;     /* of guint16 */
} Kept;

static gpointer
keep_start (gpointer data)
{
  return data;
}

static gboolean
keep_add (gpointer              state,
          const guint16 *const *codes,
          const gint64 *const  *values,
          guint                 n_rows,
          gint64                first_row)
{
  Kept *self = state;

  g_mutex_lock (&self->mutex);
  g_array_append_vals (self->keys, values[0], n_rows);
  g_array_append_vals (self->codes, codes[0], n_rows);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

/* Scans column k beside column c, whose codes go along. */
static gboolean
scan (const char *folder,
      const char *name,
      const char *cluster,
      Kept       *kept,
      GError    **error)
{
  g_autoptr (AssaySource) source = assay_test_open (folder, name, 1, error);
  const AssayScanColumn column = { .name = "c", .kind = ASSAY_AXIS_SLICE, .column = "c" };
  const AssayScanSink sink = { .data = kept, .start = keep_start, .add = keep_add, .cluster = cluster };

  *kept = (Kept) { .keys = g_array_new (FALSE, FALSE, sizeof (gint64)),
                   .codes = g_array_new (FALSE, FALSE, sizeof (guint16)) };
  g_mutex_init (&kept->mutex);
  if (source == NULL)
    return FALSE;
  g_autoptr (AssayScan) scan = assay_scan_run (source, &column, 1, &sink, FALSE, NULL, NULL, error);
  return scan != NULL;
}

static void
kept_clear (Kept *self)
{
  g_array_unref (self->keys);
  g_array_unref (self->codes);
  g_mutex_clear (&self->mutex);
}

static void
test_canonical (void)
{
  static const struct
  {
    const char *sql, *canonical;
  } rows[] = {
    { "'Ann'", "Ann" },             { "'Zoë'", "Zoë" },         { "17::TINYINT", "17" },
    { "-5::BIGINT", "-5" },         { "17::DOUBLE", "17" },     { "0.5::DOUBLE", "0.5" },
    { "0.1::FLOAT", "0.1" },        { "true", "1" },            { "12.50::DECIMAL(9,2)", "12.5" },
    { "18446744073709551615::UBIGINT", "18446744073709551615" }, { "DATE '2018-07-01'", "2018-07-01" },
    { "repeat('a', 100)", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                          "aaaaaaaaaaa" },
  };
  char *folder = assay_test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *sql = g_strdup_printf ("COPY (SELECT %s AS k, 'x' AS c FROM range(3)) TO '@/one.parquet'", rows[i].sql);
      g_autoptr (GError) error = NULL;
      Kept kept;

      assay_test_sql (folder, sql);
      g_assert_true (scan (folder, "one.parquet", "k", &kept, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (kept.keys->len, ==, 3);
      for (guint row = 0; row < 3; row++)
        g_assert_cmphex ((guint64) g_array_index (kept.keys, gint64, row), ==,
                         assay_poisson_key (rows[i].canonical, strlen (rows[i].canonical)));
      kept_clear (&kept);
    }
  assay_test_folder_free (folder);
}

/* More clusters than an axis has values, from Parquet and CSV alike; each row with its own key. */
static void
test_many (void)
{
  static const char *const names[] = { "many.parquet", "many.csv" };
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "CREATE TABLE t AS SELECT (i % 100000)::BIGINT AS k, (i % 7)::VARCHAR AS c FROM range(130000) r(i);"
                          "COPY t TO '@/many.parquet'; COPY t TO '@/many.csv' (HEADER)");
  for (guint f = 0; f < G_N_ELEMENTS (names); f++)
    {
      g_autoptr (GHashTable) keys = g_hash_table_new (g_int64_hash, g_int64_equal);
      Kept kept;

      g_assert_true (scan (folder, names[f], "k", &kept, NULL));
      g_assert_cmpuint (kept.keys->len, ==, 130000);
      g_assert_cmpuint (kept.codes->len, ==, 130000);
      for (guint i = 0; i < kept.keys->len; i++)
        g_hash_table_add (keys, &g_array_index (kept.keys, gint64, i));
      g_assert_cmpuint (g_hash_table_size (keys), ==, 100000);
      for (guint i = 0; i < 1000; i++)
        {
          g_autofree char *text = g_strdup_printf ("%u", 99 * i);
          const gint64 key = (gint64) assay_poisson_key (text, strlen (text));
          g_assert_true (g_hash_table_contains (keys, &key));
        }
      kept_clear (&kept);
    }
  assay_test_folder_free (folder);
}

static void
test_missing (void)
{
  static const char *const values[] = { "NULL ELSE i", "'' ELSE i::VARCHAR", "'nan'::DOUBLE ELSE i",
                                        "NULL ELSE i::VARCHAR" };
  char *folder = assay_test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *sql = g_strdup_printf ("COPY (SELECT CASE WHEN i %% 100 = 41 THEN %s END AS k, 'x' AS c "
                                              "FROM range(300) r(i)) TO '@/some.parquet'", values[i]);
      g_autoptr (GError) error = NULL;
      Kept kept;

      assay_test_sql (folder, sql);
      g_assert_false (scan (folder, "some.parquet", "k", &kept, &error));
      g_assert_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA);
      g_assert_nonnull (strstr (error->message, "some.parquet, column 'k': row 42 names no cluster (3 such rows)"));
      kept_clear (&kept);
    }
  assay_test_folder_free (folder);
}

static void
test_refused (void)
{
  static const char *const columns[] = { "list", "nowhere" }, *const words[] = { "holds lists", "not in the data" };
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT [1, 2] AS list, 'x' AS c) TO '@/list.parquet'");
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (GError) error = NULL;
      Kept kept;

      g_assert_false (scan (folder, "list.parquet", columns[i], &kept, &error));
      g_assert_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN);
      g_assert_nonnull (strstr (error->message, words[i]));
      kept_clear (&kept);
    }
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/read/clusters/canonical", test_canonical);
  g_test_add_func ("/read/clusters/many", test_many);
  g_test_add_func ("/read/clusters/missing", test_missing);
  g_test_add_func ("/read/clusters/refused", test_refused);
  return g_test_run ();
}
