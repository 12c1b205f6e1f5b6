/* scratch.h: a temporary folder for a test, and what is in it. */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>
#include <sys/resource.h>

/* (transfer full) A folder that others may look into, so that tests run as root can try as somebody else. */
static inline char *
scratch_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("assay-test-XXXXXX", &error);

  g_assert_no_error (error);
  g_chmod (folder, 0755);
  return folder;
}

static inline void
scratch_remove (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_chmod (path, 0755);
      GDir *dir = g_dir_open (path, 0, NULL);
      for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
        {
          g_autofree char *child = g_build_filename (path, name, NULL);
          scratch_remove (child);
        }
      g_dir_close (dir);
    }
  g_remove (path);
}

static inline int
scratch_compare (gconstpointer a,
                 gconstpointer b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b);
}

/* (transfer full) "a b c": the names in a folder, hidden ones too, sorted; "-" when the folder is not there. */
static inline char *
scratch_list (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  if (dir == NULL)
    return g_strdup ("-");
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    g_ptr_array_add (names, g_strdup (name));
  g_dir_close (dir);
  g_ptr_array_sort (names, scratch_compare);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

static inline char *
scratch_read (const char *folder,
              const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

/* No file may grow beyond n_bytes: the disk is full. Returns the limit that was there. SIGXFSZ must be ignored. */
static inline rlim_t
scratch_limit (rlim_t n_bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  rlim_t before = limit.rlim_cur;
  limit.rlim_cur = n_bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  return before;
}
