/* cluster-rows.c: records in blocks, and an order over them.
 *
 * A record is [key 8 B | values 8 B each | codes 2 B each], rounded up to 8 bytes; a block has 65,536 of them. A
 * record's number is block << 12 | place in the block; the last block of a state may have gaps behind it. Keys are
 * digests, so their leading bits spread evenly: one pass shares the records out over as many parts as keep each below
 * some thousand records, and each part is sorted by itself.
 */
#include "tally/cluster-rows.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_BITS 12
#define BLOCK_ROWS ((guint) 1 << BLOCK_BITS)
#define MOST_BLOCKS ((guint) 1 << 20) /* record numbers have 32 bits */
#define PART_ROWS 1024    /* of a part, about */
#define MOST_PART_BITS 20
#define ORDER_BYTES 20    /* a row while it is sorted: its number, and its number with its key */

typedef struct
{
  guint8 *records;
  guint   n;
} Block;

struct _AssayClusterState
{
  AssayClusterRows *rows;
  Block            *block;  /* (nullable) being filled, by the state's thread alone; owned by rows */
};

struct _AssayClusterRows
{
  guint      n_columns, n_values;
  gsize      record_bytes, codes_at;
  guint64    most_bytes;
  GMutex     lock;       /* guards blocks, states, n_bytes and failed */
  GPtrArray *blocks;     /* of Block */
  GPtrArray *states;     /* of AssayClusterState */
  guint64    n_bytes;
  gboolean   failed;
  guint64    n_rows, n_clusters;
  guint32   *order;      /* record numbers by key; after sort */
};

static void
block_free (gpointer block)
{
  g_free (((Block *) block)->records);
  g_free (block);
}

AssayClusterRows *
assay_cluster_rows_new (guint   n_columns,
                        guint   n_values,
                        guint64 most_bytes)
{
  AssayClusterRows *self = g_new0 (AssayClusterRows, 1);

  self->n_columns = n_columns;
  self->n_values = n_values;
  self->codes_at = 8 * (1 + (gsize) n_values);
  self->record_bytes = (self->codes_at + 2 * (gsize) n_columns + 7) / 8 * 8;
  self->most_bytes = most_bytes;
  g_mutex_init (&self->lock);
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  self->states = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
assay_cluster_rows_free (AssayClusterRows *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->blocks);
  g_ptr_array_unref (self->states);
  g_mutex_clear (&self->lock);
  g_free (self->order);
  g_free (self);
}

AssayClusterState *
assay_cluster_rows_start (AssayClusterRows *self)
{
  AssayClusterState *state = g_new0 (AssayClusterState, 1);

  state->rows = self;
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->states, state);
  g_mutex_unlock (&self->lock);
  return state;
}

/* Gives the state a fresh block. */
static gboolean
state_next_block (AssayClusterState *state)
{
  AssayClusterRows *rows = state->rows;
  const guint64 n_bytes = BLOCK_ROWS * ((guint64) rows->record_bytes + ORDER_BYTES);
  guint8 *records = NULL;

  state->block = NULL;
  g_mutex_lock (&rows->lock);
  if (!rows->failed && rows->blocks->len < MOST_BLOCKS
      && (rows->most_bytes == 0 || rows->n_bytes + n_bytes <= rows->most_bytes))
    records = g_try_malloc ((gsize) BLOCK_ROWS * rows->record_bytes);
  rows->n_bytes += n_bytes;
  rows->failed |= records == NULL;
  if (records != NULL)
    {
      state->block = g_new0 (Block, 1);
      state->block->records = records;
      g_ptr_array_add (rows->blocks, state->block);
    }
  g_mutex_unlock (&rows->lock);
  return records != NULL;
}

static void
put_records (const AssayClusterRows *rows,
             guint8                 *records,
             const guint64          *keys,
             const guint16 *const   *codes,
             const gint64 *const    *values,
             guint                   first,
             guint                   n)
{
  for (guint row = first; row < first + n; row++, records += rows->record_bytes)
    {
      guint64 *words = (guint64 *) (void *) records;
      guint16 *record_codes = (guint16 *) (void *) (records + rows->codes_at);

      words[0] = keys[row];
      for (guint value = 0; value < rows->n_values; value++)
        words[1 + value] = (guint64) values[value][row];
      for (guint column = 0; column < rows->n_columns; column++)
        record_codes[column] = codes[column][row];
    }
}

gboolean
assay_cluster_rows_add (AssayClusterState    *state,
                        const guint64        *keys,
                        const guint16 *const *codes,
                        const gint64 *const  *values,
                        guint                 n_rows)
{
  AssayClusterRows *rows = state->rows;

  for (guint done = 0, n; done < n_rows; done += n)
    {
      if ((state->block == NULL || state->block->n == BLOCK_ROWS) && !state_next_block (state))
        return FALSE;
      n = MIN (n_rows - done, BLOCK_ROWS - state->block->n);
      put_records (rows, state->block->records + state->block->n * rows->record_bytes, keys, codes, values, done, n);
      state->block->n += n;
    }
  return TRUE;
}

