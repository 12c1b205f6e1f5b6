/* tag-table.c: room for a set table's cells, laid out anew as its columns' codes grow.
 */
#include "tally/tag-table-private.h"

#include <stdlib.h>
#include <string.h>

#define FEW_CODES 32  /* columns with fewer get no room for more than they have */
#define MOST_CELLS ((guint64) 1 << 23) /* of 32 bits, of a table and thread */

void *
assay_tag_new_cleared (gsize n_bytes)
{
  void *bytes = aligned_alloc (sizeof (AssayTagLine), n_bytes);

  if (bytes != NULL)
    memset (bytes, 0, n_bytes);
  return bytes;
}

void
assay_tag_table_clear (AssayTagTable *self)
{
  for (guint i = 0; i < ASSAY_MASK_CODES; i++)
    {
      free (self->packed[i].lines);
      free (self->packed[i].pairs);
    }
  free (self->members);
  free (self->cells);
  g_free (self->of_sets);
  assay_cell_sorter_clear (&self->sorter);
}

static guint
room_for (const AssayTagCounter *self,
          int                    column,
          guint                  before)
{
  if (column < 0)
    return 1;
  guint n_met = self->n_met[column];
  return n_met <= before ? before : before > 0 && n_met >= FEW_CODES ? n_met + n_met / 2 : n_met;
}

static AssayTagWay
find_way (const AssayTagCounter *self,
          const AssayTagTable   *table,
          guint64                n_codes)
{
  if (table->key < 0 && table->outcome < 0)
    return ASSAY_TAGS_BY_NOTHING;
  if (n_codes <= ASSAY_MASK_CODES)
    return ASSAY_TAGS_BY_MASKS;
  return table->kind == ASSAY_SHAPE_MEMBERS && n_codes * self->row_step <= MOST_CELLS ? ASSAY_TAGS_BY_ROWS : ASSAY_TAGS_BY_CELLS;
}

gboolean
assay_tag_table_init (const AssayTagCounter *self,
                      AssayTagTable         *table)
{
  AssayTagTable fresh = { .kind = table->kind, .shape = table->shape, .key = table->key, .outcome = table->outcome, .usual = -1 };

  fresh.n_keys = room_for (self, table->key, table->n_keys);
  fresh.n_outcomes = room_for (self, table->outcome, table->n_outcomes);
  assay_tag_table_clear (table);
  *table = fresh;
  memset (table->slots, ASSAY_NO_SLOT, sizeof table->slots);
  guint64 n_codes = (guint64) table->n_keys * table->n_outcomes;
  table->way = find_way (self, table, n_codes);
  if (table->way == ASSAY_TAGS_BY_CELLS)
    assay_cell_sorter_init (&table->sorter, n_codes << 16, 0);
  if (table->way == ASSAY_TAGS_BY_MASKS && table->kind == ASSAY_SHAPE_MEMBERS)
    {
      table->members = assay_tag_new_cleared (ASSAY_MASK_GROUPS * self->n_groups * ASSAY_TAG_TILE * sizeof (guint64));
      return table->members != NULL;
    }
  if (table->way == ASSAY_TAGS_BY_ROWS)
    {
      table->cells = assay_tag_new_cleared (n_codes * self->row_step * sizeof (guint32));
      return table->cells != NULL;
    }
  return TRUE;
}

gboolean
assay_tag_table_is_outgrown (const AssayTagCounter *self,
                             const AssayTagTable   *table)
{
  return (table->key >= 0 && self->n_met[table->key] > table->n_keys)
         || (table->outcome >= 0 && self->n_met[table->outcome] > table->n_outcomes);
}

gboolean
assay_packed_rows_init (const AssayTagCounter *self,
                        AssayPackedRows       *packed)
{
  packed->lines = assay_tag_new_cleared (self->n_groups * ASSAY_PACK_LINES * sizeof (AssayTagLine));
  packed->pairs = assay_tag_new_cleared ((gsize) self->n_tiles * ASSAY_TAG_TILE * sizeof (guint64));
  return packed->lines != NULL && packed->pairs != NULL;
}

guint
assay_tag_table_add_slot (AssayTagTable *table,
                          guint          code)
{
  guint slot = table->n_slots++;

  table->slots[code] = (guint8) slot;
  table->codes[slot] = (guint8) code;
  return slot;
}
