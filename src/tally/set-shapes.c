/* set-shapes.c: which shapes are of sets, and putting them behind the others. */
#include "tally/set-shapes-private.h"

static gboolean
is_set (guint column)
{
  return column >= ASSAY_SET_COLUMN (0);
}

AssayShapeKind
assay_shape_kind (const AssayTableShape *shape,
                  guint                 *set)
{
  guint n = shape->n_axes, n_sets = 0;

  for (guint i = 0; i < n; i++)
    n_sets += is_set (shape->columns[i]);
  if (n_sets == 0)
    return ASSAY_SHAPE_ROWS;
  if (n < 2 || n > 3 || !is_set (shape->columns[1]))
    return ASSAY_SHAPE_UNKNOWN;
  if (set != NULL)
    *set = shape->columns[1] - ASSAY_SET_COLUMN (0);
  if (n_sets == 1)
    return ASSAY_SHAPE_MEMBERS;
  return n_sets == 2 && shape->columns[0] == shape->columns[1] ? ASSAY_SHAPE_PAIRS : ASSAY_SHAPE_UNKNOWN;
}

void
assay_arranged_shapes_init (AssayArrangedShapes   *self,
                            guint                  n_columns,
                            const AssayTableShape *shapes,
                            guint                  n_shapes)
{
  *self = (AssayArrangedShapes) { .n_columns = n_columns };
  self->shapes = g_new (AssayTableShape, n_shapes);
  self->from = g_new (guint, n_shapes);
  for (guint of_sets = 0; of_sets < 2; of_sets++)
    {
      for (guint i = 0; i < n_shapes; i++)
        if ((assay_shape_kind (&shapes[i], NULL) != ASSAY_SHAPE_ROWS) == (gboolean) of_sets)
          {
            self->from[self->n_shapes] = i;
            self->shapes[self->n_shapes++] = shapes[i];
          }
      if (!of_sets)
        self->n_plain = self->n_shapes;
    }
  for (guint i = self->n_plain; i < n_shapes; i++)
    for (guint a = 0; a < self->shapes[i].n_axes; a++)
      if (is_set (self->shapes[i].columns[a]))
        self->shapes[i].columns[a] = (guint16) (n_columns + self->shapes[i].columns[a] - ASSAY_SET_COLUMN (0));
}

void
assay_arranged_shapes_clear (AssayArrangedShapes *self)
{
  g_clear_pointer (&self->shapes, g_free);
  g_clear_pointer (&self->from, g_free);
}

GPtrArray *
assay_arranged_shapes_order (AssayArrangedShapes *self,
                             GPtrArray           *tables)
{
  GPtrArray *ordered = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_count_table_free);

  g_ptr_array_set_size (ordered, (gint) self->n_shapes);
  for (guint i = 0; i < self->n_shapes; i++)
    ordered->pdata[self->from[i]] = g_steal_pointer (&tables->pdata[i]);
  g_ptr_array_unref (tables);
  return ordered;
}
