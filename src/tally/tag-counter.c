/* tag-counter.c: pairs of tags, and tags by the codes of columns.
 *
 *     bits       the block's tags as groups of 8 (tag-kernel-private.h); groups without any bit are passed over
 *     pairs      of all rows, 8 x 8 at a time, once for all shapes of pairs
 *     outcomes   rows of each outcome but the most usual one are packed together; 2,048 of them are counted as a block is.
 *                The usual outcome's pairs are those of all rows less the others': where 1 row in 10 is wrong, rows and
 *                errors cost a tenth more than rows alone, and the packing
 *     members    up to MASK_CODES keys (with outcomes): the rows of each as a mask, counted as if it were a tag
 *     rows       of more keys: each row's tags are added to 32-bit cells of its key, 16 tags at a time
 *     cells      of more keys than MOST_CELLS allow, and of more outcomes: cell numbers, to be sorted (cell-runs.c)
 *
 * Counts have 64 bits but where told; 32-bit ones are emptied before they could overflow. Which codes a column has may grow: a shape is then flushed and laid out anew.
 */
#include "tally/tag-counter-private.h"
#include "tally/tag-kernel-private.h"

#include <stdlib.h>
#include <string.h>

#define MASK_CODES 64 /* codes whose rows are found as masks */
#define MASK_GROUPS (MASK_CODES / ASSAY_TAG_GROUP)
#define TILE (ASSAY_TAG_GROUP * ASSAY_TAG_GROUP)
#define NO_SLOT 0xff
#define MOST_CELLS ((guint64) 1 << 23) /* of 32 bits, of a table and thread */
#define FEW_CODES 32  /* columns with fewer get no room for more than they have */

G_STATIC_ASSERT (ASSAY_TAG_LINES * 64 == ASSAY_BLOCK_ROWS);
G_STATIC_ASSERT (MASK_CODES < NO_SLOT);

/* Rows of one outcome side by side, and the pairs counted of them. */
typedef struct
{
  AssayTagLine *lines;       /* n_groups x ASSAY_PACK_LINES */
  guint         n_rows;      /* in the lines */
  guint64      *pairs;       /* tiles of all that was counted */
} PackedRows;

typedef enum
{
  BY_NOTHING, /* pairs without an outcome: those of all rows */
  BY_MASKS,
  BY_ROWS,
  BY_CELLS,
} Way;

/* One table. The codes of its columns beside the set are one number, key * n_outcomes + outcome. */
typedef struct
{
  AssayShapeKind  kind;
  guint           shape;     /* among the totals' */
  int             key, outcome; /* columns; -1: none */
  guint           n_keys, n_outcomes; /* room; 1 where there is no column */
  Way             way;
  guint8          slots[MASK_CODES]; /* of each code: its place among those met, or NO_SLOT */
  guint8          codes[MASK_CODES]; /* of each place */
  guint           n_slots;
  guint           n_of_slot[MASK_CODES]; /* rows of this block */
  int             usual;     /* pairs: the slot that is not packed; -1: none yet */
  PackedRows      packed[MASK_CODES];    /* pairs: of each slot */
  guint64        *members;   /* members: tiles [slot / 8][tag group][slot % 8][tag % 8] */
  guint32        *cells;     /* rows: [code][tag], row_step cells a code */
  AssayCellSorter sorter;
} TagTable;

struct _AssayTagCounter
{
  const AssayTagContext *context;
  const AssayKernel     *kernel;
  const AssayTagKernel  *tag_kernel;
  const guint           *n_met;
  guint                  n_tags, n_groups, n_tiles;
  TagTable              *tables;
  guint                  n_tables;
  gboolean               has_pairs;
  guint64                n_pending;    /* rows since the last flush */
  guint64                flush_rows;   /* flush before there are more */
  AssayTagLine          *lines;        /* of the block: n_groups x ASSAY_TAG_LINES */
  AssayTagLine          *masks;        /* MASK_GROUPS x ASSAY_TAG_LINES */
  guint                  n_words, row_step; /* of a row's tags; of its cells */
  guint64               *words;        /* [row][n_words]: the tags of each row, where the way is rows or cells */
  guint64               *pairs;        /* tiles of all rows */
  guint                  present[ASSAY_MAX_TAGS / ASSAY_TAG_GROUP]; /* groups with a bit in this block */
  guint                  n_present;
  guint16                narrow_keys[ASSAY_BLOCK_ROWS]; /* for masks */
  guint32                keys[ASSAY_BLOCK_ROWS];
};

