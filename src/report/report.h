/* report.h: the door of src/report: findings in, files and a terminal summary out.
 *
 * Every writer takes the same description of an audit and returns text; whoever calls writes the files. Numbers are
 * printed by g_ascii_*, an undefined one is null (JSON), empty (CSV) or a dash with its reason (terminal).
 */
#pragma once

#include "judge/judge.h"
#include "read/read.h"
#include "report/review.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* How an audit came about: what the audit file keeps beside plan and counts. */
typedef struct
{
  const AssayInputFile *files;
  guint                 n_files;
  const char           *engine;          /* "cpu" */
  const char           *assay_version;
  const char           *host;
  const char           *code_version;    /* (nullable) */
  gint64                started_us;      /* Unix time, UTC */
  gint64                elapsed_us;
  const char *const    *notes;           /* (array zero-terminated) (nullable) what the reader should know: chosen
                                          * columns, the positive class, scores outside [0, 1], ... */
} AssayProvenance;

typedef struct
{
  const AssayPlan       *plan;
  const AssayCounts     *counts;
  const AssayFindings   *findings;
  const AssayProvenance *provenance;
  const AssayReview     *review;     /* (nullable) NULL: nobody has said anything of it yet */
  const char            *at;         /* (nullable) "at 0.62; the plan says 0.50": the findings are a what-if's, and a chart of
                                      * them says so in its title and its numbers */
} AssayReport;

/* (transfer full) All of them. report.json, format assay-report-1, see data/report.schema.json. */
char *assay_report_json       (const AssayReport *report);
/* (transfer full) Rows of the data (of char**, cells nullable) for a spreadsheet, with empty columns behind them. */
char *assay_report_rows_csv   (const char *const *columns, const GPtrArray *rows, const char *const *more); /* (nullable) */
char *assay_report_slices_csv (const AssayReport *report);
char *assay_report_checks_csv (const AssayReport *report);
/* (nullable) NULL with two classes or fewer: slices.csv says it all. */
char *assay_report_classes_csv (const AssayReport *report);
/* (nullable) NULL without baselines. */
char *assay_report_models_csv (const AssayReport *report);
/* (nullable) NULL without tags. */
char *assay_report_tags_csv   (const AssayReport *report);
char *assay_report_fairness_csv (const AssayReport *report);
/* (nullable) NULL without annotators. */
char *assay_report_annotators_csv (const AssayReport *report);
char *assay_report_junit      (const AssayReport *report);

/* (transfer full) PDF, A4 or US letter: the same bytes for the same audit. Fails when the fonts cannot be loaded. */
GBytes *assay_report_pdf      (const AssayReport *report, gboolean is_letter, GError **error);
/* (transfer full) One HTML file that loads nothing. Fails likewise. */
char   *assay_report_html     (const AssayReport *report, GError **error);

#define ASSAY_REPORT_ERROR (assay_report_error_quark ())
typedef enum
{
  ASSAY_REPORT_ERROR_CHART,   /* no such chart, or the audit has no numbers for it */
} AssayReportError;
GQuark assay_report_error_quark (void);

typedef enum { ASSAY_PICTURE_SVG, ASSAY_PICTURE_PNG, ASSAY_PICTURE_PDF } AssayPicture;
/* AUTO: light, and an SVG follows whoever looks at it. */
typedef enum { ASSAY_COLORS_AUTO, ASSAY_COLORS_LIGHT, ASSAY_COLORS_DARK, ASSAY_COLORS_CONTRAST } AssayColors;

/* Any one chart: what kind, of what, as which file. */
typedef struct
{
  const char   *kind;      /* "dots" */
  const char   *slice;     /* (nullable) these: what the chart is of; not every kind takes every one */
  const char   *column;
  const char   *cross;     /* "A*B" */
  const char   *check;     /* name */
  const char   *measure;
  const char   *baseline;
  const char   *pair;      /* "A*B", two annotators */
  AssayPicture  picture;
  double        width;     /* points */
  AssayColors   colors;
} AssayChartRequest;

/* (transfer full) The file's bytes; an error says what there is. */
GBytes *assay_report_chart (const AssayReport *report, const AssayChartRequest *request, GError **error);

typedef struct
{
  guint    n_columns;   /* width of the terminal; 0: 80 */
  gboolean has_color;
  gboolean is_utf8;     /* else plain ASCII */
  guint    most;        /* slices listed; 0: the section's default */
} AssayTerminalOptions;

/* What `assay audit` ends with: fits 24 to 40 lines. */
char *assay_report_summary    (const AssayReport *report, const AssayTerminalOptions *options);
/* `assay show AUDIT WHAT`: one section as a table. what is one of assay_report_sections(). NULL: unknown. */
char *assay_report_section    (const AssayReport *report, const char *what, const AssayTerminalOptions *options);
/* (array zero-terminated) name, then one line of help, alternating */
const char *const *assay_report_sections (void);

G_END_DECLS
