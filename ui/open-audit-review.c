/* open-audit-review.c: notes, decisions and sign-offs of an open audit, and a watch on its file.
 *
 * Nothing that was said is ever taken away, so that of two readings of one audit the one with more is the later; the
 * watch sees every writing, this window's too, and reads once more after the last.
 */
#include "open-audit-review.h"

#include "held-task.h"

#include <glib/gstdio.h>

#define QUIET_MS 150   /* a file is written and renamed: several events */

/* Which file was read. */
typedef struct
{
  guint64 inode, size;
  gint64  changed_s, changed_ns;
} Stamp;

typedef struct
{
  GFileMonitor *monitor;
  Stamp         stamp;
  guint         source;
  gboolean      is_reading, is_replaced;
} Watch;

static void
watch_free (gpointer data)
{
  Watch *self = data;

  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  g_clear_handle_id (&self->source, g_source_remove);
  g_free (self);
}

static Watch *
watch_of (AssayOpenAudit *self)
{
  return g_object_get_data (G_OBJECT (self), "assay-watch");
}

static Stamp
stamp_of (const char *path)
{
  GStatBuf buffer;
  Stamp stamp = { 0 };

  if (g_stat (path, &buffer) == 0)
    stamp = (Stamp) { buffer.st_ino, (guint64) buffer.st_size, buffer.st_mtim.tv_sec, buffer.st_mtim.tv_nsec };
  return stamp;
}

static gboolean
is_same_stamp (const Stamp *a,
               const Stamp *b)
{
  return a->inode == b->inode && a->size == b->size && a->changed_s == b->changed_s && a->changed_ns == b->changed_ns;
}

static guint
n_said (const AssayAudit *audit)
{
  const AssayReview *review = assay_audit_report (audit)->review;

  return review != NULL ? review->decisions->len + review->sign_offs->len : 0;
}

/* TRUE: it is the audit that is shown. */
static gboolean
take (AssayOpenAudit *self,
      AssayAudit     *other,
      gboolean        is_from_writing)
{
  if (is_from_writing && n_said (other) < n_said (assay_open_audit_audit (self)))
    return TRUE; /* later words are here already */
  return assay_open_audit_take_review (self, other);
}

/* --- writing ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  const AssayAudit *of;         /* of the task's source */
  char             *path;
  AssayDecision    *decision;   /* one of the two */
  AssaySignOff     *sign_off;
} Words;

static void
words_free (gpointer data)
{
  Words *self = data;

  g_free (self->path);
  g_clear_pointer (&self->decision, assay_decision_free);
  g_clear_pointer (&self->sign_off, assay_sign_off_free);
  g_free (self);
}

static void
say_in_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  const Words *words = data;
  AssayAudit *audit = NULL;
  GError *error = NULL;

  if (assay_audit_say (words->of, words->path, words->decision, words->sign_off, &audit, &error))
    g_task_return_pointer (task, audit, (GDestroyNotify) assay_audit_free);
  else
    g_task_return_error (task, error);
}

static void
say (AssayOpenAudit      *self,
     Words               *words,
     GAsyncReadyCallback  callback,
     gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);

  words->of = assay_open_audit_audit (self);
  words->path = g_strdup (assay_open_audit_path (self));
  g_task_set_source_tag (task, say);
  g_task_set_task_data (task, words, words_free);
  assay_held_task_run (task, say_in_thread);
}

void
assay_open_audit_decide_async (AssayOpenAudit      *self,
                               const AssayDecision *decision,
                               GAsyncReadyCallback  callback,
                               gpointer             data)
{
  Words *words = g_new0 (Words, 1);

  words->decision = assay_decision_copy (decision);
  say (self, words, callback, data);
}

void
assay_open_audit_sign_async (AssayOpenAudit      *self,
                             const AssaySignOff  *sign_off,
                             GAsyncReadyCallback  callback,
                             gpointer             data)
{
  Words *words = g_new0 (Words, 1);

  words->sign_off = assay_sign_off_copy (sign_off);
  say (self, words, callback, data);
}

gboolean
assay_open_audit_say_finish (AssayOpenAudit  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_autoptr (AssayAudit) audit = g_task_propagate_pointer (G_TASK (result), error);

  if (audit == NULL)
    return FALSE;
  take (self, audit, TRUE);
  return TRUE;
}

/* --- reading again ---------------------------------------------------------------------------------------------- */

typedef struct
{
  char  *path;
  Stamp  stamp;
} Look;

static void
look_free (gpointer data)
{
  g_free (((Look *) data)->path);
  g_free (data);
}

static void
look_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Look *look = data;
  GError *error = NULL;

  look->stamp = stamp_of (look->path);
  AssayAudit *audit = assay_audit_open (look->path, &error);
  if (audit != NULL)
    g_task_return_pointer (task, audit, (GDestroyNotify) assay_audit_free);
  else
    g_task_return_error (task, error);
}

/* A file that is not there, or no audit, is as another one: whoever looks at it hears of it. */
static void
looked (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  AssayOpenAudit *self = ASSAY_OPEN_AUDIT (source);
  Watch *watch = watch_of (self);
  g_autoptr (AssayAudit) audit = g_task_propagate_pointer (G_TASK (result), NULL);
  const gboolean was_replaced = watch->is_replaced;

  watch->is_reading = FALSE;
  watch->stamp = ((const Look *) g_task_get_task_data (G_TASK (result)))->stamp;
  watch->is_replaced = audit == NULL || !take (self, audit, FALSE);
  if (watch->is_replaced != was_replaced)
    g_signal_emit_by_name (self, "review-changed");
  assay_open_audit_look_again (self);
}

void
assay_open_audit_look_again (AssayOpenAudit *self)
{
  Watch *watch = watch_of (self);
  const Stamp now = stamp_of (assay_open_audit_path (self));

  if (watch == NULL || watch->is_reading || is_same_stamp (&now, &watch->stamp))
    return;
  g_autoptr (GTask) task = g_task_new (self, NULL, looked, NULL);
  Look *look = g_new0 (Look, 1);
  look->path = g_strdup (assay_open_audit_path (self));
  watch->is_reading = TRUE;
  g_task_set_source_tag (task, assay_open_audit_look_again);
  g_task_set_task_data (task, look, look_free);
  g_task_run_in_thread (task, look_in_thread);
}

gboolean
assay_open_audit_is_replaced (AssayOpenAudit *self)
{
  return watch_of (self) != NULL && watch_of (self)->is_replaced;
}

/* --- the watch -------------------------------------------------------------------------------------------------- */

static gboolean
is_quiet (gpointer data)
{
  watch_of (data)->source = 0;
  assay_open_audit_look_again (data);
  return G_SOURCE_REMOVE;
}

static void
stirred (GFileMonitor      *monitor,
         GFile             *file,
         GFile             *other,
         GFileMonitorEvent  event,
         AssayOpenAudit    *self)
{
  Watch *watch = watch_of (self);

  g_clear_handle_id (&watch->source, g_source_remove);
  watch->source = g_timeout_add (QUIET_MS, is_quiet, self);
}

/* Where a folder cannot be watched, a page looks again when its window is turned to. */
void
assay_open_audit_watch (AssayOpenAudit *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (assay_open_audit_path (self));
  Watch *watch = g_new0 (Watch, 1);

  watch->stamp = stamp_of (assay_open_audit_path (self));
  watch->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  g_object_set_data_full (G_OBJECT (self), "assay-watch", watch, watch_free);
  if (watch->monitor != NULL)
    g_signal_connect_object (watch->monitor, "changed", G_CALLBACK (stirred), self, 0);
}
