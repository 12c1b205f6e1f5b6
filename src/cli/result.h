/* result.h: what `assay audit` and `assay merge` end with: an audit, written to a folder and shown. */
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

/* --format, --quiet and --json. */
gboolean  assay_result_read_options (AssayResult        *self,
                                     const AssayOptions *options,
                                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  assay_result_write        (AssayResult        *self,
                                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* The summary, or what --json and --quiet ask for in its place; the verdict is the exit status. */
AssayExit assay_result_show         (const AssayResult  *self,
                                     const AssayOptions *options,
                                     GError            **error);
void      assay_result_clear        (AssayResult        *self);

G_END_DECLS
