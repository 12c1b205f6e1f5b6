/* test-source.c: files that are not what they should be: one clear message each, naming file, line or column. */
#include "test-data.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static gpointer
nothing_start (gpointer data)
{
  return data;
}

static gboolean
nothing_add (gpointer state, const guint16 *const *codes, const gint64 *const *values, guint n_rows, gint64 first_row)
{
  return TRUE;
}

/* Opens, scans the first column and finishes the digests, as an audit does. */
static gboolean
read_all (const char *folder,
          const char *name,
          GError    **error)
{
  g_autoptr (AssaySource) source = assay_test_open (folder, name, 2, error);
  if (source == NULL)
    return FALSE;
  guint n_columns;
  const AssayColumn *columns = assay_source_columns (source, &n_columns);
  AssayScanColumn column = { .name = columns[0].name, .column = columns[0].name, .kind = ASSAY_AXIS_SLICE };
  AssayScanSink sink = { NULL, nothing_start, nothing_add };
  AssayInputCheck *check = assay_input_check_start (source);
  GError *local = NULL;
  AssayScan *scan = assay_scan_run (source, &column, 1, &sink, FALSE, NULL, NULL, &local);
  if (g_error_matches (local, ASSAY_READ_ERROR, ASSAY_READ_ERROR_AGAIN))
    {
      g_clear_error (&local);
      columns = assay_source_columns (source, &n_columns); /* they have been found again */
      column.name = column.column = columns[0].name;
      scan = assay_scan_run (source, &column, 1, &sink, FALSE, NULL, NULL, &local);
    }
  if (scan == NULL)
    {
      assay_input_check_abandon (check);
      g_propagate_error (error, local);
      return FALSE;
    }
  assay_scan_free (scan);
  return assay_input_check_finish (check, error);
}

/* Many rows, then a tail that spoils them. */
static char *
long_csv (const char *tail)
{
  GString *text = g_string_new ("a,b\n");

  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (text, "%u,x%u\n", i % 100, i % 7);
  g_string_append (text, tail);
  return g_string_free (text, FALSE);
}

