/* counter.c: a block of rows through the groups of a cover.
 *
 *     base keys      label, prediction, ... as one code for each row, made once a block
 *     planes         PLANES groups
 *     joint          keys of up to six groups, then one loop that counts all of them; and the next six
 *     wide           32-bit keys, one group at a time
 *     sparse         cell numbers, to be sorted (cell-runs.c)
 *     sums           for each list of sums that shapes have: the rows' lanes, then joint, wide and sparse again, adding
 *                    lanes (lane-table.c)
 *
 * Tables of 32-bit cells are emptied into the totals (assay_counter_flush) before a cell could pass 2^32 - 1: no cell
 * grows by more than the rows that were counted since.
 */
#include "tally/counter-private.h"
#include "tally/lane-table-private.h"
#include "tally/marginals-private.h"
#include "tally/planes-private.h"

#include <stdlib.h>
#include <string.h>

#define TABLE_ALIGNMENT 64
#define MAX_AHEAD 64 /* planes of the next block that are fetched along with one batch */

/* What a group counts into; which of them depends on its kind. PLANES groups have theirs in AssayPlanes. */
typedef struct
{
  guint32        *cells;     /* JOINT: n_copies of each cell side by side; WIDE: one */
  gsize           n_bytes;
  AssayCellSorter sorter;    /* SPARSE */
  AssayLaneTable  lanes;     /* with sums */
} GroupTable;

struct _AssayCounter
{
  const AssayCover  *cover;
  const AssayKernel *kernel;
  const guint       *n_codes;
  const guint       *n_met;
  AssayTotals         *totals;
  AssayPlanes       *planes;        /* (nullable) */
  GroupTable        *tables;        /* one for each group */
  GArray            *columns;       /* of guint16: those that a group has */
  guint64            flush_rows;
  guint64            n_pending;     /* rows counted since the last flush */
  guint              first[ASSAY_N_GROUP_KINDS], n[ASSAY_N_GROUP_KINDS]; /* groups of each kind */
  guint16            base[ASSAY_BLOCK_ROWS];
  guint16            keys[ASSAY_COUNT_TOGETHER][ASSAY_BLOCK_ROWS];
  guint32            wide_keys[ASSAY_BLOCK_ROWS];
  guint64            cells[ASSAY_BLOCK_ROWS];
  guint64           *lanes;         /* (nullable) of a block's rows, one list of sums after the other */
};

/* The rows of one assay_counter_add(). */
typedef struct
{
  const AssayCodes    *codes;
  const gint64 *const *values;
  guint                n_rows;
  gboolean             has_next;
} AssayBlock;

static const AssayGroup *
group_at (const AssayCounter *self,
          guint               i)
{
  return g_ptr_array_index (self->cover->groups, i);
}

static gboolean
table_init (GroupTable       *self,
            const AssayGroup *group,
            guint             n_copies)
{
  switch (group->kind)
    {
    case ASSAY_GROUP_PLANES:
      return TRUE;
    case ASSAY_GROUP_SPARSE:
      assay_cell_sorter_init (&self->sorter, group->n_cells, 0);
      return TRUE;
    case ASSAY_GROUP_SUMS:
    case ASSAY_GROUP_WIDE_SUMS:
    case ASSAY_GROUP_SPARSE_SUMS:
      return assay_lane_table_init (&self->lanes, group);
    default:
      self->n_bytes = (gsize) group->n_cells * sizeof (guint32) * (group->kind == ASSAY_GROUP_JOINT ? n_copies : 1);
      self->n_bytes = (self->n_bytes + TABLE_ALIGNMENT - 1) / TABLE_ALIGNMENT * TABLE_ALIGNMENT;
      self->cells = aligned_alloc (TABLE_ALIGNMENT, self->n_bytes);
      if (self->cells != NULL)
        memset (self->cells, 0, self->n_bytes);
      return self->cells != NULL;
    }
}

