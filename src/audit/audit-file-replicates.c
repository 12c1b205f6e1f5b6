/* audit-file-replicates.c: a row for each cell of a table of replicates, one for each slice of a table of clusters.
 *
 * What is read is checked against what memory may be taken and against the axes; that the numbers are those of the
 * audit is for the digest.
 */
#include "audit/audit-file-replicates.h"

#include "audit/audit-file-private.h"
#include "audit/replicate-blocks.h"

#include <string.h>

#define MOST_REPLICATES 100000
#define PART_NUMBERS 5 /* of an entry of a table of clusters: part, n, n_only, squares, cross */
#define COPIES 3       /* of the sums: the table's, a slice's, its rest's */

/* --- writing ------------------------------------------------------------------------------------------------------ */

static void
put_axes (AssaySqlWriter    *writer,
          const char        *table,
          guint              id,
          AssayAxis *const  *axes,
          guint              n_axes,
          const AssayCounts *counts)
{
  for (guint i = 0; i < n_axes; i++)
    assay_sql_put (writer, table, assay_sql_integer (id), assay_sql_integer (i),
                   assay_sql_integer (assay_audit_file_axis_position (counts, axes[i])));
}

static void
put_numbers (AssaySqlWriter *writer,
             const char     *table,
             guint           id,
             guint64         cell,
             const __int128 *numbers,
             gsize           n,
             guint           per_row)
{
  gsize n_bytes = 0;
  g_autofree guint8 *bytes = assay_numbers_pack (numbers, n, &n_bytes);

  if (bytes == NULL)
    assay_sql_writer_fail (writer, "no memory");
  else
    assay_sql_put (writer, table, assay_sql_integer (id), assay_sql_integer (cell), assay_sql_integer (n / per_row),
                   assay_sql_blob (bytes, n_bytes));
}

static void
put_replicates (AssaySqlWriter            *writer,
                guint                      id,
                const AssayReplicateTable *table,
                const AssayCounts         *counts)
{
  const gsize n = (gsize) table->n_sums * table->n_replicates;
  g_autofree __int128 *numbers = g_new (__int128, n);

  assay_sql_put (writer, "replicate_tables", assay_sql_integer (id), assay_sql_integer (table->n_replicates),
                 assay_sql_integer (table->n_sums), assay_sql_signed ((gint64) table->seed),
                 assay_sql_integer (table->n_entries));
  put_axes (writer, "replicate_table_axes", id, table->axes, table->n_axes, counts);
  for (guint64 entry = 0; entry < table->n_entries; entry++)
    {
      for (gsize i = 0; i < n; i++)
        numbers[i] = table->sums[entry * n + i];
      put_numbers (writer, "replicate_cells", id, table->cells[entry], numbers, n, 1);
    }
}

static void
put_clusters (AssaySqlWriter          *writer,
              guint                    id,
              const AssayClusterTable *table,
              const AssayCounts       *counts)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (__int128));

  assay_sql_put (writer, "cluster_tables", assay_sql_integer (id), assay_sql_integer (table->n_classes),
                 assay_sql_integer (table->n_entries));
  put_axes (writer, "cluster_table_axes", id, table->axes, table->n_axes, counts);
  for (guint64 i = 0; i < table->n_entries; i++)
    {
      const AssayClusterEntry *entry = &table->entries[i];
      const __int128 row[PART_NUMBERS] = { entry->part, entry->sums.n, entry->sums.n_only, entry->sums.squares,
                                           entry->sums.cross };

      g_array_append_vals (numbers, row, PART_NUMBERS);
      if (i + 1 < table->n_entries && table->entries[i + 1].cell == entry->cell)
        continue;
      put_numbers (writer, "cluster_slices", id, entry->cell, (const __int128 *) (void *) numbers->data, numbers->len,
                   PART_NUMBERS);
      g_array_set_size (numbers, 0);
    }
}