/* --- the order -------------------------------------------------------------------------------------------------- */

typedef struct
{
  guint64 key;
  guint32 record;
} Keyed;

static const Block *
block_at (const AssayClusterRows *self,
          guint                   number)
{
  return g_ptr_array_index (self->blocks, number);
}

static const guint8 *
record_at (const AssayClusterRows *self,
           guint32                 record)
{
  const Block *block = block_at (self, record >> BLOCK_BITS);

  return block->records + (record & (BLOCK_ROWS - 1)) * self->record_bytes;
}

static guint64
key_of (const AssayClusterRows *self,
        guint32                 record)
{
  return *(const guint64 *) (const void *) record_at (self, record);
}

/* Rows of one cluster in any order: only sums are made of them. */
static int
compare_keyed (const void *a,
               const void *b)
{
  const guint64 first = ((const Keyed *) a)->key, second = ((const Keyed *) b)->key;

  return (first > second) - (first < second);
}

/* Shares the records out by the leading bits of their keys; starts[part] becomes the end of part. */
static void
share_out (const AssayClusterRows *self,
           guint                   n_bits,
           guint64                *starts,
           Keyed                  *keyed)
{
  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint b = 0; b < self->blocks->len; b++)
        for (guint i = 0; i < block_at (self, b)->n; i++)
          {
            const guint32 record = b << BLOCK_BITS | i;
            const guint64 key = key_of (self, record), part = n_bits == 0 ? 0 : key >> (64 - n_bits);

            if (pass == 0)
              starts[part + 1]++;
            else
              keyed[starts[part]++] = (Keyed) { key, record };
          }
      for (guint64 part = 0; pass == 0 && part < (guint64) 1 << n_bits; part++)
        starts[part + 1] += starts[part];
    }
}

static guint
part_bits (guint64 n_rows)
{
  guint n_bits = 0;

  while (n_bits < MOST_PART_BITS && n_rows >> n_bits > PART_ROWS)
    n_bits++;
  return n_bits;
}

static gboolean
sort_records (AssayClusterRows *self)
{
  const guint n_bits = part_bits (self->n_rows);
  g_autofree guint64 *starts = g_try_new0 (guint64, ((gsize) 1 << n_bits) + 1);
  g_autofree Keyed *keyed = g_try_new (Keyed, self->n_rows + 1);

  self->order = g_try_new (guint32, self->n_rows + 1);
  if (starts == NULL || keyed == NULL || self->order == NULL)
    return FALSE;
  share_out (self, n_bits, starts, keyed);
  for (guint64 part = 0, first = 0; part < (guint64) 1 << n_bits; first = starts[part++])
    qsort (keyed + first, starts[part] - first, sizeof *keyed, compare_keyed);
  for (guint64 i = 0; i < self->n_rows; i++)
    {
      self->order[i] = keyed[i].record;
      self->n_clusters += i == 0 || keyed[i].key != keyed[i - 1].key;
    }
  return TRUE;
}

gboolean
assay_cluster_rows_sort (AssayClusterRows  *self,
                         GError           **error)
{
  self->n_rows = self->n_clusters = 0;
  for (guint b = 0; b < self->blocks->len; b++)
    self->n_rows += block_at (self, b)->n;
  if (!self->failed && sort_records (self))
    return TRUE;
  g_set_error (error, ASSAY_TALLY_ERROR, ASSAY_TALLY_ERROR_TOO_LARGE,
               "resampling keeps every row with its cluster, and the first %" G_GUINT64_FORMAT " rows take %"
               G_GUINT64_FORMAT " kB, %s; slice by fewer columns, or allow more with --memory", self->n_rows,
               self->n_bytes / 1000, self->most_bytes > 0 ? "more than the memory allowed" : "more than there is");
  return FALSE;
}

guint
assay_cluster_rows_n_columns (const AssayClusterRows *self)
{
  return self->n_columns;
}

guint64
assay_cluster_rows_n_rows (const AssayClusterRows *self)
{
  return self->n_rows;
}

guint64
assay_cluster_rows_n_clusters (const AssayClusterRows *self)
{
  return self->n_clusters;
}

AssayClusterRow
assay_cluster_rows_get (const AssayClusterRows *self,
                        guint64                 position)
{
  const guint8 *record = record_at (self, self->order[position]);
  const guint64 *words = (const guint64 *) (const void *) record;

  return (AssayClusterRow) { words[0], (const gint64 *) (const void *) (words + 1),
                             (const guint16 *) (const void *) (record + self->codes_at) };
}

guint64
assay_cluster_rows_end (const AssayClusterRows *self,
                        guint64                 first)
{
  const guint64 key = key_of (self, self->order[first]);
  guint64 end = first + 1;

  while (end < self->n_rows && key_of (self, self->order[end]) == key)
    end++;
  return end;
}
