/* test-joined.c: a second file's columns beside the data's, by a column that names the rows. */
#include "test-data.h"

#include <string.h>

static const char *const wanted[] = { "noisy", "dark", "seen", "list", NULL };

static AssaySource *
open_both (const char  *folder,
           const char  *data,
           const char  *tags,
           const char  *id,
           GError     **error)
{
  const char *const files[] = { data, NULL };
  const AssaySourceOptions options = { .n_threads = 2, .tags_file = tags, .id = id, .tags_columns = wanted };

  return assay_source_open (files, folder, &options, error);
}

/* All rows as "a,b;a,b", missing "-". (transfer full) */
static char *
rows_of (AssaySource *source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AssayRowPage) page = assay_source_rows (source, NULL, 0, 0, 100000, NULL, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < page->rows->len; i++)
    for (guint c = 0; page->columns[c] != NULL; c++)
      {
        const char *value = ((char **) page->rows->pdata[i])[c];
        g_string_append_printf (text, "%s%s", c > 0 ? "," : i > 0 ? ";" : "", value != NULL ? value : "-");
      }
  return g_string_free (text, FALSE);
}

/* sql: of the data and of the tags; what all columns of the rows are, in the data's order; the note about ids. */
static const struct { const char *data, *tags, *id, *rows, *note; } good[] = {
  { "SELECT unnest([3, 1, 2]) id, unnest(['c', 'a', 'b']) v", "SELECT unnest([1, 3]) id, unnest([true, false]) noisy", "id",
    "3,c,false;1,a,true;2,b,-", NULL },
  /* columns of the data in the file are left alone, and so are those that nothing names */
  { "SELECT unnest([3, 1]) id, unnest(['c', 'a']) v", "SELECT 1 AS id, 'z' v, 'x' noisy, 7 other, 'y' dark", "id",
    "3,c,-,-;1,a,x,y", NULL },
  /* ids of other types, and rows of nobody */
  { "SELECT unnest(['1', '2']) id", "SELECT unnest([2, 9, 8, 7, 6, 5, 4]) id, 1 noisy", "id", "1,-;2,1",
    "6 of 7 rows of tags.parquet are not in the data by their id and are left out, the first: '9', '8', '7', '6', '5'" },
  { "SELECT unnest([1, 2]) id", "SELECT unnest([2.0, 1.5]) id, 1 noisy", "id", "1,-;2,1",
    "1 of 2 rows of tags.parquet are not in the data by their id and are left out, the first: '1.5'" },
  /* a row without an id is nobody's; ids that only the data repeats do no harm */
  { "SELECT unnest([1, 2, 2, NULL]) id", "SELECT unnest([1, NULL, NULL]) id, 1 noisy", "id", "1,1;2,-;2,-;-,-",
    "2 rows of tags.parquet have no id and are left out" },
  { "SELECT unnest([1, 2]) id", "SELECT unnest([1, NULL, 3]) id, 1 noisy", "id", "1,1;2,-",
    "1 of 2 rows of tags.parquet are not in the data by their id and are left out, the first: '3'; 1 row of tags.parquet has no id "
    "and is left out" },
  { "SELECT unnest(['p', 'q', 'r']) v", "SELECT unnest([3, 1]) row_number, unnest([1, 0]) noisy", "row_number",
    "p,1,0;q,2,-;r,3,1", NULL },
  { "SELECT unnest([1, 2]) id", "SELECT 2 AS id, ['a', 'b'] list", "id", "1,-;2,[a, b]", NULL },
};

static void
test_good (void)
{
  char *folder = assay_test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *data = g_strdup_printf ("COPY (%s) TO '@/data.parquet'", good[i].data);
      g_autofree char *tags = g_strdup_printf ("COPY (%s) TO '@/tags.parquet'", good[i].tags), *note = NULL;
      g_autoptr (GError) error = NULL;
      guint n_files;
      assay_test_sql (folder, data);
      assay_test_sql (folder, tags);
      g_autoptr (AssaySource) source = open_both (folder, "data.parquet", "tags.parquet", good[i].id, &error);
      g_assert_no_error (error);
      g_assert_true (assay_source_check_ids (source, &note, NULL, &error));
      g_assert_no_error (error);
      g_autofree char *rows = rows_of (source);
      g_assert_cmpstr (rows, ==, good[i].rows);
      g_assert_cmpstr (note, ==, good[i].note);
      const AssayInputFile *files = assay_source_files (source, &n_files);
      g_assert_cmpuint (n_files, ==, 2);
      g_assert_cmpstr (files[1].name, ==, "tags.parquet");
      g_assert_cmpuint (strlen (files[1].sha256), ==, 64);
    }
  assay_test_folder_free (folder);
}

