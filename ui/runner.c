/* runner.c: see runner.h. */
#include "runner.h"

#include "closing.h"
#include "run-ask.h"

#define TICK_MS 100

struct _AssayRunner
{
  GObject          parent;

  GtkWindow       *window;   /* borrowed; NULL once disposed */
  GSettings       *settings; /* (nullable) */
  AssayRunCounter  counter;
  AssayRunTask    *task;     /* (nullable) that goes on */
  AssayRunRequest *last;     /* (nullable) what was asked for last */
  AssayRunClock    clock;
  char            *rows;
  guint            tick;
};

G_DEFINE_FINAL_TYPE (AssayRunner, assay_runner, G_TYPE_OBJECT)

enum { BEGAN, MOVED, DONE, FAILED, STOPPED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- one run ---------------------------------------------------------------------------------------------------- */

static gboolean
look (gpointer data)
{
  AssayRunner *self = data;

  g_free (self->rows);
  self->rows = assay_run_rows_say (&self->clock, assay_run_task_progress (self->task), g_get_monotonic_time ());
  g_signal_emit (self, signals[MOVED], 0);
  return G_SOURCE_CONTINUE;
}

static void
end (AssayRunner *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->task, assay_run_task_free);
}

static void
done (AssayOpenAudit *audit,
      const GError   *error,
      gpointer        data)
{
  g_autoptr (AssayRunner) self = g_object_ref (ASSAY_RUNNER (data));

  end (self);
  if (audit != NULL)
    g_signal_emit (self, signals[DONE], 0, audit);
  else
    g_signal_emit (self, signals[FAILED], 0, error);
}

static void
begin (AssayRunRequest *request,
       gpointer         data)
{
  g_autoptr (AssayRunner) self = data; /* held while it was asked */

  if (self->window == NULL || request == NULL)
    {
      assay_run_request_unref (request);
      return;
    }
  assay_runner_stop (self);
  if (self->task != NULL) /* too late to stop it: it is writing */
    {
      assay_run_request_unref (request);
      return;
    }
  g_clear_pointer (&self->last, assay_run_request_unref);
  self->last = assay_run_request_ref (request);
  self->clock = (AssayRunClock) { 0 };
  g_free (self->rows);
  self->rows = g_strdup ("");
  self->task = assay_run_task_start (request, self->counter, done, self);
  self->tick = g_timeout_add (TICK_MS, look, self);
  g_signal_emit (self, signals[BEGAN], 0);
}

typedef struct
{
  AssayRunner     *runner;
  AssayRunRequest *request;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_object_unref (wanted->runner);
  assay_run_request_unref (wanted->request);
  g_free (wanted);
}

static void
ask_then (GtkWindow *window,
          gpointer   data)
{
  const Wanted *wanted = data;

  assay_run_ask (window, assay_run_request_ref (wanted->request), begin, g_object_ref (wanted->runner));
}

/* The audit that comes takes the place of the pages that are there, with what stands in their fields. request: taken. */
static void
ask (AssayRunner     *self,
     AssayRunRequest *request)
{
  Wanted *wanted = g_new (Wanted, 1);

  *wanted = (Wanted) { g_object_ref (self), request };
  assay_closing_ask (self->window, ask_then, wanted, wanted_free);
}

/* (transfer full) (nullable) */
static char *
engine_of (AssayRunner *self)
{
  return self->settings != NULL ? g_settings_get_string (self->settings, "engine") : NULL;
}

void
assay_runner_run (AssayRunner *self,
                  const char  *plan_path,
                  const char  *audit_path)
{
  g_autofree char *engine = engine_of (self);

  ask (self, assay_run_request_new (plan_path, audit_path, engine));
}

void
assay_runner_run_anew (AssayRunner    *self,
                       AssayOpenAudit *audit,
                       const char     *folder)
{
  g_autofree char *engine = engine_of (self);
  g_autoptr (GError) error = NULL;
  AssayRunRequest *request = assay_run_request_new_anew (audit, folder, engine, &error);

  if (request != NULL)
    ask (self, request);
  else
    g_signal_emit (self, signals[FAILED], 0, error);
}

void
assay_runner_again (AssayRunner *self)
{
  g_autofree char *engine = engine_of (self);

  if (self->last != NULL)
    ask (self, assay_run_request_again (self->last, engine));
}

void
assay_runner_stop (AssayRunner *self)
{
  if (self->task == NULL || !assay_run_task_stop (self->task))
    return;
  end (self);
  g_signal_emit (self, signals[STOPPED], 0);
}

/* --- how far it is ---------------------------------------------------------------------------------------------- */

gboolean
assay_runner_is_running (AssayRunner *self)
{
  return self->task != NULL;
}

double
assay_runner_fraction (AssayRunner *self)
{
  return assay_run_fraction (assay_run_task_progress (self->task));
}

const char *
assay_runner_phase (AssayRunner *self)
{
  return assay_run_phase_says (assay_run_task_phase (self->task));
}

const char *
assay_runner_rows (AssayRunner *self)
{
  return self->rows;
}

const AssayRunRequest *
assay_runner_request (AssayRunner *self)
{
  return self->last;
}

/* --- the object ------------------------------------------------------------------------------------------------- */

static void
assay_runner_dispose (GObject *object)
{
  AssayRunner *self = ASSAY_RUNNER (object);

  self->window = NULL;
  end (self);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (assay_runner_parent_class)->dispose (object);
}

static void
assay_runner_finalize (GObject *object)
{
  AssayRunner *self = ASSAY_RUNNER (object);

  assay_run_request_unref (self->last);
  g_free (self->rows);
  G_OBJECT_CLASS (assay_runner_parent_class)->finalize (object);
}

static void
assay_runner_class_init (AssayRunnerClass *class)
{
  const GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = assay_runner_dispose;
  G_OBJECT_CLASS (class)->finalize = assay_runner_finalize;
  signals[BEGAN] = g_signal_new ("began", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MOVED] = g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[STOPPED] = g_signal_new ("stopped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                ASSAY_TYPE_OPEN_AUDIT);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
assay_runner_init (AssayRunner *self)
{
  self->counter = assay_run_count;
}

AssayRunner *
assay_runner_new (GtkWindow *window,
                  GSettings *settings)
{
  AssayRunner *self = g_object_new (ASSAY_TYPE_RUNNER, NULL);

  self->window = window;
  g_set_object (&self->settings, settings);
  return self;
}

void
assay_runner_set_counter (AssayRunner     *self,
                          AssayRunCounter  counter)
{
  self->counter = counter;
}
