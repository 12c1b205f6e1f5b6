/* gaps.c: how much is left: where the points lie that a baseline is ahead by (measures.md 5, 6).
 *
 * Over the values of a column, missing among them, or over the distinct sets of tags, every row is in one part, and so the
 * parts' gains add up to the gap of the whole; over tags, which overlap, they would not. A gain is (b - c)/n: b rows of
 * the part that only the baseline has right, c only the model, n all rows.
 */
#include "judge-private.h"

#include <string.h>

#define MOST_SETS 200 /* listed one by one; the rest are one part */

static AssayEstimate
gain_of (const AssayFindings     *self,
         const AssayPairedMatrix *part,
         guint                    baseline,
         const char              *stream)
{
  const AssayMeasureOptions options = assay_findings_options (self, self->plan->confidence, stream);

  return assay_tag_gain (&self->whole->pairs[baseline], part, &options);
}

static guint64
rows_of (const AssayPairedMatrix *pairs)
{
  guint64 n = 0;

  for (guint i = 0; i < pairs->n_cells; i++)
    n += pairs->cells[i].n;
  return n;
}

static void
part_clear (AssayGapPart *part)
{
  g_free (part->name);
}

void
assay_gap_clear (AssayGap *self)
{
  g_array_unref (self->parts);
}

static int
compare_parts (gconstpointer a,
               gconstpointer b)
{
  const AssayGapPart *first = a, *second = b;

  if (first->is_others != second->is_others)
    return first->is_others ? 1 : -1;
  if (first->gain.value != second->gain.value)
    return first->gain.value > second->gain.value ? -1 : 1;
  return g_strcmp0 (first->name, second->name);
}

static AssayGap
gap_new (const AssayFindings *self,
         guint                baseline,
         const char          *column)
{
  AssayGap gap = { .reference = { ASSAY_REFERENCE_BASELINE, baseline, self->baselines[baseline] }, .column = column,
                   .total = gain_of (self, &self->whole->pairs[baseline], baseline, ""),
                   .parts = g_array_new (FALSE, FALSE, sizeof (AssayGapPart)) };

  g_array_set_clear_func (gap.parts, (GDestroyNotify) part_clear);
  return gap;
}

static gboolean
is_of_column (const AssayFinding *finding,
              const char         *column)
{
  return finding->kind == ASSAY_SLICE_COLUMN && strcmp (finding->parts[0].column, column) == 0;
}

static void
add_column (AssayFindings *self,
            guint          baseline,
            const char    *column)
{
  AssayGap gap = gap_new (self, baseline, column);

  for (guint i = 0; i < self->slices->len; i++)
    {
      const AssayFinding *slice = self->slices->pdata[i];
      if (!is_of_column (slice, column))
        continue;
      const AssayPairedMatrix *pairs = &slice->pairs[baseline];
      const AssayGapPart part = { g_strdup (slice->parts[0].value), slice->parts[0].value == NULL, FALSE, rows_of (pairs),
                                  gain_of (self, pairs, baseline, slice->text) };
      g_array_append_val (gap.parts, part);
    }
  g_array_sort (gap.parts, compare_parts);
  g_array_append_val (self->gaps, gap);
}

/* --- published numbers -------------------------------------------------------------------------------------------- */

/* Σ share (h - accuracy) = h - accuracy of all: the same parts, by the delta method. */
static void
add_literature (AssayFindings *self,
                guint          number,
                const char    *column)
{
  const double confidence = self->plan->confidence;
  AssayGap gap = { .reference = { ASSAY_REFERENCE_LITERATURE, number, self->literature[number].number->name },
                   .column = column, .total = assay_estimate_negated (self->whole->literature[number]),
                   .parts = g_array_new (FALSE, FALSE, sizeof (AssayGapPart)) };

  g_array_set_clear_func (gap.parts, (GDestroyNotify) part_clear);
  for (guint i = 0; i < self->slices->len; i++)
    {
      const AssayFinding *slice = self->slices->pdata[i];
      if (!is_of_column (slice, column) || slice->confusion.n == 0)
        continue;
      const AssayEstimate room = assay_estimate_negated (slice->literature[number]);
      const AssayEstimate share = assay_wilson (slice->confusion.n, self->whole->confusion.n, confidence);
      const AssayGapPart part = { g_strdup (slice->parts[0].value), slice->parts[0].value == NULL, FALSE, slice->confusion.n,
                                  assay_tag_gain_by_share (&room, &share, confidence) };
      g_array_append_val (gap.parts, part);
    }
  g_array_sort (gap.parts, compare_parts);
  g_array_append_val (self->gaps, gap);
}

