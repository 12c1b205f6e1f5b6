/* run-progress.h: how far a run is, as a person reads it: rows, time left. */
#pragma once

#include "read/progress.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_RUN_OPENING,   /* until the rows are known */
  ASSAY_RUN_COUNTING,
  ASSAY_RUN_JUDGING,   /* every row is counted */
  ASSAY_RUN_WRITING,
} AssayRunPhase;

/* What of the rows was seen when; zeroed before the first look. */
typedef struct
{
  gint64  started_us;  /* of the pass that goes on */
  guint64 n_rows_last;
} AssayRunClock;

AssayRunPhase assay_run_phase      (const AssayProgress *progress, gboolean is_writing);
const char   *assay_run_phase_says (AssayRunPhase phase);
/* 0..1 of the rows; -1: not known. */
double        assay_run_fraction   (const AssayProgress *progress);
/* (transfer full) "15,000 of 22,611 rows, 4 s left"; "" before the first row. now_us: g_get_monotonic_time(). */
char         *assay_run_rows_say   (AssayRunClock *clock, const AssayProgress *progress, gint64 now_us);

G_END_DECLS