static void
list_columns (AssayCounter *self)
{
  g_autoptr (GHashTable) listed = g_hash_table_new (NULL, NULL);

  self->columns = g_array_new (FALSE, FALSE, sizeof (guint16));
  for (guint i = 0; i < self->cover->groups->len; i++)
    for (guint j = 0; j < group_at (self, i)->n_columns; j++)
      {
        guint16 column = group_at (self, i)->columns[j];
        if (g_hash_table_add (listed, GUINT_TO_POINTER (column + 1u)))
          g_array_append_val (self->columns, column);
      }
}

/* Room for the lanes of a block's rows. */
static gboolean
make_lanes (AssayCounter *self)
{
  guint most = 0;

  for (guint i = 0; i < self->cover->lanes->len; i++)
    most = MAX (most, ((AssayLanes *) self->cover->lanes->pdata[i])->n_lanes);
  if (most > 0)
    self->lanes = aligned_alloc (TABLE_ALIGNMENT, most * ASSAY_BLOCK_ROWS * sizeof (guint64));
  return most == 0 || self->lanes != NULL;
}

AssayCounter *
assay_counter_new (const AssayCover          *cover,
                   const guint               *n_codes,
                   const guint               *n_met,
                   AssayTotals                 *totals,
                   const AssayCounterOptions *options)
{
  g_autoptr (AssayCounter) self = g_new0 (AssayCounter, 1);

  self->cover = cover;
  self->n_codes = n_codes;
  self->n_met = n_met;
  self->totals = totals;
  self->kernel = options->kernel != NULL ? options->kernel : assay_kernel_best ();
  self->flush_rows = options->flush_rows > 0 ? options->flush_rows : G_MAXUINT32;
  for (guint kind = 0; kind < ASSAY_N_GROUP_KINDS; kind++)
    self->n[kind] = assay_cover_kind (cover, kind, &self->first[kind]);
  list_columns (self);
  if (self->n[ASSAY_GROUP_PLANES] > 0)
    {
      self->planes = assay_planes_new (cover, n_codes);
      if (self->planes == NULL)
        return NULL;
    }
  self->tables = g_new0 (GroupTable, cover->groups->len);
  if (!make_lanes (self))
    return NULL;
  for (guint i = 0; i < cover->groups->len; i++)
    if (!table_init (&self->tables[i], group_at (self, i), cover->n_copies))
      return NULL;
  return g_steal_pointer (&self);
}

void
assay_counter_free (AssayCounter *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; self->tables != NULL && i < self->cover->groups->len; i++)
    {
      free (self->tables[i].cells);
      assay_cell_sorter_clear (&self->tables[i].sorter);
      assay_lane_table_clear (&self->tables[i].lanes);
    }
  free (self->lanes);
  g_free (self->tables);
  if (self->columns != NULL)
    g_array_unref (self->columns);
  assay_planes_free (self->planes);
  g_free (self);
}

static void
make_base (AssayCounter     *self,
           const AssayCodes *codes,
           guint             n_rows)
{
  AssayTerm terms[ASSAY_MAX_AXES];
  guint32 step = 1;

  for (guint i = self->cover->n_base; i-- > 0; step *= self->n_codes[self->cover->base[i]])
    terms[i] = (AssayTerm) { codes[self->cover->base[i]], step };
  self->kernel->make_keys (terms, self->cover->n_base, n_rows, self->base);
}

/* The terms of a group's keys: the base as one of them. */
static guint
make_terms (const AssayCounter *self,
            const AssayGroup   *group,
            const AssayCodes   *codes,
            AssayTerm          *terms)
{
  guint n = 0, i = 0;

  if (group->has_base)
    {
      i = self->cover->n_base;
      terms[n++] = (AssayTerm) { { .wide = self->base }, (guint32) group->steps[i - 1] };
    }
  for (; i < group->n_columns; i++)
    terms[n++] = (AssayTerm) { codes[group->columns[i]], (guint32) group->steps[i] };
  return n;
}

