/* plan-file.c: the reader of plan files: bytes in, lines out, each checked by itself.
 *
 * Lines keep their bytes. Comments and blank lines that stand together are one line here, so that a plan of a
 * million line ends costs no more memory than one of a million letters.
 */
#include "plan-private.h"

#include <string.h>

static const char BYTE_ORDER_MARK[] = "\xEF\xBB\xBF";

typedef struct
{
  char                  *origin;       /* a GRefString */
  gboolean               is_option;
  GPtrArray             *lines;
  const char            *others;       /* (nullable) where the comments before this line begin */
  guint                  others_number;
  guint                  number;       /* of this line */
  const PlanSectionKind *section_kind; /* (nullable) none yet */
  char                  *section;      /* (nullable) */
  GHashTable            *sections;     /* text -> number of the line */
  GHashTable            *keys;         /* of this section: key -> number of the line */
} Reader;

static void
line_free (gpointer data)
{
  PlanLine *self = data;

  g_free (self->raw);
  g_ref_string_release (self->origin);
  g_free (self->section);
  g_free (self->name);
  g_free (self->key);
  g_free (self->value);
  g_free (self);
}

static PlanLine *
line_new (PlanLineKind  kind,
          char         *origin,
          guint         number,
          const char   *raw,
          gsize         length)
{
  PlanLine *self = g_new0 (PlanLine, 1);
  self->kind = kind;
  self->raw = g_strndup (raw, length);
  self->origin = g_ref_string_acquire (origin);
  self->number = number;
  return self;
}

static PlanLine *
line_copy (const PlanLine *line)
{
  PlanLine *self = g_memdup2 (line, sizeof *line);
  self->raw = g_strdup (line->raw);
  self->origin = g_ref_string_acquire (line->origin);
  self->section = g_strdup (line->section);
  self->name = g_strdup (line->name);
  self->key = g_strdup (line->key);
  self->value = g_strdup (line->value);
  return self;
}

static char *
strip (const char *text,
       gsize       length)
{
  return g_strstrip (g_strndup (text, length));
}

/* --- the text as a whole ------------------------------------------------------------------------------------ */

static gboolean
fail_at_byte (const Reader  *self,
              const char    *text,
              const char    *at,
              GError       **error)
{
  guint number = 1;
  const char *start = text;
  for (const char *c = text; c < at; c++)
    if (*c == '\n')
      {
        number++;
        start = c + 1;
      }
  PlanLine where = { .origin = self->origin, .number = self->is_option ? 0 : number };
  guint character = g_utf8_strlen (start, at - start) + 1;
  guint byte = (guchar) *at;
  if (byte >= 0x80)
    return plan_fail (error, ASSAY_PLAN_ERROR_SYNTAX, &where,
                      "byte 0x%02x at character %u is not UTF-8; save the plan as UTF-8 text", byte, character);
  if (byte == '\r')
    return plan_fail (error, ASSAY_PLAN_ERROR_SYNTAX, &where,
                      "a carriage return at character %u; a line ends with LF or CRLF", character);
  return plan_fail (error, ASSAY_PLAN_ERROR_SYNTAX, &where, "byte 0x%02x at character %u; a plan is plain text",
                    byte, character);
}

/* Tabs and line ends are the only control characters of a plan. */
static gboolean
is_text_byte (const char *at,
              const char *end)
{
  guchar byte = *at;
  if (byte == '\r')
    return at + 1 < end && at[1] == '\n';
  return (byte >= 0x20 && byte != 0x7f) || byte == '\t' || byte == '\n';
}

static gboolean
check_text (const Reader  *self,
            const char    *text,
            gsize          length,
            GError       **error)
{
  PlanLine where = { .origin = self->origin, .number = self->is_option ? 0 : 1 };
  if (length > ASSAY_PLAN_MAX_BYTES)
    return plan_fail (error, ASSAY_PLAN_ERROR_SYNTAX, &where, "more than %d bytes; that is no plan",
                      ASSAY_PLAN_MAX_BYTES);
  const char *bad = text;
  if (length > 0 && !g_utf8_validate_len (text, length, &bad))
    return fail_at_byte (self, text, bad, error);
  for (const char *at = text; at < text + length; at++)
    if (!is_text_byte (at, text + length))
      return fail_at_byte (self, text, at, error);
  return TRUE;
}

