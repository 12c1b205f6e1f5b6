/* tag-counter.c: pairs of tags, and tags by the codes of columns.
 *
 *     bits       the block's tags as groups of 8 (tag-kernel-private.h); groups without any bit are passed over
 *     pairs      of all rows, 8 x 8 at a time, once for all shapes of pairs
 *     outcomes   rows of each outcome but the most usual one are packed together; 2,048 of them are counted as a block is.
 *                The usual outcome's pairs are those of all rows less the others': where 1 row in 10 is wrong, rows and
 *                errors cost a tenth more than rows alone, and the packing
 *     members    up to MASK_CODES keys (with outcomes): the rows of each as a mask, counted as if it were a tag
 *     sets       where it is sooner, rows are counted by their distinct sets of tags (tag-sets.c): then no pairs, outcomes and
 *                members of the block
 *     rows       of more keys: each row's tags are added to 32-bit cells of its key, 16 tags at a time
 *     cells      of more keys than MOST_CELLS allow, and of more outcomes: cell numbers, to be sorted (cell-runs.c)
 *
 * Counts have 64 bits but where told; 32-bit ones are emptied before they could overflow. Which codes a column has may grow: a shape is then flushed and laid out anew.
 */
#include "tally/tag-table-private.h"

#include <stdlib.h>
#include <string.h>

static void
add_table (AssayTagCounter *self,
           guint            shape)
{
  const AssayTableShape *columns = &self->context->shapes->shapes[shape];
  AssayTagTable table = { .shape = shape, .key = -1, .outcome = columns->n_axes == 3 ? (int) columns->columns[2] : -1 };

  table.kind = columns->columns[0] == columns->columns[1] ? ASSAY_SHAPE_PAIRS : ASSAY_SHAPE_MEMBERS;
  if (table.kind == ASSAY_SHAPE_MEMBERS)
    table.key = columns->columns[0];
  else
    self->has_pairs = TRUE;
  self->tables = g_renew (AssayTagTable, self->tables, self->n_tables + 1);
  self->tables[self->n_tables++] = table;
}

AssayTagCounter *
assay_tag_counter_new (const AssayTagContext *context,
                       guint                  set,
                       guint                  n_tags,
                       const guint           *n_met)
{
  const AssayArrangedShapes *shapes = context->shapes;
  g_autoptr (AssayTagCounter) self = g_new0 (AssayTagCounter, 1);

  self->context = context;
  self->kernel = context->options->kernel != NULL ? context->options->kernel : assay_kernel_best ();
  self->flush_rows = context->options->flush_rows > 0 ? context->options->flush_rows : G_MAXUINT32;
  self->tag_kernel = assay_tag_kernel_find (self->kernel->name);
  self->n_met = n_met;
  self->n_tags = n_tags;
  self->n_groups = (n_tags + ASSAY_TAG_GROUP - 1) / ASSAY_TAG_GROUP;
  self->n_tiles = self->n_groups * (self->n_groups + 1) / 2;
  self->n_words = (n_tags + 63) / 64;
  self->row_step = (n_tags + ASSAY_TAG_STEP - 1) / ASSAY_TAG_STEP * ASSAY_TAG_STEP;
  for (guint i = shapes->n_plain; i < shapes->n_shapes; i++)
    if (shapes->shapes[i].columns[1] == shapes->n_columns + set)
      add_table (self, i);
  for (guint i = 0; i < self->n_tables; i++)
    if (!assay_tag_table_init (self, &self->tables[i]))
      return NULL;
  self->lines = assay_tag_new_cleared (self->n_groups * ASSAY_TAG_LINES * sizeof (AssayTagLine));
  self->masks = assay_tag_new_cleared (ASSAY_MASK_GROUPS * ASSAY_TAG_LINES * sizeof (AssayTagLine));
  self->pairs = assay_tag_new_cleared ((gsize) self->n_tiles * ASSAY_TAG_TILE * sizeof (guint64));
  self->words = assay_tag_new_cleared ((gsize) self->n_words * ASSAY_BLOCK_ROWS * sizeof (guint64));
  self->has_distinct = self->has_pairs && self->n_tiles >= self->tag_kernel->set_tiles;
  if (self->has_distinct && !assay_tag_distinct_init (&self->distinct, self->n_words))
    return NULL;
  return self->lines != NULL && self->masks != NULL && self->pairs != NULL && self->words != NULL ? g_steal_pointer (&self)
                                                                                                  : NULL;
}

