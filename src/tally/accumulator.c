/* accumulator.c: dense while that is small, a hash map of the codes above.
 *
 * The dense array is laid out anew when an axis gets more room, which the callers do in steps of a quarter, so that
 * a column with n codes costs O(log n) moves. A shape that went sparse stays sparse.
 *
 * A slot of the hash map is n_words key words and one count, in open addressing with linear probing, at most half
 * full. Key words hold four codes of 16 bits, the first code lowest.
 */
#include "tally/accumulator.h"

#include <string.h>

#define CODES_PER_WORD 4
#define MAX_WORDS ((ASSAY_MAX_AXES + CODES_PER_WORD - 1) / CODES_PER_WORD)
#define FIRST_SLOTS 1024

void
assay_accumulator_init (AssayAccumulator *self,
                        guint             n_axes)
{
  *self = (AssayAccumulator) { .n_axes = n_axes, .n_words = (n_axes + CODES_PER_WORD - 1) / CODES_PER_WORD };
}

void
assay_accumulator_clear (AssayAccumulator *self)
{
  g_free (self->counts);
  g_free (self->slots);
  assay_accumulator_init (self, self->n_axes);
}

/* --- the hash map ------------------------------------------------------------------------------------------------ */

/* Each word is multiplied and folded (the multipliers of MurmurHash3's 64-bit finalizer, Appleby, public domain). */
static inline guint64
hash_key (const guint64 *key,
          guint          n_words)
{
  guint64 hash = 0;

  for (guint i = 0; i < n_words; i++)
    {
      hash = (hash ^ key[i]) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
      hash ^= hash >> 33;
    }
  hash *= G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  return hash ^ hash >> 33;
}

/* The slot of a key: the one that holds it, or the free one where it belongs. */
static inline guint64 *
find_slot (guint64       *slots,
           guint64        n_slots,
           const guint64 *key,
           guint          n_words)
{
  for (guint64 i = hash_key (key, n_words);; i++)
    {
      guint64 *slot = slots + (i & (n_slots - 1)) * (n_words + 1);
      gboolean is_same = TRUE;

      if (slot[n_words] == 0)
        return slot;
      for (guint w = 0; w < n_words; w++)
        is_same &= slot[w] == key[w];
      if (is_same)
        return slot;
    }
}

static gboolean
grow_slots (AssayAccumulator *self)
{
  guint64 n_slots = MAX (self->n_slots * 2, FIRST_SLOTS);
  gsize n_words = self->n_words, size = n_words + 1;
  guint64 *slots = g_try_new0 (guint64, n_slots * size);

  if (slots == NULL)
    return FALSE;
  for (guint64 i = 0; i < self->n_slots; i++)
    if (self->slots[i * size + n_words] != 0)
      memcpy (find_slot (slots, n_slots, self->slots + i * size, n_words), self->slots + i * size, size * sizeof *slots);
  g_free (self->slots);
  self->slots = slots;
  self->n_slots = n_slots;
  return TRUE;
}

static inline gboolean
add_key (AssayAccumulator *self,
         const guint64    *key,
         guint             n_words,
         guint64           count)
{
  if (self->n_used * 2 >= self->n_slots && !grow_slots (self))
    return FALSE;

  guint64 *slot = find_slot (self->slots, self->n_slots, key, n_words);
  if (slot[n_words] == 0)
    {
      memcpy (slot, key, n_words * sizeof *key);
      self->n_used++;
    }
  slot[n_words] += count;
  return TRUE;
}

static gboolean
add_codes (AssayAccumulator *self,
           const guint      *codes,
           guint64           count)
{
  guint64 key[MAX_WORDS] = { 0 };

  for (guint i = 0; i < self->n_axes; i++)
    key[i / CODES_PER_WORD] |= (guint64) codes[i] << i % CODES_PER_WORD * 16;
  return add_key (self, key, self->n_words, count);
}

static void
foreach_slot (const AssayAccumulator *self,
              AssayCellVisitor        visit,
              gpointer                data)
{
  for (guint64 i = 0; i < self->n_slots; i++)
    {
      const guint64 *slot = self->slots + i * (self->n_words + 1);
      guint codes[ASSAY_MAX_AXES];

      if (slot[self->n_words] == 0)
        continue;
      for (guint axis = 0; axis < self->n_axes; axis++)
        codes[axis] = slot[axis / CODES_PER_WORD] >> axis % CODES_PER_WORD * 16 & G_MAXUINT16;
      visit (codes, slot[self->n_words], data);
    }
}

