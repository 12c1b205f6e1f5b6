/* replicates.c: the table of replicates and its arithmetic. */
#include "tally/replicates.h"

#include <stdlib.h>
#include <string.h>

static gsize
entry_words (const AssayReplicateTable *self)
{
  return (gsize) self->n_sums * self->n_replicates;
}

static gboolean
memory_is_short (guint64   n_entries,
                 gsize     n_words,
                 GError  **error)
{
  g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
               "%" G_GUINT64_FORMAT " cells of a table with %" G_GSIZE_FORMAT " resampled sums each take %"
               G_GUINT64_FORMAT " MB, more memory than there is; slice by fewer columns", n_entries, n_words,
               (guint64) ((double) n_entries * n_words / 131072));
  return FALSE;
}

/* Cells of all axes; FALSE above ASSAY_MAX_CELLS. */
static gboolean
count_cells (AssayAxis *const *axes,
             guint             n_axes,
             guint64          *n_cells,
             GError          **error)
{
  *n_cells = 1;
  for (guint i = 0; i < n_axes; i++)
    {
      if (*n_cells > ASSAY_MAX_CELLS / axes[i]->n_codes)
        {
          g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
                       "a table of %u axes has more than 2^62 cells; cross fewer columns or bin them", n_axes);
          return FALSE;
        }
      *n_cells *= axes[i]->n_codes;
    }
  return TRUE;
}

AssayReplicateTable *
assay_replicate_table_new (AssayAxis *const *axes,
                           guint             n_axes,
                           guint             n_replicates,
                           guint             n_sums,
                           guint64           seed,
                           const guint64    *cells,
                           guint64           n_entries,
                           GError          **error)
{
  g_return_val_if_fail (n_axes <= ASSAY_MAX_AXES && n_replicates > 0 && n_sums > 0, NULL);

  g_autoptr (AssayReplicateTable) self = g_new0 (AssayReplicateTable, 1);
  *self = (AssayReplicateTable) { .n_replicates = n_replicates, .n_sums = n_sums, .seed = seed };
  if (!count_cells (axes, n_axes, &self->n_cells, error))
    return NULL;
  for (; self->n_axes < n_axes; self->n_axes++)
    self->axes[self->n_axes] = assay_axis_ref (axes[self->n_axes]);

  const gsize n_words = entry_words (self);
  self->n_entries = n_entries;
  if (n_entries <= G_MAXSSIZE / 8 / n_words)
    {
      self->cells = g_try_new (guint64, MAX (n_entries, 1));
      self->sums = g_try_new0 (gint64, MAX (n_entries * n_words, 1));
    }
  if ((self->cells == NULL || self->sums == NULL) && !memory_is_short (n_entries, n_words, error))
    return NULL;
  if (n_entries > 0)
    memcpy (self->cells, cells, n_entries * sizeof *cells);
  return g_steal_pointer (&self);
}

void
assay_replicate_table_free (AssayReplicateTable *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_axes; i++)
    assay_axis_unref (self->axes[i]);
  g_free (self->cells);
  g_free (self->sums);
  g_free (self);
}

guint64
assay_replicate_table_find (const AssayReplicateTable *self,
                            guint64                    cell)
{
  guint64 lo = 0, hi = self->n_entries;

  while (lo < hi)
    {
      const guint64 middle = (lo + hi) / 2;
      if (self->cells[middle] < cell)
        lo = middle + 1;
      else
        hi = middle;
    }
  return lo;
}

const gint64 *
assay_replicate_table_get (const AssayReplicateTable *self,
                           guint64                    cell,
                           guint                      sum)
{
  const guint64 entry = assay_replicate_table_find (self, cell);

  g_return_val_if_fail (sum < self->n_sums, NULL);
  if (entry == self->n_entries || self->cells[entry] != cell)
    return NULL;
  return self->sums + (entry * self->n_sums + sum) * self->n_replicates;
}

static gboolean
same_form (const AssayReplicateTable *a,
           const AssayReplicateTable *b)
{
  if (a->n_axes != b->n_axes || a->n_replicates != b->n_replicates || a->n_sums != b->n_sums || a->seed != b->seed)
    return FALSE;
  for (guint i = 0; i < a->n_axes; i++)
    if (!assay_axis_equal (a->axes[i], b->axes[i]))
      return FALSE;
  return TRUE;
}

