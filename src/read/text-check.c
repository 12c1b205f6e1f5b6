/* text-check.c: what is wrong with a text, by line.
 *
 * NUL bytes and broken UTF-8 are looked for in every text file while its digest is made: DuckDB lets a NUL pass.
 * The structure of CSV is looked at only after DuckDB refused a file, to say where and why.
 */
#include "text-check.h"

#include <string.h>

void
assay_text_check_init (AssayTextCheck       *self,
                       const AssayTextRules *rules,
                       const char           *file)
{
  *self = (AssayTextCheck) { .rules = *rules, .file = file, .line = 1, .record_line = 1, .n_fields = 1,
                             .is_field_start = TRUE };
}

static guint64
count_lines (const guint8 *bytes,
             gsize         n)
{
  guint64 n_lines = 0;

  for (gsize i = 0; i < n; i++)
    n_lines += bytes[i] == '\n';
  return n_lines;
}

static gboolean
set_text_error (const AssayTextCheck *self,
                guint64               line,
                const char           *problem,
                GError              **error)
{
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA, "%s, line %" G_GUINT64_FORMAT ": %s", self->file, line,
               problem);
  return FALSE;
}

static gboolean
set_byte_error (const AssayTextCheck *self,
                const guint8         *bytes,
                gsize                 at,
                GError              **error)
{
  guint64 line = self->line + count_lines (bytes, at);

  if (bytes[at] == 0)
    return set_text_error (self, line, "a NUL byte; expected plain text: write the file again without it", error);
  g_autofree char *problem = g_strdup_printf ("the byte 0x%02X is not UTF-8 (a Latin-1 file?); convert it, for example "
                                              "with: iconv -f LATIN1 -t UTF-8", bytes[at]);
  return set_text_error (self, line, problem, error);
}