/* --- sets ------------------------------------------------------------------------------------------------------- */

/* "noisy and dark"; of a set without a tag "no tag". (transfer full) */
static char *
set_name (const AssayTagFindings *tags,
          const AssayTagSetFinding      *set)
{
  g_autoptr (GString) name = g_string_new (set->n_tags == 0 ? "no tag" : NULL);

  for (guint i = 0; i < set->n_tags; i++)
    g_string_append_printf (name, "%s%s", i == 0 ? "" : i + 1 < set->n_tags ? ", " : " and ", tags->tags[set->tags[i]].name);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

static int
compare_by_rows (gconstpointer a,
                 gconstpointer b)
{
  const AssaySetPairs *first = *(AssaySetPairs *const *) a, *second = *(AssaySetPairs *const *) b;
  const guint64 x = rows_of (&first->pairs), y = rows_of (&second->pairs);

  return x != y ? (x > y ? -1 : 1) : 0;
}

static void
append_part (const AssayFindings     *self,
             AssayGap                *gap,
             char                    *name, /* taken */
             const AssayPairedMatrix *pairs,
             gboolean                 is_others)
{
  const AssayGapPart part = { name, FALSE, is_others, rows_of (pairs), gain_of (self, pairs, gap->reference.index, name) };

  g_array_append_val (gap->parts, part);
}

static void
add_sets (AssayFindings *self,
          guint          baseline)
{
  g_autoptr (GPtrArray) sets = assay_judging_set_pairs (self, baseline);
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (AssayPairedCell));

  /* Cells of sets have no weights of their own here, and no replicates. */
  if (sets == NULL || self->whole->pairs[baseline].weights != NULL || self->whole->pairs[baseline].replicates != NULL)
    return;
  AssayGap gap = gap_new (self, baseline, NULL);
  g_ptr_array_sort (sets, compare_by_rows);
  for (guint i = 0; i < sets->len; i++)
    {
      const AssaySetPairs *set = sets->pdata[i];
      if (i < MOST_SETS)
        append_part (self, &gap, set_name (self->tag_findings, &set->set), &set->pairs, FALSE);
      else
        g_array_append_vals (others, set->pairs.cells, set->pairs.n_cells);
    }
  if (others->len > 0)
    {
      const AssayPairedMatrix rest = { .n_cells = others->len, .cells = (AssayPairedCell *) (gpointer) others->data };
      append_part (self, &gap, g_strdup_printf ("%u other sets", sets->len - MOST_SETS), &rest, TRUE);
    }
  g_array_sort (gap.parts, compare_parts);
  g_array_append_val (self->gaps, gap);
}

void
assay_judging_gaps (AssayJudging *judging)
{
  AssayFindings *self = judging->findings;

  if (self->plan->task == ASSAY_TASK_REGRESSION || self->whole->confusion.n == 0)
    return;
  for (guint b = 0; b < self->n_baselines; b++)
    {
      for (guint i = 0; i < self->plan->columns->len; i++)
        add_column (self, b, ((const AssayCross *) self->plan->columns->pdata[i])->columns[0]);
      add_sets (self, b);
    }
  /* Shares of weighted or clustered rows are no counts. */
  for (guint n = 0; n < self->n_literature && !assay_findings_are_effective (self); n++)
    for (guint i = 0; self->literature[n].measure.id == ASSAY_MEASURE_ACCURACY && i < self->plan->columns->len; i++)
      add_literature (self, n, ((const AssayCross *) self->plan->columns->pdata[i])->columns[0]);
}
