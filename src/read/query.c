/* query.c: one statement, watched: cancelled, out of time, or asked to stop by its own functions.
 *
 * DuckDB runs the statement on the caller's thread and its own; a watcher thread looks ten times a second whether
 * it has to be interrupted, and why.
 */
#include "source-private.h"

#define WATCH_US (G_USEC_PER_SEC / 10)
#define DEADLINE_S 60

typedef enum { WATCH_GOES_ON, WATCH_CANCELLED, WATCH_FULL, WATCH_BAD_SCORE, WATCH_BAD_VALUE, WATCH_LATE } WatchEnd;

typedef struct
{
  AssaySource  *source;
  GCancellable *cancellable;
  gboolean      watch_rows;
  gint64        deadline_us;
  GMutex        mutex;    /* guards the fields below */
  GCond         cond;
  gboolean      is_done;
  WatchEnd      end;
} Watch;

/* A full dictionary or a bad score makes the rest of the scan worthless. */
static WatchEnd
run_end (const AssayScanRun *run)
{
  for (guint c = 0; run != NULL && c < run->n_columns; c++)
    {
      if (!run->takes_full && !run->coders[c].column->may_overflow && assay_dictionary_is_full (run->coders[c].dictionary))
        return WATCH_FULL;
      if (atomic_load (&run->coders[c].has_bad_score))
        return WATCH_BAD_SCORE;
    }
  for (guint i = 0; run != NULL && i < run->n_makers; i++)
    if (atomic_load (&run->makers[i].has_bad))
      return WATCH_BAD_VALUE;
  return WATCH_GOES_ON;
}

static gpointer
watch_thread (gpointer data)
{
  Watch *watch = data;
  AssayScanRun *run = watch->source->run;
  guint64 n_seen = 0;
  gint64  since = g_get_monotonic_time ();

  g_mutex_lock (&watch->mutex);
  while (!watch->is_done)
    {
      guint64 n_rows = run != NULL ? atomic_load (&run->n_rows) : 0;
      gint64  now = g_get_monotonic_time ();
      if (n_rows != n_seen)
        since = now;
      n_seen = n_rows;
      if (watch->end == WATCH_GOES_ON)
        watch->end = g_cancellable_is_cancelled (watch->cancellable)               ? WATCH_CANCELLED
                     : watch->watch_rows && now - since > watch->deadline_us ? WATCH_LATE
                                                                                   : run_end (run);
      if (watch->end != WATCH_GOES_ON)
        duckdb_interrupt (watch->source->connection);
      g_cond_wait_until (&watch->cond, &watch->mutex, now + WATCH_US);
    }
  g_mutex_unlock (&watch->mutex);
  return NULL;
}

static WatchEnd
watch_stop (Watch   *watch,
            GThread *thread)
{
  g_mutex_lock (&watch->mutex);
  watch->is_done = TRUE;
  g_cond_signal (&watch->cond);
  g_mutex_unlock (&watch->mutex);
  g_thread_join (thread);
  g_mutex_clear (&watch->mutex);
  g_cond_clear (&watch->cond);
  return watch->end;
}

static void
set_query_error (AssaySource *self,
                 WatchEnd     end,
                 const char  *message,
                 GError     **error)
{
  if (end == WATCH_CANCELLED)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "interrupted");
  else if (end == WATCH_LATE)
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_EXPRESSION,
                 "no row came through for %u seconds; a where= that never ends? Make the expression simpler",
                 self->options.deadline_s);
  else
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_DATA, "%s", message);
}

gboolean
assay_source_query (AssaySource   *self,
                    const char    *sql,
                    gboolean       watch_rows,
                    GCancellable  *cancellable,
                    duckdb_result *result,
                    char         **message,
                    GError       **error)
{
  Watch watch = { .source = self, .cancellable = cancellable, .watch_rows = watch_rows,
                  .deadline_us = (gint64) self->options.deadline_s * G_USEC_PER_SEC };
  duckdb_result own;

  g_mutex_init (&watch.mutex);
  g_cond_init (&watch.cond);
  GThread *thread = g_thread_new ("assay-watch", watch_thread, &watch);
  duckdb_result *used = result != NULL ? result : &own;
  gboolean is_ok = duckdb_query (self->connection, sql, used) == DuckDBSuccess;
  WatchEnd end = watch_stop (&watch, thread);

  if (is_ok && result != NULL)
    return TRUE;
  if (!is_ok)
    {
      const char *text = duckdb_result_error (used);
      if (message != NULL)
        *message = end == WATCH_GOES_ON ? g_strdup (text) : NULL;
      set_query_error (self, end, text != NULL ? text : "the query failed without a reason", error);
    }
  duckdb_destroy_result (used);
  return is_ok;
}

char *
assay_result_text (duckdb_result *result,
                   idx_t          column,
                   idx_t          row)
{
  char *text = duckdb_value_varchar (result, column, row);
  char *copy = g_strdup (text);

  duckdb_free (text);
  return copy;
}
