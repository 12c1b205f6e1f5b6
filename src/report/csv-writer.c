/* csv-writer.c: cells and lines of a CSV file. */
#include "csv-writer-private.h"

#include "phrases.h"

#include <string.h>

static void
begin_cell (AssayCsv *csv)
{
  if (csv->is_line_begun)
    g_string_append_c (csv->out, ',');
  csv->is_line_begun = TRUE;
}

void
assay_csv_end_line (AssayCsv *csv)
{
  if (csv->more != NULL)
    assay_csv_text (csv, csv->more_head != NULL ? csv->more_head : csv->more);
  csv->more_head = NULL;
  g_string_append (csv->out, "\r\n");
  csv->is_line_begun = FALSE;
}

static void
append_quoted (GString    *out,
               const char *before,
               const char *text)
{
  g_string_append_c (out, '"');
  g_string_append (out, before);
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *c);
    }
  g_string_append_c (out, '"');
}

void
assay_csv_text (AssayCsv   *csv,
                const char *text)
{
  begin_cell (csv);
  if (text == NULL || text[0] == '\0')
    return;

  g_autofree char *valid = g_utf8_make_valid (text, -1);
  const char      *before = strchr ("=+-@\t\r", valid[0]) != NULL ? "'" : "";

  if (strpbrk (valid, ",\"\r\n") != NULL || g_ascii_isspace (valid[0]) || g_ascii_isspace (valid[strlen (valid) - 1]))
    append_quoted (csv->out, before, valid);
  else
    g_string_append_printf (csv->out, "%s%s", before, valid);
}

void
assay_csv_plain (AssayCsv   *csv,
                 const char *text)
{
  begin_cell (csv);
  g_string_append (csv->out, text);
}

/* A header made of a name and what follows it. */
static void
add_header (AssayCsv   *csv,
            const char *before,
            const char *name,
            const char *after)
{
  g_autofree char *text = g_strconcat (before, name, after, NULL);

  assay_csv_text (csv, text);
}

void
assay_csv_count (AssayCsv *csv,
                 guint64   count)
{
  begin_cell (csv);
  g_string_append_printf (csv->out, "%" G_GUINT64_FORMAT, count);
}

void
assay_csv_number (AssayCsv *csv,
                  double    number)
{
  begin_cell (csv);
  if (isfinite (number))
    assay_number_append (csv->out, number);
}

void
assay_csv_rows (AssayCsv *csv,
                double    rows)
{
  if (isinf (rows))
    assay_csv_text (csv, "never");
  else
    assay_csv_number (csv, rows);
}

void
assay_csv_boolean (AssayCsv *csv,
                   gboolean  value)
{
  begin_cell (csv);
  g_string_append (csv->out, value ? "true" : "false");
}

void
assay_csv_ends (AssayCsv            *csv,
                const AssayEstimate *estimate)
{
  assay_csv_number (csv, estimate->value);
  assay_csv_number (csv, estimate->lo);
  assay_csv_number (csv, estimate->hi);
}

void
assay_csv_blanks (AssayCsv *csv,
                  guint     n)
{
  for (guint i = 0; i < n; i++)
    begin_cell (csv);
}

void
assay_csv_headers (AssayCsv          *csv,
                   const char        *before,
                   const char        *name,
                   const char *const *after,
                   guint              n)
{
  for (guint i = 0; i < n; i++)
    add_header (csv, before, name, after[i]);
}