void
assay_tag_counter_free (AssayTagCounter *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_tables; i++)
    assay_tag_table_clear (&self->tables[i]);
  g_free (self->tables);
  free (self->lines);
  free (self->masks);
  free (self->pairs);
  free (self->words);
  assay_tag_distinct_clear (&self->distinct);
  g_free (self);
}

/* --- pairs --------------------------------------------------------------------------------------------------------- */

/* Adds the pairs of tags of the first n_lines lines of groups that are `step` lines apart. */
static void
count_pairs (const AssayTagCounter *self,
             const AssayTagLine    *lines,
             guint                  step,
             guint                  n_lines,
             const guint           *groups,
             guint                  n_groups,
             guint64               *pairs)
{
  for (guint i = 0; i < n_groups; i++)
    for (guint j = i; j < n_groups; j++)
      self->tag_kernel->count_tile (lines + groups[i] * step, lines + groups[j] * step, n_lines,
                                    pairs + assay_tag_tile_at (self, groups[i], groups[j]));
}

void
assay_packed_rows_count (const AssayTagCounter *self,
                         AssayPackedRows       *packed)
{
  guint groups[ASSAY_MAX_TAGS / ASSAY_TAG_GROUP];
  guint n_lines = MIN ((packed->n_rows + 63) / 64, ASSAY_TAG_LINES);

  for (guint group = 0; group < self->n_groups; group++)
    groups[group] = group;
  count_pairs (self, packed->lines, ASSAY_PACK_LINES, n_lines, groups, self->n_groups, packed->pairs);
  for (guint group = 0; group < self->n_groups; group++)
    {
      AssayTagLine *lines = packed->lines + group * ASSAY_PACK_LINES;
      memcpy (lines[0], lines[ASSAY_TAG_LINES], sizeof *lines);
      memset (lines[1], 0, ASSAY_TAG_LINES * sizeof *lines);
    }
  packed->n_rows = packed->n_rows > ASSAY_BLOCK_ROWS ? packed->n_rows - ASSAY_BLOCK_ROWS : 0;
}

static void
pack_rows (const AssayTagCounter *self,
           AssayPackedRows            *packed,
           guint                  slot,
           guint                  n_lines)
{
  const AssayTagLine *masks = self->masks + slot / ASSAY_TAG_GROUP * ASSAY_TAG_LINES;

  for (guint line = 0; line < n_lines; line++)
    {
      guint64 mask = masks[line][slot % ASSAY_TAG_GROUP];
      if (mask == 0)
        continue;
      self->tag_kernel->pack_line (self->lines + line, self->n_groups, mask, packed->lines, packed->n_rows);
      packed->n_rows += (guint) __builtin_popcountll (mask);
      if (packed->n_rows >= ASSAY_BLOCK_ROWS)
        assay_packed_rows_count (self, packed);
    }
}

/* -1: there is no row yet. */
static int
most_frequent (const AssayTagTable *table)
{
  int slot = -1;

  for (guint i = 0; i < table->n_slots; i++)
    if (slot < 0 || table->n_of_slot[i] > table->n_of_slot[slot])
      slot = (int) i;
  return slot;
}

static gboolean
add_outcomes (const AssayTagCounter *self,
              AssayTagTable              *table,
              guint                  n_lines)
{
  if (table->usual < 0)
    table->usual = most_frequent (table);
  for (guint slot = 0; slot < table->n_slots; slot++)
    {
      AssayPackedRows *packed = &table->packed[slot];
      if ((int) slot == table->usual || table->n_of_slot[slot] == 0)
        continue;
      if (packed->lines == NULL && !assay_packed_rows_init (self, packed))
        return FALSE;
      pack_rows (self, packed, slot, n_lines);
    }
  return TRUE;
}

/* --- members ------------------------------------------------------------------------------------------------------- */

static void
add_members (const AssayTagCounter *self,
             AssayTagTable              *table,
             guint                  n_lines)
{
  for (guint group = 0; group * ASSAY_TAG_GROUP < table->n_slots; group++)
    for (guint i = 0; i < self->n_present; i++)
      self->tag_kernel->count_tile (self->masks + group * ASSAY_TAG_LINES, self->lines + self->present[i] * ASSAY_TAG_LINES,
                                    n_lines, table->members + (group * self->n_groups + self->present[i]) * ASSAY_TAG_TILE);
}

