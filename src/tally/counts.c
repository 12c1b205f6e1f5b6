/* counts.c: finding axes and tables among what was counted. */
#include "tally/counts.h"

#include <string.h>

AssayCounts *
assay_counts_new (void)
{
  AssayCounts *self = g_new0 (AssayCounts, 1);

  self->axes = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_axis_unref);
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_count_table_free);
  self->replicates = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_replicate_table_free);
  self->clusters = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_cluster_table_free);
  return self;
}

void
assay_counts_free (AssayCounts *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->axes);
  g_ptr_array_unref (self->tables);
  g_ptr_array_unref (self->replicates);
  g_ptr_array_unref (self->clusters);
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

static gboolean
same_axes (AssayAxis *const *a,
           guint             n_a,
           AssayAxis *const *b,
           guint             n_b)
{
  if (n_a != n_b)
    return FALSE;
  for (guint i = 0; i < n_a; i++)
    if (!assay_axis_equal (a[i], b[i]))
      return FALSE;
  return TRUE;
}

const AssayCountTable *
assay_counts_table (const AssayCounts *self,
                    AssayAxis *const  *axes,
                    guint              n_axes)
{
  for (guint i = 0; i < self->tables->len; i++)
    {
      const AssayCountTable *table = g_ptr_array_index (self->tables, i);
      if (same_axes (table->axes, table->n_axes, axes, n_axes))
        return table;
    }
  return NULL;
}

const AssayReplicateTable *
assay_counts_replicates (const AssayCounts *self,
                         AssayAxis *const  *axes,
                         guint              n_axes)
{
  for (guint i = 0; i < self->replicates->len; i++)
    {
      const AssayReplicateTable *table = g_ptr_array_index (self->replicates, i);
      if (same_axes (table->axes, table->n_axes, axes, n_axes))
        return table;
    }
  return NULL;
}

const AssayClusterTable *
assay_counts_clusters (const AssayCounts *self,
                       AssayAxis *const  *axes,
                       guint              n_axes)
{
  for (guint i = 0; i < self->clusters->len; i++)
    {
      const AssayClusterTable *table = g_ptr_array_index (self->clusters, i);
      if (same_axes (table->axes, table->n_axes, axes, n_axes))
        return table;
    }
  return NULL;
}
