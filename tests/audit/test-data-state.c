/* Where data lies, and whether it is what was audited. */
#include "audit/data-state.h"

#include <glib/gstdio.h>
#include <string.h>

/* (transfer full) A folder with one file in it. */
static char *
make_folder (const char *text)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("assay-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "x.csv", NULL);

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, text, -1, &error));
  return folder;
}

static void
remove_folder (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "x.csv", NULL);

  g_remove (path);
  g_rmdir (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static AssayDataState
check (const char  *folder,
       const char  *text,
       GCancellable *cancellable,
       const char  *expected)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1), *says = NULL;
  AssayInputFile file = { .name = (char *) "x.csv", .n_bytes = strlen (text), .sha256 = sha256 };
  const AssayDataState state = assay_data_check (&file, 1, folder, cancellable, &says);

  if (expected == NULL)
    g_assert_null (says);
  else
    g_assert_nonnull (strstr (says, expected));
  return state;
}

static void
test_state (void)
{
  g_autofree char *folder = make_folder ("a,b\n1,2\n"), *path = g_build_filename (folder, "x.csv", NULL);
  g_autoptr (GCancellable) stopped = g_cancellable_new ();

  g_assert_cmpint (check (folder, "a,b\n1,2\n", NULL, NULL), ==, ASSAY_DATA_SAME);
  g_assert_cmpint (check (folder, "a,b\n1,3\n", NULL, "x.csv has changed"), ==, ASSAY_DATA_CHANGED); /* same size */
  g_assert_cmpint (check (folder, "a,b\n1,33\n", NULL, "x.csv has changed"), ==, ASSAY_DATA_CHANGED);
  g_cancellable_cancel (stopped);
  g_assert_cmpint (check (folder, "a,b\n1,2\n", stopped, NULL), ==, ASSAY_DATA_UNKNOWN);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (check (folder, "a,b\n1,2\n", NULL, "x.csv is not where it was"), ==, ASSAY_DATA_GONE);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_cmpint (check (folder, "a,b\n1,2\n", NULL, "x.csv cannot be read: "), ==, ASSAY_DATA_UNREADABLE);
  g_assert_cmpint (check (NULL, "a,b\n1,2\n", NULL, "neither beside the audit"), ==, ASSAY_DATA_GONE);
  remove_folder (folder);
}

static void
test_folder (void)
{
  g_autofree char *folder = make_folder ("1"), *inside = g_build_filename (folder, "out", "audit.assay", NULL);
  g_autofree char *beside = g_build_filename (folder, "audit.assay", NULL), *deep = g_build_filename (folder, "a", "b", "c", NULL);
  const AssayInputFile file = { .name = (char *) "x.csv" };
  const struct { const char *audit, *folder, *found; } rows[] = {
    { beside, NULL, folder }, { inside, NULL, folder }, { deep, NULL, NULL }, { deep, folder, folder }, { beside, "/", folder },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = assay_data_folder (&file, 1, rows[i].audit, rows[i].folder);
      g_assert_cmpstr (found, ==, rows[i].found);
    }
  remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data-state/state", test_state);
  g_test_add_func ("/data-state/folder", test_folder);
  return g_test_run ();
}
