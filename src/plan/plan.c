/* plan.c: a plan from its file, and what everybody asks of it. */
#include "plan-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

AssayPlan *
assay_plan_parse (const char  *text,
                  gsize        length,
                  const char  *file,
                  GError     **error)
{
  g_return_val_if_fail (text != NULL || length == 0, NULL);
  g_return_val_if_fail (file != NULL, NULL);

  g_autofree char *name = g_filename_display_name (file);
  GPtrArray *lines = plan_lines_read (text, length, name, FALSE, error);
  return lines != NULL ? plan_from_lines (lines, name, error) : NULL;
}

/* One byte more than a plan may have is enough to see that it is too long. */
static gboolean
read_bytes (const char *path,
            GByteArray *bytes)
{
  int descriptor = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  gssize n = descriptor < 0 ? -1 : 1;
  struct stat status;

  if (descriptor >= 0 && (fstat (descriptor, &status) != 0 || !(S_ISREG (status.st_mode) || S_ISDIR (status.st_mode))))
    {
      close (descriptor);
      errno = ESPIPE; /* nobody may ever write into a pipe */
      return FALSE;
    }
  g_byte_array_set_size (bytes, ASSAY_PLAN_MAX_BYTES + 1);
  guint n_bytes = 0;
  while (n > 0 && n_bytes < bytes->len)
    {
      n = read (descriptor, bytes->data + n_bytes, bytes->len - n_bytes);
      if (n < 0 && errno == EINTR)
        n = 1;
      else if (n > 0)
        n_bytes += n;
    }
  int failure = errno;
  if (descriptor >= 0)
    close (descriptor);
  errno = failure;
  g_byte_array_set_size (bytes, n_bytes);
  return n >= 0;
}

AssayPlan *
assay_plan_load (const char  *path,
                 GError     **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  if (!read_bytes (path, bytes))
    {
      int failure = errno;
      g_autofree char *name = g_filename_display_name (path);
      g_set_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_READ, "%s: the plan cannot be read: %s", name,
                   failure == ESPIPE ? "it is no regular file; copy the plan into a file first" : g_strerror (failure));
      return NULL;
    }
  return assay_plan_parse ((const char *) bytes->data, bytes->len, path, error);
}

char *
assay_plan_to_text (const AssayPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return plan_lines_join (self->lines);
}

char *
assay_plan_where (const AssayPlan *self,
                  const char      *section,
                  const char      *key)
{
  g_return_val_if_fail (self != NULL && section != NULL && key != NULL, NULL);

  const PlanLine *line = plan_lines_find (self->lines, section, key);
  return line != NULL ? plan_where_text (line) : g_strdup (self->file);
}

const char *
assay_plan_value (const AssayPlan *self,
                  const char      *section,
                  const char      *key)
{
  g_return_val_if_fail (self != NULL && section != NULL && key != NULL, NULL);

  const PlanLine *line = plan_lines_find (self->lines, section, key);
  return line != NULL && line->value[0] != '\0' ? line->value : NULL;
}

const AssayBins *
assay_plan_bins (const AssayPlan *self,
                 const char      *column)
{
  for (guint i = 0; i < self->bins->len; i++)
    {
      const AssayBins *bins = self->bins->pdata[i];
      if (strcmp (bins->column, column) == 0)
        return bins;
    }
  return NULL;
}

const AssayModel *
assay_plan_model (const AssayPlan *self,
                  const char      *name)
{
  for (guint i = 0; i < self->models->len; i++)
    {
      const AssayModel *model = self->models->pdata[i];
      if (strcmp (model->name, name) == 0)
        return model;
    }
  return NULL;
}

const AssayOwnMeasure *
assay_plan_own_measure (const AssayPlan *self,
                        const char      *name)
{
  for (guint i = 0; i < self->own_measures->len; i++)
    {
      const AssayOwnMeasure *measure = self->own_measures->pdata[i];
      if (strcmp (measure->name, name) == 0)
        return measure;
    }
  return NULL;
}

const AssayRange *
assay_plan_range (const AssayPlan *self,
                  const char      *column)
{
  for (guint i = 0; i < self->ranges->len; i++)
    {
      const AssayRange *range = self->ranges->pdata[i];
      if (strcmp (range->column, column) == 0)
        return range;
    }
  return NULL;
}

static void
add_once (GPtrArray  *names,
          GHashTable *seen,
          const char *name)
{
  if (g_hash_table_add (seen, (gpointer) name))
    g_ptr_array_add (names, (gpointer) name);
}

const char **
assay_plan_slice_columns (const AssayPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GPtrArray *names = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *const lists[] = { self->columns, self->crosses, self->fairness.controlled };
  for (guint list = 0; list < G_N_ELEMENTS (lists); list++)
    for (guint i = 0; i < lists[list]->len; i++)
      for (char **name = ((AssayCross *) lists[list]->pdata[i])->columns; *name != NULL; name++)
        add_once (names, seen, *name);
  for (guint i = 0; i < self->bins->len; i++)
    add_once (names, seen, ((AssayBins *) self->bins->pdata[i])->column);
  for (guint i = 0; i < self->checks->len; i++)
    {
      const GPtrArray *targets = ((AssayCheck *) self->checks->pdata[i])->targets;
      for (guint j = 0; j < targets->len; j++)
        for (guint k = 0; k < ((AssayTarget *) targets->pdata[j])->n_columns; k++)
          add_once (names, seen, ((AssayTarget *) targets->pdata[j])->columns[k]);
    }
  g_ptr_array_add (names, NULL);
  return (const char **) g_ptr_array_free (names, FALSE);
}

gboolean
assay_plan_can_name (const char *column)
{
  g_return_val_if_fail (column != NULL, FALSE);

  gsize length = strlen (column);
  if (length == 0 || g_ascii_isspace (column[0]) || g_ascii_isspace (column[length - 1]) ||
      !g_utf8_validate (column, -1, NULL))
    return FALSE;
  for (const char *at = column; *at != '\0'; at++)
    if (strchr (";*=", *at) != NULL || ((guchar) *at < 0x20 && *at != '\t') || *at == 0x7f)
      return FALSE;
  return TRUE;
}

void
assay_plan_free (AssayPlan *self)
{
  if (self == NULL)
    return;
  g_free (self->file);
  g_free (self->text);
  g_ptr_array_unref (self->lines);
  g_free (self->title);
  g_free (self->code_version);
  g_free (self->weight);
  g_strfreev (self->files);
  g_free (self->label);
  g_free (self->prediction);
  g_free (self->score);
  g_free (self->positive);
  g_free (self->cluster);
  g_strfreev (self->baselines);
  g_strfreev (self->annotators);
  g_strfreev (self->tags);
  g_free (self->tags_separator);
  g_free (self->reviewed);
  g_free (self->tags_file);
  g_free (self->id);
  g_free (self->room_against);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->crosses);
  g_ptr_array_unref (self->bins);
  g_strfreev (self->measures);
  g_free (self->edges_from);
  g_ptr_array_unref (self->named);
  g_ptr_array_unref (self->risks);
  g_ptr_array_unref (self->checks);
  g_ptr_array_unref (self->models);
  g_ptr_array_unref (self->own_measures);
  g_ptr_array_unref (self->ranges);
  g_ptr_array_unref (self->literature);
  g_ptr_array_unref (self->tag_sections);
  plan_clear_fairness (&self->fairness);
  g_clear_pointer (&self->costs, g_ptr_array_unref);
  g_free (self->cost_unit);
  g_free (self);
}
