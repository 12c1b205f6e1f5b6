/* naive.c: one row at a time, one table at a time, in the most obvious way. It shares no code with any engine but
 * the types of request and table. */
#include "naive.h"

static gpointer
naive_open (const AssayEngineOptions  *options,
            AssayEngineLimits         *limits,
            GError                   **error)
{
  *limits = (AssayEngineLimits) { ASSAY_MAX_CELLS, ASSAY_MAX_AXES, ASSAY_MAX_VALUES + 1, 0, FALSE, ASSAY_MAX_TAGS };
  return g_malloc0 (1);
}

typedef struct
{
  guint64  cell;
  guint64  count;
  AssaySum sums[ASSAY_MAX_SUMS];
} Cell;

/* A row's part of a sum. */
static AssaySum
value_of_row (const AssayRows     *rows,
              const AssayShapeSum *sum,
              guint64              row)
{
  gint64 a = rows->values[sum->a][row];

  if (a == ASSAY_NO_VALUE)
    return 0;
  if (sum->b == ASSAY_SUM_ROWS)
    return 1;
  if (sum->b == ASSAY_SUM_VALUES)
    return a;
  gint64 b = rows->values[sum->b][row];
  return b == ASSAY_NO_VALUE ? 0 : (AssaySum) a * b;
}

static void
count_row (GHashTable            *cells,
           const AssayRows       *rows,
           const AssayTableShape *shape,
           AssayAxis *const      *axes,
           guint64                row)
{
  guint64 number = 0;

  for (guint i = 0; i < shape->n_axes; i++)
    {
      const AssayCodedColumn *column = &rows->columns[shape->columns[i]];
      guint code = column->low[row] + (column->high != NULL ? 256u * column->high[row] : 0);
      number = number * axes[shape->columns[i]]->n_codes + code;
    }
  Cell *cell = g_hash_table_lookup (cells, &number);
  if (cell == NULL)
    {
      cell = g_new0 (Cell, 1);
      cell->cell = number;
      g_hash_table_insert (cells, &cell->cell, cell);
    }
  cell->count++;
  for (guint i = 0; i < shape->n_sums; i++)
    cell->sums[i] += value_of_row (rows, &shape->sums[i], row);
}

static AssayCountTable *
table_of (GHashTable              *counted,
          const AssayTableShape   *shape,
          const AssayCountRequest *request,
          GError                 **error)
{
  AssayAxis *of_table[ASSAY_MAX_AXES];
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) sums = g_array_new (FALSE, FALSE, sizeof (AssaySum));
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; i < shape->n_axes; i++)
    of_table[i] = request->axes[shape->columns[i]];
  for (g_hash_table_iter_init (&iter, counted); g_hash_table_iter_next (&iter, NULL, &value);)
    {
      const Cell *cell = value;
      g_array_append_val (cells, cell->cell);
      g_array_append_val (counts, cell->count);
      g_array_append_vals (sums, cell->sums, shape->n_sums);
    }
  AssaySumScale *scales = assay_shape_scales (shape, request->scales);
  AssayCountTable *table
    = assay_count_table_from_sums (of_table, shape->n_axes, scales, shape->n_sums, (guint64 *) (gpointer) cells->data,
                                   (guint64 *) (gpointer) counts->data, (AssaySum *) (gpointer) sums->data, cells->len, error);
  assay_sum_scales_free (scales, shape->n_sums);
  return table;
}

/* --- sets of tags ------------------------------------------------------------------------------------------------ */

static guint
code_of_row (const AssayRows *rows,
             guint            column,
             guint64          row)
{
  return rows->columns[column].low[row] + (rows->columns[column].high != NULL ? 256u * rows->columns[column].high[row] : 0);
}

static gboolean
has_tag (const AssayTagPlanes *set,
         guint                 tag,
         guint64               row)
{
  return set->planes[tag * set->plane_words + row / 64] >> row % 64 & 1;
}

/* Every cell of a row: with a pair of tags, or a tag beside the key. */
static void
count_tags (guint64               *counts,
            const AssayRows       *rows,
            const AssayTableShape *shape,
            AssayAxis *const      *axes, /* of the table */
            guint64                row)
{
  const AssayTagPlanes *set = &rows->sets[shape->columns[1] - ASSAY_SET_COLUMN (0)];
  gboolean is_pairs = shape->columns[0] == shape->columns[1];
  guint outcome = shape->n_axes == 3 ? code_of_row (rows, shape->columns[2], row) : 0;
  guint n_outcomes = shape->n_axes == 3 ? axes[2]->n_codes : 1;

  for (guint b = 0; b < set->n_tags; b++)
    for (guint a = 0; has_tag (set, b, row) && a <= (is_pairs ? b : 0); a++)
      if (!is_pairs || has_tag (set, a, row))
        {
          guint first = is_pairs ? a + 1 : code_of_row (rows, shape->columns[0], row);
          counts[((gsize) first * axes[1]->n_codes + b + 1) * n_outcomes + outcome]++;
        }
}

static AssayCountTable *
set_table (const AssayRows         *rows,
           const AssayCountRequest *request,
           const AssayTableShape   *shape,
           GError                 **error)
{
  AssayAxis *axes[ASSAY_MAX_AXES];
  gsize n_cells = 1, n = 0;

  for (guint i = 0; i < shape->n_axes; i++)
    {
      guint column = shape->columns[i];
      axes[i] = column >= ASSAY_SET_COLUMN (0) ? request->set_axes[column - ASSAY_SET_COLUMN (0)] : request->axes[column];
      n_cells *= axes[i]->n_codes;
    }
  g_autofree guint64 *counts = g_new0 (guint64, n_cells);
  g_autofree guint64 *cells = g_new0 (guint64, n_cells);
  for (guint64 row = 0; row < rows->n_rows; row++)
    count_tags (counts, rows, shape, axes, row);
  for (gsize cell = 0; cell < n_cells; cell++)
    if (counts[cell] > 0)
      {
        cells[n] = cell;
        counts[n++] = counts[cell];
      }
  return assay_count_table_from_pairs (axes, shape->n_axes, cells, counts, n, error);
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
      if (assay_shape_kind (&request->shapes[i], NULL) != ASSAY_SHAPE_ROWS)
        {
          g_ptr_array_add (tables, set_table (rows, request, &request->shapes[i], error));
          continue;
        }
      g_autoptr (GHashTable) cells = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
      for (guint64 row = 0; row < rows->n_rows; row++)
        count_row (cells, rows, &request->shapes[i], request->axes, row);
      g_ptr_array_add (tables, table_of (cells, &request->shapes[i], request, error));
    }
  return tables;
}

const AssayEngineType assay_engine_naive = { "naive", naive_open, NULL, naive_count, g_free };
