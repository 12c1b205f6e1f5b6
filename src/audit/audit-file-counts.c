/* audit-file-counts.c: axes and count tables from the rows of an audit file.
 *
 * Sizes that the file states are checked against what its rows hold before or while memory is taken: an axis keeps
 * values as they come, a table must fit what all tables together may need, a block what its entries may take.
 */
#include "audit/audit-file-private.h"

#include "audit/audit-file-replicates.h"
#include "audit/table-blocks.h"

#include <string.h>

typedef struct
{
  sqlite3        *db;
  guint           minor;       /* the file's */
  AssayCounts    *counts;
  guint64         most_bytes;
  AssayFootprint  footprint;
  char          **problem;
} Reading;

static void
start (Reading        *self,
       AssaySqlCursor *cursor,
       const char     *table,
       const char     *sql,
       guint64         parameter)
{
  assay_sql_cursor_init (cursor, self->db, table, sql, parameter, self->problem);
}

/* Values are kept as they come, so that memory follows what the file really has. */
static void
read_axis (Reading        *self,
           AssaySqlCursor *axis_row)
{
  AssayAxisKind kind = ASSAY_AXIS_SLICE;
  g_autofree char *kind_name = assay_sql_cursor_text (axis_row, 1);
  g_autofree char *name = assay_sql_cursor_text (axis_row, 2);
  guint n_codes = (guint) assay_sql_cursor_integer (axis_row, 3, 1, ASSAY_MAX_VALUES + 1);
  if (!assay_audit_file_find_kind (kind_name, &kind))
    assay_sql_cursor_reject (axis_row, "there is no such kind");

  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (values, NULL);
  g_auto (AssaySqlCursor) row;
  start (self, &row, "axis_values", "SELECT code, value FROM axis_values WHERE axis = ? ORDER BY code",
         self->counts->axes->len);
  while (assay_sql_cursor_next (&row))
    {
      assay_sql_cursor_place (&row, 0, values->len, n_codes);
      g_ptr_array_add (values, assay_sql_cursor_text (&row, 1));
    }
  if (values->len != n_codes)
    assay_sql_cursor_reject (axis_row, "it has other values than n_codes says");
  if (*self->problem == NULL)
    g_ptr_array_add (self->counts->axes,
                     assay_axis_new (name, kind, n_codes, (const char *const *) values->pdata));
}

static void
read_axes (Reading *self)
{
  g_auto (AssaySqlCursor) row;

  start (self, &row, "axes", "SELECT id, kind, name, n_codes FROM axes ORDER BY id", 0);
  while (assay_sql_cursor_next (&row))
    {
      guint n = self->counts->axes->len;
      assay_sql_cursor_place (&row, 0, n, ASSAY_AUDIT_FILE_MOST_AXES);
      read_axis (self, &row);
    }
}

static guint
read_table_axes (Reading    *self,
                 guint64     table,
                 AssayAxis **axes)
{
  guint n = 0;
  g_auto (AssaySqlCursor) row;

  start (self, &row, "count_table_axes",
         "SELECT position, axis FROM count_table_axes WHERE count_table = ? ORDER BY position", table);
  while (assay_sql_cursor_next (&row))
    {
      guint axis = (guint) assay_sql_cursor_integer (&row, 1, 0, ASSAY_AUDIT_FILE_MOST_AXES);
      assay_sql_cursor_place (&row, 0, n, ASSAY_MAX_AXES);
      if (axis >= self->counts->axes->len)
        assay_sql_cursor_reject (&row, "there is no such axis");
      if (*self->problem != NULL)
        return 0;
      axes[n++] = g_ptr_array_index (self->counts->axes, axis);
    }
  return n;
}

/* k of doubles' sums, of products of two, and of products of squares. */
#define LEAST_K -4200
#define MOST_K 4600

/* What a table sums. names: owned. */
static guint
read_table_sums (Reading       *self,
                 guint64        table,
                 AssaySumScale *scales,
                 GPtrArray     *names)
{
  guint n = 0;
  g_auto (AssaySqlCursor) row;

  start (self, &row, "count_table_sums",
         "SELECT position, name, k FROM count_table_sums WHERE count_table = ? ORDER BY position", table);
  while (assay_sql_cursor_next (&row))
    {
      assay_sql_cursor_place (&row, 0, n, ASSAY_MAX_SUMS);
      char *name = assay_sql_cursor_text (&row, 1);
      g_ptr_array_add (names, name);
      int k = (int) assay_sql_cursor_signed (&row, 2, LEAST_K, MOST_K);
      if (*self->problem != NULL)
        return 0;
      scales[n++] = (AssaySumScale) { name, k };
    }
  return n;
}

