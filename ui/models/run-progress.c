/* run-progress.c: a rate is taken over the whole pass; it is said once half a second of it was seen. */
#include "models/run-progress.h"

#include "words/number.h"
#include "words/translate.h"

#define SETTLE_US (G_USEC_PER_SEC / 2)

AssayRunPhase
assay_run_phase (const AssayProgress *progress,
                 gboolean             is_writing)
{
  const guint64 done = atomic_load_explicit (&progress->n_rows_done, memory_order_relaxed);
  const guint64 total = atomic_load_explicit (&progress->n_rows_total, memory_order_relaxed);

  if (is_writing)
    return ASSAY_RUN_WRITING;
  if (total > 0 && done >= total)
    return ASSAY_RUN_JUDGING;
  return done > 0 ? ASSAY_RUN_COUNTING : ASSAY_RUN_OPENING;
}

const char *
assay_run_phase_says (AssayRunPhase phase)
{
  switch (phase)
    {
    case ASSAY_RUN_COUNTING:
      return _("Counting rows");
    case ASSAY_RUN_JUDGING:
      return _("Judging slices and checks");
    case ASSAY_RUN_WRITING:
      return _("Writing the audit file");
    case ASSAY_RUN_OPENING:
    default:
      return _("Opening the data");
    }
}

double
assay_run_fraction (const AssayProgress *progress)
{
  const guint64 done = atomic_load_explicit (&progress->n_rows_done, memory_order_relaxed);
  const guint64 total = atomic_load_explicit (&progress->n_rows_total, memory_order_relaxed);

  return total > 0 && done <= total ? (double) done / (double) total : -1;
}

/* (transfer full) */
static char *
time_left (double seconds)
{
  if (seconds < 60)
    return g_strdup_printf (_("%.0f s left"), seconds < 1 ? 1 : seconds);
  if (seconds < 3600)
    return g_strdup_printf (_("%d min %02d s left"), (int) seconds / 60, (int) seconds % 60);
  return g_strdup_printf (_("%d h %02d min left"), (int) seconds / 3600, (int) seconds / 60 % 60);
}

/* A second pass over the rows, of text that was read with other types, begins anew. */
static void
clock_look (AssayRunClock *clock,
            guint64        done,
            gint64         now_us)
{
  if (done == 0 || clock->started_us == 0 || done < clock->n_rows_last)
    clock->started_us = now_us;
  clock->n_rows_last = done;
}

char *
assay_run_rows_say (AssayRunClock       *clock,
                    const AssayProgress *progress,
                    gint64               now_us)
{
  const guint64 done = atomic_load_explicit (&progress->n_rows_done, memory_order_relaxed);
  const guint64 total = atomic_load_explicit (&progress->n_rows_total, memory_order_relaxed);
  g_autofree char *now = assay_number_rows (done), *all = assay_number_rows (total);

  clock_look (clock, done, now_us);
  if (done == 0)
    return g_strdup ("");
  if (total < done)
    return g_strdup_printf (_("%s rows"), now);
  g_autofree char *rows = g_strdup_printf (_("%s of %s rows"), now, all);
  const double seconds = (double) (now_us - clock->started_us) / G_USEC_PER_SEC;
  if (now_us - clock->started_us < SETTLE_US || done == total)
    return g_steal_pointer (&rows);
  g_autofree char *left = time_left ((double) (total - done) * seconds / (double) done);
  return g_strdup_printf ("%s, %s", rows, left);
}