void
assay_audit_file_put_replicates (AssaySqlWriter    *writer,
                                 const AssayCounts *counts)
{
  for (guint i = 0; i < counts->replicates->len; i++)
    put_replicates (writer, i, counts->replicates->pdata[i], counts);
  for (guint i = 0; i < counts->clusters->len; i++)
    put_clusters (writer, i, counts->clusters->pdata[i], counts);
}

guint64
assay_audit_file_replicates_bytes (const AssayCounts *counts)
{
  guint64 n_bytes = 0;

  for (guint i = 0; i < counts->replicates->len; i++)
    {
      const AssayReplicateTable *table = counts->replicates->pdata[i];
      n_bytes += table->n_entries * table->n_sums * table->n_replicates * sizeof (gint64);
    }
  for (guint i = 0; i < counts->clusters->len; i++)
    n_bytes += ((const AssayClusterTable *) counts->clusters->pdata[i])->n_entries * sizeof (AssayClusterEntry);
  return n_bytes * COPIES;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  sqlite3      *db;
  guint64       most_bytes;
  guint64       n_bytes;   /* so far */
  gboolean      is_weighted; /* sums are of the rows' only value, their weight */
  AssayCounts  *counts;
  char        **problem;
} Reading;

static guint
read_axes (Reading    *self,
           const char *table,
           const char *sql,
           guint64     id,
           AssayAxis **axes)
{
  guint n = 0;
  g_auto (AssaySqlCursor) row;

  assay_sql_cursor_init (&row, self->db, table, sql, id, self->problem);
  while (assay_sql_cursor_next (&row))
    {
      const guint axis = (guint) assay_sql_cursor_integer (&row, 1, 0, ASSAY_AUDIT_FILE_MOST_AXES);
      assay_sql_cursor_place (&row, 0, n, ASSAY_MAX_AXES);
      if (axis >= self->counts->axes->len)
        assay_sql_cursor_reject (&row, "there is no such axis");
      if (*self->problem != NULL)
        return 0;
      axes[n++] = g_ptr_array_index (self->counts->axes, axis);
    }
  return n;
}

static gboolean
has_room (Reading        *self,
          AssaySqlCursor *row,
          guint64         n_entries,
          guint64         entry_bytes)
{
  if (n_entries > (self->most_bytes - self->n_bytes) / COPIES / entry_bytes)
    assay_sql_cursor_reject (row, "the tables up to this one need more memory than any audit's");
  else
    self->n_bytes += n_entries * entry_bytes * COPIES;
  return *self->problem == NULL;
}

static guint64
count_cells (AssayAxis *const *axes,
             guint             n_axes)
{
  guint64 n_cells = 1;

  for (guint i = 0; i < n_axes; i++)
    n_cells = n_cells > ASSAY_MAX_CELLS / axes[i]->n_codes ? ASSAY_MAX_CELLS : n_cells * axes[i]->n_codes;
  return n_cells;
}

/* Cells of one table, in ascending order; the table has room for n_entries. */
static void
read_cells (Reading             *self,
            guint64              id,
            AssayReplicateTable *table)
{
  const gsize n = (gsize) table->n_sums * table->n_replicates;
  g_autofree __int128 *numbers = g_new (__int128, n);
  guint64 entry = 0;
  g_auto (AssaySqlCursor) row;

  assay_sql_cursor_init (&row, self->db, "replicate_cells",
                         "SELECT cell, n_numbers, content FROM replicate_cells WHERE replicate_table = ? ORDER BY cell",
                         id, self->problem);
  while (assay_sql_cursor_next (&row))
    {
      gsize n_bytes = 0;
      const guint64 cell = assay_sql_cursor_integer (&row, 0, 0, table->n_cells - 1);
      assay_sql_cursor_integer (&row, 1, n, n);
      const guint8 *bytes = assay_sql_cursor_blob (&row, 2, &n_bytes);
      const char *wrong = entry == table->n_entries ? "its table has fewer cells"
                          : *self->problem == NULL  ? assay_numbers_unpack (bytes, n_bytes, numbers, n) : NULL;

      for (gsize i = 0; wrong == NULL && *self->problem == NULL && i < n; i++)
        if (numbers[i] < 0 || numbers[i] > G_MAXINT64)
          wrong = "it has a number that no sum can be";
        else
          table->sums[entry * n + i] = (gint64) numbers[i];
      if (wrong != NULL)
        assay_sql_cursor_reject (&row, wrong);
      if (*self->problem != NULL)
        return;
      table->cells[entry++] = cell;
    }
  if (*self->problem == NULL && entry != table->n_entries)
    *self->problem = g_strdup_printf ("replicate table %" G_GUINT64_FORMAT " lacks cells", id);
}

