/* held-task.c: see held-task.h. */
#include "held-task.h"

static void
completed (GTask        *task,
           GParamSpec   *property,
           GApplication *application)
{
  g_application_release (application);
}

void
assay_held_task_run (GTask           *task,
                     GTaskThreadFunc  work)
{
  GApplication *application = g_application_get_default ();

  if (application != NULL)
    {
      g_application_hold (application);
      g_signal_connect_data (task, "notify::completed", G_CALLBACK (completed), g_object_ref (application),
                             (GClosureNotify) (void (*) (void)) g_object_unref, 0);
    }
  g_task_run_in_thread (task, work);
}