/* --- the dense array --------------------------------------------------------------------------------------------- */

static void
foreach_cell (const AssayAccumulator *self,
              AssayCellVisitor        visit,
              gpointer                data)
{
  guint codes[ASSAY_MAX_AXES] = { 0 };
  guint last = self->n_axes - 1, n_last = self->room[last];

  for (guint64 cell = 0; cell < self->n_cells; cell += n_last)
    {
      for (codes[last] = 0; codes[last] < n_last; codes[last]++)
        if (self->counts[cell + codes[last]] != 0)
          visit (codes, self->counts[cell + codes[last]], data);
      for (guint axis = last; axis-- > 0;)
        {
          if (++codes[axis] < self->room[axis])
            break;
          codes[axis] = 0;
        }
    }
}

void
assay_accumulator_foreach (const AssayAccumulator *self,
                           AssayCellVisitor        visit,
                           gpointer                data)
{
  if (self->counts != NULL)
    foreach_cell (self, visit, data);
  else if (self->slots != NULL)
    foreach_slot (self, visit, data);
}

static guint64
cell_of (const AssayAccumulator *self,
         const guint            *codes)
{
  guint64 cell = 0;

  for (guint i = 0; i < self->n_axes; i++)
    cell = cell * self->room[i] + codes[i];
  return cell;
}

typedef struct
{
  AssayAccumulator *target;
  gboolean          is_ok;
} Move;

static void
move_cell (const guint *codes,
           guint64      count,
           gpointer     data)
{
  Move *move = data;

  move->is_ok = move->is_ok && assay_accumulator_add (move->target, codes, count);
}

/* The number of cells, or one more than is dense. */
static guint64
count_cells (const guint *room,
             guint        n_axes)
{
  guint64 n_cells = 1;

  for (guint i = 0; i < n_axes && n_cells <= ASSAY_DENSE_CELLS; i++)
    n_cells *= room[i];
  return MIN (n_cells, ASSAY_DENSE_CELLS + 1);
}

gboolean
assay_accumulator_reserve (AssayAccumulator *self,
                           const guint      *n_codes)
{
  AssayAccumulator wider;
  gboolean has_room = TRUE, is_sparse = self->slots != NULL;

  assay_accumulator_init (&wider, self->n_axes);
  for (guint i = 0; i < self->n_axes; i++)
    {
      wider.room[i] = MAX (self->room[i], n_codes[i]);
      has_room &= self->room[i] >= n_codes[i];
    }
  if (has_room)
    return TRUE;
  wider.n_cells = count_cells (wider.room, self->n_axes);
  if (is_sparse)
    {
      memcpy (self->room, wider.room, sizeof self->room);
      return TRUE;
    }

  if (wider.n_cells <= ASSAY_DENSE_CELLS)
    wider.counts = g_try_new0 (guint64, wider.n_cells);
  Move move = { &wider, wider.counts != NULL || (wider.n_cells > ASSAY_DENSE_CELLS && grow_slots (&wider)) };
  if (move.is_ok && self->counts != NULL)
    foreach_cell (self, move_cell, &move);
  AssayAccumulator *unused = move.is_ok ? self : &wider;
  assay_accumulator_clear (unused);
  if (move.is_ok)
    *self = wider;
  return move.is_ok;
}

gboolean
assay_accumulator_add (AssayAccumulator *self,
                       const guint      *codes,
                       guint64           count)
{
  if (self->counts == NULL)
    return add_codes (self, codes, count);
  self->counts[cell_of (self, codes)] += count;
  return TRUE;
}

/* --- blocks of rows ---------------------------------------------------------------------------------------------- */

static inline guint
code_at (const AssayCodes *column,
         guint             row)
{
  return column->bytes != NULL ? column->bytes[row] : column->words[row];
}

