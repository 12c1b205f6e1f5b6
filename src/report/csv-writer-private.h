/* csv-writer-private.h: how a CSV file is written: RFC 4180, and safe in a spreadsheet.
 *
 * Text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a carriage return) gets an
 * apostrophe before it; numbers never do. Undefined is empty.
 */
#pragma once

#include "report.h"

G_BEGIN_DECLS

/* A file being written; lines end with CR LF. */
typedef struct
{
  GString *out;
  gboolean is_line_begun;
  const char *more;      /* (nullable) what every line ends with, */
  const char *more_head; /* the first one with this */
} AssayCsv;

/* One cell each. */
void assay_csv_text     (AssayCsv *csv, const char *text); /* (nullable) */
void assay_csv_plain    (AssayCsv *csv, const char *text); /* as it is: a number that is text already */
void assay_csv_count    (AssayCsv *csv, guint64 count);
void assay_csv_number   (AssayCsv *csv, double number);
void assay_csv_rows     (AssayCsv *csv, double rows);      /* "never" when no number of rows decides */
void assay_csv_boolean  (AssayCsv *csv, gboolean value);
/* Three: value, lo, hi. */
void assay_csv_ends     (AssayCsv *csv, const AssayEstimate *estimate);
void assay_csv_blanks   (AssayCsv *csv, guint n);
/* n headers, each before, name, after. */
void assay_csv_headers  (AssayCsv *csv, const char *before, const char *name, const char *const *after, guint n);
void assay_csv_end_line (AssayCsv *csv);

G_END_DECLS
