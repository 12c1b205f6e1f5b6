/* json-writer.c: JSON as it is written. RFC 8259. */
#include "json-writer-private.h"

#include "words/number.h"

#define MAX_DEPTH 16

typedef struct
{
  char     close;
  gboolean is_line;  /* this and all within it stay on one line */
  gboolean is_empty;
} Level;

struct _AssayJson
{
  GString *out;
  guint    depth;
  Level    levels[MAX_DEPTH];
};

AssayJson *
assay_json_new (void)
{
  AssayJson *self = g_new0 (AssayJson, 1);

  self->out = g_string_sized_new (1 << 16);
  return self;
}

char *
assay_json_finish (AssayJson *self)
{
  GString *out = self->out;

  g_assert (self->depth == 0);
  g_free (self);
  g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}

static void
append_escaped (GString    *out,
                const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (out, "\\%c", *c);
    else if (*c == '\n')
      g_string_append (out, "\\n");
    else if (*c == '\t')
      g_string_append (out, "\\t");
    else if ((guchar) *c < 0x20 || *c == 0x7f)
      g_string_append_printf (out, "\\u%04x", (guint) *c);
    else
      g_string_append_c (out, *c);
}

static void
append_text (GString    *out,
             const char *text)
{
  g_string_append_c (out, '"');
  if (g_utf8_validate (text, -1, NULL))
    append_escaped (out, text);
  else
    {
      g_autofree char *valid = g_utf8_make_valid (text, -1);
      append_escaped (out, valid);
    }
  g_string_append_c (out, '"');
}

static void
break_line (AssayJson *self)
{
  g_string_append_c (self->out, '\n');
  for (guint i = 0; i < self->depth; i++)
    g_string_append (self->out, "  ");
}

/* What stands before a value: the comma, the line's start, the key. */
static void
begin_value (AssayJson  *self,
             const char *key)
{
  if (self->depth > 0)
    {
      Level *level = &self->levels[self->depth - 1];

      g_assert ((key != NULL) == (level->close == '}'));
      if (!level->is_empty)
        g_string_append (self->out, level->is_line ? ", " : ",");
      if (!level->is_line)
        break_line (self);
      level->is_empty = FALSE;
    }
  if (key != NULL)
    {
      append_text (self->out, key);
      g_string_append (self->out, ": ");
    }
}

static void
open_level (AssayJson  *self,
            const char *key,
            char        bracket,
            gboolean    is_line)
{
  g_assert (bracket == '{' || bracket == '[');
  g_assert (self->depth < MAX_DEPTH);
  begin_value (self, key);
  g_string_append_c (self->out, bracket);
  is_line = is_line || (self->depth > 0 && self->levels[self->depth - 1].is_line);
  self->levels[self->depth++] = (Level) { bracket == '{' ? '}' : ']', is_line, TRUE };
}

void
assay_json_open (AssayJson  *self,
                 const char *key,
                 char        bracket)
{
  open_level (self, key, bracket, FALSE);
}

void
assay_json_open_line (AssayJson  *self,
                      const char *key,
                      char        bracket)
{
  open_level (self, key, bracket, TRUE);
}

void
assay_json_close (AssayJson *self)
{
  g_assert (self->depth > 0);
  Level level = self->levels[--self->depth];
  if (!level.is_line && !level.is_empty)
    break_line (self);
  g_string_append_c (self->out, level.close);
}

void
assay_json_text (AssayJson  *self,
                 const char *key,
                 const char *text)
{
  begin_value (self, key);
  if (text == NULL)
    g_string_append (self->out, "null");
  else
    append_text (self->out, text);
}

void
assay_json_count (AssayJson  *self,
                  const char *key,
                  guint64     count)
{
  begin_value (self, key);
  g_string_append_printf (self->out, "%" G_GUINT64_FORMAT, count);
}

void
assay_json_number (AssayJson  *self,
                   const char *key,
                   double      number)
{
  begin_value (self, key);
  if (isfinite (number))
    assay_number_append (self->out, number);
  else
    g_string_append (self->out, "null");
}

void
assay_json_boolean (AssayJson  *self,
                    const char *key,
                    gboolean    value)
{
  begin_value (self, key);
  g_string_append (self->out, value ? "true" : "false");
}