static void *
new_cleared (gsize n_bytes)
{
  void *bytes = aligned_alloc (sizeof (AssayTagLine), n_bytes);

  if (bytes != NULL)
    memset (bytes, 0, n_bytes);
  return bytes;
}

/* Tiles of groups (i, j), i <= j, one row of the triangle after the other. */
static inline gsize
tile_at (const AssayTagCounter *self,
         guint                  i,
         guint                  j)
{
  return ((gsize) i * self->n_groups - (gsize) i * (i + 1) / 2 + j) * TILE;
}

/* --- a table's room ------------------------------------------------------------------------------------------------ */

static void
table_clear (TagTable *self)
{
  for (guint i = 0; i < MASK_CODES; i++)
    {
      free (self->packed[i].lines);
      free (self->packed[i].pairs);
    }
  free (self->members);
  free (self->cells);
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

static Way
find_way (const AssayTagCounter *self,
          const TagTable        *table,
          guint64                n_codes)
{
  if (table->key < 0 && table->outcome < 0)
    return BY_NOTHING;
  if (n_codes <= MASK_CODES)
    return BY_MASKS;
  return table->kind == ASSAY_SHAPE_MEMBERS && n_codes * self->row_step <= MOST_CELLS ? BY_ROWS : BY_CELLS;
}

/* Room for the codes met so far in a table that holds nothing. */
static gboolean
table_init (const AssayTagCounter *self,
            TagTable              *table)
{
  TagTable fresh = { .kind = table->kind, .shape = table->shape, .key = table->key, .outcome = table->outcome, .usual = -1 };

  fresh.n_keys = room_for (self, table->key, table->n_keys);
  fresh.n_outcomes = room_for (self, table->outcome, table->n_outcomes);
  table_clear (table);
  *table = fresh;
  memset (table->slots, NO_SLOT, sizeof table->slots);
  guint64 n_codes = (guint64) table->n_keys * table->n_outcomes;
  table->way = find_way (self, table, n_codes);
  if (table->way == BY_CELLS)
    assay_cell_sorter_init (&table->sorter, n_codes << 16, 0);
  if (table->way == BY_MASKS && table->kind == ASSAY_SHAPE_MEMBERS)
    {
      table->members = new_cleared (MASK_GROUPS * self->n_groups * TILE * sizeof (guint64));
      return table->members != NULL;
    }
  if (table->way == BY_ROWS)
    {
      table->cells = new_cleared (n_codes * self->row_step * sizeof (guint32));
      return table->cells != NULL;
    }
  return TRUE;
}

static gboolean
is_outgrown (const AssayTagCounter *self,
             const TagTable        *table)
{
  return (table->key >= 0 && self->n_met[table->key] > table->n_keys)
         || (table->outcome >= 0 && self->n_met[table->outcome] > table->n_outcomes);
}

static gboolean
make_room (AssayTagCounter *self)
{
  gboolean fits = TRUE;

  for (guint i = 0; i < self->n_tables; i++)
    fits = fits && !is_outgrown (self, &self->tables[i]);
  if (fits)
    return TRUE;
  if (!assay_tag_counter_flush (self))
    return FALSE;
  for (guint i = 0; i < self->n_tables; i++)
    if (is_outgrown (self, &self->tables[i]) && !table_init (self, &self->tables[i]))
      return FALSE;
  return TRUE;
}

/* --- new ----------------------------------------------------------------------------------------------------------- */

static void
add_table (AssayTagCounter *self,
           guint            shape)
{
  const AssayTableShape *columns = &self->context->shapes->shapes[shape];
  TagTable table = { .shape = shape, .key = -1, .outcome = columns->n_axes == 3 ? (int) columns->columns[2] : -1 };

  table.kind = columns->columns[0] == columns->columns[1] ? ASSAY_SHAPE_PAIRS : ASSAY_SHAPE_MEMBERS;
  if (table.kind == ASSAY_SHAPE_MEMBERS)
    table.key = columns->columns[0];
  else
    self->has_pairs = TRUE;
  self->tables = g_renew (TagTable, self->tables, self->n_tables + 1);
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
    if (!table_init (self, &self->tables[i]))
      return NULL;
  self->lines = new_cleared (self->n_groups * ASSAY_TAG_LINES * sizeof (AssayTagLine));
  self->masks = new_cleared (MASK_GROUPS * ASSAY_TAG_LINES * sizeof (AssayTagLine));
  self->pairs = new_cleared ((gsize) self->n_tiles * TILE * sizeof (guint64));
  self->words = new_cleared ((gsize) self->n_words * ASSAY_BLOCK_ROWS * sizeof (guint64));
  return self->lines != NULL && self->masks != NULL && self->pairs != NULL && self->words != NULL ? g_steal_pointer (&self)
                                                                                                  : NULL;
}

void
assay_tag_counter_free (AssayTagCounter *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_tables; i++)
    table_clear (&self->tables[i]);
  g_free (self->tables);
  free (self->lines);
  free (self->masks);
  free (self->pairs);
  free (self->words);
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
                                    pairs + tile_at (self, groups[i], groups[j]));
}