/* A batch's share of the planes of the next block, as many as fit. */
static guint
planes_ahead (const AssayCounter *self,
              const AssayCodes   *codes,
              guint               n_rows,
              guint               batch,
              guint               n_batches,
              const guint8      **ahead)
{
  guint n = self->columns->len, n_ahead = 0;

  for (guint i = n * batch / n_batches; i < n * (batch + 1) / n_batches && n_ahead + 2 <= MAX_AHEAD; i++)
    {
      const AssayCodes *column = &codes[g_array_index (self->columns, guint16, i)];
      if (column->low != NULL)
        ahead[n_ahead++] = column->low + n_rows;
      if (column->high != NULL)
        ahead[n_ahead++] = column->high + n_rows;
    }
  return n_ahead;
}

static void
add_joint (AssayCounter     *self,
           const AssayCodes *codes,
           guint             n_rows,
           gboolean          has_next)
{
  guint n = self->n[ASSAY_GROUP_JOINT];
  guint n_batches = (n + ASSAY_COUNT_TOGETHER - 1) / ASSAY_COUNT_TOGETHER;

  for (guint batch = 0; batch < n_batches; batch++)
    {
      guint begin = n * batch / n_batches, end = n * (batch + 1) / n_batches;
      guint32 *tables[ASSAY_COUNT_TOGETHER];
      for (guint i = begin; i < end; i++)
        {
          guint group = self->first[ASSAY_GROUP_JOINT] + i;
          AssayTerm terms[ASSAY_GROUP_COLUMNS];
          guint n_terms = make_terms (self, group_at (self, group), codes, terms);
          self->kernel->make_keys (terms, n_terms, n_rows, self->keys[i - begin]);
          tables[i - begin] = self->tables[group].cells;
        }
      const guint8 *ahead[MAX_AHEAD];
      guint n_ahead = has_next ? planes_ahead (self, codes, n_rows, batch, n_batches, ahead) : 0;
      assay_count_keys (tables, end - begin, self->cover->n_copies,
                        (const guint16 (*)[ASSAY_BLOCK_ROWS]) self->keys, n_rows, ahead, n_ahead);
    }
}

/* A group's 32-bit keys. */
static void
make_wide_keys (AssayCounter     *self,
                const AssayGroup *group,
                const AssayCodes *codes,
                guint             n_rows,
                guint32          *keys)
{
  AssayTerm terms[ASSAY_GROUP_COLUMNS];
  guint n_terms = make_terms (self, group, codes, terms);

  self->kernel->make_wide_keys (terms, n_terms, n_rows, keys);
}

static void
add_wide (AssayCounter     *self,
          const AssayCodes *codes,
          guint             n_rows)
{
  for (guint i = 0; i < self->n[ASSAY_GROUP_WIDE]; i++)
    {
      guint group = self->first[ASSAY_GROUP_WIDE] + i;
      guint32 *cells = self->tables[group].cells;
      make_wide_keys (self, group_at (self, group), codes, n_rows, self->wide_keys);
      for (guint row = 0; row < n_rows; row++)
        cells[self->wide_keys[row]]++;
    }
}

static guint
code_of_row (const AssayCodes *codes,
             guint             row)
{
  if (codes->wide != NULL)
    return codes->wide[row];
  return codes->low[row] | (codes->high != NULL ? (guint) codes->high[row] << 8 : 0);
}

/* The rows' cell numbers in a group. */
static void
make_cells (const AssayGroup *group,
            const AssayCodes *codes,
            guint             n_rows,
            guint64          *cells)
{
  memset (cells, 0, n_rows * sizeof *cells);
  for (guint j = 0; j < group->n_columns; j++)
    for (guint row = 0; row < n_rows; row++)
      cells[row] += group->steps[j] * code_of_row (&codes[group->columns[j]], row);
}

