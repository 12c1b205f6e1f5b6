/* audit-annotators.c: what several people's labels of the same rows need read and counted.
 *
 *   (K, ratings[, label][, prediction])   K: nothing, a slice column, a [slice NAME], a tag: how often each multiset of
 *                                         labels was given, and what label and model say of those rows
 *   (K, annotator, annotator)             for every pair: who splits with whom, about what
 *   (ratings, annotator)                  for each, of all rows: one against the others
 *
 * Ratings are made in the scan from the annotators' own columns (axis.h); there may be more of them than an axis has
 * values. Then the tables over them are dropped, and a note says which numbers are missing for it.
 */
#include "audit-layout.h"

#define RATINGS "ratings" /* no column's name: the axis is told by its kind */

void
assay_layout_add_annotators (AssayLayout     *self,
                             const AssayPlan *plan)
{
  self->first_annotator = self->columns->len;
  for (; plan->annotators[self->n_annotators] != NULL; self->n_annotators++)
    assay_layout_add_column (self, (AssayScanColumn) { .name = plan->annotators[self->n_annotators],
                                                       .kind = ASSAY_AXIS_ANNOTATOR,
                                                       .column = plan->annotators[self->n_annotators],
                                                       .max_values = ASSAY_LAYOUT_MAX_CLASSES });
}

static void
add_ratings (AssayLayout *self)
{
  guint16 *members = g_new (guint16, self->n_annotators);

  for (guint i = 0; i < self->n_annotators; i++)
    members[i] = (guint16) (self->first_annotator + i);
  g_ptr_array_add (self->members, members);
  self->ratings = assay_layout_add_column (self, (AssayScanColumn) { .name = RATINGS, .kind = ASSAY_AXIS_RATINGS,
                                                                     .members = members, .n_members = self->n_annotators,
                                                                     .may_overflow = TRUE });
}

static AssayTableShape
key_shape (guint key) /* 0: all rows */
{
  AssayTableShape shape = { 0 };

  if (key != 0)
    shape.columns[shape.n_axes++] = (guint16) key;
  return shape;
}

static void
add_axis (AssayTableShape *shape,
          guint            column)
{
  if (column != ASSAY_LAYOUT_NONE)
    shape->columns[shape->n_axes++] = (guint16) column;
}

static void
add_key (AssayLayout *self,
         guint        key)
{
  AssayTableShape together = key_shape (key);

  add_axis (&together, self->ratings);
  add_axis (&together, self->label);
  add_axis (&together, self->prediction);
  assay_layout_add_shape (self, &together);
  for (guint i = 0; i < self->n_annotators; i++)
    for (guint j = i + 1; j < self->n_annotators; j++)
      {
        AssayTableShape pair = key_shape (key);

        add_axis (&pair, self->first_annotator + i);
        add_axis (&pair, self->first_annotator + j);
        assay_layout_add_shape (self, &pair);
      }
}

void
assay_layout_add_annotator_shapes (AssayLayout     *self,
                                   const AssayPlan *plan)
{
  if (self->n_annotators == 0)
    return;
  add_ratings (self);
  add_key (self, 0);
  for (guint i = 0; i < plan->columns->len; i++)
    add_key (self, assay_layout_find_slice (self, ((const AssayCross *) plan->columns->pdata[i])->columns[0]));
  for (guint i = 0; i < self->n_named; i++)
    add_key (self, self->first_named + i);
  for (guint i = 0; i < self->n_tags; i++)
    add_key (self, self->first_tag + i);
  for (guint i = 0; i < self->n_annotators; i++)
    {
      AssayTableShape against = key_shape (self->ratings);

      add_axis (&against, self->first_annotator + i);
      assay_layout_add_shape (self, &against);
    }
}

gboolean
assay_shape_is_dropped (const AssayTableShape *shape,
                        const gboolean        *has_overflow)
{
  for (guint i = 0; i < shape->n_axes; i++)
    if (has_overflow[shape->columns[i]])
      return TRUE;
  return FALSE;
}

void
assay_note_ratings (GPtrArray         *notes,
                    const AssayLayout *layout,
                    const gboolean    *has_overflow)
{
  if (layout->ratings != 0 && has_overflow[layout->ratings])
    g_ptr_array_add (notes, g_strdup (ASSAY_NOTE_RATINGS));
}
