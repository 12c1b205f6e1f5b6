/* input.h: which of the words a user typed are plans, which are data, which are audit files. */
#pragma once

#include "cli/options.h"
#include "read/read.h"

G_BEGIN_DECLS

/* By name where the name says data, else by content: a plan is text whose first line that is no comment is a
 * [section]. What cannot be read is a plan when its name ends in .ini or .plan. */
gboolean       assay_input_is_plan (const char *path);
/* Whether a word can be data at all: it is there, or a glob, and no audit. What is in it, reading finds out. */
gboolean       assay_input_check_data (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) The audit file that AUDIT means: itself, or DIR/audit.assay. */
char          *assay_input_audit   (const char *path);
/* (transfer full) "data/income.csv.gz" is "income"; a glob is named after its folder, else "data". */
char          *assay_input_stem    (const char *path);
/* (transfer full) (array zero-terminated) The data of a command whose arguments are all data: arguments and --data. */
char         **assay_input_files   (const AssayOptions *options);
/* (transfer full) Opens these files as --threads and --memory say. */
AssaySource   *assay_input_open    (const AssayOptions *options, const char *const *files, GError **error);

G_END_DECLS
