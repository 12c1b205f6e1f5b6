/* count-table.c: the one value that everything else is made of.
 *
 * Two forms, chosen by the number of cells alone, so that tables over equal axes have the same form: dense up to
 * ASSAY_DENSE_CELLS (32 MB of counts), sparse above. A sparse table keeps its entries sorted by cell, hence merging
 * is a merge of two lists and equality is a comparison of bytes. Walking the cells, marginals and new codes are in
 * count-table-cells.c.
 */
#include "tally/count-table-private.h"

#include <string.h>

G_DEFINE_QUARK (assay-tally-error-quark, assay_tally_error)

static int
compare_cells (const void *a,
               const void *b)
{
  guint64 x = ((const AssayCellEntry *) a)->cell;
  guint64 y = ((const AssayCellEntry *) b)->cell;

  return (x > y) - (x < y);
}

gboolean
assay_count_table_short (guint64   n_entries,
                         GError  **error)
{
  g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
               "no memory for a table of %" G_GUINT64_FORMAT " entries; ask for fewer or coarser slices", n_entries);
  return FALSE;
}

/* "sex (3) x race (9)": what a message says of a table. */
static char *
describe_axes (AssayAxis *const *axes,
               guint             n_axes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_axes; i++)
    g_string_append_printf (text, "%s%s (%u)", i > 0 ? " x " : "", axes[i]->name, axes[i]->n_codes);
  return g_string_free (text, FALSE);
}

static gboolean
count_cells (AssayAxis *const *axes,
             guint             n_axes,
             guint64          *n_cells,
             GError          **error)
{
  guint64 product = 1;

  for (guint i = 0; i < n_axes; i++)
    {
      if (product > ASSAY_MAX_CELLS / axes[i]->n_codes)
        {
          g_autofree char *text = describe_axes (axes, n_axes);
          g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
                       "the table %s has more than 2^62 cells; cross fewer columns or bin them", text);
          return FALSE;
        }
      product *= axes[i]->n_codes;
    }
  *n_cells = product;
  return TRUE;
}

/* Room for n entries, all 0, in a table that has none. */
static gboolean
clear_entries (AssayCountTable  *self,
               guint64           n,
               GError          **error)
{
  self->n_entries = n;
  self->counts = g_try_new0 (guint64, n);
  self->sums = self->n_sums > 0 ? g_try_new0 (AssaySum, n * self->n_sums) : NULL;
  return (self->counts != NULL && (self->n_sums == 0 || self->sums != NULL)) || assay_count_table_short (n, error);
}

AssayCountTable *
assay_count_table_new_sums (AssayAxis *const    *axes,
                            guint                n_axes,
                            const AssaySumScale *scales,
                            guint                n_sums,
                            GError             **error)
{
  g_return_val_if_fail (n_axes <= ASSAY_MAX_AXES && n_sums <= ASSAY_MAX_SUMS, NULL);

  guint64 n_cells;
  if (!count_cells (axes, n_axes, &n_cells, error))
    return NULL;

  g_autoptr (AssayCountTable) self = g_new0 (AssayCountTable, 1);
  self->n_axes = n_axes;
  for (guint i = 0; i < n_axes; i++)
    self->axes[i] = assay_axis_ref (axes[i]);
  self->n_sums = n_sums;
  self->scales = g_new0 (AssaySumScale, n_sums);
  for (guint i = 0; i < n_sums; i++)
    self->scales[i] = (AssaySumScale) { g_strdup (scales[i].name), scales[i].k };
  self->n_cells = n_cells;
  self->is_dense = assay_count_table_fits_dense (n_cells, n_sums);
  if (self->is_dense && !clear_entries (self, n_cells, error))
    return NULL;
  return g_steal_pointer (&self);
}

AssayCountTable *
assay_count_table_new (AssayAxis *const *axes,
                       guint             n_axes,
                       GError          **error)
{
  return assay_count_table_new_sums (axes, n_axes, NULL, 0, error);
}

void
assay_count_table_free (AssayCountTable *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_axes; i++)
    assay_axis_unref (self->axes[i]);
  for (guint i = 0; i < self->n_sums; i++)
    g_free (self->scales[i].name);
  g_free (self->scales);
  g_free (self->cells);
  g_free (self->counts);
  g_free (self->sums);
  g_free (self);
}

/* Makes room for n entries of a sparse table that has none. */
static gboolean
reserve_entries (AssayCountTable  *self,
                 guint64           n,
                 GError          **error)
{
  if (n == 0)
    return TRUE;
  self->cells = g_try_new (guint64, n);
  return (self->cells != NULL || assay_count_table_short (n, error)) && clear_entries (self, n, error);
}

