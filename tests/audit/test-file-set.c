/* test-file-set.c: all or none, whatever fails and wherever. */
#include "audit/file-set.h"

#include "audit/audit.h"
#include "scratch.h"

#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
add_text (AssayFileSet  *set,
          const char    *name,
          const char    *text,
          GError       **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return assay_file_set_add (set, name, bytes, error);
}

static void
assert_folder (const char *folder,
               const char *expected)
{
  g_autofree char *list = scratch_list (folder);

  g_assert_cmpstr (list, ==, expected);
}

static void
assert_text (const char *folder,
             const char *name,
             const char *expected)
{
  g_autofree char *text = scratch_read (folder, name);

  g_assert_cmpstr (text, ==, expected);
}

static void
put (const char *folder,
     const char *name,
     const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_all (void)
{
  g_autofree char *scratch = scratch_new ();
  g_autofree char *folder = g_build_filename (scratch, "a", "b", NULL);
  g_autoptr (GError) error = NULL;

  for (int round = 0; round < 2; round++)
    {
      g_autoptr (AssayFileSet) set = assay_file_set_new (folder, TRUE, &error);
      g_assert_no_error (error);
      g_assert_true (add_text (set, "one", round == 0 ? "1" : "first", &error));
      g_assert_true (add_text (set, "two", "", &error));
      /* Nothing has its name yet. */
      assert_text (folder, "one", round == 0 ? NULL : "1");
      g_assert_true (assay_file_set_commit (set, &error));
      g_auto (GStrv) paths = assay_file_set_paths (set);
      g_assert_cmpuint (g_strv_length (paths), ==, 2);
      g_assert_true (g_str_has_suffix (paths[0], "/a/b/one"));
    }
  assert_folder (folder, "one two");
  assert_text (folder, "one", "first");
  assert_text (folder, "two", "");

  mode_t mask = umask (0);
  umask (mask);
  g_autofree char *path = g_build_filename (folder, "one", NULL);
  struct stat status;
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0666 & ~mask);
  scratch_remove (scratch);
}

static void
test_given_up (void)
{
  g_autofree char *scratch = scratch_new ();
  g_autofree char *folder = g_build_filename (scratch, "a", "b/", NULL);
  AssayFileSet *set = assay_file_set_new (folder, TRUE, NULL);

  g_assert_true (add_text (set, "one", "1", NULL));
  assay_file_set_free (set);
  assert_folder (scratch, "");

  /* A folder that was there stays, with what is in it. */
  put (scratch, "one", "old");
  set = assay_file_set_new (scratch, TRUE, NULL);
  g_assert_true (add_text (set, "one", "new", NULL));
  assay_file_set_free (set);
  assert_folder (scratch, "one");
  assert_text (scratch, "one", "old");
  assay_file_set_free (NULL);
  scratch_remove (scratch);
}

/* The third rename meets a folder: the first file gets its old content back, the second, which was not there, goes. */
static void
test_taken_back (void)
{
  g_autofree char *scratch = scratch_new ();
  g_autofree char *in_the_way = g_build_filename (scratch, "three", NULL);
  g_autoptr (GError) error = NULL;
  put (scratch, "one", "old");
  g_mkdir (in_the_way, 0755);

  AssayFileSet *set = assay_file_set_new (scratch, TRUE, NULL);
  g_assert_true (add_text (set, "one", "new", NULL) && add_text (set, "two", "new", NULL)
                 && add_text (set, "three", "new", NULL) && add_text (set, "four", "new", NULL));
  g_assert_false (assay_file_set_commit (set, &error));
  g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT);
  g_assert_true (g_str_has_prefix (error->message, in_the_way));
  g_assert_nonnull (strstr (error->message, "a folder has this name; remove it"));
  assay_file_set_free (set);
  assert_folder (scratch, "one three");
  assert_text (scratch, "one", "old");
  assert_folder (in_the_way, "");
  scratch_remove (scratch);
}

