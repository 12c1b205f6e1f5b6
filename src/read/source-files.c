/* source-files.c: which files there are, and what kind they are. */
#include "source-files.h"

#include <errno.h>
#include <glob.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static gboolean
has_glob (const char *name)
{
  return strpbrk (name, "*?[") != NULL;
}

static void
add_file (GPtrArray  *paths,
          GPtrArray  *shown,
          const char *path,
          const char *name)
{
  g_ptr_array_add (paths, g_canonicalize_filename (path, NULL));
  g_ptr_array_add (shown, g_strdup (name));
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names that match, sorted by bytes; shown as the glob's own folder and their last part. */
static gboolean
expand_glob (const char *name,
             const char *path,
             GPtrArray  *paths,
             GPtrArray  *shown,
             GError    **error)
{
  glob_t found = { 0 };
  int    status = glob (path, GLOB_NOSORT, NULL, &found);
  g_autoptr (GPtrArray) matches = g_ptr_array_new ();

  for (gsize i = 0; status == 0 && i < found.gl_pathc; i++)
    if (!g_file_test (found.gl_pathv[i], G_FILE_TEST_IS_DIR))
      g_ptr_array_add (matches, found.gl_pathv[i]);
  g_ptr_array_sort (matches, compare_names);
  g_autofree char *folder = g_path_get_dirname (name);
  for (guint i = 0; i < matches->len; i++)
    {
      g_autofree char *base = g_path_get_basename (matches->pdata[i]);
      g_autofree char *shown_name = strchr (name, '/') != NULL ? g_build_filename (folder, base, NULL) : g_strdup (base);
      add_file (paths, shown, matches->pdata[i], shown_name);
    }
  globfree (&found);
  if (matches->len > 0)
    return TRUE;
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_OPEN,
               "no file matches '%s'; check the name and the folder that it is relative to", name);
  return FALSE;
}

static gboolean
set_open_error (GError    **error,
                const char *name,
                const char *problem)
{
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_OPEN, "cannot read '%s': %s", name, problem);
  return FALSE;
}

static gboolean
check_file (const char *name,
            const char *path,
            guint64    *n_bytes,
            GError    **error)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    return set_open_error (error, name, errno == ENOENT ? "there is no such file" : g_strerror (errno));
  if (S_ISDIR (status.st_mode))
    return set_open_error (error, name, "it is a folder; name its files, for example with a glob such as 'folder/*.parquet'");
  if (!S_ISREG (status.st_mode))
    return set_open_error (error, name, "it is no regular file; copy the data into a file first");
  if (access (path, R_OK) != 0)
    return set_open_error (error, name, g_strerror (errno));
  if (status.st_size == 0)
    return set_open_error (error, name, "the file is empty");
  *n_bytes = (guint64) status.st_size;
  return TRUE;
}

static gboolean
has_ending (const char        *name,
            const char *const *endings)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; endings[i] != NULL; i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

/* By the first bytes where they tell, else by the name. */
static AssayFilesKind
kind_of_file (const char *path)
{
  static const char *const parquet[] = { ".parquet", ".pq", NULL };
  static const char *const json[] = { ".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz", ".json.zst",
                                      ".jsonl.zst", ".ndjson.zst", NULL };
  static const char *const csv[] = { ".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz", ".csv.zst", ".tsv.zst",
                                     ".txt.zst", NULL };
  char start[4] = { 0 };
  FILE *file = fopen (path, "rb");

  if (file != NULL)
    {
      gsize n = fread (start, 1, sizeof start, file);
      fclose (file);
      if (n == sizeof start && memcmp (start, "PAR1", 4) == 0)
        return ASSAY_FILES_PARQUET;
    }
  if (has_ending (path, parquet))
    return ASSAY_FILES_PARQUET;
  if (has_ending (path, json) || (!has_ending (path, csv) && start[0] == '{'))
    return ASSAY_FILES_JSON;
  return ASSAY_FILES_CSV;
}

static gboolean
check_named_once (GPtrArray *paths,
                  GPtrArray *shown,
                  GError   **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < paths->len; i++)
    if (!g_hash_table_add (seen, paths->pdata[i]))
      {
        g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_OPEN,
                     "'%s' is named twice; its rows would count twice: name each file once", (char *) shown->pdata[i]);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_kinds (GPtrArray      *paths,
             GPtrArray      *shown,
             AssayFilesKind *kind,
             GError        **error)
{
  static const char *const names[] = { "Parquet", "CSV", "JSON lines" };

  *kind = kind_of_file (paths->pdata[0]);
  for (guint i = 1; i < paths->len; i++)
    {
      AssayFilesKind other = kind_of_file (paths->pdata[i]);
      if (other == *kind)
        continue;
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_OPEN,
                   "'%s' is %s, but '%s' is %s; the files of one audit must be of one kind",
                   (char *) shown->pdata[0], names[*kind], (char *) shown->pdata[i], names[other]);
      return FALSE;
    }
  return TRUE;
}

static gboolean
expand_names (const char *const *names,
              const char        *folder,
              GPtrArray         *paths,
              GPtrArray         *shown,
              GError           **error)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = folder != NULL && !g_path_is_absolute (names[i]) ? g_build_filename (folder, names[i], NULL)
                                                                               : g_strdup (names[i]);
      if (!has_glob (names[i]) || g_file_test (path, G_FILE_TEST_EXISTS))
        add_file (paths, shown, path, names[i]);
      else if (!expand_glob (names[i], path, paths, shown, error))
        return FALSE;
    }
  if (paths->len > 0)
    return TRUE;
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_OPEN, "no data file is named; set files= in [data]");
  return FALSE;
}

gboolean
assay_files_find (const char *const *names,
                  const char        *folder,
                  AssayInputFile   **files,
                  guint             *n_files,
                  AssayFilesKind    *kind,
                  GError           **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_free);
  g_autofree guint64 *sizes = NULL;

  if (!expand_names (names, folder, paths, shown, error) || !check_named_once (paths, shown, error))
    return FALSE;
  sizes = g_new0 (guint64, paths->len);
  for (guint i = 0; i < paths->len; i++)
    if (!check_file (shown->pdata[i], paths->pdata[i], &sizes[i], error))
      return FALSE;
  if (!check_kinds (paths, shown, kind, error))
    return FALSE;
  *n_files = paths->len;
  *files = g_new0 (AssayInputFile, paths->len);
  for (guint i = 0; i < paths->len; i++)
    (*files)[i] = (AssayInputFile) { g_strdup (shown->pdata[i]), g_strdup (paths->pdata[i]), sizes[i], NULL };
  return TRUE;
}
