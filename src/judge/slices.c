/* slices.c: count tables in, slices with their matrices out.
 *
 * A table's axes are a slice key (K...), then label, prediction and, where models are compared, a baseline. Its cells
 * come in ascending order, so the cells of one slice stand together: each table is walked once, whatever the number
 * of slices, and a change of the key's codes begins the next slice.
 *
 *   race  label  prediction  rows
 *   1     1      1           50     race=Asian begins
 *   1     2      1           12
 *   2     1      1           ...    race=Black begins
 *
 * Code 0 is missing: a slice of its own in a key, left out of the matrices as label, prediction or baseline. With
 * several baselines there is a table for each, over the same slices: the first gives the rows, all give their pairs.
 */
#include "judge-private.h"

#include <string.h>

/* Of all matrices together, 8 bytes a cell: 512 MiB. */
#define MOST_CELLS (G_GUINT64_CONSTANT (1) << 26)

/* One table being walked. */
typedef struct
{
  AssayJudging        *judging;
  const AssaySliceKey *key;
  GArray              *found;     /* of AssayCodedSlice, by codes */
  guint                next;      /* in found, when it is not the first walk */
  gboolean             is_first;
  int                  baseline;  /* -1: none */
  gboolean             has_codes;
  guint                codes[ASSAY_PLAN_MAX_CROSS]; /* of the cells that pass by */
  AssayFinding        *current;   /* (nullable) NULL: these cells belong to no slice */
  guint64              n_rows;
  gboolean             is_odd;    /* the tables of the key do not agree */
  gboolean             is_full;   /* MOST_CELLS */
} Walk;

/* --- one slice ---------------------------------------------------------------------------------------------- */

static guint64
finding_cells (const AssayFindings *self)
{
  const guint64 n = self->counts->n_classes;

  return n * n + self->n_baselines * n * n * n;
}

static AssayFinding *
finding_new (const AssayFindings *self,
             const AssaySliceKey *key,
             const guint         *codes)
{
  const gsize n = self->counts->n_classes;
  AssayFinding *finding = g_new0 (AssayFinding, 1);

  finding->kind = key->kind;
  finding->n_parts = key->n_axes;
  finding->parts = g_new0 (AssaySlicePart, key->n_axes);
  for (guint i = 0; i < key->n_axes; i++)
    if (key->kind == ASSAY_SLICE_NAMED)
      finding->parts[i] = (AssaySlicePart) { "slice", key->axes[i]->name };
    else
      finding->parts[i] = (AssaySlicePart) { key->axes[i]->name, key->axes[i]->values[codes[i]] };
  finding->matrix = g_new0 (guint64, n * n);
  finding->paired_cells = g_new0 (guint64, self->n_baselines * n * n * n);
  return finding;
}

/* "race=Black", "sex=Female*race=(missing)", a named slice's name, "" for the whole set. */
static char *
finding_text (const AssayFinding *finding)
{
  GString *text = g_string_new (NULL);

  if (finding->kind == ASSAY_SLICE_NAMED)
    g_string_append (text, finding->parts[0].value);
  else
    for (guint i = 0; i < finding->n_parts; i++)
      {
        const AssaySlicePart *part = &finding->parts[i];
        g_string_append_printf (text, "%s%s=%s", i > 0 ? "*" : "", part->column,
                                part->value != NULL ? part->value : "(missing)");
      }
  return g_string_free (text, FALSE);
}

static void
finding_complete (AssayFinding        *finding,
                  const AssayFindings *self)
{
  finding->text = finding_text (finding);
  finding->confusion = assay_confusion (&(AssayMatrix) { self->counts->n_classes, self->counts->positive,
                                                         finding->matrix });
  finding->n_left_out = finding->n_rows - finding->confusion.n;
  finding->share = self->counts->n_rows > 0 ? (double) finding->n_rows / self->counts->n_rows : NAN;
  finding->is_too_small = is_under_min_rows (self, finding->n_rows);
}

/* --- walking a table ---------------------------------------------------------------------------------------- */

/* Of a where only the rows that fulfil it are a slice. */
static gboolean
is_slice (const AssaySliceKey *key,
          const guint         *codes)
{
  return key->kind != ASSAY_SLICE_NAMED || g_strcmp0 (key->axes[0]->values[codes[0]], "1") == 0;
}