/* More rows than a vector, on several threads: the page keeps the order of the data, a scan each row once. */
static void
test_many (void)
{
  char *folder = assay_test_folder_new ();
  g_autoptr (GError) error = NULL;

  assay_test_sql (folder, "COPY (SELECT hash(i) % 1000003 * 1000000 + i id, i AS n FROM range(300000) r(i)) TO '@/data.csv'");
  assay_test_sql (folder, "COPY (SELECT id, 'x' AS noisy FROM '@/data.csv' WHERE n % 3 = 0 ORDER BY id) TO '@/tags.csv'");
  g_autoptr (AssaySource) source = open_both (folder, "data.csv", "tags.csv", "id", &error);
  g_assert_no_error (error);
  g_autoptr (AssayRowPage) page = assay_source_rows (source, NULL, 0, 200000, 5, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->n_matching, ==, 300000);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *n = g_strdup_printf ("%u", 200000 + i);
      char **row = page->rows->pdata[i];
      g_assert_cmpstr (row[1], ==, n);
      g_assert_cmpstr (row[2], ==, (200000 + i) % 3 == 0 ? "x" : NULL);
    }
  assay_test_folder_free (folder);
}

static const struct { const char *data, *tags, *id, *message; } bad[] = {
  { "id,v\n1,a\n", "id,noisy\n1,x\n1,x\n2,\n", "id",
    "tags.csv: '1' is the id of 2 rows; each row of tags-file= has to have an id of its own" },
  { "id,v\n1,a\n", "name,noisy\n1,x\n", "id", "id=id: tags.csv has no such column; the rows of tags-file= are found by a column of "
    "one name in both" },
  { "id,v\n1,a\n", "key,noisy\n1,x\n", "key", "id=key: the data has no such column; the rows of tags-file= are found by a column of "
    "one name in both, or by id=row_number, the row's number in the data" },
  { "id,v,Noisy\n1,a,x\n", "id,noisy\n1,x\n", "id",
    "column 'noisy' is in the data and in tags.csv; give it another name in one of them" },
  { "id,v\n1,a\n", "id,other\n1,x\n", "id", "nothing is taken from tags.csv: tags=, reviewed= and annotators= name none of its "
    "columns; name some, or remove tags-file=" },
  { "id,v\n1,a\n", "id,noisy\n1,x,2\n", "id", "tags-file=: tags.csv, line 2" },
  { "id,v\n1,a\n", "id,noisy\n1,\xff\n", "id", "tags-file=: tags.csv, line 2" },
  { "id,v\n1,a\n", "", "id", "tags-file=: cannot read 'tags.csv': the file is empty" },
};

static void
test_bad (void)
{
  char *folder = assay_test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_free (assay_test_write (folder, "data.csv", bad[i].data, -1));
      g_free (assay_test_write (folder, "tags.csv", bad[i].tags, -1));
      g_assert_null (open_both (folder, "data.csv", "tags.csv", bad[i].id, &error));
      g_assert_nonnull (error);
      if (!g_str_has_prefix (error->message, bad[i].message))
        g_error ("%u: %s\nexpected: %s", i, error->message, bad[i].message);
    }
  g_autoptr (GError) error = NULL;
  g_assert_null (open_both (folder, "data.csv", "data.csv", "id", &error));
  g_assert_cmpstr (error->message, ==, "tags-file=data.csv is one of files= too; name the tags of the data by tags= alone, or "
                                       "another file");
  assay_test_folder_free (folder);
}

static const struct { const char *data, *tags, *message; } bad_ids[] = {
  { "id,v\n1,a\n2,b\n2,c\n2,d\n", "id,noisy\n1,x\n2,x\n",
    "data.csv: '2' is the id of 3 rows of the data, and tags.csv has a row for it; expected a column that has another value in each "
    "row" },
  { "id,v\n\"a, b\",a\n\"a, b\",b\n", "id,noisy\n\"a, b\",x\n",
    "data.csv: 'a, b' is the id of 2 rows of the data, and tags.csv has a row for it; expected a column that has another value in each "
    "row" },
  { "id,v\n1,a\n", "id,noisy\nr7,x\nr8,x\n", "no row of tags.csv is found in the data by its id, such as 'r7', 'r8'; is it the file "
    "of this data, and the column the same in both?" },
  { "id,v\n1,a\n", "id,noisy\n,x\n",
    "no row of tags.csv is found in the data by its id; is it the file of this data, and the column the same in both?" },
};

static void
test_bad_ids (void)
{
  char *folder = assay_test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bad_ids); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *note = NULL;
      g_free (assay_test_write (folder, "data.csv", bad_ids[i].data, -1));
      g_free (assay_test_write (folder, "tags.csv", bad_ids[i].tags, -1));
      g_autoptr (AssaySource) source = open_both (folder, "data.csv", "tags.csv", "id", &error);
      g_assert_no_error (error);
      g_assert_false (assay_source_check_ids (source, &note, NULL, &error));
      g_assert_cmpstr (error->message, ==, bad_ids[i].message);
    }
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/read/joined/good", test_good);
  g_test_add_func ("/read/joined/many", test_many);
  g_test_add_func ("/read/joined/bad", test_bad);
  g_test_add_func ("/read/joined/bad ids", test_bad_ids);
  return g_test_run ();
}
