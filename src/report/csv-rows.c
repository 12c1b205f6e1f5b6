/* csv-rows.c: rows of the data as a CSV file that a spreadsheet opens as what it is: with a byte order mark, so that it is
 * read as UTF-8, and without cells that would be formulas (csv-writer-private.h); numbers stay as they are.
 */
#include "report.h"

#include "csv-writer-private.h"

#include <string.h>

#define BYTE_ORDER_MARK "\357\273\277"

static gboolean
is_number (const char *text)
{
  char *end;

  if (text[0] == '\0' || strspn (text, "+-.0123456789eE") != strlen (text))
    return FALSE;
  g_ascii_strtod (text, &end);
  return *end == '\0' && end != text;
}

static void
add_cell (AssayCsv   *csv,
          const char *text) /* (nullable) */
{
  if (text != NULL && is_number (text))
    assay_csv_plain (csv, text);
  else
    assay_csv_text (csv, text);
}

char *
assay_report_rows_csv (const char *const *columns,
                       const GPtrArray   *rows,
                       const char *const *more)
{
  AssayCsv csv = { .out = g_string_new (BYTE_ORDER_MARK) };
  const guint n = g_strv_length ((char **) columns), n_more = more != NULL ? g_strv_length ((char **) more) : 0;

  for (guint c = 0; c < n + n_more; c++)
    assay_csv_text (&csv, c < n ? columns[c] : more[c - n]);
  assay_csv_end_line (&csv);
  for (guint i = 0; i < rows->len; i++)
    {
      for (guint c = 0; c < n; c++)
        add_cell (&csv, ((char **) rows->pdata[i])[c]);
      assay_csv_blanks (&csv, n_more);
      assay_csv_end_line (&csv);
    }
  return g_string_free (csv.out, FALSE);
}