static guint
character_length (guint8 first)
{
  return first < 0x80 ? 1 : first >= 0xC2 && first < 0xE0 ? 2 : first >= 0xE0 && first < 0xF0 ? 3
         : first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

/* Completes a character that the last block began. Returns how many bytes it took. */
static gboolean
finish_tail (AssayTextCheck *self,
             const guint8   *bytes,
             gsize           n_bytes,
             gsize          *n_taken,
             GError        **error)
{
  guint length = character_length (self->tail[0]);

  *n_taken = MIN (n_bytes, length - self->n_tail);
  memcpy (self->tail + self->n_tail, bytes, *n_taken);
  self->n_tail += (guint) *n_taken;
  if (self->n_tail < length)
    return TRUE;
  self->n_tail = 0;
  if (g_utf8_validate_len ((const char *) self->tail, length, NULL))
    return TRUE;
  return set_byte_error (self, self->tail, 0, error);
}

static gboolean
check_utf8 (AssayTextCheck *self,
            const guint8   *bytes,
            gsize           n_bytes,
            GError        **error)
{
  const char *end;
  gsize n_taken = 0;

  if (self->n_tail > 0 && !finish_tail (self, bytes, n_bytes, &n_taken, error))
    return FALSE;
  if (g_utf8_validate_len ((const char *) bytes + n_taken, n_bytes - n_taken, &end))
    return TRUE;
  gsize at = (gsize) (end - (const char *) bytes);
  guint length = character_length (bytes[at]);
  if (bytes[at] == 0 || length <= 1 || n_bytes - at >= length)
    return set_byte_error (self, bytes, at, error);
  for (gsize i = at + 1; i < n_bytes; i++)
    if ((bytes[i] & 0xC0) != 0x80) /* cut short by another character, not by the block's end */
      return set_byte_error (self, bytes, at, error);
  self->n_tail = (guint) (n_bytes - at);
  memcpy (self->tail, bytes + at, self->n_tail);
  return TRUE;
}

static gboolean
end_record (AssayTextCheck *self,
            GError        **error)
{
  if (self->has_content && self->n_header == 0)
    self->n_header = self->n_fields;
  else if (self->has_content && self->n_fields != self->n_header)
    {
      g_autofree char *problem = g_strdup_printf ("%" G_GUINT64_FORMAT " fields; the header has %" G_GUINT64_FORMAT
                                                  ": mend the line, or quote a field that holds the delimiter '%c'",
                                                  self->n_fields, self->n_header, self->rules.delimiter);
      return set_text_error (self, self->record_line, problem, error);
    }
  self->n_fields = 1;
  self->has_content = FALSE;
  self->is_field_start = TRUE;
  self->record_line = self->line;
  return TRUE;
}

/* One byte of CSV after RFC 4180: quotes open only at a field's start and close only before a delimiter or line end. */
static gboolean
check_csv_byte (AssayTextCheck *self,
                guint8          byte,
                GError        **error)
{
  if (byte == '\n')
    self->line++;
  if (self->is_quoted && !self->was_quote)
    {
      self->was_quote = byte == '"';
      return TRUE;
    }
  if (self->was_quote)
    {
      self->was_quote = FALSE;
      if (byte == '"')
        return TRUE;
      self->is_quoted = FALSE;
      if (byte != (guint8) self->rules.delimiter && byte != '\n' && byte != '\r')
        return set_text_error (self, self->line, "text after a closing quote; double a quote that belongs to the value",
                               error);
    }
  if (byte == '\n')
    return end_record (self, error);
  if (byte == '\r')
    return TRUE;
  self->has_content = TRUE;
  if (byte == (guint8) self->rules.delimiter)
    {
      self->n_fields++;
      self->is_field_start = TRUE;
      return TRUE;
    }
  if (byte == '"' && self->is_field_start)
    {
      self->is_quoted = TRUE;
      self->quote_line = self->line;
    }
  self->is_field_start = FALSE;
  return TRUE;
}

gboolean
assay_text_check_is_done (const AssayTextCheck *self)
{
  return self->rules.most_lines != 0 && self->line > self->rules.most_lines;
}

#define MAX_FIRST_LINE (1 << 20)

/* The first record, to the first line end outside quotes. */
static void
take_first_line (AssayTextCheck *self,
                 const guint8   *bytes,
                 gsize           n_bytes)
{
  GString *line = self->rules.first_line;

  for (gsize i = 0; i < n_bytes && !self->has_first; i++)
    {
      self->in_quotes = self->in_quotes != (bytes[i] == '"');
      self->has_first = (bytes[i] == '\n' && !self->in_quotes) || line->len >= MAX_FIRST_LINE;
      if (!self->has_first)
        g_string_append_c (line, (char) bytes[i]);
    }
}

/* DuckDB takes [{...}, {...}] for one row of one column, or for broken lines. */
static gboolean
check_json_start (AssayTextCheck *self,
                  const guint8   *bytes,
                  gsize           n_bytes,
                  GError        **error)
{
  for (gsize i = 0; i < n_bytes && !self->has_content; i++)
    {
      self->has_content = !g_ascii_isspace (bytes[i]);
      if (bytes[i] == '[')
        return set_text_error (self, self->line + count_lines (bytes, i), "a JSON array begins here; expected JSON lines, "
                               "one object in each line: jq -c '.[]' makes them of an array", error);
    }
  return TRUE;
}

gboolean
assay_text_check_feed (AssayTextCheck *self,
                       const guint8   *bytes,
                       gsize           n_bytes,
                       GError        **error)
{
  if (!check_utf8 (self, bytes, n_bytes, error))
    return FALSE;
  if (self->rules.is_json && !check_json_start (self, bytes, n_bytes, error))
    return FALSE;
  if (self->rules.first_line != NULL)
    take_first_line (self, bytes, n_bytes);
  if (self->rules.delimiter == 0)
    {
      self->line += count_lines (bytes, n_bytes);
      return TRUE;
    }
  for (gsize i = 0; i < n_bytes && !assay_text_check_is_done (self); i++)
    if (!check_csv_byte (self, bytes[i], error))
      return FALSE;
  return TRUE;
}

gboolean
assay_text_check_end (AssayTextCheck *self,
                      GError        **error)
{
  if (self->n_tail > 0)
    return set_text_error (self, self->line, "the file ends in the middle of a character; is it whole?", error);
  if (self->rules.delimiter == 0 || assay_text_check_is_done (self))
    return TRUE;
  if (self->is_quoted && !self->was_quote)
    return set_text_error (self, self->quote_line, "a quote is opened here and never closed; close it, or double it if it "
                                                   "belongs to the value", error);
  return end_record (self, error);
}
