/* audit-merge-twins.c: which slices of the whole are one and the same set of rows.
 *
 * Two slices of different columns are the same rows when a table over both columns says so (audit-twins.h), and an
 * audit counts such a table only where its own rows call for it. So a part may lack what the whole needs. What
 * another table of the part says of both columns serves as well, and a column with a single value says it, too. Where a part
 * still cannot tell, the two stay two slices, each with its test, and a note says so: a slice is never hidden.
 */
#include "audit/audit-merge-private.h"

#include "audit/audit-twins.h"

#include <string.h>

static AssayCounts *
counts_of (const AssayMerging *self,
           guint               part)
{
  return self->parts[part].parts.counts;
}

static gboolean
find_axis (const AssayCountTable *table,
           const AssayAxis       *axis,
           guint                 *position)
{
  for (*position = 0; *position < table->n_axes; (*position)++)
    if (table->axes[*position] == axis)
      return TRUE;
  return FALSE;
}

/* (transfer full) (nullable) The same rows without what was summed over them: parts differ in which table tells. */
static AssayCountTable *
without_sums (AssayCountTable *table) /* taken */
{
  if (table == NULL || table->n_sums == 0)
    return table;
  g_autoptr (AssayCountTable) summed = table;
  g_autofree guint64 *own = table->is_dense ? g_new (guint64, MAX (table->n_entries, 1)) : NULL;
  for (guint64 i = 0; own != NULL && i < table->n_entries; i++)
    own[i] = i;
  return assay_count_table_from_pairs (summed->axes, summed->n_axes, own != NULL ? own : summed->cells, summed->counts,
                                       summed->n_entries, NULL);
}

/* (transfer full) (nullable) The rows by these axes, from the first table that has them all. */
static AssayCountTable *
margin_of (const AssayCounts *counts,
           AssayAxis *const  *axes,
           guint              n_axes)
{
  guint keep[2];

  for (guint t = 0; t < counts->tables->len; t++)
    {
      const AssayCountTable *table = counts->tables->pdata[t];
      guint n = 0;
      while (n < n_axes && find_axis (table, axes[n], &keep[n]))
        n++;
      if (n == n_axes)
        return without_sums (assay_count_table_marginal (table, keep, n_axes, NULL));
    }
  return NULL;
}

/* The only code that has rows. FALSE: there are several. */
static gboolean
single_code (const AssayCountTable *margin,
             guint                 *code)
{
  guint n = 0;

  for (guint c = 0; c < margin->axes[0]->n_codes; c++)
    if (assay_count_table_get (margin, &c) > 0)
      {
        *code = c;
        n++;
      }
  return n == 1;
}

/* (transfer full) (nullable) A column with one value is crossed with any other by that one's own counts. */
static AssayCountTable *
cross_with_single (AssayAxis *const      *axes,
                   const AssayCountTable *margin,   /* of axes[1 - single] */
                   guint                  single,
                   guint                  code)
{
  guint n = axes[1 - single]->n_codes;
  g_autofree guint64 *cells = g_new (guint64, n);
  g_autofree guint64 *counts = g_new (guint64, n);

  for (guint c = 0; c < n; c++)
    {
      cells[c] = single == 0 ? (guint64) code * n + c : (guint64) c * axes[1]->n_codes + code;
      counts[c] = assay_count_table_get (margin, &c);
    }
  return assay_count_table_from_pairs (axes, 2, cells, counts, n, NULL);
}

/* (transfer full) (nullable) NULL: the part's tables do not tell. */
static AssayCountTable *
pair_table (const AssayCounts *counts,
            AssayAxis *const  *axes)
{
  AssayCountTable *table = margin_of (counts, axes, 2);
  guint code;

  for (guint single = 0; single < 2 && table == NULL; single++)
    {
      g_autoptr (AssayCountTable) one = margin_of (counts, &axes[single], 1);
      g_autoptr (AssayCountTable) other = margin_of (counts, &axes[1 - single], 1);
      if (one != NULL && other != NULL && single_code (one, &code))
        table = cross_with_single (axes, other, single, code);
    }
  return table;
}

/* --- two slices ------------------------------------------------------------------------------------------------ */

typedef struct
{
  guint   n_axes;
  guint   code;       /* of the slice */
  GArray *cells;      /* of guint64: its cells, each the other codes and then the count */
} CellVisit;