static gboolean
packed_init (const AssayTagCounter *self,
             PackedRows            *packed)
{
  packed->lines = new_cleared (self->n_groups * ASSAY_PACK_LINES * sizeof (AssayTagLine));
  packed->pairs = new_cleared ((gsize) self->n_tiles * TILE * sizeof (guint64));
  return packed->lines != NULL && packed->pairs != NULL;
}

/* Counts up to a block of packed rows; what does not fit stays. */
static void
count_packed (const AssayTagCounter *self,
              PackedRows            *packed)
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
           PackedRows            *packed,
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
        count_packed (self, packed);
    }
}

/* -1: there is no row yet. */
static int
most_frequent (const TagTable *table)
{
  int slot = -1;

  for (guint i = 0; i < table->n_slots; i++)
    if (slot < 0 || table->n_of_slot[i] > table->n_of_slot[slot])
      slot = (int) i;
  return slot;
}

static gboolean
add_outcomes (const AssayTagCounter *self,
              TagTable              *table,
              guint                  n_lines)
{
  if (table->usual < 0)
    table->usual = most_frequent (table);
  for (guint slot = 0; slot < table->n_slots; slot++)
    {
      PackedRows *packed = &table->packed[slot];
      if ((int) slot == table->usual || table->n_of_slot[slot] == 0)
        continue;
      if (packed->lines == NULL && !packed_init (self, packed))
        return FALSE;
      pack_rows (self, packed, slot, n_lines);
    }
  return TRUE;
}

/* --- members ------------------------------------------------------------------------------------------------------- */

static void
add_members (const AssayTagCounter *self,
             TagTable              *table,
             guint                  n_lines)
{
  for (guint group = 0; group * ASSAY_TAG_GROUP < table->n_slots; group++)
    for (guint i = 0; i < self->n_present; i++)
      self->tag_kernel->count_tile (self->masks + group * ASSAY_TAG_LINES, self->lines + self->present[i] * ASSAY_TAG_LINES,
                                    n_lines, table->members + (group * self->n_groups + self->present[i]) * TILE);
}

/* --- masks --------------------------------------------------------------------------------------------------------- */

static void
make_keys (AssayTagCounter  *self,
           const TagTable   *table,
           const AssayCodes *codes,
           guint             n_rows)
{
  AssayTerm terms[2];
  guint n_terms = 0;

  if (table->key >= 0)
    terms[n_terms++] = (AssayTerm) { codes[table->key], table->n_outcomes };
  if (table->outcome >= 0)
    terms[n_terms++] = (AssayTerm) { codes[table->outcome], 1 };
  if (table->way == BY_MASKS)
    self->kernel->make_keys (terms, n_terms, n_rows, self->narrow_keys);
  else
    self->kernel->make_wide_keys (terms, n_terms, n_rows, self->keys);
}

static inline AssayTagLine *
masks_of (const AssayTagCounter *self,
          guint                  slot)
{
  return self->masks + slot / ASSAY_TAG_GROUP * ASSAY_TAG_LINES;
}

static guint
add_slot (TagTable *table,
          guint     code)
{
  guint slot = table->n_slots++;

  table->slots[code] = (guint8) slot;
  table->codes[slot] = (guint8) code;
  return slot;
}

