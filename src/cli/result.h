/* result.h: what `assay audit`, `assay merge` and `assay report` end with: files in a folder, and what is said of them. */
#pragma once

#include "audit/audit.h"
#include "cli/options.h"

G_BEGIN_DECLS

typedef struct
{
  char         *out;       /* the folder */
  AssayFormats  formats;
  AssayAudit   *audit;
  char        **paths;     /* (array zero-terminated) what was written */
} AssayResult;

/* --format: names joined by commas; without it otherwise. */
gboolean  assay_result_read_formats (const AssayOptions *options,
                                     AssayFormats        otherwise,
                                     AssayFormats       *formats,
                                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* --format, --quiet and --json. */
gboolean  assay_result_read_options (AssayResult        *self,
                                     const AssayOptions *options,
                                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  assay_result_write        (AssayResult        *self,
                                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) "Written to income-audit/: audit.assay, checks.csv, report.json", a line. */
char     *assay_result_files        (const AssayResult  *self);
/* The summary, or what --json and --quiet ask for in its place; the verdict is the exit status. */
AssayExit assay_result_show         (const AssayResult  *self,
                                     const AssayOptions *options,
                                     GError            **error);
void      assay_result_clear        (AssayResult        *self);

G_END_DECLS
