#include "cli/work.h"

#include "cli/progress.h"
#include "cli/terminal.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>

#define POLL_MS 200
#define ERASE "\r\033[K"

typedef struct
{
  AssayWork         work;
  gpointer          data;
  AssayProgress     progress;
  GCancellable     *cancellable;
  GMainLoop        *loop;
  AssayProgressLine line;
  gboolean          is_shown;   /* the line is on the terminal */
  gboolean          is_done;
  GError           *error;
} Run;

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  GError *error = NULL;

  if (run->work (run->data, &run->progress, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;

  run->is_done = g_task_propagate_boolean (G_TASK (result), &run->error);
  g_main_loop_quit (run->loop);
}

static gboolean
on_tick (gpointer data)
{
  Run *run = data;
  g_autofree char *text = assay_progress_line_text (&run->line, &run->progress, g_get_monotonic_time ());

  if (g_cancellable_is_cancelled (run->cancellable))
    fputs (ERASE "stopping ...", stderr);
  else if (text != NULL)
    fprintf (stderr, ERASE "%s", text);
  run->is_shown = run->is_shown || text != NULL || g_cancellable_is_cancelled (run->cancellable);
  return G_SOURCE_CONTINUE;
}

/* The first signal asks the work to stop, the second does not ask. */
static gboolean
on_signal (Run *run, int number)
{
  if (g_cancellable_is_cancelled (run->cancellable))
    {
      if (run->is_shown)
        fputs (ERASE, stderr);
      signal (number, SIG_DFL);
      raise (number);
    }
  g_cancellable_cancel (run->cancellable);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_interrupt (gpointer data)
{
  return on_signal (data, SIGINT);
}

static gboolean
on_terminate (gpointer data)
{
  return on_signal (data, SIGTERM);
}

static gboolean
on_hangup (gpointer data)
{
  return on_signal (data, SIGHUP);
}

/* Signals are listened to before the thread begins, so that none finds the program deaf. */
static void
run_task (Run *run, GTask *task, gboolean has_progress)
{
  guint interrupt = g_unix_signal_add (SIGINT, on_interrupt, run);
  guint terminate = g_unix_signal_add (SIGTERM, on_terminate, run);
  guint hangup = g_unix_signal_add (SIGHUP, on_hangup, run);
  guint tick = has_progress ? g_timeout_add (POLL_MS, on_tick, run) : 0;

  g_task_run_in_thread (task, run_in_thread);
  g_main_loop_run (run->loop);
  if (tick != 0)
    g_source_remove (tick);
  if (run->is_shown)
    fputs (ERASE, stderr);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  g_source_remove (hangup);
}

gboolean
assay_work_run (AssayWork work, gpointer data, gboolean is_quiet, const char *interrupted, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Run run = { .work = work, .data = data, .cancellable = cancellable, .loop = loop };
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, on_done, &run);

  /* A stopped work that has finished all the same has finished. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, &run, NULL);
  run_task (&run, task, !is_quiet && assay_terminal_has_progress ());
  if (run.is_done)
    return TRUE;
  /* Whatever a library calls a query that was stopped, it was stopped. */
  if (g_cancellable_is_cancelled (cancellable))
    {
      g_clear_error (&run.error);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, interrupted);
      return FALSE;
    }
  g_propagate_error (error, run.error);
  return FALSE;
}