/* Row by row: the same for any number of codes. */
static void
scatter_rows (AssayTagCounter *self,
              TagTable        *table,
              guint            n_rows)
{
  for (guint row = 0; row < n_rows; row++)
    {
      guint slot = table->slots[self->narrow_keys[row]];
      if (slot == NO_SLOT)
        slot = add_slot (table, self->narrow_keys[row]);
      masks_of (self, slot)[row / 64][slot % ASSAY_TAG_GROUP] |= G_GUINT64_CONSTANT (1) << row % 64;
      table->n_of_slot[slot]++;
    }
}

/* Code by code; a code that was never met leaves a mask of no rows to the next one. */
static void
compare_rows (AssayTagCounter *self,
              TagTable        *table,
              guint            n_rows)
{
  guint n_codes = table->n_keys * table->n_outcomes;

  for (guint code = 0; code < n_codes; code++)
    {
      guint slot = table->slots[code] != NO_SLOT ? table->slots[code] : table->n_slots;
      AssayTagLine *masks = masks_of (self, slot);
      self->tag_kernel->make_words (self->narrow_keys, n_rows, (guint16) code, masks, slot % ASSAY_TAG_GROUP);
      guint n = self->tag_kernel->count_word (masks, (n_rows + 63) / 64, slot % ASSAY_TAG_GROUP);
      if (n > 0 && slot == table->n_slots)
        add_slot (table, code);
      if (n > 0)
        table->n_of_slot[slot] = n;
    }
}

