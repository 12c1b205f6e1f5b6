/* progress.h: how far a long piece of work is, written by workers, read by whoever shows it.
 *
 * The fields are atomics; nobody locks. Workers add rows, the reader polls at its own pace, so that a fast
 * scan never floods a terminal or a main loop.
 */
#pragma once

#include <glib.h>
#include <stdatomic.h>

G_BEGIN_DECLS

typedef struct
{
  atomic_uint_fast64_t n_rows_done;
  atomic_uint_fast64_t n_rows_total; /* 0: not known yet */
} AssayProgress;

G_END_DECLS