static void
count_cells_of_block (AssayAccumulator *self,
                      const AssayCodes *columns,
                      guint             n_rows)
{
  guint32 cells[ASSAY_BLOCK_ROWS];

  memset (cells, 0, n_rows * sizeof *cells);
  for (guint axis = 0; axis < self->n_axes; axis++)
    {
      guint32 room = self->room[axis];
      const guint8 *bytes = columns[axis].bytes;
      const guint16 *words = columns[axis].words;
      if (bytes != NULL)
        for (guint row = 0; row < n_rows; row++)
          cells[row] = cells[row] * room + bytes[row];
      else
        for (guint row = 0; row < n_rows; row++)
          cells[row] = cells[row] * room + words[row];
    }
  for (guint row = 0; row < n_rows; row++)
    self->counts[cells[row]]++;
}

static gboolean
count_keys_of_block (AssayAccumulator *self,
                     const AssayCodes *columns,
                     guint             n_rows)
{
  guint64 keys[ASSAY_BLOCK_ROWS][MAX_WORDS];

  memset (keys, 0, n_rows * sizeof *keys);
  for (guint axis = 0; axis < self->n_axes; axis++)
    for (guint row = 0; row < n_rows; row++)
      keys[row][axis / CODES_PER_WORD] |= (guint64) code_at (&columns[axis], row) << axis % CODES_PER_WORD * 16;
  for (guint row = 0; row < n_rows; row++)
    if (!add_key (self, keys[row], self->n_words, 1))
      return FALSE;
  return TRUE;
}

gboolean
assay_accumulator_count (AssayAccumulator *self,
                         const AssayCodes *columns,
                         guint             n_rows)
{
  g_assert (n_rows <= ASSAY_BLOCK_ROWS);

  if (self->counts == NULL)
    return count_keys_of_block (self, columns, n_rows);
  count_cells_of_block (self, columns, n_rows);
  return TRUE;
}

/* --- tables ------------------------------------------------------------------------------------------------------ */

/* Where the cells of a sparse table are collected, and how many there are. */
typedef struct
{
  const AssayCountTable *table;
  guint64               *cells;
  guint64               *counts;
  guint64                n;
} Pairs;

static guint64
table_cell (const AssayCountTable *table,
            const guint           *codes)
{
  guint64 cell = 0;

  for (guint i = 0; i < table->n_axes; i++)
    cell = cell * table->axes[i]->n_codes + codes[i];
  return cell;
}

static void
add_to_dense (const guint *codes,
              guint64      count,
              gpointer     data)
{
  AssayCountTable *table = data;

  table->counts[table_cell (table, codes)] += count;
}

static void
count_pair (const guint *codes,
            guint64      count,
            gpointer     data)
{
  ((Pairs *) data)->n++;
}

static void
add_pair (const guint *codes,
          guint64      count,
          gpointer     data)
{
  Pairs *pairs = data;

  pairs->cells[pairs->n] = table_cell (pairs->table, codes);
  pairs->counts[pairs->n++] = count;
}

static AssayCountTable *
sparse_table (const AssayAccumulator *const *parts,
              guint                          n_parts,
              const AssayCountTable         *empty,
              GError                       **error)
{
  Pairs pairs = { .table = empty };

  for (guint i = 0; i < n_parts; i++)
    assay_accumulator_foreach (parts[i], count_pair, &pairs);
  g_autofree guint64 *cells = g_try_new (guint64, pairs.n + 1);
  g_autofree guint64 *counts = g_try_new (guint64, pairs.n + 1);
  if (cells == NULL || counts == NULL)
    {
      g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
                   "no memory for a table of %" G_GUINT64_FORMAT " entries; ask for fewer or coarser slices", pairs.n);
      return NULL;
    }
  pairs = (Pairs) { empty, cells, counts, 0 };
  for (guint i = 0; i < n_parts; i++)
    assay_accumulator_foreach (parts[i], add_pair, &pairs);
  return assay_count_table_from_pairs (empty->axes, empty->n_axes, cells, counts, pairs.n, error);
}

AssayCountTable *
assay_accumulators_to_table (const AssayAccumulator *const *parts,
                             guint                          n_parts,
                             AssayAxis *const              *axes,
                             guint                          n_axes,
                             GError                       **error)
{
  g_autoptr (AssayCountTable) table = assay_count_table_new (axes, n_axes, error);

  if (table == NULL || !table->is_dense)
    return table == NULL ? NULL : sparse_table (parts, n_parts, table, error);
  for (guint i = 0; i < n_parts; i++)
    assay_accumulator_foreach (parts[i], add_to_dense, table);
  return g_steal_pointer (&table);
}
