/* fuzz-table-blocks.c: any bytes as a block of a count table: refused, or entries that come back to the same bytes.
 *
 * An input is first_cell, last_cell (8 bytes each) and n_entries (4), little-endian; one byte of flags; and the content:
 * zlib as it stands with flag 1, else numbers that are compressed here, so that changes get behind zlib's checksum. With
 * flag 2 the content is that of sums, 1 to 3 of them by the next two flags, whose entries have as many rows as the
 * bytes of first_cell and last_cell say.
 */
#include "driver.h"

#include "audit/table-blocks.h"

#include <string.h>
#include <zlib.h>

#define HEAD_BYTES 21

static const char *const pieces[] = { "\x01", "\x7f", "\x80\x01", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
                                      "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01",
                                      "\x78\xda", NULL };

const FuzzTarget fuzz_target = { .is_cut = TRUE, .n_rounds = 2000, .pieces = pieces };

static void
put_number (GByteArray        *bytes,
            unsigned __int128  number)
{
  guint8 byte;

  do
    {
      byte = (number & 0x7f) | (number >= 0x80 ? 0x80 : 0);
      g_byte_array_append (bytes, &byte, 1);
      number >>= 7;
    }
  while (number != 0);
}

/* The one way to write down these entries. */
static GByteArray *
write_numbers (const guint64 *cells,
               const guint64 *counts,
               guint          n)
{
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; i < n; i++)
    put_number (bytes, i == 0 ? 0 : cells[i] - cells[i - 1] - 1);
  for (guint i = 0; i < n; i++)
    put_number (bytes, counts[i]);
  return bytes;
}

static void
check_entries (const AssayBlock *block,
               const guint64    *cells,
               const guint64    *counts)
{
  g_autoptr (GByteArray) numbers = write_numbers (cells, counts, block->n_entries);
  uLongf n_inflated = numbers->len + 1;
  g_autofree guint8 *inflated = g_malloc (n_inflated);

  g_assert_true (cells[0] == block->first_cell && cells[block->n_entries - 1] == block->last_cell);
  for (guint i = 0; i < block->n_entries; i++)
    {
      g_assert_true (counts[i] > 0);
      g_assert_true (i == 0 || cells[i] > cells[i - 1]);
    }
  g_assert_cmpint (uncompress (inflated, &n_inflated, block->content, block->n_bytes), ==, Z_OK);
  g_assert_cmpmem (inflated, n_inflated, numbers->data, numbers->len);
}

/* (transfer full) The content of an input; see above. */
static guint8 *
take_content (const guint8 *data,
              gsize         length,
              gsize        *n_bytes)
{
  *n_bytes = length - HEAD_BYTES;
  if (data[HEAD_BYTES - 1] & 1)
    return g_memdup2 (data + HEAD_BYTES, *n_bytes);
  uLongf n_compressed = compressBound (length - HEAD_BYTES);
  guint8 *content = g_malloc (n_compressed);
  g_assert_cmpint (compress (content, &n_compressed, data + HEAD_BYTES, length - HEAD_BYTES), ==, Z_OK);
  *n_bytes = n_compressed;
  return content;
}

/* A table's sums: what is taken has the size that its rows allow and is written the same. */
static void
check_sums (AssayBlock   *block,
            const guint8 *data)
{
  guint n_sums = 1 + (data[HEAD_BYTES - 1] >> 2) % 3, n_entries = 1 + data[16] % 16;
  guint64 counts[16];
  g_autofree AssaySum *sums = g_new (AssaySum, n_entries * n_sums);
  g_autoptr (GByteArray) numbers = g_byte_array_new ();

  block->sums = block->content;
  block->n_sums_bytes = block->n_bytes;
  block->n_entries = n_entries;
  for (guint i = 0; i < n_entries; i++)
    counts[i] = 1 + (guint64) data[i];
  if (assay_block_read_sums (block, counts, n_sums, sums) != NULL)
    return;
  for (guint s = 0; s < n_sums; s++)
    for (guint i = 0; i < n_entries; i++)
      {
        AssaySum sum = sums[i * n_sums + s], most = (AssaySum) counts[i] << 62;
        g_assert_true (sum <= most && sum >= -most);
        put_number (numbers, sum >= 0 ? (unsigned __int128) sum * 2 : (unsigned __int128) -sum * 2 - 1);
      }
  uLongf n_inflated = numbers->len + 1;
  g_autofree guint8 *inflated = g_malloc (n_inflated);
  g_assert_cmpint (uncompress (inflated, &n_inflated, block->content, block->n_bytes), ==, Z_OK);
  g_assert_cmpmem (inflated, n_inflated, numbers->data, numbers->len);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         length)
{
  AssayBlock block = { 0 };

  if (length < HEAD_BYTES)
    return 0;
  memcpy (&block.first_cell, data, 8);
  memcpy (&block.last_cell, data + 8, 8);
  memcpy (&block.n_entries, data + 16, 4);
  block.first_cell = GUINT64_FROM_LE (block.first_cell);
  block.last_cell = GUINT64_FROM_LE (block.last_cell);
  block.n_entries = GUINT32_FROM_LE (block.n_entries);
  g_autofree guint8 *content = take_content (data, length, &block.n_bytes);
  block.content = content;
  if (data[HEAD_BYTES - 1] & 2)
    {
      check_sums (&block, data);
      return 0;
    }

  guint most = MIN (block.n_entries, ASSAY_BLOCK_MAX_ENTRIES);
  g_autofree guint64 *cells = g_new (guint64, most), *counts = g_new (guint64, most);
  const char *problem = assay_block_read (&block, cells, counts);
  if (problem == NULL)
    check_entries (&block, cells, counts);
  else
    g_assert_cmpuint (strlen (problem), >, 0);
  return 0;
}
