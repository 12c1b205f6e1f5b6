/* table-blocks.c: gaps and counts as short numbers, compressed. The layout is in table-blocks.h. */
#include "audit/table-blocks.h"

#include <zlib.h>

#define NUMBER_BYTES 10 /* 64 bits, 7 a byte */
#define SUM_BYTES 19    /* 128 bits */

typedef unsigned __int128 Wide;

guint64
assay_table_next_entry (const AssayCountTable *table,
                        guint64                entry)
{
  while (entry < table->n_entries && table->counts[entry] == 0)
    entry++;
  return entry;
}

guint64
assay_table_cell (const AssayCountTable *table,
                  guint64                entry)
{
  return table->is_dense ? entry : table->cells[entry];
}

/* --- writing ------------------------------------------------------------------------------------------------- */

static guint8 *
put_number (guint8  *at,
            guint64  number)
{
  for (; number >= 0x80; number >>= 7)
    *at++ = (guint8) (number | 0x80);
  *at++ = (guint8) number;
  return at;
}

static guint8 *
put_sum (guint8   *at,
         AssaySum  sum)
{
  Wide number = sum < 0 ? 2 * (Wide) -sum - 1 : 2 * (Wide) sum;

  for (; number >= 0x80; number >>= 7)
    *at++ = (guint8) (number | 0x80);
  *at++ = (guint8) number;
  return at;
}

/* Entries wait here until their block is full. */
typedef struct
{
  const AssayCountTable *table;
  guint64  cells[ASSAY_BLOCK_MAX_ENTRIES];
  guint64  counts[ASSAY_BLOCK_MAX_ENTRIES];
  guint64  entries[ASSAY_BLOCK_MAX_ENTRIES]; /* of the table */
  guint    n;
  guint8   numbers[ASSAY_BLOCK_MAX_ENTRIES * 2 * NUMBER_BYTES];
} Gathering;

/* (transfer full) (nullable) NULL: memory. */
static guint8 *
compress_numbers (const guint8 *numbers,
                  gsize         n_numbers,
                  gsize        *n_bytes)
{
  uLongf n = compressBound (n_numbers);
  g_autofree guint8 *content = g_try_malloc (n);

  if (content == NULL || compress2 (content, &n, numbers, n_numbers, Z_BEST_COMPRESSION) != Z_OK)
    return NULL;
  *n_bytes = n;
  return g_steal_pointer (&content);
}

/* (transfer full) (nullable) The sums' content of the entries gathered. */
static guint8 *
compress_sums (const Gathering *self,
               gsize           *n_bytes)
{
  guint n_sums = self->table->n_sums;
  g_autofree guint8 *numbers = g_try_malloc_n (self->n, n_sums * SUM_BYTES);
  guint8 *end = numbers;

  if (numbers == NULL)
    return NULL;
  for (guint sum = 0; sum < n_sums; sum++)
    for (guint i = 0; i < self->n; i++)
      end = put_sum (end, self->table->sums[self->entries[i] * n_sums + sum]);
  return compress_numbers (numbers, (gsize) (end - numbers), n_bytes);
}

static gboolean
emit_block (Gathering      *self,
            AssayBlockSink  sink,
            gpointer        data)
{
  guint8 *end = self->numbers;
  for (guint i = 0; i < self->n; i++)
    end = put_number (end, i == 0 ? 0 : self->cells[i] - self->cells[i - 1] - 1);
  for (guint i = 0; i < self->n; i++)
    end = put_number (end, self->counts[i]);

  AssayBlock block = { self->cells[0], self->cells[self->n - 1], self->n };
  g_autofree guint8 *content = compress_numbers (self->numbers, (gsize) (end - self->numbers), &block.n_bytes);
  g_autofree guint8 *sums = self->table->n_sums > 0 ? compress_sums (self, &block.n_sums_bytes) : NULL;
  if (content == NULL || (self->table->n_sums > 0 && sums == NULL))
    return FALSE;

  block.content = content;
  block.sums = sums;
  self->n = 0;
  return sink (&block, data);
}

gboolean
assay_table_to_blocks (const AssayCountTable *table,
                       AssayBlockSink         sink,
                       gpointer               data)
{
  guint64 cells_per_code = table->n_axes > 0 ? table->n_cells / table->axes[0]->n_codes : 1;
  g_autofree Gathering *gathering = g_try_new (Gathering, 1);
  if (gathering == NULL)
    return FALSE;
  gathering->table = table;
  gathering->n = 0;

  for (guint64 entry = assay_table_next_entry (table, 0); entry < table->n_entries;
       entry = assay_table_next_entry (table, entry + 1))
    {
      guint64 cell = assay_table_cell (table, entry);
      guint n = gathering->n;
      gboolean is_full = n == ASSAY_BLOCK_MAX_ENTRIES
                         || (n >= ASSAY_BLOCK_ENTRIES
                             && cell / cells_per_code != gathering->cells[n - 1] / cells_per_code);
      if (is_full && !emit_block (gathering, sink, data))
        return FALSE;
      gathering->cells[gathering->n] = cell;
      gathering->entries[gathering->n] = entry;
      gathering->counts[gathering->n++] = table->counts[entry];
    }
  return gathering->n == 0 || emit_block (gathering, sink, data);
}

/* --- reading ------------------------------------------------------------------------------------------------- */

