/* json-writer-private.h: JSON as it is written, in order, indented; a small object or array on one line.
 *
 * Beside json-glib, which reads: its generator prints 0.1 as 0.10000000000000001 and needs a node for each number,
 * of which 10,000 slices have a million. Here a number has the digits that read back to it, never a locale's decimal
 * point, and an estimate is one line that a person can read and `diff` can compare.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AssayJson AssayJson;

AssayJson *assay_json_new     (void);
/* (transfer full) Frees self; everything opened must be closed. Ends with a newline. */
char      *assay_json_finish  (AssayJson *self);

/* key: NULL in an array and for the outermost value. Text that is not UTF-8 gets U+FFFD in place of the bad bytes. */
void       assay_json_open      (AssayJson *self, const char *key, char bracket); /* '{' or '[' */
void       assay_json_open_line (AssayJson *self, const char *key, char bracket); /* what is in it stays on one line */
void       assay_json_close     (AssayJson *self);
void       assay_json_text      (AssayJson *self, const char *key, const char *text);  /* NULL: null */
void       assay_json_count     (AssayJson *self, const char *key, guint64 count);
void       assay_json_number    (AssayJson *self, const char *key, double number);     /* not finite: null */
void       assay_json_boolean   (AssayJson *self, const char *key, gboolean value);

G_END_DECLS
