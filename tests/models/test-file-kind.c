/* test-file-kind.c: content decides, whatever a file is called. */
#include "models/file-kind.h"

#include <glib/gstdio.h>

static const struct
{
  const char   *name;
  const char   *bytes;
  gssize        length;
  AssayFileKind kind;
} rows[] = {
  { "a.ini", "[data]\nlabel=y\n", -1, ASSAY_FILE_PLAN },
  { "a.csv", "# a plan, whatever it is called\n\n[data]\nlabel=y\n", -1, ASSAY_FILE_PLAN },
  { "bom", "\xEF\xBB\xBF[data]\n", -1, ASSAY_FILE_PLAN },
  { "semicolon", "; why\n[audit]\n", -1, ASSAY_FILE_PLAN },
  { "broken.ini", "label=y\n[data]\n", -1, ASSAY_FILE_PLAN },
  { "a.csv", "x,y\n1,2\n", -1, ASSAY_FILE_DATA },
  { "rows", "x;y\n1;2\n", -1, ASSAY_FILE_DATA },
  { "a.ini.parquet", "PAR1\x15\x04", -1, ASSAY_FILE_DATA },
  { "parquet.assay", "PAR1\x15\x04", -1, ASSAY_FILE_DATA },
  { "a.jsonl", "{\"x\": 1}\n", -1, ASSAY_FILE_DATA },
  { "list.json", "[{\"x\": 1}]\n", -1, ASSAY_FILE_DATA },
  { "list2.json", "[\n1]\n", -1, ASSAY_FILE_DATA },
  { "a.gz", "\x1f\x8b\x08\x00", 4, ASSAY_FILE_DATA },
  { "a.zst", "\x28\xb5\x2f\xfd", 4, ASSAY_FILE_DATA },
  { "a.csv", "SQLite format 3\0\x10", 17, ASSAY_FILE_AUDIT },
  { "damaged.assay", "SQLite", -1, ASSAY_FILE_AUDIT },
  { "picture", "\x89PNG\0\0", 6, ASSAY_FILE_AUDIT },
  { "empty", "", 0, ASSAY_FILE_AUDIT },
};

static void
test_rows (void)
{
  g_autofree char *folder = g_dir_make_tmp ("assay-kind-XXXXXX", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_build_filename (folder, rows[i].name, NULL);
      g_assert_true (g_file_set_contents (path, rows[i].bytes, rows[i].length, NULL));
      g_test_message ("%u %s", i, rows[i].name);
      g_assert_cmpint (assay_file_kind (path), ==, rows[i].kind);
      g_remove (path);
      g_assert_cmpint (assay_file_kind (path), ==, ASSAY_FILE_AUDIT);
    }
  g_assert_cmpint (assay_file_kind (folder), ==, ASSAY_FILE_AUDIT);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/file-kind/rows", test_rows);
  return g_test_run ();
}
