/* test-tags.c: what error tags are made of, and what they cannot be made of. */
#include "test-data.h"
#include "read/tags.h"

#include <string.h>

static gboolean
ignore_add (gpointer              state,
            const guint16 *const *codes,
            const gint64 *const  *values,
            guint                 n_rows,
            gint64                first_row)
{
  return TRUE;
}

static gpointer
ignore_start (gpointer data)
{
  return data;
}

/* The tags of a plan over one file, scanned as well. keys: lines of [data] and sections behind it. */
static AssayTags *
find (const char  *folder,
      const char  *file,
      const char  *keys,
      GError     **error)
{
  g_autofree char *text = g_strdup_printf ("[data]\nlabel=y\nprediction=p\n%s", keys);
  g_autoptr (AssayPlan) plan = assay_plan_parse (text, strlen (text), "t.ini", error);
  g_autoptr (AssaySource) source = plan != NULL ? assay_test_open (folder, file, 2, error) : NULL;
  guint n_columns = 0;
  const AssayColumn *found = source != NULL ? assay_source_columns (source, &n_columns) : NULL;

  if (source == NULL || !assay_plan_resolve (plan, found, n_columns, error))
    return NULL;
  g_autoptr (AssayTags) tags = assay_tags_find (plan, source, NULL, error);
  g_autofree AssayScanColumn *columns = g_new0 (AssayScanColumn, tags != NULL ? tags->tags->len + 1 : 1);
  for (guint i = 0; tags != NULL && i < tags->tags->len; i++)
    columns[i] = assay_tag_column (tags->tags->pdata[i], ASSAY_AXIS_TAG);
  if (tags == NULL || tags->tags->len == 0)
    return g_steal_pointer (&tags);
  AssayScanSink sink = { NULL, ignore_start, ignore_add };
  g_autoptr (AssayScan) scan = assay_scan_run (source, columns, tags->tags->len, &sink, FALSE, NULL, NULL, error);
  for (guint i = 0; scan != NULL && i < tags->tags->len; i++)
    {
      g_assert_cmpuint (scan->axes[i]->n_codes, ==, 3);
      g_assert_cmpstr (scan->axes[i]->values[1], ==, "0");
      g_assert_cmpstr (scan->axes[i]->values[2], ==, "1");
    }
  return scan != NULL ? g_steal_pointer (&tags) : NULL;
}

/* "noisy|dark" and the notes behind. (transfer full) */
static char *
names_of (const AssayTags *tags)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < tags->tags->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", ((AssayTag *) tags->tags->pdata[i])->name);
  for (guint i = 0; i < tags->notes->len; i++)
    g_string_append_printf (text, "; %s", (char *) tags->notes->pdata[i]);
  return g_string_free (text, FALSE);
}

static const struct { const char *sql, *keys, *names; } good[] = {
  { "SELECT unnest([true, false, NULL]) a, unnest([1, 0, NULL]) b, unnest([1.0, 0.0, 'NaN'::DOUBLE]) c, "
    "unnest(['YES', 'no', '']) d, unnest(['x', ' X ', NULL]) e, unnest(['True', 'false', '0']) f, 1 y, 1 p",
    "tags=f;e;d;c;b;a\n", "f|e|d|c|b|a" },
  { "SELECT unnest([['b', ' a '], NULL, ['', 'b']]) t, 1 y, 1 p", "tags=t\n", "a|b" },
  { "SELECT unnest([[2, 1], [10]]) t, 1 y, 1 p", "tags=t\n", "1|10|2" },
  { "SELECT unnest(['b, a', 'c,,', NULL, '  ']) t, 1 y, 1 p", "tags=t\n", "a|b|c" },
  { "SELECT unnest(['b a', 'c']) t, 1 y, 1 p", "tags=t\ntags-separator=space\n", "a|b|c" },
  /* one column of yes and no; the same as a list */
  { "SELECT unnest(['x', 'yes']) t, 1 y, 1 p", "tags=t\n", "t" },
  { "SELECT unnest(['x', 'yes']) t, 1 y, 1 p", "tags=t\ntags-separator=,\n", "x|yes" },
  { "SELECT unnest(['', NULL]) t, 1 y, 1 p", "tags=t\n", "t" },
  /* what a part of the data lacks stays a tag */
  { "SELECT unnest(['b', 'c']) t, 1 y, 1 p", "tags=t\n[tag a]\nease=1\n[tag c]\nease=2\n", "a|b|c; [tag a]: no row has this tag" },
  { "SELECT unnest(['', NULL]) t, 1 y, 1 p", "tags=t\n[tag a]\nease=1\n",
    "a; column 't' lists no tag in any row; [tag a]: no row has this tag" },
  { "SELECT unnest(['yes', NULL]) t, 1 y, 1 p", "tags=t\n[tag t]\nease=1\n", "t" },
  { "SELECT unnest([[]::VARCHAR[]]) t, 1 y, 1 p", "tags=t\n", "; column 't' lists no tag in any row" },
  { "SELECT unnest(['it''s']) t, 1 y, 1 p", "tags=t\n[tag z]\nwhere=y = 1\n[tag b]\nwhere=y = 2\n", "it's|z|b" },
  { "SELECT 1 y, 1 p, 2 \"a\"\"b\"", "[tag z]\nwhere=\"a\"\"b\" = 2\n", "z" },
};

