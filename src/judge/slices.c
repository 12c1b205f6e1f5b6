/* slices.c: count tables in, slices out.
 *
 * A table's axes are a slice key (K...), then what is counted in each slice: label and prediction, and where models
 * are compared a baseline. Its cells come in ascending order, so the cells of one slice stand together: a walk takes
 * one pass, whatever the number of slices, and a change of the key's codes begins the next slice.
 *
 *   race  label  prediction  rows
 *   1     1      1           50     race=Asian begins
 *   1     2      1           12
 *   2     1      1           ...    race=Black begins
 *
 * Code 0 is missing: a slice of its own in a key. A key may have several tables, one for each baseline: the first
 * gives its slices and their rows, and every later walk checks that the others count the same.
 */
#include "judge-private.h"

#include <string.h>

/* One table being walked. */
typedef struct
{
  const AssayJudging  *judging;
  const AssaySliceKey *key;
  GArray              *found;     /* of AssayCodedSlice, by codes: finding slices */
  AssaySliceVisitor    visit;     /* visiting those known */
  gpointer             data;
  gboolean             has_codes;
  guint                codes[ASSAY_PLAN_MAX_CROSS]; /* of the cells that pass by */
  AssayFinding        *current;   /* (nullable) NULL: these cells belong to no slice */
  guint64              n_rows;
  guint                n_slices;  /* visited */
  gboolean             is_odd;    /* a slice that is not known */
} Walk;

/* --- one slice ---------------------------------------------------------------------------------------------- */

static AssayFinding *
finding_new (const AssayFindings *self,
             const AssaySliceKey *key,
             const guint         *codes)
{
  AssayFinding *finding = g_new0 (AssayFinding, 1);

  finding->kind = key->kind;
  finding->n_parts = key->n_axes;
  finding->parts = g_new0 (AssaySlicePart, key->n_axes);
  for (guint i = 0; i < key->n_axes; i++)
    if (is_where (key->kind))
      finding->parts[i] = (AssaySlicePart) { key->kind == ASSAY_SLICE_TAG ? "tag" : "slice", key->axes[i]->name };
    else
      finding->parts[i] = (AssaySlicePart) { key->axes[i]->name, key->axes[i]->values[codes[i]] };
  finding->pairs = g_new0 (AssayPairedMatrix, MAX (self->n_baselines, 1));
  finding->models = g_new0 (AssayEvidence, MAX (self->n_baselines, 1));
  finding->score_pairs = g_new0 (AssayScorePairs, MAX (self->n_baselines, 1));
  return finding;
}

/* "race=Black", "sex=Female*race=(missing)", a named slice's name, "tag=noisy", "" for the whole set. */
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
  finding->share = self->counts->n_rows > 0 ? (double) finding->n_rows / self->counts->n_rows : NAN;
  finding->is_too_small = is_under_min_rows (self, finding->n_rows);
}

/* --- walking a table ---------------------------------------------------------------------------------------- */

/* Of a where or a tag only the rows that fulfil it are a slice. */
static gboolean
is_slice (const AssaySliceKey *key,
          const guint         *codes)
{
  return !is_where (key->kind) || g_strcmp0 (key->axes[0]->values[codes[0]], "1") == 0;
}

static void
add_slice (Walk        *walk,
           const guint *codes)
{
  AssayCodedSlice slice = { 0 };

  memcpy (slice.codes, codes, walk->key->n_axes * sizeof *codes);
  slice.finding = walk->current = finding_new (walk->judging->findings, walk->key, codes);
  g_array_append_val (walk->found, slice);
}

static void
find_slice (Walk        *walk,
            const guint *codes)
{
  const int at = walk->key->n_axes == 0 ? 0 : assay_judging_find (walk->judging, walk->key, codes);

  walk->is_odd |= at < 0;
  walk->n_slices++;
  if (walk->key->n_axes == 0)
    walk->current = walk->judging->findings->whole;
  else if (at >= 0)
    walk->current = g_array_index (walk->judging->slices, AssayCodedSlice, at).finding;
}

