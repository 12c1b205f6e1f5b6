/* counts.c: finding axes and tables among what was counted. */
#include "tally/counts.h"

#include <string.h>

AssayCounts *
assay_counts_new (void)
{
  AssayCounts *self = g_new0 (AssayCounts, 1);

  self->axes = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_axis_unref);
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_count_table_free);
  return self;
}

void
assay_counts_free (AssayCounts *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->axes);
  g_ptr_array_unref (self->tables);
  g_strfreev (self->classes);
  g_free (self->positive_why);
  g_free (self);
}

AssayAxis *
assay_counts_axis (const AssayCounts *self,
                   AssayAxisKind      kind,
                   const char        *name)
{
  for (guint i = 0; i < self->axes->len; i++)
    {
      AssayAxis *axis = g_ptr_array_index (self->axes, i);
      if (axis->kind == kind && (name == NULL || strcmp (axis->name, name) == 0))
        return axis;
    }
  return NULL;
}

const AssayCountTable *
assay_counts_table (const AssayCounts *self,
                    AssayAxis *const  *axes,
                    guint              n_axes)
{
  for (guint i = 0; i < self->tables->len; i++)
    {
      const AssayCountTable *table = g_ptr_array_index (self->tables, i);
      gboolean same = table->n_axes == n_axes;
      for (guint j = 0; same && j < n_axes; j++)
        same = assay_axis_equal (table->axes[j], axes[j]);
      if (same)
        return table;
    }
  return NULL;
}
