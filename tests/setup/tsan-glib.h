/* Read before every source when the thread sanitizer builds Assay, and never otherwise.
 *
 * GLib makes its locks of atomics and futexes, and Debian's GLib is built without the sanitizer, which therefore sees
 * no order between two threads that take turns on a GMutex, and calls every such turn a race. Here each lock, wait
 * and GTask that Assay uses says what it orders. What Assay does not use is left out; a new one belongs here. */
#pragma once

#include <gio/gio.h>
#include <sanitizer/tsan_interface.h>

static inline void
tsan_mutex_lock (GMutex *mutex)
{
  g_mutex_lock (mutex);
  __tsan_acquire (mutex);
}

static inline void
tsan_mutex_unlock (GMutex *mutex)
{
  __tsan_release (mutex);
  g_mutex_unlock (mutex);
}

static inline gboolean
tsan_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  __tsan_release (mutex);
  gboolean is_signalled = g_cond_wait_until (cond, mutex, end_time);
  __tsan_acquire (mutex);
  return is_signalled;
}

static inline void
tsan_task_work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GTaskThreadFunc work = g_object_get_data (G_OBJECT (task), "tsan-work");

  __tsan_acquire (task);
  work (task, source, data, cancellable);
}

static inline void
tsan_task_run_in_thread (GTask *task, GTaskThreadFunc work)
{
  g_object_set_data (G_OBJECT (task), "tsan-work", work);
  __tsan_release (task);
  g_task_run_in_thread (task, tsan_task_work);
}

static inline void
tsan_task_return_boolean (GTask *task, gboolean value)
{
  __tsan_release (task);
  g_task_return_boolean (task, value);
}

static inline void
tsan_task_return_error (GTask *task, GError *error)
{
  __tsan_release (task);
  g_task_return_error (task, error);
}

static inline gboolean
tsan_task_propagate_boolean (GTask *task, GError **error)
{
  gboolean value = g_task_propagate_boolean (task, error);

  __tsan_acquire (task);
  return value;
}

#define g_mutex_lock(mutex) tsan_mutex_lock (mutex)
#define g_mutex_unlock(mutex) tsan_mutex_unlock (mutex)
#define g_cond_wait_until(cond, mutex, end_time) tsan_cond_wait_until (cond, mutex, end_time)
#define g_task_run_in_thread(task, work) tsan_task_run_in_thread (task, work)
#define g_task_return_boolean(task, value) tsan_task_return_boolean (task, value)
#define g_task_return_error(task, error) tsan_task_return_error (task, error)
#define g_task_propagate_boolean(task, error) tsan_task_propagate_boolean (task, error)
