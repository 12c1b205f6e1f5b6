/* progress.h: one line on a terminal that says how far a long piece of work is. */
#pragma once

#include "read/progress.h"

G_BEGIN_DECLS

typedef struct
{
  gint64  started_us;  /* monotonic; of the pass that the rows belong to */
  guint64 n_rows_last; /* fewer rows than the last time: a new pass */
} AssayProgressLine;

/* (transfer full) (nullable) The line's text at now_us, such as "12,300,000 of 100,000,000 rows, 3,100,000 rows/s,
 * 28 s left"; NULL while there is nothing to say. */
char *assay_progress_line_text (AssayProgressLine *self, const AssayProgress *progress, gint64 now_us);

G_END_DECLS
