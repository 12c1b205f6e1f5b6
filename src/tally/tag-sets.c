/* tag-sets.c: counting rows by their whole set of tags first, the pairs of each set later.
 *
 * Data have far fewer distinct sets of tags than rows, as a rule. A row then costs finding its set's number and one
 * increment a table, whatever the tags; a set's pairs are added once for all of its rows. Where that is sooner than bits
 * (few wide registers, or many tags) it is tried, and left for a while when the sets are too many.
 */
#include "tally/tag-table-private.h"

#include <string.h>

#define ROWS_A_SET 16       /* on average, from which on counting by set was worth it */
#define FIRST_SKIPPED 64    /* blocks, then twice as many each time */
#define MOST_SKIPPED 4096

static guint
n_codes_of (const AssayTagTable *table)
{
  return table->n_keys * table->n_outcomes;
}

static gboolean
is_by_set (const AssayTagTable *table)
{
  return table->way == ASSAY_TAGS_BY_MASKS;
}

static gboolean
make_numbers (AssayTagCounter *self,
              guint            n_rows)
{
  if (assay_tag_distinct_find (&self->distinct, self->words, n_rows, self->numbers))
    return TRUE;
  gboolean is_worth_it = self->n_set_rows >= ROWS_A_SET * ASSAY_MOST_SETS;
  self->failed = !assay_tag_sets_expand (self);
  if (self->failed)
    return FALSE;
  if (is_worth_it && assay_tag_distinct_find (&self->distinct, self->words, n_rows, self->numbers))
    return TRUE;
  assay_tag_distinct_reset (&self->distinct);
  self->n_to_skip = is_worth_it ? FIRST_SKIPPED : MIN (MAX (2 * self->n_to_skip, FIRST_SKIPPED), MOST_SKIPPED);
  self->n_skipped = 0;
  return FALSE;
}

static gboolean
make_room (AssayTagCounter *self)
{
  for (guint i = 0; i < self->n_tables; i++)
    {
      AssayTagTable *table = &self->tables[i];
      if (is_by_set (table) && table->of_sets == NULL)
        table->of_sets = g_try_new0 (guint32, ASSAY_MOST_SETS * (gsize) n_codes_of (table));
      if (is_by_set (table) && table->of_sets == NULL)
        return FALSE;
    }
  return TRUE;
}

gboolean
assay_tag_sets_are_tried (const AssayTagCounter *self)
{
  return self->has_distinct && self->n_skipped >= self->n_to_skip;
}

gboolean
assay_tag_sets_add (AssayTagCounter  *self,
                    const AssayCodes *codes,
                    guint             n_rows)
{
  if (!assay_tag_sets_are_tried (self))
    {
      self->n_skipped++;
      return FALSE;
    }
  if (!make_room (self) || !make_numbers (self, n_rows))
    return FALSE;
  self->n_set_rows += n_rows;
  for (guint row = 0; row < n_rows; row++)
    self->distinct.n_rows[self->numbers[row]]++;
  for (guint i = 0; i < self->n_tables; i++)
    {
      AssayTagTable *table = &self->tables[i];
      if (!is_by_set (table))
        continue;
      gsize n_codes = n_codes_of (table);
      assay_tag_table_make_keys (self, table, codes, n_rows);
      for (guint row = 0; row < n_rows; row++)
        table->of_sets[self->numbers[row] * n_codes + self->narrow_keys[row]]++;
    }
  return TRUE;
}

/* --- from sets to tiles -------------------------------------------------------------------------------------------- */

static void
add_pairs (const AssayTagCounter *self,
           guint64               *pairs,
           const guint8          *tags,
           guint                  n_tags,
           guint32                n_rows)
{
  for (guint i = 0; i < n_tags; i++)
    for (guint j = i; j < n_tags; j++)
      pairs[assay_tag_tile_at (self, tags[i] / ASSAY_TAG_GROUP, tags[j] / ASSAY_TAG_GROUP)
            + tags[i] % ASSAY_TAG_GROUP * ASSAY_TAG_GROUP + tags[j] % ASSAY_TAG_GROUP] += n_rows;
}

