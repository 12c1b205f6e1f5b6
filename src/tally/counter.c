/* counter.c: a block of rows through the groups of a cover.
 *
 *     base keys      label, prediction, ... as one code for each row, made once a block
 *     planes         PLANES groups
 *     joint          keys of up to six groups, then one loop that counts all of them; and the next six
 *     wide           32-bit keys, one group at a time
 *     sparse         64-bit cell numbers into a hash table
 *
 * Tables of 32-bit cells are emptied into the sums (assay_counter_flush) before a cell could pass 2^32 - 1: no cell
 * grows by more than the rows that were counted since.
 */
#include "tally/counter-private.h"
#include "tally/planes-private.h"

#include <stdlib.h>
#include <string.h>

#define TABLE_ALIGNMENT 64
#define MAX_AHEAD 64 /* planes of the next block that are fetched along with one batch */

/* What a group counts into; which of them depends on its kind. PLANES groups have theirs in AssayPlanes. */
typedef struct
{
  guint32       *cells;     /* JOINT: n_copies of each cell side by side; WIDE: one */
  gsize          n_bytes;
  AssayCellHash *hash;      /* SPARSE */
} GroupTable;

struct _AssayCounter
{
  const AssayCover  *cover;
  const AssayKernel *kernel;
  const guint       *n_codes;
  const guint       *n_met;
  AssaySums         *sums;
  AssayPlanes       *planes;        /* (nullable) */
  GroupTable        *tables;        /* one for each group */
  GArray            *columns;       /* of guint16: those that a group has */
  guint64            flush_rows;
  guint64            n_pending;     /* rows counted since the last flush */
  guint              first[ASSAY_GROUP_SPARSE + 1], n[ASSAY_GROUP_SPARSE + 1]; /* groups of each kind */
  guint16            base[ASSAY_BLOCK_ROWS];
  guint16            keys[ASSAY_COUNT_TOGETHER][ASSAY_BLOCK_ROWS];
  guint32            wide_keys[ASSAY_BLOCK_ROWS];
  guint64            cells[ASSAY_BLOCK_ROWS];
};

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
      self->hash = assay_cell_hash_new ();
      return self->hash != NULL;
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

AssayCounter *
assay_counter_new (const AssayCover          *cover,
                   const guint               *n_codes,
                   const guint               *n_met,
                   AssaySums                 *sums,
                   const AssayCounterOptions *options)
{
  g_autoptr (AssayCounter) self = g_new0 (AssayCounter, 1);

  self->cover = cover;
  self->n_codes = n_codes;
  self->n_met = n_met;
  self->sums = sums;
  self->kernel = options->kernel != NULL ? options->kernel : assay_kernel_best ();
  self->flush_rows = options->flush_rows > 0 ? options->flush_rows : G_MAXUINT32;
  for (guint kind = 0; kind <= ASSAY_GROUP_SPARSE; kind++)
    self->n[kind] = assay_cover_kind (cover, kind, &self->first[kind]);
  list_columns (self);
  if (self->n[ASSAY_GROUP_PLANES] > 0)
    {
      self->planes = assay_planes_new (cover, n_codes);
      if (self->planes == NULL)
        return NULL;
    }
  self->tables = g_new0 (GroupTable, cover->groups->len);
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
      assay_cell_hash_free (self->tables[i].hash);
    }
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

