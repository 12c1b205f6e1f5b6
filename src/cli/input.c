#include "cli/input.h"

#include <stdio.h>
#include <string.h>

#define MOST_THREADS 1024
#define HEAD_BYTES 8192 /* of a file, to tell a plan from data */

static const char *const data_endings[] = { ".csv", ".tsv", ".parquet", ".pq", ".json", ".jsonl", ".ndjson",
  ".gz", ".zst", ".csv.gz", ".csv.zst", ".tsv.gz", ".tsv.zst", ".json.gz", ".jsonl.gz", ".ndjson.gz", ".json.zst",
  ".jsonl.zst", ".ndjson.zst", NULL };
static const char *const plan_endings[] = { ".ini", ".plan", NULL };

/* (nullable) Where one of the endings begins, the longest one; letters of either case. */
static const char *
find_ending (const char *path, const char *const *endings)
{
  gsize length = strlen (path), longest = 0;

  for (guint i = 0; endings[i] != NULL; i++)
    {
      gsize n = strlen (endings[i]);

      if (n > longest && length > n && g_ascii_strcasecmp (path + length - n, endings[i]) == 0)
        longest = n;
    }
  return longest > 0 ? path + length - longest : NULL;
}

/* "[audit]", "[slice young women]"; a JSON list also begins with a bracket, but not with a bare word. */
static gboolean
is_section (const char *line)
{
  gsize length = strlen (line);

  return length >= 3 && line[0] == '[' && g_ascii_isalpha (line[1]) && line[length - 1] == ']';
}

static gboolean
looks_like_plan (char *head)
{
  g_auto (GStrv) lines = NULL;
  const char *end;

  /* The head may end within a character. */
  if (!g_utf8_validate (head, -1, &end) && strlen (end) > 3)
    return FALSE;
  lines = g_strsplit (head, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (g_str_has_prefix (line, "\xEF\xBB\xBF"))
        line += 3;
      if (*line != '\0' && *line != '#')
        return is_section (line);
    }
  return FALSE;
}

gboolean
assay_input_is_plan (const char *path)
{
  char head[HEAD_BYTES + 1] = "";
  FILE *file;
  gsize n;

  if (find_ending (path, data_endings) != NULL)
    return FALSE;
  if (find_ending (path, plan_endings) != NULL)
    return TRUE;
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || (file = fopen (path, "rbe")) == NULL)
    return FALSE;
  n = fread (head, 1, HEAD_BYTES, file);
  fclose (file);
  return memchr (head, '\0', n) == NULL && looks_like_plan (head);
}

static gboolean
is_audit (const char *path)
{
  g_autofree char *inside = g_build_filename (path, "audit.assay", NULL);

  return g_str_has_suffix (path, ".assay") || g_file_test (inside, G_FILE_TEST_EXISTS);
}

gboolean
assay_input_check_data (const char *path, GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS) && strpbrk (path, "*?[") == NULL)
    {
      g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                   "cannot read '%s': there is no such file", path);
      return FALSE;
    }
  if (is_audit (path))
    {
      g_set_error (error, ASSAY_COMMAND_ERROR, ASSAY_COMMAND_ERROR_USAGE,
                   "%s is an audit, no data; assay show %s shows it", path, path);
      return FALSE;
    }
  return TRUE;
}

char *
assay_input_audit (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_DIR) ? g_build_filename (path, "audit.assay", NULL) : g_strdup (path);
}

char *
assay_input_stem (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  const char *end = find_ending (base, data_endings);
  const char *dot = strrchr (base, '.');

  if (strpbrk (base, "*?[") != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (path);
      g_autofree char *name = g_path_get_basename (folder);

      return g_strdup (strpbrk (name, "*?[./") == NULL ? name : "data");
    }
  if (end == NULL)
    end = dot != NULL && dot > base ? dot : base + strlen (base);
  return g_strndup (base, (gsize) (end - base));
}

char **
assay_input_files (const AssayOptions *options)
{
  const GPtrArray *more = assay_options_values (options, "data");
  GPtrArray *files = g_ptr_array_new ();

  for (guint i = 0; i < options->arguments->len; i++)
    g_ptr_array_add (files, g_strdup (options->arguments->pdata[i]));
  for (guint i = 0; more != NULL && i < more->len; i++)
    g_ptr_array_add (files, g_strdup (more->pdata[i]));
  g_ptr_array_add (files, NULL);
  return (char **) g_ptr_array_free (files, FALSE);
}

AssaySource *
assay_input_open (const AssayOptions *options, const char *const *files, GError **error)
{
  AssaySourceOptions how = { 0 };
  guint64 n_threads = 0;

  if (!assay_options_number (options, "threads", 1, MOST_THREADS, &n_threads, error)
      || !assay_options_size (options, "memory", &how.n_bytes, error))
    return NULL;
  how.n_threads = (guint) n_threads;
  return assay_source_open (files, NULL, &how, error);
}