static gboolean
add_sparse (AssayCounter     *self,
            const AssayCodes *codes,
            guint             n_rows)
{
  for (guint i = 0; i < self->n[ASSAY_GROUP_SPARSE]; i++)
    {
      guint group = self->first[ASSAY_GROUP_SPARSE] + i;
      AssayCellSorter *sorter = &self->tables[group].sorter;
      gpointer keys = assay_cell_sorter_add (sorter, n_rows);
      if (keys == NULL)
        return FALSE;
      if (sorter->is_wide)
        make_cells (group_at (self, group), codes, n_rows, keys);
      else
        make_wide_keys (self, group_at (self, group), codes, n_rows, keys);
    }
  return TRUE;
}

/* The groups of a kind that have these lanes stand together. */
static guint
lane_groups (const AssayCounter *self,
             AssayGroupKind      kind,
             const AssayLanes   *lanes,
             guint              *first)
{
  guint n = 0;

  for (guint i = self->first[kind]; i < self->first[kind] + self->n[kind]; i++)
    if (group_at (self, i)->lanes == lanes && n++ == 0)
      *first = i;
  return n;
}

/* What the next block has of the first value that is summed, and of the columns if nothing else fetches them. */
static guint
sums_ahead (const AssayCounter *self,
            const AssayLanes   *lanes,
            const AssayBlock   *block,
            guint               batch,
            guint               n_batches,
            const guint8      **ahead)
{
  guint n_ahead = 0;

  if (!block->has_next)
    return 0;
  if (self->n[ASSAY_GROUP_JOINT] == 0)
    n_ahead = planes_ahead (self, block->codes, block->n_rows, batch, n_batches, ahead);
  const gint64 *values = block->values[lanes->sums[0].a] + block->n_rows;
  for (guint i = 0; batch == 0 && i < sizeof *values && n_ahead < MAX_AHEAD; i++)
    ahead[n_ahead++] = (const guint8 *) values + i * block->n_rows;
  return n_ahead;
}

static void
add_joint_lanes (AssayCounter     *self,
                 const AssayLanes *lanes,
                 const AssayBlock *block)
{
  guint first = 0, n = lane_groups (self, ASSAY_GROUP_SUMS, lanes, &first);
  guint n_batches = (n + ASSAY_COUNT_TOGETHER - 1) / ASSAY_COUNT_TOGETHER;

  for (guint batch = 0; batch < n_batches; batch++)
    {
      guint begin = n * batch / n_batches, end = n * (batch + 1) / n_batches;
      guint64 *tables[ASSAY_COUNT_TOGETHER];
      for (guint i = begin; i < end; i++)
        {
          AssayTerm terms[ASSAY_GROUP_COLUMNS];
          guint n_terms = make_terms (self, group_at (self, first + i), block->codes, terms);
          self->kernel->make_keys (terms, n_terms, block->n_rows, self->keys[i - begin]);
          tables[i - begin] = self->tables[first + i].lanes.cells;
        }
      const guint8 *ahead[MAX_AHEAD];
      guint n_ahead = sums_ahead (self, lanes, block, batch, n_batches, ahead);
      self->kernel->add_lanes (tables, end - begin, (const guint16 (*)[ASSAY_BLOCK_ROWS]) self->keys, self->lanes,
                               lanes->n_lanes, block->n_rows, ahead, n_ahead);
    }
}

/* Everything that has sums: the same lanes for all groups that share them. */
static gboolean
add_sums (AssayCounter     *self,
          const AssayLanes *lanes,
          const AssayBlock *block)
{
  const AssayCodes *codes = block->codes;
  guint n_rows = block->n_rows, first = 0;

  assay_lanes_make (lanes, self->kernel, block->values, n_rows, self->lanes);
  add_joint_lanes (self, lanes, block);
  for (guint i = lane_groups (self, ASSAY_GROUP_WIDE_SUMS, lanes, &first); i > 0; i--, first++)
    {
      make_wide_keys (self, group_at (self, first), codes, n_rows, self->wide_keys);
      self->kernel->add_wide_lanes (self->tables[first].lanes.cells, self->wide_keys, self->lanes, lanes->n_lanes, n_rows);
    }
  for (guint i = lane_groups (self, ASSAY_GROUP_SPARSE_SUMS, lanes, &first); i > 0; i--, first++)
    {
      make_cells (group_at (self, first), codes, n_rows, self->cells);
      if (!assay_lane_table_add_sparse (&self->tables[first].lanes, self->cells, self->lanes, n_rows))
        return FALSE;
    }
  return TRUE;
}