static void
add_members (const AssayTagCounter *self,
             const AssayTagTable   *table,
             guint                  slot,
             const guint8          *tags,
             guint                  n_tags,
             guint32                n_rows)
{
  for (guint i = 0; i < n_tags; i++)
    table->members[(slot / ASSAY_TAG_GROUP * self->n_groups + tags[i] / ASSAY_TAG_GROUP) * ASSAY_TAG_TILE
                   + slot % ASSAY_TAG_GROUP * ASSAY_TAG_GROUP + tags[i] % ASSAY_TAG_GROUP] += n_rows;
}

/* The rows of a set and a code. */
static gboolean
add_set (const AssayTagCounter *self,
         AssayTagTable         *table,
         guint                  code,
         const guint8          *tags,
         guint                  n_tags,
         guint32                n_rows)
{
  guint slot = table->slots[code] != ASSAY_NO_SLOT ? table->slots[code] : assay_tag_table_add_slot (table, code);

  if (table->kind == ASSAY_SHAPE_MEMBERS)
    {
      add_members (self, table, slot, tags, n_tags, n_rows);
      return TRUE;
    }
  if ((int) slot == table->usual)
    return TRUE;
  AssayPackedRows *packed = &table->packed[slot];
  if (packed->lines == NULL && !assay_packed_rows_init (self, packed))
    return FALSE;
  add_pairs (self, packed->pairs, tags, n_tags, n_rows);
  return TRUE;
}

static guint
list_tags (const guint64 *set,
           guint          n_words,
           guint8        *tags)
{
  guint n = 0;

  for (guint word = 0; word < n_words; word++)
    for (guint64 bits = set[word]; bits != 0; bits &= bits - 1)
      tags[n++] = (guint8) (word * 64 + (guint) __builtin_ctzll (bits));
  return n;
}

static gboolean
expand_set (AssayTagCounter *self,
            guint            number)
{
  guint8 tags[ASSAY_MAX_TAGS];
  guint n_tags = list_tags (self->distinct.sets + (gsize) number * self->distinct.n_words, self->distinct.n_words, tags);

  if (self->distinct.n_rows[number] == 0)
    return TRUE;
  add_pairs (self, self->pairs, tags, n_tags, self->distinct.n_rows[number]);
  self->distinct.n_rows[number] = 0;
  for (guint i = 0; i < self->n_tables; i++)
    {
      AssayTagTable *table = &self->tables[i];
      if (!is_by_set (table) || table->of_sets == NULL)
        continue;
      guint32 *of_set = table->of_sets + number * (gsize) n_codes_of (table);
      for (guint code = 0; code < n_codes_of (table); code++)
        {
          if (of_set[code] > 0 && !add_set (self, table, code, tags, n_tags, of_set[code]))
            return FALSE;
          of_set[code] = 0;
        }
    }
  return TRUE;
}

/* The outcome that most rows have becomes the usual one, as for blocks that are counted by bits. */
static void
choose_usual (const AssayTagCounter *self,
              AssayTagTable         *table)
{
  guint64 n_of_code[ASSAY_MASK_CODES] = { 0 };
  guint n_codes = n_codes_of (table), most = 0;

  for (guint number = 0; number < self->distinct.n; number++)
    for (guint code = 0; code < n_codes; code++)
      n_of_code[code] += table->of_sets[number * (gsize) n_codes + code];
  for (guint code = 1; code < n_codes; code++)
    if (n_of_code[code] > n_of_code[most])
      most = code;
  if (n_of_code[most] > 0)
    table->usual = table->slots[most] != ASSAY_NO_SLOT ? table->slots[most] : (int) assay_tag_table_add_slot (table, most);
}

gboolean
assay_tag_sets_expand (AssayTagCounter *self)
{
  if (!self->has_distinct || self->distinct.n == 0)
    return TRUE;
  for (guint i = 0; i < self->n_tables; i++)
    if (self->tables[i].of_sets != NULL && self->tables[i].usual < 0)
      choose_usual (self, &self->tables[i]);
  for (guint number = 0; number < self->distinct.n; number++)
    if (!expand_set (self, number))
      return FALSE;
  assay_tag_distinct_reset (&self->distinct);
  self->n_set_rows = 0;
  return TRUE;
}