static void
test_bad_text (void)
{
  static const struct { const char *name, *content; gssize n_bytes; const char *parts; } cases[] = {
    { "empty.csv", "", 0, "empty.csv|empty" },
    { "header.csv", "a,b\n", -1, "header.csv|no rows" },
    { "blank.csv", "\n\n", -1, "blank.csv, line 1|header" },
    { "twice.csv", "a,b,a\n1,2,3\n", -1, "twice.csv|column 3|'a'" },
    { "case.csv", "Age,age\n1,2\n", -1, "case.csv|column 2|'age'" },
    { "noname.csv", "a,,c\n1,2,3\n", -1, "noname.csv|column 2|no name" },
    { "unclosed.csv", "a,b\n1,x\n2,\"open,1\n3,z\n", -1, "unclosed.csv, line 3|quote|never closed" },
    { "latin.csv", "a,b\n1,x\n2,caf\351\n", -1, "latin.csv, line 3|0xE9|UTF-8|iconv" },
    { "nul.csv", "a,b\n1,x\0y\n", 10, "nul.csv, line 2|NUL" },
    { "short.csv", "a,b\n1,2\n3\n", -1, "short.csv, line 3|1 fields|2" },
    { "long.csv", "a,b\n1,2\n3,4,5\n", -1, "long.csv, line 3|3 fields|2" },
    { "quote.csv", "a,b\n1,\"p\"q\n", -1, "quote.csv, line 2|closing quote" },
    { "comment.csv", "# made by hand\na,b\n1,2\n", -1, "comment.csv, line 2|fields" },
    { "cut.jsonl", "{\"a\":1}\n{\"a\":2,\n", -1, "cut.jsonl|JSON" },
    { "binary.csv", "a,b\n\377\376\000\001", 8, "binary.csv, line 2|0xFF|UTF-8" },
    { "fake.parquet", "PAR1 this is no parquet file at all PAR1", -1, "fake.parquet|Parquet" },
    { "text.parquet", "a,b\n1,2\n", -1, "text.parquet|Parquet|damaged" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      char *folder = assay_test_folder_new ();
      g_free (assay_test_write (folder, cases[i].name, cases[i].content, cases[i].n_bytes));
      gboolean is_ok = read_all (folder, cases[i].name, &error);
      g_test_message ("%s: %s", cases[i].name, error != NULL ? error->message : "(read)");
      g_assert_false (is_ok);
      g_assert_true (error->domain == ASSAY_READ_ERROR);
      g_auto (GStrv) parts = g_strsplit (cases[i].parts, "|", -1);
      for (guint p = 0; parts[p] != NULL; p++)
        g_assert_nonnull (strstr (error->message, parts[p]));
      g_assert_null (strchr (error->message, '\n'));
      g_assert_null (strstr (error->message, folder)); /* names as the user gave them */
      assay_test_folder_free (folder);
    }
}

/* The same damage far behind the rows that a sniffer looks at. */
static void
test_bad_tail (void)
{
  static const struct { const char *tail, *parts; } cases[] = {
    { "1,\"never closed\n", "t.csv, line 50002|quote" },
    { "1,2,3\n", "t.csv, line 50002|fields" },
    { "1\n", "t.csv, line 50002|fields" },
    { "1,caf\351\n", "t.csv, line 50002|0xE9" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      char *folder = assay_test_folder_new ();
      g_autofree char *text = long_csv (cases[i].tail);
      g_free (assay_test_write (folder, "t.csv", text, -1));
      g_assert_false (read_all (folder, "t.csv", &error));
      g_test_message ("%s", error->message);
      g_auto (GStrv) parts = g_strsplit (cases[i].parts, "|", -1);
      for (guint p = 0; parts[p] != NULL; p++)
        g_assert_nonnull (strstr (error->message, parts[p]));
      assay_test_folder_free (folder);
    }
}

/* Every file cut at many lengths: an error or, for plain CSV cut at a line's end, the rows before; never a crash. */
static void
test_cut_off (void)
{
  static const char *const names[] = { "a.parquet", "a.csv.gz", "a.csv.zst" };
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT i % 100 a, 'text ' || hash(i) b FROM range(20000) r(i)) TO '@/a.parquet'");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet') TO '@/a.csv.gz'");
  assay_test_sql (folder, "COPY (FROM '@/a.parquet') TO '@/a.csv.zst'");
  for (gsize f = 0; f < G_N_ELEMENTS (names); f++)
    {
      g_autofree char *path = g_build_filename (folder, names[f], NULL);
      g_autofree char *content = NULL;
      gsize length;
      g_assert_true (g_file_get_contents (path, &content, &length, NULL));
      g_assert_true (read_all (folder, names[f], NULL));
      for (guint cut = 0; cut < 12; cut++)
        {
          g_autoptr (GError) error = NULL;
          gsize n = cut == 0 ? length - 1 : cut == 1 ? 5 : (gsize) g_test_rand_int_range (5, (gint32) length - 1);
          g_file_set_contents (path, content, (gssize) n, NULL);
          gboolean is_ok = read_all (folder, names[f], &error);
          if (is_ok)
            g_error ("%s cut to %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " bytes was read as whole", names[f], n, length);
          g_assert_nonnull (strstr (error->message, names[f]));
        }
    }
  assay_test_folder_free (folder);
}

/* Damage anywhere in a compressed file: it ends, and is refused where the format can tell. gzip has a checksum; DuckDB
 * writes zstd without one, so a changed literal byte there is just another text. */
static void
test_flipped (void)
{
  static const char *const names[] = { "a.csv.gz", "a.csv.zst" };
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT i % 100 a, 'text ' || hash(i) b FROM range(5000) r(i)) TO '@/a.csv.gz'");
  assay_test_sql (folder, "COPY (FROM '@/a.csv.gz') TO '@/a.csv.zst'");
  for (gsize f = 0; f < G_N_ELEMENTS (names); f++)
    {
      g_autofree char *path = g_build_filename (folder, names[f], NULL);
      g_autofree char *content = NULL;
      gsize length;
      guint n_refused = 0;
      g_assert_true (g_file_get_contents (path, &content, &length, NULL));
      for (guint round = 0; round < 40; round++)
        {
          g_autofree char *flipped = g_memdup2 (content, length);
          flipped[g_test_rand_int_range (0, (gint32) length)] ^= (char) (1 << g_test_rand_int_range (0, 8));
          g_file_set_contents (path, flipped, (gssize) length, NULL);
          n_refused += !read_all (folder, names[f], NULL);
        }
      g_test_message ("%s: %u of 40 refused", names[f], n_refused);
      g_assert_cmpuint (n_refused, >=, f == 0 ? 36 : 1);
    }
  assay_test_folder_free (folder);
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();

  g_assert_null (assay_test_open (folder, "none.csv", 1, &error));
  g_assert_nonnull (strstr (error->message, "'none.csv'"));
  g_clear_error (&error);
  g_assert_null (assay_test_open (folder, "none-*.csv", 1, &error));
  g_assert_nonnull (strstr (error->message, "none-*.csv"));
  g_clear_error (&error);
  g_assert_null (assay_test_open (folder, ".", 1, &error));
  g_assert_nonnull (strstr (error->message, "folder"));
  assay_test_folder_free (folder);
}

