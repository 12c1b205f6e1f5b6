/* table-blocks.h: a count table as bytes, in blocks, and back.
 *
 * A block holds entries (cells that are not 0) in ascending order: zlib of n_entries gaps and then n_entries counts,
 * each an unsigned LEB128 number in its shortest form. The first gap is 0, every other one cell - previous cell - 1,
 * so that neither a repeated nor a descending cell can be written down. Both planes beside each other compress better
 * than pairs. data/audit.sql says the same to those who read the file without us.
 *
 *     cells 7, 8, 20 with 5, 300, 1 rows:   00 00 0b | 05 ac 02 01   before zlib
 *
 * A table with sums has one more content for each block: zlib of n_entries numbers for the first sum, then for the
 * second, ... A sum s of up to 126 bits is the number 2s when it is not negative, else -2s - 1, so that small ones of
 * both signs are short.
 */
#pragma once

#include "tally/count-table.h"

G_BEGIN_DECLS

/* A block closes behind the code of the first axis that brings it to this many entries: small enough to read for
 * one slice, large enough for zlib. */
#define ASSAY_BLOCK_ENTRIES 4096
/* No block has more: what a reader must be ready for, 1.3 MB once inflated. */
#define ASSAY_BLOCK_MAX_ENTRIES 65536

typedef struct
{
  guint64       first_cell, last_cell;
  guint         n_entries;   /* 1 .. ASSAY_BLOCK_MAX_ENTRIES */
  const guint8 *content;     /* zlib */
  gsize         n_bytes;
  const guint8 *sums;        /* (nullable) zlib; only of tables with sums */
  gsize         n_sums_bytes;
} AssayBlock;

/* Takes one block; FALSE stops. */
typedef gboolean (*AssayBlockSink) (const AssayBlock *block, gpointer data);

/* Entry number `entry` or the next one that is not 0; n_entries when there is none. */
guint64     assay_table_next_entry (const AssayCountTable *table,
                                    guint64                entry);
guint64     assay_table_cell       (const AssayCountTable *table,
                                    guint64                entry);
/* Hands the table's blocks to sink, in order. FALSE when the sink stopped or memory was short. */
gboolean    assay_table_to_blocks  (const AssayCountTable *table,
                                    AssayBlockSink         sink,
                                    gpointer               data);
#define ASSAY_BLOCK_NO_MEMORY "no memory"
/* The block's entries into cells and counts, each with room for n_entries. NULL when all went well, else what is
 * wrong with it (static); never reads or writes beyond what the block's numbers allow, whatever its content. */
const char *assay_block_read       (const AssayBlock      *block,
                                    guint64               *cells,
                                    guint64               *counts);

/* The sums of the block's entries (n_entries x n_sums, those of an entry side by side), whose counts were read. A sum
 * is of as many products of two values up to 2^31 as its entry has rows, so that tables can be added without care. */
const char *assay_block_read_sums  (const AssayBlock      *block,
                                    const guint64         *counts,
                                    guint                  n_sums,
                                    AssaySum              *sums);

G_END_DECLS
