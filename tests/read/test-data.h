/* test-data.h: files for the tests: a temporary folder, texts, and Parquet written by a DuckDB of its own. */
#pragma once

#include "read/read.h"

/* A folder that assay_test_folder_free() removes with all it holds. */
char *assay_test_folder_new  (void);
void  assay_test_folder_free (char *folder);
/* folder/name with this content; returns the path. (transfer full) */
char *assay_test_write       (const char *folder, const char *name, const char *content, gssize n_bytes);
/* Runs a statement in a DuckDB without bounds; fails the test when it fails. @ in sql stands for the folder. */
void  assay_test_sql         (const char *folder, const char *sql);
/* First value of the result as text, NULL for NULL. (transfer full) */
char *assay_test_sql_value   (const char *folder, const char *sql);
/* Opens one file (or glob) of the folder. */
AssaySource *assay_test_open (const char *folder, const char *name, guint n_threads, GError **error);
