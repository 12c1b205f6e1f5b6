/* joint-plan.c: best-fit decreasing, as for packing bins, with products instead of sums.
 *
 * Shapes are taken from the largest to the smallest. Each joins the group that grows least by it; a group that has
 * all of its columns already does not grow at all, hence crossings swallow their columns. When no group has room,
 * the shape opens a group of its own.
 */
#include "tally/joint-plan.h"

#include <string.h>

#define OPEN_GROUPS 64        /* a shape looks at the groups opened last: planning stays linear in the shapes */
#define SHARED_CELLS 1024     /* of the shared columns together at most */

typedef struct
{
  const AssayTableShape *shapes;
  guint                  n_shapes;
  const AssaySpan       *spans;
  guint                  n_columns;
  guint                  merge_cells;
  AssayJointPlan        *plan;
} Planner;

static guint
n_codes (const Planner *self,
         guint          column)
{
  return self->spans[column].end - self->spans[column].first;
}

/* Cells of a shape, or one more than fit a joint table. */
static guint
shape_cells (const Planner         *self,
             const AssayTableShape *shape)
{
  guint64 cells = 1;

  for (guint i = 0; i < shape->n_axes && cells <= ASSAY_JOINT_CELLS; i++)
    cells *= n_codes (self, shape->columns[i]);
  return MIN (cells, ASSAY_JOINT_CELLS + 1);
}

static gboolean
contains (const guint *columns,
          guint        n,
          guint        column)
{
  for (guint i = 0; i < n; i++)
    if (columns[i] == column)
      return TRUE;
  return FALSE;
}

/* By how much a group grows when a shape joins; 0 when it cannot. */
static guint
growth (const Planner         *self,
        const AssayJointGroup *group,
        const AssayTableShape *shape)
{
  guint64 factor = 1;
  guint n_new = 0;

  for (guint i = 0; i < shape->n_axes; i++)
    if (!contains (group->columns, group->n_columns, shape->columns[i]))
      {
        factor *= n_codes (self, shape->columns[i]);
        if (factor * group->n_cells > self->merge_cells)
          return 0;
        n_new++;
      }
  if (n_new > 0 && group->n_columns + n_new > ASSAY_JOINT_COLUMNS)
    return 0;
  return factor;
}

static void
join (const Planner   *self,
      AssayJointGroup *group,
      guint            shape)
{
  const AssayTableShape *axes = &self->shapes[shape];

  for (guint i = 0; i < axes->n_axes; i++)
    if (!contains (group->columns, group->n_columns, axes->columns[i]))
      {
        group->columns[group->n_columns++] = axes->columns[i];
        group->n_cells *= n_codes (self, axes->columns[i]);
      }
  g_array_append_val (group->shapes, shape);
}

static void
group_free (gpointer data)
{
  AssayJointGroup *group = data;

  g_array_unref (group->shapes);
  g_free (group);
}

static AssayJointGroup *
open_group (const Planner *self)
{
  AssayJointGroup *group = g_new0 (AssayJointGroup, 1);

  group->n_cells = 1;
  group->shapes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_ptr_array_add (self->plan->groups, group);
  return group;
}

static void
place (const Planner *self,
       guint          shape)
{
  GPtrArray *groups = self->plan->groups;
  AssayJointGroup *best = NULL;
  guint least = G_MAXUINT;

  for (guint i = groups->len > OPEN_GROUPS ? groups->len - OPEN_GROUPS : 0; i < groups->len && least > 1; i++)
    {
      guint factor = growth (self, groups->pdata[i], &self->shapes[shape]);
      if (factor > 0 && (factor < least || (factor == least && ((AssayJointGroup *) groups->pdata[i])->n_cells > best->n_cells)))
        {
          best = groups->pdata[i];
          least = factor;
        }
    }
  join (self, best != NULL ? best : open_group (self), shape);
}

typedef struct
{
  guint shape;
  guint n_cells;
} SizedShape;