static void
add_slice (Walk        *walk,
           const guint *codes)
{
  AssayFindings *findings = walk->judging->findings;
  const guint64 n_slices = walk->judging->slices->len + walk->found->len + 1;
  AssayCodedSlice slice = { 0 };

  if (n_slices * finding_cells (findings) > MOST_CELLS)
    {
      walk->is_full = TRUE;
      return;
    }
  memcpy (slice.codes, codes, walk->key->n_axes * sizeof *codes);
  slice.finding = walk->current = finding_new (findings, walk->key, codes);
  g_array_append_val (walk->found, slice);
}

/* The tables of one key must have the same slices in the same order. */
static void
next_slice (Walk        *walk,
            const guint *codes)
{
  const gsize n_bytes = walk->key->n_axes * sizeof *codes;

  if (walk->next < walk->found->len)
    {
      const AssayCodedSlice *slice = &g_array_index (walk->found, AssayCodedSlice, walk->next++);
      if (memcmp (slice->codes, codes, n_bytes) == 0)
        {
          walk->current = slice->finding;
          return;
        }
    }
  walk->is_odd = TRUE;
}

static void
enter_slice (Walk        *walk,
             const guint *codes)
{
  walk->has_codes = TRUE;
  walk->current = NULL;
  memcpy (walk->codes, codes, walk->key->n_axes * sizeof *codes);
  if (!is_slice (walk->key, codes) || walk->is_full || walk->is_odd)
    return;
  if (walk->is_first)
    add_slice (walk, codes);
  else
    next_slice (walk, codes);
}

static void
visit_cell (const guint *codes,
            guint64      count,
            gpointer     data)
{
  Walk *walk = data;
  const guint n = walk->key->n_axes;
  const gsize n_classes = walk->judging->findings->counts->n_classes;
  const gsize label = codes[n], prediction = codes[n + 1];

  walk->n_rows += count;
  if (!walk->has_codes || memcmp (walk->codes, codes, n * sizeof *codes) != 0)
    enter_slice (walk, codes);
  if (walk->current == NULL)
    return;
  if (walk->is_first)
    walk->current->n_rows += count;
  if (label == 0 || prediction == 0)
    return;
  gsize cell = (label - 1) * n_classes + prediction - 1;
  if (walk->is_first)
    walk->current->matrix[cell] += count;
  if (walk->baseline < 0 || codes[n + 2] == 0)
    return;
  cell = (walk->baseline * n_classes * n_classes + cell) * n_classes + codes[n + 2] - 1;
  walk->current->paired_cells[cell] += count;
}

/* --- one key ------------------------------------------------------------------------------------------------ */

static gboolean
fail (const AssayJudging  *self,
      const AssaySliceKey *key,
      const char          *what,
      GError             **error)
{
  g_autoptr (GString) name = g_string_new (key->n_axes == 0 ? "the whole set" : NULL);

  for (guint i = 0; i < key->n_axes; i++)
    g_string_append_printf (name, "%s%s", i > 0 ? "*" : "", key->axes[i]->name);
  g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN, "%s: slices of %s: %s",
               self->findings->plan->file, name->str, what);
  return FALSE;
}

/* (nullable) The table of a key; baseline -1: without one. */
static const AssayCountTable *
find_table (const AssayJudging  *self,
            const AssaySliceKey *key,
            int                  baseline)
{
  const AssayCounts *counts = self->findings->counts;
  AssayAxis *axes[ASSAY_PLAN_MAX_CROSS + 3];
  guint n = key->n_axes;

  memcpy (axes, key->axes, n * sizeof *axes);
  axes[n++] = assay_counts_axis (counts, ASSAY_AXIS_LABEL, NULL);
  axes[n++] = assay_counts_axis (counts, ASSAY_AXIS_PREDICTION, NULL);
  if (baseline >= 0)
    axes[n++] = assay_counts_axis (counts, ASSAY_AXIS_BASELINE, self->findings->baselines[baseline]);
  for (guint i = 0; i < n; i++)
    if (axes[i] == NULL)
      return NULL;
  return assay_counts_table (counts, axes, n);
}

