/* audit-twins.c: which columns may say the same thing twice.
 *
 * Equal row sets count as one test (measures.md 4): a copy of a column must not change anybody's q. Slices with the
 * same rows have the same cells of label, prediction and baseline; those with equal cells are candidates, found by a
 * sum of mixed cells. A table over the two columns then decides, in a scan of those columns alone.
 */
#include "audit-twins.h"

#include <stdlib.h>

typedef struct
{
  guint64 sum;      /* of the mixed cells */
  guint64 n_rows;
  guint16 axis;     /* position in the counts' axes */
  guint16 code;
} Signature;

typedef struct
{
  Signature *signatures; /* by code of the first axis */
} Visit;

static guint64
mix (guint64 value)
{
  value ^= value >> 30;
  value *= 0xbf58476d1ce4e5b9u;
  value ^= value >> 27;
  value *= 0x94d049bb133111ebu;
  return value ^ value >> 31;
}

static void
add_cell (const guint *codes,
          guint64      count,
          gpointer     data)
{
  Signature *signature = &((Visit *) data)->signatures[codes[0]];
  guint64    rest = (guint64) codes[1] << 32 | codes[2];

  signature->sum += mix (mix (rest + 1) ^ count);
  signature->n_rows += count;
}

/* The first table whose key is this one axis; its other axes are the same in all of them. */
static const AssayCountTable *
table_of (const AssayCounts *counts,
          const AssayAxis   *axis)
{
  for (guint i = 0; i < counts->tables->len; i++)
    {
      const AssayCountTable *table = counts->tables->pdata[i];
      if (table->n_axes >= 3 && table->axes[0] == axis && table->axes[1]->kind == ASSAY_AXIS_LABEL)
        return table;
    }
  return NULL;
}

static void
add_signatures (GArray            *all,
                const AssayCounts *counts,
                guint              position,
                guint              min_rows)
{
  const AssayAxis *axis = counts->axes->pdata[position];
  const AssayCountTable *table = table_of (counts, axis);

  if (table == NULL)
    return;
  g_autofree Signature *signatures = g_new0 (Signature, axis->n_codes);
  Visit visit = { signatures };
  assay_count_table_foreach (table, add_cell, &visit);
  for (guint code = axis->kind == ASSAY_AXIS_WHERE ? 2 : 0; code < axis->n_codes; code++)
    if (signatures[code].n_rows >= min_rows && signatures[code].n_rows < counts->n_rows)
      {
        signatures[code].axis = (guint16) position;
        signatures[code].code = (guint16) code;
        g_array_append_val (all, signatures[code]);
      }
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const Signature *left = a, *right = b;

  if (left->sum != right->sum)
    return left->sum < right->sum ? -1 : 1;
  if (left->n_rows != right->n_rows)
    return left->n_rows < right->n_rows ? -1 : 1;
  return (int) left->axis - (int) right->axis;
}

static gboolean
is_slice_axis (const AssayAxis *axis)
{
  return axis->kind == ASSAY_AXIS_SLICE || axis->kind == ASSAY_AXIS_BINS || axis->kind == ASSAY_AXIS_WHERE;
}

static gboolean
are_alike (const Signature *left,
           const Signature *right)
{
  return left->sum == right->sum && left->n_rows == right->n_rows;
}

/* Pairs the slice at i with one of every other axis among those alike before it, the nearest: a third slice that only
 * happens to have the same cells may stand between two that are the same rows. ends: the last of each such axis. */
static void
pair_with_alike (const GArray *all,
                 guint         i,
                 GArray       *ends,
                 GArray       *twins)
{
  const Signature *right = &g_array_index (all, Signature, i), *before = i > 0 ? right - 1 : NULL;

  if (before == NULL || !are_alike (before, right))
    g_array_set_size (ends, 0);
  else if (before->axis != right->axis)
    {
      const guint end = i - 1;
      g_array_append_val (ends, end);
    }
  for (guint end = ends->len; end-- > 0;)
    {
      const Signature *left = &g_array_index (all, Signature, g_array_index (ends, guint, end));
      const AssayTwins pair = { left->axis, right->axis, left->code, right->code };
      g_array_append_val (twins, pair);
    }
}

GArray *
assay_twins_find (const AssayCounts *counts,
                  guint              min_rows)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Signature));
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (guint));
  GArray *twins = g_array_new (FALSE, FALSE, sizeof (AssayTwins));

  for (guint i = 0; i < counts->axes->len; i++)
    if (is_slice_axis (counts->axes->pdata[i]))
      add_signatures (all, counts, i, min_rows);
  g_array_sort (all, compare);
  for (guint i = 0; i < all->len; i++)
    pair_with_alike (all, i, ends, twins);
  return twins;
}

static gboolean
has_pair (const GArray *pairs,
          AssayTwins    pair)
{
  for (guint i = 0; i < pairs->len; i++)
    if (g_array_index (pairs, AssayTwins, i).a == pair.a && g_array_index (pairs, AssayTwins, i).b == pair.b)
      return TRUE;
  return FALSE;
}

GArray *
assay_twins_pairs (const GArray *twins)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (AssayTwins));

  for (guint i = 0; i < twins->len && pairs->len < ASSAY_MAX_TWINS; i++)
    if (!has_pair (pairs, g_array_index (twins, AssayTwins, i)))
      g_array_append_val (pairs, g_array_index (twins, AssayTwins, i));
  return pairs;
}