static void
test_good (void)
{
  char *folder = assay_test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *sql = g_strdup_printf ("COPY (%s) TO '@/%u.parquet'", good[i].sql, i);
      g_autofree char *file = g_strdup_printf ("%u.parquet", i);
      g_autoptr (GError) error = NULL;
      assay_test_sql (folder, sql);
      g_autoptr (AssayTags) tags = find (folder, file, good[i].keys, &error);
      g_assert_no_error (error);
      g_autofree char *names = names_of (tags);
      g_assert_cmpstr (names, ==, good[i].names);
    }
  assay_test_folder_free (folder);
}

static const struct { const char *sql, *keys, *message; } bad[] = {
  { "SELECT unnest(['yes', 'maybe']) a, 'x' b, 1 y, 1 p", "tags=a;b\n",
    "0.parquet, column 'a': row 2 has 'maybe'; expected yes or no, true or false, 1 or 0, x or nothing" },
  { "SELECT unnest([1, 0, 2]) a, 1 y, 1 p", "tags=a\n",
    "1.parquet, column 'a': row 3 has '2'; expected yes or no, true or false, 1 or 0, x or nothing" },
  { "SELECT unnest([1, 0.5]) a, 1 y, 1 p", "tags=a\n",
    "2.parquet, column 'a': row 2 has '0.5'; expected yes or no, true or false, 1 or 0, x or nothing" },
  { "SELECT unnest(['yes', 'dark']) a, 1 y, 1 p", "tags=a\n",
    "3.parquet, column 'a': row 2 has 'dark'; expected yes or no, true or false, 1 or 0, x or nothing; if it lists tags, say what "
    "parts them, such as tags-separator=," },
  { "SELECT 'tag ' || range a, 1 y, 1 p FROM range(300)", "tags=a\n",
    "column 'a' lists 300 tags, and at most 256 can be audited; is it a list of tags? Put rare ones together, or make tags of some "
    "by [tag NAME] with where=" },
  { "SELECT 'tag ' || range a, 1 y, 1 p FROM range(70000)", "tags=a\n",
    "column 'a' lists more than 65535 tags, and at most 256 can be audited; is it a list of tags? Put rare ones together, or make "
    "tags of some by [tag NAME] with where=" },
  { "SELECT 'tag ' || range a, 1 y, 1 p FROM range(256)", "tags=a\n[tag more]\nwhere=y = 1\n",
    "with the sections [tag NAME] there are 257 tags, and at most 256 can be audited; take some of them into another plan" },
  { "SELECT 'dark' a, 1 y, 1 p", "tags=a\n[tag dark]\nwhere=y = 1\n",
    "t.ini:5: tag 'dark' is in the list of column 'a' too; give [tag dark] another name" },
  { "SELECT {'a': 1} a, 1 y, 1 p", "tags=a\n", "column 'a' holds STRUCT(a INTEGER); tags are a list of texts, or yes and no" },
  { "SELECT 'yes' a, 1 y, 1 p", "tags=a\n[tag dark]\nease=1\n",
    "t.ini:5: [tag dark] has no where, and tags=a is a column of yes and no, one tag of this name; add where=, name the column of "
    "dark in tags= too, or remove the section" },
  { "SELECT ['a', 'b'] a, 1 y, 1 p", "tags=a\ntags-separator=,\n",
    "t.ini: tags-separator= parts tags in a column of text, and 'a' holds VARCHAR[]; remove it" },
  { "SELECT 1 y, 1 p", "[tag dark]\nwhere=z = 1\n", "t.ini:4: [tag dark] " },
  { "SELECT 1 y, 1 p", "[tag dark]\nwhere=y = (SELECT 1)\n", "t.ini:4: [tag dark] " },
  { "SELECT unnest(['1', 'b']) v, 1 y, 1 p", "[tag dark]\nwhere=v::INTEGER = 1\n",
    "the where= of [tag dark] fails on some row: Conversion Error: Could not convert string 'b' to INT32" },
};

/* Rows are counted through several files: none of them is blamed for another's. */
static void
test_files (void)
{
  char *folder = assay_test_folder_new ();
  g_autoptr (GError) error = NULL;

  assay_test_sql (folder, "COPY (SELECT 'yes' a, 'x' b, 1 y, 1 p FROM range(3)) TO '@/day1.csv'");
  assay_test_sql (folder, "COPY (SELECT 'maybe' a, 'x' b, 1 y, 1 p FROM range(3)) TO '@/day2.csv'");
  g_assert_null (find (folder, "day*.csv", "tags=a;b\n", &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (error->message, ==, "the 2 files from day1.csv on, column 'a': row 4 has 'maybe'; expected yes or no, true or false, "
                   "1 or 0, x or nothing");
  assay_test_folder_free (folder);
}

static void
test_bad (void)
{
  char *folder = assay_test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *sql = g_strdup_printf ("COPY (%s) TO '@/%u.parquet'", bad[i].sql, i);
      g_autofree char *file = g_strdup_printf ("%u.parquet", i);
      g_autoptr (GError) error = NULL;
      assay_test_sql (folder, sql);
      g_assert_null (find (folder, file, bad[i].keys, &error));
      g_assert_nonnull (error);
      if (!g_str_has_prefix (error->message, bad[i].message))
        g_error ("%u: %s\nexpected: %s", i, error->message, bad[i].message);
    }
  assay_test_folder_free (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/read/tags/good", test_good);
  g_test_add_func ("/read/tags/files", test_files);
  g_test_add_func ("/read/tags/bad", test_bad);
  return g_test_run ();
}
