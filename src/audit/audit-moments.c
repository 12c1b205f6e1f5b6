/* audit-moments.c: the values of a plan's means, ratios and errors, and the tables that sum them (moment-sets.h). */
#include "audit-layout.h"
#include "judge/moment-sets.h"

static void
add_sums (AssayLayout          *self,
          guint                 shape,
          const AssayMomentSet *set)
{
  const guint x = assay_layout_add_value (self, set->x);

  assay_layout_add_sum (self, shape, x, ASSAY_SUM_ROWS);
  assay_layout_add_sum (self, shape, x, ASSAY_SUM_VALUES);
  assay_layout_add_sum (self, shape, x, x);
  if (set->y.name == NULL)
    return;
  const guint y = assay_layout_add_value (self, set->y);
  assay_layout_add_sum (self, shape, y, ASSAY_SUM_VALUES);
  assay_layout_add_sum (self, shape, y, y);
  if (set->has_xy)
    assay_layout_add_sum (self, shape, x, y);
  if (set->high.name == NULL)
    return;
  const guint high = assay_layout_add_value (self, set->high), low = assay_layout_add_value (self, set->low);
  for (guint i = 0; i < 4; i++)
    {
      const guint with[] = { x, y, high, low };
      assay_layout_add_sum (self, shape, with[i], low);
      if (with[i] != low)
        assay_layout_add_sum (self, shape, with[i], high);
    }
}

static void
add_sets (AssayLayout     *self,
          const AssayPlan *plan,
          guint            shape,
          int              baseline)
{
  g_autoptr (AssayMomentSets) sets = assay_moment_sets_new (plan, baseline);

  for (guint i = 0; i < sets->sets->len; i++)
    add_sums (self, shape, &g_array_index (sets->sets, AssayMomentSet, i));
}

/* Shapes end with the prediction, or with a baseline behind it. */
void
assay_layout_add_moments (AssayLayout     *self,
                          const AssayPlan *plan)
{
  for (guint i = 0; i < self->shapes->len; i++)
    {
      const AssayTableShape *shape = &g_array_index (self->shapes, AssayTableShape, i);
      const guint last = shape->columns[shape->n_axes - 1];
      const gboolean is_pair = last >= self->first_baseline && last < self->first_baseline + self->n_baselines;

      if (last == self->prediction || (is_pair && last == self->first_baseline))
        add_sets (self, plan, i, -1);
      if (is_pair)
        add_sets (self, plan, i, (int) (last - self->first_baseline));
    }
}