/* Adds an entry's count and sums to entry `to` of self. */
static inline void
add_entry (AssayCountTable *self,
           guint64          to,
           guint64          count,
           const AssaySum  *sums)
{
  self->counts[to] += count;
  for (guint i = 0; i < self->n_sums; i++)
    self->sums[to * self->n_sums + i] += sums[i];
}

gboolean
assay_count_table_fill (AssayCountTable  *self,
                        AssayCellEntry   *entries,
                        guint64           n_given,
                        const guint64    *counts,
                        const AssaySum   *sums,
                        GError          **error)
{
  if (n_given == 0)
    return TRUE;
  if (!reserve_entries (self, n_given, error))
    return FALSE;
  qsort (entries, n_given, sizeof *entries, compare_cells);

  guint64 n = 0;
  for (guint64 i = 0; i < n_given; i++)
    {
      guint64 from = entries[i].from;
      if (counts[from] == 0)
        continue;
      if (n == 0 || self->cells[n - 1] != entries[i].cell)
        self->cells[n++] = entries[i].cell;
      add_entry (self, n - 1, counts[from], self->n_sums > 0 ? sums + from * self->n_sums : NULL);
    }
  self->n_entries = n;
  return TRUE;
}

AssayCountTable *
assay_count_table_from_sums (AssayAxis *const    *axes,
                             guint                n_axes,
                             const AssaySumScale *scales,
                             guint                n_sums,
                             const guint64       *cells,
                             const guint64       *counts,
                             const AssaySum      *sums,
                             guint64              n_pairs,
                             GError             **error)
{
  g_autoptr (AssayCountTable) self = assay_count_table_new_sums (axes, n_axes, scales, n_sums, error);
  if (self == NULL)
    return NULL;

  for (guint64 i = 0; i < n_pairs; i++)
    if (cells[i] >= self->n_cells)
      {
        g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES,
                     "cell %" G_GUINT64_FORMAT " lies outside a table of %" G_GUINT64_FORMAT " cells",
                     cells[i], self->n_cells);
        return NULL;
      }
  if (self->is_dense)
    {
      for (guint64 i = 0; i < n_pairs; i++)
        add_entry (self, cells[i], counts[i], n_sums > 0 ? sums + i * n_sums : NULL);
      return g_steal_pointer (&self);
    }

  g_autofree AssayCellEntry *entries = g_try_new (AssayCellEntry, n_pairs);
  if (n_pairs > 0 && entries == NULL && !assay_count_table_short (n_pairs, error))
    return NULL;
  for (guint64 i = 0; i < n_pairs; i++)
    entries[i] = (AssayCellEntry) { cells[i], i };
  return assay_count_table_fill (self, entries, n_pairs, counts, sums, error) ? g_steal_pointer (&self) : NULL;
}

AssayCountTable *
assay_count_table_from_pairs (AssayAxis *const *axes,
                              guint             n_axes,
                              const guint64    *cells,
                              const guint64    *counts,
                              guint64           n_pairs,
                              GError          **error)
{
  return assay_count_table_from_sums (axes, n_axes, NULL, 0, cells, counts, NULL, n_pairs, error);
}

/* The entry of these codes; n_entries when a sparse table has none. */
static guint64
find_entry (const AssayCountTable *self,
            const guint           *codes)
{
  guint64 cell = 0;
  for (guint i = 0; i < self->n_axes; i++)
    {
      g_return_val_if_fail (codes[i] < self->axes[i]->n_codes, self->n_entries);
      cell = cell * self->axes[i]->n_codes + codes[i];
    }
  if (self->is_dense)
    return cell;

  guint64 low = 0, high = self->n_entries;
  while (low < high)
    {
      guint64 middle = low + (high - low) / 2;
      if (self->cells[middle] < cell)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->n_entries && self->cells[low] == cell ? low : self->n_entries;
}

guint64
assay_count_table_get (const AssayCountTable *self,
                       const guint           *codes)
{
  guint64 entry = find_entry (self, codes);

  return entry < self->n_entries ? self->counts[entry] : 0;
}

const AssaySum *
assay_count_table_get_sums (const AssayCountTable *self,
                            const guint           *codes)
{
  guint64 entry = find_entry (self, codes);

  return self->n_sums > 0 && entry < self->n_entries && self->counts[entry] > 0 ? self->sums + entry * self->n_sums : NULL;
}

int
assay_count_table_find_sum (const AssayCountTable *self,
                            const char            *name)
{
  for (guint i = 0; i < self->n_sums; i++)
    if (strcmp (self->scales[i].name, name) == 0)
      return (int) i;
  return -1;
}

guint64
assay_count_table_total (const AssayCountTable *self)
{
  guint64 total = 0;

  for (guint64 i = 0; i < self->n_entries; i++)
    total += self->counts[i];
  return total;
}

static gboolean
check_same_axes (const AssayCountTable  *self,
                 const AssayCountTable  *other,
                 GError                **error)
{
  gboolean same = self->n_axes == other->n_axes;
  for (guint i = 0; same && i < self->n_axes; i++)
    {
      if (assay_axis_equal (self->axes[i], other->axes[i]))
        continue;
      if (strcmp (self->axes[i]->name, other->axes[i]->name) == 0
          && self->axes[i]->n_codes == other->axes[i]->n_codes)
        {
          g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES,
                       "tables do not add up: the values of %s differ", self->axes[i]->name);
          return FALSE;
        }
      same = FALSE;
    }
  if (same)
    return TRUE;

  g_autofree char *a = describe_axes (self->axes, self->n_axes);
  g_autofree char *b = describe_axes (other->axes, other->n_axes);
  g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES, "tables do not add up: %s and %s", a, b);
  return FALSE;
}

