#include "cli/progress.h"
#include "words/number.h"

#define SETTLE_US (G_USEC_PER_SEC / 2) /* a rate from less than this jumps about */

static char *
time_left (double seconds)
{
  if (seconds < 60)
    return g_strdup_printf ("%.0f s", seconds < 1 ? 1 : seconds);
  if (seconds < 3600)
    return g_strdup_printf ("%d min %02d s", (int) seconds / 60, (int) seconds % 60);
  return g_strdup_printf ("%.0f h %02d min", seconds / 3600 - 0.5, ((int) seconds / 60) % 60);
}

char *
assay_progress_line_text (AssayProgressLine *self, const AssayProgress *progress, gint64 now_us)
{
  guint64 done = atomic_load_explicit (&progress->n_rows_done, memory_order_relaxed);
  guint64 total = atomic_load_explicit (&progress->n_rows_total, memory_order_relaxed);
  g_autofree char *rows = assay_number_rows (done);
  g_autoptr (GString) text = g_string_new (rows);
  double rate;

  if (self->started_us == 0 || done < self->n_rows_last)
    self->started_us = now_us;
  self->n_rows_last = done;
  if (done == 0)
    return NULL;
  if (total >= done)
    {
      g_autofree char *all = assay_number_rows (total);

      g_string_append_printf (text, " of %s", all);
    }
  g_string_append (text, " rows");
  if (now_us - self->started_us < SETTLE_US)
    return g_string_free (g_steal_pointer (&text), FALSE);
  rate = (double) done * G_USEC_PER_SEC / (double) (now_us - self->started_us);
  {
    g_autofree char *per_second = assay_number_rows ((guint64) rate);
    g_autofree char *left = total >= done ? time_left ((double) (total - done) / rate) : NULL;

    g_string_append_printf (text, ", %s rows/s", per_second);
    if (left != NULL)
      g_string_append_printf (text, ", %s left", left);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