/* --- one line ----------------------------------------------------------------------------------------------- */

static void
flush_others (Reader     *self,
              const char *end)
{
  if (self->others != NULL && end > self->others)
    g_ptr_array_add (self->lines, line_new (PLAN_LINE_OTHER, self->origin, self->others_number, self->others,
                                            end - self->others));
  self->others = NULL;
}

/* text is between the brackets. */
static gboolean
split_header (PlanLine    *line,
              const char  *text,
              GError     **error)
{
  g_autofree char *inner = g_strstrip (g_strdup (text));
  gsize length = strcspn (inner, " \t");
  g_autofree char *word = g_strndup (inner, length);
  line->section_kind = plan_find_section_kind (word);
  if (line->section_kind == NULL)
    {
      g_autofree char *hint = plan_hint_section (word);
      return plan_fail (error, ASSAY_PLAN_ERROR_UNKNOWN, line, "unknown section %s; %s", plan_quote (inner).text,
                        hint);
    }
  line->name = strip (inner + length, strlen (inner + length));
  if (line->section_kind->is_named == (line->name[0] == '\0'))
    return plan_fail (error, ASSAY_PLAN_ERROR_SYNTAX, line, "[%s] %s: expected [%s]", word,
                      line->section_kind->is_named ? "has no name" : "takes no name", line->section_kind->title);
  if (g_utf8_strlen (line->name, -1) > ASSAY_PLAN_MAX_NAME)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "the name %s is longer than %d characters",
                      plan_quote (line->name).text, ASSAY_PLAN_MAX_NAME);
  line->section = line->section_kind->is_named ? g_strdup_printf ("%s %s", word, line->name) : g_strdup (word);
  return TRUE;
}

static gboolean
read_header (Reader      *self,
             PlanLine    *line,
             const char  *text,
             GError     **error)
{
  gsize length = strlen (text);
  if (strcspn (text, "]") != length - 1)
    return plan_fail (error, ASSAY_PLAN_ERROR_SYNTAX, line,
                      "%s is no section; expected [NAME] on a line of its own, without another ]",
                      plan_quote (text).text);
  g_autofree char *inner = g_strndup (text + 1, length - 2);
  if (!split_header (line, inner, error))
    return FALSE;
  if (line->section_kind->is_later)
    return plan_fail (error, ASSAY_PLAN_ERROR_LATER, line,
                      "section [%s] is not acted on by this version of Assay; remove it",
                      line->section_kind->title);
  guint first = GPOINTER_TO_UINT (g_hash_table_lookup (self->sections, line->section));
  if (first != 0)
    return plan_fail (error, ASSAY_PLAN_ERROR_SYNTAX, line, "section %s is there twice, first on line %u; %s",
                      plan_quote (line->section).text, first,
                      line->section_kind->is_named ? "give it another name" : "put its keys together");

  g_hash_table_insert (self->sections, g_strdup (line->section), GUINT_TO_POINTER (self->number));
  g_hash_table_remove_all (self->keys);
  self->section_kind = line->section_kind;
  g_free (self->section);
  self->section = g_strdup (line->section);
  return TRUE;
}

static gboolean
check_key (Reader    *self,
           PlanLine  *line,
           GError   **error)
{
  line->known = plan_find_key (self->section_kind, line->key);
  if (line->known == NULL)
    {
      g_autofree char *hint = plan_hint_key (self->section_kind, line->key);
      return plan_fail (error, ASSAY_PLAN_ERROR_UNKNOWN, line, "unknown key %s in [%s]; %s",
                        plan_quote (line->key).text, self->section, hint);
    }
  guint first = GPOINTER_TO_UINT (g_hash_table_lookup (self->keys, line->key));
  if (first != 0)
    return plan_fail (error, ASSAY_PLAN_ERROR_SYNTAX, line, "key %s is there twice, first on line %u; remove one",
                      plan_quote (line->key).text, first);
  g_hash_table_insert (self->keys, g_strdup (line->key), GUINT_TO_POINTER (self->number));
  return plan_check_value (line, error);
}

