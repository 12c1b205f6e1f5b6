/* file-kind.h: what a file that somebody opens or drops is, by its content. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ASSAY_FILE_AUDIT, /* an audit file; also what is not there or is nothing known, so that the reader says why */
  ASSAY_FILE_PLAN,  /* text whose first line that is no comment is a [section] */
  ASSAY_FILE_DATA,  /* Parquet, JSON lines, CSV, or one of them compressed */
} AssayFileKind;

AssayFileKind assay_file_kind (const char *path);

G_END_DECLS
