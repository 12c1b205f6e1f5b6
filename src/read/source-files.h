/* source-files.h: finding the files of a source, and looking at what their headers say. Inside src/read. */
#pragma once

#include "source-private.h"

G_BEGIN_DECLS

/* Expands globs, checks that every file is there, readable, not empty, named once, and all of one kind. */
gboolean assay_files_find          (const char *const *names,
                                    const char        *folder,  /* (nullable) */
                                    AssayInputFile   **files,
                                    guint             *n_files,
                                    AssayFilesKind    *kind,
                                    GError           **error);
/* CSV: finds the delimiter and checks the names of every file; Parquet: checks for names that repeat. */
gboolean assay_files_check_headers (AssaySource *source, GError **error);
/* What DuckDB made of the headers is what the files say, and all files have the same columns. */
gboolean assay_files_check_columns (AssaySource *source, GError **error);

G_END_DECLS
