/* same-rows.c: slices that are one and the same set of rows.
 *
 * A slice inside another one with as many rows is that other one: country=Greece*sex=Female lies in country=Greece.
 * Two columns are compared through their crossing, where the plan has it: if sex=Female*pregnant=yes has as many
 * rows as either part, all three are the same; or through a table over both, which the audit adds where two slices
 * have the same cells. Crossings of columns whose values are the same rows are the same too. Equal sets count once
 * (measures.md 4); the first keeps its tests.
 */
#include "judge-private.h"

#include <stdlib.h>

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

static const AssaySliceKey *
key_of_axis (const AssayJudging *self,
             const AssayAxis    *axis)
{
  for (guint i = 0; i < self->keys->len; i++)
    {
      const AssaySliceKey *key = &g_array_index (self->keys, AssaySliceKey, i);

      if (key->n_axes == 1 && key->axes[0] == axis)
        return key;
    }
  return NULL;
}

typedef struct
{
  const AssayJudging  *judging;
  const AssaySliceKey *keys[2];
  guint               *same;
} TwinVisit;

static guint64
rows_of (const AssayJudging *self,
         int                 slice)
{
  return g_array_index (self->slices, AssayCodedSlice, slice).finding->n_rows;
}

static void
visit_twin (const guint *codes,
            guint64      count,
            gpointer     data)
{
  TwinVisit *visit = data;
  const int  a = assay_judging_find (visit->judging, visit->keys[0], &codes[0]);
  const int  b = assay_judging_find (visit->judging, visit->keys[1], &codes[1]);

  if (a >= 0 && b >= 0 && rows_of (visit->judging, a) == count && rows_of (visit->judging, b) == count)
    join (visit->same, (guint) a, (guint) b);
}

static gboolean
is_slice_axis (const AssayAxis *axis)
{
  return axis->kind == ASSAY_AXIS_SLICE || axis->kind == ASSAY_AXIS_BINS || axis->kind == ASSAY_AXIS_WHERE;
}

/* Tables over two slice columns and nothing else are there to tell their values apart. */
static void
join_twins (const AssayJudging *self,
            guint              *same)
{
  const GPtrArray *tables = self->findings->counts->tables;

  for (guint i = 0; i < tables->len; i++)
    {
      const AssayCountTable *table = tables->pdata[i];
      TwinVisit visit = { .judging = self, .same = same };

      if (table->n_axes != 2 || !is_slice_axis (table->axes[0]) || !is_slice_axis (table->axes[1]))
        continue;
      visit.keys[0] = key_of_axis (self, table->axes[0]);
      visit.keys[1] = key_of_axis (self, table->axes[1]);
      if (visit.keys[0] != NULL && visit.keys[1] != NULL)
        assay_count_table_foreach (table, visit_twin, &visit);
    }
}

static int
compare_positions (const void *a,
                   const void *b)
{
  return (int) *(const guint *) a - (int) *(const guint *) b;
}

/* A crossing's slice by what its parts are the same as, such as "3,17"; NULL when a part is no slice of its own.
 * (transfer full) */
static char *
parts_text (const AssayJudging    *self,
            const AssaySliceKey   *key,
            const AssayCodedSlice *slice,
            guint                 *same)
{
  guint firsts[ASSAY_PLAN_MAX_CROSS];
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint axis = 0; axis < key->n_axes; axis++)
    {
      const AssaySliceKey *part = key_of_axis (self, key->axes[axis]);
      const int            at = part == NULL ? -1 : assay_judging_find (self, part, &slice->codes[axis]);

      if (at < 0)
        return NULL;
      firsts[axis] = first_of (same, (guint) at);
    }
  qsort (firsts, key->n_axes, sizeof *firsts, compare_positions);
  for (guint axis = 0; axis < key->n_axes; axis++)
    g_string_append_printf (text, "%u,", firsts[axis]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
join_crossings (const AssayJudging *self,
                guint              *same)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint k = 0; k < self->keys->len; k++)
    {
      const AssaySliceKey *key = &g_array_index (self->keys, AssaySliceKey, k);

      for (guint i = key->first; key->kind == ASSAY_SLICE_CROSS && i < key->first + key->n_slices; i++)
        {
          char    *text = parts_text (self, key, &g_array_index (self->slices, AssayCodedSlice, i), same);
          gpointer found;

          if (text == NULL)
            continue;
          if (!g_hash_table_lookup_extended (seen, text, NULL, &found))
            g_hash_table_insert (seen, text, GUINT_TO_POINTER (i));
          else
            {
              join (same, GPOINTER_TO_UINT (found), i);
              g_free (text);
            }
        }
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

        if (key->kind == ASSAY_SLICE_CROSS && i != j && !is_where (part->kind))
          join_with_part (self, key, part, same);
      }
  join_full (self, same);
  join_twins (self, same);
  join_crossings (self, same);
  for (guint i = 0; i < n; i++)
    if (first_of (same, i) != i)
      g_array_index (self->slices, AssayCodedSlice, i).finding->same_rows_as =
        g_array_index (self->slices, AssayCodedSlice, first_of (same, i)).finding->text;
}