/* --- cells --------------------------------------------------------------------------------------------------------- */

static guint
list_tags (const AssayTagCounter *self,
           guint                  row,
           guint8                *tags)
{
  guint n = 0;

  for (guint word = 0; word < self->n_words; word++)
    for (guint64 bits = self->words[row * self->n_words + word]; bits != 0; bits &= bits - 1)
      tags[n++] = (guint8) (word * 64 + (guint) __builtin_ctzll (bits));
  return n;
}

static gboolean
add_cell (AssayCellSorter *sorter,
          guint64          cell)
{
  gpointer room = assay_cell_sorter_add (sorter, 1);

  if (room == NULL)
    return FALSE;
  if (sorter->is_wide)
    *(guint64 *) room = cell;
  else
    *(guint32 *) room = (guint32) cell;
  return TRUE;
}

/* A cell: the code of the columns, tag, tag. */
static gboolean
add_cells (AssayTagCounter *self,
           AssayTagTable        *table,
           guint            n_rows)
{
  guint8 tags[ASSAY_MAX_TAGS];

  for (guint row = 0; row < n_rows; row++)
    {
      guint n = list_tags (self, row, tags);
      for (guint i = 0; i < n; i++)
        for (guint j = i; j < (table->kind == ASSAY_SHAPE_PAIRS ? n : i + 1); j++)
          if (!add_cell (&table->sorter, (guint64) self->keys[row] << 16 | (guint) tags[i] << 8 | tags[j]))
            return FALSE;
    }
  return TRUE;
}

/* --- flush --------------------------------------------------------------------------------------------------------- */

gboolean
assay_tag_counter_flush (AssayTagCounter *self)
{
  AssayTotals *totals = self->context->totals;
  gboolean done = TRUE;

  if (self->n_pending == 0)
    return TRUE;
  self->n_pending = 0;
  done = assay_tag_sets_expand (self);
  for (guint i = 0; done && i < self->n_tables; i++)
    done = self->tables[i].way != ASSAY_TAGS_BY_CELLS || assay_cell_sorter_settle (&self->tables[i].sorter);
  g_mutex_lock (&totals->lock);
  for (guint i = 0; done && i < self->n_tables; i++)
    done = assay_tag_table_flush (self, &self->tables[i]);
  totals->failed = totals->failed || !done;
  g_mutex_unlock (&totals->lock);
  memset (self->pairs, 0, (gsize) self->n_tiles * ASSAY_TAG_TILE * sizeof (guint64));
  return done;
}

static gboolean
make_room (AssayTagCounter *self)
{
  gboolean fits = TRUE;

  for (guint i = 0; i < self->n_tables; i++)
    fits = fits && !assay_tag_table_is_outgrown (self, &self->tables[i]);
  if (fits)
    return TRUE;
  if (!assay_tag_counter_flush (self))
    return FALSE;
  for (guint i = 0; i < self->n_tables; i++)
    if (assay_tag_table_is_outgrown (self, &self->tables[i]) && !assay_tag_table_init (self, &self->tables[i]))
      return FALSE;
  return TRUE;
}

/* --- a block ------------------------------------------------------------------------------------------------------- */

static void
find_present (AssayTagCounter *self,
              guint            n_lines)
{
  self->n_present = 0;
  for (guint group = 0; group < self->n_groups; group++)
    {
      guint64 any = 0;
      for (guint line = 0; line < n_lines; line++)
        for (guint tag = 0; tag < ASSAY_TAG_GROUP; tag++)
          any |= self->lines[group * ASSAY_TAG_LINES + line][tag];
      if (any != 0)
        self->present[self->n_present++] = group;
    }
}

static void
make_row_words (AssayTagCounter *self,
                guint            n_lines)
{
  for (guint word = 0; word < self->n_words; word++)
    for (guint line = 0; line < n_lines; line++)
      assay_tag_rows (self->lines + word * 8 * ASSAY_TAG_LINES + line, MIN (self->n_groups - word * 8, 8), self->n_words,
                      self->words + line * 64 * self->n_words + word);
}