/* One number in its shortest form; FALSE when the bytes end, overflow 64 bits, or are longer than need be. */
static gboolean
take_number (const guint8 **at,
             const guint8  *end,
             guint64       *number)
{
  *number = 0;
  for (guint shift = 0; shift < 64 && *at < end; shift += 7)
    {
      guint8 byte = *(*at)++;
      if (shift == 63 && byte > 1)
        return FALSE;
      *number |= (guint64) (byte & 0x7f) << shift;
      if (byte < 0x80)
        return byte != 0 || shift == 0;
    }
  return FALSE;
}

static const char *
take_cells (const AssayBlock *block,
            const guint8    **at,
            const guint8     *end,
            guint64          *cells)
{
  guint64 gap;

  if (!take_number (at, end, &gap) || gap != 0)
    return "its first gap is not 0";
  cells[0] = block->first_cell;
  for (guint i = 1; i < block->n_entries; i++)
    {
      /* Not "previous + gap + 1 > last", which may overflow. */
      if (!take_number (at, end, &gap) || gap >= block->last_cell - cells[i - 1])
        return "a cell lies behind its last";
      cells[i] = cells[i - 1] + gap + 1;
    }
  return cells[block->n_entries - 1] == block->last_cell ? NULL : "its cells end before its last";
}

static const char *
take_counts (const AssayBlock *block,
             const guint8    **at,
             const guint8     *end,
             guint64          *counts)
{
  for (guint i = 0; i < block->n_entries; i++)
    if (!take_number (at, end, &counts[i]) || counts[i] == 0)
      return "a count is no number above 0";
  return *at == end ? NULL : "bytes are left over";
}

const char *
assay_block_read (const AssayBlock *block,
                  guint64          *cells,
                  guint64          *counts)
{
  if (block->n_entries < 1 || block->n_entries > ASSAY_BLOCK_MAX_ENTRIES)
    return "it has no or too many entries";
  if (block->first_cell > block->last_cell || block->last_cell - block->first_cell < block->n_entries - 1)
    return "its cells and its number of entries do not fit";

  /* What does not fit here is no block: a content that inflates without end stops at this size. */
  uLongf n_numbers = (uLongf) block->n_entries * 2 * NUMBER_BYTES;
  uLong n_bytes = block->n_bytes;
  g_autofree guint8 *numbers = g_try_malloc (n_numbers);
  if (numbers == NULL)
    return ASSAY_BLOCK_NO_MEMORY;
  int status = uncompress2 (numbers, &n_numbers, block->content, &n_bytes);
  if (status == Z_MEM_ERROR)
    return ASSAY_BLOCK_NO_MEMORY;
  if (status != Z_OK || n_bytes != block->n_bytes)
    return "its content does not inflate";

  const guint8 *at = numbers, *end = numbers + n_numbers;
  const char *problem = take_cells (block, &at, end, cells);
  return problem != NULL ? problem : take_counts (block, &at, end, counts);
}

/* As take_number(), of up to 128 bits; then the sum of that number. */
static gboolean
take_sum (const guint8 **at,
          const guint8  *end,
          AssaySum      *sum)
{
  Wide number = 0;

  for (guint shift = 0; shift < 128 && *at < end; shift += 7)
    {
      guint8 byte = *(*at)++;
      if (shift == 126 && byte > 3)
        return FALSE;
      number |= (Wide) (byte & 0x7f) << shift;
      if (byte < 0x80)
        {
          *sum = number % 2 == 0 ? (AssaySum) (number / 2) : -(AssaySum) (number / 2) - 1;
          return byte != 0 || shift == 0;
        }
    }
  return FALSE;
}

static const char *
take_sums (const AssayBlock *block,
           const guint64    *counts,
           guint             n_sums,
           const guint8     *at,
           const guint8     *end,
           AssaySum         *sums)
{
  for (guint s = 0; s < n_sums; s++)
    for (guint i = 0; i < block->n_entries; i++)
      {
        AssaySum *sum = &sums[(gsize) i * n_sums + s];
        AssaySum most = (AssaySum) MIN (counts[i], G_MAXINT64) << 62;
        if (!take_sum (&at, end, sum))
          return "a sum is no number";
        if (*sum > most || *sum < -most)
          return "a sum is larger than its rows allow";
      }
  return at == end ? NULL : "bytes are left over behind its sums";
}

const char *
assay_block_read_sums (const AssayBlock *block,
                       const guint64    *counts,
                       guint             n_sums,
                       AssaySum         *sums)
{
  if (block->sums == NULL)
    return "it has no sums";

  uLongf n_numbers = (uLongf) block->n_entries * n_sums * SUM_BYTES;
  uLong n_bytes = block->n_sums_bytes;
  g_autofree guint8 *numbers = g_try_malloc (n_numbers);
  if (numbers == NULL)
    return ASSAY_BLOCK_NO_MEMORY;
  int status = uncompress2 (numbers, &n_numbers, block->sums, &n_bytes);
  if (status == Z_MEM_ERROR)
    return ASSAY_BLOCK_NO_MEMORY;
  if (status != Z_OK || n_bytes != block->n_sums_bytes)
    return "its sums do not inflate";
  return take_sums (block, counts, n_sums, numbers, numbers + n_numbers, sums);
}