static void
read_replicates (Reading        *self,
                 AssaySqlCursor *row)
{
  const guint id = self->counts->replicates->len;
  const guint n_replicates = (guint) assay_sql_cursor_integer (row, 1, 1, MOST_REPLICATES);
  const guint n_sums = (guint) assay_sql_cursor_integer (row, 2, 1, ASSAY_REPLICATE_MOST_SUMS);
  const guint64 seed = (guint64) assay_sql_cursor_signed (row, 3, G_MININT64, G_MAXINT64);
  const guint64 n_entries = assay_sql_cursor_integer (row, 4, 0, ASSAY_MAX_CELLS);
  AssayAxis *axes[ASSAY_MAX_AXES];
  const guint n_axes = read_axes (self, "replicate_table_axes", "SELECT position, axis FROM replicate_table_axes WHERE "
                                  "replicate_table = ? ORDER BY position", id, axes);
  const AssayReplicateTable *first = id > 0 ? self->counts->replicates->pdata[0] : NULL;

  if (n_axes < 2 || n_entries > count_cells (axes, n_axes))
    assay_sql_cursor_reject (row, "its axes have fewer cells");
  else if (first != NULL && first->n_replicates != n_replicates)
    assay_sql_cursor_reject (row, "it has another number of replicates than the first");
  if (!has_room (self, row, n_entries, (guint64) n_sums * n_replicates * sizeof (gint64)))
    return;
  g_autofree guint64 *none = g_try_new0 (guint64, n_entries + 1);
  g_autoptr (AssayReplicateTable) table =
    none == NULL ? NULL : assay_replicate_table_new (axes, n_axes, n_replicates, n_sums, seed, none, n_entries, NULL);
  if (table == NULL)
    assay_sql_cursor_no_memory (row);
  else
    read_cells (self, id, table);
  if (*self->problem == NULL)
    g_ptr_array_add (self->counts->replicates, g_steal_pointer (&table));
}

static gboolean
take_parts (AssayClusterTable *table,
            guint64           *entry,
            guint64            cell,
            const __int128    *numbers,
            guint64            n_parts)
{
  gint64 last = -1;

  for (guint64 i = 0; i < n_parts; i++, numbers += PART_NUMBERS)
    {
      if (numbers[0] <= last || numbers[0] > ASSAY_PART_KINDS * (gint64) table->n_classes)
        return FALSE;
      for (guint j = 1; j < 3; j++)
        if (numbers[j] < -(__int128) G_MAXINT32 * 2 || numbers[j] > (__int128) G_MAXINT32 * 2)
          return FALSE;
      last = (gint64) numbers[0];
      table->entries[(*entry)++] = (AssayClusterEntry) {
        cell, (guint) last, { (gint64) numbers[1], (gint64) numbers[2], numbers[3], numbers[4] },
      };
    }
  return TRUE;
}

