/* file-kind.c: the first bytes decide; the name only where they cannot. */
#include "file-kind.h"

#include <stdio.h>
#include <string.h>

#define HEAD_BYTES 8192

static const struct
{
  const char   *bytes;
  gsize         length;
  AssayFileKind kind;
} marks[] = {
  { "SQLite format 3", 16, ASSAY_FILE_AUDIT },
  { "PAR1", 4, ASSAY_FILE_DATA },
  { "\x1f\x8b", 2, ASSAY_FILE_DATA },         /* gzip */
  { "\x28\xb5\x2f\xfd", 4, ASSAY_FILE_DATA }, /* zstd */
};

/* "[audit]", "[slice young women]"; a JSON list begins with a bracket too, but not with a bare word. */
static gboolean
is_section (const char *line)
{
  const gsize length = strlen (line);

  return length >= 3 && line[0] == '[' && g_ascii_isalpha (line[1]) && line[length - 1] == ']';
}

/* A plan's comments begin with # or ;, so that a file of nothing else is a plan too. */
static gboolean
is_plan (const char *head)
{
  g_auto (GStrv) lines = g_strsplit (head, "\n", -1);
  gboolean has_comment = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);
      if (g_str_has_prefix (line, "\xEF\xBB\xBF"))
        line += 3;
      if (*line != '\0' && *line != '#' && *line != ';')
        return is_section (line);
      has_comment |= *line != '\0';
    }
  return has_comment;
}

static gboolean
has_ending (const char *path,
            const char *ending)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ending);
}

/* A plan that somebody saved with something in front of its first section still says by its name what it is, and an
 * audit file that is damaged too. */
AssayFileKind
assay_file_kind (const char *path)
{
  char head[HEAD_BYTES + 1] = "";
  FILE *file = g_file_test (path, G_FILE_TEST_IS_REGULAR) ? fopen (path, "rbe") : NULL;

  if (file == NULL)
    return ASSAY_FILE_AUDIT;
  const gsize n = fread (head, 1, HEAD_BYTES, file);
  fclose (file);
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (n >= marks[i].length && memcmp (head, marks[i].bytes, marks[i].length) == 0)
      return marks[i].kind;
  if (has_ending (path, ".assay"))
    return ASSAY_FILE_AUDIT;
  const gboolean is_text = n > 0 && memchr (head, '\0', n) == NULL;
  if (has_ending (path, ".ini") || has_ending (path, ".plan") || (is_text && is_plan (head)))
    return ASSAY_FILE_PLAN;
  return is_text ? ASSAY_FILE_DATA : ASSAY_FILE_AUDIT;
}