/* One file at a time may be n bytes long, for every n up to the longest: only the last n leaves anything. */
static void
test_full_disk (void)
{
  static const char *const texts[] = { "0123456789", "0123456789012345678901234567890123456789", "0" };
  signal (SIGXFSZ, SIG_IGN);

  for (rlim_t n = 0; n <= 40; n++)
    {
      g_autofree char *scratch = scratch_new ();
      g_autofree char *folder = g_build_filename (scratch, "out", NULL);
      g_autoptr (GError) error = NULL;
      AssayFileSet *set = assay_file_set_new (folder, TRUE, NULL);
      rlim_t before = scratch_limit (n);
      gboolean ok = TRUE;
      for (int i = 0; ok && i < 3; i++)
        ok = add_text (set, i == 0 ? "a" : i == 1 ? "b" : "c", texts[i], &error);
      ok = ok && assay_file_set_commit (set, &error);
      assay_file_set_free (set);
      scratch_limit (before);

      g_assert_cmpint (ok, ==, n == 40);
      assert_folder (folder, n == 40 ? "a b c" : "-");
      if (n < 40)
        {
          g_assert_error (error, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT);
          g_assert_true (g_str_has_prefix (error->message, folder));
          g_assert_nonnull (strstr (error->message, "free some space or choose another folder"));
        }
      scratch_remove (scratch);
    }
}

/* Root may write everywhere: it becomes nobody (65534 on Linux) for the length of the try. */
static void
test_unwritable (void)
{
  g_autofree char *scratch = scratch_new ();
  g_autofree char *folder = g_build_filename (scratch, "closed", NULL);
  g_autofree char *below = g_build_filename (folder, "a", "b", NULL);
  g_autoptr (GError) no_file = NULL, no_folder = NULL;
  g_mkdir (folder, 0555);

  gboolean is_root = geteuid () == 0;
  if (is_root)
    g_assert_cmpint (seteuid (65534), ==, 0);
  AssayFileSet *set = assay_file_set_new (folder, TRUE, NULL);
  gboolean is_added = add_text (set, "one", "1", &no_file);
  assay_file_set_free (set);
  set = assay_file_set_new (below, TRUE, &no_folder);
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);

  g_assert_false (is_added);
  g_assert_error (no_file, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT);
  g_assert_nonnull (strstr (no_file->message, "closed/one: cannot be written"));
  g_assert_nonnull (strstr (no_file->message, "allow writing there or choose another folder"));
  g_assert_null (set);
  g_assert_error (no_folder, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT);
  g_assert_nonnull (strstr (no_folder->message, "closed/a: cannot be written"));
  assert_folder (folder, "");
  scratch_remove (scratch);
}

static void
test_no_folder (void)
{
  g_autofree char *scratch = scratch_new ();
  g_autofree char *missing = g_build_filename (scratch, "missing", NULL);
  g_autofree char *file = g_build_filename (scratch, "file", NULL);
  g_autofree char *below = g_build_filename (file, "below", NULL);
  g_autoptr (GError) not_made = NULL, is_file = NULL, is_below = NULL;
  put (scratch, "file", "text");

  g_autoptr (AssayFileSet) set = assay_file_set_new (missing, FALSE, NULL);
  g_assert_false (add_text (set, "one", "1", &not_made));
  g_assert_error (not_made, ASSAY_AUDIT_ERROR, ASSAY_AUDIT_ERROR_OUTPUT);
  g_assert_nonnull (strstr (not_made->message, "make the folder or choose another one"));
  g_assert_null (assay_file_set_new (file, TRUE, &is_file));
  g_assert_nonnull (strstr (is_file->message, "a file has the name of the folder"));
  g_assert_null (assay_file_set_new (below, TRUE, &is_below));
  g_assert_nonnull (strstr (is_below->message, "a file has the name of the folder"));
  assert_folder (scratch, "file");
  scratch_remove (scratch);
}

/* What was linked to is left alone: the link is replaced. */
static void
test_link (void)
{
  g_autofree char *scratch = scratch_new ();
  g_autofree char *link = g_build_filename (scratch, "one", NULL);
  put (scratch, "elsewhere", "old");
  g_assert_cmpint (symlink ("elsewhere", link), ==, 0);

  g_autoptr (AssayFileSet) set = assay_file_set_new (scratch, TRUE, NULL);
  g_assert_true (add_text (set, "one", "new", NULL) && add_text (set, "two", "new", NULL));
  g_assert_true (assay_file_set_commit (set, NULL));
  assert_text (scratch, "elsewhere", "old");
  assert_text (scratch, "one", "new");
  assert_folder (scratch, "elsewhere one two");
  scratch_remove (scratch);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-set/all", test_all);
  g_test_add_func ("/file-set/given-up", test_given_up);
  g_test_add_func ("/file-set/taken-back", test_taken_back);
  g_test_add_func ("/file-set/full-disk", test_full_disk);
  g_test_add_func ("/file-set/unwritable", test_unwritable);
  g_test_add_func ("/file-set/no-folder", test_no_folder);
  g_test_add_func ("/file-set/link", test_link);
  return g_test_run ();
}