/* The rows of each code, in self->masks. */
static void
find_masks (AssayTagCounter *self,
            TagTable        *table,
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
           TagTable        *table,
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
                TagTable         *table,
                const AssayCodes *codes,
                guint             n_rows)
{
  guint n_lines = (n_rows + 63) / 64;

  if (table->way == BY_NOTHING)
    return TRUE;
  make_keys (self, table, codes, n_rows);
  if (table->way == BY_CELLS)
    return add_cells (self, table, n_rows);
  if (table->way == BY_ROWS)
    {
      self->tag_kernel->add_rows (table->cells, self->row_step, self->keys, self->words, self->n_words, n_rows);
      return TRUE;
    }
  find_masks (self, table, n_rows);
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
  gboolean is_by_row = FALSE;

  if (self->n_pending + n_rows > self->flush_rows && !assay_tag_counter_flush (self))
    return FALSE;
  if (!make_room (self))
    return FALSE;
  self->n_pending += n_rows;
  find_present (self, n_lines);
  if (self->has_pairs)
    count_pairs (self, self->lines, ASSAY_TAG_LINES, n_lines, self->present, self->n_present, self->pairs);
  for (guint i = 0; i < self->n_tables; i++)
    is_by_row = is_by_row || self->tables[i].way >= BY_ROWS;
  if (is_by_row)
    make_row_words (self, n_lines);
  for (guint i = 0; i < self->n_tables; i++)
    if (!add_table_rows (self, &self->tables[i], codes, n_rows))
      return FALSE;
  return TRUE;
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

/* --- flush --------------------------------------------------------------------------------------------------------- */

/* Adds tiles of pairs under an outcome to a total; those of each slot of `less` (nullable) are taken off. */
static gboolean
flush_tiles (const AssayTagCounter *self,
             AssayTotal            *total,
             const guint64         *pairs,
             const TagTable        *less,
             guint                  outcome)
{
  for (guint i = 0; i < self->n_tags; i++)
    for (guint j = i; j < self->n_tags; j++)
      {
        gsize at = tile_at (self, i / ASSAY_TAG_GROUP, j / ASSAY_TAG_GROUP) + i % ASSAY_TAG_GROUP * ASSAY_TAG_GROUP
                   + j % ASSAY_TAG_GROUP;
        guint64 n = pairs[at];
        for (guint slot = 0; less != NULL && slot < less->n_slots; slot++)
          if (less->packed[slot].pairs != NULL)
            n -= less->packed[slot].pairs[at];
        guint64 cell = (i + 1) * total->steps[0] + (j + 1) * total->steps[1];
        if (total->n_axes == 3)
          cell += outcome * total->steps[2];
        if (n > 0 && !assay_total_add (total, cell, n))
          return FALSE;
      }
  return TRUE;
}

static gboolean
flush_pairs (const AssayTagCounter *self,
             TagTable              *table,
             AssayTotal            *total)
{
  if (table->outcome < 0)
    return flush_tiles (self, total, self->pairs, NULL, 0);
  for (guint slot = 0; slot < table->n_slots; slot++)
    while (table->packed[slot].n_rows > 0)
      count_packed (self, &table->packed[slot]);
  if (table->usual >= 0 && !flush_tiles (self, total, self->pairs, table, table->codes[table->usual]))
    return FALSE;
  for (guint slot = 0; slot < table->n_slots; slot++)
    if (table->packed[slot].pairs != NULL)
      {
        if (!flush_tiles (self, total, table->packed[slot].pairs, NULL, table->codes[slot]))
          return FALSE;
        memset (table->packed[slot].pairs, 0, (gsize) self->n_tiles * TILE * sizeof (guint64));
      }
  return TRUE;
}

static guint64
member_cell (const TagTable   *table,
             const AssayTotal *total,
             guint64           code,
             guint             tag)
{
  guint64 cell = code / table->n_outcomes * total->steps[0] + (tag + 1) * total->steps[1];

  return total->n_axes == 3 ? cell + code % table->n_outcomes * total->steps[2] : cell;
}

static gboolean
flush_members (const AssayTagCounter *self,
               TagTable              *table,
               AssayTotal            *total)
{
  for (guint slot = 0; slot < table->n_slots; slot++)
    for (guint tag = 0; tag < self->n_tags; tag++)
      {
        guint64 *n = table->members + (slot / ASSAY_TAG_GROUP * self->n_groups + tag / ASSAY_TAG_GROUP) * TILE
                     + slot % ASSAY_TAG_GROUP * ASSAY_TAG_GROUP + tag % ASSAY_TAG_GROUP;
        if (*n > 0 && !assay_total_add (total, member_cell (table, total, table->codes[slot], tag), *n))
          return FALSE;
        *n = 0;
      }
  return TRUE;
}

static gboolean
flush_rows (const AssayTagCounter *self,
            TagTable              *table,
            AssayTotal            *total)
{
  guint64 n_codes = (guint64) table->n_keys * table->n_outcomes;

  for (guint64 code = 0; code < n_codes; code++)
    for (guint tag = 0; tag < self->n_tags; tag++)
      {
        guint32 n = table->cells[code * self->row_step + tag];
        if (n > 0 && !assay_total_add (total, member_cell (table, total, code, tag), n))
          return FALSE;
      }
  memset (table->cells, 0, n_codes * self->row_step * sizeof (guint32));
  return TRUE;
}

static gboolean
flush_cells (TagTable   *table,
             AssayTotal *total)
{
  AssayCellRun *run = &table->sorter.run;

  for (guint64 i = 0; i < run->n; i++)
    {
      guint64 code = run->cells[i] >> 16;
      guint first = run->cells[i] >> 8 & 0xff, second = run->cells[i] & 0xff;
      guint64 cell = table->kind == ASSAY_SHAPE_MEMBERS
                       ? member_cell (table, total, code, first)
                       : (first + 1) * total->steps[0] + (second + 1) * total->steps[1] + code * total->steps[2];
      if (!assay_total_add (total, cell, run->counts[i]))
        return FALSE;
    }
  assay_cell_run_clear (run);
  return TRUE;
}

static gboolean
flush_table (const AssayTagCounter *self,
             TagTable              *table)
{
  AssayTotals *totals = self->context->totals;
  AssayTotal *total = &totals->totals[table->shape];

  if (!assay_totals_reserve (totals, table->shape, self->n_met))
    return FALSE;
  if (table->way == BY_CELLS)
    return flush_cells (table, total);
  if (table->way == BY_ROWS)
    return flush_rows (self, table, total);
  return table->kind == ASSAY_SHAPE_PAIRS ? flush_pairs (self, table, total) : flush_members (self, table, total);
}

gboolean
assay_tag_counter_flush (AssayTagCounter *self)
{
  AssayTotals *totals = self->context->totals;
  gboolean done = TRUE;

  if (self->n_pending == 0)
    return TRUE;
  self->n_pending = 0;
  for (guint i = 0; done && i < self->n_tables; i++)
    done = self->tables[i].way != BY_CELLS || assay_cell_sorter_settle (&self->tables[i].sorter);
  g_mutex_lock (&totals->lock);
  for (guint i = 0; done && i < self->n_tables; i++)
    done = flush_table (self, &self->tables[i]);
  totals->failed = totals->failed || !done;
  g_mutex_unlock (&totals->lock);
  memset (self->pairs, 0, (gsize) self->n_tiles * TILE * sizeof (guint64));
  return done;
}
