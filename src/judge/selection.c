/* selection.c: which slices a check is about. */
#include "judge-private.h"

#include <string.h>

enum
{
  NOT_SELECTED,
  IN_GROUP, /* of "*", a column or a crossing */
  SINGLE,   /* named by itself, which wins */
};

typedef struct
{
  const AssayJudging *judging;
  const AssayCheck   *check;
  gboolean            has_whole;
  guint8             *slices; /* one of the above for each */
  GPtrArray          *absent; /* texts of slices without rows, as the plan wrote them */
} Selection;

static void
select_range (Selection *self,
              guint      first,
              guint      n,
              guint8     as)
{
  for (guint i = first; i < first + n; i++)
    self->slices[i] = MAX (self->slices[i], as);
}

static gboolean
fail (const Selection *self,
      const char      *text,
      GError         **error)
{
  g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN,
               "%s:%u: check '%s': slices '%s' were not counted; add them to columns= or cross= of [slices]",
               self->judging->findings->plan->file, self->check->line, self->check->name, text);
  return FALSE;
}

/* Codes of a target's values in the order of the key's axes; FALSE when an axis lacks one. */
static gboolean
codes_of (const AssaySliceKey *key,
          const AssayTarget   *target,
          guint               *codes)
{
  for (guint i = 0; i < key->n_axes; i++)
    for (guint j = 0; j < target->n_columns; j++)
      if (strcmp (key->axes[i]->name, target->columns[j]) == 0)
        {
          codes[i] = assay_axis_find (key->axes[i], target->values[j]);
          if (codes[i] == 0 && target->values[j] != NULL)
            return FALSE;
        }
  return TRUE;
}

static gboolean
select_values (Selection         *self,
               const AssayTarget *target,
               GError           **error)
{
  const AssaySliceKey *key = assay_judging_key (self->judging, target->columns, target->n_columns);
  guint codes[ASSAY_PLAN_MAX_CROSS];
  int slice = -1;

  if (key == NULL)
    return fail (self, target->text, error);
  if (codes_of (key, target, codes))
    slice = assay_judging_find (self->judging, key, codes);
  if (slice >= 0)
    select_range (self, (guint) slice, 1, SINGLE);
  else
    g_ptr_array_add (self->absent, target->text);
  return TRUE;
}

static gboolean
select_columns (Selection         *self,
                const AssayTarget *target,
                GError           **error)
{
  const AssaySliceKey *key = assay_judging_key (self->judging, target->columns, target->n_columns);

  if (key == NULL)
    return fail (self, target->text, error);
  select_range (self, key->first, key->n_slices, IN_GROUP);
  return TRUE;
}

static gboolean
select_named (Selection         *self,
              const AssayTarget *target,
              GError           **error)
{
  const AssayFindings *findings = self->judging->findings;

  for (guint i = 0; i < findings->slices->len; i++)
    {
      const AssayFinding *slice = g_ptr_array_index (findings->slices, i);

      if (slice->kind != ASSAY_SLICE_NAMED || strcmp (slice->text, target->text) != 0)
        continue;
      if (slice->n_rows > 0)
        select_range (self, i, 1, SINGLE);
      else
        g_ptr_array_add (self->absent, target->text);
      return TRUE;
    }
  return fail (self, target->text, error);
}

static gboolean
select_target (Selection         *self,
               const AssayTarget *target,
               GError           **error)
{
  switch (target->kind)
    {
    case ASSAY_TARGET_WHOLE:
      self->has_whole = TRUE;
      return TRUE;
    case ASSAY_TARGET_EVERY:
      select_range (self, 0, self->judging->findings->slices->len, IN_GROUP);
      return TRUE;
    case ASSAY_TARGET_COLUMNS: return select_columns (self, target, error);
    case ASSAY_TARGET_VALUES: return select_values (self, target, error);
    case ASSAY_TARGET_NAMED: return select_named (self, target, error);
    }
  g_assert_not_reached ();
}

static GArray *
selection_list (const Selection *self)
{
  const AssayFindings *findings = self->judging->findings;
  const AssaySelected whole = { findings->whole, findings->whole->text, TRUE };
  GArray *list = g_array_new (FALSE, FALSE, sizeof (AssaySelected));

  if (self->has_whole)
    g_array_append_val (list, whole);
  for (guint i = 0; i < findings->slices->len; i++)
    if (self->slices[i] != NOT_SELECTED)
      {
        const AssayFinding *slice = g_ptr_array_index (findings->slices, i);
        const AssaySelected selected = { slice, slice->text, self->slices[i] == SINGLE };
        g_array_append_val (list, selected);
      }
  for (guint i = 0; i < self->absent->len; i++)
    {
      const AssaySelected selected = { NULL, g_ptr_array_index (self->absent, i), TRUE };
      g_array_append_val (list, selected);
    }
  return list;
}

GArray *
assay_judging_select (const AssayJudging *self,
                      const AssayCheck   *check,
                      GError            **error)
{
  g_autofree guint8 *slices = g_new0 (guint8, self->slices->len + 1);
  g_autoptr (GPtrArray) absent = g_ptr_array_new ();
  Selection selection = { .judging = self, .check = check, .slices = slices, .absent = absent };

  for (guint i = 0; i < check->targets->len; i++)
    if (!select_target (&selection, g_ptr_array_index (check->targets, i), error))
      return NULL;
  return selection_list (&selection);
}
