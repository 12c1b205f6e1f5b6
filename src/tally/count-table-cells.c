/* count-table-cells.c: walking a table's cells, and moving them to another table.
 *
 * Marginals and new codes are the same operation: every cell moves to a place in another table that is a sum of one
 * term for each axis (struct Projection).
 */
#include "tally/count-table-private.h"

#include <string.h>

typedef void (*EntryVisitor) (const guint *codes, guint64 entry, gpointer data);

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
               EntryVisitor           visit,
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
            visit (codes, cell + code, data);
          }
      advance_codes (self, codes, n_outer);
    }
}

static void
foreach_sparse (const AssayCountTable *self,
                EntryVisitor           visit,
                gpointer               data)
{
  for (guint64 i = 0; i < self->n_entries; i++)
    {
      guint codes[ASSAY_MAX_AXES];
      guint64 cell = self->cells[i];
      for (guint axis = self->n_axes; axis-- > 0; cell /= self->axes[axis]->n_codes)
        codes[axis] = cell % self->axes[axis]->n_codes;
      visit (codes, i, data);
    }
}

static void
foreach_entry (const AssayCountTable *self,
               EntryVisitor           visit,
               gpointer               data)
{
  if (self->is_dense)
    foreach_dense (self, visit, data);
  else
    foreach_sparse (self, visit, data);
}

/* A caller's visitor, of one kind or the other. */
typedef struct
{
  const AssayCountTable *table;
  AssayCellVisitor       visit_cell;
  AssaySumVisitor        visit_sums;
  gpointer               data;
} Visit;

static void
visit_entry (const guint *codes,
             guint64      entry,
             gpointer     data)
{
  const Visit *self = data;
  const AssayCountTable *table = self->table;

  if (self->visit_cell != NULL)
    self->visit_cell (codes, table->counts[entry], self->data);
  else
    self->visit_sums (codes, table->counts[entry], table->n_sums > 0 ? table->sums + entry * table->n_sums : NULL, self->data);
}

void
assay_count_table_foreach (const AssayCountTable *self,
                           AssayCellVisitor       visit,
                           gpointer               data)
{
  foreach_entry (self, visit_entry, &(Visit) { .table = self, .visit_cell = visit, .data = data });
}

void
assay_count_table_foreach_sums (const AssayCountTable *self,
                                AssaySumVisitor        visit,
                                gpointer               data)
{
  foreach_entry (self, visit_entry, &(Visit) { .table = self, .visit_sums = visit, .data = data });
}

/* Where a cell goes in another table: cell = sum over axes of step[axis] * code, after map on one axis. */
typedef struct
{
  const AssayCountTable *source;
  guint64                step[ASSAY_MAX_AXES];
  guint                  mapped_axis;
  const guint           *map;    /* NULL: no axis is mapped */
  AssayCountTable       *target;
  AssayCellEntry        *entries; /* a sparse target's entries to be */
  guint64                n_entries;
} Projection;

static void
project_entry (const guint *codes,
               guint64      entry,
               gpointer     data)
{
  Projection *self = data;
  const AssayCountTable *source = self->source;
  guint64 cell = 0;

  for (guint i = 0; i < source->n_axes; i++)
    {
      guint code = self->map != NULL && i == self->mapped_axis ? self->map[codes[i]] : codes[i];
      cell += self->step[i] * code;
    }
  if (!self->target->is_dense)
    {
      self->entries[self->n_entries++] = (AssayCellEntry) { cell, entry };
      return;
    }
  self->target->counts[cell] += source->counts[entry];
  for (guint i = 0; i < source->n_sums; i++)
    self->target->sums[cell * source->n_sums + i] += source->sums[entry * source->n_sums + i];
}

/* Fills projection->target, which is empty, from its source. */
static gboolean
project (Projection  *self,
         GError     **error)
{
  const AssayCountTable *source = self->source;
  g_autofree AssayCellEntry *entries = NULL;

  if (!self->target->is_dense)
    {
      entries = g_try_new (AssayCellEntry, source->n_entries);
      if (source->n_entries > 0 && entries == NULL && !assay_count_table_short (source->n_entries, error))
        return FALSE;
    }
  self->entries = entries;
  foreach_entry (source, project_entry, self);
  return self->target->is_dense
         || assay_count_table_fill (self->target, entries, self->n_entries, source->counts, source->sums, error);
}

AssayCountTable *
assay_count_table_marginal (const AssayCountTable  *self,
                            const guint            *keep,
                            guint                   n_keep,
                            GError                **error)
{
  g_return_val_if_fail (n_keep <= self->n_axes, NULL);

  AssayAxis *axes[ASSAY_MAX_AXES];
  Projection projection = { .source = self };
  guint64 step = 1;
  for (guint i = n_keep; i-- > 0;)
    {
      g_return_val_if_fail (keep[i] < self->n_axes && projection.step[keep[i]] == 0, NULL);
      axes[i] = self->axes[keep[i]];
      projection.step[keep[i]] = step;
      step *= axes[i]->n_codes;
    }

  g_autoptr (AssayCountTable) table = assay_count_table_new_sums (axes, n_keep, self->scales, self->n_sums, error);
  projection.target = table;
  return table != NULL && project (&projection, error) ? g_steal_pointer (&table) : NULL;
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
  g_autoptr (AssayCountTable) table = assay_count_table_new_sums (axes, self->n_axes, self->scales, self->n_sums, error);
  if (table == NULL)
    return NULL;

  Projection projection = { .source = self, .mapped_axis = axis, .map = map, .target = table };
  guint64 step = 1;
  for (guint i = self->n_axes; i-- > 0; step *= axes[i]->n_codes)
    projection.step[i] = step;
  return project (&projection, error) ? g_steal_pointer (&table) : NULL;
}
