/* input-check.h: looking at the bytes of a file: digest, wholeness, text. Inside src/read. */
#pragma once

#include "read/read.h"

G_BEGIN_DECLS

/* What of a text file is looked at. */
typedef struct
{
  gboolean is_text;      /* CSV, JSON lines: NUL bytes and UTF-8 */
  gboolean is_json;      /* lines of JSON: no array around all of them */
  char     delimiter;    /* not 0: also the CSV structure (quotes, fields a line) */
  guint64  most_lines;   /* not 0: the structure of the first lines only */
  GString *first_line;   /* (nullable) gets the first record as it stands, without its line end */
} AssayTextRules;

/* Reads one file to its end. sha256 (nullable) gets the digest of the file's bytes, (transfer full); the text is
 * looked at after decompression (.gz, .zst). */
gboolean assay_input_check_file (const AssayInputFile *file,
                                 const AssayTextRules *rules,
                                 GCancellable         *cancellable, /* (nullable) */
                                 char                **sha256,
                                 GError              **error);

G_END_DECLS
