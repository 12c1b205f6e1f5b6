/* moment-sets.c: a plan's means, ratios and errors as values to sum. */
#include "moment-sets.h"

#include <math.h>

static const struct
{
  AssayScanValueKind kind;
  const char        *name;
  gboolean           is_least_0;
} errors[] = { /* in the order of ASSAY_MOMENTS_ABSOLUTE, _ERROR, _SQUARE */
  { ASSAY_SCAN_ABSOLUTE_ERROR, "absolute error", TRUE },
  { ASSAY_SCAN_ERROR, "error", FALSE },
  { ASSAY_SCAN_SQUARED_ERROR, "squared error", TRUE },
};

/* What prediction - label may be, from what each may be. */
static void
set_error_range (AssayScanValue   *value,
                 const AssayRange *a,
                 const AssayRange *b)
{
  const double least = a->least - b->most, most = a->most - b->least, greatest = MAX (fabs (least), fabs (most));

  value->has_range = TRUE;
  value->least = value->kind == ASSAY_SCAN_ERROR ? least : 0;
  value->most = value->kind == ASSAY_SCAN_ERROR            ? most
                : value->kind == ASSAY_SCAN_SQUARED_ERROR ? greatest * greatest
                                                          : greatest;
}

/* A weight between two numbers multiplies what it weighs: the range is that of the products. */
static void
weigh_range (AssayScanValue  *value,
             const AssayPlan *plan)
{
  const AssayRange *weight = assay_plan_range (plan, value->weight);

  value->has_range = value->has_range && weight != NULL;
  if (!value->has_range)
    return;
  value->least = MIN (value->least * weight->least, value->least * weight->most);
  value->most = MAX (value->most * weight->least, value->most * weight->most);
}

/* range.COL of the columns fixes the scale; without it the rows do. */
static void
set_range (AssayScanValue  *value,
           const AssayPlan *plan)
{
  const AssayRange *a = assay_plan_range (plan, value->a);
  const AssayRange *b = value->b != NULL ? assay_plan_range (plan, value->b) : NULL;

  if (a != NULL && b != NULL)
    set_error_range (value, a, b);
  else if (a != NULL && value->b == NULL)
    {
      value->has_range = TRUE;
      value->least = a->least;
      value->most = a->most;
    }
  if (value->weight != NULL)
    weigh_range (value, plan);
}

static AssayScanValue
error_value (AssayMomentSets *self,
             const AssayPlan *plan,
             guint            error,
             const char      *prediction,
             const char      *with,   /* (nullable) */
             const char      *suffix)
{
  const char *weighted = plan->weight != NULL ? "weighted " : "";
  g_autofree char *name = g_strconcat (weighted, errors[error].name, suffix, NULL);
  AssayScanValue value = { .name = g_string_chunk_insert (self->names, name), .kind = errors[error].kind,
                           .a = prediction, .b = plan->label, .with = { with },
                           .weight = plan->weight };

  set_range (&value, plan);
  return value;
}

/* A number that counts in the rows that have the other columns' too. */
static AssayScanValue
plain_value (AssayMomentSets *self,
              const AssayPlan *plan,
              const char      *prefix,
              const char      *name,
              const char      *column,
              const char      *with)
{
  g_autofree char *full = g_strconcat (prefix, name, NULL);
  AssayScanValue value = { .name = g_string_chunk_insert (self->names, full), .kind = ASSAY_SCAN_NUMBER, .a = column,
                           .with = { with } };

  set_range (&value, plan);
  return value;
}

/* The same, weighted where rows are. */
static AssayScanValue
number_value (AssayMomentSets *self,
              const AssayPlan *plan,
              const char      *prefix,
              const char      *name,
              const char      *column,
              const char      *with)
{
  g_autofree char *weighted = g_strconcat (plan->weight != NULL ? "weighted " : "", prefix, NULL);
  AssayScanValue value = plain_value (self, plan, weighted, name, column, with);

  value.weight = plan->weight;
  value.has_range = FALSE;
  set_range (&value, plan);
  return value;
}

/* The weights of the rows that have all of these. */
static AssayScanValue
weight_value (AssayMomentSets *self,
              const AssayPlan *plan,
              const char      *name,
              const char      *a,
              const char      *b,   /* (nullable) */
              const char      *c)   /* (nullable) */
{
  AssayScanValue value = { 0 };

  if (plan->weight == NULL)
    return value;
  value = plain_value (self, plan, "weight ", name, plan->weight, a);
  value.with[1] = b;
  value.with[2] = c;
  return value;
}