static void
add_wide (AssayCounter     *self,
          const AssayCodes *codes,
          guint             n_rows)
{
  for (guint i = 0; i < self->n[ASSAY_GROUP_WIDE]; i++)
    {
      guint group = self->first[ASSAY_GROUP_WIDE] + i;
      AssayTerm terms[ASSAY_GROUP_COLUMNS];
      guint n_terms = make_terms (self, group_at (self, group), codes, terms);
      guint32 *cells = self->tables[group].cells;
      self->kernel->make_wide_keys (terms, n_terms, n_rows, self->wide_keys);
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

static gboolean
add_sparse (AssayCounter     *self,
            const AssayCodes *codes,
            guint             n_rows)
{
  for (guint i = 0; i < self->n[ASSAY_GROUP_SPARSE]; i++)
    {
      guint group = self->first[ASSAY_GROUP_SPARSE] + i;
      const AssayGroup *columns = group_at (self, group);
      memset (self->cells, 0, n_rows * sizeof *self->cells);
      for (guint j = 0; j < columns->n_columns; j++)
        for (guint row = 0; row < n_rows; row++)
          self->cells[row] += columns->steps[j] * code_of_row (&codes[columns->columns[j]], row);
      if (!assay_cell_hash_add_block (self->tables[group].hash, self->cells, n_rows))
        return FALSE;
    }
  return TRUE;
}

gboolean
assay_counter_add (AssayCounter     *self,
                   const AssayCodes *codes,
                   guint             n_rows,
                   gboolean          has_next)
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
  return add_sparse (self, codes, n_rows);
}

/* A group's shapes as sums to add its cells to. */
typedef struct
{
  guint      n_columns;
  guint      n_codes[ASSAY_GROUP_COLUMNS];
  guint      n_shapes;
  AssaySum **sums;
  guint64  (*steps)[ASSAY_GROUP_COLUMNS]; /* of each shape: what a code of a column adds to its cell */
  guint64   *cells;                       /* of each shape: scratch */
} Marginals;

static gboolean
marginals_init (Marginals          *self,
                const AssayCounter *counter,
                const AssayGroup   *group)
{
  self->n_columns = group->n_columns;
  for (guint i = 0; i < group->n_columns; i++)
    self->n_codes[i] = counter->n_codes[group->columns[i]];
  self->n_shapes = group->shapes->len;
  self->sums = g_new (AssaySum *, self->n_shapes);
  self->steps = g_malloc0_n (self->n_shapes, sizeof *self->steps);
  self->cells = g_new (guint64, self->n_shapes);
  for (guint i = 0; i < self->n_shapes; i++)
    {
      guint shape = g_array_index (group->shapes, guint, i);
      const AssayTableShape *columns = &counter->sums->shapes[shape];
      if (!assay_sums_reserve (counter->sums, shape, counter->n_met))
        return FALSE;
      self->sums[i] = &counter->sums->sums[shape];
      for (guint axis = 0; axis < columns->n_axes; axis++)
        for (guint j = 0; j < group->n_columns; j++)
          if (group->columns[j] == columns->columns[axis])
            self->steps[i][j] += self->sums[i]->steps[axis];
    }
  return TRUE;
}

static void
marginals_clear (Marginals *self)
{
  g_free (self->sums);
  g_free (self->steps);
  g_free (self->cells);
}

/* The shapes' cells of these codes of the first n columns and code 0 of the others. */
static void
marginals_locate (Marginals   *self,
                  const guint *codes,
                  guint        n)
{
  for (guint i = 0; i < self->n_shapes; i++)
    {
      self->cells[i] = 0;
      for (guint j = 0; j < n; j++)
        self->cells[i] += self->steps[i][j] * codes[j];
    }
}

static gboolean
marginals_add (Marginals *self,
               guint      last_code,
               guint64    count)
{
  guint last = self->n_columns - 1;

  for (guint i = 0; i < self->n_shapes; i++)
    if (!assay_sum_add (self->sums[i], self->cells[i] + self->steps[i][last] * last_code, count))
      return FALSE;
  return TRUE;
}

/* A dense table's counts: 32-bit copies side by side, or 64-bit ones. */
typedef struct
{
  const guint32 *small;
  guint          n_copies;
  const guint64 *large;
} DenseCounts;

static inline guint64
count_at (const DenseCounts *self,
          guint64            cell)
{
  if (self->large != NULL)
    return self->large[cell];
  guint64 sum = 0;
  for (guint copy = 0; copy < self->n_copies; copy++)
    sum += self->small[cell * self->n_copies + copy];
  return sum;
}

static gboolean
flush_dense (Marginals         *marginals,
             const DenseCounts *counts,
             guint64            n_cells)
{
  guint codes[ASSAY_GROUP_COLUMNS] = { 0 };
  guint n_outer = marginals->n_columns - 1;
  guint n_last = marginals->n_codes[n_outer];

  for (guint64 cell = 0; cell < n_cells; cell += n_last)
    {
      gboolean is_located = FALSE;
      for (guint code = 0; code < n_last; code++)
        {
          guint64 count = count_at (counts, cell + code);
          if (count == 0)
            continue;
          if (!is_located)
            marginals_locate (marginals, codes, n_outer);
          is_located = TRUE;
          if (!marginals_add (marginals, code, count))
            return FALSE;
        }
      for (guint i = n_outer; i-- > 0;)
        {
          if (++codes[i] < marginals->n_codes[i])
            break;
          codes[i] = 0;
        }
    }
  return TRUE;
}

static gboolean
flush_hash (Marginals           *marginals,
            const AssayCellHash *hash)
{
  guint codes[ASSAY_GROUP_COLUMNS];
  guint last = marginals->n_columns - 1;

  for (guint64 i = 0; i <= hash->mask; i++)
    {
      if (hash->slots[i].cell == 0)
        continue;
      guint64 cell = hash->slots[i].cell - 1;
      for (guint j = marginals->n_columns; j-- > 0; cell /= marginals->n_codes[j])
        codes[j] = (guint) (cell % marginals->n_codes[j]);
      marginals_locate (marginals, codes, last);
      if (!marginals_add (marginals, codes[last], hash->slots[i].count))
        return FALSE;
    }
  return TRUE;
}

static gboolean
flush_planes (AssayCounter     *self,
              Marginals        *marginals,
              guint             i,
              const AssayGroup *group)
{
  g_autofree guint64 *counts = g_new (guint64, group->n_cells);

  assay_planes_take (self->planes, i, counts);
  return flush_dense (marginals, &(DenseCounts) { .large = counts }, group->n_cells);
}

static gboolean
flush_group (AssayCounter *self,
             Marginals    *marginals,
             guint         i)
{
  const AssayGroup *group = group_at (self, i);
  GroupTable *table = &self->tables[i];
  DenseCounts counts = { table->cells, group->kind == ASSAY_GROUP_JOINT ? self->cover->n_copies : 1, NULL };

  switch (group->kind)
    {
    case ASSAY_GROUP_PLANES:
      return flush_planes (self, marginals, i - self->first[ASSAY_GROUP_PLANES], group);
    case ASSAY_GROUP_SPARSE:
      if (!flush_hash (marginals, table->hash))
        return FALSE;
      assay_cell_hash_free (table->hash);
      table->hash = assay_cell_hash_new ();
      return table->hash != NULL;
    default:
      if (!flush_dense (marginals, &counts, group->n_cells))
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
  g_mutex_lock (&self->sums->lock);
  for (guint i = 0; done && i < self->cover->groups->len; i++)
    {
      Marginals marginals;
      done = marginals_init (&marginals, self, group_at (self, i)) && flush_group (self, &marginals, i);
      marginals_clear (&marginals);
    }
  if (!done)
    self->sums->failed = TRUE;
  g_mutex_unlock (&self->sums->lock);
  return done;
}