/* Well-formed text that other programs write: quoted line ends of another kind than the rows', rows of both kinds. */
static void
test_line_ends (void)
{
  static const struct { const char *text; guint64 n_rows; } cases[] = {
    { "a,b\r\n\"F\nx\",1\r\nM,0\r\n", 2 },
    { "a,b\n\"F\rx\",1\nM,0\n", 2 },
    { "a,b\n1,x\r\n2,y\n3,z\r\n", 3 },
    { "\"a\",\"b\"\r\n1,2\r\n", 1 },
    { "\357\273\277a,b\n1,2\n", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      char *folder = assay_test_folder_new ();
      g_free (assay_test_write (folder, "l.csv", cases[i].text, -1));
      g_autoptr (AssaySource) source = assay_test_open (folder, "l.csv", 1, &error);
      g_assert_no_error (error);
      AssayScanColumn column = { .name = "b", .column = "b", .kind = ASSAY_AXIS_SLICE };
      AssayScanSink sink = { NULL, nothing_start, nothing_add };
      g_autoptr (AssayScan) scan = assay_scan_run (source, &column, 1, &sink, FALSE, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (scan->n_rows, ==, cases[i].n_rows);
      assay_test_folder_free (folder);
    }
}

static void
test_several_files (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();

  g_free (assay_test_write (folder, "a-1.csv", "a,b\n1,x\n", -1));
  g_free (assay_test_write (folder, "a-2.csv", "b,a\ny,2\n", -1));  /* another order of columns is no matter */
  g_autoptr (AssaySource) source = assay_test_open (folder, "a-*.csv", 1, &error);
  g_assert_no_error (error);
  guint n_files;
  const AssayInputFile *files = assay_source_files (source, &n_files);
  g_assert_cmpuint (n_files, ==, 2);
  g_assert_cmpstr (files[0].name, ==, "a-1.csv");

  g_free (assay_test_write (folder, "a-3.csv", "a,c\n1,x\n", -1));
  g_assert_null (assay_test_open (folder, "a-*.csv", 1, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "a-"));
  g_assert_nonnull (strstr (error->message, "no column"));
  g_clear_error (&error);

  g_free (assay_test_write (folder, "b.jsonl", "{\"a\":1}\n", -1));
  const char *mixed[] = { "a-1.csv", "b.jsonl", NULL }, *twice[] = { "a-1.csv", "./a-1.csv", NULL };
  g_assert_null (assay_source_open (mixed, folder, NULL, &error));
  g_assert_nonnull (strstr (error->message, "one kind"));
  g_clear_error (&error);
  g_assert_null (assay_source_open (twice, folder, NULL, &error));
  g_assert_nonnull (strstr (error->message, "named twice"));
  assay_test_folder_free (folder);
}

static void
test_digest (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();

  /* FIPS 180-2, appendix B.1: SHA-256 of "abc" */
  g_autofree char *path = assay_test_write (folder, "abc", "abc", 3);
  g_autofree char *sha256 = assay_file_sha256 (path, NULL, &error);
  g_assert_cmpstr (sha256, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assay_test_folder_free (folder);
}

static void
test_changed (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();
  g_autofree char *path = assay_test_write (folder, "a.csv", "a\n1\n", -1);
  g_autoptr (AssaySource) source = assay_test_open (folder, "a.csv", 1, &error);
  AssayInputCheck *check = assay_input_check_start (source);

  g_file_set_contents (path, "a\n1\n2\n", -1, NULL);
  g_assert_false (assay_input_check_finish (check, &error));
  g_assert_nonnull (strstr (error->message, "changed while it was read"));
  assay_test_folder_free (folder);
}

static void
test_bad_score (void)
{
  static const char *const values[] = { "nan", "inf", "-inf" };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GError) error = NULL;
      char *folder = assay_test_folder_new ();
      g_autofree char *text = g_strdup_printf ("s\n0.5\n%s\n0.1\n", values[i]);
      g_free (assay_test_write (folder, "s.csv", text, -1));
      g_autoptr (AssaySource) source = assay_test_open (folder, "s.csv", 1, &error);
      AssayScanColumn column = { .name = "s", .column = "s", .kind = ASSAY_AXIS_PREDICTION, .is_score = TRUE, .threshold = 0.5 };
      AssayScanSink sink = { NULL, nothing_start, nothing_add };
      g_assert_null (assay_scan_run (source, &column, 1, &sink, FALSE, NULL, NULL, &error));
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, "s.csv, column 's': the score in row 2 is"));
      assay_test_folder_free (folder);
    }
}

