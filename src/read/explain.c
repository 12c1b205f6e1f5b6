/* explain.c: a failed query in words that help: which file, which line, what to do.
 *
 * DuckDB's messages are long, advise options that Assay does not have, and after a failed sniff name no line. So the
 * text files are looked at first; only when they look whole is DuckDB's first sentence passed on.
 */
#include "source-private.h"
#include "input-check.h"

#include <string.h>

/* The text between two marks, or to the line's end. (transfer full) (nullable) */
static char *
text_after (const char *message,
            const char *mark,
            const char *stop)
{
  const char *from = message != NULL ? strstr (message, mark) : NULL;

  if (from == NULL)
    return NULL;
  from += strlen (mark);
  gsize length = strcspn (from, "\n");
  const char *end = stop != NULL ? g_strstr_len (from, (gssize) length, stop) : NULL;
  return g_strndup (from, end != NULL ? (gsize) (end - from) : length);
}

/* The name, as the user knows it, of a path that a message holds; the first file when it names none. */
static const char *
file_in_message (const AssaySource *self,
                 const char        *message)
{
  for (guint f = 0; f < self->n_files; f++)
    if (strstr (message, self->files[f].path) != NULL)
      return self->files[f].name;
  return self->files[0].name;
}

/* The sentence with every path put as the user named the file. (transfer full) */
static char *
with_names (const AssaySource *self,
            char              *sentence) /* taken */
{
  for (guint f = 0; f < self->n_files; f++)
    {
      g_auto (GStrv) parts = g_strsplit (sentence, self->files[f].path, -1);
      g_free (sentence);
      sentence = g_strjoinv (self->files[f].name, parts);
    }
  return sentence;
}

/* First sentence without DuckDB's own prefix ("Invalid Input Error: ") and the echo of the query. */
static char *
first_sentence (const AssaySource *self,
                const char        *message)
{
  const char *colon = strstr (message, "Error: ");
  const char *from = colon != NULL && colon - message < 40 ? colon + strlen ("Error: ") : message;
  char *sentence = g_strndup (from, strcspn (from, "\n"));

  g_strchomp (sentence);
  return with_names (self, sentence);
}

static gboolean
explain_by_content (AssaySource *self,
                    GError     **error)
{
  AssayTextRules rules = { .is_text = TRUE, .delimiter = self->kind == ASSAY_FILES_CSV ? self->delimiter : 0 };

  if (self->kind == ASSAY_FILES_PARQUET)
    return FALSE;
  for (guint f = 0; f < self->n_files; f++)
    if (!assay_input_check_file (&self->files[f], &rules, NULL, NULL, error))
      return TRUE;
  return FALSE;
}

static void
explain_csv (AssaySource *self,
             const char  *message,
             GError     **error)
{
  g_autofree char *line = text_after (message, "CSV Error on Line: ", NULL);
  g_autofree char *original = text_after (message, "Original Line: ", NULL);
  g_autofree char *column = text_after (message, "Error when converting column \"", "\"");
  g_autofree char *found = text_after (message, "Could not convert string \"", "\"");
  const char *file = file_in_message (self, message);

  if (column != NULL)
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA,
                 "%s, line %s: column '%s' holds '%s', which is not of the column's type; mend the value", file, line,
                 column, found != NULL ? found : "a value");
  else
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA, "%s, line %s: cannot be read as CSV: '%.80s'; mend the line",
                 file, line, original != NULL ? original : "");
}

/* 'Malformed JSON in file "x.jsonl", at byte 18 in line 4: unexpected character.': DuckDB counts the lines from 2. */
static void
explain_json (AssaySource *self,
              const char  *message,
              GError     **error)
{
  g_autofree char *line = text_after (message, " in line ", ":"), *byte = text_after (message, "at byte ", " in line ");
  g_autofree char *problem = line != NULL ? text_after (strstr (message, " in line "), ": ", NULL) : NULL;
  guint64 number = line != NULL ? g_ascii_strtoull (line, NULL, 10) : 0;
  const char *file = file_in_message (self, message);

  if (problem != NULL)
    problem[strcspn (problem, ".")] = '\0';
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA,
               "%s, line %" G_GUINT64_FORMAT ": cannot be read as JSON: %s at byte %s; mend the line", file,
               MAX (number, 2) - 1, problem != NULL ? problem : "it breaks off", byte != NULL ? byte : "1");
}

static void
explain_by_message (AssaySource *self,
                    const char  *message,
                    GError     **error)
{
  const char *file = file_in_message (self, message);
  g_autofree char *sentence = first_sentence (self, message);

  if (strstr (message, "CSV Error on Line: ") != NULL)
    explain_csv (self, message, error);
  else if (strstr (message, "Malformed JSON") != NULL && strstr (message, " in line ") != NULL)
    explain_json (self, message, error);
  else if (strstr (message, "Error when sniffing file") != NULL)
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA,
                 "%s: cannot be read as CSV; expected a header line, one delimiter (comma, tab, ; or |) and \" for quotes",
                 file);
  else if (strstr (message, "No magic bytes") != NULL || strstr (message, "too small to be a Parquet") != NULL)
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA,
                 "%s: the Parquet file is damaged or cut off (its end is missing); write or copy it again", file);
  else if (strstr (message, "Out of Memory") != NULL)
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_MEMORY, "reading needs more memory than allowed; raise --memory");
  else if (self->kind == ASSAY_FILES_PARQUET)
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA, "%s: the Parquet file cannot be read: %s", file, sentence);
  else
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA, "%s: %s", file, sentence);
}

gboolean
assay_source_be_lenient (AssaySource *self)
{
  if (self->kind != ASSAY_FILES_CSV || self->is_lenient || explain_by_content (self, NULL))
    return FALSE;
  self->is_lenient = TRUE;
  return TRUE;
}

gboolean
assay_source_types_failed (const AssaySource *self,
                           const char        *message)
{
  if (self->kind == ASSAY_FILES_PARQUET || self->sample_all || message == NULL)
    return FALSE;
  return strstr (message, self->kind == ASSAY_FILES_CSV ? "Error when converting column" : "sample_size") != NULL;
}

void
assay_source_explain (AssaySource *self,
                      const char  *duckdb_message,
                      GError     **error)
{
  if (!explain_by_content (self, error))
    explain_by_message (self, duckdb_message != NULL ? duckdb_message : "the query failed", error);
}

void
assay_source_fail (AssaySource *self,
                   const char  *message,
                   GError      *local,
                   GError     **error)
{
  if (message == NULL)
    {
      g_propagate_error (error, local);
      return;
    }
  g_clear_error (&local);
  if (!assay_source_types_failed (self, message))
    {
      if (strstr (message, "CSV") != NULL && assay_source_be_lenient (self))
        g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_AGAIN, "%s: line ends of two kinds", self->files[0].name);
      else
        assay_source_explain (self, message, error);
    }
  else if (assay_source_sample_all (self, error))
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_AGAIN, "%s: later rows change the type of a column",
                 self->files[0].name);
}