static void
read_slices (Reading           *self,
             guint64            id,
             AssayClusterTable *table,
             guint64            n_cells)
{
  g_autofree __int128 *numbers = NULL;
  guint64 entry = 0;
  g_auto (AssaySqlCursor) row;

  assay_sql_cursor_init (&row, self->db, "cluster_slices",
                         "SELECT cell, n_parts, content FROM cluster_slices WHERE cluster_table = ? ORDER BY cell", id,
                         self->problem);
  while (assay_sql_cursor_next (&row))
    {
      gsize n_bytes = 0;
      const guint64 cell = assay_sql_cursor_integer (&row, 0, 0, n_cells - 1);
      const guint64 most = MIN (table->n_entries - entry, 1 + ASSAY_PART_KINDS * (guint64) table->n_classes);
      const guint64 n_parts = assay_sql_cursor_integer (&row, 1, 0, most);
      const guint8 *bytes = assay_sql_cursor_blob (&row, 2, &n_bytes);

      if (*self->problem != NULL)
        return;
      numbers = g_renew (__int128, numbers, n_parts * PART_NUMBERS + 1);
      const char *wrong = assay_numbers_unpack (bytes, n_bytes, numbers, n_parts * PART_NUMBERS);
      if (wrong == NULL && !take_parts (table, &entry, cell, numbers, n_parts))
        wrong = "it has a number that no part can have";
      if (wrong != NULL)
        assay_sql_cursor_reject (&row, wrong);
      if (wrong != NULL)
        return;
    }
  if (*self->problem == NULL && entry != table->n_entries)
    *self->problem = g_strdup_printf ("cluster table %" G_GUINT64_FORMAT " lacks slices", id);
}

static void
read_clusters (Reading        *self,
               AssaySqlCursor *row)
{
  const guint id = self->counts->clusters->len;
  const guint n_classes = (guint) assay_sql_cursor_integer (row, 1, 1, ASSAY_AUDIT_FILE_MOST_CLASSES);
  const guint64 n_entries = assay_sql_cursor_integer (row, 2, 0, ASSAY_MAX_CELLS);
  g_autoptr (AssayClusterTable) table = g_new0 (AssayClusterTable, 1);
  AssayAxis *axes[ASSAY_MAX_AXES];
  const guint n_axes = read_axes (self, "cluster_table_axes", "SELECT position, axis FROM cluster_table_axes WHERE "
                                  "cluster_table = ? ORDER BY position", id, axes);

  if (n_axes < 2 || n_classes + 1 != MAX (axes[n_axes - 2]->n_codes, axes[n_axes - 1]->n_codes))
    assay_sql_cursor_reject (row, "its last axes have other classes");
  if (!has_room (self, row, n_entries, sizeof (AssayClusterEntry)))
    return;
  for (; table->n_axes < n_axes; table->n_axes++)
    table->axes[table->n_axes] = assay_axis_ref (axes[table->n_axes]);
  table->n_classes = n_classes;
  table->value = self->is_weighted ? 0 : ASSAY_REPLICATE_COUNT;
  table->n_entries = n_entries;
  table->entries = g_try_new (AssayClusterEntry, n_entries + 1);
  if (table->entries == NULL)
    assay_sql_cursor_no_memory (row);
  else
    read_slices (self, id, table, count_cells (axes, n_axes - 2));
  if (*self->problem == NULL)
    g_ptr_array_add (self->counts->clusters, g_steal_pointer (&table));
}

void
assay_audit_file_read_replicates (sqlite3      *db,
                                  guint64       most_bytes,
                                  gboolean      is_weighted,
                                  AssayCounts  *counts,
                                  char        **problem)
{
  Reading reading = { .db = db, .most_bytes = most_bytes, .is_weighted = is_weighted, .counts = counts, .problem = problem };

  {
    g_auto (AssaySqlCursor) row;
    assay_sql_cursor_init (&row, db, "replicate_tables", "SELECT id, n_replicates, n_sums, seed, n_cells FROM "
                           "replicate_tables ORDER BY id", 0, problem);
    while (assay_sql_cursor_next (&row))
      {
        assay_sql_cursor_place (&row, 0, counts->replicates->len, ASSAY_AUDIT_FILE_MOST_TABLES);
        read_replicates (&reading, &row);
      }
  }
  g_auto (AssaySqlCursor) row;
  assay_sql_cursor_init (&row, db, "cluster_tables", "SELECT id, n_classes, n_entries FROM cluster_tables ORDER BY id", 0,
                         problem);
  while (assay_sql_cursor_next (&row))
    {
      assay_sql_cursor_place (&row, 0, counts->clusters->len, ASSAY_AUDIT_FILE_MOST_TABLES);
      read_clusters (&reading, &row);
    }
}