gboolean
assay_counter_add (AssayCounter        *self,
                   const AssayCodes    *codes,
                   const gint64 *const *values,
                   guint                n_rows,
                   gboolean             has_next)
{
  g_assert (n_rows <= ASSAY_BLOCK_ROWS);

  if (self->n_pending + n_rows > self->flush_rows && !assay_counter_flush (self))
    return FALSE;
  self->n_pending += n_rows;
  if (self->cover->n_base > 0)
    make_base (self, codes, n_rows);
  if (self->planes != NULL)
    assay_planes_add (self->planes, self->base, codes, n_rows);
  add_joint (self, codes, n_rows, has_next);
  add_wide (self, codes, n_rows);
  if (!add_sparse (self, codes, n_rows))
    return FALSE;
  const AssayBlock block = { codes, values, n_rows, has_next };
  for (guint i = 0; i < self->cover->lanes->len; i++)
    if (!add_sums (self, self->cover->lanes->pdata[i], &block))
      return FALSE;
  return TRUE;
}

static gboolean
flush_planes (AssayCounter     *self,
              AssayMarginals   *marginals,
              guint             i,
              const AssayGroup *group)
{
  g_autofree guint64 *counts = g_new (guint64, group->n_cells);

  assay_planes_take (self->planes, i, counts);
  return assay_marginals_add_dense (marginals, &(AssayDenseCells) { .large = counts }, group->n_cells);
}

static gboolean
flush_group (AssayCounter   *self,
             AssayMarginals *marginals,
             guint           i)
{
  const AssayGroup *group = group_at (self, i);
  GroupTable *table = &self->tables[i];
  AssayDenseCells cells = { .small = table->cells,
                            .n_copies = group->kind == ASSAY_GROUP_JOINT ? self->cover->n_copies : 1 };

  switch (group->kind)
    {
    case ASSAY_GROUP_PLANES:
      return flush_planes (self, marginals, i - self->first[ASSAY_GROUP_PLANES], group);
    case ASSAY_GROUP_SPARSE:
      return assay_marginals_add_run (marginals, &table->sorter.run);
    case ASSAY_GROUP_SUMS:
    case ASSAY_GROUP_WIDE_SUMS:
    case ASSAY_GROUP_SPARSE_SUMS:
      return assay_lane_table_flush (&table->lanes, marginals);
    default:
      if (!assay_marginals_add_dense (marginals, &cells, group->n_cells))
        return FALSE;
      memset (table->cells, 0, table->n_bytes);
      return TRUE;
    }
}

gboolean
assay_counter_flush (AssayCounter *self)
{
  gboolean done = TRUE;

  if (self->n_pending == 0)
    return TRUE;
  self->n_pending = 0;
  for (guint i = 0; done && i < self->n[ASSAY_GROUP_SPARSE]; i++)
    done = assay_cell_sorter_settle (&self->tables[self->first[ASSAY_GROUP_SPARSE] + i].sorter);
  g_mutex_lock (&self->totals->lock);
  for (guint i = 0; done && i < self->cover->groups->len; i++)
    {
      g_auto (AssayMarginals) marginals = { .n_columns = 0 };
      done = assay_marginals_init (&marginals, group_at (self, i), self->n_codes, self->n_met, self->totals)
             && flush_group (self, &marginals, i);
    }
  if (!done)
    self->totals->failed = TRUE;
  g_mutex_unlock (&self->totals->lock);
  return done;
}
