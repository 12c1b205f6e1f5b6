/* tag-masks.c: the rows of each code of a table's columns, as masks of bits.
 *
 * Few codes are compared one after the other, 16 or 32 rows at a time; more of them are put into their masks row by row. A
 * code has its slot from the first row that has it, so that codes that never occur cost nothing.
 */
#include "tally/tag-table-private.h"

#include <string.h>

void
assay_tag_table_make_keys (AssayTagCounter     *self,
                           const AssayTagTable *table,
                           const AssayCodes    *codes,
                           guint                n_rows)
{
  AssayTerm terms[2];
  guint n_terms = 0;

  if (table->key >= 0)
    terms[n_terms++] = (AssayTerm) { codes[table->key], table->n_outcomes };
  if (table->outcome >= 0)
    terms[n_terms++] = (AssayTerm) { codes[table->outcome], 1 };
  if (table->way == ASSAY_TAGS_BY_MASKS)
    self->kernel->make_keys (terms, n_terms, n_rows, self->narrow_keys);
  else
    self->kernel->make_wide_keys (terms, n_terms, n_rows, self->keys);
}

/* Row by row: the same for any number of codes. */
static void
scatter_rows (AssayTagCounter *self,
              AssayTagTable        *table,
              guint            n_rows)
{
  for (guint row = 0; row < n_rows; row++)
    {
      guint slot = table->slots[self->narrow_keys[row]];
      if (slot == ASSAY_NO_SLOT)
        slot = assay_tag_table_add_slot (table, self->narrow_keys[row]);
      assay_tag_masks_of (self, slot)[row / 64][slot % ASSAY_TAG_GROUP] |= G_GUINT64_CONSTANT (1) << row % 64;
      table->n_of_slot[slot]++;
    }
}

/* Code by code; a code that was never met leaves a mask of no rows to the next one. */
static void
compare_rows (AssayTagCounter *self,
              AssayTagTable        *table,
              guint            n_rows)
{
  guint n_codes = table->n_keys * table->n_outcomes;

  for (guint code = 0; code < n_codes; code++)
    {
      guint slot = table->slots[code] != ASSAY_NO_SLOT ? table->slots[code] : table->n_slots;
      AssayTagLine *masks = assay_tag_masks_of (self, slot);
      self->tag_kernel->make_words (self->narrow_keys, n_rows, (guint16) code, masks, slot % ASSAY_TAG_GROUP);
      guint n = self->tag_kernel->count_word (masks, (n_rows + 63) / 64, slot % ASSAY_TAG_GROUP);
      if (n > 0 && slot == table->n_slots)
        assay_tag_table_add_slot (table, code);
      if (n > 0)
        table->n_of_slot[slot] = n;
    }
}

void
assay_tag_table_find_masks (AssayTagCounter *self,
                            AssayTagTable   *table,
                            guint            n_rows)
{
  guint n_codes = table->n_keys * table->n_outcomes, n_groups = (n_codes + ASSAY_TAG_GROUP - 1) / ASSAY_TAG_GROUP;

  memset (self->masks, 0, n_groups * ASSAY_TAG_LINES * sizeof (AssayTagLine));
  memset (table->n_of_slot, 0, sizeof table->n_of_slot);
  if (n_codes <= self->tag_kernel->few_codes)
    compare_rows (self, table, n_rows);
  else
    scatter_rows (self, table, n_rows);
}