gboolean
assay_replicate_table_equal (const AssayReplicateTable *a,
                             const AssayReplicateTable *b)
{
  return same_form (a, b) && a->n_entries == b->n_entries
         && memcmp (a->cells, b->cells, a->n_entries * sizeof *a->cells) == 0
         && memcmp (a->sums, b->sums, a->n_entries * entry_words (a) * sizeof *a->sums) == 0;
}

static void
add_entry (AssayReplicateTable *self,
           guint64              cell,
           const gint64        *words)
{
  const gsize n_words = entry_words (self);
  gint64 *sums = self->sums + assay_replicate_table_find (self, cell) * n_words;

  for (gsize i = 0; i < n_words; i++)
    sums[i] += words[i];
}

static int
compare_cells (const void *a,
               const void *b)
{
  const guint64 first = *(const guint64 *) a, second = *(const guint64 *) b;

  return (first > second) - (first < second);
}

/* Sorts cells, keeps each once; how many are left. */
static guint64
unique_cells (guint64 *cells,
              guint64  n)
{
  guint64 n_kept = 0;

  qsort (cells, n, sizeof *cells, compare_cells);
  for (guint64 i = 0; i < n; i++)
    if (n_kept == 0 || cells[i] != cells[n_kept - 1])
      cells[n_kept++] = cells[i];
  return n_kept;
}

AssayReplicateTable *
assay_replicate_table_merge (const AssayReplicateTable *a,
                             const AssayReplicateTable *b,
                             GError                   **error)
{
  if (!same_form (a, b))
    {
      g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES,
                   "two tables of replicates cannot be added: %u axes, %u replicates of %u sums by seed %"
                   G_GUINT64_FORMAT " against %u axes, %u replicates of %u sums by seed %" G_GUINT64_FORMAT
                   ", or an axis with other values; audit both by the same plan", a->n_axes, a->n_replicates,
                   a->n_sums, a->seed, b->n_axes, b->n_replicates, b->n_sums, b->seed);
      return NULL;
    }

  g_autofree guint64 *cells = g_new (guint64, a->n_entries + b->n_entries + 1);
  memcpy (cells, a->cells, a->n_entries * sizeof *cells);
  memcpy (cells + a->n_entries, b->cells, b->n_entries * sizeof *cells);
  const guint64 n = unique_cells (cells, a->n_entries + b->n_entries);
  AssayReplicateTable *sum = assay_replicate_table_new (a->axes, a->n_axes, a->n_replicates, a->n_sums, a->seed,
                                                        cells, n, error);
  for (guint i = 0; sum != NULL && i < 2; i++)
    {
      const AssayReplicateTable *part = i == 0 ? a : b;
      for (guint64 entry = 0; entry < part->n_entries; entry++)
        add_entry (sum, part->cells[entry], part->sums + entry * entry_words (part));
    }
  return sum;
}

/* The cell of the projection that a cell goes to. */
static guint64
projected_cell (const AssayReplicateTable *self,
                guint64                    cell,
                const guint               *keep,
                guint                      n_keep,
                AssayAxis *const          *axes,
                const guint *const        *maps)
{
  guint codes[ASSAY_MAX_AXES];
  guint64 projected = 0;

  for (guint i = self->n_axes; i-- > 0; cell /= self->axes[i]->n_codes)
    codes[i] = (guint) (cell % self->axes[i]->n_codes);
  for (guint i = 0; i < n_keep; i++)
    {
      const guint code = codes[keep[i]];
      projected = projected * axes[i]->n_codes + (maps != NULL && maps[i] != NULL ? maps[i][code] : code);
    }
  return projected;
}

AssayReplicateTable *
assay_replicate_table_project (const AssayReplicateTable *self,
                               const guint               *keep,
                               guint                      n_keep,
                               AssayAxis *const          *axes,
                               const guint *const        *maps,
                               GError                   **error)
{
  g_return_val_if_fail (n_keep <= ASSAY_MAX_AXES, NULL);

  g_autofree guint64 *to = g_new (guint64, self->n_entries + 1), *cells = g_new (guint64, self->n_entries + 1);
  for (guint64 entry = 0; entry < self->n_entries; entry++)
    to[entry] = cells[entry] = projected_cell (self, self->cells[entry], keep, n_keep, axes, maps);
  const guint64 n = unique_cells (cells, self->n_entries);
  AssayReplicateTable *table = assay_replicate_table_new (axes, n_keep, self->n_replicates, self->n_sums, self->seed,
                                                          cells, n, error);
  for (guint64 entry = 0; table != NULL && entry < self->n_entries; entry++)
    add_entry (table, to[entry], self->sums + entry * entry_words (self));
  return table;
}