static gboolean
add_table_rows (AssayTagCounter  *self,
                AssayTagTable         *table,
                const AssayCodes *codes,
                guint             n_rows)
{
  guint n_lines = (n_rows + 63) / 64;

  if (table->way == ASSAY_TAGS_BY_NOTHING)
    return TRUE;
  assay_tag_table_make_keys (self, table, codes, n_rows);
  if (table->way == ASSAY_TAGS_BY_CELLS)
    return add_cells (self, table, n_rows);
  if (table->way == ASSAY_TAGS_BY_ROWS)
    {
      self->tag_kernel->add_rows (table->cells, self->row_step, self->keys, self->words, self->n_words, n_rows);
      return TRUE;
    }
  assay_tag_table_find_masks (self, table, n_rows);
  if (table->kind == ASSAY_SHAPE_PAIRS)
    return add_outcomes (self, table, n_lines);
  add_members (self, table, n_lines);
  return TRUE;
}

static gboolean
add_lines (AssayTagCounter  *self,
           const AssayCodes *codes,
           guint             n_rows)
{
  guint n_lines = (n_rows + 63) / 64;
  gboolean needs_words = assay_tag_sets_are_tried (self), is_by_set;

  if (self->n_pending + n_rows > self->flush_rows && !assay_tag_counter_flush (self))
    return FALSE;
  if (!make_room (self))
    return FALSE;
  self->n_pending += n_rows;
  for (guint i = 0; i < self->n_tables; i++)
    needs_words = needs_words || self->tables[i].way >= ASSAY_TAGS_BY_ROWS;
  if (needs_words)
    make_row_words (self, n_lines);
  is_by_set = assay_tag_sets_add (self, codes, n_rows);
  if (!is_by_set)
    find_present (self, n_lines);
  if (!is_by_set && self->has_pairs)
    count_pairs (self, self->lines, ASSAY_TAG_LINES, n_lines, self->present, self->n_present, self->pairs);
  for (guint i = 0; i < self->n_tables; i++)
    if ((!is_by_set || self->tables[i].way >= ASSAY_TAGS_BY_ROWS) && !add_table_rows (self, &self->tables[i], codes, n_rows))
      return FALSE;
  return !self->failed;
}

/* Lines behind the rows are read up to the next multiple of 8. */
static void
clear_behind (AssayTagCounter *self,
              guint            n_lines)
{
  guint n = MIN ((n_lines + 7) / 8 * 8, ASSAY_TAG_LINES) - n_lines;

  for (guint group = 0; group < self->n_groups; group++)
    memset (self->lines + group * ASSAY_TAG_LINES + n_lines, 0, n * sizeof (AssayTagLine));
}

gboolean
assay_tag_counter_add_codes (AssayTagCounter      *self,
                             const guint16 *const *tags,
                             const AssayCodes     *codes,
                             guint                 n_rows)
{
  g_assert (n_rows <= ASSAY_BLOCK_ROWS);

  for (guint tag = 0; tag < self->n_tags; tag++)
    self->tag_kernel->make_words (tags[tag], n_rows, ASSAY_TAG_YES, self->lines + tag / ASSAY_TAG_GROUP * ASSAY_TAG_LINES,
                                  tag % ASSAY_TAG_GROUP);
  clear_behind (self, (n_rows + 63) / 64);
  return add_lines (self, codes, n_rows);
}

gboolean
assay_tag_counter_add_planes (AssayTagCounter      *self,
                              const AssayTagPlanes *planes,
                              guint64               row,
                              const AssayCodes     *codes,
                              guint                 n_rows,
                              gboolean              has_next)
{
  g_assert (n_rows <= ASSAY_BLOCK_ROWS && row % 64 == 0);

  guint n_lines = (n_rows + 63) / 64;
  for (guint tag = 0; tag < self->n_tags; tag++)
    {
      const guint64 *from = planes->planes + tag * planes->plane_words + row / 64;
      AssayTagLine *lines = self->lines + tag / ASSAY_TAG_GROUP * ASSAY_TAG_LINES;
      for (guint line = 0; line < n_lines; line++)
        lines[line][tag % ASSAY_TAG_GROUP] = from[line];
      for (guint line = 0; has_next && line < ASSAY_TAG_LINES; line += 8)
        __builtin_prefetch (from + n_lines + line, 0, 2);
    }
  clear_behind (self, n_lines);
  return add_lines (self, codes, n_rows);
}
