/* shim.h: the n-th call of one kind fails, from then on or once.
 *
 * Linked into a test (fail_start, fail_stop), or loaded into the program (LD_PRELOAD) with
 *
 *     FAIL_CALL=read FAIL_AT=3 FAIL_ERRNO=5 FAIL_LASTS=1 FAIL_MARK=/tmp/x/failed
 *
 * where the file FAIL_MARK is made when a call was failed. Calls are counted over all threads:
 *
 *     read    read, pread of plain files         write   write, pwrite of plain files
 *     sync    fsync, fdatasync                    rename  rename
 *     link    link                                open    open, openat
 *     memory  GLib's g_try_ functions, and what SQLite and zlib allocate. (Not DuckDB, which has its own ways, and not
 *             GLib's g_malloc, which ends the program: whatever data sizes is asked for by g_try_.)
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FAIL_NOTHING,
  FAIL_READ,
  FAIL_WRITE,
  FAIL_SYNC,
  FAIL_RENAME,
  FAIL_LINK,
  FAIL_OPEN,
  FAIL_MEMORY,
  FAIL_N_CALLS,
} FailCall;

typedef struct
{
  FailCall call;
  guint    at;       /* from 1 */
  int      number;   /* errno; memory has its own */
  gboolean lasts;    /* all later calls fail too */
} FailPlan;

void     fail_start (const FailPlan *plan);
/* Whether a call was failed since the start. */
gboolean fail_stop  (void);

G_END_DECLS
