/* test-work.c: work on a thread: its end, its error, and what a signal does to it. */
#include "cli/work.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  GThread *thread;
  gboolean sends_signal;
  gboolean fails;
  gboolean finishes_anyway; /* after the signal */
  int      number;
} Job;

static gboolean
work (gpointer data, AssayProgress *progress, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  job->thread = g_thread_self ();
  if (job->sends_signal)
    {
      kill (getpid (), job->number);
      while (!g_cancellable_is_cancelled (cancellable))
        g_usleep (1000);
    }
  if (job->finishes_anyway)
    return TRUE;
  if (job->fails)
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "gone");
  else if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return !job->fails;
}

static void
test_done (void)
{
  g_autoptr (GError) error = NULL;
  Job job = { 0 };

  g_assert_true (assay_work_run (work, &job, TRUE, "interrupted", &error));
  g_assert_no_error (error);
  g_assert_true (job.thread != g_thread_self ());
}

static void
test_failed (void)
{
  g_autoptr (GError) error = NULL;
  Job job = { .fails = TRUE };

  g_assert_false (assay_work_run (work, &job, TRUE, "interrupted", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* Also when the work calls its end something else: a stopped query has many names. */
static void
test_signals (void)
{
  static const struct { int number; gboolean fails; } table[] = {
    { SIGINT, FALSE }, { SIGTERM, FALSE }, { SIGHUP, FALSE }, { SIGINT, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      Job job = { .sends_signal = TRUE, .number = table[i].number, .fails = table[i].fails };

      g_assert_false (assay_work_run (work, &job, TRUE, "stopped here", &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpstr (error->message, ==, "stopped here");
    }
}

/* What was written before the signal was seen stays: the run says so. */
static void
test_too_late (void)
{
  g_autoptr (GError) error = NULL;
  Job job = { .sends_signal = TRUE, .number = SIGINT, .finishes_anyway = TRUE };

  g_assert_true (assay_work_run (work, &job, TRUE, "interrupted", &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-work/done", test_done);
  g_test_add_func ("/cli-work/failed", test_failed);
  g_test_add_func ("/cli-work/signals", test_signals);
  g_test_add_func ("/cli-work/too-late", test_too_late);
  return g_test_run ();
}