static void
visit_cells (const guint *codes,
             guint64      count,
             gpointer     data)
{
  CellVisit *visit = data;

  for (guint i = 1; i < visit->n_axes && codes[0] == visit->code; i++)
    g_array_append_val (visit->cells, ((guint64) { codes[i] }));
  if (codes[0] == visit->code)
    g_array_append_val (visit->cells, count);
}

/* (transfer full) What the part's table over one column and the models says of a value of the whole. */
static GArray *
cells_of (const AssayMerging *self,
          guint               part,
          guint               position,
          guint               whole_code)
{
  const AssayAxis *axis = assay_merging_axis (self, part, position);
  const AssayAxis *whole_axis = self->whole->axes->pdata[position];
  const GPtrArray *tables = counts_of (self, part)->tables;
  CellVisit visit = { .code = whole_code == 0 ? 0 : assay_axis_find (axis, whole_axis->values[whole_code]) };

  visit.cells = g_array_new (FALSE, FALSE, sizeof (guint64));
  for (guint t = 0; t < tables->len && (visit.code != 0 || whole_code == 0); t++)
    {
      const AssayCountTable *table = tables->pdata[t];
      visit.n_axes = table->n_axes;
      if (table->n_axes >= 3 && table->axes[0] == axis && table->axes[1]->kind == ASSAY_AXIS_LABEL)
        assay_count_table_foreach (table, visit_cells, &visit);
    }
  return visit.cells;
}

static gboolean
has_equal_cells (const AssayMerging *self,
                 guint               part,
                 const AssayTwins   *twins)
{
  g_autoptr (GArray) a = cells_of (self, part, twins->a, twins->code_a);
  g_autoptr (GArray) b = cells_of (self, part, twins->b, twins->code_b);

  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (guint64)) == 0);
}

/* "race=Black" or a named slice. (transfer full) */
static char *
slice_text (const AssayMerging *self,
            guint               position,
            guint               code)
{
  const AssayAxis *axis = self->whole->axes->pdata[position];

  if (axis->kind == ASSAY_AXIS_WHERE)
    return g_strdup (axis->name);
  return g_strdup_printf ("%s=%s", axis->name, code != 0 ? axis->values[code] : "(missing)");
}

static void
note_untold (const AssayMerging *self,
             const AssayTwins   *twins)
{
  for (guint part = 0; part < self->n_parts; part++)
    if (!has_equal_cells (self, part, twins))
      return; /* they are different rows there */
  g_autofree char *a = slice_text (self, twins->a, twins->code_a), *b = slice_text (self, twins->b, twins->code_b);
  g_ptr_array_add (self->notes, g_strdup_printf ("%s and %s have the same counts in every audit; whether they are the "
                                                 "same rows, the audits do not tell: both are tested", a, b));
}

/* --- the tables ------------------------------------------------------------------------------------------------ */

/* (transfer full) (nullable) Sum over all parts; NULL: one of them does not tell. */
static AssayCountTable *
sum_of_pair (const AssayMerging *self,
             const AssayTwins   *pair)
{
  g_autoptr (AssayCountTable) sum = NULL;

  for (guint part = 0; part < self->n_parts; part++)
    {
      AssayAxis *axes[] = { assay_merging_axis (self, part, pair->a), assay_merging_axis (self, part, pair->b) };
      g_autoptr (AssayCountTable) table = pair_table (counts_of (self, part), axes);
      if (table == NULL || !assay_merging_add (&sum, assay_merging_remap (self, part, table, NULL), NULL))
        return NULL;
    }
  return g_steal_pointer (&sum);
}

static void
note_pair (const AssayMerging *self,
           const GArray       *twins,
           const AssayTwins   *pair)
{
  for (guint i = 0; i < twins->len; i++)
    {
      const AssayTwins *slices = &g_array_index (twins, AssayTwins, i);
      if (slices->a == pair->a && slices->b == pair->b)
        note_untold (self, slices);
    }
}

void
assay_merging_twins (AssayMerging *self)
{
  g_autoptr (GArray) twins = assay_twins_find (self->whole, self->plan->min_rows), pairs = assay_twins_pairs (twins);

  for (guint i = 0; i < pairs->len; i++)
    {
      const AssayTwins *pair = &g_array_index (pairs, AssayTwins, i);
      AssayCountTable *table = sum_of_pair (self, pair);
      if (table != NULL)
        g_ptr_array_add (self->whole->tables, table);
      else
        note_pair (self, twins, pair);
    }
}
