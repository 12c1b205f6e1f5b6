/* cluster-table.c: sums over clusters, cluster by cluster.
 *
 * A row adds its value to five parts of its slice: all rows, its label, its prediction, and either of the two. Put in
 * the order of (part, slice), a cluster's additions show what it has in each part of each slice and of the whole. The
 * complements of a class are kept as differences from all rows, so that a cluster touches those of its own classes
 * only, of a thousand perhaps.
 */
#include "tally/cluster-table.h"

#include <stdlib.h>
#include <string.h>

#define CHECK_CLUSTERS 1024 /* between two looks at the cancellable */
#define ROW_PARTS 5         /* that a row adds to, at most */

/* A value that a cluster has in a part of a slice. */
typedef struct
{
  guint   part;
  guint64 cell;
  gint64  value;
} Addition;

typedef struct
{
  AssayClusterTable           *table;
  const AssayReplicateShape   *shape;
  const AssayReplicateRequest *request;
  GHashTable                  *places;    /* of (cell, part), hashed as one number: position in entries + 1 */
  GArray                      *entries;   /* of AssayClusterEntry */
  GArray                      *additions; /* of Addition: of the cluster at hand */
} Counting;

guint
assay_cluster_part (AssayPartKind kind,
                    guint         class,
                    guint         n_classes)
{
  return kind == ASSAY_PART_ALL ? 0 : 1 + (kind - 1) * n_classes + class;
}

void
assay_cluster_table_free (AssayClusterTable *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_axes; i++)
    assay_axis_unref (self->axes[i]);
  g_free (self->entries);
  g_free (self);
}

static int
compare_entries (const void *a,
                 const void *b)
{
  const AssayClusterEntry *first = a, *second = b;

  if (first->cell != second->cell)
    return first->cell < second->cell ? -1 : 1;
  return (first->part > second->part) - (first->part < second->part);
}

static void
add_sums (AssayClusterSums       *to,
          const AssayClusterSums *sums)
{
  to->n += sums->n;
  to->n_only += sums->n_only;
  to->squares += sums->squares;
  to->cross += sums->cross;
}

AssayClusterSums
assay_cluster_table_get (const AssayClusterTable *self,
                         guint64                  cell,
                         AssayPartKind            kind,
                         guint                    class)
{
  const guint parts[] = { assay_cluster_part (kind, class, self->n_classes), 0 };
  AssayClusterSums sums = { 0 };

  for (guint i = 0; i < (kind >= ASSAY_PART_NOT_LABEL ? 2 : 1); i++)
    {
      const AssayClusterEntry key = { .cell = cell, .part = parts[i] };
      const AssayClusterEntry *found = self->n_entries == 0 ? NULL : bsearch (&key, self->entries, self->n_entries,
                                                                              sizeof key, compare_entries);
      if (found != NULL)
        add_sums (&sums, &found->sums);
    }
  return sums;
}

static gboolean
same_sums (const AssayClusterSums *a,
           const AssayClusterSums *b)
{
  return a->n == b->n && a->n_only == b->n_only && a->squares == b->squares && a->cross == b->cross;
}

gboolean
assay_cluster_table_equal (const AssayClusterTable *a,
                           const AssayClusterTable *b)
{
  if (a->n_axes != b->n_axes || a->n_classes != b->n_classes || a->value != b->value || a->n_entries != b->n_entries)
    return FALSE;
  for (guint i = 0; i < a->n_axes; i++)
    if (!assay_axis_equal (a->axes[i], b->axes[i]))
      return FALSE;
  for (guint64 i = 0; i < a->n_entries; i++)
    if (compare_entries (&a->entries[i], &b->entries[i]) != 0
        || !same_sums (&a->entries[i].sums, &b->entries[i].sums))
      return FALSE;
  return TRUE;
}

/* --- one cluster --------------------------------------------------------------------------------------------------
 * */

static void
add (Counting               *self,
     guint64                 cell,
     guint                   part,
     const AssayClusterSums *sums)
{
  gint64 key = (gint64) (cell * (1 + ASSAY_PART_KINDS * (guint64) self->table->n_classes) + part);
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, &key));

  if (place == 0)
    {
      const AssayClusterEntry entry = { .cell = cell, .part = part };
      g_array_append_val (self->entries, entry);
      place = self->entries->len;
      g_hash_table_insert (self->places, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (place));
    }
  add_sums (&g_array_index (self->entries, AssayClusterEntry, place - 1).sums, sums);
}