static AssayScanValue
label_value (AssayMomentSets   *self,
             const AssayPlan   *plan,
             AssayScanValueKind kind,
             const char        *name,
             const char        *old,   /* (nullable) */
             const char        *suffix)
{
  AssayScanValue value = plain_value (self, plan, name, suffix, plan->label, plan->prediction);

  value.kind = kind;
  value.with[1] = old;
  return value;
}

/* R² takes the labels' powers. */
static void
add_label (AssayMomentSets *self,
           const AssayPlan *plan,
           AssayMomentSet  *set,
           const char      *old,
           const char      *suffix)
{
  set->y = label_value (self, plan, ASSAY_SCAN_NUMBER, "label", old, suffix);
  set->high = label_value (self, plan, ASSAY_SCAN_SQUARE_HIGH, "upper half of the squared label", old, suffix);
  set->low = label_value (self, plan, ASSAY_SCAN_SQUARE_LOW, "lower half of the squared label", old, suffix);
  set->has_xy = TRUE;
}

static void
add_errors (AssayMomentSets *self,
            const AssayPlan *plan)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      AssayMomentSet set = { .x = error_value (self, plan, i, plan->prediction, NULL, ""),
                             .w = weight_value (self, plan, "of errors", plan->label, plan->prediction, NULL),
                             .is_least_0 = errors[i].is_least_0 };

      if (errors[i].kind == ASSAY_SCAN_SQUARED_ERROR)
        add_label (self, plan, &set, NULL, "");
      g_array_append_val (self->sets, set);
    }
}

static void
add_own (AssayMomentSets       *self,
         const AssayPlan       *plan,
         const AssayOwnMeasure *own)
{
  g_autofree char *of = g_strconcat ("of ", own->name, NULL);
  AssayMomentSet set = { 0 };

  if (own->mean != NULL)
    {
      set.x = number_value (self, plan, "values of ", own->name, own->mean, NULL);
      set.w = weight_value (self, plan, of, own->mean, NULL, NULL);
    }
  else
    {
      set.x = number_value (self, plan, "numerator of ", own->name, own->numerator, own->denominator);
      set.y = number_value (self, plan, "denominator of ", own->name, own->denominator, own->numerator);
      set.w = weight_value (self, plan, of, own->numerator, own->denominator, NULL);
      set.has_xy = TRUE;
    }
  g_array_append_val (self->sets, set);
}

static void
add_pair (AssayMomentSets *self,
          const AssayPlan *plan,
          const char      *baseline)
{
  const AssayModel *model = assay_plan_model (plan, baseline);
  const char *old = model != NULL ? model->prediction : baseline;
  g_autofree char *beside = g_strconcat (" beside ", baseline, NULL), *of = g_strconcat (" of ", baseline, NULL);
  g_autofree char *errors_beside = g_strconcat ("of errors beside ", baseline, NULL);

  AssayMomentSet set = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      set = (AssayMomentSet) { .x = error_value (self, plan, i, plan->prediction, old, beside),
                               .y = error_value (self, plan, i, old, plan->prediction, of), .has_xy = TRUE,
                               .w = weight_value (self, plan, errors_beside, plan->label, plan->prediction, old),
                               .is_least_0 = errors[i].is_least_0 };
      g_array_append_val (self->sets, set);
    }
  const AssayScanValue square_old = set.y;
  add_label (self, plan, &set, old, beside);
  g_array_append_val (self->sets, set);
  set.x = square_old;
  g_array_append_val (self->sets, set);
}

AssayMomentSets *
assay_moment_sets_new (const AssayPlan *plan,
                       int              baseline)
{
  AssayMomentSets *self = g_new0 (AssayMomentSets, 1);
  const gboolean is_regression = plan->task == ASSAY_TASK_REGRESSION;

  self->sets = g_array_new (FALSE, FALSE, sizeof (AssayMomentSet));
  self->names = g_string_chunk_new (256);
  if (is_regression && baseline < 0)
    add_errors (self, plan);
  else if (is_regression)
    add_pair (self, plan, plan->baselines[baseline]);
  for (guint i = 0; baseline < 0 && i < plan->own_measures->len; i++)
    add_own (self, plan, plan->own_measures->pdata[i]);
  return self;
}

void
assay_moment_sets_free (AssayMomentSets *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->sets);
  g_string_chunk_free (self->names);
  g_free (self);
}
