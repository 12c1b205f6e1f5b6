/* data-watch.c: see data-watch.h. The thread has copies of all that it looks at: the audit may go before it ends. */
#include "data-watch.h"

#include <errno.h>
#include <glib/gstdio.h>

/* One look. */
typedef struct
{
  AssayInputFile *files;
  guint           n_files;
  char           *audit_path, *folder; /* folder: (nullable) */
  char           *found, *says;        /* (nullable) what came of it */
  char           *stamp;               /* sizes and times of the files; (nullable) at first that of the look before */
  AssayDataState  state;               /* at first that of the look before */
} Look;

struct _AssayDataWatch
{
  GObject           *owner;
  const AssayReport *report;
  char              *audit_path, *folder;
  GCancellable      *cancellable;      /* (nullable) of the look that goes on */
  gboolean           is_asked;
  AssayDataState     state;
  char              *says, *found, *stamp;
};

static void
look_free (Look *look)
{
  for (guint i = 0; i < look->n_files; i++)
    {
      g_free (look->files[i].name);
      g_free (look->files[i].sha256);
    }
  g_free (look->files);
  g_free (look->audit_path);
  g_free (look->folder);
  g_free (look->found);
  g_free (look->says);
  g_free (look->stamp);
  g_free (look);
}

static Look *
look_new (const AssayDataWatch *self)
{
  const AssayProvenance *provenance = self->report->provenance;
  Look *look = g_new0 (Look, 1);

  look->files = g_new0 (AssayInputFile, provenance->n_files);
  look->n_files = provenance->n_files;
  for (guint i = 0; i < look->n_files; i++)
    {
      look->files[i].name = g_strdup (provenance->files[i].name);
      look->files[i].sha256 = g_strdup (provenance->files[i].sha256);
      look->files[i].n_bytes = provenance->files[i].n_bytes;
    }
  look->audit_path = g_strdup (self->audit_path);
  look->folder = g_strdup (self->folder);
  look->says = g_strdup (self->says);
  look->stamp = g_strdup (self->stamp);
  look->state = self->state;
  return look;
}

/* (transfer full) Digests are made anew only when this is another one: windows look whenever they are looked at. */
static char *
stamp_of (const Look *look)
{
  GString *text = g_string_new (look->found);

  for (guint i = 0; look->found != NULL && i < look->n_files; i++)
    {
      g_autofree char *path = g_canonicalize_filename (look->files[i].name, look->found);
      GStatBuf status;
      if (g_stat (path, &status) == 0)
        g_string_append_printf (text, "\n%" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld", (gint64) status.st_size,
                                (gint64) status.st_mtim.tv_sec, (long) status.st_mtim.tv_nsec);
      else
        g_string_append_printf (text, "\n%d", errno);
    }
  return g_string_free (text, FALSE);
}

static void
look_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Look *look = data;

  look->found = assay_data_folder (look->files, look->n_files, look->audit_path, look->folder);
  g_autofree char *stamp = stamp_of (look);
  if (look->state == ASSAY_DATA_UNKNOWN || g_strcmp0 (stamp, look->stamp) != 0)
    {
      g_clear_pointer (&look->says, g_free);
      look->state = assay_data_check (look->files, look->n_files, look->found, cancellable, &look->says);
    }
  g_free (look->stamp);
  look->stamp = g_steal_pointer (&stamp);
  g_task_return_int (task, look->state);
}

static void
looked (GObject      *owner,
        GAsyncResult *result,
        gpointer      data)
{
  AssayDataWatch *self = data;
  Look *look = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  const gssize state = g_task_propagate_int (G_TASK (result), &error);

  if (error != NULL || g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return; /* self may be gone */
  g_clear_object (&self->cancellable);
  self->state = (AssayDataState) state;
  g_free (self->says);
  self->says = g_steal_pointer (&look->says);
  g_free (self->stamp);
  self->stamp = g_steal_pointer (&look->stamp);
  g_free (self->found);
  self->found = g_steal_pointer (&look->found);
  g_signal_emit_by_name (self->owner, "data-state-changed");
}

void
assay_data_watch_look (AssayDataWatch *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->is_asked = TRUE;
  self->cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, looked, self);
  g_task_set_task_data (task, look_new (self), (GDestroyNotify) look_free);
  g_task_run_in_thread (task, look_in_thread);
}

AssayDataState
assay_data_watch_state (AssayDataWatch  *self,
                        const char     **says)
{
  if (!self->is_asked)
    assay_data_watch_look (self);
  if (says != NULL)
    *says = self->says;
  return self->state;
}

const char *
assay_data_watch_folder (AssayDataWatch *self)
{
  return self->found;
}

AssayDataWatch *
assay_data_watch_new (GObject           *owner,
                      const AssayReport *report,
                      const char        *audit_path,
                      const char        *folder)
{
  AssayDataWatch *self = g_new0 (AssayDataWatch, 1);

  self->owner = owner;
  self->report = report;
  self->audit_path = g_strdup (audit_path);
  self->folder = g_strdup (folder);
  return self;
}

void
assay_data_watch_free (AssayDataWatch *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_free (self->audit_path);
  g_free (self->folder);
  g_free (self->says);
  g_free (self->found);
  g_free (self->stamp);
  g_free (self);
}
