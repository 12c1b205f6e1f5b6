/* naive.c: one row at a time, one table at a time, in the most obvious way. It shares no code with any engine but
 * the types of request and table. */
#include "naive.h"

static gpointer
naive_open (const AssayEngineOptions  *options,
            AssayEngineLimits         *limits,
            GError                   **error)
{
  *limits = (AssayEngineLimits) { ASSAY_MAX_CELLS, ASSAY_MAX_AXES, ASSAY_MAX_VALUES + 1, 0, FALSE };
  return g_malloc0 (1);
}

static void
count_row (GHashTable            *counts,
           const AssayRows       *rows,
           const AssayTableShape *shape,
           AssayAxis *const      *axes,
           guint64                row)
{
  guint64 cell = 0;

  for (guint i = 0; i < shape->n_axes; i++)
    {
      const AssayCodedColumn *column = &rows->columns[shape->columns[i]];
      guint code = column->low[row] + (column->high != NULL ? 256u * column->high[row] : 0);
      cell = cell * axes[shape->columns[i]]->n_codes + code;
    }
  guint64 *count = g_hash_table_lookup (counts, &cell);
  if (count == NULL)
    {
      guint64 *key = g_memdup2 (&cell, sizeof cell);
      count = g_new0 (guint64, 1);
      g_hash_table_insert (counts, key, count);
    }
  ++*count;
}

static AssayCountTable *
table_of (GHashTable             *counts,
          const AssayTableShape  *shape,
          AssayAxis *const       *axes,
          GError                **error)
{
  AssayAxis *of_table[ASSAY_MAX_AXES];
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (guint64));
  GHashTableIter iter;
  gpointer cell, count;

  for (guint i = 0; i < shape->n_axes; i++)
    of_table[i] = axes[shape->columns[i]];
  for (g_hash_table_iter_init (&iter, counts); g_hash_table_iter_next (&iter, &cell, &count);)
    {
      g_array_append_vals (cells, cell, 1);
      g_array_append_vals (values, count, 1);
    }
  return assay_count_table_from_pairs (of_table, shape->n_axes, (guint64 *) (gpointer) cells->data,
                                       (guint64 *) (gpointer) values->data, cells->len, error);
}

static GPtrArray *
naive_count (gpointer                  handle,
             const AssayRows          *rows,
             const AssayCountRequest  *request,
             AssayProgress            *progress,
             GCancellable             *cancellable,
             GError                  **error)
{
  GPtrArray *tables = g_ptr_array_new_with_free_func ((GDestroyNotify) assay_count_table_free);

  for (guint i = 0; i < request->n_shapes; i++)
    {
      g_autoptr (GHashTable) counts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
      for (guint64 row = 0; row < rows->n_rows; row++)
        count_row (counts, rows, &request->shapes[i], request->axes, row);
      g_ptr_array_add (tables, table_of (counts, &request->shapes[i], request->axes, error));
    }
  return tables;
}

const AssayEngineType assay_engine_naive = { "naive", naive_open, NULL, naive_count, g_free };