/* What a cluster with this much in the slice and in the whole is to the sums. */
static AssayClusterSums
sums_of (gint64 value,
         gint64 whole)
{
  return (AssayClusterSums) { value > 0, value > 0 && value == whole, (__int128) value * value,
                              (__int128) value * whole };
}

static void
take (AssayClusterSums       *from,
      const AssayClusterSums *sums)
{
  from->n -= sums->n;
  from->n_only -= sums->n_only;
  from->squares -= sums->squares;
  from->cross -= sums->cross;
}

static int
compare_additions (const void *a,
                   const void *b)
{
  const Addition *first = a, *second = b;

  if (first->part != second->part)
    return first->part < second->part ? -1 : 1;
  return (first->cell > second->cell) - (first->cell < second->cell);
}

/* Additions to one part of one slice become one. */
static void
gather (GArray *additions)
{
  Addition *all = (Addition *) (void *) additions->data;
  guint n = 0;

  if (additions->len > 0) /* else its data is NULL */
    qsort (all, additions->len, sizeof *all, compare_additions);
  for (guint i = 0; i < additions->len; i++)
    if (n > 0 && compare_additions (&all[n - 1], &all[i]) == 0)
      all[n - 1].value += all[i].value;
    else
      all[n++] = all[i];
  g_array_set_size (additions, n);
}

/* Where a part's additions end, and what they are together. */
static guint
part_end (const GArray *additions,
          guint         first,
          gint64       *whole)
{
  const Addition *all = (const Addition *) (const void *) additions->data;
  guint end = first;

  *whole = 0;
  for (; end < additions->len && all[end].part == all[first].part; end++)
    *whole += all[end].value;
  return end;
}

/* A class's additions are first .. end - 1, those of all rows 0 .. n_all - 1, in the same order of slices. */
static void
add_complement (Counting *self,
                guint     first,
                guint     end,
                gint64    whole_class,
                guint     n_all,
                gint64    whole_all)
{
  const Addition *all = (const Addition *) (const void *) self->additions->data;
  const guint part = all[first].part + (ASSAY_PART_NOT_LABEL - ASSAY_PART_LABEL) * self->table->n_classes;

  for (guint i = 0, j = first; i < n_all; i++)
    {
      const gboolean has_class = j < end && all[j].cell == all[i].cell;
      const gint64 value = all[i].value - (has_class ? all[j++].value : 0);
      const AssayClusterSums everything = sums_of (all[i].value, whole_all);
      AssayClusterSums difference = sums_of (value, whole_all - whole_class);

      take (&difference, &everything);
      add (self, all[i].cell, part, &difference);
    }
}

static void
finish_cluster (Counting *self)
{
  const guint n_classes = self->table->n_classes;
  gint64 whole, whole_all = 0;
  guint n_all = 0;

  gather (self->additions);
  for (guint first = 0, end; first < self->additions->len; first = end)
    {
      const Addition *all = (const Addition *) (const void *) self->additions->data;

      end = part_end (self->additions, first, &whole);
      for (guint i = first; i < end; i++)
        {
          const AssayClusterSums sums = sums_of (all[i].value, whole);
          add (self, all[i].cell, all[i].part, &sums);
        }
      if (all[first].part == 0)
        {
          n_all = end;
          whole_all = whole;
        }
      else if (all[first].part < assay_cluster_part (ASSAY_PART_EITHER, 0, n_classes))
        add_complement (self, first, end, whole, n_all, whole_all);
    }
  g_array_set_size (self->additions, 0);
}

static guint
code_of (const Counting        *self,
         const AssayClusterRow *row,
         guint                  axis)
{
  const guint column = self->shape->axes.columns[axis], code = row->codes[column];
  const guint *const *maps = self->request->maps;

  return maps != NULL && maps[column] != NULL ? maps[column][code] : code;
}