static void
enter_slice (Walk        *walk,
             const guint *codes)
{
  walk->has_codes = TRUE;
  walk->current = NULL;
  memcpy (walk->codes, codes, walk->key->n_axes * sizeof *codes);
  if (!is_slice (walk->key, codes))
    return;
  if (walk->found != NULL)
    add_slice (walk, codes);
  else
    find_slice (walk, codes);
}

static void
visit_cell (const guint    *codes,
            guint64         count,
            const AssaySum *sums,
            gpointer        data)
{
  Walk *walk = data;
  const guint n = walk->key->n_axes;

  walk->n_rows += count;
  if (!walk->has_codes || memcmp (walk->codes, codes, n * sizeof *codes) != 0)
    enter_slice (walk, codes);
  if (walk->current == NULL)
    return;
  if (walk->found != NULL)
    walk->current->n_rows += count;
  else
    walk->visit (walk->current, codes + n, count, sums, walk->data);
}

/* Slices of the key that a walk over all rows comes by. */
static guint
n_with_rows (const AssayJudging  *self,
             const AssaySliceKey *key)
{
  guint n = 0;

  if (key->n_axes == 0)
    return self->findings->counts->n_rows > 0;
  for (guint i = key->first; i < key->first + key->n_slices; i++)
    n += g_array_index (self->slices, AssayCodedSlice, i).finding->n_rows > 0;
  return n;
}

gboolean
assay_judging_walk (const AssayJudging    *self,
                    const AssaySliceKey   *key,
                    const AssayCountTable *table,
                    AssaySliceVisitor      visit,
                    gpointer               data,
                    GError               **error)
{
  Walk walk = { .judging = self, .key = key, .visit = visit, .data = data };

  assay_count_table_foreach_sums (table, visit_cell, &walk);
  if (walk.is_odd || walk.n_rows != self->findings->counts->n_rows || walk.n_slices != n_with_rows (self, key))
    return assay_judging_fail (self, key, "the tables do not agree about the rows", error);
  return TRUE;
}

/* --- one key ------------------------------------------------------------------------------------------------ */

gboolean
assay_judging_fail (const AssayJudging  *self,
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

static gboolean
is_of_slices (const AssayAxis *axis)
{
  return axis->kind == ASSAY_AXIS_SLICE || axis->kind == ASSAY_AXIS_BINS || axis->kind == ASSAY_AXIS_WHERE
         || (axis->kind >= ASSAY_AXIS_TAG && axis->kind <= ASSAY_AXIS_TAGS);
}

gboolean
assay_judging_is_of_key (const AssayCountTable *table,
                         const AssaySliceKey   *key)
{
  if (table->n_axes <= key->n_axes)
    return FALSE;
  for (guint i = 0; i < table->n_axes; i++)
    if (i < key->n_axes ? table->axes[i] != key->axes[i] : is_of_slices (table->axes[i]))
      return FALSE;
  return TRUE;
}

/* (nullable) The first table of a key, whatever it counts in each slice. */
static const AssayCountTable *
find_table (const AssayJudging  *self,
            const AssaySliceKey *key)
{
  const GPtrArray *tables = self->findings->counts->tables;

  for (guint i = 0; i < tables->len; i++)
    if (assay_judging_is_of_key (tables->pdata[i], key))
      return tables->pdata[i];
  return NULL;
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
  assay_finding_free (((AssayCodedSlice *) slice)->finding, 0); /* it has no evidence yet */
}

/* (nullable) (transfer full) The slices of one key, in order. */
static GArray *
find_slices (AssayJudging        *self,
             const AssaySliceKey *key,
             GError             **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (AssayCodedSlice));
  const AssayCountTable *table = find_table (self, key);
  Walk walk = { .judging = self, .key = key, .found = found };

  g_array_set_clear_func (found, found_clear);
  if (table == NULL)
    {
      assay_judging_fail (self, key, ASSAY_JUDGE_NOT_COUNTED, error);
      return NULL;
    }
  assay_count_table_foreach_sums (table, visit_cell, &walk);
  /* The whole set, a where and a tag are there even without a row. */
  if (found->len == 0 && (key->n_axes == 0 || is_where (key->kind)))
    {
      AssayCodedSlice slice = { finding_new (self->findings, key, (const guint[1]) { 0 }), { 0 } };
      g_array_append_val (found, slice);
    }
  g_array_sort_with_data (found, compare_slices, (gpointer) key);
  for (guint i = 0; i < found->len; i++)
    finding_complete (g_array_index (found, AssayCodedSlice, i).finding, self->findings);
  return g_steal_pointer (&found);
}

