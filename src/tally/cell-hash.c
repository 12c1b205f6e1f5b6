/* cell-hash.c: open addressing with linear probing, at most half full.
 *
 * Cell numbers of neighbouring codes lie close together, so a multiplication by an odd constant (Knuth's golden
 * ratio, 2^64/phi) spreads them and the high bits choose the slot.
 */
#include "tally/cell-hash-private.h"

#define FIRST_SLOTS 4096

AssayCellHash *
assay_cell_hash_new (void)
{
  AssayCellHash *self = g_new0 (AssayCellHash, 1);

  self->mask = FIRST_SLOTS - 1;
  self->slots = g_try_new0 (AssayHashSlot, FIRST_SLOTS);
  if (self->slots == NULL)
    g_clear_pointer (&self, g_free);
  return self;
}

void
assay_cell_hash_free (AssayCellHash *self)
{
  if (self == NULL)
    return;
  g_free (self->slots);
  g_free (self);
}

static inline guint64
first_slot (const AssayCellHash *self,
            guint64              cell)
{
  guint64 mixed = cell * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  return (mixed >> 32 ^ mixed) & self->mask;
}

static inline AssayHashSlot *
find_slot (const AssayCellHash *self,
           guint64              cell)
{
  guint64 i = first_slot (self, cell);

  while (self->slots[i].cell != 0 && self->slots[i].cell != cell + 1)
    i = (i + 1) & self->mask;
  return &self->slots[i];
}

static gboolean
grow (AssayCellHash *self)
{
  AssayCellHash larger = { .mask = 2 * self->mask + 1 };

  larger.slots = g_try_new0 (AssayHashSlot, larger.mask + 1);
  if (larger.slots == NULL)
    return FALSE;
  for (guint64 i = 0; i <= self->mask; i++)
    if (self->slots[i].cell != 0)
      *find_slot (&larger, self->slots[i].cell - 1) = self->slots[i];
  g_free (self->slots);
  self->slots = larger.slots;
  self->mask = larger.mask;
  return TRUE;
}

guint64 *
assay_cell_hash_at (AssayCellHash *self,
                    guint64        cell)
{
  AssayHashSlot *slot = find_slot (self, cell);

  if (slot->cell == 0)
    {
      if (2 * (self->n + 1) > self->mask)
        {
          if (!grow (self))
            return NULL;
          slot = find_slot (self, cell);
        }
      slot->cell = cell + 1;
      self->n++;
    }
  return &slot->count;
}

gboolean
assay_cell_hash_add (AssayCellHash *self,
                     guint64        cell,
                     guint64        count)
{
  guint64 *at = assay_cell_hash_at (self, cell);

  if (at != NULL)
    *at += count;
  return at != NULL;
}