static gboolean
read_key (Reader      *self,
          PlanLine    *line,
          const char  *text,
          GError     **error)
{
  const char *equals = strchr (text, '=');
  if (equals == NULL || equals == text)
    return plan_fail (error, ASSAY_PLAN_ERROR_SYNTAX, line,
                      "%s is no line of a plan; expected [section], key=value, or a comment after #",
                      plan_quote (text).text);
  line->key = strip (text, equals - text);
  line->value = strip (equals + 1, strlen (equals + 1));
  if (self->section == NULL)
    return plan_fail (error, ASSAY_PLAN_ERROR_SYNTAX, line,
                      "key %s stands before any section; expected a [section] first, such as [data]",
                      plan_quote (line->key).text);
  line->section = g_strdup (self->section);
  return check_key (self, line, error);
}

/* raw: the line with its end. */
static gboolean
read_line (Reader      *self,
           const char  *raw,
           gsize        length,
           GError     **error)
{
  gsize n_mark = strlen (BYTE_ORDER_MARK);
  if (self->number > 1 || length < n_mark || memcmp (raw, BYTE_ORDER_MARK, n_mark) != 0)
    n_mark = 0;
  g_autofree char *text = strip (raw + n_mark, length - n_mark);
  if (text[0] == '\0' || text[0] == '#' || text[0] == ';')
    {
      if (self->others == NULL)
        {
          self->others = raw;
          self->others_number = self->number;
        }
      return TRUE;
    }

  flush_others (self, raw);
  PlanLine *line = line_new (text[0] == '[' ? PLAN_LINE_SECTION : PLAN_LINE_KEY, self->origin,
                             self->is_option ? 0 : self->number, raw, length);
  g_ptr_array_add (self->lines, line);
  return text[0] == '[' ? read_header (self, line, text, error) : read_key (self, line, text, error);
}

static gboolean
read_text (Reader      *self,
           const char  *text,
           gsize        length,
           GError     **error)
{
  const char *at = text, *end = text + length;

  while (at < end)
    {
      const char *feed = memchr (at, '\n', end - at);
      const char *next = feed != NULL ? feed + 1 : end;
      self->number++;
      if (!read_line (self, at, next - at, error))
        return FALSE;
      at = next;
    }
  flush_others (self, end);
  return TRUE;
}

GPtrArray *
plan_lines_read (const char  *text,
                 gsize        length,
                 const char  *origin,
                 gboolean     is_option,
                 GError     **error)
{
  Reader reader = {
    .origin = g_ref_string_new (origin),
    .is_option = is_option,
    .lines = g_ptr_array_new_with_free_func (line_free),
    .sections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
  gboolean is_read = check_text (&reader, text, length, error) && read_text (&reader, text, length, error);

  g_ref_string_release (reader.origin);
  g_hash_table_unref (reader.sections);
  g_hash_table_unref (reader.keys);
  g_free (reader.section);
  if (!is_read)
    g_clear_pointer (&reader.lines, g_ptr_array_unref);
  return reader.lines;
}

/* --- lines -------------------------------------------------------------------------------------------------- */

GPtrArray *
plan_lines_copy (GPtrArray *lines)
{
  GPtrArray *copies = g_ptr_array_new_full (lines->len, line_free);
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (copies, line_copy (lines->pdata[i]));
  return copies;
}

char *
plan_lines_join (GPtrArray *lines)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < lines->len; i++)
    g_string_append (text, ((const PlanLine *) lines->pdata[i])->raw);
  return g_string_free (text, FALSE);
}

const PlanLine *
plan_lines_find (GPtrArray  *lines,
                 const char *section,
                 const char *key)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const PlanLine *line = lines->pdata[i];
      if (line->kind == PLAN_LINE_KEY && strcmp (line->section, section) == 0 && strcmp (line->key, key) == 0)
        return line;
    }
  return NULL;
}