static void
test_too_many (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();

  assay_test_sql (folder, "COPY (SELECT 'v' || i v FROM range(70000) r(i)) TO '@/m.parquet'");
  assay_test_sql (folder, "COPY (SELECT 'v' || i v FROM range(65534) r(i)) TO '@/n.parquet'");
  g_assert_false (read_all (folder, "m.parquet", &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_TOO_MANY);
  g_assert_nonnull (strstr (error->message, "column 'v' has more than 65534 values"));
  g_clear_error (&error);
  g_assert_true (read_all (folder, "n.parquet", &error));
  assay_test_folder_free (folder);
}

/* Nothing but the files can be reached, whatever the statement. */
static void
test_locked (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = assay_test_folder_new ();

  g_free (assay_test_write (folder, "a.csv", "a\n1\n", -1));
  g_free (assay_test_write (folder, "secret.csv", "a\n1\n", -1));
  g_autoptr (AssaySource) source = assay_test_open (folder, "a.csv", 1, &error);
  g_assert_no_error (error);
  g_autofree char *where = g_strdup_printf ("a IN (SELECT a FROM read_csv('%s/secret.csv'))", folder);
  AssayScanColumn column = { .name = "w", .where = where, .kind = ASSAY_AXIS_WHERE };
  AssayScanSink sink = { NULL, nothing_start, nothing_add };
  /* even past assay_expression_check(), which refuses it first */
  g_assert_null (assay_scan_run (source, &column, 1, &sink, FALSE, NULL, NULL, &error));
  g_test_message ("%s", error->message);
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/bad-text", test_bad_text);
  g_test_add_func ("/source/bad-tail", test_bad_tail);
  g_test_add_func ("/source/cut-off", test_cut_off);
  g_test_add_func ("/source/flipped", test_flipped);
  g_test_add_func ("/source/missing", test_missing);
  g_test_add_func ("/source/line-ends", test_line_ends);
  g_test_add_func ("/source/several-files", test_several_files);
  g_test_add_func ("/source/digest", test_digest);
  g_test_add_func ("/source/changed", test_changed);
  g_test_add_func ("/source/bad-score", test_bad_score);
  g_test_add_func ("/source/too-many", test_too_many);
  g_test_add_func ("/source/locked", test_locked);
  return g_test_run ();
}
