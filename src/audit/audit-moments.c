/* audit-moments.c: the values of a plan's means, ratios and errors, and the tables that sum them (moment-sets.h). */
#include "audit-layout.h"
#include "judge/moment-sets.h"

/* R²: the label's powers, of weighted rows only those that its value takes. */
static void
add_powers (AssayLayout          *self,
            guint                 shape,
            const AssayMomentSet *set,
            guint                 x,
            guint                 y)
{
  const guint high = assay_layout_add_value (self, set->high), low = assay_layout_add_value (self, set->low);
  const guint with[] = { x, y, high, low };

  for (guint i = 0; i < G_N_ELEMENTS (with); i++)
    {
      assay_layout_add_sum (self, shape, with[i], low);
      if (with[i] != low)
        assay_layout_add_sum (self, shape, with[i], high);
    }
}

static void
add_weighted_powers (AssayLayout          *self,
                     guint                 shape,
                     const AssayMomentSet *set,
                     guint                 w)
{
  assay_layout_add_sum (self, shape, w, assay_layout_add_value (self, set->y));
  assay_layout_add_sum (self, shape, w, assay_layout_add_value (self, set->high));
  assay_layout_add_sum (self, shape, w, assay_layout_add_value (self, set->low));
}

/* The weights of the rows that have x. */
static guint
add_weights (AssayLayout          *self,
             guint                 shape,
             const AssayMomentSet *set,
             guint                 x)
{
  const guint w = assay_layout_add_value (self, set->w);

  assay_layout_add_sum (self, shape, w, ASSAY_SUM_VALUES);
  assay_layout_add_sum (self, shape, w, w);
  assay_layout_add_sum (self, shape, x, w);
  return w;
}

static void
add_sums (AssayLayout          *self,
          guint                 shape,
          const AssayMomentSet *set)
{
  const gboolean is_weighted = set->w.name != NULL, has_powers = set->high.name != NULL;
  const guint x = assay_layout_add_value (self, set->x);

  assay_layout_add_sum (self, shape, x, ASSAY_SUM_ROWS);
  assay_layout_add_sum (self, shape, x, ASSAY_SUM_VALUES);
  assay_layout_add_sum (self, shape, x, x);
  const guint w = is_weighted ? add_weights (self, shape, set, x) : 0;
  if (is_weighted && has_powers)
    add_weighted_powers (self, shape, set, w);
  if (set->y.name == NULL || (is_weighted && has_powers))
    return;
  const guint y = assay_layout_add_value (self, set->y);
  assay_layout_add_sum (self, shape, y, ASSAY_SUM_VALUES);
  assay_layout_add_sum (self, shape, y, y);
  if (is_weighted)
    assay_layout_add_sum (self, shape, y, w);
  if (set->has_xy)
    assay_layout_add_sum (self, shape, x, y);
  if (has_powers)
    add_powers (self, shape, set, x, y);
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
