/* test-data.c: files for the tests. */
#include "test-data.h"

#include <duckdb.h>
#include <glib/gstdio.h>

char *
assay_test_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("assay-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
assay_test_folder_free (char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      char *path = g_build_filename (folder, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        assay_test_folder_free (path);
      else
        {
          g_remove (path);
          g_free (path);
        }
    }
  if (dir != NULL)
    g_dir_close (dir);
  g_rmdir (folder);
  g_free (folder);
}

char *
assay_test_write (const char *folder,
                  const char *name,
                  const char *content,
                  gssize      n_bytes)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  g_file_set_contents (path, content, n_bytes, &error);
  g_assert_no_error (error);
  return path;
}

char *
assay_test_sql_value (const char *folder,
                      const char *sql)
{
  g_auto (GStrv) parts = g_strsplit (sql, "@", -1);
  g_autofree char *text = g_strjoinv (folder, parts);
  duckdb_database database;
  duckdb_connection connection;
  duckdb_result result;
  char *value = NULL;

  g_assert_cmpint (duckdb_open (NULL, &database), ==, DuckDBSuccess);
  g_assert_cmpint (duckdb_connect (database, &connection), ==, DuckDBSuccess);
  if (duckdb_query (connection, text, &result) != DuckDBSuccess)
    g_error ("%s in: %s", duckdb_result_error (&result), text);
  if (duckdb_row_count (&result) > 0)
    {
      char *first = duckdb_value_varchar (&result, 0, 0);
      value = g_strdup (first);
      duckdb_free (first);
    }
  duckdb_destroy_result (&result);
  duckdb_disconnect (&connection);
  duckdb_close (&database);
  return value;
}

void
assay_test_sql (const char *folder,
                const char *sql)
{
  g_free (assay_test_sql_value (folder, sql));
}

AssaySource *
assay_test_open (const char *folder,
                 const char *name,
                 guint       n_threads,
                 GError    **error)
{
  const char *files[] = { name, NULL };
  AssaySourceOptions options = { .n_threads = n_threads };

  return assay_source_open (files, folder, &options, error);
}