/* What was counted of each slice, family by family; weights first say whether they differ. */
static gboolean
add_evidence (AssayJudging        *self,
              const AssaySliceKey *key,
              GError             **error)
{
  if (!assay_plan_has_model (self->findings->plan))
    return TRUE;
  return assay_judging_matrices (self, key, error) && assay_judging_weights (self, key, error)
         && (key->is_controlled || (assay_judging_scores (self, key, error) && assay_judging_moments (self, key, error)))
         && assay_judging_replicates (self, key, error);
}

static gboolean
add_key (AssayJudging  *self,
         AssaySliceKey *key,
         GError       **error)
{
  g_autoptr (GArray) found = find_slices (self, key, error);

  if (found == NULL)
    return FALSE;
  key->first = self->slices->len;
  key->n_slices = found->len;
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (self->findings->slices, g_array_index (found, AssayCodedSlice, i).finding);
  g_array_set_clear_func (found, NULL);
  g_array_append_vals (self->slices, found->data, found->len);
  g_array_append_val (self->keys, *key);
  return add_evidence (self, key, error);
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
           gboolean          is_controlled,
           GError          **error)
{
  const char *file = self->findings->plan->file;
  AssaySliceKey key = { .kind = cross->n_columns == 1 ? ASSAY_SLICE_COLUMN : ASSAY_SLICE_CROSS,
                        .is_controlled = is_controlled };

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
  g_autoptr (GArray) found = find_slices (self, &key, error);

  if (found == NULL)
    return FALSE;
  self->findings->whole = g_array_index (found, AssayCodedSlice, 0).finding;
  g_array_set_clear_func (found, NULL);
  return add_evidence (self, &key, error);
}

/* Every tag that was counted: which there are in a list column only the data tells. */
static gboolean
add_tags (AssayJudging *self,
          GError      **error)
{
  const GPtrArray *axes = self->findings->counts->axes;

  for (guint i = 0; i < axes->len; i++)
    {
      AssaySliceKey key = { .kind = ASSAY_SLICE_TAG, .n_axes = 1, .axes = { axes->pdata[i] } };

      if (key.axes[0]->kind == ASSAY_AXIS_TAG && !add_key (self, &key, error))
        return FALSE;
    }
  return TRUE;
}

/* Last, so that what is taken off the findings' slices leaves the places of the others. */
static gboolean
add_controlled (AssayJudging *self,
                GError      **error)
{
  const GPtrArray *crosses = self->findings->plan->fairness.controlled;
  GPtrArray *slices = self->findings->slices;
  const guint n_listed = slices->len;
  gboolean is_added = TRUE;

  for (guint i = 0; i < crosses->len && is_added; i++)
    is_added = add_cross (self, crosses->pdata[i], TRUE, error);
  for (guint i = n_listed; i < slices->len; i++)
    g_ptr_array_add (self->findings->controlled, slices->pdata[i]);
  g_ptr_array_set_size (slices, (int) n_listed);
  return is_added;
}

gboolean
assay_judging_slices (AssayJudging *self,
                      GError      **error)
{
  const AssayPlan *plan = self->findings->plan;

  if (!add_whole (self, error))
    return FALSE;
  for (guint i = 0; i < plan->columns->len; i++)
    if (!add_cross (self, g_ptr_array_index (plan->columns, i), FALSE, error))
      return FALSE;
  for (guint i = 0; i < plan->crosses->len; i++)
    if (!add_cross (self, g_ptr_array_index (plan->crosses, i), FALSE, error))
      return FALSE;
  for (guint i = 0; i < plan->named->len; i++)
    if (!add_named (self, g_ptr_array_index (plan->named, i), error))
      return FALSE;
  return add_tags (self, error) && add_controlled (self, error);
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

      if (is_where (key->kind) || key->n_axes != n_columns)
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