static void
meet_row (Counting              *self,
          const AssayClusterRow *row)
{
  const guint n_keys = self->shape->axes.n_axes - 2, n_classes = self->table->n_classes;
  const guint label = code_of (self, row, n_keys), prediction = code_of (self, row, n_keys + 1);
  const guint16 which = self->shape->values[0];
  const gint64 value = which == ASSAY_REPLICATE_COUNT ? 1 : row->values[which];
  guint64 cell = 0;

  if (label == 0 || prediction == 0 || value == 0)
    return;
  for (guint axis = 0; axis < n_keys; axis++)
    cell = cell * self->table->axes[axis]->n_codes + code_of (self, row, axis);
  const guint parts[ROW_PARTS] = {
    0,
    assay_cluster_part (ASSAY_PART_LABEL, label - 1, n_classes),
    assay_cluster_part (ASSAY_PART_PREDICTION, prediction - 1, n_classes),
    assay_cluster_part (ASSAY_PART_EITHER, label - 1, n_classes),
    assay_cluster_part (ASSAY_PART_EITHER, prediction - 1, n_classes),
  };
  for (guint i = 0; i < (label == prediction ? ROW_PARTS - 1 : ROW_PARTS); i++)
    g_array_append_val (self->additions, ((Addition) { parts[i], cell, value }));
}

/* --- all of them --------------------------------------------------------------------------------------------------
 * */

static void
counting_init (Counting                    *self,
               const AssayReplicateShape   *shape,
               const AssayReplicateRequest *request)
{
  AssayClusterTable *table = g_new0 (AssayClusterTable, 1);
  const guint16 *columns = shape->axes.columns;

  g_assert (shape->axes.n_axes >= 2);
  for (; table->n_axes < shape->axes.n_axes; table->n_axes++)
    table->axes[table->n_axes] = assay_axis_ref (request->axes[columns[table->n_axes]]);
  table->n_classes = MAX (table->axes[table->n_axes - 2]->n_codes, table->axes[table->n_axes - 1]->n_codes) - 1;
  table->value = shape->values[0];
  *self = (Counting) { table, shape, request };
  self->places = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->entries = g_array_new (FALSE, FALSE, sizeof (AssayClusterEntry));
  self->additions = g_array_new (FALSE, FALSE, sizeof (Addition));
}

/* (transfer full) (nullable) */
static AssayClusterTable *
counting_end (Counting *self,
              gboolean  is_kept)
{
  AssayClusterEntry *entries = (AssayClusterEntry *) (void *) self->entries->data;
  static const AssayClusterSums none = { 0 };
  guint n = 0;

  if (self->entries->len > 0) /* else entries is NULL */
    qsort (entries, self->entries->len, sizeof *entries, compare_entries);
  for (guint i = 0; i < self->entries->len; i++)
    if (!same_sums (&entries[i].sums, &none))
      entries[n++] = entries[i];
  self->table->n_entries = n;
  self->table->entries = (AssayClusterEntry *) (void *) g_array_free (self->entries, FALSE);
  g_array_unref (self->additions);
  g_hash_table_unref (self->places);
  if (!is_kept)
    g_clear_pointer (&self->table, assay_cluster_table_free);
  return self->table;
}

static gboolean
count_rows (const AssayClusterRows *rows,
            Counting               *countings,
            guint                   n_countings,
            GCancellable           *cancellable,
            GError                **error)
{
  const guint64 n_rows = assay_cluster_rows_n_rows (rows);
  guint64 n_clusters = 0;

  for (guint64 first = 0, end; first < n_rows; first = end)
    {
      if (n_clusters++ % CHECK_CLUSTERS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      end = assay_cluster_rows_end (rows, first);
      for (guint64 position = first; position < end; position++)
        {
          const AssayClusterRow row = assay_cluster_rows_get (rows, position);
          for (guint i = 0; i < n_countings; i++)
            meet_row (&countings[i], &row);
        }
      for (guint i = 0; i < n_countings; i++)
        finish_cluster (&countings[i]);
    }
  return TRUE;
}

GPtrArray *
assay_clusters_count (const AssayClusterRows      *rows,
                      const AssayReplicateRequest *request,
                      GCancellable                *cancellable,
                      GError                     **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_cluster_table_free);
  g_autofree Counting *countings = g_new (Counting, request->n_shapes + 1);

  for (guint i = 0; i < request->n_shapes; i++)
    counting_init (&countings[i], &request->shapes[i], request);
  const gboolean is_ok = count_rows (rows, countings, request->n_shapes, cancellable, error);
  for (guint i = 0; i < request->n_shapes; i++)
    {
      AssayClusterTable *table = counting_end (&countings[i], is_ok);
      if (table != NULL)
        g_ptr_array_add (tables, table);
    }
  return is_ok ? g_steal_pointer (&tables) : NULL;
}
