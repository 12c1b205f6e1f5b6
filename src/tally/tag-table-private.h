/* tag-table-private.h: what a tag counter and its tables are made of; inside src/tally/tag-*.c. */
#pragma once

#include "tally/tag-counter-private.h"
#include "tally/tag-distinct-private.h"
#include "tally/tag-kernel-private.h"

G_BEGIN_DECLS

#define ASSAY_MASK_CODES 64 /* codes whose rows are found as masks */
#define ASSAY_MASK_GROUPS (ASSAY_MASK_CODES / ASSAY_TAG_GROUP)
#define ASSAY_TAG_TILE (ASSAY_TAG_GROUP * ASSAY_TAG_GROUP)
#define ASSAY_NO_SLOT 0xff

G_STATIC_ASSERT (ASSAY_TAG_LINES * 64 == ASSAY_BLOCK_ROWS);
G_STATIC_ASSERT (ASSAY_MASK_CODES < ASSAY_NO_SLOT);

/* Rows of one outcome side by side, and the pairs counted of them. */
typedef struct
{
  AssayTagLine *lines;       /* n_groups x ASSAY_PACK_LINES */
  guint         n_rows;      /* in the lines */
  guint64      *pairs;       /* tiles of all that was counted */
} AssayPackedRows;

typedef enum
{
  ASSAY_TAGS_BY_NOTHING, /* pairs without an outcome: those of all rows */
  ASSAY_TAGS_BY_MASKS,
  ASSAY_TAGS_BY_ROWS,
  ASSAY_TAGS_BY_CELLS,
} AssayTagWay;

/* One table. The codes of its columns beside the set are one number, key * n_outcomes + outcome. */
typedef struct
{
  AssayShapeKind  kind;
  guint           shape;     /* among the totals' */
  int             key, outcome; /* columns; -1: none */
  guint           n_keys, n_outcomes; /* room; 1 where there is no column */
  AssayTagWay             way;
  guint8          slots[ASSAY_MASK_CODES]; /* of each code: its place among those met, or ASSAY_NO_SLOT */
  guint8          codes[ASSAY_MASK_CODES]; /* of each place */
  guint           n_slots;
  guint           n_of_slot[ASSAY_MASK_CODES]; /* rows of this block */
  int             usual;     /* pairs: the slot that is not packed; -1: none yet */
  AssayPackedRows      packed[ASSAY_MASK_CODES];    /* pairs: of each slot */
  guint64        *members;   /* members: tiles [slot / 8][tag group][slot % 8][tag % 8] */
  guint32        *of_sets;   /* (nullable) [distinct set][code]: rows, not yet in the tiles */
  guint32        *cells;     /* rows: [code][tag], row_step cells a code */
  AssayCellSorter sorter;
} AssayTagTable;

struct _AssayTagCounter
{
  const AssayTagContext *context;
  const AssayKernel     *kernel;
  const AssayTagKernel  *tag_kernel;
  const guint           *n_met;
  guint                  n_tags, n_groups, n_tiles;
  AssayTagTable              *tables;
  guint                  n_tables;
  gboolean               has_pairs;
  guint64                n_pending;    /* rows since the last flush */
  guint64                flush_rows;   /* flush before there are more */
  AssayTagLine          *lines;        /* of the block: n_groups x ASSAY_TAG_LINES */
  AssayTagLine          *masks;        /* ASSAY_MASK_GROUPS x ASSAY_TAG_LINES */
  guint                  n_words, row_step; /* of a row's tags; of its cells */
  guint64               *words;        /* [row][n_words]: the tags of each row, where a way needs them */
  guint64               *pairs;        /* tiles of all rows */
  AssayTagDistinct       distinct;
  gboolean               has_distinct; /* set up: rows are first counted by set */
  gboolean               failed;       /* memory was short when sets were expanded */
  guint64                n_set_rows;   /* rows counted by set since the sets were forgotten */
  guint                  n_skipped, n_to_skip; /* blocks that are counted by bits because sets were too many */
  guint16                numbers[ASSAY_BLOCK_ROWS]; /* of the rows' sets */
  guint                  present[ASSAY_MAX_TAGS / ASSAY_TAG_GROUP]; /* groups with a bit in this block */
  guint                  n_present;
  guint16                narrow_keys[ASSAY_BLOCK_ROWS]; /* for masks */
  guint32                keys[ASSAY_BLOCK_ROWS];
};

/* Tiles of groups (i, j), i <= j, one row of the triangle after the other. */
static inline gsize
assay_tag_tile_at (const AssayTagCounter *self,
         guint                  i,
         guint                  j)
{
  return ((gsize) i * self->n_groups - (gsize) i * (i + 1) / 2 + j) * ASSAY_TAG_TILE;
}

static inline AssayTagLine *
assay_tag_masks_of (const AssayTagCounter *self,
                    guint                  slot)
{
  return self->masks + slot / ASSAY_TAG_GROUP * ASSAY_TAG_LINES;
}

/* In tag-table.c. (nullable) Lines or tiles, all 0, for free(). */
void    *assay_tag_new_cleared          (gsize                  n_bytes);
/* Room for the codes met so far in a table that holds nothing. FALSE: no memory. */
gboolean assay_tag_table_init           (const AssayTagCounter *self,
                                         AssayTagTable         *table);
void     assay_tag_table_clear          (AssayTagTable         *table);
gboolean assay_tag_table_is_outgrown    (const AssayTagCounter *self,
                                         const AssayTagTable   *table);
gboolean assay_packed_rows_init         (const AssayTagCounter *self,
                                         AssayPackedRows       *packed);
/* Gives a code that was not met yet its slot. */
guint    assay_tag_table_add_slot       (AssayTagTable         *table,
                                         guint                  code);
/* In tag-masks.c. Codes of the table's columns beside the set, in narrow_keys or keys. */
void     assay_tag_table_make_keys      (AssayTagCounter       *self,
                                         const AssayTagTable   *table,
                                         const AssayCodes      *codes,
                                         guint                  n_rows);
/* The rows of each of these codes, in self->masks, and how many they are, in n_of_slot. */
void     assay_tag_table_find_masks     (AssayTagCounter       *self,
                                         AssayTagTable         *table,
                                         guint                  n_rows);
/* In tag-counter.c. Counts up to a block of packed rows; what does not fit stays. */
void     assay_packed_rows_count        (const AssayTagCounter *self,
                                         AssayPackedRows       *packed);
/* In tag-sets.c. Whether the next block is to be counted by its rows' sets of tags: their words are needed then. */
gboolean assay_tag_sets_are_tried       (const AssayTagCounter *self);
/* Counts the block's rows by their sets of tags. FALSE: it is not tried, the sets are too many, or memory is short
 * (failed): nothing was counted. */
gboolean assay_tag_sets_add             (AssayTagCounter       *self,
                                         const AssayCodes      *codes,
                                         guint                  n_rows);
/* Adds the rows that were counted by set to the tables' tiles and forgets the sets. FALSE: no memory. */
gboolean assay_tag_sets_expand          (AssayTagCounter       *self);
/* In tag-flush.c, with the totals' lock held: adds a table to its total and clears it. FALSE: no memory. */
gboolean assay_tag_table_flush          (const AssayTagCounter *self,
                                         AssayTagTable         *table);

G_END_DECLS