static int
compare_sizes (const void *a,
               const void *b)
{
  const SizedShape *x = a, *y = b;

  if (x->n_cells != y->n_cells)
    return x->n_cells < y->n_cells ? 1 : -1;
  return (x->shape > y->shape) - (x->shape < y->shape);
}

static void
place_all (const Planner *self)
{
  g_autofree SizedShape *sized = g_new (SizedShape, self->n_shapes);

  for (guint i = 0; i < self->n_shapes; i++)
    sized[i] = (SizedShape) { i, shape_cells (self, &self->shapes[i]) };
  qsort (sized, self->n_shapes, sizeof *sized, compare_sizes);
  for (guint i = 0; i < self->n_shapes; i++)
    if (sized[i].n_cells > ASSAY_JOINT_CELLS)
      g_array_append_val (self->plan->direct, sized[i].shape);
    else
      place (self, sized[i].shape);
}

/* --- the shared columns ------------------------------------------------------------------------------------------ */

/* Columns of at least three shapes in four, in ascending order, while their cells are few. */
static void
find_shared (const Planner *self)
{
  AssayJointPlan *plan = self->plan;
  g_autofree guint *n_uses = g_new0 (guint, self->n_columns);
  guint cells = 1;

  for (guint i = 0; i < self->n_shapes; i++)
    for (guint j = 0; j < self->shapes[i].n_axes; j++)
      n_uses[self->shapes[i].columns[j]]++;
  for (guint c = 0; c < self->n_columns && plan->n_shared < ASSAY_MAX_AXES; c++)
    if (n_uses[c] * 4 >= self->n_shapes * 3 && cells * n_codes (self, c) <= SHARED_CELLS)
      {
        plan->shared[plan->n_shared++] = c;
        cells *= n_codes (self, c);
      }
  for (guint i = plan->n_shared, stride = 1; i-- > 0; stride *= n_codes (self, plan->shared[i]))
    plan->shared_strides[i] = stride;
}

/* Puts the shared columns last, when the group has all of them, and sets the strides. */
static void
lay_out (const Planner   *self,
         AssayJointGroup *group)
{
  const AssayJointPlan *plan = self->plan;
  guint n = 0, stride = 1;

  group->has_shared = plan->n_shared > 0;
  for (guint i = 0; i < plan->n_shared; i++)
    group->has_shared &= contains (group->columns, group->n_columns, plan->shared[i]);
  if (group->has_shared)
    {
      for (guint i = 0; i < group->n_columns; i++)
        if (!contains (plan->shared, plan->n_shared, group->columns[i]))
          group->columns[n++] = group->columns[i];
      memcpy (group->columns + n, plan->shared, plan->n_shared * sizeof *plan->shared);
    }
  for (guint i = group->n_columns; i-- > 0; stride *= n_codes (self, group->columns[i]))
    {
      group->strides[i] = stride;
      group->bias += stride * self->spans[group->columns[i]].first;
    }
}

AssayJointPlan *
assay_joint_plan_new (const AssayTableShape *shapes,
                      guint                  n_shapes,
                      const AssaySpan       *spans,
                      guint                  n_columns,
                      guint                  merge_cells)
{
  AssayJointPlan *plan = g_new0 (AssayJointPlan, 1);
  Planner planner = { shapes, n_shapes, spans, n_columns, MIN (merge_cells, ASSAY_JOINT_CELLS), plan };

  plan->groups = g_ptr_array_new_with_free_func (group_free);
  plan->direct = g_array_new (FALSE, FALSE, sizeof (guint));
  place_all (&planner);
  find_shared (&planner);
  for (guint i = 0; i < plan->groups->len; i++)
    lay_out (&planner, plan->groups->pdata[i]);
  return plan;
}

void
assay_joint_plan_free (AssayJointPlan *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->groups);
  g_array_unref (self->direct);
  g_free (self);
}
