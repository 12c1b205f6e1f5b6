/* count-table.c: the one value that everything else is made of.
 *
 * Two forms, chosen by the number of cells alone, so that tables over equal axes have the same form: dense up to
 * ASSAY_DENSE_CELLS (32 MB of counts), sparse above. A sparse table keeps its entries sorted by cell, hence merging
 * is a merge of two lists and equality is a comparison of bytes.
 *
 * Marginals and new codes are the same operation: every cell moves to a place in another table that is a sum of one
 * term for each axis (struct projection).
 */
#include "tally/count-table.h"

#include <string.h>

G_DEFINE_QUARK (assay-tally-error-quark, assay_tally_error)

typedef struct
{
  guint64 cell;
  guint64 count;
} CellCount;

static int
compare_cells (const void *a,
               const void *b)
{
  guint64 x = ((const CellCount *) a)->cell;
  guint64 y = ((const CellCount *) b)->cell;

  return (x > y) - (x < y);
}

static gboolean
memory_is_short (guint64   n_entries,
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

AssayCountTable *
assay_count_table_new (AssayAxis *const *axes,
                       guint             n_axes,
                       GError          **error)
{
  g_return_val_if_fail (n_axes <= ASSAY_MAX_AXES, NULL);

  guint64 n_cells;
  if (!count_cells (axes, n_axes, &n_cells, error))
    return NULL;

  g_autoptr (AssayCountTable) self = g_new0 (AssayCountTable, 1);
  self->n_axes = n_axes;
  for (guint i = 0; i < n_axes; i++)
    self->axes[i] = assay_axis_ref (axes[i]);
  self->n_cells = n_cells;
  self->is_dense = n_cells <= ASSAY_DENSE_CELLS;
  if (self->is_dense)
    {
      self->n_entries = n_cells;
      self->counts = g_try_new0 (guint64, n_cells);
      if (self->counts == NULL && !memory_is_short (n_cells, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
assay_count_table_free (AssayCountTable *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_axes; i++)
    assay_axis_unref (self->axes[i]);
  g_free (self->cells);
  g_free (self->counts);
  g_free (self);
}

/* Makes room for n entries of a sparse table that has none. */
static gboolean
reserve_entries (AssayCountTable  *self,
                 guint64           n,
                 GError          **error)
{
  self->cells = g_try_new (guint64, n);
  self->counts = g_try_new (guint64, n);
  return n == 0 || (self->cells != NULL && self->counts != NULL) || memory_is_short (n, error);
}

/* Sorts the pairs and gives them to a sparse table that has no entry yet. */
static gboolean
fill_sparse (AssayCountTable  *self,
             CellCount        *pairs,
             guint64           n_pairs,
             GError          **error)
{
  if (n_pairs == 0)
    return TRUE;
  if (!reserve_entries (self, n_pairs, error))
    return FALSE;
  qsort (pairs, n_pairs, sizeof *pairs, compare_cells);

  guint64 n = 0;
  for (guint64 i = 0; i < n_pairs; i++)
    {
      if (pairs[i].count == 0)
        continue;
      if (n > 0 && self->cells[n - 1] == pairs[i].cell)
        self->counts[n - 1] += pairs[i].count;
      else
        {
          self->cells[n] = pairs[i].cell;
          self->counts[n++] = pairs[i].count;
        }
    }
  self->n_entries = n;
  return TRUE;
}

AssayCountTable *
assay_count_table_from_pairs (AssayAxis *const *axes,
                              guint             n_axes,
                              const guint64    *cells,
                              const guint64    *counts,
                              guint64           n_pairs,
                              GError          **error)
{
  g_autoptr (AssayCountTable) self = assay_count_table_new (axes, n_axes, error);
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
        self->counts[cells[i]] += counts[i];
      return g_steal_pointer (&self);
    }

  g_autofree CellCount *pairs = g_try_new (CellCount, n_pairs);
  if (n_pairs > 0 && pairs == NULL && !memory_is_short (n_pairs, error))
    return NULL;
  for (guint64 i = 0; i < n_pairs; i++)
    pairs[i] = (CellCount) { cells[i], counts[i] };
  return fill_sparse (self, pairs, n_pairs, error) ? g_steal_pointer (&self) : NULL;
}

guint64
assay_count_table_get (const AssayCountTable *self,
                       const guint           *codes)
{
  guint64 cell = 0;
  for (guint i = 0; i < self->n_axes; i++)
    {
      g_return_val_if_fail (codes[i] < self->axes[i]->n_codes, 0);
      cell = cell * self->axes[i]->n_codes + codes[i];
    }
  if (self->is_dense)
    return self->counts[cell];

  guint64 low = 0, high = self->n_entries;
  while (low < high)
    {
      guint64 middle = low + (high - low) / 2;
      if (self->cells[middle] < cell)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->n_entries && self->cells[low] == cell ? self->counts[low] : 0;
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

/* The two sorted lists as one; self's arrays are replaced only when all of it went well. */
static gboolean
merge_sparse (AssayCountTable        *self,
              const AssayCountTable  *other,
              GError                **error)
{
  AssayCountTable both = { .n_entries = 0 };
  if (!reserve_entries (&both, self->n_entries + other->n_entries, error))
    {
      g_free (both.cells);
      g_free (both.counts);
      return FALSE;
    }

  guint64 i = 0, j = 0, n = 0;
  while (i < self->n_entries || j < other->n_entries)
    {
      gboolean from_self = j == other->n_entries || (i < self->n_entries && self->cells[i] <= other->cells[j]);
      gboolean from_other = i == self->n_entries || (j < other->n_entries && other->cells[j] <= self->cells[i]);
      both.cells[n] = from_self ? self->cells[i] : other->cells[j];
      both.counts[n++] = (from_self ? self->counts[i++] : 0) + (from_other ? other->counts[j++] : 0);
    }

  g_free (self->cells);
  g_free (self->counts);
  self->cells = both.cells;
  self->counts = both.counts;
  self->n_entries = n;
  return TRUE;
}

gboolean
assay_count_table_merge (AssayCountTable        *self,
                         const AssayCountTable  *other,
                         GError                **error)
{
  if (!check_same_axes (self, other, error))
    return FALSE;
  if (!self->is_dense)
    return merge_sparse (self, other, error);
  for (guint64 i = 0; i < self->n_entries; i++)
    self->counts[i] += other->counts[i];
  return TRUE;
}

gboolean
assay_count_table_equal (const AssayCountTable *a,
                         const AssayCountTable *b)
{
  if (!check_same_axes (a, b, NULL) || a->n_entries != b->n_entries)
    return FALSE;
  if (a->n_entries == 0)
    return TRUE;
  return memcmp (a->counts, b->counts, a->n_entries * sizeof (guint64)) == 0
         && (a->is_dense || memcmp (a->cells, b->cells, a->n_entries * sizeof (guint64)) == 0);
}

/* Advances the first n codes by one, the last of them fastest. */
static void
advance_codes (const AssayCountTable *self,
               guint                 *codes,
               guint                  n)
{
  while (n-- > 0)
    {
      if (++codes[n] < self->axes[n]->n_codes)
        return;
      codes[n] = 0;
    }
}

static void
foreach_dense (const AssayCountTable *self,
               AssayCellVisitor       visit,
               gpointer               data)
{
  guint codes[ASSAY_MAX_AXES] = { 0 };
  guint n_outer = self->n_axes > 0 ? self->n_axes - 1 : 0;
  guint n_last = self->n_axes > 0 ? self->axes[n_outer]->n_codes : 1;

  for (guint64 cell = 0; cell < self->n_cells; cell += n_last)
    {
      for (guint code = 0; code < n_last; code++)
        if (self->counts[cell + code] != 0)
          {
            codes[n_outer] = code;
            visit (codes, self->counts[cell + code], data);
          }
      advance_codes (self, codes, n_outer);
    }
}

static void
foreach_sparse (const AssayCountTable *self,
                AssayCellVisitor       visit,
                gpointer               data)
{
  for (guint64 i = 0; i < self->n_entries; i++)
    {
      guint codes[ASSAY_MAX_AXES];
      guint64 cell = self->cells[i];
      for (guint axis = self->n_axes; axis-- > 0; cell /= self->axes[axis]->n_codes)
        codes[axis] = cell % self->axes[axis]->n_codes;
      visit (codes, self->counts[i], data);
    }
}

void
assay_count_table_foreach (const AssayCountTable *self,
                           AssayCellVisitor       visit,
                           gpointer               data)
{
  if (self->is_dense)
    foreach_dense (self, visit, data);
  else
    foreach_sparse (self, visit, data);
}

/* Where a cell goes in another table: cell = sum over axes of step[axis] * code, after map on one axis. */
typedef struct
{
  guint            n_axes;
  guint64          step[ASSAY_MAX_AXES];
  guint            mapped_axis;
  const guint     *map;    /* NULL: no axis is mapped */
  AssayCountTable *target;
  CellCount       *pairs;  /* a sparse target's entries to be */
  guint64          n_pairs;
} Projection;

static void
project_cell (const guint *codes,
              guint64      count,
              gpointer     data)
{
  Projection *self = data;
  guint64 cell = 0;

  for (guint i = 0; i < self->n_axes; i++)
    {
      guint code = self->map != NULL && i == self->mapped_axis ? self->map[codes[i]] : codes[i];
      cell += self->step[i] * code;
    }
  if (self->target->is_dense)
    self->target->counts[cell] += count;
  else
    self->pairs[self->n_pairs++] = (CellCount) { cell, count };
}

/* Fills projection->target, which is empty, from source. */
static gboolean
project (Projection             *projection,
         const AssayCountTable  *source,
         GError                **error)
{
  g_autofree CellCount *pairs = NULL;

  if (!projection->target->is_dense)
    {
      pairs = g_try_new (CellCount, source->n_entries);
      if (source->n_entries > 0 && pairs == NULL && !memory_is_short (source->n_entries, error))
        return FALSE;
    }
  projection->pairs = pairs;
  projection->n_axes = source->n_axes;
  assay_count_table_foreach (source, project_cell, projection);
  return projection->target->is_dense || fill_sparse (projection->target, pairs, projection->n_pairs, error);
}

AssayCountTable *
assay_count_table_marginal (const AssayCountTable  *self,
                            const guint            *keep,
                            guint                   n_keep,
                            GError                **error)
{
  g_return_val_if_fail (n_keep <= self->n_axes, NULL);

  AssayAxis *axes[ASSAY_MAX_AXES];
  Projection projection = { .map = NULL };
  guint64 step = 1;
  for (guint i = n_keep; i-- > 0;)
    {
      g_return_val_if_fail (keep[i] < self->n_axes && projection.step[keep[i]] == 0, NULL);
      axes[i] = self->axes[keep[i]];
      projection.step[keep[i]] = step;
      step *= axes[i]->n_codes;
    }

  g_autoptr (AssayCountTable) table = assay_count_table_new (axes, n_keep, error);
  projection.target = table;
  return table != NULL && project (&projection, self, error) ? g_steal_pointer (&table) : NULL;
}

AssayCountTable *
assay_count_table_remap (const AssayCountTable  *self,
                         guint                   axis,
                         AssayAxis              *new_axis,
                         const guint            *map,
                         GError                **error)
{
  g_return_val_if_fail (axis < self->n_axes, NULL);
  for (guint code = 0; code < self->axes[axis]->n_codes; code++)
    g_return_val_if_fail (map[code] < new_axis->n_codes, NULL);

  AssayAxis *axes[ASSAY_MAX_AXES];
  memcpy (axes, self->axes, sizeof axes);
  axes[axis] = new_axis;
  g_autoptr (AssayCountTable) table = assay_count_table_new (axes, self->n_axes, error);
  if (table == NULL)
    return NULL;

  Projection projection = { .mapped_axis = axis, .map = map, .target = table };
  guint64 step = 1;
  for (guint i = self->n_axes; i-- > 0; step *= axes[i]->n_codes)
    projection.step[i] = step;
  return project (&projection, self, error) ? g_steal_pointer (&table) : NULL;
}