/* Label, prediction and baselines share the classes: code i + 1 is class i. */
static gboolean
has_classes (const AssayJudging    *self,
             const AssayCountTable *table,
             guint                  first)
{
  for (guint i = first; i < table->n_axes; i++)
    if (table->axes[i]->n_codes > self->findings->counts->n_classes + 1)
      return FALSE;
  return TRUE;
}

static gboolean
walk_table (Walk    *walk,
            GError **error)
{
  const AssayCountTable *table = find_table (walk->judging, walk->key, walk->baseline);
  const AssayCounts *counts = walk->judging->findings->counts;

  if (table == NULL)
    return fail (walk->judging, walk->key, "they were not counted; audit the data again with this plan", error);
  if (!has_classes (walk->judging, table, walk->key->n_axes))
    return fail (walk->judging, walk->key, "a table has codes that stand for no class", error);
  assay_count_table_foreach (table, visit_cell, walk);
  if (walk->is_full)
    return fail (walk->judging, walk->key,
                 "too many classes for so many slices; slice by fewer columns, or look at label and prediction", error);
  if (walk->is_odd || walk->n_rows != counts->n_rows || (!walk->is_first && walk->next != walk->found->len))
    return fail (walk->judging, walk->key, "the tables do not agree about the rows", error);
  return TRUE;
}

/* Values in the axis' order, missing last. */
static int
compare_codes (const guint *a,
               const guint *b,
               guint        n)
{
  for (guint i = 0; i < n; i++)
    if (a[i] != b[i])
      return a[i] - 1 < b[i] - 1 ? -1 : 1; /* unsigned: 0 becomes the greatest */
  return 0;
}

static int
compare_slices (gconstpointer a,
                gconstpointer b,
                gpointer      key)
{
  const AssayCodedSlice *first = a, *second = b;

  return compare_codes (first->codes, second->codes, ((const AssaySliceKey *) key)->n_axes);
}

static void
found_clear (gpointer slice)
{
  assay_finding_free (((AssayCodedSlice *) slice)->finding);
}

/* (nullable) (transfer full) The slices of one key, in order. */
static GArray *
walk_key (AssayJudging        *self,
          const AssaySliceKey *key,
          GError             **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (AssayCodedSlice));
  const int n_baselines = self->findings->n_baselines;

  g_array_set_clear_func (found, found_clear);
  for (int i = 0; i < MAX (n_baselines, 1); i++)
    {
      Walk walk = { .judging = self, .key = key, .found = found, .is_first = i == 0 };

      walk.baseline = n_baselines > 0 ? i : -1;
      if (!walk_table (&walk, error))
        return NULL;
    }
  /* The whole set and a where are there even without a row. */
  if (found->len == 0 && (key->n_axes == 0 || key->kind == ASSAY_SLICE_NAMED))
    {
      AssayCodedSlice slice = { finding_new (self->findings, key, (const guint[1]) { 0 }), { 0 } };
      g_array_append_val (found, slice);
    }
  g_array_sort_with_data (found, compare_slices, (gpointer) key);
  for (guint i = 0; i < found->len; i++)
    finding_complete (g_array_index (found, AssayCodedSlice, i).finding, self->findings);
  return g_steal_pointer (&found);
}

static gboolean
add_key (AssayJudging  *self,
         AssaySliceKey *key,
         GError       **error)
{
  g_autoptr (GArray) found = walk_key (self, key, error);

  if (found == NULL)
    return FALSE;
  key->first = self->slices->len;
  key->n_slices = found->len;
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (self->findings->slices, g_array_index (found, AssayCodedSlice, i).finding);
  g_array_set_clear_func (found, NULL);
  g_array_append_vals (self->slices, found->data, found->len);
  g_array_append_val (self->keys, *key);
  return TRUE;
}

/* --- the plan's keys ---------------------------------------------------------------------------------------- */

static AssayAxis *
slice_axis (const AssayJudging *self,
            const char         *column)
{
  AssayAxis *axis = assay_counts_axis (self->findings->counts, ASSAY_AXIS_SLICE, column);

  return axis != NULL ? axis : assay_counts_axis (self->findings->counts, ASSAY_AXIS_BINS, column);
}