/* Sums of equal names and scales, in the same order; else what differs is said (error may be NULL). */
static gboolean
check_same_sums (const AssayCountTable  *self,
                 const AssayCountTable  *other,
                 GError                **error)
{
  gboolean same = self->n_sums == other->n_sums;
  for (guint i = 0; same && i < self->n_sums; i++)
    {
      const AssaySumScale *a = &self->scales[i], *b = &other->scales[i];
      if (strcmp (a->name, b->name) == 0 && a->k != b->k)
        {
          g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES,
                       "tables do not add up: %s is summed in units of 2^%d and of 2^%d; give both audits the same range. of "
                       "its column", a->name, -a->k, -b->k);
          return FALSE;
        }
      same = strcmp (a->name, b->name) == 0;
    }
  if (!same)
    g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_AXES,
                 "tables do not add up: they hold other sums (%s%s and %s%s)", self->n_sums > 0 ? self->scales[0].name : "none",
                 self->n_sums > 1 ? ", ..." : "", other->n_sums > 0 ? other->scales[0].name : "none",
                 other->n_sums > 1 ? ", ..." : "");
  return same;
}

/* The two sorted lists as one; self's arrays are replaced only when all of it went well. */
static gboolean
merge_sparse (AssayCountTable        *self,
              const AssayCountTable  *other,
              GError                **error)
{
  AssayCountTable both = { .n_sums = self->n_sums };
  if (!reserve_entries (&both, self->n_entries + other->n_entries, error))
    {
      g_free (both.cells);
      g_free (both.counts);
      g_free (both.sums);
      return FALSE;
    }

  guint64 i = 0, j = 0, n = 0;
  for (; i < self->n_entries || j < other->n_entries; n++)
    {
      gboolean from_self = j == other->n_entries || (i < self->n_entries && self->cells[i] <= other->cells[j]);
      gboolean from_other = i == self->n_entries || (j < other->n_entries && other->cells[j] <= self->cells[i]);
      both.cells[n] = from_self ? self->cells[i] : other->cells[j];
      if (from_self)
        add_entry (&both, n, self->counts[i], self->sums + i * self->n_sums);
      if (from_other)
        add_entry (&both, n, other->counts[j], other->sums + j * self->n_sums);
      i += from_self;
      j += from_other;
    }

  g_free (self->cells);
  g_free (self->counts);
  g_free (self->sums);
  self->cells = both.cells;
  self->counts = both.counts;
  self->sums = both.sums;
  self->n_entries = n;
  return TRUE;
}

gboolean
assay_count_table_merge (AssayCountTable        *self,
                         const AssayCountTable  *other,
                         GError                **error)
{
  if (!check_same_axes (self, other, error) || !check_same_sums (self, other, error))
    return FALSE;
  if (!self->is_dense)
    return merge_sparse (self, other, error);
  for (guint64 i = 0; i < self->n_entries; i++)
    self->counts[i] += other->counts[i];
  for (guint64 i = 0; i < self->n_entries * self->n_sums; i++)
    self->sums[i] += other->sums[i];
  return TRUE;
}

gboolean
assay_count_table_equal (const AssayCountTable *a,
                         const AssayCountTable *b)
{
  if (!check_same_axes (a, b, NULL) || !check_same_sums (a, b, NULL) || a->n_entries != b->n_entries)
    return FALSE;
  if (a->n_entries == 0)
    return TRUE;
  return memcmp (a->counts, b->counts, a->n_entries * sizeof (guint64)) == 0
         && (a->n_sums == 0 || memcmp (a->sums, b->sums, a->n_entries * a->n_sums * sizeof (AssaySum)) == 0)
         && (a->is_dense || memcmp (a->cells, b->cells, a->n_entries * sizeof (guint64)) == 0);
}