/* A table while its blocks come in. A dense one is filled in place; a sparse one grows with what is really there. */
typedef struct
{
  AssayCountTable *table;
  guint64          n_expected;  /* entries */
  guint64          n, n_room;   /* entries so far; sparse: what cells and counts have room for */
  guint64          next_cell;   /* behind the last one */
  guint64         *cells, *counts; /* of one block */
  AssaySum        *sums;           /* of one block; (nullable) without sums */
} Filling;

static void
filling_clear (Filling *self)
{
  g_clear_pointer (&self->table, assay_count_table_free);
  g_clear_pointer (&self->cells, g_free);
  g_clear_pointer (&self->counts, g_free);
  g_clear_pointer (&self->sums, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filling, filling_clear)

static gboolean
make_room (Filling *self,
           guint    n_more)
{
  AssayCountTable *table = self->table;

  if (table->is_dense || self->n + n_more <= self->n_room)
    return TRUE;
  guint64 n_room = MIN (MAX (2 * self->n_room, self->n + n_more), self->n_expected);
  guint64 *cells = g_try_renew (guint64, table->cells, n_room);
  if (cells != NULL)
    table->cells = cells;
  guint64 *counts = cells != NULL ? g_try_renew (guint64, table->counts, n_room) : NULL;
  if (counts != NULL)
    table->counts = counts;
  gboolean has_room = counts != NULL;
  if (has_room && table->n_sums > 0)
    {
      AssaySum *sums = g_try_renew (AssaySum, table->sums, n_room * table->n_sums);
      has_room = sums != NULL;
      table->sums = has_room ? sums : table->sums;
    }
  self->n_room = has_room ? n_room : self->n_room;
  return has_room;
}

/* Blocks come in ascending order and their cells ascend, so that a sparse table is sorted as it must be. */
static void
keep_block (Filling          *self,
            const AssayBlock *block)
{
  AssayCountTable *table = self->table;
  gsize sums_bytes = table->n_sums * sizeof (AssaySum);

  if (table->is_dense)
    for (guint i = 0; i < block->n_entries; i++)
      {
        table->counts[self->cells[i]] = self->counts[i];
        if (sums_bytes > 0)
          memcpy (table->sums + self->cells[i] * table->n_sums, self->sums + (gsize) i * table->n_sums, sums_bytes);
      }
  else
    {
      memcpy (table->cells + self->n, self->cells, block->n_entries * sizeof (guint64));
      memcpy (table->counts + self->n, self->counts, block->n_entries * sizeof (guint64));
      if (sums_bytes > 0)
        memcpy (table->sums + self->n * table->n_sums, self->sums, block->n_entries * sums_bytes);
      table->n_entries = self->n + block->n_entries;
    }
  self->n += block->n_entries;
  self->next_cell = block->last_cell + 1;
}

static void
read_block (Filling        *self,
            AssaySqlCursor *row)
{
  AssayBlock block = { 0 };
  guint64 last = self->table->n_cells - 1;

  block.first_cell = assay_sql_cursor_integer (row, 0, MIN (self->next_cell, last), last);
  block.last_cell = assay_sql_cursor_integer (row, 1, block.first_cell, last);
  block.n_entries = (guint) assay_sql_cursor_integer (row, 2, 1, ASSAY_BLOCK_MAX_ENTRIES);
  block.content = assay_sql_cursor_blob (row, 3, &block.n_bytes);
  if (self->table->n_sums > 0)
    block.sums = assay_sql_cursor_blob (row, 4, &block.n_sums_bytes);
  if (block.first_cell < self->next_cell)
    assay_sql_cursor_reject (row, "it begins before the block ahead of it ends");
  if (self->n + block.n_entries > self->n_expected)
    assay_sql_cursor_reject (row, "its table has fewer entries");
  if (*row->problem != NULL)
    return;

  const char *problem = make_room (self, block.n_entries) ? assay_block_read (&block, self->cells, self->counts)
                                                          : ASSAY_BLOCK_NO_MEMORY;
  if (problem == NULL && self->table->n_sums > 0)
    problem = assay_block_read_sums (&block, self->counts, self->table->n_sums, self->sums);
  if (problem != NULL && strcmp (problem, ASSAY_BLOCK_NO_MEMORY) == 0)
    assay_sql_cursor_no_memory (row);
  else if (problem != NULL)
    assay_sql_cursor_reject (row, problem);
  else
    keep_block (self, &block);
}

static const char blocks[] =
  "SELECT first_cell, last_cell, n_entries, content FROM blocks WHERE count_table = ? ORDER BY first_cell";
static const char blocks_with_sums[] =
  "SELECT b.first_cell, b.last_cell, b.n_entries, b.content, s.content AS sums FROM blocks AS b LEFT JOIN sum_blocks AS s"
  " ON s.count_table = b.count_table AND s.first_cell = b.first_cell WHERE b.count_table = ? ORDER BY b.first_cell";

/* (transfer full) (nullable) */
static AssayCountTable *
read_blocks (Reading         *self,
             guint64          id,
             AssayCountTable *table,
             guint64          n_entries)
{
  g_auto (Filling) filling = { .table = table, .n_expected = n_entries };
  guint most = (guint) MIN (MAX (n_entries, 1), ASSAY_BLOCK_MAX_ENTRIES);
  filling.cells = g_new (guint64, most);
  filling.counts = g_new (guint64, most);
  filling.sums = g_try_new (AssaySum, (gsize) most * table->n_sums);

  g_auto (AssaySqlCursor) row;
  start (self, &row, "blocks", table->n_sums > 0 ? blocks_with_sums : blocks, id);
  if (table->n_sums > 0 && filling.sums == NULL)
    assay_sql_cursor_no_memory (&row);
  while (assay_sql_cursor_next (&row))
    read_block (&filling, &row);
  if (*self->problem == NULL && filling.n != n_entries)
    *self->problem = g_strdup_printf ("table %" G_GUINT64_FORMAT " lacks entries", id);
  return *self->problem == NULL ? g_steal_pointer (&filling.table) : NULL;
}

/* Whether the axes have this many cells; a product could overflow. */
static gboolean
has_cells (AssayAxis *const *axes,
           guint             n_axes,
           guint64           n_cells)
{
  for (guint i = 0; i < n_axes; i++)
    {
      if (n_cells % axes[i]->n_codes != 0)
        return FALSE;
      n_cells /= axes[i]->n_codes;
    }
  return n_cells == 1;
}

static void
read_table (Reading        *self,
            AssaySqlCursor *row)
{
  guint id = self->counts->tables->len;
  AssayAxis *axes[ASSAY_MAX_AXES];
  guint64 n_cells = assay_sql_cursor_integer (row, 1, 1, ASSAY_MAX_CELLS);
  guint64 n_entries = assay_sql_cursor_integer (row, 2, 0, n_cells);
  AssaySumScale scales[ASSAY_MAX_SUMS];
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  guint n_axes = read_table_axes (self, id, axes);
  guint n_sums = self->minor > 0 ? read_table_sums (self, id, scales, names) : 0; /* 1.0 has none */
  assay_footprint_add_table (&self->footprint, axes, n_axes, n_sums, n_entries);
  if (self->footprint.n_bytes > self->most_bytes)
    assay_sql_cursor_reject (row, "the tables up to this one need more memory than any audit's");
  else if (!has_cells (axes, n_axes, n_cells))
    assay_sql_cursor_reject (row, "its axes have another number of cells");
  if (*self->problem != NULL)
    return;

  AssayCountTable *table = assay_count_table_new_sums (axes, n_axes, scales, n_sums, NULL);
  if (table == NULL)
    assay_sql_cursor_no_memory (row);
  else
    table = read_blocks (self, id, table, n_entries);
  if (table != NULL)
    g_ptr_array_add (self->counts->tables, table);
}

static void
read_tables (Reading *self)
{
  g_auto (AssaySqlCursor) row;

  start (self, &row, "count_tables", "SELECT id, n_cells, n_entries FROM count_tables ORDER BY id", 0);
  while (assay_sql_cursor_next (&row))
    {
      guint n = self->counts->tables->len;
      assay_sql_cursor_place (&row, 0, n, ASSAY_AUDIT_FILE_MOST_TABLES);
      read_table (self, &row);
    }
}

void
assay_audit_file_read_counts (sqlite3          *db,
                              guint             minor,
                              const AssayPlan  *plan,
                              guint64           most_bytes,
                              AssayCounts      *counts,
                              char            **problem)
{
  if (*problem != NULL)
    return;
  Reading reading = { db, minor, counts, most_bytes, assay_footprint (plan), problem };

  read_axes (&reading);
  read_tables (&reading);
  if (minor > 0) /* 1.0 has none */
    assay_audit_file_read_replicates (db, most_bytes, plan->weight != NULL, counts, problem);
}