static gboolean
add_cross (AssayJudging     *self,
           const AssayCross *cross,
           GError          **error)
{
  const char *file = self->findings->plan->file;
  AssaySliceKey key = { .kind = cross->n_columns == 1 ? ASSAY_SLICE_COLUMN : ASSAY_SLICE_CROSS };

  g_return_val_if_fail (cross->n_columns <= ASSAY_PLAN_MAX_CROSS, FALSE);
  for (; key.n_axes < cross->n_columns; key.n_axes++)
    {
      const char *column = cross->columns[key.n_axes];

      key.axes[key.n_axes] = slice_axis (self, column);
      if (key.axes[key.n_axes] == NULL)
        {
          g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN,
                       "%s:%u: column '%s' was not counted; audit the data again with this plan", file, cross->line,
                       column);
          return FALSE;
        }
    }
  return add_key (self, &key, error);
}

static gboolean
add_named (AssayJudging          *self,
           const AssayNamedSlice *named,
           GError               **error)
{
  AssaySliceKey key = { .kind = ASSAY_SLICE_NAMED, .n_axes = 1 };

  key.axes[0] = assay_counts_axis (self->findings->counts, ASSAY_AXIS_WHERE, named->name);
  if (key.axes[0] == NULL)
    {
      g_set_error (error, ASSAY_JUDGE_ERROR, ASSAY_JUDGE_ERROR_PLAN,
                   "%s:%u: slice '%s' was not counted; audit the data again with this plan",
                   self->findings->plan->file, named->line, named->name);
      return FALSE;
    }
  return add_key (self, &key, error);
}

static gboolean
add_whole (AssayJudging *self,
           GError      **error)
{
  const AssaySliceKey key = { .kind = ASSAY_SLICE_WHOLE };
  g_autoptr (GArray) found = walk_key (self, &key, error);

  if (found == NULL)
    return FALSE;
  self->findings->whole = g_array_index (found, AssayCodedSlice, 0).finding;
  g_array_set_clear_func (found, NULL);
  return TRUE;
}

gboolean
assay_judging_slices (AssayJudging *self,
                      GError      **error)
{
  const AssayPlan *plan = self->findings->plan;

  if (!add_whole (self, error))
    return FALSE;
  for (guint i = 0; i < plan->columns->len; i++)
    if (!add_cross (self, g_ptr_array_index (plan->columns, i), error))
      return FALSE;
  for (guint i = 0; i < plan->crosses->len; i++)
    if (!add_cross (self, g_ptr_array_index (plan->crosses, i), error))
      return FALSE;
  for (guint i = 0; i < plan->named->len; i++)
    if (!add_named (self, g_ptr_array_index (plan->named, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
key_has_column (const AssaySliceKey *key,
                const char          *column)
{
  for (guint i = 0; i < key->n_axes; i++)
    if (strcmp (key->axes[i]->name, column) == 0)
      return TRUE;
  return FALSE;
}

const AssaySliceKey *
assay_judging_key (const AssayJudging *self,
                   char *const        *columns,
                   guint               n_columns)
{
  for (guint i = 0; i < self->keys->len; i++)
    {
      const AssaySliceKey *key = &g_array_index (self->keys, AssaySliceKey, i);
      guint n_matching = 0;

      if (key->kind == ASSAY_SLICE_NAMED || key->n_axes != n_columns)
        continue;
      while (n_matching < n_columns && key_has_column (key, columns[n_matching]))
        n_matching++;
      if (n_matching == n_columns)
        return key;
    }
  return NULL;
}

int
assay_judging_find (const AssayJudging  *self,
                    const AssaySliceKey *key,
                    const guint         *codes)
{
  guint lo = key->first, hi = key->first + key->n_slices;

  while (lo < hi)
    {
      const guint middle = lo + (hi - lo) / 2;
      const AssayCodedSlice *slice = &g_array_index (self->slices, AssayCodedSlice, middle);
      const int order = compare_codes (slice->codes, codes, key->n_axes);

      if (order == 0)
        return (int) middle;
      if (order < 0)
        lo = middle + 1;
      else
        hi = middle;
    }
  return -1;
}
