/* same-rows.c: slices that are one and the same set of rows.
 *
 * A slice inside another one with as many rows is that other one: country=Greece*sex=Female lies in country=Greece.
 * Two columns are compared through their crossing, where the plan has it: if sex=Female*pregnant=yes has as many
 * rows as either part, all three are the same. Equal sets count once (measures.md 4); the first keeps its tests.
 */
#include "judge-private.h"

/* The first slice that is known to have the same rows; follows and shortens the chain. */
static guint
first_of (guint *same,
          guint  slice)
{
  while (same[slice] != slice)
    {
      same[slice] = same[same[slice]];
      slice = same[slice];
    }
  return slice;
}

static void
join (guint *same,
      guint  a,
      guint  b)
{
  const guint first = first_of (same, a), second = first_of (same, b);

  same[MAX (first, second)] = MIN (first, second);
}

/* Where each axis of `part` stands in `key`; FALSE when one does not. */
static gboolean
axes_within (const AssaySliceKey *part,
             const AssaySliceKey *key,
             guint               *positions)
{
  for (guint i = 0; i < part->n_axes; i++)
    {
      guint at = 0;

      while (at < key->n_axes && key->axes[at] != part->axes[i])
        at++;
      if (at == key->n_axes)
        return FALSE;
      positions[i] = at;
    }
  return TRUE;
}

/* Joins every slice of the crossing with the slice of `part` that it lies in, when it fills it. */
static void
join_with_part (const AssayJudging  *self,
                const AssaySliceKey *key,
                const AssaySliceKey *part,
                guint               *same)
{
  guint positions[ASSAY_PLAN_MAX_CROSS], codes[ASSAY_PLAN_MAX_CROSS];

  if (!axes_within (part, key, positions))
    return;
  for (guint i = key->first; i < key->first + key->n_slices; i++)
    {
      const AssayCodedSlice *slice = &g_array_index (self->slices, AssayCodedSlice, i);

      for (guint axis = 0; axis < part->n_axes; axis++)
        codes[axis] = slice->codes[positions[axis]];
      const int outer = assay_judging_find (self, part, codes);
      if (outer >= 0
          && g_array_index (self->slices, AssayCodedSlice, outer).finding->n_rows == slice->finding->n_rows)
        join (same, outer, i);
    }
}

/* All rows of the set: every slice that has them all is the same one. */
static void
join_full (const AssayJudging *self,
           guint              *same)
{
  int first = -1;

  for (guint i = 0; i < self->slices->len; i++)
    if (g_array_index (self->slices, AssayCodedSlice, i).finding->n_rows == self->findings->whole->n_rows)
      {
        if (first >= 0)
          join (same, first, i);
        else
          first = (int) i;
      }
}

void
assay_judging_same_rows (AssayJudging *self)
{
  const guint n = self->slices->len;
  g_autofree guint *same = g_new (guint, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    same[i] = i;
  for (guint i = 0; i < self->keys->len; i++)
    for (guint j = 0; j < self->keys->len; j++)
      {
        const AssaySliceKey *key = &g_array_index (self->keys, AssaySliceKey, i);
        const AssaySliceKey *part = &g_array_index (self->keys, AssaySliceKey, j);

        if (key->kind == ASSAY_SLICE_CROSS && i != j && part->kind != ASSAY_SLICE_NAMED)
          join_with_part (self, key, part, same);
      }
  join_full (self, same);
  for (guint i = 0; i < n; i++)
    if (first_of (same, i) != i)
      g_array_index (self->slices, AssayCodedSlice, i).finding->same_rows_as =
        g_array_index (self->slices, AssayCodedSlice, first_of (same, i)).finding->text;
}
